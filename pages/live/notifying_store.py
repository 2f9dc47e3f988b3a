"""A store that tells the hub of every change this process commits, whoever makes it: a phone, the console, a page."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, cast

from framework.store import Store, Transaction


class _NotifyingStore:
    def __init__(self, store: Store, changed: Callable[[str, bool], None]) -> None:
        self._store = store
        self._changed = changed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @contextmanager
    def transaction(self, workshop_id: str) -> Generator[Transaction]:
        with self._store.transaction(workshop_id) as change:
            yield change
        self._changed(workshop_id, change.changes_shared_view)

    def delete(self, workshop_id: str) -> None:
        self._store.delete(workshop_id)
        self._changed(workshop_id, True)


def notifying(store: Store, changed: Callable[[str, bool], None]) -> Store:
    """The same store; ``changed`` is called after each commit with the workshop's id, and whether everybody sees it."""
    return cast("Store", _NotifyingStore(store, changed))
