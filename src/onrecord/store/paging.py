"""Paging: a part of a long list in its order, whatever is asked of its items, without reading all of it.

What fits few items is gathered and sorted; what fits many is found by walking along the order of the list,
since items that fit are then never far apart.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Subquery, func, literal, null, select, tuple_

from onrecord.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

T = TypeVar("T")
Key = tuple[Any, ...]

# A list that is longer says that it is, and is not counted further.
MOST_COUNTED = 10_000

# How many keys are fetched at once of a list that is read to its end.
_AT_ONCE = 100

# A condition that so many items fit is not gathered, even if other conditions may leave few of them.
_TOO_MANY = 5 * MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A part of a list. `after` is where the next part begins, None: this was the last.

    `total` is how many the whole list has; past MOST_COUNTED it is that and one.
    """

    items: tuple[T, ...]
    after: str | None
    total: int


class Condition(NamedTuple):
    """What items must fit, in a form that leads to them by an index, and in one that only tests each.

    `found` are values of `leads` where they are found elsewhere (in word search), else `leads` is a whole
    condition. `ordered`: the index by which it leads has the items in the order of the list.
    """

    leads: ColumnElement[Any]
    tests: ColumnElement[bool]
    found: Subquery | None = None
    ordered: bool = False

    @property
    def among(self) -> ColumnElement[bool]:
        """Tests each item against all that fit, found once."""
        return self.tests if self.found is None else loosely(self.leads).in_(select(self.found.c[0]))

    def counting(self, query: Select[Any]) -> Select[Any]:
        return self.leading(query) if self.found is None else select(self.found)

    def leading(self, query: Select[Any]) -> Select[Any]:
        if self.found is None:
            return query.where(self.leads)
        return query.select_from(self.found).join(self.leads.table, self.leads == self.found.c[0])


class Stretch(NamedTuple):
    """Items of one stretch of time, one after another or the other way round; None: without end.

    `few`: a condition by which those of it are found that are too far apart to walk to.
    """

    begin: str | None = None
    end: str | None = None
    backwards: bool = False
    few: ColumnElement[bool] | None = None

    def holds(self, day: str) -> bool:
        return (self.begin is None or day >= self.begin) and (self.end is None or day < self.end)


def loosely(column: ColumnElement[T]) -> ColumnElement[T]:
    """The column, by no index: for a condition that must not lead."""
    return func.coalesce(column, null())


def equals(column: ColumnElement[Any], value: str, *, ordered: bool = False) -> Condition:
    return Condition(column == value, loosely(column) == value, ordered=ordered)


def find_part(
    connection: Connection,
    keys: Sequence[ColumnElement[Any]],
    conditions: Sequence[Condition],
    always: ColumnElement[bool],
    *,
    after: Key | None,
    limit: int,
    stretches: Sequence[Stretch] = (Stretch(),),
) -> tuple[list[Key], bool, int]:
    """The keys of a part of a list, whether more follow, and how many the list has (see `Part`).

    The first of `keys` is the day, and all of them name an item. `always`: what each item is tested for.
    """
    query = select(*keys)
    leader, size = _find_leader(connection, query, conditions)
    if not conditions or (leader is not None and _may_be_gathered(conditions, size)):
        led = query if leader is None else leader.leading(query)
        tests = (one.tests for one in conditions if one is not leader)
        found = connection.execute(led.where(*tests, always).limit(MOST_COUNTED + 1)).all()
        if len(found) <= MOST_COUNTED:
            rest = _from(after, _sort(map(tuple, found), stretches), stretches)
            return rest[:limit], len(rest) > limit, len(found)
    testing = _tests(conditions, leader)
    walked = list(_walk(connection, query, keys, testing, always, after, limit + 1, stretches))
    return walked[:limit], len(walked) > limit, MOST_COUNTED + 1


def find_all(
    connection: Connection,
    keys: Sequence[ColumnElement[Any]],
    conditions: Sequence[Condition],
    always: ColumnElement[bool],
    *,
    stretches: Sequence[Stretch] = (Stretch(),),
) -> Iterator[Key]:
    """The keys of all of a list, in its order; the first come before the last are found. See `find_part`."""
    query = select(*keys)
    leader, size = _find_leader(connection, query, conditions)
    if leader is not None and _may_be_gathered(conditions, size):
        tests = (one.tests for one in conditions if one is not leader)
        found = connection.execute(leader.leading(query).where(*tests, always).limit(MOST_COUNTED + 1)).all()
        if len(found) <= MOST_COUNTED:
            yield from _sort(map(tuple, found), stretches)
            return
    yield from _walk(connection, query, keys, _tests(conditions, leader), always, None, None, stretches)


