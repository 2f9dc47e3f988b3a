"""What people can do, on an empty store with the real deck and law."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framework.errors import (
    ChoiceUnknown,
    DateRefused,
    EditConflict,
    NotFound,
    RankingRefused,
    RuleRefused,
    TextMissing,
    TextTooLong,
)
from framework.text import Worded
from framework.usecases.decisions import with_verb, with_words
from framework.workshop.agenda import agenda, agenda_item, ballot_of
from framework.workshop.decision_drafts import current_decision, decision_id
from framework.workshop.models import Ballot, Decision, WorkshopState
from framework.workshop.progress import progress
from framework.workshop.rule_checks import missing_parts
from framework.workshop.rule_grammar import decision_sentence
from tests.support.adoption import adopt
from tests.support.any_actor import AnyActor
from tests.support.builders import a_state, a_workshop, an_activity
from tests.support.workshops import NOW, shipped_deck

TODAY = NOW.date()


@pytest.fixture
def begun(workshops: AnyActor) -> str:
    return workshops.lifecycle.start_self_assessment("Waterkers", "CRM", "nl", "marketing-ai")


def seat(workshops: AnyActor, workshop: str) -> str:
    return workshops.queries.state(workshop).seats[0].id


def stand(workshops: AnyActor, workshop: str, scenario: str, stance: str, **more: object) -> Ballot:
    """Takes a stance in a scenario about the activity it is proposed for."""
    state = workshops.queries.state(workshop)
    item = agenda_item(state, scenario)
    assert item is not None
    blank = Ballot(seat=state.seats[0].id, scenario=scenario, activity=item.activity.id)
    return workshops.self_assessment.save_ballot(workshop, blank, blank.model_copy(update={"stance": stance, **more}))


def draft(workshops: AnyActor, workshop: str, scenario: str) -> Decision:
    state = workshops.queries.state(workshop)
    item = agenda_item(state, scenario)
    assert item is not None
    decision = current_decision(state, state.seats[0].id, item, TODAY)
    assert decision is not None
    return decision


# Starting


def test_a_workshop_starts_with_one_seat_and_the_deck_and_law_it_uses(workshops: AnyActor, begun: str) -> None:
    state = workshops.queries.state(begun)
    assert (state.workshop.organisation, state.workshop.team, len(state.seats)) == ("Waterkers", "CRM", 1)
    assert state.workshop.deck_id == state.deck.id
    assert state.workshop.law_version == workshops.context.law().version
    assert [entry.id for entry in workshops.queries.workshops()] == [begun]


def test_an_organisation_is_needed(workshops: AnyActor) -> None:
    with pytest.raises(TextMissing):
        workshops.lifecycle.start_self_assessment("  ", "", "nl", "marketing-ai")
    assert workshops.queries.workshops() == ()


def test_a_copy_never_overwrites_what_it_came_from(workshops: AnyActor, begun: str) -> None:
    workshops.inventory.add(begun, "chatbot", "Bot")
    copied = workshops.lifecycle.copy(begun)
    workshops.inventory.add(copied, "chatbot", "Tweede bot")
    assert len(workshops.queries.state(begun).activities) == 1
    assert len(workshops.queries.state(copied).activities) == 2


def test_removing_what_is_not_there_says_so(workshops: AnyActor) -> None:
    with pytest.raises(NotFound):
        workshops.lifecycle.delete("nergens")


# Inventory


def test_activities_keep_their_words_as_typed(workshops: AnyActor, begun: str) -> None:
    added = workshops.inventory.add(begun, "chatbot", "  Bot <Emma> 🙂  ", supplier="שלום BV", owner="hoofd CRM")
    assert (added.name, added.supplier) == ("Bot <Emma> 🙂", "שלום BV")


def test_an_unknown_kind_fact_or_value_is_refused(workshops: AnyActor, begun: str) -> None:
    with pytest.raises(ChoiceUnknown):
        workshops.inventory.add(begun, "toverstaf", "x")
    bot = workshops.inventory.add(begun, "chatbot", "Bot")
    for fact, value in (("bestaat_niet", "yes"), ("interacts", "misschien")):
        with pytest.raises(ChoiceUnknown):
            workshops.inventory.record_fact(begun, bot.id, fact, value)


def test_facts_answered_in_two_windows_both_stay(workshops: AnyActor, begun: str) -> None:
    bot = workshops.inventory.add(begun, "chatbot", "Bot")
    workshops.inventory.record_fact(begun, bot.id, "interacts", "yes")
    saved = workshops.inventory.record_fact(begun, bot.id, "personal_data", "unknown")
    assert saved.facts == {"interacts": "yes", "personal_data": "unknown"}


def test_two_windows_renaming_one_activity_see_both_names(workshops: AnyActor, begun: str) -> None:
    shown = workshops.inventory.add(begun, "chatbot", "Bot")
    workshops.inventory.edit(begun, shown, shown.model_copy(update={"name": "Emma"}))
    with pytest.raises(EditConflict) as conflict:
        workshops.inventory.edit(begun, shown, shown.model_copy(update={"name": "Kers"}))
    assert conflict.value.params["theirs"] == {"name": "Emma"}
    assert workshops.queries.state(begun).activities[0].name == "Emma"


def test_deleting_can_be_undone_with_everything_said(workshops: AnyActor, begun: str) -> None:
    bot = workshops.inventory.add(begun, "chatbot", "Bot")
    stand(workshops, begun, "S07", "C", reason="eerlijk")
    workshops.inventory.delete(begun, bot.id)
    assert agenda(workshops.queries.state(begun)) == ()
    workshops.inventory.restore(begun, bot.id)
    state = workshops.queries.state(begun)
    item = agenda_item(state, "S07")
    assert item is not None
    ballot = ballot_of(state, state.seats[0].id, item)
    assert ballot is not None
    assert ballot.reason == "eerlijk"


def test_a_new_name_reaches_rules_that_still_have_the_decks_words(workshops: AnyActor, begun: str) -> None:
    bot = workshops.inventory.add(begun, "chatbot", "Bot", owner="CRM")
    for scenario in ("S07", "S08"):
        stand(workshops, begun, scenario, "C", reason="omdat")
    untouched = draft(workshops, begun, "S07")
    workshops.decisions.edit(begun, untouched, untouched.model_copy(update={"objector": "sales"}))
    own = draft(workshops, begun, "S08")
    workshops.decisions.edit(begun, own, with_words(own, "nl", trigger="we met “Bot” praten"))
    workshops.inventory.edit(begun, bot, bot.model_copy(update={"name": "Emma"}))
    assert "“Emma”" in decision_sentence(draft(workshops, begun, "S07"), "nl")[0]
    assert "“Bot”" in decision_sentence(draft(workshops, begun, "S08"), "nl")[0]


# Principles


def test_five_cards_at_most_each_once_and_from_the_deck(workshops: AnyActor, begun: str) -> None:
    me = seat(workshops, begun)
    cards = tuple(card.id for card in workshops.queries.state(begun).deck.cards)
    for refused, reason in ((cards[:6], "too-many"), ((cards[0], cards[0]), "twice"), (("geluk",), "unknown-card")):
        with pytest.raises(RankingRefused) as error:
            workshops.self_assessment.rank_cards(begun, me, refused)
        assert error.value.params["reason"] == reason
    workshops.self_assessment.rank_cards(begun, me, cards[:5])
    workshops.self_assessment.rank_cards(begun, me, cards[2:5])
    assert [r.cards for r in workshops.queries.state(begun).rankings] == [cards[:5], cards[2:5]]


# Scenarios


def test_only_scenarios_that_touch_the_inventory_are_proposed(workshops: AnyActor, begun: str) -> None:
    workshops.inventory.add(begun, "chatbot", "Bot")
    items = agenda(workshops.queries.state(begun))
    assert items
    assert all("chatbot" in item.scenario.kinds for item in items)


def test_every_activity_gets_a_turn_before_any_gets_a_second(workshops: AnyActor, begun: str) -> None:
    deck = workshops.queries.state(begun).deck
    kinds = [kind.id for kind in deck.kinds if kind.from_article]
    for kind in kinds:
        workshops.inventory.add(begun, kind, kind)
    items = agenda(workshops.queries.state(begun))
    assert len({item.activity.id for item in items[:7]}) == 7
    assert {"S01", "S03"} <= {item.scenario.id for item in items}
    assert len(items) == sum(bool(set(kinds).intersection(scenario.kinds)) for scenario in deck.scenarios)


def test_a_scenario_keeps_the_activity_it_was_answered_about(workshops: AnyActor, begun: str) -> None:
    bot = workshops.inventory.add(begun, "chatbot", "Bot")
    stand(workshops, begun, "S07", "C")
    for name in ("Tweede", "Derde"):
        workshops.inventory.add(begun, "chatbot", name)
    item = agenda_item(workshops.queries.state(begun), "S07")
    assert item is not None
    assert item.activity.id == bot.id


def test_parts_of_a_ballot_from_two_windows_both_stay(workshops: AnyActor, begun: str) -> None:
    workshops.inventory.add(begun, "chatbot", "Bot")
    shown = stand(workshops, begun, "S07", "C")
    workshops.self_assessment.save_ballot(begun, shown, shown.model_copy(update={"reason": "uit venster een"}))
    saved = workshops.self_assessment.save_ballot(begun, shown, shown.model_copy(update={"confidence": "sure"}))
    assert (saved.reason, saved.confidence, saved.stance) == ("uit venster een", "sure", "C")
    with pytest.raises(EditConflict):
        workshops.self_assessment.save_ballot(begun, shown, shown.model_copy(update={"reason": "uit venster twee"}))


def test_ballots_are_never_replaced(workshops: AnyActor, begun: str) -> None:
    workshops.inventory.add(begun, "chatbot", "Bot")
    first = stand(workshops, begun, "S07", "C")
    workshops.self_assessment.save_ballot(begun, first, first.model_copy(update={"stance": "D"}))
    workshops.self_assessment.save_ballot(
        begun, first.model_copy(update={"stance": "D"}), first.model_copy(update={"stance": "D"})
    )
    assert [ballot.stance for ballot in workshops.queries.state(begun).ballots] == ["C", "D"]


def test_a_scenario_outside_the_inventory_is_refused(workshops: AnyActor, begun: str) -> None:
    bot = workshops.inventory.add(begun, "chatbot", "Bot")
    blank = Ballot(seat=seat(workshops, begun), scenario="S24", activity=bot.id)
    with pytest.raises(NotFound):
        workshops.self_assessment.save_ballot(begun, blank, blank.model_copy(update={"stance": "A"}))


# Decisions


@pytest.fixture
def stood(workshops: AnyActor, begun: str) -> str:
    workshops.inventory.add(begun, "chatbot", "Bot", owner="hoofd klantcontact")
    stand(workshops, begun, "S07", "C", reason="klanten moeten het weten")
    return begun


def test_a_rule_is_drafted_from_the_stance_with_what_is_known(workshops: AnyActor, stood: str) -> None:
    decision = draft(workshops, stood, "S07")
    assert decision.owner == "hoofd klantcontact"
    assert decision.reason == "klanten moeten het weten"
    assert decision.review_on == date(2027, 2, 23), "a bot that talks by itself is looked at after three months"
    assert set(decision.wording) == {"nl", "en"}
    assert missing_parts(decision) == ()


def test_a_decision_closes_only_when_complete_and_dissent_is_settled(workshops: AnyActor, stood: str) -> None:
    decision = draft(workshops, stood, "S07")
    with pytest.raises(RuleRefused, match="dissent-unworded"):
        workshops.decisions.close(stood, decision)
    ownerless = workshops.decisions.edit(
        stood, decision, decision.model_copy(update={"owner": "", "none_voiced": True})
    )
    with pytest.raises(RuleRefused) as refused:
        workshops.decisions.close(stood, ownerless)
    assert refused.value.params["missing"] == ("owner",)
    whole = workshops.decisions.edit(stood, ownerless, ownerless.model_copy(update={"owner": "CRM"}))
    assert workshops.decisions.close(stood, whole).closed


def test_closing_twice_is_closing_once(workshops: AnyActor, stood: str) -> None:
    decision = draft(workshops, stood, "S07").model_copy(update={"none_voiced": True})
    once = workshops.decisions.close(stood, decision)
    assert workshops.decisions.close(stood, once) == once
    assert len(workshops.queries.state(stood).decisions) == 1


def test_none_voiced_does_not_count_against_a_strong_objection(workshops: AnyActor, stood: str) -> None:
    ballot = workshops.queries.state(stood).ballots[-1]
    workshops.self_assessment.save_ballot(stood, ballot, ballot.model_copy(update={"objection": True}))
    decision = draft(workshops, stood, "S07").model_copy(update={"none_voiced": True})
    with pytest.raises(RuleRefused, match="dissent-unworded"):
        workshops.decisions.close(stood, decision)
    worded = decision.model_copy(update={"none_voiced": False, "dissent": "het kost een klik"})
    assert workshops.decisions.close(stood, worded).closed


def test_an_unlawful_stance_becomes_never_and_nothing_else(workshops: AnyActor, begun: str) -> None:
    workshops.inventory.add(begun, "chatbot", "Bot", owner="CRM")
    stand(workshops, begun, "S07", "A", reason="gezelliger")
    decision = draft(workshops, begun, "S07")
    assert decision.verb == "never"
    assert "A" not in decision.accepted
    state = workshops.queries.state(begun)
    with pytest.raises(RuleRefused, match="unlawful-stance"):
        workshops.decisions.edit(begun, decision, with_verb(decision, state, "always"))
    with pytest.raises(RuleRefused, match="unlawful-stance"):
        workshops.decisions.edit(begun, decision, decision.model_copy(update={"accepted": ("A",)}))
    with pytest.raises(RuleRefused, match="law-has-no-exceptions"):
        workshops.decisions.edit(begun, decision, decision.model_copy(update={"exception_role": "de directeur"}))
    closed = workshops.decisions.close(begun, decision.model_copy(update={"none_voiced": True}))
    assert closed.verb == "never"


def test_editing_one_language_drops_the_other(workshops: AnyActor, stood: str) -> None:
    decision = draft(workshops, stood, "S07")
    saved = workshops.decisions.edit(stood, decision, with_words(decision, "nl", behaviour="zeggen eerlijk wat het is"))
    assert set(saved.wording) == {"nl"}
    assert decision_sentence(saved, "en")[1] == "nl"


def test_changing_a_closed_rule_opens_it(workshops: AnyActor, stood: str) -> None:
    closed = workshops.decisions.close(stood, draft(workshops, stood, "S07").model_copy(update={"none_voiced": True}))
    assert not workshops.decisions.edit(stood, closed, closed.model_copy(update={"owner": "iemand anders"})).closed
    reopened = workshops.decisions.reopen(stood, closed.id)
    assert not reopened.closed


def test_a_reason_and_the_day_of_review_change_while_the_rule_stands(workshops: AnyActor, stood: str) -> None:
    """Nobody agrees to them with the sentence, so a second thought about the reason does not cost the rule."""
    closed = workshops.decisions.close(stood, draft(workshops, stood, "S07").model_copy(update={"none_voiced": True}))
    for change in ({"reason": "klanten vragen erom"}, {"reason": "en de wet ook"}, {"review_on": date(2027, 5, 1)}):
        closed = workshops.decisions.edit(stood, closed, closed.model_copy(update=change))
        assert closed.closed
    assert not workshops.decisions.edit(stood, closed, closed.model_copy(update={"review_on": None})).closed


def test_a_new_stance_redrafts_the_rule_and_keeps_who_answers_for_it(workshops: AnyActor, stood: str) -> None:
    decision = draft(workshops, stood, "S07")
    workshops.decisions.edit(stood, decision, decision.model_copy(update={"owner": "DPO"}))
    anew = workshops.decisions.draft_from_stance(stood, seat(workshops, stood), "S07", "D")
    assert (anew.based_on, anew.owner) == ("D", "DPO")
    assert anew.wording != decision.wording


def test_a_review_more_than_two_years_away_is_refused(workshops: AnyActor, stood: str) -> None:
    decision = draft(workshops, stood, "S07")
    with pytest.raises(DateRefused):
        workshops.decisions.edit(
            stood, decision, decision.model_copy(update={"review_on": TODAY + timedelta(days=900)})
        )


def test_ten_thousand_characters_are_refused_and_nothing_is_saved(workshops: AnyActor, stood: str) -> None:
    before = workshops.queries.state(stood)
    decision = draft(workshops, stood, "S07")
    with pytest.raises(TextTooLong):
        workshops.decisions.edit(stood, decision, decision.model_copy(update={"reason": "x" * 10_000}))
    assert workshops.queries.state(stood) == before


def test_red_lines_are_few_and_can_be_taken_back(workshops: AnyActor, stood: str) -> None:
    drawn = workshops.decisions.add_deck_red_line(stood, "S07")
    assert workshops.decisions.add_deck_red_line(stood, "S07") == drawn
    for number in range(5):
        workshops.decisions.add_own_red_line(stood, "nl", f"doen ding {number}")
    with pytest.raises(RuleRefused, match="too-many-red-lines"):
        workshops.decisions.add_own_red_line(stood, "nl", "doen nog iets")
    workshops.decisions.withdraw_red_line(stood, "S07")
    own = workshops.decisions.add_own_red_line(stood, "nl", "doen nog iets")
    assert own.wording == Worded.typed("nl", "doen nog iets")


# Charter


def test_a_proposal_needs_something_decided(workshops: AnyActor, stood: str) -> None:
    with pytest.raises(RuleRefused, match="nothing-decided"):
        workshops.charter.save_proposal(stood)


def test_keeping_the_same_twice_keeps_it_once(workshops: AnyActor, stood: str) -> None:
    workshops.decisions.add_deck_red_line(stood, "S07")
    first = workshops.charter.save_proposal(stood)
    assert workshops.charter.save_proposal(stood) == first
    workshops.decisions.add_deck_red_line(stood, "S08")
    assert workshops.charter.save_proposal(stood).version == "0.2"


def test_adopting_names_who_decided(workshops: AnyActor, stood: str) -> None:
    workshops.decisions.close(stood, draft(workshops, stood, "S07").model_copy(update={"none_voiced": True}))
    for nobody in ((), ("  ",)):
        with pytest.raises(RuleRefused, match="nobody-named"):
            workshops.charter.adopt(stood, nobody)
    adopted = adopt(workshops, stood, ("hoofd marketing", "CMO"))
    assert (adopted.version, adopted.adopted, adopted.deciders) == ("1.0", True, ("hoofd marketing", "CMO"))
    assert workshops.queries.state(stood).workshop.stage == "adopted"
    workshops.decisions.add_deck_red_line(stood, "S08")
    assert workshops.charter.save_proposal(stood).version == "1.1"
    assert adopt(workshops, stood, ("hoofd marketing",)).version == "2.0"


def test_what_is_not_settled_is_listed_as_open(workshops: AnyActor, stood: str) -> None:
    stand(workshops, stood, "S08", "C")
    reasons = {
        point.scenario: point.reason for point in workshops.charter.draft(workshops.queries.state(stood)).open_points
    }
    assert reasons["S07"] == "not_closed"
    decision = draft(workshops, stood, "S08")
    workshops.decisions.edit(stood, decision, decision.model_copy(update={"owner": ""}))
    points = {p.scenario: p for p in workshops.charter.draft(workshops.queries.state(stood)).open_points}
    assert points["S08"].reason == "incomplete"
    assert set(points["S08"].missing) == {"owner", "reason"}
    assert points[None].reason in {"law_stop", "law_unsure"}


def test_whoever_ordered_cards_or_took_a_stance_is_one_voice(workshops: AnyActor, begun: str) -> None:
    assert workshops.charter.draft(workshops.queries.state(begun)).voices == 0
    workshops.self_assessment.rank_cards(begun, seat(workshops, begun), ("open",))
    assert workshops.charter.draft(workshops.queries.state(begun)).voices == 1, "ordering cards is speaking too"
    workshops.inventory.add(begun, "chatbot", "Emma")
    stand(workshops, begun, "S07", "C")
    assert workshops.charter.draft(workshops.queries.state(begun)).voices == 1, "one person, whatever they do"


# Progress


def test_progress_only_ever_counts_what_was_done(workshops: AnyActor, begun: str) -> None:
    empty = progress(workshops.queries.state(begun), "x", 0, 0)
    assert empty.share_done == 0
    assert 25 <= empty.minutes_left <= 40
    state = workshops.queries.state(begun)
    workshops.inventory.add(begun, "chatbot", "Bot")
    later = progress(workshops.queries.state(begun), state.seats[0].id, 1, 0)
    assert later.of("inventory").finished
    assert later.of("law_check").finished
    assert not later.of("charter").finished
    assert later.minutes_left < empty.minutes_left


@given(st.lists(st.sampled_from(["chatbot", "lookalike", "llm_copy", "route_optimisation"]), max_size=5))
def test_the_agenda_does_not_depend_on_anything_but_the_inventory(kinds: list[str]) -> None:
    def inventory(team: str) -> WorkshopState:
        activities = tuple(
            an_activity(f"{team}-{number}", position=number, kind=kind, name=f"{kind} {number}")
            for number, kind in enumerate(kinds)
        )
        return a_state(workshop=a_workshop(id=team), deck=shipped_deck(), activities=activities)

    first, second = agenda(inventory("one")), agenda(inventory("other"))
    assert [(i.scenario.id, i.activity.name) for i in first] == [(i.scenario.id, i.activity.name) for i in second]
    assert len({decision_id(item) for item in first}) == len(first)
