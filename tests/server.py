"""A PostgreSQL server of the tests' own: started once, in a temporary folder, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

# Nothing here must outlive a power cut, so that the tests need not wait for the disk.
_SETTINGS = (
    *("fsync=off", "autovacuum=off", "listen_addresses=", "max_connections=100", "shared_buffers=32MB"),
    "log_min_messages=fatal",
)
# Nor, as a rule, a kill of the server.
_FORGETFUL = ("synchronous_commit=off", "full_page_writes=off")


class OwnServer:
    """A running server that only its socket in `folder` leads to."""

    def __init__(self, folder: Path, settings: Sequence[str]) -> None:
        self.folder = folder
        self._settings = settings
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
            f"-c {setting}" for setting in (*self._settings, f"unix_socket_directories={self.folder}")
        )
        self._control("start", "--options", options, "--log", str(self.folder / "log"))

    def stop(self, *, mode: str = "fast") -> None:
        self._control("stop", "--mode", mode)

    def kill(self) -> None:
        """End it as the system would, for want of memory: all its processes at once, with no word."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(first, signal.SIGSTOP)  # so that it makes no more of them
        processes = (first, *_children(first))
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        # The next one does not start while one of them is there.
        while any(Path(f"/proc/{process}").exists() for process in processes):
            time.sleep(0.01)

    def _control(self, *what: str) -> None:
        _run("pg_ctl", "--pgdata", str(self.folder / "data"), "--wait", *what)


@contextmanager
def own_server(*, lasting: bool = False) -> Iterator[OwnServer]:
    """Raises RuntimeError where PostgreSQL is not installed.

    `lasting`: what was committed outlives a kill of the server.
    """
    # A short path, for that of a socket may have 107 bytes.
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder = Path(name)
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            os.chown(folder, *_somebody())
        _run(
            "initdb", "--pgdata", str(folder / "data"), "--username", "keeper", "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions",
        )  # fmt: skip
        server = OwnServer(folder, _SETTINGS if lasting else (*_SETTINGS, *_FORGETFUL))
        server.start()
        try:
            server.run("CREATE USER reader CREATEDB")
            yield server
        finally:
            server.stop(mode="immediate")


def _children(parent: int) -> list[int]:
    found = []
    for one in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # Behind the name, which may hold anything, stand the state and the parent.
            name, _, rest = one.read_text().rpartition(")")
            if int(rest.split()[1]) == parent:
                found.append(int(name.split()[0]))
    return found


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
