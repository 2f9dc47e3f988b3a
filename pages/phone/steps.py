"""What the phone shows at each step. Rendered once per language; `personal_slots` mark the places that differ per seat."""

from collections.abc import Callable, Sequence

from framework.html import Html, join, tag
from framework.language.labels import CONSENT_NAMES, LINE_NAMES, STEP_NAMES
from framework.text import NAME_LIMIT
from framework.workshop.answer_rules import CARDS_TO_ORDER, OBJECTION_LIMIT, WORD_LIMIT
from framework.workshop.models import Decision, RedLine
from framework.workshop.room import PlannedStep, StepKind
from framework.workshop.rule_grammar import fill_activity_names, quoted_names
from framework.workshop.steps import read_back
from framework.workshop.steps.read_back import Part
from pages.live.read_back import NOTHING, TITLES, read_lines
from pages.live.snapshot import Subject
from pages.phone import personal_slots
from pages.phone.ballot_form import ballot_form
from pages.phone.draft import goodbye
from pages.phone.elements import (
    answer_form,
    choice,
    folded_text,
    note,
    saved_note,
    send_bar,
    submit_button,
    title,
    typed_words,
)
from pages.phone.page_context import PageContext, beforehand
from pages.phone.results import ballot_results, card_results, red_line_results, rule_results
from pages.phone.unplanned_question import question_step


def main_part(context: PageContext) -> Html:
    """The present step, with slots for the seat's own answers."""
    t = context.t
    if context.over:
        return join(
            title(t("This workshop is over")),
            tag("p", t("Thank you for taking part. Your team has the charter; ask the facilitator for it.")),
        )
    if context.preparing:
        return _preparing(context)
    if context.ended:
        return goodbye(context)
    if context.room.paused:
        return join(
            title(t("Paused")),
            tag(
                "p",
                t(
                    "We’ll continue another day. Your answers are saved. Keep the link or the code: on this phone you will be the same person."
                ),
            ),
        )
    return _STEPS[context.step.kind](context)


# --- before the session ----------------------------------------------------------------------------------------------


def _preparing(context: PageContext) -> Html:
    t = context.t
    step = context.step
    if context.at and step.kind in ("principles", "scenario"):
        back = tag("p", tag("a", t("Back to the list"), href=context.path, class_="back"))
        if step.kind == "principles":
            return join(back, _card_form(context))
        return join(back, _situation(context), ballot_form(context, beforehand=True))
    asked = beforehand(context.room)
    return join(
        title(t("Before the session")),
        tag("p", t("The session has not begun. You can already answer in private; nobody sees it before the reveal.")),
        tag("h2", t("Answer beforehand")) if asked else None,
        tag("ul", (_to_do(context, each) for each in asked), class_="todo") if asked else None,
        _inventory_part(context),
        note(t("This page follows automatically once the session begins.")),
    )


def _to_do(context: PageContext, step: PlannedStep) -> Html:
    t = context.t
    name = t("Which principles come first?")
    about = None
    if step.kind == "scenario":
        scenario = context.state.deck.scenario(step.scenario or "")
        name = scenario.title[context.lang] if scenario else step.id
        activity = context.activity_of(step)
        about = activity.name if activity else None
    done = tag("span", t("answered"), class_="done", more=personal_slots.hidden_unless(f"done {step.id}"))
    return tag(
        "li",
        tag("a", tag("b", name), tag("small", about) if about else None, done, href=f"{context.path}?step={step.id}"),
    )


# --- the steps -------------------------------------------------------------------------------------------------------


def _welcome(context: PageContext) -> Html:
    t = context.t
    return join(
        title(t("Welcome, you are in")),
        tag("p", t("Today your team agrees on how it uses AI in marketing, and why.")),
        tag(
            "ul",
            tag("li", t("You vote in silence; nobody sees a result before everybody does.")),
            tag("li", t("You can change your vote until the round closes.")),
            tag("li", t("What is said here may leave the room; who said it may not.")),
            tag(
                "li",
                t("Are there fewer than five of you? Then nobody is anonymous: others can work out who chose what."),
            ),
            class_="plain",
        ),
        note(t("Keep this page open; it follows the room automatically.")),
    )


