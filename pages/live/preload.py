"""Loads what a reveal needs before there is one: charts and the grammar of lists take half a second the first time, and a
whole room would wait for it. Not at start-up, since most visitors never steer a room."""

import logging
import threading
from functools import cache

from framework.deck import LETTERS
from framework.language import translator
from framework.text import LANGS
from pages.server.gc_freeze import frozen_imports

log = logging.getLogger("kader")


@cache
def warm_reveals() -> None:
    """Once, beside the server's loop. Returns at once."""
    threading.Thread(target=_load, name="kader-warm-reveals", daemon=True).start()


def _load() -> None:
    try:
        with frozen_imports():
            from framework.analysis.frames import to_frame
            from framework.analysis.votes import StanceVotes
            from framework.charts import distribution

            each = [StanceVotes(round=1, letter=letter, name=letter, votes=1) for letter in LETTERS]
            votes = to_frame(each, StanceVotes)
            for lang in LANGS:
                translator(lang).listing(LETTERS)
                drawn = distribution(votes, translator(lang))
                if drawn is not None:
                    drawn.figure.to_json()
    except Exception:
        # The page that needs it will say so to a person.
        log.debug("could not warm reveals", exc_info=True)
