"""Adviser Desk: an encrypted casebook for confidential advisers. Imports nothing."""

__version__ = "0.1.0"
