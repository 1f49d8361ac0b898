"""The local page as it is served: who is let in, what is done with files, what is left."""

from __future__ import annotations

import io
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, unquote, urlencode

import pytest
from docx import Document

from gblint.cli.serve import serve
from gblint.run.plan import SettingsError
from tests.builder.faulty_specimen import write
from tests.tools.forked import environment, with_packs
from tests.tools.repository import FIXTURES
from tests.web.serving import Server, serving

pytest.importorskip("starlette", reason="the page needs starlette")
pytest.importorskip("uvicorn", reason="the page needs uvicorn")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it is ended by a signal")

_REPORT = FIXTURES / "footing-row" / "report.md"


def test_a_report_is_checked_and_shown(server: Server) -> None:
    key, told = server.check(("区教育局 年报.md", _REPORT.read_bytes()))
    assert told["state"] == "done"
    assert told["files"] == [
        {
            "name": "区教育局 年报.md",
            "errors": 1,
            "warnings": 0,
            "notes": 0,
            "failed": False,
            "fixable": 0,
            "unsafe": 0,
            "makes": [],
        }
    ]
    status, page, answer = server.ask("GET", f"jobs/{key}/report")
    assert status == 200
    assert "区教育局 年报.md" in page.decode()
    assert 'id="r1m1"' in page.decode()
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-scripts" in policy, "a report's page is a stranger to this one"
    saved = server.ask("GET", f"jobs/{key}/report?save")[2]
    assert saved.headers["content-disposition"].startswith("attachment")


def test_the_page_itself(server: Server) -> None:
    status, page, answer = server.ask("GET", "?lang=en")
    assert status == 200
    assert "Drop reports here" in page.decode()
    for name, value in (
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
    ):
        assert answer.headers[name] == value
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    for name in ("page.css", "page.js"):
        assert server.ask("GET", name)[0] == 200


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (421, {"Host": "evil.example"}),
        (421, {"Host": "evil.example:{port}"}),
        (421, {"Host": "127.0.0.1"}),
        (421, {"Host": "127.0.0.1.evil.example:{port}"}),
        (403, {"Origin": "http://evil.example"}),
        (403, {"Origin": "null"}),
        (403, {"Origin": ""}),
        (403, {"Origin": "http://localhost:1"}),
        (403, {"Sec_Fetch_Site": "cross-site"}),
        (403, {"Sec_Fetch_Site": "same-site"}),
        (200, {"Sec_Fetch_Site": "same-origin"}),
    ],
)
def test_who_is_let_in(server: Server, status: int, headers: dict[str, str]) -> None:
    named = {name: value.format(port=server.port) for name, value in headers.items()}
    told = server.ask("POST", "jobs", None, **named)
    assert told[0] == status
    if status == 200:
        server.ask("POST", f"jobs/{json.loads(told[1])['key']}/end")


@pytest.mark.parametrize("path", ["/", "/page.js", "/jobs", "/x/", "//", "/{token}", "/{token}x/"])
def test_nothing_is_there_without_the_token(server: Server, path: str) -> None:
    status, told, _ = server.ask_plainly("GET", path.format(token=server.token))
    assert (status, told) == (404, b"")


def test_names_are_told_and_never_opened(server: Server) -> None:
    names = (
        *("../../../etc/passwd.md", "..\\..\\a.md", "/etc/passwd", "a\0b.md"),
        *("<img src=x>.md", "", "." * 300),
    )
    key, told = server.check(*((name, _REPORT.read_bytes()) for name in names))
    assert told["state"] == "done"
    assert len(told["files"]) == len(names)
    for file in told["files"]:
        assert "/" not in file["name"]
        assert "\\" not in file["name"]
    folder = next(server.scratch.glob(f"gblint-*/{key}"))
    own = {f"{number:03}{suffix}" for number in range(len(names)) for suffix in ("", ".md")}
    assert {path.name for path in folder.iterdir()} <= {*own, "page.html"}
    assert "<img" not in server.ask("GET", f"jobs/{key}/report")[1].decode()
    server.ask("POST", f"jobs/{key}/end")


