"""How the command line ends, and how quickly it begins."""

import signal
import subprocess
import sys
from pathlib import Path

from onrecord import open_record
from tests.cli.conftest import COUNCIL, Run


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


def test_a_full_disk_behind_standard_output(record: Run) -> None:
    command = f"{sys.executable} -m onrecord export --format json > /dev/full"
    ended = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr == "onrecord: the answer cannot be written: No space left on device\n"


def test_stopped_half_way_it_says_what_was_kept(folder: Path) -> None:
    for number in range(200):
        (folder / f"report-{number}.txt").write_text(COUNCIL.replace("Riverton", f"Riverton{number}"))
    command = [sys.executable, "-m", "onrecord", "add", "."]
    adding = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that runs the tests in the background hands on that SIGINT is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with adding:
        assert adding.stdout is not None
        assert adding.stdout.readline().startswith("new ")
        adding.send_signal(signal.SIGINT)
        out, err = adding.communicate()
    assert adding.returncode == 130
    kept = 1 + len(out.splitlines())
    assert kept < 200
    assert f"{kept} new." in err
    assert err.endswith("Stopped.\n")
    with open_record(readonly=True) as record:
        assert len(list(record.reports())) >= kept
        assert next(record.people()).entity.name == "Ana Quell"
