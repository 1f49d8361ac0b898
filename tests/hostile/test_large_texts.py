"""Texts as large as is allowed, each of one kind of content: one file, with -j 1, as a command."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.hostile.watched import ran
from tests.tools.amount import some

_SECONDS = 10
"""Of a processor: twice what docs/limits.md promises, for the cores may be shared with others."""
_MEGABYTES = 300
_SIZE = 499_000
_LINES = 19_900

_BEFORE = "示例市清河区教育局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n"
_REQUESTS = _BEFORE + "三、收到和处理政府信息公开申请情况\n\n"

_TEXTS = {
    "figures": (_REQUESTS, "1 " * (_SIZE // 2)),
    "brackets": (_BEFORE, "（" * (_SIZE // 2) + "》" * (_SIZE // 2)),
    "enumerations": (_BEFORE, "，一是甲，二是乙" * (_SIZE // 8)),
    "paragraphs": (_BEFORE, "（一）甲\n" * (_LINES // 2) + "一是乙\n" * (_LINES // 2)),
    "shares": (_BEFORE, "收到政府信息公开申请" + "1件，占5%，" * (_SIZE // 8)),
    "statements": (_BEFORE, "收到政府信息公开申请1件。" * (_SIZE // 13)),
}
"""Where not all is tried, the quick ones are: that time grows with the text of the others,
test_linear.py shows.
"""


@pytest.mark.gate
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="NOT TESTED: processes are watched on Linux")
@pytest.mark.parametrize("kind", some([*_TEXTS], 3))
def test_texts_as_large_as_is_allowed(kind: str, tmp_path: Path) -> None:
    before, body = _TEXTS[kind]
    (tmp_path / "report.txt").write_text(
        f"{before}{body}\n\n五、存在的主要问题及改进情况\n", "utf-8"
    )
    found = ran(tmp_path, "report.txt", "-j", "1", "--no-cache", "--format", "concise")
    assert found.code in (1, 2), found.err
    assert "Traceback" not in found.out + found.err
    assert "程序出错" not in found.out + found.err
    assert found.seconds < _SECONDS
    assert found.megabytes < _MEGABYTES
