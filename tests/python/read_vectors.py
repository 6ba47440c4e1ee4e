#!/usr/bin/env python3
"""An independent reader (and writer) of every format in docs/format.md, made from that page alone.

Reads tests/vectors/*.json, prints how many vectors agree, and exits with 1 at the first that does not.
Needs only the `cryptography` package:  pip install 'cryptography>=44'
"""
import hashlib
import hmac
import json
import pathlib
import sys

try:
    from cryptography.exceptions import InvalidSignature, InvalidTag
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ed25519, padding
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF
except ImportError as error:
    sys.exit(f"{error}; install it: pip install 'cryptography>=44'")

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors"
TAG = 16


class Refused(Exception):
    """A stage of reading said no; the argument names it."""


# 1. Conventions

def canonical(label, *parts):
    pieces = [label.encode("ascii"), *parts]
    return b"".join(len(piece).to_bytes(4, "big") + piece for piece in pieces)


def kdf(key, label, *parts, n=32):
    info = canonical(label, *parts)
    return HKDF(hashes.SHA256(), n, b"customer-key/v1", info).derive(key)


def u32(number):
    return number.to_bytes(4, "big")


# 2. Encryption context

def encode_context(pairs):
    out = len(pairs).to_bytes(2, "big")
    for key, value in sorted((k.encode(), v.encode()) for k, v in pairs):
        out += len(key).to_bytes(2, "big") + key + len(value).to_bytes(2, "big") + value
    return out


def decode_context(data):
    if len(data) > 8192:
        raise Refused("context")
    at = 0

    def take(n):
        nonlocal at
        if at + n > len(data):
            raise Refused("context")
        at += n
        return data[at - n:at]

    count = int.from_bytes(take(2), "big")
    if count > 64:
        raise Refused("context")
    pairs, last = [], b""
    for _ in range(count):
        size = int.from_bytes(take(2), "big")
        if not 1 <= size <= 256:
            raise Refused("context")
        key = take(size)
        size = int.from_bytes(take(2), "big")
        if size > 4096:
            raise Refused("context")
        value = take(size)
        if key <= last:
            raise Refused("context")
        last = key
        try:
            pairs.append((key.decode(), value.decode()))
        except UnicodeDecodeError:
            raise Refused("context") from None
    if at != len(data):
        raise Refused("context")
    return pairs


# 3. Sealed objects

class Header:
    def __init__(self, data):
        if len(data) < 96 or data[:7] != b"CKEYOBJ" or data[7] != 1 or data[8] != 1 or data[9] not in (1, 2):
            raise Refused("header")
        self.attached = data[9] == 1
        self.f, self.g = data[10], data[11]
        if not 8 <= self.f <= 20 or self.f + self.g > 20:
            raise Refused("header")
        self.frame, self.per_group = 2 ** self.f, 2 ** self.g
        self.group = self.frame * self.per_group
        self.sealed_group = self.per_group * (self.frame + TAG)
        self.scope_version = int.from_bytes(data[12:16], "big")
        self.scope_id = data[16:32]
        self.object_id = data[32:64]
        self.commitment = data[64:96]
        self.size = 144 if self.attached else 96
        if len(data) < self.size:
            raise Refused("header")
        self.prefix = data[:64]
        self.wrapped = data[96:144] if self.attached else None

    def binding(self, context):
        kind = self.prefix[:9] + self.prefix[10:12]
        return hashlib.sha256(canonical("customer-key/v1/object/binding", kind, self.object_id, context)).digest()


def object_keys(data_key, binding):
    both = kdf(data_key, "customer-key/v1/object/keys", binding, n=64)
    return both[:32], both[32:]


def nonce(index, last):
    return bytes(3) + index.to_bytes(8, "big") + bytes([last])


