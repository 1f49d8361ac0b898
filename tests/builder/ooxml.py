"""The parts of a Word package around the document itself, and zip bytes without a clock."""

from __future__ import annotations

import io
import zipfile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)

_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MIME}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MIME}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_MIME}.numbering+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_MIME}.footer+xml"/>'
    "</Types>"
)
_ROOT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_R}/numbering" Target="numbering.xml"/>'
    f'<Relationship Id="rId3" Type="{_R}/footer" Target="footer1.xml"/>'
    f'<Relationship Id="rId4" Type="{_R}/image" Target="media/image1.png"/>'
    "</Relationships>"
)
_FOOTER = (
    f"{_HEAD}<w:ftr {NAMESPACES}><w:p><w:r><w:t>— </w:t></w:r>"
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    "<w:r><w:t> —</w:t></w:r></w:p></w:ftr>"
)
_LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
_NUMBERING = (
    f'{_HEAD}<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">'
    '<w:multiLevelType w:val="multilevel"/>'
    + "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level, (form, text) in enumerate(_LEVELS)
    )
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def _style(key: str, name: str, inside: str = "", *, default: bool = False) -> str:
    mark = ' w:default="1"' if default else ""
    based = "" if default else '<w:basedOn w:val="a"/>'
    return (
        f'<w:style w:type="paragraph"{mark} w:styleId="{key}">'
        f'<w:name w:val="{name}"/>{based}{inside}</w:style>'
    )


_LEVEL_1 = '<w:outlineLvl w:val="0"/>'
_NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
_STYLES = (
    f"{_HEAD}<w:styles {NAMESPACES}>"
    + _style("a", "Normal", default=True)
    + _style("1", "heading 1", f"<w:pPr>{_LEVEL_1}</w:pPr><w:rPr><w:b/></w:rPr>")
    + _style("11", "numbered heading", f"<w:pPr>{_NUMBERED}{_LEVEL_1}</w:pPr>")
    + _style("2", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
    + _style("a3", "Title", '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr>')
    + _style("a4", "Normal (Web)")
    + _style("TOC1", "toc 1")
    + '<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/>'
    + "</w:style></w:styles>"
)
_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
"""A PNG of one transparent pixel."""


def package(body: str) -> bytes:
    """A .docx with `body` as the content of w:body. The same body gives the same bytes."""
    document = (
        f"{_HEAD}<w:document {NAMESPACES}><w:body>{body}"
        '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
        '<w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    )
    return packed(
        {
            "[Content_Types].xml": _CONTENT_TYPES.encode(),
            "_rels/.rels": _ROOT_RELATIONS.encode(),
            "word/document.xml": document.encode(),
            "word/_rels/document.xml.rels": _RELATIONS.encode(),
            "word/styles.xml": _STYLES.encode(),
            "word/numbering.xml": _NUMBERING.encode(),
            "word/footer1.xml": _FOOTER.encode(),
            "word/media/image1.png": _PICTURE,
        }
    )


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip of the parts, dated 1980 so that no clock shows in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()