@pytest.mark.parametrize("key", ["..", "%2e%2e", "..%2f..%2fetc", "none"])
def test_no_job_but_those_that_were_opened(server: Server, key: str) -> None:
    for path in (f"jobs/{key}", f"jobs/{key}/report", f"jobs/{key}/annotate/0"):
        assert server.ask("GET", path)[0] == 404
    assert server.ask("POST", f"jobs/{key}/start")[0] == 404


def test_nothing_is_kept_after_the_page_is_closed(server: Server) -> None:
    key, _ = server.check(("a.md", _REPORT.read_bytes()))
    assert list(server.scratch.glob(f"gblint-*/{key}"))
    assert server.ask("POST", f"jobs/{key}/end")[0] == 204
    assert not list(server.scratch.glob(f"gblint-*/{key}"))
    assert server.ask("GET", f"jobs/{key}/report")[0] == 404


def test_limits(server: Server) -> None:
    key = server.open()
    assert server.ask("POST", f"jobs/{key}/start")[0] == 409, "there is nothing to check"
    assert server.send(key, "big.docx", bytes(65 * 1024 * 1024)) == 413
    folder = next(server.scratch.glob(f"gblint-*/{key}"))
    assert not list(folder.iterdir())
    assert server.ask("POST", "jobs?pack=/etc/passwd")[0] == 400
    more = []
    while (opened := server.ask("POST", "jobs"))[0] == 200:
        more.append(json.loads(opened[1])["key"])
        assert len(more) < 50
    assert opened[0] == 429
    for one in (key, *more):
        server.ask("POST", f"jobs/{one}/end")


def test_a_file_that_cannot_be_read_costs_itself_alone(server: Server) -> None:
    damaged = b"PK\x03\x04 and nothing more"
    key, told = server.check(("a.docx", damaged), ("b.md", _REPORT.read_bytes()))
    assert told["state"] == "done"
    assert [one["failed"] for one in told["files"]] == [True, False]
    server.ask("POST", f"jobs/{key}/end")


def test_two_users_at_once_and_last_year(server: Server) -> None:
    keys = [server.open("?lang=en"), server.open("?pack=gbh-2021-30")]
    for key, case in zip(keys, ("years-carried-in", "footing-row"), strict=True):
        assert server.send(key, f"{case}.md", (FIXTURES / case / "report.md").read_bytes()) == 200
    last = next(path for path in (FIXTURES / "years-carried-in").glob("*previous*"))
    assert server.send(keys[0], last.name, last.read_bytes(), "previous") == 200
    for key in keys:
        assert server.ask("POST", f"jobs/{key}/start")[0] == 200
    for key, rule in zip(keys, ("GB601", "GB301"), strict=True):
        server.wait_for(key)
        assert rule in server.ask("GET", f"jobs/{key}/report")[1].decode()
        server.ask("POST", f"jobs/{key}/end")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "上年报告：去年的稿子.md："),
        (_REPORT.read_bytes(), "去年的稿子.md"),
    ],
    ids=["no report", "of the same year"],
)
def test_last_year_is_told_by_the_name_that_was_dropped(
    server: Server, data: bytes, told: str
) -> None:
    key = server.open("?lang=zh")
    assert server.send(key, "a.md", _REPORT.read_bytes()) == 200
    assert server.send(key, "去年的稿子.md", data, "previous") == 200
    assert server.ask("POST", f"jobs/{key}/start")[0] == 200
    error = server.wait_for(key)["error"]
    page = error or server.ask("GET", f"jobs/{key}/report")[1].decode()
    server.ask("POST", f"jobs/{key}/end")
    assert told in page
    assert "--previous" not in page
    assert str(server.scratch) not in page


