"""What the phone shows at each step. Rendered once for everybody who reads a language; `own` marks what differs."""

from collections.abc import Callable

from framework.html import Html, join, tag
from framework.language.labels import CONSENT_NAMES, LINE_NAMES, STEP_NAMES
from framework.text import NAME_LIMIT
from framework.workshop.answer_rules import CARDS_TO_ORDER, OBJECTION_LIMIT, WORD_LIMIT
from framework.workshop.room import PlannedStep, StepKind
from framework.workshop.rule_grammar import decision_sentence, red_line_sentence, with_activities
from pages.phone import personal_slots
from pages.phone.ballot_form import ballot_form
from pages.phone.elements import answer_form, big, choice, note, reading, saved_note, title
from pages.phone.page_context import PageContext, beforehand
from pages.phone.results import ballot_outcome, card_outcome, consent_outcome, line_outcome


def main_part(scene: PageContext) -> Html:
    """The step as it stands, with places left open for one's own answers."""
    t = scene.t
    if scene.over:
        return join(
            title(t("This workshop is over")),
            tag("p", t("Thank you for taking part. Your team has the charter; ask the facilitator for it.")),
        )
    if scene.preparing:
        return _preparing(scene)
    if scene.room.paused:
        return join(
            title(t("Paused")),
            tag(
                "p",
                t(
                    "We’ll continue another day. Your answers are saved. Keep the link or the code: on this phone you will be the same person."
                ),
            ),
        )
    return _STEPS[scene.step.kind](scene)


# --- before the session ----------------------------------------------------------------------------------------------


def _preparing(scene: PageContext) -> Html:
    t = scene.t
    step = scene.step
    if scene.at and step.kind in ("principles", "scenario"):
        back = tag("p", tag("a", t("Back to the list"), href=scene.path, class_="back"))
        if step.kind == "principles":
            return join(back, _card_form(scene))
        return join(back, _situation(scene), ballot_form(scene, beforehand=True))
    asked = beforehand(scene.room)
    return join(
        title(t("Before the session")),
        tag("p", t("The session has not begun. You can already answer in private; nobody sees it before the reveal.")),
        tag("h2", t("Answer beforehand")) if asked else None,
        tag("ul", (_to_do(scene, each) for each in asked), class_="todo") if asked else None,
        _inventory_part(scene),
        note(t("This page follows automatically once the session begins.")),
    )


def _to_do(scene: PageContext, step: PlannedStep) -> Html:
    t = scene.t
    name = t("Which principles come first?")
    about = None
    if step.kind == "scenario":
        scenario = scene.state.deck.scenario(step.scenario or "")
        name = scenario.title[scene.lang] if scenario else step.id
        activity = scene.activity(step.activity)
        about = activity.name if activity else None
    done = tag("span", t("answered"), class_="done", more=personal_slots.hidden_unless(f"done {step.id}"))
    return tag(
        "li",
        tag("a", tag("b", name), tag("small", about) if about else None, done, href=f"{scene.path}?step={step.id}"),
    )


# --- the steps -------------------------------------------------------------------------------------------------------


def _welcome(scene: PageContext) -> Html:
    t = scene.t
    return join(
        title(t("Welcome, you are in")),
        tag("p", t("Today your team agrees on how it uses AI in marketing, and why.")),
        tag(
            "ul",
            tag("li", t("You vote in silence; nobody sees a result before everybody does.")),
            tag("li", t("You can change your vote until the reveal.")),
            tag("li", t("What is said here may leave the room; who said it may not.")),
            class_="plain",
        ),
        note(t("Keep this page open; it follows the room automatically.")),
    )


def _inventory(scene: PageContext) -> Html:
    return join(title(scene.t("What do we do with AI?")), _inventory_part(scene))


