"""How a group comes to a rule, and what may not slip through on the way."""

import pytest

from framework.deck import Letter
from framework.errors import AnswerRefused, RankingRefused, RuleRefused
from framework.usecases.decisions import unworded_objection, with_words
from framework.workshop.models import Decision
from tests.support.any_actor import AnyActor
from tests.support.room import LiveWorkshop


@pytest.fixture
def live(workshops: AnyActor) -> LiveWorkshop:
    """After the first reveal on S03."""
    live = LiveWorkshop(workshops)
    live.begin()
    live.at("S03", "voting")
    live.vote("BBCCCD")
    live.move("revealed")
    return live


def drafted(live: LiveWorkshop, stance: Letter = "C") -> Decision:
    return live.decision(live.draft_rule(stance))


def held(live: LiveWorkshop, decision: str, objections: int) -> None:
    """One objection round."""
    live.move("consent")
    live.consent(decision, objections)
    live.move("consent_revealed")


class TestAgreeing:
    def test_goes_by_the_last_objection_round(self, live: LiveWorkshop) -> None:
        decision = drafted(live).id
        held(live, decision, 1)
        held(live, decision, 0)
        assert live.cases.decisions.record_agreement(live.id, decision, "consent").agreed == "consent"
        held(live, decision, 1)
        with pytest.raises(RuleRefused, match="objections-stand"):
            live.cases.decisions.record_agreement(live.id, decision, "consent")

    @pytest.mark.parametrize("how", ["disagree_and_commit", "decider"])
    def test_rounds_without_an_objection_are_no_failures(self, live: LiveWorkshop, how: str) -> None:
        decision = drafted(live).id
        held(live, decision, 1)
        held(live, decision, 0)
        with pytest.raises(RuleRefused, match="consent-first"):
            live.cases.decisions.record_agreement(live.id, decision, how, "directeur")  # type: ignore[arg-type]

    def test_names_a_decider_only_where_one_decided(self, live: LiveWorkshop) -> None:
        decision = drafted(live).id
        held(live, decision, 1)
        held(live, decision, 1)
        agreed = live.cases.decisions.record_agreement(live.id, decision, "disagree_and_commit", "directeur")
        assert (agreed.agreed, agreed.decider) == ("disagree_and_commit", "")
        agreed = live.cases.decisions.record_agreement(live.id, decision, "decider", "directeur")
        assert (agreed.agreed, agreed.decider) == ("decider", "directeur")

    @pytest.mark.parametrize(
        "change",
        [{"activities": ()}, {"accepted": ("C", "D")}, {"verb": "never"}, {"exception_role": "directeur"}],
        ids=lambda change: next(iter(change)),
    )
    def test_is_gone_when_the_rule_says_something_else(self, live: LiveWorkshop, change: dict[str, object]) -> None:
        decision = drafted(live).id
        held(live, decision, 0)
        agreed = live.cases.decisions.record_agreement(live.id, decision, "consent")
        changed = live.cases.decisions.edit(live.id, agreed, agreed.model_copy(update=change))
        assert changed.agreed is None
        with pytest.raises(RuleRefused):
            live.cases.decisions.close(live.id, changed)

    @pytest.mark.parametrize("part", ["trigger", "behaviour"])
    def test_belongs_to_the_sentence(self, live: LiveWorkshop, part: str) -> None:
        decision = drafted(live).id
        held(live, decision, 0)
        agreed = live.cases.decisions.record_agreement(live.id, decision, "consent")
        changed = live.cases.decisions.edit(live.id, agreed, with_words(agreed, "nl", **{part: "laten we het liggen"}))
        assert changed.agreed is None

    def test_and_the_rule_are_open_again_when_it_is_changed(self, live: LiveWorkshop) -> None:
        decision = drafted(live).id
        held(live, decision, 0)
        agreed = live.cases.decisions.record_agreement(live.id, decision, "consent")
        ready = live.cases.decisions.edit(live.id, agreed, agreed.model_copy(update={"none_voiced": True}))
        closed = live.cases.decisions.close(live.id, ready)
        assert len(live.cases.charter.draft(live.state).rules) == 1
        assert live.cases.decisions.edit(live.id, closed, closed).closed, "nothing was changed"
        other = live.cases.decisions.edit(live.id, closed, closed.model_copy(update={"owner": "iemand anders"}))
        assert (other.closed, live.cases.charter.draft(live.state).rules) == (False, ())


