"""The words of a pack, made ready once: one pass over a sentence cuts it into words (`Token`), each
with what it is and with what it does among others (`Signs`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from gblint.pack.equation_grammar import find_table_by_key, list_rows, parse_terms
from gblint.pack.model import Pack, TableSpec, per_pack
from gblint.pack.prose_model import FractionWords, ProseSpecs, Quantity, ScopeSpec
from gblint.report.prose.amounts import (
    COUNT,
    NO_DAYS,
    PERCENT,
    blank_out,
    contains_any,
    list_shortest,
    make_bare,
    make_first_look,
)
from gblint.text.numerals import DIGITS, HOW_MANY, drop_row_number, read_span
from gblint.text.patterns import later

_QUOTED = later(r"《[^》]*》|(?<=“)[^”]{14,}(?=”)")
_DASH = later(r"(?<=\D)—{2}")
"""What goes on as a colon does; between two years it is their range."""
_QUOTES = "“”\"'‘’"
_SHORTEST_LABEL = 2
"""Characters of labels that say nothing outside of their table (those of totals and the rest)."""
_LONGEST_NAME = 18
_MOST_ASIDE = 14
"""Characters in brackets that are set aside."""
_MOST_IDLE = 6
"""Words of a run that says nothing."""
_OF_NAMES = frozenset(("odd", "others", "name", "organ", "within"))
"""What a name may be made of that is not known as one."""

NOT_ONE = "one"
"""The key of words that deny something of each of several (无一)."""

STOPS = ",;:。()！？!?"
"""What ends a clause; `、` only parts the members of a list."""

_SIGNS = {
    **dict.fromkeys(_QUOTES, "filler"),
    **{sign: sign for sign in (*STOPS, "、")},
    COUNT: "n",
    PERCENT: "p",
}
"""The kinds of signs that are words by themselves."""

_OF_RUNS = frozenset("0123456789_")

_SIGNS_OF_CHANGE = ("+", "-", "↑", "↓")

NO_SIGNS: frozenset[str] = frozenset()

OF_PAUSE = frozenset(("joining", "joins", "parts", "adds"))
"""The signs of `、`, which parts a list as a word of `joining` does."""

_OF_COMMA = frozenset(("joins",))

_TOGETHER = {
    "joins": ("joining", "either"),
    "parts": ("joining", "either", "also"),
    "adds": ("joining", "plus"),
    "reasons": ("because", "under"),
}
"""Signs of the words of several lists of `prose.links`."""

_MOST = 4096
"""Texts of which the signs are kept; of those that no pack knows there is no end."""


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word of a sentence: what it is, of what, and where.

    `kind` is a role of quantities, a field of `ProseWords`, `year`, `left`, `scope`, `organ`,
    `weak`, `beside` for what sets beside another, `n` and `p` for a figure and a percentage, a
    stop, or `odd` for what is not known.
    `key` is the quantity, the scope, or the text. `signs` are what it is besides, where it stands
    among others; see `Signs`.
    """

    kind: str
    key: str
    start: int
    end: int
    text: str
    signs: frozenset[str] = NO_SIGNS


Words = Sequence[Token]
"""Those of a clause, or of a part of one."""


def make_pause(at: int) -> Token:
    """A `、` that is read at a place."""
    return Token("、", "、", at, at, "、", OF_PAUSE)


class Changes:
    """Words of comparisons with last year, made ready; see `pack.prose_model.ChangeWords`."""

    def __init__(self, spec: ProseSpecs) -> None:
        changes, orders = spec.changes, spec.orders
        last = tuple(word for year in spec.years if year.offset == -1 for word in year.words)
        self.rising, self.falling = changes.rising, changes.falling
        self.turns = (*self.rising, *self.falling)
        self.against_turn = changes.denying
        self.level = changes.level
        self.alone = frozenset((*self.turns, *_SIGNS_OF_CHANGE))
        self.last_years = (*last, *orders.opening)
        self.beside = frozenset((*orders.more, *orders.less))
        self.opening = frozenset(orders.opening) - frozenset(last)
        self.net = frozenset((*orders.net_more, *orders.net_less))