def _inventory_part(scene: PageContext) -> Html:
    t = scene.t
    deck = scene.state.deck
    names = [
        tag("li", tag("b", activity.name), tag("small", kind.name[scene.lang]) if kind else None)
        for activity in scene.activities
        for kind in (deck.kind(activity.kind),)
    ]
    kinds = [tag("option", kind.name[scene.lang], value=kind.id) for kind in deck.kinds]
    return join(
        tag("h2", t("On the list")),
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
            big(t("Add to the list")),
            saved_note(t("Added. Thank you."), plain=True),
            method="post",
            action=f"{scene.path}/answer",
            data_live="again",
        ),
    )


def _principles(scene: PageContext) -> Html:
    if scene.room.phase == "revealed":
        return card_outcome(scene)
    return _card_form(scene)


def _card_form(scene: PageContext) -> Html:
    """Five of the deck's cards in order: by tapping with the script, by five lists without it."""
    t = scene.t
    cards = scene.state.deck.cards
    lists = [
        join(
            tag("label", t("Place {number}", number=at), for_=f"card{at}"),
            tag(
                "select",
                tag("option", "–", value=""),
                (
                    tag(
                        "option",
                        card.name[scene.lang],
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
                tag("b", card.name[scene.lang]),
                tag("small", card.essence[scene.lang]),
                type="button",
                data_card=card.id,
                aria_pressed="false",
            ),
        )
        for card in cards
    ]
    essences = [join(tag("dt", card.name[scene.lang]), tag("dd", card.essence[scene.lang])) for card in cards]
    return answer_form(
        scene,
        "ranking",
        title(t("Which five come first?")),
        tag("p", t("Put five cards in order, the most important first. In silence, on your own.")),
        tag("div", lists, class_="nojs"),
        tag("details", tag("summary", t("What the cards say")), tag("dl", essences), class_="nojs"),
        tag("p", class_="js order", hidden=True, aria_live="polite", data_empty=t("Tap the card that comes first.")),
        tag("ol", taps, class_="js cards", hidden=True),
        big(t("Save my order")),
        saved_note(t("Saved. You can change it until the reveal.")),
    )


def _scenario(scene: PageContext) -> Html:
    match scene.room.phase:
        case "open":
            return join(_situation(scene), note(scene.t("Read it in silence. The vote opens in a moment.")))
        case "voting" | "second_voting":
            return join(_situation(scene), ballot_form(scene))
        case "revealed" | "second_revealed":
            return join(_situation(scene, brief=True), ballot_outcome(scene))
        case "consent" | "consent_revealed":
            return join(_situation(scene, brief=True), _consent(scene))


def _situation(scene: PageContext, *, brief: bool = False) -> Html:
    """The dilemma: its title, the activity it is about, the situation and what is asked."""
    t = scene.t
    scenario = scene.state.deck.scenario(scene.step.scenario or "")
    if scenario is None:
        return title(t(STEP_NAMES["scenario"]))
    activity = scene.activity(scene.step.activity)
    names = [activity.name] if activity else []
    situation = with_activities(scenario.situation[scene.lang], names, scene.lang)
    return join(
        tag("p", t("About “{activity}”", activity=activity.name), class_="about") if activity else None,
        title(scenario.title[scene.lang]),
        reading(t("The situation"), situation) if brief else tag("p", situation),
        tag("p", tag("strong", with_activities(scenario.question[scene.lang], names, scene.lang))),
    )


def _agreements(scene: PageContext) -> Html:
    t = scene.t
    head = title(t("The draft, rule by rule"))
    if scene.room.phase == "open":
        rules = [tag("li", _sentence(scene, rule.id)) for rule in scene.rules]
        return join(
            head,
            tag("p", t("Read the rules in silence. Next we ask about each one: can you live with it?")),
            tag("ol", rules, class_="rules") if rules else note(t("There are no rules yet.")),
        )
    return join(head, _consent(scene))


def _sentence(scene: PageContext, decision: str) -> Html:
    rule = next(rule for rule in scene.rules if rule.id == decision)
    words, lang = decision_sentence(rule, scene.lang)
    return tag("span", words, lang=lang if lang != scene.lang else None)


def _consent(scene: PageContext) -> Html:
    t = scene.t
    if scene.room.phase == "consent_revealed":
        return consent_outcome(scene)
    if not scene.rules:
        return note(t("The rule is being written. It will appear here."))
    return answer_form(
        scene,
        "consent",
        tag("h2", t("Can you live with this rule?")),
        note(
            t("“No objection” does not mean that it is your favourite, only that it harms nothing you care about here.")
        ),
        (_consent_to(scene, rule.id) for rule in scene.rules),
        big(t("Save my answer")),
        saved_note(t("Saved. You can change it until the reveal.")),
    )


def _consent_to(scene: PageContext, rule: str) -> Html:
    t = scene.t
    name = f"answer {rule}"
    harm, safe = f"harm {rule}", f"safe_if {rule}"
    return tag(
        "fieldset",
        tag("legend", _sentence(scene, rule)),
        choice(name, "consent", t(CONSENT_NAMES["consent"]), t("I can live with it.")),
        choice(name, "objection", t(CONSENT_NAMES["objection"]), t("It would harm something; I’ll say what.")),
        tag(
            "div",
            tag("label", t("It would harm …, because …"), for_=harm),
            tag("textarea", personal_slots.words(harm), id=harm, name=harm, rows=2, maxlength=OBJECTION_LIMIT),
            tag("label", t("It would be safe enough if … (if you know)"), for_=safe),
            tag("textarea", personal_slots.words(safe), id=safe, name=safe, rows=2, maxlength=OBJECTION_LIMIT),
            class_="then",
        ),
        choice(name, "abstain", t(CONSENT_NAMES["abstain"]), t("I leave this to the others.")),
    )


def _red_lines(scene: PageContext) -> Html:
    t = scene.t
    head = title(t(STEP_NAMES["red_lines"]))
    if scene.room.phase == "revealed":
        return join(head, line_outcome(scene))
    if not scene.lines:
        return join(head, note(t("No red line has been put to the room yet.")))
    if scene.room.phase == "open":
        lines = [tag("li", _line(scene, line.id)) for line in scene.lines]
        return join(
            head, tag("p", t("What do we never do? Next we ask about each of these.")), tag("ol", lines, class_="rules")
        )
    return answer_form(
        scene,
        "red_line",
        head,
        tag("p", t("How strongly do you object to doing this? Enough strong objections make it a red line.")),
        (_line_vote(scene, line.id) for line in scene.lines),
        big(t("Save my answers")),
        saved_note(t("Saved. You can change it until the reveal.")),
    )


def _line(scene: PageContext, line_id: str) -> Html:
    line = next(line for line in scene.lines if line.id == line_id)
    words, lang = red_line_sentence(line.wording, scene.lang)
    return tag("span", words, lang=lang if lang != scene.lang else None)


def _line_vote(scene: PageContext, line: str) -> Html:
    t = scene.t
    name = f"line {line}"
    return tag(
        "fieldset",
        tag("legend", _line(scene, line)),
        (choice(name, value, t(words)) for value, words in LINE_NAMES.items()),
    )


def _break(scene: PageContext) -> Html:
    t = scene.t
    return join(title(t(STEP_NAMES["break"])), tag("p", t("Keep this page open; it moves on when we do.")))


def _consequences(scene: PageContext) -> Html:
    t = scene.t
    notes = [tag("li", one.text) for one in scene.state.notes if one.kind == "consequence" and not one.withdrawn]
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


def _checkout(scene: PageContext) -> Html:
    t = scene.t
    return answer_form(
        scene,
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
        big(t("Save my word")),
        saved_note(t("Saved. Thank you for taking part.")),
    )


_STEPS: dict[StepKind, Callable[[PageContext], Html]] = {
    "welcome": _welcome,
    "inventory": _inventory,
    "principles": _principles,
    "scenario": _scenario,
    "red_lines": _red_lines,
    "consequences": _consequences,
    "break": _break,
    "agreements": _agreements,
    "checkout": _checkout,
}
