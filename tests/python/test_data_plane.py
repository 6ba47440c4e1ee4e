"""The data functions on vaults that are slow, and into the caller's own buffers. `python3 -m unittest discover -s tests/python`."""

import ctypes
import tempfile
import threading
import unittest
from ctypes import byref, c_size_t

from customer_key import Buffer, Failure, Handle, Library, Limit, Session
from test_c_abi import CKEY

KEYS = ["https://east-vault.vault.azure.net/keys/key", "https://west-vault.vault.azure.net/keys/key"]
SERVICE = "c066d759-24ae-40e7-a56f-027002b5d3e4"


class Vaults(unittest.TestCase):
    """A tenant whose two vaults take an hour to answer when they are told to, and whose keys are not cached."""

    @classmethod
    def setUpClass(cls):
        cls.library, cls.folder = Library(), tempfile.TemporaryDirectory()
        cls.session = Session(cls.library, {"XDG_DATA_HOME": cls.folder.name}, cls.folder.name)
        run = cls.session.call
        run("New-CustomerKeyTenant", Path="tenant", Name="contoso").ok()
        for name, region in (("east", "East US"), ("west", "West US")):
            run("Set-AzContext", Subscription=f"subscription of {name}").ok()
            run("New-AzResourceGroup", Name=name, Location=region).ok()
            run("New-AzKeyVault", Name=f"{name}-vault", ResourceGroupName=name, Location=region).ok()
            allowed = ["get", "wrapKey", "unwrapKey"]
            run("Set-AzKeyVaultAccessPolicy", VaultName=f"{name}-vault", ServicePrincipalName=SERVICE, PermissionsToKeys=allowed).ok()
            run("Add-AzKeyVaultKey", VaultName=f"{name}-vault", Name="key", Destination="Software").ok()
        run("New-M365DataAtRestEncryptionPolicy", Name="DEP", AzureKeyIDs=KEYS).ok()
        run("Set-M365DataAtRestEncryptionPolicyAssignment", DataEncryptionPolicy="DEP").ok()
        run("Set-CustomerKeyTenant", CacheEnabled=False, RootTimeout=60).ok()

    @classmethod
    def tearDownClass(cls):
        cls.session.close()
        cls.folder.cleanup()

    def tearDown(self):
        # What fails in the middle would let the next one wait for an hour.
        self.slow("None", 1)

    def slow(self, fault="Slow", delay=3500):
        for vault in ("east-vault", "west-vault"):
            self.session.call("Set-CustomerKeyVaultFault", VaultName=vault, Fault=fault, DelaySeconds=delay).ok()

    def ends_by(self, code, *uses):
        for use in uses:
            with self.assertRaises(Failure) as caught:
                use()
            self.assertEqual(caught.exception.code, CKEY[code], str(caught.exception))

    def test_whoever_sets_a_limit_waits_no_longer_for_vaults_whatever_it_does(self):
        with Limit(self.library, 50) as limit, self.session.scope(limit, application="ledger") as scope:
            sealed = scope.seal(b"secret")
            reader, stream = scope.reader(sealed), Handle()
            self.library.checked("ckey_seal_start", scope.handle, b"", 0, byref(Buffer()), None, byref(stream))
            room, written = ctypes.create_string_buffer(200), c_size_t()
            uses = [
                lambda: self.session.scope(limit, application="ledger"),
                lambda: self.session.scope(limit, application="made just now"),
                lambda: scope.seal(b"x"),
                lambda: scope.open(sealed),
                lambda: scope.seal_into(room, b"x"),
                lambda: scope.open_into(room, sealed),
                lambda: scope.reader(sealed),
                lambda: reader.read_at(0, 1),
                lambda: self.library.checked("ckey_seal_update", stream, b"x", 1, room, len(room), byref(written)),
            ]
            self.addCleanup(self.slow, "None", 1)
            self.slow()
            self.ends_by("CKEY_E_TIMED_OUT", *uses)
            self.slow("None", 1)
            self.assertEqual([scope.open(sealed), reader.read_at(0, 9)], [b"secret", b"secret"])
            self.assertEqual([reader.free(), self.library.ckey_seal_free(stream)], [0, 0])
        used = self.session.call("Search-CustomerKeyAudit", RecordType="CustomerKeyServiceEncryption").ok()
        self.assertEqual(used.outputs, [], "who gives up says nothing about the vaults: no availability key")

    def test_a_wait_is_cancelled_from_another_thread_and_the_others_go_on(self):
        with self.session.scope(application="ledger") as scope, Limit(self.library) as one, Limit(self.library) as other:
            sealed = scope.seal(b"secret")
            self.addCleanup(self.slow, "None", 1)
            self.slow()
            ended = []

            def use(limited):
                try:
                    ended.append(limited.open(sealed))
                except Failure as failure:
                    ended.append(failure.code)

            # The second one of a limit waits for the first one's answer, not for a vault of its own.
            scopes = [scope.limited(one), scope.limited(one), scope.limited(other)]
            threads = [threading.Thread(target=use, args=(each,)) for each in scopes]
            for thread in threads:
                thread.start()
            self.assertEqual(one.cancel(), 0)
            for thread in threads[:2]:
                thread.join()
            self.assertEqual(ended, [CKEY["CKEY_E_CANCELLED"]] * 2)
            self.ends_by("CKEY_E_CANCELLED", lambda: scopes[0].seal(b"x"), lambda: self.session.scope(one, application="ledger"))
            self.assertTrue(threads[2].is_alive())
            self.assertEqual(other.cancel(), 0)
            threads[2].join()
            self.slow("None", 1)
            self.assertEqual(scope.open(sealed), b"secret", "the scope itself is under no limit")
            self.assertEqual([each.close() for each in scopes], [0, 0, 0])
            self.assertEqual([one.free(), one.cancel()], [0, CKEY["CKEY_E_INVALID_HANDLE"]])

    def test_an_item_is_sealed_and_opened_in_the_callers_own_buffers(self):
        with self.session.scope(application="ledger") as scope:
            def into(room, use, *arguments):
                length = use(room, *arguments)
                return room.raw[:length]

            for item in (b"", b"secret", bytes(range(256)) * 300):
                out, back = ctypes.create_string_buffer(len(item) + 500), ctypes.create_string_buffer(len(item) + 1)
                about, wrapped = {"item": "1"}, ctypes.create_string_buffer(48)
                sealed = into(out, scope.seal_into, item, about)
                self.assertEqual([scope.open(sealed, about), into(back, scope.open_into, sealed, about)], [item, item])
                detached = into(out, scope.seal_into, item, about, wrapped)
                self.assertEqual(scope.open(detached, about, wrapped.raw), item)
                self.assertEqual(into(back, scope.open_into, detached, about, wrapped.raw), item)
                self.assertEqual(len(sealed) - len(detached), 48)
            room, written = ctypes.create_string_buffer(b"as before" * 20), c_size_t()
            with self.assertRaises(Failure) as caught:
                arguments = (scope.handle, b"", 0, b"secret", 6, room, 10, byref(written), None, 0)
                self.library.checked("ckey_scope_seal_into", *arguments)
            self.assertEqual([caught.exception.code, written.value], [CKEY["CKEY_E_BUFFER_TOO_SMALL"], 6 + 16 + 144])
            self.assertTrue(room.raw.startswith(b"as before"))
            self.ends_by("CKEY_E_INVALID_ARGUMENT", lambda: scope.seal_into(out, b"x", None, ctypes.create_string_buffer(47)))
            self.ends_by("CKEY_E_BUFFER_TOO_SMALL", lambda: scope.open_into(ctypes.create_string_buffer(3), sealed, {"item": "1"}))
            changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
            self.ends_by("CKEY_E_SEALED_FRAME", lambda: scope.open_into(back, changed, {"item": "1"}))
            self.assertEqual(back.raw[: len(item)], bytes(len(item)), "what does not authenticate is wiped")


if __name__ == "__main__":
    unittest.main()
