"""Page 1 of the internal edition: what a director needs to decide, in two minutes. Nothing in it is typed for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from framework.charter.document import Block, Bullets, Heading, Paragraph, Section, Span, TableBlock, Text
from framework.charter.sections import people, tradeoffs
from framework.charter.sections.changes import since_last
from framework.charter.sections.context import CharterContext
from framework.charter.spans import bold, capitalised, fill, joined, normal, own_words, quoted, small
from framework.law import first_steps
from framework.law.wording import READING_WORDS, known_breaches, title
from framework.workshop.governance import adoption
from framework.workshop.governance import promises as catalogue
from framework.workshop.models import FrameworkActivity, Rule

USES = 8
"""Lines on AI uses; further ones are counted."""
ACTIONS = 3
PRICES = 3


@dataclass(frozen=True, slots=True)
class Action:
    """``who`` and ``due``: empty and None where nobody was named and no date was agreed."""

    who: Text
    what: Text
    due: date | None


def summary(context: CharterContext, open_now: int) -> Section:
    t = context.t
    blocks: list[Block] = [
        Paragraph(_decision(context)),
        *_uses(context),
        *_first_to_do(context),
        *_prices(context),
        Heading(normal(t("Not settled"))),
        Paragraph(normal(_not_settled(context, open_now))),
        *((Paragraph(moved),) if (moved := since_last(context)) else ()),
    ]
    return Section("summary", "", t("Management summary"), tuple(blocks), own_page=True)


def _decision(context: CharterContext) -> Text:
    t, framework = context.t, context.framework
    if not framework.adopted:
        next_one = f"{int(framework.version.partition('.')[0]) + 1}.0"
        asked = t("adopt this draft ({version}) as version {next}.", version=framework.version, next=next_one)
        waits = len(adoption.obstacles(framework, context.deck, context.checks, context.as_of))
        first = t.plural(
            "Before that, {count} thing that a signature needs has to be settled.",
            "Before that, {count} things that a signature needs have to be settled.",
            waits,
        )
        return (*bold(t("Decision asked:")), Span(f" {asked}"), *((Span(f" {first}"),) if waits else ()))
    who = people.sponsor(context) or joined((own_words(name) for name in framework.deciders), "; ")
    made = t.date(framework.made_on)
    said = (
        fill(t("Adopted on {date} by {deciders}."), date=made, deciders=who)
        if who
        else normal(t("Adopted on {date}.", date=made))
    )
    if context.overdue and context.review_on is not None:
        late = t("The review was due on {date}. This charter remains in force.", date=t.date(context.review_on))
        return (*said, Span(" "), *bold(late))
    return said


def _uses(context: CharterContext) -> tuple[Block, ...]:
    """A line for the AI uses of which the same holds, the gravest first."""
    t = context.t
    lines: dict[str, list[FrameworkActivity]] = {}
    for activity in context.worst_first:
        lines.setdefault(_verdict(context, activity), []).append(activity)
    if not lines:
        return (Paragraph(normal(t("No AI use has been listed yet."))),)
    rows = [
        (joined(((Span(one.name, own=True),) for one in those), "; "), _with_bold_start(words))
        for words, those in lines.items()
    ]
    more = sum(len(those) for those in list(lines.values())[USES:])
    table = TableBlock(
        t("Our AI uses, the gravest first"),
        (t("AI use"), t("State, and what comes first")),
        tuple(rows[:USES]),
        (38, 62),
    )
    rest = t.plural("{count} more AI use is in annex C.", "{count} more AI uses are in annex C.", more)
    return (table, *((Paragraph(small(rest)),) if more else ()))


def _with_bold_start(words: str) -> Text:
    """The verdict stands out from what comes first."""
    verdict, colon, rest = words.partition(": ")
    return (*bold(verdict + colon.rstrip()), Span(f" {rest}")) if rest else bold(words)


def _verdict(context: CharterContext, activity: FrameworkActivity) -> str:
    t, outcome, law = context.t, context.checks.get(activity.id), context.law
    if activity.stopped_on is not None:
        return t("Stopped on {date}", date=t.date(activity.stopped_on))
    read = context.reading(activity)
    if outcome is None or law is None or read is None:
        return t("running") if activity.running == "running" else t("planned")
    word = t(READING_WORDS[read])
    if read == "stop":
        names = [one.rule.name[t.lang] for one in outcome.classes if one.rule.kind == "prohibition"]
        return f"{word}: {(names or [one.rule.name[t.lang] for one in known_breaches(outcome)] or [''])[0]}".rstrip(
            ": "
        )
    if read == "not_like_this":
        return title(outcome, t, running=activity.is_running)
    if read == "ask_first":
        asked = context.unknown(activity)
        if asked:
            question = f"“{asked[0].fact.question[t.lang]}”"
            return f"{word}: {question} ({t(first_steps.WHOM[asked[0].fact.topic])})"
        return f"{word}: {t('the law itself leaves this open')}"
    steps = [
        step.name[t.lang]
        for step in first_steps.first_steps(law, outcome, activity.facts)
        if step.kind in ("do", "plan")
    ]
    return f"{word}: {t('we do what annex C asks on “{rule}”', rule=steps[0])}" if read == "go_if" and steps else word


def actions(context: CharterContext) -> Iterator[Action]:
    """What comes first, the heaviest first: one thing for each AI use, then what nobody was named for, then late checks."""
    t, framework = context.t, context.framework
    asked: list[str] = []
    """The owners who heard what to find out: one thing for all their AI uses."""
    for activity in context.worst_first:
        read, outcome = context.reading(activity), context.checks.get(activity.id)
        if outcome is None or context.law is None or activity.stopped_on is not None:
            continue
        use = {"use": quoted(activity.name)}
        if read == "stop":
            words = t("stop {use}") if activity.is_running else t("do not start {use}")
            yield Action(context.role(activity.owner), fill(words, **use), None)
        elif read == "not_like_this":
            first = known_breaches(outcome)[0]
            plans = [one for one in activity.arrangements if one.rule == first.id and one.status == "planned"]
            who = context.role(plans[0].owner if plans and plans[0].owner else activity.owner)
            what = fill(t("put right “{rule}” for {use}"), rule=first.rule.name[t.lang], **use)
            yield Action(who, what, plans[0].due if plans else None)
        elif read == "ask_first" and activity.owner not in asked:
            asked.append(activity.owner)
            names = [
                one.name for one in context.worst_first if one.owner == activity.owner and context.reading(one) == read
            ]
            what = fill(t("answer the open questions about {uses}"), uses=context.quoted_names(names))
            yield Action(context.role(activity.owner), what, None)
    texts = framework.texts
    if not texts.incident_contact or not texts.contact:
        who = context.role(texts.owner) or people.sponsor(context)
        yield Action(who, normal(t("settle who answers customers and data breaches")), None)
    for rule in sorted(framework.rules, key=lambda one: one.review_on):
        if rule.review_on < context.as_of:
            yield Action(
                context.role(rule.owner),
                (*normal(t("look again at")), Span(" "), *context.rule_numbers((rule.number,))),
                rule.review_on,
            )
    for topic in catalogue.open_topics(framework.promises):
        if topic.open is not None:
            what = normal(t("decide {what}", what=topic.open[context.lang]))
            yield Action(context.role(texts.owner), what, None)


def _first_to_do(context: CharterContext) -> tuple[Block, ...]:
    t = context.t
    found = [one for one, _ in zip(actions(context), range(ACTIONS), strict=False)]
    if not found:
        return ()
    items = tuple(
        (
            *(_strong(capitalised(one.who)) if one.who else bold(t("Nobody named yet"))),
            Span(": "),
            *one.what,
            Span(f" – {t('before {date}', date=t.date(one.due)) if one.due else t('no date agreed yet')}."),
        )
        for one in found
    )
    return (Heading(normal(t("First to do"))), Bullets(items, ordered=True))


def _prices(context: CharterContext) -> tuple[Block, ...]:
    """The dearest prices that the team wrote, as typed, and how many are missing."""
    t, rules = context.t, context.framework.rules
    if not rules:
        return ()

    def dearest(rule: Rule) -> tuple[int, int, int]:
        return -(rule.price.euros_per_month or 0), -(rule.price.hours_per_month or 0), rule.number

    priced = sorted((rule for rule in rules if rule.price.sentence), key=dearest)
    items = tuple(
        capitalised((*context.rule_numbers((rule.number,)), Span(": "), *context.typed(rule.price.sentence)))
        for rule in priced[:PRICES]
    )
    missing = tradeoffs.unpriced(context)
    blocks = [
        *([Bullets(items)] if items else []),
        *([Paragraph(missing)] if missing else []),
        *tradeoffs.own_sum(context),
    ]
    return (Heading(normal(t("What it asks of us"))), *blocks)


def _not_settled(context: CharterContext, open_now: int) -> str:
    t, framework = context.t, context.framework
    dissent = sum(bool(rule.dissent) for rule in framework.rules)
    bare = len(context.without_rule)
    counts = [
        t.plural("{count} open point", "{count} open points", open_now),
        *([t.plural("{count} minority view", "{count} minority views", dissent)] if dissent else []),
        *([t.plural("{count} AI use without a rule", "{count} AI uses without a rule", bare)] if bare else []),
    ]
    return t("{counts} (section 11).", counts=t.listing(counts))


def _strong(text: Text) -> Text:
    return tuple(Span(span.text, span.lang, strong=True, own=span.own) for span in text)
