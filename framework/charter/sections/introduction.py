"""What stands above a charter, and its first section: why, for whom, and what its words mean."""

from framework.charter.document import (
    Block,
    Callout,
    LabelledList,
    LabelledText,
    Paragraph,
    PrincipleBlock,
    Section,
    Span,
    Status,
    Text,
)
from framework.charter.sections import people, votes
from framework.charter.sections.context import CharterContext
from framework.charter.spans import fill, joined, normal, own_words
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
    """Version, adoption, owner, review date and status."""
    framework = context.framework
    t = context.t
    rows: list[LabelledText] = []
    rows.append(context.row(N_("Version"), framework.version))
    made = t.date(framework.made_on)
    if framework.adopted:
        deciders = joined((own_words(name) for name in framework.deciders), "; ")
        signs, name = people.sponsor(context), framework.texts.sponsor.name
        if not (deciders or signs):
            words: Text = normal(made)
        elif deciders and signs and not any(name and name in one for one in framework.deciders):
            both = t("on {date} by {sponsor}; decided by {deciders}")
            words = fill(both, date=made, sponsor=signs, deciders=deciders)
        else:
            words = fill(t("on {date} by {deciders}"), date=made, deciders=deciders or signs)
        rows.append(context.row(N_("Adopted"), words))
    else:
        rows.append(context.row(N_("Adopted"), fill(t("not yet; written on {date}"), date=made)))
    if framework.group is not None and framework.group.people:
        took_part = t.plural("{count} person took part", "{count} people took part", framework.group.people)
        rows.append(context.row(N_("Made by"), took_part))
    owner = framework.texts.owner
    day = context.review_on
    rows.append(context.row(N_("Owner of this charter"), context.role(owner) if owner else t("not named yet")))
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


def notices(context: CharterContext) -> tuple[Callout, ...]:
    """Notices at the top: a review that is overdue, or a charter that is not adopted."""
    t = context.t
    found: list[Callout] = []
    if context.overdue and context.review_on is not None:
        words = t(
            "It was due for review by {date}. It stays in force until a new version is adopted.",
            date=t.date(context.review_on),
        )
        found.append(Callout("warning", t("The review of this charter is overdue"), (Paragraph(normal(words)),)))
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
    found.append(Callout("note", title, (Paragraph(normal(body)),)))
    return tuple(found)


def why(context: CharterContext) -> Section:
    """The team's own words, and inside whom the charter binds and what its words mean: that stands whatever the team writes."""
    t, framework = context.t, context.framework
    own = framework.texts.why
    blocks: list[Block] = [Paragraph(context.worded(own))] if own else []
    blocks.append(
        Paragraph(
            fill(
                t(
                    "This charter binds everyone who plans, makes, buys or approves marketing with AI for {organisation}: "
                    "employees, hired staff and agencies. It binds an agency from the first assignment that mentions it. It "
                    "covers the uses in annex A, pilots included, and every new use from the moment someone starts on it."
                ),
                organisation=own_words(framework.organisation),
            )
        )
    )
    scope = framework.texts.scope
    if scope:
        blocks.append(Paragraph((Span(t("On that, in the team’s own words:") + " "), *context.worded(scope))))
    blocks.append(
        Paragraph(
            normal(
                t(
                    "The law always comes first. This charter replaces no DPIA, privacy statement or code of conduct; it "
                    "refers to them."
                )
            )
        )
    )
    blocks.append(LabelledList(tuple(LabelledText(t(word), normal(t(means))) for word, means in _DEFINITIONS)))
    return Section("why", "1", t("Why, and for whom"), tuple(blocks))


_DEFINITIONS = (
    (
        N_("AI use"),
        N_(
            "a system that infers from input what it makes, predicts or recommends, for one purpose of ours. Another purpose "
            "is another use."
        ),
    ),
    (N_("Customer"), N_("anyone our marketing reaches, buyers or not.")),
    (N_("Owner"), N_("the function that answers when something goes wrong.")),
    (N_("Red line"), N_("something we never do; nobody can grant an exception.")),
    (N_("Rule"), N_("an agreement with a check, an owner and a date.")),
    (N_("Exception"), N_("beforehand, in writing and temporary.")),
    (N_("Incident"), N_("see section 9.")),
    (N_("In writing"), N_("by e-mail or in the register counts.")),
)


def principle_blocks(context: CharterContext) -> tuple[Block, ...]:
    """The cards as they were put in order. Nobody agreed to what a card gives as an example or a question, nor to what
    follows from the order where two of them conflict."""
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
    if not blocks:
        return ()
    order = t("In this order, the most important first.")
    if context.by_group:
        order = t("In the group’s order, the most important first.")
    said = votes.rounds_in_short(context, PRINCIPLES)
    return (Paragraph((*normal(order), *((Span(" "), *said) if said else ()))), *blocks)
