"""Header, why, our AI uses, what we put first."""

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
from framework.charter.sections.context import CharterContext
from framework.charter.spans import fill, joined, small
from framework.charter.talking_points import TalkingPoint
from framework.deck import PrincipleCard
from framework.deck.symbols import drawing
from framework.language import N_


def status(source: CharterContext) -> Status:
    t = source.ink.t
    if source.expired:
        return Status("expired", t("Expired"))
    if source.framework.adopted:
        return Status("adopted", t("Adopted"))
    return Status("draft", t("Draft") if source.by_group or source.framework.voices > 1 else t("Proposal"))


def meta(source: CharterContext) -> tuple[LabelledText, ...]:
    """Who, which version, what for, adopted when and by whom, owner, review, state."""
    framework, ink = source.framework, source.ink
    t = ink.t
    rows = [ink.row(N_("Organisation"), ink.name(framework.organisation))]
    if framework.team:
        rows.append(ink.row(N_("Team"), ink.name(framework.team)))
    rows.append(ink.row(N_("Version"), framework.version))
    scope = framework.texts.scope
    rows.append(
        ink.row(
            N_("Scope"),
            ink.worded(scope)
            if scope
            else t("The AI uses listed below. A new use is checked against this charter first."),
        )
    )
    day = t.date(framework.made_on)
    if framework.adopted:
        deciders = joined((ink.name(name) for name in framework.deciders), "; ")
        rows.append(
            ink.row(
                N_("Adopted"),
                fill(t("on {date} by {deciders}"), date=day, deciders=deciders) if deciders else day,
            )
        )
    else:
        rows.append(ink.row(N_("Adopted"), fill(t("not yet; written on {date}"), date=day)))
    if framework.group is not None and framework.group.people:
        people = t.plural("{count} person took part", "{count} people took part", framework.group.people)
        rows.append(ink.row(N_("Made by"), people))
    owner = framework.texts.owner
    rows.append(ink.row(N_("Owner of this charter"), ink.name(owner) if owner else t("not named yet")))
    rows.append(ink.row(N_("Next review"), t.date(source.review_on) if source.review_on else t("no date chosen yet")))
    rows.append(ink.row(N_("Status"), _status_text(source)))
    return tuple(rows)


def _status_text(source: CharterContext) -> Text:
    t = source.ink.t
    state = status(source)
    day = t.date(source.as_of)
    word = Span(state.word, strong=True)
    if state.kind == "expired":
        return (word, Span(" – "), Span(t("the review date has passed (checked on {date})", date=day)))
    return (word, Span(" – "), Span(t("checked on {date}", date=day)))


def notices(source: CharterContext, points: tuple[TalkingPoint, ...]) -> tuple[Callout, ...]:
    """What no reader may overlook: a charter past its date, or one that nobody adopted yet."""
    t = source.ink.t
    found: list[Callout] = []
    if source.expired and source.review_on is not None:
        found.append(
            Callout(
                "warning",
                t("This charter has expired"),
                (
                    Paragraph(
                        (
                            Span(
                                t(
                                    "It was due for review by {date}. Review it and adopt a new version before "
                                    "you rely on it.",
                                    date=t.date(source.review_on),
                                )
                            ),
                        )
                    ),
                ),
            )
        )
    if source.framework.adopted:
        return tuple(found)
    if source.by_one:
        title = t("This is one person’s proposal, not yet a charter")
        body = t("Nobody has adopted it. Talk it over with the team; who decides is named when it is adopted.")
    elif source.by_group:
        title = t("This is the group’s draft, not yet a charter")
        body = t(
            "It was made together in a workshop and has not been adopted. The same people will look at it once "
            "more, and who decides is named when it is adopted."
        )
    else:
        title = t("This is a proposal, not yet a charter")
        body = t("It has not been adopted. Who decides is named when it is adopted.")
    blocks: list[Paragraph | Bullets] = [Paragraph((Span(body),))]
    if points:
        blocks.append(Paragraph((Span(t("Three points to discuss with the team:"), strong=True),)))
        blocks.append(Bullets(tuple(point.text for point in points), ordered=True))
    found.append(Callout("note", title, tuple(blocks)))
    return tuple(found)


def why(source: CharterContext) -> Section:
    ink, texts = source.ink, source.framework.texts
    t = ink.t
    body: Text = (
        ink.worded(texts.why)
        if texts.why
        else fill(
            t(
                "Our customers come first: they must be able to trust what we do with AI. "
                "This charter says what we do, what we never do, and what that costs us. "
                "It is for everyone at {organisation} who plans, makes, buys or approves marketing with AI."
            ),
            organisation=ink.name(source.framework.organisation),
        )
    )
    return Section("why", "1", t("Why, and for whom"), (Paragraph(body),))


def uses(source: CharterContext) -> Section:
    ink = source.ink
    t = ink.t
    rows: list[tuple[Text, ...]] = []
    for activity in source.framework.activities:
        numbers = [str(rule.number) for rule in source.framework.rules if activity.id in rule.activities]
        kind = source.deck.kind(activity.kind)
        about = ink.name(activity.purpose) or small(kind.name[ink.lang] if kind else "")
        name = (Span(activity.name, strong=True, own=True),)
        rows.append(
            (
                (*name, Span("\n"), *(_soft(about))) if any(span.text for span in about) else name,
                ink.name(activity.supplier) or small(t("none named")),
                ink.name(activity.owner) or small(t("not named yet")),
                (Span(t("running") if activity.running == "running" else t("planned")),),
                (Span(", ".join(numbers)),) if numbers else small(t("no rule yet")),
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
        blocks = (Paragraph((Span(t("No AI use has been listed yet.")),)),)
    return Section("uses", "2", t("Our AI uses"), blocks)


def _soft(text: Text) -> Text:
    return tuple(Span(span.text, span.lang, soft=True, own=span.own) for span in text)


def principles(source: CharterContext) -> Section:
    ink = source.ink
    t = ink.t
    blocks: list[Block] = []
    shown: set[str] = set()
    for rank, card_id in enumerate(source.framework.principles, start=1):
        card = source.deck.card(card_id)
        if card is None:
            continue
        blocks.append(
            PrincipleBlock(
                rank,
                card.name[ink.lang],
                (Span(card.essence[ink.lang]),),
                _meaning(source, card, shown),
                drawing(card.symbol, "currentColor").encode(),
            )
        )
    if blocks:
        order = t("In this order. Where they conflict, the higher one weighs more.")
        if source.by_group:
            order = t("In the group’s order. Where they conflict, the higher one weighs more.")
        blocks.insert(0, Paragraph((Span(order),)))
    else:
        blocks.append(Paragraph((Span(t("No principles have been chosen yet.")),)))
    return Section("principles", "3", t("What we put first"), tuple(blocks))


def _meaning(source: CharterContext, card: PrincipleCard, shown: set[str]) -> LabelledText:
    """An example about one of the team's own uses, another use for each card where there is a choice; else a question."""
    ink = source.ink
    fitting = [activity for activity in source.framework.activities if activity.kind in card.examples]
    chosen = next((activity for activity in fitting if activity.id not in shown), fitting[0] if fitting else None)
    if chosen is None:
        return ink.row(N_("We ask ourselves"), card.questions[0][ink.lang])
    shown.add(chosen.id)
    return ink.row(
        N_("For us this means"),
        fill(
            ink.t("with {activity}: {example}"),
            activity=ink.quoted(chosen.name),
            example=card.examples[chosen.kind][ink.lang],
        ),
    )
