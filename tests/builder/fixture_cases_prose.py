"""The inputs of `fixtures/` that state figures in prose."""

from __future__ import annotations

from dataclasses import replace

from tests.builder.fixture_cases import Case, base, markdown, with_prose, word
from tests.builder.invented_prose import ASPECTS

_SURVEY = tuple(
    f"（{i}）{name}。{text}" for i, (name, text) in zip("一二三四五", ASPECTS, strict=True)
)
_WRONG = (
    "全年收到政府信息公开申请964件，办结914件，结转下年度继续办理28件，办结率99.2%。",
    "全年新收政府信息公开申请946件，其中自然人846件，商业企业64件。",
    "因政府信息公开工作被申请行政复议27件，被提起行政诉讼20件。",
    "制发行政规范性文件31件，废止18件，现行有效420件。",
    "截至2022年12月31日，公开目录共有46项。",
)
_RIGHT = (
    "本机关新收政府信息公开申请946件，比2022年的1021件减少7.3%；加上上年结转24件，共970件。",
    "政府信息公开申请办结941件，其中予以公开450件，占47.8%，部分公开67件，占7.1%；29件结转2024年。",
    "新收申请九百余件，申请人以自然人为主；市政府部门收到政府信息公开申请612件。",
    "政府信息公开行政复议、行政诉讼分别为27件、19件。全年办理人大代表建议48件，办结率100%。",
    "制发行政规范性文件31件、废止18件，现行有效402件；审查规范性文件草案57件。",
)
_DONE = "全年收到政府信息公开申请946件，均已按期办结。"
_UNREAD = "全年新收政府信息公开申请964件，办结941件。"


def _unchecked() -> tuple[str, bytes]:
    """A wrong figure in the prose, and no figure in the cell that it would be compared with."""
    plan = with_prose(base(), 1, *_SURVEY, _UNREAD)
    return markdown(replace(plan, written={("applications", "new", "total"): "见附件"}))


PROSE_CASES: dict[str, Case] = {
    "prose-figures": lambda: markdown(with_prose(base(), 1, *_SURVEY, *_WRONG)),
    "prose-all-done": lambda: markdown(with_prose(base(), 1, *_SURVEY, _DONE)),
    "prose-unchecked": _unchecked,
    "clean-prose-figures": lambda: word(with_prose(base(), 1, *_SURVEY, *_RIGHT)),
}
