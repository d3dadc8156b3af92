"""First run by the keyboard alone: nothing is made before the recovery sheet is proved to exist."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from adviser_desk import policy
from adviser_desk.casework import access, setup
from adviser_desk.ui.setup_wizard import PASSPHRASE, SHEET, SetupWizard
from adviser_desk.ui.widgets.text import Text
from adviser_desk.vault import slots

WORDS = "koffer zingt langs blauwe tegels"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def wizard(vault_folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> SetupWizard:
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
    return _shown(vault_folder, qtbot, policy.DEFAULT)


def _shown(folder: Path, qtbot: QtBot, rules: policy.Policy) -> SetupWizard:
    made = SetupWizard(folder, rules)
    qtbot.addWidget(made)
    made.closeEvent = lambda event: event.accept()  # type: ignore[method-assign]
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_a_vault_by_the_keyboard_alone(wizard: SetupWizard, qtbot: QtBot, vault_folder: Path) -> None:
    _press(qtbot, Qt.Key.Key_Return, CTRL)
    _type(qtbot, WORDS)
    _press(qtbot, Qt.Key.Key_Return)
    _type(qtbot, WORDS)
    qtbot.waitUntil(wizard._next.isEnabled)
    _press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: wizard._stack.currentIndex() == SHEET)
    blocks = _blocks_by_pen(wizard, qtbot)
    for number, line in wizard.recovery.form._lines.items():
        _tab_to(qtbot, line)
        _type(qtbot, blocks[number].lower())
    assert not setup.has_vault(vault_folder)
    with qtbot.waitSignal(wizard.opened, timeout=20_000) as opened:
        _press(qtbot, Qt.Key.Key_Return, CTRL)
    opened.args[0].close()
    access.open_desk(vault_folder, WORDS).close()
    access.check_code(vault_folder, "-".join(blocks[number] for number in range(1, 9)))


def test_a_store_that_the_policy_requires_is_missed_before_a_sheet_is_printed(vault_folder: Path, qtbot: QtBot) -> None:
    wizard = _shown(vault_folder, qtbot, policy.Policy(device_secret="required"))
    _press(qtbot, Qt.Key.Key_Return, CTRL)
    for field in (wizard.passphrase.form.first, wizard.passphrase.form.second):
        field.line.setText(WORDS)
    qtbot.waitUntil(wizard._next.isEnabled)
    _press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(wizard._trouble.isVisible)
    assert "De kluis is niet gemaakt" in wizard._trouble.accessibleName()
    assert "sleutelbos" in wizard._trouble.accessibleName()
    assert wizard._stack.currentIndex() == PASSPHRASE
    assert wizard._next.isEnabled()
    assert not vault_folder.exists()


def test_a_weak_or_different_passphrase_stops_and_says_why(wizard: SetupWizard, qtbot: QtBot) -> None:
    _press(qtbot, Qt.Key.Key_Return, CTRL)
    _type(qtbot, "welkom123")
    qtbot.waitUntil(lambda: wizard.passphrase.form._word.text() == "Te kort")
    _press(qtbot, Qt.Key.Key_Return, CTRL)
    assert wizard._stack.currentIndex() == PASSPHRASE
    assert wizard._next.accessibleName() == "Volgende, U kunt verder als de zin sterk genoeg is"
    wizard.passphrase.form.first.line.selectAll()
    _type(qtbot, WORDS)
    qtbot.waitUntil(lambda: wizard._why.text() == "U kunt verder als beide zinnen gelijk zijn")
    assert wizard.passphrase.form._bars.accessibleName() == "Sterkte: zeer sterk"
    assert not wizard._next.isEnabled()


def test_a_passphrase_can_be_pasted_and_suggested(wizard: SetupWizard, qtbot: QtBot) -> None:
    _press(qtbot, Qt.Key.Key_Return, CTRL)
    QApplication.clipboard().setText(WORDS)
    _press(qtbot, Qt.Key.Key_V, CTRL)
    assert wizard.passphrase.form.passphrase() == WORDS
    wizard.passphrase.form.suggest()
    suggested = wizard.passphrase.form.passphrase()
    assert len(suggested.split()) == 5
    assert wizard.passphrase.form.first.line.displayText() == suggested
    _type(qtbot, suggested)
    assert wizard._next.isEnabled()


def test_a_wrong_block_is_named_and_stays(wizard: SetupWizard, qtbot: QtBot) -> None:
    wizard._go(SHEET)
    first, second = wizard.recovery.form._lines
    blocks = wizard._sheet.recovery_code.split("-")
    wizard.recovery.form._lines[first].setText(blocks[first - 1])
    line = wizard.recovery.form._lines[second]
    _tab_to(qtbot, line)
    _type(qtbot, "ABCDE" if blocks[second - 1] != "ABCDE" else "ABCDF")
    assert wizard._why.text() == f"Blok {second} klopt niet"
    assert line.accessibleDescription() == "klopt niet"
    assert line.text()
    assert not wizard._next.isEnabled()


def test_the_code_is_masked_until_it_is_asked_for(wizard: SetupWizard, qtbot: QtBot) -> None:
    wizard._go(SHEET)
    blocks = set(wizard._sheet.recovery_code.split("-"))
    assert not blocks & _shown_words(wizard)
    _blocks_by_pen(wizard, qtbot)
    assert blocks <= _shown_words(wizard)


def test_without_a_printer_the_pen_is_offered(
    wizard: SetupWizard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: [])
    wizard._go(SHEET)
    _press(qtbot, Qt.Key.Key_Space)
    assert wizard.recovery.form._no_printer.isVisible()
    assert wizard.recovery.form._pen.hasFocus()


def test_a_printer_that_makes_a_file_gets_no_sheet(
    wizard: SetupWizard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Naar een bestand"])
    wizard._go(SHEET)
    _press(qtbot, Qt.Key.Key_Space)
    dialog = wizard.findChild(QPrintDialog)
    written = tmp_path / "sheet.pdf"
    dialog.printer().setOutputFileName(str(written))
    dialog.done(QPrintDialog.DialogCode.Accepted)
    assert not written.exists()
    assert wizard.recovery.form._no_paper.isVisible()
    dialog.close()


def test_a_failure_is_told_and_can_be_tried_again(wizard: SetupWizard, qtbot: QtBot, vault_folder: Path) -> None:
    vault_folder.write_text("not a folder")
    wizard.passphrase.form.first.line.setText(WORDS)
    wizard.passphrase.form.second.line.setText(WORDS)
    wizard._go(SHEET)
    for number, line in wizard.recovery.form._lines.items():
        line.setText(wizard._sheet.recovery_code.split("-")[number - 1])
    _press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(wizard._trouble.isVisible, timeout=20_000)
    vault_folder.unlink()
    with qtbot.waitSignal(wizard.opened, timeout=20_000) as opened:
        _press(qtbot, Qt.Key.Key_Return, CTRL)
    opened.args[0].close()


def _blocks_by_pen(wizard: SetupWizard, qtbot: QtBot) -> dict[int, str]:
    _tab_to(qtbot, wizard.recovery.form._pen)
    _press(qtbot, Qt.Key.Key_Space)
    return {number: text.text() for number, text in enumerate(wizard.recovery.form._paper._shown, 1)}


def _shown_words(wizard: SetupWizard) -> set[str]:
    texts = [text for text in wizard.findChildren(Text) if text.isVisible()]
    return {words for text in texts for words in (text.text(), text.accessibleName())}


def _tab_to(qtbot: QtBot, target: object) -> None:
    for _stop in range(20):
        if QApplication.focusWidget() is target:
            return
        _press(qtbot, Qt.Key.Key_Tab)
    raise AssertionError("Tab does not reach it")


def _type(qtbot: QtBot, words: str) -> None:
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    qtbot.keyClicks(focus, words)


def _press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)
