"""A verdict in words: the sentence that decides, why, whom to ask, and what would change it."""

from collections.abc import Iterable

from framework.deck import Deck
from framework.language import N_, Translator
from framework.law.first_steps import LAWYER, WHOM
from framework.law.models import LawBook
from framework.law.wording import ANSWER_WORDS, READING_WORDS, answer_words, article_words
from framework.text import Lang, LocalizedText
from framework.verdict.models import Assessment, Change, Reason, ReasonKind, Way
from framework.verdict.open_questions import OpenQuestion
from framework.workshop.models import Framework, FrameworkRedLine
from framework.workshop.rule_grammar import fill_activity_names, rule_sentence

_WORDS: dict[ReasonKind, str] = {
    "forbidden": N_("The law forbids it: {what}."),
    "breach": N_("A rule of law is broken: {what}."),
    "law_unknown": N_("Not known yet: {what}"),
    "duty": N_("The law asks for something: {what}."),
    "crosses_red_line": N_("It crosses red line L{number}: {what}"),
    "red_line_unknown": N_("It is not on record whether red line L{number} is in play: {what}"),
    "breaks_rule": N_("It breaks rule R{number}: {what}"),
    "rule_unknown": N_("It is not on record whether rule R{number} is kept: {what}"),
    "condition": N_("Rule R{number} sets a condition: {what}"),
    "exception": N_("There is an exception to rule R{number} for now: {what}"),
    "uncovered": N_("No rule of the team covers it."),
    "short_path": N_("It may take the short path: the owner decides, and it goes into the register within a week."),
}
_CHANGES = N_("Then it is “{verdict}”: {changes}")
_NO_PRICE = N_("what this costs is not written down")


def verdict_line(found: Assessment, framework: Framework, book: LawBook, t: Translator) -> str:
    """``Not like this. It breaks rule R2: …`` – the verdict with the one sentence that decides it."""
    said = t(READING_WORDS[found.verdict])
    first = found.deciding
    return f"{said}. {reason_sentence(first, framework, book, t)}" if first is not None else f"{said}."


def reason_sentence(reason: Reason, framework: Framework, book: LawBook, t: Translator) -> str:
    return t(_WORDS[reason.kind], number=reason.number, what=_what(reason, framework, book, t))


def whom_to_ask(reason: Reason, framework: Framework, book: LawBook, t: Translator) -> str:
    """Who knows what a reason leaves open: a role; empty where nothing is open."""
    if reason.kind == "law_unknown":
        fact = next((one for one in map(book.fact, reason.asks) if one is not None), None)
        return t(WHOM[fact.topic] if fact is not None else LAWYER)
    if reason.kind == "rule_unknown":
        return next((rule.owner for rule in framework.rules if rule.decision == reason.rule), "")
    return framework.texts.owner if reason.kind in ("red_line_unknown", "uncovered") else ""


def way_sentence(way: Way, framework: Framework, deck: Deck, book: LawBook, t: Translator) -> str:
    """A smallest change with what it costs, in the team's own words where it has a price."""
    said = "; ".join(_change(one, framework, deck, book, t) for one in way.changes)
    return t(_CHANGES, verdict=t(READING_WORDS[way.verdict]), changes=said)


def question_sentence(
    asked: OpenQuestion, name: str, framework: Framework, deck: Deck, book: LawBook, t: Translator
) -> str:
    """An open question as it is put. ``name``: what the plan, its activity or its kind is called."""
    if asked.about == "reading":
        return t("Does a person read everything before it is published?")
    if asked.about == "red_line":
        line = next(line for line in framework.red_lines if line.id == asked.id)
        return t("Would you do this? {what}", what=f"“{practice_words(line, t)}”")
    if asked.about == "rule":
        return t("Would you keep to this rule? {what}", what=rule_words(framework, asked.id, t))
    fact, scenario = book.fact(asked.id), deck.scenario(asked.id)
    if asked.about == "fact":
        assert fact is not None
        return fact.question[t.lang]
    assert scenario is not None
    return fill_activity_names(scenario.question[t.lang], (name,), t.lang)


def answer_label(asked: OpenQuestion, answer: str, deck: Deck, book: LawBook, t: Translator) -> str:
    """One of the answers to an open question in words."""
    if asked.about == "practice":
        scenario = deck.scenario(asked.id)
        assert scenario is not None
        return next(one.name[t.lang] for one in scenario.stances if one.letter == answer)
    return answer_words(book, asked.id, answer, t) if asked.about == "fact" else t(ANSWER_WORDS[answer])


def rule_words(framework: Framework, decision: str, t: Translator) -> str:
    """A rule of the team as a sentence: in the reader's language where it was worded in it, else as it was."""
    rule = next(one for one in framework.rules if one.decision == decision)
    used: Lang = t.lang if t.lang in rule.wording else next(iter(rule.wording))
    return rule_sentence(rule.wording[used], rule.verb, rule.exception_role, used)


def _what(reason: Reason, framework: Framework, book: LawBook, t: Translator) -> str:
    if reason.source == "red_line":
        line = next(one for one in framework.red_lines if one.id == reason.rule)
        return f"“{practice_words(line, t)}”"
    if reason.source == "rule":
        return rule_words(framework, reason.rule, t)
    if reason.source == "coverage":
        return ""
    fact = next((one for one in map(book.fact, reason.asks) if one is not None), None)
    if fact is not None:
        return f"“{fact.question[t.lang]}”"
    return _rule_of_law(reason, book, t) + ("." if reason.kind == "law_unknown" else "")


def _rule_of_law(reason: Reason, book: LawBook, t: Translator) -> str:
    named: Iterable[tuple[str, LocalizedText, str]]
    if reason.finding == "class":
        named = ((one.code, one.name, one.article) for one in book.classes)
    elif reason.finding == "role":
        named = ((one.role, one.name, one.article) for one in book.roles)
    elif reason.finding == "obligation":
        named = ((one.id, one.name, one.basis) for one in book.obligations)
    else:
        rules = book.ground_rules if reason.finding == "ground_rule" else book.other_rules
        named = ((one.id, one.name, one.article) for one in rules)
    name, article = next(((name, article) for key, name, article in named if key == reason.rule))
    return f"{name[t.lang]} ({article_words(article, t)})"


def practice_words(line: FrameworkRedLine, t: Translator) -> str:
    """What a red line is about, without *never*."""
    return (line.practice or line.wording).in_lang(t.lang)[0].rstrip(".")


def _change(one: Change, framework: Framework, deck: Deck, book: LawBook, t: Translator) -> str:
    fact = book.fact(one.fact) if one.fact is not None else None
    if fact is not None:
        return fact.measure[one.value][t.lang].rstrip(".")
    if one.scenario is None or one.practice is None:
        rule = next((rule for rule in framework.rules if rule.decision == one.about), None)
        if rule is not None:
            return t("keep rule R{number}", number=rule.number)
        line = next(line for line in framework.red_lines if line.id == one.about)
        return t("leave this out: {what}", what=practice_words(line, t))
    scenario = deck.scenario(one.scenario)
    assert scenario is not None
    rule = next(rule for rule in framework.rules if rule.decision == one.decision)
    price = rule.price.sentence or t(_NO_PRICE)
    name = scenario.stance(one.practice).name[t.lang]
    return t(
        "do it as rule R{number} says, “{stance}” ({price})", number=rule.number, stance=name, price=price.rstrip(".")
    )
