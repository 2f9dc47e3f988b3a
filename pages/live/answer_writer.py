"""One writer for what phones send in: many answers per commit, and nothing is acknowledged before it is on disk.

While one transaction is being written the next answers gather, so a room that votes at once costs a few commits and
nobody waits for seconds (``performance.md`` section 5). The answer to a phone is sent after the commit.
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
"""At most so many in one transaction, so that the first does not wait for the last."""

log = logging.getLogger("kader.live")


@dataclass(slots=True)
class _PendingWrite:
    workshop_id: str
    what: Sequence[PostedAnswer] | Newcomer
    loop: asyncio.AbstractEventLoop
    done: "asyncio.Future[Any]"


class AnswerWriter:
    """Thread-safe. Its thread starts with the first job and ends with `stop`."""

    def __init__(self, system: Callable[[], UseCases]) -> None:
        self._system = system
        self._jobs: SimpleQueue[_PendingWrite | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self.commits = 0
        """Transactions so far."""

    async def submit(self, workshop_id: str, posted: Sequence[PostedAnswer]) -> Sequence[KaderError | None]:
        """For each answer None once it is on disk, or why it was refused. Raises `StoreUnavailable`."""
        said: Sequence[KaderError | None] = await self._handed(workshop_id, posted)
        return said

    async def admit(self, workshop_id: str, newcomer: Newcomer) -> Seat:
        """A seat that is on disk. Raises `JoinRefused`, `StoreUnavailable`."""
        given: Seat | KaderError = await self._handed(workshop_id, newcomer)
        if isinstance(given, KaderError):
            raise given
        return given

    def stop(self) -> None:
        """Writes what it was handed, then ends."""
        self._jobs.put(None)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(10)

    async def _handed(self, workshop_id: str, what: Sequence[PostedAnswer] | Newcomer) -> Any:
        loop = asyncio.get_running_loop()
        job = _PendingWrite(workshop_id, what, loop, loop.create_future())
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._write, name="kader-answer-writer", daemon=True)
                self._thread.start()
        self._jobs.put(job)
        return await job.done

    def _write(self) -> None:
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
            results = [error] * len(jobs) if isinstance(jobs[0].what, Newcomer) else None
            if results is None:
                _tell(jobs, (), error)
                return
        except Exception as error:
            if len(jobs) > 1:
                # One that cannot be written at all must not take the others with it.
                for job in jobs:
                    self._commit((job,))
                return
            log.exception("an answer could not be written")
            _tell(jobs, (), error)
            return
        self.commits += 1
        _tell(jobs, results, None)

    def _results(self, jobs: Sequence[_PendingWrite]) -> Sequence[object]:
        participating = self._system().participation
        wid = jobs[0].workshop_id
        if isinstance(jobs[0].what, Newcomer):
            return participating.admit(wid, [job.what for job in jobs if isinstance(job.what, Newcomer)])
        sent = [job.what for job in jobs if not isinstance(job.what, Newcomer)]
        said = iter(participating.submit_answers(wid, [one for posted in sent for one in posted]))
        return [tuple(next(said) for _ in posted) for posted in sent]


def _tell(jobs: Iterable[_PendingWrite], results: Sequence[object], error: Exception | None) -> None:
    """Hands everybody who waits the result, or what went wrong, waking each loop once."""
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
    """Jobs that go into one transaction: of one workshop and one kind. Each seat's answers keep their order."""
    together: dict[tuple[str, bool], list[_PendingWrite]] = {}
    for job in batch:
        together.setdefault((job.workshop_id, isinstance(job.what, Newcomer)), []).append(job)
    return together.values()
