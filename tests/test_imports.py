"""Who may import whom, and which heavy library has which one door. The rule: docs/architecture.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "onrecord"

# From the top down. A part imports from the rows below its own, and from itself.
ROWS = (
    ("cli",),
    ("web", "mcp"),
    ("face",),
    ("decisions", "shards"),
    ("pipeline", "saving", "views", "evaluation"),
    ("memory", "workers"),
    ("intake", "reading", "linking", "store"),
    ("record", "settings"),
    ("lexicon", "edtf", "numbers"),
    ("errors",),
)
ROW_OF = {part: height for height, row in enumerate(reversed(ROWS)) for part in row}

# Where a library may be imported: a module, or all of a part; a few have two.
DOORS: dict[str, str | tuple[str, ...]] = {
    "click": "cli",
    "cryptography": "views.bundle.signing",
    "feedparser": "intake.feeds",
    "hishel": "intake.fetch",
    "httpcore2": "intake",
    "httpx2": "intake.fetch",
    "fastapi": "web",
    "fastwarc": "intake.archive",
    "mammoth": "intake.docx",
    "mcp": "mcp.server",
    "mcp_types": "mcp.server",
    "onnxruntime": "reading.network",
    "protego": "intake.fetch",
    "pyarrow": ("intake.rows", "shards.tables", "views.exports.parquet"),
    "psycopg": "store.dialect.postgres",
    "py3langid": "intake.language",
    "pydantic": "views.contract",
    "pypdfium2": "intake.pdf",
    "ray": "shards.on_ray",
    "rich": ("cli", "views.terminal", "views.terminal_across"),
    "sqlalchemy": "store",
    "starlette": "web",
    "trafilatura": "intake.page",
    "uvicorn": "cli.serve",
}
# Only what trains the network or tests the rest needs these.
NOWHERE = {"datasketch", "hypothesis", "onnx", "pytest", "requests", "tokenizers", "torch", "transformers"}

MODULES = sorted(SOURCE.rglob("*.py"))


def name_of(path: Path) -> str:
    """`intake.page` for src/onrecord/intake/page.py; "" for the package itself."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports_of(path: Path) -> Iterator[str]:
    """The full names that a module imports, wherever in it they stand."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: imports are written with their full name"
            assert node.module is not None
            yield node.module
            if node.module == "onrecord":
                yield from (f"onrecord.{alias.name}" for alias in node.names)


def own_imports(path: Path) -> Iterator[str]:
    """The parts of Onrecord that a module imports."""
    for name in imports_of(path):
        package, _, rest = name.partition(".")
        if package == "onrecord" and rest:
            yield rest.split(".")[0]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_part_imports_only_from_the_rows_below(path: Path) -> None:
    part = name_of(path).split(".")[0]
    if part in ("", "__main__"):
        return  # the face of the package and its command line open onto everything
    for other in own_imports(path):
        assert other in ROW_OF, f"{other} has no row: give it one here and in docs/architecture.md"
        below = ROW_OF[other] < ROW_OF[part]
        assert below or other == part, f"{name_of(path)} imports {other}, which is not below it"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_heavy_library_has_one_door(path: Path) -> None:
    module = name_of(path)
    for name in imports_of(path):
        library = name.split(".")[0]
        assert library not in NOWHERE, f"{module} imports {library}"
        doors = DOORS.get(library, module)
        doors = (doors,) if isinstance(doors, str) else doors
        entered = any(module == door or module.startswith(f"{door}.") for door in doors)
        assert entered, f"{module} imports {library}, as only {', '.join(doors)} may"


def test_every_part_has_a_row() -> None:
    parts = {name_of(path).split(".")[0] for path in MODULES} - {"", "__main__"}
    assert parts <= ROW_OF.keys()
