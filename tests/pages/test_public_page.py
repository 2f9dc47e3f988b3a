"""The ticks of the public page, its preview, and what stands in its way."""

from framework.charter.public_page import ENOUGH, LIMIT
from framework.language import translator
from framework.rehearsal.adoption import make_adoptable
from framework.rehearsal.script import rehearsal_script
from framework.text import Lang
from framework.workshop.field_types import PRINCIPLES
from pages.ui import queries
from tests.pages.conftest import Open, unfold
from tests.support.any_actor import any_actor


def words_of(screen: object) -> str:
    kinds = ("markdown", "caption", "warning", "success")
    return "\n".join(part.value for kind in kinds for part in screen.get(kind)).replace("\\", "")  # type: ignore[attr-defined]


def test_a_draft_is_shown_as_one_with_what_is_left_to_do(open_page: Open, lang: Lang, demonstration: str) -> None:
    t = translator(lang)
    screen = unfold(open_page("charter", lang, w=demonstration), "charter.public")
    words = words_of(screen)
    assert t("Draft. Not for publication.") in words
    assert t("Before this page can be published:") in words
    assert ENOUGH <= _count(screen) <= LIMIT, "the demonstration shows a page as it should be"
    screen.checkbox(key=f"charter.public.{PRINCIPLES}").check().run()
    screen.button(key="charter.public.all").click().run()
    words = t("{count} words; {limit} at most.", count=_count(screen), limit=LIMIT)
    assert screen.get("progress")[0].proto.text == words
    assert t("what comes first") in words_of(screen), "what to leave off"


def _count(screen: object) -> int:
    return int(screen.get("progress")[0].proto.text.split()[0])  # type: ignore[attr-defined]


def test_everything_is_ticked_and_unticked_in_one_press_each(open_page: Open, lang: Lang, demonstration: str) -> None:
    screen = unfold(open_page("charter", lang, w=demonstration), "charter.public")
    screen.button(key="charter.public.none").click().run()
    texts = queries.state(demonstration).texts
    assert (texts.public, texts.public_checks, texts.public_uses) == ((), (), ())
    fewest = _count(screen)
    screen.button(key="charter.public.all").click().run()
    state = queries.state(demonstration)
    closed = {one.id for one in state.decisions if one.closed} | {one.id for one in state.red_lines}
    assert set(state.texts.public or ()) == closed
    assert PRINCIPLES not in (state.texts.public or ())
    assert _count(screen) > fewest


def test_a_check_a_use_and_a_promise_stand_on_the_page_once_ticked(
    open_page: Open, lang: Lang, demonstration: str
) -> None:
    t = translator(lang)
    state = queries.state(demonstration)
    rule, activity = state.frameworks[-1].rules[0], state.activities[0]
    screen = unfold(open_page("charter", lang, w=demonstration), "charter.public")
    screen.checkbox(key=f"charter.public.check.{rule.decision}").check().run()
    assert queries.state(demonstration).texts.public_checks == (rule.decision,)
    screen.checkbox(key=f"charter.public.use.{activity.id}").check().run()
    screen.text_input(key=f"charter.public.words.{activity.id}").set_value("mails kiezen").run()
    (use,) = queries.state(demonstration).texts.public_uses
    assert (use.activity, use.words.text(lang)) == (activity.id, "mails kiezen")
    screen.checkbox(key="charter.public.promise.person_answers").check().run()
    said = {one.id: one.public for one in queries.state(demonstration).promises}
    assert said["person_answers"]
    words = words_of(screen)
    assert t("How we check it: {check}", check=rule.check.text(lang)).rstrip(".") in words
    assert t("This is what we use AI for: {uses}", uses="mails kiezen") in words
    assert not screen.exception


def test_only_what_may_be_published_can_be_downloaded_once_adopted(
    open_page: Open, lang: Lang, demonstration: str
) -> None:
    t = translator(lang)
    screen = open_page("charter", lang, w=demonstration)
    screen.button_group(key="charter.edition").set_value("public").run()
    assert t("A draft: the page and the name of the file say that it is not for publication.") in words_of(screen)
    cases = any_actor()
    make_adoptable(cases, demonstration, rehearsal_script().keeping, lang)
    adopted = cases.charter.adopt(demonstration, ("Noor de Wit",))
    screen = open_page("charter", lang, w=demonstration)
    screen.button_group(key="charter.edition").set_value("public").run()
    assert t("This page cannot be published yet:") not in words_of(screen)
    broken = next(rule for rule in adopted.rules if rule.scenario == "S03")
    texts = queries.state(demonstration).texts
    ticked = texts.model_copy(update={"public": (broken.decision,)})
    cases.charter.edit_texts(demonstration, texts, ticked)
    assert t("This page cannot be published yet:") in words_of(screen.run())
