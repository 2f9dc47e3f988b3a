"""The code on the screen leads to the room."""

import re

from framework.qr import QUIET, qr_svg

LINK = "http://192.168.1.20:8501/j/ACDEFH"


def test_the_picture_is_black_on_white_with_quiet_around_it_and_asks_for_nothing() -> None:
    svg = qr_svg(LINK)
    size = int(re.search(r'width="(\d+)"', svg)[1]) // 8  # type: ignore[index]
    assert (size - 2 * QUIET - 17) % 4 == 0, "a QR code has 17 + 4n modules"
    assert "#fff" in svg
    assert svg.count("http") == 1, "the name of SVG itself, and no address"


def test_another_link_is_another_picture() -> None:
    assert qr_svg(LINK) == qr_svg(LINK)
    assert qr_svg(LINK) != qr_svg(LINK.replace("ACDEFH", "ACDEFJ"))
