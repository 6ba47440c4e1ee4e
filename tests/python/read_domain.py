"""Opens the file of a security domain, and backups of keys of its managed HSM, by docs/format.md section 11 alone.

usage: read_domain.py DOMAIN_FILE CERTIFICATE,KEY,... [BACKUP ...]

CERTIFICATE and KEY are the files of a certificate and its private key (PEM), as many pairs as the quorum, all in one argument. Prints the
domain, and of each backup the key and its versions, whose private keys are opened. Exit code 0: all is well; 1: something is not as it was
written; 2: something that was given cannot be read.
"""
import base64
import hashlib
import json
import pathlib
import struct

from formats import Bytes, Refused, Unreadable, check_code, open_wrap, read_private_key, run, secret_aad, subkey
from formats import hashes, padding, serialization


def times(one, two):
    """The product in the field of 256 elements."""
    product = 0
    while two:
        product ^= one if two & 1 else 0
        one = one << 1 ^ (0x11D if one & 0x80 else 0)
        two >>= 1
    return product


def inverse(one):
    return next(other for other in range(1, 256) if times(one, other) == 1)


def at_zero(points):
    """The value at zero of the polynomial through these points."""
    value = 0
    for place, (x, y) in enumerate(points):
        for other, (x2, _) in enumerate(points):
            if other != place:
                y = times(y, times(x2, inverse(x ^ x2)))
        value ^= y
    return value


def read_key(path):
    return serialization.load_pem_private_key(pathlib.Path(path).read_bytes(), None)


def thumbprint(path):
    lines = pathlib.Path(path).read_text().strip().splitlines()
    return hashlib.sha256(base64.b64decode("".join(lines[1:-1]))).hexdigest()


class Domain:
    """A security domain, opened with the private keys of its holders."""

    def __init__(self, path, holders):
        self.file = json.loads(pathlib.Path(path).read_text())
        if self.file["format"] != "customer-key/security-domain/1":
            raise Unreadable(f"{path} has a format that this does not read")
        held = {share["x5t#S256"]: base64.b64decode(share["value"]) for share in self.file["shares"]}
        oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
        parts = [read_key(key).decrypt(held[thumbprint(certificate)], oaep) for certificate, key in holders if thumbprint(certificate) in held]
        if len(parts) < self.file["quorum"]:
            raise Refused(f"{len(parts)} shares are opened, and {self.file['quorum']} are needed")
        self.secret = bytes(at_zero([(part[0], part[place]) for part in parts]) for place in range(1, 33))
        texts = b"".join(len(text).to_bytes(8, "big") + text for text in (self.file[name].encode() for name in ("format", "id", "hsm")))
        shares = b"".join(bytes.fromhex(name) + len(value).to_bytes(8, "big") + value for name, value in held.items())
        told = texts + struct.pack(">qB", self.file["taken"], self.file["quorum"]) + shares
        key = subkey(self.secret, "security-domain-file", self.file["id"].encode())
        check_code(key, [told], bytes.fromhex(self.file["tag"]), "the file is not as it was written")

    def open_backup(self, path):
        """The key in a backup, with its private keys opened."""
        blob = Bytes(pathlib.Path(path).read_bytes(), "the backup")
        if blob.take(8) != b"CKEYBKP\0" or blob.number(4) != 1:
            raise Unreadable(f"{path} is no backup of a key that this reads")
        blob_id = blob.take(16)
        place = [blob.take(blob.number(2)).decode() for _ in range(2)]
        if place != ["managed-hsm", self.file["id"]]:
            raise Refused(f"{path} is of another place than this domain: {place}")
        key = subkey(self.secret, "key-backup", blob_id)
        content = json.loads(open_wrap(key, secret_aad("backup/content"), blob.rest(), "the backup does not open"))
        for version in content["key"]["versions"]:
            name = f"backup/keys/{content['key']['name'].lower()}/{version['version']}"
            wrap = base64.b64decode(version["sealed"])
            version["opened"] = read_private_key(open_wrap(key, secret_aad(name), wrap, "a private key in the backup does not open"))
        return content


def main(domain_file, holders, *backups):
    names = holders.split(",")
    domain = Domain(domain_file, list(zip(names[::2], names[1::2])))
    print(f"{domain.file['hsm']}: {domain.file['quorum']} of {len(domain.file['shares'])} shares, domain {domain.file['id']}")
    for backup in backups:
        content = domain.open_backup(backup)
        for version in content["key"]["versions"]:
            print(f"  {content['vault']}: {content['key']['name']}/{version['version']}: {version['opened'].key_size} bits")


if __name__ == "__main__":
    run(main, __doc__, 2, 12)
