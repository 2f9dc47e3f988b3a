"""How a group comes to a rule, and what may not slip through on the way."""

import pytest

from framework.deck import Letter
from framework.errors import AnswerRefused, ChoiceUnknown, EditConflict, RankingRefused, RuleRefused, TextTooLong
from framework.text import Worded
from framework.usecases.decisions import unworded_objection, with_correction, with_words, without_correction
from framework.workshop.decision_drafts import unconfirmed_numbers
from framework.workshop.field_types import PRINCIPLES, MarkCorrection, TeamPrice
from framework.workshop.models import Consent, Decision
from framework.workshop.rule_checks import words_changed
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

    def test_nobody_agreed_where_all_abstained(self, live: LiveWorkshop) -> None:
        decision = drafted(live).id
        live.move("consent")
        key = live.room.open_round() or ""
        live.each(lambda _, seat: Consent(seat=seat.id, round=key, decision=decision, answer="abstain"))
        live.move("consent_revealed")
        with pytest.raises(RuleRefused, match="consent-first"):
            live.cases.decisions.record_agreement(live.id, decision, "consent")

    def test_a_room_agrees_to_the_numbers_of_the_sentence_that_it_is_asked_about(self, live: LiveWorkshop) -> None:
        bare = drafted(live)
        check = Worded(nl="Elke week 25 (vul zelf in) berichten lezen")
        proposed = live.cases.decisions.edit(live.id, bare, bare.model_copy(update={"check": check}))
        assert unconfirmed_numbers(proposed, "nl")
        texts = live.state.texts
        live.cases.charter.edit_texts(live.id, texts, texts.model_copy(update={"public": (proposed.id,)}))
        held(live, proposed.id, 0)
        agreed = live.cases.decisions.record_agreement(live.id, proposed.id, "consent")
        assert not unconfirmed_numbers(agreed, "nl")
        assert agreed.check == agreed.asked[-1].check
        assert not live.state.texts.public, "it was ticked for the public in other words"

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

    def test_cannot_be_recorded_for_words_that_the_room_did_not_see(self, live: LiveWorkshop) -> None:
        decision = drafted(live).id
        held(live, decision, 0)
        agreed = live.cases.decisions.record_agreement(live.id, decision, "consent")
        live.cases.decisions.edit(live.id, agreed, with_words(agreed, "nl", behaviour="verkopen alles aan iedereen"))
        with pytest.raises(RuleRefused, match="changed-since-asked"):
            live.cases.decisions.record_agreement(live.id, decision, "consent")
        held(live, decision, 0)
        again = live.cases.decisions.record_agreement(live.id, decision, "consent")
        assert [one.wording["nl"].behaviour == "verkopen alles aan iedereen" for one in again.asked] == [False, True]

    @pytest.mark.parametrize("change", [{"owner": "iemand anders"}, {"check": Worded(nl="Nooit")}, {"based_on": "D"}])
    def test_is_about_owner_check_and_stance_too(self, live: LiveWorkshop, change: dict[str, object]) -> None:
        decision = drafted(live)
        live.cases.decisions.edit(live.id, decision, decision.model_copy(update={"owner": "marketing"}))
        held(live, decision.id, 0)
        agreed = live.cases.decisions.record_agreement(live.id, decision.id, "consent")
        assert live.cases.decisions.edit(live.id, agreed, agreed.model_copy(update=change)).agreed is None
        with pytest.raises(RuleRefused, match="changed-since-asked"):
            live.cases.decisions.record_agreement(live.id, decision.id, "consent")

    def test_stays_when_an_owner_is_named_that_was_missing(self, live: LiveWorkshop) -> None:
        decision = drafted(live)
        live.cases.decisions.edit(live.id, decision, decision.model_copy(update={"owner": ""}))
        held(live, decision.id, 0)
        agreed = live.cases.decisions.record_agreement(live.id, decision.id, "consent")
        named = live.cases.decisions.edit(live.id, agreed, agreed.model_copy(update={"owner": "marketing"}))
        assert (named.agreed, named.owner) == ("consent", "marketing")

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
        seen, unseen = (
            live.ballot(live.seats[0], "B", reason="ooit"),
            live.ballot(live.seats[0], "A", 2, reason="te vroeg"),
        )
        live.move("second_voting")
        live.answer(unseen)
        with pytest.raises(AnswerRefused, match="not-asked"):
            live.hide(unseen)
        live.hide(seen)
        live.move("second_revealed")
        live.hide(unseen)
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


