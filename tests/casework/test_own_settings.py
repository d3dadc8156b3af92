"""What the adviser chooses never goes past the organisation's limit, and what the organisation changes is told once."""

from datetime import datetime
from pathlib import Path

import pytest

from adviser_desk.casework import access, backups, own_settings, policy_news, setup
from adviser_desk.casework.own_settings import Own
from adviser_desk.policy import DEFAULT, LIMITS, Policy, kind
from adviser_desk.vault import backup, settings, slots
from adviser_desk.vault.connection import Vault

NOW = datetime(2026, 10, 6, 14, 20)
PASSPHRASE = "koffer zingt langs blauwe tegels"


@pytest.mark.parametrize("limited", LIMITS)
def test_nothing_that_is_kept_goes_past_the_limit(vault: Vault, limited: str) -> None:
    limit = kind(limited).least + 1
    policy = Policy.model_validate({"version": "1", limited: limit})
    own_settings.choose(vault, Own.model_validate({limited: kind(limited).most}))
    assert getattr(own_settings.in_force(policy, own_settings.own(vault)), limited) == limit
    settings.put(vault, "own_settings", f'{{"{limited}": -5}}')
    assert getattr(own_settings.in_force(policy, own_settings.own(vault)), limited) >= 1
    settings.put(vault, "own_settings", '{"other": 1}')
    assert own_settings.own(vault) == Own()


@pytest.mark.parametrize("limited", LIMITS)
def test_less_counts_and_is_kept(vault: Vault, limited: str) -> None:
    least = own_settings.choices(DEFAULT, limited)[0]
    own_settings.choose(vault, Own.model_validate({limited: least}))
    assert getattr(own_settings.in_force(DEFAULT, own_settings.own(vault)), limited) == least


def test_a_higher_limit_leaves_it_as_the_program_begins_until_the_adviser_chooses() -> None:
    wide = Policy(version="1", lock_after_minutes=10)
    assert own_settings.in_force(wide, Own()).lock_after_minutes == 5
    assert own_settings.in_force(wide, Own(lock_after_minutes=8)).lock_after_minutes == 8
    assert own_settings.choices(wide, "lock_after_minutes") == (1, 2, 3, 5, 10)
    assert own_settings.in_force(Policy(version="1", lock_after_minutes=2), Own()).lock_after_minutes == 2


def test_the_rest_of_the_policy_is_as_it_was() -> None:
    policy = Policy(version="7", threshold=9, grace_hours=0)
    found = own_settings.in_force(policy, Own(lock_after_minutes=1))
    assert found.model_copy(update={key: getattr(policy, key) for key in LIMITS}) == policy


def test_a_change_is_news_until_it_is_read(vault: Vault) -> None:
    assert policy_news.news(vault, DEFAULT) == ()
    policy = Policy(version="2026-1", lock_after_minutes=3, backup_by_passphrase=False)
    changes = policy_news.news(vault, policy)
    assert [(one.key, one.before, one.now) for one in changes] == [
        ("lock_after_minutes", 5, 3),
        ("backup_by_passphrase", True, False),
    ]
    assert policy_news.news(vault, policy) == changes
    policy_news.read(vault, policy)
    assert policy_news.news(vault, policy) == ()
    assert policy_news.news(vault, policy.model_copy(update={"version": "2026-2"})) == ()
    assert [one.key for one in policy_news.news(vault, DEFAULT)] == ["lock_after_minutes", "backup_by_passphrase"]


def test_what_a_later_program_kept_does_not_hide_a_change(vault: Vault) -> None:
    settings.put(vault, "policy_seen", '{"version": "9", "more": 1, "grace_hours": 24}')
    assert [one.key for one in policy_news.news(vault, Policy(version="9", grace_hours=0))] == ["grace_hours"]


def test_a_new_vault_begins_with_the_policy_of_its_day(vault_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
    policy = Policy(version="1", grace_hours=0)
    vault, _code = setup.start_vault(vault_folder, PASSPHRASE, policy=policy)
    assert policy_news.news(vault, policy) == ()
    vault.close()


def test_a_backup_follows_a_policy_that_came_after_the_passphrase(
    vault_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
    vault, _code = setup.start_vault(vault_folder, PASSPHRASE)
    assert access.access(vault, policy=DEFAULT).backup_by_passphrase
    strict = Policy(version="1", backup_by_passphrase=False)
    assert not access.access(vault, policy=strict).backup_by_passphrase
    written = [
        backups.make_backup(vault, tmp_path, made_at=NOW.replace(day=day), policy=policy).path
        for day, policy in ((6, DEFAULT), (7, strict))
    ]
    vault.close()
    found = [{slot["kind"] for slot in backup.read_head(path)[1].slots} for path in written]
    assert found == [{"recovery", "backup"}, {"recovery"}]
