"""The local page in a real browser: Chromium as the distribution has it, driven by playwright.

axe-core, which looks for what is not accessible, is a package of npm: GBLINT_AXE names its file.
"""

from __future__ import annotations

import base64
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.tools import programs
from tests.tools.repository import FIXTURES
from tests.web.drafts import NAME, accept_all, draft, save, type_before, type_over
from tests.web.serving import Server

pytest.importorskip("starlette", reason="the page needs starlette")
pytest.importorskip("uvicorn", reason="the page needs uvicorn")
pytestmark = [
    pytest.mark.gate,
    pytest.mark.skipif(sys.platform == "win32", reason="it is ended by a signal"),
]

_LONGEST = 120_000
"""Milliseconds in which something has come, on a busy machine too."""

_WORDS = ("--no-sandbox", "--disable-extensions", "--renderer-process-limit=1")
"""Without what comes with Chromium; a page needs no process of its own."""
_WINDOW = {"width": 1280, "height": 900}

Page = Any  # playwright's, which need not be there


def _api() -> Any:
    """Brought in by the one process that has these tests: it is large."""
    absent = "NOT TESTED: playwright is not installed"
    return pytest.importorskip("playwright.sync_api", reason=absent)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = programs.chromium()
    with _api().sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(
                executable_path=path, args=_WORDS, timeout=_LONGEST
            )
        except _api().Error as error:
            programs.skip(f"Chromium does not start here: {error}")
        yield started
        started.close()


@pytest.fixture(scope="module")
def user(browser: Any) -> Iterator[Any]:
    """One user, whose window is for all tests: it costs more than all that is done in it."""
    with _new_user(browser) as one:
        yield one


@contextmanager
def _new_user(browser: Any) -> Iterator[Any]:
    context = browser.new_context(locale="zh-CN", viewport=_WINDOW)
    context.set_default_timeout(_LONGEST)
    yield context
    context.close()


@pytest.fixture
def page(user: Any, server: Server) -> Iterator[Page]:
    with _open(user, server) as opened:
        yield opened


class _open:  # noqa: N801 -- a context
    """A page as a user has it; nothing may leave it, and no program of a report may run."""

    def __init__(self, user: Any, server: Server) -> None:
        self.page = user.pages[0] if user.pages else user.new_page()
        self.server = server
        self.elsewhere: list[str] = []
        self.faults: list[str] = []
        self.heard = {
            "request": self._note,
            "pageerror": lambda error: self.faults.append(str(error)),
            "dialog": lambda dialog: self.faults.append(dialog.message),
        }

    def __enter__(self) -> Page:
        for event, hear in self.heard.items():
            self.page.on(event, hear)
        self.page.set_viewport_size(_WINDOW)
        self.page.goto(self.server.address)
        return self.page

    def _note(self, request: Any) -> None:
        if not request.url.startswith(self.server.address):
            self.elsewhere.append(request.url)

    def __exit__(self, *_: object) -> None:
        for event, hear in self.heard.items():
            self.page.remove_listener(event, hear)
        for opened in self.page.context.pages[1:]:
            opened.close()
        self.page.goto("about:blank")
        assert not self.elsewhere, "nothing is asked of anyone else"
        assert not self.faults


def _drop(page: Page, *files: tuple[str, bytes]) -> None:
    """Drop files on the page, as the mouse does."""
    told = [[name, base64.b64encode(data).decode()] for name, data in files]
    held = page.evaluate_handle(
        """(files) => {
          const held = new DataTransfer();
          for (const [name, data] of files) {
            held.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name));
          }
          return held;
        }""",
        told,
    )
    page.dispatch_event(".drop", "drop", {"dataTransfer": held})


def _check(page: Page) -> Any:
    """Have what was chosen checked; the report's page, in its frame."""
    page.click("#go")
    page.locator("#go:enabled").wait_for()
    assert page.locator("#told").text_content() == ""
    frame = page.frame_locator("#view")
    frame.locator("main").wait_for()
    return frame


def _rules(frame: Any) -> list[str]:
    found = frame.locator(".f").evaluate_all("all => all.map((one) => one.dataset.r)")
    return sorted(found)


