"""A store that tells the hub of every change this process commits, whoever makes it: a phone, the console, a page."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, cast

from framework.store import Change, Store


class _Watched:
    def __init__(self, store: Store, changed: Callable[[str, bool], None]) -> None:
        self._store = store
        self._changed = changed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @contextmanager
    def change(self, workshop_id: str) -> Generator[Change]:
        with self._store.change(workshop_id) as change:
            yield change
        self._changed(workshop_id, change.seen_by_all)

    def delete(self, workshop_id: str) -> None:
        self._store.delete(workshop_id)
        self._changed(workshop_id, True)


def watched(store: Store, changed: Callable[[str, bool], None]) -> Store:
    """The same store; ``changed`` is called after each commit with the workshop's id, and whether everybody sees it."""
    return cast("Store", _Watched(store, changed))
