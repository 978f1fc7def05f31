"""The workers: tasks go to whichever is free; one that ends or overruns costs its task and is replaced."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from queue import LifoQueue
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import onrecord
from onrecord.errors import InputTooLarge, NotAReport
from onrecord.workers.frames import receive, send
from onrecord.workers.limits import Ends

if TYPE_CHECKING:
    from types import TracebackType

    from onrecord.intake.opening import Limits, Opened, Part
    from onrecord.record import Reading, Report


class Workers:
    """`jobs` processes that open and read, started at once. Use as a context manager, or `close` it."""

    def __init__(self, jobs: int = 1, *, ends: Ends | None = None) -> None:
        self.jobs = jobs
        self.ahead = 2 * jobs + 2
        self._ends = ends or Ends()
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="onrecord-worker")
        self._workers = [_Worker() for _ in range(jobs)]
        # The last used one first: with few tasks, few workers do them.
        self._free: LifoQueue[int] = LifoQueue()
        for number in reversed(range(jobs)):
            self._free.put(number)
        self._asked: set[Future[Any]] = set()
        self._closed = False

    def open(self, part: Part, limits: Limits) -> Callable[[], list[Opened]]:
        """As `open_part`. A part that cannot be opened within the limits is told as a failure."""
        from onrecord.intake.opening import Failure

        future: Future[list[Opened]] = self._ask("open", part, limits)

        def wait() -> list[Opened]:
            try:
                return future.result()
            except (InputTooLarge, NotAReport) as error:
                return [Failure(part.name, error.what)]

        return wait

    def read(self, report: Report) -> Callable[[], Reading]:
        """As `read_report`. Waiting for it raises InputTooLarge, NotAReport where it cannot be read."""
        return self._ask("read", report).result

    @property
    def processes(self) -> list[int]:
        """The ids of the processes."""
        return [worker.id for worker in self._workers]

    def drop(self) -> None:
        """Forget what was asked and is not done. Whoever works on it ends; another starts when needed."""
        for future in list(self._asked):
            future.cancel()
        for worker in self._workers:
            worker.stop_working()

    def close(self) -> None:
        """End the processes."""
        self._closed = True
        self.drop()
        self._threads.shutdown()
        for worker in self._workers:
            worker.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, task: str, *arguments: object) -> Future[Any]:
        future = self._threads.submit(self._answer, task, arguments)
        self._asked.add(future)
        future.add_done_callback(self._asked.discard)
        return future

    def _answer(self, task: str, arguments: tuple[object, ...]) -> Any:
        try:
            return self._answer_once(task, arguments)
        except Killed:
            # Whoever killed it need not have meant this report.
            return self._answer_once(task, arguments)

    def _answer_once(self, task: str, arguments: tuple[object, ...]) -> Any:
        number = self._free.get()
        try:
            if self._closed:
                raise NotAReport("it was stopped")
            if self._workers[number].is_gone:
                self._workers[number].end()
                self._workers[number] = _Worker()
            return self._workers[number].answer(task, arguments, self._ends)
        finally:
            self._free.put(number)


@lru_cache
def standing_workers(jobs: int) -> Workers:
    """Processes that are kept for the next time: starting one takes a second."""
    workers = Workers(jobs)
    atexit.register(workers.close)
    return workers


class Killed(InputTooLarge):
    """A worker was killed from outside, in the middle of a report."""


class _Worker:
    """One process. It is asked by one thread at a time."""

    def __init__(self) -> None:
        # Not the folder one is in (-P), which may hold anything.
        command = [sys.executable, "-P", "-m", "onrecord.workers.work"]
        root = str(Path(onrecord.__file__).parent.parent)
        paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, process_group=0
        )
        self._busy = False
        self._timed_out = False
        self._stopped = False

    @property
    def id(self) -> int:
        return self._process.pid

    @property
    def is_gone(self) -> bool:
        return self._process.poll() is not None

    def answer(self, task: str, arguments: tuple[object, ...], ends: Ends) -> Any:
        timer = threading.Timer(ends.waiting, self._time_out)
        self._busy = True
        timer.start()
        try:
            send(self._pipe(self._process.stdin), (task, arguments, ends))
            answer = receive(self._pipe(self._process.stdout))
        except (EOFError, OSError):
            self.end()
            code = self._process.returncode
            why = ends.explain(code, timed_out=self._timed_out)
            killed = code == -getattr(signal, "SIGKILL", 0) and not (self._timed_out or self._stopped)
            raise (Killed if killed else InputTooLarge)(why) from None
        finally:
            timer.cancel()
            self._busy = False
        if isinstance(answer, RuntimeError):
            raise NotAReport(f"it could not be read ({answer}); please report this as a fault of Onrecord")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def stop_working(self) -> None:
        if self._busy:
            self._stopped = True
            self._process.kill()

    def end(self) -> None:
        """End the process, or what is left of it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                self._pipe(pipe).close()
            except OSError:
                continue  # what it was still to be told

    def _time_out(self) -> None:
        self._timed_out = True
        self._process.kill()

    @staticmethod
    def _pipe(pipe: Any) -> BinaryIO:
        assert pipe is not None
        return pipe  # type: ignore[no-any-return]
