"""The nouns of Onrecord: what is kept, frozen and typed. Glossary: docs/architecture.md.

All offsets are characters (Python code points) of one report's text, `start` inclusive, `end`
exclusive. Ids are hashes of what they name, so the same thing has the same id on every machine.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import InitVar, dataclass, field
from datetime import datetime
from enum import StrEnum

from onrecord.edtf import Edtf
from onrecord.errors import SpanError

ID_LETTERS = {
    "report": "r",
    "version": "v",
    "statement": "s",
    "entity": "e",
    "saying": "y",
    "story": "t",
    "judgement": "j",
}


def make_id(noun: str, *parts: str) -> str:
    """An id: the noun's letter and 64 bits of the SHA-256 of the parts, as 16 hexadecimal digits."""
    digest = hashlib.sha256("\x1f".join((noun, *parts)).encode("utf-8", "surrogatepass"))
    return ID_LETTERS[noun] + digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`[start, end)` of a text. `text` is cut from `of` when the span is made, so it always verifies.

    Raises SpanError where the place is not in `of` or is empty.
    """

    start: int
    end: int
    of: InitVar[str]
    text: str = field(init=False, compare=False)

    def __post_init__(self, of: str) -> None:
        if not 0 <= self.start < self.end <= len(of):
            raise SpanError(f"[{self.start}, {self.end}) is no span of a text of {len(of)} characters")
        object.__setattr__(self, "text", of[self.start : self.end])

    @classmethod
    def checked(cls, start: int, end: int, text: str, of: str) -> Span:
        """A span read back from somewhere, with the words it had there. Raises SpanError if they differ."""
        span = cls(start, end, of)
        if span.text != text:
            raise SpanError(f"[{start}, {end}) holds {span.text!r}, not {text!r}")
        return span

    def part(self, start: int, end: int) -> Span:
        """The words of this span from `start` to `end`, both offsets of the report's text.

        Raises SpanError where they are not inside this span.
        """
        if not self.start <= start < end <= self.end:
            raise SpanError(f"[{start}, {end}) is no part of [{self.start}, {self.end})")
        inner = object.__new__(Span)
        object.__setattr__(inner, "start", start)
        object.__setattr__(inner, "end", end)
        object.__setattr__(inner, "text", self.text[start - self.start : end - self.start])
        return inner

    def covers(self, other: Span) -> bool:
        """The other span lies wholly inside this one, or is equal to it."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """The two spans share a character."""
        return self.start < other.end and other.start < self.end


class Kind(StrEnum):
    """How much of a content stands inside quotation marks: all, a part, nothing."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Act(StrEnum):
    """What kind of saying: communicative functions after ISO 24617-2, and those news reports live by."""

    INFORM = "inform"
    DENY = "deny"
    REQUEST = "request"
    OFFER = "offer"
    PROMISE = "promise"
    THREATEN = "threaten"
    AGREE = "agree"
    DISAGREE = "disagree"
    QUESTION = "question"
    DECLINE = "decline"
    THANK = "thank"
    APOLOGISE = "apologise"
    HOPE = "hope"


class EntityKind(StrEnum):
    """What sort of thing an entity is. UNNAMED is one individual whom the report does not name."""

    PERSON = "person"
    ORGANIZATION = "organization"
    DOCUMENT = "document"
    GROUP = "group"
    UNNAMED = "unnamed"
    PLACE = "place"


