"""What the public edition shows of a framework: what was ticked, in its agreed words, and what a customer needs to know."""

from datetime import date

from framework.analysis.group_results import kept_cards, without_unrevealed
from framework.archive.public_charter import PublicCharter, PublicPrinciple, PublicPromise, PublicRule
from framework.charter.sections import law_annex, open_points
from framework.charter.sections.context import CharterContext
from framework.deck import Deck
from framework.deck.numbers_to_fill import unconfirmed
from framework.language import translator
from framework.law.models import LawBook
from framework.text import Lang, Worded
from framework.workshop.agenda import ranking_of
from framework.workshop.field_types import PRINCIPLES
from framework.workshop.governance import promises as catalogue
from framework.workshop.governance.customers import customer_texts, law_sentences
from framework.workshop.governance.records import Sponsor
from framework.workshop.governance.roles import role_words
from framework.workshop.models import Decision, Framework, FrameworkActivity, Promise, Rule, WorkshopState
from framework.workshop.rule_grammar import never_sentence, rule_sentence

FIRST = 3
"""How many principles stand under "what comes first"."""


def with_ticks(framework: Framework, state: WorkshopState) -> Framework:
    """The framework with what is ticked for the public now: that may be decided after a version is saved.

    A tick belongs to a sentence. One that was set for other words than those of this version is left out, and so is that
    of a promise that says something else now.
    """
    if state.texts.public is None:
        return framework
    current = ticks_that_hold(framework, state)
    decisions = {one.id: one for one in state.decisions}
    told = {one.id: one for one in state.promises}
    texts = state.texts
    shown = {
        "public": tuple(one for one in texts.public or () if one in current),
        "public_checks": tuple(
            rule.decision
            for rule in framework.rules
            if rule.decision in texts.public_checks and _same_check(rule, decisions.get(rule.decision))
        ),
        "public_uses": texts.public_uses,
    }
    return framework.model_copy(
        update={
            "texts": framework.texts.model_copy(update=shown),
            "promises": tuple(
                one.model_copy(update={"public": _public_now(one, told.get(one.id))}) for one in framework.promises
            ),
        }
    )


def ticks_that_hold(framework: Framework, state: WorkshopState) -> frozenset[str]:
    """Ids of what can be ticked for this version: its sentences that say the same today, and the customer facts."""
    decisions = {one.id: one for one in state.decisions}
    lines = {one.id: one.wording for one in state.red_lines}
    rules = (rule.decision for rule in framework.rules if _same_sentence(rule, decisions.get(rule.decision)))
    return frozenset(
        (
            *rules,
            *(line.id for line in framework.red_lines if lines.get(line.id) == line.wording),
            *((PRINCIPLES,) if framework.principles and framework.principles == principles_now(state) else ()),
            *(one.id for one in customer_texts().facts),
        )
    )


def principles_now(state: WorkshopState) -> tuple[str, ...]:
    if state.room is not None:
        return kept_cards(without_unrevealed(state))
    return ranking_of(state, state.seats[0].id) if state.seats else ()


def _same_sentence(rule: Rule, decision: Decision | None) -> bool:
    said = (rule.wording, rule.verb, rule.exception_role)
    return decision is not None and said == (decision.wording, decision.verb, decision.exception_role)


def _same_check(rule: Rule, decision: Decision | None) -> bool:
    return decision is not None and rule.check == decision.check


def _public_now(kept: Promise, said: Promise | None) -> bool:
    if said is None or said.answer != "made":
        return False
    return said.public and (kept.role, kept.numbers, kept.wording) == (said.role, said.numbers, said.wording)


def all_ticked(framework: Framework) -> Framework:
    """A framework that was cut to the public edition by a release that kept whole frameworks there: all it has is public."""
    if framework.texts.public is not None:
        return framework
    every = (
        *(rule.decision for rule in framework.rules),
        *(line.id for line in framework.red_lines),
        *((PRINCIPLES,) if framework.principles else ()),
    )
    return framework.model_copy(update={"texts": framework.texts.model_copy(update={"public": every})})


