"""A page that is filled in once for two people shows each of them what a page of their own would."""

from hypothesis import given
from hypothesis import strategies as st

from pages.live.markup import Html, join, tag
from pages.phone import own

NAMES = st.sampled_from(("stance", "reason", "saved", "card1"))
VALUES = st.sampled_from(("", "A", "B", "yes", "<script>", "a=b"))
PLACES: tuple[Html, ...] = (
    tag("p", own.words("reason")),
    own.checked("stance", "A"),
    own.checked("stance", "B"),
    own.selected("card1", "a=b"),
    own.hidden_unless("saved"),
    own.hidden_unless("stance", "A"),
    own.hidden_if("saved"),
)


@given(
    st.lists(st.sampled_from(PLACES)),
    st.dictionaries(NAMES, VALUES),
    st.dictionaries(NAMES, VALUES),
)
def test_two_people_get_the_same_page_only_where_their_own_would_be_the_same(
    places: list[Html], one: dict[str, str], other: dict[str, str]
) -> None:
    template = own.Template(str(join(*places)))
    if template.of(one) == template.of(other):
        assert template.fill(one) == template.fill(other)


def test_what_does_not_stand_on_the_page_makes_no_other_page() -> None:
    template = own.Template(str(tag("p", own.words("reason"))))
    assert template.of({"reason": "x", "stance": "A"}) == template.of({"reason": "x", "stance": "B"})
    assert template.of({"reason": "x"}) != template.of({"reason": "y"})
