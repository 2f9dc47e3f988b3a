"""Imports what pages need, and reads the languages, while the first visitor's browser is still downloading Streamlit's own files."""

import importlib
import logging
import threading
from functools import cache

from pages.server.tuning import frozen_imports

log = logging.getLogger("kader")


@cache
def import_in_background(modules: tuple[str, ...]) -> None:
    """Imports them in a thread; returns at once, and does nothing when called again.

    Not at start-up: an idle server stays as small as an empty Streamlit app.
    """

    def load() -> None:
        from framework.language import translator
        from framework.text import LANGS

        with frozen_imports():
            for name in modules:
                try:
                    importlib.import_module(name)
                except Exception:
                    # The page that needs it will report it to a person.
                    log.debug("could not import %s", name, exc_info=True)
            for lang in LANGS:
                translator(lang).load_locale()

    threading.Thread(target=load, name="kader-import", daemon=True).start()
