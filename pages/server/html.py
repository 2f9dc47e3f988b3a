"""HTML that is safe by construction: text is escaped when it is put into an element, and only `Html` is not.

The result holds no line breaks, so that it travels as one line of an event stream.
"""

from collections.abc import Iterable
from html import escape

_UNSEEN = {0: None, 2: None, 3: None, 13: None}
"""Characters that the phone marks its open places with (`pages.phone.personal_slots`), and that no kept text holds."""
VOID = frozenset({"input", "meta", "link", "br", "hr"})


class Html(str):
    """Markup that is ready. Only this module, and who prepares something for it, make it from other strings."""

    __slots__ = ()


def text(words: str) -> Html:
    """Words, made harmless."""
    return Html(escape(" ".join(words.translate(_UNSEEN).split("\n")), quote=True))


def join(*children: object) -> Html:
    """Children after each other: strings are escaped, None and False left out, lists and generators flattened."""
    parts: list[str] = []
    for child in children:
        if child is None or child is False:
            continue
        if isinstance(child, Html):
            parts.append(child)
        elif isinstance(child, str):
            parts.append(text(child))
        elif isinstance(child, Iterable):
            parts.append(join(*child))
        else:
            raise TypeError(f"{type(child).__name__} is no markup")
    return Html("".join(parts))


def tag(name: str, /, *children: object, **attributes: object) -> Html:
    """An element. ``class_`` is written ``class``, ``data_x`` ``data-x``; True stands alone, None and False are left out.

    An attribute named ``more`` takes ready `Html` such as `pages.phone.personal_slots.checked`.
    """
    written: list[str] = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        if key == "more":
            if not isinstance(value, Html):
                raise TypeError("more takes ready markup")
            written.append(value)
            continue
        bare = key.rstrip("_").replace("_", "-")
        if value is True:
            written.append(f" {bare}")
        else:
            shown = value if isinstance(value, Html) else text(str(value))
            written.append(f' {bare}="{shown}"')
    start = f"<{name}{''.join(written)}>"
    return Html(start) if name in VOID else Html(f"{start}{join(*children)}</{name}>")
