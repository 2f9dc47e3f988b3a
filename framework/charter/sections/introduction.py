"""The header, and the sections on purpose, AI uses and principles."""

from framework.charter.document import (
    Block,
    Bullets,
    Callout,
    LabelledText,
    Paragraph,
    PrincipleBlock,
    Section,
    Span,
    Status,
    TableBlock,
    Text,
)
from framework.charter.sections import votes
from framework.charter.sections.context import CharterContext
from framework.charter.spans import bold, fill, joined, normal, own_words, small
from framework.charter.talking_points import TalkingPoint
from framework.deck.symbols import drawing
from framework.language import N_
from framework.workshop.field_types import PRINCIPLES


def status(context: CharterContext) -> Status:
    t = context.t
    if context.overdue:
        return Status("overdue", t("Review overdue"))
    if context.framework.adopted:
        return Status("adopted", t("Adopted"))
    return Status("draft", t("Draft") if context.by_group or context.framework.voices > 1 else t("Proposal"))


def meta(context: CharterContext) -> tuple[LabelledText, ...]:
    """Organisation, team, version, scope, adoption, owner, review date and status."""
    framework = context.framework
    t = context.t
    rows = [context.row(N_("Organisation"), own_words(framework.organisation))]
    if framework.team:
        rows.append(context.row(N_("Team"), own_words(framework.team)))
    rows.append(context.row(N_("Version"), framework.version))
    scope = framework.texts.scope
    if scope or context.internal:
        rows.append(context.row(N_("Scope"), context.worded(scope) if scope else t("The AI uses listed below.")))
    made = t.date(framework.made_on)
    if framework.adopted:
        deciders = joined((own_words(name) for name in framework.deciders), "; ")
        rows.append(
            context.row(
                N_("Adopted"), fill(t("on {date} by {deciders}"), date=made, deciders=deciders) if deciders else made
            )
        )
    else:
        rows.append(context.row(N_("Adopted"), fill(t("not yet; written on {date}"), date=made)))
    if framework.group is not None and framework.group.people:
        people = t.plural("{count} person took part", "{count} people took part", framework.group.people)
        rows.append(context.row(N_("Made by"), people))
    owner = framework.texts.owner
    day = context.review_on
    if owner or context.internal:  # what is not decided is internal
        rows.append(context.row(N_("Owner of this charter"), own_words(owner) if owner else t("not named yet")))
    if day or context.internal:
        rows.append(context.row(N_("Next review"), t.date(day) if day else t("no date chosen yet")))
    rows.append(context.row(N_("Status"), _status_text(context)))
    return tuple(rows)


def _status_text(context: CharterContext) -> Text:
    t = context.t
    state = status(context)
    day = t.date(context.as_of)
    word = Span(state.word, strong=True)
    if state.kind == "overdue":
        return (word, Span(" – "), Span(t("the review date has passed (checked on {date})", date=day)))
    return (word, Span(" – "), Span(t("checked on {date}", date=day)))


def notices(context: CharterContext, points: tuple[TalkingPoint, ...]) -> tuple[Callout, ...]:
    """Notices at the top: a review that is overdue, or a charter that is not adopted, with the points to discuss."""
    t = context.t
    found: list[Callout] = []
    if context.overdue and context.review_on is not None:
        words = t(
            "It was due for review by {date}. It stays in force until a new version is adopted.",
            date=t.date(context.review_on),
        )
        found.append(Callout("warning", t("The review of this charter is overdue"), (Paragraph(normal(words)),)))
    if not context.internal and not (context.framework.rules or context.framework.red_lines):
        words = t("Which rules and red lines may be public has not been chosen yet.")
        found.append(Callout("note", t("Nothing is in the public edition yet"), (Paragraph(normal(words)),)))
    if context.framework.adopted:
        return tuple(found)
    if context.by_one:
        title = t("This is one person’s proposal, not yet a charter")
        body = t("Nobody has adopted it. Talk it over with the team; who decides is named when it is adopted.")
    elif context.by_group:
        title = t("This is the group’s draft, not yet a charter")
        body = t(
            "It was made together in a workshop and has not been adopted. Who decides is named when it is adopted."
        )
    else:
        title = t("This is a proposal, not yet a charter")
        body = t("It has not been adopted. Who decides is named when it is adopted.")
    blocks: list[Paragraph | Bullets] = [Paragraph(normal(body))]
    if points:
        blocks.append(Paragraph(bold(t("Three points to discuss with the team:"))))
        blocks.append(Bullets(tuple(point.text for point in points), ordered=True))
    found.append(Callout("note", title, tuple(blocks)))
    return tuple(found)


def why(context: CharterContext) -> Section:
    """The team's own words; without them only what the document is about, because nobody agreed to more."""
    t, own = context.t, context.framework.texts.why
    if own:
        return Section("why", "1", t("Why, and for whom"), (Paragraph(context.worded(own)),))
    about = t("This charter is about AI in marketing at {organisation}: what our rules and our red lines are.")
    return Section(
        "why",
        "1",
        t("About this charter"),
        (Paragraph(fill(about, organisation=own_words(context.framework.organisation))),),
    )


def uses(context: CharterContext) -> Section | None:
    """Every AI use with its supplier, owner and rules: internal."""
    t = context.t
    if not context.internal:
        return None
    rows: list[tuple[Text, ...]] = []
    for activity in context.framework.activities:
        numbers = [str(rule.number) for rule in context.framework.rules if activity.id in rule.activities]
        kind = context.deck.kind(activity.kind)
        about = own_words(activity.purpose) or small(kind.name[context.lang] if kind else "")
        name = (Span(activity.name, strong=True, own=True),)
        rows.append(
            (
                (*name, Span("\n"), *(_in_small_print(about))) if any(span.text for span in about) else name,
                own_words(activity.supplier) or small(t("none named")),
                own_words(activity.owner) or small(t("not named yet")),
                normal(t("running") if activity.running == "running" else t("planned")),
                normal(", ".join(numbers)) if numbers else small(t("no rule yet")),
            )
        )
    blocks: tuple[Block, ...] = (
        TableBlock(
            t("The AI uses that this charter covers"),
            (t("AI use"), t("Supplier"), t("Owner"), t("Status"), t("Rules")),
            tuple(rows),
            (36, 21, 21, 11, 11),
        ),
    )
    if not rows:
        blocks = (Paragraph(normal(t("No AI use has been listed yet."))),)
    return Section("uses", "2", t("Our AI uses"), blocks)


def _in_small_print(text: Text) -> Text:
    return tuple(Span(span.text, span.lang, soft=True, own=span.own) for span in text)


def principles(context: CharterContext) -> Section | None:
    """The cards as they were put in order. What a card gives as an example or a question, nobody agreed to."""
    t = context.t
    blocks: list[Block] = [
        PrincipleBlock(
            rank,
            card.name[context.lang],
            normal(card.essence[context.lang]),
            drawing(card.symbol, "currentColor").encode(),
        )
        for rank, card_id in enumerate(context.framework.principles, start=1)
        if (card := context.deck.card(card_id)) is not None
    ]
    if blocks:
        order = t("In this order. Where they conflict, the higher one weighs more.")
        if context.by_group:
            order = t("In the group’s order. Where they conflict, the higher one weighs more.")
        said = votes.rounds_in_short(context, PRINCIPLES)
        blocks.insert(0, Paragraph((*normal(order), *((Span(" "), *said) if said else ()))))
    elif not context.internal:
        return None
    else:
        blocks.append(Paragraph(normal(t("No principles have been chosen yet."))))
    return Section("principles", "3", t("What we put first"), tuple(blocks))
