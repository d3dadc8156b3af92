"""Composition root of the window: policy, application, unlock, desk."""

import os
import sys
from pathlib import Path

from adviser_desk.errors import BrokenPolicy
from adviser_desk.models.codes import Language
from adviser_desk.policy_sources import read_policy
from adviser_desk.ui.application import Application, make_application


def show_window(folder: Path, language: Language | None = None) -> int:
    """Show the window on the vault in `folder` until it is closed; the process ends with it."""
    app = make_application(sys.argv[:1])
    try:
        policy = read_policy()
    except BrokenPolicy as error:
        from adviser_desk.ui.refused_window import RefusedWindow

        refused = RefusedWindow(folder, error, language)
        refused.show()
        app.exec()
        return error.exit_code
    desk = Application(app, folder, policy, language)
    desk.start()
    code = app.exec()
    # The vault is closed. A calculation that still runs in a thread must not hold up the end.
    os._exit(code)
