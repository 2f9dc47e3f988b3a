"""Builds a charter's texts from interface messages and the team's own words.

The team's words are in separate spans, so that a renderer can set their direction and language.
"""

from collections.abc import Iterable
from dataclasses import replace
from string import Formatter

from framework.charter.document import Span, Text
from framework.deck import Letter, Scenario
from framework.language import Translator


def fill(message: str, **values: Text | str | int) -> Text:
    """A translated message with its ``{placeholders}`` replaced by texts; a plain value gets no style."""
    spans: list[Span] = []
    for literal, name, _, _ in Formatter().parse(message):
        if literal:
            spans.append(Span(literal))
        if name is not None:
            value = values[name]
            spans += value if isinstance(value, tuple) else (Span(str(value)),)
    return tuple(spans)


def own_words(text: str) -> Text:
    """A name typed by the team (activity, supplier, role). Names have no language."""
    return (Span(text, own=True),) if text else ()


def quoted(text: str) -> Text:
    return (Span("“"), Span(text, own=True), Span("”"))


def normal(text: str) -> Text:
    return (Span(text),)


def bold(text: str) -> Text:
    return (Span(text, strong=True),)


def small(text: str) -> Text:
    return (Span(text, soft=True),)


def joined(parts: Iterable[Text], separator: str) -> Text:
    spans: list[Span] = []
    for part in parts:
        if spans:
            spans.append(Span(separator))
        spans += part
    return tuple(spans)


def capitalised(text: Text) -> Text:
    """The text with its first letter in upper case."""
    first, *rest = text
    return (replace(first, text=first.text[:1].upper() + first.text[1:]), *rest)


def stance_name(scenario: Scenario, letter: Letter, t: Translator) -> str:
    """A stance's name, marked where the law does not allow it: a reader must not take it for a choice."""
    stance = scenario.stance(letter)
    name = stance.name[t.lang]
    return t("{stance} (not allowed by the law)", stance=name) if stance.legal == "unlawful" else name
