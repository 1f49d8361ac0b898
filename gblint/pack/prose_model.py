"""How a pack says what prose states about the tables: a vocabulary, and the quantities it names."""

# Annotations are no strings here: msgspec would evaluate each anew, at every start.

from typing import TYPE_CHECKING, Annotated, Literal, NewType

import msgspec
from msgspec import Meta

from gblint.findings import Say
from gblint.pack import Key, Part

if TYPE_CHECKING:
    Word = str
else:  # by name: see `gblint.pack`
    Word = NewType(
        "Word",
        Annotated[str, Meta(min_length=1, max_length=60, description="A word as prose writes it.")],
    )

Role = Literal[
    "arriving", "finishing", "doing", "carrying", "result", "case", "document", "deciding", "column"
]
"""What a quantity is in a sentence. `arriving`, `finishing`, `doing` and `carrying` are verbs, of
applications once these are spoken of; `result`, `case`, `document` and `deciding` name rows;
`column` names columns: a part of the row named with or before it (自然人, 维持, 制发)."""


class Qualifier(Part, frozen=True):
    """Words before or after a figure that make it inexact (`近`, `余`), and what they mean.

    Before one of `unless` they are part of another word (`多出`).
    """

    words: tuple[Word, ...]
    side: Literal["before", "after"]
    means: Literal["more", "nearly", "about", "at_least", "at_most"]
    unless: tuple[Word, ...] = ()


class FractionWords(Part, frozen=True):
    """Percentages in words, where they stand as such: behind a word of `share` (公开的占八成), or
    at the beginning of a clause before what they are of (半数予以公开).

    After a numeral, a word of `tenths` is so many times ten percent, one of `tenths_and_half`
    five percent more (四成半), unless one of `unless` follows (一成立); `over` parts the numerals
    of a fraction (四分之三); `halves` are half of it by themselves.
    """

    tenths: tuple[Word, ...] = ()
    tenths_and_half: tuple[Word, ...] = ()
    unless: tuple[Word, ...] = ()
    over: tuple[Word, ...] = ()
    halves: tuple[Word, ...] = ()


class YearWord(Part, frozen=True):
    """Words for a year (`上年`), counted from the report's: -1 is the year before."""

    words: tuple[Word, ...]
    offset: int


class ScopeSpec(Part, frozen=True):
    """Whose figures a sentence gives, by words before them: of all, of the office, of a part.

    The tables are of that scope in the reports of `levels` (`other`: an organ whose level is
    not known), and everywhere where `levels` is not given; figures of another scope are not
    compared. `place` says that the word ends in the kind of place that it is of (全市), which
    must be that of the organ, if the organ is a government.
    """

    key: Key
    words: tuple[Word, ...]
    levels: tuple[Key, ...] | None = None
    place: bool = False


class LeftWord(Part, frozen=True):
    """Words that make the figures of their clause figures of something else, and why.

    With `holds` they do so up to the end of the sentence, or until a year is named; with `table`
    only for figures of that table.
    """

    words: tuple[Word, ...]
    why: Say
    holds: bool = False
    table: Key = ""


