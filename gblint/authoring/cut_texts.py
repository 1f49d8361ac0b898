"""Texts of a pack that end where a comment begins: ` #` was meant to be part of them."""

from __future__ import annotations

from collections.abc import Iterator

from gblint.findings import Say
from gblint.packs.problems import PackProblem
from gblint.packs.yaml_source import Mark, YamlSource
from gblint.text.patterns import later

_TEXTS = frozenset(
    {"message", "title", "basis", "why", "fix", "zh", "en", "find", "replace", "text", "heading"}
)
"""Keys behind which prose stands, in which a comment is hardly meant."""

_COMMENT = later(r"(?P<blank>[ \t]+)#(?P<rest>.*)$")

_CUT = Say(
    "“#”前有空格，从“#”起是注释，没有读进去：是文字的一部分，就把整个值用引号括起来；是注释，就另起一行写",
    'a comment begins with the "#" behind a space, and is not read: put the whole value into '
    "quotes if it is part of it, and a comment on a line of its own",
)


def find_cut_texts(source: YamlSource) -> Iterator[PackProblem]:
    """The places where unquoted texts end for a comment that looks like more of them.

    Behind prose every comment does; elsewhere one that has no blank after its `#`.
    """
    for path, mark in source.marks.items():
        value = source.value_at(path)
        lines = source.texts.get(mark.file, [])
        if not isinstance(value, str) or not value or mark.line > len(lines):
            continue
        line = lines[mark.line - 1][mark.column - 1 :]
        if "#" not in line or not line.startswith(value):
            continue
        found = _COMMENT.match(line, len(value))
        if found is None:
            continue
        prose = path[-1] in _TEXTS or "variants" in path
        if prose or (found["rest"] and not found["rest"].startswith((" ", "\t", "#", "!"))):
            column = mark.column + found.end("blank")
            yield source.at(Mark(mark.file, mark.line, column), _CUT)
