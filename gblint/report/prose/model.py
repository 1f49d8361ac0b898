"""What all files of the prose speak of: how a paragraph stands while it is read (`ParagraphState`),
a figure with its words (`Chunk`), what it was taken for and why (`Interpretation`), whose it is
(`Whose`: the organ's own, or those of another, of a part, of a place), and what is asked of words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise

import msgspec

from gblint.findings import Say
from gblint.report.model import Meaning, Number
from gblint.report.organs import ReportOwner
from gblint.report.prose.amounts import COUNT, Amount, contains_any
from gblint.report.prose.vocabulary import NOT_ONE, Token, Vocabulary, Words

SYSTEM_KEY = "system"
OWN_PARTS = ("own_level", "office")
"""Keys of what is the organ itself, beside all that are under it."""


class Whose(msgspec.Struct, frozen=True):
    """A scope as it is named: its key, and whether the tables are of it."""

    key: str
    own: bool


def is_own(whose: Whose | None) -> bool:
    """Whether the tables are of a scope; they are where none is named."""
    return whose is None or whose.own


def is_of_system(whose: Whose | None) -> bool:
    """Whether a scope is all that is under the organ, with the organ."""
    return whose is not None and whose.key == SYSTEM_KEY


LEFT = "left"


class Interpretation(msgspec.Struct, frozen=True):
    """What a figure was taken for: `meanings` are quantities any of which it may be, the likeliest
    first, none where it was left; `why` says why. `role` is that of its first word. `maybe` is
    what one that was left is of if the figures beside it bear that out.
    """

    meanings: tuple[Meaning, ...]
    why: Say
    role: str = LEFT
    amount: Amount | None = None
    whose: Whose | None = None
    maybe: tuple[Meaning, ...] = ()

    @property
    def head(self) -> str:
        """The key of the row, "" where nothing is known."""
        return self.meanings[0].heads[0] if self.meanings else ""


NOTHING = Interpretation((), Say("", ""))
Figures = Sequence[Interpretation]
"""What figures were taken for, in the order in which they are told."""


class SentenceSigns(msgspec.Struct, frozen=True):
    """What is known of a sentence when it begins: of where it goes on from, and its words ahead."""

    year: int | None = 0
    """The year at its beginning."""
    whose: Whose | None = None
    """Whose figures it begins with."""
    decisions: int = 0
    """How many kinds of decision of table 1 it names."""
    lapses: bool = False
    """Whether it tells documents that lapsed apart from those repealed."""
    excepted: bool = False
    """Whether it says of how many what it claims does not hold (除1件外)."""
    otherwise: bool = False
    """Whether it says of all that they are done or else not yet (均办结或依法延期)."""
    lists_results: bool = False
    """Whether it names results of applications, so that 公开 is one of them."""
    sorted: bool = False
    """Whether it tells applications apart, by ways or topics, each with what came of them."""
    catalogued: bool = False
    """Whether it names a list of what an organ may do (权责清单), and so its items."""


class SentenceState(msgspec.Struct):
    """What a sentence has told so far, of which the next one knows nothing."""

    signs: SentenceSigns = SentenceSigns()
    last_in_sentence: Interpretation = NOTHING
    """The figure before, NOTHING at the first."""
    known_here: bool = False
    """Whether any figure of the sentence is known."""
    began_with_others: bool = False
    """Whether its first figure is of something else."""
    others_here: bool = False
    """Whether it has counted what is surely no application (信访事项216件)."""
    unrelated: bool = False
    """Whether it says that what it tells is not of the tables."""
    held: Say | None = None
    """Why the figures are not the tables' up to its end."""
    held_in_part: bool = False
    """Whether that was said of a part only (其中区政府为复议机关的19件), up to a semicolon."""
    turned: bool | None = False
    """Whether it has turned to other things (；督办件23件，办结22件); None behind a semicolon, till
    a figure tells.
    """
    foreign: bool = False
    """Whether what it counted last is in another unit (撤销登记12家)."""
    serves: bool = False
    """Whether it has counted those served otherwise (接待查阅860人次)."""
    bodies: int = 0
    """How many others it has told figures of, one after another."""

    # what would be counted next, and of what that is a part
    would_here: bool = False
    """Whether `would` was named in this sentence, without a figure."""
    would_fresh: bool = False
    """Whether it was named in the clause just before."""
    share_part: Interpretation = NOTHING
    """What the percentage just before was of, where its count follows (占41.32%、计50件)."""
    base: Interpretation | None = None
    """What parts told next are parts of (其中); without meanings where that was left."""
    parts: bool = False
    """Whether the sentence tells parts (其中): the same again is no total."""
    within: bool = False
    """Whether the base was named as such (自然人的19件中)."""
    within_new: bool = False
    """Whether that is what is new alone, without what was carried in (新收的20件中)."""
    inside: bool = False
    """Whether this is inside a bracket that follows a figure."""
    rest_told: bool = False
    """Whether the last figure is what the rest are (其余24件), so that parts of it are of all."""

    # of applications
    row_base: Interpretation | None = None
    """The last figure of some who applied: those beside it are of the same row."""
    crossing: str = ""
    """Who applied, where results may be of theirs only (企业申请8件，5件予以公开)."""
    apart: str = ""
    """Those of the last figure of some, if it was the first behind a semicolon and names them so
    (；企业申请1件).
    """
    parted: bool = False
    """Whether a semicolon stands behind a figure of some who applied."""
    some: Number = 0
    """How many some were of which the sentence may tell more (其中网上提交的12件), infinite where
    it names them without a figure, 0 for none.
    """
    some_together: Number = 0
    """How many those told one after another are."""
    some_told: bool = False
    """Whether the sentence has told such figures at all."""
    some_apart: bool = False
    """Whether it tells of each of them what came of it."""

    # of cases and documents
    routes: tuple[str, ...] = ()
    """The kinds of case that were named one after another."""
    routes_apart: tuple[str, ...] = ()
    """Those of them that were named before the last semicolon."""
    cases_here: tuple[str, ...] = ()
    """All that the sentence has named, whatever follows them."""
    of_cases: bool | None = None
    """Whether all figures since the last semicolon are of cases, None where there are none."""
    cases_before: tuple[str, ...] = ()
    """Those of the sentence before."""
    sentence_disclosed: bool = False
    """Whether the sentence itself says that it is on disclosure."""
    all_cases: bool = False
    """Whether it tells those on disclosure apart from all cases."""
    decides: bool = False
    """Whether it tells of cases that the organ decides (全年受理复议案件128件)."""
    on_decisions: bool = False
    """Whether it speaks of decisions of table 1, up to a semicolon: cases that it tells then are
    on these (处罚决定中，4件被申请复议).
    """
    making: str = ""
    """What was done with documents that were named last (made, repealed, in force)."""
    makes: bool = False
    """Whether it has told how many documents were made."""

    @property
    def sentence_begun(self) -> bool:
        """Whether the sentence has had a figure."""
        return self.last_in_sentence is not NOTHING


