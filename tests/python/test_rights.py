"""Who may open which scope through the C ABI. `python3 -m unittest discover -s tests/python`."""

import tempfile
import unittest

from customer_key import Failure, Library, Session
from test_c_abi import CKEY


class ScopesOfAnAccount(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        environment = {"XDG_DATA_HOME": folder.name, "USER": "tester"}
        self.session = Session(Library(), environment, folder.name)
        self.addCleanup(self.session.close)
        self.session.call("New-CustomerKeyTenant", Path="tenant", Name="contoso").ok()
        for name in ("alice", "bob"):
            self.session.call("New-Mailbox", Name=name).ok()

    def sign_in(self, account):
        return self.session.call("Connect-ExchangeOnline", UserPrincipalName=account).ok()

    def refused(self, **selector):
        with self.assertRaises(Failure) as caught:
            self.session.scope(**selector)
        return [caught.exception.code, caught.exception.id]

    def test_a_mailbox_opens_for_its_user_and_nobody_elses(self):
        denied = [CKEY["CKEY_E_ACCESS_DENIED"], "AccountNotPermitted"]
        with self.session.scope(mailbox="bob") as bob:  # nobody is signed in: the owner
            sealed = bob.seal(b"to bob")
        self.sign_in("alice@contoso.com")
        with self.session.scope(mailbox="alice") as alice:
            self.assertEqual(alice.open(alice.seal(b"to alice")), b"to alice")
        self.assertEqual(self.refused(mailbox="bob"), denied)
        self.assertEqual(self.refused(workload="Teams"), denied)
        self.assertEqual(self.refused(application="ledger"), denied)
        self.sign_in("admin@contoso.onmicrosoft.com")
        with self.session.scope(mailbox="bob") as bob:
            self.assertEqual(bob.open(sealed), b"to bob")

    def test_an_account_that_nothing_names_opens_everything_until_it_is_refused(self):
        self.sign_in("ann@fabrikam.com")
        self.session.scope(application="ledger").close()
        self.sign_in("admin@contoso.onmicrosoft.com")
        self.session.call("Set-CustomerKeyTenant", UnknownAccounts="Refuse").ok()
        self.sign_in("ann@fabrikam.com")
        self.assertEqual(self.refused(application="ledger"), [CKEY["CKEY_E_ACCESS_DENIED"], "AccountUnknown"])


if __name__ == "__main__":
    unittest.main()
