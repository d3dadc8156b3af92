"""Every picture of the design has its screen in the list, its mock-up in the repository and its place in the page."""

import re
from pathlib import Path

from adviser_desk.i18n import LANGUAGES
from tools.screens import SCREENS, SETTINGS, Setting

DOCS = Path(__file__).resolve().parents[2] / "docs"
MOST_BYTES = 8_000_000


def test_every_mock_up_is_a_screen_of_the_list() -> None:
    drawn = sorted(path.stem for path in (DOCS / "pictures" / "design").glob("*.png"))
    assert len(drawn) == 27
    assert drawn == sorted(screen.file for screen in SCREENS)


def test_the_page_shows_each_screen_and_every_picture_is_there() -> None:
    page = (DOCS / "looks.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[[^\]]+\]\(pictures/looks/([^)]+)\.png\)", page)
    wanted = [name for one in SCREENS for name in (one.file, *((f"{one.file}-sheet",) if one.sheet else ()))]
    assert shown == wanted
    assert sorted(path.stem for path in (DOCS / "pictures" / "looks").glob("*.png")) == sorted(wanted)


def test_the_settings_hold_every_language_look_text_size_and_window() -> None:
    settings = [Setting(), *SETTINGS]
    assert {setting.language for setting in settings} == set(LANGUAGES)
    assert {setting.look for setting in settings} == {"light", "dark", "contrast"}
    assert {setting.text for setting in settings} == {100, 200}
    assert {(setting.width, setting.height) for setting in settings} == {(1280, 800), (1024, 700), (720, 480)}


def test_the_repository_stays_small() -> None:
    folders = (DOCS / "pictures" / "design", DOCS / "pictures" / "looks")
    assert sum(path.stat().st_size for folder in folders for path in folder.glob("*.png")) < MOST_BYTES
