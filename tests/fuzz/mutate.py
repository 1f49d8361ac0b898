"""Changes to files: of bytes, of the parts of packages, of markup, of lines, of numbers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, Random], bytes]

_TOKEN = re.compile(rb"<[^<>]*>|[^<>]+")
_NUMBER = re.compile(rb"\d+")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of all parts: of the same seed comes the same file, whenever it is made."""
_NUMBERS = (b"0", b"-1", b"2147483648", b"9" * 30, b"1e9", b"0x7f", b"65536", b"")
_PIECES = (
    *(
        "\t",
        "\n",
        "\f",
        "|",
        "　",
        "\u202e",
        "\ufeff",
        "\x1b[31m",
        "<!-- gblint: ",
        "一、",
        "（一）",
    ),
    *("</td>", "<table>", "<td rowspan=9999>", "&nbsp;", "<w:tbl>", "<w:tc>", "obj", "stream"),
)


def _flip(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.randint(1, 30)):
        if changed:
            changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _chunk(data: bytes, random: Random) -> bytes:
    """A stretch taken out, said several times, or put elsewhere."""
    begin = random.randint(0, len(data))
    end = min(len(data), begin + random.randint(1, max(1, len(data) // 4)))
    chunk, rest = data[begin:end], data[:begin] + data[end:]
    at = random.randint(0, len(rest))
    return random.choice(
        (
            rest,
            data[:begin] + chunk * random.randint(2, 9) + data[end:],
            rest[:at] + chunk + rest[at:],
        )
    )


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randint(0, len(data))]


def _pieces(pattern: re.Pattern[bytes] | None, data: bytes, random: Random) -> bytes:
    """Tokens or lines taken out, doubled, swapped, or joined by others."""
    parts = pattern.findall(data) if pattern else data.splitlines(keepends=True)
    for _ in range(random.randint(1, 8)):
        if not parts:
            break
        at, other = random.randrange(len(parts)), random.randrange(len(parts))
        how = random.randrange(5)
        if how == 0:
            del parts[at : at + random.randint(1, 5)]
        elif how == 1:
            parts[at:at] = parts[at : at + random.randint(1, 20)] * random.randint(1, 9)
        elif how == 2:
            parts[at], parts[other] = parts[other], parts[at]
        else:
            parts.insert(at, random.choice(_PIECES).encode())
    return b"".join(parts)


def _tokens(data: bytes, random: Random) -> bytes:
    return _pieces(_TOKEN, data, random)


def _lines(data: bytes, random: Random) -> bytes:
    return _pieces(None, data, random)


def _numbers(data: bytes, random: Random) -> bytes:
    found = list(_NUMBER.finditer(data))
    for match in sorted(random.sample(found, min(len(found), 5)), key=lambda m: -m.start()):
        data = data[: match.start()] + random.choice(_NUMBERS) + data[match.end() :]
    return data


_PLAIN: tuple[Mutation, ...] = (_flip, _chunk, _cut, _tokens, _lines, _numbers)


def _packed(data: bytes, random: Random) -> bytes:
    """The same of one part of a package, which is packed again."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    texts = [name for name in parts if name.endswith((".xml", ".rels"))]
    name = "word/document.xml" if random.random() < 0.6 else random.choice(texts)
    if name in parts:
        parts[name] = random.choice(_PLAIN)(parts[name], random)
    if random.random() < 0.1:
        del parts[random.choice(list(parts))]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(zipfile.ZipInfo(part, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def mutated(data: bytes, random: Random) -> bytes:
    """The file with one to three changes."""
    if zipfile.is_zipfile(io.BytesIO(data)) and random.random() < 0.8:
        return _packed(data, random)
    for _ in range(random.randint(1, 3)):
        data = random.choice(_PLAIN)(data, random)
    return data
