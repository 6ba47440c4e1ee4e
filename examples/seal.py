"""Seals and opens one item under the keys of the tenant that was opened last, or that CUSTOMER_KEY_TENANT names.

In the checkout, on Linux, once there is a tenant (target/debug/customer-key New-CustomerKeyTenant ~/ledger):

    ./build package
    CUSTOMER_KEY_LIBRARY=target/package/c/lib/libcustomerkey.so.1 python3 examples/seal.py
"""

import ctypes
import os

key = ctypes.CDLL(os.environ.get("CUSTOMER_KEY_LIBRARY", "libcustomerkey.so.1"))
assert key.ckey_abi_version() == 1


class Buffer(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("len", ctypes.c_size_t), ("cap", ctypes.c_size_t)]

    def take(self):
        content = ctypes.string_at(self.data, self.len)
        key.ckey_buffer_free(ctypes.byref(self))  # wipes it
        return content


def call(function, *arguments):
    """Calls a function; bytes go with their length, and the error, if there is one, becomes an exception."""
    flat, error = [], ctypes.c_uint64()
    for argument in arguments:
        flat += [argument, ctypes.c_size_t(len(argument))] if isinstance(argument, bytes) else [argument]
    if function(*flat, ctypes.byref(error)) < 0:
        text, length = ctypes.c_void_p(), ctypes.c_size_t()
        key.ckey_error_message(error, ctypes.byref(text), ctypes.byref(length))
        raise RuntimeError(ctypes.string_at(text, length.value).decode())


session, scope = ctypes.c_uint64(), ctypes.c_uint64()
context, sealed, opened = Buffer(), Buffer(), Buffer()
call(key.ckey_session_open, b"", ctypes.byref(session))
call(key.ckey_scope_open, session, b'{"application": "ledger"}', ctypes.byref(scope))
call(key.ckey_context_encode, b'{"entry": "42"}', ctypes.byref(context))
entry = context.take()
call(key.ckey_scope_seal, scope, entry, b"100 EUR to Anna", ctypes.byref(sealed), None)
object_ = sealed.take()
call(key.ckey_scope_open_item, scope, entry, b"", object_, ctypes.byref(opened))
print(f"{len(object_)} bytes sealed; opened: {opened.take().decode()}")
key.ckey_scope_close(scope)
key.ckey_session_close(session)
