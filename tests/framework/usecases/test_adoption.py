"""Adopting refuses with all that holds it; proposals and drafts are held by nothing; a DPO decides nowhere."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from framework.errors import AdoptionRefused, DateRefused, RuleRefused
from framework.language import error_sentence, translator
from framework.rehearsal.demonstration import demonstration_script, play_script
from framework.text import LANGS, Lang
from framework.workshop.governance.records import CharterTexts, PrivacyAdvice, Promise, Sponsor
from tests.support.adoption import adopt, fill_in
from tests.support.any_actor import AnyActor
from tests.support.room import LiveWorkshop


@pytest.fixture
def alone(workshops: AnyActor) -> str:
    """One use and one red line, and nothing else."""
    workshop = workshops.lifecycle.start_self_assessment("Bakkerij Kers", "", "nl", "marketing-ai")
    workshops.inventory.add(workshop, "chatbot", "Chatbot Bo")
    workshops.decisions.add_own_red_line(workshop, "nl", "doen alsof een machine een mens is")
    return workshop


def reasons(workshops: AnyActor, workshop: str) -> list[str]:
    return [one.reason for one in workshops.charter.obstacles(workshops.queries.state(workshop))]


def test_one_error_lists_all_that_holds_it(workshops: AnyActor, alone: str) -> None:
    with pytest.raises(AdoptionRefused) as refused:
        workshops.charter.adopt(alone, ("directeur",))
    assert [one.reason for one in refused.value.params["obstacles"]] == reasons(workshops, alone)
    assert reasons(workshops, alone) == [
        "use-without-owner",
        "no-sponsor",
        "no-owner",
        "no-stop-role",
        "no-incident-contact",
        "no-customer-contact",
        "no-training",
    ]
    words = error_sentence(refused.value, translator("nl"))
    assert words.startswith("Vaststellen kan nog niet. “Chatbot Bo” loopt en is van niemand. Wie is de eigenaar?")
    assert workshops.queries.state(alone).frameworks == ()
    assert workshops.queries.state(alone).workshop.stage == "session"


def test_a_proposal_needs_none_of_it(workshops: AnyActor, alone: str) -> None:
    assert workshops.charter.save_proposal(alone).version == "0.1"


def test_a_draft_of_a_room_needs_none_of_it(workshops: AnyActor) -> None:
    live = LiveWorkshop(workshops)
    live.cases.decisions.add_own_red_line(live.id, "nl", "doen alsof een machine een mens is")
    live.begin()
    assert live.cases.closing.end_session(live.id).version == "0.1"
    live.cases.closing.open_follow_up(live.id)
    with pytest.raises(AdoptionRefused):
        live.cases.charter.adopt(live.id, ("directeur",))
    assert live.cases.charter.save_proposal(live.id).adopted is False


def test_once_all_is_filled_in_nothing_holds_it(workshops: AnyActor, alone: str) -> None:
    fill_in(workshops, alone)
    assert reasons(workshops, alone) == []
    assert workshops.charter.adopt(alone, ("directeur",)).version == "1.0"


def test_the_numbers_that_a_room_was_asked_about_are_its_own(workshops: AnyActor) -> None:
    live = LiveWorkshop(workshops)
    live.begin("S03", "voting")
    live.vote("CCCCCC")
    live.move("revealed")
    drafted = live.cases.decisions.draft_from_stance(live.id, "", "S03", "C")
    asked = live.cases.decisions.edit(live.id, drafted, drafted.model_copy(update={"owner": "CRM", "reason": "ja"}))
    live.move("consent")
    live.consent(asked.id)
    live.move("consent_revealed")
    live.cases.decisions.close_agreed(live.id, asked.id)
    fill_in(workshops, live.id)
    assert reasons(workshops, live.id) == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_demonstration_can_be_adopted_as_it_stands(workshops: AnyActor, lang: Lang) -> None:
    workshop = play_script(workshops, demonstration_script(), lang)
    assert reasons(workshops, workshop) == []
    assert workshops.charter.adopt(workshop, ("Noor de Wit",)).adopted


def test_what_is_forbidden_stops_on_a_day_that_has_come(workshops: AnyActor, alone: str) -> None:
    (activity,) = workshops.queries.state(alone).activities
    workshops.inventory.record_facts(alone, activity.id, {"personal_data": "yes", "g2_basis": "no"})
    assert reasons(workshops, alone)[0] == "use-forbidden"
    (activity,) = workshops.queries.state(alone).activities
    today = workshops.context.today()
    with pytest.raises(DateRefused):
        workshops.inventory.edit(alone, activity, activity.model_copy(update={"stopped_on": today + timedelta(days=1)}))
    stopped = workshops.inventory.edit(alone, activity, activity.model_copy(update={"stopped_on": today}))
    assert not stopped.is_running
    assert "use-forbidden" not in reasons(workshops, alone)
    assert "use-without-owner" not in reasons(workshops, alone), "it runs no longer"
    workshops.inventory.edit(alone, stopped, stopped.model_copy(update={"stopped_on": None}))
    assert reasons(workshops, alone)[0] == "use-forbidden"


class TestADataProtectionOfficerIsRefused:
    def typed(self, workshops: AnyActor, alone: str) -> dict[str, Callable[[str], object]]:
        """Each place in which a deciding role can be typed."""
        charter, now = workshops.charter, workshops.queries.state(alone)
        (activity,) = now.activities

        def text(**given: object) -> object:
            texts = workshops.queries.state(alone).texts
            return charter.edit_texts(alone, texts, texts.model_copy(update=given))

        return {
            "decider": lambda role: adopt(workshops, alone, ("directeur", role)),
            "sponsor": lambda role: text(sponsor=Sponsor(name="Noor", function=role)),
            "owner": lambda role: text(owner=role),
            "deputy": lambda role: text(deputy=role),
            "promise": lambda role: charter.answer_promise(alone, None, Promise(id="gate", answer="made", role=role)),
            "use": lambda role: workshops.inventory.edit(alone, activity, activity.model_copy(update={"owner": role})),
            "new use": lambda role: workshops.inventory.add(alone, "chatbot", "Bot", owner=role),
        }

    @pytest.mark.parametrize("place", ["decider", "sponsor", "owner", "deputy", "promise", "use", "new use"])
    def test_wherever_a_role_decides(self, workshops: AnyActor, alone: str, place: str) -> None:
        typing = self.typed(workshops, alone)[place]
        with pytest.raises(RuleRefused, match="dpo-decides"):
            typing("FG")
        typing("privacy officer")
        texts = workshops.queries.state(alone).texts
        told = texts.model_copy(update={"privacy": PrivacyAdvice(kind="dpo", role="Bedrijfsjurist")})
        workshops.charter.edit_texts(alone, texts, told)
        with pytest.raises(RuleRefused, match="dpo-decides"):
            typing("bedrijfsjurist")

    def test_as_the_role_that_allows_an_exception(self, workshops: AnyActor) -> None:
        live = LiveWorkshop(workshops)
        live.begin("S03", "voting")
        live.vote("CCCCCC")
        live.move("revealed")
        decision = live.decision(live.draft_rule())
        with pytest.raises(RuleRefused, match="dpo-decides"):
            live.cases.decisions.edit(live.id, decision, decision.model_copy(update={"exception_role": "DPO"}))
        for _ in range(2):
            live.move("consent")
            live.consent(decision.id, objections=1)
            live.move("consent_revealed")
        with pytest.raises(RuleRefused, match="dpo-decides"):
            live.cases.decisions.record_agreement(live.id, decision.id, "decider", "de FG")

    def test_what_was_typed_before_does_not_bar_other_changes(self, workshops: AnyActor, alone: str) -> None:
        with workshops.context.store.transaction(alone) as change:
            change.put_texts(change.texts().model_copy(update={"owner": "FG", "version": 2}))
        texts = workshops.queries.state(alone).texts
        saved = workshops.charter.edit_texts(alone, texts, texts.model_copy(update={"contact": "hallo@kers.example"}))
        assert (saved.owner, saved.contact) == ("FG", "hallo@kers.example")
        assert "dpo-decides" in reasons(workshops, alone)

    def test_as_an_advisor_it_is_kept_with_what_was_done(self, workshops: AnyActor, alone: str) -> None:
        advice = PrivacyAdvice(kind="dpo", role="FG", advice="Eerst een DPIA", followed="De DPIA is gedaan")
        workshops.charter.edit_texts(alone, CharterTexts(), CharterTexts(privacy=advice))
        assert adopt(workshops, alone).texts.privacy == advice
