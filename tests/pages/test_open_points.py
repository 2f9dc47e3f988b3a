"""What is open has one count, on the charter's page and in the charter."""

from framework.charter.export import charter_archive, document_of
from framework.language import translator
from framework.law import law_book
from framework.text import Lang
from tests.pages.conftest import Open
from tests.pages.test_screens import words_of
from tests.support.room import LiveWorkshop


def test_the_page_counts_what_is_open_as_the_charter_does(open_page: Open, lang: Lang, people: LiveWorkshop) -> None:
    people.begin("S03", "voting")
    people.vote("CCCCCC")
    people.move("revealed")
    people.draft_rule()
    drafted = people.cases.charter.draft(people.state)
    archive = charter_archive(
        drafted, people.state.deck, law_book(), edition="internal", as_of=people.cases.queries.today()
    )
    subtitle = "".join(span.text for span in document_of(archive, translator(lang)).subtitle)
    counted = subtitle.split(" · ")[-1]
    assert int(counted.split()[0]) > len(drafted.open_points), "the document lists more than decisions leave open"
    assert f"{counted}." in words_of(open_page("charter", lang, w=people.id))