def test_a_red_line_in_other_words_was_not_voted_on(live: LiveWorkshop) -> None:
    live.cases.facilitation.propose_red_line(live.id, "S03")
    live.begin("red_lines", "voting")
    live.vote_on_red_line("S03", 2)
    live.move("revealed")
    drawn = live.cases.facilitation.settle_red_line(live.id, "S03", drawn=True)
    assert (drawn.objections, drawn.practice is None) == (2, False)
    edited = live.cases.decisions.edit_red_line(live.id, drawn, "nl", "doen iets heel anders")
    assert (edited.objections, edited.voters, edited.practice) == (None, None, None)


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


PRICE = TeamPrice(sentence="Sanne leest elke mail: twee uur per week", hours_per_month=8, reach="less")


class TestTheTeamsOwnPrice:
    def test_comes_into_the_framework_and_leaves_the_agreement(self, live: LiveWorkshop) -> None:
        decision = drafted(live)
        held(live, decision.id, 0)
        agreed = live.cases.decisions.record_agreement(live.id, decision.id, "consent")
        priced = agreed.model_copy(update={"price": PRICE, "none_voiced": True})
        priced = live.cases.decisions.edit(live.id, agreed, priced)
        assert priced.agreed == "consent", "its price is no part of what was agreed"
        live.cases.decisions.close(live.id, priced)
        assert live.cases.charter.draft(live.state).rules[0].price == PRICE

    def test_is_held_to_its_length(self, live: LiveWorkshop) -> None:
        decision = drafted(live)
        long = decision.model_copy(update={"price": PRICE.model_copy(update={"sentence": "x" * 301})})
        with pytest.raises(TextTooLong):
            live.cases.decisions.edit(live.id, decision, long)

    def test_goes_when_the_rule_becomes_another_one(self, live: LiveWorkshop) -> None:
        decision = drafted(live)
        live.cases.decisions.edit(live.id, decision, decision.model_copy(update={"price": PRICE}))
        assert live.cases.decisions.draft_from_stance(live.id, "", "S03", "C").price == PRICE
        assert live.cases.decisions.draft_from_stance(live.id, "", "S03", "D").price == TeamPrice()


class TestACorrectedMark:
    def corrected(self, live: LiveWorkshop, row: str = "reach", reason: str = "omdat") -> Decision:
        decision = live.state.decisions[0] if live.state.decisions else drafted(live)
        correction = MarkCorrection(row=row, stance="C", mark=3, reason=reason)
        return live.cases.decisions.edit(live.id, decision, with_correction(decision, correction))

    def test_replaces_an_earlier_one_and_can_be_taken_back(self, live: LiveWorkshop) -> None:
        self.corrected(live)
        saved = self.corrected(live, reason="bij nader inzien")
        assert [one.reason for one in saved.corrections] == ["bij nader inzien"]
        back = live.cases.decisions.edit(live.id, saved, without_correction(saved, "reach", "C"))
        assert back.corrections == ()

    @pytest.mark.parametrize(
        "said",
        [
            {"corrections": (MarkCorrection(row="reach", stance="C", mark=3, reason="omdat"),)},
            {"price": PRICE},
            {"practice": "B"},
            {"effects_checked": True},
        ],
    )
    def test_and_all_that_the_team_says_of_effects_leaves_a_closed_rule_closed(
        self, live: LiveWorkshop, said: dict[str, object]
    ) -> None:
        decision = drafted(live)
        held(live, decision.id, 0)
        agreed = live.cases.decisions.record_agreement(live.id, decision.id, "consent")
        ready = live.cases.decisions.edit(live.id, agreed, agreed.model_copy(update={"none_voiced": True}))
        live.cases.decisions.close(live.id, ready)
        closed = live.decision(decision.id)
        assert closed.closed
        saved = live.cases.decisions.edit(live.id, closed, closed.model_copy(update=said))
        assert saved.closed
        assert saved.agreed == "consent"
        reworded = {**said, "wording": with_words(saved, "nl", behaviour="bellen eerst").wording}
        assert not live.cases.decisions.edit(live.id, saved, saved.model_copy(update=reworded)).closed

    def test_is_about_a_row_of_the_dilemma(self, live: LiveWorkshop) -> None:
        with pytest.raises(ChoiceUnknown):
            self.corrected(live, row="no_such_row")

    def test_stays_when_the_rule_follows_another_stance(self, live: LiveWorkshop) -> None:
        self.corrected(live)
        assert len(live.cases.decisions.draft_from_stance(live.id, "", "S03", "D").corrections) == 1

    def test_twice_at_the_same_time_is_shown_to_both(self, live: LiveWorkshop) -> None:
        decision = drafted(live)
        for mark in (1, 2):
            mine = with_correction(decision, MarkCorrection(row="reach", stance="C", mark=mark, reason=f"{mark}"))
            if mark == 1:
                live.cases.decisions.edit(live.id, decision, mine)
        with pytest.raises(EditConflict):
            live.cases.decisions.edit(live.id, decision, mine)


