import pytest

from framework.errors import RuleRefused
from framework.language import error_sentence, translator
from framework.workshop.governance.data_protection_officer import check_may_decide, is_dpo, may_be_dpo
from framework.workshop.governance.records import PrivacyAdvice

NOT_SAID, DPO, CONTACT = (
    PrivacyAdvice(),
    PrivacyAdvice(kind="dpo", role="Bedrijfsjurist"),
    PrivacyAdvice(kind="contact"),
)


@pytest.mark.parametrize(
    "role",
    [
        *("FG", "de fg", "DPO", "our DPO", "directeur en FG", "FG/privacy", "Data Protection Officer"),
        *("data-protection officer", "functionaris gegevensbescherming", "Functionaris voor de gegevensbescherming"),
        "functionaris voor gegevensbescherming",
    ],
)
def test_these_read_as_a_data_protection_officer(role: str) -> None:
    assert is_dpo(role, NOT_SAID)
    with pytest.raises(RuleRefused, match="dpo-decides"):
        check_may_decide(role, NOT_SAID)


@pytest.mark.parametrize(
    "role", ["", "F.G. de Vries", "directeur", "hoofd CRM", "dpos", "functionaris", "gegevensbeheerder", "FGV-team"]
)
def test_these_do_not(role: str) -> None:
    assert not is_dpo(role, DPO)
    check_may_decide(role, DPO)


def test_a_privacy_officer_is_one_where_the_team_says_so() -> None:
    for role in ("privacy officer", "Privacy-officer", "privacyfunctionaris"):
        assert (is_dpo(role, DPO), is_dpo(role, CONTACT), is_dpo(role, NOT_SAID)) == (True, False, False)
        assert (may_be_dpo(role, DPO), may_be_dpo(role, CONTACT), may_be_dpo(role, NOT_SAID)) == (False, False, True)


def test_so_is_whoever_has_the_role_that_it_named() -> None:
    assert is_dpo(" bedrijfsjurist ", DPO)
    assert not is_dpo("Bedrijfsjurist", PrivacyAdvice(kind="contact", role="Bedrijfsjurist"))


def test_the_reason_is_given_in_both_languages() -> None:
    refused = RuleRefused(reason="dpo-decides", role="FG")
    assert error_sentence(refused, translator("nl")) == (
        "Een FG adviseert en beslist niet (AVG art. 38 lid 6). Kies wie beslist; de FG adviseert."
    )
    assert "GDPR 38(6)" in error_sentence(refused, translator("en"))
