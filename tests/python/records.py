"""Holds records against docs/records.schema.json, where the package jsonschema is there."""

import functools
import json
import pathlib

try:
    import jsonschema
except ImportError:
    jsonschema = None

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "docs/records.schema.json"


@functools.cache
def _schema():
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


@functools.cache
def _records():
    return jsonschema.Draft202012Validator(_schema())


class Records:
    """The records of one call, in order: each is one of the schema, and each object is what the head of its type says."""

    def __init__(self):
        self.columns = {}  # by the name of a type, once the call has described it
        self.checked = 0

    def check(self, head, objects):
        if jsonschema is None:
            return
        record = {"head": head} | ({"objects": objects} if head.get("stream") == "output" else {})
        _records().validate(record)
        if head["stream"] != "output":
            return
        name = head["type"][0]
        if "columns" in head:
            assert name not in self.columns, f"{name} is described twice"
            self.columns[name] = head["columns"]
        for item in objects:
            self.object(name, item)
            self.checked += 1

    def object(self, name, item):
        columns = self.columns[name]  # a type is described before the first object of it
        assert list(item) == list(columns), f"{name} has {list(item)}, not {list(columns)}"
        for column, kind in columns.items():
            self.value(kind, item[column], f"{name}.{column}")

    def value(self, kind, value, where):
        if kind.endswith("[]"):
            assert isinstance(value, list), f"{where} is no list"
            for each in value:
                self.value(kind[:-2], each, where)
        elif kind in _schema()["$defs"]["kinds"]:
            rule = _schema()["$defs"]["kinds"][kind]
            problem = next(jsonschema.Draft202012Validator(rule).iter_errors(value), None)
            assert problem is None, f"{where} is no {kind}: {problem and problem.message}"
        elif value is not None:
            self.object(kind, value)
