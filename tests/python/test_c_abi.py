"""The C ABI from Python: cmdlets, scopes, errors, threads, a forked child. `python3 -m unittest discover -s tests/python`."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from ctypes import byref

from customer_key import Buffer, Failure, Handle, Library, Session

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
            self.assertEqual([caught.exception.id, caught.exception.code], ["InvalidSessionOptions", CKEY["CKEY_E_NOT_JSON"]])
        for text in calls:
            with self.assertRaises(Failure, msg=text[:40]) as caught:
                self.library.checked("ckey_call_start", self.session.handle, name, len(name), text, len(text), byref(Handle()))
            self.assertEqual([caught.exception.id, caught.exception.code], ["InvalidArguments", CKEY["CKEY_E_NOT_JSON"]])
        for function, place, arguments in (
            ("ckey_scope_open", Handle(), (self.session.handle,)),
            ("ckey_context_encode", Buffer(), ()),
        ):
            for text in wrong + [b""]:
                with self.assertRaises(Failure, msg=text[:40]) as caught:
                    self.library.checked(function, *arguments, text[:4000], len(text[:4000]), byref(place))
                self.assertIn(caught.exception.code, (CKEY["CKEY_E_NOT_JSON"], CKEY["CKEY_E_NOT_TEXT"]), text[:40])
        for value in ({}, [1, 2], {"a": [{}]}):
            said = self.session.call("Get-Mailbox", Identity=value)
            self.assertEqual([said.failure.code, len(said.errors)], [CKEY["CKEY_E_REFUSED"], 1], value)
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

    def test_a_reader_keeps_the_object_open_in_memory_and_in_a_file(self):
        plain = bytes(range(256)) * 1000
        path = pathlib.Path(self.folder.name) / "sealed to be read"
        with self.session.scope(application="ledger") as scope:
            sealed = scope.seal(plain, {"item": "1"})
            path.write_bytes(sealed)
            for where in (sealed, path):
                with scope.reader(where, {"item": "1"}) as reader:
                    self.assertEqual(len(reader), len(plain))
                    for offset in (0, 65530, len(plain) - 3, len(plain)):
                        self.assertEqual(reader.read_at(offset, 20), plain[offset : offset + 20])
            with scope.reader(sealed, {"item": "1"}) as reader:
                reader.sealed = sealed[:70000] + bytes([sealed[70000] ^ 1]) + sealed[70001:]
                with self.assertRaises(Failure) as caught:
                    reader.read_at(65536, 65536)
                self.assertEqual(caught.exception.code, CKEY["CKEY_E_SEALED_FRAME"])
                reader.sealed = sealed[:-1]
                with self.assertRaises(Failure) as caught:
                    reader.read_at(0, 1)
                self.assertEqual(caught.exception.code, CKEY["CKEY_E_INVALID_ARGUMENT"])
            reader = scope.reader(path, {"item": "1"})
            self.assertEqual([reader.free(), reader.free()], [0, CKEY["CKEY_E_INVALID_HANDLE"]])
            with self.assertRaises(Failure) as caught:
                reader.read_at(0, 1)
            self.assertEqual(caught.exception.code, CKEY["CKEY_E_INVALID_HANDLE"])

    def test_a_named_pipe_is_refused_where_a_path_is_taken_and_nothing_waits(self):
        pipe = pathlib.Path(self.folder.name) / "pipe"
        os.mkfifo(pipe)
        with self.session.scope(application="ledger") as scope:
            for path in (pipe, self.folder.name, "/dev/zero"):
                for read in (lambda: scope.read_at(path, 0, 1), lambda: scope.reader(path)):
                    with self.assertRaises(Failure) as caught:
                        read()
                    self.assertEqual(caught.exception.code, CKEY["CKEY_E_SOURCE"])
                    self.assertIn("no regular file", str(caught.exception))
        mailbox = self.session.call("New-Mailbox", Name="piped").one()["Name"]
        for cmdlet, parameters in (
            ("Import-CustomerKeyItem", {"Mailbox": mailbox, "Path": "pipe"}),
            ("Export-CustomerKeyAuditHead", {"OutputFile": "pipe"}),
            ("Test-CustomerKeyAudit", {"HeadFile": "pipe"}),
            ("Restore-CustomerKeyTenant", {"Path": "restored", "InputFile": "pipe", "SecretsFile": "pipe"}),
            ("Open-CustomerKeyTenant", {"Path": "pipe"}),
        ):
            said = self.session.call(cmdlet, **parameters)
            self.assertEqual(len(said.errors), 1, cmdlet)
        with Session(self.library, {"CUSTOMER_KEY_MASTER_KEY_FILE": str(pipe)}, self.folder.name) as session:
            self.assertIn("no regular file", session.call("New-CustomerKeyTenant", Path="piped").errors[0]["message"])

    def test_a_scope_tells_which_policy_protects_it(self):
        with self.session.scope(application="nobody's") as scope:
            about = scope.describe()
        self.assertEqual([about["scope"], about["kind"], about["policyKind"]], ["nobody's", "Application", "ServiceManaged"])
        self.assertEqual([about["isCustomerManaged"], about["dataEncryptionPolicyId"], about["leaseSeconds"]], [False, None, 300])
        self.assertIn("Set-M365DataAtRestEncryptionPolicyAssignment", about["warning"])

    def test_a_question_is_a_success_only_when_it_was_answered_by_yes(self):
        # The others of this process go on in the same tenant.
        self.addCleanup(lambda: self.session.call("Connect-ExchangeOnline").ok())
        for answer, code, identity in (
            (True, None, None),
            (False, "CKEY_E_DECLINED", "QuestionDeclined"),
            (None, "CKEY_E_UNANSWERED", "QuestionUnanswered"),
        ):
            said = self.session.run("Disconnect-ExchangeOnline", answer=answer)
            self.assertEqual([len(said.questions), said.errors], [1, []])
            self.assertEqual("Disconnected." in said.information, answer is True)
            failure = said.failure
            self.assertEqual([failure and failure.code, failure and failure.id], [code and CKEY[code], identity])

    def test_a_secret_has_one_of_the_names_that_mean_something(self):
        for name in (
            "enviroment:CUSTOMER_KEY_PASSPHRASE",
            "environment:CUSTOMER_KEY_PASSPHRASE ",
            "environment:AZURE_TENANT_SECRET",
            "environment:",
            "parameter:",
            "parameter:a b",
            "CUSTOMER_KEY_PASSPHRASE",
            "",
        ):
            with self.assertRaises(Failure, msg=name) as caught:
                self.session.secret(name, b"swordfish")
            self.assertEqual([caught.exception.code, caught.exception.id], [CKEY["CKEY_E_INVALID_ARGUMENT"], "UnknownSecret"])
            self.assertIn("environment:CUSTOMER_KEY_PASSPHRASE", caught.exception.document["fix"])

    def test_a_parameters_secret_is_wiped_by_the_next_call_which_says_so_when_it_does_not_use_it(self):
        self.session.secret("parameter:Password", b"swordfish")
        self.assertIn("parameter:Password", self.session.call("Get-CustomerKeyTenant").ok().warnings[0])
        self.assertEqual(self.session.call("Get-CustomerKeyTenant").ok().warnings, [])
        credential = {"userName": "ann@contoso.com", "secret": "parameter:Credential"}
        said = self.session.call("Connect-ExchangeOnline", Credential=credential)
        self.assertEqual([error["id"] for error in said.errors], ["SecretMissing"])
        self.session.secret("parameter:Credential", b"swordfish")
        said = self.session.call("Connect-ExchangeOnline", Credential=credential).ok()
        self.assertNotIn("parameter:Credential", " ".join(said.warnings))

    def test_a_key_that_stands_twice_in_a_document_is_refused_by_name(self):
        name, out = b"Get-Mailbox", Buffer()
        for text, function, arguments in (
            (b'{"environment": {"A": "1", "B": "2", "A": "1"}}', "ckey_session_open", ()),
            (b'{"parameters": {}, "parameters": {}}', "ckey_call_start", (self.session.handle, name, len(name))),
            (b'{"parameters": {"Filter": {"A": 1, "A": 2}}}', "ckey_call_start", (self.session.handle, name, len(name))),
            (b'{"mailbox": "A", "mailbox": "A"}', "ckey_scope_open", (self.session.handle,)),
            (b'{"A": "1", "A": "2"}', "ckey_context_encode", ()),
        ):
            place = out if function == "ckey_context_encode" else Handle()
            with self.assertRaises(Failure, msg=text) as caught:
                self.library.checked(function, *arguments, text, len(text), byref(place))
            self.assertEqual(caught.exception.code, CKEY["CKEY_E_NOT_JSON"], text)
            self.assertRegex(str(caught.exception), "'(A|parameters|mailbox)' stands twice")

    def test_a_buffer_that_is_not_empty_is_refused_and_keeps_what_it_holds(self):
        with self.session.scope(application="ledger") as scope:
            sealed, out = scope.seal(b"secret"), Buffer()
            arguments = (scope.handle, b"", 0, b"", 0, sealed, len(sealed))
            self.library.checked("ckey_scope_open_item", *arguments, byref(out))
            with self.assertRaises(Failure) as caught:
                self.library.checked("ckey_scope_open_item", *arguments, byref(out))
            self.assertEqual(caught.exception.code, CKEY["CKEY_E_INVALID_ARGUMENT"])
            self.assertEqual(self.library.taken(out), b"secret")
            with self.assertRaises(Failure) as caught:
                self.library.checked("ckey_scope_seal", scope.handle, b"", 0, b"x", 1, byref(out), byref(out))
            self.assertEqual([caught.exception.code, out.len], [CKEY["CKEY_E_INVALID_ARGUMENT"], 0])

    def test_no_tenant_is_made_by_reading_nor_by_a_scope(self):
        with tempfile.TemporaryDirectory() as folder:
            for environment in ({"XDG_DATA_HOME": folder}, {"CUSTOMER_KEY_TENANT": f"{folder}/gone"}, {"HOME": folder}):
                with Session(self.library, environment, folder) as session:
                    self.assertEqual(session.call("Get-Mailbox").errors[0]["id"], "TenantNotFound")
                    with self.assertRaises(Failure) as caught:
                        session.scope(application="ledger")
                    self.assertEqual([caught.exception.id, caught.exception.code], ["TenantNotFound", CKEY["CKEY_E_NOT_FOUND"]])
                    self.assertEqual(os.listdir(folder), [])
            with Session(self.library, {"XDG_DATA_HOME": folder}, folder) as session:
                session.call("New-Mailbox", Name="ann").ok()
                session.scope(application="ledger").close()

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

    def test_five_hundred_calls_that_nobody_reads_take_few_threads_and_files_and_each_is_answered(self):
        def used():
            return [len(os.listdir(f"/proc/self/{what}")) for what in ("task", "fd")]

        self.session.call("New-Mailbox", Name="many").ok()
        before = used()
        calls = [self.session.start("Get-Mailbox", {"ResultSize": "Unlimited"}) for _ in range(500)]
        threads, files = used()
        self.assertLess(threads - before[0], 50)
        self.assertLess(files - before[1], 150)
        for call in reversed(calls):  # the last one waits for a thread that none of the others gives back
            records = list(call)
            call.status()
            self.assertIn("many", str(records))
            call.free()
        threads, files = used()
        self.assertLess(threads - before[0], 50)
        self.assertLess(files - before[1], 100)
        unread = [self.session.start("Get-Mailbox") for _ in range(500)]
        for call in unread:
            self.assertEqual(call.free(), 0)
        self.assertLess(used()[0] - before[0], 50)

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
                    self.assertEqual(said.failure and said.failure.code, error and CKEY["CKEY_E_LOCKED"])
                    if error:
                        with self.assertRaises(Failure) as caught:
                            session.scope(application="ledger")
                        self.assertEqual(caught.exception.code, CKEY["CKEY_E_LOCKED"])
                    self.assertNotIn("swordfish", str(said.records) + str(said.outputs))

    def test_a_session_without_an_environment_reads_the_processs(self):
        program = """