def _download(page: Page, words: str) -> tuple[str, bytes]:
    """The name and bytes of the file that a link gives."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=words).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_from_a_wrong_report_to_a_clean_one(page: Page) -> None:
    _drop(page, (NAME, draft()))
    frame = _check(page)
    told = _rules(frame)
    assert {"GB101", "GB104", "GB301", "GB401", "GB404", "GB501", "GB507", "GB702"} <= set(told)

    footing = frame.locator('.f[data-r="GB301"]')
    footing.locator("a.to").click()
    mark = frame.locator("td.on .no.now, td.on .no:target")
    assert mark.count() == 1
    assert mark.locator("xpath=ancestor::td").text_content().startswith("91")
    _api().expect(mark).to_be_in_viewport()
    mark.click()
    _api().expect(footing).to_be_in_viewport()

    name, data = _download(page, "下载批注版")
    assert name == NAME.replace(".docx", ".批注.docx")
    comments = [comment.text for comment in Document(io.BytesIO(data)).comments]
    assert any(text.startswith("GB301") for text in comments)
    assert any("统计期限" in text for text in comments)

    name, data = _download(page, "下载改正版")
    assert name == NAME.replace(".docx", ".改正.docx")
    document = Document(io.BytesIO(data))
    tracked = [one.get(qn("w:author")) for one in document.element.body.iter(qn("w:ins"))]
    assert len(tracked) >= 3, "what has to be looked at is tracked"
    assert set(tracked) == {"gblint"}
    left = [comment.text for comment in document.comments]
    assert len(left) == 4, "what is left has comments"
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "四、政府信息公开行政复议、行政诉讼情况" in texts
    assert any("群众看不懂，二是" in text for text in texts)

    # the rest in Word
    accept_all(document)
    for old, new in (
        ("30号）编制。", "30号）编制。所列数据的统计期限为2023年1月1日至12月31日。"),
        ("0999-123456", "0999-1234567"),
        ("（此处填写本单位特色工作）", ""),
    ):
        type_over(document, old, new)
    type_before(document, "按照《政府信息公开信息处理费管理办法》", "六、其他需要报告的事项")
    _drop(page, (NAME, save(document)))
    assert _rules(_check(page)) == []
    assert "没有发现问题" in page.locator("#made").text_content()


def _tab_to(page: Page, wanted: str) -> list[str]:
    """Press Tab until the element of that id has the focus; the words of those on the way."""
    passed: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        at, words = page.evaluate("[document.activeElement.id, document.activeElement.textContent]")
        if at == wanted:
            return passed
        passed.append(words)
    raise AssertionError(f"the keyboard does not come to {wanted}: {passed}")


def test_the_keyboard_alone(page: Page, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(draft())
    keys = page.keyboard
    # asked for before a key is pressed: the browser is to hold such dialogs back by then
    page.once("filechooser", lambda chooser: chooser.set_files(path))
    page.reload()
    page.bring_to_front()
    _tab_to(page, "files")
    keys.press("Enter")
    _api().expect(page.locator("#chosen")).to_have_text(NAME)
    _tab_to(page, "go")
    keys.press("Enter")
    page.locator("#result:not([hidden])").wait_for()
    assert page.evaluate("document.activeElement.id") == "result"
    assert "下载批注版" in _tab_to(page, "view")
    frame = page.frame_locator("#view")
    frame.locator(".f").first.wait_for()
    keys.press("n")
    keys.press("n")
    now = frame.locator(".f.now")
    assert now.locator(".n").text_content() == "2"
    keys.press("Enter")
    _api().expect(frame.locator("#r1m2")).to_be_focused()
    keys.press("Enter")
    _api().expect(frame.locator("#r1f2")).to_be_focused()


def test_two_users_at_once_and_a_hostile_file(browser: Any, user: Any, server: Server) -> None:
    wrong = (FIXTURES / "footing-row" / "report.md").read_text("utf-8")
    hostile = wrong.replace(
        "一、总体情况",
        "一、总体情况\n\n<script>alert(1)</script><img src=//elsewhere.example/x onerror=alert(2)>",
        1,
    )
    name = "<img src=x onerror=alert(3)>\u202e年报.md"
    with (
        _new_user(browser) as second_user,
        _open(user, server) as one,
        _open(second_user, server) as other,
    ):
        _drop(one, ("清河区教育局 年报.docx", draft()))
        _drop(other, (name, hostile.encode()), ("坏的.docx", b"PK\x03\x04 and nothing more"))
        one.click("#go")
        second = _check(other)
        one.locator("#result:not([hidden])").wait_for()
        first = one.frame_locator("#view")
        first.locator(".f").first.wait_for()
        assert "GB401" in _rules(first)
        assert "GB301" in _rules(second)
        assert "GB401" not in _rules(second)
        assert second.locator("img, .doc script").count() == 0
        assert "<img src=x" in other.locator("#made").text_content()
        assert "无法读取" in other.locator("#made").text_content()


def test_a_blank_report_by_the_form(page: Page) -> None:
    _drop(page, (NAME, draft()))
    page.locator("summary").click()
    for organ, year, said in (
        ("", "", "四位数字"),
        ("示例市清河区教育局", "25", "四位数字"),
        ("示例市清河区教育局", "1990", "不能是“1990”"),
    ):
        page.fill("#organ", organ)
        page.fill("#year", year)
        page.click("#new")
        _api().expect(page.locator("#said")).to_contain_text(said)
        _api().expect(page.locator("#chosen")).to_contain_text(NAME)
    page.fill("#year", "2026")
    with page.expect_download() as waiting:
        page.click("#new")
    name = waiting.value.suggested_filename
    assert name == "示例市清河区教育局2026年政府信息公开工作年度报告.docx"
    assert Document(waiting.value.path()).tables

    # with last year's report, which has to be of the year before
    page.set_input_files("#previous", FIXTURES / "years-carried-in" / "previous.md")
    page.click("#new")
    _api().expect(page.locator("#said")).to_contain_text("应是2025年的")
    page.fill("#year", "2023")
    with page.expect_download() as waiting:
        page.click("#new")
    texts = [paragraph.text for paragraph in Document(waiting.value.path()).paragraphs]
    assert any("010-55550123" in text for text in texts)
    _api().expect(page.locator("#said")).to_contain_text("请核对：上年报告是")


def test_nothing_is_wider_than_a_telephone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # what was found is opened by itself: no page is scrolled within another
    _drop(page, (NAME, draft()))
    page.click("#go")
    page.locator("#result:not([hidden])").wait_for()
    assert not page.locator("#view").is_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="单独打开").click()
    report = opened.value
    report.set_viewport_size({"width": 390, "height": 844})
    report.locator(".f").first.wait_for()
    assert report.evaluate("document.documentElement.scrollWidth") <= 390


def test_axe_finds_nothing(page: Page) -> None:
    path = os.environ.get("GBLINT_AXE")
    if not path:
        programs.skip("axe-core is not installed (GBLINT_AXE)")
    axe = Path(path).read_text("utf-8")
    _drop(page, (NAME, draft()))
    _check(page).locator(".f").first.wait_for()
    page.locator("summary").click()
    for frame in page.frames:
        frame.evaluate(axe)
        found = frame.evaluate("axe.run({iframes: false})")
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
