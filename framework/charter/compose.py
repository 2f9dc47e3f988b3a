"""Composes a framework into a charter document, with every sentence, number and mark that readers see."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from framework.archive.models import Edition
from framework.charter.document import CharterDocument, Section, Text
from framework.charter.public_edition import public
from framework.charter.sections import (
    governance,
    introduction,
    law_annex,
    open_law_points,
    practice_gap,
    rules,
    tradeoffs,
    votes,
)
from framework.charter.sections.context import CharterContext
from framework.charter.spans import normal
from framework.charter.talking_points import talking_points
from framework.deck import Deck
from framework.language import Translator
from framework.law.models import LawBook, LawCheck
from framework.workshop.models import Framework


def compose(
    framework: Framework, deck: Deck, law: LawBook | None, t: Translator, *, edition: Edition, as_of: date
) -> CharterDocument:
    """The charter of a framework in the translator's language, as of a day.

    ``law``: the law that the activities are checked against in the internal edition's law annex; None leaves the annex out. The
    public edition is composed from `public` only, so that internal content cannot reach it by mistake.
    """
    shown = framework if edition == "internal" else public(framework)
    context = CharterContext(shown, deck, t, edition, as_of)
    checks: Mapping[str, LawCheck] = law_annex.checks(shown, law, as_of) if law is not None and context.internal else {}
    open_in_law = open_law_points.law_points(context, law, checks) if law is not None and checks else ()
    open_now = governance.points(context, open_in_law)
    points = talking_points(shown, deck, checks, t) if context.internal and context.by_one else ()
    kicker = t("Ethics charter for AI in marketing")
    version = t("version {version}", version=shown.version)
    state = introduction.status(context)
    return CharterDocument(
        title=shown.organisation + (f" – {shown.team}" if shown.team else ""),
        lang=t.lang,
        kicker=kicker,
        subtitle=_subtitle(context, len(open_now)),
        status=state,
        meta=introduction.meta(context),
        notices=introduction.notices(context, points),
        sections=_sections(context, law, checks, open_now),
        running=f"{kicker} · {version} · {state.word}",
        contents=t("Contents"),
        page=t("Page"),
        annex=t("Annex"),
        made_on=as_of.isoformat(),
        mark=t("Internal edition: not for publication.") if context.internal else "",
        footer=_footer(context),
    )


def _subtitle(context: CharterContext, open_now: int) -> Text:
    t = context.t
    counts = (
        t.plural("{count} rule", "{count} rules", len(context.framework.rules)),
        t.plural("{count} red line", "{count} red lines", len(context.framework.red_lines)),
        t.plural("{count} open point", "{count} open points", open_now),
    )
    return normal(" · ".join(counts))


def _sections(
    context: CharterContext, law: LawBook | None, checks: Mapping[str, LawCheck], open_now: tuple[Text, ...]
) -> tuple[Section, ...]:
    every = (
        introduction.why(context),
        introduction.uses(context),
        introduction.principles(context),
        rules.red_lines(context),
        rules.rules(context),
        tradeoffs.tradeoffs(context),
        governance.open_points(context, open_now),
        governance.doubt(context),
        governance.exceptions(context),
        governance.suppliers(context),
        governance.customers(context),
        governance.review(context),
    )
    core = [replace(section, number=str(at)) for at, section in enumerate(filter(None, every), start=1)]
    letters = iter("ABCD")
    annexes = [rules.origins(context, next(letters))] if context.framework.rules else []
    if law is not None and checks:
        annexes.append(law_annex.law_check(context, law, checks, next(letters)))
    if context.framework.stances:
        annexes.append(practice_gap.practice(context, next(letters)))
    if context.by_group and context.internal:
        annexes.append(votes.votes(context, next(letters)))
    return (*core, *(section for section in annexes if section is not None))


def _footer(context: CharterContext) -> Text:
    t = context.t
    framework = context.framework
    words = t(
        "Made with Kader from the deck “{deck}” ({version}). What the law says here is as of law version {law}; it is information, not legal advice.",
        deck=context.deck.title[context.lang],
        version=framework.deck_version,
        law=framework.law_version,
    )
    return normal(words)
