"""What clauses without a figure say of those that follow: of what these speak, of which year they
are, and whose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

import msgspec

from gblint.pack.prose_model import NameWords, ScopeSpec
from gblint.report.model import Meaning
from gblint.report.organs import ReportOwner
from gblint.report.prose.model import (
    FIGURES,
    NO_WEIGHT,
    OWN_PARTS,
    SYSTEM_KEY,
    VERBS,
    YEARS,
    Figures,
    Interpretation,
    ParagraphState,
    Whose,
    Why,
    explain_spoken_of,
    find_word,
    has,
    is_range,
    list_keys,
    list_years,
)
from gblint.report.prose.parts import is_subject, list_named_results
from gblint.report.prose.record import Record
from gblint.report.prose.vocabulary import STOPS, Token, Vocabulary, Words
from gblint.text import fold

OF_TOPICS = frozenset(("requests", "disclosure", "document"))
"""Words one of which a clause has that says what the paragraph is of (政府信息公开申请方面)."""
OF_SUBJECTS = frozenset(("arriving", "applicants", "request", "case", "result", "column"))
"""Words one of which a clause has that can be a statement by itself (企业申请较多)."""
_NO_SUBJECT = frozenset(("others", "none", "people"))
_OF_MATTER = ("requests", "disclosure")
_WITH_MATTER = (*_OF_MATTER, "weak", "deciding")
_OF_ALL = frozenset(("all", "each", "none"))
_CAME_OR_DONE = frozenset(("arriving", "finishing"))
_BALANCE = frozenset(("arriving", "carrying", "finishing", "n"))
_NO_BALANCE = frozenset(("others", "left", "document", "deciding", "case", "odd"))
_APPLYING = frozenset(("applicants", "request"))
_NO_CASE = frozenset(("odd", "left", "doing", "arriving"))
_UNCOUNTED = Decimal("Infinity")
"""What `state.some` is where applications of one kind are spoken of without a number."""
_COUNTED = frozenset(("arriving", "result", "column"))


def see_topic(words: Words, state: ParagraphState, *, heading: bool = False) -> None:
    """Of what the words of a heading, or of a clause without a figure, say that this is."""
    if has(words, "requests"):
        state.topic = "requests"
    named = tuple(list_keys(words, "document"))
    if named and not heading and has(words, "left"):
        state.document = ()  # 规章中由我厅牵头实施的: some of them
    elif named and not heading and not has(words, "requests"):
        state.document, state.topic = named, "documents"
    if has(words, "requests", "disclosure"):
        state.disclosed = True


def tells_of_requests(
    tokens: Words, kinds: Set[str], vocabulary: Vocabulary, *, came: bool = False, free: bool = True
) -> bool:
    """Whether a sentence with no word for applications can be of nothing else: something came in
    or was dealt with, as the paragraph told before it where `came` says so, and results of more
    than one kind. It is `free` where the paragraph has told of nothing else.
    """
    if not kinds.isdisjoint(_OF_MATTER) and _begins_with_what_came(tokens):
        return True
    # 收件4件、接上年1件，答复4件、结转下年1件: all that the balance of table 2 has
    if free and kinds >= _BALANCE and kinds.isdisjoint(_NO_BALANCE):
        return True
    if "result" not in kinds or (kinds.isdisjoint(_CAME_OR_DONE) and not came):
        return False
    # where it was told what came in, results alone will do: 公开5件、不予公开2件
    first = (*_CAME_OR_DONE, "result") if came else _CAME_OR_DONE
    verb = next(i for i, word in enumerate(tokens) if word.kind in first)
    if has(tokens[:verb], "others", "left", "document", "deciding"):
        return False
    groups = vocabulary.groups
    named = {groups.get(word.key, word.key) for word in tokens if word.kind == "result"}
    # 公开 and 不予公开 are told of documents and of meetings, too; one of a kind that only table 2
    # has must stand beside them
    named -= set(vocabulary.weak.get(vocabulary.granting, ()))
    return len(named) > 1 and not named.isdisjoint(groups.values())


def _begins_with_what_came(tokens: Words) -> bool:
    """收到3件，均已办结，未因政府信息公开被诉: what came in is of what the sentence names later."""
    begins = (word.kind for word in tokens if word.kind not in NO_WEIGHT)
    return next(begins, "") == "arriving" and next(begins, "") == "n"


def see_within(words: Words, state: ParagraphState) -> None:
    """19件中: what follows is a part of that; 其余3件中 too, where these 3 are known."""
    if state.last.meanings or not has(words, "rest"):
        state.base, state.within = state.last, True
        state.within_new = tells_new(words, state.last, state.vocabulary)


def see_who(words: Words, state: ParagraphState) -> None:
    """企业申请多涉及税收政策: results after the words may be of those only."""
    named = {word.key for word in words if word.kind == "column"}
    tables = {state.vocabulary.quantities[key].table for key in named}
    if len(named) == 1 and tables == {"applications"}:
        state.crossing = next(iter(named))


def see_year(words: Words, state: ParagraphState) -> None:
    """A year named without a figure: those after it are of that year."""
    years = list_years(words, state)
    # 结转下年度继续办理 is no turn to the next year: what is told behind it is of this one
    alone = len(words) == 2 and "as_of" in words[0].signs  # 截至上年底，现行有效5件
    if years[-1] == 1 or (not alone and any("as_of" in word.signs for word in words)):
        return  # 对截至上年底的文件开展清理
    if "against" in words[0].signs and words[-1].kind in YEARS:
        return  # 与2020年（52件）持平: that of the bracket alone
    # what was held for being of some months only is not, once a whole year is named
    state.year, state.held = years[-1], None
    if len(years) > 1 and is_range(words):
        state.year = None


def tells_new(words: Words, taken: Interpretation, vocabulary: Vocabulary) -> bool:
    """Whether a figure of what came in is told to be of what is new (新收): nothing that was
    carried in is counted in.
    """
    if taken.head != "received" or taken.role != "arriving":
        return False
    anew = vocabulary.spec.signs.anew
    return any(sign in word.text for word in words if word.kind == "arriving" for sign in anew)


def see_held(words: Words, state: ParagraphState) -> None:
    """Words of a clause without figures for which no figure of the sentence is the tables'."""
    for i, word in enumerate(words):
        if word.kind != "left" or word.key not in state.vocabulary.holding:
            continue
        # said of the figure before, as what it amounts to; the words behind it are free
        if i and words[i - 1].kind == "equals" and state.sentence_begun:
            continue  # 收到15件，数量为近三年最低
        if not has(words[:i], "none"):  # 无历年结转
            state.held = state.vocabulary.why[word.key]


