"""`onrecord serve`: the page where the record is read and corrected, and its API."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import webbrowser
from pathlib import Path

import click

from onrecord.cli.options import Where, record_option
from onrecord.errors import UsageError
from onrecord.settings import read_settings


@click.command(short_help="Open the page where the record is read and corrected.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8470,
    show_default=True,
    help="The port to listen at; 0: any that is free.",
)
@click.option("--open", "open_", is_flag=True, help="Open the page in your browser.")
@click.option("--invite", metavar="NAME", help="Make a token with which somebody may enter, and stop.")
@click.option(
    "--role",
    type=click.Choice(["reader", "reviewer", "editor"]),
    default="reader",
    show_default=True,
    help="Of whom you invite. Readers see what is not restricted, reviewers see all and decide, editors also "
    "restrict and forget reports, and hide words of them.",
)
@click.option("--dismiss", metavar="NAME", help="Let somebody in no more, and stop.")
@click.option("--guests", "list_", is_flag=True, help="List whom you invited, and stop.")
@record_option
def serve(
    location: Where | None,
    host: str,
    port: int,
    open_: bool,
    invite: str | None,
    role: str,
    dismiss: str | None,
    list_: bool,
) -> None:
    """Serve the record as a page, and as JSON with an OpenAPI description at /api.

    Only this machine can reach it. Give --host to let others in: then the address that is printed holds a
    token of yours, and nothing is answered to who has none. Each of the others has a token of their own, by
    --invite; what they decide is kept in their name. Ctrl-C stops it.

    \b
    Examples:
      onrecord serve --open
      onrecord serve --record court.sqlite --port 9000
      onrecord serve --invite Ana --role reviewer
      onrecord serve --host 192.168.1.20
    """
    record = location or read_settings(os.environ).record
    try:
        import uvicorn

        from onrecord.web.app import create_app
        from onrecord.web.guard import is_loopback
    except ModuleNotFoundError as error:
        raise UsageError(
            f"the page needs more packages ({error.name} is missing): pip install 'onrecord[web]'"
        ) from error
    if invite or dismiss or list_:
        _keep_guests(record, invite, role, dismiss)
        return
    token = None if is_loopback(host) else secrets.token_urlsafe(24)
    app = create_app(record, host=host, token=token)
    listening = _listen(host, port)
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{listening.getsockname()[1]}/"
    click.echo(f"The record is at {address}{f'?token={token}' if token else ''}  (Ctrl-C stops it)")
    if open_:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    config = uvicorn.Config(
        app, log_level="warning", server_header=False, date_header=False, access_log=False, ws="none"
    )
    uvicorn.Server(config).run([listening])


def _keep_guests(record: str | Path, invite: str | None, role: str, dismiss: str | None) -> None:
    """Change who may enter, or say who may."""
    from onrecord.face import open_record
    from onrecord.web.guests import Guests, Role

    with open_record(record, create=False, readonly=not (invite or dismiss)) as opened:
        guests = Guests(opened.store)
        if dismiss is not None:
            guests.dismiss(dismiss)
            click.echo(f"{dismiss} may not enter any more.")
        if invite is not None:
            token = guests.invite(invite, Role(role))
            click.echo(f"{invite} may enter as {role} with this token, which is shown only now:\n{token}")
            click.echo("It is asked for at the address that `onrecord serve --host …` prints.", err=True)
        if invite is None and dismiss is None:
            for guest in guests.list():
                click.echo(f"{guest.name}\t{guest.role}")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        do = "give another --port" if port else "give another --host"
        raise UsageError(f"cannot listen there ({error.strerror}): {do}", where=f"{host}:{port}") from error
    listening.listen()
    return listening
