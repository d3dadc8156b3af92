"""Puts the main window together: which pages it has."""

from collections.abc import Callable

from adviser_desk.casework.preferences import Preferences
from adviser_desk.ui.access_page import AccessPage
from adviser_desk.ui.backup_page import BackupPage
from adviser_desk.ui.breaking_page import BreakingPage
from adviser_desk.ui.capture_panel import CapturePanel
from adviser_desk.ui.case_list import CaseListPage
from adviser_desk.ui.case_page import CasePage
from adviser_desk.ui.consent_panel import ConsentPage
from adviser_desk.ui.export_page import ExportPage
from adviser_desk.ui.help_pages import AboutPage, KeysPage
from adviser_desk.ui.lost_page import LostPage
from adviser_desk.ui.main_window import MainWindow
from adviser_desk.ui.own_keys import command_keys
from adviser_desk.ui.page import Page, Pages
from adviser_desk.ui.page_help import PageHelp
from adviser_desk.ui.retention_page import RetentionPage
from adviser_desk.ui.settings_page import SettingsPage
from adviser_desk.ui.signals_page import SignalsPage
from adviser_desk.ui.spelling import spelling
from adviser_desk.ui.state import State
from adviser_desk.ui.today import TodayPage

_PAGES: tuple[type[Page], ...] = (
    TodayPage,
    CaseListPage,
    CasePage,
    ConsentPage,
    AccessPage,
    BreakingPage,
    SignalsPage,
    ExportPage,
    RetentionPage,
    BackupPage,
    SettingsPage,
    PageHelp,
    KeysPage,
    LostPage,
    AboutPage,
)


def desk_window(
    state: State, preferences: Preferences, *, lock: Callable[[], None], prefer: Callable[[Preferences], None]
) -> MainWindow:
    """The window of an unlocked desk."""
    spelling.begin(state)
    command_keys.begin(state)
    return MainWindow(state, Pages(state, _PAGES), CapturePanel(state), preferences, lock=lock, prefer=prefer)
