"""Text files and web pages that are hostile: long, endless, or squares to a careless reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.hostile.case import Case, Make
from tests.hostile.zips import MB

_UNITS = {
    "characters": "甲",
    "digits": "1",
    "pipes": "|",
    "pipes-and-spaces": "| ",
    "tabs": "\t",
    "figures-and-tabs": "1\t",
    "spaces": " ",
    "wide-spaces": "　",
    "words": "甲　　乙 ",
    "boxes": "│",
    "corners": "┌─┬",
    "dashes": "- ",
    "rules": "---- ",
    "pluses": "+--",
    "backslashes": "\\",
    "stars": "**",
    "emphases": "*甲",
    "ticks": "`a ",
    "links": "link:a[",
    "addresses": "http://",
    "pictures": "image:",
    "joints": "\\ *",
    "quotations": "> ",
    "equals": "= ",
    "brackets": "![](",
    "round-brackets": "（",
    "quotes": "“",
    "comments": "<!-- gblint",
    "ampersands": "&",
    "entities": "&#x4e00;",
    "numerals": "一",
    "points": "1.",
    "enumeration": "（一）",
    "stops": "。",
    "dates": "2024年1月31日",
    "telephones": "010-12345678 ",
    "combining": "e\u0301",
    "bidi": "\u202e\u2066",
    "nul": "\0",
    "escapes": "\x1b[31m",
    "surrogates": "\ufffe",
}
_LINES = {
    "empty": "",
    "heading": "一、总体情况",
    "numbered": "（一）主动公开",
    "blanks-and-mark": " " * 40 + "- 一",
    "counted": "#. 甲",
    "directive": ".. image:: a",
    "keyword": "#+甲",
    "pipe-row": "| 甲 | 1 | 2 |",
    "pipe-rule": "|---|---|",
    "tab-row": "甲\t1\t2",
    "aligned-row": "甲        1     2",
    "drawn-row": "│ 甲 │ 1 │",
    "drawn-rule": "├──┼──┤",
    "plus-rule": "+----+----+",
    "dashed": "-----  ------",
    "figure": "1",
    "letter": "甲",
    "sentence": "本机关2024年受理申请10件。",
    "page-number": "— 1 —",
    "page": "\f",
    "comment": "<!-- gblint: ignore GB301 -->",
    "fence": "```",
    "indented": "    甲",
    "html-row": "<table><tr><td rowspan=99999>甲",
    "date": "2024年1月31日",
}
_TAGS = {
    "table": "<table>",
    "row": "<tr>",
    "cell": "<td>",
    "whole-table": "<table><tr><td>1</table>",
    "nested": "<table><tr><td>",
    "div": "<div>",
    "b": "<b>",
    "font": "<font>",
    "a": "<a href=x>",
    "list": "<ul><li>",
    "p": "<p>",
    "select": "<select>",
    "svg": "<svg>",
    "script": "<script>",
    "comment": "<!--",
    "closed-comment": "<!---->",
    "end": "</p>",
    "end-table": "</table>",
    "unfinished": "<td ",
    "quote": '<td a="',
    "lt": "<",
    "br": "<br>",
    "span": "<span>甲</span>",
    "title": "<title>",
    "meta": '<meta charset="gbk">',
    "cdata": "<![CDATA[",
    "base": "<base>",
    "form": "<form>",
    "frame": "<iframe src=http://127.0.0.1:9/>",
    "image": "<img src=file:///x>",
    "rowspan": "<td rowspan=65534 colspan=1000>1",
    "tr-rowspan": "<tr><td rowspan=65534>1",
    "template": "<template>",
    "math": "<math><mi>",
    "option": "<option>",
    "heading": "<h1>一、",
}


def cases() -> Iterator[Case]:
    for name, unit in _UNITS.items():
        yield Case(f"line-of-{name}.txt", _times(unit, 2 * MB - 999))
        yield Case(f"lines-of-{name}.txt", _times((unit * 60)[:150] + "\n", 2 * MB - 999))
    for name, line in _LINES.items():
        yield Case(f"rows-of-{name}.txt", _rows(line, 49_000))
        yield Case(f"millions-of-{name}.txt", _rows(line, 900_000))
        yield Case(f"growing-{name}.txt", _growing(line))
    for name, blank in {"blanks": " ", "wide-blanks": "\u3000", "tabs": "\t"}.items():
        yield Case(f"gap-of-{name}.txt", _times("甲" + blank * 600_000 + "乙\n", 2 * MB - 999))
    for name, tag in _TAGS.items():
        for times in (1_000_000, 240_000, 20_000, 200):
            yield Case(f"{name}-{times}.html", _page(tag, times))
    yield from _attributes()


def _utf8(make: Callable[[], str]) -> Make:
    return lambda: make().encode()


def _times(unit: str, size: int) -> Make:
    return _utf8(lambda: unit * (size // len(unit.encode())))


def _rows(line: str, count: int) -> Make:
    return lambda: f"{line}\n".encode() * count


def _growing(line: str) -> Make:
    """Rows that each have a cell more, up to a thousand."""
    return _utf8(lambda: "\n".join((line + " ") * (n % 500) for n in range(1500)))


def _page(tag: str, times: int) -> Make:
    return _utf8(lambda: f"<html><body><p>一、总体情况</p>{tag * times}")


def _many_attributes() -> str:
    many = " ".join(f"a{n}=1" for n in range(100_000))
    return f"<html><td {many}>"


def _attributes() -> Iterator[Case]:
    yield Case("attributes.html", _utf8(_many_attributes))
    yield Case("long-attribute.html", _utf8(lambda: f'<html><td style="{"a:b;" * 3 * MB}">'))
    yield Case("long-class.html", _utf8(lambda: f'<html><div class="{"nav " * 3 * MB}">'))
    yield Case("long-text.html", _utf8(lambda: "<html><p>" + "甲" * 5 * MB))
    yield Case("long-number.html", _utf8(lambda: "<html><td rowspan=" + "9" * MB + ">"))
    yield Case("spaces.html", lambda: b"<html><p>" + b" " * 15 * MB)
    yield Case("nbsp.html", lambda: b"<html><p>" + b"&nbsp;" * 2 * MB)
    yield Case("laughs.html", lambda: b'<!DOCTYPE html [<!ENTITY a "&b;&b;">]><html>&a;')
    yield Case("lists.html", lambda: b"<html>" + b"<ol start=999999999999><li>1" * 200)
    yield Case("wide.html", lambda: b"<html><table>" + (b"<tr>" + b"<td>1" * 500) * 390)
    yield Case("tall.html", lambda: b"<html><table>" + b"<tr><td>1" * 99_000)
