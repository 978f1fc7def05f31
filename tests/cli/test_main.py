"""How the command line ends, and how quickly it begins."""

import subprocess
import sys

from tests.cli.conftest import Run


def test_help_says_what_each_command_is_for(run: Run) -> None:
    ended = run("--help")
    assert ended.code == 0
    for command in (
        "add",
        "read",
        "reports",
        "statements",
        "people",
        "show",
        "dossier",
        "export",
        "forget",
        "evaluate",
    ):
        assert f"\n  {command} " in ended.out


def test_a_command_that_is_not_there(run: Run) -> None:
    assert run("publish").code == 2


def test_a_command_names_the_record(run: Run) -> None:
    assert run("add", "council.txt", "--record", "other.sqlite").code == 0
    assert run("reports").code == 1
    assert run("reports", "--record", "other.sqlite").code == 0


def test_help_needs_no_heavy_library() -> None:
    heavy = set("numpy onnxruntime sqlalchemy trafilatura httpx2 pydantic rich jinja2 lxml".split())
    code = f"""
import sys
from onrecord.cli import main
try:
    main(["--help"])
except SystemExit:
    pass
sys.exit(", ".join({heavy!r} & set(sys.modules)) or 0)
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_whoever_has_seen_enough_may_stop_reading(record: Run) -> None:
    command = f"{sys.executable} -m onrecord export --format json | head -c 10"
    ended = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.stderr) == ('{"reports"', "")
