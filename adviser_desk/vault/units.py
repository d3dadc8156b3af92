"""The table `unit`: the tree of organisation units, in one version. Acts open the transaction around it."""

from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.vault import settings
from adviser_desk.vault.connection import Vault

_VERSION = "units"
_NONE = "none"


def tree(vault: Vault) -> UnitTree:
    """The units as they are now; an empty tree of version `none` until one was put."""
    found = vault.db.execute("SELECT code, label, parent FROM unit ORDER BY position").fetchall()
    units = tuple(Unit(code=row[0], label=row[1], parent=row[2]) for row in found)
    return UnitTree(version=settings.get(vault, _VERSION) or _NONE, units=units)


def put(vault: Vault, tree: UnitTree) -> None:
    """Replace the tree. The transaction fails at its end when a case is of a unit that is not in the new one."""
    vault.db.execute("DELETE FROM unit")
    rows = [(unit.code, unit.label, unit.parent, position) for position, unit in enumerate(tree.units)]
    vault.db.executemany("INSERT INTO unit (code, label, parent, position) VALUES (?, ?, ?, ?)", rows)
    settings.put(vault, _VERSION, tree.version)


def has(vault: Vault, code: str) -> bool:
    """Whether the tree has this unit."""
    return vault.db.execute("SELECT 1 FROM unit WHERE code = ?", (code,)).fetchone() is not None
