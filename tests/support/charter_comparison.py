"""Charters of two workshops, comparable: ids are told apart by what they name, and days are left out."""

import re

from framework.workshop.models import WorkshopState


def without_ids(state: WorkshopState) -> str:
    """The last framework as text, with each activity's id replaced by its name and without dates."""
    text = state.frameworks[-1].model_dump_json(indent=1)
    for activity in state.activities:
        text = re.sub(rf"(?<![A-Za-z0-9_]){re.escape(activity.id)}(?![A-Za-z0-9_])", f"<{activity.name}>", text)
    return re.sub(r"\b\d{4}-\d\d-\d\d\b(?!\.)", "<day>", text)