def _see_ways_within(words: Words, state: ParagraphState) -> None:
    """平台提交的申请中, 违建查处类申请中: what follows is of those that came in one way, or of one
    kind.
    """
    asked = next((i for i, word in enumerate(words) if word.kind in ("request", "requests")), None)
    if asked is None or words[-1].kind != "within":
        return
    ways = {w.text for w in words if w.kind == "left" and w.key in state.vocabulary.of_applications}
    near = [word for word in words[:asked] if word.kind != "filler"][-1:]
    kind = any(
        w.kind == "odd" and len(w.text) > 1 and not state.vocabulary.is_idle(w.text) for w in near
    )
    # 网络、信函等方式的申请中 are all of them, whichever way they came
    if len(ways) == 1 or kind:  # 违建查处类申请中
        state.some, state.some_told = _UNCOUNTED, True


def _see_carried(words: Words, state: ParagraphState) -> None:
    """去年结转的申请已全部办结: what follows is of these, up to what came in."""
    came = next((i for i, w in enumerate(words) if w.kind == "carrying"), None)
    if came is None or words[came].key != "carried_in" or has(words, "arriving", "none"):
        return
    if has(words[came:], "finishing"):
        state.base = Interpretation(
            (Meaning((words[came].key,)),), explain_spoken_of(words[came]), "carrying"
        )


def see_some_named(words: Words, kinds: Set[str], state: ParagraphState) -> None:
    """Of which applications a clause without figures says that what follows is."""
    if "result" in kinds:
        state.some = 0  # 其中要求公开卷宗的2件，不予公开
    if "within" in kinds:
        _see_ways_within(words, state)
    if "carrying" in kinds:
        _see_carried(words, state)


