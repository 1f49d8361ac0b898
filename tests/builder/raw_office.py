"""Compound files (OLE) as old Word writes them, and texts of OpenDocument, from bytes."""

from __future__ import annotations

import struct

from tests.builder.raw_word import packed

_END, _FREE, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "script": "urn:oasis:names:tc:opendocument:xmlns:script:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
    "ooo": "http://openoffice.org/2004/office",
    "dom": "http://www.w3.org/2001/xml-events",
    "xlink": "http://www.w3.org/1999/xlink",
}
NAMESPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMES.items())
_KIND = "application/vnd.oasis.opendocument.text"


def entry(
    name: str, *, right: int = _NONE, child: int = _NONE, start: int = 0, size: int = 0
) -> bytes:
    """An entry of the directory."""
    written = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", _NONE, right, child)
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), 2, 1) + links
    return head.ljust(116, b"\0") + struct.pack("<IQ", start, size)


def compound(*streams: tuple[str, bytes]) -> bytes:
    """A compound file with these streams, all of them in sectors of their own."""
    count = -(-(len(streams) + 1) // 4)
    entries = [entry("Root Entry", child=1 if streams else _NONE)]
    table = [0xFFFFFFFD, *range(2, count + 1), _END]
    sectors = b""
    for number, (name, data) in enumerate(streams, 1):
        right = number + 1 if number < len(streams) else _NONE
        start = len(table)
        entries.append(entry(name, right=right, start=start, size=len(data)))
        padded = data.ljust(max(-(-len(data) // 512), 1) * 512, b"\0")
        table += [*range(start + 1, start + len(padded) // 512), _END]
        sectors += padded
    directory = b"".join(entries).ljust(count * 512, b"\0")
    allocation = b"".join(struct.pack("<I", number) for number in table).ljust(512, b"\xff")
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1) + struct.pack("<I", 1)
    head += struct.pack("<IIIIII", 0, 0, _END, 0, _END, 0)
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    return head + allocation + directory + sectors


def flat(body: str, scripts: str = "") -> bytes:
    """A flat ODF text."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES} '
        f'office:version="1.3" office:mimetype="{_KIND}">{scripts}'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def packaged(content: str, *, kind: str = _KIND, entry: str = "") -> bytes:
    """An ODF package with these contents, and this inside its manifest's entry for them."""
    manifest = (
        f"<manifest:manifest {NAMESPACES}>"
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        f'<manifest:file-entry manifest:full-path="content.xml">{entry}</manifest:file-entry>'
        "</manifest:manifest>"
    )
    parts: dict[str, str | bytes] = {"mimetype": kind, "content.xml": content}
    return packed({**parts, "META-INF/manifest.xml": manifest})
