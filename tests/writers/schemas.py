"""What readers of the formats for pipelines ask, in our own words.

`RDJSON` has the constraints of reviewdog's DiagnosticResult (proto/rdf/jsonschema), and of its
protocol buffer those that the schema leaves out: whole numbers of 32 bits, and none below 1.
`GITLAB` has those of GitLab's page on Code Quality: what each issue must have, and the words for
severities. `JUNIT` has the elements and attributes of the schema that Jenkins' xUnit plugin
validates by (junit-10), as a Relax NG grammar; what it lets be in any order is so here.
"""

from __future__ import annotations

from typing import Any

_LINE = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
_TEXT = {"type": "string", "minLength": 1}
_SEVERITY = {"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]}
_SOURCE = {"type": "object", "properties": {"name": _TEXT, "url": _TEXT}}
_POSITION = {"type": "object", "properties": {"line": _LINE, "column": _LINE}}

RDJSON: dict[str, Any] = {
    "type": "object",
    "required": ["diagnostics"],
    "properties": {
        "source": _SOURCE,
        "severity": _SEVERITY,
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["message", "location"],
                "additionalProperties": False,
                "properties": {
                    "message": _TEXT,
                    "severity": _SEVERITY,
                    "source": _SOURCE,
                    "original_output": {"type": "string"},
                    "code": {"type": "object", "properties": {"value": _TEXT, "url": _TEXT}},
                    "suggestions": {"type": "array"},
                    "location": {
                        "type": "object",
                        "required": ["path"],
                        "additionalProperties": False,
                        "properties": {
                            "path": _TEXT,
                            "range": {
                                "type": "object",
                                "required": ["start"],
                                "properties": {"start": _POSITION, "end": _POSITION},
                            },
                        },
                    },
                },
            },
        },
    },
}

GITLAB: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": _TEXT,
            "check_name": _TEXT,
            "fingerprint": _TEXT,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "minLength": 1, "not": {"pattern": r"^\./"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": _LINE},
                    },
                },
            },
        },
    },
}


def _optional(*names: str) -> str:
    return "".join(f'<optional><attribute name="{name}"/></optional>' for name in names)


def _ended(name: str) -> str:
    return f'<element name="{name}"><mixed>{_optional("type", "message")}</mixed></element>'


_OUTPUT = "".join(f'<element name="system-{name}"><text/></element>' for name in ("out", "err"))
_CASE = f"""
<element name="testcase">
  <attribute name="name"/>
  {_optional("assertions", "time", "timestamp", "classname", "status", "class", "file", "line")}
  {_optional("log", "group", "url")}
  <zeroOrMore><choice>{_ended("skipped")}{_ended("error")}{_ended("failure")}{_OUTPUT}</choice></zeroOrMore>
</element>"""
JUNIT = f"""
<element name="testsuites" xmlns="http://relaxng.org/ns/structure/1.0">
  {_optional("name", "time", "tests", "failures", "disabled", "errors")}
  <zeroOrMore>
    <element name="testsuite">
      <attribute name="tests"/>
      {_optional("name", "failures", "errors", "time", "disabled", "skipped", "skips", "timestamp")}
      {_optional("hostname", "id", "package", "assertions", "file", "skip", "log", "url")}
      <zeroOrMore><choice>{_CASE}{_OUTPUT}</choice></zeroOrMore>
    </element>
  </zeroOrMore>
</element>"""
