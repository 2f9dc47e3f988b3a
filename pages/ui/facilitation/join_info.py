"""How people join: the code, the address for phones, and a check that a phone can connect."""

from functools import lru_cache
from urllib.parse import urlencode

import streamlit as st

from framework.analysis.group_results import ANONYMOUS_FROM
from framework.language import N_
from framework.qr import qr_svg
from framework.workshop.models import WorkshopState
from framework.workshop.room import MIN_PEOPLE_FOR_TABLES, TABLE_SIZE
from pages.server import join_addresses
from pages.server.lan_listener import going_live
from pages.ui import lazy_expander, messages, session
from pages.ui.facilitation import room_queries
from pages.ui.i18n import lang, plain, translate
from pages.ui.use_cases import use_cases

_CHOSEN = "room.base"


def phone_addresses() -> tuple[str, ...]:
    """Addresses for phones, best first; none while Kader listens on this machine only."""
    return join_addresses.join_bases(st.context.url or "")


def _port() -> int:
    return join_addresses.listens_on()[1]


def link(current: WorkshopState) -> str:
    """The link for phones; where no phone can reach this machine, the link from this machine itself."""
    known = phone_addresses()
    base = session.value(_CHOSEN)
    if base not in known:
        base = known[0] if known else f"http://127.0.0.1:{_port()}"
    return f"{base}/j/{room_queries.room_of(current).code}"


def join_panel(current: WorkshopState, *, width: int = 240) -> None:
    """QR code, join code and link, large enough to show to a room."""
    t = translate()
    where, code = link(current), room_queries.room_of(current).code
    st.image(_picture(where), width=width, alt=t("QR code that opens the room {code} on a phone", code=" ".join(code)))
    st.metric(t("Code"), " ".join(code))
    st.code(where, language=None, wrap_lines=True)


def projector_link(current: WorkshopState) -> None:
    """A link to the projector's page with the address that was chosen for phones."""
    where = f"/room/{current.workshop.id}?{urlencode({'lang': lang(), 'at': link(current).partition('/j/')[0]})}"
    st.link_button(translate()("Open the projector page"), where, icon=":material/present_to_all:")


@lru_cache(maxsize=64)
def _picture(where: str) -> str:
    return qr_svg(where)


def address_choice(current: WorkshopState) -> None:
    """The choice of the address for phones, opening Kader to the network, and help where phones cannot connect."""
    t = translate()
    known = phone_addresses()
    if not known:
        _network_choice()
    elif len(known) > 1:
        session.sync_field("room.base.choice", session.value(_CHOSEN, known[0]))
        st.radio(
            t("Which address do the phones use? Take the network that the phones are on."),
            known,
            key="room.base.choice",
            on_change=lambda: session.set_value(_CHOSEN, session.value("room.base.choice")),
        )
    if going_live.where() is not None:
        st.caption(t("Open for phones. Every other page asks others for the facilitator’s key."))
        st.button(t("Close for phones"), key="room.offline", icon=":material/wifi_off:", on_click=_go_offline)
    with lazy_expander.lazy_expander(
        t("Can a phone not open the page?"), "room.trouble", icon=":material/help:"
    ) as opened:
        if not opened:
            return
        st.markdown("\n".join(f"- {t(line)}" for line in _TROUBLE))
        st.button(
            t("Give the room a new code"),
            key="room.code.new",
            icon=":material/autorenew:",
            help=t("The old code no longer works. Anyone already in stays in."),
            on_click=_new_code,
            args=(current.workshop.id,),
        )


def _network_choice() -> None:
    """For Kader listening on this machine only: a choice of network address, and opening it to phones."""
    t = translate()
    own = join_addresses.own_addresses()
    closed = t("Phones cannot join yet: Kader only listens on this machine.")
    more = (
        t("Phones can only reach their own page; every other page asks for the facilitator’s key.")
        if own
        else t("This machine is not on a network. Join the room’s Wi-Fi or switch on a hotspot, then reload this page.")
    )
    st.warning(f"**{closed}**  \n{more}", icon=":material/wifi_off:")
    if not own:
        return
    if len(own) > 1:
        st.radio(t("Which network are the phones on?"), own, key="room.network")
    st.button(
        t("Open for phones"),
        key="room.online",
        type="primary",
        icon=":material/wifi:",
        on_click=_go_live,
        args=own[:1],
    )


