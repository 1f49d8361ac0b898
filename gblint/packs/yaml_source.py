"""The YAML of a pack as plain data, with the place in a file of every key and value.

Plain scalars are read as YAML 1.2 has it: `yes`, `12:30` and dates are texts. Tags, duplicate
keys and merge keys are errors. Anchors and aliases may be used within bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from gblint.findings import Say
from gblint.packs import (
    EMPTY_FILE,
    HOW_TO_BEGIN,
    MAIN,
    MOST_BYTES,
    SPECIMEN,
    DataPath,
    Fault,
    PackError,
    PackProblem,
    Snapshot,
    join_says,
    locate_problem,
)

if TYPE_CHECKING:
    import yaml

    from gblint.packs.mend_yaml import Mended

Data = dict[str, "Data"] | list["Data"] | str | int | float | bool | None

MOST_VALUES = 40_000
"""Those of a pack; the largest built-in one has 6,400."""

_DEEPEST = 40

TOO_LARGE = Say(
    "内容过多或层次过深（请检查锚点和别名）", "too much or too deep (look at the aliases)"
)
"""What to say of more values, or more inside one another, than that."""

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

_Moves = dict[str | int, str | int] | None
"""Where parts of a value are put, by where they were; None for all of it."""

_MAIN_ONLY = frozenset({"pack", "title", "version", "min_engine", "extends"})


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A place in a file; line and column count from 1, in characters."""

    file: str
    line: int
    column: int


class YamlSource(msgspec.Struct):
    """The data of a pack and where all of it stands.

    `marks` are the places of values, `keys` those of the keys of mappings, both by path.
    `texts` are the lines of the files by name, `mended` those read with slips of typing put right.
    """

    file: str
    data: dict[str, Data] = {}
    marks: dict[DataPath, Mark] = {}
    keys: dict[DataPath, Mark] = {}
    texts: dict[str, list[str]] = {}
    problems: list[PackProblem] = []
    mended: list[str] = []

    def make_problem(self, fault: Fault) -> PackProblem:
        """The fault with its place: that of the path, or of what is nearest above it."""
        fault = self._add_hint(fault)
        mark = self._find_place(fault.path, key=fault.key)
        return self.make_problem_at(
            self._find_place_inside(fault, mark) if fault.column else mark, fault.say
        )

    def _add_hint(self, fault: Fault) -> Fault:
        """The fault at the sign of Chinese type that it comes from, where it comes from one."""
        from gblint.packs.slips import COMMENT, find_wide_sign

        # a full-width sign looks like the plain one on screen: "unknown key" alone would not help
        text = fault.path[-1] if fault.key and fault.path else self.get_value(fault.path)
        mark = self.marks.get(fault.path)
        if text is None and mark is not None:
            line = self.texts[mark.file][mark.line - 1]
            rest = line[mark.column - 1 :]
            if rest.lstrip().startswith("#"):
                column = line.index("#", mark.column - 1) + 1
                self.marks[fault.path] = Mark(mark.file, mark.line, column)
                return msgspec.structs.replace(fault, say=COMMENT)
        found = None
        if isinstance(text, str):
            found = find_wide_sign(text[fault.column - 1 :] if fault.column else text)
        if found is None or (fault.column and found[0]):
            return fault
        column = fault.column if fault.column or fault.key else found[0] + 1
        return msgspec.structs.replace(fault, say=join_says(fault.say, found[1]), column=column)

    def make_problem_at(self, mark: Mark, say: Say) -> PackProblem:
        lines = self.texts.get(mark.file, [])
        return locate_problem(mark.file, lines, mark.line, mark.column, say)

    def add_at(self, file: str, text: str, offset: int, say: Say) -> None:
        """Add a problem of a file that is not YAML, at an offset of its text."""
        self.texts[file] = _BREAK.split(text)
        line, column = _find_end(text[:offset])
        self.problems.append(self.make_problem_at(Mark(file, line, column), say))

    def _find_place(self, path: DataPath, *, key: bool) -> Mark:
        if not key and path in self.marks:
            return self.marks[path]
        while path:
            if mark := self.keys.get(path) or self.marks.get(path):
                return mark
            path = path[:-1]
        return Mark(self.file, 1, 1)

    def _find_place_inside(self, fault: Fault, mark: Mark) -> Mark:
        """A character inside a text, where the text is written on one line as it is."""
        line = self.texts[mark.file][mark.line - 1]
        start = mark.column - 1
        start += line[start : start + 1] in ("'", '"')
        # a text over several lines, or with escapes, has no column that could be counted
        text = fault.path[-1] if fault.key else self.get_value(fault.path)
        if isinstance(text, str) and line.startswith(text, start):
            return Mark(mark.file, mark.line, start + fault.column)
        return mark

    def get_value(self, path: DataPath) -> Data:
        """The value at a path of the data, None where there is none."""
        value: Data = self.data
        for step in path:
            if isinstance(value, dict):
                value = value.get(str(step))
            elif isinstance(value, list) and isinstance(step, int):
                value = value[step]
        return value


