"""Sets ``config._main_script_path``, the folder in which Streamlit looks for ``.streamlit/config.toml``.

Under uvicorn that would be the main script's folder, ``pages/``, and our options lie beside ``app.py``. Without them Streamlit
sends telemetry and collects garbage after every click.

Unnecessary when `st.App` takes the folder, or the options, as an argument (1.67 has them in `App.run` only).
"""

from pathlib import Path

from streamlit import config


def read_options_beside(launcher: Path) -> None:
    """``launcher``: ``app.py``. Does nothing where ``streamlit run`` has set the path already."""
    if config._main_script_path is None:
        config._main_script_path = str(launcher)