def _inventory(context: PageContext) -> Html:
    return join(title(context.t("What do we do with AI?")), _inventory_part(context))


def _inventory_part(context: PageContext) -> Html:
    t = context.t
    deck = context.state.deck
    names = [
        tag("li", tag("b", activity.name), tag("small", kind.name[context.lang]) if kind else None)
        for activity in context.activities
        for kind in (deck.kind(activity.kind),)
    ]
    kinds = [tag("option", kind.name[context.lang], value=kind.id) for kind in deck.kinds]
    return join(
        tag("h2", t("Already on our list")),
        tag("ul", names, class_="list") if names else note(t("Nothing yet.")),
        tag("h2", t("Something missing?")),
        tag(
            "form",
            tag("input", type="hidden", name="kind", value="activity"),
            tag("label", t("What do you call it?"), for_="a-name"),
            tag(
                "input",
                id="a-name",
                name="name",
                maxlength=NAME_LIMIT,
                required=True,
                autocomplete="off",
                placeholder=t("For example: chat on our website"),
            ),
            tag("label", t("What kind is it?"), for_="a-kind"),
            tag("select", kinds, id="a-kind", name="activity_kind"),
            submit_button(t("Add to the list")),
            saved_note(
                t("Added. Thank you.")
                if context.room.shows_unread
                else t("Sent, thank you. It goes on the list when the facilitator shows it."),
                plain=True,
            ),
            method="post",
            action=f"{context.path}/answer",
            data_live="again",
        ),
    )


def _principles(context: PageContext) -> Html:
    if context.room.phase == "revealed":
        return card_results(context)
    return _card_form(context)


def _card_form(context: PageContext) -> Html:
    """A form for putting five cards in order: by tapping them, or without the script with five lists."""
    t = context.t
    cards = context.state.deck.cards
    lists = [
        join(
            tag("label", t("Place {number}", number=at), for_=f"card{at}"),
            tag(
                "select",
                tag("option", "–", value=""),
                (
                    tag(
                        "option",
                        card.name[context.lang],
                        value=card.id,
                        more=personal_slots.selected(f"card{at}", card.id),
                    )
                    for card in cards
                ),
                id=f"card{at}",
                name=f"card{at}",
            ),
        )
        for at in range(1, CARDS_TO_ORDER + 1)
    ]
    taps = [
        tag(
            "li",
            tag(
                "button",
                tag("i"),
                tag("b", card.name[context.lang]),
                tag("small", card.essence[context.lang]),
                type="button",
                data_card=card.id,
                aria_pressed="false",
            ),
        )
        for card in cards
    ]
    essences = [join(tag("dt", card.name[context.lang]), tag("dd", card.essence[context.lang])) for card in cards]
    return answer_form(
        context,
        "ranking",
        title(t("Which five come first?")),
        tag("p", t("Put five cards in order, the most important first. In silence, on your own.")),
        tag("div", lists, class_="nojs"),
        tag("details", tag("summary", t("What the cards say")), tag("dl", essences), class_="nojs"),
        tag("p", class_="js order", hidden=True, aria_live="polite", data_empty=t("Tap the card that comes first.")),
        tag("ol", taps, class_="js cards", hidden=True),
        send_bar(t("Save my order"), t("Saved. You can change it until the round closes.")),
    )


def _scenario(context: PageContext) -> Html:
    match context.room.phase:
        case "open":
            return join(_situation(context), note(context.t("Read it in silence. The vote opens in a moment.")))
        case "voting" | "second_voting" if context.closed:
            return join(_situation(context, brief=True), _round_closed(context))
        case "voting" | "second_voting":
            return join(_situation(context, brief=True), ballot_form(context))
        case "revealed" | "second_revealed":
            return join(_situation(context, brief=True), ballot_results(context))
        case _:
            return join(_situation(context, brief=True, rules=context.rules), _consent(context))


def _round_closed(context: PageContext) -> Html:
    return tag("p", context.t("This round is closed. The result comes in a moment."), role="status")


