"""``kader facts``: lists the facts that the law check uses."""

import argparse
import json
import textwrap
from typing import TYPE_CHECKING, Any

from framework.cli.exit_codes import Exit, say
from framework.cli.parser import Parser
from framework.language import N_, Translator, translator
from framework.settings import Settings
from framework.text import LANGS

if TYPE_CHECKING:
    from framework.law import Fact

TOPIC_WORDS: dict[str, str] = {
    "use": N_("What it is"),
    "output": N_("Contact and output"),
    "people": N_("Faces, voices, bodies"),
    "area": N_("Areas where the law is stricter"),
    "influence": N_("Influence"),
    "data": N_("Data"),
    "marketing": N_("Marketing"),
    "ground_rule": N_("Ground rules of the GDPR"),
}


def add_options(parser: Parser, t: Translator) -> None:
    parser.options.add_argument("--json", action="store_true", help=t("Output everything as JSON, in both languages."))


def run(found: argparse.Namespace, _: Settings, t: Translator) -> Exit:
    """Prints every fact. Raises `LawInvalid`."""
    from framework.law import law_book

    facts = law_book().all_facts
    if found.json:
        say(json.dumps([as_json(fact) for fact in facts], ensure_ascii=False, indent=1))
        return Exit.DONE
    topic = ""
    for fact in facts:
        if fact.topic != topic:
            topic = fact.topic
            say(f"\n{t(TOPIC_WORDS[topic])}\n{'=' * len(t(TOPIC_WORDS[topic]))}")
        say("\n".join(_lines(fact, t)))
    return Exit.DONE


def as_json(fact: "Fact") -> dict[str, Any]:
    """One fact for another program. ``values`` may all be recorded; ``measures`` say how to bring a value about."""
    both = {lang: translator(lang) for lang in LANGS}
    return {
        "id": fact.id,
        "type": fact.kind,
        "topic": fact.topic,
        "values": [*fact.answers, "unknown"],
        "question": {lang: fact.question[lang] for lang in LANGS},
        "why": {lang: fact.why[lang] for lang in LANGS},
        "example": {lang: fact.example[lang] for lang in LANGS} if fact.example else None,
        "labels": {
            value: {lang: _label(fact, value, both[lang]) for lang in LANGS} for value in (*fact.answers, "unknown")
        },
        "changeable": fact.changeable,
        "measures": {value: {lang: text[lang] for lang in LANGS} for value, text in fact.measure.items()},
    }


def _lines(fact: "Fact", t: Translator) -> list[str]:
    lines = ["", fact.id, *_wrapped(fact.question[t.lang], "  ")]
    for value in (*fact.answers, "unknown"):
        label = _label(fact, value, t)
        lines += _wrapped(f"{value:<18} {label}", "    - ", "      " + " " * 19)
    return lines


def _wrapped(text: str, first: str, rest: str | None = None) -> list[str]:
    return textwrap.wrap(text, 100, initial_indent=first, subsequent_indent=first if rest is None else rest)


def _label(fact: "Fact", value: str, t: Translator) -> str:
    from framework.law.wording import ANSWER_WORDS

    return fact.values[value][t.lang] if value in fact.values else t(ANSWER_WORDS[value])
