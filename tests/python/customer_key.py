"""libcustomerkey from Python: a thin binding by ctypes, for tests and as a model for others.

    with Session(library, environment={"XDG_DATA_HOME": folder}) as session:
        session.call("New-CustomerKeyTenant", Path="tenant").ok()
        with session.scope(application="ledger") as scope:
            sealed = scope.seal(b"secret", {"item": "1"})

The library is CUSTOMER_KEY_LIBRARY, or the newest of target/release and target/debug.
"""

import ctypes
import json
import os
import pathlib
import re
from ctypes import POINTER, byref, c_char_p, c_int32, c_size_t, c_uint8, c_uint32, c_uint64

from records import Records

Handle = c_uint64  # a handle is a number here: never an address
Bytes = c_char_p


class Buffer(ctypes.Structure):
    _fields_ = [("data", POINTER(c_uint8)), ("len", c_size_t), ("cap", c_size_t)]


SIGNATURES = {
    "ckey_abi_version": (c_uint32, []),
    "ckey_error_code": (c_int32, [Handle, POINTER(c_int32)]),
    "ckey_error_message": (c_int32, [Handle, POINTER(POINTER(c_uint8)), POINTER(c_size_t)]),
    "ckey_error_free": (None, [Handle]),
    "ckey_buffer_free": (c_int32, [POINTER(Buffer)]),
    "ckey_session_open": (c_int32, [Bytes, c_size_t, POINTER(Handle), POINTER(Handle)]),
    "ckey_session_close": (c_int32, [Handle]),
    "ckey_session_secret": (c_int32, [Handle, Bytes, c_size_t, Bytes, c_size_t, POINTER(Handle)]),
    "ckey_call_start": (c_int32, [Handle, Bytes, c_size_t, Bytes, c_size_t, POINTER(Handle), POINTER(Handle)]),
    "ckey_call_next": (c_int32, [Handle, c_uint32, POINTER(POINTER(c_uint8)), POINTER(c_size_t), POINTER(Handle)]),
    "ckey_call_answer": (c_int32, [Handle, c_int32]),
    "ckey_call_cancel": (c_int32, [Handle]),
    "ckey_call_status": (c_int32, [Handle, POINTER(Handle)]),
    "ckey_call_free": (c_int32, [Handle]),
    "ckey_context_encode": (c_int32, [Bytes, c_size_t, POINTER(Buffer), POINTER(Handle)]),
    "ckey_inspect": (c_int32, [Bytes, c_size_t, c_uint64, POINTER(Buffer), POINTER(Handle)]),
    "ckey_scope_open": (c_int32, [Handle, Bytes, c_size_t, POINTER(Handle), POINTER(Handle)]),
    "ckey_scope_close": (c_int32, [Handle]),
    "ckey_scope_seal": (c_int32, [Handle, Bytes, c_size_t, Bytes, c_size_t, POINTER(Buffer), POINTER(Buffer), POINTER(Handle)]),
    "ckey_scope_open_item": (
        c_int32,
        [Handle, Bytes, c_size_t, Bytes, c_size_t, Bytes, c_size_t, POINTER(Buffer), POINTER(Handle)],
    ),
    "ckey_scope_open_limited": (c_int32, [Handle, Bytes, c_size_t, Handle, POINTER(Handle), POINTER(Handle)]),
    "ckey_scope_limited": (c_int32, [Handle, Handle, POINTER(Handle), POINTER(Handle)]),
    "ckey_limit_new": (c_int32, [c_uint32, POINTER(Handle), POINTER(Handle)]),
    "ckey_limit_cancel": (c_int32, [Handle]),
    "ckey_limit_free": (c_int32, [Handle]),
    "ckey_scope_seal_into": (
        c_int32,
        [Handle, Bytes, c_size_t, Bytes, c_size_t, ctypes.c_void_p, c_size_t, POINTER(c_size_t), ctypes.c_void_p, c_size_t, POINTER(Handle)],
    ),
    "ckey_scope_open_item_into": (
        c_int32,
        [Handle, Bytes, c_size_t, Bytes, c_size_t, Bytes, c_size_t, ctypes.c_void_p, c_size_t, POINTER(c_size_t), POINTER(Handle)],
    ),
    "ckey_seal_start": (c_int32, [Handle, Bytes, c_size_t, POINTER(Buffer), POINTER(Buffer), POINTER(Handle), POINTER(Handle)]),
    "ckey_seal_update": (c_int32, [Handle, Bytes, c_size_t, ctypes.c_void_p, c_size_t, POINTER(c_size_t), POINTER(Handle)]),
    "ckey_seal_free": (c_int32, [Handle]),
    "ckey_scope_describe": (c_int32, [Handle, POINTER(Buffer), POINTER(Handle)]),
    "ckey_reader_open": (c_int32, [Handle, Bytes, c_size_t, Bytes, c_size_t, Bytes, c_size_t, POINTER(Handle), POINTER(Handle)]),
    "ckey_reader_open_path": (c_int32, [Handle, Bytes, c_size_t, Bytes, c_size_t, Bytes, c_size_t, POINTER(Handle), POINTER(Handle)]),
    "ckey_reader_length": (c_int32, [Handle, POINTER(c_uint64), POINTER(Handle)]),
    "ckey_reader_read_at": (
        c_int32,
        [Handle, Bytes, c_size_t, c_uint64, ctypes.c_void_p, c_size_t, POINTER(c_size_t), POINTER(Handle)],
    ),
    "ckey_reader_free": (c_int32, [Handle]),
    "ckey_file_length": (c_int32, [Handle, Bytes, c_size_t, POINTER(c_uint64), POINTER(Handle)]),
    "ckey_file_read_at": (
        c_int32,
        [Handle, Bytes, c_size_t, c_uint64, ctypes.c_void_p, c_size_t, POINTER(c_size_t), POINTER(Handle)],
    ),
    "ckey_file_write_at": (c_int32, [Handle, Bytes, c_size_t, c_uint64, Bytes, c_size_t, POINTER(Handle)]),
    "ckey_read_at_path": (
        c_int32,
        [Handle, Bytes, c_size_t, Bytes, c_size_t, Bytes, c_size_t, c_uint64, ctypes.c_void_p, c_size_t, POINTER(c_size_t), POINTER(Handle)],
    ),
}


