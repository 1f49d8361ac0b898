"""The published schema in an editor, through the language server of VS Code's YAML extension.

It is from npm (`npm install -g yaml-language-server`) and is no part of a checkout: where it is not
on the path, what needs it is skipped.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tools.repository import DOCS

_SERVER = shutil.which("yaml-language-server")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        _SERVER is None or shutil.which("node") is None,
        reason="NOT TESTED: yaml-language-server (npm) is not here",
    ),
]


class Server:
    """A language server that is spoken to over its standard input and output."""

    def __init__(self, folder: Path) -> None:
        assert _SERVER is not None
        self._folder = folder
        self._process = subprocess.Popen(
            [_SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._number = 0
        self._told: list[Any] = []
        self._asked = 0
        schema = (DOCS / "pack.schema.json").as_uri()
        self._settings = {
            "schemas": {schema: ["*.yaml"]},
            "schemaStore": {"enable": False, "url": ""},
            "completion": True,
            "validate": True,
            "hover": True,
        }
        able = {"workspace": {"configuration": True}}
        root = folder.as_uri()
        self.ask("initialize", {"processId": None, "rootUri": root, "capabilities": able})
        self._send({"method": "initialized", "params": {}})
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": {}}})
        while self._asked < 1:
            self._keep(self._read())

    def open(self, name: str, text: str) -> str:
        uri = (self._folder / name).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        return uri

    def ask(self, method: str, params: Any) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self._number and "method" not in message:
                return message.get("result")
            self._keep(message)

    def diagnostics(self, uri: str) -> list[Any]:
        """What is wrong with a document; waits until it is told."""
        while True:
            for message in self._told:
                if message.get("params", {}).get("uri") == uri:
                    found: list[Any] = message["params"]["diagnostics"]
                    return found
            self._keep(self._read())

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _keep(self, message: Any) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            self._told.append(message)
        elif "id" in message:  # it asks for settings, or for something to be registered
            items = message.get("params", {}).get("items", ())
            self._asked += bool(items)
            result = [self._settings if one.get("section") == "yaml" else None for one in items]
            self._send({"id": message["id"], "result": result})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        length = 0
        while (line := self._process.stdout.readline().strip()) or not length:
            assert line or self._process.poll() is None, "the server has ended"
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        return json.loads(self._process.stdout.read(length))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    one = Server(tmp_path_factory.mktemp("editor"))
    yield one
    one.end()


def complete(server: Server, name: str, text: str) -> dict[str, str]:
    """What is offered at the end of a text, with what is said of each."""
    uri = server.open(name, text)
    lines = text.split("\n")
    place = {"line": len(lines) - 1, "character": len(lines[-1])}
    found = server.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": place})
    items = found["items"] if isinstance(found, dict) else found or []
    return {item["label"].strip("\"'"): _documentation(item) for item in items}


def _documentation(item: Any) -> str:
    said = item.get("documentation", "")
    return str(said.get("value", "") if isinstance(said, dict) else said)


_HEAD = "pack: own\nextends: [gbh-2021-30]\n"


def test_keys_are_offered_with_what_they_mean_in_chinese(server: Server) -> None:
    offered = complete(server, "top.yaml", _HEAD)
    assert {"rules", "severity", "off", "deadlines"} <= set(offered)
    assert "公布期限" in offered["deadlines"]


def test_options_of_a_check_and_its_kinds_are_offered(server: Server) -> None:
    rule = _HEAD + "rules:\n  - id: OP001\n    check:\n      kind: "
    assert {"pattern", "length", "equation"} <= set(complete(server, "kind.yaml", rule))
    options = complete(server, "options.yaml", rule + "length\n      ")
    assert {"zone", "most"} <= set(options)
    assert "查哪里" in options["zone"]


def test_words_of_a_value_are_offered(server: Server) -> None:
    offered = complete(server, "level.yaml", _HEAD + "rules:\n  - id: OP001\n    severity: ")
    assert {"error", "warning", "note"} <= set(offered)


def test_what_a_key_means_is_shown_where_one_points_to_it(server: Server) -> None:
    uri = server.open("hover.yaml", _HEAD + "off: [GB208]\n")
    place = {"line": 2, "character": 1}
    found = server.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": place})
    assert "不查这些继承的规则" in json.dumps(found, ensure_ascii=False)


def test_mistakes_are_marked_where_they_are(server: Server) -> None:
    text = _HEAD + "of: [GB208]\nseverity: {GB407: fatal}\ndeadlines: {county: 1月31日}\n"
    found = server.diagnostics(server.open("wrong.yaml", text))
    assert {one["range"]["start"]["line"] for one in found} == {2, 3, 4}


def test_a_pack_without_a_mistake_has_none(server: Server) -> None:
    text = Path(__file__).with_name("clerk.yaml").read_text("utf-8")
    assert server.diagnostics(server.open("sound.yaml", text)) == []