class TestWhatIsPublic:
    def test_is_ticked_with_its_words_and_goes_with_them(self, live: LiveWorkshop) -> None:
        decision = drafted(live)
        line = live.cases.decisions.add_own_red_line(live.id, "nl", "verkopen vertrouwen")
        ticked = live.state.texts.model_copy(update={"public": (decision.id, line.id)})
        live.cases.charter.edit_texts(live.id, live.state.texts, ticked)
        same = live.cases.decisions.edit(live.id, decision, decision.model_copy(update={"reason": "omdat"}))
        assert live.state.texts.public == (decision.id, line.id)
        live.cases.decisions.edit(live.id, same, with_words(same, "nl", behaviour="bellen eerst"))
        assert live.state.texts.public == (line.id,)
        live.cases.decisions.edit_red_line(live.id, line, "nl", "verkopen alles")
        assert live.state.texts.public == ()

    def test_another_order_of_the_principles_is_not_the_one_that_was_ticked(self, live: LiveWorkshop) -> None:
        cards = tuple(card.id for card in live.state.deck.cards[:3])
        live.cases.facilitation.confirm_cards(live.id, cards)
        ticked = live.state.texts.model_copy(update={"public": (PRINCIPLES,), "public_checks": ("d1",)})
        live.cases.charter.edit_texts(live.id, live.state.texts, ticked)
        live.cases.facilitation.confirm_cards(live.id, cards)
        assert live.state.texts.public == (PRINCIPLES,)
        live.cases.facilitation.confirm_cards(live.id, cards[::-1])
        assert (live.state.texts.public, live.state.texts.public_checks) == ((), ("d1",))


class TestLookingAtTheEffectsAgain:
    def test_holds_for_the_words_that_were_looked_at(self, live: LiveWorkshop) -> None:
        decision = drafted(live)
        reworded = live.cases.decisions.edit(live.id, decision, with_words(decision, "nl", behaviour="bellen eerst"))
        assert words_changed(live.state.deck, reworded)
        looked = reworded.model_copy(update={"effects_checked": True})
        checked = live.cases.decisions.edit(live.id, reworded, looked)
        assert not words_changed(live.state.deck, checked)
        other = live.cases.decisions.edit(live.id, checked, checked.model_copy(update={"owner": "CRM"}))
        assert other.effects_checked
        again = live.cases.decisions.edit(live.id, other, with_words(other, "nl", behaviour="mailen eerst"))
        assert words_changed(live.state.deck, again)

    def test_does_not_count_for_words_that_came_meanwhile(self, live: LiveWorkshop) -> None:
        decision = drafted(live)
        mine = live.cases.decisions.edit(live.id, decision, with_words(decision, "nl", behaviour="bellen eerst"))
        live.cases.decisions.edit(live.id, mine, with_words(mine, "nl", behaviour="bellen nooit"))
        saved = live.cases.decisions.edit(live.id, mine, mine.model_copy(update={"effects_checked": True}))
        assert words_changed(live.state.deck, saved)
