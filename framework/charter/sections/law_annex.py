"""Annex C: the law check of each AI use, the gravest first: only what applies, what is not in order and what to do.

What cannot apply, and what may apply but nobody has a reason to think of, stands in the memo of the law check. Codes stay out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from framework.charter.document import Block, Bullets, Heading, Paragraph, Section, Span, Text, plain
from framework.charter.sections.context import CharterContext
from framework.charter.spans import bold, fill, joined, normal, small
from framework.law import first_steps
from framework.law.classification import check
from framework.law.contradictions import contradiction_sentences
from framework.law.models import (
    Confidence,
    GroundRuleFinding,
    LawBook,
    LawCheck,
    LawFinding,
    ObligationFinding,
    OtherRuleFinding,
)
from framework.law.wording import (
    READING_MEANINGS,
    article_words,
    assessment_done,
    duty_words,
    known_breaches,
    reading,
    source_words,
    title,
)
from framework.workshop.facts import ARRANGEMENT_WORDS, arrangement_words
from framework.workshop.governance.customers import heard_by_customers
from framework.workshop.governance.records import Arrangement, ArrangementStatus
from framework.workshop.models import Framework, FrameworkActivity

WORDS_PER_USE = 150
"""What is said of one AI use at most; further items are counted."""
_NAMED = 6
"""Items of one list named at most."""
_REASONS = 2
_ROOM_FOR_REST = 60
"""Words kept for what follows an item, where that would take more in short."""
_MORE = 2
"""Words of the line that counts the rest."""


def checks(framework: Framework, law: LawBook, as_of: date) -> dict[str, LawCheck]:
    """The law check as of a day, by activity id."""
    return {activity.id: check(law, activity.facts, as_of, activity.arranged) for activity in framework.activities}


@dataclass(frozen=True, slots=True)
class _Item:
    """A line about one rule: ``short`` where there is no room for ``text``."""

    text: Text
    short: Text
    sources: tuple[str, ...] = ()


def law_check(context: CharterContext, law: LawBook, letter: str) -> Section:
    t = context.t
    intro = t(
        "Law version {version}, applied to the team’s own answers, as of {date}; nobody checked the answers. This is "
        "information, not legal advice. The memo of the law check has everything that may apply, with the answers behind it.",
        version=law.version,
        date=t.date(context.as_of),
    )
    blocks: list[Block] = [Paragraph(normal(intro)), *_advice(context)]
    used: dict[str, None] = {}
    for activity in context.worst_first:
        blocks += _use(context, law, activity, used)
    blocks += _sources(context, law, used)
    return Section("law", letter, t("Law check"), tuple(blocks), annex=True)


def _advice(context: CharterContext) -> list[Block]:
    """What the data protection officer said, and what was done with it (GDPR 35(2), 38(1))."""
    t, privacy = context.t, context.framework.texts.privacy
    blocks: list[Block] = []
    if privacy.advice:
        when = t("Advice of {date}:", date=t.date(privacy.advised_on)) if privacy.advised_on else t("Advice:")
        blocks.append(Paragraph((Span(f"{when} "), *context.typed(privacy.advice))))
    if privacy.followed:
        blocks.append(Paragraph((Span(t("What we did with it:") + " "), *context.typed(privacy.followed))))
    if privacy.kind == "dpo" and not privacy.advice:
        blocks.append(Paragraph(normal(t("No advice of the data protection officer is on record."))))
    return blocks


def _use(context: CharterContext, law: LawBook, activity: FrameworkActivity, used: dict[str, None]) -> list[Block]:
    t, outcome = context.t, context.checks[activity.id]
    heading = Heading((Span(activity.name, own=True),))
    if activity.stopped_on is not None:
        return [heading, Paragraph(normal(t("Stopped on {date}.", date=t.date(activity.stopped_on))))]
    read = reading(outcome)
    said = title(outcome, t, running=activity.is_running)
    meaning = f" {t(READING_MEANINGS[read])}." if read in ("stop", "ask_first", "go_if") else ""
    owner = fill(t(" Owner: {owner}."), owner=context.role(activity.owner)) if activity.owner else ()
    head = (*bold(said if said.endswith((".", "”")) else f"{said}."), Span(meaning), *owner)
    contrary = contradiction_sentences(law, activity.facts, t)
    last = (
        *_unknown(context, activity, outcome),
        *_assessment(context, outcome),
        *_arranged(context, law, activity, outcome),
    )
    asks = bold(t("Applies, and what it asks:"))
    room = WORDS_PER_USE - _count((head, *map(normal, contrary), asks, *last))
    items = [*_wrong(context, activity, outcome), *_maybe_forbidden(context, law, activity, outcome)]
    lines, room = _fitted(context, items, room, used)
    duties, _ = _fitted(context, list(_duties(context, outcome)), room, used)
    blocks: list[Block] = [heading, Paragraph(head), *(Paragraph(normal(words)) for words in contrary)]
    if lines:
        blocks.append(Bullets(tuple(lines)))
    if duties:
        blocks += [Paragraph(asks), Bullets(tuple(duties))]
    return [*blocks, *(Paragraph(words) for words in last)]


def _count(texts: tuple[Text, ...]) -> int:
    return sum(len(plain(text).split()) for text in texts)


def _fitted(context: CharterContext, items: list[_Item], room: int, used: dict[str, None]) -> tuple[list[Text], int]:
    """The items in full as long as there is room for what follows in short, then in short, then their number; and the room left."""
    left = [_count((item.short,)) for item in items]
    lines: list[Text] = []
    for at, item in enumerate(items):
        full, rest = _count((item.text,)), min(sum(left[at + 1 :]), _ROOM_FOR_REST)
        more = _MORE if at + 1 < len(items) else 0
        if full + rest <= room:
            line = item.text
        elif left[at] + more <= room:
            line = item.short
        else:
            if room >= _MORE:
                lines.append(small(context.t.plural("{count} more", "{count} more", len(items) - at)))
            return lines, 0
        lines.append(line)
        room -= _count((line,))
        used |= dict.fromkeys(item.sources)
    return lines, room


def _wrong(context: CharterContext, activity: FrameworkActivity, outcome: LawCheck) -> Iterator[_Item]:
    """What is forbidden and what is known to be broken, each with what to do, and who does it when."""
    t, lang = context.t, context.lang
    for found in outcome.classes:
        if found.rule.kind == "prohibition":
            duties = " ".join(one.rule.duty[lang] for one in outcome.obligations if found.code in one.codes)
            yield _item(
                context, found, found.rule.name[lang], duties or found.rule.meaning[lang], found.article, strong=True
            )
    planned = {one.rule: one for one in activity.arrangements if one.status == "planned" and not one.withdrawn}
    for one in known_breaches(outcome):
        todo = one.rule.measure[lang] if isinstance(one, GroundRuleFinding) else one.rule.rule[lang]
        plan = planned.get(one.id)
        when = _plan_words(context, plan) if plan else t("Who does that and when, is not agreed yet.")
        yield _item(context, one, one.rule.name[lang], f"{todo} {when}", one.article, strong=True)


def _plan_words(context: CharterContext, plan: Arrangement) -> str:
    t = context.t
    who = plain(context.role(plan.owner)) if plan.owner else t("nobody named yet")
    return t(
        "Planned: {who}, {when}.",
        who=who,
        when=t("before {date}", date=t.date(plan.due)) if plan.due else t("no date agreed yet"),
    )


def _maybe_forbidden(
    context: CharterContext, law: LawBook, activity: FrameworkActivity, outcome: LawCheck
) -> Iterator[_Item]:
    """A prohibition only where its own question is open, with that question; also in short it says that it is possible only."""
    t, lang = context.t, context.lang
    for told in first_steps.possible_classes(law, outcome, activity.facts):
        own = [fact for fact in told.questions if fact.topic != "use"]  # whose system it is, is no question about harm
        if told.finding.rule.kind != "prohibition" or not own:
            continue
        name = t("Possibly – {name}", name=told.finding.rule.name[lang])
        asked = t("Find out first: {questions}", questions=f"“{own[0].question[lang]}”")
        yield _item(context, told.finding, name, asked, told.finding.article)


def _duties(context: CharterContext, outcome: LawCheck) -> Iterator[_Item]:
    """What holds for certain and asks something, in force before coming."""
    broken = {one.id for one in known_breaches(outcome)}
    banned = {one.code for one in outcome.classes if one.rule.kind == "prohibition"}
    found: list[tuple[bool, ObligationFinding | OtherRuleFinding]] = []
    for one in outcome.obligations:
        asks = one.rule.weighs and not banned.intersection(one.codes)
        if asks and one.certainty == "certain" and one.status != "ended":
            found.append((one.status == "coming", one))
    found += [
        (rule.status == "coming", rule)
        for rule in outcome.other_rules
        if rule.certainty == "certain"
        and rule.status != "ended"
        and rule.id not in broken
        and rule.rule.effect != "none"
    ]
    for _, one in sorted(found, key=lambda pair: pair[0]):
        todo = one.rule.duty if isinstance(one, ObligationFinding) else one.rule.rule
        yield _item(context, one, one.rule.name[context.lang], todo[context.lang], one.article)
    told = {code for one in outcome.obligations if one.certainty == "certain" for code in one.codes}
    for one in outcome.classes:  # the maker's duty, of which section 8 tells customers what they notice
        if one.code in heard_by_customers() and one.code not in told and one.status != "ended":
            yield _item(context, one, one.rule.name[context.lang], one.rule.meaning[context.lang], one.article)


def _item(
    context: CharterContext,
    found: LawFinding | GroundRuleFinding,
    name: str,
    todo: str,
    article: str,
    *,
    strong: bool = False,
) -> _Item:
    t = context.t
    when = ""
    if isinstance(found, LawFinding) and found.applies_from is not None and found.status == "coming":
        when = f", {duty_words(found.status, t.short_date(found.applies_from), t)}"
    doubt = f"; {t('no source looked up')}" if _unread(context, found.sources) else ""
    cited = f" ({article_words(article, t)}{when}{doubt})"
    head: Text = (Span(name, strong=strong), Span(cited))
    return _Item((*head, Span(f": {todo}")), (*head, Span(".")), found.sources)


def _unread(context: CharterContext, sources: tuple[str, ...]) -> bool:
    """Whether a rule rests on weak sources alone: the reader has to check it."""
    low: tuple[Confidence, ...] = ("L",)
    found = [source for one in sources if context.law and (source := context.law.source(one)) is not None]
    return bool(found) and all(source.confidence in low and source.url is None for source in found)


def _unknown(context: CharterContext, activity: FrameworkActivity, outcome: LawCheck) -> Iterator[Text]:
    """The ground rules nobody answered, by name, and how many further questions are open."""
    t, lang = context.t, context.lang
    names = [one.rule.name[lang] for one in outcome.ground_rules if one.status == "unknown"]
    asked = [point for point in context.unknown(activity) if point.fact.topic != "ground_rule"]
    if names:
        said = "; ".join(names[:_NAMED])
        more = len(names) - _NAMED
        rest = f"; {t.plural('{count} more', '{count} more', more)}" if more > 0 else ""
        yield (*bold(t("Not known yet:")), Span(f" {said}{rest}."))
    if asked:
        yield small(t.plural("{count} further question is open.", "{count} further questions are open.", len(asked)))


def _assessment(context: CharterContext, outcome: LawCheck) -> Iterator[Text]:
    t = context.t
    asking = {one.article.partition("(")[0] for one in outcome.assessment.reasons}
    told = any(one.article.partition("(")[0] in asking for one in known_breaches(outcome))
    if outcome.assessment.certainty == "certain" and not (told or assessment_done(outcome)):
        names = [one.name[context.lang] for one in outcome.assessment.reasons]
        rest = len(names) - _REASONS
        more = [t.plural("{count} more", "{count} more", rest)] if rest > 0 else []
        reasons = "; ".join([*names[:_REASONS], *more])
        yield normal(t("A DPIA is needed, because of this: {reasons}.", reasons=reasons))


def _arranged(context: CharterContext, law: LawBook, activity: FrameworkActivity, outcome: LawCheck) -> Iterator[Text]:
    """What was said of the things to do. What is answered otherwise since is broken, and stands there."""
    t = context.t
    said = {
        one.rule: arrangement_words(one, t)
        for one in sorted(activity.arrangements, key=lambda one: _SAID.index(one.status))
        if not one.withdrawn
    }
    said = {**dict.fromkeys(activity.arranged, t(ARRANGEMENT_WORDS["arranged"])), **said}
    broken = {one.id for one in known_breaches(outcome)}
    names = {one.id: one.name[t.lang] for one in (*law.ground_rules, *law.obligations, *law.other_rules)}
    items = [
        fill("{rule}: {words}", rule=normal(names[rule]), words=words)
        for rule, words in said.items()
        if rule in names and rule not in broken
    ]
    if items:
        yield (*bold(t("What was said of things to do:")), Span(" "), *joined(items, ". "), Span("."))


_SAID: tuple[ArrangementStatus, ...] = ("arranged", "planned", "not_for_us")


def _sources(context: CharterContext, law: LawBook, used: dict[str, None]) -> list[Block]:
    items = tuple(
        small(source_words(source, context.t) + (f" · {source.url}" if source.url else ""))
        for source in law.sources
        if source.id in used and not _unread(context, (source.id,))
    )
    return [Heading(normal(context.t("Sources"))), Bullets(items)] if items else []
