"""The table `unit`: the tree of organisation units, in one version. Acts open the transaction around it.

The table is what SQL needs: every code that a case has, and the first level above it. What else is known of the units
is beside it, in a setting.
"""

import json

from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.vault import settings
from adviser_desk.vault.connection import Vault

_VERSION, _MORE = "units", "units_more"
_NONE = "none"
_PAST = -1
"""The position of a unit that is no longer in the tree, while a case still has it."""


def tree(vault: Vault) -> UnitTree:
    """The units as they are now; an empty tree of version `none` until one was put."""
    found = vault.db.execute("SELECT code, label, parent, position FROM unit ORDER BY position, code").fetchall()
    more = json.loads(settings.get(vault, _MORE) or "{}")
    all_units = [(row[3], Unit(code=row[0], label=row[1], parent=row[2], **more.get(row[0], {}))) for row in found]
    return UnitTree(
        version=settings.get(vault, _VERSION) or _NONE,
        units=tuple(unit for position, unit in all_units if position != _PAST),
        past=tuple(unit for position, unit in all_units if position == _PAST),
    )


def put(vault: Vault, now: UnitTree) -> None:
    """Replace the tree. A unit that is not in it becomes a past one while a case has it, and is gone otherwise."""
    past = _past(vault, now)
    rows = [(unit.code, unit.label, unit.parent, position) for position, unit in enumerate(now.units)]
    rows += [(unit.code, unit.label, None, _PAST) for unit in past]
    all_units = (*now.units, *past)
    more = {unit.code: unit.model_dump(include={"label_en", "named"}, exclude_defaults=True) for unit in all_units}
    vault.db.execute("DELETE FROM unit")
    vault.db.executemany("INSERT INTO unit (code, label, parent, position) VALUES (?, ?, ?, ?)", rows)
    settings.put(vault, _MORE, json.dumps({code: values for code, values in more.items() if values}))
    settings.put(vault, _VERSION, now.version)


def has(vault: Vault, code: str) -> bool:
    """Whether a case may have this unit: one of the tree, or a past one that it keeps."""
    return vault.db.execute("SELECT 1 FROM unit WHERE code = ?", (code,)).fetchone() is not None


def _past(vault: Vault, now: UnitTree) -> list[Unit]:
    current, before = {unit.code for unit in now.units}, tree(vault)
    used = {row[0] for row in vault.db.execute("SELECT DISTINCT unit FROM case_file WHERE unit IS NOT NULL")}
    known = {unit.code: unit for unit in (*before.past, *before.units)}
    gone = sorted((used & known.keys()) - current)
    return [known[code].model_copy(update={"parent": None, "named": True}) for code in gone]
