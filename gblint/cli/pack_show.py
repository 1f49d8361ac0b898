"""What authors of packs ask: `gblint pack keys`, `specimen`, `suggest`, `diff` and `try`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gblint.attempts import timed
from gblint.authoring.differences import HEADINGS as CHANGES
from gblint.authoring.differences import list_differences
from gblint.authoring.examples import open_pack
from gblint.authoring.follow_rule import Step, follow_rule
from gblint.authoring.list_keys import (
    HEADINGS,
    KeyRow,
    describe_kind,
    find_examples,
    list_keys,
    list_message_names,
)
from gblint.authoring.suggest import Suggestion, nearest_kinds, suggest
from gblint.checks.kinds import KINDS, load
from gblint.cli.explain import find_one_file, open_input, plan_for_input, print_json
from gblint.cli.streams import (
    FAILED,
    choose_language,
    get_stdout,
    open_page,
    show_page,
    tell_error,
    tell_say,
)
from gblint.cli.values import Values, read_list_options
from gblint.findings import Lang, Say
from gblint.pack import KindOfCheck
from gblint.pack.model import Pack, Rule
from gblint.pack_choice import AUTO
from gblint.packs.key_texts import text_of_kind
from gblint.packs.validate import render
from gblint.pipeline import explain_unread, recognise_report
from gblint.readers import ReadError
from gblint.readers.refusals import limits_applied
from gblint.run import plan_for
from gblint.run.plan import Overrides, SettingsError, explain_unknown_rule
from gblint.text.display import clean
from gblint.text.patterns import PatternTimeout
from gblint.writers.json import Json
from gblint.writers.text import Page

_NO_WORDS = Say(
    "没有写要求，如 gblint pack suggest 第一部分不超过800字",
    "no requirement was given: gblint pack suggest 第一部分不超过800字",
)
_NO_SPECIMEN = Say("这个规则包没有样本报告", "this pack has no specimen")
_UNKNOWN = Say(
    "不知道怎么写这条要求：没有认出其中的说法",
    "no rule is known for this requirement: nothing in it was understood",
)


def _find_pack(ref: str | None) -> Pack:
    """The pack that is named, else the one of the settings. Raises SettingsError, PackError."""
    if ref in (None, AUTO):
        return plan_for(Path.cwd(), Overrides(pack=ref)).pack
    return load(str(ref))


def show_keys(words: Sequence[str], *, pack: str | None, format_: str, lang: str | None) -> int:
    """Print the keys of a pack in which the words are found; 1 where there are none."""
    values = read_list_options(format_, lang)
    values.require()
    spoken, used = choose_language(lang), _find_pack(pack)
    rows = list_keys(used, words)
    kind = KINDS.get(words[0]) if len(words) == 1 else None
    if format_ == "json":
        print_json([_describe_key(row, spoken) for row in rows])
    elif kind is not None:
        show_page(_write_kind(kind, spoken))
    else:
        show_page(_write_keys(rows, spoken))
    if not rows:
        say = Say("没有找到；不写词就全部列出", "none was found; without words all are listed")
        tell_say(say, spoken)
    return int(not rows)


def _describe_key(row: KeyRow, lang: Lang) -> Json:
    cells: dict[str, Json] = {"what": row.what, "key": row.key, "label": row.label.in_lang(lang)}
    if row.what == "kind":
        cells["options"] = [
            {
                "name": one.name,
                "required": one.required,
                "form": one.form.in_lang(lang),
                "means": one.means.in_lang(lang),
            }
            for one in describe_kind(KINDS[row.key])
        ]
    return cells


def _write_keys(rows: Sequence[KeyRow], lang: Lang) -> Page:
    lines = open_page(lang)
    for what, heading in HEADINGS.items():
        listed = [row for row in rows if row.what == what]
        if not listed:
            continue
        lines.add_gap()
        lines.add_line(lines.paint(lines.say(heading), "bold"))
        left = min(max(lines.layout.count_cells(row.key) for row in listed), _WIDEST)
        for row in listed:
            _write_pair(lines, row.key, _name_key(row, lang), left)
    return lines


_WIDEST = 40


def _name_key(row: KeyRow, lang: Lang) -> str:
    label = row.label.in_lang(lang)
    if row.what != "kind":
        return label
    options = [one.name + ("" if one.required else "?") for one in describe_kind(KINDS[row.key])]
    return f"{label}  {{{', '.join(options)}}}" if options else label


def _write_pair(lines: Page, left: str, right: str, width: int) -> None:
    head = f"  {lines.layout.align_left(clean(left), width)}  "
    lines.hang(right, head=head, indent=width + 4)


def _write_kind(kind: KindOfCheck, lang: Lang) -> Page:
    lines = open_page(lang)
    means = text_of_kind(kind)
    lines.add_line(lines.paint(kind.tag, "bold") + "  " + lines.say(means))
    lines.add_gap()
    options = describe_kind(kind)
    if options:
        lines.add_line(lines.say(Say("选项（* 必须写）", "Options (* required)")))
        width = max(len(one.name) for one in options) + 1
        for one in options:
            text = f"{one.means.in_lang(lines.lang)}  [{one.form.in_lang(lines.lang)}]"
            _write_pair(lines, one.name + ("*" if one.required else ""), text, width)
        lines.add_gap()
    _write_messages(lines, kind)
    example = find_examples().get(kind.tag)
    if example is not None:
        lines.add_gap()
        head = Say(
            f"例：{example.rule}（{example.pack}）", f"Example: {example.rule} ({example.pack})"
        )
        lines.add_line(lines.say(head))
        lines.hang(f"check: {example.text}", head="  ", indent=2)
    return lines


def _write_messages(lines: Page, kind: KindOfCheck) -> None:
    """The values that a message may have, and its variants."""
    values, names = list_message_names(kind)
    if values:
        listed = ("、" if lines.lang == "zh" else ", ").join(f"{{{one}}}" for one in values)
        head = Say("信息里可以写：", "A message may have: ")
        lines.hang(lines.say(head) + listed, head="", indent=2)
    if names:
        head = Say("变体（variants）：", "Variants: ")
        lines.hang(lines.say(head) + ", ".join(names), head="", indent=2)


def show_specimen(*, pack: str | None, cells: bool, lang: str | None) -> int:
    """Print the report that examples change, with its figures or with the names of its cells."""
    Values(lang).require()
    used = _find_pack(pack)
    if not used.specimen:
        return tell_error(_NO_SPECIMEN, choose_language(lang))
    text = used.specimen if cells else render(used.specimen, {})
    get_stdout().write_text(text if text.endswith("\n") else text + "\n")
    return 0


def suggest_rules(words: Sequence[str], *, pack: str | None, format_: str, lang: str | None) -> int:
    """Print rules that say a requirement; 1 where none is known."""
    values = read_list_options(format_, lang)
    if not words:
        values.errors.append(_NO_WORDS)
    values.require()
    spoken, asked = choose_language(lang), "".join(words)
    found = suggest(asked, _find_pack(pack))
    if format_ == "json":
        print_json(
            [
                {"kind": one.kind, "yaml": one.text, "remark": one.remark.in_lang(spoken)}
                for one in found
            ]
        )
    else:
        for number, one in enumerate(found):
            get_stdout().write_text(("\n" if number else "") + _introduce(one, spoken) + one.text)
    if found:
        return 0
    tell_say(_UNKNOWN, spoken)
    near = nearest_kinds(asked)
    if near:
        listed = "、".join(f"{tag}（{say.zh}）" for tag, say in near)
        en = ", ".join(f"{tag} ({say.in_lang('en')})" for tag, say in near)
        tell_say(Say(f"最接近的检查：{listed}", f"the nearest kinds of check: {en}"), spoken)
    hint = Say(
        "全部检查见 gblint pack keys kind；也可以换个说法，写上表格里的行名或第几部分",
        "all kinds: gblint pack keys kind; or say it with labels of the tables or a section",
    )
    tell_say(hint, spoken)
    return 1


def _introduce(one: Suggestion, lang: Lang) -> str:
    kind = KINDS.get(one.kind)
    means = Say("写在规则包的最外层", "at the top of a pack")
    if kind is not None:
        means = text_of_kind(kind)
    line = f"# {one.kind}: {means.in_lang(lang)}\n"
    return line + (f"# {one.remark.in_lang(lang)}\n" if one.remark.zh else "")


def show_differences(ref: str, *, format_: str, lang: str | None) -> int:
    """Print what a pack changes of its base. Raises SettingsError and PackError."""
    values = read_list_options(format_, lang)
    values.require()
    spoken, pack = choose_language(lang), open_pack(ref)
    found = list_differences(pack)
    if format_ == "json":
        rows: list[Json] = [
            {"change": one.change, "name": one.name, "text": one.text.in_lang(spoken)}
            for one in found
        ]
        print_json({"pack": pack.pack.id, "extends": list(pack.own.pack.extends), "changes": rows})
        return 0
    lines = open_page(spoken)
    base = "、".join(pack.own.pack.extends) or "-"
    head = Say(f"{pack.pack.id}：以 {base} 为基础", f"{pack.pack.id}: built on {base}")
    lines.add_line(lines.paint(lines.say(head), "bold"))
    for change, heading in CHANGES.items():
        listed = [one for one in found if one.change == change]
        if not listed:
            continue
        lines.add_gap()
        count = Say(f"{heading.zh}（{len(listed)}）", f"{heading.in_lang('en')} ({len(listed)})")
        lines.add_line(lines.say(count))
        width = min(max(lines.layout.count_cells(one.name) for one in listed), _WIDEST)
        for one in listed:
            _write_pair(lines, one.name, one.text.in_lang(spoken), width)
    if not found:
        lines.add_line(lines.say(Say("没有改动。", "Nothing is changed.")))
    show_page(lines)
    return 0


def try_rule(
    rule: str,
    file: str,
    *,
    pack: str | None,
    previous: str | None,
    format_: str,
    lang: str | None,
) -> int:
    """Print what a rule sees in a report, step by step. Raises SettingsError and PackError."""
    values = read_list_options(format_, lang)
    values.require()
    spoken = choose_language(lang)
    input_ = find_one_file(file)
    plan = plan_for_input(input_, Overrides(pack=pack, previous=previous))
    try:
        with limits_applied(plan.limits):
            opened = open_input(input_, plan)
            with timed(plan.limits.check_seconds):
                report = recognise_report(opened)
                if plan.last_year is not None and report.recognised:
                    report, _ = plan.last_year.compare(report, opened.pack)
                steps = follow_rule(_find_rule(rule, opened.pack), report, opened.pack)
    except (ReadError, PatternTimeout, OSError) as error:
        return tell_error(explain_unread(error).behind(file), spoken)
    if format_ == "json":
        print_json(
            [
                {
                    "step": step.text.in_lang(spoken),
                    "lines": [line.in_lang(spoken) for line in step.lines],
                }
                for step in steps
            ]
        )
    else:
        show_page(_write_steps(steps, spoken))
    return 0 if report.recognised else FAILED


def _find_rule(word: str, pack: Pack) -> Rule:
    found = next((rule for rule in pack.rules if rule.id == word.upper()), None)
    if found is None:
        why = explain_unknown_rule(word, [pack])
        raise SettingsError(
            [why or Say(f"“{word}”不是一条规则的编号", f'"{word}" is not one rule')]
        )
    return found


def _write_steps(steps: Sequence[Step], lang: Lang) -> Page:
    lines = open_page(lang)
    for number, step in enumerate(steps, 1):
        head = f"{number}. "
        lines.hang(step.text.in_lang(lang), head=head, indent=len(head), style="bold")
        for line in step.lines:
            lines.hang(line.in_lang(lang), head="   ", indent=5)
    return lines
