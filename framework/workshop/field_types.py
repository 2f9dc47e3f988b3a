"""Field types that several models share, within what every database can store."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

MAX_INT = 2**31 - 1
"""The largest ``INTEGER`` of PostgreSQL; SQLite's is larger."""

RecordId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Count = Annotated[int, Field(ge=0, le=MAX_INT)]
"""A number of things, a position, or the version of a document."""
Revision = Annotated[int, Field(ge=0, le=2**63 - 1)]
"""Rises with every change of a workshop; a ``BIGINT``."""
Seconds = Annotated[int, Field(ge=-MAX_INT, le=MAX_INT)]
FractionText = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,80}(/[1-9][0-9]{0,79})?$")]
"""An exact number as ``2/3``, ``1`` or ``-1/12``."""
FrameworkVersion = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}\.[0-9]{1,6}$")]
"""``0.1``, ``0.2`` … for proposals; ``1.0``, ``2.0`` … when adopted."""


def _within_calendar(moment: datetime) -> datetime:
    # Stored in UTC, which the first and the last day of the calendar do not have in every time zone.
    if not 1900 <= moment.year <= 9000:
        raise ValueError("beyond the calendar")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_within_calendar)]
"""An aware datetime."""