def find_library():
    named = os.environ.get("CUSTOMER_KEY_LIBRARY")
    if named:
        return pathlib.Path(named)
    target = pathlib.Path(__file__).resolve().parents[2] / "target"
    found = [path for path in (target / "release/libcustomerkey.so", target / "debug/libcustomerkey.so") if path.is_file()]
    if not found:
        raise FileNotFoundError("libcustomerkey.so: build it with './build build', or set CUSTOMER_KEY_LIBRARY to its path")
    return max(found, key=lambda path: path.stat().st_mtime)


def listed():
    """The numbers that each function of the header may return, by its name; CKEY_E_INTERNAL is every one's."""
    header = (pathlib.Path(__file__).resolve().parents[2] / "include/customer_key.h").read_text()
    numbers = dict(re.findall(r"^#define (CKEY_E_\w+) \((-\d+)\)", header, re.MULTILINE))
    found = re.findall(r"- Errors: (.*?)- Since:.*?\*/\s*[\w ]+?[ *](ckey_\w+)\(", header, re.DOTALL)
    return {name: {int(numbers[code]) for code in re.findall(r"CKEY_E_\w+", text)} | {-901} for text, name in found}


class Failure(Exception):
    """An error of the C ABI: `code`, and the document with `id`, `category`, `message`, `target`, `fix`."""

    def __init__(self, code, document):
        super().__init__(f"{document.get('id')} ({code}): {document.get('message')}")
        self.code = code
        self.id = document.get("id")
        self.document = document


class Library:
    def __init__(self, path=None):
        self._native = ctypes.CDLL(str(path or find_library()))
        lists = listed()
        for name, (returns, takes) in SIGNATURES.items():
            function = getattr(self._native, name)
            function.restype, function.argtypes = returns, takes
            if returns is c_int32:
                function.errcheck = self._check(name, lists[name])
        if self.ckey_abi_version() != 1:
            raise ImportError(f"ABI version 1 is needed, {path} has {self.ckey_abi_version()}")

    @staticmethod
    def _check(name, list):
        """Every test that runs here also holds the lists of the header against what the functions return."""

        def check(status, _function, _arguments):
            assert status >= 0 or status in list, f"{name} returned {status}, which its comment does not list"
            return status

        return check

    def __getattr__(self, name):
        return getattr(self._native, name)

    def checked(self, name, *arguments):
        """Calls a function whose last parameter is the error; returns its status, and raises Failure."""
        error = Handle()
        status = getattr(self, name)(*arguments, byref(error))
        if status < 0:
            raise self.failure(status, error)
        return status

    def failure(self, status, error):
        text, length = POINTER(c_uint8)(), c_size_t()
        document = {}
        if self.ckey_error_message(error, byref(text), byref(length)) == 0:
            document = json.loads(ctypes.string_at(text, length.value))
        self.ckey_error_free(error)
        return Failure(status, document)

    def taken(self, buffer):
        """The bytes of a buffer, which is wiped and freed."""
        content = ctypes.string_at(buffer.data, buffer.len) if buffer.len else b""
        self.ckey_buffer_free(byref(buffer))
        return content

    def context(self, pairs):
        if not pairs:
            return b""
        text, out = json.dumps(pairs).encode(), Buffer()
        self.checked("ckey_context_encode", text, len(text), byref(out))
        return self.taken(out)

    def inspect(self, sealed):
        out = Buffer()
        self.checked("ckey_inspect", sealed, len(sealed), len(sealed), byref(out))
        return json.loads(self.taken(out))


