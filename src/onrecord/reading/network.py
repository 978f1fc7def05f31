"""The reading network: one pass over a report's word pieces. The only importer of onnxruntime.

Windows overlap, so that nothing is lost at their edges; each piece is taken from the window in which
it stands farthest from an edge. Each report is run by itself: the 8-bit network scales its numbers by
what is in the batch, so a report read beside others could come out otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ModelError
from onrecord.reading.pieces import Pieces, Vocabulary, cut_pieces

Floats = NDArray[np.float32]
WEIGHTS = Path(__file__).parent / "weights"
BATCH = 8  # windows in one run of the network


class _Session(Protocol):
    def run(self, outputs: None, inputs: dict[str, Any]) -> Sequence[Any]: ...


@dataclass(frozen=True)
class Settings:
    """What is chosen when a network is trained and exported; kept in its `config.json`.

    window, stride: pieces; transitions: float (labels, labels), the potential of each label following
    another; link_null: float (links, width); thresholds: by name, probabilities; calibration: slope
    and offset per sort of statement (see `calibration`).
    """

    name: str
    window: int
    stride: int
    role_labels: tuple[str, ...]
    name_labels: tuple[str, ...]
    time_labels: tuple[str, ...]
    links: tuple[str, ...]
    transitions: Floats
    link_nulls: Floats
    thresholds: dict[str, float]
    calibration: dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Labels:
    """What the network says of every piece of one text, n pieces.

    roles: float (n, role labels), potentials; names, times: logits; sentence_ends: float (n,), logits.
    `windows` are the first pieces of the windows, `home` int (n,) the window each piece is taken from.
    `vectors` float (windows, window, links, 2, width): the queries and keys of the links.
    """

    pieces: Pieces
    settings: Settings
    roles: Floats
    names: Floats
    times: Floats
    sentence_ends: Floats
    windows: tuple[int, ...]
    home: NDArray[np.int64]
    vectors: Floats

    def link(self, name: str, first: int, after: int) -> tuple[Floats, int]:
        """Where the pieces `[first, after)` point to, averaged over them: probabilities and an offset.

        Float (1 + pieces of the window): first that they point nowhere, then for each piece of the
        window, which begins with piece `offset` of the text.
        """
        number = self.settings.links.index(name)
        window = int(self.home[(first + after - 1) // 2])
        offset = self.windows[window]
        size = min(self.settings.window, len(self.pieces) - offset)
        inside = slice(max(first, offset) - offset, min(after, offset + size) - offset)
        query = self.vectors[window, inside, number, 0]
        key = self.vectors[window, :size, number, 1]
        scores = np.concatenate([query @ self.settings.link_nulls[number][:, None], query @ key.T], axis=1)
        scores /= np.float32(np.sqrt(query.shape[1]))
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return (scores / scores.sum(axis=1, keepdims=True)).mean(axis=0), offset


class Network:
    """A trained network, ready to read; `threads` is how many it computes with."""

    def __init__(self, session: _Session, vocabulary: Vocabulary, settings: Settings) -> None:
        self.session = session
        self.vocabulary = vocabulary
        self.settings = settings

    @cached_property
    def name(self) -> str:
        """The model's version, as it is kept with every reading."""
        return self.settings.name

    def label(self, text: str) -> Labels:
        """Run the network over a text."""
        pieces = cut_pieces(text, self.vocabulary)
        windows = cut_windows(len(pieces), self.settings.window, self.settings.stride)
        outputs = [self._run(pieces, windows[i : i + BATCH]) for i in range(0, len(windows), BATCH)]
        roles, names, times, ends, links = (
            np.concatenate([_widen(group[n], self.settings.window) for group in outputs]) for n in range(5)
        )
        home = _find_home(len(pieces), windows, self.settings.window)
        at = np.arange(len(pieces)) - np.array(windows)[home]
        width = self.settings.link_nulls.shape[1]
        return Labels(
            pieces=pieces,
            settings=self.settings,
            roles=roles[home, at],
            names=names[home, at],
            times=times[home, at],
            sentence_ends=ends[home, at, 0],
            windows=windows,
            home=home,
            vectors=links.reshape(*links.shape[:2], len(self.settings.links), 2, width),
        )

    def _run(self, pieces: Pieces, windows: tuple[int, ...]) -> list[Floats]:
        """The outputs for some windows, float (windows, longest, ..), without the signs at their ends."""
        given = self.prepare(pieces, windows)
        return [np.asarray(out)[:, 1:-1] for out in self.session.run(None, given)]

    def prepare(self, pieces: Pieces, windows: tuple[int, ...]) -> dict[str, Any]:
        """What the network is given for some windows, each padded to the longest."""
        sizes = [min(self.settings.window, len(pieces) - first) for first in windows]
        shape = (len(windows), max(sizes) + 2)
        ids = np.full(shape, self.vocabulary.padding, np.int64)
        case, place, quote = (np.zeros(shape, np.int64) for _ in range(3))
        mask = np.zeros(shape, np.float32)
        for row, (first, size) in enumerate(zip(windows, sizes, strict=True)):
            here, there = slice(first, first + size), slice(1, size + 1)
            ids[row, 0], ids[row, size + 1] = self.vocabulary.start, self.vocabulary.end
            ids[row, there] = pieces.ids[here]
            case[row, there], place[row, there], quote[row, there] = (
                pieces.case[here],
                pieces.place[here],
                pieces.quote[here],
            )
            mask[row, : size + 2] = 1
        return {"ids": ids, "case": case, "place": place, "quote": quote, "mask": mask}


