"""A page that is filled in once for two people shows each of them what a page of their own would."""

from hypothesis import given
from hypothesis import strategies as st

from framework.html import Html, join, tag
from pages.phone import personal_slots

NAMES = st.sampled_from(("stance", "reason", "saved", "card1"))
VALUES = st.sampled_from(("", "A", "B", "yes", "<script>", "a=b"))
PLACES: tuple[Html, ...] = (
    tag("p", personal_slots.words("reason")),
    personal_slots.checked("stance", "A"),
    personal_slots.checked("stance", "B"),
    personal_slots.selected("card1", "a=b"),
    personal_slots.hidden_unless("saved"),
    personal_slots.hidden_unless("stance", "A"),
    personal_slots.hidden_if("saved"),
)


@given(
    st.lists(st.sampled_from(PLACES)),
    st.dictionaries(NAMES, VALUES),
    st.dictionaries(NAMES, VALUES),
)
def test_two_people_get_the_same_page_only_where_their_own_would_be_the_same(
    places: list[Html], one: dict[str, str], other: dict[str, str]
) -> None:
    template = personal_slots.SlotTemplate(str(join(*places)))
    if template.values_used(one) == template.values_used(other):
        assert template.fill(one) == template.fill(other)


def test_what_does_not_stand_on_the_page_makes_no_other_page() -> None:
    template = personal_slots.SlotTemplate(str(tag("p", personal_slots.words("reason"))))
    assert template.values_used({"reason": "x", "stance": "A"}) == template.values_used({"reason": "x", "stance": "B"})
    assert template.values_used({"reason": "x"}) != template.values_used({"reason": "y"})
