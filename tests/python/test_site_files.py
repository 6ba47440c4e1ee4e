"""Files of a site through the C ABI: read as a stream and at an offset, and written in parts."""

import ctypes
import os
import tempfile
import unittest
from ctypes import POINTER, byref, c_size_t, c_uint64

from customer_key import Failure, Library, Session
from test_c_abi import CKEY

SITE = "https://contoso.sharepoint.com/sites/finance"
CHUNK = 1 << 20


class SiteFiles(unittest.TestCase):
    """A tenant with a site, a file of two chunks and a half in it, and a mailbox with an item."""

    @classmethod
    def setUpClass(cls):
        cls.library, cls.folder = Library(), tempfile.TemporaryDirectory()
        cls.session = Session(cls.library, {"XDG_DATA_HOME": cls.folder.name}, cls.folder.name)
        run = cls.session.call
        run("New-CustomerKeyTenant", Path="tenant", Name="contoso").ok()
        run("New-CustomerKeyGeo", Name="NAM", AdminUrl="https://contoso-admin.sharepoint.com").ok()
        run("New-CustomerKeySite", Url=SITE).ok()
        run("New-Mailbox", Name="alice").ok()

    @classmethod
    def tearDownClass(cls):
        cls.session.close()
        cls.folder.cleanup()

    def imported(self, content, **where):
        path = os.path.join(self.folder.name, "plan.bin")
        with open(path, "wb") as file:
            file.write(content)
        return self.session.call("Import-CustomerKeyItem", Path=path, **(where or {"Site": SITE})).ok().outputs[0]["Identity"]

    def ends_by(self, code, use):
        with self.assertRaises(Failure) as caught:
            use()
        self.assertEqual(caught.exception.code, CKEY[code], str(caught.exception))

    def streamed(self, scope, file, piece):
        content = b""
        while part := scope.read_file(file, len(content), piece):
            content += part
        return content

    def test_an_imported_file_is_read_as_a_stream_and_at_an_offset(self):
        content = os.urandom(2 * CHUNK + CHUNK // 2)
        file = self.imported(content)
        with self.session.scope(site=SITE) as scope:
            self.assertEqual(scope.describe()["kind"], "Site")
            self.assertEqual(scope.file_length(file), len(content))
            for piece in (CHUNK, 300_001):
                self.assertEqual(self.streamed(scope, file, piece), content)
            self.assertEqual(scope.read_file(file, CHUNK - 3, 6), content[CHUNK - 3 : CHUNK + 3])
            self.assertEqual(scope.read_file(file, len(content) - 2, 9), content[-2:])
            self.assertEqual(scope.read_file(file, len(content) + 5, 9), b"")

    def test_a_part_that_is_written_anew_is_there_for_everybody_and_the_rest_stays(self):
        content = bytearray(os.urandom(2 * CHUNK + 5))
        file = self.imported(bytes(content))
        with self.session.scope(site=SITE) as scope, self.session.scope(site=SITE) as other:
            scope.write_file(file, CHUNK - 2, b"across")
            content[CHUNK - 2 : CHUNK + 4] = b"across"
            other.write_file(file, len(content), b"more")
            content += b"more"
            for reader in (scope, other):
                self.assertEqual(self.streamed(reader, file, CHUNK), bytes(content))
            shown = self.session.call("Get-CustomerKeyItem", Site=SITE, Identity=file).ok().outputs[0]
            self.assertEqual(shown["Size"], len(content))
            self.ends_by("CKEY_E_REFUSED", lambda: scope.write_file(file, len(content) + 1, b"x"))
        out = os.path.join(self.folder.name, "out.bin")
        self.session.call("Export-CustomerKeyItem", Site=SITE, Identity=file, OutputFile=out).ok()
        with open(out, "rb") as exported:
            self.assertEqual(exported.read(), bytes(content))
        written = self.session.call("Search-CustomerKeyAudit", Activity="Write file").ok().outputs
        self.assertEqual([record["ObjectId"] for record in written], [SITE, SITE])

    def test_what_is_no_file_of_a_site_is_refused(self):
        mail = self.imported(b"dear", Mailbox="alice")
        with self.session.scope(mailbox="alice") as scope:
            for use in (lambda: scope.file_length(mail), lambda: scope.read_file(mail, 0, 4), lambda: scope.write_file(mail, 0, b"x")):
                self.ends_by("CKEY_E_REFUSED", use)
        with self.session.scope(site=SITE) as scope:
            self.ends_by("CKEY_E_NOT_FOUND", lambda: scope.read_file(mail, 0, 4))
            self.ends_by("CKEY_E_INVALID_ARGUMENT", lambda: scope.file_length("plan.bin"))
        self.ends_by("CKEY_E_NOT_FOUND", lambda: self.session.scope(site=SITE + "/none"))

    def test_a_call_with_any_arguments_is_refused_and_changes_and_writes_nothing(self):
        content = os.urandom(CHUNK + 7)
        file = self.imported(content).encode()
        scope, length, written = self.session.scope(site=SITE), c_uint64(5), c_size_t(5)
        out = ctypes.create_string_buffer(b"\xa5" * 64, 64)
        library, handle = self.library, scope.handle

        def length_of(scope=handle, id=file, count=None, to=byref(length)):
            library.checked("ckey_file_length", scope, id, len(id or b"") if count is None else count, to)

        def read(scope=handle, id=file, count=None, offset=0, to=out, room=64, got=byref(written)):
            library.checked("ckey_file_read_at", scope, id, len(id or b"") if count is None else count, offset, to, room, got)

        def write(scope=handle, id=file, count=None, offset=0, data=b"x", size=1):
            library.checked("ckey_file_write_at", scope, id, len(id or b"") if count is None else count, offset, data, size)

        huge, last = 2**64 - 1, 2**63 - 1
        for use in (length_of, read, write):
            for code, arguments in (
                ("CKEY_E_INVALID_HANDLE", {"scope": 0}),
                ("CKEY_E_INVALID_HANDLE", {"scope": 0xDEAD_BEEF}),
                ("CKEY_E_INVALID_HANDLE", {"scope": self.session.handle}),
                ("CKEY_E_INVALID_ARGUMENT", {"id": None, "count": 36}),
                ("CKEY_E_INVALID_ARGUMENT", {"id": b""}),
                ("CKEY_E_NOT_TEXT", {"id": b"\0" * 36}),
                ("CKEY_E_INVALID_ARGUMENT", {"id": file[:-1]}),
                ("CKEY_E_NOT_TEXT", {"id": file + b"\0"}),
                ("CKEY_E_NOT_TEXT", {"id": b"\xff" * 36}),
                ("CKEY_E_TOO_LARGE", {"id": b"a" * 513}),
                ("CKEY_E_TOO_LARGE", {"count": huge}),
                ("CKEY_E_NOT_FOUND", {"id": b"00000000-0000-0000-0000-000000000000"}),
            ):
                with self.subTest(use=use.__name__, **arguments):
                    self.ends_by(code, lambda: use(**arguments))
        for code, use in (
            ("CKEY_E_INVALID_ARGUMENT", lambda: length_of(to=None)),
            ("CKEY_E_INVALID_ARGUMENT", lambda: read(got=None)),
            ("CKEY_E_INVALID_ARGUMENT", lambda: read(to=None)),
            ("CKEY_E_TOO_LARGE", lambda: read(room=huge)),
            ("CKEY_E_INVALID_ARGUMENT", lambda: read(got=ctypes.cast(out, POINTER(c_size_t)))),
            ("CKEY_E_INVALID_ARGUMENT", lambda: write(data=None)),
            ("CKEY_E_TOO_LARGE", lambda: write(size=huge)),
            ("CKEY_E_REFUSED", lambda: write(offset=len(content) + 1)),
            ("CKEY_E_REFUSED", lambda: write(offset=last)),
            ("CKEY_E_REFUSED", lambda: write(offset=huge)),
        ):
            self.ends_by(code, use)
        self.assertTrue(set(out.raw) <= {0, 0xA5}, "a refused call left bytes")
        # An offset beyond the end reads nothing, and no room is filled by nothing.
        for offset in (len(content), last, huge):
            read(offset=offset)
            self.assertEqual(written.value, 0)
        read(to=None, room=0)
        self.assertEqual(written.value, 0)
        write(offset=len(content), data=None, size=0)
        self.assertEqual(self.streamed(scope, file.decode(), CHUNK), content)
        scope.close()
        for use in (length_of, read, write):
            self.ends_by("CKEY_E_INVALID_HANDLE", use)


if __name__ == "__main__":
    unittest.main()
