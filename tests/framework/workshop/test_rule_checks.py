"""What a rule needs before it is one, and what the law keeps out of it."""

from typing import Any

import pytest

from framework.deck import LETTERS, Deck, Verb
from framework.errors import RuleRefused
from framework.workshop.models import Agreed, Decision
from framework.workshop.rule_checks import (
    _is_filled_in,
    accepted_stances,
    check_closable,
    check_lawful,
    dissent_settled,
    missing_parts,
    words_changed,
)
from framework.workshop.rule_grammar import proposed_wording
from tests.support.builders import (
    a_ballot,
    a_closed_decision,
    a_deck,
    a_scenario,
    a_stance,
    a_wording,
    an_unlawful_stance,
)


def a_deck_where_a_is_unlawful() -> Deck:
    stances = (an_unlawful_stance("A"), *(a_stance(letter) for letter in LETTERS[1:]))
    return a_deck().model_copy(update={"scenarios": (a_scenario(1, stances=stances),)})


def reason_for(decision: Decision, **ballot: Any) -> str:
    with pytest.raises(RuleRefused) as refused:
        check_closable(a_deck_where_a_is_unlawful(), decision, (a_ballot(**ballot),))
    return refused.value.params["reason"]


class TestParts:
    def test_a_complete_rule_lacks_none(self) -> None:
        assert missing_parts(a_closed_decision()) == ()
        check_closable(a_deck_where_a_is_unlawful(), a_closed_decision(), (a_ballot(),))

    @pytest.mark.parametrize(
        ("part", "empty"),
        [("activities", ()), ("check", None), ("owner", ""), ("review_on", None)],
    )
    def test_each_is_needed(self, part: str, empty: object) -> None:
        decision = a_closed_decision(**{part: empty})
        assert missing_parts(decision) == (part,)
        assert reason_for(decision) == "incomplete"

    def test_a_reason_may_come_later(self) -> None:
        decision = a_closed_decision(reason="")
        assert missing_parts(decision) == ("reason",)
        check_closable(a_deck_where_a_is_unlawful(), decision, (a_ballot(),))

    @pytest.mark.parametrize("lang", ["nl", "en"])
    @pytest.mark.parametrize("part", ["trigger", "behaviour"])
    def test_no_language_lacks_words_that_the_other_has(self, lang: str, part: str) -> None:
        """Who reads the other language would get a rule that says something else."""
        wording = {each: a_wording(**({part: ""} if each == lang else {})) for each in ("nl", "en")}
        assert missing_parts(a_closed_decision(wording=wording)) == (part,)

    @pytest.mark.parametrize("lang", ["nl", "en"])
    def test_only_if_has_its_condition_in_every_language(self, lang: str) -> None:
        wording = {each: a_wording(condition="" if each == lang else "they agree") for each in ("nl", "en")}
        assert missing_parts(a_closed_decision(verb="only_if", wording=wording)) == ("condition",)
        assert missing_parts(a_closed_decision(verb="always", wording=wording)) == ()


class TestDissent:
    @pytest.mark.parametrize(
        ("dissent", "none_voiced", "objection", "settled"),
        [
            ("", False, False, False),
            ("", True, False, True),
            ("", True, True, False),  # a strong objection stands that nobody worded
            ("It costs too much.", False, True, True),
        ],
    )
    def test_is_worded_or_marked_as_not_voiced(
        self, dissent: str, none_voiced: bool, objection: bool, settled: bool
    ) -> None:
        decision = a_closed_decision(dissent=dissent, none_voiced=none_voiced)
        assert dissent_settled(decision, objection) is settled
        if not settled:
            assert reason_for(decision, objection=objection) == "dissent-unworded"

    @pytest.mark.parametrize("agreed", ["disagree_and_commit", "decider"])
    def test_is_worded_where_the_room_did_not_agree(self, agreed: Agreed) -> None:
        assert reason_for(a_closed_decision(agreed=agreed, none_voiced=True, dissent="")) == "dissent-unworded"


class TestTheLaw:
    @pytest.mark.parametrize("verb", ["always", "only_if"])
    def test_lets_nobody_permit_what_it_forbids(self, verb: Verb) -> None:
        assert reason_for(a_closed_decision(based_on="A", verb=verb, accepted=("B",))) == "unlawful-stance"

    def test_has_no_exceptions(self) -> None:
        forbidding = a_closed_decision(based_on="A", verb="never", accepted=("B", "C"))
        check_lawful(a_deck_where_a_is_unlawful(), forbidding)
        assert reason_for(forbidding.model_copy(update={"exception_role": "director"})) == "law-has-no-exceptions"
        check_lawful(a_deck_where_a_is_unlawful(), a_closed_decision(exception_role="director"))

    @pytest.mark.parametrize("verb", ["always", "never"])
    def test_keeps_what_it_forbids_out_of_what_is_accepted(self, verb: Verb) -> None:
        based_on = "A" if verb == "never" else "C"
        assert reason_for(a_closed_decision(based_on=based_on, verb=verb, accepted=("A", "C"))) == "unlawful-stance"

    @pytest.mark.parametrize(
        ("based_on", "verb", "accepted"),
        [("C", "always", "C"), ("C", "never", "C"), ("A", "never", "BCDE"), ("A", "always", "A")],
    )
    def test_leaves_all_that_is_lawful_where_a_rule_forbids_the_rest(
        self, based_on: Any, verb: Verb, accepted: str
    ) -> None:
        assert accepted_stances(a_deck_where_a_is_unlawful(), "S01", based_on, verb) == tuple(accepted)


class TestEffects:
    def test_are_those_of_the_decks_words_until_somebody_looked_again(self) -> None:
        deck, closed = a_deck(), a_closed_decision()
        scenario = deck.scenario(closed.scenario)
        assert scenario is not None
        words = proposed_wording(scenario, closed.based_on, ["Chatbot", "Nieuwsbrief"])
        verb = scenario.stance(closed.based_on).rule.verb
        proposed = closed.model_copy(update={"wording": words, "verb": verb})
        assert not words_changed(deck, proposed)
        other = "never" if verb == "always" else "always"
        for changed in ({"wording": {"nl": a_wording()}}, {"verb": other}):
            reworded = proposed.model_copy(update=changed)
            assert words_changed(deck, reworded), changed
            assert not words_changed(deck, reworded.model_copy(update={"effects_checked": True}))

    @pytest.mark.parametrize(
        ("proposed", "said", "same"),
        [
            ("use {activity}", "use “Chatbot”", True),
            ("use {activity}", "use ", False),
            ("use {activity} at most {fill:3} times", "use “a” and “b” at most 5 times", True),
            ("use {activity} at most {fill:3} times", "use “a” at least 5 times", False),
            ("show a reason", "show a reason", True),
            ("show a reason", "show a good reason", False),
        ],
    )
    def test_names_and_numbers_are_no_other_words(self, proposed: str, said: str, same: bool) -> None:
        assert _is_filled_in(proposed, said) is same