def see_subject(words: Words, kinds: Set[str], state: ParagraphState) -> None:
    """What a clause without a figure speaks of: a total after it is of that."""
    vocabulary = state.vocabulary
    if "column" in kinds and kinds.isdisjoint(_OF_ALL):
        see_who(words, state)
    if not kinds.isdisjoint(_NO_SUBJECT) and not _ends_in_row(words, vocabulary):
        return
    if not state.topic and (
        any(w.kind == "arriving" and "asks" in w.signs for w in words)
        or ("odd" not in kinds and not kinds.isdisjoint(_APPLYING))
    ):
        state.topic = "requests"
    # 行政复议情况 heads what follows; 办理行政复议 and 各类复议 are of whatever the organ does
    if "case" in kinds and state.disclosed and kinds.isdisjoint(_NO_CASE):
        _see_cases(tuple(list_keys(words, "case")), state)
        return
    if state.topic != "requests" and "result" in kinds and _speaks_of_results(words, vocabulary):
        state.topic = "requests"
    if state.topic != "requests" or kinds.isdisjoint(_COUNTED):
        return
    # the last word is what a total behind it sums up
    found = [word for word in words if word.kind in _COUNTED]
    word = found[-1]
    table = vocabulary.quantities[word.key].table
    of = Meaning((word.key,))
    if word.kind == "result":
        of = Meaning(list_named_results(words, vocabulary.groups))
    if word.kind == "column":
        # 企业和自然人均有申请: a total behind it is of neither alone
        if table != "applications" or len({word.key for word in found}) > 1:
            return
        of = Meaning(("received",), word.key)
    state.would, state.would_here = Interpretation((of,), explain_spoken_of(word), word.kind), True
    state.would_fresh = "odd" not in kinds


def _see_cases(cases: tuple[str, ...], state: ParagraphState) -> None:
    """行政诉讼：维持3件: what follows is of these cases, outcomes too where these are of a kind."""
    state.topic = "cases"
    state.would, state.would_here = Interpretation((Meaning(cases),), Why.CASES, "case"), True
    state.would_fresh = len(cases) == 1
    if state.would_fresh:
        state.route = cases


def _ends_in_row(words: Words, vocabulary: Vocabulary) -> bool:
    """项目评审专家意见属于过程性信息: whatever was asked for, it is of a row of a result."""
    return words[-1].kind == "result" and words[-1].key in vocabulary.groups


def _speaks_of_results(words: Words, vocabulary: Vocabulary) -> bool:
    """行投诉之实的申请居高不下, 不予处理件大幅攀升: of applications, by how they are counted."""
    if has(words, "request"):
        return True
    counted = vocabulary.counted - {""}
    return any(word.kind == "result" and word.text[-1] in counted for word in words)


_CARRIED = ("carry", "carrying")  # 2024年转来的5件已答复；当年收到131件


def read_that_year(tokens: list[Token], state: ParagraphState) -> list[Token]:
    """2022年曾开展清理，当年废止9件: the words, 当年 being the year that a clause before it begins
    with; the same list where there is none but the report's.
    """
    that, found = state.vocabulary.spec.signs.that_year, tokens
    year, begins = "", True
    for i, token in enumerate(tokens):
        # a year inside a clause only dates something; one that begins it is what 当年 takes up
        if begins and token.kind == "absolute" and not has(tokens[i + 1 : i + 2], *_CARRIED):
            year = token.key if list_years([token], state) != [0] else ""
        elif year and token.kind == "year" and token.text in that:
            found = list(found) if found is tokens else found
            found[i] = msgspec.structs.replace(token, kind="absolute", key=year)
        begins = token.kind in STOPS or (begins and token.kind == "filler")
    return found


def read_own_matter(tokens: list[Token], organ: str) -> list[Token]:
    """气象信息公开申请 of a 气象局: the words, its own matter being no part of all."""
    found = tokens
    for i, (token, following) in enumerate(pairwise(tokens)):
        # one character may be the end of any word, and so of the name of any organ
        own = token.kind == "odd" and following.kind in _WITH_MATTER and len(token.text) > 1
        if own and token.text in organ:
            found = list(found) if found is tokens else found
            found[i] = msgspec.structs.replace(token, kind="filler")
    return found


def find_scope(token: Token, state: ParagraphState) -> Whose:
    """The scope that a word or the name of an organ means."""
    vocabulary, owner = state.vocabulary, state.owner
    names = vocabulary.spec.names
    if token.kind == "organ":
        own = names_organ(token.text, owner.organ, names)
        return Whose("" if own else "part", own)
    # 管委会 and the like are a word for a place as well as for an organ of that kind
    scope = vocabulary.scopes[token.key]
    if token.text.endswith(names.zone) and _is_of_another_kind(token.text, owner, names):
        return Whose("part", False)
    return Whose(scope.key, _fits(scope, token.text, owner, names))


