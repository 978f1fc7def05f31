"""What the network is measured beside: itself in floats, and spaCy's small English pipeline."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

# Of spaCy's small English pipeline: width and depth of what its parts share, and how many labels each has.
WIDTH, TAGS, ARCS, NAMES = 96, 50, 45, 18


def as_floats(packed: bytes) -> bytes | None:
    """The network with floats for its 8-bit numbers: as quick as never quantised; None: no `onnx` here."""
    try:
        import onnx  # type: ignore[import-not-found]
    except ImportError:
        return None
    model = onnx.load_from_string(packed)
    kept = {one.name: onnx.numpy_helper.to_array(one) for one in model.graph.initializer}
    readers: dict[str, Any] = {name: node for node in model.graph.node for name in node.input}
    made = {name: node for node in model.graph.node for name in node.output}
    replaced: dict[str, Any] = {}
    new = []
    gone: set[str] = set()
    for node in model.graph.node:
        if node.op_type != "MatMulInteger":
            continue
        of, matrix, _, zero = node.input
        scale = kept[matrix.removesuffix("_quantized") + "_scale"]
        floats = (kept[matrix].astype(np.float32) - kept[zero].astype(np.float32)) * scale
        new.append(onnx.numpy_helper.from_array(floats.astype(np.float32), f"{matrix}_float"))
        # Behind a product stand the cast of its whole numbers and the scale.
        cast = readers[node.output[0]]
        scaled = readers[cast.output[0]]
        inputs = [made[of].input[0], f"{matrix}_float"]
        replaced[node.name] = onnx.helper.make_node("MatMul", inputs, scaled.output)
        gone |= {cast.name, scaled.name}
    left = [replaced.get(node.name, node) for node in model.graph.node if node.name not in gone]
    del model.graph.node[:]
    model.graph.node.extend(left)
    needed = {name for node in left for name in node.input}
    kept_on = [one for one in model.graph.initializer if one.name in needed]
    del model.graph.initializer[:]
    model.graph.initializer.extend([*kept_on, *new])
    floats_only: bytes = model.SerializeToString()
    return floats_only


def share_of_products(packed: bytes, batches: list[dict[str, Any]]) -> float:
    """The share of the network's time that matrix products take, by the runtime's own profile."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_profiling = True
    with tempfile.TemporaryDirectory() as folder:
        options.profile_file_prefix = str(Path(folder, "profile"))
        session = onnxruntime.InferenceSession(packed, options, providers=["CPUExecutionProvider"])
        for batch in batches:
            session.run(None, batch)
        events = json.loads(Path(session.end_profiling()).read_text())
    took: Counter[str] = Counter()
    for event in events:
        if event.get("cat") == "Node" and event["name"].endswith("_kernel_time"):
            took[event["args"]["op_name"]] += event["dur"]
    return sum(n for name, n in took.items() if "MatMul" in name or "Gemm" in name) / took.total()


def small_spacy() -> Callable[[str], object] | None:
    """SpaCy's small English pipeline by its architecture; None: it is not installed.

    With weights of chance it is as quick as with trained ones: tagger and parser share one network, names
    have one of their own.
    """
    try:
        import spacy  # type: ignore[import-not-found]
        from spacy.tokens import Doc  # type: ignore[import-not-found]
        from spacy.training import Example  # type: ignore[import-not-found]
    except ImportError:
        return None
    pipeline = spacy.blank("en")
    pipeline.add_pipe("tok2vec")
    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "*"}
    for name in ("tagger", "parser"):
        pipeline.add_pipe(name, config={"model": {"tok2vec": shared}})
    pipeline.add_pipe("ner")
    for name, sort, count in (("tagger", "T", TAGS), ("parser", "d", ARCS), ("ner", "N", NAMES)):
        for number in range(count):
            pipeline.get_pipe(name).add_label(f"{sort}{number}")
    words = ["Ana", "Quell", "said", "so"]
    told = {"tags": [f"T{n}" for n in range(4)], "heads": [2, 2, 2, 2], "deps": ["d0", "d1", "ROOT", "d2"]}
    example = Example.from_dict(Doc(pipeline.vocab, words), {**told, "entities": ["B-N0", "L-N0", "O", "O"]})
    pipeline.initialize(lambda: [example])
    made: Callable[[str], object] = pipeline
    return made
