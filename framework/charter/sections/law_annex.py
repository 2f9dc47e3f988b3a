"""Annex of the internal edition: the law check of each activity, with articles and sources."""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from framework.charter.document import Block, Bullets, Heading, Paragraph, Section, Span, TableBlock, Text
from framework.charter.sections.context import CharterContext
from framework.charter.spans import bold, fill, joined, normal, own_words, small
from framework.language import Translator
from framework.law.classification import check
from framework.law.contradictions import contradiction_sentences
from framework.law.first_steps import possible_classes
from framework.law.models import ClassFinding, GroundRuleFinding, GroundStatus, LawBook, LawCheck, LawFinding
from framework.law.wording import (
    READING_MEANINGS,
    VERDICT_MEANINGS,
    article_words,
    duty_words,
    known_breaches,
    reading,
    source_words,
    status_words,
    title,
)
from framework.workshop.facts import ARRANGEMENT_WORDS, arrangement_words
from framework.workshop.governance.records import ArrangementStatus
from framework.workshop.models import Framework, FrameworkActivity

TableRow = tuple[Text, ...]
Item = TypeVar("Item")
_NEEDS_ACTION: tuple[GroundStatus, ...] = ("stop", "fix_first", "plan")


def checks(framework: Framework, law: LawBook, as_of: date) -> dict[str, LawCheck]:
    """The law check as of a day, by activity id."""
    return {activity.id: check(law, activity.facts, as_of, activity.arranged) for activity in framework.activities}


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
    rows = {activity_id: _finding_rows(t, outcome, used) for activity_id, outcome in found.items()}
    shared = _common_items(tuple(rows.values()))
    open_rules = {activity_id: _unknown_ground_rules(t, outcome) for activity_id, outcome in found.items()}
    open_everywhere = _common_items(tuple(open_rules.values()))
    for activity in context.framework.activities:
        outcome = found[activity.id]
        said = title(outcome, t, running=activity.running == "running")
        read = reading(outcome)
        meaning = t(READING_MEANINGS[read]) + "." if read == "not_like_this" else t(VERDICT_MEANINGS[outcome.verdict])
        verdict = (*bold(f"{said}."), Span(f" {meaning} "))
        blocks.append(Heading((Span(activity.name, own=True),)))
        blocks.append(Paragraph((*verdict, *_role_words(t, outcome))))
        blocks += _finding_table(t, tuple(row for row in rows[activity.id] if row not in shared))
        blocks += _unknown_block(t, tuple(rule for rule in open_rules[activity.id] if rule not in open_everywhere))
        blocks += _arranged_block(t, law, activity, outcome)
        blocks += [Paragraph(words) for words in _summary_lines(t, outcome)]
        blocks += [Paragraph(normal(words)) for words in contradiction_sentences(law, activity.facts, t)]
    if shared or open_everywhere:
        blocks += [
            Heading(normal(t("For all AI uses"))),
            *_finding_table(t, shared),
            *_unknown_block(t, open_everywhere),
        ]
    blocks += _possible_classes(context, law, found, used)
    blocks += _sources(t, law, used)
    return Section("law", letter, t("Law check"), tuple(blocks), annex=True)


def _common_items(tables: tuple[tuple[Item, ...], ...]) -> tuple[Item, ...]:
    """Items that all tables have, to be shown once."""
    if len(tables) < 2:
        return ()
    return tuple(row for row in tables[0] if all(row in table for table in tables))


def _finding_table(t: Translator, rows: tuple[TableRow, ...]) -> list[Block]:
    if not rows:
        return []
    header = (t("What"), t("Outcome"), t("Article"), t("Source"))
    return [TableBlock(t("Classes, ground rules and duties"), header, rows, (44, 22, 24, 10))]


def _role_words(t: Translator, outcome: LawCheck) -> Text:
    roles = t.listing(finding.rule.name[t.lang] for finding in outcome.roles)
    maybe = t.listing((finding.rule.name[t.lang] for finding in outcome.role_unsure), style="or")
    if roles:
        words = t("{roles}, possibly also {more}", roles=roles, more=maybe) if maybe else roles
    else:
        words = t("not certain yet, possibly {roles}", roles=maybe) if maybe else t("none")
    return fill(t("Role under the AI Act: {roles}."), roles=words)