class Vocabulary:
    """Looks words up; made once for each pack."""

    def __init__(self, pack: Pack) -> None:
        spec = pack.prose
        self.spec = spec
        self.signs = Signs(spec)
        self.amounts = make_first_look(pack).amounts
        self.blank_days = make_first_look(pack).blank_days
        self.quantities = {q.key: q for q in spec.quantities if find_table_by_key(pack, q.table)}
        self.scopes: dict[str, ScopeSpec] = {scope.key: scope for scope in spec.scopes}
        self.groups = _find_groups(pack, self.quantities.values())
        # a figure without a unit is of applications as well (收件18，办结20)
        self.counted = frozenset(spec.units) | {""}
        self.claims = spec.claims
        self.together = frozenset(spec.together)
        self._wholes = sorted((*spec.words.all, *spec.words.each), key=len, reverse=True)
        self._wholly: dict[str, str] = {}
        self._idle: dict[str, list[str]] = {}
        self.changes = Changes(spec)
        self.of_applications = frozenset(str(i) for i, left in enumerate(spec.left) if left.table)
        self.holding = frozenset(str(i) for i, left in enumerate(spec.left) if left.holds)
        self.disclosure = tuple(map(make_bare, spec.words.disclosure)) or ("\0",)
        self.granting = next(
            (q.weak[0] for q in spec.quantities if q.role == "result" and q.weak), ""
        )
        self.why = {str(i): left.why for i, left in enumerate(spec.left)}
        self.of_ways = frozenset(left.why for left in spec.left if left.table)
        self.applying = frozenset(spec.claims.putting) & frozenset(spec.words.filler)
        self.steps = frozenset(left.why for left in spec.left if not (left.table or left.holds))
        self._part_of_year = next((str(i) for i, left in enumerate(spec.left) if left.holds), "")
        self.part_of_year = self.why.get(self._part_of_year)
        every = self.quantities.values()
        self.in_cases = {w: q.key for q in every if q.role != "case" for w in q.in_cases}
        self.routes = {w: q.key for q in every if q.role == "case" for w in q.in_cases}
        self.in_documents = {w: q.key for q in every for w in q.in_documents}
        self.in_requests = {w: q for q in every for w in q.in_requests}
        self._steps = {word: str(i) for i, left in enumerate(spec.left) for word in left.words}
        self.rates = {word: rate for rate in spec.rates for word in rate.words}
        self.weak: dict[str, list[str]] = {}
        self._words: dict[str, tuple[str, str]] = {}
        self._fill(pack)
        # most places of a text begin no word: two characters tell that before any word is cut out
        self._begins: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._words:
            self._begins[word[:2]].append(word)
        self._sizes: dict[str, dict[str, tuple[int, ...]]] = {}
        self._single = {two: self._words[two] for two in self._begins if len(two) == 1}
        self._single |= {sign: (kind, sign) for sign, kind in _SIGNS.items()}
        self.not_subjects = spec.not_subjects or ("\0",)
        self._organs = spec.organs
        self._organ_ends = frozenset(word[-1] for word in (*spec.organs, *spec.names.office))
        self._topics = spec.topics
        self._telling = (*map(make_bare, spec.links.telling), COUNT, PERCENT)

    def make_token(self, kind: str, key: str, start: int, end: int, text: str) -> Token:
        """A word that is read from others, with its signs."""
        return Token(kind, key, start, end, text, self.signs[text])

    def list_columns(self, words: Iterable[Token], table: str) -> list[str]:
        """The quantities of a table that words of columns name."""
        quantities = self.quantities
        return [w.key for w in words if w.kind == "column" and quantities[w.key].table == table]

    def find_decision(self, word: Token) -> str:
        """The kind of decision that a word of several meanings may name (许可), "" for none."""
        among = self.weak.get(word.key, ())
        return next((key for key in among if self.quantities[key].role == "deciding"), "")

    def list_weak_keys(self, words: Iterable[Token], role: str) -> list[str]:
        """The quantities of a role that words of several meanings (公开) may name."""
        named = (key for word in words if word.kind == "weak" for key in self.weak[word.key])
        return [key for key in named if self.quantities[key].role == role]

    def names_only_granting(self, words: Iterable[Token]) -> bool:
        """Whether no word of several meanings is among them but 公开."""
        return all(word.key == self.granting for word in words if word.kind == "weak")

    def find_step(self, text: str) -> str:
        """The key of the step on the way that is a part of an outcome of cases, "" for none."""
        return next((self._steps[w] for w in self.in_cases if w in text and w in self._steps), "")

    def find_word_for_all(self, text: str) -> str:
        """The word for all that a term begins with (均维持), "" for none."""
        if text not in self._wholly:
            self._wholly[text] = next((w for w in self._wholes if text.startswith(w)), "")
        return self._wholly[text]

    def find_table(self, key: str) -> str:
        """The table of a quantity, "" for one that is of several or of a column."""
        quantity = self.quantities.get(key)
        return "" if quantity is None else quantity.table

    def names_disclosure(self, text: str) -> bool:
        """Whether a sentence says of itself that it is on disclosure."""
        words = self.spec.words
        return any(make_bare(word) in text for word in (*words.requests, *words.disclosure))

    def is_topical(self, text: str) -> bool:
        """Whether a sentence without figures may matter to those after it, or be a claim."""
        return contains_any(text, self._topics)

    def plans(self, text: str) -> bool:
        """Whether a sentence tells what is to come (力争零复议)."""
        return contains_any(text, self.claims.plans)

    def is_part_of_year(self, word: Token) -> bool:
        """Whether a word that was left says that a figure is of less than the year."""
        return word.kind == "left" and word.key == self._part_of_year

    def is_idle(self, text: str) -> bool:
        """Whether a run of characters says nothing that narrows a claim (任何单位)."""
        # seldom asked, so sorted by first characters at the first question
        if not self._idle:
            for word in map(make_bare, self.claims.idle):
                self._idle.setdefault(word[0], []).append(word)
        # all ways of cutting the run into idle words at once, as a set of the places that they
        # reach
        ends = {0}
        for _ in range(_MOST_IDLE):
            ends = {
                at + len(word)
                for at in ends
                for word in self._idle.get(text[at : at + 1], ())
                if text.startswith(word, at)
            }
            if len(text) in ends:
                return True
        return False

    def _fill(self, pack: Pack) -> None:
        # what a list gives a word first counts; lists at once are quicker than each word for itself
        for words, kind, key in reversed([*self._list_words(pack)]):
            forms = words if "".join(words).isalpha() else _list_forms(words)
            if key:
                self._words.update(dict.fromkeys(forms, (kind, key)))
            else:
                self._words.update({form: (kind, form) for form in forms})

    def _list_words(self, pack: Pack) -> Iterator[tuple[Collection[str], str, str]]:
        """Words of the pack with the kind and the key of all of them; where the key is "" each has
        itself.
        """
        spec = pack.prose
        for quantity in self.quantities.values():
            more = spec.terms.get(quantity.key, ())
            yield (*more, *quantity.terms), quantity.role, quantity.key
        for quantity in self.quantities.values():
            if quantity.labels:
                yield tuple(_list_labels(pack, quantity)), quantity.role, quantity.key
            for word in quantity.weak:
                self.weak.setdefault(word, []).append(quantity.key)
                yield (word,), "weak", word
        for rate in spec.rates:
            yield rate.words, "rate", rate.words[0]
        for scope in spec.scopes:
            yield scope.words, "scope", scope.key
        for year in spec.years:
            yield year.words, "year", str(year.offset)
        for i, left in enumerate(spec.left):
            yield left.words, "left", str(i)
        yield [word for word in spec.organs if len(word) > 1], "name", ""
        yield spec.claims.not_one, "none", NOT_ONE
        yield (*spec.orders.more, *spec.orders.less), "beside", ""
        for field in spec.words.__struct_fields__:
            yield getattr(spec.words, field), field, ""

    def list_single_columns(self, table: str, besides: Iterable[str]) -> list[str]:
        """The quantities that are one column of a table each, and none of some columns."""
        one_each = [q for q in self.quantities.values() if q.table == table and len(q.columns) == 1]
        return [q.key for q in one_each if q.labels and q.columns[0] not in besides]

    def count_decisions(self, tokens: Iterable[Token]) -> int:
        """How many kinds of decision (许可, 处罚, 强制) are named as such, or with a figure."""
        named: set[str] = set()
        key, last = "", NO_SIGNS
        run: list[str] = []
        for token in tokens:
            if token.kind == "deciding":
                key, run = token.key, []
                named.add(key)
            elif token.kind == "weak":
                key = self.find_decision(token)
                # a list of kinds waits for the list of their figures
                run = [*run, key] if "joining" in last else [key]  # 许可、处罚、强制115、29、2件
            elif token.kind == "n" and key:
                named.update(filter(None, run or (key,)))
                key, run = "", []
            elif key and ("published" in token.signs or token.text in STOPS):
                key, run = "", []  # what is published of it, and no decision
            last = token.signs
        return len(named)

    def read_tokens(self, text: str) -> list[Token]:
        """The words of a sentence in order; what is not known is one token as far as it goes."""
        text = self._blank_asides(text)
        found: list[Token] = []
        at = begun = 0
        end = len(text)
        begins, known, single = self._begins, self._words, self._single
        signs = self.signs
        while at < end:
            token: Token | None = None
            two = text[at : at + 2]
            if two in begins:
                sizes = self._sizes.get(two) or self._list_sizes(two)
                third = text[at + 2 : at + 3]
                # the longest word first: 部分公开 is another result than 公开
                for size in sizes[third if third in sizes else ""]:
                    word = text[at : at + size]
                    if word in known:
                        kind, key = known[word]
                        token = Token(kind, key, at, at + len(word), word, signs[word])
                        break
            if token is None:
                char = text[at]
                if char in single:
                    kind, key = single[char]
                    token = Token(kind, key, at, at + 1, char, signs[char])
                elif char not in _OF_RUNS or (token := self._read_run(text, at)) is None:
                    at += 1
                    continue
            # a name may go on from words that were read already: 市, 教育, 局 make one organ
            if begun < at or token.kind == "name":
                self._add_unknown(found, text, begun, token)
            else:
                found.append(token)
            at = begun = token.end
        if begun < end:
            self._add_name(found, self.make_token("odd", text[begun:], begun, end, text[begun:]))
        return found

    def _blank_asides(self, text: str) -> str:
        """The text, as long as it was, without quoted titles and brackets that say nothing here."""
        if "《" in text or "“" in text:
            text = _QUOTED.sub(blank_out, text)
        if "(" in text:
            text = self._blank_brackets(text)
        return _DASH.sub("::", text) if "——" in text else text

    def _blank_brackets(self, text: str) -> str:
        """The text with short brackets blank that have no figure, and tell nothing of one."""
        blank, end = text, text.find(")")
        while end >= 0:
            begin = text.rfind("(", 0, end)
            within = text[begin + 1 : end]
            innermost = begin >= 0 and len(within) <= _MOST_ASIDE and ")" not in within
            if innermost and not contains_any(within, self._telling):
                blank = blank[:begin] + NO_DAYS * (end + 1 - begin) + blank[end + 1 :]
            end = text.find(")", end + 1)
        return blank

    def _list_sizes(self, two: str) -> dict[str, tuple[int, ...]]:
        """How long words that begin with two characters are by the third, the longest first; ""
        for any other. Worked out when they are first met, as a report has few of them.
        """
        lengths: dict[str, set[int]] = {"": set()}
        for word in self._begins[two]:
            lengths.setdefault(word[2:3], set()).add(len(word))
        short = lengths[""]
        made = {
            third: tuple(sorted(sizes | short, reverse=True)) for third, sizes in lengths.items()
        }
        self._sizes[two] = made
        return made

    def _add_unknown(self, found: list[Token], text: str, begun: int, token: Token) -> None:
        """Add a word with the text before it, from where that begins, that is not known."""
        at = token.start
        if begun < at:
            odd = text[begun:at]
            add = self._add_name if odd[-1] in self._organ_ends else list.append
            add(found, self.make_token("odd", odd, begun, at, odd))
        if token.kind == "name":
            self._add_name(found, token)
        else:
            found.append(token)

    def _add_name(self, found: list[Token], token: Token) -> None:
        """Add a word that may end the name of an organ: if so, as one token with those before."""
        name = token.text
        if name[-1] in self._organ_ends:
            for office in self.spec.names.office:
                name = name.removesuffix(office)
        if name[-1:] not in self._organ_ends or not name.endswith(self._organs):
            found.append(token)
            return
        start, whole = token.start, name
        # backwards from its last character, as only that says that it is a name: 示例+市+教育+局
        while found and found[-1].kind in _OF_NAMES and found[-1].end == start:
            if len(found[-1].text) + len(whole) > _LONGEST_NAME:
                break
            before = found.pop()
            start, whole = before.start, before.text + whole
        # a bracket inside a name was blanked out, as one that says nothing
        places = self.spec.names.bracketed
        if [w.text[:1] for w in found[-1:]] == [NO_DAYS] and found[-2:][0].text in places:
            start, whole = found[-2].start, found[-2].text + whole  # 县（市、区）民政局
            del found[-2:]
        after_figure = bool(found) and found[-1].kind == "n" and found[-1].end == start
        # 局 alone is no name, unless it is counted
        kind = "organ" if len(whole) > 1 or after_figure else "odd"
        found.append(self.make_token(kind, whole, start, token.end, whole))

    def _read_run(self, text: str, at: int) -> Token | None:
        """What was left out; a year, the whole of one, or a part of it."""
        if text[at] == NO_DAYS:
            end = at + 1
            while text.startswith(NO_DAYS, end):
                end += 1
            return Token("filler", NO_DAYS, at, end, text[at:end])
        span = read_span(text, at)
        if span is None:
            return None
        kind, end = span
        if kind == "whole":
            return Token("filler", "", at, end, text[at:end])
        if kind == "months":
            part = self._part_of_year
            return Token("left", part, at, end, text[at:end]) if part else None
        return Token("absolute", text[at : at + 4], at, end, text[at:end])