class Quantity(Part, frozen=True):
    """A number that prose may state: its name, what of a table it may equal, and its terms.

    Each of `equals` is `row.column`, or several joined by `+`; the key of a group of rows
    stands for all of them. A quantity of the role `column` has `columns` instead: it is a part
    of what a row has. To `terms` come the labels and aliases of the table, if `labels` is set.
    `weak` terms count only in a row of others of their role (其中公开5件、其他3件), and so do
    those of `short`, which are all that a figure has beside words of `short_before` and
    `short_after` (另有信访的1件), whatever they are else. Those of `in_cases` are outcomes where
    reviews or litigation are told of, and elsewhere what `left` says of them (终止), or kinds of
    litigation where that is told of (未经复议7件); those of
    `in_requests` are outcomes of cases, but this where applications are told of (已结); those of
    `in_documents` are this where documents are told of, right before a figure (立7件). `either`
    are keys of what else the terms may say (驳回: upheld, or another). With `among` the cells have
    others besides and need not have these at all (撤回2件), so that they only bound them; what is
    told beside them may be the rest (撤回2件，答复18件). What has `bounds` is no sum of cells, but
    at `least` (办理处罚案件91件) or at `most` what they have, or `between` the sums of `equals`.
    """

    key: Key
    name: Say
    table: Key
    role: Role
    equals: tuple[str, ...] = ()
    columns: tuple[Key, ...] = ()
    terms: tuple[Word, ...] = ()
    weak: tuple[Word, ...] = ()
    in_cases: tuple[Word, ...] = ()
    in_requests: tuple[Word, ...] = ()
    in_documents: tuple[Word, ...] = ()
    either: tuple[Key, ...] = ()
    short: tuple[Word, ...] = ()
    among: bool = False
    bounds: Literal["", "least", "most", "between"] = ""
    labels: bool = True


class Rate(Part, frozen=True):
    """A percentage that has a name (`办结率`): of what, by what; any of these pairs will do."""

    words: tuple[Word, ...]
    part: tuple[Key, ...]
    whole: tuple[Key, ...]


class Breakdown(Part, frozen=True):
    """Quantities that are parts of another, none of which is in another part.

    Parts stated after one of `whole` in its paragraph may not exceed it; where every one of
    `parts` is stated and `complete` is set, they must add up to it, and quantities of `plus`
    that are stated there may be counted in or not. What is in `within` may be counted in
    another part as well.
    """

    whole: tuple[Key, ...]
    parts: tuple[Key, ...]
    plus: tuple[Key, ...] = ()
    within: tuple[Key, ...] = ()
    complete: bool = False


class ChangeWords(Part, frozen=True):
    """Words of comparisons with last year: what is in a word of `change` that says that it grew
    (`rising`) or fell, and words by which it is the same (`level`).

    After one of `denying` (负增长) a word says neither. Those of one character stand for such a
    word by themselves, right before a figure (多27件). In words alone it is `turning` (走低), so
    many `times` (倍), `doubled` (翻一番) or, of shares, so many `points` (百分点) off; `beside`
    stands with the year that is compared with, `same` for it (同比), and `idle` words say nothing
    more (有所).
    """

    rising: tuple[Word, ...] = ()
    falling: tuple[Word, ...] = ()
    denying: tuple[Word, ...] = ()
    level: tuple[Word, ...] = ()
    turning: tuple[Word, ...] = ()
    times: tuple[Word, ...] = ()
    doubled: tuple[Word, ...] = ()
    points: tuple[Word, ...] = ()
    beside: tuple[Word, ...] = ()
    same: tuple[Word, ...] = ()
    idle: tuple[Word, ...] = ()


class OrderWords(Part, frozen=True):
    """Words by which one thing is `more` than another, `less`, `level` with it or `near` it, the
    `most` of all or the `least`; or `over_half` of all, `half_up` (半数以上), `about_half` and
    `under_half`; one of `halves` stands before half for each of two (各占一半).

    Of these `idle` words, by themselves or one after another, say nothing more (数量首次超过).
    After one of `denying` nothing is compared (未超过); one of `bounds` stands before a base
    that a fraction is of (超过办结总数的七成), `opening` is when the year began, one of `than`
    before what something is more than by a figure (处罚比许可多3件), which one of `by_more` or
    of `by_less` follows. `net_more` and `net_less` are what was made less what was repealed.
    """

    more: tuple[Word, ...] = ()
    less: tuple[Word, ...] = ()
    level: tuple[Word, ...] = ()
    near: tuple[Word, ...] = ()
    most: tuple[Word, ...] = ()
    least: tuple[Word, ...] = ()
    over_half: tuple[Word, ...] = ()
    half_up: tuple[Word, ...] = ()
    about_half: tuple[Word, ...] = ()
    under_half: tuple[Word, ...] = ()
    halves: tuple[Word, ...] = ()
    idle: tuple[Word, ...] = ()
    denying: tuple[Word, ...] = ()
    opening: tuple[Word, ...] = ()
    bounds: tuple[Word, ...] = ()
    than: tuple[Word, ...] = ()
    by_more: tuple[Word, ...] = ()
    by_less: tuple[Word, ...] = ()
    net_more: tuple[Word, ...] = ()
    net_less: tuple[Word, ...] = ()


