"""Annex for the team itself: the law check of each activity, with its articles and sources. No legal advice."""

from collections.abc import Mapping
from datetime import date

from framework.charter.document import Block, Bullets, Heading, Paragraph, Section, Span, Table, Text
from framework.charter.parts.source import Source
from framework.charter.wording import bold, fill, small
from framework.language import Translator
from framework.law.classification import check
from framework.law.describe import VERDICT_MEANINGS, duty_words, status_words, verdict_words
from framework.law.models import Finding, GroundRuleFinding, GroundStatus, LawBook, LawCheck
from framework.workshop.models import Framework

_TO_DO: tuple[GroundStatus, ...] = ("stop", "fix_first", "plan", "unknown")


def checks(framework: Framework, law: LawBook, as_of: date) -> dict[str, LawCheck]:
    """The law check of a day per activity id."""
    return {activity.id: check(law, activity.facts, as_of) for activity in framework.activities}


def law_check(source: Source, law: LawBook, found: Mapping[str, LawCheck], letter: str) -> Section:
    t = source.ink.t
    blocks: list[Block] = [
        Paragraph(
            (
                Span(
                    t(
                        "Law version {version}, checked against the facts as given, as of {date}. "
                        "This is information, not legal advice; ask counsel where it says possible or not known.",
                        version=law.version,
                        date=t.date(source.as_of),
                    )
                ),
            )
        )
    ]
    used: set[str] = set()
    for activity in source.framework.activities:
        outcome = found[activity.id]
        blocks.append(Heading((Span(activity.name, own=True),)))
        blocks.append(
            Paragraph(
                (
                    *bold(verdict_words(outcome.verdict, t) + "."),
                    Span(f" {t(VERDICT_MEANINGS[outcome.verdict])} "),
                    *_roles(t, outcome),
                )
            )
        )
        rows = _rows(t, outcome, used)
        if rows:
            header = (t("What"), t("Outcome"), t("Article"), t("Source"))
            blocks.append(Table(t("Classes, ground rules and duties"), header, tuple(rows), (46, 18, 24, 12)))
        blocks += [Paragraph(small(words)) for words in _rest(t, outcome)]
    blocks += _sources(t, law, used)
    return Section("law", letter, t("Law check"), tuple(blocks), annex=True)


def _roles(t: Translator, outcome: LawCheck) -> Text:
    roles = t.listing(finding.rule.name[t.lang] for finding in outcome.roles)
    maybe = t.listing((finding.rule.name[t.lang] for finding in outcome.role_unsure), style="or")
    if roles:
        words = t("{roles}, possibly also {more}", roles=roles, more=maybe) if maybe else roles
    else:
        words = t("not certain yet, possibly {roles}", roles=maybe) if maybe else t("none")
    return fill(t("Role under the AI Act: {roles}."), roles=words)


def _rows(t: Translator, outcome: LawCheck, used: set[str]) -> list[tuple[Text, ...]]:
    """What is certain, and the ground rules that ask for something; ``used`` gathers the sources."""
    rows: list[tuple[Text, ...]] = []

    def add(name: str, words: Text, article: str, sources: tuple[str, ...]) -> None:
        used.update(sources)
        rows.append(((Span(name),), words, (Span(_article(t, article)),), small(", ".join(sources))))

    for finding in outcome.classes:
        add(f"{finding.rule.name[t.lang]} ({finding.code})", _standing(t, finding), finding.article, finding.sources)
    for finding in outcome.ground_rules:
        if finding.status in _TO_DO:
            add(finding.rule.name[t.lang], _ground(t, finding), finding.article, finding.sources)
    for finding in (*outcome.obligations, *outcome.other_rules):
        if finding.certainty == "certain":
            add(finding.rule.name[t.lang], _standing(t, finding), finding.article, finding.sources)
    return rows


def _rest(t: Translator, outcome: LawCheck) -> list[str]:
    """In running words: what is in order, and what may still turn out to apply."""
    words: list[str] = []
    fine = [finding.rule.name[t.lang] for finding in outcome.ground_rules if finding.status == "ok"]
    if fine:
        words.append(t("In order: {names}.", names=t.listing(fine)))
    unsure = [f"{finding.rule.name[t.lang]} ({_article(t, finding.article)})" for finding in outcome.unsure]
    if unsure:
        words.append(
            t("Possible, as long as facts are missing or the law is in doubt: {names}.", names="; ".join(unsure))
        )
    more = sum(finding.certainty == "possible" for finding in (*outcome.obligations, *outcome.other_rules))
    if more:
        words.append(
            t.plural("{count} more duty or rule may follow.", "{count} more duties and rules may follow.", more)
        )
    return words


def _standing(t: Translator, finding: Finding) -> Text:
    if finding.applies_from is None:
        return (Span(t("applies")),)
    return (Span(duty_words(finding.status, t.short_date(finding.applies_from), t)),)


def _ground(t: Translator, finding: GroundRuleFinding) -> Text:
    return (Span(status_words(finding.status, t), strong=finding.status == "stop"),)


# Laws have names of their own in each language; the law data cites them by the English ones.
_DUTCH_LAWS = (("GDPR", "AVG"), ("AI Act", "AI-verordening"), ("recital", "overweging"), ("Annex", "bijlage"))


def _article(t: Translator, article: str) -> str:
    if t.lang == "nl":
        for english, dutch in _DUTCH_LAWS:
            article = article.replace(english, dutch)
    return article


def _sources(t: Translator, law: LawBook, used: set[str]) -> list[Block]:
    items: list[Text] = []
    for source in law.sources:
        if source.id in used:
            where = f" · {source.url}" if source.url else ""
            items.append(
                (Span(f"{source.id} ", strong=True), Span(f"{source.title} ({source.date}){where}", soft=True))
            )
    return [Heading((Span(t("Sources")),)), Bullets(tuple(items))] if items else []
