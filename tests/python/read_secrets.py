"""Reads a secret store, or the backup of one, by docs/format.md sections 9 and 10 alone.

usage: read_secrets.py FOLDER_OR_BACKUP [MASTER_KEY_FILE]

FOLDER_OR_BACKUP is a tenant's `service-secrets/`, or `service-secrets.backup` out of the secrets file of a backup. Without MASTER_KEY_FILE the
master key is the one inside, or, where the store is sealed under a passphrase, that of CUSTOMER_KEY_PASSPHRASE.
Prints the names of the secrets, each of which opened, and where the counter of the audit log stands. Exit code 0: all is well; 1: something is not
as it was written; 2: something that was given cannot be read.
"""
import json
import os
import pathlib
import uuid

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from formats import Bytes, Refused, Unreadable, check_code, open_wrap, read_master_key, run, secret_aad, subkey


class Store:
    """What a header and a master key open."""

    def __init__(self, header, inside, key_file=None):
        try:
            header = json.loads(header)
            self.id = uuid.UUID(header["id"])
            check, origin = bytes.fromhex(header["key_check"]), header["master"]
            salt, (memory, passes, lanes) = bytes.fromhex(header["salt"]), header["cost"]
        except (ValueError, KeyError, TypeError) as problem:
            raise Refused("the header of the store cannot be read") from problem
        if header["format"] != 1:
            raise Unreadable(f"the store has format {header['format']}; this reads format 1")
        if key_file is not None:
            self.master = read_master_key(key_file)
        elif origin == "in-folder":
            self.master = inside()
        elif origin == "passphrase" and "CUSTOMER_KEY_PASSPHRASE" in os.environ:
            argon = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
            self.master = argon.derive(os.environ["CUSTOMER_KEY_PASSPHRASE"].encode())
        else:
            raise Unreadable("the master key of the store is kept elsewhere: give its file, or CUSTOMER_KEY_PASSPHRASE")
        self.open("key-check", check, "the master key is not the store's")

    def open(self, label, sealed, what=None):
        return open_wrap(self.master, secret_aad(f"{self.id}/{label}"), sealed, what or f"the secret {label} does not open")


class Folder(Store):
    def __init__(self, folder, key_file=None):
        self.folder = pathlib.Path(folder)
        header = (self.folder / "store.json").read_bytes()
        super().__init__(header, lambda: read_master_key(self.folder / "master.key"), key_file)

    def labels(self):
        files = sorted(self.folder.glob("*.secret"))
        # A file of zeros is what a destruction leaves that was cut off.
        return [file.stem for file in files if any(file.read_bytes()) or not file.stat().st_size]

    def get(self, label):
        file = self.folder / f"{label}.secret"
        if not file.is_file():
            raise Refused(f"the store has no secret {label}")
        return self.open(label, file.read_bytes())

    def counter(self):
        """Tenant, number and link of the record that the counter of the audit log knows; None where there is no counter."""
        file = self.folder / "audit.counter"
        if not file.is_file():
            return None
        data = file.read_bytes()
        if len(data) != 96 or data[:8] != b"CKEYCTR1":
            raise Refused("the counter of the audit log is damaged")
        key = subkey(self.master, "customer-key/v1/secret-store/counter", self.id.bytes)
        check_code(key, [data[:64]], data[64:], "the counter of the audit log was not written with this store's key")
        return uuid.UUID(bytes=data[8:24]), int.from_bytes(data[24:32], "big", signed=True), data[32:64]


class Backup(Store):
    def __init__(self, data, key_file=None):
        if data[:8] == b"CKEYSECB":
            raise Unreadable("a backup of the first format does not say what it belongs to")
        if data[:8] != b"CKEYSEC2":
            raise Unreadable("this is no backup of a secret store")
        parts = Bytes(data, "the backup of the secret store")
        magic, length = parts.take(8), parts.take(4)
        header, held = parts.take(int.from_bytes(length, "big")), parts.take(1)
        if held not in (b"\0", b"\1"):
            raise Refused("the backup does not say whether it holds a master key")
        inside = parts.take(32) if held == b"\1" else b""
        begin = parts.at
        sealed = {}
        for _ in range(parts.number(4)):
            label = parts.take(parts.number(1)).decode(errors="replace")
            sealed[label] = parts.take(parts.number(1))
        bound = parts.take(parts.number(4))
        body, tag = data[begin:parts.at], parts.take(32)
        if parts.rest():
            raise Refused("something follows the end of the backup")
        super().__init__(header, lambda: inside, key_file)
        key = subkey(self.master, "customer-key/v1/secret-store/backup", self.id.bytes)
        check_code(key, [magic, length, header, held, inside, body], tag, "the backup of the secret store was changed after it was written")
        self.sealed, self.bound = sealed, json.loads(bound)

    def labels(self):
        return sorted(self.sealed)

    def get(self, label):
        if label not in self.sealed:
            raise Refused(f"the backup has no secret {label}")
        return self.open(label, self.sealed[label])

    def counter(self):
        """A backup has none: what it belongs to says more."""
        return None


def main(path, key_file=None):
    path = pathlib.Path(path)
    store = Folder(path, key_file) if path.is_dir() else Backup(path.read_bytes(), key_file)
    for label in store.labels():
        store.get(label)
        print(label)
    counter = store.counter()
    if counter:
        print(f"the audit log stood at record {counter[1]}, link {counter[2].hex()}")


if __name__ == "__main__":
    run(main, __doc__, 1, 2)