class ClaimWords(Part, frozen=True):
    """Words of claims (未收到任何申请, 均为自然人): `idle` are those that do not narrow what is
    claimed, by themselves or one after another (任何单位和个人); `being` begin what one that is
    told alone is (为自然人申请); `putting` are verbs by which there is a thing; a term of an
    outcome with one of `courts` in it is one of litigation only (败诉), with one of `reviewers`
    one of reconsideration (被复议机关纠正); `not_one` deny something of each of several
    (无一结转); a sentence with one of `but` (除外) denies what it does of some only,
    one with one of `besides` (除此之外没有) of those that the paragraph has not told of;
    `bodies` are those who are no persons (无单位申请); `steps` of `left` say nothing before an
    outcome (经协调后撤回); a sentence with one of `plans` claims nothing (力争).
    """

    idle: tuple[Word, ...] = ()
    being: tuple[Word, ...] = ()
    putting: tuple[Word, ...] = ()
    courts: tuple[Word, ...] = ()
    reviewers: tuple[Word, ...] = ()
    bodies: tuple[Word, ...] = ()
    steps: tuple[Word, ...] = ()
    plans: tuple[Word, ...] = ()
    not_one: tuple[Word, ...] = ()
    but: tuple[Word, ...] = ()
    besides: tuple[Word, ...] = ()


class SignWords(Part, frozen=True):
    """Words that are what they are and say more where they stand.

    What is counted in one of `weak_units` (条) is an application only where one is named beside it,
    and what is counted in one of `pieces` (项) not where the paragraph counts applications
    otherwise. One of `that_year` (当年) is the year that its sentence begins with. Cases that one
    of `deciders` (复议机关) received or decided are against others, unless they are said to be on
    disclosure. A clause that begins with one of `turning` (此外) may be of other things than those
    before it in its sentence. Applications after one of `there_are` (有1件申请经补正后) are some
    of which something is told. A short name that is one of `opening` (收30件) may be the first of
    its sentence. In one of `request_units` (个) anything may be counted, and so
    applications where they stand beside it. After several ways in which applications came, one of
    `ways` (三种渠道) says that they are all. A verb of arriving with one of `anew` in it (新收) is
    of what is new alone. `former` and `latter` are the two that the clause before named.
    Between one of `taken_in` and one of `closed` a figure needs no unit (复议收57结51).

    A word with one of `asking` in it (申请量) is of applications, a verb with one of
    `newly_received` (新收) of nothing else; `lapsed` is what the table may call repealed
    (宣布失效); `cases` is said behind a kind of case (未经复议案件7件); before `system` (税务系统)
    a place is with all under it. `information` is what is given, so a figure of it, or one in
    `information_units` (项) right behind a result, counts no applications; a decision with one of
    `published` behind it (许可信息) is what is published of it. `sorts` (征地类) make of a word
    what some are about, and those of `behind_sort` may stand between that and a result; `topics_of`
    begin or end what was asked for (要求公开), `done_with` begin what was done with some (转办).
    What is counted in one of `figure_units` before a share (两项占) may be the figures before, what
    is in a unit that ends in one of `times` (次) no document. `day_units` (个工作日) are of a term
    and no figure; one of `sums` (之和) adds two things up. A verb of answering that begins with one
    of `answered_by` (书面) is, among parts, of those answered in this way. One of `anyone` (公民)
    as who applied may be whoever did, where nobody else is told of. A rate with one of `due` in the
    words before it (法定期限内办结率) is of what had to be done till then, and not of all. What is
    dealt with or else, as a word of `extending` (延期) says, not yet, need not all be done
    (均办结或依法延期). Right before what was decided, a word with one of `decided_by` in it says
    that it is of a part, decided in this way or of this kind (网上办理行政许可). Reviews behind a
    verb of `judging` (审理) may be those that the organ decides, and of an organ with one of
    `deciding_organs` in its name (人民政府) those that it dealt with in any way (办理), unless a
    word of `causing` (引起) says that they are against it.
    """

    weak_units: tuple[Word, ...] = ()
    pieces: tuple[Word, ...] = ()
    anew: tuple[Word, ...] = ()
    that_year: tuple[Word, ...] = ()
    deciders: tuple[Word, ...] = ()
    opening: tuple[Word, ...] = ()
    turning: tuple[Word, ...] = ()
    there_are: tuple[Word, ...] = ()
    request_units: tuple[Word, ...] = ()
    ways: tuple[Word, ...] = ()
    former: tuple[Word, ...] = ()
    latter: tuple[Word, ...] = ()
    taken_in: tuple[Word, ...] = ()
    closed: tuple[Word, ...] = ()
    asking: tuple[Word, ...] = ()
    newly_received: tuple[Word, ...] = ()
    lapsed: tuple[Word, ...] = ()
    cases: tuple[Word, ...] = ()
    system: tuple[Word, ...] = ()
    information: tuple[Word, ...] = ()
    information_units: tuple[Word, ...] = ()
    published: tuple[Word, ...] = ()
    sorts: tuple[Word, ...] = ()
    behind_sort: tuple[Word, ...] = ()
    topics_of: tuple[Word, ...] = ()
    done_with: tuple[Word, ...] = ()
    figure_units: tuple[Word, ...] = ()
    times: tuple[Word, ...] = ()
    day_units: tuple[Word, ...] = ()
    sums: tuple[Word, ...] = ()
    answered_by: tuple[Word, ...] = ()
    anyone: tuple[Word, ...] = ()
    due: tuple[Word, ...] = ()
    extending: tuple[Word, ...] = ()
    decided_by: tuple[Word, ...] = ()
    judging: tuple[Word, ...] = ()
    deciding_organs: tuple[Word, ...] = ()
    causing: tuple[Word, ...] = ()


