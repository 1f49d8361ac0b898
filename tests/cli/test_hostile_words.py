"""Whatever is in names, texts, settings, packs and arguments, the output steers no terminal and no
job: no control characters, no marks of direction, no commands of CI, in any command and format.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import category
from unittest import mock

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from gblint.cli import main
from gblint.text import UNSEEN, escape_unseen, make_harmless
from gblint.writers import WRITERS
from tests.tools.amount import ALL
from tests.tools.forked import with_packs

if os.name != "posix":
    pytest.skip("NOT TESTED: such names of files", allow_module_level=True)

_EVIL = [
    *map(chr, [*range(1, 10), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x61C, 0x180E, 0x2028]),
    *map(chr, [0x2029, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]),
    *map(chr, [0xFEFF, *range(0xFFF9, 0xFFFC), 0xE0001, 0xE0020, 0xE007F, 0xAD, 0x1D173]),
    *("\n", "\n::add-mask::", "::stop-commands::x", "\n \u3000::error::", "##[debug]", "##vso[x]"),
    *(
        "##teamcity[x]",
        "section_start:1:x\r\x1b[0K",
        "\x1b[31m",
        "\x1b]0;x\x07",
        "\x9b2J",
        "年报",
        "x",
    ),
]
_ALL = "".join(_EVIL)
_words = st.lists(st.sampled_from(_EVIL), min_size=1, max_size=12).map("".join)
_COLOUR = re.compile(r"\x1b\[(?:0|1|(?:1;)?38;5;\d+)m")
_OURS = re.compile(r"::(?:error|warning|notice) file=[^:]*(?:,title=[^:]*)?::")
_REPORT = "{title}政府信息公开工作年度报告\n\n一、总体情况\n\n{text}。\n\n二、主动公开情况\n\n无\n"
_RULE = {
    "id": "XX101",
    "severity": "error",
    "check": {"kind": "pattern", "zone": "section 1", "forbid": ["待补充"]},
}


def _write(folder: Path, evil: str) -> str:
    """Files with that in all their names and texts; the name of the report."""
    name = evil.replace("/", "").encode("utf-8", "replace")[:100].decode("utf-8", "ignore")
    line = " ".join(evil.splitlines())
    plain = "".join(char for char in line if category(char) != "Cc")  # or it would be no text
    text = _REPORT.format(title=plain, text=f"{plain}待补充XXX{plain}")
    (folder / f"{name}.txt").write_text(text, "utf-8")
    (folder / "out").mkdir()
    texts = dict.fromkeys(("title", "message", "basis", "why", "fix"), f"{evil}好")
    examples = {
        "pass": [{"name": evil, "text": "好"}],
        "fail": [{"name": evil, "text": f"待补充{evil}"}],
    }
    rules = [{**_RULE, **texts, "examples": examples}]
    pack = {"pack": "good", "title": f"{evil}好", "extends": ["gbh-2021-30"], "rules": rules}
    (folder / "good.yaml").write_text(json.dumps(pack))
    (folder / "bad.yaml").write_text(f"pack: {json.dumps(evil)}\n{json.dumps(evil)}: 1\n")
    (folder / "broken.yaml").write_text(f"pack: [\n{line}", "utf-8")
    toml = json.dumps(evil).replace("\x7f", "\\u007f")
    (folder / "bad.toml").write_text(f"pack = {toml}\n{toml} = 1\nselect = [{toml}]\n")
    (folder / "broken.toml").write_text(f"pack = {line}\n", "utf-8")
    return f"{name}.txt"


def _commands(name: str, evil: str) -> list[list[str]]:
    word = evil.replace("\0", "")
    lang = ["--lang", "en"]
    return [
        *([f"./{name}", "--format", form, *lang] for form in ("text", "concise")),
        *([f"./{name}", "--format", form] for form in WRITERS),
        [f"./{name}", "--color", "always", "--statistics"],
        [".", "--output", "out/text.txt", "--color", "always"],
        *([f"./{name}", option, word] for option in ("--pack", "--format", "--output", "--select")),
        *(
            [f"./{name}", option, word]
            for option in ("--severity", "--config", "--lang", "--limit")
        ),
        *([f"./{name}", option, word] for option in ("--diff-from", "--baseline", "--previous")),
        *([f"./{name}", "--pack", pack] for pack in ("good.yaml", "bad.yaml", "broken.yaml")),
        *([f"./{name}", "--config", config] for config in ("bad.toml", "broken.toml")),
        [f"./{word}/nothing"],
        [f"--{word}"],
        ["check", f"--{word}=1", "--jobs", word],
        [word],
        ["rules", word, word],
        ["rules", "--pack", "good.yaml"],
        ["rules", "--pack", "good.yaml", "--format", "json"],
        ["explain", word],
        ["explain", "XX101", "--pack", "good.yaml"],
        *(["pack", "check", ref] for ref in ("good.yaml", "bad.yaml", "broken.yaml", word)),
        ["pack", "check", "bad.yaml", "--format", "json"],
        ["pack", "test", "good.yaml", f"./{name}"],
        ["pack", "new", word, "--dir", "out"],
        ["pack", "diff", "good.yaml"],
        ["pack", "diff", "good.yaml", "--format", "json"],
        *(["pack", command, word, "--pack", "good.yaml"] for command in ("keys", "suggest")),
        ["pack", "suggest", f"不要写“{word}”"],
        ["pack", "try", "XX101", f"./{name}", "--pack", "good.yaml"],
        ["pack", "try", word, f"./{name}"],
        ["pack", word],
        ["extract", f"./{name}"],
        ["extract", word],
        ["rollup", word, word],
        ["rollup", f"./{name}", ".", "--expect", word],
        ["baseline", "create", f"./{name}", "--output", f"out/{name}"],
        ["baseline", word],
    ]


def _said(words: Sequence[str], environ: dict[str, str]) -> tuple[str, str]:
    """Standard output and error of a command."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with (
        mock.patch.dict(os.environ, environ),
        mock.patch.multiple(sys, stdout=out, stderr=err),
    ):
        main(list(words))
        out.flush()
        err.flush()
    return out.buffer.getvalue().decode(), err.buffer.getvalue().decode()


