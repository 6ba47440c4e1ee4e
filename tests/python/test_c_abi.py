"""The C ABI from Python: cmdlets, scopes, errors, threads, a forked child. `python3 -m unittest discover -s tests/python`."""

import os
import pathlib
import tempfile
import threading
import unittest
from ctypes import byref

from customer_key import Failure, Handle, Library, Session

ROOT = pathlib.Path(__file__).resolve().parents[2]


def constants():
    """The numbers that the header declares."""
    lines = (ROOT / "include/customer_key.h").read_text().splitlines()
    found = (line.split() for line in lines if line.startswith("#define CKEY_E_"))
    return {name: int(value.strip("()")) for _, name, value in found}


CKEY = constants()


class OnATenant(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.library = Library()
        cls.folder = tempfile.TemporaryDirectory()
        cls.session = Session(cls.library, {"XDG_DATA_HOME": cls.folder.name}, cls.folder.name)
        cls.session.call("New-CustomerKeyTenant", Path="tenant", Name="contoso").ok()

    @classmethod
    def tearDownClass(cls):
        cls.session.close()
        cls.folder.cleanup()

    def test_a_cmdlet_answers_with_objects(self):
        made = self.session.call("New-Mailbox", Name="anna").ok()
        self.assertEqual([made.types, made.one()["Name"]], [["CustomerKey.Mailbox"], "anna"])
        self.assertEqual(self.session.call("Get-Mailbox", Identity="anna").one()["Guid"], made.one()["Guid"])

    def test_an_error_record_says_what_happened_and_is_the_calls_status(self):
        said = self.session.call("Get-DataEncryptionPolicy", Identity="nobody")
        self.assertEqual([said.errors[0]["id"], said.failure.id], ["PolicyNotFound", "PolicyNotFound"])
        self.assertEqual(said.failure.code, CKEY["CKEY_E_NOT_FOUND"])

    def test_an_unknown_cmdlet_fails_at_the_start(self):
        with self.assertRaises(Failure) as caught:
            self.session.call("Get-Nothing")
        self.assertEqual(caught.exception.code, CKEY["CKEY_E_NOT_FOUND"])
        self.assertTrue(caught.exception.document["fix"])

    def test_json_of_the_wrong_shape_is_an_error_and_the_session_lives(self):
        name, deep = b"Get-Mailbox", b"[" * 100_000
        wrong = [b"null", b"[]", b"3", b"{", b"\xff{}", deep, b'{"a":' * 100_000]
        members = [b"1", b"[]", deep + b"]" * 100_000]
        calls = wrong + [b'{"parameters":%s}' % value for value in members] + [b'{"positional":{}}', b'{"whatif":1}']
        for text in wrong + [b'{"environment":%s}' % value for value in members]:
            with self.assertRaises(Failure, msg=text[:40]) as caught:
                self.library.checked("ckey_session_open", text, len(text), byref(Handle()))
            self.assertEqual(caught.exception.id, "InvalidSessionOptions")
        for text in calls:
            with self.assertRaises(Failure, msg=text[:40]) as caught:
                self.library.checked("ckey_call_start", self.session.handle, name, len(name), text, len(text), byref(Handle()))
            self.assertEqual(caught.exception.id, "InvalidArguments")
        for value in ({}, [1, 2], {"a": [{}]}):
            self.assertTrue(self.session.call("Get-Mailbox", Identity=value).errors, value)
        self.session.call("Get-Mailbox").ok()

    def test_an_item_opens_under_its_scope_and_context_alone(self):
        with self.session.scope(application="ledger") as ledger, self.session.scope(application="other") as other:
            sealed = ledger.seal(b"secret", {"item": "1"})
            self.assertEqual(ledger.open(sealed, {"item": "1"}), b"secret")
            for scope, context in ((ledger, {"item": "2"}), (ledger, None), (other, {"item": "1"})):
                with self.assertRaises(Failure) as caught:
                    scope.open(sealed, context)
                self.assertLess(caught.exception.code, -100)
            about = self.library.inspect(sealed)
            self.assertEqual([about["form"], about["plaintextLength"], about["authenticated"]], ["attached", 6, False])

    def test_a_detached_object_needs_its_wrapped_key(self):
        with self.session.scope(application="ledger") as scope:
            sealed, wrapped = scope.seal_detached(b"secret")
            self.assertEqual([scope.open(sealed, wrapped=wrapped), len(wrapped)], [b"secret", 48])
            with self.assertRaises(Failure) as caught:
                scope.open(sealed)
            self.assertEqual(caught.exception.code, CKEY["CKEY_E_SEALED_HEADER"])

    def test_a_file_is_read_at_an_offset(self):
        plain = bytes(range(256)) * 1000
        path = pathlib.Path(self.folder.name) / "sealed"
        with self.session.scope(application="ledger") as scope:
            path.write_bytes(scope.seal(plain))
            self.assertEqual(scope.read_at(path, 65530, 20), plain[65530:65550])
            self.assertEqual(scope.read_at(path, len(plain) - 3, 20), plain[-3:])

    def test_a_closed_scope_is_an_error(self):
        scope = self.session.scope(application="ledger")
        self.assertEqual([scope.close(), scope.close()], [0, CKEY["CKEY_E_INVALID_HANDLE"]])
        with self.assertRaises(Failure) as caught:
            scope.seal(b"x")
        self.assertEqual(caught.exception.code, CKEY["CKEY_E_INVALID_HANDLE"])

    def test_four_threads_use_one_session_and_one_scope(self):
        problems = []
        with self.session.scope(application="ledger") as scope:

            def work(number):
                try:
                    for turn in range(20):
                        item = f"{number} {turn}".encode()
                        assert scope.open(scope.seal(item)) == item
                        self.session.call("Get-CustomerKeyTenant").one()
                except Exception as problem:
                    problems.append(problem)

            threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(problems, [])

    def test_a_forked_child_is_refused(self):
        child = os.fork()
        if child == 0:
            try:
                self.session.call("Get-CustomerKeyTenant")
            except Failure as failure:
                os._exit(0 if failure.code == CKEY["CKEY_E_FORKED"] and failure.id == "ProcessForked" else 1)
            except BaseException:
                os._exit(2)
            os._exit(3)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)

    def test_a_passphrase_travels_as_a_secret_and_opens_its_tenant_alone(self):
        with tempfile.TemporaryDirectory() as folder:
            environment = {"CUSTOMER_KEY_TENANT": f"{folder}/tenant"}
            for passphrase, cmdlet, parameters, error in (
                (b"swordfish", "New-CustomerKeyTenant", {"Path": "tenant"}, None),
                (None, "Get-CustomerKeyTenant", {}, "StoreWrongMasterKey"),
                (b"sardine", "Get-CustomerKeyTenant", {}, "StoreWrongMasterKey"),
                (b"swordfish", "Get-CustomerKeyTenant", {}, None),
            ):
                with Session(self.library, environment, folder) as session:
                    if passphrase:
                        session.secret("environment:CUSTOMER_KEY_PASSPHRASE", passphrase)
                    said = session.call(cmdlet, **parameters)
                    self.assertEqual([record["id"] for record in said.errors], [error] if error else [])
                    self.assertNotIn("swordfish", str(said.records) + str(said.outputs))

    def test_every_status_of_the_header_is_negative_and_distinct(self):
        self.assertGreater(len(CKEY), 20)
        self.assertTrue(all(code < 0 for code in CKEY.values()) and len(set(CKEY.values())) == len(CKEY))


if __name__ == "__main__":
    unittest.main()
