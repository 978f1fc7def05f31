"""A PostgreSQL server of the tests' own: started once, in a temporary folder, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

# Nothing here must outlive a power cut, so that the tests need not wait for the disk.
_SETTINGS = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"),
    *("listen_addresses=", "max_connections=100", "shared_buffers=32MB", "log_min_messages=fatal"),
)


class OwnServer:
    """A running server that only its socket in `folder` leads to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0

    def address(self, database: str) -> str:
        return f"postgresql://reader@/{database}?host={self.folder}"

    def make_database(self, *, template: str = "template0", options: str = "") -> str:
        """A new database, a copy of another one; its name."""
        self._made += 1
        name = f"record_{self._made}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} OWNER reader STRATEGY file_copy {options}")
        return name

    def run(self, sql: str, *, database: str = "postgres") -> None:
        """As the one who keeps the server."""
        address = f"postgresql://keeper@/{database}?host={self.folder}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.encode())

    def start(self) -> None:
        options = " ".join(
            f"-c {setting}" for setting in (*_SETTINGS, f"unix_socket_directories={self.folder}")
        )
        self._control("start", "--options", options, "--log", str(self.folder / "log"))

    def stop(self, *, mode: str = "fast") -> None:
        self._control("stop", "--mode", mode)

    def _control(self, *what: str) -> None:
        _run("pg_ctl", "--pgdata", str(self.folder / "data"), "--wait", *what)


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """Raises RuntimeError where PostgreSQL is not installed."""
    # A short path, for that of a socket may have 107 bytes.
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder = Path(name)
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            os.chown(folder, *_somebody())
        _run(
            "initdb", "--pgdata", str(folder / "data"), "--username", "keeper", "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions",
        )  # fmt: skip
        server = OwnServer(folder)
        server.start()
        try:
            server.run("CREATE USER reader CREATEDB")
            yield server
        finally:
            server.stop(mode="immediate")


def _run(program: str, *arguments: str) -> None:
    user = None if os.geteuid() else _somebody()[0]
    # Its output goes to no pipe, which the server that `pg_ctl` starts would keep open.
    with tempfile.TemporaryFile() as out:
        command: Sequence[str] = (_find(program), *arguments)
        done = subprocess.run(command, stdout=out, stderr=out, user=user, cwd="/", check=False)
        if done.returncode:
            out.seek(0)
            raise RuntimeError(f"{program} failed: {out.read().decode(errors='replace')}")


def _somebody() -> tuple[int, int]:
    """The user whom the package of the server makes."""
    known = pwd.getpwnam("postgres")
    return known.pw_uid, known.pw_gid


def _find(program: str) -> str:
    # Debian has them out of the way, a folder for each version.
    found = shutil.which(program) or max(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), default=None)
    if found is None:
        raise RuntimeError("the tests need PostgreSQL: apt-get install postgresql")
    return str(found)