_NEW_SENTENCE = msgspec.structs.asdict(SentenceState())


class ParagraphState(SentenceState, kw_only=True):
    """Where a paragraph stands: of what it speaks, whose figures, of which year.

    A figure names little itself (其中企业5件): what it goes on from is here. Those who take figures
    change it as they read; what is only tried is tried on a copy. What stands here goes on from
    sentence to sentence, what stands in `SentenceState` does not.
    """

    vocabulary: Vocabulary
    owner: ReportOwner
    """By what it is read: the words of the pack, and whose report it is."""
    topic: str = ""
    """Of what the paragraph speaks: `requests`, `cases`, `documents`, `deciding`, `others` for what
    is of no table, "" till anything tells it.
    """
    disclosed: bool = False
    """Whether cases told next are on disclosure: something in the paragraph said so."""
    whose: Whose | None = None
    """Whose the figures are, None where no scope was named: then the organ's own."""
    in_part: bool = False
    """Whether the scope was named as that of a part (其中市教育局12件)."""
    year: int | None = 0
    """Of which year they are, counted from the report's; None for one that is not known."""
    last: Interpretation = NOTHING
    """The figure before, of whatever sentence."""
    last_verb: Interpretation = NOTHING
    """The last one of a row that a verb, a case, a document or a decision names."""
    known: Interpretation = NOTHING
    """The last figure that was not left."""
    would: Interpretation = NOTHING
    """What the last figure was of, whatever its year, or what was named since without one."""
    share_open: bool = False
    """Whether nothing tells of what the percentage just before was (60.7%属于……，计17件)."""
    came: bool = False
    """Whether the paragraph has told what was carried in, so that 结转 is what goes out."""
    unit: str | None = None
    """In what the applications that were told last were counted, None where none were."""
    route: tuple[str, ...] = ()
    """The kinds of case that outcomes are of."""
    named_route: tuple[str, ...] = ()
    """The kind of case that was named last with a figure that was left."""
    undisclosed: tuple[str, ...] = ()
    """The cases that were left for nothing said that they are on disclosure."""
    every_case: bool = False
    """Whether the paragraph has told of cases of every kind."""
    outcome_first: bool = False
    """Whether the outcome of the figure before stood before the case (败诉复议1件)."""
    rest_here: bool = False
    """Whether the last clause with figures tells of the rest of the cases (其余复议6件、诉讼3件均
    获维持).
    """
    document: tuple[str, ...] = ()
    """The kinds of document that changes are of."""

    def copy(self) -> ParagraphState:
        return msgspec.structs.replace(self)

    def see_applicants(self, taken: Interpretation) -> None:
        """自然人申请9件，其中公开4件；企业申请1件，公开1件: parts behind the second are its own."""
        base, self.row_base = self.base, taken
        of = base.meanings if base is not None and base.role == "column" else ()
        if of and of[0].column != taken.meanings[0].column:
            self.base = None

    def begin_sentence(self) -> ParagraphState:
        """How the paragraph stands at the next sentence."""
        return msgspec.structs.replace(self, **{**_NEW_SENTENCE, "cases_before": self.cases_here})


