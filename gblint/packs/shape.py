"""The shape of data against the types it is to be of: every error, not the first only.

One validator for packs and for settings. msgspec stops at the first error and names no place in
a file; this walks the same types, so that what they say stands in one place. What belongs to a
file in particular is in the types: `Meta(extra={"like": "02-20"})` shows how a value is written,
`{"form": pattern}` how any is, `{"wrong": Say(...)}` is said of a value of another form,
`{"faults": …}` says what is wrong with a text, `{"regex": True}` that it is a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from gblint.findings import Say
from gblint.packs import MOST_FAULTS, DataPath, Fault, join_says, read_yaml, suggest_word

_FORMS: dict[type, type] = {
    inspect.StrType: str,
    inspect.IntType: int,
    inspect.FloatType: float,
    inspect.BoolType: bool,
    inspect.NoneType: type(None),
    inspect.VarTupleType: list,
    inspect.TupleType: list,
    inspect.DictType: dict,
    inspect.StructType: dict,
}
"""Types, and the form in which a file gives their values."""

_NAMES: dict[type, Say] = {
    str: Say("文字", "a text"),
    int: Say("整数", "a whole number"),
    float: Say("小数", "a number with decimals"),
    bool: Say("true 或 false", "true or false"),
    type(None): Say("空值", "nothing"),
    list: Say("列表", "a list"),
    dict: Say("键值", "a mapping"),
}


def find_shape_faults(data: Any, source: Any, wording: Wording | None = None) -> list[Fault]:
    """What of the data is not as the type has it, in document order of the types.

    `source` is a type, or what msgspec says of one. No more than one over the number that is told.
    """
    walk = _Walk(wording or Wording())
    kind = source if isinstance(source, inspect.Type) else _describe_type(source)
    return list(islice(walk.find_faults(data, kind, ()), MOST_FAULTS + 1))


@lru_cache(maxsize=4)
def _describe_type(source: Any) -> inspect.Type:
    return inspect.type_info(source)


class Wording:
    """How errors of shape are said, as packs say them. `path` leads to the value that is wrong."""

    # ruff: noqa: ARG002 - settings say more of the same errors, by the path

    one_cause = True
    """Whether a key that is written wrongly is told once, and not as absent as well."""

    def say_wrong_form(self, path: DataPath, value: Any, kinds: Sequence[inspect.Type]) -> Say:
        """A value of another form than any of these kinds have."""
        forms = list(dict.fromkeys(_FORMS[type(_strip_notes(kind))] for kind in kinds))
        zh = "或".join(_NAMES[form].zh for form in forms)
        en = " or ".join(_NAMES[form].en for form in forms)
        if value is None:
            return Say(f"没有写值：这里应是{zh}", f"no value stands here: {en} belongs here")
        read = _NAMES[type(value)]
        say = Say(f"这里应是{zh}，读到的是{read.zh}", f"{en} belongs here, not {read.en}")
        return join_says(say, _say_how_to_write(forms, value))

    def say_unknown_key(self, key: str, known: Sequence[str], given: Sequence[str]) -> Say:
        """A key that a mapping cannot have; `given` are all that it has."""
        left = [name for name in known if name not in given]
        hint = _say_in_english(key, left) or suggest_word(key, left)
        return join_says(Say(f"没有“{key}”这个键", f'unknown key "{key}"'), hint)

    def say_missing_keys(self, names: Sequence[str]) -> Iterator[Say]:
        yield Say(f"缺少：{'、'.join(names)}", f"missing: {', '.join(names)}")

    def say_not_listed(self, path: DataPath, value: Any, words: Sequence[str]) -> Say:
        """A value that is none of the words that can stand here."""
        if value is None:
            say = Say("这里没有写值", "no value stands here")
        else:
            say = Say(f"不能是“{value}”", f'"{value}" is not possible here')
        return join_says(say, _say_in_english(str(value), words) or suggest_word(str(value), words))

    def say_wrong_text(self, path: DataPath, value: str, pattern: str) -> Say:
        """A text that does not match the pattern of its type."""
        how = _FORM_WORDS.get(pattern)
        if how is None:
            return Say(f"“{value}”不合格式 {pattern}", f'"{value}" does not match {pattern}')
        return join_says(
            Say(f"“{value}”的写法不对", f'"{value}" is not written as it must be'), how
        )


_FORM_WORDS = {
    "^[A-Z]{2,8}[0-9]{3,4}$": Say(
        "：规则编号是 2 至 8 个大写字母加 3 或 4 位数字，如 OP001",
        ": the id of a rule is 2 to 8 capital letters and 3 or 4 digits, like OP001",
    ),
    "^[a-z0-9][a-z0-9-]*$": Say(
        "：编号只用小写字母、数字和连字符，如 our-province（中文名称写在 title）",
        ": an id has small letters, digits and hyphens, like our-province",
    ),
    "^[a-z][a-z0-9_]*$": Say(
        "：键只用小写字母、数字和下划线，以字母开头，如 carried_in",
        ": a key has small letters, digits and _, and begins with a letter: carried_in",
    ),
    "^[01][0-9]-[0-3][0-9]$": Say("：日期写成“月-日”，各两位", ": a day is MM-DD"),
    "^[0-9]{1,6}([.][0-9]{1,6}){0,3}$": Say(
        "：版本是数字，中间用点", ": a version is numbers with points between them"
    ),
}
"""How texts are written that have a pattern, for those who do not read patterns."""


def _say_in_english(word: str, known: Sequence[str]) -> Say | None:
    """The word of packs that a Chinese one stands for."""
    meant = read_yaml(Path(__file__).with_name("clerk_words.yaml")).get(word, ())
    found = next((one for one in meant if one in known), "")
    return Say(f"；这里写英文“{found}”", f'; it is written "{found}"') if found else None


def _say_how_to_write(forms: Sequence[type], value: Any) -> Say:
    """How a value is written that has another form than it should."""
    if str in forms and isinstance(value, int | float):
        return Say("；请加引号", "; put it in quotes")
    if list in forms and isinstance(value, str | int | float):
        text = str(value).strip(_BRACKETS)
        words = re.split(r"[\s,，、]+", text)
        some = ", ".join(words) if all(map(str.isascii, words)) else text
        if _SIGNS.search(text):
            quoted = text.replace("'", "''")
            some = f"'{quoted}'"
        if len(some) > _SHORT:
            return Say("；每项一行，以“- ”开头", '; each item is a line that begins with "- "')
        return Say(
            f"；写成 [{some}]，或每项一行，以“- ”开头",
            f'; write [{some}], or each item in a line that begins with "- "',
        )
    if list in forms and isinstance(value, dict):
        return Say("；每一项以“- ”开头", '; each item begins with "- "')
    if (int in forms or float in forms) and isinstance(value, str):
        return Say("；只写数字，不加引号和单位", "; write the figure alone, without quotes or unit")
    if bool in forms and isinstance(value, str):
        return Say("（是写 true，否写 false）", " (yes is true, no is false)")
    if dict in forms and isinstance(value, str) and str not in forms:
        return Say("；键值写成“键: 值”，每个一行", "; a mapping has lines of key: value")
    return Say("")


_SHORT = 40
_SIGNS = re.compile(r"[\[\]{}:#'\"|>&*!%@`()?\\]")
"""What a text without quotes may be something else for."""
_BRACKETS = "【】（）［］[]“”"
_WIDE_COLON = Say("冒号是全角的，应写半角冒号和一个空格“: ”", 'a full-width colon: write ": "')


class _Walk:
    """Walks data and types together."""

    def __init__(self, wording: Wording) -> None:
        self._say = wording

    def find_faults(self, value: Any, kind: inspect.Type, path: DataPath) -> Iterator[Fault]:
        if isinstance(kind, inspect.Metadata):
            yield from self._check_notes(value, kind, path)
        elif isinstance(kind, inspect.UnionType):
            yield from self._check_union(value, kind, path)
        elif isinstance(kind, inspect.LiteralType):
            if value not in kind.values:
                yield Fault(path, self._say.say_not_listed(path, value, [*map(str, kind.values)]))
        elif not _has_form(value, kind):
            wide = isinstance(value, str) and _FORMS[type(_strip_notes(kind))] is dict
            at = str(value).find("：") + 1 if wide else 0
            say = _WIDE_COLON if at else self._say.say_wrong_form(path, value, (kind,))
            yield Fault(path, say, column=at)
        elif isinstance(kind, inspect.StructType):
            yield from self._check_struct(value, kind, path)
        elif isinstance(kind, inspect.StrType):
            yield from self._check_text(str(value), kind, path)
        elif isinstance(value, list | dict):
            yield from self._check_items(value, kind, path)

    def _check_notes(self, value: Any, kind: inspect.Metadata, path: DataPath) -> Iterator[Fault]:
        """What the type says besides: how a value is written, that a text is a pattern."""
        extra = kind.extra or {}
        if "wrong" in extra and not _has_form(value, kind.type):
            yield Fault(path, extra["wrong"])
            return
        for fault in (
            *self._check_form(value, extra, path),
            *self.find_faults(value, kind.type, path),
        ):
            if "like" in extra:
                like = extra["like"]
                hint = Say(f"；应写成 {like} 这样", f"; it is written like {like}")
                yield msgspec.structs.replace(fault, say=join_says(fault.say, hint))
            else:
                yield fault
        if isinstance(value, str) and "faults" in extra:
            yield from (Fault(path, say) for say in extra["faults"](value))
        if isinstance(value, str) and extra.get("regex"):
            from gblint.packs.pattern_faults import find_pattern_faults  # settings have no patterns

            yield from find_pattern_faults(value, path)

    def _check_form(self, value: Any, extra: Mapping[str, Any], path: DataPath) -> Iterator[Fault]:
        form = extra.get("form")
        if form is not None and isinstance(value, str) and not re.search(form, value):
            yield Fault(path, self._say.say_wrong_text(path, value, form))

    def _check_items(self, value: Any, kind: inspect.Type, path: DataPath) -> Iterator[Fault]:
        if isinstance(kind, inspect.DictType):
            for key, item in value.items():
                yield from self.find_faults(item, kind.value_type, (*path, key))
        elif isinstance(kind, inspect.VarTupleType):
            for i, item in enumerate(value):
                yield from self.find_faults(item, kind.item_type, (*path, i))
        elif isinstance(kind, inspect.TupleType):
            wanted = len(kind.item_types)
            if len(value) != wanted:
                say = Say(
                    f"应有 {wanted} 项，读到 {len(value)} 项",
                    f"{wanted} items belong here, not {len(value)}",
                )
                yield Fault(path, say)
            for i, (item, item_kind) in enumerate(zip(value, kind.item_types, strict=False)):
                yield from self.find_faults(item, item_kind, (*path, i))

    def _check_struct(
        self, value: dict[str, Any], kind: inspect.StructType, path: DataPath
    ) -> Iterator[Fault]:
        fields = {field.encode_name: field for field in kind.fields}
        known = {*fields, kind.tag_field} - {None}
        meant: set[str] = set()
        above = ""
        for key, item in value.items():
            if key in known:
                below = item is None and key in fields and _is_nested(fields[key].type)
                above = key if below else ""
            elif above:  # lines that are not indented below their key are told there, once
                continue
            else:
                say = self._say.say_unknown_key(key, list(fields), list(value))
                yield Fault((*path, key), say, key=True)
                # what a misspelt key was meant to be is not told to be absent as well
                meant |= {name for name in fields if self._say.one_cause and f"“{name}”" in say.zh}
        for name, field in fields.items():
            if name in value:
                yield from self._check_field(value, name, field, path, known)
        missing = [
            name
            for name, field in fields.items()
            if field.required and name not in value and name not in meant
        ]
        if missing:
            yield from (Fault(path, say, key=True) for say in self._say.say_missing_keys(missing))

    def _check_field(
        self,
        value: dict[str, Any],
        name: str,
        field: inspect.Field,
        path: DataPath,
        known: Collection[object],
    ) -> Iterator[Fault]:
        names = list(value)
        after = names[names.index(name) + 1 : names.index(name) + 2]
        if value[name] is None and _is_nested(field.type) and after and after[0] not in known:
            say = Say(
                f"“{name}”下面没有内容：属于它的各行要比它多缩进两格",
                f'"{name}" has nothing below it: its lines are indented two spaces more',
            )
            yield Fault((*path, name), say, key=True)
            return
        yield from self.find_faults(value[name], field.type, (*path, name))

    def _check_union(self, value: Any, kind: inspect.UnionType, path: DataPath) -> Iterator[Fault]:
        types = list(_list_branches(kind))
        structs = [
            branch for branch in types if isinstance(_strip_notes(branch), inspect.StructType)
        ]
        if isinstance(value, dict) and len(structs) > 1:
            yield from self._check_tagged(value, structs, path)
            return
        if isinstance(value, dict) and _is_text_in_braces(value, structs):
            yield Fault(path, _TEXT_IN_BRACES)
            return
        # where no branch fits, words to choose from help more than the name of a form
        literals = [branch for branch in types if isinstance(branch, inspect.LiteralType)]
        branches = [branch for branch in types if _has_form(value, branch)] or literals
        if branches:
            yield from self.find_faults(value, branches[0], path)
        else:
            yield Fault(path, self._say.say_wrong_form(path, value, types))

    def _check_tagged(
        self, value: dict[str, Any], structs: Sequence[inspect.Type], path: DataPath
    ) -> Iterator[Fault]:
        """The branch that the tag names; only its errors matter."""
        kinds = {s.tag: s for s in structs if isinstance(s, inspect.StructType)}
        field = next(str(s.tag_field) for s in kinds.values())
        if field not in value:
            known = "、".join(map(str, kinds)), ", ".join(map(str, kinds))
            say = Say(
                f"缺少“{field}”，应是其中之一：{known[0]}",
                f'"{field}" is missing, one of: {known[1]}',
            )
            yield Fault(path, say, key=True)
            return
        tag = value[field]
        if isinstance(tag, str) and tag in kinds:
            yield from self._check_struct(value, kinds[tag], path)
        else:
            names = [str(known) for known in kinds]
            hint = _say_in_english(str(tag), names) or suggest_word(str(tag), names)
            if not hint.zh:  # there are too many kinds to be listed in a line
                hint = Say("；gblint pack keys kind 列出全部", "; gblint pack keys kind lists them")
            unknown = Say(f"没有“{tag}”这一种检查", f'unknown kind "{tag}"')
            yield Fault((*path, field), join_says(unknown, hint))

    def _check_text(self, value: str, kind: inspect.StrType, path: DataPath) -> Iterator[Fault]:
        if kind.pattern and not re.search(kind.pattern, value):
            yield Fault(path, self._say.say_wrong_text(path, value, kind.pattern))
        if kind.min_length is not None and len(value) < kind.min_length:
            yield Fault(path, Say("不能是空的", "it must not be empty"))
        if kind.max_length is not None and len(value) > kind.max_length:
            most, count = kind.max_length, len(value)
            say = Say(f"有 {count} 个字，最多 {most} 个", f"{count} characters, at most {most}")
            yield Fault(path, say)


_TEXT_IN_BRACES = Say(
    "以“{”开头的值不是文字：文字里有大括号的，整个值要用引号括起来；中英文分开写成 {zh: …, en: …}",
    'what begins with "{" is no text: put a text with braces into quotes; in two languages it is '
    "{zh: …, en: …}",
)


def _is_text_in_braces(value: dict[str, Any], structs: Sequence[inspect.Type]) -> bool:
    """Whether a text that may be in two languages was read as a mapping for want of quotes."""
    bare = [_strip_notes(one) for one in structs]
    worded = any(isinstance(one, inspect.StructType) and one.cls is Say for one in bare)
    return worded and bool(value) and not any(str(key).isascii() for key in value)


def _is_nested(kind: inspect.Type) -> bool:
    """Whether what is of a type is written on lines of its own."""
    bare = _strip_notes(kind)
    if isinstance(bare, inspect.UnionType):
        branches = list(_list_branches(bare))
        nothing = any(isinstance(_strip_notes(one), inspect.NoneType) for one in branches)
        return not nothing and all(_is_nested(one) for one in branches)
    return isinstance(bare, inspect.StructType | inspect.DictType | inspect.VarTupleType)


def _has_form(value: Any, kind: inspect.Type) -> bool:
    bare = _strip_notes(kind)
    if isinstance(bare, inspect.LiteralType):
        return value in bare.values
    form = _FORMS[type(bare)]
    # `type` and not `isinstance`: True is an int, and is none where a number belongs
    return type(value) is form or (form is float and type(value) is int)


def _list_branches(kind: inspect.UnionType) -> Iterator[inspect.Type]:
    """The branches of a union, with those of the unions that are among them."""
    for branch in kind.types:
        bare = _strip_notes(branch)
        if isinstance(bare, inspect.UnionType):
            yield from _list_branches(bare)
        else:
            yield branch


def _strip_notes(kind: inspect.Type) -> inspect.Type:
    return kind.type if isinstance(kind, inspect.Metadata) else kind
