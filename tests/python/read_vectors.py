#!/usr/bin/env python3
"""An independent reader (and writer) of every format in docs/format.md, made from that page alone.

Reads tests/vectors/*.json, prints how many vectors agree, and exits with 1 at the first that does not.
Needs only the `cryptography` package:  pip install 'cryptography>=44'
"""
import json
import pathlib
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

import formats
from formats import Refused
from sealed_object import Reader, decode_context, encode_context, seal

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors"


def reader(vector, length):
    """A reader of a vector's object, of which `length` bytes are said to be there."""
    wrapped = vector["wrapped_key"] and bytes.fromhex(vector["wrapped_key"])
    context = encode_context(vector["context_pairs"])
    keys = bytes.fromhex(vector["scope_key"]), bytes.fromhex(vector["scope_id"]), vector["scope_version"]
    return Reader(bytes.fromhex(vector["object"]), *keys, context, wrapped, length)


def made_of(vector, plain):
    """The object of a vector's inputs."""
    keys = [bytes.fromhex(vector[name]) for name in ("data_key", "scope_key", "scope_id")]
    return seal(plain, *keys, vector["scope_version"], bytes.fromhex(vector["object_id"]), encode_context(vector["context_pairs"]),
                vector["form"] == "attached", vector["frame_exponent"], vector["group_exponent"])


def plaintext(length):
    return bytes((n * 7 + n // 256) % 256 for n in range(length))


def open_key_wrap(v):
    kind = v["kind"]
    if kind == "secret":
        aad = formats.secret_aad(v["secret_name"])
    elif kind == "scope":
        tenant, policy, scope = (bytes.fromhex(v[name]) for name in ("tenant", "policy", "scope"))
        aad = formats.scope_aad(tenant, policy, v["generation"], scope, v["version"])
    else:
        aad = formats.policy_aad(kind, bytes.fromhex(v["tenant"]), bytes.fromhex(v["policy"]), v["generation"])
    return formats.open_wrap(bytes.fromhex(v["kek"]), aad, bytes.fromhex(v["wrapped"]))


def open_root_wrap(v):
    seed, tenant, policy, sealed = (bytes.fromhex(v[name]) for name in ("seed", "tenant", "policy", "sealed"))
    return formats.open_root_wrap(seed, tenant, policy, v["generation"], v["slot"], v["key_uri"], v["algorithm"], sealed)


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
        opened = reader(v, len(v["object"]) // 2)
        expect(opened.all() == plain, v["name"] + ": plaintext")
        for offset, count in [(0, 1), (0, len(plain)), (255, 2), (256, 256), (500, 100), (len(plain), 5), (len(plain) // 2, 99999)]:
            expect(opened.read(offset, count) == plain[offset:offset + count], f"{v['name']}: read at {offset}")
        made, wrapped = made_of(v, plain)
        expect(made.hex() == v["object"], v["name"] + ": sealing")
        expect(v["wrapped_key"] in (None, wrapped.hex()), v["name"] + ": wrapped key")
    return len(vectors)


def check_forgeries():
    vectors = load("sealed_must_fail.json")["vectors"]
    for v in vectors:
        length = v.get("claimed_length", len(v["object"]) // 2)
        if "claimed_length" not in v:
            refused(v["name"], v["stage"], lambda: reader(v, length).all())

        def at_offsets():
            opened = reader(v, length)
            opened.read(0, opened.total)
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
        key = formats.read_private_key(bytes.fromhex(v["pkcs8"]))
        numbers = key.public_key().public_numbers()
        expect((numbers.n, numbers.e) == (int(v["modulus"], 16), int(v["exponent"], 16)), v["name"] + ": public key")
        expect(formats.unwrap_seed(key, v["algorithm"], bytes.fromhex(v["wrapped"])).hex() == v["seed"], v["name"])
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
        made = formats.policy_kek(v["policy_key"], v["erasure_key"], v["policy"], v["generation"])
        expect(made == v["kek"], "policy_kek")
    for v in each("commitment"):
        expect(formats.commitment(v["key"], v["context"]) == v["commitment"], "commitment")
    for v in each("subkey"):
        expect(formats.subkey(v["key"], v["label"], v["context"]) == v["subkey"], "subkey")
    for v in each("code"):
        expect(formats.code(v["key"], *map(bytes.fromhex, v["parts"])) == v["code"], "code")
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
