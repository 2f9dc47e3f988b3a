"""What a facilitator's screens listen to: ``/live/<workshop id>/events``.

Events named ``room``, each with the whole state as JSON::

    {"revision": 41, "shared_revision": 17, "seats": 12, "voters": 9, "asked": 13, "step": "s3", "phase": "voting",
     "stage": "session", "paused": false, "locked": false, "seconds": 74}

``revision`` moves with every change and ``shared_revision`` only with what everybody sees: a screen that shows counts
follows the first, all others the second. ``seconds``: left on the timer when this was made, null without a timer;
negative when the time is over. ``voters`` are a part of ``asked``: who is here, and who answered and left. It never says
what anybody voted.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router

from framework.errors import KaderError, NotFound
from pages.live.app_state import installation
from pages.live.snapshot import AnswerCounts, RoomSnapshot
from pages.live.sse import EventStream, event
from pages.live.subscriber import Payload


@dataclass(frozen=True)
class RoomView:
    """The room in numbers, for whoever steers or projects it."""

    every_vote: bool = True

    def encode(self, snapshot: RoomSnapshot, counts: AnswerCounts) -> Payload:
        room = snapshot.room
        said = {
            "revision": counts.revision,
            "shared_revision": snapshot.shared_revision,
            "seats": counts.seats,
            "voters": counts.voters,
            "asked": counts.asked,
            "step": room.step,
            "phase": room.phase,
            "stage": snapshot.state.workshop.stage,
            "paused": room.paused,
            "locked": room.locked,
        }
        timer = room.timer

        def fill(_seat: str, _later: object) -> bytes:
            seconds = None if timer is None else timer.seconds(datetime.now(UTC))
            return event("room", json.dumps({**said, "seconds": seconds}).encode())

        return Payload(json.dumps([said, None if timer is None else timer.model_dump(mode="json")]).encode(), fill)


async def room_events(request: Request) -> Response | EventStream:
    """The stream. 404 for a workshop that is not there or is no live one."""
    try:
        hub = installation().hub
        listener = await hub.subscribe(request.path_params["workshop"], RoomView())
    except KaderError as error:
        status = 404 if isinstance(error, NotFound) else 503
        return JSONResponse({"error": error.code}, status_code=status, headers={"Cache-Control": "no-store"})
    return EventStream(hub, listener)


def router() -> Router:
    return Router([Route("/live/{workshop}/events", room_events, methods=["GET"])], redirect_slashes=False)
