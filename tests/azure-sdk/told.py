"""Plays the tests of a class, and tells of each as the suites count them."""

import sys
import unittest


class Told(unittest.TextTestResult):
    def stopTest(self, test):
        bad = any(test is one for one, _ in self.failures + self.errors)
        print(f"test {test._testMethodName} ... {'FAILED' if bad else 'ok'}", flush=True)
        super().stopTest(test)


def play(tests):
    loaded = unittest.defaultTestLoader.loadTestsFromTestCase(tests)
    done = unittest.TextTestRunner(stream=sys.stdout, resultclass=Told).run(loaded)
    # What keeps a class from beginning is an error beside its tests.
    failed = len(done.failures) + len(done.errors)
    word = "FAILED" if failed else "ok"
    print(f"test result: {word}. {max(done.testsRun - failed, 0)} passed; {failed} failed; 0 ignored")
    sys.exit(1 if failed else 0)
