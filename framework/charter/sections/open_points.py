"""Everything that a charter leaves open: what the law check found, what is not agreed, and what nobody has been named for."""

from collections.abc import Iterable

from framework.charter.document import Block, Bullets, Heading, Paragraph, Section, Span, Text
from framework.charter.sections import promises, tradeoffs, votes
from framework.charter.sections.context import CharterContext
from framework.charter.spans import bold, capitalised, fill, joined, normal
from framework.language import N_, Translator
from framework.language.field_names import FIELD_NAMES
from framework.law.wording import known_breaches, reading
from framework.workshop.models import FrameworkActivity, OpenPoint, OpenReason
from framework.workshop.rule_grammar import red_line_sentence

_REASON_WORDS: dict[OpenReason, str] = {
    "no_stance": N_("nobody has chosen a stance yet"),
    "unlawful_stance": N_("the stance chosen is closed by the law, so it cannot become a rule"),
    "incomplete": N_("the rule is not complete yet"),
    "dissent_open": N_("dissent has not been put into words yet"),
    "not_closed": N_("not decided yet"),
    "objected": N_("somebody objected in the follow-up, and that has not been settled"),
    "principles_objected": N_("somebody objected to their order in the follow-up, and that has not been settled"),
    "law_stop": N_("the law check says stop"),
    "law_unsure": N_("the law check cannot clear it yet"),
}
_ABOUT_THE_LAW: tuple[OpenReason, ...] = ("law_stop", "law_unsure")


def points(context: CharterContext) -> tuple[Text, ...]:
    """Everything open, the gravest first: the law, then what was not agreed, then what nobody decided."""
    law = law_points(context)
    listed = (point for point in context.framework.open_points if not (law and point.reason in _ABOUT_THE_LAW))
    price = tradeoffs.unpriced(context)
    return (
        *law,
        *_objected_since(context),
        *(_open_point(context, point) for point in listed),
        *_without_rule(context),
        *_without_owner(context),
        *_without_supplier(context),
        *((price,) if price else ()),
        *_unnamed(context),
        *promises.left_open(context),
    )


def law_points(context: CharterContext) -> tuple[Text, ...]:
    """A text per different finding, the gravest first, with the AI uses it is about. Annex C has the rest."""
    by_words: dict[str, list[FrameworkActivity]] = {}
    for activity in context.worst_first:
        words = _law_words(context, activity)
        if words:
            by_words.setdefault(words, []).append(activity)
    return tuple(
        (*joined(((Span(one.name, strong=True, own=True),) for one in activities), ", "), Span(f": {words}"))
        for words, activities in by_words.items()
    )


def _law_words(context: CharterContext, activity: FrameworkActivity) -> str:
    """Empty where nothing is open."""
    t, outcome = context.t, context.checks.get(activity.id)
    if outcome is None or activity.stopped_on is not None:
        return ""
    read = reading(outcome)
    broken = [one.rule.name[t.lang] for one in known_breaches(outcome)]
    if read == "stop":
        banned = [one.rule.name[t.lang] for one in outcome.classes if one.rule.kind == "prohibition"]
        return t("forbidden as it is described ({rules})", rules=_first([*banned, *broken], t))
    if read == "not_like_this":
        return t("broken, fix first: {rules}", rules=_first(broken, t))
    if read == "ask_first":
        found = context.unknown(activity)
        asked = list(dict.fromkeys(f"“{point.fact.question[t.lang]}”" for point in found))
        unsettled = [one.rule.name[t.lang] for one in outcome.unsure if not one.open_facts]
        if not asked:
            return t("not known yet: {questions}", questions=_first(unsettled, t))
        more = len(asked) - 1
        rest = [t.plural("and {count} more question", "and {count} more questions", more)] if more else []
        return t("not known yet: {questions}", questions=", ".join([asked[0], *rest]))
    return ""


def _first(rules: Iterable[str], t: Translator) -> str:
    """The first, and how many more rules of law."""
    first, *others = dict.fromkeys(rules)
    more = (
        [t.plural("and {count} more rule of the law", "and {count} more rules of the law", len(others))]
        if others
        else []
    )
    return ", ".join([first, *more])