FIGURES = frozenset(("n", "p"))
"""Kinds of the signs for a count and for a percentage."""
VERBS = ("arriving", "finishing", "doing", "carrying")
"""Kinds of words that say what was done with applications."""
ROLES = frozenset((*VERBS, "result", "case", "document", "deciding", "column", "weak"))
"""Kinds of words that name a quantity."""
NO_WEIGHT = frozenset(
    (
        *("filler", "total", "year", "absolute", "scope", "organ", "part", "all", "also", "、"),
        *("rest", "within", "timely", "both", "people", "equals", "applicants", "suffered", "such"),
        *("grounds", "excepting", "still", "effective", "submitted", "division"),
    )
)
"""Kinds of words beside which a figure is of what it would be of without them."""
YEARS = frozenset(("year", "absolute"))


class Why:
    """Why a figure was taken or left, as `gblint extract` shows it."""

    UNKNOWN = Say("没有说明是什么的数", "nothing tells what it counts")
    NO_REQUESTS = Say("这一段没有说到政府信息公开申请", "nothing here speaks of applications")
    NOT_DISCLOSED = Say(
        "没有说明是政府信息公开的案件", "nothing says that the cases are on disclosure"
    )
    DECIDES = Say(
        "没有说明是审理的案件，还是对本机关的案件",
        "nothing says whether it decides the cases or they are against it",
    )
    OTHERS = Say("说的是别的事", "of something else")
    CHANGED = Say("是与往年比较的数", "a comparison with another year")
    OTHER_YEAR = Say("是其他年份的数", "of another year")
    OTHER_UNIT = Say("单位不是件数", "counted in another unit")
    SUBSET = Say("是其中某一类内容的数", "of some of them, by what they are about")
    NEGATED = Say("在否定的句子里", "in a sentence that denies it")
    OF_LEFT = Say("是前面未读懂的数的一部分", "a part of a figure that was left")
    REVIEWED = Say("是清理的结果，不是年末的件数", "what a review came to")
    NO_CHANGE = Say("没有说明是制发、废止还是有效", "made, repealed or in force is not said")
    DOCUMENTS = Say("表1的文件", "documents of table 1")
    CASES = Say("表3的案件", "cases of table 3")
    AMBIGUOUS = Say("分不清是哪一个数的一部分", "of which figure it is a part is not clear")


