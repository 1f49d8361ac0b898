"""No finding of any rule tells personal data: GB704 masks it, and so does all that quotes."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

import gblint
from gblint.checks import load
from gblint.checks.personal import Mask
from gblint.readers import read
from gblint.report import recognise
from gblint.results import RunResult, WriterOptions
from gblint.run import check_inputs
from gblint.run.baseline import encode_baseline
from gblint.run.find_inputs import collect_inputs
from gblint.run.plan import Overrides
from gblint.writers import WRITERS, write_whole
from tests.builder.fixture_cases import base, with_prose
from tests.builder.write_text import Shape, text

_PACK = load("gbh-2021-30")
_NUMBER = "330113199001011233"
_MOBILE = "13912345678"
_WIDE = _NUMBER.translate({ord(str(one)): 0xFF10 + one for one in range(10)})
_SPACED = f"{_NUMBER[:6]} {_NUMBER[6:14]} {_NUMBER[14:]}"


def _data(prose: str) -> bytes:
    return text(with_prose(base(), 5, prose), shape=Shape("pipes"))


def _run(folder: Path, prose: str) -> RunResult:
    path = folder / "2023.md"
    path.write_bytes(_data(prose))
    return check_inputs(collect_inputs([str(path)]), Overrides(config="none"))


_PROSE = [
    f"张三{_NUMBER}提出；收到政府信息公开申请2件，予以公开1件，占90%。",
    f"张三{_WIDE}提出；收到政府信息公开申请2件，予以公开1件，占90%。",
    f"张三{_SPACED}提出；收到政府信息公开申请2件，予以公开1件，占90%。",
    f"张三（{_MOBILE}提出；收到政府信息公开申请2件，予以公开1件，占90%。",
    f"一是张三{_NUMBER}；三是李四{_MOBILE}的来信没有回复",
    f"2021年张三{_NUMBER}、李四{_MOBILE}来访。。",
    f"XX局的张三{_NUMBER}、{_MOBILE}待补充。",
]


@pytest.mark.parametrize("prose", _PROSE)
def test_no_format_and_no_baseline_tells_it(prose: str, tmp_path: Path) -> None:
    result = _run(tmp_path, prose)
    assert {finding.rule for finding in result.files[0]} - {"GB704"}
    said = [write_whole(form, result, WriterOptions(width=4000)) for form in WRITERS]
    said.append(encode_baseline(result, tmp_path).decode())
    for out in said:
        assert "****" in out.replace("\\", ""), "masked, in Markdown with strokes before the signs"
        for secret in (_NUMBER, _WIDE, _SPACED, _MOBILE, _NUMBER[6:], _MOBILE[:9]):
            assert secret not in out


def test_the_number_of_the_office_stays(tmp_path: Path) -> None:
    prose = f"联系电话{_MOBILE}的群众反映XX街道提出；收到政府信息公开申请2件，予以公开1件，占90%。"
    result = _run(tmp_path, prose)
    assert _MOBILE in write_whole("json", result, WriterOptions())


def test_fingerprints_and_texts_stay_where_there_is_none(tmp_path: Path) -> None:
    plain = _run(
        tmp_path,
        "张三提出；收到政府信息公开申请2件，予以公开1件，占90%，见33011319900101（2023）号。",
    )
    assert "33011319900101" in write_whole("json", plain, WriterOptions())
    with_number = _run(
        tmp_path, f"张三{_NUMBER}提出；收到政府信息公开申请2件，予以公开1件，占90%，见（2023）号。"
    )
    without = _run(
        tmp_path, "张三提出；收到政府信息公开申请2件，予以公开1件，占90%，见（2023）号。"
    )
    marks = [
        [one.fingerprint for one in run.files[0] if one.rule == "GB506"]
        for run in (with_number, without)
    ]
    assert marks[0] == marks[1] != []


def test_a_comment_tells_none_either(tmp_path: Path) -> None:
    path = tmp_path / "2023.md"
    for comment in (f"ignore-file GB7 张三{_NUMBER}的原话", f"张三{_NUMBER} ignore"):
        path.write_bytes(f"<!-- gblint: {comment} -->\n\n".encode() + _data("一是慢；三是少"))
        result = check_inputs(collect_inputs([str(path)]), Overrides(config="none"))
        for form in WRITERS:
            assert _NUMBER not in write_whole(form, result, WriterOptions(suppressed=True))


def test_what_is_left_of_a_number_in_a_cut_quotation() -> None:
    report = recognise(read(_data(f"张三{_NUMBER}。"), "2023.md"), _PACK)
    mask = Mask(report, _PACK)
    assert mask.mask_text(f"张三{_NUMBER[:12]}") == "张三****"
    assert mask.mask_text(f"……{_NUMBER[6:]}来访") == "……****来访"
    assert mask.mask_text("见2023年第1234567号") == "见2023年第1234567号"
    kept = "\u200b收到" + "１" * 30
    assert mask.mask_text(kept) == kept
    assert mask.mask_text(f"张\u200b三㎡的{_WIDE}号") == "张\u200b三㎡的330****33号"


def test_a_replacement_is_whole_or_is_not_there() -> None:
    data = _data("个别街道更新不及时。").decode()
    heading = next(line for line in data.splitlines() if "存在的主要问题" in line)
    result = gblint.check(
        data.replace(heading, f"{heading}{_NUMBER}").encode(), file_name="2023.md"
    )
    assert _NUMBER not in msgspec.json.encode(result).decode()
    assert json.loads(msgspec.json.encode(result))["findings"]
