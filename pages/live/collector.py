"""One writer for what phones send in: many answers per commit, and nothing is acknowledged before it is on disk.

While one transaction is being written the next answers gather, so a room that votes at once costs a few commits and
nobody waits for seconds (``performance.md`` section 5). The answer to a phone is sent after the commit.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

from framework.errors import KaderError
from framework.workshop.models import Seat
from framework.workshop.participation import Posted
from framework.workshop.usecases import Workshops
from framework.workshop.usecases.participating import Newcomer

PER_COMMIT = 500
"""At most so many in one transaction, so that the first does not wait for the last."""

log = logging.getLogger("kader.live")


@dataclass(slots=True)
class _Job:
    workshop_id: str
    what: Posted | Newcomer
    done: "Future[Any]" = field(default_factory=Future)


class Collector:
    """Thread-safe. Its thread starts with the first job and ends with `stop`."""

    def __init__(self, cases: Callable[[], Workshops]) -> None:
        self._cases = cases
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self.commits = 0
        """Transactions so far."""

    async def take(self, workshop_id: str, posted: Posted) -> None:
        """Returns once the answer is on disk. Raises why it was refused, or `StoreUnavailable`."""
        refused: KaderError | None = await self._handed(_Job(workshop_id, posted))
        if refused is not None:
            raise refused

    async def admit(self, workshop_id: str, newcomer: Newcomer) -> Seat:
        """A seat that is on disk. Raises `JoinRefused`, `StoreUnavailable`."""
        given: Seat | KaderError = await self._handed(_Job(workshop_id, newcomer))
        if isinstance(given, KaderError):
            raise given
        return given

    def stop(self) -> None:
        """Writes what it was handed, then ends."""
        self._jobs.put(None)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(10)

    async def _handed(self, job: _Job) -> Any:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._write, name="kader-collector", daemon=True)
                self._thread.start()
        self._jobs.put(job)
        return await asyncio.wrap_future(job.done)

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

    def _commit(self, jobs: Sequence[_Job]) -> None:
        try:
            results = self._results(jobs)
        except KaderError as error:
            results = [error] * len(jobs) if isinstance(jobs[0].what, Newcomer) else None
            if results is None:
                self._fail(jobs, error)
                return
        except Exception as error:
            if len(jobs) > 1:
                # One that cannot be written at all must not take the others with it.
                for job in jobs:
                    self._commit((job,))
                return
            log.exception("an answer could not be written")
            self._fail(jobs, error)
            return
        self.commits += 1
        for job, result in zip(jobs, results, strict=True):
            with suppress(asyncio.InvalidStateError):  # nobody waits for it any more
                job.done.set_result(result)

    def _results(self, jobs: Sequence[_Job]) -> Sequence[object]:
        participating = self._cases().participating
        wid = jobs[0].workshop_id
        if isinstance(jobs[0].what, Newcomer):
            return participating.admit(wid, [job.what for job in jobs if isinstance(job.what, Newcomer)])
        return participating.take(wid, [job.what for job in jobs if isinstance(job.what, Posted)])

    def _fail(self, jobs: Iterable[_Job], error: Exception) -> None:
        for job in jobs:
            with suppress(asyncio.InvalidStateError):
                job.done.set_exception(error)


def _by_transaction(batch: Iterable[_Job]) -> Iterable[Sequence[_Job]]:
    """Jobs that go into one transaction: of one workshop and one kind. Each seat's answers keep their order."""
    together: dict[tuple[str, type], list[_Job]] = {}
    for job in batch:
        together.setdefault((job.workshop_id, type(job.what)), []).append(job)
    return together.values()
