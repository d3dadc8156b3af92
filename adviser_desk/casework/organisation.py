"""What the organisation's policy brings into the vault: the one list of units that cases are counted by."""

from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.policy import Policy
from adviser_desk.policy_units import read_units
from adviser_desk.vault import units
from adviser_desk.vault.connection import Vault


def take_units(vault: Vault, policy: Policy) -> Changes:
    """Give the vault the units of the policy, if it has any. After opening, before anything is chosen or counted.

    A case keeps a unit that is no longer in the list, and counts as unknown until the adviser chooses one that is. A
    policy that no longer has a list leaves the last one. The invented cases of practice keep their own.
    """
    if vault.practice or not policy.units:
        return Changes.of()
    now, before = read_units(policy.units, policy.unit_least_people), units.tree(vault)
    if now == before.model_copy(update={"past": ()}):
        return Changes.of()
    with vault.transaction():
        units.put(vault, now)
    return Changes.of(Kind.UNIT)
