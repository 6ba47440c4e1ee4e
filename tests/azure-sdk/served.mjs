/* A tenant of its own, served by `customer-key serve`, and Azure's JavaScript clients against it.

   Names of vaults lead to this machine: only the look-up of names is replaced. Certificates,
   challenges and tokens are verified by the clients as they always do; Node trusts the authority by
   NODE_EXTRA_CA_CERTS, which it reads as it starts: who serves and who asks are two processes. */

import { execFileSync, spawn } from "node:child_process";
import dns from "node:dns";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const SUFFIX = "vault.localhost";
const APPLICATION = "11111111-2222-3333-4444-555555555555";
const PLACE = ["-ResourceGroupName", "rg", "-Location", "eastus"];

/** The environment variable by which who asks is told what is served. */
export const SERVED = "CUSTOMER_KEY_SERVED";

/** Plays one command line; its standard output. */
function play({ program, tenant }, words) {
  const env = { ...process.env, CUSTOMER_KEY_TENANT: tenant };
  return execFileSync(program, [...words, "--json"], { env, encoding: "utf8" });
}

/** Makes a tenant and serves it: what is served, and how it ends. */
export async function serve(program) {
  const folder = mkdtempSync(join(tmpdir(), "customer-key-"));
  const tenant = join(folder, "tenant");
  const cmdlet = (...words) => play({ program, tenant }, words);
  cmdlet("New-CustomerKeyTenant", "-Path", tenant, "-Name", "contoso");
  cmdlet("New-AzResourceGroup", "-Name", "rg", "-Location", "eastus");
  const principal = JSON.parse(cmdlet("principal", "new", APPLICATION));
  const env = { ...process.env, CUSTOMER_KEY_TENANT: tenant };
  const stdio = ["ignore", "pipe", "inherit"];
  const server = spawn(program, ["serve", "--listen", "127.0.0.1:0"], { env, stdio });
  const told = [];
  for await (const line of createInterface({ input: server.stdout })) {
    if (told.push(line) === 3) break;
  }
  const port = Number(/VAULT\.vault\.localhost:(\d+)/.exec(told[0])[1]);
  const [authority, certificate] = [told[1].split(" ").at(-1), /(\/|[A-Z]:).*$/.exec(told[2])[0]];
  const close = async () => {
    const ended = once(server, "exit");
    server.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true });
  };
  return { served: { program, tenant, principal, port, authority, certificate }, close };
}

const lookUp = dns.lookup;

/** Where who asks is told what is served: its clients, and the command line of the tenant. */
export async function connect() {
  const { ClientSecretCredential } = await import("@azure/identity");
  const { CryptographyClient, KeyClient } = await import("@azure/keyvault-keys");
  const served = JSON.parse(process.env[SERVED]);
  dns.lookup = (host, ...rest) => {
    const isOurs = host === SUFFIX || host.endsWith(`.${SUFFIX}`);
    return lookUp(isOurs ? "127.0.0.1" : host, ...rest);
  };
  const cmdlet = (...words) => play(served, words);
  const credential = ({ clientId = APPLICATION, clientSecret } = {}) => {
    const { tenantId, clientSecret: right } = served.principal;
    const options = { authorityHost: served.authority, disableInstanceDiscovery: true };
    return new ClientSecretCredential(tenantId, clientId, clientSecret ?? right, options);
  };
  const url = (vault) => `https://${vault}.${SUFFIX}:${served.port}`;
  return {
    scope: `${served.authority}/.default`,
    cmdlet,
    credential,
    url,
    keys: (vault, { as = credential(), ...options } = {}) => new KeyClient(url(vault), as, options),
    cryptography: (key) => new CryptographyClient(key, credential()),
    fault: (vault, fault) => cmdlet("Set-CustomerKeyVaultFault", vault, "-Fault", fault),
    /** A vault in which the application may do so much with keys. */
    vault(name, permissions = "all") {
      cmdlet("New-AzKeyVault", "-VaultName", name, ...PLACE);
      const given = ["-ServicePrincipalName", APPLICATION, "-PermissionsToKeys", permissions];
      cmdlet("Set-AzKeyVaultAccessPolicy", "-VaultName", name, ...given);
    },
  };
}
