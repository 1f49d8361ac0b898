"""The page that files are dropped on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from gblint.findings import Lang, Say
from gblint.writers.html import read_asset
from gblint.writers.html.markup import escape

_TITLE = Say("年度报告检查", "Check annual reports")
_ABOUT = Say(
    "文件只在本机检查，不发送到任何地方；关闭网页后不保留。",
    "Files are checked on this machine and sent nowhere; nothing is kept after the page is closed.",
)
_DROP = Say("把报告拖到这里，或点击选择文件（可以多份）", "Drop reports here, or choose files")
_PREVIOUS = Say("上年报告（可不选）", "Last year's report (optional)")
_PACK = Say("规则包", "Rule pack")
_DEFAULT = Say("按现行格式", "the format in force")
_OF_SETTINGS = Say("按设置", "as the settings say")
_SETTINGS = Say("设置：", "Settings: ")
_LANG = Say("语言", "Language")
_CHECK = Say("开始检查", "Check")
_NEW = Say("新建一份空白报告", "A blank report")
_ORGAN = Say("单位", "Organ")
_YEAR = Say("年度", "Year")
_FOLLOWS = Say(
    "上面选了上年报告的，联系方式、要接着算的数字和要整改的问题从中带入。",
    "Where last year's report is chosen above, the contact, what was carried over, what is in "
    "force and the problems to be answered come from it.",
)
_MAKE = Say("生成 Word 文件", "Make a Word file")
_RESULT = Say("检查结果", "Result")
_SCRIPT = Say("这个网页需要浏览器启用脚本。", "This page needs scripts.")

_WORDS = {
    "sending": Say("正在读取 {}", "taking in {}"),
    "running": Say("正在检查：{}", "checking: {}"),
    "failed": Say("检查没有完成", "the check did not come to its end"),
    "late": Say("检查用时过长，已中止", "the check took too long and was stopped"),
    "large": Say("文件太大或太多", "too large, or too many files"),
    "gone": Say("这个网页放得太久，请刷新后重新选择文件", "open for too long: reload the page"),
    "open": Say("单独打开", "open by itself"),
    "save": Say("保存网页", "save the page"),
    "annotate": Say("下载批注版", "with comments"),
    "fix": Say("下载改正版", "corrected"),
    "counts": Say("错误 {}，警告 {}，提示 {}", "errors {}, warnings {}, notes {}"),
    "clean": Say("没有发现问题", "no problems found"),
    "corrects": Say(
        "改正版：{} 处可直接改好；{} 处用修订标出，请在 Word 中逐处接受或拒绝；{} 处由您改，"
        "批注里写着怎么改。一改就会引出别的问题的，不改，只留批注。改完保存，再拖进来检查。",
        "Corrected: {} can be mended; {} are tracked changes to be accepted or refused in Word; {} "
        "are for you to mend, as comments say, and so is what would bring another problem. "
        "Save it, and drop it here again.",
    ),
    "corrects_text": Say(
        "改正版：{} 处可直接改好，{} 处由您改。改完保存，再拖进来检查。",
        "Corrected: {} can be mended, {} are for you to mend. Save it, and drop it here again.",
    ),
    "handles": Say(
        "批注版在每处问题旁写着怎么改。改完保存，再拖进来检查。",
        "The file with comments says at each place what to do. Save it, and drop it here again.",
    ),
    "unread": Say("无法读取", "not readable"),
    "none": Say("没有选择文件", "no file was chosen"),
    "lacking": Say(
        "请填写单位全称，年度用四位数字，如 2025",
        "Give the organ in full, and the year in four digits, such as 2025",
    ),
    "unmade": Say("没有生成文件，请再试一次", "No file was made: try again"),
    "because": Say("没有生成文件。{}", "No file was made. {}"),
}
"""What the program of the page says."""


class Offer(msgspec.Struct, frozen=True):
    """The packs to choose from, by their ids with titles, and the file of settings, if any."""

    packs: Mapping[str, Say]
    settings: str = ""


def read_style() -> str:
    """The style of the page: that of the report's page, and its own."""
    return read_asset("page.css") + _read("page.css")


def read_program() -> str:
    return _read("page.js")


def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


def build_page(lang: Lang, offer: Offer, *, new: bool) -> str:
    def say(words: Say) -> str:
        return escape(words.in_lang(lang))

    data = " ".join(f'data-{name}="{say(words)}"' for name, words in _WORDS.items())
    options = "".join(
        f'<option value="{escape(pack)}">{say(title)}</option>'
        for pack, title in offer.packs.items()
    )
    langs = "".join(
        f'<option value="{one}"{" selected" if one == lang else ""}>{name}</option>'
        for one, name in (("zh", "中文"), ("en", "English"))
    )
    default, settings = say(_DEFAULT), ""
    if offer.settings:
        default = say(_OF_SETTINGS)
        settings = f'<p class="quiet">{say(_SETTINGS)}<bdi>{escape(offer.settings)}</bdi></p>'
    blank = (
        f'<details class="glance"><summary><h2>{say(_NEW)}</h2></summary><p class="row">'
        f'<label>{say(_ORGAN)} <input id="organ" maxlength="60"></label>'
        f'<label>{say(_YEAR)} <input id="year" inputmode="numeric" pattern="[0-9]{{4}}" '
        f'maxlength="4"></label><button type="button" id="new">{say(_MAKE)}</button></p>'
        f'<p class="quiet">{say(_FOLLOWS)}</p><p id="said" role="status"></p></details>'
        if new
        else ""
    )
    return f"""<!doctype html>
<html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{say(_TITLE)}</title><link rel="stylesheet" href="page.css">
<script src="page.js" defer></script></head>
<body class="start" {data}>
<header class="top"><h1>{say(_TITLE)}</h1><p class="verdict">{say(_ABOUT)}</p>{settings}</header>
<main>
<noscript><p class="failed">{say(_SCRIPT)}</p></noscript>
<section class="glance" aria-label="{say(_CHECK)}">
<label class="drop"><input type="file" id="files" multiple><span>{say(_DROP)}</span></label>
<ul id="chosen"></ul>
<p class="row"><label class="pick"><input type="file" id="previous">{say(_PREVIOUS)}
<b id="last"></b></label>
<label>{say(_PACK)} <select id="pack"><option value="">{default}</option>{options}</select>
</label><label>{say(_LANG)} <select id="lang">{langs}</select></label>
<button type="button" id="go">{say(_CHECK)}</button></p>
<p id="told" role="status"></p><progress id="bar" aria-labelledby="told" hidden></progress>
</section>
<section id="result" class="glance" aria-labelledby="rh" tabindex="-1" hidden>
<h2 id="rh">{say(_RESULT)}</h2><p class="row" id="links"></p><ul id="made"></ul>
<iframe id="view" title="{say(_RESULT)}" sandbox="allow-scripts allow-modals"></iframe></section>
{blank}
</main></body></html>
"""
