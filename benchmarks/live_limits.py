"""Adds phones until something fails, and prints at which number and why.

A room takes 2,500 people, so they are put into rooms of 2,000. Each room has its own process of phones with its own address.
"""

import time
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from benchmarks.measuring import kader, p95
from benchmarks.room import CrowdProcess, console, crowd, prepare
from tests.support.server_process import Server

PER_ROOM = 2000
ROOMS = 12
WAIT_S = 30.0
"""Limit for joining, for a step and for a vote: people who wait longer think that the app is broken."""
EVERY = 10.0
"""Seconds in which everybody votes once."""


@dataclass
class Stage:
    """The results for one number of phones. ``why``: what failed, if anything."""

    phones: int
    joined: float = 0.0
    step: float = 0.0
    vote: float = 0.0
    processor: float = 0.0
    memory: float = 0.0
    files: int = 0
    why: str = ""


def measured(folder: Path) -> None:
    """Prints a line for each number of phones, and finally why the last one was too many."""
    workshops = [prepare(folder / "data") for _ in range(ROOMS)]
    print("phones   last in   step p95   vote p95   processor   memory   open files")
    with ExitStack() as open_:
        server = open_.enter_context(kader(folder))
        crowds: list[CrowdProcess] = []
        for number, workshop in zip(count(1), workshops, strict=False):
            made = open_.enter_context(crowd(server.port, workshop.code, f"127.0.0.{number + 1}"))
            made.do("ask", **workshop.ballots[0])
            crowds.append(made)
            stage = _stage(server, crowds, workshop.id)
            print(
                f"{stage.phones:6}  {stage.joined:6.1f} s  {stage.step:7.2f} s  {stage.vote:7.2f} s"
                f"  {stage.processor:8.0f} %  {stage.memory:4.0f} MiB  {stage.files:9}",
                flush=True,
            )
            if stage.why:
                print(f"It gave way: {stage.why}")
                _print_server_log(server)
                return
    print("Nothing gave way.")


def _stage(server: Server, crowds: list[CrowdProcess], workshop: str) -> Stage:
    """Fills the newest room, takes one step in it, and has everybody in every room vote."""
    stage = Stage(PER_ROOM * len(crowds))
    newest = crowds[-1]
    try:
        joined = newest.do("join", count=PER_ROOM)
        stage.joined = max(joined["took"], default=0.0)
        _record(stage, "coming in", joined["failed"], stage.joined)
        with console(server, workshop) as desk:
            desk.press("console.go.S03")
            newest.do("arrivals")
            newest.do("expect")
            since = desk.press("console.move.voting")
            came = newest.do("arrivals")
            stage.step = p95([at - since for at in came["at"]] or [0.0])
            _record(stage, "a step", ["it never came"] * came["missed"], stage.step)
        stage.memory = server.memory()
        working, since = server.processor(), time.perf_counter()
        for one in crowds:
            one.tell("votes", count=PER_ROOM, seconds=EVERY)
        said = [one.hear() for one in crowds]
        stage.processor = (server.processor() - working) / (time.perf_counter() - since) * 100
        stage.files = len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))
        stage.vote = p95([took for votes in said for took in votes["took"]] or [0.0])
        _record(stage, "a vote", [words for votes in said for words in votes["failed"]], stage.vote)
    except (OSError, RuntimeError, AssertionError, TimeoutError) as error:
        stage.why = stage.why or f"{type(error).__name__}: {error}"
    return stage


def _record(stage: Stage, what: str, failed: list[str], seconds: float) -> None:
    if failed:
        stage.why = stage.why or f"{what}: {len(failed)} refused or lost, the first with: {failed[0]}"
    elif seconds > WAIT_S:
        stage.why = stage.why or f"{what} took {seconds:.1f} s, more than {WAIT_S:g}"


def _print_server_log(server: Server) -> None:
    """Prints the end of the server's log, and whether it still runs."""
    ended = server.process.poll()
    print("The server still runs." if ended is None else f"The server ended with {ended}.")
    for line in server.log.read_text(errors="replace").splitlines()[-6:]:
        print(f"  {line[:200]}")
