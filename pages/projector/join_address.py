"""Under which address phones come in, as words and as a QR code."""

import re
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request

from framework.network import own_addresses, reach
from framework.qr import qr_svg
from pages.server.html import Html
from pages.server.lan_listener import going_live


@dataclass(frozen=True, slots=True)
class WayIn:
    """``base``: ``http://host:port``. ``only_here``: no phone can reach it, since Kader listens to this machine alone."""

    base: str
    only_here: bool

    def link(self, code: str) -> str:
        return f"{self.base}/j/{code}"

    @property
    def spoken(self) -> str:
        """What to type by hand, before the code."""
        return f"{self.base.partition('://')[2]}/j"


def way_in(request: Request) -> WayIn:
    """The address that the facilitator chose: gone live on, named in ``?at=``, or the one this page was opened under.

    ``?at=`` counts only when Kader can really be reached there: nobody can send a room elsewhere by a link.
    """
    live = going_live.where()
    host, port = _listens_on()
    found = reach(str(request.base_url), host, port, _addresses())
    bases = (*((live.url,) if live else ()), *found.bases)
    asked = request.query_params.get("at", "")
    if asked in bases:
        return WayIn(asked, only_here=False)
    if bases:
        return WayIn(bases[0], only_here=False)
    return WayIn(str(request.base_url).rstrip("/"), only_here=True)


@lru_cache(maxsize=64)
def picture(link: str) -> Html:
    """The QR code, on one line and as large as its place allows."""
    whole = qr_svg(link).replace("\n", "")
    return Html(re.sub(r'width="(\d+)" height="(\d+)"', r'viewBox="0 0 \1 \2"', whole, count=1))


@lru_cache(maxsize=1)
def _addresses() -> tuple[str, ...]:
    return own_addresses()


def _listens_on() -> tuple[str | None, int]:
    # The launcher has loaded it already; only this knows where the server listens.
    from streamlit import config

    return config.get_option("server.address"), int(config.get_option("server.port"))
