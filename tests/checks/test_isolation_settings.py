"""GB906 in `per-file-ignores`: it is told, and nothing says that it is ignored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gblint.checks.pairs import PairsCheck
from gblint.results import WriterOptions
from gblint.writers import WRITERS, whole
from tests.checks.test_isolation import _break, _run


@pytest.mark.parametrize("rules", [["GB906"], ["GB9"], ["GB906", "GB703"]])
def test_settings_for_one_file_do_not_take_it_away_nor_say_so(
    rules: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break(monkeypatch, PairsCheck)
    (tmp_path / "gblint.toml").write_text(
        f'[[per-file-ignores]]\nfiles = ["2022年报.md"]\nrules = {rules}\nreason = "不用看"\n',
        "utf-8",
    )
    result = _run(tmp_path)
    (file,) = result.files
    assert result.exit_code == 2
    assert [one.rule for one in file if one.incomplete] == ["GB906"]
    assert "GB906" not in {*file.ignored, *(one.finding.rule for one in file.left_out)}
    assert result.summary().left_out == len(file.left_out)
    for form in WRITERS:
        said = whole(form, result, WriterOptions(suppressed=True, width=400))
        assert "GB906 已忽略" not in said
        assert "已没有问题" not in said
    listed = json.loads(whole("json", result, WriterOptions()))["files"][0]["ignored"]
    assert "GB906" not in {one["rule"] for one in listed}
