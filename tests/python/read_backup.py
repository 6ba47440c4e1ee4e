"""Reads the two files of a backup by docs/format.md section 12 alone: that they belong together and are as they were written.

usage: read_backup.py MAIN_FILE SECRETS_FILE [MASTER_KEY_FILE]

Prints which backup it is, what the main file holds and the names of the secrets, each of which opened. Exit code 0: all is well; 1: the files are not
as they were written, or not of one backup; 2: something that was given cannot be read.
"""
import hashlib
import io
import json
import pathlib
import tarfile

from formats import Refused, Unreadable, run
from read_secrets import Backup


def files_of(data, name):
    """The regular files of an archive; anything else in it is refused."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            members = archive.getmembers()
            if not all(member.isreg() for member in members):
                raise Refused(f"{name} holds something else than files")
            if data[archive.offset :].strip(b"\0"):
                raise Refused(f"something follows the end of {name}")
            return {member.name: archive.extractfile(member).read() for member in members}
    except tarfile.TarError as problem:
        raise Unreadable(f"{name} is no archive") from problem


def main(main_file, secrets_file, key_file=None):
    whole = pathlib.Path(main_file).read_bytes()
    kept = files_of(pathlib.Path(secrets_file).read_bytes(), secrets_file)
    if sorted(kept) != ["service-secrets.backup", "vault-keys/master.key"]:
        raise Refused(f"{secrets_file} does not hold what a secrets file holds")
    store = Backup(kept["service-secrets.backup"], key_file)
    if hashlib.sha256(kept["vault-keys/master.key"]).hexdigest() != store.bound["vault_master_sha256"]:
        raise Refused("the vaults' key in the secrets file was changed after it was written")
    if hashlib.sha256(whole).hexdigest() != store.bound["main_sha256"]:
        raise Refused("the main file is not the one that the secrets belong to, or was changed after it was written")
    held = files_of(whole, main_file)
    label = json.loads(held["backup.json"])
    if any(label[field] != store.bound[field] for field in ("backup", "tenant", "name", "written")):
        raise Refused("the two files say that they are of different backups")
    print(f"backup {label['backup']} of the tenant {label['tenant']} ({label['name']})")
    for name, data in sorted(held.items()):
        print(f"{len(data):12} {name}")
    for secret in store.labels():
        store.get(secret)
        print(f"{'opened':>12} {secret}")


if __name__ == "__main__":
    run(main, __doc__, 2, 3)
