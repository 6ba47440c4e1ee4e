"""Plays the tests of a class, and tells of each as the suites count them."""

import sys
import unittest


class Told(unittest.TextTestResult):
    def stopTest(self, test):
        among = lambda told: any(test is one for one, _ in told)
        word = "FAILED" if among(self.failures + self.errors) else "ignored" if among(self.skipped) else "ok"
        print(f"test {test._testMethodName} ... {word}", flush=True)
        super().stopTest(test)


def play(tests):
    loaded = unittest.defaultTestLoader.loadTestsFromTestCase(tests)
    done = unittest.TextTestRunner(stream=sys.stdout, resultclass=Told).run(loaded)
    # What keeps a class from beginning is an error beside its tests.
    failed = len(done.failures) + len(done.errors)
    word = "FAILED" if failed else "ok"
    skipped = len(done.skipped)
    passed = max(done.testsRun - failed - skipped, 0)
    print(f"test result: {word}. {passed} passed; {failed} failed; {skipped} ignored")
    sys.exit(1 if failed else 0)
