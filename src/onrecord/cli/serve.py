"""`onrecord serve`: the page where the record is read and corrected, and its API."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import webbrowser
from pathlib import Path

import click

from onrecord.cli.options import record_option
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
@record_option
def serve(location: Path | None, host: str, port: int, open_: bool) -> None:
    """Serve the record as a page, and as JSON with an OpenAPI description at /api.

    Only this machine can reach it. Give --host to let others in: then the address that is printed holds a
    token, and nothing is answered to who does not have it. Ctrl-C stops it.

    \b
    Examples:
      onrecord serve --open
      onrecord serve --record court.sqlite --port 9000
    """
    try:
        import uvicorn

        from onrecord.web.app import create_app
        from onrecord.web.guard import is_loopback
    except ModuleNotFoundError as error:
        raise UsageError(
            f"the page needs more packages ({error.name} is missing): pip install 'onrecord[web]'"
        ) from error
    token = None if is_loopback(host) else secrets.token_urlsafe(24)
    app = create_app(location or read_settings(os.environ).record, host=host, token=token)
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
