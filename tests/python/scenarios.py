"""Plays tests/scenarios over the C ABI: `python3 tests/python/scenarios.py [word ...]`. The format is in tests/scenarios/README.md.

The library is CUSTOMER_KEY_LIBRARY, or the newest of target/release and target/debug.
"""

import json
import os
import pathlib
import re
import sys
import tempfile
import time

from customer_key import Failure, Library, Session

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "scenarios"
HOST = "python"
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Wrong(Exception):
    """What a scenario expected and did not find."""


class Played:
    def __init__(self):
        self.outputs, self.errors, self.warnings, self.messages, self.questions = [], [], [], [], []


def load(file):
    scenario = json.loads(file.read_text(encoding="utf-8"))
    included = [load(FOLDER / name)["steps"] for name in scenario.get("include", [])]
    scenario["steps"] = [step for steps in [*included, scenario["steps"]] for step in steps]
    return scenario


def unmark(value):
    if isinstance(value, str):
        return value.removeprefix("\u0001")
    if isinstance(value, list):
        return [unmark(item) for item in value]
    if isinstance(value, dict):
        return {name: unmark(item) for name, item in value.items()}
    return value


def numbered(value, n):
    if isinstance(value, str):
        return value.replace("{n}", str(n))
    if isinstance(value, list):
        return [numbered(item, n) for item in value]
    if isinstance(value, dict):
        return {name: numbered(item, n) for name, item in value.items()}
    return value


def filled(value, saved):
    if isinstance(value, dict):
        if list(value) == ["$var"]:
            return saved[value["$var"]]
        return {name: filled(item, saved) for name, item in value.items()}
    return [filled(item, saved) for item in value] if isinstance(value, list) else value


def like(pattern, text):
    return isinstance(text, str) and re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text, re.DOTALL) is not None


def same(one, other):
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def fits(expected, actual, saved):
    trial = dict(saved)
    try:
        compare(expected, actual, trial, "")
    except Wrong:
        return False
    saved.update(trial)
    return True


def compare(expected, actual, saved, at):
    if isinstance(expected, dict) and expected and all(name.startswith("$") for name in expected):
        for rule, wanted in expected.items():
            if not rule_holds(rule, wanted, actual, saved, at):
                raise Wrong(f"{at}: {actual!r} does not satisfy {{{rule}: {wanted!r}}}")
    elif isinstance(expected, dict) and isinstance(actual, dict):
        for name, wanted in expected.items():
            if name not in actual:
                raise Wrong(f"{at}: there is no property {name} in {actual!r}")
            compare(wanted, actual[name], saved, f"{at}.{name}")
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        for number, (wanted, found) in enumerate(zip(expected, actual)):
            compare(wanted, found, saved, f"{at}[{number}]")
    elif not same(expected, actual):
        raise Wrong(f"{at}: expected {expected!r}, found {actual!r}")


def rule_holds(rule, wanted, actual, saved, at):
    number = isinstance(actual, (int, float)) and not isinstance(actual, bool)
    match rule:
        case "$save":
            saved[wanted] = actual
            return True
        case "$same":
            return same(saved[wanted], actual)
        case "$not":
            return not fits(wanted, actual, dict(saved))
        case "$is":
            compare(wanted, actual, saved, at)
            return True
        case "$all":
            for one in wanted:
                compare(one, actual, saved, at)
            return True
        case "$any":
            return True
        case "$set":
            return (actual is not None and actual != "" and actual != []) == wanted
        case "$guid":
            return isinstance(actual, str) and GUID.fullmatch(actual) is not None
        case "$like":
            return like(wanted, actual)
        case "$one-of":
            return any(same(one, actual) for one in wanted)
        case "$length":
            return isinstance(actual, (str, list)) and len(actual) == wanted
        case "$min":
            return number and actual >= wanted
        case "$max":
            return number and actual <= wanted
        case "$date":
            return isinstance(actual, str) and actual.startswith(wanted)
        case "$contains":
            return isinstance(actual, list) and any(fits(wanted, item, saved) for item in actual)
        case "$each":
            for item in actual:
                compare(wanted, item, saved, at)
            return True
    raise Wrong(f"{at}: there is no matcher {rule}")


