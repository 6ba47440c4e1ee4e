"""Children that were forked while their parent had a tenant open: they keep no lock of it, and none waits for threads that only their parent has. `python3 -m unittest discover -s tests/python`."""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

from customer_key import Failure, Library, Session

HERE = pathlib.Path(__file__).resolve().parent
VAULT = "contosoForks01"

# Opens the tenant, forks a child that does nothing, and waits to be killed.
PARENT = """
import os, signal, sys
from customer_key import Library, Session
session = Session(Library(), {"CUSTOMER_KEY_TENANT": sys.argv[1]}, sys.argv[1])
session.call("Get-CustomerKeyTenant").ok()
child = os.fork()
if child == 0:
    signal.pause()
print(child, flush=True)
signal.pause()
"""

# Opens the tenant and changes a vault.
CHANGE = """
import sys
from customer_key import Library, Session
with Session(Library(), {"CUSTOMER_KEY_TENANT": sys.argv[1]}, sys.argv[1]) as session:
    session.call("Set-CustomerKeyVaultFault", VaultName=sys.argv[2], Fault="None").ok()
"""


def script(text, *arguments):
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    return subprocess.Popen([sys.executable, "-c", text, *arguments], stdout=subprocess.PIPE, text=True, env=environment)


def end(child):
    os.kill(child, signal.SIGKILL)
    try:
        os.waitpid(child, 0)
    except ChildProcessError:
        pass  # somebody else's child


class Forked(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.tenant = f"{cls.folder.name}/tenant"
        cls.session = Session(Library(), {"XDG_DATA_HOME": cls.folder.name}, cls.folder.name)
        cls.session.call("New-CustomerKeyTenant", Path="tenant", Name="contoso").ok()
        cls.session.call("Connect-AzAccount").ok()
        cls.session.call("New-AzResourceGroup", Name="rg", Location="eastus").ok()
        cls.session.call("New-AzKeyVault", Name=VAULT, ResourceGroupName="rg", Location="eastus").ok()

    @classmethod
    def tearDownClass(cls):
        cls.session.close()
        cls.folder.cleanup()

    def change(self):
        self.session.call("Set-CustomerKeyVaultFault", VaultName=VAULT, Fault="None").ok()

    def test_children_forked_while_a_vault_changes_keep_nobody_from_changing_it(self):
        problems, stop, children = [], threading.Event(), []

        def work():
            try:
                while not stop.is_set():
                    self.change()
            except BaseException as problem:
                problems.append(problem)

        thread = threading.Thread(target=work)
        thread.start()
        try:
            for _ in range(40):
                child = os.fork()
                if child == 0:
                    signal.pause()
                    os._exit(0)
                children.append(child)
            stop.set()
            thread.join()
            self.assertEqual(problems, [])
            self.change()
            other = script(CHANGE, self.tenant, VAULT)
            other.communicate()
            self.assertEqual(other.returncode, 0)
        finally:
            stop.set()
            thread.join()
            for child in children:
                end(child)

    def test_a_child_does_not_keep_its_dead_parent_alive(self):
        locks = pathlib.Path(self.tenant) / "locks"
        before = set(locks.iterdir())
        parent = script(PARENT, self.tenant)
        child = int(parent.stdout.readline())
        try:
            (lock,) = set(locks.iterdir()) - before
            os.utime(lock, (1, 1))
            other = script(CHANGE, self.tenant, VAULT)
            other.communicate()
            self.assertTrue(lock.exists(), "its owner lives")
            parent.kill()
            parent.wait()  # not for the end of its output, which the child has too
            os.kill(child, 0)
            other = script(CHANGE, self.tenant, VAULT)
            other.communicate()
            self.assertEqual(other.returncode, 0)
            self.assertFalse(lock.exists(), "its owner is dead, and only a child has the file")
        finally:
            parent.kill()
            parent.wait()
            parent.stdout.close()
            end(child)
        self.assertEqual(set(locks.iterdir()), before)


class Vaults:
    """Vaults on this machine whose connections end at once."""

    def __init__(self):
        self.connections = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            self.listener.accept()[0].close()
            self.connections += 1

    def keys(self):
        return [f"https://{vault}.vault.localhost:{self.port}/keys/Root" for vault in ("kv-a", "kv-b")]


def threads_of_the_network():
    names = [(task / "comm").read_text() for task in pathlib.Path("/proc/self/task").iterdir()]
    return [name for name in names if name.startswith("ckey-net")]


class ForkedWithANetwork(unittest.TestCase):
    def setUp(self):
        self.folder, self.vaults = tempfile.TemporaryDirectory(), Vaults()
        sign_in = {f"AZURE_{name}": "11111111-2222-3333-4444-555555555555" for name in ("TENANT_ID", "CLIENT_ID", "CLIENT_SECRET")}
        self.session = Session(Library(), {"XDG_DATA_HOME": self.folder.name, **sign_in}, self.folder.name)
        self.session.call(
            "New-CustomerKeyTenant", Path="tenant", Name="contoso",
            VaultProvider="Azure", VaultHostSuffix="vault.localhost", VaultPort=self.vaults.port,
        ).ok()

    def tearDown(self):
        self.session.close()
        self.folder.cleanup()

    def ask(self):
        """Asks the vaults, which nobody reaches."""
        before = self.vaults.connections
        said = self.session.call("New-DataEncryptionPolicy", Name="P", AzureKeyIDs=self.vaults.keys())
        self.assertIn("could not be reached", str(said.errors))
        self.assertGreater(self.vaults.connections, before)

    def refused(self):
        """What a child does: all that could wait for the network is refused before it does."""
        signal.alarm(60)  # ends a child that hangs
        for _ in range(2):
            try:
                self.session.call("New-DataEncryptionPolicy", Name="P", AzureKeyIDs=self.vaults.keys())
                return False
            except Failure as failure:
                if failure.id != "ProcessForked":
                    return False
        return not threads_of_the_network()

    def test_a_child_of_a_process_that_asks_vaults_is_refused_at_once_and_its_parent_goes_on(self):
        self.ask()
        self.assertTrue(threads_of_the_network())
        for _ in range(3):
            child = os.fork()
            if child == 0:
                code = 1
                try:
                    code = 0 if self.refused() else 2
                finally:
                    os._exit(code)
            _, status = os.waitpid(child, 0)
            self.assertEqual((os.WIFEXITED(status), os.WEXITSTATUS(status)), (True, 0), status)
            self.ask()


if __name__ == "__main__":
    unittest.main()