class LinkWords(Part, frozen=True):
    """The small words by which the others of a clause hang together.

    `of` (的) stands between a thing and whose it is. Members of a list are parted as by `、` by
    `joining` (和) and `either` (或), figures also by `also` (并), and by `versus` (对) those of a
    ratio; `plus` (加) and `adding` (连同) count something in. `against` (与) is before what
    something is compared with, `since` and `to` before what it was and is (由5件增至7件), which
    also follows `becoming` (为). After one of `as_of` (截至) a year is a date only. `by` (由)
    stands before who does something, `every` (各) before each of several, `its` (及其) before what
    belongs to the one named before. `because` (因) and `under` (依据) begin reasons; `linking` (属)
    leads from a percentage to what it is of. `too` (也) begins a clause that goes on, `none_either`
    (也没有) denies what stands before it. A word of `parting` (于) behind a figure begins something
    else; one of `aspect` (了) behind a verb says no more; `after` (后) ends what was done first,
    `outside` (外) what is excepted. Words of carrying end in one of `directions` (至) where they
    say from where or where to, in one of `coming` (来) where that is to here. A bracket with one of
    `telling` (均) says something of its own.
    """

    of: tuple[Word, ...] = ()
    joining: tuple[Word, ...] = ()
    either: tuple[Word, ...] = ()
    also: tuple[Word, ...] = ()
    versus: tuple[Word, ...] = ()
    plus: tuple[Word, ...] = ()
    adding: tuple[Word, ...] = ()
    against: tuple[Word, ...] = ()
    since: tuple[Word, ...] = ()
    to: tuple[Word, ...] = ()
    becoming: tuple[Word, ...] = ()
    as_of: tuple[Word, ...] = ()
    by: tuple[Word, ...] = ()
    every: tuple[Word, ...] = ()
    its: tuple[Word, ...] = ()
    because: tuple[Word, ...] = ()
    under: tuple[Word, ...] = ()
    linking: tuple[Word, ...] = ()
    too: tuple[Word, ...] = ()
    none_either: tuple[Word, ...] = ()
    parting: tuple[Word, ...] = ()
    aspect: tuple[Word, ...] = ()
    after: tuple[Word, ...] = ()
    outside: tuple[Word, ...] = ()
    directions: tuple[Word, ...] = ()
    coming: tuple[Word, ...] = ()
    telling: tuple[Word, ...] = ()