def _finding_rows(t: Translator, outcome: LawCheck, used: set[str]) -> tuple[TableRow, ...]:
    """Certain findings, and ground rules that need action. Adds their source ids to ``used``."""
    rows: list[TableRow] = []

    def add(name: str, words: Text, article: str, sources: tuple[str, ...]) -> None:
        used.update(sources)
        rows.append((normal(name), words, normal(article_words(article, t)), small(", ".join(sources))))

    for finding in outcome.classes:
        add(f"{finding.rule.name[t.lang]} ({finding.code})", _status_of(t, finding), finding.article, finding.sources)
    for finding in outcome.ground_rules:
        if finding.status in _NEEDS_ACTION:
            add(finding.rule.name[t.lang], _ground_rule_status(t, finding), finding.article, finding.sources)
    for finding in (*outcome.obligations, *outcome.other_rules):
        if finding.certainty == "certain":
            add(finding.rule.name[t.lang], _status_of(t, finding), finding.article, finding.sources)
    return tuple(rows)


def _summary_lines(t: Translator, outcome: LawCheck) -> list[Text]:
    """One line on the ground rules in order, and one on the number of duties and rules that are possible."""
    fine = [finding.rule.name[t.lang] for finding in outcome.ground_rules if finding.status == "ok"]
    texts = [small(t("OK: {names}.", names=t.listing(fine)))] if fine else []
    more = sum(finding.certainty == "possible" for finding in (*outcome.obligations, *outcome.other_rules))
    if more:
        texts.append(
            small(t.plural("{count} more duty or rule may follow.", "{count} more duties and rules may follow.", more))
        )
    return texts


def _unknown_ground_rules(t: Translator, outcome: LawCheck) -> tuple[str, ...]:
    return tuple(
        f"{finding.rule.name[t.lang]} ({article_words(finding.article, t)})"
        for finding in outcome.ground_rules
        if finding.status == "unknown"
    )


def _unknown_block(t: Translator, rules: tuple[str, ...]) -> list[Block]:
    return [Paragraph((*bold(t("Not known yet:")), Span(f" {'; '.join(rules)}.")))] if rules else []


def _arranged_block(t: Translator, law: LawBook, activity: FrameworkActivity, outcome: LawCheck) -> list[Block]:
    """What was said of the things to do, arranged first. What is answered otherwise since is broken, and stands there."""
    said = {
        one.rule: arrangement_words(one, t)
        for one in sorted(activity.arrangements, key=lambda one: _SAID.index(one.status))
    }
    said = {**dict.fromkeys(activity.arranged, t(ARRANGEMENT_WORDS["arranged"])), **said}
    arranged = {one.rule for one in activity.arrangements if one.status == "arranged"} | set(activity.arranged)
    denied = arranged & {one.id for one in known_breaches(outcome)}
    names = {one.id: one.name[t.lang] for one in (*law.ground_rules, *law.obligations, *law.other_rules)}
    items = tuple(
        (*bold(names[rule]), Span(f": {words}."))
        for rule, words in said.items()
        if rule in names and rule not in denied
    )
    return [Paragraph(bold(t("What was said of things to do:"))), Bullets(items)] if items else []


_SAID: tuple[ArrangementStatus, ...] = ("arranged", "planned", "not_for_us")


def _possible_classes(
    context: CharterContext, law: LawBook, found: Mapping[str, LawCheck], used: set[str]
) -> list[Block]:
    """Possible classes, in one table for all uses because most uses share their open facts."""
    t = context.t
    names = {activity.id: activity.name for activity in context.framework.activities}
    facts = {activity.id: activity.facts for activity in context.framework.activities}
    first: dict[str, ClassFinding] = {}
    whom: dict[str, list[str]] = {}
    for activity_id, outcome in found.items():
        for finding in (one.finding for one in possible_classes(law, outcome, facts[activity_id])):
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


def _status_of(t: Translator, finding: LawFinding) -> Text:
    if finding.applies_from is None:
        return normal(t("applies"))
    return normal(duty_words(finding.status, t.short_date(finding.applies_from), t))


def _ground_rule_status(t: Translator, finding: GroundRuleFinding) -> Text:
    return (Span(status_words(finding.status, t), strong=finding.status == "stop"),)


def _sources(t: Translator, law: LawBook, used: set[str]) -> list[Block]:
    items: list[Text] = []
    for source in law.sources:
        if source.id in used:
            where = f" · {source.url}" if source.url else ""
            items.append((Span(f"{source.id} ", strong=True), Span(f"{source_words(source, t)}{where}", soft=True)))
    return [Heading(normal(t("Sources"))), Bullets(tuple(items))] if items else []
