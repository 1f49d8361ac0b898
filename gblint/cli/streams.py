"""The streams of the process. Whatever their encoding, writing a text to them does not fail."""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

_DEFAULT = "utf-8"
_PIECE = 2**16
"""Characters that are written at a time, about."""

_HARMLESS = ("ignore", "backslashreplace", "xmlcharrefreplace", "namereplace")
"""Ways of a stream with what its encoding lacks that never fail."""


class Stream:
    """Standard output or error. `terminal` says whether somebody looks at it."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self.encoding = getattr(stream, "encoding", None) or _DEFAULT
        self.terminal = stream is not None and stream.isatty()

    def shows(self, text: str) -> bool:
        """Whether the encoding has all the characters of a text."""
        try:
            text.encode(self.encoding)
        except (UnicodeEncodeError, LookupError):
            return False
        return True

    def columns(self) -> int | None:
        """How wide the terminal is; None where there is none, or it does not say."""
        if not self.terminal or self._stream is None:
            return None
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or None
        except (OSError, ValueError):
            return None

    def text(self, text: str) -> None:
        """Write a text; what the encoding lacks is replaced. Raises OSError on a full disk."""
        self.texts([text])

    def texts(self, pieces: Iterable[str]) -> None:
        """Write a text that comes in pieces, likewise."""
        errors = getattr(self._stream, "errors", None)
        encoder = codecs.getincrementalencoder(self.encoding)
        encode = encoder(errors if errors in _HARMLESS else "replace").encode
        for text in gathered(pieces):
            self.raw(encode(text if os.linesep == "\n" else text.replace("\n", os.linesep)))
        if rest := encode("", final=True):
            self.raw(rest)

    def raw(self, data: bytes) -> None:
        """Write bytes as they are. A reader that has gone away is no error."""
        if self._stream is None:
            raise OSError(errno.EBADF, "standard output is closed")
        try:
            self._stream.flush()
            buffer = getattr(self._stream, "buffer", None)
            if buffer is None:
                self._stream.write(data.decode(self.encoding, "replace"))
            else:
                buffer.write(data)
            self._stream.flush()
        except OSError as error:
            if not _gone(error):
                raise
            self._silence()

    def _silence(self) -> None:
        """Let what is still buffered go nowhere, or Python would complain about it at exit."""
        if self._stream is not None:
            devnull = os.open(os.devnull, os.O_WRONLY)
            os.dup2(devnull, self._stream.fileno())
            os.close(devnull)


def gathered(pieces: Iterable[str]) -> Iterator[str]:
    """Pieces of some size made of small ones; one that is empty where there are none."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)


def utf8(pieces: Iterable[str]) -> Iterator[bytes]:
    """A text for machines as bytes, piece by piece."""
    return (text.encode("utf-8", "backslashreplace") for text in gathered(pieces))


def _gone(error: OSError) -> bool:
    """Whether the other end of a pipe is closed; Windows calls that an invalid argument."""
    return error.errno == errno.EPIPE or (sys.platform == "win32" and error.errno == errno.EINVAL)


def stdout() -> Stream:
    return Stream(sys.stdout)


def stderr() -> Stream:
    return Stream(sys.stderr)


def tell(text: str) -> None:
    """A line for the user, beside the output; where there is nobody to tell, none."""
    if sys.stderr is not None:
        try:
            stderr().text(text + "\n")
        except OSError:
            return
