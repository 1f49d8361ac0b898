"""Zip files written by hand, which say what they like about themselves."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

import msgspec

MB = 2**20
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


class Entry(msgspec.Struct, frozen=True):
    """An entry: its name, its bytes as they are stored, and what it says of them."""

    name: bytes
    stored: bytes
    packing: int = 8
    size: int = 0
    crc: int = 0
    flags: int = 0
    stored_size: int = -1
    offset: int = -1
    extra: bytes = b""


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def bomb(name: str, block: bytes, times: int, *, around: tuple[bytes, bytes] = (b"", b"")) -> Entry:
    """An entry of `block` many times within `around`: its packed bytes are simply repeated."""
    head, tail = around
    crc = zlib.crc32(head)
    for _ in range(times):
        crc = zlib.crc32(block, crc)
    stored = flushed(head) + flushed(block) * times + deflated(tail)
    size = len(head) + len(block) * times + len(tail)
    return Entry(name.encode(), stored, size=size, crc=zlib.crc32(tail, crc))


def flushed(data: bytes) -> bytes:
    """Packed so that more may follow, whatever it is."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def entry(name: str, data: bytes) -> Entry:
    """An honest one."""
    return Entry(name.encode(), deflated(data), size=len(data), crc=zlib.crc32(data))


def archive(entries: Iterable[Entry], *, end: bytes = b"") -> bytes:
    """A zip file of them; `end` takes the place of the record at its end."""
    body = bytearray()
    directory = bytearray()
    count = 0
    for one in entries:
        stored = len(one.stored) if one.stored_size < 0 else one.stored_size
        sizes = struct.pack("<III", one.crc, stored, one.size)
        shared = struct.pack("<HHHHH", 20, one.flags, one.packing, 0, 0x21) + sizes
        offset = len(body) if one.offset < 0 else one.offset
        if one.offset < 0:
            names = struct.pack("<HH", len(one.name), len(one.extra))
            body += LOCAL + shared + names + one.name + one.extra + one.stored
        rest = struct.pack("<HHHHHII", len(one.name), len(one.extra), 0, 0, 0, 0, offset)
        directory += CENTRAL + struct.pack("<H", 20) + shared + rest + one.name + one.extra
        count += 1
    shown = min(count, 0xFFFF)
    last = struct.pack("<HHHHIIH", 0, 0, shown, shown, len(directory), len(body), 0)
    return bytes(body + directory) + (end or END + last)
