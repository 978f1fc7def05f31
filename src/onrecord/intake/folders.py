"""Folders: the files in them that may be reports, in one order on every machine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.intake.opening import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

# Text that is no report where it lies in a folder; who means it names it.
OTHER_TEXT = frozenset(
    ".bib .c .cfg .conf .cpp .css .csv .go .h .ics .ini .ipynb .java .js .log .lua .map .mjs .php .pl .py .r"
    " .rb .rs .sh .sql .srt .tex .toml .ts .tsv .vcf .vtt .yaml .yml".split()
)
# Where a browser that saves a page puts its pictures: "Story_files" beside "Story.html".
SAVED_FILES = re.compile(r"(?P<page>.+)(?:_files|-Dateien|_archivos|_fichiers|_arquivos)\Z")
# What a database, also a record of ours, has beside it.
BESIDE_DATABASE = re.compile(r"(?P<database>.+)(?:-wal|-shm|-journal|\.writer)\Z")


class Folders:
    """One walk through files and folders; it remembers which folders it has been to."""

    def __init__(self) -> None:
        self._been: set[Path] = set()

    def walk(self, path: Path) -> Iterator[Path | Failure]:
        """The file of that path, or the files of the folder and those below; and what is not read there."""
        try:
            if path.is_dir():
                yield from self._walk_folder(path)
            elif path.is_file():
                yield path
            elif path.is_symlink():
                yield Failure(str(path), "it is a link that leads nowhere")
            elif path.exists():
                yield Failure(str(path), "it is no file and no folder", skipped=True)
            else:
                yield Failure(str(path), "there is no such file or folder; check the spelling")
        except (OSError, ValueError) as error:
            yield Failure(str(path), say_error(error))

    def _walk_folder(self, folder: Path) -> Iterator[Path | Failure]:
        real = folder.resolve()
        if real in self._been:
            # Linked from within itself, or named twice: its files have been read.
            return
        self._been.add(real)
        found = 0
        for path in sorted(folder.iterdir()):
            if path.name.startswith(".") or _belongs_to_database(path):
                continue
            found += 1
            if path.is_dir() and _belongs_to_page(path):
                yield Failure(str(path), "files that belong to the saved page beside it", skipped=True)
            elif path.suffix.lower() in OTHER_TEXT:
                yield Failure(
                    str(path), f"{path.suffix} files are not read unless they are named", skipped=True
                )
            else:
                yield from self.walk(path)
        if not found:
            yield Failure(str(folder), "the folder is empty", skipped=True)


def say_error(error: OSError | ValueError) -> str:
    """An error of the file system in plain words."""
    if isinstance(error, PermissionError):
        return "it may not be read; check its permissions"
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"it cannot be read ({reason or error})"


def _belongs_to_page(folder: Path) -> bool:
    found = SAVED_FILES.fullmatch(folder.name)
    return found is not None and any(
        (folder.parent / (found["page"] + end)).exists() for end in (".html", ".htm", ".xhtml")
    )


def _belongs_to_database(path: Path) -> bool:
    found = BESIDE_DATABASE.fullmatch(path.name)
    return found is not None and (path.parent / found["database"]).exists()
