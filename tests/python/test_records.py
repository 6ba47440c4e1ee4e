"""The schema of records, held against real ones. `python3 -m unittest discover -s tests/python`."""

import tempfile
import unittest

import records
from customer_key import Library, Session
from records import Records


@unittest.skipIf(records.jsonschema is None, "no package jsonschema; docs/records.schema.json was not held against records")
class Schema(unittest.TestCase):
    def test_records_of_every_stream_are_as_the_schema_says(self):
        streams, objects = set(), 0
        with tempfile.TemporaryDirectory() as folder, Session(Library(), {"XDG_DATA_HOME": folder}, folder) as session:
            for cmdlet, parameters, what_if in (
                ("New-CustomerKeyTenant", {"Path": "tenant"}, False),
                ("New-Mailbox", {"Name": "user", "Count": 1500}, False),
                ("New-Mailbox", {"Name": "team"}, True),
                ("Get-Mailbox", {"ResultSize": "Unlimited"}, False),
                ("Get-MailboxStatistics", {"Identity": "user1"}, False),
                ("New-AzResourceGroup", {"Name": "rg", "Location": "eastus", "Tag": {"owner": "team"}}, False),
                ("New-AzKeyVault", {"Name": "some-vault", "ResourceGroupName": "rg", "Location": "eastus"}, False),
                ("Add-AzKeyVaultKey", {"VaultName": "some-vault", "Name": "key", "Destination": "Software"}, False),
                ("Get-AzKeyVault", {"VaultName": "some-vault"}, False),
                ("Get-CustomerKeyTenant", {}, False),
                ("Get-CustomerKeyWorkload", {}, False),
                ("Set-CustomerKeyApplication", {"Identity": "ledger", "DataEncryptionPolicy": None}, False),
                ("Search-CustomerKeyAudit", {}, False),
                ("Test-CustomerKeyTenant", {}, False),
                ("Get-Mailbox", {"Identity": "nobody"}, False),
                ("Disconnect-ExchangeOnline", {}, False),
            ):
                with session.start(cmdlet, parameters, what_if) as call:
                    for head, _ in call:
                        streams.add(head["stream"])
                        if head["stream"] == "confirm":
                            call.answer(True)
                    objects += call.records.checked
        self.assertLessEqual({"output", "error", "warning", "information", "whatif", "confirm", "progress"}, streams)
        self.assertGreater(objects, 2500)

    def test_what_no_record_is_fails(self):
        told = {"stream": "output", "type": ["T"], "shown": "N", "columns": {"N": "int", "L": "text[]"}}
        error = {"stream": "error", "id": "A", "category": "InvalidData", "message": "m", "target": None, "fix": "",
                 "reason": None, "exception": None, "terminating": False, "retryable": False}  # fmt: skip
        Records().check(told, [{"N": 1, "L": ["a"]}])
        Records().check(error, [])
        for head, objects in (
            ({"stream": "output"}, []),
            ({"stream": "shout", "message": "m"}, []),
            ({"stream": "warning"}, []),
            ({"stream": "warning", "message": "m", "more": 1}, []),
            (error | {"category": "Bad"}, []),
            ({key: value for key, value in error.items() if key != "retryable"}, []),
            ({"stream": "progress", "id": 1, "activity": "a", "status": "", "percent": 101, "done": False}, []),
            ({"stream": "output", "type": ["T"]}, [{"N": 1}]),
            (told, [{"N": 2**31, "L": []}]),
            (told, [{"N": 1, "L": None}]),
            (told, [{"N": 1}]),
            (told, [{"N": 1, "L": [], "More": 1}]),
        ):
            with self.assertRaises((AssertionError, KeyError, records.jsonschema.ValidationError), msg=(head, objects)):
                Records().check(head, objects)


if __name__ == "__main__":
    unittest.main()
