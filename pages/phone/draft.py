"""The page after the session: thank you, when it goes on, and the draft to read for as long as it takes."""

from framework.html import Html, join, tag
from framework.workshop.models import Framework
from framework.workshop.rule_grammar import red_line_sentence, rule_sentence
from pages.phone.elements import note, title, typed_words
from pages.phone.page_context import PageContext


def goodbye(context: PageContext) -> Html:
    t = context.t
    return join(
        title(t("Thank you for today")),
        tag("p", context.when_it_goes_on()),
        tag("p", t("Keep this link: on this phone you come back to the same seat, and the draft stays here.")),
        _draft(context, context.draft) if context.draft else None,
    )


def _draft(context: PageContext, draft: Framework) -> Html:
    """The rules with owner and date, the red lines, the principles, and what is still open."""
    t, lang = context.t, context.lang
    rules: list[Html] = []
    for rule in draft.rules:
        used = lang if lang in rule.wording else next(iter(rule.wording))
        words = rule_sentence(rule.wording[used], rule.verb, rule.exception_role, used)
        terms = t("Owner: {owner}. Review: {day}.", owner=rule.owner, day=t.date(rule.review_on))
        rules.append(tag("li", typed_words(context, words, used if used != lang else None), tag("small", terms)))
    lines: list[Html] = []
    for line in draft.red_lines:
        words, used = red_line_sentence(line.wording, lang)
        lines.append(tag("li", typed_words(context, words, used if used != lang else None)))
    cards = (context.state.deck.card(card) for card in draft.principles)
    names = [tag("li", card.name[lang]) for card in cards if card is not None]
    settled = {(rule.scenario, activity) for rule in draft.rules for activity in rule.activities}
    open_ = {one.scenario for one in draft.open_points if (one.scenario, one.activity) not in settled}
    titles = [tag("li", scenario.title[lang]) for scenario in context.state.deck.scenarios if scenario.id in open_]
    return join(
        note(t("The draft, version {version}", version=draft.version)),
        _part(t("Rules"), rules, "ol", "rules"),
        _part(t("Red lines"), lines, "ul", "plain"),
        _part(t("What we put first"), names, "ol", "list"),
        _part(t("Still open"), titles, "ul", "plain"),
        note(t("Nothing here is adopted yet. When we continue, we ask about each sentence once more.")),
    )


def _part(heading: str, rows: list[Html], kind: str, style: str) -> Html | None:
    return join(tag("h2", heading), tag(kind, rows, class_=style)) if rows else None
