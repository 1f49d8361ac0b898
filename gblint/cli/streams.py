"""The streams of the process. Whatever their encoding, writing a text to them does not fail.

Texts for people go through here, all of them, and nothing in them steers a terminal.
"""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

from gblint.findings import Say
from gblint.text.harmless import harmless

_DEFAULT = "utf-8"
_PIECE = 2**16
"""Characters that are written at a time, about."""

_CHOSEN = ("ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace")
"""Ways of a stream with what its encoding lacks that never fail: chosen by the user, then."""

_ENCODING = "PYTHONIOENCODING"


class ClosedError(OSError):
    """There is no standard output to write to."""

    say = Say(
        "标准输出已关闭，无处输出结果", "standard output is closed: there is nowhere to write to"
    )

    def __init__(self) -> None:
        super().__init__(errno.EBADF, "standard output is closed")


class Stream:
    """Standard output or error. `terminal` says whether somebody looks at it."""

    def __init__(self, stream: TextIO | None) -> None:
        if stream is not None and getattr(stream, "closed", False):
            stream = None
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

    def require(self) -> None:
        """Raises ClosedError where there is no such stream."""
        if self._stream is None:
            raise ClosedError

    def text(self, text: str, *, painted: bool = False) -> None:
        """Write lines; of a character that the encoding lacks, its number. Raises OSError.

        Nothing in them steers a terminal but, in one that is `painted`, our own colours.
        """
        self.texts([text], painted=painted)

    def texts(self, pieces: Iterable[str], *, painted: bool = False) -> None:
        """Write lines that come in pieces, likewise; no line is in two of them."""
        errors = getattr(self._stream, "errors", None)
        encoder = codecs.getincrementalencoder(self.encoding)
        encode = encoder(errors if errors in _CHOSEN else "backslashreplace").encode
        for lines in gathered(pieces):
            text = harmless(lines, painted=painted)
            self.raw(encode(text if os.linesep == "\n" else text.replace("\n", os.linesep)))
        if rest := encode("", final=True):
            self.raw(rest)

    def raw(self, data: bytes) -> None:
        """Write bytes as they are. A reader that has gone away is no error."""
        if self._stream is None:
            raise ClosedError
        try:
            self._stream.flush()
            buffer = getattr(self._stream, "buffer", None)
            if buffer is None:
                self._stream.write(data.decode(self.encoding, "replace"))
            else:
                buffer.write(data)
            self._stream.flush()
        except OSError as error:
            self._silence()
            if not _gone(error):
                raise

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


def prepare_streams() -> None:
    """Make the streams of the process fit to be written to, before anything is.

    In a locale of ASCII (C, POSIX, one that is not installed) nobody chose that encoding: there
    it is UTF-8, as in Python's UTF-8 mode. And no file that is opened gets the number of a
    stream that is closed, into which a library might write.
    """
    chosen = os.environ.get(_ENCODING, "").partition(":")[0]
    for stream in (sys.stdout, sys.stderr):
        encoding = getattr(stream, "encoding", None)
        if not chosen and encoding and codecs.lookup(encoding).name == "ascii":
            stream.reconfigure(encoding=_DEFAULT)  # type: ignore[union-attr]
    if sys.platform == "win32":
        return
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


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
