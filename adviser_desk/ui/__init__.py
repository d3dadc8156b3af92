"""What the adviser sees: the only package that knows Qt. Never imports vault, sqlcipher3 or docx."""

from adviser_desk.ui.never_ending import keep_constants

keep_constants()