def match_share(spec: FractionWords) -> str:
    """A pattern for a share in words (一半, 八成, 三分之一)."""
    tenths = match_any((*spec.tenths_and_half, *spec.tenths))
    fraction = f"[{DIGITS}]{match_any(spec.over)}[{DIGITS}]"
    return f"(?:{match_any(spec.halves)}|[{DIGITS}]{tenths}|{fraction})"


def match_any(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    forms = sorted(map(make_bare, words), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, forms)) or '(?!)'})"


def match_behind_none(words: Iterable[str]) -> str:
    """A pattern for a place behind none of the words."""
    return "".join(f"(?<!{re.escape(make_bare(word))})" for word in words)


def match_behind_any(words: Iterable[str]) -> str:
    """A pattern for a place behind one of the words."""
    return f"(?:{'|'.join(f'(?<={re.escape(make_bare(word))})' for word in words) or '(?!)'})"


def _list_forms(words: Iterable[str]) -> list[str]:
    """The words as they stand in text, with quotes and without."""
    forms = [word if word.isalpha() else make_bare(word) for word in words]
    return forms + [form.replace("“", "").replace("”", "") for form in forms if "“" in form]


def _list_labels(pack: Pack, quantity: Quantity) -> Iterator[str]:
    """The labels of the tables that name a quantity, without ordinals and asides."""
    table = find_table_by_key(pack, quantity.table)
    if table is None:
        return
    for label in _list_axis_labels(table, quantity):
        plain = drop_row_number(make_bare(label))
        begin, end = plain.find("("), plain.rfind(")")
        for form in (plain, plain[:begin] + plain[end + 1 :]) if 0 <= begin < end else (plain,):
            # 其他, 总计 are labels of several rows, and words of any sentence
            if len(form) > _SHORTEST_LABEL:
                yield form


