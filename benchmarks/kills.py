"""Kill every operation that changes a record at random moments; the record stays whole and ends as it should.

    python -m benchmarks.kills --kills 40
    python -m benchmarks.kills add forget --on postgresql server --kills 100

For each operation (see `kill_operations.py`) and each of the databases: it is done once undisturbed; then it
is done over and over in a process that is killed (SIGKILL) at a moment drawn within the time it took, and
gone on with as a user would, by doing it again. On `server` it is the PostgreSQL server that is killed, or
ended at once, and started again; whoever was working must say so in plain words. After every kill the record
must open, be sound (`onrecord check`), have all that it had and all that was said to be kept, and hold whole
reports only. Whenever an operation comes to its end the record must equal the undisturbed one, by its
digest, and the next begins anew. The processes are forked with the network loaded, so that a kill costs what
it interrupts, and no start. Ends with status 1 where anything was not as it must be.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from benchmarks.kill_operations import OPERATIONS, Operation, Told, warm_up
from benchmarks.kill_places import PLACES, Place, places_on
from onrecord.errors import OnrecordError
from tests.server import OwnServer, own_server

# How a process ends that was told of a fault in plain words, and one that broke.
REFUSED, BROKE = 3, 4
# Seconds that an operation may take where it is left alone, also on a busy machine.
PATIENCE = 900.0
# A draw in so many is over the whole time, the others over the first fifth of it: what is done again goes
# quickly over what is there already.
SHORT = 0.2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("operations", nargs="*", metavar="OPERATION", help=", ".join(OPERATIONS))
    parser.add_argument("--on", nargs="+", choices=PLACES, default=PLACES)
    parser.add_argument("--kills", type=int, default=40, help="of each operation on each database")
    parser.add_argument("--seed", type=int, default=1, help="for the moments of the kills")
    asked = parser.parse_args()
    warm_up()
    killed: Counter[str] = Counter()
    faults: list[str] = []
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        needs_server = any(on != "sqlite" for on in asked.on)
        server = held.enter_context(own_server(lasting=True)) if needs_server else None
        for on in asked.on:
            for name in asked.operations or OPERATIONS:
                operation = OPERATIONS[name]
                if on not in operation.on:
                    continue
                chance = random.Random(f"{asked.seed} {name} {on}")
                work = Path(tempfile.mkdtemp(dir=folder))
                run = _Run(operation, on, work, server, chance)
                run.kill_often(asked.kills)
                killed[on] += run.killed
                faults += run.faults
                print(run.tell(), flush=True)
    told = ", ".join(f"{count} on {on}" for on, count in killed.items())
    print(f"{killed.total()} kills ({told}), {len(faults)} faults")
    print("\n".join(faults))
    return 1 if faults else 0


class _Run:
    """An operation on a database, killed over and over."""

    def __init__(
        self, operation: Operation, on: str, folder: Path, server: OwnServer | None, chance: random.Random
    ) -> None:
        self.killed = self.ended = 0
        self.faults: list[str] = []
        self._operation = operation
        self._on = on
        self._folder = folder
        self._server = server if on == "server" else None
        self._chance = chance
        self._places = places_on(operation.kind, on, folder, server)
        self._told = folder / "told"
        self._seconds = 0.0
        self._wanted: tuple[str, Told] | None = None

    def tell(self) -> str:
        return (
            f"{self._operation.name} on {self._on}: {self.killed} kills, {self.ended} times to its end, "
            f"{self._seconds:.2f} s undisturbed, {len(self.faults)} faults"
        )

    def kill_often(self, kills: int) -> None:
        before = self._places.new()
        if not self._is_done(lambda: self._operation.prepare(before.location, self._folder)):
            return self._fault("could not be prepared")
        place = self._places.copy(before)
        began = time.perf_counter()
        if not self._is_done(lambda: self._operation.do(place.location, self._folder, self._note)):
            return self._fault("does not come to its end undisturbed")
        self._seconds = time.perf_counter() - began
        self._wanted = place.digest(), place.holds()
        self._places.drop(place)
        self._kill_until(kills, before)
        return None

    def _kill_until(self, kills: int, before: Place) -> None:
        place, held, shown = self._places.copy(before), before.holds(), 0.0
        self._told.unlink(missing_ok=True)
        while self.killed < kills or place is not None:
            # The last one is left alone, so that every record is seen to its end.
            ended = self._do(place, disturbed=self.killed < kills)
            if not ended:
                self.killed += 1
                held = self._look(place, held)
            else:
                self.ended += 1
                if (found := (place.digest(), place.holds())) != self._wanted:
                    self._fault(f"ended as another one than the undisturbed: {found[0][:16]}")
                self._look(place, held)
                self._places.drop(place)
                if self.killed >= kills:
                    return
                place, held = self._places.copy(before), before.holds()
                self._told.unlink(missing_ok=True)
            if time.monotonic() - shown > 10:
                shown = time.monotonic()
                print(f"  {self.tell()}", file=sys.stderr, flush=True)

    def _look(self, place: Place, held: Told) -> Told:
        """See that a record is whole, and has all that it had and what was said to be kept."""
        try:
            for fault in place.faults():
                self._fault(fault)
            now = place.holds()
        except OnrecordError as error:
            self._fault(f"cannot be opened: {error}")
            return held
        told = set(self._told.read_text().split()) if self._told.exists() else set()
        assert self._wanted is not None
        for what in (told | held.keys()) & self._wanted[1].keys():
            if what not in now:
                self._fault(f"{what} is lost")
        for what, size in now.items():
            if size not in (held.get(what), self._wanted[1].get(what)):
                self._fault(f"{what} is not whole: {size}")
        return now

    def _do(self, place: Place, *, disturbed: bool) -> bool:
        """Whether it came to its end, and was not killed."""
        seconds = self._chance.uniform(0, self._seconds) * self._chance.choice((SHORT, 1.0))
        child = _fork(lambda: self._operation.do(place.location, self._folder, self._note))
        if self._server is not None and disturbed:
            if (code := _wait(child, seconds)) is None:
                self._end_server(self._server)
                code = _wait(child, PATIENCE)
                self._server.start()
                if code == 0:
                    return True
                if code == REFUSED:
                    return False
                self._fault(f"the server was killed, and it ended with {code}")
                _kill(child)
                return False
        else:
            code = _wait(child, seconds if disturbed else PATIENCE)
        if code is None:
            _kill(child)
            return False
        if code != 0:
            self._fault(f"ended with {code}")
        return True

    def _end_server(self, server: OwnServer) -> None:
        if self._chance.random() < 0.5:
            server.kill()
        else:
            server.stop(mode="immediate")

    def _is_done(self, do: Callable[[], None]) -> bool:
        return _wait(_fork(do), PATIENCE) == 0

    def _note(self, what: str) -> None:
        """Called in the process that is killed: this is kept for good, from now on."""
        note = os.open(self._told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(note, f"{what}\n".encode())
        os.close(note)

    def _fault(self, what: str) -> None:
        told = f"{self._operation.name} on {self._on}, after {self.killed} kills: {what}"
        print(f"FAULT {told}", flush=True)
        self.faults.append(told)


def _fork(do: Callable[[], None]) -> int:
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    code = BROKE
    try:
        do()
        code = 0
    except OnrecordError as error:
        print(f"  {error}", file=sys.stderr)
        code = REFUSED
    # A door: the end of a process.
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _wait(child: int, seconds: float) -> int | None:
    """How a process ended (as `sys.exit`; negative: by a signal); None: it goes on after so many seconds."""
    until = time.perf_counter() + seconds
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if (left := until - time.perf_counter()) <= 0:
            return None
        time.sleep(min(left, 0.005))


def _kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


if __name__ == "__main__":
    sys.exit(main())
