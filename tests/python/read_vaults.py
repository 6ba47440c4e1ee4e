"""Reads the files of embedded vaults by docs/format.md section 11 alone.

usage: read_vaults.py VAULTS_FOLDER VAULT_MASTER_KEY_FILE

VAULTS_FOLDER is a tenant's `vaults/`, VAULT_MASTER_KEY_FILE its `vault-keys/master.key`. Of each vault the seal, the whole log with its segments and
every private key are verified. Prints the vaults, their keys and versions, and how many records their logs have. Exit code 0: all is well;
1: something is not as it was written; 2: something that was given cannot be read.
"""
import base64
import json
import pathlib

from formats import Bytes, Refused, Unreadable, check_code, code, open_wrap, read_master_key, read_private_key, run, secret_aad, subkey


class Vault:
    """One vault's file, with its seal and log verified."""

    def __init__(self, folder, name, master):
        self.folder, self.name = pathlib.Path(folder), name.lower()
        data = (self.folder / f"{self.name}.vault").read_bytes()
        if len(data) < 84 or data[:8] != b"CKVAULT\0":
            raise Refused(f"{self.name} is no vault file")
        sealed = Bytes(data[8:-32], f"the file of {self.name}")
        if sealed.number(4) not in (1, 2, 3):
            raise Unreadable(f"{self.name} has a format that this does not read")
        self.id, self.generation = sealed.take(16), sealed.number(8)
        state, log = sealed.number(8), sealed.number(8)
        state, log = sealed.take(state), sealed.take(log)
        if sealed.rest():
            raise Refused(f"something follows the log of {self.name}")
        self.place = f"{self.name}/{self.id.hex()}"
        vault, root = self.id + self.name.encode(), subkey(master, "embedded-vaults")
        file, self.log_key, self.private = (subkey(root, label, vault) for label in ("vault-file", "vault-log", "vault-private-keys"))
        check_code(file, [data[:-32]], data[-32:], f"the file of {self.name} does not match its seal")
        self.state = json.loads(state)
        self.records = self.read_log(log)

    def read_log(self, last):
        """Every record, oldest first: the segments, then what the vault's file has."""
        archive = self.state.get("archive") or {"segments": 0, "end": None}
        tag, records = code(self.log_key, b"start", self.place.encode()), []
        for number in range(1, archive["segments"] + 1):
            segment = self.folder / f"{self.name}.log-{number:04}"
            if not segment.is_file():
                raise Refused(f"segment {number} of the log of {self.name} is missing")
            tag = self.read_lines(segment.read_bytes(), tag, records)
        if archive["end"] and archive["end"] != {"sequence": len(records), "tag": tag.hex()}:
            raise Refused(f"the log in the file of {self.name} does not go on from its segments")
        self.read_lines(last, tag, records)
        return records

    def read_lines(self, lines, tag, records):
        for line in lines.splitlines(keepends=True):
            wrong = f"record {len(records) + 1} of the log of {self.name} does not belong to the chain"
            try:
                stored, text = bytes.fromhex(line[:64].decode()), line[65:-1]
                if line[64:65] != b" " or line[-1:] != b"\n" or code(self.log_key, b"record", tag, text) != stored:
                    raise Refused(wrong)
                record = json.loads(text)
            except ValueError as problem:
                raise Refused(wrong) from problem
            if record["sequence"] != len(records) + 1:
                raise Refused(wrong)
            records.append(record)
            tag = stored
        return tag

    def domain(self):
        """The security domain of a managed HSM, opened: its id and its secret."""
        domain = self.state["hsm"]["domain"]
        where, what = f"vault/{self.place}/domain/{domain['id']}", f"the security domain of {self.name} does not open"
        return domain["id"], open_wrap(self.private, secret_aad(where), base64.b64decode(domain["sealed"]), what)

    def versions(self):
        """Key name and version record of every version of every key."""
        for key in self.state["keys"].values():
            for version in key["versions"]:
                yield key["name"], version

    def private_key(self, key, version):
        """The private key of a version, opened."""
        for name, record in self.versions():
            if (name.lower(), record["version"]) == (key.lower(), version.lower()):
                where = f"vault/{self.place}/keys/{name.lower()}/{record['version']}"
                what = f"the private key of {name}/{version} in {self.name} does not open"
                return read_private_key(open_wrap(self.private, secret_aad(where), base64.b64decode(record["sealed"]), what))
        raise Refused(f"{self.name} has no key {key} of version {version}")


def main(folder, master_file):
    master = read_master_key(master_file)
    files = sorted(pathlib.Path(folder).glob("*.vault"))
    if not pathlib.Path(folder).is_dir():
        raise Unreadable(f"{folder} is no folder")
    for file in files:
        vault = Vault(folder, file.stem, master)
        print(f"{vault.state['name']}: generation {vault.generation}, {len(vault.records)} records")
        if "hsm" in vault.state:
            domain, secret = vault.domain()
            if len(secret) != 32:
                raise Refused(f"the secret of the security domain of {vault.name} has {len(secret)} bytes")
            print(f"  managed HSM, domain {domain}")
        for name, version in vault.versions():
            public = vault.private_key(name, version["version"]).public_key().public_numbers()
            if "rsa" in version["public"]:
                said = int.from_bytes(base64.b64decode(version["public"]["rsa"]["modulus"]), "big")
                if said != public.n:
                    raise Refused(f"the public half of {name}/{version['version']} in {vault.name} is another key's")
            print(f"  {name}/{version['version']}: {version['bits']} bits, {'enabled' if version['enabled'] else 'disabled'}")


if __name__ == "__main__":
    run(main, __doc__, 2, 2)
