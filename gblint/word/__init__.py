"""What goes back into Word files; in here the file itself, of which parts are changed.

Parts are replaced, added, removed; the others are copied as bytes, with their order, dates and
compression. Parts are found by relationships, and read within the limits of the readers.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from typing import Any, cast

from lxml import etree

from gblint.readers.package import STRICT_NAMES, Element, Package, W, parse_part
from gblint.readers.refusals import damaged_error

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
_OWN_ID = "rIdGblint"
"""Begins the ids of relationships that are ours."""

_CONTENT_TYPES = "[content_types].xml"
_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"

_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>\s*")
_UTF_8 = re.compile(rb"""encoding\s*=\s*["']utf-?8["']""", re.IGNORECASE)
_NEW_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_END_64_MARK, _END_64_BYTES = b"PK\x06\x07", 20
_TOO_LARGE = 0xFFFFFFFF
"""Stands where a size or place is told elsewhere, as zip files of over 4 GB have it."""

_FIRST_DATE = 0x0021
"""1 January 1980, the date of parts that are new: two runs write the same bytes."""

_MANY_FLAGS = 0x0009
"""Bits of an entry that is encrypted, or has its sizes behind it."""


class WordFile:
    """The parts of a Word file by their names in lower case, and what is to become of them.

    Raises ReadError for what is no Word file, is damaged or beyond a limit.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.package = Package(data)
        self.main = self.package.find_main()
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            self._infos = file.infolist()
        self._at = {_normalize_name(info.filename): at for at, info in enumerate(self._infos)}
        self._sources: dict[str, bytes] = {}
        self._trees: dict[str, Element] = {}
        self._new: dict[str, bytes] = {}
        self._names: dict[str, str] = {}
        self._gone: set[str] = set()

    def read(self, name: str) -> bytes | None:
        """The bytes of a part as it is to be, None where there is none. Raises ReadError."""
        if name in self._new:
            return self._new[name]
        if name in self._gone:
            return None
        if name not in self._sources:
            data = self.package.read(name)
            if data is None:
                return None
            self._sources[name] = data
        return self._sources[name]

    def read_tree(self, name: str) -> Element | None:
        """The root of a part, the same each time; None where there is none. Raises ReadError."""
        if name not in self._trees:
            data = self.read(name)
            if data is None:
                return None
            self._trees[name] = parse_part(data)
        return self._trees[name]

    def put_tree(self, name: str, end: bytes = b"") -> None:
        """Have the tree of a part written, with what is to stand behind its root."""
        source = self._sources.get(name) or self._new.get(name, b"")
        self._new[name] = serialize(self._trees[name], source) + end

    def put(self, name: str, data: bytes) -> None:
        """Replace a part, or add one; `name` as it is to be written."""
        lower = _normalize_name(name)
        self._trees.pop(lower, None)
        self._gone.discard(lower)
        self._new[lower] = data
        self._names.setdefault(lower, name)

    def remove(self, name: str) -> None:
        """Take a part out, with its relationship from the main part and its content type.

        The part of relationships goes with the last of them.
        """
        self._drop_part(name)
        rels = self._rels_name
        folder = posixpath.join("/", posixpath.dirname(self.main))

        def read_target(element: Element) -> str:
            path = posixpath.join(folder, element.get("Target") or "")
            return posixpath.normpath(path).lstrip("/").lower()

        self._drop_where(rels, lambda element: read_target(element) == name)
        root = self.read_tree(rels)
        if root is not None and len(root) == 0:
            self._drop_part(rels)
            others = (
                part for part in self._at if part.endswith(".rels") and part not in self._gone
            )
            if next(others, None) is None:
                self._drop_where(_CONTENT_TYPES, lambda child: child.get("Extension") == "rels")
        self._drop_where(
            _CONTENT_TYPES, lambda child: (child.get("PartName") or "").lstrip("/").lower() == name
        )

    def _drop_part(self, name: str) -> None:
        self._gone.add(name)
        self._new.pop(name, None)
        self._trees.pop(name, None)

    def _drop_where(self, name: str, is_wrong: Callable[[Element], bool]) -> None:
        """Take out of a part what stands at its top and is told so."""
        root = self.read_tree(name)
        # a list: taking one out while its siblings are gone through would pass one over
        for element in [child for child in root if is_wrong(child)] if root is not None else []:
            cast("Any", root).remove(element)
            self.put_tree(name)

    def find_related(self, kind: str) -> str:
        """The name of the part that a relationship of the main part names, "" for none.

        `kind` is the last word of the relationship's type (`comments`).
        """
        for link in self.package.find_links(self.main).values():
            if link.kind == kind and self.read(link.target) is not None:
                return link.target
        return ""

    def is_own(self, name: str) -> bool:
        """Whether a part was added by `add_related`, in this run or an earlier one."""
        root = self.read_tree(self._rels_name)
        folder = posixpath.dirname(self.main)
        return root is not None and any(
            (element.get("Id") or "").startswith(_OWN_ID)
            and posixpath.join(folder, element.get("Target") or "").lower() == name
            for element in root
        )

    def add_related(self, kind: str, data: bytes, content_type: str) -> str:
        """Add a part that the main part is related to; its name. Raises ReadError."""
        folder = posixpath.dirname(self._find_written_name(self.main))
        # A part of that name may be there that no relationship names: some programs leave it.
        number, name = 0, posixpath.join(folder, f"{kind}.xml")
        while self.read(_normalize_name(name)) is not None:
            number += 1
            name = posixpath.join(folder, f"{kind}{number}.xml")
        self.put(name, data)
        types = self.read_tree(_CONTENT_TYPES)
        if types is None:
            raise damaged_error()
        _append(types, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=content_type)
        self.put_tree(_CONTENT_TYPES)
        rels = self._rels_name
        if self.read_tree(rels) is None:
            self._add_rels()
        base = _STRICT_OFFICE if self.is_strict() else _OFFICE
        root = self._trees[rels]
        own = f"{_OWN_ID}{kind.capitalize()}"
        target = posixpath.basename(name)
        _append(root, f"{{{_RELATIONSHIPS}}}Relationship", Id=own, Type=base + kind, Target=target)
        self.put_tree(rels)
        return _normalize_name(name)

    def is_strict(self) -> bool:
        """Whether the main part is in strict OOXML, of which trees show the usual namespaces."""
        return is_strict(self.read(self.main) or b"")

    def build(self) -> bytes:
        """The whole file as it is to be; the bytes it was read from where nothing changed."""
        new = self._new.items()
        changed = {name: data for name, data in new if self._sources.get(name) != data}
        if not changed and not self._gone & self._at.keys():
            return self.data  # what was put back as it was is no change
        replaced = {self._at[name]: data for name, data in changed.items() if name in self._at}
        gone = {self._at[name] for name in self._gone if name in self._at}
        new_names = [name for name in changed if name not in self._at]
        added = [(self._names[name], changed[name]) for name in new_names]
        try:
            return _rewrite_zip(self.data, self._infos, replaced, gone, added)
        except _UnusualZip:
            self.package.check_whole()
            return _pack_anew(self.data, replaced, gone, added)

    @property
    def _rels_name(self) -> str:
        folder, name = posixpath.split(self.main)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def _add_rels(self) -> None:
        folder, name = posixpath.split(self._find_written_name(self.main))
        data = _NEW_DECLARATION + f'<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode()
        self.put(posixpath.join(folder, "_rels", f"{name}.rels"), data)
        types = self.read_tree(_CONTENT_TYPES)
        if types is not None and all(
            (element.get("Extension") or "").lower() != "rels" for element in types
        ):
            tag = f"{{{_TYPES}}}Default"
            element = _append(types, tag, Extension="rels", ContentType=_RELS_TYPE)
            cast("Any", types).insert(0, element)  # before what is said of single parts
            self.put_tree(_CONTENT_TYPES)
        self.read_tree(self._rels_name)

    def _find_written_name(self, name: str) -> str:
        return self._infos[self._at[name]].filename.replace("\\", "/").lstrip("/")


def serialize(root: Element, source: bytes) -> bytes:
    """A part as bytes, with the declaration and the namespaces of the bytes it was read from."""
    data: bytes = etree.tostring(cast("Any", root), encoding="UTF-8", xml_declaration=False)
    if is_strict(source):
        # The reader has put the usual namespaces in place of the strict ones, which go back.
        for strict, usual in STRICT_NAMES:
            if strict in source:
                data = data.replace(usual, strict)
    declared = _DECLARATION.match(source)
    if declared is None:
        return data if source.lstrip().startswith(b"<") else _NEW_DECLARATION + data
    # lxml gives UTF-8, whatever the part was in.
    utf_8 = b"encoding" not in declared[0] or _UTF_8.search(declared[0])
    return (declared[0] if utf_8 else _NEW_DECLARATION) + data


def make_element(tag: str, *inside: Any, **values: str) -> Any:
    """An element with others in it, and with attributes of the namespace of Word's text."""
    element = cast("Any", etree.Element)(tag, nsmap={"w": W.strip("{}")})
    for name, value in values.items():
        element.set(W + name, value)
    element.extend(inside)
    return element


def is_strict(source: bytes) -> bool:
    return STRICT_NAMES[0][0] in source[:4096]


def _append(parent: Element, tag: str, **attributes: str) -> Element:
    return cast("Element", etree.SubElement(cast("Any", parent), tag, attributes))


def _normalize_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


class _UnusualZip(Exception):  # noqa: N818 -- it names what was met
    """A zip file whose entries are not simply one behind the other, or that is of over 4 GB."""


def _rewrite_zip(
    data: bytes,
    infos: Sequence[zipfile.ZipInfo],
    replaced: dict[int, bytes],
    gone: set[int],
    added: list[tuple[str, bytes]],
) -> bytes:
    """A zip file with entries, by their number, replaced or gone, and some added; the bytes of all
    others are the same. Raises _UnusualZip.
    """
    central, begin, comment = _read_directory(data, len(infos))
    starts = sorted({info.header_offset for info in infos})
    ends = dict(zip(starts, [*starts[1:], begin], strict=True))
    out = bytearray(data[: starts[0]] if starts else b"")
    records: dict[int, bytes] = {}
    for at in sorted(range(len(infos)), key=lambda at: infos[at].header_offset):
        start, record = infos[at].header_offset, central[at]
        if at in gone:
            continue
        if at in replaced:
            entry, record = _replace_entry(data, start, record, replaced[at])
        else:
            entry = _copy_entry(data, start, ends[start], infos[at].compress_size)
        records[at] = _set_place(record, len(out))
        out += entry
    listed = [record for _, record in sorted(records.items())]
    for name, part in added:
        entry, record = _pack_entry(name, part)
        listed.append(_set_place(record, len(out)))
        out += entry
    directory, count = b"".join(listed), len(listed)
    end = _END.pack(_END_MARK, 0, 0, count, count, len(directory), len(out), len(comment))
    return bytes(out) + directory + end + comment


def _read_directory(data: bytes, count: int) -> tuple[list[bytes], int, bytes]:
    """The records of the directory, where it begins, and the comment of the file."""
    end = data.rfind(_END_MARK)  # the last: a file may be packed into this one uncompressed
    if end < 0 or len(data) < end + _END.size:
        raise _UnusualZip
    begin = end - _END.unpack_from(data, end)[5]
    if data[end - _END_64_BYTES : end].startswith(_END_64_MARK) or begin < 0:
        raise _UnusualZip
    records: list[bytes] = []
    at = begin
    while at + _CENTRAL.size <= end and data[at : at + 4] == _CENTRAL_MARK:
        record = _CENTRAL.unpack_from(data, at)
        length = _CENTRAL.size + sum(record[10:13])
        if _TOO_LARGE in (record[8], record[9], record[16]):
            raise _UnusualZip
        records.append(data[at : at + length])
        at += length
    if len(records) != count:
        raise _UnusualZip
    return records, begin, data[end + _END.size :]


def _copy_entry(data: bytes, start: int, end: int, size: int) -> bytes:
    # Up to the next entry: the sizes may stand behind it, where some programs put them.
    head = _LOCAL.unpack_from(data, start)
    if head[0] != _LOCAL_MARK or start + _LOCAL.size + sum(head[9:]) + size > end:
        raise _UnusualZip
    return data[start:end]


def _replace_entry(data: bytes, start: int, record: bytes, part: bytes) -> tuple[bytes, bytes]:
    """A new entry and its record, with the name, date and way of packing of the old one."""
    head = _LOCAL.unpack_from(data, start)
    name = data[start + _LOCAL.size : start + _LOCAL.size + head[9]]
    # Without the flag that sizes stand behind an entry: of this one they are known.
    about = head[1], head[2] & ~_MANY_FLAGS, *head[3:6]
    entry, sizes = _build_entry(name, part, about)
    fields = list(_CENTRAL.unpack_from(record))
    fields[3] &= ~_MANY_FLAGS
    fields[7:10] = sizes
    return entry, _CENTRAL.pack(*fields) + record[_CENTRAL.size :]


def _pack_entry(name: str, data: bytes) -> tuple[bytes, bytes]:
    """An entry of a new part, and its record in the directory."""
    raw = name.encode()
    about = (20, 0 if name.isascii() else 0x800, zipfile.ZIP_DEFLATED, 0, _FIRST_DATE)
    entry, sizes = _build_entry(raw, data, about)
    record = _CENTRAL.pack(_CENTRAL_MARK, 20, *about, *sizes, len(raw), 0, 0, 0, 0, 0, 0)
    return entry, record + raw


def _build_entry(
    name: bytes, data: bytes, about: Sequence[int]
) -> tuple[bytes, tuple[int, int, int]]:
    """An entry, with its check sum and its sizes, packed and not.

    `about` is what stands before these: version, flags, way of packing, time and date.
    """
    packed = data
    if about[2] != zipfile.ZIP_STORED:
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush()
    sizes = zlib.crc32(data), len(packed), len(data)
    return _LOCAL.pack(_LOCAL_MARK, *about, *sizes, len(name), 0) + name + packed, sizes


def _set_place(record: bytes, place: int) -> bytes:
    return record[: _CENTRAL.size - 4] + struct.pack("<L", place) + record[_CENTRAL.size :]


def _pack_anew(
    data: bytes, replaced: dict[int, bytes], gone: set[int], added: list[tuple[str, bytes]]
) -> bytes:
    """The file with all entries packed anew, in their order, with their dates."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        new.comment = old.comment
        for at, info in enumerate(old.infolist()):
            if at not in gone:
                content = replaced[at] if at in replaced else old.read(info)
                new.writestr(info, content, info.compress_type)
        for name, content in added:
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