import sys
from customer_key import Failure, Session
with Session() as session:
    try:
        session.scope(application="ledger").close()
        print(session.call("Get-CustomerKeyTenant").one()["Name"])
    except Failure as failure:
        print(failure.id)
"""
        with tempfile.TemporaryDirectory() as folder:

            def run(**environment):
                base = {"PATH": os.environ["PATH"], "CUSTOMER_KEY_LIBRARY": str(self.library._native._name), "HOME": f"{folder}/home"}
                path = str(pathlib.Path(__file__).parent)
                done = subprocess.run([sys.executable, "-c", program], env=base | environment, cwd=path, capture_output=True, text=True)
                self.assertEqual(done.stderr, "")
                return done.stdout.strip()

            with Session(self.library, {}, folder) as session:
                session.secret("environment:CUSTOMER_KEY_PASSPHRASE", b"swordfish")
                session.call("New-CustomerKeyTenant", Path="sealed", Name="sealed").ok()
            with Session(self.library, {}, folder) as session:
                session.call("New-CustomerKeyTenant", Path="plain", Name="plain").ok()
            self.assertEqual(run(), "TenantNotFound")
            self.assertFalse(os.path.exists(f"{folder}/home"))
            tenant = {"CUSTOMER_KEY_TENANT": f"{folder}/sealed"}
            self.assertEqual(run(**tenant), "StoreWrongMasterKey")
            self.assertEqual(run(**tenant, CUSTOMER_KEY_PASSPHRASE="swordfish"), "sealed")
            os.makedirs(f"{folder}/home/.config/customer-key")
            pathlib.Path(f"{folder}/home/.config/customer-key/tenant").write_text(f"{folder}/plain\n")
            self.assertEqual(run(), "plain", "the tenant that was opened last")
            self.assertEqual(run(CUSTOMER_KEY_TENANT=f"{folder}/gone"), "TenantNotFound")
            os.rename(f"{folder}/plain", f"{folder}/moved")
            self.assertEqual(run(), "TenantNotFound", "no other takes its place")

    def test_a_session_that_asks_for_it_is_closed_by_the_end_of_the_process(self):
        program = """
