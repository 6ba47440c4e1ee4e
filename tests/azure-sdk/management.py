"""The life of a vault, by Azure's own client of the management API. Usage: management.py PATH-OF-customer-key

Certificates and challenges are verified as ever; base_url, credential_scopes and authority are set as for a
private cloud, whose authority the client does not look up at Microsoft (disable_instance_discovery).
"""

import json
import sys
import unittest

from azure.core.exceptions import (
    ClientAuthenticationError, HttpResponseError, ResourceExistsError, ResourceNotFoundError,
)
from azure.mgmt.keyvault.models import (
    AccessPolicyEntry, CreateMode, IPRule, NetworkRuleSet, Permissions, Sku, VaultAccessPolicyParameters,
    VaultAccessPolicyProperties, VaultCheckNameAvailabilityParameters, VaultCreateOrUpdateParameters,
    VaultPatchParameters, VaultPatchProperties, VaultProperties,
)

import told
from served import APPLICATION, Served

ALICE = "cccccccc-0000-4000-8000-000000000001"
OTHER = "22222222-2222-3333-4444-555555555555"
PLACE = "eastus"


class Management(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.served = Served(PROGRAM)
        shown = json.loads(cls.served.cmdlet("Get-AzKeyVault", "-VaultName", "kv-a").splitlines()[0])
        cls.subscription = shown["ResourceId"].split("/")[2]
        cls.tenant_id = cls.served.principal["tenantId"]
        cls.served.cmdlet("Set-CustomerKeyTenant", "-Owners", f"@{{Add='{APPLICATION}'}}")
        cls.client = cls.served.management(cls.subscription)
        cls.vaults = cls.client.vaults

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.served.close()

    def entry(self, who=ALICE, **permissions):
        # Its `keys` cannot be a keyword: models are mappings, which have such a method.
        return AccessPolicyEntry(tenant_id=self.tenant_id, object_id=who, permissions=Permissions(permissions))

    def make(self, name, tags=None, **properties):
        given = {"access_policies": [], "sku": Sku(family="A", name="standard"), "tenant_id": self.tenant_id}
        wanted = VaultCreateOrUpdateParameters(
            location=PLACE, tags=tags, properties=VaultProperties(**{**given, **properties}))
        return self.vaults.begin_create_or_update("rg", name, wanted).result()

    def refused(self, code, status, call, *rest, kind=HttpResponseError, **named):
        with self.assertRaises(kind) as caught:
            call(*rest, **named)
        self.assertEqual((caught.exception.status_code, caught.exception.error.code), (status, code))
        return caught.exception.error.message

    def test_a_vault_is_made_shown_and_used_by_the_client_of_keys(self):
        rules = NetworkRuleSet(bypass="AzureServices", default_action="Allow", ip_rules=[IPRule(value="203.0.113.0/24")])
        made = self.make(
            "kv-made", tags={"use": "test"}, network_acls=rules, soft_delete_retention_in_days=30,
            access_policies=[self.entry(APPLICATION, keys=["all"]), self.entry(keys=["get"], secrets=["list"])])
        self.assertEqual(made.properties.vault_uri, self.served.url("kv-made") + "/")
        shown = self.vaults.get("RG", "KV-made")
        self.assertEqual(shown.as_dict(), made.as_dict())
        self.assertEqual((shown.name, shown.location, shown.tags), ("kv-made", PLACE, {"use": "test"}))
        self.assertEqual(shown.properties.provisioning_state, "Succeeded")
        self.assertEqual(shown.properties.soft_delete_retention_in_days, 30)
        self.assertEqual(shown.properties.network_acls.ip_rules[0].value, "203.0.113.0/24")
        given = {entry.object_id: entry.permissions for entry in shown.properties.access_policies}
        self.assertEqual((given[ALICE]["keys"], given[ALICE]["secrets"]), (["get"], ["list"]))
        key = self.served.keys("kv-made").create_rsa_key("root", size=2048)
        self.assertTrue(key.id.startswith(shown.properties.vault_uri))
        again = self.vaults.begin_create_or_update("rg", "kv-made", VaultCreateOrUpdateParameters(
            location=made.location, tags=made.tags, properties=made.properties)).result()
        self.assertEqual(again.as_dict(), made.as_dict(), "what is put as it is shown stays")

    def test_a_vault_is_updated_and_what_is_on_for_ever_stays_on(self):
        self.make("kv-update")
        changed = self.vaults.update("rg", "kv-update", VaultPatchParameters(
            tags={"a": "b"}, properties=VaultPatchProperties(enable_purge_protection=True)))
        self.assertEqual((changed.tags, changed.properties.enable_purge_protection), ({"a": "b"}, True))
        off = VaultPatchParameters(properties=VaultPatchProperties(enable_purge_protection=False))
        self.refused("BadRequest", 400, self.vaults.update, "rg", "kv-update", off)
        for property in ("enabled_for_deployment", "enabled_for_disk_encryption"):
            wanted = VaultPatchParameters(properties=VaultPatchProperties(**{property: True}))
            self.refused("NotSupported", 400, self.vaults.update, "rg", "kv-update", wanted)

    def test_access_policies_are_added_replaced_and_taken(self):
        self.make("kv-access")

        def change(kind, **permissions):
            wanted = VaultAccessPolicyParameters(
                properties=VaultAccessPolicyProperties(access_policies=[self.entry(**permissions)]))
            after = self.vaults.update_access_policy("rg", "kv-access", kind, wanted)
            return [sorted(entry.permissions["keys"]) for entry in after.properties.access_policies]

        self.assertEqual(change("add", keys=["get"]), [["get"]])
        self.assertEqual(change("add", keys=["wrapKey"]), [["get", "wrapKey"]])
        self.assertEqual(change("replace", keys=["unwrapKey"]), [["unwrapKey"]])
        self.assertEqual(change("remove", keys=["unwrapKey"]), [])

    def test_a_vault_is_deleted_brought_back_and_destroyed(self):
        self.make("kv-gone", access_policies=[self.entry(keys=["get"])])
        self.vaults.delete("rg", "kv-gone")
        self.vaults.delete("rg", "kv-gone")
        self.refused("ResourceNotFound", 404, self.vaults.get, "rg", "kv-gone", kind=ResourceNotFoundError)
        self.assertIn("kv-gone", [deleted.name for deleted in self.vaults.list_deleted()])
        deleted = self.vaults.get_deleted("kv-gone", "East US")
        self.assertEqual(deleted.properties.location, PLACE)
        self.assertGreater(deleted.properties.scheduled_purge_date, deleted.properties.deletion_date)
        self.refused("ConflictError", 409, self.make, "kv-gone", kind=ResourceExistsError)
        back = self.make("kv-gone", create_mode=CreateMode.RECOVER)
        self.assertEqual([entry.object_id for entry in back.properties.access_policies], [ALICE])
        self.vaults.delete("rg", "kv-gone")
        self.assertIsNone(self.vaults.begin_purge_deleted("kv-gone", PLACE).result())
        self.refused("ResourceNotFound", 404, self.vaults.get_deleted, "kv-gone", PLACE, kind=ResourceNotFoundError)
        self.make("kv-kept", enable_purge_protection=True)
        self.vaults.delete("rg", "kv-kept")
        self.refused("MethodNotAllowed", 405, self.vaults.begin_purge_deleted, "kv-kept", PLACE)

    def test_vaults_are_listed_in_each_way_and_page_by_page(self):
        for name in ("kv-list-a", "kv-list-b", "kv-list-c"):
            self.make(name)
        wanted = {"kv-a", "kv-list-a", "kv-list-b", "kv-list-c"}
        for found in (
            self.vaults.list_by_resource_group("RG"), self.vaults.list_by_subscription(), self.vaults.list(),
            self.vaults.list_by_resource_group("rg", top=1), self.vaults.list_by_subscription(top=2),
            self.vaults.list(top=1),
        ):
            names = [vault.name for vault in found]
            self.assertLessEqual(wanted, set(names))
            self.assertEqual(len(names), len(set(names)))
        self.refused("ResourceGroupNotFound", 404, list, self.vaults.list_by_resource_group("none"),
                     kind=ResourceNotFoundError)

    def test_a_name_is_free_or_taken_or_none(self):
        def check(name):
            wanted = VaultCheckNameAvailabilityParameters(name=name, type="Microsoft.KeyVault/vaults")
            found = self.vaults.check_name_availability(wanted)
            return found.name_available, found.reason

        self.assertEqual(check("kv-nobody-has"), (True, None))
        self.assertEqual(check("KV-A"), (False, "AlreadyExists"))
        self.assertEqual(check("a"), (False, "AccountNameInvalid"))

    def test_another_subscription_has_none_of_the_vaults(self):
        with self.served.management("bbbbbbbb-0000-4000-8000-000000000002") as other:
            self.refused("ResourceNotFound", 404, other.vaults.get, "rg", "kv-a", kind=ResourceNotFoundError)
            self.refused("SubscriptionNotFound", 404, list, other.vaults.list_by_subscription(),
                         kind=ResourceNotFoundError)

    def test_who_is_no_owner_does_what_vaults_let_it_and_reads_a_refusal_as_azures(self):
        made = json.loads(self.served.cmdlet("principal", "new", OTHER))
        credential = self.served.credential(made["clientSecret"], OTHER)
        self.make("kv-theirs")
        with self.served.management(self.subscription, credential) as client:
            message = self.refused("AuthorizationFailed", 403, client.vaults.get, "rg", "kv-theirs")
            self.assertIn(f"The client '{OTHER}' with object id", message)
            self.assertIn("'Microsoft.KeyVault/vaults/read' over scope '/subscriptions/", message)
            self.refused("AuthorizationFailed", 403, list, client.vaults.list_by_subscription())
            self.served.cmdlet(
                "New-AzRoleAssignment", "-ApplicationId", OTHER,
                "-RoleDefinitionName", "Key Vault Contributor", "-Scope", self.vaults.get("rg", "kv-theirs").id)
            self.assertEqual([vault.name for vault in client.vaults.list_by_subscription()], ["kv-theirs"])
            changed = client.vaults.update("rg", "kv-theirs", VaultPatchParameters(tags={"by": "them"}))
            self.assertEqual(changed.tags, {"by": "them"})
            self.refused("AuthorizationFailed", 403, client.vaults.get, "rg", "kv-a")
            client.vaults.delete("rg", "kv-theirs")
            self.refused("AuthorizationFailed", 403, client.vaults.begin_purge_deleted, "kv-theirs", PLACE)
        found = self.served.cmdlet("Search-CustomerKeyAudit")
        self.assertTrue(any("VaultPurge" in line and "Denied" in line for line in found.splitlines()))

    def test_who_is_not_registered_gets_no_token_and_a_token_for_keys_manages_nothing(self):
        nobody = self.served.credential("0" * 64, "33333333-2222-3333-4444-555555555555")
        with self.served.management(self.subscription, nobody) as client:
            self.assertRaises(ClientAuthenticationError, client.vaults.get, "rg", "kv-a")

        class OfKeys:
            """A credential that asks for keys whatever it is asked for."""

            def __init__(self, of):
                self.of, self.scope = of.credential(), of.authority + "/.default"

            def get_token(self, *_, **__):
                return self.of.get_token(self.scope)

        with self.served.management(self.subscription, OfKeys(self.served)) as client:
            self.refused("InvalidAuthenticationToken", 401, client.vaults.get, "rg", "kv-a",
                         kind=ClientAuthenticationError)

    def test_cmdlets_see_what_the_client_made_and_the_record_names_the_application(self):
        self.make("kv-both", tags={"made": "here"})
        shown = json.loads(self.served.cmdlet("Get-AzKeyVault", "-VaultName", "kv-both").splitlines()[0])
        self.assertEqual(shown["ResourceId"], self.vaults.get("rg", "kv-both").id)
        found = self.served.cmdlet("Search-CustomerKeyAudit")
        self.assertTrue(any(APPLICATION in line and "kv-both" in line for line in found.splitlines()))


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    told.play(Management)
