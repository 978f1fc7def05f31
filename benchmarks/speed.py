"""How fast reports are taken in, read, compared and kept, beside what bounds it, measured side by side.

    python -m benchmarks.speed examples/stories --rounds 5

The folder's reports go through each part in turn, once a round, so that whatever else the machine does hits
all parts alike; told is the median of the rounds, in seconds of the processor (user and system, child
processes with it), and for `add` also by the clock. Parts:

    intake           bytes to reports, plain text
    pages            bytes to reports, web pages made of the same texts
    trafilatura      the same pages through trafilatura alone
    network          the bare network on ready-made batches: the ceiling of reading
    network float32  the same network with floats for its 8-bit numbers, where `onnx` is installed
    reading          reports to readings
    keeping          readings into a new record, linking left out
    linking          the same, compared with one another
    add              the command `onrecord add` into a new record, start-up with it
    add --jobs 2     the same with two processes
    spacy            a pipeline of spaCy's small English architecture with weights of chance, where installed

Ends with the share of the network's rate that reading and `add` have, the gain of two processes, the time
that `onrecord --help` and `import onrecord` take, and the most memory that `add` and its workers held.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.side_by_side import as_floats, share_of_products, small_spacy
from onrecord.intake.files import find_inputs
from onrecord.intake.given import Given
from onrecord.intake.page import extract_body, read_page
from onrecord.memory.linking import remember
from onrecord.reading import network as networks
from onrecord.reading.pieces import cut_pieces
from onrecord.reading.reader import read_report
from onrecord.record import Original, Reading, Report
from onrecord.store import open_store

NOW = datetime(2024, 1, 1, tzinfo=UTC)
Part = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", type=int, default=40, help="reports of the folder, at most")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(asked.folder, Path(folder), asked.rounds, asked.most)


def measure(source: Path, folder: Path, rounds: int, most: int) -> None:
    reports = gather(source, most)
    texts = folder / "texts"
    texts.mkdir()
    for number, report in enumerate(reports):
        (texts / f"{number:04}.txt").write_text(report.text, encoding="utf-8")
    pages = [as_page(report) for report in reports]
    network = networks.load()
    readings = [read_report(report, network) for report in reports]
    words = sum(len(report.text.split()) for report in reports)
    print(f"{len(reports)} reports, {words} words, {rounds} rounds; {os.cpu_count()} processors")
    adds = [folder / f"record-{n}" for n in range(2 * rounds)]
    batches = ready_batches(network, reports)
    parts: dict[str, Part] = {
        "intake": lambda: gather(texts, most),
        "pages": lambda: [read_page(page, Given()) for page in pages],
        "trafilatura": lambda: [extract_body(page.data.decode()) for page in pages],
        "network": run_batches(network.session, batches),
    }
    packed = (files("onrecord") / "reading" / "weights" / "reader.onnx").read_bytes()
    products = {"8 bits": share_of_products(packed, batches)}
    if (floats := as_floats(packed)) is not None:
        parts["network float32"] = run_batches(networks.open_session(floats, threads=1), batches)
        products["floats"] = share_of_products(floats, batches)
    else:
        print("network float32 left out: it needs `pip install onnx`")
    parts |= {
        "reading": lambda: [read_report(report, network) for report in reports],
        "keeping": lambda: keep(folder, reports, readings, link=False),
        "linking": lambda: keep(folder, reports, readings, link=True),
        "add": lambda: add(texts, adds.pop(), 1),
        "add --jobs 2": lambda: add(texts, adds.pop(), 2),
    }
    if (spacy := small_spacy()) is not None:
        parts["spacy"] = lambda: [spacy(report.text) for report in reports]
    else:
        print("spacy left out: it needs `pip install spacy`")
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in parts}
    for number in range(rounds):
        for name, part in parts.items():
            took[name].append(timed(part))
        print(f"round {number + 1} done", file=sys.stderr, flush=True)
    seconds = {name: median(one[0] for one in some) for name, some in took.items()}
    clock = {name: median(one[1] for one in some) for name, some in took.items()}
    seconds["linking"] -= seconds["keeping"]
    print(f"{'':16} {'reports/s':>10} {'words/s':>9}   by the clock")
    for name in parts:
        rate = len(reports) / max(seconds[name], 1e-9)
        whole = f"{len(reports) / clock[name]:8.1f} reports/s" if name.startswith("add") else ""
        print(f"{name:16} {rate:10.1f} {words / max(seconds[name], 1e-9):9.0f}   {whole}")
    bare = seconds["network"]
    print(
        f"reading has {bare / seconds['reading']:.0%} of the network's rate, add {bare / seconds['add']:.0%}"
    )
    told = ", ".join(f"{share:.0%} with {how}" for how, share in products.items())
    print(f"matrix products take of the network's time: {told}")
    print(f"two processes: {clock['add'] / clock['add --jobs 2']:.2f} times one, by the clock")
    for name, command in (("--help", ["-m", "onrecord", "--help"]), ("import", ["-c", "import onrecord"])):
        spent = median(timed(lambda command=command: run(command))[0] for _ in range(3))  # type: ignore[misc]
        print(f"{name}: {spent:.2f} s")
    print(f"memory of the largest process of add: {memory_of_add(texts, folder / 'memory'):.0f} MB")


def gather(source: Path, most: int) -> list[Report]:
    found = find_inputs([str(source)], given=Given(), fetcher=None, now=NOW)
    return [one for one in found if isinstance(one, Report)][:most]


def as_page(report: Report) -> Original:
    headline, *body = report.text.split("\n\n")
    told = "".join(f"<p>{escape(one)}</p>" for one in body)
    title = escape(headline)
    page = f"<!doctype html><title>{title}</title><article><h1>{title}</h1>{told}</article>"
    return Original(page.encode(), "text/html", report.original.location, NOW)


def ready_batches(network: networks.Network, reports: list[Report]) -> list[dict[str, Any]]:
    """What the network is given for the reports: all windows as reading cuts them."""
    window, stride = network.settings.window, network.settings.stride
    given: list[dict[str, Any]] = []
    for report in reports:
        pieces = cut_pieces(report.text, network.vocabulary)
        windows = networks.cut_windows(len(pieces), window, stride)
        some = (windows[i : i + networks.BATCH] for i in range(0, len(windows), networks.BATCH))
        given += [network.prepare(pieces, batch) for batch in some]
    return given


def run_batches(session: Any, batches: list[dict[str, Any]]) -> Part:
    """The bare network, with nothing around it."""
    return lambda: [session.run(None, batch) for batch in batches]


def keep(folder: Path, reports: list[Report], readings: list[Reading], *, link: bool) -> None:
    place = tempfile.TemporaryDirectory(dir=folder)
    with place, open_store(Path(place.name, "record")) as store, store.writer() as writer:
        for report, reading in zip(reports, readings, strict=True):
            writer.add(report, reading, now=NOW)
        if link:
            remember(store, writer, now=NOW)


def add(texts: Path, record: Path, jobs: int) -> None:
    run(["-m", "onrecord", "add", str(texts), "--record", str(record), "--jobs", str(jobs)])


def memory_of_add(texts: Path, record: Path) -> float:
    """The most that one of its processes held, in MB; told by a small one, since memory is handed down."""
    told = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=-3, stderr=-3, check=True); "
    )
    told += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    command = [sys.executable, "-m", "onrecord", "add", str(texts), "--record", str(record)]
    done = subprocess.run([sys.executable, "-c", told, *command], stdout=subprocess.PIPE, check=True)
    return float(done.stdout)


def run(arguments: list[str]) -> None:
    subprocess.run(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True
    )


def timed(part: Part) -> tuple[float, float]:
    """Seconds of the processor with child processes, and by the clock."""
    before, began = os.times(), time.perf_counter()
    part()
    after = os.times()
    return sum(after[:4]) - sum(before[:4]), time.perf_counter() - began


if __name__ == "__main__":
    main()
