"""The life of a key, by Azure's own Python client. Usage: lifecycle.py PATH-OF-customer-key"""

import datetime
import hashlib
import json
import os
import ssl
import socket
import sys
import threading
import time
import unittest
import uuid

from azure.core.exceptions import (
    ClientAuthenticationError, HttpResponseError, ResourceExistsError, ResourceNotFoundError,
)
from azure.identity import CertificateCredential, ClientSecretCredential
from azure.keyvault.keys import KeyRotationLifetimeAction, KeyRotationPolicy, KeyRotationPolicyAction
from azure.keyvault.keys.crypto import EncryptionAlgorithm, KeyWrapAlgorithm, SignatureAlgorithm
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

import told
from served import SUFFIX, Served

SECRET = bytes(range(32))


class Lifecycle(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.served = Served(PROGRAM)

    @classmethod
    def tearDownClass(cls):
        cls.served.close()

    def raw(self, text):
        """An answer to bytes that no client of Azure would send, over verified TLS."""
        context = ssl.create_default_context(cafile=self.served.certificate)
        plain = socket.create_connection(("127.0.0.1", self.served.port))
        with context.wrap_socket(plain, server_hostname=f"kv-a.{SUFFIX}") as secure:
            secure.sendall(text.encode())
            secure.settimeout(5)
            return secure.recv(65536).decode()

    def test_what_a_key_wraps_it_unwraps_also_after_a_rotation(self):
        keys = self.served.keys()
        made = keys.create_rsa_key("wraps", size=2048)
        self.assertTrue(made.id.startswith(self.served.url() + "/keys/wraps/"))
        crypto = self.served.cryptography(made)
        wrapped = crypto.wrap_key(KeyWrapAlgorithm.rsa_oaep_256, SECRET)
        rotated = keys.rotate_key("wraps")
        self.assertNotEqual(made.properties.version, rotated.properties.version)
        self.assertEqual(crypto.unwrap_key(KeyWrapAlgorithm.rsa_oaep_256, wrapped.encrypted_key).key, SECRET)
        versions = {version.version for version in keys.list_properties_of_key_versions("wraps")}
        self.assertEqual(versions, {made.properties.version, rotated.properties.version})
        with self.assertRaises(HttpResponseError) as other:
            self.served.cryptography(rotated).unwrap_key(KeyWrapAlgorithm.rsa_oaep_256, wrapped.encrypted_key)
        self.assertEqual((other.exception.status_code, other.exception.error.code), (400, "BadParameter"))

    def test_a_rotation_policy_is_set_and_read_back_and_always_tells_before_an_expiry(self):
        keys = self.served.keys()
        keys.create_rsa_key("rotates", size=2048)
        unset = keys.get_key_rotation_policy("rotates")
        self.assertEqual([(a.action, a.time_before_expiry) for a in unset.lifetime_actions], [("Notify", "P30D")])
        rotate = KeyRotationLifetimeAction(KeyRotationPolicyAction.rotate, time_after_create="P2M")
        made = keys.update_key_rotation_policy("rotates", KeyRotationPolicy(), lifetime_actions=[rotate], expires_in="P90D")
        read = keys.get_key_rotation_policy("rotates")
        for policy in (made, read):
            self.assertTrue(policy.id.endswith("/keys/rotates/rotationpolicy"))
            self.assertEqual(policy.expires_in, "P90D")
            self.assertEqual({(a.action, a.time_after_create, a.time_before_expiry) for a in policy.lifetime_actions},
                             {("Rotate", "P2M", None), ("Notify", None, "P30D")})
        self.assertIsNotNone(keys.rotate_key("rotates").properties.expires_on)
        with self.assertRaises(HttpResponseError) as refused:
            keys.update_key_rotation_policy("rotates", KeyRotationPolicy(), expires_in="P1D")
        self.assertEqual((refused.exception.status_code, refused.exception.error.code), (400, "BadParameter"))

    def test_a_vault_wraps_by_itself_what_a_client_may_not_wrap_here(self):
        made = self.served.keys().create_rsa_key("remote", size=2048)
        crypto = self.served.cryptography(made)
        # The client computes with the public half where it may get it.
        crypto._keys_get_forbidden = True
        wrapped = crypto.wrap_key(KeyWrapAlgorithm.rsa_oaep, SECRET)
        self.assertEqual(wrapped.key_id, made.id)
        self.assertEqual(crypto.unwrap_key(KeyWrapAlgorithm.rsa_oaep, wrapped.encrypted_key).key, SECRET)

    def test_keys_encrypt_and_sign(self):
        made = self.served.keys().create_rsa_key("signs", size=2048)
        crypto = self.served.cryptography(made)
        sealed = crypto.encrypt(EncryptionAlgorithm.rsa_oaep_256, b"text")
        self.assertEqual(crypto.decrypt(EncryptionAlgorithm.rsa_oaep_256, sealed.ciphertext).plaintext, b"text")
        remote = self.served.cryptography(made)
        remote._keys_get_forbidden = True
        for name, bits in [(kind, bits) for kind in ("RS", "PS") for bits in (256, 384, 512)]:
            algorithm = SignatureAlgorithm(f"{name}{bits}")
            digest = hashlib.new(f"sha{bits}", b"text").digest()
            signed = crypto.sign(algorithm, digest).signature
            # Verified by the client itself, and by the vault.
            self.assertTrue(crypto.verify(algorithm, digest, signed).is_valid, algorithm)
            self.assertTrue(remote.verify(algorithm, digest, signed).is_valid, algorithm)
            self.assertFalse(remote.verify(algorithm, digest, bytes(len(signed))).is_valid, algorithm)
        curve = self.served.keys().create_ec_key("curve", curve="P-256")
        crypto = self.served.cryptography(curve)
        digest = hashlib.sha256(b"text").digest()
        signed = crypto.sign(SignatureAlgorithm.es256, digest).signature
        self.assertTrue(crypto.verify(SignatureAlgorithm.es256, digest, signed).is_valid)
        with self.assertRaises(HttpResponseError) as short:
            crypto.sign(SignatureAlgorithm.es256, b"short")
        self.assertEqual(short.exception.status_code, 400)

    def test_a_deleted_key_comes_back_or_is_purged(self):
        keys = self.served.keys()
        keys.create_rsa_key("goes", size=2048)
        deleted = keys.begin_delete_key("goes").result()
        self.assertTrue(deleted.recovery_id.endswith("/deletedkeys/goes"))
        self.assertRaises(ResourceNotFoundError, keys.get_key, "goes")
        self.assertRaises(ResourceExistsError, keys.create_rsa_key, "goes", size=2048)
        self.assertIn("goes", [key.name for key in keys.list_deleted_keys()])
        keys.begin_recover_deleted_key("goes").wait()
        self.assertEqual(keys.get_key("goes").name, "goes")
        keys.begin_delete_key("goes").wait()
        keys.purge_deleted_key("goes")
        self.assertRaises(ResourceNotFoundError, keys.get_deleted_key, "goes")

    def test_a_backup_brings_a_key_back_with_its_versions(self):
        keys = self.served.keys()
        keys.create_rsa_key("kept", size=2048, tags={"a": "b"})
        keys.rotate_key("kept")
        before = [version.version for version in keys.list_properties_of_key_versions("kept")]
        blob = keys.backup_key("kept")
        self.assertRaises(ResourceExistsError, keys.restore_key_backup, blob)
        keys.begin_delete_key("kept").wait()
        keys.purge_deleted_key("kept")
        restored = keys.restore_key_backup(blob)
        self.assertEqual(restored.properties.tags, {"a": "b"})
        self.assertEqual([one.version for one in keys.list_properties_of_key_versions("kept")], before)

    def test_lists_come_in_pages(self):
        self.served.make_vault("kv-pages")
        keys = self.served.keys("kv-pages")
        names = [f"page-{number}" for number in range(7)]
        for name in names:
            keys.create_ec_key(name)
        pages = [list(page) for page in keys.list_properties_of_keys(max_page_size=3).by_page()]
        self.assertEqual([len(page) for page in pages], [3, 3, 1])
        self.assertEqual([key.name for page in pages for key in page], names)

    def test_a_disabled_key_and_a_missing_permission_are_refused_in_azures_words(self):
        keys = self.served.keys()
        made = keys.create_rsa_key("off", size=2048)
        wrapped = self.served.cryptography(made).wrap_key(KeyWrapAlgorithm.rsa_oaep_256, SECRET)
        changed = keys.update_key_properties("off", enabled=False)
        self.assertFalse(changed.properties.enabled)
        with self.assertRaises(HttpResponseError) as disabled:
            self.served.cryptography(made.id).unwrap_key(KeyWrapAlgorithm.rsa_oaep_256, wrapped.encrypted_key)
        self.assertEqual(disabled.exception.error.innererror["code"], "KeyDisabled")
        self.served.make_vault("kv-reads")
        self.served.permit("kv-reads", "get,list")
        with self.assertRaises(HttpResponseError) as refused:
            self.served.keys("kv-reads").create_rsa_key("none", size=2048)
        self.assertEqual(refused.exception.status_code, 403)
        self.assertEqual(refused.exception.error.innererror["code"], "ForbiddenByPolicy")

    def test_a_throttled_vault_is_asked_again_when_it_says_and_a_lost_one_is_an_error(self):
        self.served.make_vault("kv-faults")
        keys = self.served.keys("kv-faults", retry_total=2)
        keys.create_ec_key("key")
        self.served.fault("kv-faults", "Throttled")
        waited = time.monotonic()
        with self.assertRaises(HttpResponseError) as throttled:
            keys.get_key("key")
        self.assertEqual(throttled.exception.status_code, 429)
        self.assertGreaterEqual(time.monotonic() - waited, 2, "each try waits for the second it was told")
        self.served.fault("kv-faults", "Unreachable")
        with self.assertRaises(Exception) as lost:
            self.served.keys("kv-faults", retry_total=0).get_key("key")
        self.assertIsNone(getattr(lost.exception, "status_code", None))
        self.served.fault("kv-faults", "ServerError")
        with self.assertRaises(HttpResponseError) as broken:
            self.served.keys("kv-faults", retry_total=0).get_key("key")
        self.assertEqual(broken.exception.status_code, 500)
        self.served.fault("kv-faults", "None")
        self.assertEqual(keys.get_key("key").name, "key")

    def test_who_has_no_right_secret_gets_no_token_and_is_on_the_record(self):
        credential = self.served.credential(secret="0" * 64)
        self.assertRaises(ClientAuthenticationError, credential.get_token, self.served.authority + "/.default")
        found = self.served.cmdlet("Search-CustomerKeyAudit")
        denied = [line for line in found.splitlines() if "Sign in over the network" in line]
        self.assertTrue(any("Denied" in line for line in denied), denied)
        self.assertNotIn(self.served.principal["clientSecret"], found)

    def test_tokens_end_with_their_principal(self):
        other = "22222222-2222-3333-4444-555555555555"
        made = json.loads(self.served.cmdlet("principal", "new", other))
        credential = ClientSecretCredential(
            made["tenantId"], other, made["clientSecret"], authority=self.served.authority,
            disable_instance_discovery=True, connection_verify=self.served.certificate,
        )
        token = credential.get_token(self.served.authority + "/.default").token
        ask = (f"GET /keys?api-version=7.4 HTTP/1.1\r\nHost: kv-a.{SUFFIX}:{self.served.port}\r\n"
               f"Authorization: Bearer {token}\r\nConnection: close\r\n\r\n")
        self.assertIn("403 Forbidden", self.raw(ask).splitlines()[0])
        self.served.cmdlet("principal", "remove", other)
        self.assertIn("401 Unauthorized", self.raw(ask).splitlines()[0])

    def certificate(self, name):
        """A file with a new key and its certificate."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        now = datetime.datetime.now(datetime.timezone.utc)
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        made = made.serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        made = made.not_valid_after(now + datetime.timedelta(days=30)).sign(key, hashes.SHA256())
        file = os.path.join(self.served.folder.name, name + ".pem")
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption(),
        )
        with open(file, "wb") as out:
            out.write(private + made.public_bytes(serialization.Encoding.PEM))
        return file

    def test_a_registered_certificate_signs_in_and_ends_with_its_registration(self):
        other = "33333333-2222-3333-4444-555555555555"
        self.served.cmdlet("principal", "new", other)
        own, foreign = self.certificate("own"), self.certificate("foreign")
        added = json.loads(self.served.cmdlet("principal", "certificate", other, own))
        self.assertEqual(len(added["thumbprintSha256"]), 64)

        def credential(file, chain):
            return CertificateCredential(
                self.served.principal["tenantId"], other, file, authority=self.served.authority,
                disable_instance_discovery=True, connection_verify=self.served.certificate,
                send_certificate_chain=chain,
            )

        # The client names the certificate by SHA-1 and signs by RS256, or by SHA-256 and PS256, and shows
        # what it has signed for each of the two scopes.
        for chain in (False, True):
            signs = credential(own, chain)
            for scope in ("/.default", "/management/.default"):
                self.assertTrue(signs.get_token(self.served.authority + scope).token)
        with self.assertRaises(ClientAuthenticationError):
            credential(foreign, True).get_token(self.served.authority + "/.default")
        found = self.served.cmdlet("Search-CustomerKeyAudit")
        self.assertIn("an assertion of no registered certificate", found)
        self.served.cmdlet("principal", "new", other)
        with self.assertRaises(ClientAuthenticationError):
            credential(own, True).get_token(self.served.authority + "/.default")

    def at_work(self, number, kept):
        """Makes keys and uses one until the server is gone; what it acknowledged."""
        keys = self.served.keys(retry_total=0)
        crypto = self.served.cryptography(keys.get_key("killed").id)
        crypto._keys_get_forbidden = True

        def works():
            try:
                while True:
                    name, use = f"killed-{number}-{uuid.uuid4()}", str(uuid.uuid4())
                    keys.create_ec_key(name)
                    kept["keys"].append(name)
                    crypto.wrap_key(KeyWrapAlgorithm.rsa_oaep_256, SECRET, request_id=use)
                    kept["uses"].append(use)
            except Exception:  # However the client says that nobody is there.
                pass

        worker = threading.Thread(target=works)
        worker.start()
        return worker

    def test_a_server_that_is_killed_has_kept_every_change_and_every_use_that_it_answered(self):
        self.served.keys().create_rsa_key("killed", size=2048)
        kept = {"keys": [], "uses": []}
        for number in range(3):
            before = len(kept["uses"])
            workers = [self.at_work(number, kept) for _ in range(3)]
            began = time.monotonic()
            while len(kept["uses"]) < before + 10 and time.monotonic() - began < 60:
                time.sleep(0.01)
            self.served.server.kill()
            self.served.server.wait()
            self.served.server.stdout.close()
            for worker in workers:
                worker.join()
            self.assertGreaterEqual(len(kept["uses"]), before + 10)
            self.served.start(f"127.0.0.1:{self.served.port}")
            there = {key.name for key in self.served.keys().list_properties_of_keys()}
            self.assertEqual(set(kept["keys"]) - there, set())
            uses = self.served.cmdlet("Search-CustomerKeyVaultUse", "-VaultName", "kv-a")
            self.assertEqual([use for use in kept["uses"] if use not in uses], [])

    def test_a_server_ends_within_two_seconds_while_it_waits_and_makes_keys(self):
        self.served.make_vault("kv-slow")
        slow = self.served.keys("kv-slow", retry_total=0)
        list(slow.list_properties_of_keys())
        self.served.fault("kv-slow", "Slow")
        made, keys = [], self.served.keys(retry_total=0)
        keys.create_ec_key("warm")

        def asks(what):
            try:
                what()
            except Exception:  # However the client says that nobody is there.
                pass

        def makes(number):
            keys.create_rsa_key(f"ending-{number}", size=4096)
            made.append(f"ending-{number}")

        tasks = [lambda: list(slow.list_properties_of_keys())] + [lambda n=n: makes(n) for n in range(6)]
        workers = [threading.Thread(target=asks, args=(task,)) for task in tasks]
        for worker in workers:
            worker.start()
        time.sleep(0.3)
        began = time.monotonic()
        self.assertEqual(self.served.stop(), 0)
        # Two seconds, and what a busy machine needs to end a process.
        self.assertLess(time.monotonic() - began, 4)
        for worker in workers:
            worker.join()
        self.served.start(f"127.0.0.1:{self.served.port}")
        there = {key.name for key in self.served.keys().list_properties_of_keys()}
        self.assertEqual(set(made) - there, set())

    def test_foreign_hosts_and_pages_of_browsers_reach_nothing(self):
        for host in ("evil.example", f"kv-a.{SUFFIX}", f"kv-a.{SUFFIX}:1", f"a.kv-a.{SUFFIX}:{self.served.port}"):
            answer = self.raw(f"GET /keys?api-version=7.4 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
            self.assertIn("421", answer.splitlines()[0], host)
        host = f"kv-a.{SUFFIX}:{self.served.port}"
        answer = self.raw(f"OPTIONS /keys HTTP/1.1\r\nHost: {host}\r\nOrigin: https://evil.example\r\nConnection: close\r\n\r\n")
        self.assertNotIn("access-control", answer.lower())
        twice = self.raw(f"GET /keys HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        self.assertIn(twice.splitlines()[0].split()[1], ("400", "421"))
        large = self.raw(f"POST /keys/x/create?api-version=7.4 HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1073741824\r\n\r\n")
        self.assertIn("413", large.splitlines()[0])
        smuggled = self.raw(f"POST /keys HTTP/1.1\r\nHost: {host}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n")
        self.assertNotIn(" 200", smuggled)

    def test_one_process_serves_and_a_server_ends_within_two_seconds(self):
        with self.assertRaises(RuntimeError) as second:
            self.served.cmdlet("serve", "--listen", "127.0.0.1:0")
        self.assertIn("Another process serves", str(second.exception))
        keys = self.served.keys()
        keys.create_ec_key("stays")
        began = time.monotonic()
        self.assertEqual(self.served.stop(), 0)
        self.assertLess(time.monotonic() - began, 2.5)
        self.served.start(f"127.0.0.1:{self.served.port}")
        # The token and the connection's certificate are of before; both hold.
        self.assertEqual(keys.get_key("stays").name, "stays")


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    told.play(Lifecycle)