def _is_of_another_kind(text: str, owner: ReportOwner, names: NameWords) -> bool:
    """Whether a scope is named as an organ of a kind that the organ is not: 管委会 for a 办公室."""
    if not owner.organ or _find_kind(text, names) not in names.zone:
        return False
    own = _find_kind(fold(owner.organ), names)
    return own not in names.zone and any(own == kind[0] for kind in names.kinds)


def find_system(token: Token, state: ParagraphState) -> Whose:
    """全市税务系统: the organ's own where it is of that place, not 全省系统 of a county."""
    place = token.text[-1]
    wide, organ = place in state.vocabulary.spec.names.wide, state.owner.organ
    own = not wide or not organ or place in organ
    return Whose(SYSTEM_KEY, True) if own else Whose("part", False)


def _fits(scope: ScopeSpec, text: str, owner: ReportOwner, names: NameWords) -> bool:
    """Whether the tables are of a scope."""
    organ = fold(owner.organ)
    # a scope of no level is never the organ's (各区县), unless its name says that it is
    if len(text) > 1 and scope.levels == () and _is_of_name(fold(text), organ, names):
        return True
    if scope.levels is not None and (owner.level or "other") not in scope.levels:
        return False
    place = _drop_end(text, names.every_level)[-1:]
    bare = _drop_end(organ, names.government)
    if scope.place and bare and bare[-1] in names.places and place in names.places:
        return place == bare[-1]
    if scope.place and bare.endswith(names.township):
        return text.endswith(names.streets)
    return True


def _drop_end(name: str, ends: Iterable[str]) -> str:
    """A name without what may end it."""
    for end in ends:
        name = name.removesuffix(end)
    return name


def _is_of_name(text: str, organ: str, names: NameWords) -> bool:
    """Whether an organ has what is named in its name, the short form of a zone among them: 高新区
    of 示例高新技术产业开发区管理委员会.
    """
    zone = _drop_end(organ, names.zone)
    return text in organ or (zone != organ and text[-1] == zone[-1] and _is_short_for(text, zone))


def names_organ(name: str, organ: str, names: NameWords) -> bool:
    """Whether a name, full or short, is that of the organ.

    The characters of a short name stand in the full one, in this order; both end in a word for
    the same kind of organ: 市卫健委 is 示例市卫生健康委员会, 市政府 is not 示例市人民政府办公室.
    """
    short = fold(name)
    if not fold(organ) or len(short) < 2:
        return False  # a single character is in too many names
    if short[0] in names.own and len(short) > 2:
        short = short[1:]
    # the end decides, as the characters of 市政府 stand in 示例市人民政府办公室 as well
    kind = _find_kind(short, names)
    written = (short, *_drop_government(short, names))
    return any(
        kind == of and any(_is_short_for(one, full) for one in written)
        for full, of in _list_forms(organ, names)
    )


def _drop_government(name: str, names: NameWords) -> Iterator[str]:
    """区政府国资局 without the government that it is of; 市政府办公室 is the government's own."""
    for government in names.government:
        place, found, body = name.partition(government)
        if found and place and not any(body in kind for kind in names.kinds) and body:
            yield place + body


@lru_cache(maxsize=64)
def _list_forms(organ: str, names: NameWords) -> list[tuple[str, str]]:
    """The full name of an organ, and the place that it is of (示例高新区 for its 管理委员会), each
    with its kind.
    """
    full = fold(organ)
    # 示例市 alone is its government
    government = names.government[:1]
    if full[-1] in names.places and not full.endswith(names.apart):
        full += "".join(government)
    ends = (*government, *names.zone, *names.township[:1])
    forms = [full, *(full.removesuffix(end) for end in ends if full.endswith(end))]
    return [(one, _find_kind(one, names)) for one in forms]


def _is_short_for(short: str, full: str) -> bool:
    rest = iter(full)
    return all(char in rest for char in short)


def _find_kind(name: str, names: NameWords) -> str:
    """The full form of the end of a name, its last character where no kind has it."""
    if name.endswith(names.no_zone):
        return "".join(names.commission[:1])
    for kind in names.kinds:
        if name.endswith(kind):
            return kind[0]
    return name[-1:]


@lru_cache(maxsize=64)
def _list_own_names(organ: str, governments: tuple[str, ...]) -> tuple[str, ...]:
    """The name of an organ, and that of its place where it is a government."""
    full = fold(organ)
    names = (full, *(full.removesuffix(end) for end in governments if full.endswith(end)))
    return tuple(name for name in names if len(name) > 2)


