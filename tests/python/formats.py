"""What the readers beside it share: the conventions, derivations and wraps of docs/format.md sections 1, 4, 5 and 6, from that page alone.

Needs only the `cryptography` package:  pip install 'cryptography>=44'
"""
import hashlib
import hmac
import pathlib
import sys

try:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF
except ImportError as error:
    print(f"{error}; install it: pip install 'cryptography>=44'", file=sys.stderr)
    sys.exit(2)


class Refused(Exception):
    """What was read is not as it was written; says how, or names the stage of reading that said no."""


class Unreadable(Exception):
    """What was given is not what it should be, or is not there; says what."""


def run(main, usage, least, most):
    """Runs a reader on its arguments. Exit code 0: all is well; 1: refused, and the reason printed; 2: something given cannot be read."""
    name = pathlib.Path(sys.argv[0]).name
    if not least <= len(sys.argv) - 1 <= most:
        print(usage, file=sys.stderr)
        sys.exit(2)
    try:
        sys.exit(main(*sys.argv[1:]) or 0)
    except Refused as refusal:
        print(f"{name}: {refusal}", file=sys.stderr)
        sys.exit(1)
    except (Unreadable, OSError) as problem:
        print(f"{name}: {problem}", file=sys.stderr)
        sys.exit(2)


# 1. Conventions

def u32(number):
    return number.to_bytes(4, "big")


def canonical(label, *parts):
    pieces = [label.encode("ascii"), *parts]
    return b"".join(u32(len(piece)) + piece for piece in pieces)


def kdf(key, label, *parts, n=32):
    return HKDF(hashes.SHA256(), n, b"customer-key/v1", canonical(label, *parts)).derive(key)


class Bytes:
    """Takes bytes off the front."""

    def __init__(self, data, what):
        self.data, self.at, self.what = data, 0, what

    def take(self, count):
        if count > len(self.data) - self.at:
            raise Refused(f"{self.what} is cut short")
        self.at += count
        return self.data[self.at - count:self.at]

    def number(self, count):
        return int.from_bytes(self.take(count), "big")

    def rest(self):
        return self.take(len(self.data) - self.at)


# 4. Key wraps

def open_wrap(key, aad, wrapped, what="unwrap"):
    if len(wrapped) < 29 or wrapped[0] != 1:
        raise Refused(what)
    try:
        return AESGCM(key).decrypt(wrapped[1:13], wrapped[13:], aad)
    except InvalidTag:
        raise Refused(what) from None


def policy_aad(kind, tenant, policy, generation):
    """Of a policy key under the `availability` key or the `service-root`."""
    return canonical("customer-key/v1/key-wrap/" + kind, tenant, policy, u32(generation))


def scope_aad(tenant, policy, generation, scope, version):
    return canonical("customer-key/v1/key-wrap/scope", tenant, policy, u32(generation), scope, u32(version))


def secret_aad(name):
    return canonical("customer-key/v1/key-wrap/secret", name.encode())


# 5. Root wraps

def unwrap_seed(private_key, algorithm, wrapped):
    """The seed that a customer key wrapped."""
    if algorithm not in ("RSA-OAEP-256", "RSA-OAEP"):
        raise Refused(f"the algorithm {algorithm} is none of a root wrap")
    digest = hashes.SHA256 if algorithm == "RSA-OAEP-256" else hashes.SHA1
    try:
        return private_key.decrypt(wrapped, padding.OAEP(padding.MGF1(digest()), digest(), None))
    except ValueError:
        raise Refused("the customer key does not open the seed") from None


def open_root_wrap(seed, tenant, policy, generation, slot, uri, algorithm, sealed):
    place = canonical("customer-key/v1/root-wrap", tenant, policy, u32(generation), bytes([slot]), uri.encode(), algorithm.encode())
    if len(sealed) != 61:
        raise Refused("unwrap")
    return open_wrap(kdf(seed, "customer-key/v1/root-wrap/key", place), place, sealed)


# 6. Other derivations

def policy_kek(policy_key, erasure_key, policy, generation):
    return kdf(policy_key + erasure_key, "customer-key/v1/policy-kek", policy, u32(generation))


def commitment(key, context):
    return kdf(key, "customer-key/v1/commitment", context)


def subkey(key, label, context=b""):
    return kdf(key, "customer-key/v1/subkey", label.encode(), context)


def code(key, *parts):
    message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return hmac.new(key, message, hashlib.sha256).digest()


def check_code(key, parts, tag, what):
    if not hmac.compare_digest(code(key, *parts), tag):
        raise Refused(what)


def read_private_key(der):
    return serialization.load_der_private_key(der, None)


def read_master_key(path):
    """A master key's file: 32 bytes."""
    key = pathlib.Path(path).read_bytes()
    if len(key) != 32:
        raise Unreadable(f"{path} is no master key: it has {len(key)} bytes, not 32")
    return key
