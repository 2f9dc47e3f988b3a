"""Composes a framework into a charter document, with every sentence, number and mark that readers see."""

from collections.abc import Mapping
from datetime import date

from framework.archive.models import Edition
from framework.charter.document import CharterDocument, Section, Text
from framework.charter.public_edition import public_charter
from framework.charter.public_page import compose_page
from framework.charter.sections import (
    changes,
    introduction,
    law_annex,
    log,
    open_points,
    origins,
    people,
    promises,
    register,
    rules,
    summary,
    training,
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
    public edition is composed from `PublicCharter` only, so that internal content cannot reach it by mistake.
    """
    if edition == "public":
        return compose_page(public_charter(framework, deck, law, as_of), t, as_of=as_of)
    checks: Mapping[str, LawCheck] = law_annex.checks(framework, law, as_of) if law is not None else {}
    context = CharterContext(framework, deck, t, edition, as_of, law, checks)
    found = open_points.points(context)
    kicker = t("Ethics charter for AI in marketing")
    version = t("version {version}", version=framework.version)
    state = introduction.status(context)
    return CharterDocument(
        title=framework.organisation + (f" – {framework.team}" if framework.team else ""),
        lang=t.lang,
        kicker=kicker,
        subtitle=_subtitle(context, len(found)),
        status=state,
        meta=introduction.meta(context),
        notices=introduction.notices(context),
        sections=_internal(context, found),
        running=f"{kicker} · {version} · {state.word}",
        contents=t("Contents"),
        page=t("Page"),
        annex=t("Annex"),
        made_on=as_of.isoformat(),
        mark=t("Internal edition: not for publication."),
        footer=_footer(context),
    )


def still_open(framework: Framework, deck: Deck, law: LawBook | None, t: Translator, as_of: date) -> tuple[Text, ...]:
    """Everything that the internal edition lists as open; whoever counts open points counts these."""
    checks = law_annex.checks(framework, law, as_of) if law is not None else {}
    return open_points.points(CharterContext(framework, deck, t, "internal", as_of, law, checks))


def _subtitle(context: CharterContext, open_now: int) -> Text:
    t, framework = context.t, context.framework
    counts = [
        t.plural("{count} rule", "{count} rules", len(framework.rules)),
        t.plural("{count} red line", "{count} red lines", len(framework.red_lines)),
        t.plural("{count} open point", "{count} open points", open_now),
    ]
    return normal(" · ".join(counts))


def _internal(context: CharterContext, found: tuple[Text, ...]) -> tuple[Section, ...]:
    """Page 1, the twelve sections, each with its number for good, and the annexes, each with its letter for good."""
    framework, deck, law = context.framework, context.deck, context.law
    points = talking_points(framework, deck, context.checks, context.t) if context.by_one else ()
    every = (
        summary.summary(context, len(found)),
        introduction.why(context),
        rules.red_lines(context),
        rules.rules(context),
        people.people(context),
        promises.new_uses(context),
        promises.knowledge(context),
        promises.suppliers(context),
        promises.customers(context),
        promises.incidents(context),
        promises.exceptions(context),
        open_points.section(context, found, tuple(point.text for point in points)),
        people.review(context),
        register.register(context, "A"),
        people.roles(context, "B"),
        law_annex.law_check(context, law, "C") if law is not None and framework.activities else None,
        training.training(context, "D"),
        log.log(context, "E"),
        origins.origins(context, "F"),
        changes.annex(context, "G"),
    )
    return tuple(section for section in every if section is not None)


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
