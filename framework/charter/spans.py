"""How a charter's sentences are put together: interface words around the team's own.

The team's words stay as typed. They are kept as spans of their own, so that a renderer can give them their own
direction and language; where that language is not the document's, a short note says so.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from string import Formatter

from framework.charter.document import LabelledText, Span, Text
from framework.language import N_, Translator
from framework.text import Lang, Worded

_TYPED_IN: dict[Lang, str] = {"nl": N_("(typed in Dutch)"), "en": N_("(typed in English)")}
_parse = Formatter().parse


def fill(message: str, **values: Text | str | int) -> Text:
    """A translated message with spans in place of its ``{placeholders}``; a plain value takes no style."""
    spans: list[Span] = []
    for literal, name, _, _ in _parse(message):
        if literal:
            spans.append(Span(literal))
        if name is not None:
            value = values[name]
            spans += value if isinstance(value, tuple) else (Span(str(value)),)
    return tuple(spans)


def bold(text: str) -> Text:
    return (Span(text, strong=True),)


def small(text: str) -> Text:
    return (Span(text, soft=True),)


def joined(parts: Iterable[Text], glue: str) -> Text:
    spans: list[Span] = []
    for part in parts:
        if spans:
            spans.append(Span(glue))
        spans += part
    return tuple(spans)


@dataclass(frozen=True, slots=True)
class DocumentLanguage:
    """One document's language: its translator, and the language the team worked in."""

    t: Translator
    team: Lang

    @property
    def lang(self) -> Lang:
        return self.t.lang

    def name(self, text: str) -> Text:
        """A name of the team's own (activity, supplier, role); names carry no language."""
        return (Span(text, own=True),) if text else ()

    def quoted(self, text: str) -> Text:
        return (Span("“"), Span(text, own=True), Span("”"))

    def names(self, texts: Iterable[str]) -> Text:
        """Quoted names as a listing of this language: ``“a”, “b” and “c”``."""
        quoted = [self.quoted(text) for text in texts]
        pattern = self.t.listing(f"{{{index}}}" for index in range(len(quoted)))
        spans: list[Span] = []
        for literal, index, _, _ in _parse(pattern):
            if literal:
                spans.append(Span(literal))
            if index is not None:
                spans += quoted[int(index)]
        return tuple(spans)

    def typed(self, text: str, used: Lang | None = None, *, strong: bool = False) -> Text:
        """Words of the team; ``used``: the language they are in, by default the one the team worked in."""
        used = used or self.team
        if used == self.lang:
            return (Span(text, own=True, strong=strong),)
        note = self.t(_TYPED_IN[used])
        return (Span(text, lang=used, own=True, strong=strong), Span(f" {note}", soft=True))

    def worded(self, words: Worded, *, strong: bool = False) -> Text:
        text, used = words.in_lang(self.lang)
        return self.typed(text, used, strong=strong)

    def row(self, label: str, text: Text | str) -> LabelledText:
        return LabelledText(self.t(label), text if isinstance(text, tuple) else (Span(text),))

    def sentence(self, make: Callable[[Lang], tuple[str, Lang]], *, strong: bool = True) -> Text:
        """A sentence of the grammar, in this language or else as typed."""
        text, used = make(self.lang)
        return self.typed(text, used, strong=strong)
