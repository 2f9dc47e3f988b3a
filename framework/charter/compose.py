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
    promises,
    rules,
    tradeoffs,
    votes,
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
    context = CharterContext(shown, deck, t, edition, as_of)
    checks: Mapping[str, LawCheck] = law_annex.checks(shown, law, as_of) if law is not None and internal else {}
    open_now = _open_points(context, law, checks) if internal else ()
    points = talking_points(shown, deck, checks, t) if internal and context.by_one else ()
    kicker = t("Ethics charter for AI in marketing")
    version = t("version {version}", version=shown.version)
    state = introduction.status(context)
    mark = t("Internal edition: not for publication.") if internal else ""
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
        mark=mark if internal or shown.adopted else t("Draft: not for publication."),
        footer=_footer(context),
    )


def public_part(framework: Framework, deck: Deck, law: LawBook | None, as_of: date) -> Framework:
    """What the public edition may show (`public`), which says so where the internal edition has an open point."""
    context = CharterContext(framework, deck, translator("en"), "internal", as_of)
    checks = law_annex.checks(framework, law, as_of) if law is not None else {}
    return public(framework, something_open=bool(_open_points(context, law, checks)))


def _open_points(context: CharterContext, law: LawBook | None, checks: Mapping[str, LawCheck]) -> tuple[Text, ...]:
    """Everything that the internal edition lists as open."""
    in_law = open_law_points.law_points(context, law, checks) if law is not None and checks else ()
    return governance.points(context, in_law)


def _subtitle(context: CharterContext, open_now: int) -> Text:
    t, framework = context.t, context.framework
    counts = [
        t.plural("{count} rule", "{count} rules", len(framework.rules)),
        t.plural("{count} red line", "{count} red lines", len(framework.red_lines)),
    ]
    if context.internal:
        counts.append(t.plural("{count} open point", "{count} open points", open_now))
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
        promises.people(context),
        governance.doubt(context),
        promises.new_uses(context),
        governance.exceptions(context),
        promises.knowledge(context),
        governance.suppliers(context),
        governance.customers(context),
        promises.incidents(context),
        governance.review(context),
    )
    core = [replace(section, number=str(at)) for at, section in enumerate(filter(None, every), start=1)]
    letters = iter("ABCD")
    annexes = [rules.origins(context, next(letters))] if context.internal and context.framework.rules else []
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
