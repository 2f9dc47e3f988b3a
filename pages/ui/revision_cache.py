"""Caches results per revision of a workshop. A page reruns on every click, and most clicks change nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, wraps
from operator import attrgetter
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from framework.text import Lang
from framework.workshop.models import Workshop
from pages.ui.i18n import lang
from pages.ui.use_cases import today


class Versioned(Protocol):
    """A workshop's state, or its head."""

    @property
    def workshop(self) -> Workshop: ...
    @property
    def revision(self) -> int: ...


Source = TypeVar("Source", bound=Versioned)
P = ParamSpec("P")
Result = TypeVar("Result")


@dataclass(slots=True, unsafe_hash=True)
class _Key:
    workshop: str
    revision: int
    lang: Lang
    day: date
    source: Any = field(compare=False)


def cached_by_revision(
    maxsize: int = 64, revision: Callable[[Any], int] = attrgetter("revision")
) -> Callable[[Callable[Concatenate[Source, P], Result]], Callable[Concatenate[Source, P], Result]]:
    """Caches a function of a workshop's state (or head) and further hashable arguments.

    The key consists of the workshop's id and revision, this window's language, the day and the arguments, so the
    function may use `translate` and `today`. The ``maxsize`` results used last are kept. ``revision``: returns another
    number that changes with everything that the result depends on. Thread-safe; two threads that ask at the same time
    may both compute a result.
    """

    def decorate(function: Callable[Concatenate[Source, P], Result]) -> Callable[Concatenate[Source, P], Result]:
        @lru_cache(maxsize=maxsize)
        def results(key: _Key, *args: Any, **kwargs: Any) -> Result:
            return cast("Callable[..., Result]", function)(key.source, *args, **kwargs)

        @wraps(function)
        def cached(source: Source, *args: P.args, **kwargs: P.kwargs) -> Result:
            key = _Key(source.workshop.id, revision(source), lang(), today(), source)
            try:
                return results(key, *args, **kwargs)
            finally:
                key.source = None  # the key stays with the result, and need not keep the whole state

        return cached

    return decorate