class Said:
    """What a call said, by stream. `errors` are error records; `records` has every head in order."""

    def __init__(self):
        self.outputs, self.types, self.errors, self.records = [], [], [], []
        self.warnings, self.information, self.verbose, self.whatif, self.questions, self.progress = [], [], [], [], [], []
        self.failure = None

    def ok(self):
        if self.errors or self.failure:
            raise AssertionError(self.errors or self.failure)
        return self

    def one(self):
        self.ok()
        assert len(self.outputs) == 1, self.outputs
        return self.outputs[0]


class Call:
    """One call, read record by record: `for head, items in call`."""

    def __init__(self, session, cmdlet, arguments):
        self.library, self.handle, self.records = session.library, Handle(), Records()
        name, text = cmdlet.encode(), json.dumps(arguments).encode()
        self.library.checked("ckey_call_start", session.handle, name, len(name), text, len(text), byref(self.handle))

    def next(self, timeout=100):
        """A record (head, items), None if there was none within the timeout in milliseconds, or StopIteration."""
        text, length = POINTER(c_uint8)(), c_size_t()
        found = self.library.checked("ckey_call_next", self.handle, timeout, byref(text), byref(length))
        if found == 0:
            raise StopIteration
        if found == 2:
            return None
        head, _, items = ctypes.string_at(text, length.value).decode().partition("\n")
        head, items = json.loads(head), json.loads(items) if items else []
        self.records.check(head, items)  # every test that runs here also holds the schema against real records
        return head, items

    def __iter__(self):
        return self

    def __next__(self):
        while True:
            record = self.next()
            if record is not None:
                return record

    def answer(self, yes):
        self.library.ckey_call_answer(self.handle, int(yes))

    def cancel(self):
        self.library.ckey_call_cancel(self.handle)

    def status(self):
        self.library.checked("ckey_call_status", self.handle)

    def free(self):
        return self.library.ckey_call_free(self.handle)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.free()


