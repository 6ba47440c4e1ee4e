"""Sealed objects and encryption contexts: docs/format.md sections 2 and 3, from that page alone."""
import hashlib
import hmac

from formats import AESGCM, InvalidTag, Refused, canonical, kdf, u32

TAG = 16


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
    """Opens an object under a scope key, in an expected context (canonical). `length` bytes are said to be there; `data` may be another length.
    `wrapped` is the data key of an object of the detached form."""

    def __init__(self, data, scope_key, scope_id, scope_version, context, wrapped=None, length=None):
        length = len(data) if length is None else length
        self.data = data
        self.header = header = Header(data[:length])
        if (header.scope_id, header.scope_version) != (scope_id, scope_version) or header.attached == (wrapped is not None):
            raise Refused("header")
        self.binding = binding = header.binding(context)
        wrap_key = kdf(scope_key, "customer-key/v1/object/wrap-key", header.prefix, binding)
        try:
            data_key = AESGCM(wrap_key).decrypt(bytes(12), header.wrapped if header.attached else wrapped, binding)
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


def seal(plain, data_key, scope_key, scope_id, scope_version, object_id, context, attached, f, g):
    """Writes an object; returns it and its wrapped data key."""
    prefix = b"CKEYOBJ" + bytes([1, 1, 1 if attached else 2, f, g]) + u32(scope_version) + scope_id + object_id
    header = Header(prefix + bytes(80))
    binding = header.binding(context)
    wrap_key = kdf(scope_key, "customer-key/v1/object/wrap-key", prefix, binding)
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
