"""What a pack changes of its base."""

from __future__ import annotations

from pathlib import Path

from gblint.authoring.differences import list_differences
from gblint.authoring.examples import open_pack


def test_a_rule_that_another_replaces_is_not_told_as_off(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "pack: own\ntitle: 本省\nextends: [gbh-2021-30]\noff: [GB208]\n"
        "rules:\n  - id: OW001\n    replaces: GB406\n    message: 有{length}字。\n"
        "    check: {kind: length, zone: 第一部分, most: 800}\n",
        "utf-8",
    )
    found = {(one.change, one.name): one.text.zh for one in list_differences(open_pack(str(file)))}
    assert found["replaced", "GB406"].startswith("由 OW001 代替：总体情况")
    assert ("off", "GB406") not in found
    assert ("off", "GB208") in found