LEFT_ALONE = (Why.OTHER_YEAR, Why.REVIEWED)
"""Why documents were left behind which others are the table's: 确定继续有效33件，废止2件."""

LEFT_LIST = (Why.OTHERS, Why.UNKNOWN, Why.OF_LEFT)
"""Why figures were left that leave those after them in doubt."""

_DECIDED = "decided"
BOTH_CASES = ("review", "litigation")
SUITS = ("litigation_direct", "litigation_after_review")
"""Kinds of litigation, which is both together."""
ROUTES = (("review",), ("litigation",), ("litigation_direct",), ("litigation_after_review",))
"""The kinds of case that an outcome may be of."""


def list_routes_together(state: ParagraphState) -> tuple[tuple[str, ...], ...]:
    """The kinds of case that an outcome which names none may be of: all that were told one after
    another, or the last; and those of the outcome before. Empty where there is but one.
    """
    before, routes, suits = set(state.cases_before), set(state.routes), set(SUITS)
    if not state.sentence_begun and len(before) > 1:
        if before == set(BOTH_CASES):  # 复议3件、诉讼2件。维持4件
            return (BOTH_CASES, *((case,) for case in BOTH_CASES))
        # 诉讼19件，其中直接起诉7件，复议后起诉12件。维持13件
        both = (BOTH_CASES,) if before >= set(BOTH_CASES) else ()
        return tuple(dict.fromkeys((*both, ("litigation",), state.route)))
    if state.known.role == "column":
        told = tuple(dict.fromkeys(one.heads for one in state.known.meanings))
        return told if len(told) > 1 and state.route in told else ()
    if state.last.role != "case" or (state.base is not None and state.base.head in state.route):
        return ()  # 直接起诉7件，复议后起诉12件（维持8件
    if routes >= suits:
        return (SUITS, state.route)
    return (state.routes, state.route) if routes == set(BOTH_CASES) and not state.base else ()


LARGEST_BARE = 10_000
"""Figures without a unit are less: 12345 is a telephone."""


class Chunk(msgspec.Struct):
    """A part of a clause: a figure, the words before it, and those behind that are its, too."""

    before: list[Token]
    after: list[Token]
    amount: Amount
    listed: bool = False
    """Whether it is one of a list that shares its words: then it needs no unit."""
    behind: bool = False
    """Whether its words stand behind it (5件予以公开)."""
    words: list[Token] = []
    tail: Words = ()
    """All that stands between it and the next one, those after it first."""
    kinds: Set[str] = frozenset()
    """Of all its words, made of those before and after."""

    def __post_init__(self) -> None:
        self.words = [*self.before, *self.after]
        self.kinds = {word.kind for word in self.words}

    def has(self, *kinds: str) -> bool:
        """Whether a word, before or after, is of one of the kinds."""
        return not self.kinds.isdisjoint(kinds)


def list_quantity_words(words: Iterable[Token]) -> list[Token]:
    return [word for word in words if word.kind in ROLES]


def has(words: Iterable[Token], *kinds: str) -> bool:
    for word in words:  # noqa: SIM110 - many times a clause; a generator takes twice as long
        if word.kind in kinds:
            return True
    return False


def comes_first(words: Iterable[Token], kind: str, other: str) -> bool:
    """Whether a word of a kind stands before any of another."""
    return next((word.kind for word in words if word.kind in (kind, other)), "") == kind