class NameWords(Part, frozen=True):
    """How names of organs and places end, by which one that prose names is told from another.

    `places` are ends of places (县), `wide` those of places that are larger than most organs are of
    (省), `apart` ends that look so and are none (社区), `bracketed` stand before a bracket with the
    others of their kind: 县（市、区）. Names are of one kind of organ where they end in words of
    one of `kinds`, each of which has its full form first; those of `no_zone` (城市管理委员会) are
    of the kind that has `commission`. `government` is what a government is called behind its place,
    `zone` the committee of a zone, `township` the office of a part of a town, all with the full
    form first; `streets` end such a part. `own` (我) begins a name that is the organ's;
    `every_level` ends a place with all its organs; `departments` (部门) behind a place, beside
    those below it (各部门、各镇街), are all of it; `office` (机关) ends a name and says no more;
    `begins` (政府) begin other words (政府债务).
    """

    places: tuple[Word, ...] = ()
    wide: tuple[Word, ...] = ()
    apart: tuple[Word, ...] = ()
    bracketed: tuple[Word, ...] = ()
    kinds: tuple[tuple[Word, ...], ...] = ()
    commission: tuple[Word, ...] = ()
    no_zone: tuple[Word, ...] = ()
    government: tuple[Word, ...] = ()
    zone: tuple[Word, ...] = ()
    township: tuple[Word, ...] = ()
    streets: tuple[Word, ...] = ()
    own: tuple[Word, ...] = ()
    every_level: tuple[Word, ...] = ()
    departments: tuple[Word, ...] = ()
    office: tuple[Word, ...] = ()
    begins: tuple[Word, ...] = ()


class ProseWords(Part, frozen=True):
    """The words that hold a sentence together, by what they do.

    `requests` name applications for information, `request` an application that may be any;
    `disclosure` are words by which a case is one on disclosure; `others` are things that are
    counted and are not the tables'. `carry` is to carry over, from or to what a year says;
    `under_way` is what is not dealt with yet. `part` begins what is a part of
    the figure before, `respectively` and `each` share a list out; `none`, `all` and `total` are
    claims and sums. `change` and `against` compare with another year, after
    `up_to` (降至) stands what it is now; `about` tells what something is about,
    `share` that a percentage is one of the figure beside it, `timely` that a rate is no share.
    `both` are the kinds of suit together. `people` are applicants of any kind, whose application
    may be any; after `equals` (为) a figure needs no unit. `applicants` are who applied as such;
    `suffered` says that a case is against the organ (被申请), `such` that a reason is one of
    several (等原因), `grounds` that what stands before it is a reason (为由), `excepting` that not
    all are meant (除), `still` that what is being done is not done yet (尚有), `effective` that the
    document named after it is in force (有效), `unrelated` that what its sentence tells is not of
    the tables (与信息公开无关), `settled` that all was dealt with (当年清零), `submitted` that an
    application is one that anybody made, whoever is named before it (居民递交的), `division` that
    what follows is of all again, told apart otherwise (按结果分). What came in before one of
    `counted` (实际纳入统计的) or `taken_out` (剔除咨询类后为) is no count of the tables, what is
    told behind it is; a figure behind `mistaken` (误报为) is none either. `filler` has no weight.
    """

    requests: tuple[Word, ...] = ()
    request: tuple[Word, ...] = ()
    disclosure: tuple[Word, ...] = ()
    others: tuple[Word, ...] = ()
    carry: tuple[Word, ...] = ()
    under_way: tuple[Word, ...] = ()
    part: tuple[Word, ...] = ()
    within: tuple[Word, ...] = ()
    respectively: tuple[Word, ...] = ()
    each: tuple[Word, ...] = ()
    none: tuple[Word, ...] = ()
    all: tuple[Word, ...] = ()
    total: tuple[Word, ...] = ()
    rest: tuple[Word, ...] = ()
    change: tuple[Word, ...] = ()
    against: tuple[Word, ...] = ()
    up_to: tuple[Word, ...] = ()
    about: tuple[Word, ...] = ()
    share: tuple[Word, ...] = ()
    also: tuple[Word, ...] = ()
    both: tuple[Word, ...] = ()
    people: tuple[Word, ...] = ()
    equals: tuple[Word, ...] = ()
    applicants: tuple[Word, ...] = ()
    suffered: tuple[Word, ...] = ()
    such: tuple[Word, ...] = ()
    timely: tuple[Word, ...] = ()
    grounds: tuple[Word, ...] = ()
    excepting: tuple[Word, ...] = ()
    still: tuple[Word, ...] = ()
    effective: tuple[Word, ...] = ()
    unrelated: tuple[Word, ...] = ()
    counted: tuple[Word, ...] = ()
    taken_out: tuple[Word, ...] = ()
    mistaken: tuple[Word, ...] = ()
    settled: tuple[Word, ...] = ()
    submitted: tuple[Word, ...] = ()
    division: tuple[Word, ...] = ()
    filler: tuple[Word, ...] = ()