def _list_axis_labels(table: TableSpec, quantity: Quantity) -> Iterator[str]:
    keys = set(quantity.columns) if len(quantity.columns) == 1 else set()
    of = parse_terms(quantity.equals[0]) if quantity.equals else ()
    if len(of) == 1:
        keys.add(of[0][0])
    for block in table.blocks:
        for axis in block.columns if quantity.columns else block.rows:
            if axis.key in keys:
                yield from (axis.label, *axis.aliases)
    for group in table.column_groups if quantity.columns else table.row_groups:
        if group.key in (keys | {quantity.key}):
            yield from (group.label, *group.aliases)


def _find_groups(pack: Pack, quantities: Iterable[Quantity]) -> dict[str, str]:
    """For a quantity of one row of a group, the quantity that is the group."""
    whole: dict[tuple[str, ...], str] = {}
    single: dict[str, str] = {}
    # rows of a group have quantities of their own where prose tells them apart
    for quantity in quantities:
        table = find_table_by_key(pack, quantity.table)
        if table is None or quantity.role != "result" or not quantity.equals:
            continue
        key = parse_terms(quantity.equals[0])[0][0]
        held = list_rows(table, key)
        if held == (key,):
            row = next(r for b in table.blocks for r in b.rows if r.key == key)
            single[quantity.key] = row.group or ""
        else:
            whole[(key,)] = quantity.key
    return {row: whole[(group,)] for row, group in single.items() if (group,) in whole}