def read_own_name(tokens: list[Token], text: str, state: ParagraphState) -> list[Token]:
    """淤上乡 of 淤上乡人民政府: the words of a sentence, the organ's name being one word, whatever
    its parts are elsewhere.
    """
    for name in _list_own_names(state.owner.organ, state.vocabulary.spec.names.government):
        at = text.find(name)
        if at < 0:
            continue
        end = at + len(name)
        inside = [i for i, word in enumerate(tokens) if at <= word.start and word.end <= end]
        if len(inside) < 2:
            continue
        first, last = inside[0], inside[-1]
        if (tokens[first].start, tokens[last].end) == (at, end):
            own = state.vocabulary.make_token("organ", name, at, end, name)
            return [*tokens[:first], own, *tokens[last + 1 :]]
    return tokens


_WITH = frozenset(("joining", "its", "every"))
_EACH_NEAR = 3
"""Words that may stand between 各 and a name: 各隶属海关."""
_BY_NEAR = 4
"""Words before a name of which one may be 由."""
_WIDER = ("system", "whole", "area")
"""Scopes of the pack (`prose.scopes`) that are wider than the organ."""
_NEAR = 20
"""Words around a name in which a reason that it stands in begins and ends."""
_PLACE, _OWN_LEVEL = "whole", "own_level"
PART = Whose("part", False)
_WHOLE = Whose(_PLACE, True)


_NEAR_OWN = 2
"""Words up to which 被申请人 is what the name before it is."""


def _see_own_cases(words: Words, whose: Whose, state: ParagraphState) -> None:
    """作为复议机关办理188件；以本局为被申请人的信息公开复议2件: its own again."""
    own = whose.own and has(words[:_NEAR_OWN], "suffered") and has(words, "disclosure", "requests")
    if own and state.turned is None:
        state.held, state.held_in_part, state.decides = None, False, False


def see_scope(words: Words, state: ParagraphState, record: Record) -> None:
    """Whose the figures of a clause are; an organ only where it is the subject."""
    vocabulary = state.vocabulary
    others = counted = False  # 市级部门收到的申请中有58件转由我区办理: still those of others
    joined = near = False  # whether it was named itself just before: 县政府及各部门
    whole = 0  # up to where parts are named that together are its whole place
    for i, word in enumerate(words):
        if i < whole or word.kind not in ("scope", "organ"):
            ends = bool(i) and words[i - 1].kind == "scope" and word.kind == "odd"  # 所属部门
            joined = joined and (ends or not word.signs.isdisjoint(_WITH))
            near = joined
            counted = counted or (others and word.kind in FIGURES)
            continue
        whose = find_scope(word, state)
        if not whose.own and has(words[:i], "part") and has(words[i:], "share", *FIGURES):
            record.doubt_latest((SYSTEM_KEY,))  # 全省系统收到612件，其中市县占九成
        # an organ that is named with the own one has no figures here
        if not whose.own and (near or _is_only_named(words, i, state)):
            continue
        if _is_in_reason(words, i):
            continue
        every = any("every" in w.signs for w in words[max(0, i - _EACH_NEAR) : i])
        if whose.own and (every or _is_addressed(words, i, state)):
            whose = PART  # 各隶属海关
        if _is_of_system(words, i):
            whose = find_system(word, state)
        if whose.own and (whose.key in OWN_PARTS or has(words[:i], "part")):
            whose = _find_whose_part(whose, words, state, record)
        whole = _find_end_of_whole(words, i + 1, vocabulary) if whose == _WHOLE else i
        _see_own_cases(words[i + 1 :], whose, state)
        joined, near = joined or whose.own, False
        # 市级部门收到的58件转由我局办理: what another has told of stays its own, though we deal
        # with it
        if whose.own and (counted or (others and word.kind == "organ")):
            continue  # 所辖县区税务局收到的
        others = not whose.own
        state.whose = whose
        state.bodies += others
        state.in_part = not whose.own and (state.base is not None or has(words[:i], "part"))


def _is_addressed(words: Words, at: int, state: ParagraphState) -> bool:
    """受理向市政府提出的申请9件, in a report of the whole city: of its government only."""
    scopes, level = state.vocabulary.scopes, state.owner.level
    if level in (scopes[_OWN_LEVEL].levels or () if _OWN_LEVEL in scopes else ()):
        return False
    asked = has(words[at + 1 : at + 2], "submitted", "requests", "arriving")  # 递交的申请
    toward = any("parting" in word.signs for word in words[max(0, at - 1) : at])
    return asked and toward and _PLACE in scopes and level in (scopes[_PLACE].levels or ())


