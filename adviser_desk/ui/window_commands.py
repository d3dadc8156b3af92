"""Which commands the main window has. Menu letters must not clash with the letters of the capture panel."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from adviser_desk.casework.preferences import Preferences
from adviser_desk.i18n import N_, _
from adviser_desk.ui.case_list import CaseListPage
from adviser_desk.ui.case_page import CasePage
from adviser_desk.ui.commands import Command
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.screen_capture import capture
from adviser_desk.ui.signals_page import SignalsPage
from adviser_desk.ui.theme import TEXT_SIZES
from adviser_desk.ui.timeline import Timeline
from adviser_desk.ui.undo import undo_words

if TYPE_CHECKING:
    from adviser_desk.ui.main_window import MainWindow

_LOOK = N_("Licht of donker")
_LANGUAGE = N_("Taal")


def window_commands(window: "MainWindow") -> Sequence[Command]:
    """All commands of the window, in menu order."""
    return [*_file(window), *_edit(window), *_view(window), *_work(window), *_help(window)]


def _file(window: "MainWindow") -> list[Command]:
    return [
        Command("settings", "file", N_("&Instellingen"), "Ctrl+,", lambda: window.state.go("settings")),
        Command("", "file"),
        Command("lock", "file", N_("&Vergrendelen"), "Ctrl+L", window.lock),
        Command("quit", "file", N_("Af&sluiten"), "Ctrl+Q", lambda: window.lock_and_quit()),
    ]


def _edit(window: "MainWindow") -> list[Command]:
    def on_focus(act: str) -> None:
        if (focus := QApplication.focusWidget()) is not None and hasattr(focus, act):
            getattr(focus, act)()

    def undo_name() -> str:
        return undo_words(window.toast.what())

    def clear_filters() -> None:
        if isinstance(page := window.pages["cases"], CaseListPage):
            window.state.go("cases")
            page.clear_all()

    return [
        Command("undo", "edit", N_("&Ongedaan maken"), "Ctrl+Z", window.undo, words=undo_name),
        Command("redo", "edit", N_("Op&nieuw"), "Ctrl+Y | Ctrl+Shift+Z", lambda: on_focus("redo")),
        Command("", "edit"),
        Command("cut", "edit", N_("Kn&ippen"), "Ctrl+X", lambda: on_focus("cut")),
        Command("copy", "edit", N_("&Kopiëren"), "Ctrl+C", lambda: on_focus("copy")),
        Command("paste", "edit", N_("&Plakken"), "Ctrl+V", lambda: on_focus("paste")),
        Command("select-all", "edit", N_("&Alles selecteren"), "Ctrl+A", lambda: on_focus("selectAll")),
        Command("", "edit"),
        Command("palette", "edit", N_("Zoek of &doe iets"), "Ctrl+K", lambda: window.finder.toggle()),
        Command("find", "edit", N_("&Zoeken"), "Ctrl+F", window.find_cases),
        Command("clear-filters", "edit", N_("&Filters wissen"), "Ctrl+Shift+F", clear_filters),
    ]


def _view(window: "MainWindow") -> list[Command]:
    def prefer(**change: object) -> None:
        window.prefer(Preferences.model_validate({**window.preferences.model_dump(), **change}))

    def size(step: int) -> None:
        place = TEXT_SIZES.index(window.preferences.text_size) + step
        prefer(text_size=TEXT_SIZES[min(max(place, 0), len(TEXT_SIZES) - 1)])

    def other_side() -> None:
        page = window.pages["signals"]
        if isinstance(page, SignalsPage) and page.isVisible():
            page.toggle()
        else:
            go("signals")

    go = window.state.go
    looks = [("system", N_("Zoals het systeem")), ("light", N_("Licht")), ("dark", N_("Donker"))]
    languages = [("nl", "Nederlands"), ("en", "English")]
    return [
        Command("go-today", "view", N_("&Vandaag"), "Ctrl+1", lambda: go("today")),
        Command("go-cases", "view", N_("&Casussen"), "Ctrl+2", lambda: go("cases")),
        Command("go-signals", "view", N_("S&ignalen"), "Ctrl+3", lambda: go("signals")),
        Command("go-export", "view", N_("&Kwartaalexport"), "Ctrl+4", lambda: go("export")),
        Command("go-retention", "view", N_("&Bewaartermijnen"), "Ctrl+5", lambda: go("retention")),
        Command("go-backup", "view", N_("Back-&up"), "Ctrl+6", lambda: go("backup")),
        Command("", "view"),
        Command("other-side", "view", N_("&Wat u ziet of wat anderen zien"), "Ctrl+E", other_side),
        Command("back", "view", N_("&Terug"), "Alt+Left", window.go_back),
        Command("forward", "view", N_("Vooruit"), "Alt+Right", window.go_forward),
        Command("next-region", "view", N_("Volgend &deel van het venster"), "F6", lambda: window.next_region(1)),
        Command("last-region", "view", N_("Vorig deel van het venster"), "Shift+F6", lambda: window.next_region(-1)),
        Command("", "view"),
        Command("privacy", "view", N_("&Afschermen aan of uit"), "Ctrl+.", lambda: privacy.set(not privacy.on)),
        *_share(window),
        Command("", "view"),
        Command("larger", "view", N_("Tekst &groter"), "Ctrl++ | Ctrl+=", lambda: size(1)),
        Command("smaller", "view", N_("Tekst k&leiner"), "Ctrl+-", lambda: size(-1)),
        Command("normal", "view", N_("Tekst &normaal"), "Ctrl+0", lambda: prefer(text_size=100)),
        *(Command(f"look-{look}", "view", label, "", partial(prefer, look=look), group=_LOOK) for look, label in looks),
        *(
            Command(f"language-{code}", "view", label, "", partial(prefer, language=code), group=_LANGUAGE)
            for code, label in languages
        ),
    ]


def _share(window: "MainWindow") -> list[Command]:
    """For help from a distance, where the system can leave windows out of a shared screen."""
    if not capture.possible:
        return []

    def allow() -> None:
        if window.state.organisation.hide_from_capture == "always":
            words = _("Uw organisatie heeft dit ingesteld. Vragen? Bel de servicedesk en noem ‘beleid Adviser Desk’.")
            window.state.toast.emit(words, None)
        else:
            capture.allow()

    return [Command("share-screen", "view", N_("Scherm delen 10 &minuten toestaan"), "", allow)]


def _work(window: "MainWindow") -> list[Command]:
    def about_case(code: str, label: str, keys: str, act: Callable[[int], None]) -> Command:
        """Of the case in view; with none in view the palette asks which."""

        def run() -> None:
            if (case_id := window.case_in_view()) is not None:
                act(case_id)
            else:
                window.finder.ask_case(_(label).replace("&", ""), act)

        return Command(code, "case", label, keys, run, of_case=True)

    def go(page: str) -> Callable[[int], None]:
        return lambda case_id: window.state.go(page, case_id)

    def on_contact(act: Callable[[Timeline], None]) -> None:
        page = window.pages["case"]
        if isinstance(page, CasePage) and window.pages.currentWidget() is page:
            page.show_timeline()
            if page.timeline.current() is not None:
                act(page.timeline)
                return
        window.state.toast.emit(_("Open eerst een casus en kies daar een contact."), None)

    def on_case_page(act: Callable[[CasePage], None]) -> Callable[[int], None]:
        def run(case_id: int) -> None:
            page = window.pages["case"]
            assert isinstance(page, CasePage)
            if window.pages.currentWidget() is not page or page.about() != str(case_id):
                window.state.go("case", case_id)
            act(page)

        return run

    acts = (Timeline.edit_current, Timeline.remove_current, Timeline.open_versions)
    edit, remove, versions = (partial(on_contact, act) for act in acts)
    return [
        Command("new-case", "case", N_("&Nieuwe casus en contact"), "Ctrl+Shift+N", window.new_case),
        about_case("consent", N_("&Toestemming"), "Ctrl+T", go("consent")),
        about_case("follow-up", N_("Nieuwe &opvolging"), "Ctrl+Shift+O", on_case_page(CasePage.new_follow_up)),
        Command("", "case"),
        about_case("access", N_("&Inzage printen"), "", go("access")),
        about_case("breaking", N_("&Doorbreken vastleggen"), "", go("breaking")),
        about_case("removed", N_("&Verwijderde contacten"), "", on_case_page(CasePage.show_removed)),
        Command("new-contact", "contact", N_("&Nieuw contact"), "Ctrl+N", window.new_contact),
        Command("", "contact"),
        Command("edit-contact", "contact", N_("Contact &wijzigen"), "F2", edit, of_case=True, keys_in="timeline"),
        Command(
            "remove-contact", "contact", N_("Contact ve&rwijderen"), "Del", remove, of_case=True, keys_in="timeline"
        ),
        Command("versions", "contact", N_("Eerdere &versies…"), "", versions, of_case=True),
        Command("export", "quarter", N_("&Kwartaalexport maken"), "", lambda: window.state.go("export")),
    ]


def _help(window: "MainWindow") -> list[Command]:
    def page_help() -> None:
        if (page := window.view().page) != "help":
            window.state.go("help", page)

    return [
        Command("help", "help", N_("&Hulp bij deze pagina"), "F1", page_help),
        Command("keys", "help", N_("&Toetsen"), "Ctrl+/", lambda: window.state.go("keys")),
        Command("lost", "help", N_("&Laptop kwijt"), "", lambda: window.state.go("lost")),
        Command("about", "help", N_("&Over Adviser Desk"), "", lambda: window.state.go("about")),
    ]
