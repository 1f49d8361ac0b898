"""Signs of Chinese type in patterns: text is compared with plain ones, so they find nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.authoring import Remark, check_pack

_PACK = """\
pack: own
title: {{zh: 本省, en: ours}}
extends: [gbh-2021-30]
rules:
  - id: OW001
    severity: note
    title: {{zh: 略写, en: left out}}
    check: {{kind: pattern, zone: body, forbid: ['{pattern}'], as_written: {as_written}}}
    message: {{zh: 略写, en: left out}}
    basis: {{zh: 无, en: none}}
    why: {{zh: 无, en: none}}
    fix: {{zh: 无, en: none}}
    examples:
      pass: [{{}}]
      fail: [{{edits: [{{find: 一起部署, replace: 一起部署（略）}}]}}]
"""


def remarks(folder: Path, pattern: str, *, as_written: str = "false") -> list[Remark]:
    (folder / "own.yaml").write_text(_PACK.format(pattern=pattern, as_written=as_written), "utf-8")
    return list(check_pack(str(folder / "own.yaml")).remarks)


def test_a_sign_that_is_never_found_is_told_where_it_is(tmp_path: Path) -> None:
    told = [one for one in remarks(tmp_path, "部署（略）") if one.severity == "warning"]
    (warning,) = told
    assert (warning.problem.line, warning.problem.column) == (8, 52)
    assert "“（”在比较之前已换成“(”" in warning.problem.message.zh
    assert "is never found here" in warning.problem.message.in_lang("en")


@pytest.mark.parametrize("pattern", [r"部署\(略\)", "部署[（(]略", r"部署(?:（|\()略"])
def test_what_is_found_all_the_same_is_left_alone(pattern: str, tmp_path: Path) -> None:
    assert remarks(tmp_path, pattern) == []


def test_text_as_it_is_written_has_such_signs(tmp_path: Path) -> None:
    assert remarks(tmp_path, "部署（略）", as_written="true") == []
