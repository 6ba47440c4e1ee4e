"""Plays scenarios over the C ABI for the player in native/scenarios, whose src/lib.rs describes the lines of JSON that go to and fro.

The library is CUSTOMER_KEY_LIBRARY, or the newest of target/release and target/debug.
"""

import json
import pathlib
import sys

from customer_key import Failure, Library, Session


def say(**record):
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def run(session, stages, item=None):
    """Runs the first cmdlet of a pipe, and for each of its objects the rest."""
    if not stages:
        say(output=item)
        return
    stage, *rest = stages
    parameters = stage["parameters"]
    if item is not None:
        parameters = parameters | {name: item[source] for name, source in stage["bind"].items()}
    try:
        with session.start(stage["cmdlet"], parameters, stage["whatIf"], stage["positional"]) as call:
            for head, items in call:
                match head["stream"]:
                    case "output":
                        for one in items:
                            run(session, rest, one)
                    case "error":
                        say(error=head)
                    case "warning":
                        say(warning=head["message"])
                    case "whatif":
                        say(whatIf=head["message"])
                    case "confirm":
                        say(question=head["message"])
                        call.answer(json.loads(sys.stdin.readline())["answer"])
    except Failure as failure:
        say(error=failure.document)


def main():
    library, session = Library(), None
    for line in sys.stdin:
        match json.loads(line):
            case {"start": {"folder": folder}}:
                if session:
                    session.close()
                session = Session(library, {"XDG_DATA_HOME": str(pathlib.Path(folder) / "data")}, folder)
            case {"run": stages}:
                run(session, stages)
            case {"end": True}:
                break
        say(done=True)
    if session:
        session.close()


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    main()
