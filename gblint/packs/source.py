"""The YAML of a pack as plain data, with the place in a file of every key and value.

Plain scalars are read as YAML 1.2 has it: `yes`, `12:30` and dates are texts. Tags, duplicate
keys and merge keys are errors. Anchors and aliases may be used within bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from gblint.findings import Say
from gblint.packs import yaml_words
from gblint.packs.files import MOST_BYTES
from gblint.packs.problems import DataPath, Fault, PackError, PackProblem, excerpt

if TYPE_CHECKING:
    import yaml

Data = dict[str, "Data"] | list["Data"] | str | int | float | bool | None

MOST_VALUES = 40_000
"""Those of a pack; the largest built-in one has 6,400."""

_DEEPEST = 40
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line in YAML 1.1, by which its parser counts."""
_YAML = "tag:yaml.org,2002:"
_PLAIN_TAGS = frozenset(
    _YAML + name for name in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value")
)
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]{1,18}(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A place in a file; line and column count from 1, in characters."""

    file: str
    line: int
    column: int


class Source(msgspec.Struct):
    """The data of a pack and where all of it stands.

    `marks` are the places of values, `keys` those of the keys of mappings, both by path.
    `texts` are the lines of the files by their names.
    """

    file: str
    data: dict[str, Data] = {}
    marks: dict[DataPath, Mark] = {}
    keys: dict[DataPath, Mark] = {}
    texts: dict[str, list[str]] = {}
    problems: list[PackProblem] = []

    def problem(self, fault: Fault) -> PackProblem:
        """The fault with its place: that of the path, or of what is nearest above it."""
        mark = self._place(fault.path, key=fault.key)
        return self.at(self._inside(fault, mark) if fault.column else mark, fault.say)

    def at(self, mark: Mark, say: Say) -> PackProblem:
        lines = self.texts.get(mark.file, [])
        line = lines[mark.line - 1] if mark.line <= len(lines) else ""
        shown = excerpt(line, mark.column) if line.strip() else ""
        return PackProblem(mark.file, mark.line, mark.column, say, shown)

    def add_at(self, file: str, text: str, offset: int, say: Say) -> None:
        """Add a problem of a file that is not YAML, at an offset of its text."""
        self.texts[file] = _BREAK.split(text)
        line, column = _after(text[:offset])
        self.problems.append(self.at(Mark(file, line, column), say))

    def _place(self, path: DataPath, *, key: bool) -> Mark:
        if key and path in self.keys:
            return self.keys[path]
        if path in self.marks:
            return self.marks[path]
        while path:
            path = path[:-1]
            if path in self.keys or path in self.marks:
                return self.keys.get(path) or self.marks[path]
        return Mark(self.file, 1, 1)

    def _inside(self, fault: Fault, mark: Mark) -> Mark:
        """A character inside a text, where the text is written on one line as it is."""
        line = self.texts[mark.file][mark.line - 1]
        start = mark.column - 1
        start += line[start : start + 1] in ("'", '"')
        text = self._value(fault.path)
        if isinstance(text, str) and line.startswith(text, start):
            return Mark(mark.file, mark.line, start + fault.column)
        return mark

    def _value(self, path: DataPath) -> Data:
        value: Data = self.data
        for step in path:
            if isinstance(value, dict):
                value = value.get(str(step))
            elif isinstance(value, list) and isinstance(step, int):
                value = value[step]
        return value


def parse_yaml(raw: bytes, file: str) -> Source:
    """One YAML file, whose top is a mapping. Errors go to `problems`."""
    source = Source(file)
    try:
        text = _text(raw, source)
        source.texts[file] = _BREAK.split(text)
        _Builder(source).top(_compose(text, source))
    except PackError as error:
        source.problems.extend(error.problems)
    return source


def _text(raw: bytes, source: Source) -> str:
    if len(raw) > MOST_BYTES:
        raise _stop(source, 1, 1, too_much())
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        say = Say("文件不是 UTF-8 编码", "the file is not encoded in UTF-8")
        raise _stop(source, *_after(before), say) from None


def _after(text: str) -> tuple[int, int]:
    """The line and column after a text."""
    lines = _BREAK.split(text)
    return len(lines), len(lines[-1]) + 1


def _stop(source: Source, line: int, column: int, say: Say) -> PackError:
    return PackError([source.at(Mark(source.file, line, column), say)])


def too_much() -> Say:
    """What to say of more values than a pack may have, or a depth beyond reason."""
    return Say(
        "内容过多或层次过深（请检查锚点和别名）", "too much or too deep (look at the aliases)"
    )


def _compose(text: str, source: Source) -> yaml.Node:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    strange = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if strange is not None:
        say = Say("文件中有不可见的控制字符", "there is a control character in the file")
        raise _stop(source, *_after(text[: strange.start()]), say)
    try:
        _check_extent(yaml.parse(text, Loader=loader), source)
        node: yaml.Node | None = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        raise _syntax(error, source) from None
    if node is None:
        raise _stop(source, 1, 1, Say("文件是空的", "the file is empty"))
    return node


def _syntax(error: yaml.YAMLError, source: Source) -> PackError:
    """A syntax error, and where what it breaks begins."""
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    what = getattr(error, "problem", None) or str(error)
    if yaml_words.is_of_depth(what):
        return _stop(source, line, column, too_much())
    begin = getattr(error, "context_mark", None)
    said = f"{getattr(error, 'context', None) or ''} {what}"
    here = "".join(source.texts[source.file][line - 1 : line])
    say = yaml_words.told(said, here[column - 1 : column])
    zh, en = f"YAML 语法错误：{say.zh}", f"YAML syntax error: {say.en}"
    if begin is not None and begin.line + 1 < line:
        zh, en = f"{zh}（始于第 {begin.line + 1} 行）", f"{en} (begun in line {begin.line + 1})"
    return _stop(source, line, column, Say(zh, en))


def _check_extent(events: Iterable[yaml.Event], source: Source) -> None:
    """Composing is recursive, and in C it would take the process down with it; it takes memory."""
    import yaml

    depth = values = 0
    for event in events:
        values += isinstance(event, yaml.NodeEvent)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        mark = event.start_mark
        beyond = depth > _DEEPEST or values > 2 * MOST_VALUES  # keys and values
        if beyond and mark is not None:
            raise _stop(source, mark.line + 1, mark.column + 1, too_much())


class _Builder:
    """Makes plain data of YAML nodes, and writes down where they stand."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._count = 0

    def top(self, node: yaml.Node) -> None:
        import yaml

        if not isinstance(node, yaml.MappingNode):
            say = Say(
                "规则包的最外层应是键值（“键: 值”）", "the top of a pack is a mapping (key: value)"
            )
            self._fault(node, say)
            return
        self._source.data = self._mapping(node, ())

    def _build(self, node: yaml.Node, path: DataPath) -> Data:
        import yaml

        self._count += 1
        if self._count > MOST_VALUES or len(path) > _DEEPEST:
            raise PackError([self._source.at(self._mark(node), too_much())])
        self._source.marks[path] = self._mark(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._build(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: DataPath) -> dict[str, Data]:
        import yaml

        built: dict[str, Data] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or not isinstance(key.value, str):
                self._fault(key, Say("键应是文字", "a key is a text"))
                continue
            name = key.value
            if name in built:
                self._fault(key, Say(f"键“{name}”重复", f'the key "{name}" stands twice'))
                continue
            self._source.keys[*path, name] = self._mark(key)
            built[name] = self._build(value, (*path, name))
        return built

    def _scalar(self, node: yaml.Node) -> Data:
        text = str(node.value)
        if node.tag not in _PLAIN_TAGS:
            self._fault(
                node, Say(f"不能用标签“{node.tag}”", f'the tag "{node.tag}" has no use here')
            )
            return text
        if node.tag == _YAML + "str":
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INT.fullmatch(text):
            return int(text)
        return float(text) if _FLOAT.fullmatch(text) else text

    def _mark(self, node: yaml.Node) -> Mark:
        mark = node.start_mark
        return Mark(self._source.file, mark.line + 1, mark.column + 1)

    def _fault(self, node: yaml.Node, say: Say) -> None:
        self._source.problems.append(self._source.at(self._mark(node), say))