def test_what_can_be_made_of_a_text(server: Server) -> None:
    text = write(
        {"，完善站内检索": ",完善站内检索", "新收政府信息公开申请37件": "新收政府信息公开申请39件"}
    )
    key, told = server.check(("区教育局 年报.md", text.encode()))
    (file,) = told["files"]
    assert (file["makes"], file["fixable"], file["unsafe"]) == (["fix"], 1, 0)
    assert server.ask("GET", f"jobs/{key}/annotate/0")[0] == 404
    status, made, answer = server.ask("GET", f"jobs/{key}/fix/0")
    assert status == 200
    assert made.decode() == text.replace(",完善站内检索", "，完善站内检索"), (
        "what has to be looked at is left where nothing is tracked"
    )
    assert quote("年报.改正.md") in answer.headers["content-disposition"]
    server.ask("POST", f"jobs/{key}/end")


def _make_new(server: Server, **chosen: str) -> tuple[int, bytes, str]:
    """Status and body of a blank report by the form, and what is told beside it."""
    asked = {"organ": "示例市清河区教育局", "year": "2023", **chosen}
    status, made, answer = server.ask("GET", f"new?{urlencode(asked)}")
    return status, made, unquote(answer.headers.get("x-told") or "")


def test_a_blank_report_is_in_the_readers_language_and_of_the_chosen_pack(server: Server) -> None:
    status, made, told = _make_new(server, pack="gbh-2019-60", lang="en")
    assert status == 200
    assert "is not for reports of 2023" in told
    assert any("〔2019〕60号" in one.text for one in Document(io.BytesIO(made)).paragraphs)
    status, said, _ = _make_new(server, year="1990", lang="en")
    assert status == 422
    assert "cannot be" in said.decode()
    assert _make_new(server, pack="../other")[0] == 400


def test_what_does_not_fit_of_last_year_is_told_beside_a_blank_report(server: Server) -> None:
    last = (FIXTURES / "years-carried-in" / "previous.md").read_bytes()
    before = {*server.scratch.glob("*/*/*")}  # of pages of other tests that are still open
    for year, status, words in (
        ("2023", 200, "请核对：上年报告是“"),
        ("2026", 422, "应是2025年的"),
    ):
        key = server.open()
        assert server.send(key, "去年.md", last, "previous") == 200
        got, made, told = _make_new(server, year=year, job=key)
        told = told or made.decode()
        assert (got, words in told) == (status, True)
        assert str(server.scratch) not in told
    assert {*server.scratch.glob("*/*/*")} <= before, "nothing is kept of it"


def test_the_settings_of_the_folder_hold(tmp_path: Path) -> None:
    for name in ("folder", "scratch", "home"):
        (tmp_path / name).mkdir()
    folder = tmp_path / "folder"
    last = next((FIXTURES / "years-carried-in").glob("*previous*"))
    shutil.copy(last, folder / "year-before.md")
    (folder / "gblint.toml").write_text('ignore = ["GB301"]\nprevious = "."\n', "utf-8")
    with serving(tmp_path / "scratch", tmp_path / "home", folder=folder) as server:
        assert "gblint.toml" in server.ask("GET", "")[1].decode()
        report = (FIXTURES / "years-carried-in" / "report.md").read_bytes()
        key, _ = server.check(("a.md", _REPORT.read_bytes()), ("b.md", report))
        page = server.ask("GET", f"jobs/{key}/report")[1].decode()
    assert "GB601" in page
    assert 'data-r="GB301"' not in page


def test_settings_that_are_wrong_are_told_before_anything_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gblint.toml").write_text('pack = "none-such"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="none-such"):
        serve(port=None, host=None, token_file=None, no_browser=True, lang="zh")


def test_a_second_interruption_shows_nothing_of_the_program(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "gblint", "serve", "--no-browser"],
        env=environment(with_packs(tmp_path / "cache")),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=tmp_path,
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.5)  # the address is told before the server hears signals itself
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(0.02)
    told = process.communicate(timeout=30)[1]
    assert (process.returncode, "Traceback" in told) == (130, False), told