class TestARoundThatNobodySaw:
    def test_has_no_say_in_whether_a_rule_can_be_closed(self, live: LiveWorkshop) -> None:
        """Else the refusal would tell that somebody objects, before the reveal."""
        live.move("second_voting")
        live.answer(live.ballot(live.seats[0], "A", 2, objection=True))
        live.at("welcome")
        live.at("S03")
        decision = drafted(live)
        held(live, decision.id, 0)
        agreed = live.cases.decisions.record_agreement(live.id, decision.id, "consent")
        ready = live.cases.decisions.edit(live.id, agreed, agreed.model_copy(update={"none_voiced": True}))
        assert not unworded_objection(live.state, ready)
        assert live.cases.decisions.close(live.id, ready).closed

    def test_gives_no_reason_to_hide(self, live: LiveWorkshop) -> None:
        seen, unseen = live.ballot(live.seats[0], "B"), live.ballot(live.seats[0], "A", 2, reason="te vroeg")
        live.move("second_voting")
        live.answer(unseen)
        with pytest.raises(AnswerRefused, match="not-asked"):
            live.cases.facilitation.set_reason_hidden(live.id, unseen)
        live.cases.facilitation.set_reason_hidden(live.id, seen)
        live.move("second_revealed")
        live.cases.facilitation.set_reason_hidden(live.id, unseen)
        assert live.state.ballots[-1].hidden

    def test_moves_no_dilemma_up_the_agenda(self, live: LiveWorkshop) -> None:
        """Private votes count for the order while the workshop is prepared, and not after."""
        live.at("S07", "voting")
        live.vote("AAEEEC", scenario="S07")
        assert all(
            "opinions_differ" not in proposal.reasons for proposal in live.cases.facilitation.propose_dilemmas(live.id)
        )


def test_private_votes_beforehand_move_a_dilemma_up_the_agenda(workshops: AnyActor) -> None:
    live = LiveWorkshop(workshops)
    live.vote("AAEEEC", scenario="S07")
    first = live.cases.facilitation.propose_dilemmas(live.id)[0]
    assert (first.item.scenario.id, first.reasons[0]) == ("S07", "opinions_differ")


def test_what_the_law_forbids_has_no_exception_also_when_the_stance_is_changed_to_it(live: LiveWorkshop) -> None:
    decision = drafted(live)
    live.cases.decisions.edit(live.id, decision, decision.model_copy(update={"exception_role": "directeur"}))
    other = live.cases.decisions.draft_from_stance(live.id, "", "S03", "B")
    assert other.exception_role == "directeur", "what was filled in stays"
    unlawful = live.cases.decisions.draft_from_stance(live.id, "", "S03", "A")
    assert (unlawful.verb, unlawful.exception_role) == ("never", "")


def test_dissent_in_words_is_not_marked_as_none(live: LiveWorkshop) -> None:
    decision = drafted(live)
    both = decision.model_copy(update={"dissent": "Het kost te veel.", "none_voiced": True})
    saved = live.cases.decisions.edit(live.id, decision, both)
    assert (saved.dissent, saved.none_voiced) == ("Het kost te veel.", False)


def test_what_is_put_to_the_room_takes_no_red_lines_place(live: LiveWorkshop) -> None:
    """Six are drawn at most; which of those that were proposed, the room says."""
    for number in range(7):
        live.cases.facilitation.propose_own_red_line(live.id, "nl", f"voorstel {number}")
    for number in range(6):
        live.cases.decisions.add_own_red_line(live.id, "nl", f"lijn {number}")
    with pytest.raises(RuleRefused, match="too-many-red-lines"):
        live.cases.decisions.add_own_red_line(live.id, "nl", "lijn 7")


def test_six_cards_are_kept_at_most(live: LiveWorkshop) -> None:
    cards = [card.id for card in live.state.deck.cards]
    with pytest.raises(RankingRefused, match="too-many"):
        live.cases.facilitation.confirm_cards(live.id, cards[:7])
    with pytest.raises(RankingRefused, match="twice"):
        live.cases.facilitation.confirm_cards(live.id, (cards[0], cards[0]))
    assert live.cases.facilitation.confirm_cards(live.id, cards[:6]).kept_cards == tuple(cards[:6])


def test_a_phone_whose_seat_was_freed_comes_back_as_somebody_new(live: LiveWorkshop) -> None:
    live.cases.facilitation.free_seats(live.id, [live.seats[0].id])
    assert live.joined(0) != live.seats[0]
