"""One writer for everything phones submit: many answers per commit, each acknowledged only when it is on disk.

While one transaction is written, the next answers queue up. A room that votes at once therefore costs a few commits, and nobody
waits for seconds. A phone gets its response after the commit.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from queue import SimpleQueue
from typing import Any

from framework.errors import KaderError
from framework.usecases import UseCases
from framework.usecases.participation import Newcomer
from framework.workshop.answer_rules import PostedAnswer
from framework.workshop.models import Seat

PER_COMMIT = 500
"""Answers in one transaction at most, so that the first does not wait for the last."""

log = logging.getLogger("kader.live")


@dataclass(slots=True)
class _PendingWrite:
    workshop_id: str
    submitted: Sequence[PostedAnswer] | Newcomer
    loop: asyncio.AbstractEventLoop
    done: "asyncio.Future[Any]"


class AnswerWriter:
    """Thread-safe. Its thread starts with the first job and ends with `stop`."""

    def __init__(self, system: Callable[[], UseCases]) -> None:
        self._system = system
        self._jobs: SimpleQueue[_PendingWrite | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._start_lock = threading.Lock()
        self.commits = 0
        """Transactions so far."""

    async def submit(self, workshop_id: str, posted: Sequence[PostedAnswer]) -> Sequence[KaderError | None]:
        """For each answer None once it is on disk, or why it was refused. Raises `StoreUnavailable`."""
        results: Sequence[KaderError | None] = await self._write(workshop_id, posted)
        return results

    async def admit(self, workshop_id: str, newcomer: Newcomer) -> Seat:
        """The newcomer's seat, once it is on disk. Raises `JoinRefused`, `StoreUnavailable`."""
        seat: Seat | KaderError = await self._write(workshop_id, newcomer)
        if isinstance(seat, KaderError):
            raise seat
        return seat

    def stop(self) -> None:
        """Writes what was submitted before, then ends the thread."""
        self._jobs.put(None)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(10)

    async def _write(self, workshop_id: str, submitted: Sequence[PostedAnswer] | Newcomer) -> Any:
        loop = asyncio.get_running_loop()
        job = _PendingWrite(workshop_id, submitted, loop, loop.create_future())
        with self._start_lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="kader-answer-writer", daemon=True)
                self._thread.start()
        self._jobs.put(job)
        return await job.done

    def _run(self) -> None:
        while True:
            first = self._jobs.get()
            if first is None:
                return
            batch = [first]
            ended = False
            while len(batch) < PER_COMMIT and not self._jobs.empty():
                job = self._jobs.get()
                if job is None:
                    ended = True
                    break
                batch.append(job)
            for together in _by_transaction(batch):
                self._commit(together)
            if ended:
                return

    def _commit(self, jobs: Sequence[_PendingWrite]) -> None:
        try:
            results = self._results(jobs)
        except KaderError as error:
            results = [error] * len(jobs) if isinstance(jobs[0].submitted, Newcomer) else None
            if results is None:
                _resolve(jobs, (), error)
                return
        except Exception as error:
            if len(jobs) > 1:
                # One that cannot be written must not fail the others.
                for job in jobs:
                    self._commit((job,))
                return
            log.exception("an answer could not be written")
            _resolve(jobs, (), error)
            return
        self.commits += 1
        _resolve(jobs, results, None)

    def _results(self, jobs: Sequence[_PendingWrite]) -> Sequence[object]:
        participation = self._system().participation
        wid = jobs[0].workshop_id
        if isinstance(jobs[0].submitted, Newcomer):
            return participation.admit(wid, [job.submitted for job in jobs if isinstance(job.submitted, Newcomer)])
        submitted = [job.submitted for job in jobs if not isinstance(job.submitted, Newcomer)]
        results = iter(participation.submit_answers(wid, [answer for posted in submitted for answer in posted]))
        return [tuple(next(results) for _ in posted) for posted in submitted]


def _resolve(jobs: Iterable[_PendingWrite], results: Sequence[object], error: Exception | None) -> None:
    """Gives everybody who waits the result or the error, waking each event loop once."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], object]]] = {}
    for job, result in zip_longest(jobs, results):
        by_loop.setdefault(job.loop, []).append((job.done, result))

    def finish_futures(waiting: Iterable[tuple[asyncio.Future[Any], object]]) -> None:
        for done, result in waiting:
            if done.done():  # nobody waits for it any more
                continue
            if error is None:
                done.set_result(result)
            else:
                done.set_exception(error)

    for loop, waiting in by_loop.items():
        with suppress(RuntimeError):  # the loop has just been closed
            loop.call_soon_threadsafe(finish_futures, waiting)


def _by_transaction(batch: Iterable[_PendingWrite]) -> Iterable[Sequence[_PendingWrite]]:
    """Groups of one workshop and one kind, a transaction each. Answers of a seat keep their order."""
    together: dict[tuple[str, bool], list[_PendingWrite]] = {}
    for job in batch:
        together.setdefault((job.workshop_id, isinstance(job.submitted, Newcomer)), []).append(job)
    return together.values()
