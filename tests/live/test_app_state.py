"""The installation of a process notices when the file that it writes to is gone."""

from pathlib import Path

import pytest

from framework.errors import StoreUnavailable
from framework.settings import Settings
from framework.usecases import FACILITATOR
from pages.live.app_state import Installation


def test_a_database_that_was_moved_since_a_write_is_noticed(tmp_path: Path) -> None:
    settings = Settings.in_folder(tmp_path)
    here = Installation(settings)
    here.check_place()
    assert list(tmp_path.iterdir()) == [], "the check opens nothing"
    here.workshops.acting_as(FACILITATOR).facilitation.start_live_workshop(
        "Waterkers", "Marketing", "nl", "marketing-ai"
    )
    here.check_place()
    assert settings.database_file is not None
    settings.database_file.rename(tmp_path / "elsewhere")
    with pytest.raises(StoreUnavailable) as refused:
        here.check_place()
    assert refused.value.reason == "moved"
    here.stop()