def _is_of_system(words: Words, at: int) -> bool:
    """全市税务系统: whether a place is named for a system in it."""
    word = words[at]
    place = word.kind == "scope" and word.key != "part"
    return place and any("system" in w.signs for w in words[at + 1 : at + 3])


def _is_only_named(words: Words, at: int, state: ParagraphState) -> bool:
    """Whether another organ is named only as who is asked or informed, or decides."""
    return not is_subject(words, at, state.vocabulary) or _acts_only(words, at, state)


def _is_in_reason(words: Words, at: int) -> bool:
    """因不属于本机关负责公开等原因无法提供12件: a name in a reason has no figures here."""
    before, after = words[max(0, at - _NEAR) : at][::-1], words[at : at + _NEAR]
    before = before[: find_word(before, *FIGURES, missing=_NEAR)]
    because = any("because" in word.signs for word in before)
    return because and has(after[: find_word(after, *FIGURES, missing=_NEAR)], "such", "result")


def _find_end_of_whole(words: Words, begin: int, vocabulary: Vocabulary) -> int:
    """全区各部门、各镇街: where parts end that right behind a place name all that is in it, its
    departments and those below it; `begin` where they do not.
    """
    names = vocabulary.spec.names
    run = begin
    while run < len(words) and (
        words[run].kind in ("scope", "each", "、")
        or "joining" in words[run].signs
        or (words[run].kind == "odd" and run + 1 < len(words) and words[run + 1].kind == "scope")
    ):
        run += 1
    parts = [word.text for word in words[begin:run] if word.kind == "scope"]
    departments = [text.endswith(names.departments) for text in parts]
    below = any(not one for one in departments)
    return run if any(departments) and below else begin


def _find_whose_part(whose: Whose, words: Words, state: ParagraphState, record: Record) -> Whose:
    """An own part beside the whole: of its place, or what the tables are of."""
    wider, scope = state.last.whose, state.vocabulary.scopes.get(_PLACE)
    place = wider is not None and wider.own and wider.key == _PLACE and scope is not None
    if place and scope is not None and not whose.key and state.owner.level in (scope.levels or ()):
        return PART  # 全市收到690件，其中市政府收到96件: its tables are of its whole place
    if has(words, *FIGURES):
        record.doubt_latest(_WIDER)
    return whose


def _acts_only(words: Words, at: int, state: ParagraphState) -> bool:
    """Whether another organ only decides or deals with what is counted: 省政府维持3件; after
    its figure, 分别由9个处室承办.
    """
    then = next((word for word in words[at + 1 :] if word.kind != "filler"), None)
    if then is not None and then.kind == "column":
        return state.vocabulary.quantities[then.key].table == "review" and bool(state.route)
    before = words[:at]
    return has(before, *FIGURES) and any("by" in word.signs for word in before[-_BY_NEAR:])


def ends_parts(sentence: Iterable[Interpretation], whose: Whose | None, counts: Figures) -> bool:
    """Whether a sentence told only parts of a whole told before it, so that what follows is of
    the whole again: 收到71件。县直部门收到46件。办结72件.
    """
    if whose is None or whose.own:
        return False
    parts = (part for part in sentence if part.whose == whose and part.meanings)
    return any(
        _is_part(part, whole)
        for part in parts
        for whole in counts
        if whole.meanings == part.meanings
    )


def names_aside(sentence: Figures, whose: Whose | None) -> bool:
    """Whether a sentence named others for other things only: 全区公示资金2.1亿元。申请5件;
    管委会机关办理21件，其他由下属各局办。公开14件.
    """
    if whose is None or whose.own or not sentence:
        return False
    figures = (figure for figure in sentence if figure.whose is None or figure.whose == whose)
    return not any(
        figure.meanings or figure.maybe or figure.why is Why.SUBSET for figure in figures
    )


def _is_part(part: Interpretation, whole: Interpretation) -> bool:
    """Whether a figure of another scope is less than an own one of the same."""
    own = whole.whose is None or whole.whose.own
    if not own or part.amount is None or whole.amount is None:
        return False
    return part.role in VERBS and part.amount.value < whole.amount.value