def _go_live(only: str) -> None:
    """``only``: the address where there is no choice."""
    with messages.guarded():
        session.set_value(_CHOSEN, going_live.start(session.value("room.network", only), _port()).url)


def _go_offline() -> None:
    with messages.guarded():
        going_live.stop()


_TROUBLE = (
    N_("The phone must be on the same network as this laptop. Mobile data does not reach it."),
    N_(
        "Guest Wi-Fi often keeps devices apart. If so, switch on the hotspot of a phone or of this laptop, let "
        "everyone join it, and choose its address above."
    ),
    N_("A firewall may ask whether to let Kader through: allow it for private networks."),
    N_("No network at all? Hand out paper and type in the votes during the session, under “People”."),
)


def _new_code(workshop_id: str) -> None:
    with messages.guarded():
        use_cases(workshop_id).facilitation.new_code(workshop_id)


@st.fragment(run_every=2.0)
def first_phone_check(workshop_id: str) -> None:
    """Whether a phone has joined, which is the best test of the connection."""
    t = translate()
    seats = room_queries.seats(workshop_id)
    if all(seat.lang is None for seat in seats):
        st.info(
            t("**Test one phone.** Scan the code with your own. You will see it here as soon as it connects."),
            icon=":material/smartphone:",
        )
        return
    people = t.plural("{count} person joined", "{count} people joined", sum(not seat.left for seat in seats))
    st.success(f"{t('A phone has connected: it works.')}  \n**{people}**", icon=":material/check_circle:")


def group_size(people: int) -> None:
    """What the number of people means for the method; nothing for five to twelve."""
    t = translate()
    if 0 < people < ANONYMOUS_FROM:
        st.info(
            t(
                "With fewer than five people nobody is anonymous: people can guess who said what. Say so. You only see dots, no label."
            ),
            icon=":material/visibility:",
        )
    elif people >= MIN_PEOPLE_FOR_TABLES:
        st.info(
            t(
                "With {count} people, let tables of about {size} discuss among themselves. Everyone still votes individually.",
                count=people,
                size=TABLE_SIZE,
            ),
            icon=":material/table_restaurant:",
        )


def duplicate(current: WorkshopState) -> None:
    """Copies the preparation for another team."""
    t = translate()
    with lazy_expander.lazy_expander(
        t("The same workshop for the next team"), "room.again", icon=":material/content_copy:"
    ) as opened:
        if not opened:
            return
        st.markdown(
            t(
                "Copies inventory, plan and times, but no people, votes or decisions. It gets its own code and appears in the list on the start page."
            )
        )
        st.text_input(t("Team"), key="room.again.team", autocomplete="off", persist_state=lazy_expander.KEPT)
        st.button(t("Create the workshop"), key="room.again.make", on_click=_duplicate, args=(current.workshop.id,))


def _duplicate(workshop_id: str) -> None:
    with messages.guarded():
        team = session.value("room.again.team", "")
        use_cases(workshop_id).facilitation.duplicate(workshop_id, team)
        session.set_value("room.again.team", "")
        session.notify(
            "success", translate()("Made for {team}. You will find it in the list on the start page.", team=team or "–")
        )


def answers_before_session(current: WorkshopState) -> None:
    """Numbers of answers given before the session, without their content."""
    t = translate()
    ordered, voted = room_queries.answered_beforehand(current)
    if not ordered and not any(voted.values()):
        st.caption(
            t(
                "You can send the link around beforehand: people rank cards and vote in private, and that fills in the first round."
            )
        )
        return
    names = {step.id: current.deck.scenario(step.scenario or "") for step in room_queries.room_of(current).plan}
    lines = [t.plural("{count} person ranked cards", "{count} people ranked cards", ordered)]
    for step_id, count in voted.items():
        scenario = names[step_id]
        if scenario is not None:
            title = plain(scenario.title[t.lang])
            lines.append(t.plural("{title}: {count} vote", "{title}: {count} votes", count, title=title))
    st.markdown(f"**{t('Answered beforehand')}**\n\n" + "\n".join(f"- {line}" for line in lines))