class ProseSpecs(Part, frozen=True):
    """How numbers in prose are read: by the words of a vocabulary.

    `terms` are more terms for quantities, by their keys: an extending pack adds to those inherited.

    `applicant_units` (人次) count applications as well where who applied stands beside them.

    Only paragraphs with one of the words of `about` are looked at, and of the sentences in them
    those with a figure or one of the words of `topics`. Figures with a unit of
    `other_units` are figures of other things; `money` is for amounts. A share after one
    of `together` (二者) is of the figures before it added up. What begins as one of `idioms`
    (无一例外) or stands after one of `no_figure_after` (第三件) is no figure, if it is
    in Chinese numerals. `organs` are the ends of
    names of organs and places; one that the report is not of has other figures, where it is
    the subject: at the beginning of its clause, or after one of `subjects` (由, 全年),
    and not before one of `not_subjects` (领导). After one of `whole_year` (全年) a figure is of
    the year again, whatever part of it the sentence spoke of before.
    """

    about: tuple[Word, ...] = ()
    topics: tuple[Word, ...] = ()
    units: tuple[Word, ...] = ()
    other_units: tuple[Word, ...] = ()
    together: tuple[Word, ...] = ()
    idioms: tuple[Word, ...] = ()
    no_figure_after: tuple[Word, ...] = ()
    applicant_units: tuple[Word, ...] = ()
    money: dict[Word, int] = msgspec.field(default_factory=dict)
    qualifiers: tuple[Qualifier, ...] = ()
    fractions: FractionWords = FractionWords()
    quantities: tuple[Quantity, ...] = ()
    terms: dict[Key, tuple[Word, ...]] = msgspec.field(default_factory=dict)
    words: ProseWords = ProseWords()
    years: tuple[YearWord, ...] = ()
    left: tuple[LeftWord, ...] = ()
    scopes: tuple[ScopeSpec, ...] = ()
    organs: tuple[Word, ...] = ()
    subjects: tuple[Word, ...] = ()
    not_subjects: tuple[Word, ...] = ()
    whole_year: tuple[Word, ...] = ()
    claims: ClaimWords = ClaimWords()
    changes: ChangeWords = ChangeWords()
    orders: OrderWords = OrderWords()
    signs: SignWords = SignWords()
    links: LinkWords = LinkWords()
    names: NameWords = NameWords()
    rates: tuple[Rate, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    short_before: tuple[Word, ...] = ()
    short_after: tuple[Word, ...] = ()