def _tests(conditions: Sequence[Condition], leader: Condition | None) -> list[ColumnElement[bool]]:
    """The conditions for a walk along a list: by the index that has it in order, else by testing each item.

    `leader`: what few enough items fit to be found once, before the walk.
    """
    ordered = next((one for one in conditions if one.ordered), None)
    return [one.leads if one is ordered else one.among if one is leader else one.tests for one in conditions]


def _may_be_gathered(conditions: Sequence[Condition], size: int) -> bool:
    """What fits several conditions may be few, even if many fit the one that fewest fit."""
    return size <= MOST_COUNTED or len(conditions) > 1


def _find_leader(
    connection: Connection, query: Select[Any], conditions: Sequence[Condition]
) -> tuple[Condition | None, int]:
    """The condition that fewest items fit, and how many; None where many fit each."""
    sizes = [count(connection, one.counting(query), most=_TOO_MANY) for one in conditions]
    least = min(sizes, default=_TOO_MANY + 1)
    return (None if least > _TOO_MANY else conditions[sizes.index(least)]), least


def _walk(
    connection: Connection,
    query: Select[Any],
    keys: Sequence[ColumnElement[Any]],
    tests: Sequence[ColumnElement[bool]],
    always: ColumnElement[bool],
    after: Key | None,
    wanted: int | None,
    stretches: Sequence[Stretch],
) -> Iterator[Key]:
    """`wanted` None: all, fetched as they are asked for."""
    day, begun = keys[0], after is None
    for stretch in stretches:
        walk = query.where(*tests, always)
        if not begun and after is not None:
            if not stretch.holds(after[0]):
                continue
            begun = True
            here, there = tuple_(*keys), tuple_(*map(literal, after))
            walk = walk.where(here < there if stretch.backwards else here > there)
        if stretch.begin is not None:
            walk = walk.where(day >= stretch.begin)
        if stretch.end is not None:
            walk = walk.where(day < stretch.end)
        if stretch.few is not None:
            walk = walk.where(stretch.few)
        order = [key.desc() for key in keys] if stretch.backwards else keys
        walk = walk.order_by(*order)
        if wanted is None:
            yield from map(tuple, connection.execute(walk.execution_options(yield_per=_AT_ONCE)))
            continue
        for row in connection.execute(walk.limit(wanted)):
            wanted -= 1
            yield tuple(row)
        if not wanted:
            return


def _sort(found: Iterable[Key], stretches: Sequence[Stretch]) -> list[Key]:
    ordered = sorted(found)
    in_order: list[Key] = []
    for stretch in stretches:
        here = [key for key in ordered if stretch.holds(key[0])]
        in_order += reversed(here) if stretch.backwards else here
    return in_order


def _from(after: Key | None, keys: list[Key], stretches: Sequence[Stretch]) -> list[Key]:
    """The keys that come after one, which may be gone."""
    if after is None:
        return keys
    at = next((n for n, stretch in enumerate(stretches) if stretch.holds(after[0])), 0)

    def is_later(key: Key) -> bool:
        here = next(n for n, stretch in enumerate(stretches) if stretch.holds(key[0]))
        return here > at or (here == at and (key < after if stretches[at].backwards else key > after))

    return [key for key in keys if is_later(key)]


def count(connection: Connection, query: Select[Any], *, most: int = MOST_COUNTED) -> int:
    """How many there are; past `most` it is that and one."""
    capped = query.limit(most + 1).subquery()
    return connection.scalar(select(func.count()).select_from(capped)) or 0


def mark(values: Iterable[Any]) -> str:
    """Where a part ended, as one word."""
    return json.dumps(list(values), separators=(",", ":"))


def place(after: str, *kinds: type) -> Key:
    """What `mark` marked. Raises UsageError where it is no mark of such values."""
    try:
        values = json.loads(after)
    except ValueError:
        values = None
    if not isinstance(values, list) or [type(value) for value in values] != list(kinds):
        raise UsageError("this is no place in a list: begin again without `after`", where=after[:80])
    return tuple(values)


def offset(after: str | None) -> int:
    """A place in a list that is counted off. Raises UsageError where it is none."""
    if after is None:
        return 0
    if not after.isdecimal() or len(after) > 9:
        raise UsageError("this is no place in a list: begin again without `after`", where=after[:80])
    return int(after)
