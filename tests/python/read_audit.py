"""Checks an audit log and an exported head by docs/format.md section 8 alone: without the library, without a secret.

usage: read_audit.py DATABASE HEAD PUBLIC_KEY

DATABASE is the tenant's `tenant.db` or a copy of it, HEAD a file of Export-CustomerKeyAuditHead, PUBLIC_KEY the 64 hexadecimal digits that
New-CustomerKeyTenant showed as AuditPublicKey. Prints what it found; exits with 1 when something is wrong.
"""

import hashlib
import json
import pathlib
import sqlite3
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def number(value):
    return value.to_bytes(8, "big", signed=True)


def links(database):
    """The link of every record, by its number, recomputed; and what is wrong with the log, if anything is."""
    found, link = {0: bytes(32)}, bytes(32)
    with sqlite3.connect(f"{pathlib.Path(database).absolute().as_uri()}?mode=ro", uri=True) as connection:
        for sequence, at, body, stored in connection.execute("SELECT sequence, at, body, link FROM audit ORDER BY sequence"):
            if sequence != len(found):
                return found, f"records between {len(found) - 1} and {sequence} are missing"
            text = body.encode()
            link = hashlib.sha256(b"customer-key/v1/audit-link" + link + number(sequence) + number(at) + text).digest()
            if link != stored:
                return found, f"record {sequence} is not as it was written"
            json.loads(body)
            found[sequence] = link
    return found, None


def check_head(head, public_key, found):
    """What is wrong with a head, if anything is."""
    lines = ["customer-key/v2/audit-head", head["tenant"], str(head["sequence"]), head["at"], head["link"], head["public_key"]]
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(
            bytes.fromhex(head["signature"]), "\n".join(lines).encode()
        )
    except InvalidSignature:
        return "the head is not signed by the key that was given"
    if head["sequence"] not in found:
        return f"the log ends at record {len(found) - 1}; the head was exported at record {head['sequence']}"
    if found[head["sequence"]].hex() != head["link"]:
        return f"record {head['sequence']} was rewritten after the head was exported"
    return None


def main(database, head_file, public_key):
    found, problem = links(database)
    if problem is None:
        with open(head_file, encoding="utf-8") as file:
            problem = check_head(json.load(file), public_key, found)
    print(problem or f"{len(found) - 1} records, each linked to the one before; the head fits")
    return 1 if problem else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
