"""A register of people and bodies that the user imports: which names are one's, and who held which role when.

Read from CSV or FollowTheMoney JSON lines. It makes two names one, and holds two people of one name apart
where the reports tell their roles. What it says counts before what names alone tell, after what people say.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from onrecord.edtf import Edtf
from onrecord.errors import DateError, UsageError
from onrecord.lexicon import fold
from onrecord.linking.decisions import tie_across, tie_together
from onrecord.linking.judgements import REGISTER
from onrecord.linking.people import name_key
from onrecord.record import EntityKind, Judgement, Verdict, make_id

if TYPE_CHECKING:
    from datetime import datetime

COLUMNS = ("name", "aliases", "kind", "roles", "wikidata", "id")
_KINDS = {"person": EntityKind.PERSON, "organization": EntityKind.ORGANIZATION}
_FTM_KINDS = {
    "Person": EntityKind.PERSON, "Organization": EntityKind.ORGANIZATION, "Company": EntityKind.ORGANIZATION,
    "PublicBody": EntityKind.ORGANIZATION,
}  # fmt: skip
_FTM_NAMES = ("name", "alias", "previousName", "weakAlias")
# "mayor of Riverton (2019/2023)"
_ROLE = re.compile(r"(?P<what>.*?)\s*\((?P<when>[\dX./~?%-]+)\)")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# What parts the office from its place: "mayor | of Riverton".
_OF = frozenset("of for at in to the and a an".split())


@dataclass(frozen=True, slots=True, order=True)
class Role:
    """An office or a trade, and when somebody held it as an EDTF value; "": not known."""

    what: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody in a register. `id` is the Wikidata id where there is one."""

    id: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    wikidata: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Seen:
    """A local person whose name the register lists, and the words that stand around the name.

    `day` is that of the report. `titles` are the words close before the name and in an apposition to it.
    """

    id: str
    version: str
    kind: EntityKind
    name: str
    titles: frozenset[str] = frozenset()
    day: Edtf | None = None


def read_register(text: str, where: str) -> list[Entry]:
    """The entries of a register, by id, those of one id made one.

    CSV has a header with some of COLUMNS, `name` among them; several aliases or roles are parted by ";",
    a role's time stands behind it in parentheses: "mayor of Riverton (2019/2023)". Otherwise a line is an
    entity of FollowTheMoney. Raises UsageError, which names the line that cannot be read.
    """
    lines = text.lstrip("\ufeff \r\n")
    rows = _read_ftm(lines, where) if lines.startswith(("{", "[")) else _read_csv(lines, where)
    entries = merge_entries(rows)
    if not entries:
        raise UsageError("holds no people or organizations", where=where)
    return entries


def merge_entries(entries: Iterable[Entry]) -> list[Entry]:
    """By id; of several entries of one id the names and roles of all, whatever their order."""
    by_id: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_id[entry.id].append(entry)
    return [_merge(by_id[id_]) for id_ in sorted(by_id)]


def _merge(same: Sequence[Entry]) -> Entry:
    first = min(same, key=lambda entry: (-len(entry.name), entry.name, entry.kind))
    names = {name for entry in same for name in entry.names} - {first.name}
    roles = {role for entry in same for role in entry.roles}
    ids = sorted(entry.wikidata for entry in same if entry.wikidata)
    return replace(
        first, aliases=tuple(sorted(names)), roles=tuple(sorted(roles)), wikidata=ids[0] if ids else None
    )


def _read_csv(text: str, where: str) -> list[Entry]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = [(name or "").strip().casefold() for name in reader.fieldnames or ()]
    if "name" not in header:
        raise UsageError(f"needs a column `name`; columns are {', '.join(COLUMNS)}", where=where)
    for column in header:
        # Left unread, what stands in it would be missed without a word.
        if column not in COLUMNS and (meant := get_close_matches(column, COLUMNS, n=1, cutoff=0.75)):
            raise UsageError(f"column {column!r}: only {meant[0]!r} is read; rename it", where=where)
    reader.fieldnames = header
    entries = []
    for row in reader:
        parts = {column: " ".join((row.get(column) or "").split()) for column in COLUMNS}
        place = f"{where}, line {reader.line_num}"
        if not any(parts.values()):
            continue
        kind = _KINDS.get(parts["kind"].casefold() or "person")
        if kind is None:
            raise UsageError(f"kind is person or organization, not {parts['kind']!r}", where=place)
        aliases, roles = _split(parts["aliases"]), [_role_of(role, place) for role in _split(parts["roles"])]
        entries.append(_entry(parts["name"], kind, aliases, roles, parts["wikidata"], parts["id"], place))
    return entries


def _read_ftm(text: str, where: str) -> list[Entry]:
    entries = []
    for number, line in enumerate(text.splitlines(), start=1):
        place = f"{where}, line {number}"
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            kind = _FTM_KINDS.get(row["schema"])
            listed: Mapping[str, Any] = row.get("properties", {})
            names = [str(name) for part in _FTM_NAMES for name in listed.get(part, ())]
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise UsageError("is no entity of FollowTheMoney, one JSON object a line", where=place) from error
        if kind is None or not names:
            continue
        roles = [Role(" ".join(str(role).split())) for role in listed.get("position", ())]
        wikidata = next((str(one) for one in listed.get("wikidataId", ())), "")
        entries.append(_entry(names[0], kind, names[1:], roles, wikidata, str(row.get("id", "")), place))
    return entries