def _situation(context: PageContext, *, brief: bool = False, rules: Sequence[Decision] = ()) -> Html:
    """The dilemma: its title, the activity, the situation and the question. ``brief``: everybody has read the situation, so
    it is folded. ``rules``: those put to the room; then the question names all of their activities."""
    t = context.t
    scenario = context.scenario
    if scenario is None:
        return title(t(STEP_NAMES["scenario"]))
    activity = context.activity_of(context.step)
    covered = {each for rule in rules for each in rule.activities}
    names = [each.name for each in context.activities if each.id in covered] or ([activity.name] if activity else [])
    situation = fill_activity_names(scenario.situation[context.lang], names, context.lang)
    question, about = fill_activity_names(scenario.question[context.lang], names, context.lang), None
    if names and quoted_names(names, context.lang) not in question:
        about = tag("p", t("About {activities}", activities=quoted_names(names, context.lang)), class_="about")
    return join(
        about,
        title(scenario.title[context.lang]),
        folded_text(t("The situation"), situation) if brief else tag("p", situation),
        tag("p", tag("strong", question)),
    )


def _agreements(context: PageContext) -> Html:
    t = context.t
    head = title(t("The draft, sentence by sentence"))
    if context.room.phase == "open":
        every = [tag("li", typed_words(context, one.words, one.lang)) for one in context.subjects]
        return join(
            head,
            tag("p", t("Read the draft in silence. Next we ask about each sentence: can you live with it?")),
            tag("ol", every, class_="rules") if every else note(t("There are no rules yet.")),
        )
    return join(head, _consent(context))


def _consent(context: PageContext) -> Html:
    t = context.t
    if context.room.phase == "consent_revealed":
        return rule_results(context)
    subjects = context.subjects
    if not subjects:
        return note(t("The rule is being written. It will appear here."))
    if context.closed:
        every = (tag("p", typed_words(context, one.words, one.lang)) for one in subjects)
        return join(every, _round_closed(context))
    one = len(subjects) == 1
    return answer_form(
        context,
        "consent",
        tag("h2", t("Can you live with this rule?") if one else t("Can you live with this?")),
        note(
            t("“No objection” does not mean that it is your favourite, only that it harms nothing you care about here.")
        ),
        (_consent_to(context, subject) for subject in subjects),
        send_bar(
            t("Save my answer") if one else t("Save my answers"), t("Saved. You can change it until the round closes.")
        ),
    )


def _consent_to(context: PageContext, subject: Subject) -> Html:
    t = context.t
    name, harm, safe, keep = (f"{field} {subject.id}" for field in ("answer", "harm", "safe_if", "keep"))
    return tag(
        "fieldset",
        tag("legend", typed_words(context, subject.words, subject.lang)),
        choice(name, "consent", t(CONSENT_NAMES["consent"]), t("I can live with it.")),
        choice(name, "objection", t(CONSENT_NAMES["objection"]), t("It would harm something; I’ll say what.")),
        tag(
            "div",
            tag("label", t("It would harm …, because …"), for_=harm),
            tag("textarea", personal_slots.words(harm), id=harm, name=harm, rows=2, maxlength=OBJECTION_LIMIT),
            tag("label", t("It would be safe enough if … (if you know)"), for_=safe),
            tag("textarea", personal_slots.words(safe), id=safe, name=safe, rows=2, maxlength=OBJECTION_LIMIT),
            tag(
                "label",
                tag("input", type="checkbox", name=keep, value="yes", more=personal_slots.checked(keep, "yes")),
                tag("span", t("Keep my words with the rule, without my name.")),
                class_="row",
            ),
            class_="then",
        ),
        choice(name, "abstain", t(CONSENT_NAMES["abstain"]), t("I leave this to the others.")),
    )


