"""Figures beside which others stand that are of something else: what another organ, another sort of
applicant or another sum of money has, and what was done for whom the next case is against.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.prose_paragraphs import found_in

_CELLS: dict[str, dict[str, Any]] = {
    "new": {"natural": 16, "commercial": 6, "research": 2, "social": 5},
    "carried_in": {"natural": 1},
    "granted": {"natural": 7, "commercial": 2, "research": 2, "social": 4},
    "partial": {"natural": 3, "social": 1},
    "denied_third_party": {"natural": 1, "commercial": 2},
    "unable_none": {"natural": 6, "commercial": 2},
    "review": {"upheld": 3, "corrected": 1},
    "litigation_direct": {"upheld": 2},
    "fees": {"amount": 230.5},
    "licensing": {"decisions": 92},
}
"""29 and 1 to be done, 30 of them done."""


def _told(text: str) -> list[str]:
    """The rules of what is told of a text, each with the figure that it names."""
    named, _, rest = text.partition("：")
    own = named in ("示例海关", "示例市司法局")
    found = found_in(rest if own else text, _CELLS, organ=named if own else "示例市水务局")
    return [f"{one.rule} {one.values['read']}" for one in found if one.rule.startswith("GB5")]


_OF_SOME = """\
收到申请29件，其中自然人申请公开16件、企业申请公开6件。
收到申请29件；科研机构的申请全部予以公开，公益组织的申请4件予以公开、1件部分公开。
收到申请29件；科研机构的2件全部予以公开，公益组织的申请4件予以公开，1件部分公开。
收到申请29件；科研机构申请均予以公开，公益组织申请4件予以公开、1件部分公开。
收到申请29件；公益组织的申请予以公开4件、部分公开1件，企业的申请予以公开2件、不予公开2件、无法提供2件。
收到申请29件；公益组织的申请4件予以公开、1件部分公开，企业的申请2件予以公开、2件不予公开、2件无法提供。
收到申请29件。科研机构的申请全部予以公开，企业的申请2件予以公开、2件不予公开、2件无法提供。
收到申请29件；科研机构的申请全部予以公开；企业的申请2件予以公开，2件不予公开，其余2件无法提供。
收到申请29件；企业申请予以公开2件、不予公开2件，自然人申请予以公开7件、部分公开3件、不予公开1件。
收到申请29件；科研机构的申请都予以公开，自然人的申请7件予以公开、3件部分公开、1件不予公开、6件无法提供。
收到申请29件；科研机构提出的申请全部公开，公益组织提出的申请4件公开、1件部分公开。
"""
"""Of whom the results are that follow one behind another."""

_PLACES = """\
示例海关：关区共收到申请41件，本关机关29件，隶属海关12件。
示例海关：关区收到申请41件，其中本关29件、隶属海关12件。
示例海关：全关区共收到申请41件，关本级29件，隶属海关12件；关本级答复30件。
示例海关：关区收到申请41件，本关机关收到29件，隶属海关收到12件。
示例海关：关区共办理申请42件，本关机关办理30件，隶属海关办理12件。
示例海关：关区共收到申请41件（本关机关29件，隶属海关12件）。
全系统收到申请41件，局机关29件，直属单位12件。
全系统共收到申请41件，局机关29件、下属单位12件；局机关答复30件。
示例海关：本关区收到申请41件，本关机关受理29件，各隶属海关受理12件。
示例海关：关区受理申请41件，本关机关29件、隶属海关12件，本关机关予以公开15件。
"""
"""All of a place, then the organ's own beside those below it."""

_SUFFERED = """\
示例市司法局：作为复议机关办理行政复议27件，其中维持20件、纠正7件；以我局为被申请人的信息公开行政复议4件，维持3件、纠正1件。
因政府信息公开被申请行政复议4件，其中维持3件、纠正1件；以我局为被告的行政诉讼2件。
市政府收到信息公开行政复议申请27件，其中维持20件、纠正7件；以我局为被申请人的4件。
市政府审理信息公开行政复议案件27件，维持20件、纠正7件；以我局为被申请人的4件，维持3件、纠正1件。
示例市司法局：承办市政府信息公开行政复议案件27件，其中维持20件、纠正7件；以我局为被申请人的4件。
示例市司法局：办理政府信息公开类行政复议案件27件，其中维持20件，纠正7件；以本局为被申请人的4件，均已审结。
示例市司法局：审理信息公开行政复议27件，维持20件、纠正7件；其中以我局为被申请人的4件。
示例市司法局：审理信息公开复议案件27件，其中维持20件、纠正7件；以本机关为被申请人的4件。
示例市司法局：受理信息公开复议案件27件，维持20件、纠正7件；我局作为被申请人的4件。
示例市司法局：受理信息公开行政复议案件27件，维持20件、纠正7件；我局为被申请人的4件，为被告的2件。
"""
"""Cases that the organ decides, then those against it."""

_RIGHT = (
    _OF_SOME,
    _PLACES,
    _SUFFERED,
)

_WRONG = {
    "收到申请29件；科研机构的申请全部予以公开，公益组织申请3件予以公开、1件部分公开。": "GB502 3件",
    "收到申请29件；科研机构的申请全部予以公开，公益组织申请4件予以公开、2件部分公开。": "GB502 2件",
    "收到申请29件，自然人申请公开14件、企业申请公开6件。": "GB502 14件",
    "收到申请29件；公益组织4件予以公开、1件部分公开，企业2件予以公开、5件不予公开。": "GB502 5件",
    "收到申请29件；企业的申请2件予以公开、1件不予公开、2件无法提供。": "GB502 1件",
    "收到申请29件，其中企业6件，予以公开15件，部分公开3件。": "GB502 3件",
    "收到申请29件；公益组织的申请已办结，予以公开15件、部分公开3件。": "GB502 3件",
    "示例海关：关区共收到申请41件，本关机关27件，隶属海关14件。": "GB501 27件",
    "示例海关：关区共收到申请41件，本关机关29件，隶属海关12件；本关机关答复28件。": "GB502 28件",
    "示例海关：全关区共收到申请41件，办结30件。": "GB501 41件",
    "示例海关：全年共收到申请41件，办结30件。": "GB501 41件",
    "全系统收到申请41件，局机关27件，直属单位14件。": "GB501 27件",
    "示例市司法局：审理信息公开复议27件，纠正7件；以我局为被申请人的信息公开复议5件。": "GB504 5件",
    "因政府信息公开被申请行政复议4件，其中维持3件、纠正2件。": "GB504 2件",
    "因信息公开被申请复议5件，其中维持3件、纠正1件；以我局为被告的诉讼2件。": "GB504 5件",
}


@pytest.mark.parametrize("text", [line for one in _RIGHT for line in one.splitlines()])
def test_what_stands_beside_others_is_not_told(text: str) -> None:
    assert _told(text) == []


@pytest.mark.parametrize(("text", "told"), _WRONG.items())
def test_what_the_tables_contradict_is_told(text: str, told: str) -> None:
    assert told in _told(text)