def read_source(found: Snapshot, shown: str) -> YamlSource:
    """The YAML of a pack as one source; `shown` is what the pack's root is called in errors."""
    source = YamlSource(f"{shown}/{MAIN}" if found.is_folder else shown)
    if found.is_folder and MAIN not in dict(found.files):
        say = join_says(
            Say(f"文件夹中没有 {MAIN}", f"there is no {MAIN} in the folder"), HOW_TO_BEGIN
        )
        source.problems.append(PackProblem(shown, 1, 1, say))
    for name, raw in found.files:
        if name != SPECIMEN:
            file = f"{shown}/{name}" if found.is_folder else shown
            _add_file(source, parse_yaml(raw, file), main=name == MAIN or not found.is_folder)
            if len(source.marks) > MOST_VALUES:
                source.problems.append(PackProblem(file, 1, 1, TOO_LARGE))
                break
    return source


def _add_file(into: YamlSource, part: YamlSource, *, main: bool) -> None:
    """Put the data of a file at the end of what was read before."""
    into.texts.update(part.texts)
    into.problems.extend(part.problems)
    into.mended.extend(part.mended)
    moves: dict[str, _Moves] = {}
    for key, value in part.data.items():
        if not main and key in _MAIN_ONLY:
            say = Say(f"“{key}”只能写在 {MAIN} 中", f'"{key}" belongs in {MAIN}')
            into.problems.append(part.make_problem(Fault((key,), say, key=True)))
        elif key not in into.data:
            into.data[key] = value
            moves[key] = None
        else:
            moves[key] = _add_to_key(into, part, key, value)
    _take_marks(into, part, moves)


def _add_to_key(into: YamlSource, part: YamlSource, key: str, value: Data) -> _Moves:
    present = into.data[key]
    if isinstance(present, list) and isinstance(value, list):
        before = len(present)
        present.extend(value)
        return {i: before + i for i in range(len(value))}
    if isinstance(present, dict) and isinstance(value, dict):
        fresh = [name for name in value if name not in present]
        clashes = [name for name in value if name in present]
        into.problems.extend(_explain_repeated(into, part, (key, name)) for name in clashes)
        present.update({name: value[name] for name in fresh})
        return {name: name for name in fresh}
    into.problems.append(_explain_repeated(into, part, (key,)))
    return {}


def _explain_repeated(into: YamlSource, part: YamlSource, path: DataPath) -> PackProblem:
    first = into.keys[path]
    say = Say(
        f"“{path[-1]}”在 {first.file} 第 {first.line} 行已经写过",
        f'"{path[-1]}" was given before, in {first.file}, line {first.line}',
    )
    return part.make_problem(Fault(path, say, key=True))


def _take_marks(into: YamlSource, part: YamlSource, moves: Mapping[str, _Moves]) -> None:
    """Take over the places of what was put in, in one go: there may be many."""
    for ours, theirs in ((into.marks, part.marks), (into.keys, part.keys)):
        for path, mark in theirs.items():
            inside = moves.get(str(path[0]), {})
            if inside is None:
                ours[path] = mark
            elif len(path) > 1 and path[1] in inside:
                ours[path[0], inside[path[1]], *path[2:]] = mark


def parse_yaml(raw: bytes, file: str) -> YamlSource:
    """One YAML file, whose top is a mapping. Errors go to `problems`."""
    source = YamlSource(file)
    try:
        text = _decode(raw, source)
        source.texts[file] = _BREAK.split(text)
        node, mended = _compose_or_mend(text, source)
        if node is None:
            return source
        builder = _Builder(source, mended)
        builder.build_top(node)
        if builder.suspect and mended is None:
            _build_mended(source)
    except PackError as error:
        source.problems.extend(error.problems)
    return source


