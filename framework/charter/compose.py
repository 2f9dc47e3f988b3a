"""From a framework to a charter in words: every sentence, number and mark that a reader sees is made here."""

from collections.abc import Mapping
from datetime import date

from framework.archive.models import Edition
from framework.charter.document import CharterDocument, Section, Span, Text
from framework.charter.public_edition import public
from framework.charter.sections import governance, introduction, law_annex, practice_gap, rules, votes
from framework.charter.sections.context import CharterContext
from framework.charter.spans import DocumentLanguage
from framework.charter.talking_points import talking_points
from framework.deck import Deck
from framework.language import Translator
from framework.law.models import LawBook, LawCheck
from framework.workshop.models import Framework


def compose(
    framework: Framework, deck: Deck, law: LawBook | None, t: Translator, *, edition: Edition, as_of: date
) -> CharterDocument:
    """The charter of a framework, in the translator's language, as it stands on a day.

    ``law``: the law that the internal edition checks the activities against; the public edition does not need it, and
    without it there is no law annex. The public edition is made from `public` words only, so what is internal cannot
    reach it by mistake.
    """
    shown = framework if edition == "internal" else public(framework)
    source = CharterContext(shown, deck, DocumentLanguage(t, framework.lang), edition, as_of)
    checks: Mapping[str, LawCheck] = law_annex.checks(shown, law, as_of) if law is not None and source.internal else {}
    points = (
        talking_points(shown, deck, {key: check.verdict for key, check in checks.items()}, t)
        if source.internal and source.by_one
        else ()
    )
    kicker = t("Ethics charter for AI in marketing")
    version = t("version {version}", version=shown.version)
    state = introduction.status(source)
    return CharterDocument(
        title=shown.organisation + (f" – {shown.team}" if shown.team else ""),
        lang=t.lang,
        kicker=kicker,
        subtitle=_subtitle(source),
        status=state,
        meta=introduction.meta(source),
        notices=introduction.notices(source, points),
        sections=_sections(source, law, checks),
        running=f"{kicker} · {version} · {state.word}",
        contents=t("Contents"),
        page=t("Page"),
        annex=t("Annex"),
        made_on=as_of.isoformat(),
        mark=t("Internal edition: not for publication.") if source.internal else "",
        footer=_footer(source),
    )


def _subtitle(source: CharterContext) -> Text:
    t = source.ink.t
    counts = (
        t.plural("{count} rule", "{count} rules", len(source.framework.rules)),
        t.plural("{count} red line", "{count} red lines", len(source.framework.red_lines)),
        t.plural("{count} open point", "{count} open points", len(source.framework.open_points)),
    )
    return (Span(" · ".join(counts)),)


def _sections(source: CharterContext, law: LawBook | None, checks: Mapping[str, LawCheck]) -> tuple[Section, ...]:
    core = [
        introduction.why(source),
        introduction.uses(source),
        introduction.principles(source),
        rules.red_lines(source),
        rules.rules(source),
        rules.tradeoffs(source),
        governance.open_points(source),
        governance.doubt(source),
        governance.exceptions(source),
        governance.suppliers(source),
        governance.customers(source),
        governance.review(source),
    ]
    letters = iter("ABCD")
    annexes = [rules.origins(source, next(letters))] if source.framework.rules else []
    if law is not None and checks:
        annexes.append(law_annex.law_check(source, law, checks, next(letters)))
    if source.framework.stances:
        annexes.append(practice_gap.practice(source, next(letters)))
    if source.by_group and source.internal:
        annexes.append(votes.votes(source, next(letters)))
    return (*core, *(section for section in annexes if section is not None))


def _footer(source: CharterContext) -> Text:
    t = source.ink.t
    framework = source.framework
    words = t(
        "Made with Kader from the deck “{deck}” ({version}). What the law says here is as of law version {law}; it is information, not legal advice.",
        deck=source.deck.title[source.ink.lang],
        version=framework.deck_version,
        law=framework.law_version,
    )
    return (Span(words),)
