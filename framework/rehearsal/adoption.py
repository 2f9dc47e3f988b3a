"""An invented team goes down the list of what holds the adoption of its charter and mends each thing, as any team would."""

from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from framework.text import Lang, LocalizedText
from framework.usecases import UseCases
from framework.workshop.decision_drafts import with_confirmed_numbers
from framework.workshop.governance.adoption_findings import Obstacle
from framework.workshop.governance.records import Sponsor, WorksCouncil
from framework.workshop.models import CharterTexts, Promise, Training, WorkshopState

REPAIRED_WITHIN = timedelta(weeks=6)


class KeepingWords(BaseModel):
    """Whom and what the team names. ``sponsor``: a name, the rest are functions and the like."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sponsor: str
    function: LocalizedText
    owner: LocalizedText
    incident_contact: LocalizedText
    contact: LocalizedText
    training: LocalizedText
    group: LocalizedText


def make_adoptable(cases: UseCases, workshop_id: str, words: KeepingWords, lang: Lang) -> None:
    """Mends all that holds adoption and can be mended without asking a room again; a charter still needs a decision."""
    state, today = cases.queries.state(workshop_id), cases.queries.today()
    for one in cases.charter.obstacles(state):
        _mend(cases, state, one, words, lang, today)


def _mend(cases: UseCases, state: WorkshopState, one: Obstacle, words: KeepingWords, lang: Lang, today: date) -> None:
    workshop_id, about, owner = state.workshop.id, one.place.about, words.owner[lang]
    match one.reason:
        case "use-without-owner" | "use-forbidden":
            activity = next(each for each in cases.queries.state(workshop_id).activities if each.id == about)
            said = {"owner": owner} if one.reason == "use-without-owner" else {"stopped_on": today}
            cases.inventory.edit(workshop_id, activity, activity.model_copy(update=said))
        case "breach-unplanned" | "breach-overdue":
            rule, due = one.place.field, today + REPAIRED_WITHIN
            cases.law_answers.arrange(workshop_id, about, rule, "planned", by=owner, owner=owner, due=due)
        case "number-unconfirmed" if state.room is None:
            decision = next(each for each in state.decisions if each.id == about)
            saved = cases.decisions.edit(workshop_id, decision, with_confirmed_numbers(decision))
            cases.decisions.close(workshop_id, saved)
        case "no-stop-role":
            cases.charter.answer_promise(workshop_id, None, Promise(id="stop", answer="made"))
        case "no-training":
            measure = Training(
                id="first", group=words.group[lang], what=words.training[lang], owner=owner, due=today + REPAIRED_WITHIN
            )
            cases.charter.record_training(workshop_id, None, measure)
        case _:
            texts = cases.queries.state(workshop_id).texts
            cases.charter.edit_texts(workshop_id, texts, texts.model_copy(update=_people(one, texts, words, lang)))


def _people(one: Obstacle, texts: CharterTexts, words: KeepingWords, lang: Lang) -> dict[str, object]:
    match one.reason:
        case "no-sponsor":
            return {"sponsor": Sponsor(name=words.sponsor, function=words.function[lang])}
        case "no-owner":
            return {"owner": words.owner[lang]}
        case "no-incident-contact":
            return {"incident_contact": words.incident_contact[lang]}
        case "no-customer-contact":
            return {"contact": words.contact[lang]}
        case "works-council":
            return {"works_council": WorksCouncil(state="to_ask")}
        case "privacy-unclear":
            return {"privacy": texts.privacy.model_copy(update={"kind": "contact"})}
        case _:
            return {}