def _decode(raw: bytes, source: YamlSource) -> str:
    """The text of a file; of one in the encoding of Windows all else that is wrong is told."""
    if len(raw) > MOST_BYTES:
        raise _make_error(source, 1, 1, TOO_LARGE)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        from gblint.packs.mend_yaml import decode_otherwise

        text, say = decode_otherwise(raw)
        before = text[:0] if raw[0] >= 0xFE else raw[: error.start].decode("utf-8-sig")
    source.texts[source.file] = _BREAK.split(text)
    wrong = _make_error(source, *_find_end(before), say)
    if "\ufffd" in text:
        raise wrong
    source.problems.extend(wrong.problems)
    return text


def _find_end(text: str) -> tuple[int, int]:
    lines = _BREAK.split(text)
    return len(lines), len(lines[-1]) + 1


def _make_error(source: YamlSource, line: int, column: int, say: Say) -> PackError:
    return PackError([source.make_problem_at(Mark(source.file, line, column), say)])


def _compose_or_mend(text: str, source: YamlSource) -> tuple[yaml.Node | None, Mended | None]:
    """The text as YAML. Where it is none: what of it can be read, all that is wrong being told."""
    import yaml

    # the parsers give no line for these
    strange = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if strange is not None:
        say = Say("文件中有不可见的控制字符", "there is a control character in the file")
        raise _make_error(source, *_find_end(text[: strange.start()]), say)
    try:
        return _compose(text, source), None
    except yaml.YAMLError as error:
        if is_about_depth(getattr(error, "problem", None) or str(error)):
            raise _make_syntax_error(error, source) from None
        mended = _mend(source)
        return mended.node, mended


def _compose(text: str, source: YamlSource) -> yaml.Node:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    _check_extent(yaml.parse(text, Loader=loader), source)  # before composing: see there
    node: yaml.Node | None = yaml.compose(text, Loader=loader)
    if node is None:
        raise _make_error(source, 1, 1, EMPTY_FILE)
    return node


def _mend(source: YamlSource) -> Mended:
    """The file's lines put right, as far as may be; its slips go to the problems of the source."""
    from gblint.packs.mend_yaml import mend

    def explain(error: yaml.YAMLError) -> Say:
        return _make_syntax_error(error, source).problems[0].message

    mended = mend(source.texts[source.file], lambda text: _compose(text, source), explain)
    source.mended.append(source.file)
    for slip in mended.slips:
        source.problems.append(
            source.make_problem_at(Mark(source.file, slip.line, slip.column), slip.say)
        )
    return mended


def _build_mended(source: YamlSource) -> None:
    """Read the file again with its slips put right, where they are what makes it say otherwise."""
    again = YamlSource(source.file, texts=source.texts)
    mended = _mend(again)
    if mended.node is None or not mended.slips:
        return
    _Builder(again, mended).build_top(mended.node)
    source.data, source.marks, source.keys = again.data, again.marks, again.keys
    source.problems[:], source.mended[:] = again.problems, again.mended


def _check_extent(events: Iterable[yaml.Event], source: YamlSource) -> None:
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
            raise _make_error(source, mark.line + 1, mark.column + 1, TOO_LARGE)


def _make_syntax_error(error: yaml.YAMLError, source: YamlSource) -> PackError:
    """A syntax error, and where what it breaks begins."""
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    what = getattr(error, "problem", None) or str(error)
    if is_about_depth(what):
        return _make_error(source, line, column, TOO_LARGE)
    begin = getattr(error, "context_mark", None)
    problem = f"{getattr(error, 'context', None) or ''} {what}"
    here = "".join(source.texts[source.file][line - 1 : line])
    say = explain_yaml_error(problem, here[column - 1 : column])
    zh, en = f"YAML 语法错误：{say.zh}", f"YAML syntax error: {say.en}"
    if begin is not None and begin.line + 1 < line:
        zh, en = f"{zh}（始于第 {begin.line + 1} 行）", f"{en} (begun in line {begin.line + 1})"
    return _make_error(source, line, column, Say(zh, en))