class Verdict(StrEnum):
    """What a judgement says of a pair."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes that a report was read from, as they came.

    `location` is the path or address they came from; `media_type` what the bytes are, not what a
    server said they were; `fetched` is when they were taken in (UTC).
    """

    data: bytes = field(repr=False)
    media_type: str
    location: str
    fetched: datetime

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each stretch of a report's text stands in the original.

    `stretches` are `(text start, text end, original start, original end)`, in the order of the text,
    not overlapping. Original offsets are characters of `unit`: "text" (the decoded original), "html"
    (the decoded page source) or "pdf" (the text layers of the pages, one after another; `pages` are
    the offsets at which each page begins). Stretches may differ in length (an entity, a hyphen).
    """

    unit: str
    stretches: tuple[tuple[int, int, int, int], ...] = ()
    pages: tuple[int, ...] = ()

    def original(self, start: int, end: int) -> tuple[int, int] | None:
        """`[start, end)` of the text as offsets of the original; None where it does not come from there."""
        begins = bisect_right(self.stretches, start, key=lambda stretch: stretch[1])
        ends = bisect_left(self.stretches, end, key=lambda stretch: stretch[0])
        if begins >= ends:
            return None
        first, last = self.stretches[begins], self.stretches[ends - 1]
        same_length = first[1] - first[0] == first[3] - first[2]
        begin = first[2] + max(0, start - first[0]) if same_length else first[2]
        same_length = last[1] - last[0] == last[3] - last[2]
        finish = last[3] - max(0, last[1] - end) if same_length else last[3]
        return begin, finish

    def page(self, original_start: int) -> int | None:
        """The page (from 1) on which an offset of the original stands; None where there are no pages."""
        return bisect_right(self.pages, original_start) or None


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a report says it was written, and the agency it credits. None: not printed."""

    place: str | None = None
    date: Edtf | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter of a report. None: not printed and not known.

    `read_from` says, per field name, where it was read: "text", "json-ld", "meta", "url", "feed",
    "mail header", "user", ... Fields that are None have no entry.
    """

    headline: str | None = None
    lead: str | None = None
    byline: str | None = None
    dateline: Dateline | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    published: Edtf | None = None
    updated: Edtf | None = None
    read_from: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hidden:
    """Words of a report are hidden: its ids, which are made of the words it had, and where these stood."""

    report: str
    version: str
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One published news text, in one version, with its front matter and its original.

    `text` is the whole readable text: headline and lead first, paragraphs parted by a blank line.
    `notes` are what the reader of the record should know of the intake ("cut off at 5 MB"). `hidden`: some
    of its words are covered by blocks (see `linking.hiding`); None: none are.
    """

    text: str = field(repr=False)
    front: Front
    original: Original
    offsets: OffsetMap = field(repr=False)
    notes: tuple[str, ...] = ()
    hidden: Hidden | None = None

    @property
    def id(self) -> str:
        """The same for every version: of the address where there is one, else of the text."""
        return self.hidden.report if self.hidden else make_id("report", self.front.url or self.text)

    @property
    def version(self) -> str:
        """The id of this version: of the report and its text."""
        return self.hidden.version if self.hidden else make_id("version", self.id, self.text)

    def span(self, start: int, end: int) -> Span:
        return Span(start, end, self.text)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words in one report that name or point to somebody.

    `name` is the fullest form that this report gives of whom they point to; None: not known.
    """

    span: Span
    kind: EntityKind
    name: str | None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a source is, as far as one report tells.

    `name` is the fullest form in the report ("Ana Quell"), or the report's own words for somebody it
    does not name ("a spokesman"). `score` is the probability that this is right, 0 to 1.
    """

    name: str
    kind: EntityKind
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and why it is taken to be that one."""

    value: Edtf
    reason: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody is reported to have said, written, thought or asked something.

    Each role is a tuple of spans in the order of the text; `source` is empty where the report names
    none, `cue` where no reporting words are printed. `speaker` None: the report does not tell, or it
    is in doubt. `score` is the probability that this is a statement with these roles, 0 to 1.
    `addressee` whom it was said to; `on_behalf_of` whom the source speaks for; `via` the outlet or
    document it came through. `within` is the id of the statement in whose content this one stands.
    `said` None: not known.
    """

    version: str
    kind: Kind
    act: Act
    score: float
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: Speaker | None = None
    addressee: str | None = None
    on_behalf_of: str | None = None
    via: str | None = None
    said: Dated | None = None
    within: str | None = None

    def __post_init__(self) -> None:
        if not self.content:
            raise SpanError("a statement without content")

    @property
    def id(self) -> str:
        """Of the version, the cue and the content: a newer network that finds the same has the same id."""
        places = [f"{s.start}-{s.end}" for role in (self.cue, self.content) for s in (*role, None) if s]
        return make_id("statement", self.version, *places)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression. `value` None: it names a time that cannot be known from this report."""

    span: Span
    value: Edtf | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts. `bound`: "exact", "at least", "at most" or "about"."""

    span: Span
    value: float
    bound: str
    unit: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one network found in one version of a report: a pure function of text, front and `model`.

    `statements` is empty where the language is not the network's; `notes` then says so.
    """

    version: str
    model: str
    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passed:
    """How far an archive was gone through: its records up to the one at `at` need not be looked at again.

    An archive is a file of many reports. `archive` names it by its bytes and by what the user knows of all
    its reports, `where` is its path or address. `at` is a byte of it, in a Parquet file a row. `counts` are
    those of its records that gave no report, by what they are. `whole`: it was gone through to its end.
    """

    archive: str
    where: str
    at: int
    counts: tuple[tuple[str, int], ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on a pair, by a model version or a person. A person's beats a model's.

    `about` says what the two ids of `pair` (in sorted order) name: "entity" two local people (see
    `local_person_id`), "saying" two statements, "repeat" two statements that say the same on two
    occasions, "copy" and "story" two reports. "statement" (a person's edit) and "report" (a given date)
    are about one thing, whose id stands twice; so are "restriction" (a report or statement that readers
    are not shown), "redaction" (words of a report that are hidden) and "entity" where it gives a name. What
    is given then stands in `value`, as JSON. `at` is when it was given (UTC). `withdrawn` is when it was
    taken back; withdrawn judgements are kept.
    `judged` is the pair as a person judged it, where a newer reading has the two under other ids.
    """

    about: str
    pair: tuple[str, str]
    verdict: Verdict
    score: float
    reason: str
    author: str
    at: datetime
    withdrawn: datetime | None = None
    value: str | None = None
    judged: tuple[str, str] | None = None

    @property
    def id(self) -> str:
        return make_id("judgement", self.about, *(self.judged or self.pair), self.author, self.at.isoformat())


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organization, document, group or unnamed source across reports; derived from judgements.

    `forms` are the names it goes by, `members` the ids of the local people (see `local_person_id`).
    """

    id: str
    name: str
    kind: EntityKind
    forms: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A statement with the report that carries it: what two renderings of one saying are compared by.

    `text` is the whole text of the report; empty where only the statement is known.
    """

    statement: Statement
    report: str
    front: Front
    text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing said by one speaker on one occasion; derived from judgements.

    `renderings` are the ids of the statements that carry it, `speaker` the id of an entity. `repeat_of`
    is the saying that this one says again on another occasion. Of the `reports` that carry it,
    `independent` do not rest on one another, on one agency or on one outlet; `reason` says why.
    """

    id: str
    speaker: str | None
    said: Edtf | None
    renderings: tuple[str, ...]
    repeat_of: str | None
    reports: int
    independent: int
    reason: str


class CopyKind(StrEnum):
    """How a report rests on another: its text, its facts in other words, or its outlet."""

    COPY = "copy"
    REWRITE = "rewrite"
    SAME_OUTLET = "same-outlet"


@dataclass(frozen=True, slots=True)
class Copy:
    """`report` rests on `of`. `direction_known` false: it may be the other way, or both rest on a third."""

    report: str
    of: str
    kind: CopyKind
    direction_known: bool
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Story:
    """Reports about one developing matter, in the order of publication; derived from judgements."""

    id: str
    name: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportedValue:
    """What one report gives for something that several give. `by`: who gave it there, None: the report."""

    report: str
    span: Span
    value: float | str
    bound: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing counted or dated by several reports of a story, and whether they agree."""

    story: str
    what: str
    unit: str
    values: tuple[ReportedValue, ...]
    agree: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ChronologyLine:
    """What happened, or was said, when. `evidence` are the sentences it rests on, each with its report.

    `happened`, `said` and `published` are three different dates; each is None where it is not known.
    """

    story: str
    happened: Edtf | None
    said: Edtf | None
    published: Edtf | None
    text: str
    evidence: tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one report of a story brings that no earlier one had, and what of those it leaves out.

    `adds` are ids of its own statements, `drops` ids of sayings.
    """

    report: str
    adds: tuple[str, ...]
    drops: tuple[str, ...]


def local_person_id(version: str, kind: EntityKind, name: str) -> str:
    """The id of whoever one version of one report calls by this name: what entity judgements are about."""
    return make_id("entity", version, kind.value, name)


def joined_text(spans: Sequence[Span]) -> str:
    """The words of a role, its pieces parted by " … "."""
    return " … ".join(span.text for span in spans)