import os, sys
from customer_key import Library, Session
library = Library()
session = Session(library, {}, sys.argv[1], closeAtExit=sys.argv[2] == "yes")
session.call("New-CustomerKeyTenant", Path=sys.argv[2], Name="one").ok()
session.call("New-Mailbox", Name="Ann").ok()
child = os.fork()
sys.exit(0 if child == 0 or os.waitpid(child, 0)[1] == 0 else 1)
"""
        environment = {**os.environ, "PYTHONPATH": str(pathlib.Path(__file__).parent), "CUSTOMER_KEY_LIBRARY": str(self.library._native._name)}
        with tempfile.TemporaryDirectory() as folder:
            for asks, files in [("yes", ["tenant.db"]), ("no", ["tenant.db", "tenant.db-shm", "tenant.db-wal"])]:
                done = subprocess.run([sys.executable, "-c", program, folder, asks], env=environment, capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                found = sorted(path.name for path in pathlib.Path(folder, asks).glob("tenant.db*"))
                self.assertEqual(found, files)

    def test_handles_are_numbers_that_javascript_has_and_those_of_another_copy_are_none(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(shutil.copy(self.library._native._name, f"{folder}/another.so"))
            other = Library(copy)
            with Session(other, {}, folder) as session:
                ours = [Session(self.library, {}, folder) for _ in range(8)]
                for handle in [session.handle.value] + [each.handle.value for each in ours]:
                    self.assertTrue(2**52 <= handle < 2**53 and int(float(handle)) == handle)
                for each in ours:
                    self.assertNotEqual(each.handle.value, session.handle.value)
                    self.assertEqual(other.ckey_session_close(each.handle), CKEY["CKEY_E_INVALID_HANDLE"])
                    self.assertEqual(each.close(), 0)
                self.assertEqual(self.library.ckey_session_close(session.handle), CKEY["CKEY_E_INVALID_HANDLE"])

    def test_every_status_of_the_header_is_negative_and_distinct(self):
        self.assertGreater(len(CKEY), 20)
        self.assertTrue(all(code < 0 for code in CKEY.values()) and len(set(CKEY.values())) == len(CKEY))


if __name__ == "__main__":
    unittest.main()
