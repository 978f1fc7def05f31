"""The command reference is what `--help` says. To bring it up to date: python -m tests.test_docs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from onrecord.cli import onrecord

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference.md"
BLOCK = re.compile(r"<!-- help: (?P<name>[^>]*) -->\n(?:```text\n.*?```\n)?", re.DOTALL)
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*.md")]


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """All commands by what one types."""
    yield path, command
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from commands(below, f"{path} {name}")


COMMANDS = dict(commands(onrecord, "onrecord"))


def help_of(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path, terminal_width=100, help_option_names=["-h", "--help"])
    return command.get_help(context)


def updated(text: str) -> str:
    """The reference with the help of today."""

    def block(match: re.Match[str]) -> str:
        path = match["name"]
        return f"<!-- help: {path} -->\n```text\n{help_of(path, COMMANDS[path])}\n```\n"

    return BLOCK.sub(block, text)


def test_the_reference_says_what_help_says() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    assert text == updated(text), "run: python -m tests.test_docs"


def test_every_command_is_in_the_reference() -> None:
    told = {match["name"] for match in BLOCK.finditer(REFERENCE.read_text(encoding="utf-8"))}
    assert told == COMMANDS.keys()


def test_every_command_has_examples_and_every_option_a_help() -> None:
    for path, command in COMMANDS.items():
        if not isinstance(command, click.Group):
            assert "Example" in (command.help or ""), path
        for option in command.params:
            assert not isinstance(option, click.Option) or option.help, f"{path} {option.name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


if __name__ == "__main__":
    REFERENCE.write_text(updated(REFERENCE.read_text(encoding="utf-8")), encoding="utf-8")