class Player:
    def __init__(self, library, folder):
        self.folder, self.saved = folder, {}
        self.session = Session(library, {"XDG_DATA_HOME": str(folder / "data")}, folder)

    def steps(self, steps):
        for number, step in enumerate(steps, 1):
            try:
                self.step(step)
            except Wrong as wrong:
                raise Wrong(f"step {number} {json.dumps(step, ensure_ascii=False)[:200]}: {wrong}") from None

    def step(self, step):
        if "repeat" in step:
            for n in range(1, step["repeat"] + 1):
                self.steps(numbered(step["steps"], n))
        elif "write" in step:
            size = step.get("size")
            content = step["text"].encode() if size is None else bytes(((n * 2654435761) >> 7) & 255 for n in range(size))
            (self.folder / step["write"]).write_bytes(content)
        elif "compare" in step:
            one, other = ((self.folder / name).read_bytes() for name in step["compare"])
            if (one == other) != step.get("equal", True):
                raise Wrong(f"the files are {'equal' if one == other else 'different'}")
        else:
            self.check(step, self.play(step))

    def play(self, step):
        if "work" in step:
            steps = step["work"]
            stages = [{"cmdlet": "Invoke-CustomerKeyJob", "parameters": {"MaxSteps": steps} if isinstance(steps, int) else {}}]
        else:
            stages = step.get("pipe") or [step]
        played = Played()
        self.stage([filled(stage_call(stage), self.saved) for stage in stages], None, played)
        played.outputs = unmark(played.outputs)
        return played

    def stage(self, stages, item, played):
        if not stages:
            played.outputs.append(item)
            return
        stage, *rest = stages
        parameters = dict(stage["parameters"])
        if item is not None:
            parameters |= {name: unmark(item[source]) for name, source in stage["bind"].items()}
        try:
            with self.session.start(stage["cmdlet"], parameters, stage["whatIf"], stage["positional"]) as call:
                for head, items in call:
                    self.record(head, items, call, stage, rest, played)
        except Failure as failure:
            played.errors.append(failure.document)

    def record(self, head, items, call, stage, rest, played):
        match head["stream"]:
            case "output":
                for one in items:
                    self.stage(rest, one, played)
            case "error":
                played.errors.append(head)
            case "warning":
                played.warnings.append(head["message"])
            case "whatif":
                played.messages.append(head["message"])
            case "confirm":
                played.questions.append(head["message"])
                call.answer(stage["answer"])

    def check(self, step, played):
        wanted = step.get("errors", [step["error"]] if "error" in step else [])
        if len(wanted) != len(played.errors):
            raise Wrong(f"expected {len(wanted)} errors, found {played.errors}")
        for one, found in zip(wanted, played.errors):
            compare(one, found, self.saved, "error")
        if "output" in step:
            compare(step["output"], played.outputs, self.saved, "output")
        if step.get("count", len(played.outputs)) != len(played.outputs):
            raise Wrong(f"expected {step['count']} objects, found {len(played.outputs)}")
        for key, found in (("warnings", played.warnings), ("messages", played.messages), ("asks", played.questions)):
            patterns = step.get(key)
            if patterns == [] and found:
                raise Wrong(f"expected no {key}, found {found}")
            for pattern in patterns or []:
                if not any(like(pattern, text) for text in found):
                    raise Wrong(f"none of the {key} is like {pattern!r}: {found}")


def stage_call(stage):
    return {
        "cmdlet": stage["cmdlet"],
        "parameters": stage.get("parameters", {}),
        "positional": stage.get("positional", []),
        "whatIf": stage.get("whatIf", False),
        "answer": stage.get("answer") != "no",
        "bind": stage.get("bind", {}),
    }


def place():
    """Memory where there is such a place: what is tested are rules, and every change of a tenant waits for the disk."""
    return "/dev/shm" if pathlib.Path("/dev/shm").is_dir() else None


def main(words):
    library, passed, failed, skipped = Library(), 0, 0, 0
    files = [file for file in sorted(FOLDER.rglob("*.json")) if file.relative_to(FOLDER).parts[0] not in ("common", "rust")]
    for file in files:
        name = file.relative_to(FOLDER).as_posix()
        if words and not any(word in name for word in words):
            continue
        scenario, begun = load(file), time.monotonic()
        if HOST not in scenario.get("hosts", [HOST]) or scenario.get("long") and "CUSTOMER_KEY_LONG" not in os.environ:
            skipped += 1
            continue
        with tempfile.TemporaryDirectory(dir=place()) as folder:
            player = Player(library, pathlib.Path(folder))
            try:
                player.steps(scenario["steps"])
                passed, verdict = passed + 1, "ok"
            except Exception as wrong:
                failed, verdict = failed + 1, f"FAILED\n    {type(wrong).__name__}: {wrong}"
            finally:
                player.session.close()
        print(f"scenario {name} on {HOST} ... {verdict} ({time.monotonic() - begun:.1f} s)", flush=True)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
