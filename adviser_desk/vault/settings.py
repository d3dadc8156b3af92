"""Small values that belong to the vault itself, by name."""

from adviser_desk.vault.connection import Vault


def get(vault: Vault, name: str) -> str | None:
    """The value of a setting, None when it was never put."""
    row = vault.db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def put(vault: Vault, name: str, value: str) -> None:
    """Set a value. Inside a transaction it goes with it; outside it is durable on return."""
    vault.db.execute(
        "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
