"""The tables `contact_version` and `removed_contact`: what contacts were before, and contacts that were taken away.

Neither is searched or counted. Acts open the transaction around what is written here.
"""

from datetime import datetime, timedelta

from adviser_desk.models.contact import Contact, ContactVersion, RemovedContact
from adviser_desk.vault import destroying, search, settings
from adviser_desk.vault.columns import minute
from adviser_desk.vault.connection import Vault
from adviser_desk.vault.contacts import COLUMNS, from_row
from adviser_desk.vault.copies import KEPT_DAYS

_SEEN = "contact_history_seen"
_CONTACT = ", ".join(COLUMNS)
_OF_CONTACT = _CONTACT.replace("id, case_id", "contact_id, case_id", 1)


def keep_version(vault: Vault, changed: Contact, now: datetime) -> None:
    """Keep the contact as it is, before `changed` takes its place; nothing when they are the same."""
    vault.db.execute(
        f"INSERT INTO contact_version ({_OF_CONTACT}, until) SELECT {_CONTACT}, ?1 FROM contact"
        " WHERE id = ?2 AND case_id = ?3 AND (channel, at, minutes, note) IS NOT (?4, ?5, ?6, ?7)",
        (
            now.isoformat(),
            changed.id,
            changed.case_id,
            changed.channel,
            minute(changed.at),
            changed.minutes,
            changed.note,
        ),
    )


def versions(vault: Vault, contact_id: int) -> tuple[ContactVersion, ...]:
    """What a contact was before, the last one first."""
    rows = vault.db.execute(
        f"SELECT {_OF_CONTACT}, until FROM contact_version WHERE contact_id = ? ORDER BY until DESC, id DESC",
        (contact_id,),
    ).fetchall()
    return tuple(ContactVersion(contact=from_row(row[:-1]), until=datetime.fromisoformat(row[-1])) for row in rows)


def with_versions(vault: Vault, case_id: int) -> frozenset[int]:
    """The contacts of a case that were something else before."""
    rows = vault.db.execute("SELECT DISTINCT contact_id FROM contact_version WHERE case_id = ?", (case_id,)).fetchall()
    return frozenset(row[0] for row in rows)


def remove(vault: Vault, contact_id: int, now: datetime) -> None:
    """Take a contact away, whole. LookupError when it is not there."""
    done = vault.db.execute(
        f"INSERT INTO removed_contact ({_CONTACT}, removed_at) SELECT {_CONTACT}, ? FROM contact WHERE id = ?",
        (now.isoformat(), contact_id),
    )
    if done.rowcount != 1:
        raise LookupError("no such contact")
    vault.db.execute("DELETE FROM contact WHERE id = ?", (contact_id,))


def put_back(vault: Vault, contact_id: int) -> None:
    """Take that back. LookupError when the contact was not taken away, or is gone for good."""
    done = vault.db.execute(
        f"INSERT INTO contact ({_CONTACT}) SELECT {_CONTACT} FROM removed_contact WHERE id = ? RETURNING note",
        (contact_id,),
    ).fetchone()
    if done is None:
        raise LookupError("no such contact")
    vault.db.execute("DELETE FROM removed_contact WHERE id = ?", (contact_id,))
    search.learn(vault, done[0])


def removed(vault: Vault, case_id: int) -> tuple[RemovedContact, ...]:
    """The contacts of a case that were taken away, the last one first."""
    rows = vault.db.execute(
        f"SELECT {_CONTACT}, removed_at FROM removed_contact WHERE case_id = ? ORDER BY removed_at DESC, id DESC",
        (case_id,),
    ).fetchall()
    return tuple(RemovedContact(contact=from_row(row[:-1]), removed_at=_moment(row[-1])) for row in rows)


def count_removed(vault: Vault, case_id: int) -> int:
    """How many contacts of a case were taken away."""
    row = vault.db.execute("SELECT count(*) FROM removed_contact WHERE case_id = ?", (case_id,)).fetchone()
    return int(row[0])


def case_of(vault: Vault, contact_id: int) -> int:
    """The case of a contact, also of one that was taken away. LookupError when there is no such contact."""
    row = vault.db.execute(
        "SELECT case_id FROM contact WHERE id = ?1 UNION ALL SELECT case_id FROM removed_contact WHERE id = ?1",
        (contact_id,),
    ).fetchone()
    if row is None:
        raise LookupError("no such contact")
    return int(row[0])


def forget_old(vault: Vault, now: datetime) -> frozenset[int]:
    """Remove for good what was replaced or taken away more than `KEPT_DAYS` ago; the cases that it was of.

    Two days on which the vault was used must both say that it is so long ago: a clock that is wrong for a day makes
    nothing go early, and nothing that was dated ahead stays for years. Must run inside a transaction; where something
    went, `destroying.clean` after it.
    """
    seen = settings.get(vault, _SEEN)
    if seen is not None and _moment(seen).date() == now.date():
        return frozenset()
    settings.put(vault, _SEEN, now.isoformat())
    if seen is None:
        return frozenset()
    _date_no_later(vault, max(now, _moment(seen)), now)
    return _forget_before(vault, min(now, _moment(seen)) - timedelta(days=KEPT_DAYS))


def _date_no_later(vault: Vault, latest: datetime, now: datetime) -> None:
    for table, column in (("contact_version", "until"), ("removed_contact", "removed_at")):
        vault.db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} > ?", (now.isoformat(), latest.isoformat()))


def _forget_before(vault: Vault, moment: datetime) -> frozenset[int]:
    versions_of = "DELETE FROM contact_version WHERE until < ? RETURNING case_id"
    changed = vault.db.execute(versions_of, (moment.isoformat(),)).fetchall()
    gone = vault.db.execute(
        "SELECT case_id FROM removed_contact WHERE removed_at < ?", (moment.isoformat(),)
    ).fetchall()
    if gone:
        # Taken out text by text, the index keeps the beginnings of words where it is cut in pages.
        with search.built_anew(vault):
            vault.db.execute("DELETE FROM removed_contact WHERE removed_at < ?", (moment.isoformat(),))
    if changed or gone:
        destroying.must_clean(vault)
    return frozenset(row[0] for row in (*changed, *gone))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
