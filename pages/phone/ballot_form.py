"""The ballot form for one dilemma: stance, confidence, a one-line reason, and a strong objection.

Effects and the law are not shown before the reveal.
"""

from framework.html import Html, tag
from framework.language.labels import ABSTAIN, CONFIDENCE_NAMES, I_OBJECT
from framework.text import LINE_LIMIT
from pages.phone import personal_slots
from pages.phone.elements import answer_form, choice, note, send_bar
from pages.phone.page_context import PageContext
from pages.phone.results import first_round


def ballot_form(context: PageContext, *, beforehand: bool = False) -> Html:
    t = context.t
    scenario = context.scenario
    if scenario is None:
        return note(t("This dilemma is no longer in the deck."))
    second = context.room.phase == "second_voting" and not beforehand
    stances = [
        choice(
            "stance",
            stance.letter,
            stance.name[context.lang],
            stance.behaviour[context.lang],
            mark=stance.letter,
            required=True,
        )
        for stance in scenario.stances
    ]
    sure = [
        tag(
            "label",
            tag(
                "input", type="radio", name="confidence", value=value, more=personal_slots.checked("confidence", value)
            ),
            tag("span", t(words)),
        )
        for value, words in CONFIDENCE_NAMES.items()
    ]
    return answer_form(
        context,
        "ballot",
        first_round(context) if second else None,
        tag(
            "fieldset",
            tag(
                "legend",
                t("Second vote: save your first one again, or change it.") if second else t("Where do you stand?"),
            ),
            stances,
            choice("stance", "abstain", t(ABSTAIN), None if second else t("That counts as a vote, too.")),
        ),
        tag("fieldset", tag("legend", t("How sure are you?")), tag("div", sure, class_="three")),
        tag("label", t("Why? Everybody reads this afterwards, without your name."), for_="reason"),
        tag(
            "textarea",
            personal_slots.words("reason"),
            id="reason",
            name="reason",
            rows=2,
            maxlength=LINE_LIMIT,
            autocomplete="off",
        ),
        tag(
            "label",
            tag(
                "input", type="checkbox", name="objection", value="yes", more=personal_slots.checked("objection", "yes")
            ),
            tag(
                "span",
                tag("b", t(I_OBJECT)),
                None if second else tag("small", t("We must talk about it.")),
            ),
            class_="row",
        ),
        send_bar(t("Save my vote"), t("Saved. You can change it until the round closes.")),
    )
