"""QR codes of links."""

import io

QUIET = 4
"""Width of the quiet zone, in modules; with less, phones scan less reliably."""


def qr_svg(link: str) -> str:
    """A QR code as SVG, black on white in any theme, as scanners expect.

    With medium error correction, because glare on a projector screen may cover a seventh of it.
    """
    import segno

    written = io.BytesIO()
    segno.make(link, error="m", micro=False).save(
        written, kind="svg", scale=8, border=QUIET, dark="#000", light="#fff", xmldecl=False, omitsize=False
    )
    return written.getvalue().decode("utf-8")
