"""`onrecord bundle`, `verify` and `key`: the record is handed on so that it can be checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import Where, count, json_option, open_for_reading, record_option

if TYPE_CHECKING:
    from onrecord.views.bundle.checking import Change

# More changes than these are counted.
_TOLD = 20


@click.command(short_help="Write reports as one file that can be checked.")
@click.argument("ids", nargs=-1, metavar="[STORY|REPORT]...")
@click.option("-o", "--output", required=True, metavar="FILE", help="Where to: FILE.zip.")
@click.option("--title", metavar="TEXT", help="What it is about. Without it: the name of the record's file.")
@click.option(
    "--originals/--hashes-only",
    default=True,
    help="With the originals (so it is without either), or with their hashes only.",
)
@click.option("--key", metavar="KEY", help="Sign it with the key in this file; see `onrecord key`.")
@record_option
def bundle(
    location: Where | None,
    ids: tuple[str, ...],
    output: str,
    title: str | None,
    originals: bool,
    key: str | None,
) -> None:
    """Write reports, the reports of stories, or all reports with all that is known of them, as a .zip file.

    In it: a dossier that opens in any browser, the same as JSON, the originals, what people decided, and the
    hashes of it all. `onrecord verify` tells whether it is as it was made, `onrecord add` makes a record of
    it. Of other reports nothing is in it, also not what people decided about them. It is a file for others:
    the paths and addresses that the reports were added from are in it.

    \b
    Examples:
      onrecord bundle -o dam.zip
      onrecord bundle t0123456789abcdef -o dam.zip --key newsroom.pem --title "The dam at Kapiri"
    """
    with open_for_reading(location) as record:
        signer = record.bundle(output, ids, title=title, originals=originals, key=key)
    click.echo(output)
    told = f"signed by {signer}" if signer else "not signed; --key KEY signs it, `onrecord key` makes a key"
    click.echo(told, err=True)


@click.command(
    short_help="Check a bundle: is it as it was made, and by whom?",
    epilog="Exit status: 0 it is as it was made, 1 it is not, 2 it is no bundle.",
)
@click.argument("file", metavar="FILE")
@click.option("--signer", metavar="FINGERPRINT", help="Whose key it must be signed by.")
@json_option
@click.pass_context
def verify(ctx: click.Context, file: str, signer: str | None, as_json: bool) -> None:
    """Check every byte of a bundle, and name the first that was changed.

    A signature says that the bundle is as the owner of a key made it. Whose key it is you must know from
    elsewhere: ask them for its fingerprint and give it with --signer. A bundle without a signature is
    checked for accidents; whoever changes one can change its hashes as well.

    \b
    Examples:
      onrecord verify dam.zip
      onrecord verify dam.zip --signer ed25519:0123…cdef
    """
    from onrecord.errors import OnrecordError, UsageError
    from onrecord.views.bundle.checking import check_bundle, read_bundle
    from onrecord.views.bundle.signing import same_fingerprint

    if signer is not None:
        same_fingerprint(signer, signer)
    try:
        checked = check_bundle(read_bundle(file))
    except OnrecordError as error:
        raise UsageError(error.what, where=file) from error
    lines = [_tell(change, file) for change in checked.changes]
    if signer is not None and not lines:
        if checked.signer is None:
            lines.append("it is not signed")
        elif not same_fingerprint(signer, checked.signer):
            lines.append(f"it is signed by another key, {checked.signer}")
    if as_json:
        from onrecord.views.bundle.answers import answer_checked

        click.echo(answer_checked(checked, lines).as_json())
    elif lines:
        click.echo(f"{file}: NOT as it was made")
        for line in lines[:_TOLD]:
            click.echo(f"  {line}")
        if len(lines) > _TOLD:
            click.echo(f"  and {count(len(lines) - _TOLD, 'more')}")
    else:
        by = f"Signed by {checked.signer}." if checked.signer else "Not signed: anyone may have made it."
        click.echo(f"{file}: as it was made, {count(len(checked.files), 'file')}. {by}")
    ctx.exit(1 if lines else 0)


def _tell(change: Change, file: str) -> str:
    if change.path is None:
        return f"byte {change.at} of {file}: {change.what}{_bytes(change)}"
    if change.offset is None:
        return f"{change.path} {change.what}"
    at = "" if change.at is None else f" (byte {change.at} of {file})"
    return f"{change.path} {change.what}, at byte {change.offset}{at}{_bytes(change)}"


def _bytes(change: Change) -> str:
    if not (change.was or change.now):
        return ""
    return f": was {_byte(change.was)}, is {_byte(change.now)}"


def _byte(byte: bytes) -> str:
    if not byte:
        return "nothing"
    return f"{byte.hex()} “{byte.decode()}”" if 0x20 < byte[0] < 0x7F else byte.hex()


@click.command(short_help="Make a key to sign bundles with.")
@click.argument("file", metavar="FILE")
def key(file: str) -> None:
    """Make a key (Ed25519) in a new file that only you may read, and print its fingerprint.

    Of a key that is there already the fingerprint is printed. Tell it to those who get your bundles, by
    another way than the bundles; keep the file to yourself, and a copy of it in a safe place.

    \b
    Example:
      onrecord key newsroom.pem
    """
    from onrecord.views.bundle.signing import Signer, make_key

    click.echo(Signer(file).fingerprint if Path(file).exists() else make_key(file))
