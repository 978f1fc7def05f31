"""`onrecord mcp`: the record for an assistant."""

from __future__ import annotations

import click

from onrecord.cli.options import Where, record_option
from onrecord.errors import UsageError


@click.command(short_help="Let an assistant ask the record (MCP).")
@record_option
def mcp(location: Where | None) -> None:
    """Serve the record to an assistant over standard input and output, as an MCP server. It changes nothing.

    Tools: search, statements, stories, chronology, compare, show; all answer with citations. An assistant
    starts it by itself: give it the command below. What it is told leaves this machine if the assistant does.

    \b
    Example:
      onrecord mcp --record /path/to/onrecord.sqlite
    """
    try:
        from onrecord.mcp.server import make_server
    except ModuleNotFoundError as error:
        raise UsageError(
            f'this needs more packages ({error.name} is missing): pip install "onrecord[mcp]"'
        ) from error
    from onrecord.face import open_record

    # What an assistant reads may leave the machine: what is restricted does not exist for it.
    with open_record(location, create=False, for_readers=True) as record:
        make_server(record).run()