def _entry(
    name: str,
    kind: EntityKind,
    aliases: Sequence[str],
    roles: Sequence[Role],
    wikidata: str,
    own: str,
    where: str,
) -> Entry:
    if not name:
        raise UsageError("somebody without a name", where=where)
    if wikidata and not re.fullmatch(r"Q\d+", wikidata):
        raise UsageError(f"a Wikidata id is like Q42, not {wikidata!r}", where=where)
    id_ = wikidata or own or make_id("entity", "register", kind.value, fold(name))
    others = tuple(sorted({alias for alias in aliases if alias and alias != name}))
    return Entry(id_, name, kind, others, tuple(sorted(set(roles))), wikidata or None)


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _role_of(text: str, where: str) -> Role:
    match = _ROLE.fullmatch(text)
    if match is None:
        return Role(text)
    try:
        return Role(match["what"], Edtf(match["when"]).value)
    except DateError as error:
        raise UsageError(f"{error.what} (the time of a role stands in parentheses)", where=where) from error


def keys_of(entry: Entry) -> frozenset[str]:
    """The keys (see `people.name_key`) of the names by which the register knows somebody.

    One word alone is a name only if it is no part of the others: the register may list "AMLO", but a last
    name is never enough.
    """
    parts = {fold(word) for name in entry.names if len(_words(name)) > 1 for word in _words(name)}
    kept = (
        name
        for name in entry.names
        if entry.kind is not EntityKind.PERSON or len(_words(name)) > 1 or fold(name) not in parts
    )
    keys = {name_key(Seen("", "", entry.kind, name)) for name in kept}
    return frozenset(keys - {""})


def judge_by_register(
    people: Iterable[Seen], entries: Iterable[Entry], *, at: datetime, author: str = REGISTER
) -> list[Judgement]:
    """Judge people whose names the register lists, by the register alone.

    All whom it knows as one are tied; of several of one name those are held apart whose roles the reports
    tell. Whoever it cannot tell is left to the names.
    """
    by_key: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.id):
        for key in keys_of(entry):
            by_key[key].append(entry)
    known = {person.id: person for person in people}
    found: dict[str, list[str]] = defaultdict(list)
    for id_ in sorted(known):
        if entry_meant := _pick(known[id_], by_key.get(name_key(known[id_]), [])):
            found[entry_meant.id].append(id_)
    named = {entry.id: entry for listed in by_key.values() for entry in listed}
    judgements = []
    for entry_id, ids in found.items():
        for pair in sorted(tie_together(ids)):
            reason = _reason(named[entry_id], known[pair[0]].name, known[pair[1]].name)
            judgements.append(Judgement("entity", pair, Verdict.SAME, 0.95, reason, author, at))
    rivals = {(a.id, b.id) for listed in by_key.values() for a in listed for b in listed if a.id < b.id}
    for a, b in sorted(rivals):
        if found[a] and found[b]:
            reason = f"the register has two of this name: {_tell(named[a])}; {_tell(named[b])}"
            judgements += [
                Judgement("entity", pair, Verdict.DIFFERENT, 0.05, reason, author, at)
                for pair in sorted(tie_across(found[a], found[b]))
            ]
    return sorted(judgements, key=lambda judgement: judgement.pair)


def _pick(person: Seen, listed: Sequence[Entry]) -> Entry | None:
    """The only one of this name, or the only one whose role stands by the name."""
    if len(listed) < 2:
        return listed[0] if listed else None
    scores = {entry.id: max((_fit(role, person) for role in entry.roles), default=0) for entry in listed}
    best = [entry for entry in listed if scores[entry.id] == max(scores.values())]
    return best[0] if len(best) == 1 and scores[best[0].id] else None


def _fit(role: Role, person: Seen) -> int:
    """How many words of a role stand by a name; 0 where the office does not, or not at that time."""
    words = [fold(word) for word in _words(role.what)]
    office = words[: next((i for i, word in enumerate(words) if word in _OF), len(words))]
    if not office or office[-1] not in person.titles or not _held(role, person.day):
        return 0
    return len({word for word in words if word not in _OF} & person.titles)


def _held(role: Role, day: Edtf | None) -> bool:
    if not role.when or day is None:
        return True
    when = Edtf(role.when)
    begin, end, first, last = when.earliest_day(), when.latest_day(), day.earliest_day(), day.latest_day()
    return not (begin and last and last < begin) and not (end and first and end < first)


def find_titles(text: str, places: Iterable[tuple[int, int]]) -> frozenset[str]:
    """The folded words close before a name and in an apposition to it, for each place where it stands."""
    found: set[str] = set()
    for start, end in places:
        line = text.rfind("\n", 0, start) + 1
        before = re.split(r"[.;:,!?\"“”()]", text[line:start])[-1]
        found.update(fold(word) for word in _words(before)[-5:])
        apposition = re.match(r"\s?[,(–—]\s?([^.;:!?\n\"“”)–—]*)", text[end:])
        if apposition:
            found.update(fold(word) for word in _words(apposition[1].split(",")[0])[:8])
        found.update(fold(word) for word in _words(text[start:end]))
    return frozenset(found)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _reason(entry: Entry, one: str, other: str) -> str:
    if fold(one) == fold(other):
        return f"the register lists “{one}” as a name of {_tell(entry)}"
    return f"the register lists both “{one}” and “{other}” as names of {_tell(entry)}"


def _tell(entry: Entry) -> str:
    roles = f" ({entry.roles[0].what})" if entry.roles else ""
    return f"{entry.wikidata or entry.name}{roles}"
