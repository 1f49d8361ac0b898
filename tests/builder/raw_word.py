"""Word files for the tests of the readers, from raw XML."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"

_NAMESPACES = (
    f'xmlns:w="{W}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)

MARK_DELETED = '<w:rPr><w:del w:author="x"/></w:rPr>'
"""Of a paragraph or row: that its end was deleted."""


def part(root: str, inside: str) -> str:
    """A part with that root element."""
    return f"<w:{root} {_NAMESPACES}>{inside}</w:{root}>"


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)  # dated 1980: the bytes are in the names of tests
            package.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def word(body: str, *, styles: str = "", numbering: str = "") -> bytes:
    """A Word file with that body, and the inside of styles.xml and numbering.xml if given."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "word/document.xml": part("document", f"<w:body>{body}<w:sectPr/></w:body>"),
    }
    if styles:
        parts["word/styles.xml"] = part("styles", styles)
    if numbering:
        parts["word/numbering.xml"] = part("numbering", numbering)
    return packed(parts)


def run(text: str, properties: str = "") -> str:
    """A run with that text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(text: str = "", properties: str = "") -> str:
    """A paragraph of one run, or of none."""
    inside = run(text) if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def cell(text: str = "", properties: str = "") -> str:
    """A table cell with one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A table row of cells; a plain text is a cell of its own."""
    inside = "".join(item if item.startswith("<") else cell(item) for item in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def box(*paragraphs: str) -> str:
    """The content of a text box."""
    return f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"


def field(instruction: str, result: str) -> str:
    """The runs of a field: what it says is to be shown, and what was."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"{result}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def style(name: str, inside: str = "", *, based_on: str = "", kind: str = "paragraph") -> str:
    """A style whose id is its name without spaces."""
    style_id = name.replace(" ", "")
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f"{base}{inside}</w:style>"
    )
