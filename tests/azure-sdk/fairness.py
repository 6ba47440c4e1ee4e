"""One application keeps no other waiting, whatever it asks for. Usage: fairness.py PATH-OF-customer-key"""

import fcntl
import http.client
import json
import os
import socket
import ssl
import sys
import threading
import time
import unittest

from azure.keyvault.keys.crypto import KeyWrapAlgorithm

import told
from served import SUFFIX, Served

OTHER = "99999999-2222-3333-4444-555555555555"
SECRET = bytes(range(32))
# How long anybody may wait who is not served by the one that is kept busy: far below what a lock is waited for.
SOON = 8


class Fairness(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.served = Served(PROGRAM)
        cls.served.make_vault("kv-b")
        cls.secret = json.loads(cls.served.cmdlet("principal", "new", OTHER))["clientSecret"]
        cls.served.cmdlet("Set-AzKeyVaultAccessPolicy", "-VaultName", "kv-b",
                          "-ServicePrincipalName", OTHER, "-PermissionsToKeys", "get,update")

    @classmethod
    def tearDownClass(cls):
        cls.served.close()

    def connection(self, host):
        """A connection over verified TLS."""
        context = ssl.create_default_context(cafile=self.served.certificate)
        plain = socket.create_connection(("127.0.0.1", self.served.port), timeout=60)
        made = http.client.HTTPConnection(host, self.served.port)
        made.sock = context.wrap_socket(plain, server_hostname=host)
        return made

    def token(self):
        tenant = self.served.principal["tenantId"]
        server = f"https://{SUFFIX}:{self.served.port}"
        asked = self.connection(SUFFIX)
        body = f"grant_type=client_credentials&client_id={OTHER}&client_secret={self.secret}&scope={server}/.default"
        asked.request("POST", f"/{tenant}/oauth2/v2.0/token", body)
        return json.loads(asked.getresponse().read())["access_token"]

    def ask(self, method, path, body, token, length=None):
        """The status of an answer as the other application gets it; with a length, only the body's beginning is sent."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if length:
            headers["Content-Length"] = str(length)
        asked = self.connection(f"kv-b.{SUFFIX}")
        asked.request(method, f"{path}?api-version=7.4", body, headers)
        return asked.getresponse().status

    def health(self):
        asked = self.connection(SUFFIX)
        asked.request("GET", "/health")
        return asked.getresponse().status

    def all_at_once(self, count, ask):
        statuses = [None] * count
        def one(at):
            statuses[at] = ask()
        threads = [threading.Thread(target=one, args=(at,)) for at in range(count)]
        for thread in threads:
            thread.start()
        return statuses, threads

    def test_changes_that_wait_for_a_writer_keep_neither_uses_nor_the_others_waiting(self):
        made = self.served.keys().create_rsa_key("used", size=2048)
        self.served.cmdlet("Add-AzKeyVaultKey", "-VaultName", "kv-b", "-Name", "busy", "-Destination", "Software")
        crypto, token = self.served.cryptography(made), self.token()
        crypto._keys_get_forbidden = True
        with open(os.path.join(self.served.tenant, "vaults", ".vaults.lock"), "r+b") as lock:
            fcntl.lockf(lock, fcntl.LOCK_EX)
            body = json.dumps({"attributes": {"enabled": True}})
            statuses, threads = self.all_at_once(40, lambda: self.ask("PATCH", "/keys/busy", body, token))
            time.sleep(1)
            began = time.monotonic()
            self.assertEqual(self.health(), 200)
            wrapped = crypto.wrap_key(KeyWrapAlgorithm.rsa_oaep_256, SECRET).encrypted_key
            self.assertEqual(crypto.unwrap_key(KeyWrapAlgorithm.rsa_oaep_256, wrapped).key, SECRET)
            self.assertLess(time.monotonic() - began, SOON)
            fcntl.lockf(lock, fcntl.LOCK_UN)
        for thread in threads:
            thread.join()
        # What one application may let wait is bounded, and what waited was done.
        self.assertEqual(set(statuses), {200, 429})
        self.assertLessEqual(statuses.count(200), 12)

    def test_large_bodies_that_do_not_come_take_the_room_of_one(self):
        token = self.token()
        statuses, threads = self.all_at_once(
            20, lambda: self.ask("POST", "/keys/restore", b'{"value":"', token, 8 << 20))
        time.sleep(2)
        self.assertEqual(self.health(), 200)
        for thread in threads:
            thread.join()
        self.assertGreaterEqual(statuses.count(429), 18)
        self.assertGreaterEqual(statuses.count(408), 1)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    told.play(Fairness)
