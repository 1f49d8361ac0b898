"""Files that are not UTF-8: as Notepad of Windows writes them, in GBK or UTF-16."""

from __future__ import annotations

from gblint.findings import Say

_MARKS = (b"\xff\xfe", b"\xfe\xff")


def decode_otherwise(raw: bytes) -> tuple[str, Say]:
    """The text of a file that is no UTF-8, and what to say of it.

    What is in no known encoding has U+FFFD for what cannot be read.
    """
    if raw[:2] in _MARKS:
        return raw.decode("utf-16", "replace"), _say("UTF-16（Unicode）")
    try:
        return raw.decode("gb18030"), _say("GBK（ANSI）")
    except UnicodeDecodeError:
        return raw.decode("utf-8-sig", "replace"), _say("")


def _say(found: str) -> Say:
    zh, en = (f"，是 {found}", f", it is in {found.partition('（')[0]}") if found else ("", "")
    return Say(
        f"文件不是 UTF-8 编码{zh}：请在记事本里“另存为”，编码选 UTF-8",
        f"the file is not encoded in UTF-8{en}: save it as UTF-8",
    )
