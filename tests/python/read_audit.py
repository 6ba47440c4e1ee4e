"""Checks an audit log and an exported head by docs/format.md section 8 alone: without the library, without a secret.

usage: read_audit.py DATABASE HEAD PUBLIC_KEY [SECRETS_FOLDER [MASTER_KEY_FILE]]

DATABASE is the tenant's `tenant.db` in its folder, or one from a backup, or a copy. While a process has the tenant open, the newest records
are in `tenant.db-wal`: the two belong together, and a copy of `tenant.db` alone looks cut off. Copy both, under one name.
HEAD is a file of Export-CustomerKeyAuditHead. PUBLIC_KEY is what `Get-CustomerKeyTenant | Select-Object -ExpandProperty AuditPublicKey` showed
when the tenant was made: 64 hexadecimal digits.
With SECRETS_FOLDER, the tenant's `service-secrets/`, the log's codes and its counter are checked too; MASTER_KEY_FILE where its master key is elsewhere.

Prints what it found. Exit code 0: all is well; 1: the log or the head is not; 2: something that was given cannot be read.
"""

import hashlib
import json
import pathlib
import sqlite3

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from formats import Refused, Unreadable, code, run
from read_secrets import Folder


def number(value):
    return value.to_bytes(8, "big", signed=True)


def open_read_only(database):
    return sqlite3.connect(f"{pathlib.Path(database).absolute().as_uri()}?mode=ro", uri=True)


def links(database):
    """The link of every record, by its number, recomputed; and what is wrong with the log, if anything is."""
    found, link = {0: bytes(32)}, bytes(32)
    with open_read_only(database) as connection:
        for sequence, at, body, stored in connection.execute("SELECT sequence, at, body, link FROM audit ORDER BY sequence"):
            if sequence != len(found):
                return found, f"records between {len(found) - 1} and {sequence} are missing"
            if not (isinstance(at, int) and isinstance(body, str)):
                return found, f"record {sequence} is not as it was written"
            text = body.encode()
            link = hashlib.sha256(b"customer-key/v1/audit-link" + link + number(sequence) + number(at) + text).digest()
            if link != stored:
                return found, f"record {sequence} is not as it was written"
            try:
                json.loads(body)
            except (ValueError, RecursionError):
                return found, f"record {sequence} is no JSON"
            found[sequence] = link
    return found, None


def read_key(text):
    """The public key of 64 hexadecimal digits."""
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(text))
    except ValueError as problem:
        raise Unreadable("PUBLIC_KEY is not an AuditPublicKey: 64 hexadecimal digits") from problem


def read_head(path):
    """The fields of a head."""
    kinds = {"tenant": str, "sequence": int, "at": str, "link": str, "public_key": str, "signature": str}
    try:
        head = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
        if not all(type(head[name]) is kind for name, kind in kinds.items()):
            raise ValueError("a field has the wrong type")
        return head | {"signature": bytes.fromhex(head["signature"])}
    except OSError as problem:
        raise Unreadable(f"{path} cannot be read: {problem.strerror}") from problem
    except (ValueError, TypeError, KeyError, RecursionError) as problem:
        raise Unreadable(f"{path} is not a file of Export-CustomerKeyAuditHead") from problem


def check_head(head, public_key, found):
    """What is wrong with a head, if anything is."""
    lines = ["customer-key/v2/audit-head", head["tenant"], str(head["sequence"]), head["at"], head["link"], head["public_key"]]
    try:
        public_key.verify(head["signature"], "\n".join(lines).encode(errors="surrogatepass"))
    except InvalidSignature:
        return "the head is not signed by the key that was given"
    if head["sequence"] not in found:
        return f"the log ends at record {len(found) - 1}; the head was exported at record {head['sequence']}"
    if found[head["sequence"]].hex() != head["link"]:
        return f"record {head['sequence']} was rewritten after the head was exported"
    return None


def check_secretly(database, secrets, found):
    """Checks what needs the secret store: the code of each record, and that the log reaches where its counter stands."""
    chain, mac = secrets.get("audit-chain"), bytes(32)
    with open_read_only(database) as connection:
        for sequence, at, body, stored in connection.execute("SELECT sequence, at, body, mac FROM audit ORDER BY sequence"):
            mac = code(chain, b"customer-key/v1/audit", mac, number(sequence), number(at), body.encode())
            if mac != stored:
                raise Refused(f"record {sequence} does not carry the code of this tenant")
        (tenant,) = connection.execute("SELECT id FROM tenant").fetchone()
    counter = secrets.counter()
    if counter is None:
        raise Refused("the secret store has no counter of the audit log")
    if counter[0].bytes != tenant:
        raise Refused(f"the counter is of the tenant {counter[0]}")
    if counter[1] not in found:
        raise Refused(f"the log ends at record {len(found) - 1}; its counter knows of record {counter[1]}")
    if found[counter[1]] != counter[2]:
        raise Refused(f"record {counter[1]} is not the one that the counter knows")
    return counter[1]


def main(database, head_file, public_key, secrets=None, key_file=None):
    key, head = read_key(public_key), read_head(head_file)
    try:
        found, problem = links(database)
        problem = problem or check_head(head, key, found)
        if problem:
            raise Refused(problem)
        counted = check_secretly(database, Folder(secrets, key_file), found) if secrets else None
    except sqlite3.Error as error:
        raise Unreadable(f"{database} cannot be read as a tenant's database: {error}") from error
    print(f"{len(found) - 1} records, each linked to the one before; the head fits")
    if counted is not None:
        print(f"each with its code; the counter stands at record {counted}")


if __name__ == "__main__":
    run(main, __doc__, 3, 5)
