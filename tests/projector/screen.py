"""A live workshop, and the screen as the projector would get it at each moment."""

from framework.text import Lang
from pages.live.snapshot import read_snapshot
from pages.projector.join_address import JoinAddress
from pages.projector.view import ScreenView
from tests.support.any_actor import AnyActor
from tests.support.room import LiveWorkshop

JOIN_ADDRESS = JoinAddress("http://192.168.1.5:8501", only_here=False)
VIEWS: tuple[ScreenView, ...] = (ScreenView("nl", JOIN_ADDRESS), ScreenView("en", JOIN_ADDRESS))


class ProjectedWorkshop(LiveWorkshop):
    """Its names hold characters that mean something in HTML."""

    def __init__(self, cases: AnyActor, people: int = 6, lang: Lang = "nl") -> None:
        super().__init__(cases, people, lang, organisation="Waterkers <Wonen>", team="Merk & CRM")

    def screen(self, lang: Lang = "nl", join_address: JoinAddress = JOIN_ADDRESS) -> str:
        """All that is sent to the beamer at this moment."""
        moment, counts = read_snapshot(self.cases.context.store, self.id)
        return ScreenView(lang, join_address).encode(moment, counts).for_seat("").decode()

    def parts(self, lang: Lang = "nl", join_address: JoinAddress = JOIN_ADDRESS) -> dict[str, str]:
        moment, counts = read_snapshot(self.cases.context.store, self.id)
        return {name: str(part) for name, part in ScreenView(lang, join_address).parts(moment, counts).items()}
