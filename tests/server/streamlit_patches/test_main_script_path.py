"""``main_script_path.py``: the options in ``.streamlit/config.toml`` hold wherever and however Kader is started."""

import sys
import tomllib
from pathlib import Path

from tests.support.server_process import ROOT, Visitor, free_port, serving

OPTIONS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_options_hold_under_uvicorn_from_any_folder(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--app-dir", str(ROOT), "app:app", "--port", str(port)]
    environment = {"KADER_DATA": str(tmp_path), "KADER_DATABASE_URL": ""}
    with (
        serving(command, log=tmp_path / "log.txt", port=port, environment=environment, folder=tmp_path) as server,
        Visitor(server) as visitor,
    ):
        run = visitor.visit()
    sent = next(m.new_session for m in run.messages if m.WhichOneof("type") == "new_session")
    assert sent.config.gather_usage_stats is False
    assert sent.custom_theme.light.primary_color == OPTIONS["theme"]["light"]["primaryColor"]