class _Builder:
    """Makes plain data of YAML nodes, and writes down where they stand."""

    def __init__(self, source: YamlSource, mended: Mended | None) -> None:
        self._source = source
        self._mended = mended
        self._count = 0
        self.suspect = False
        """Whether a text looks like a key that was meant: `id：OP001`."""

    def build_top(self, node: yaml.Node) -> None:
        import yaml

        if not isinstance(node, yaml.MappingNode):
            say = Say(
                "规则包的最外层应是键值（“键: 值”）", "the top of a pack is a mapping (key: value)"
            )
            self._add_fault(node, say)
            return
        self._source.data = self._build_mapping(node, ())

    def _build(self, node: yaml.Node, path: DataPath) -> Data:
        import yaml

        self._count += 1
        # counted again, as an alias is one event, and all that it stands for here
        if self._count > MOST_VALUES or len(path) > _DEEPEST:
            raise PackError([self._source.make_problem_at(self._make_mark(node), TOO_LARGE)])
        self._source.marks[path] = self._make_mark(node)
        if isinstance(node, yaml.MappingNode):
            return self._build_mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._build(item, (*path, i)) for i, item in enumerate(node.value)]
        self._look_at(node)
        return self._read_scalar(node)

    def _build_mapping(self, node: yaml.MappingNode, path: DataPath) -> dict[str, Data]:
        import yaml

        built: dict[str, Data] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or not isinstance(key.value, str):
                self._add_fault(key, Say("键应是文字", "a key is a text"))
                continue
            self._look_at(key)
            name = key.value
            if name == "<<" and _is_plain(key):  # in quotes it is a key like any other
                self._merge(key, value, built, path)
            elif name in built:
                from gblint.packs.slips import say_item, say_twice

                first = self._source.keys[*path, name]
                if path and isinstance(path[-1], int) and name == next(iter(built)):
                    self._add_fault(key, say_item(name))
                    break  # all its other keys stand twice for the same reason
                self._add_fault(key, say_twice(name, first.line))
            else:
                self._source.keys[*path, name] = self._make_mark(key)
                built[name] = self._build(value, (*path, name))
        return built

    def _merge(
        self, key: yaml.Node, value: yaml.Node, into: dict[str, Data], path: DataPath
    ) -> None:
        """Tell of a merge key; what it would bring is read, so that it is not told to be absent."""
        say = Say(
            "不能用合并键“<<”，请把要合并的内容写全",
            'the merge key "<<" cannot be used: write out what it would bring',
        )
        self._add_fault(key, say)
        brought = self._build(value, (*path, "<<"))
        for name, one in (brought if isinstance(brought, dict) else {}).items():
            into.setdefault(name, one)

    def _look_at(self, node: yaml.Node) -> None:
        """See whether a text without quotes looks like a key, or has one quote of two."""
        if not _is_plain(node):
            return
        text = str(node.value)
        self.suspect = self.suspect or bool(_KEY_MEANT.match(text)) or text[:1] in _WIDE_SPACES
        if text[-1:] in ("'", '"') and text.count(text[-1]) == 1 and not _POSSESSIVE.search(text):
            from gblint.packs.slips import LOST_QUOTE

            mark = self._make_mark_at(node.end_mark.line + 1, node.end_mark.column)
            self._source.problems.append(self._source.make_problem_at(mark, LOST_QUOTE))

    def _read_scalar(self, node: yaml.Node) -> Data:
        text = str(node.value)
        if node.tag not in _PLAIN_TAGS:
            say = Say(f"不能用标签“{node.tag}”", f'the tag "{node.tag}" has no use here')
            self._add_fault(node, say)
            return text
        if node.tag == _YAML + "str":
            return text
        # the tag that YAML 1.1 gives is not asked: it makes `no` a bool, `12:30` a number
        if text in _WORDS:
            return _WORDS[text]
        if _INT.fullmatch(text):
            return int(text)
        return float(text) if _FLOAT.fullmatch(text) else text

    def _make_mark(self, node: yaml.Node) -> Mark:
        return self._make_mark_at(node.start_mark.line + 1, node.start_mark.column + 1)

    def _make_mark_at(self, line: int, column: int) -> Mark:
        """A place of the lines that were parsed as one of those that the author wrote."""
        if self._mended is not None:
            column = self._mended.column(line, column)
        return Mark(self._source.file, line, column)

    def _add_fault(self, node: yaml.Node, say: Say) -> None:
        self._source.problems.append(self._source.make_problem_at(self._make_mark(node), say))


_KEY_MEANT = re.compile(r"[A-Za-z_][\w.]*(?: [0-9])?(?:：|:(?=[^ \t\n/:]))")


