"""A process of its own on a database; the tests start several of them, and kill some.

``python -m tests.framework.store.worker_process <what> <database url>``; prints a line when something is certain.
"""

import os
import signal
import sys
from itertools import count
from pathlib import Path

from framework.settings import Settings
from framework.store import open_store
from tests.support.builders import a_ballot, a_practice, a_ranking, a_state, a_workshop, an_activity


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(what: str, url: str) -> None:
    if what == "begin":  # wait until all are ready, so that they really start at once
        say("ready")
        sys.stdin.readline()
    store = open_store(Settings(data=Path(), database_url=url))
    if what == "begin":
        store.create(a_state(workshop=a_workshop(id=f"from-{os.getpid()}")))
        store.close()
        say("created")
    elif what == "answer":  # until killed; each line is an answer that is promised to be kept
        for number in count(1):
            with store.transaction("workshop-1") as change:
                change.add_ballot(a_ballot(reason=f"answer {number}"))
                change.add_practice(a_practice())
            say(str(number))
    elif what == "die":  # in the middle of a transaction that is too large for SQLite to keep in memory
        with store.transaction("workshop-1") as change:
            change.put_activity(an_activity(name="half written"))
            for _ in range(200):
                change.add_ballot(a_ballot(reason="half written " * 1000))
                change.add_ranking(a_ranking())
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
