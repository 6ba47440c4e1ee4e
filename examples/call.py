"""Runs cmdlets in the tenant that was opened last, or that CUSTOMER_KEY_TENANT names: how each kind of argument is written.

In the checkout, on Linux, once there is a tenant (target/debug/customer-key New-CustomerKeyTenant ~/ledger):

    ./build package
    CUSTOMER_KEY_LIBRARY=target/package/c/lib/libcustomerkey.so.1 python3 examples/call.py
"""

import ctypes
import json
import os

key = ctypes.CDLL(os.environ.get("CUSTOMER_KEY_LIBRARY", "libcustomerkey.so.1"))
assert key.ckey_abi_version() == 1


def call(function, *arguments):
    """Calls a function; bytes go with their length, and the error, if there is one, becomes an exception."""
    flat, error = [], ctypes.c_uint64()
    for argument in arguments:
        flat += [argument, ctypes.c_size_t(len(argument))] if isinstance(argument, bytes) else [argument]
    status = function(*flat, ctypes.byref(error))
    if status < 0:
        text, length = ctypes.c_void_p(), ctypes.c_size_t()
        key.ckey_error_message(error, ctypes.byref(text), ctypes.byref(length))
        raise RuntimeError(ctypes.string_at(text, length.value).decode())
    return status


def run(session, cmdlet, positional=(), what_if=False, **parameters):
    """Runs one cmdlet, answers its questions by yes, prints its records, and fails as it fails."""
    document = {"parameters": parameters, "positional": positional, "whatIf": what_if}
    handle, text, length = ctypes.c_uint64(), ctypes.c_void_p(), ctypes.c_size_t()
    call(key.ckey_call_start, session, cmdlet.encode(), json.dumps(document).encode(), ctypes.byref(handle))
    try:
        while found := call(key.ckey_call_next, handle, 1000, ctypes.byref(text), ctypes.byref(length)):
            if found == 2:  # none within a second: the call goes on
                continue
            head, _, objects = ctypes.string_at(text, length.value).decode().partition("\n")
            stream = json.loads(head)["stream"]
            print(stream, objects or head)
            if stream == "confirm":
                key.ckey_call_answer(handle, 1)
        call(key.ckey_call_status, handle)
    finally:
        key.ckey_call_free(handle)


session = ctypes.c_uint64()
call(key.ckey_session_open, b"", ctypes.byref(session))
# A secret goes beside the document, which names it; it is wiped when the next call ends.
call(key.ckey_session_secret, session, b"parameter:Credential", b"swordfish")
run(session, "Connect-ExchangeOnline", Credential={"userName": "admin@Ledger.onmicrosoft.com", "secret": "parameter:Credential"})
# A switch is true, a number a number; values without a name go by their places.
run(session, "New-Mailbox", ["group"], Shared=True)
# None takes a policy off; -Confirm:$false is "Confirm": false; what_if tells and changes nothing.
run(session, "Set-Mailbox", what_if=True, Identity="group", DataEncryptionPolicy=None, Confirm=False)
# A table of texts, a list, a date with its offset, a number or a word.
run(session, "New-AzResourceGroup", Name="ledger-rg-2", Location="eastus", Tag={"owner": "team"})
run(session, "New-AzKeyVault", Name="ledger-py", ResourceGroupName="ledger-rg-2", Location="eastus")
service, permissions = "c066d759-24ae-40e7-a56f-027002b5d3e4", ["get", "wrapKey", "unwrapKey"]
run(session, "Set-AzKeyVaultAccessPolicy", VaultName="ledger-py", ServicePrincipalName=service, PermissionsToKeys=permissions)
run(session, "Search-CustomerKeyAudit", StartDate="2020-01-01T00:00:00Z", ResultSize=3)
# A question is answered by ckey_call_answer.
run(session, "Disconnect-ExchangeOnline")
key.ckey_session_close(session)
print("all were done")
