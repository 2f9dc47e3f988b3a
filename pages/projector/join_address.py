"""The address under which phones join, as text and as a QR code."""

import re
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request

from framework.html import Html
from framework.qr import qr_svg
from pages.server.join_addresses import join_bases


@dataclass(frozen=True, slots=True)
class JoinAddress:
    """``base``: ``http://host:port``. ``only_here``: phones cannot open it, because Kader listens on this machine only."""

    base: str
    only_here: bool

    def link(self, code: str) -> str:
        return f"{self.base}/j/{code}"

    @property
    def to_type(self) -> str:
        """What to type by hand, before the code."""
        return f"{self.base.partition('://')[2]}/j"


def join_address(request: Request) -> JoinAddress:
    """The address named in ``?at=``, else the first of `join_bases`. May block for a moment.

    ``?at=`` counts only when it is one of them, so that no link can send a room to another server.
    """
    bases = join_bases(str(request.base_url))
    asked = request.query_params.get("at", "")
    if not bases:
        return JoinAddress(str(request.base_url).rstrip("/"), only_here=True)
    return JoinAddress(asked if asked in bases else bases[0], only_here=False)


@lru_cache(maxsize=64)
def qr_picture(link: str) -> Html:
    """The QR code on one line, sized by whatever holds it."""
    svg = qr_svg(link).replace("\n", "")
    return Html(re.sub(r'width="(\d+)" height="(\d+)"', r'viewBox="0 0 \1 \2"', svg, count=1))
