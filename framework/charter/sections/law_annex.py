"""Annex for the team itself: the law check of each activity, with its articles and sources. No legal advice."""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from framework.charter.document import Block, Bullets, Heading, Paragraph, Section, Span, TableBlock, Text
from framework.charter.sections.context import CharterContext
from framework.charter.spans import bold, fill, joined, normal, own_words, small
from framework.language import Translator
from framework.law.classification import check
from framework.law.models import ClassFinding, GroundRuleFinding, GroundStatus, LawBook, LawCheck, LawFinding
from framework.law.wording import VERDICT_MEANINGS, article_words, duty_words, source_words, status_words, verdict_words
from framework.workshop.models import Framework

TableRow = tuple[Text, ...]
Item = TypeVar("Item")
_TO_DO: tuple[GroundStatus, ...] = ("stop", "fix_first", "plan")


def checks(framework: Framework, law: LawBook, as_of: date) -> dict[str, LawCheck]:
    """The law check of a day per activity id."""
    return {activity.id: check(law, activity.facts, as_of) for activity in framework.activities}


def law_check(context: CharterContext, law: LawBook, found: Mapping[str, LawCheck], letter: str) -> Section:
    t = context.t
    blocks: list[Block] = [
        Paragraph(
            normal(
                t(
                    "Law version {version}, applied to the answers given, as of {date}. This is "
                    "information, not legal advice; ask a lawyer where it says “possible” or “not known”.",
                    version=law.version,
                    date=t.date(context.as_of),
                )
            )
        )
    ]
    used: set[str] = set()
    rows = {activity_id: _rows(t, outcome, used) for activity_id, outcome in found.items()}
    shared = _shared(tuple(rows.values()))
    open_rules = {activity_id: _unknown(t, outcome) for activity_id, outcome in found.items()}
    open_everywhere = _shared(tuple(open_rules.values()))
    for activity in context.framework.activities:
        outcome = found[activity.id]
        verdict = (*bold(verdict_words(outcome.verdict, t) + "."), Span(f" {t(VERDICT_MEANINGS[outcome.verdict])} "))
        blocks.append(Heading((Span(activity.name, own=True),)))
        blocks.append(Paragraph((*verdict, *_roles(t, outcome))))
        blocks += _table(t, tuple(row for row in rows[activity.id] if row not in shared))
        blocks += _not_known(t, tuple(rule for rule in open_rules[activity.id] if rule not in open_everywhere))
        blocks += [Paragraph(words) for words in _rest(t, outcome)]
    if shared or open_everywhere:
        blocks += [Heading(normal(t("For all AI uses"))), *_table(t, shared), *_not_known(t, open_everywhere)]
    blocks += _possible(context, found, used)
    blocks += _sources(t, law, used)
    return Section("law", letter, t("Law check"), tuple(blocks), annex=True)


def _shared(tables: tuple[tuple[Item, ...], ...]) -> tuple[Item, ...]:
    """What is the same for every use, so that it is read once."""
    if len(tables) < 2:
        return ()
    return tuple(row for row in tables[0] if all(row in table for table in tables))


def _table(t: Translator, rows: tuple[TableRow, ...]) -> list[Block]:
    if not rows:
        return []
    header = (t("What"), t("Outcome"), t("Article"), t("Source"))
    return [TableBlock(t("Classes, ground rules and duties"), header, rows, (44, 22, 24, 10))]


def _roles(t: Translator, outcome: LawCheck) -> Text:
    roles = t.listing(finding.rule.name[t.lang] for finding in outcome.roles)
    maybe = t.listing((finding.rule.name[t.lang] for finding in outcome.role_unsure), style="or")
    if roles:
        words = t("{roles}, possibly also {more}", roles=roles, more=maybe) if maybe else roles
    else:
        words = t("not certain yet, possibly {roles}", roles=maybe) if maybe else t("none")
    return fill(t("Role under the AI Act: {roles}."), roles=words)


