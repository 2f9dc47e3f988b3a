"""Replaces ``app_session._populate_theme_msg``, which computes the theme for every run of every page.

It reads some three hundred options each time, a third of the time of an empty page (docs/decisions/0010).

Unnecessary when Streamlit caches the message itself.
"""

from functools import cache

from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig


@cache
def cache_theme() -> None:
    """Computes each section of the theme once; again after the options were reloaded.

    Call it when the server runs: ``app_session`` loads most of Streamlit, which nothing else needs at import.
    """
    from streamlit.runtime import app_session

    compute = app_session._populate_theme_msg
    cached: dict[str, CustomThemeConfig] = {}

    def populate(msg: CustomThemeConfig, section: str = "theme") -> None:
        found = cached.get(section)
        if found is None:
            found = CustomThemeConfig()
            compute(found, section)
            cached[section] = found
        if found.ByteSize():  # merging an empty one would mark a section as given that has no options
            msg.MergeFrom(found)

    app_session._populate_theme_msg = populate
    config.on_config_parsed(cached.clear, force_connect=True)
