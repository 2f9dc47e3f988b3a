"""The theme is worked out once. Streamlit tells it with every run of every page and works it out anew each time, out of some
three hundred options: a third of what an empty page costs."""

from functools import cache

from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig


@cache
def cache_theme() -> None:
    """From now on Streamlit tells the theme as it was worked out first; again after the options were read again.

    To be called when the server runs: the part of Streamlit that this changes is not loaded into anything else.
    """
    from streamlit.runtime import app_session

    work_out = app_session._populate_theme_msg
    kept: dict[str, CustomThemeConfig] = {}

    def tell(msg: CustomThemeConfig, section: str = "theme") -> None:
        found = kept.get(section)
        if found is None:
            found = CustomThemeConfig()
            work_out(found, section)
            kept[section] = found
        if found.ByteSize():  # else a part without options of its own would count as given
            msg.MergeFrom(found)

    app_session._populate_theme_msg = tell
    config.on_config_parsed(kept.clear, force_connect=True)
