"""What people typed, on other people's phones: nothing before the facilitator could read it."""

from tests.support.phone_client import Live


def test_a_closed_round_takes_no_more_and_shows_nothing_yet(live: Live) -> None:
    live.begin()
    live.at("S03", "voting")
    author, other = live.join(), live.join("en")
    author.answer(stance="A", reason="zqreden")
    form = other.get().form
    live.cases.moderation.set_intake(live.id, live.room.version, "closed")
    page = other.get()
    assert "This round is closed." in page.main
    assert "<form" not in page.main
    assert "zqreden" not in page.text
    late = other.post("/answer", **{**form, "stance": "B"})
    assert late.status == 409
    assert "takes no more answers" in late.text
    assert live.counts() == (1, 0, 0, 0, 0)
    live.move("revealed")
    assert "zqreden" in other.get().text


def test_a_reveal_of_an_open_round_shows_the_counts_and_keeps_the_reasons(live: Live) -> None:
    live.begin()
    live.at("S03", "voting")
    author, other = live.join(), live.join("en")
    author.answer(stance="A", reason="zqreden")
    stream = other.listen()
    stream.wait_for("<h1")
    live.move("revealed", read=False)
    stream.wait_for("1 vote")
    assert "zqreden" not in stream.received.decode()
    live.cases.moderation.show_round(live.id, "S03/1")
    stream.wait_for("zqreden")
    live.hide(next(iter(live.votes().values())))
    assert "zqreden" not in other.get().text
    stream.close()


def test_an_objection_is_kept_in_its_words_only_where_its_author_ticks_so(live: Live) -> None:
    live.begin()
    live.at("S03", "voting")
    phones = [live.join("en") for _ in range(2)]
    for phone in phones:
        phone.answer(stance="C")
    live.move("revealed")
    decision = live.draft_rule()
    live.move("consent")
    objection = {f"answer {decision}": "objection", f"harm {decision}": "te duur"}
    phones[0].answer(**objection, **{f"keep {decision}": "yes"})
    phones[1].answer(**objection)
    assert [one.keep_words for one in live.state.consents] == [True, False]
    assert f'name="keep {decision}" value="yes" checked' in phones[0].get().main
    assert "checked" not in phones[1].get().main.partition(f'name="keep {decision}"')[2].partition(">")[0]
