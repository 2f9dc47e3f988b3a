"""Composes a framework into a charter document, with every sentence, number and mark that readers see."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from framework.archive.models import Edition
from framework.charter.document import CharterDocument, Section, Text
from framework.charter.public_edition import public
from framework.charter.sections import (
    changes,
    governance,
    introduction,
    law_annex,
    log,
    open_points,
    origins,
    partners,
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
from framework.language import Translator, translator
from framework.law.models import LawBook, LawCheck
from framework.workshop.models import Framework


def compose(
    framework: Framework, deck: Deck, law: LawBook | None, t: Translator, *, edition: Edition, as_of: date
) -> CharterDocument:
    """The charter of a framework in the translator's language, as of a day.

    ``law``: the law that the activities are checked against in the internal edition's law annex; None leaves the annex out. The
    public edition is composed from `public` only, so that internal content cannot reach it by mistake.
    """
    shown = framework if edition == "internal" else public_part(framework, deck, law, as_of)
    return compose_shown(shown, deck, law, t, edition=edition, as_of=as_of)


def compose_shown(
    shown: Framework, deck: Deck, law: LawBook | None, t: Translator, *, edition: Edition, as_of: date
) -> CharterDocument:
    """As `compose`, from a framework that holds only what the edition may show, as an archive's does."""
    internal = edition == "internal"
    law = law if internal else None
    checks: Mapping[str, LawCheck] = law_annex.checks(shown, law, as_of) if law is not None else {}
    context = CharterContext(shown, deck, t, edition, as_of, law, checks)
    found = open_points.points(context) if internal else ()
    kicker = t("Ethics charter for AI in marketing")
    version = t("version {version}", version=shown.version)
    state = introduction.status(context)
    mark = t("Internal edition: not for publication.") if internal else ""
    return CharterDocument(
        title=shown.organisation + (f" – {shown.team}" if shown.team else ""),
        lang=t.lang,
        kicker=kicker,
        subtitle=_subtitle(context, len(found)),
        status=state,
        meta=introduction.meta(context),
        notices=introduction.notices(context),
        sections=_internal(context, found) if internal else _public(context),
        running=f"{kicker} · {version} · {state.word}",
        contents=t("Contents"),
        page=t("Page"),
        annex=t("Annex"),
        made_on=as_of.isoformat(),
        mark=mark if internal or shown.adopted else t("Draft: not for publication."),
        footer=_footer(context),
    )


def public_part(framework: Framework, deck: Deck, law: LawBook | None, as_of: date) -> Framework:
    """What the public edition may show (`public`), which says so where the internal edition has an open point."""
    return public(framework, something_open=bool(still_open(framework, deck, law, translator("en"), as_of)))


def still_open(framework: Framework, deck: Deck, law: LawBook | None, t: Translator, as_of: date) -> tuple[Text, ...]:
    """Everything that the internal edition lists as open; whoever counts open points counts these."""
    checks = law_annex.checks(framework, law, as_of) if law is not None else {}
    return open_points.points(CharterContext(framework, deck, t, "internal", as_of, law, checks))


def _subtitle(context: CharterContext, open_now: int) -> Text:
    t, framework = context.t, context.framework
    counts = [
        t.plural("{count} rule", "{count} rules", len(framework.rules)),
        t.plural("{count} red line", "{count} red lines", len(framework.red_lines)),
    ]
    if context.internal:
        counts.append(t.plural("{count} open point", "{count} open points", open_now))
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
        partners.suppliers(context),
        partners.customers(context),
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


def _public(context: CharterContext) -> tuple[Section, ...]:
    every = (
        introduction.why(context),
        introduction.principles(context),
        rules.red_lines(context),
        rules.rules(context),
        governance.open_points(context),
        governance.customers(context),
        governance.review(context),
    )
    return tuple(replace(section, number=str(at)) for at, section in enumerate(filter(None, every), start=1))


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
