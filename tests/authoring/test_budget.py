"""The examples of a pack with patterns that take too long end in time, which is told."""

from __future__ import annotations

import json
from pathlib import Path
from time import thread_time

import pytest

from gblint import authoring
from gblint.authoring import check_pack
from gblint.cli.pack import pack_check
from tests.builder.small_packs import rule, write

_SLOW = "{kind: pattern, zone: report, forbid: ['(?:a|a|aa)+$']}"
_TITLE = "某县2023年政府信息公开工作年度报告\\n\\n"
_EXAMPLES = (
    f'{{pass: [{{text: "{_TITLE}{"a" * 60}b"}}, {{text: "{_TITLE}{"a" * 61}b"}}], '
    f'fail: [{{text: "{_TITLE}a"}}]}}'
)


def _pack(folder: Path, number: int) -> str:
    rules = "".join(rule(_SLOW, id=f"XX{100 + i}", examples=_EXAMPLES) for i in range(number))
    text = f"pack: slow\ntitle: {{zh: 慢, en: slow}}\nextends: [gbh-2021-30]\nrules:\n{rules}"
    return str(write(folder, {"p.yaml": text}) / "p.yaml")


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gblint.text.patterns.TIME_LIMIT", 0.2)
    monkeypatch.setattr(authoring, "SECONDS", 0.5)
    monkeypatch.setattr(authoring, "SLOW", 0.05)
    monkeypatch.setattr(authoring, "RULE_SECONDS", 0.1)
    monkeypatch.setattr("gblint.authoring.SECONDS", 0.5)


@pytest.mark.slow
def test_the_examples_of_all_rules_share_a_time(tmp_path: Path) -> None:
    begun = thread_time()
    checked = check_pack(_pack(tmp_path, 12))
    assert thread_time() - begun < 5
    assert checked.failed
    assert checked.examples + checked.left == 36
    assert 1 <= checked.examples < 8
    told = [
        one.problem.message.zh for one in checked.remarks if "没有运行" in one.problem.message.zh
    ]
    assert len(told) == 12
    assert told[0].startswith("XX100 有 2 个示例没有运行")
    assert told[-1].startswith("XX111 有 3 个示例没有运行")


def test_examples_that_were_not_run_are_exit_code_2(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert pack_check([_pack(tmp_path, 1)], format_="json", lang="zh") == 2
    (read,) = json.loads(capfdbinary.readouterr().out)
    assert (read["examples"], read["examples_not_run"]) == (1, 2)
