"""Pages saved as one file that are hostile as messages of many parts."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from tests.hostile.case import Case, Make
from tests.hostile.zips import MB

_HEAD = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
_PAGE = "<html><p>一、总体情况</p></html>".encode()
_HTML = b"Content-Type: text/html; charset=utf-8\r\n"
_PART = _HTML + b"\r\n" + _PAGE


def _mht(*parts: bytes, end: bytes = b"--b--\r\n") -> bytes:
    return _HEAD + b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + end


def cases() -> Iterator[Case]:
    for name, make in _MADE.items():
        yield Case(f"{name}.mhtml", make)
    yield Case("many-parts.mhtml", lambda: _mht(*[b"\r\n"] * 500_000), "refused", "parts")
    yield Case("nested.mhtml", lambda: _nested(500), "refused", "depth")
    yield Case("no-end.mhtml", lambda: _mht(_PART, end=b""), "read")
    yield Case("not-base64.mhtml", lambda: _mht(_encoded(b"base64", _PAGE * 9, _PART)))
    yield Case("no-such-charset.mhtml", lambda: _mht(_PART.replace(b"utf-8", b"x-none")), "read")


def _encoded(how: bytes, body: bytes, *more: bytes) -> bytes:
    head = _HTML + b"Content-Transfer-Encoding: " + how + b"\r\n\r\n"
    return head + body + b"".join(b"\r\n--b\r\n" + part for part in more)


def _nested(depth: int) -> bytes:
    """Each within the one before, and none that ends."""
    return b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n" + b"".join(
        b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (at, at + 1)
        for at in range(depth)
    )


def _square(depth: int) -> bytes:
    """Parts within parts, where each level has all that is below it once more."""
    inside = b"x" * 100
    for at in reversed(range(depth)):
        head = b"Content-Type: multipart/mixed; boundary=c%d\n\n" % at
        inside = head + (b"--c%d\n" % at + inside + b"\n") * 2
    return _HEAD + b"--b\n" + inside


_MADE: dict[str, Make] = {
    "doubling": lambda: _square(14),
    "same-boundary": lambda: _mht(*[b"Content-Type: multipart/mixed; boundary=b\r\n"] * 15_000),
    "boundary-in-each-line": lambda: _HEAD + b"--b\r\n" * 19_000 + _PART,
    "boundary-never-comes": lambda: _HEAD + b"-" * 20 * MB,
    "long-boundary": lambda: _HEAD.replace(b"=b", b"=" + b"b" * 60_000) + b"--" + b"b" * 9 * MB,
    "empty-boundary": lambda: _HEAD.replace(b"=b", b'=""') + b"--\r\n" * 1_000_000,
    "headers-without-end": lambda: b"MIME-Version: 1.0\r\n" + b"X: y\r\n" * 2_000_000,
    "long-header": lambda: b"MIME-Version: 1.0\r\nContent-Type: " + b"a;" * 10 * MB,
    "parameters": lambda: _HEAD.replace(b"=b", b"=b" + b"; x*0*=a" * 7000) + _PART,
    "encoded-words": lambda: b"MIME-Version: 1.0\r\nSubject: " + b"=?utf-8?q?=41?= " * 3000,
    "base64-of-nothing": lambda: _mht(_encoded(b"base64", b"=" * 30 * MB)),
    "base64-of-a-bomb": lambda: _mht(
        _encoded(b"base64", base64.encodebytes(b"<table>" * 2 * MB)),
    ),
    "quoted-printable": lambda: _mht(_encoded(b"quoted-printable", b"=" * 15 * MB)),
    "quoted-lines": lambda: _mht(_encoded(b"quoted-printable", b"=\r\n" * 5 * MB)),
    "no-such-encoding": lambda: _mht(_encoded(b"x-none", _PAGE)),
    "charset-that-is-no-text": lambda: _mht(_PART.replace(b"utf-8", b"base64")),
    "charset-that-is-long": lambda: _mht(_PART.replace(b"utf-8", b"u" * 60_000)),
    "charset-by-idna": lambda: _mht(_PART.replace(b"utf-8", b"idna"), _PART),
    "charset-utf-7": lambda: _mht(_PART.replace(b"utf-8", b"utf-7")),
}
