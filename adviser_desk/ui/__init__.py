"""What the adviser sees: the only package that knows Qt. Never imports vault, sqlcipher3 or docx."""
