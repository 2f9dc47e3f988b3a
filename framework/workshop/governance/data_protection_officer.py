"""A data protection officer advises and supervises, and decides nothing (Article 38(6) GDPR): no role that decides may be one."""

import re

from framework.errors import RuleRefused
from framework.workshop.governance.records import PrivacyAdvice

# Without dots between the letters: "F.G. de Vries" is somebody's name.
_DPO = re.compile(
    r"\b(?:fg|dpo|functionaris(?:sen)?[ -](?:voor[ -](?:de[ -])?)?gegevensbescherming|gegevensbeschermingsfunctionaris"
    r"|data[ -]protection[ -]officers?)\b",
    re.IGNORECASE,
)
_PRIVACY_OFFICER = re.compile(r"\b(?:privacy[ -]?officers?|privacyfunctionaris(?:sen)?)\b", re.IGNORECASE)


def is_dpo(role: str, privacy: PrivacyAdvice) -> bool:
    """Whether a role as typed is the data protection officer's.

    ``privacy``: who looks after privacy. Where the team said that this is the DPO of Article 37, a privacy officer is one, and so
    is whoever has the role that it named.
    """
    words = " ".join(role.split())
    if not words:
        return False
    if _DPO.search(words):
        return True
    named = " ".join(privacy.role.split()).casefold()
    return privacy.kind == "dpo" and (bool(_PRIVACY_OFFICER.search(words)) or words.casefold() == named)


def may_be_dpo(role: str, privacy: PrivacyAdvice) -> bool:
    """Whether that depends on what nobody said yet: a privacy officer is a DPO or not."""
    return privacy.kind is None and bool(_PRIVACY_OFFICER.search(role)) and not is_dpo(role, privacy)


def check_may_decide(role: str, privacy: PrivacyAdvice) -> None:
    """Raises `RuleRefused` (``dpo-decides``) for the role of the data protection officer."""
    if is_dpo(role, privacy):
        raise RuleRefused(reason="dpo-decides", role=role)