def _is_plain(node: yaml.Node) -> bool:
    """Whether a text stands there without quotes."""
    return getattr(node, "style", None) not in ("'", '"', "|", ">")


_WIDE_SPACES = ("\u3000", "\u00a0")
_POSSESSIVE = re.compile(r"[A-Za-z]'$")
_QUOTED = Say(
    "这里不能有冒号；文字里有“: ”时，要用引号括起来",
    'no ":" belongs here; put a text that has one in quotes',
)
_OPEN = Say(
    "引号没有配对，到文件末尾或“---”也没有结束", "a quote is opened and not closed before the end"
)
_UNALIGNED = Say(
    "缩进与上文对不齐，或上文的引号、括号没有配对",
    "it is not indented as what is above, or a quote or bracket above is not closed",
)
_UNCLEAR = Say(
    "这里不符合 YAML 的写法，请检查这一行和上一行的缩进、冒号、引号和括号",
    "this is no YAML: look at indentation, colons, quotes and brackets here and in the line above",
)
_TAB = Say("缩进用了制表符（Tab），请改用空格", "a tab is used as indentation: use spaces")

_MEANT = (
    (
        r"\btag\b|directive|incompatible",
        Say(
            "标签（“!”）或指令（“%”）的写法不对；文字以它们开头时，要用引号括起来",
            'a tag ("!") or directive ("%") is wrong; put a text that begins with one in quotes',
        ),
    ),
    (
        r"',' or '\]'",
        Say(
            "“[”开始的列表没有用“]”结束，或项目之间缺逗号",
            'a list begun with "[" lacks its "]", or a comma',
        ),
    ),
    (
        r"',' or '\}'",
        Say(
            "“{”开始的内容没有用“}”结束，或项目之间缺逗号",
            'what is begun with "{" lacks its "}", or a comma',
        ),
    ),
    (
        r"undefined alias",
        Say("“*”后面的锚点没有定义过", "no anchor of this name is above"),
    ),
    (r"duplicate anchor", Say("“&”后面的锚点重复", 'the anchor after "&" stands twice')),
    (
        r"another document|document start",
        Say(
            "一个文件只能有一份内容，这里另起了一份（“---”，或上文已经结束）",
            'a file has one document; another begins here ("---", or what is above has ended)',
        ),
    ),
    (r"end of stream|unexpected document", _OPEN),
    (r"(?:mapping values|mapping keys) are not allowed|unexpected ':'", _QUOTED),
    (
        r"sequence entries are not allowed",
        Say("这里不能用“- ”开始一项，请另起一行", 'no item may begin with "- " here: start a line'),
    ),
    (r"find expected ':'", Say("键的后面缺冒号", 'the ":" after a key is missing')),
    (r"\btab\b", _TAB),
    (
        r"cannot start any token",
        Say(
            "值不能以这个字符开头，请用引号把值括起来",
            "no value may begin with this character: put the value in quotes",
        ),
    ),
    (
        r"escape|hexadecimal|hexdecimal",
        Say(
            "双引号里的“\\”写法不对；“\\”本身要写成“\\\\”，或改用单引号",
            'a "\\" in double quotes that means nothing: write "\\\\", or use single quotes',
        ),
    ),
    (
        r"comment or (?:a )?line break|indentation indicator|chomping",
        Say("“|”或“>”所在的行后面不能再有内容", 'nothing may follow "|" or ">" in its line'),
    ),
    (
        r"alphabetic or numeric",
        Say(
            "“&”或“*”后面应是名称；文字以它们开头时，要用引号括起来",
            'a name belongs after "&" or "*"; put a text that begins with one in quotes',
        ),
    ),
    (r"node content", Say("这里缺少一个值", "a value is missing here")),
    (r"expected (?:key|<block end>|'-' indicator)|block end", _UNALIGNED),
)

_TOO_DEEP = re.compile(r"nesting|\bdepth\b|recursion", re.IGNORECASE)


def is_about_depth(problem: str) -> bool:
    """Whether the parser refused what is nested too deep, as it does from a version on."""
    return bool(_TOO_DEEP.search(problem))


def explain_yaml_error(problem: str, at: str = "") -> Say:
    """What the parser means by a problem and its context, `at` being the character it points to.

    Words that hold for any problem, where it is not known.
    """
    if at == "\t":
        return _TAB
    return next((say for form, say in _MEANT if re.search(form, problem)), _UNCLEAR)