def _red_lines(context: PageContext) -> Html:
    t = context.t
    head = title(t(STEP_NAMES["red_lines"]))
    if context.room.phase == "revealed":
        return join(head, red_line_results(context))
    if not context.red_lines:
        return join(head, note(t("No red line has been put to the room yet.")))
    if context.room.phase == "open":
        lines = [tag("li", _red_line(context, line)) for line in context.red_lines]
        return join(
            head,
            tag("p", t("May we ever do this? Read in silence; next we ask about each one.")),
            tag("ol", lines, class_="rules"),
        )
    return answer_form(
        context,
        "red_line",
        head,
        tag("h2", t("May we ever do this?")),
        tag("p", t("It becomes a red line if a fifth of us say “never”, and at least two people.")),
        (_red_line_vote(context, line) for line in context.red_lines),
        send_bar(t("Save my answers"), t("Saved. You can change it until the round closes.")),
    )


def _red_line(context: PageContext, line: RedLine) -> Html:
    return typed_words(context, *context.practice_words(line))


def _red_line_vote(context: PageContext, line: RedLine) -> Html:
    t = context.t
    name = f"line {line.id}"
    return tag(
        "fieldset",
        tag("legend", _red_line(context, line)),
        (choice(name, value, t(words)) for value, words in LINE_NAMES.items()),
    )


def _break(context: PageContext) -> Html:
    t = context.t
    return join(title(t(STEP_NAMES["break"])), tag("p", t("Keep this page open; it moves on when we do.")))


def _consequences(context: PageContext) -> Html:
    t = context.t
    notes = [tag("li", one.text) for one in context.state.notes if one.kind == "consequence" and not one.withdrawn]
    return join(
        title(t("Consequences")),
        tag(
            "p",
            t(
                "For everything we do with AI: who bears the consequences if it goes wrong? Can we act on it, influence it, or only watch?"
            ),
        ),
        tag("h2", t("Written down so far")) if notes else None,
        tag("ul", notes, class_="plain") if notes else None,
        note(t("Say it aloud; the facilitator writes it down.")),
    )


def _read_back(context: PageContext) -> Html:
    """All of what was agreed, to read along with the facilitator."""
    t = context.t
    parts: dict[Part, list[Html]] = {}
    for page in read_back.pages(context.state):
        parts.setdefault(page.part, []).extend(
            tag(
                "li",
                tag("span", line.words, lang=line.lang, dir="auto"),
                tag("small", line.detail) if line.detail else None,
            )
            for line in read_lines(page, context.lang)
        )
    return join(
        title(t(STEP_NAMES["read_back"])),
        tag("p", t("The facilitator reads this out. Is something wrong or missing? Say so now.")),
        (
            join(tag("h2", t(TITLES[part])), tag("ol", rows, class_="rules") if rows else note(t(NOTHING)))
            for part, rows in parts.items()
        ),
    )


def _checkout(context: PageContext) -> Html:
    t = context.t
    return answer_form(
        context,
        "word",
        title(t("One word to close with")),
        tag("label", t("Which word do you leave with?"), for_="word"),
        tag(
            "input",
            id="word",
            name="word",
            value=personal_slots.words("word"),
            maxlength=WORD_LIMIT,
            required=True,
            autocomplete="off",
        ),
        submit_button(t("Save my word")),
        saved_note(t("Saved. Thank you for taking part.")),
    )


def announcement(context: PageContext) -> str:
    """What is asked or shown now, for somebody who listens: the title stays the same through most phases."""
    t = context.t
    if context.over or context.preparing or context.room.paused:
        return ""
    match context.room.phase, context.step.kind:
        case "open", "scenario":
            return t("Read it in silence. The vote opens in a moment.")
        case "voting", "scenario":
            return t("Vote now.")
        case "second_voting", _:
            return t("Second vote: vote now.")
        case "voting" | "consent", _:
            return t("Answer now.")
        case "revealed" | "consent_revealed", _:
            return t("The result is shown.")
        case "closed", _:
            return t("No more answers. You will see the words here in a moment.")
        case "second_revealed", _:
            return t("The result of the second vote is shown.")
        case _:
            return ""


_STEPS: dict[StepKind, Callable[[PageContext], Html]] = {
    "welcome": _welcome,
    "inventory": _inventory,
    "principles": _principles,
    "scenario": _scenario,
    "red_lines": _red_lines,
    "consequences": _consequences,
    "break": _break,
    "agreements": _agreements,
    "read_back": _read_back,
    "checkout": _checkout,
    "question": question_step,
}
