"""One server for all tests here that only look, and a copy of the launcher around other pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.server_process import ROOT, Server, free_port, serving, streamlit_command


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real app, with a data folder of its own."""
    folder = tmp_path_factory.mktemp("server")
    port = free_port()
    with serving(
        streamlit_command(ROOT / "app.py", port),
        log=folder / "log.txt",
        port=port,
        environment={"KADER_DATA": str(folder / "data"), "KADER_DATABASE_URL": ""},
        folder=folder,
    ) as running:
        yield running


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """See `make_house`."""
    return make_house(tmp_path)


def make_house(folder: Path) -> Path:
    """The launcher and its options around pages of a test's own: fill ``pages/`` and run ``app.py``."""
    (folder / "pages").mkdir()
    (folder / "pages" / "__init__.py").touch()
    (folder / ".streamlit").mkdir()
    for name in ("app.py", ".streamlit/config.toml"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    for name in ("framework", "pages/live", "pages/server"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    return folder