def _rows(t: Translator, outcome: LawCheck, used: set[str]) -> tuple[TableRow, ...]:
    """What is certain, and the ground rules that ask for something; ``used`` gathers the sources."""
    rows: list[TableRow] = []

    def add(name: str, words: Text, article: str, sources: tuple[str, ...]) -> None:
        used.update(sources)
        rows.append((normal(name), words, normal(article_words(article, t)), small(", ".join(sources))))

    for finding in outcome.classes:
        add(f"{finding.rule.name[t.lang]} ({finding.code})", _standing(t, finding), finding.article, finding.sources)
    for finding in outcome.ground_rules:
        if finding.status in _TO_DO:
            add(finding.rule.name[t.lang], _ground(t, finding), finding.article, finding.sources)
    for finding in (*outcome.obligations, *outcome.other_rules):
        if finding.certainty == "certain":
            add(finding.rule.name[t.lang], _standing(t, finding), finding.article, finding.sources)
    return tuple(rows)


def _rest(t: Translator, outcome: LawCheck) -> list[Text]:
    """In running words: what is in order, and how much may still follow from what is not known."""
    fine = [finding.rule.name[t.lang] for finding in outcome.ground_rules if finding.status == "ok"]
    texts = [small(t("OK: {names}.", names=t.listing(fine)))] if fine else []
    more = sum(finding.certainty == "possible" for finding in (*outcome.obligations, *outcome.other_rules))
    if more:
        texts.append(
            small(t.plural("{count} more duty or rule may follow.", "{count} more duties and rules may follow.", more))
        )
    return texts


def _unknown(t: Translator, outcome: LawCheck) -> tuple[str, ...]:
    return tuple(
        f"{finding.rule.name[t.lang]} ({article_words(finding.article, t)})"
        for finding in outcome.ground_rules
        if finding.status == "unknown"
    )


def _not_known(t: Translator, rules: tuple[str, ...]) -> list[Block]:
    return [Paragraph((*bold(t("Not known yet:")), Span(f" {'; '.join(rules)}.")))] if rules else []


def _possible(context: CharterContext, found: Mapping[str, LawCheck], used: set[str]) -> list[Block]:
    """Classes that are possible but not certain: one table for all uses, since most of them share the same open facts."""
    t = context.t
    names = {activity.id: activity.name for activity in context.framework.activities}
    first: dict[str, ClassFinding] = {}
    whom: dict[str, list[str]] = {}
    for activity_id, outcome in found.items():
        for finding in outcome.unsure:
            first.setdefault(finding.code, finding)
            whom.setdefault(finding.code, []).append(names[activity_id])
            used.update(finding.sources)
    if not first:
        return []
    rows = tuple(
        (
            normal(f"{finding.rule.name[t.lang]} ({code})"),
            normal(t("all AI uses")) if len(whom[code]) == len(names) > 1 else joined(map(own_words, whom[code]), "; "),
            normal(article_words(finding.article, t)),
            small(", ".join(finding.sources)),
        )
        for code, finding in first.items()
    )
    header = (t("What"), t("For"), t("Article"), t("Source"))
    return [
        Heading(normal(t("What may also apply"))),
        TableBlock(t("Possible, as long as facts are missing or the law is unclear"), header, rows, (40, 26, 24, 10)),
    ]


def _standing(t: Translator, finding: LawFinding) -> Text:
    if finding.applies_from is None:
        return normal(t("applies"))
    return normal(duty_words(finding.status, t.short_date(finding.applies_from), t))


def _ground(t: Translator, finding: GroundRuleFinding) -> Text:
    return (Span(status_words(finding.status, t), strong=finding.status == "stop"),)


def _sources(t: Translator, law: LawBook, used: set[str]) -> list[Block]:
    items: list[Text] = []
    for source in law.sources:
        if source.id in used:
            where = f" · {source.url}" if source.url else ""
            items.append((Span(f"{source.id} ", strong=True), Span(f"{source_words(source, t)}{where}", soft=True)))
    return [Heading(normal(t("Sources"))), Bullets(tuple(items))] if items else []