def are_joined(words: Words, kind: str) -> bool:
    """Whether all words of a kind are members of one list."""
    at = [i for i, word in enumerate(words) if word.kind == kind]
    return all(
        any("joins" in word.signs for word in words[i + 1 : j])
        for i, j in pairwise(at)
        if words[i].key != words[j].key
    )


def pair_touching(words: Words) -> Iterator[tuple[Token, Token]]:
    """Words with nothing between them, two by two."""
    return ((one, other) for one, other in pairwise(words) if one.end == other.start)


def list_beside(words: Words, at: int) -> list[Token]:
    """The word before a place and the one behind it."""
    return [*words[max(0, at - 1) : at], *words[at + 1 : at + 2]]


def list_keys(words: Iterable[Token], *kinds: str) -> list[str]:
    """What words of some kinds are of, each once."""
    return list(dict.fromkeys(word.key for word in words if word.kind in kinds))


def find_word(words: Words, *kinds: str, missing: int = 0) -> int:
    """Where the first word of some kinds stands, `missing` where none does."""
    for at, word in enumerate(words):
        if word.kind in kinds:
            return at
    return missing


def lists_ways(words: Words, key: str, ways_of: Collection[str]) -> bool:
    """通过网络、信函等方式, 网络、信函两种渠道共: by any of the ways, and so no part of all."""
    ways = [i for i, word in enumerate(words) if word.kind == "left" and word.key == key]
    if len(ways) < 2:
        return False
    then = words[ways[-1] + 1 : ways[-1] + 4]
    return has(then[:1], "such") or any(word.text in ways_of for word in then)


def denies_each(words: Words, at: int) -> bool:
    """Whether a word denies something of each of several: 3件申请无一结转, 没有一件结转."""
    word = words[at]
    one = at + 1 < len(words) and words[at + 1].text == COUNT
    return word.kind == "none" and (word.key == NOT_ONE or one)


_NOUNS = ("request", "requests")


def names_catalogue(words: Words, vocabulary: Vocabulary, *, behind_document: bool = False) -> bool:
    """公开权责清单：行政许可8项: whether a list is named of what may be done, or of documents;
    with `behind_document` only right behind these (规范性文件目录).
    """
    lists = vocabulary.spec.signs.catalogues
    before = ""
    for word in words:
        named = word.kind in ("odd", "others") and contains_any(word.text, lists)
        if named and (not behind_document or before == "document"):
            return True
        before = word.kind
    return False


def counts_items(chunk: Chunk, state: ParagraphState) -> bool:
    """Whether a figure counts the items of such a list, or the lists themselves."""
    vocabulary = state.vocabulary
    if chunk.amount.unit not in vocabulary.spec.signs.catalogue_units:
        return False
    if not chunk.has("deciding", "document") and not any(
        map(vocabulary.find_decision, chunk.words)
    ):
        return False
    of_list = names_catalogue(chunk.words, vocabulary)
    return of_list or (state.signs.catalogued and not chunk.has("deciding"))


def goes_on_with_cases(chunk: Chunk, state: ParagraphState) -> bool:
    """行政诉讼1件，结转下年1件: whether what goes on are cases; those of applications are told in
    their unit, beside these or with their name.
    """
    if state.topic != "cases" or names_applications(chunk.words):
        return False
    if state.of_cases is not None:
        return state.of_cases
    of_case = state.vocabulary.find_table(state.last.head) == "review"
    return of_case and state.unit != chunk.amount.unit  # 维持2起；年末未结1起


def is_open_list(words: Words, reasons: Collection[str]) -> bool:
    """不予公开、无法提供等处理5件: whether results are but examples of those that a figure is of;
    `reasons` are those which 等 makes reasons of a group (内部事务等).
    """
    return any(
        one.kind == "result" and one.key not in reasons and other.kind == "such"
        for one, other in pair_touching(words)
    )


def is_done_later(before: Words) -> bool:
    """上年收到、本年办结的1件: of those that came in before."""
    came = find_word(before, "arriving")
    done = came + find_word(before[came:], "finishing")
    return came > 0 and before[came - 1].kind in YEARS and has(before[came:done], *YEARS)