def _check(text: str, words: Sequence[str], *, commands: bool = False) -> None:
    """That nothing in a text steers anything."""
    for line in _COLOUR.sub("", text).split("\n"):
        found = [char for char in line if category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
        assert not found, (words, line)
        assert not re.search(r"##\w*\[", line), (words, line)
        assert not line.lstrip().startswith("::") or (commands and _OURS.match(line)), (words, line)


_PHASES = (Phase.explicit, Phase.generate) if ALL else (Phase.explicit,)
"""All characters at once; and others at random where all is tried, for it takes long."""


@pytest.mark.slow
@settings(max_examples=3, phases=_PHASES)
@given(_words)
@example(_ALL)
def test_nothing_steers_a_terminal_or_a_job(evil: str) -> None:
    with TemporaryDirectory() as folder, chdir(folder):
        name = _write(Path(folder), evil)
        environ = {
            "GITHUB_ACTIONS": "true",
            "GBLINT_CACHE_DIR": str(with_packs(Path(folder, "cache"))),
            "GBLINT_LANG": "",
        }
        for words in _commands(name, evil):
            for text in _said(words, environ):
                _check(text, words, commands="github" in words)
        _check(Path("out/text.txt").read_text("utf-8"), ["--output"])
        for variable in ("GBLINT_LANG", "GBLINT_CACHE_DIR", "GBLINT_SOFFICE"):
            words = ["clean"] if variable == "GBLINT_CACHE_DIR" else [f"./{name}"]
            for text in _said(words, environ | {variable: evil.replace("\0", "")}):
                _check(text, [variable])


def test_json_is_the_same_data() -> None:
    text = json.dumps({"a": _ALL, _ALL: ["## b", "#[c]"]}, ensure_ascii=False)
    assert json.loads(escape_unseen(text)) == json.loads(text)
    _check(escape_unseen(text), ["escaped"])


def test_a_markdown_heading_in_json_stays() -> None:
    assert escape_unseen('"## 依据"') == '"## 依据"'


@pytest.mark.parametrize("variable", ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"])
def test_commands_only_where_they_are_read(variable: str) -> None:
    text = "::add-mask::x.docx\n  ::error:: a::b ##[debug] section_start:1\n"
    assert make_harmless(text, environ={}) == text
    assert make_harmless(text, environ={variable: "false"}) == text
    told = ": :add-mask: :x.docx\n  : :error: : a: :b ## [debug] section_start :1\n"
    assert make_harmless(text, environ={variable: "True"}) == told


def test_our_own_colours_only_where_there_are_any() -> None:
    text = "\x1b[1mrot\x1b[0m \x1b[38;5;28mgut\x1b[0m \x1b[31m\x1b[2J"
    assert make_harmless(text, painted=True, environ={}) == text.replace(
        "\x1b[31m\x1b[2J", "[31m[2J"
    )
    assert "\x1b" not in make_harmless(text, environ={})


def test_all_that_unicode_calls_a_control_or_a_format_is_unseen() -> None:
    """But for the few that Unicode 15 has for one script each, which steer nothing."""
    ends = {"\n", "\t"}
    for code in range(0x110000):
        kind = category(chr(code))
        if kind in ("Cc", "Zl", "Zp") and chr(code) not in ends:
            assert code in UNSEEN, hex(code)
        elif kind == "Cf" and code not in UNSEEN:
            assert 0x600 <= code <= 0x8FF or 0x11000 <= code <= 0x1345F, hex(code)
