"""Whether the public edition of a charter may be published: what stands in the way, each with what to do about it."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from framework.archive.public_charter import PublicCharter
from framework.charter.document import plain
from framework.charter.public_edition import has_unchosen_number, is_running, public_charter, rule_in_words
from framework.charter.public_page import LIMIT, compose_page, section_texts, word_count, words_in
from framework.charter.sections import law_annex
from framework.deck import Deck
from framework.errors import PublicationRefused
from framework.language import Translator
from framework.law.models import LawBook, LawCheck
from framework.law.wording import known_breaches
from framework.text import Lang
from framework.workshop.models import Framework, FrameworkActivity, FrameworkRedLine, Rule
from framework.workshop.rule_grammar import red_line_sentence

_SHORTEST_NAME = 3
"""Characters of the shortest supplier's name that is looked for."""


def obstacles(
    framework: Framework, deck: Deck, law: LawBook | None, t: Translator, *, as_of: date
) -> tuple[PublicationRefused, ...]:
    """Why this version may not be published in the translator's language, in the order in which to deal with it; empty: it may.

    ``law``: None where it is not at hand; then nothing is said of it.
    """
    page = public_charter(framework, deck, law, as_of)
    found: list[PublicationRefused] = []
    if not framework.adopted:
        found.append(PublicationRefused(reason="not-adopted"))
    if not (page.rules or page.red_lines):
        found.append(PublicationRefused(reason="nothing-ticked"))
    if not page.contact:
        found.append(PublicationRefused(reason="no-contact"))
    found += _not_so(framework, deck, law, t, as_of)
    found += _unchosen(framework)
    found += _suppliers(framework, page, t, as_of)
    words = word_count(compose_page(page, t, as_of=as_of))
    if words > LIMIT:
        said = t.listing(to_untick(page, t, words - LIMIT))
        found.append(PublicationRefused(reason="too-long", words=words, limit=LIMIT, pieces=said))
    return tuple(found)


def is_only_a_draft(found: Iterable[PublicationRefused]) -> bool:
    """Whether what is in the way ends with adoption, so that a draft may be shown as one."""
    return any(one.reason == "not-adopted" for one in found)


def _ticked(framework: Framework) -> tuple[list[Rule], list[FrameworkRedLine]]:
    ticked = framework.texts.public or ()
    return (
        [rule for rule in framework.rules if rule.decision in ticked],
        [line for line in framework.red_lines if line.id in ticked],
    )


def _not_so(
    framework: Framework, deck: Deck, law: LawBook | None, t: Translator, as_of: date
) -> Iterator[PublicationRefused]:
    """Rules and red lines on which an AI use does not do what the page would promise."""
    if law is None:
        return
    checks = law_annex.checks(framework, law, as_of)
    rules, lines = _ticked(framework)
    for rule in rules:
        about = [one for one in framework.activities if one.id in rule.activities]
        scenario = deck.scenario(rule.scenario)
        subject = (
            {id_ for stance in scenario.stances for id_ in stance.rests_on} if scenario is not None else set[str]()
        )
        for activity in about:
            if checks[activity.id].verdict == "stop" and activity.stopped_on is None:
                yield PublicationRefused(reason="law-stop", rule=f"R{rule.number}", use=activity.name)
            else:
                yield from _broken(f"R{rule.number}", subject, activity, checks[activity.id], t.lang)
    for line in lines:
        scenario = deck.scenario(line.scenario or "")
        if scenario is not None:
            crossed = (stance for stance in scenario.stances if stance.legal == "unlawful")
            subject = {id_ for stance in crossed for id_ in stance.rests_on}
            sentence = f"“{red_line_sentence(line.wording, t.lang)[0].rstrip('.')}”"
            for activity in framework.activities:
                if activity.kind in scenario.kinds:
                    yield from _broken(sentence, subject, activity, checks[activity.id], t.lang)


def _broken(
    said: str, subject: set[str], activity: FrameworkActivity, outcome: LawCheck, lang: Lang
) -> Iterator[PublicationRefused]:
    """``said``: the rule or red line. ``subject``: ids of the rules of law that it is about."""
    broken = [one.rule.name[lang] for one in known_breaches(outcome) if one.id in subject]
    if broken and is_running(activity):
        yield PublicationRefused(reason="known-breach", rule=said, use=activity.name, broken=broken[0])


def _unchosen(framework: Framework) -> Iterator[PublicationRefused]:
    rules, _ = _ticked(framework)
    for rule in rules:
        if has_unchosen_number(rule_in_words(rule, framework.lang)):
            yield PublicationRefused(reason="number-open", rule=f"R{rule.number}")


def _suppliers(framework: Framework, page: PublicCharter, t: Translator, as_of: date) -> Iterator[PublicationRefused]:
    """Sentences of the team's that name a supplier."""
    names = {one.supplier.strip() for one in framework.activities}
    found = {name: _whole(name) for name in sorted(names) if len(name) >= _SHORTEST_NAME}
    document = compose_page(page, t, as_of=as_of)
    sentences = [text for section in document.sections for text in section_texts(section)]
    for text in sentences:
        own = "\n".join(span.text for span in text if span.own)
        for name, pattern in found.items():
            if pattern.search(own):
                yield PublicationRefused(reason="names-supplier", supplier=name, sentence=plain(text))


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def to_untick(page: PublicCharter, t: Translator, excess: int) -> tuple[str, ...]:
    """Which parts to leave off for this many words less, the least needed first."""
    parts = [
        *(
            (t("the check of {rule}", rule=f"R{one.number}"), _words(one.check and one.check.text(t.lang)))
            for one in page.rules
        ),
        (t("what comes first"), sum(_words(f"{one.name[t.lang]} {one.essence[t.lang]}") for one in page.principles)),
        *((f"“{one.sentence.text(t.lang)}”", _words(one.sentence.text(t.lang))) for one in page.promises),
        *((f"“{one.text(t.lang)}”", _words(one.text(t.lang))) for one in reversed(page.uses)),
        *((f"R{one.number}", _words(one.sentence.text(t.lang))) for one in reversed(page.rules)),
        *((f"“{one.text(t.lang)}”", _words(one.text(t.lang))) for one in reversed(page.red_lines)),
    ]
    chosen: list[str] = []
    for label, words in parts:
        if excess > 0 and words:
            chosen.append(label)
            excess -= words
    return tuple(chosen)


def _words(text: str | None) -> int:
    return len(words_in((text or "",)))