def list_not_given(
    words: Words, keys: Sequence[str], groups: Mapping[str, str]
) -> Iterator[Meaning]:
    """未公开4件: those denied, and with them what was not given for any other reason."""
    every = [*dict.fromkeys(groups.values())]
    if keys == every[:1] and any("not_given" in word.signs for word in words):
        yield from (Meaning(tuple(every[:end]), strict=True) for end in range(2, len(every) + 1))


def is_quoted(before: Words) -> bool:
    """答复“没有现成信息、需要另行制作”1件: of a reason that is quoted."""
    verbs = [i for i, word in enumerate(before) if word.kind in VERBS]
    quotes = [i for i, word in enumerate(before) if word.text == "“"]
    return bool(verbs and quotes) and verbs[-1] < quotes[-1]


def names_applications(words: Iterable[Token]) -> bool:
    for word in words:  # noqa: SIM110 - as `has`
        if word.kind in _NOUNS or "asks" in word.signs:
            return True
    return False


def is_for_another(words: Words) -> bool:
    """受理临时救助申请93件: an application for something else."""
    return any(
        one.kind in ("odd", "others") and other.kind == "request"
        for one, other in pairwise(words[1:])
    )


_DASHES = ("-", "—", "——")
_TO = frozenset(("to", "joins"))


def is_range(words: Words) -> bool:
    """2021年至2023年, 2022年、2023年: of several years."""
    at = [i for i, word in enumerate(words) if word.kind == "absolute"]
    between = (words[i + 1] for i, j in pairwise(at) if j == i + 2)
    return any(word.text in _DASHES or not word.signs.isdisjoint(_TO) for word in between)


def list_years(words: Iterable[Token], state: ParagraphState) -> list[int | None]:
    """The years named, counted from the report's; None for one that is not known."""
    found: list[int | None] = []
    for word in words:
        if word.kind == "year":
            found.append(int(word.key))
        elif word.kind == "absolute":
            found.append(None if state.owner.year is None else int(word.key) - state.owner.year)
    return found


def add_up_list(sentence: Figures, groups: Mapping[str, str]) -> tuple[Meaning, ...]:
    """许可40件、处罚5件、强制3件，合计48件: of the figures of a kind told one after another, where
    all of the list are known and none is the whole of another; or of the last of them.
    """
    heads: list[str] = []
    for figure in reversed(sentence):
        if not figure.meanings and figure.role == LEFT:
            return ()
        if (
            figure.role != sentence[-1].role
            or figure.meanings[0].column
            or len(figure.meanings[0].heads) > 1
        ):
            break
        heads = [figure.head, *heads]
    whole = {groups.get(head) for head in heads} & set(heads)
    if whole or len(set(heads)) < len(heads):
        return ()
    return tuple(Meaning(tuple(heads[i:])) for i in range(len(heads) - 1))


def add_up_applicants(sentence: Figures) -> Meaning | None:
    """企业3件、科研机构2件，合计5件: of those who applied, told one after another."""
    columns: list[str] = []
    for figure in reversed(sentence):
        of = next(iter(figure.meanings or figure.maybe), None)
        if of is None or not of.column or of.heads != ("received",) or not is_own(figure.whose):
            break
        columns = [of.column, *columns]
    if len(columns) < 2 or len(set(columns)) < len(columns):
        return None
    return Meaning(("received",), "+".join(columns))


def leave_figure(why: Say, amount: Amount | None = None) -> Interpretation:
    return Interpretation((), why, amount=amount)


def explain_spoken_of(word: Token) -> Say:
    """Why a total without words is of what was named before it."""
    return Say(f"前面说的是“{word.text}”", f'"{word.text}" was spoken of')


def tells_apart(words: Words) -> bool:
    """Whether a sentence on cases goes on with those of them on disclosure (其中信息公开类8件)."""
    then = words[find_word(words, "case", missing=len(words)) :]
    of_part = then[find_word(then, "part", "about", missing=len(then)) :]
    return has(of_part, "disclosure", "requests")
