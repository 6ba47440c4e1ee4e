"""A tenant that was replaced while a program has it open, over the C ABI: nothing is sealed that could never be opened again."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from customer_key import Failure, Library, Session
from test_c_abi import CKEY

# What a look at the folder may be old for those who seal, in seconds, and then some.
LOOK = 0.02

MAKE = "from customer_key import Session; import sys; Session(None, {'HOME': sys.argv[1]}, sys.argv[1]).call(*sys.argv[2:3], Path='tenant', Name='other').ok()"


class OnAReplacedTenant(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, "tenant")
        self.session = Session(Library(), {"HOME": self.folder.name}, self.folder.name)
        self.session.call("New-CustomerKeyTenant", Path="tenant", Name="contoso").ok()
        self.scope = self.session.scope(application="ledger")
        self.sealed = self.scope.seal(b"100 EUR to Anna", {"entry": "42"})

    def tearDown(self):
        self.scope.close()
        self.session.close()
        self.folder.cleanup()

    def refused(self, what, *arguments, **named):
        with self.assertRaises(Failure) as caught:
            what(*arguments, **named)
        self.assertEqual([caught.exception.code, caught.exception.id], [CKEY["CKEY_E_STATE"], "TenantReplaced"])
        self.assertIn("Open-CustomerKeyTenant", caught.exception.document["fix"])

    def everything_is_refused(self):
        self.refused(self.scope.seal, b"lost", {"entry": "43"})
        self.refused(self.scope.seal_detached, b"lost")
        self.refused(self.scope.open, self.sealed, {"entry": "42"})
        self.refused(self.session.scope, application="ledger")
        self.refused(self.session.scope, application="a new one")
        for cmdlet, parameters in (("Get-Mailbox", {}), ("New-Mailbox", {"Name": "ann"}), ("Get-AzKeyVault", {})):
            said = self.session.call(cmdlet, **parameters)
            self.assertEqual([error["id"] for error in said.errors], ["TenantReplaced"], cmdlet)
            self.assertEqual(said.failure.code, CKEY["CKEY_E_STATE"])

    def what_is_sealed_in_the_new_one_opens(self):
        self.session.call("Open-CustomerKeyTenant", Path="tenant").ok()
        with self.session.scope(application="a new one") as scope:
            self.assertEqual(scope.open(scope.seal(b"kept")), b"kept")

    def remove(self):
        """Removes the folder of the tenant that is open, which may be writing the counter of its log there."""
        while os.path.exists(self.path):
            shutil.rmtree(self.path, ignore_errors=True)

    def test_made_again_by_the_same_session(self):
        self.remove()
        with Session(self.session.library, {"HOME": self.folder.name}, self.folder.name) as other:
            other.call("New-CustomerKeyTenant", Path="tenant", Name="other").ok()
            # At once: what this process does itself needs no look.
            self.everything_is_refused()
        self.what_is_sealed_in_the_new_one_opens()

    def test_made_again_by_another_process(self):
        self.remove()
        environment = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.abspath(__file__))}
        subprocess.run([sys.executable, "-c", MAKE, self.folder.name, "New-CustomerKeyTenant"], env=environment, check=True)
        time.sleep(LOOK)
        self.everything_is_refused()
        self.what_is_sealed_in_the_new_one_opens()

    def test_restored_at_the_same_path(self):
        self.session.call("Backup-CustomerKeyTenant", OutputFile="main", SecretsFile="secrets").ok()
        self.remove()
        with Session(self.session.library, {"HOME": self.folder.name}, self.folder.name) as other:
            other.call("Restore-CustomerKeyTenant", Path="tenant", InputFile="main", SecretsFile="secrets").ok()
            self.everything_is_refused()
        self.what_is_sealed_in_the_new_one_opens()
        with self.session.scope(application="ledger") as scope:
            self.assertEqual(scope.open(self.sealed, {"entry": "42"}), b"100 EUR to Anna")

    def test_moved_away_and_back(self):
        os.rename(self.path, self.path + "-elsewhere")
        time.sleep(LOOK)
        self.everything_is_refused()
        os.rename(self.path + "-elsewhere", self.path)
        time.sleep(LOOK)
        self.assertEqual(self.scope.open(self.sealed, {"entry": "42"}), b"100 EUR to Anna")


if __name__ == "__main__":
    unittest.main()