def plaintext_length(header, body):
    """Section 3.4."""
    if body < 1:
        raise Refused("length")
    q = (body - 1) // header.sealed_group
    r = body - q * header.sealed_group
    m = -(-r // (header.frame + TAG))
    p = r - TAG * m
    if not ((m - 1) * header.frame < p <= m * header.frame or body == TAG):
        raise Refused("length")
    total, frames = q * header.group + p, q * header.per_group + m
    if total > 2 ** 43 or frames > 2 ** 32:
        raise Refused("length")
    return total, frames


class Reader:
    """Opens an object of which `length` bytes are said to be there; `data` may be another length."""

    def __init__(self, vector, length):
        self.data = bytes.fromhex(vector["object"])
        self.header = header = Header(self.data[:length])
        if (header.scope_id.hex(), header.scope_version) != (vector["scope_id"], vector["scope_version"]):
            raise Refused("header")
        given = vector["wrapped_key"]
        if header.attached == (given is not None):
            raise Refused("header")
        wrapped = header.wrapped if header.attached else bytes.fromhex(given)
        self.binding = binding = header.binding(encode_context(vector["context_pairs"]))
        scope_key = bytes.fromhex(vector["scope_key"])
        wrap_key = kdf(scope_key, "customer-key/v1/object/wrap-key", header.prefix, binding)
        try:
            data_key = AESGCM(wrap_key).decrypt(bytes(12), wrapped, binding)
        except InvalidTag:
            raise Refused("data-key") from None
        frame_key, commitment = object_keys(data_key, binding)
        if not hmac.compare_digest(commitment, header.commitment):
            raise Refused("commitment")
        self.key = AESGCM(frame_key)
        self.total, self.frames = plaintext_length(header, length - header.size)

    def frame(self, index):
        h = self.header
        group, number = divmod(index, h.per_group)
        start = h.size + group * h.sealed_group
        in_group = min(h.group, self.total - group * h.group)
        begin = number * h.frame
        end = min(begin + h.frame, in_group)
        sealed = self.data[start + begin:start + end]
        tag = self.data[start + in_group + number * TAG:][:TAG]
        if len(sealed) != end - begin or len(tag) != TAG:
            raise Refused("frame")
        try:
            return self.key.decrypt(nonce(index, index + 1 == self.frames), sealed + tag, self.binding)
        except InvalidTag:
            raise Refused("frame") from None

    def all(self):
        return b"".join(self.frame(index) for index in range(self.frames))

    def read(self, offset, count):
        """At an offset: the last frame first, which authenticates the length."""
        self.frame(self.frames - 1)
        end = min(offset + count, self.total)
        if offset >= end:
            return b""
        first, last = offset // self.header.frame, (end - 1) // self.header.frame
        text = b"".join(self.frame(index) for index in range(first, last + 1))
        skip = offset - first * self.header.frame
        return text[skip:skip + end - offset]


def seal(vector, plain):
    """Writes the object of a vector's inputs."""
    attached = vector["form"] == "attached"
    f, g = vector["frame_exponent"], vector["group_exponent"]
    head = b"CKEYOBJ" + bytes([1, 1, 1 if attached else 2, f, g])
    prefix = head + u32(vector["scope_version"]) + bytes.fromhex(vector["scope_id"] + vector["object_id"])
    header = Header(prefix + bytes(80))
    binding = header.binding(encode_context(vector["context_pairs"]))
    data_key = bytes.fromhex(vector["data_key"])
    wrap_key = kdf(bytes.fromhex(vector["scope_key"]), "customer-key/v1/object/wrap-key", prefix, binding)
    wrapped = AESGCM(wrap_key).encrypt(bytes(12), data_key, binding)
    frame_key, commitment = object_keys(data_key, binding)
    out = prefix + commitment + (wrapped if attached else b"")
    frames = [plain[at:at + header.frame] for at in range(0, len(plain), header.frame)] or [b""]
    sealed = [AESGCM(frame_key).encrypt(nonce(index, index + 1 == len(frames)), frame, binding)
              for index, frame in enumerate(frames)]
    for at in range(0, len(sealed), header.per_group):
        group = sealed[at:at + header.per_group]
        out += b"".join(frame[:-TAG] for frame in group) + b"".join(frame[-TAG:] for frame in group)
    return out, wrapped


def plaintext(length):
    return bytes((n * 7 + n // 256) % 256 for n in range(length))


# 4 and 5. Key wraps and root wraps

def open_wrap(key, aad, wrapped):
    if len(wrapped) < 29 or wrapped[0] != 1:
        raise Refused("unwrap")
    try:
        return AESGCM(key).decrypt(wrapped[1:13], wrapped[13:], aad)
    except InvalidTag:
        raise Refused("unwrap") from None


def key_wrap_aad(v):
    label = "customer-key/v1/key-wrap/" + v["kind"]
    if v["kind"] == "secret":
        return canonical(label, v["secret_name"].encode())
    parts = [bytes.fromhex(v["tenant"]), bytes.fromhex(v["policy"]), u32(v["generation"])]
    if v["kind"] == "scope":
        parts += [bytes.fromhex(v["scope"]), u32(v["version"])]
    return canonical(label, *parts)


def open_key_wrap(v):
    return open_wrap(bytes.fromhex(v["kek"]), key_wrap_aad(v), bytes.fromhex(v["wrapped"]))


def open_root_wrap(v):
    place = canonical("customer-key/v1/root-wrap", bytes.fromhex(v["tenant"]), bytes.fromhex(v["policy"]),
                      u32(v["generation"]), bytes([v["slot"]]), v["key_uri"].encode(), v["algorithm"].encode())
    sealed = bytes.fromhex(v["sealed"])
    if len(sealed) != 61:
        raise Refused("unwrap")
    return open_wrap(kdf(bytes.fromhex(v["seed"]), "customer-key/v1/root-wrap/key", place), place, sealed)


# The checks

def load(name):
    return json.loads((VECTORS / name).read_text())


def expect(condition, what):
    if not condition:
        sys.exit(f"MISMATCH: {what}")


def refused(what, stage, run):
    try:
        run()
    except Refused as refusal:
        expect(str(refusal) == stage, f"{what}: refused at {refusal}, expected {stage}")
        return
    sys.exit(f"MISMATCH: {what}: was not refused, expected {stage}")


def check_sealed():
    vectors = load("sealed.json")["vectors"]
    for v in vectors:
        plain = plaintext(v["plaintext_len"])
        expect(encode_context(v["context_pairs"]).hex() == v["context"], v["name"] + ": context")
        reader = Reader(v, len(v["object"]) // 2)
        expect(reader.all() == plain, v["name"] + ": plaintext")
        for offset, count in [(0, 1), (0, len(plain)), (255, 2), (256, 256), (500, 100), (len(plain), 5), (len(plain) // 2, 99999)]:
            expect(reader.read(offset, count) == plain[offset:offset + count], f"{v['name']}: read at {offset}")
        made, wrapped = seal(v, plain)
        expect(made.hex() == v["object"], v["name"] + ": sealing")
        expect(v["wrapped_key"] in (None, wrapped.hex()), v["name"] + ": wrapped key")
    return len(vectors)


def check_forgeries():
    vectors = load("sealed_must_fail.json")["vectors"]
    for v in vectors:
        length = v.get("claimed_length", len(v["object"]) // 2)
        if "claimed_length" not in v:
            refused(v["name"], v["stage"], lambda: Reader(v, length).all())

        def at_offsets():
            reader = Reader(v, length)
            reader.read(0, reader.total)
        refused(v["name"] + " (at offsets)", v["stage"], at_offsets)
    return len(vectors)


def check_wraps(name, opened, field):
    file = load(name)
    for v in file["vectors"]:
        expect(opened(v).hex() == v[field], f"{name}: {v['name']}")
    for v in file["must_fail"]:
        refused(f"{name}: {v['name']}", "unwrap", lambda: opened(v))
    return len(file["vectors"]) + len(file["must_fail"])


def check_rsa():
    vectors = load("rsa.json")["vectors"]
    for v in vectors:
        key = serialization.load_der_private_key(bytes.fromhex(v["pkcs8"]), None)
        numbers = key.public_key().public_numbers()
        expect((numbers.n, numbers.e) == (int(v["modulus"], 16), int(v["exponent"], 16)), v["name"] + ": public key")
        digest = hashes.SHA256 if v["algorithm"] == "RSA-OAEP-256" else hashes.SHA1
        oaep = padding.OAEP(padding.MGF1(digest()), digest(), None)
        expect(key.decrypt(bytes.fromhex(v["wrapped"]), oaep).hex() == v["seed"], v["name"])
    return len(vectors)


def check_contexts():
    file = load("contexts.json")
    for v in file["vectors"]:
        expect(encode_context(v["pairs"]).hex() == v["context"], "contexts.json: encoding")
        decoded = decode_context(bytes.fromhex(v["context"]))
        expect(sorted(decoded) == sorted(map(tuple, v["pairs"])), "contexts.json: decoding")
    for v in file["must_fail"]:
        refused("contexts.json: " + v["name"], "context", lambda: decode_context(bytes.fromhex(v["context"])))
    return len(file["vectors"]) + len(file["must_fail"])


def check_derivations():
    file = load("derivations.json")
    count = 0

    def each(field):
        nonlocal count
        for v in file[field]:
            count += 1
            yield {name: bytes.fromhex(value) if isinstance(value, str) and name != "label" and name != "passphrase" else value
                   for name, value in v.items()}

    for v in each("policy_kek"):
        made = kdf(v["policy_key"] + v["erasure_key"], "customer-key/v1/policy-kek", v["policy"], u32(v["generation"]))
        expect(made == v["kek"], "policy_kek")
    for v in each("commitment"):
        expect(kdf(v["key"], "customer-key/v1/commitment", v["context"]) == v["commitment"], "commitment")
    for v in each("subkey"):
        expect(kdf(v["key"], "customer-key/v1/subkey", v["label"].encode(), v["context"]) == v["subkey"], "subkey")
    for v in each("code"):
        message = b"".join(len(part).to_bytes(8, "big") + part for part in map(bytes.fromhex, v["parts"]))
        expect(hmac.new(v["key"], message, hashlib.sha256).digest() == v["code"], "code")
    for v in each("signature"):
        signer = ed25519.Ed25519PrivateKey.from_private_bytes(v["seed"])
        expect(signer.public_key().public_bytes_raw() == v["public"], "signature: public key")
        try:
            signer.public_key().verify(v["signature"], v["message"])
        except InvalidSignature:
            sys.exit("MISMATCH: signature")
    for v in each("passphrase"):
        argon = Argon2id(salt=v["salt"], length=32, iterations=v["passes"], lanes=v["lanes"], memory_cost=v["memory_kib"])
        expect(argon.derive(v["passphrase"].encode()) == v["key"], "passphrase")
    return count


def main():
    counts = {
        "sealed objects": check_sealed(),
        "forgeries refused": check_forgeries(),
        "key wraps": check_wraps("key_wraps.json", open_key_wrap, "secret"),
        "root wraps": check_wraps("root_wraps.json", open_root_wrap, "policy_key"),
        "RSA wraps": check_rsa(),
        "contexts": check_contexts(),
        "derivations": check_derivations(),
    }
    for what, count in counts.items():
        print(f"{count:5} {what}")
    print(f"{sum(counts.values())} vectors agree")


if __name__ == "__main__":
    main()
