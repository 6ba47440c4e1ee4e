"""Opens an item by hand, with the keys of its tenant, by docs/format.md alone; section 13 says how the keys hang together.

usage: open_item.py TENANT_FOLDER ITEM_ID [first | second | availability] [MASTER_KEY_FILE]

ITEM_ID is the GUID that Get-CustomerKeyItem shows. The third argument says by which wrap the policy key is opened: the first customer key (the
default), the second, or the availability key. Under service-managed encryption it has no meaning: there is one wrap. MASTER_KEY_FILE is the secret store's, where
it does not be in the tenant folder.
Writes the item's content to standard output, once all of it is verified. Exit code 0: written; 1: refused, with the reason; 2: something that was given
cannot be read.
"""
import pathlib
import re
import sqlite3
import sys
import uuid

from formats import (Refused, Unreadable, commitment, open_root_wrap, open_wrap, policy_aad, policy_kek, read_master_key, run, scope_aad,
                     u32, unwrap_seed)
from read_secrets import Folder
from read_vaults import Vault
from sealed_object import Reader, encode_context

SLOTS = {"first": 1, "second": 2, "availability": 3}
SERVICE, SERVICE_ROOT = 0, 0
KEY_URI = re.compile(r"https://([^./]+)\.vault\.azure\.net/keys/([^/]+)/([0-9a-f]{32})")


class Tenant:
    def __init__(self, folder, key_file=None):
        self.folder = pathlib.Path(folder)
        self.secrets = Folder(self.folder / "service-secrets", key_file)
        self.database = sqlite3.connect(f"{(self.folder / 'tenant.db').absolute().as_uri()}?mode=ro", uri=True)
        (self.id,) = self.row("the tenant", "SELECT id FROM tenant")

    def row(self, what, sql, *arguments):
        found = self.database.execute(sql, arguments).fetchone()
        if found is None:
            raise Refused(f"{what} is not there")
        return found

    def policy_key(self, policy, generation, slot):
        """The key of a policy's generation, by one of its wraps, held against its commitment."""
        number, guid = policy
        uri, algorithm, seed, sealed = self.row(f"wrap {slot} of the policy key", "SELECT key_uri, algorithm, seed, sealed_key FROM policy_wrap "
                                                "WHERE policy_no = ? AND generation = ? AND slot = ?", number, generation, slot)
        if slot == SERVICE_ROOT:
            key = open_wrap(self.secrets.get("service-root"), policy_aad("service-root", self.id, guid, generation), sealed, "policy key")
        elif slot == SLOTS["availability"]:
            availability = self.secrets.get(f"availability-{uuid.UUID(bytes=guid)}")
            key = open_wrap(availability, policy_aad("availability", self.id, guid, generation), sealed, "policy key")
        else:
            seed = unwrap_seed(self.customer_key(uri), algorithm, seed)
            key = open_root_wrap(seed, self.id, guid, generation, slot, uri, algorithm, sealed)
        (committed,) = self.row("the generation", "SELECT commitment FROM generation WHERE policy_no = ? AND number = ?", number, generation)
        if commitment(key, guid + u32(generation)) != committed:
            raise Refused("the policy key is not the one that its generation was committed to")
        return key

    def customer_key(self, uri):
        named = KEY_URI.fullmatch(uri)
        if not named:
            raise Refused(f"{uri} names no key version of an embedded vault")
        vault, key, version = named.groups()
        return Vault(self.folder / "vaults", vault, read_master_key(self.folder / "vault-keys/master.key")).private_key(key, version)

    def scope_key(self, scope_no, scope, version, route):
        policy_no, generation, wrap = self.row("the scope key", "SELECT policy_no, generation, wrap FROM scope_wrap "
                                               "WHERE scope_no = ? AND version = ?", scope_no, version)
        guid, kind = self.row("the policy", "SELECT guid, kind FROM policy WHERE no = ?", policy_no)
        key = self.policy_key((policy_no, guid), generation, SERVICE_ROOT if kind == SERVICE else SLOTS[route])
        kek = policy_kek(key, self.secrets.get(f"erasure-{uuid.UUID(bytes=guid)}"), guid, generation)
        return open_wrap(kek, scope_aad(self.id, guid, generation, scope, version), wrap, "the scope key does not open")

    def open(self, item, route):
        no, scope_no, version, outside = self.row(f"item {item}", "SELECT no, scope_no, key_version, outside FROM item WHERE id = ?", item.bytes)
        (scope,) = self.row("the item's scope", "SELECT guid FROM scope WHERE no = ?", scope_no)
        if outside:
            data = (self.folder / "content" / f"{item.bytes[0]:02x}" / f"{item}.sealed").read_bytes()
        else:
            (data,) = self.row("the item's object", "SELECT sealed FROM item_body WHERE item_no = ?", no)
        pairs = [("item", str(item)), ("scope", str(uuid.UUID(bytes=scope))), ("tenant", str(uuid.UUID(bytes=self.id)))]
        return Reader(data, self.scope_key(scope_no, scope, version, route), scope, version, encode_context(pairs)).all()


def main(folder, item, route="first", key_file=None):
    if route not in SLOTS:
        raise Unreadable(f"'{route}' is no wrap of a policy key: first, second or availability")
    try:
        content = Tenant(folder, key_file).open(uuid.UUID(item), route)
    except (ValueError, sqlite3.Error) as problem:
        raise Unreadable(f"{folder} or '{item}': {problem}") from problem
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    run(main, __doc__, 2, 4)
