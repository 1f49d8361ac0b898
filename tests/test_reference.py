"""The reference of packs is that of the types, and what it shows is run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from gblint.authoring.examples import run_example
from gblint.authoring.list_keys import (
    describe_struct,
    find_examples,
    find_key_examples,
    list_keys,
    write_flow,
)
from gblint.checks import KINDS, load
from gblint.pack import ZONES
from gblint.pack.model import Pack
from gblint.packs.pack_source import PackSource, make_source_type, overlay
from gblint.packs.schema import find_key_text, get_plain_type, list_structs, make_pack_schema
from gblint.packs.shape import find_shape_faults
from gblint.packs.yaml_source import parse_yaml
from gblint.reference import PAGES, SPECIMEN_CELL, SPECIMEN_EXAMPLE, render_files
from tests.tools.repository import DOCS, GENERATE

_TEXTS = DOCS.parent / "gblint" / "packs" / "key_texts.yaml"
_STRUCTS = list(list_structs(KINDS))


@pytest.fixture(scope="module")
def examples() -> dict[tuple[str, str], str]:
    """Of keys, by struct and name."""
    return find_key_examples()


def test_every_key_and_every_kind_is_described() -> None:
    missing = [
        f"{get_plain_type(struct.cls).__name__}.{field.encode_name}"
        for struct in _STRUCTS
        for field in struct.fields
        if find_key_text(struct.cls, field.encode_name) is None
    ]
    written = yaml.safe_load(_TEXTS.read_text("utf-8"))
    missing += [f"kind {tag}" for tag in KINDS if f"kind {tag}" not in written]
    assert missing == [], f"say what they mean in {_TEXTS.name}"


def test_what_is_made_of_the_docs_is_current() -> None:
    made = render_files(DOCS)
    old = [name for name in made if (DOCS / name).read_text("utf-8") != made[name]]
    assert old == [], GENERATE


def test_links_inside_the_pages_lead_somewhere() -> None:
    page = (DOCS / PAGES["en"]).read_text("utf-8")
    anchors = set(re.findall(r'<a id="(\w+)">', page))
    assert set(re.findall(r"\]\(#(\w+)\)", page)) <= anchors


def test_every_key_has_an_example_of_its_form(examples: dict[tuple[str, str], str]) -> None:
    lacking, wrong = list[str](), list[str]()
    for struct in _STRUCTS:
        name = get_plain_type(struct.cls).__name__
        for field in struct.fields:
            text = examples.get((name, field.encode_name))
            if text is None:
                lacking.append(f"{name}.{field.encode_name}")
                continue
            source = parse_yaml(f"x: {text}".encode(), "x")
            found = [*source.problems, *find_shape_faults(source.data.get("x"), field.type)]
            wrong += (f"{name}.{field.encode_name}: {one}" for one in found)
    assert wrong == []
    assert lacking == [], "give them one in gblint/authoring/key_examples.yaml"


_TOP = sorted(set(PackSource.__struct_fields__) - {"pack", "extends"})


@pytest.mark.alike(2)
@pytest.mark.parametrize("key", _TOP)
def test_the_examples_of_the_top_of_a_pack_can_be_loaded(
    key: str, examples: dict[tuple[str, str], str], tmp_path: Path
) -> None:
    base = examples["PackSource", "extends"]
    head = {"pack": "own", "title": "例", "extends": base} | {key: examples["PackSource", key]}
    text = "".join(f"{name}: {value}\n" for name, value in head.items())
    (tmp_path / "p.yaml").write_text(text, "utf-8")
    assert load(tmp_path / "p.yaml", cache=False).id == "own"


@pytest.mark.parametrize("key", sorted({*_TOP} & {*Pack.__struct_fields__}))
def test_what_a_pack_gives_is_laid_over_its_base(
    key: str, examples: dict[tuple[str, str], str]
) -> None:
    base = Pack(id="base", title="例", version="0")
    written = parse_yaml(f"x: {examples['PackSource', key]}".encode(), "x").data["x"]
    own = msgspec.convert({"pack": "own", "title": "例", key: written}, make_source_type(KINDS))
    given = getattr(overlay(base, own), key)
    assert given != getattr(base, key), f"`overlay` in packs/pack_source.py leaves it out: {key}"


_RULE = """\
  - id: XX{number}
    severity: note
    title: {{zh: 例, en: example}}
    check: {check}
    message: {{zh: 例, en: example}}
    basis: {{zh: 例, en: example}}
    why: {{zh: 例, en: example}}
    fix: {{zh: 例, en: example}}
    examples: {{pass: [{{name: 样本}}], fail: [{{name: 样本}}]}}
"""


def test_the_examples_of_kinds_and_zones_can_be_loaded(tmp_path: Path) -> None:
    checks = [one.text for one in find_examples().values()]
    zones = [written for zone in ZONES for written in (zone.en, zone.zh)]
    checks += [f"{{kind: length, zone: {zone}, most: 800}}" for zone in zones]
    rules = (_RULE.format(number=100 + n, check=check) for n, check in enumerate(checks))
    text = "pack: own\ntitle: 例\nextends: [gbh-2021-30]\nrules:\n" + "".join(rules)
    (tmp_path / "p.yaml").write_text(text, "utf-8")
    pack = load(tmp_path / "p.yaml", cache=False)
    assert len([rule for rule in pack.rules if rule.id.startswith("XX")]) == len(checks)


def test_the_specimen_is_written_and_changed_as_the_reference_says(tmp_path: Path) -> None:
    base = load("gbh-2021-30")
    assert SPECIMEN_CELL in base.specimen
    shown: dict[str, Any] = yaml.safe_load(SPECIMEN_EXAMPLE)["examples"]["fail"][0]
    check = "{kind: equation, table: applications, each: column, only: [natural], "
    check += "equation: new + carried_in == total + carried_out}"
    rule = _RULE.format(number=101, check=check).replace(
        "[{name: 样本}]}", f"[{write_flow(shown)}]}}"
    )
    text = f"pack: own\ntitle: 例\nextends: [gbh-2021-30]\noff: [GB303]\nrules:\n{rule}"
    (tmp_path / "p.yaml").write_text(text, "utf-8")
    pack = load(tmp_path / "p.yaml", cache=False)
    own = next(rule for rule in pack.rules if rule.id == "XX101")
    assert run_example(pack, own, own.examples.failing[0], failing=True) == []
    assert run_example(pack, own, own.examples.passing[0], failing=False) == []


def test_keys_are_listed_by_words() -> None:
    pack = load("gbh-2021-30")
    assert list_keys(pack, ["行政许可", "行"])[0].key == "proactive.licensing"
    assert {row.what for row in list_keys(pack)} >= {"table", "row", "zone", "kind", "level"}
    assert list_keys(pack, ["没有这样的东西"]) == []


def test_the_schema_says_in_chinese_what_every_key_means() -> None:
    schema = make_pack_schema(KINDS)
    assert {get_plain_type(struct.cls).__name__ for struct in _STRUCTS} - {
        PackSource.__name__
    } <= set(schema["$defs"])
    for node in (schema, *schema["$defs"].values()):
        for key, inner in node.get("properties", {}).items():
            said = inner.get("description", "")
            assert re.search(r"[\u4e00-\u9fff]", said), f"say in {_TEXTS.name}: {key} ({said})"
    assert describe_struct(_STRUCTS[0])[0].name == "pack"
