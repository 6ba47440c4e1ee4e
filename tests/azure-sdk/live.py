"""The live cases of the tests that azure-keyvault-keys ships in its source package, unmodified,
against a served vault. Usage: live.py PATH-OF-customer-key [ARGUMENTS OF PYTEST]

live.txt tells how each case ends and why, and live.sha256 what the package and its tests are. A case that
ends otherwise fails, whichever way; so does one that fails for another reason, one that is in no line, and
a line that no case has.
"""

import hashlib
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import textwrap

import pytest

from served import APPLICATION, Served

HERE = pathlib.Path(__file__).parent
VAULT, HSM = "kv-live", "kv-hsm"


def sums():
    """File name to checksum."""
    lines = (HERE / "live.sha256").read_text().splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def checked(path, wanted):
    if hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
        raise SystemExit(f"{path.name} is not what live.sha256 says")


def tests(folder):
    """The tests of the pinned source package, every file of them checked."""
    wanted = sums()
    (package,) = [name for name in wanted if name.endswith(".tar.gz")]
    kept = pathlib.Path(sys.prefix) / "source"
    if not (kept / package).exists():
        name, version = package.removesuffix(".tar.gz").rsplit("-", 1)
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", name, "-d", kept,
             f"{name}=={version}"], check=True)
    checked(kept / package, wanted.pop(package))
    with tarfile.open(kept / package) as archive:
        archive.extractall(folder, filter="data")
    tests = folder / package.removesuffix(".tar.gz") / "tests"
    found = {path.relative_to(tests).as_posix() for path in tests.rglob("*.py")}
    if found != set(wanted):
        raise SystemExit(f"the tests have other files than live.sha256: {found ^ set(wanted)}")
    for name, digest in wanted.items():
        checked(tests / name, digest)
    return tests


def environment(served):
    """What the tests and the stand-in read."""
    return {
        "AZURE_KEYVAULT_URL": served.url(VAULT),
        # No managed HSM is served: its cases run on a second premium vault, with its HSM key types.
        "AZURE_MANAGEDHSM_URL": served.url(HSM),
        "KEYVAULT_SKU": "premium",
        "KEYVAULT_TENANT_ID": served.principal["tenantId"],
        "KEYVAULT_CLIENT_ID": APPLICATION,
        "KEYVAULT_CLIENT_SECRET": served.principal["clientSecret"],
        # Nothing attests here; what is asked there is refused.
        "AZURE_KEYVAULT_ATTESTATION_URL": served.authority,
        # The tests skip cases where AZURE_AUTHORITY_HOST is none of the public cloud's.
        "STAND_IN_AUTHORITY": served.authority,
        "REQUESTS_CA_BUNDLE": served.certificate,
        "SSL_CERT_FILE": served.certificate,
    }


def pytest_collection_modifyitems(config, items):
    """Keeps the cases that are live; each process that runs some calls this."""
    live = [item for item in items if "is_hsm" in getattr(getattr(item, "callspec", None), "params", {})]
    config.hook.pytest_deselected(items=[item for item in items if item not in live])
    items[:] = live


class Outcomes:
    """How each case ends."""

    def __init__(self):
        self.ended, self.why = {}, {}

    def pytest_runtest_logreport(self, report):
        if report.when == "call" or not report.passed:
            case = report.nodeid.rsplit("/", 1)[-1]
            self.ended[case] = report.outcome
            self.why[case] = report.longreprtext or str(report.longrepr or "")


def expected():
    """Case to how it ends: passed, or excluded and why. And why to what then stands in a failure."""
    lines = [line for line in (HERE / "live.txt").read_text().splitlines() if line and not line.startswith("#")]
    reasons = [line.removeprefix("because ").split(" :: ") for line in lines if line.startswith("because ")]
    cases = dict(line.split(" ", 1) for line in lines if not line.startswith("because "))
    return cases, {f"excluded: {why}": texts.split(" || ") for why, texts in reasons}


def is_for(reasons, should, why):
    """Whether a failure is for the reason that excludes its case."""
    return any(text in why for text in reasons.get(should, []))


def told(outcomes, wanted, reasons):
    """Tells of each case; how many are as they should be, are not, and are excluded."""
    passed = failed = excluded = 0
    for case in sorted(wanted.keys() | outcomes.ended.keys()):
        ended, should = outcomes.ended.get(case, "not run"), wanted.get(case, "in no line of live.txt")
        if should == "passed" == ended:
            passed += 1
        elif ended in ("failed", "skipped") and is_for(reasons, should, outcomes.why.get(case, "")):
            excluded += 1
        else:
            failed += 1
            print(f"test {case} ... FAILED: it is {ended}, and should be {should}")
            print(textwrap.indent(outcomes.why.get(case, ""), "    "))
    return passed, failed, excluded


def run(program, arguments):
    served = Served(program)
    try:
        for name in (VAULT, HSM):
            served.make_vault(name, "-Sku", "Premium")
        with tempfile.TemporaryDirectory() as folder:
            outcomes = Outcomes()
            where = tests(pathlib.Path(folder).resolve())
            # From here on the one authority that is trusted is the server's: nothing is downloaded any more.
            os.environ.update(environment(served))
            # It prints nothing: its own closing line would be counted beside ours.
            pytest.main(
                ["-n", "4", "-p", "no:terminal", "-p", "no:cacheprovider", "-p", "live", "-p", "devtools_testutils",
                 f"--rootdir={where}", str(where), *arguments], plugins=[outcomes])
        return outcomes
    finally:
        served.close()


if __name__ == "__main__":
    done = run(sys.argv[1], sys.argv[2:])
    passed, failed, excluded = told(done, *expected())
    print(f"test result: {'FAILED' if failed else 'ok'}. {passed} passed; {failed} failed; {excluded} ignored")
    sys.exit(1 if failed else 0)