def read_name(folder: Path = WEIGHTS) -> str:
    """The name of the network in a folder of weights, without loading it. Raises ModelError."""
    try:
        name: str = json.loads((folder / "config.json").read_text(encoding="utf-8"))["name"]
    except FileNotFoundError as error:
        raise ModelError(
            "the network's file is missing; install Onrecord again", where=error.filename
        ) from None
    except (ValueError, KeyError) as error:
        raise ModelError(f"the network does not fit this version: {error}", where=str(folder)) from error
    return name


def load(folder: Path = WEIGHTS, *, threads: int = 1) -> Network:
    """The network in a folder of weights. Raises ModelError where a file is missing or does not fit."""
    # Imported here: it costs more than all else that `onrecord --help` needs.
    import onnxruntime

    try:
        settings = _read_settings(json.loads((folder / "config.json").read_text(encoding="utf-8")))
        pieces = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
        session = open_session((folder / "reader.onnx").read_bytes(), threads=threads)
    except FileNotFoundError as error:
        raise ModelError(
            "the network's file is missing; install Onrecord again", where=error.filename
        ) from None
    except (ValueError, KeyError, onnxruntime.capi.onnxruntime_pybind11_state.InvalidProtobuf) as error:
        raise ModelError(f"the network does not fit this version: {error}", where=str(folder)) from error
    return Network(session, Vocabulary([piece for piece in pieces if piece]), settings)


def open_session(model: bytes, *, threads: int) -> _Session:
    """An ONNX network, to be computed on the processor by so many threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session: _Session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return session


def _read_settings(config: dict[str, Any]) -> Settings:
    return Settings(
        name=config["name"],
        window=config["window"],
        stride=config["stride"],
        role_labels=tuple(config["role_labels"]),
        name_labels=tuple(config["name_labels"]),
        time_labels=tuple(config["time_labels"]),
        links=tuple(config["links"]),
        transitions=np.array(config["transitions"], np.float32),
        link_nulls=np.array(config["link_nulls"], np.float32),
        thresholds=config["thresholds"],
        calibration={sort: (line[0], line[1]) for sort, line in config["calibration"].items()},
    )


def cut_windows(n: int, window: int, stride: int) -> tuple[int, ...]:
    """The first piece of each window. The last window ends with the text, so that it is a full one too."""
    if n <= window:
        return (0,)
    return (*range(0, n - window, stride), n - window)


def _find_home(n: int, windows: tuple[int, ...], window: int) -> NDArray[np.int64]:
    """For each piece the window in which it stands farthest from an edge; the text's ends are no edges."""
    at = np.arange(n)[:, None]
    first = np.array(windows)[None, :]
    size = min(window, n)
    left = np.where(first == 0, n, at - first)
    right = np.where(first + size >= n, n, first + size - 1 - at)
    inside = (at >= first) & (at < first + size)
    home: NDArray[np.int64] = np.where(inside, np.minimum(left, right), -1).argmax(axis=1)
    return home


def _widen(output: Floats, window: int) -> Floats:
    """The output padded with zeros to `window` places."""
    missing = window - output.shape[1]
    return np.pad(output, ((0, 0), (0, missing), (0, 0))) if missing > 0 else output