def _objected_since(context: CharterContext) -> tuple[Text, ...]:
    """Rules that stand although somebody objected after they were agreed."""
    return tuple(
        (*capitalised(context.rule_numbers((rule.number,))), Span(f": {context.t(_REASON_WORDS['objected'])}"))
        for rule in context.framework.rules
        if rule.agreed == "consent"
        and (rounds := votes.objection_rounds(context, rule.decision))
        and rounds[-1].objections
    )


def _without_rule(context: CharterContext) -> tuple[Text, ...]:
    uses = context.without_rule
    if not uses:
        return ()
    words = (
        context.t("There is no rule yet for {uses}; until then the law applies, and section 5.")
        if promises.has_gate(context)
        else context.t("There is no rule yet for {uses}; until then only the law applies.")
    )
    return (fill(words, uses=context.quoted_names(one.name for one in uses)),)


def _without_owner(context: CharterContext) -> tuple[Text, ...]:
    uses = [one.name for one in context.framework.activities if not one.owner]
    return (
        (fill(context.t("Nobody has been named as the owner of {uses}."), uses=context.quoted_names(uses)),)
        if uses
        else ()
    )


def _without_supplier(context: CharterContext) -> tuple[Text, ...]:
    uses = [one.name for one in promises.unknown_suppliers(context)]
    return (fill(context.t("No supplier has been named for {uses}."), uses=context.quoted_names(uses)),) if uses else ()


def _unnamed(context: CharterContext) -> tuple[Text, ...]:
    """Who and when, as far as that is not decided."""
    texts, t = context.framework.texts, context.t
    asked = (
        (texts.sponsor.name or texts.sponsor.function, t("who adopts this charter and answers for it")),
        (texts.owner, t("who keeps this charter")),
        (texts.privacy.kind or texts.privacy.role or texts.privacy.contact, t("who looks after privacy")),
        (context.review_on, t("when this charter is reviewed")),
        (texts.incident_contact, t("whom to ring about a data breach")),
        (texts.contact, t("where customers can go with questions")),
    )
    return tuple(context.not_decided(words) for known, words in asked if not known)


def _open_point(context: CharterContext, point: OpenPoint) -> Text:
    t = context.t
    activity = context.activity(point.activity)
    about: list[Text] = []
    if point.scenario is not None:
        about.append(bold(context.scenario_title(context.deck.scenario(point.scenario), point.scenario)))
    if activity is not None:
        about.append((Span(activity.name, strong=True, own=True),))
    if point.red_line is not None:
        about.append(context.typed(*red_line_sentence(point.red_line, context.lang), strong=True))
    if point.reason == "principles_objected":
        about.append(bold(t("What we put first")))
    reason = t(_REASON_WORDS[point.reason])
    if point.missing:
        reason += " " + t(
            "(missing: {parts})", parts=t.listing(t(FIELD_NAMES.get(part, part)) for part in point.missing)
        )
    where = joined(about, " · ")
    return (*where, Span(": "), Span(reason)) if where else normal(reason)


def section(context: CharterContext, found: tuple[Text, ...], to_discuss: tuple[Text, ...]) -> Section:
    """What the rules cost, who disagreed, and what is open. ``to_discuss``: what one person takes to the team."""
    t = context.t
    blocks: list[Block] = [Heading(normal(t("What it costs"))), *tradeoffs.blocks(context)]
    blocks.append(Heading(normal(t("Minority views"))))
    dissent = tuple(
        capitalised((*context.rule_numbers((rule.number,)), Span(": "), *context.typed(rule.dissent)))
        for rule in context.framework.rules
        if rule.dissent
    )
    if dissent:
        blocks.append(Bullets(dissent))
    elif context.by_one:
        blocks.append(Paragraph(normal(t("One person wrote this; other views have not been heard yet."))))
    else:
        blocks.append(Paragraph(normal(t("No dissent was written down."))))
    blocks.append(Heading(normal(t("What is still open"))))
    blocks.append(Bullets(found) if found else Paragraph(normal(t("Nothing is open."))))
    if to_discuss:
        blocks += [Heading(normal(t("Three points to discuss with the team"))), Bullets(to_discuss, ordered=True)]
    return Section("open", "11", t("What it costs, minority views and open points"), tuple(blocks))
