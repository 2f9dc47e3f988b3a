"""The places in a page that differ per person: a seat's own answers, and the time.

A step is rendered once per language, with slots that take microseconds to fill in for one seat. So a room of a thousand gets
its step at once, and no page can contain somebody else's answer, because rendering never sees an answer.
"""

import re
from collections.abc import Mapping

from framework.html import Html, text

_SLOT = re.compile("\x02([a-z]):([^\x02\x03]*)\x03")


def _slot(kind: str, name: str) -> Html:
    return Html(f"\x02{kind}:{name}\x03")


def checked(name: str, value: str) -> Html:
    """`` checked`` where the seat's own answer to ``name`` is ``value``."""
    return _slot("c", f"{name}={value}")


def selected(name: str, value: str) -> Html:
    return _slot("s", f"{name}={value}")


def words(name: str) -> Html:
    """The seat's own text, escaped, for an attribute or an element."""
    return _slot("w", name)


def hidden_unless(name: str, value: str = "") -> Html:
    """`` hidden`` unless the seat's own ``name`` is ``value``; without a value, unless it is set at all."""
    return _slot("h", f"{name}={value}" if value else name)


def hidden_if(name: str) -> Html:
    return _slot("n", name)


Own = Mapping[str, str]
"""A seat's own answers by field name; ``saved`` is set when the seat has answered the present question."""


class SlotTemplate:
    """Markup with slots, which can be filled in any number of times."""

    __slots__ = ("_names", "_parts", "body")

    def __init__(self, markup: str) -> None:
        self.body = markup.encode()
        """For comparison: two pages with the same body show the same to everybody."""
        parts = _SLOT.split(markup)
        self._parts: list[tuple[bytes, str, str]] = [
            (before.encode(), kind, name)
            for before, kind, name in zip(parts[0::3], [*parts[1::3], ""], [*parts[2::3], ""], strict=True)
        ]

        named = (name if kind == "w" else name.partition("=")[0] for _, kind, name in self._parts if kind)
        self._names = tuple(dict.fromkeys(named))

    def values_used(self, own: Own) -> tuple[str, ...]:
        """The values that this page uses. Where they are equal, so is the page."""
        return tuple([own.get(name, "") for name in self._names])

    def fill(self, own: Own) -> bytes:
        return b"".join([before + _filled(kind, name, own) for before, kind, name in self._parts])


def _filled(kind: str, place: str, own: Own) -> bytes:
    if not kind:
        return b""
    if kind == "w":
        return text(own.get(place, "")).encode()
    name, equals, value = place.partition("=")
    holds = own.get(name) == value if equals else bool(own.get(name))
    if kind in "cs":
        return (b" checked" if kind == "c" else b" selected") if holds else b""
    return b" hidden" if holds == (kind == "n") else b""
