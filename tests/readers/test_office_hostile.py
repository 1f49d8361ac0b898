"""Documents that would have LibreOffice run or fetch something, and what it then does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gblint.readers import Limits, ReadError, office, read
from tests.builder.raw_office import NAMESPACES, flat, packaged
from tests.tools import programs
from tests.tools.amount import some

pytestmark = pytest.mark.gate

_SECTION = (
    '<text:section text:name="s"><text:section-source xlink:href="{}" xlink:type="simple" '
    'xlink:show="embed"/><text:p>原有</text:p></text:section>'
)
_FRAME = '<text:p>甲<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">'
_PICTURE = f'{_FRAME}<draw:image xlink:href="{{}}" xlink:type="simple"/></draw:frame></text:p>'
_OBJECT = f'{_FRAME}<draw:object xlink:href="{{}}" xlink:type="simple"/></draw:frame></text:p>'
_RTF = (
    r"{{\rtf1\ansi\deff0{{\fonttbl{{\f0 Arial;}}}} old {{\field{{\*\fldinst {} }}"
    r"{{\fldrslt result}}}} new {{\field{{\*\fldinst {} }}{{\fldrslt result}}}}\par}}"
)
_MACRO = """<office:scripts><office:script script:language="ooo:Basic">
<ooo:libraries><ooo:library-embedded ooo:name="Standard"><ooo:module ooo:name="Module1">
<ooo:source-code>Sub Main
Open "{}" For Output As #1
Print #1, "x"
Close #1
End Sub
</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script>
<office:event-listeners><script:event-listener script:language="ooo:script"
 script:event-name="dom:load" xlink:type="simple"
 xlink:href="vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document"/>
</office:event-listeners></office:scripts>"""


def said(data: bytes) -> str:
    """What is read of a file, on one line."""
    document = read(data, limits=Limits(convert_seconds=120))  # it may start slowly
    return " ".join(paragraph.text for paragraph in document.paragraphs())


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server's address, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", asked
        running.shutdown()
        thread.join()


@pytest.mark.slow
@pytest.mark.parametrize("alone", some([True, False], 2))
def test_nothing_is_fetched(
    alone: bool, server: tuple[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a network that is not there, and where only the settings forbid it."""
    programs.libreoffice()
    address, asked = server
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", "utf-8")
    if not alone:
        monkeypatch.setattr(office, "_find_isolation", tuple)
    links = "".join(
        body.format(f"{place}{suffix}")
        for place in (f"{address}/a", tmp_path.as_uri() + "/secret")
        for body, suffix in ((_SECTION, ".txt"), (_PICTURE, ".png"), (_OBJECT, ".odt"))
    )
    assert said(flat(links)) == "原有 甲 甲 原有 甲 甲"
    include, picture = f'INCLUDETEXT "{secret}"', f'INCLUDEPICTURE "{address}/b.png" \\\\d'
    text = said(_RTF.format(include, picture).encode())
    assert "old result" in text
    assert "机密" not in text
    assert asked == []


@pytest.mark.slow
def test_the_settings_are_what_forbids_it(
    server: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The server would see it: without the settings LibreOffice fetches the picture."""
    programs.libreoffice()
    address, asked = server
    guarded = office._build_environment

    def direct(folder: Path) -> dict[str, str]:
        return {k: v for k, v in guarded(folder).items() if not k.endswith("_proxy")}

    monkeypatch.setattr(office, "_find_isolation", tuple)
    none = tmp_path / "none.xcu"
    none.write_text('<oor:items xmlns:oor="http://openoffice.org/2001/registry"/>\n', "utf-8")
    monkeypatch.setattr(office, "_PROFILE", none)
    monkeypatch.setattr(office, "_build_environment", direct)
    assert said(flat(_PICTURE.format(f"{address}/a.png"))) == "甲"
    assert "/a.png" in asked


@pytest.mark.slow
def test_no_macro_runs(tmp_path: Path) -> None:
    programs.libreoffice()
    trace = tmp_path / "trace"
    assert said(flat("<text:p>丙</text:p>", _MACRO.format(trace))) == "丙"
    assert not trace.exists()


_BOMB = '<!DOCTYPE x [<!ENTITY a "甲甲甲甲"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (packaged("x", entry='<manifest:encryption-data manifest:checksum="x"/>'), "密码"),
        (packaged("<x/>", kind="application/vnd.oasis.opendocument.spreadsheet"), "ODF"),
        (
            packaged(f"{_BOMB}<office:document-content {NAMESPACES}>&b;</office:document-content>"),
            "",
        ),
        (packaged("<office:document-content>"), "损坏"),
        (flat("").replace(b"<office:document ", _BOMB.encode() + b"<office:document "), "损坏"),
        (flat("").replace(b".text", b".spreadsheet"), "ODF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4000, "损坏"),
    ],
)
def test_what_libreoffice_never_sees(
    data: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "convert_to_docx", None)
    with pytest.raises(ReadError) as caught:
        read(data)
    assert words in caught.value.say.zh
