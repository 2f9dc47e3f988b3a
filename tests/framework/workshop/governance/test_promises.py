import pytest
from pydantic import ValidationError

from framework.text import LANGS, Lang, Worded
from framework.workshop.governance.promises import (
    Catalogue,
    catalogue,
    left_to_owner,
    made,
    open_topics,
    own_words,
    sentence,
    unnamed,
)
from framework.workshop.governance.records import CharterTexts, Promise, Sponsor

NOBODY = CharterTexts()


def text_of(promise_id: str) -> str:
    text = catalogue().promise(promise_id)
    assert text is not None
    return sentence(text, None, NOBODY, "en")[0]


def test_every_promise_can_be_read_in_both_languages_without_an_answer() -> None:
    for text in catalogue().promises:
        for lang in LANGS:
            words, of = sentence(text, None, NOBODY, lang)
            assert of == lang
            assert "{" not in words
            assert words.endswith(".") != text.listed
            assert len(words.split()) <= 50


def test_a_promise_says_the_teams_numbers_roles_and_people() -> None:
    text = catalogue().promise("serious")
    assert text is not None
    texts = CharterTexts(sponsor=Sponsor(name="Ada Vos", function="de directeur"))
    words, _ = sentence(text, Promise(id="serious", answer="made", numbers={"people": 40}), texts, "nl")
    assert "meer dan 40 mensen" in words
    assert "hoort de directeur het dezelfde dag" in words
    stop = catalogue().promise("stop")
    assert stop is not None
    assert sentence(stop, Promise(id="stop", answer="made", role="De teamleider"), texts, "nl")[0].startswith(
        "De teamleider mag"
    )


def test_own_words_stand_in_the_language_they_were_typed_in() -> None:
    text = catalogue().promise("tell")
    assert text is not None
    mine = Promise(id="tell", answer="made", wording=Worded.typed("nl", "We bellen iedereen."))
    assert sentence(text, mine, NOBODY, "en") == ("We bellen iedereen.", "nl")


@pytest.mark.parametrize("lang", LANGS)
def test_the_proposal_typed_again_is_not_kept_as_own_words(lang: Lang) -> None:
    text = catalogue().promise("tell")
    assert text is not None
    proposal, _ = sentence(text, None, NOBODY, lang)
    assert own_words(lang, proposal, text, None, NOBODY) is None
    assert own_words(lang, "Anders.", text, None, NOBODY) == Worded.typed(lang, "Anders.")


def test_only_what_was_made_counts_and_what_settles_a_topic_closes_its_open_point() -> None:
    assert [topic.id for topic in open_topics(())] == ["stopping", "new_uses", "incidents", "training"]
    answered = (
        Promise(id="tell", answer="left_out"),
        Promise(id="stop", answer="made"),
        Promise(id="gate", answer="owner"),
        Promise(id="good_faith", answer="made"),
        Promise(id="no_longer_there", answer="made"),
    )
    assert [text.id for text, _ in made(answered)] == ["stop", "good_faith"]
    assert [topic.id for topic in open_topics(answered)] == ["new_uses", "incidents", "training"]
    assert [text.id for text in left_to_owner(answered)] == ["gate"]


def test_whom_a_promise_names_and_the_team_did_not() -> None:
    text = catalogue().promise("report")
    assert text is not None
    kept = Promise(id="report", answer="made")
    assert unnamed(text, kept, NOBODY) == ("board",)
    assert unnamed(text, kept, CharterTexts(board="het MT")) == ()
    assert unnamed(text, kept.model_copy(update={"answer": "left_out"}), NOBODY) == ()


def test_a_catalogue_that_contradicts_itself_is_refused() -> None:
    given = catalogue().model_dump()
    with pytest.raises(ValidationError, match="there is no topic"):
        Catalogue.model_validate({**given, "topics": given["topics"][1:]})
    with pytest.raises(ValidationError, match="the text names"):
        Catalogue.model_validate({**given, "promises": [{**given["promises"][0], "numbers": {"days": 3}}]})
    with pytest.raises(ValidationError, match="twice"):
        Catalogue.model_validate({**given, "promises": given["promises"] * 2})