class Session:
    def __init__(self, library=None, environment=None, location=None, **options):
        self.library = library if isinstance(library, Library) else Library(library)
        self.handle, self.location = Handle(), str(location or os.getcwd())
        if environment is not None:  # without one the session reads the process's
            options["environment"] = environment
        text = json.dumps(options).encode()
        self.library.checked("ckey_session_open", text, len(text), byref(self.handle))

    def secret(self, name, content):
        name = name.encode()
        self.library.checked("ckey_session_secret", self.handle, name, len(name), content, len(content))

    def start(self, cmdlet, parameters=None, what_if=False, positional=None):
        arguments = {"parameters": parameters or {}, "whatIf": what_if, "location": self.location}
        if positional:
            arguments["positional"] = positional
        return Call(self, cmdlet, arguments)

    def run(self, cmdlet, parameters=None, what_if=False, answer=True, positional=None):
        """Runs a cmdlet to its end, gives every question the answer (None: no answer at all), and returns what it said."""
        said = Said()
        with self.start(cmdlet, parameters, what_if, positional) as call:
            for head, items in call:
                said.records.append(head)
                stream = head["stream"]
                if stream == "output":
                    said.outputs.extend(items)
                    said.types.extend(head["type"][:1] * len(items))
                elif stream == "error":
                    said.errors.append(head)
                elif stream == "progress":
                    said.progress.append(head)
                elif stream == "confirm":
                    said.questions.append(head["message"])
                    if answer is not None:
                        call.answer(answer)
                else:
                    getattr(said, {"warning": "warnings"}.get(stream, stream)).append(head["message"])
            try:
                call.status()
            except Failure as failure:
                said.failure = failure
        return said

    def call(self, cmdlet, **parameters):
        return self.run(cmdlet, parameters)

    def scope(self, limit=None, **selector):
        return Scope(self, selector, limit)

    def close(self):
        return self.library.ckey_session_close(self.handle)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Scope:
    """A lease on a scope: `mailbox=`, `workload=` or `application=`."""

    def __init__(self, session, selector, limit=None):
        self.library, self.handle = session.library, Handle()
        text = json.dumps(selector).encode()
        name, within = ("ckey_scope_open_limited", (limit.handle,)) if limit else ("ckey_scope_open", ())
        self.library.checked(name, session.handle, text, len(text), *within, byref(self.handle))

    def limited(self, limit):
        """The same scope under a limit of its own."""
        other = object.__new__(Scope)
        other.library, other.handle = self.library, Handle()
        self.library.checked("ckey_scope_limited", self.handle, limit.handle, byref(other.handle))
        return other

    def seal_into(self, out, item, context=None, wrapped=None):
        """Seals to the front of a ctypes buffer; returns how many bytes."""
        context, written = self.library.context(context), c_size_t()
        given = (wrapped, len(wrapped)) if wrapped else (None, 0)
        self.library.checked(
            "ckey_scope_seal_into", self.handle, context, len(context), item, len(item), out, len(out), byref(written), *given
        )
        return written.value

    def open_into(self, out, sealed, context=None, wrapped=b""):
        context, written = self.library.context(context), c_size_t()
        self.library.checked(
            "ckey_scope_open_item_into",
            self.handle, context, len(context), wrapped, len(wrapped), sealed, len(sealed), out, len(out), byref(written),
        )  # fmt: skip
        return written.value

    def seal(self, item, context=None):
        context, out = self.library.context(context), Buffer()
        self.library.checked("ckey_scope_seal", self.handle, context, len(context), item, len(item), byref(out), None)
        return self.library.taken(out)

    def seal_detached(self, item, context=None):
        context, out, wrapped = self.library.context(context), Buffer(), Buffer()
        self.library.checked("ckey_scope_seal", self.handle, context, len(context), item, len(item), byref(out), byref(wrapped))
        return self.library.taken(out), self.library.taken(wrapped)

    def open(self, sealed, context=None, wrapped=b""):
        context, out = self.library.context(context), Buffer()
        self.library.checked(
            "ckey_scope_open_item", self.handle, context, len(context), wrapped, len(wrapped), sealed, len(sealed), byref(out)
        )
        return self.library.taken(out)

    def read_at(self, path, offset, length, context=None, wrapped=b""):
        context, name, out, written = self.library.context(context), str(path).encode(), ctypes.create_string_buffer(length), c_size_t()
        self.library.checked(
            "ckey_read_at_path", self.handle, context, len(context), wrapped, len(wrapped), name, len(name), offset, out, length, byref(written)
        )
        return out.raw[: written.value]

    def file_length(self, file):
        length = c_uint64()
        self.library.checked("ckey_file_length", self.handle, file.encode(), len(file), byref(length))
        return length.value

    def read_file(self, file, offset, length):
        out, written = ctypes.create_string_buffer(length), c_size_t()
        self.library.checked(
            "ckey_file_read_at", self.handle, file.encode(), len(file), offset, out, length, byref(written)
        )
        return out.raw[: written.value]

    def write_file(self, file, offset, data):
        self.library.checked("ckey_file_write_at", self.handle, file.encode(), len(file), offset, data, len(data))

    def describe(self):
        """What protects the scope: `policy`, `isCustomerManaged`, `leaseSeconds`, `warning` and more."""
        out = Buffer()
        self.library.checked("ckey_scope_describe", self.handle, byref(out))
        return json.loads(self.library.taken(out))

    def reader(self, sealed, context=None, wrapped=b""):
        return Reader(self, sealed, context, wrapped)

    def close(self):
        return self.library.ckey_scope_close(self.handle)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Limit:
    """How long each function of a scope waits for keys, in milliseconds (0: no limit), until `cancel` ends them all."""

    def __init__(self, library, timeout=0):
        self.library, self.handle = library, Handle()
        library.checked("ckey_limit_new", timeout, byref(self.handle))

    def cancel(self):
        return self.library.ckey_limit_cancel(self.handle)

    def free(self):
        return self.library.ckey_limit_free(self.handle)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.free()


class Reader:
    """An object that is read again and again, here and there: sealed bytes, or the path of a file that holds them."""

    def __init__(self, scope, sealed, context=None, wrapped=b""):
        self.library, self.handle = scope.library, Handle()
        self.sealed = sealed if isinstance(sealed, bytes) else b""
        name, given = ("ckey_reader_open", sealed) if self.sealed else ("ckey_reader_open_path", str(sealed).encode())
        context = self.library.context(context)
        self.library.checked(
            name, scope.handle, context, len(context), wrapped, len(wrapped), given, len(given), byref(self.handle)
        )

    def __len__(self):
        length = c_uint64()
        self.library.checked("ckey_reader_length", self.handle, byref(length))
        return length.value

    def read_at(self, offset, length):
        out, written = ctypes.create_string_buffer(length), c_size_t()
        self.library.checked(
            "ckey_reader_read_at", self.handle, self.sealed, len(self.sealed), offset, out, length, byref(written)
        )
        return out.raw[: written.value]

    def free(self):
        return self.library.ckey_reader_free(self.handle)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.free()