def public_charter(framework: Framework, deck: Deck, law: LawBook | None, as_of: date) -> PublicCharter:
    """What the public edition of a framework shows as of a day. ``law``: None where it was left out already."""
    ticked = framework.texts.public or ()
    checks = law_annex.checks(framework, law, as_of) if law is not None else {}
    context = CharterContext(framework, deck, translator("en"), "internal", as_of, law, checks)
    texts = framework.texts
    running = {one.id for one in framework.activities if is_running(one)}
    sponsor = texts.sponsor if framework.adopted else Sponsor()
    return PublicCharter(
        organisation=framework.organisation,
        version=framework.version,
        adopted=framework.adopted,
        made_on=framework.made_on,
        lang=framework.lang,
        why=texts.why,
        uses=tuple(use.words for use in texts.public_uses if use.activity in running),
        red_lines=tuple(_red_line(line.wording) for line in framework.red_lines if line.id in ticked),
        rules=tuple(
            _rule(rule, texts.public_checks, framework.lang) for rule in framework.rules if rule.decision in ticked
        ),
        principles=_principles(framework, deck) if PRINCIPLES in ticked else (),
        law=law_sentences(outcome for activity, outcome in checks.items() if activity in running),
        contact=texts.contact,
        promises=_promises(framework),
        facts=tuple(one.text for one in customer_texts().facts if one.id in ticked),
        owner=texts.owner,
        sponsor=sponsor.name,
        sponsor_function=sponsor.function,
        review_on=context.review_on if framework.adopted else None,
        something_open=bool(open_points.points(context)),
    )


def is_running(activity: FrameworkActivity) -> bool:
    return activity.running == "running" and activity.stopped_on is None


def _red_line(wording: Worded) -> Worded:
    return Worded(
        nl=None if wording.nl is None else never_sentence(wording.nl, "nl"),
        en=None if wording.en is None else never_sentence(wording.en, "en"),
    )


def rule_in_words(rule: Rule, typed_in: Lang) -> Worded:
    """The rule's sentence in each language that it is worded in, with its role in that language where the list has it.

    ``typed_in``: the team's language, in which the role was typed.
    """

    def said(lang: Lang) -> str | None:
        words = rule.wording.get(lang)
        role = rule.exception_role if lang == typed_in else role_words(rule.exception_role, lang).words
        return None if words is None else rule_sentence(words, rule.verb, role, lang)

    return Worded(nl=said("nl"), en=said("en"))


def _rule(rule: Rule, checks: tuple[str, ...], typed_in: Lang) -> PublicRule:
    shown = rule.decision in checks and not has_unchosen_number(rule.check)
    return PublicRule(number=rule.number, sentence=rule_in_words(rule, typed_in), check=rule.check if shown else None)


def has_unchosen_number(words: Worded) -> bool:
    """Whether a number of the deck stands in it that nobody chose: no promise to outsiders."""
    return any(unconfirmed(text) for text in (words.nl, words.en) if text is not None)


def _principles(framework: Framework, deck: Deck) -> tuple[PublicPrinciple, ...]:
    cards = (deck.card(card) for card in framework.principles)
    found = [PublicPrinciple(name=card.name, essence=card.essence) for card in cards if card is not None]
    return tuple(found[:FIRST])


def _promises(framework: Framework) -> tuple[PublicPromise, ...]:
    made = (pair for pair in catalogue.made(framework.promises) if pair[1].public and pair[0].publishable)
    return tuple(_promise(text, said, framework) for text, said in made)


def _promise(text: catalogue.PromiseText, said: Promise, framework: Framework) -> PublicPromise:
    nl, en = (catalogue.sentence(text, said, framework.texts, lang)[0] for lang in ("nl", "en"))
    later = said.starts_on is not None and said.starts_on > framework.made_on
    return PublicPromise(sentence=said.wording or Worded(nl=nl, en=en), starts_on=said.starts_on if later else None)