class Signs(dict[str, frozenset[str]]):
    """The signs of words by their texts; made once for each pack.

    They are the lists of `prose.links` and `prose.signs` that have a word, those of several of
    them under one name, and what its characters say: it `asks` for applications (申请量), is a
    `portion` of what stands before it (七成以上), `counts_in` what was carried over (加上年结转),
    `comes` here (转来) or is `directed` somewhere (转至), tells what was `asked_for` (要求公开), or
    `ends_first` what was done before (后为).
    """

    def __init__(self, spec: ProseSpecs) -> None:
        super().__init__()
        self._links, self._signs = spec.links, spec.signs
        self._exact = _list_by_text(spec)
        self._portions = list_shortest(
            map(make_bare, (*spec.fractions.halves, *spec.fractions.over, *spec.orders.over_half))
        )
        self._tenths = spec.fractions.tenths
        tenths = "|".join(map(re.escape, self._tenths))
        self._in_tenths = later(f"[{DIGITS}{HOW_MANY}](?:{tenths})")
        self._counting_in = (*spec.links.plus, *spec.links.joining)

    def __missing__(self, text: str) -> frozenset[str]:
        links, signs = self._links, self._signs
        found = set(self._exact.get(text, ()))
        if contains_any(text, signs.asking):
            found.add("asks")
        # 成 is in many words (成立); in front of it must stand how many
        tenths = contains_any(text, self._tenths) and self._in_tenths.search(text)
        if tenths or contains_any(text, self._portions):
            found.add("portion")
        if text.startswith(self._counting_in):
            found.add("counts_in")
        if text.endswith(links.coming):
            found.add("comes")
        if text.endswith(links.directions):
            found.add("directed")
        if text.startswith(signs.topics_of) or text.endswith(signs.topics_of):
            found.add("asked_for")
        if text.startswith(links.after):
            found.add("ends_first")
        # names and runs that are not known come here, too; a long run of reports must not fill the
        # memory
        if len(self) >= _MOST:
            self.clear()
        of = self[text] = frozenset(found) if found else NO_SIGNS
        return of


def _list_by_text(spec: ProseSpecs) -> dict[str, set[str]]:
    """The lists that have a word, by its text."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    found["、"].update(OF_PAUSE)
    found[","].update(_OF_COMMA)
    for lists in (spec.links, spec.signs):
        for name in lists.__struct_fields__:
            for word in getattr(lists, name):
                found[make_bare(word)].add(name)
    for word in spec.names.begins:
        found[make_bare(word)].add("begins")
    for name, several in _TOGETHER.items():
        for links in several:
            for word in getattr(spec.links, links):
                found[make_bare(word)].add(name)
    return found


make_vocabulary = per_pack(Vocabulary)
