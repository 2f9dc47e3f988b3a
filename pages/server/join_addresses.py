"""The addresses under which phones can open this server now: one answer for the console and the projector."""

import time

from framework import network
from pages.server.lan_listener import going_live


def listens_on() -> tuple[str | None, int]:
    """Address and port that the server was started on; None for all addresses."""
    # Imported here: the launcher has loaded it by then.
    from streamlit import config

    return config.get_option("server.address"), int(config.get_option("server.port"))


def own_addresses() -> tuple[str, ...]:
    """As `framework.network.own_addresses`, now. May block for a moment."""
    return network.own_addresses(time.monotonic())


def join_bases(opened_at: str) -> tuple[str, ...]:
    """As `framework.network.join_bases`. ``opened_at``: the address of the facilitator's own page. May block for a moment."""
    live = going_live.where()
    return network.join_bases(opened_at, *listens_on(), gone_live=live.url if live else None, own=own_addresses())
