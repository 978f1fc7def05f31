"""`onrecord batch` and `onrecord load`: many reports, read on many machines, go in."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import Where, clean, count, known_options, record_option

if TYPE_CHECKING:
    from onrecord.edtf import Edtf
    from onrecord.intake.files import Failure
    from onrecord.shards.making import Made
    from onrecord.store.kept import Added

# Seconds between two lines that tell how far it is.
PAUSE = 2.0


@click.command(
    short_help="Read many reports into shards, also on many machines.",
    epilog="Exit status: 0 when all were read, 1 when something failed, 2 when nothing was read.",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder of the shards; with --ray all machines must see it under this path.",
)
@click.option(
    "--ray",
    metavar="ADDRESS",
    help="Read on a Ray cluster: host:port, auto (the one of this machine), or local (start one here).",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 10_000),
    metavar="N",
    help="How many processes read (without it: 1), or shards at once on Ray (all its processors).",
)
@known_options
@click.pass_context
def batch(
    ctx: click.Context,
    inputs: tuple[str, ...],
    out: Path,
    ray: str | None,
    jobs: int | None,
    published: Edtf | None,
    outlet: str | None,
) -> None:
    """Open and read reports as `onrecord add` does, but into a folder of shards: Parquet files with all that
    `add` would keep. `onrecord load` then puts them into a record, which is the same as if `add` had.

    An INPUT is a file, a folder or an archive, as for `add`, but no address and no bundle. The same inputs
    are cut into the same shards. Any process and any machine may die: a finished shard stays, and the same
    command goes on with what is missing. It also looks whether every shard is as it was written, and makes
    anew those that are not.

    It needs: pip install "onrecord[parquet]"; for --ray "onrecord[ray]", on every machine.

    \b
    Examples:
      onrecord batch crawl/ --out shards --jobs 8
      onrecord batch /data/CC-NEWS/2024/03/ --out /data/shards --ray 10.0.0.5:6379
    """
    from onrecord.face import reading
    from onrecord.shards.making import Made

    began, shown = time.monotonic(), 0.0
    done: Counter[str] = Counter()
    lost = []
    with reading.batch(*inputs, out=out, ray=ray, jobs=jobs, published=published, outlet=outlet) as shards:
        for made in shards:
            if isinstance(made, Made):
                done += _count(made)
            else:
                lost.append(made)
                click.echo(clean(f"shard {made.shard} is lost: {made.why}"), err=True)
            now = time.monotonic()
            number = done["shards"] + len(lost)
            if now - shown >= PAUSE or number == len(shards):
                shown = now
                click.echo(_progress(done, number, len(shards), now - began), err=True)
        failed = sum(_tell(failure) for failure in shards.failures())
    click.echo(_summary(done, failed, len(lost)), err=True)
    ctx.exit(2 if not done["reports"] else 1 if failed or lost else 0)


@click.command(
    short_help="Put the shards of a batch into the record.",
    epilog="Exit status: 0 when all is in, 1 when some inputs had given no report, 2 when nothing went in.",
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR")
@record_option
@click.pass_context
def load(ctx: click.Context, folder: Path, location: Where | None) -> None:
    """Put the shards that `onrecord batch` made in DIR into the record; it is made where there is none.

    The record is then the same as if `onrecord add` had taken the inputs of the batch, and reports are
    compared with all that is in it. The same command can be given again at any time, also after it was
    stopped: what is in already stays as it is.

    \b
    Examples:
      onrecord load shards
      onrecord load /data/shards --record news.sqlite
    """
    from onrecord.face import open_record
    from onrecord.shards.plan import count_shards

    began, shown = time.monotonic(), 0.0
    shards = count_shards(folder)
    added: Counter[Added] = Counter()
    statements = failed = 0
    with open_record(location) as record:
        for number, loaded in enumerate(record.load(folder), start=1):
            added += loaded.added
            statements += loaded.statements
            failed += sum(_tell(failure) for failure in loaded.failures)
            now = time.monotonic()
            if now - shown >= PAUSE or number == shards:
                shown = now
                done = Counter({"shards": number, "reports": added.total(), "read": added.total()})
                click.echo(_progress(done, number, shards, now - began), err=True)
    how = [f"{added[kind]} {kind}" for kind in sorted(added)] + ([f"{failed} failed"] if failed else [])
    told = f"{count(added.total(), 'report')} with {count(statements, 'statement')}"
    click.echo(f"{told}; {', '.join(how) or 'nothing found'}.", err=True)
    ctx.exit(2 if not added else 1 if failed else 0)


def _count(made: Made) -> Counter[str]:
    told = made.manifest
    counts = {"shards": 1, "reports": told.reports, "statements": told.statements, "left_out": told.left_out}
    how = "before" if made.before else "damaged" if made.damaged else "made"
    return Counter({**counts, how: 1, "read": 0 if made.before else told.reports})


def _progress(done: Counter[str], number: int, of: int, seconds: float) -> str:
    """How far it is, how quick, and how much is left, taken from what was done in this run."""
    parts = [f"{number} of {count(of, 'shard')}, {count(done['reports'], 'report')}"]
    if done["read"]:
        parts.append(f"{done['read'] / seconds:.1f} reports a second")
    if number < of and done["read"]:
        parts.append(f"{_span((of - number) * seconds / number)} left")
    return "; ".join(parts)


def _span(seconds: float) -> str:
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= 2 * length:
            return count(round(seconds / length), unit)
    return count(round(seconds), "second")


def _tell(failure: Failure) -> bool:
    """Tell of an input that gave no report, if somebody would have taken it for one."""
    if not failure.skipped:
        click.echo(clean(str(failure)), err=True)
    return not failure.skipped


def _summary(done: Counter[str], failed: int, lost: int) -> str:
    names = (("made", "made"), ("damaged", "damaged and made anew"), ("before", "there before"))
    shards = [f"{done[how]} {told}" for how, told in names if done[how]]
    inputs = [f"{failed} failed"] if failed else []
    inputs += [f"{done['left_out']} left out (no reports)"] if done["left_out"] else []
    told = f"{count(done['reports'], 'report')} with {count(done['statements'], 'statement')}"
    shards += [f"{lost} lost; give the same command again"] if lost else []
    return f"{'; '.join([told, *inputs])}. Shards: {', '.join(shards) or 'none'}."
