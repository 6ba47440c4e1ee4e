"""A tenant of its own, served by `customer-key serve`, and the clients of Azure's SDK against it.

Names of vaults lead to this machine: only the look-up of names is replaced. Certificates, challenges
and tokens are verified by the clients as they always do.
"""

import json
import os
import re
import socket
import subprocess
import tempfile

from azure.identity import ClientSecretCredential
from azure.keyvault.keys import KeyClient
from azure.keyvault.keys.crypto import CryptographyClient
from azure.mgmt.keyvault import KeyVaultManagementClient

SUFFIX = "vault.localhost"
APPLICATION = "11111111-2222-3333-4444-555555555555"
_look_up = socket.getaddrinfo


def _on_this_machine(host, *rest, **named):
    ours = isinstance(host, str) and (host == SUFFIX or host.endswith("." + SUFFIX))
    return _look_up("127.0.0.1" if ours else host, *rest, **named)


socket.getaddrinfo = _on_this_machine


class Served:
    """A tenant with the vault kv-a, in which the application may do everything with keys."""

    def __init__(self, program):
        self.program = program
        self.folder = tempfile.TemporaryDirectory()
        self.tenant = os.path.join(self.folder.name, "tenant")
        self.cmdlet("New-CustomerKeyTenant", "-Path", self.tenant, "-Name", "contoso")
        self.cmdlet("New-AzResourceGroup", "-Name", "rg", "-Location", "eastus")
        self.make_vault("kv-a")
        self.principal = json.loads(self.cmdlet("principal", "new", APPLICATION))
        self.start()

    def cmdlet(self, *words):
        """Plays one command line; its standard output."""
        environment = dict(os.environ, CUSTOMER_KEY_TENANT=self.tenant)
        done = subprocess.run(
            [self.program, *words, "--json"], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{words}: {done.stderr}")
        return done.stdout

    def make_vault(self, name, *more):
        place = ("-ResourceGroupName", "rg", "-Location", "eastus")
        self.cmdlet("New-AzKeyVault", "-VaultName", name, *place, *more)
        self.permit(name, "all")

    def permit(self, vault, permissions):
        self.cmdlet(
            "Set-AzKeyVaultAccessPolicy", "-VaultName", vault,
            "-ServicePrincipalName", APPLICATION, "-PermissionsToKeys", permissions,
        )

    def fault(self, vault, fault):
        self.cmdlet("Set-CustomerKeyVaultFault", "-VaultName", vault, "-Fault", fault)

    def start(self, listen="127.0.0.1:0"):
        environment = dict(os.environ, CUSTOMER_KEY_TENANT=self.tenant)
        self.server = subprocess.Popen(
            [self.program, "serve", "--listen", listen], env=environment, stdout=subprocess.PIPE, text=True
        )
        first = self.server.stdout.readline()
        self.port = int(re.search(rf"VAULT\.{SUFFIX}:(\d+)", first).group(1))
        self.authority = self.server.stdout.readline().split()[-1]
        self.certificate = self.server.stdout.readline().split(maxsplit=1)[-1].strip()

    def stop(self):
        self.server.terminate()
        code = self.server.wait(timeout=5)
        self.server.stdout.close()
        return code

    def credential(self, secret=None, application=APPLICATION):
        return ClientSecretCredential(
            self.principal["tenantId"],
            application,
            secret or self.principal["clientSecret"],
            authority=self.authority,
            disable_instance_discovery=True,
            connection_verify=self.certificate,
        )

    def url(self, vault="kv-a"):
        return f"https://{vault}.{SUFFIX}:{self.port}"

    def keys(self, vault="kv-a", **options):
        return KeyClient(self.url(vault), self.credential(), connection_verify=self.certificate, **options)

    def cryptography(self, key):
        return CryptographyClient(key, self.credential(), connection_verify=self.certificate)

    def management(self, subscription, credential=None, **options):
        """The client that manages vaults, told of this cloud as a user of a private one tells it."""
        return KeyVaultManagementClient(
            credential or self.credential(), subscription, base_url=self.authority,
            credential_scopes=[self.authority + "/management/.default"],
            connection_verify=self.certificate, **options,
        )

    def close(self):
        self.stop()
        self.folder.cleanup()
