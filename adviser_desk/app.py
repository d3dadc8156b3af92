"""Composition root of the window: application, unlock, desk."""

import sys
from pathlib import Path

from adviser_desk import policy
from adviser_desk.models.codes import Language
from adviser_desk.ui.application import Application, make_application


def show_window(folder: Path, language: Language | None = None) -> int:
    """Show the window on the vault in `folder` until it is closed; the exit code of the process."""
    app = make_application(sys.argv[:1])
    desk = Application(app, folder, policy.DEFAULT, language)
    desk.start()
    return app.exec()
