"""Word files whose parts are hostile as XML."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.builder.raw_word import CONTENT_TYPES, W, packed, para, part
from tests.hostile.case import Case, Ending, Make
from tests.hostile.zips import MB

PARTS = ("document", "styles", "numbering", "comments")
_ROOTS = {"document": "document", "styles": "styles", "numbering": "numbering"}
_LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
_TEXT = part("document", f"<w:body>{para('一、总体情况', _LISTED)}</w:body>")
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "哈哈"}">' for n in range(10))
_DECLARED = {
    "laughs": f"<!DOCTYPE w [{_LAUGHS}]>",
    "blow-up": f'<!DOCTYPE w [<!ENTITY l9 "{"a" * 100_000}">]>',
    "file": '<!DOCTYPE w [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "address": '<!DOCTYPE w [<!ENTITY l9 SYSTEM "http://127.0.0.1:9/x">]>',
    "parameter": '<!DOCTYPE w [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
    "outside": '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd">',
    "public": '<!DOCTYPE w PUBLIC "-//x" "file:///etc/passwd">',
    "attributes": f'<!DOCTYPE w [{_LAUGHS}<!ATTLIST a b CDATA "&l9;">]>',
}


def cases() -> Iterator[Case]:
    for name in PARTS:
        for how, declared in _DECLARED.items():
            ending: Ending = "" if name == "comments" else "refused"  # which nothing asks for
            yield Case(f"{how}-in-{name}.docx", _with(name, declared), ending)
    yield Case("laughs-in-rels.docx", _rels, "refused", "损坏")
    for how, data in _SHAPES.items():
        yield Case(f"xml-{how}.docx", _of(data))


def _with(name: str, declared: str) -> Make:
    root = _ROOTS.get(name, name)
    times = 2000 if "blow" in declared or len(declared) > 90_000 else 1
    inside = "&l9;" * times
    if name == "document":
        inside = f"<w:body><w:p><w:r><w:t>{inside}</w:t></w:r></w:p></w:body>"
    text = f"{declared}<w:{root} xmlns:w='{W}'>{inside}</w:{root}>"
    return lambda: packed({"word/document.xml": _TEXT, f"word/{name}.xml": text})


def _rels() -> bytes:
    text = f"{_DECLARED['laughs']}<Relationships>&l9;</Relationships>"
    return packed({"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": text})


def _of(make: Callable[[], str | bytes]) -> Make:
    return lambda: packed({"word/document.xml": make()})


def _inside(text: str) -> str:
    return part("document", f"<w:body>{text}</w:body>")


_SHAPES: dict[str, Callable[[], str | bytes]] = {
    "deep": lambda: _inside("<w:p>" * 200_000),
    "deep-and-closed": lambda: _inside("<w:sdt>" * 250 + "</w:sdt>" * 250),
    "many-elements": lambda: _inside("<w:a/>" * 5_000_000),
    "many-paragraphs": lambda: _inside("<w:p/>" * 5_000_000),
    "many-runs": lambda: _inside(f"<w:p>{'<w:r><w:t>甲</w:t></w:r>' * 500_000}</w:p>"),
    "many-attributes": lambda: _inside(
        "<w:p " + " ".join(f'a{n}="1"' for n in range(1_000_000)) + "/>"
    ),
    "attributes-of-many": lambda: _inside('<w:p w:a="" w:b="" w:c="" w:d="" w:e=""/>' * 800_000),
    "many-namespaces": lambda: _inside("".join(f'<w:p xmlns:a{n}="{n}"/>' for n in range(300_000))),
    "nested-namespaces": lambda: _inside(
        "".join(f'<w:p xmlns:a{n}="{n}">' for n in range(250)) + "</w:p>" * 250
    ),
    "long-text": lambda: _inside(f"<w:p><w:r><w:t>{'甲' * 9 * MB}</w:t></w:r></w:p>"),
    "long-texts": lambda: _inside(para("甲" * MB) * 6),
    "long-digits": lambda: _inside(para("1" * MB) * 6),
    "long-attribute": lambda: _inside(f'<w:p w:a="{"a" * 20 * MB}"/>'),
    "comments": lambda: _inside("<!---->" * 2_000_000),
    "instructions": lambda: _inside("<?a?>" * 2_000_000),
    "cdata": lambda: _inside(f"<w:p>{'<![CDATA[]]>' * 1_000_000}</w:p>"),
    "characters": lambda: _inside(f"<w:p><w:r><w:t>{'&#65;' * 2_000_000}</w:t></w:r></w:p>"),
    "cut": lambda: _TEXT[:-30],
    "twice": lambda: _TEXT * 2,
    "nothing": lambda: "",
    "no-such-encoding": lambda: f'<?xml version="1.0" encoding="x-none"?>{_TEXT}',
    "utf-16": lambda: f'<?xml version="1.0" encoding="utf-16"?>{_TEXT}'.encode("utf-16"),
    "utf-7": lambda: f'<?xml version="1.0" encoding="utf-7"?>{_TEXT}'.encode("utf-7"),
    "no-namespace": lambda: "<document><body><p/></body></document>",
    "strict-many": lambda: _inside("<w:a/>" * 1_000_000).replace(
        W, "http://purl.oclc.org/ooxml/wordprocessingml/main"
    ),
}
