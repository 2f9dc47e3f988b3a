"""From a posted form to answers. Nothing is decided here: what may be answered is up to the use cases."""

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from starlette.types import Receive

from framework.errors import ChoiceUnknown, InputRefused, TextMissing
from framework.workshop.answer_rules import CARDS_TO_ORDER, Answer
from framework.workshop.models import Ballot, CheckoutWord, Consent, Ranking, RedLineVote

BODY_LIMIT = 256 * 1024
"""Bytes. Ten thousand characters are more than any field takes and still get a sentence that says so."""
FIELDS_LIMIT = 400

Form = Mapping[str, str]
_Model = TypeVar("_Model", bound=BaseModel)


class TooLarge(InputRefused):
    """The body is larger than `BODY_LIMIT`."""

    code = "input-refused"


async def read_form(receive: Receive) -> Form:
    """The fields of an urlencoded post; of fields with one name the last. Raises `TooLarge`, `InputRefused`."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise InputRefused
        body += message.get("body", b"")
        if len(body) > BODY_LIMIT:
            raise TooLarge
        more = message.get("more_body", False)
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=FIELDS_LIMIT, errors="strict")
    except ValueError:
        raise InputRefused from None
    return dict(pairs)


def answers(form: Form, seat: str) -> tuple[Answer, ...]:
    """What a seat answers with this form. Raises `ChoiceUnknown` for values that no form of ours holds."""
    kind = form.get("kind", "")
    match kind:
        case "ballot":
            return (_ballot(form, seat),)
        case "ranking":
            cards = tuple(card for at in range(1, CARDS_TO_ORDER + 1) if (card := form.get(f"card{at}", "")))
            return (_made(Ranking, seat=seat, cards=cards),)
        case "consent":
            about = form.get("about", "")
            return tuple(
                _made(
                    Consent,
                    seat=seat,
                    round=about,
                    decision=rule,
                    answer=said,
                    harm=form.get(f"harm {rule}", ""),
                    safe_if=form.get(f"safe_if {rule}", ""),
                )
                for rule, said in _about(form, "answer ")
            )
        case "red_line":
            return tuple(
                _made(RedLineVote, seat=seat, red_line=line, answer=said) for line, said in _about(form, "line ")
            )
        case "word":
            return (_made(CheckoutWord, seat=seat, word=form.get("word", "")),)
        case _:
            raise ChoiceUnknown(field="kind", value="")


def _ballot(form: Form, seat: str) -> Ballot:
    stance = form.get("stance", "")
    if not stance:
        raise TextMissing(field="stance")
    return _made(
        Ballot,
        seat=seat,
        scenario=form.get("scenario", ""),
        activity=form.get("activity", ""),
        round=2 if form.get("round") == "2" else 1,
        stance=None if stance == "abstain" else stance,
        abstained=stance == "abstain",
        confidence=form.get("confidence") or None,
        reason=form.get("reason", ""),
        objection=form.get("objection") == "yes",
    )


def _about(form: Form, prefix: str) -> list[tuple[str, str]]:
    return [(name.removeprefix(prefix), value) for name, value in form.items() if name.startswith(prefix) and value]


def _made(model: type[_Model], **values: object) -> _Model:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0]) if error.errors()[0]["loc"] else "kind"
        raise ChoiceUnknown(field=field, value=str(values.get(field, ""))[:40]) from None
