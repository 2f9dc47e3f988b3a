"""HTML elements as Python calls. Text is escaped when it is put into an element; only `Html` passes as it is.

Text holds no line breaks afterwards, so an element without ready markup fits on one line of an event stream.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import cast

DOCTYPE = "<!doctype html>"
VOID = frozenset({"input", "meta", "link", "br", "hr", "col"})
"""Elements without content and without an end tag."""
_UNSAFE = re.compile("[&<>\"'\n\r\x00\x02\x03]")
_REMOVED = {0: None, 2: None, 3: None, 13: None}
"""Control characters. No stored text has them, and two of them mark the slots in `pages.phone.personal_slots`."""


class Html(str):
    """Finished markup. Convert a string to it only when every part of the string is markup or escaped."""

    __slots__ = ()


def text(words: str) -> Html:
    """Text as markup: escaped, on one line."""
    return Html(_escaped(words))


def join(*children: object) -> Html:
    """Concatenates children: strings are escaped, None and False skipped, iterables flattened.

    Raises `TypeError` for anything else.
    """
    parts: list[str] = []
    _collect(children, parts)
    return Html("".join(parts))


def start_tag(name: str, /, **attributes: object) -> Html:
    """``<name …>``. Trailing underscores of an attribute are dropped, others become hyphens: ``class_``, ``data_x``.

    True writes the bare name, None and False nothing. ``more`` takes ready `Html` such as `pages.phone.personal_slots.checked`.
    """
    return Html(_start(name, attributes))


def tag(name: str, /, *children: object, **attributes: object) -> Html:
    """An element: `start_tag`, the children as `join` takes them, and the end tag unless the element is `VOID`."""
    parts = [_start(name, attributes)]
    if name not in VOID:
        _collect(children, parts)
        parts.append(f"</{name}>")
    return Html("".join(parts))


# A page has hundreds of elements, so these use plain strings and check for the exact type first.


def _escaped(words: str) -> str:
    if _UNSAFE.search(words) is None:
        return words
    return escape(words.translate(_REMOVED).replace("\n", " "), quote=True)


def _start(name: str, attributes: Mapping[str, object]) -> str:
    written = f"<{name}"
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        if key == "more":
            if not isinstance(value, Html):
                raise TypeError("more takes ready markup")
            written += value
        elif value is True:
            written += f" {_attribute(key)}"
        elif type(value) is Html:
            written += f' {_attribute(key)}="{value}"'
        else:
            written += f' {_attribute(key)}="{_escaped(str(value))}"'
    return f"{written}>"


def _collect(children: Iterable[object], parts: list[str]) -> None:
    for child in children:
        if type(child) is Html:
            parts.append(child)
        elif isinstance(child, str):
            parts.append(_escaped(child))
        elif child is None or child is False:
            continue
        elif isinstance(child, Iterable):
            _collect(cast("Iterable[object]", child), parts)
        else:
            raise TypeError(f"{type(child).__name__} is no markup")


@lru_cache(maxsize=256)
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
