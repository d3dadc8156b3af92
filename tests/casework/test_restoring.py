"""A backup put back: on a machine with nothing, over a vault, over a broken one, and back again."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from adviser_desk.casework import access, backups, restoring
from adviser_desk.casework.backups import Secret
from adviser_desk.errors import (
    BackupBySheet,
    DiskFull,
    InUse,
    NoDeviceStore,
    NotABackup,
    NoVault,
    OtherLedger,
    OtherVault,
    TooNew,
    WrongBackupKey,
    WrongKey,
    WrongRecoveryCode,
)
from adviser_desk.models.destruction import Asked, Ground
from adviser_desk.models.period import Period
from adviser_desk.policy import DEFAULT, Policy
from adviser_desk.vault import destroying, migrate, recovery_code, releases, slots, tallies
from adviser_desk.vault.connection import Vault
from tests.casework.backup_cases import NOW, OTHER, PASSPHRASE, TODAY, add_case, made_vault, pseudonyms, release

BOTH = ["Kompas-47", "Paraplu-63"]


@pytest.fixture(autouse=True)
def low_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def made(vault_folder: Path, stick: Path) -> Iterator[tuple[Vault, str, Path]]:
    """A vault, its code, and a backup of it with two cases; the vault has a third case since."""
    vault, code = made_vault(vault_folder)
    path = backups.make_backup(vault, stick, made_at=NOW).path
    add_case(vault, "Zaklamp-29")
    yield vault, code, path
    vault.close()


def put(path: Path, secret: Secret, folder: Path, **more: object) -> restoring.Restored:
    return restoring.restore(path, secret, folder, DEFAULT, now=NOW, **more)  # type: ignore[arg-type]


def test_a_backup_opens_with_passphrase_and_code_and_tells_what_is_in_it(made: tuple[Vault, str, Path]) -> None:
    _vault, code, path = made
    for secret in (Secret(PASSPHRASE), Secret(code.lower(), "code")):
        found = backups.look_inside(path, secret)
        assert (found.cases, found.contacts, found.made_at) == (2, 2, NOW)
        assert found.last_contact is not None
        assert found.last_contact.isoformat() == "2026-08-14"
    for wrong, error in (
        (Secret(OTHER), WrongBackupKey),
        (Secret(recovery_code.draw(), "code"), WrongRecoveryCode),
    ):
        with pytest.raises(error):
            backups.look_inside(path, wrong)


def test_on_a_machine_with_nothing_the_passphrase_is_enough(made: tuple[Vault, str, Path], tmp_path: Path) -> None:
    _vault, code, path = made
    new = tmp_path / "new" / "vault"
    done = put(path, Secret(PASSPHRASE), new)
    assert (done.replaced, done.ledger, done.whole_until) == (None, False, TODAY)
    with closing(access.open_desk(new, PASSPHRASE)) as vault:
        assert pseudonyms(vault) == BOTH
        # The backup that it came from holds its cases, and the next one opens with the passphrase too.
        assert [one.file for one in backups.holding(vault, [1])] == [path.name]
        assert access.backup_slot(vault) is not None
    access.check_code(new, code)
    assert sorted(each.name for each in new.iterdir()) == ["vault.db", "vault.keys", "vault.lock"]


def test_by_code_a_new_passphrase_is_given_and_the_old_one_opens_nothing(
    made: tuple[Vault, str, Path], tmp_path: Path
) -> None:
    _vault, code, path = made
    new = tmp_path / "new"
    with pytest.raises(ValueError, match="new passphrase"):
        put(path, Secret(code, "code"), new)
    put(path, Secret(code, "code"), new, passphrase=OTHER)
    with closing(access.open_desk(new, OTHER)) as vault:
        assert pseudonyms(vault) == BOTH
    with pytest.raises(WrongKey):
        access.open_desk(new, PASSPHRASE)


def test_a_vault_that_was_replaced_can_be_put_back_as_it_was(made: tuple[Vault, str, Path]) -> None:
    vault, _code, path = made
    access.change_passphrase(vault, PASSPHRASE, OTHER, DEFAULT, today=TODAY)
    vault.close()
    done = put(path, Secret(PASSPHRASE), vault.folder)
    with closing(access.open_desk(vault.folder, PASSPHRASE)) as old:
        assert pseudonyms(old) == BOTH
    assert [one.name for one in restoring.replaced(vault.folder)] == [done.replaced]
    with pytest.raises(WrongKey):
        restoring.put_back(vault.folder, str(done.replaced), Secret(PASSPHRASE), DEFAULT, now=NOW)
    back = restoring.put_back(vault.folder, str(done.replaced), Secret(OTHER), DEFAULT, now=NOW)
    with closing(access.open_desk(vault.folder, OTHER)) as again:
        assert pseudonyms(again) == [*BOTH, "Zaklamp-29"]
    assert [one.name for one in restoring.replaced(vault.folder)] == [back.replaced]
    with pytest.raises(NoVault):
        restoring.put_back(vault.folder, str(done.replaced), Secret(OTHER), DEFAULT, now=NOW)


def test_a_release_that_went_out_is_never_forgotten_nor_its_cases_counted_twice(made: tuple[Vault, str, Path]) -> None:
    vault, _code, path = made
    release(vault, "2026Q3")
    before = (releases.entries(vault), vault.db.execute("SELECT * FROM counted ORDER BY 1, 2, 3").fetchall())
    vault.close()
    done = put(path, Secret(PASSPHRASE), vault.folder)
    assert (done.ledger, done.releases, done.whole_until) == (True, 1, None)
    with closing(access.open_desk(vault.folder, PASSPHRASE)) as old:
        assert releases.entries(old) == before[0]
        # Three were counted; one of them is in no backup, so what counted it has no case any more.
        assert old.db.execute("SELECT count(*), count(case_id) FROM counted_case").fetchone() == (3, 2)
        assert releases.uncounted(old, releases.covered(before[0])) == ()
        assert tallies.tally(old, [Period("2026Q3")], {Period("2026Q3")}) is not None
    name = str(done.replaced)
    with closing(access.open_desk(vault.folder, PASSPHRASE)) as old:
        release(old, "2026Q4")
    back = restoring.put_back(vault.folder, name, Secret(PASSPHRASE), DEFAULT, now=NOW)
    assert back.releases == 1
    with closing(access.open_desk(vault.folder, PASSPHRASE)) as again:
        assert [str(entry.period) for entry in releases.entries(again)] == ["2026Q3", "2026Q4"]
        assert again.db.execute("SELECT count(*), count(case_id) FROM counted_case").fetchone() == (3, 3)


def test_cases_destroyed_since_are_destroyed_again_with_the_same_certificate(made: tuple[Vault, str, Path]) -> None:
    vault, _code, path = made
    with vault.transaction():
        [certificate] = destroying.destroy(vault, [(Ground.REQUEST, [1])], TODAY)
    left = vault.db.execute("SELECT opened, matter FROM emptied_case").fetchall()
    vault.close()
    done = put(path, Secret(PASSPHRASE), vault.folder)
    assert done.destroyed_again == 1
    with closing(access.open_desk(vault.folder, PASSPHRASE)) as old:
        assert pseudonyms(old) == ["Paraplu-63"]
        assert destroying.all_certificates(old) == (certificate,)
        assert old.db.execute("SELECT opened, matter FROM emptied_case").fetchall() == left
        assert destroying.is_clean(old)


def test_what_was_turned_back_since_stays_and_without_the_old_vault_can_be_turned_back_again(
    vault_folder: Path, stick: Path, tmp_path: Path
) -> None:
    vault, _code = made_vault(vault_folder)
    early = NOW - timedelta(days=9)
    destroying.put_asked(vault, [Asked(case_id=1, ground=Ground.REQUEST, asked_at=early, due_at=early)])
    path = backups.make_backup(vault, stick, made_at=NOW).path
    destroying.turn_back(vault, [1])
    vault.close()
    put(path, Secret(PASSPHRASE), tmp_path / "new")
    with closing(access.open_desk(tmp_path / "new", PASSPHRASE)) as new:
        assert [one.due_at for one in destroying.asked(new)] == [NOW + timedelta(hours=24)]
    put(path, Secret(PASSPHRASE), vault_folder)
    with closing(access.open_desk(vault_folder, PASSPHRASE)) as old:
        assert destroying.asked(old) == ()


def test_releases_that_are_no_one_series_are_refused(made: tuple[Vault, str, Path], stick: Path) -> None:
    vault, code, path = made
    release(vault, "2026Q3")
    second = backups.make_backup(vault, stick, made_at=NOW + timedelta(hours=1)).path
    vault.close()
    # As on another laptop, where the first backup was put back and another release went out.
    other = vault.folder.with_name("other")
    put(path, Secret(code, "code"), other, passphrase=OTHER)
    with closing(access.open_desk(other, OTHER)) as away:
        release(away, "2026Q2")
    before = snapshot(other)
    with pytest.raises(OtherLedger):
        put(second, Secret(PASSPHRASE), other)
    assert snapshot(other) == before


def test_a_newer_backup_over_an_older_state_keeps_the_longer_ledger(made: tuple[Vault, str, Path], stick: Path) -> None:
    vault, _code, path = made
    release(vault, "2026Q3")
    second = backups.make_backup(vault, stick, made_at=NOW + timedelta(hours=1)).path
    vault.close()
    other = vault.folder.with_name("other")
    put(path, Secret(PASSPHRASE), other)
    with closing(access.open_desk(other, PASSPHRASE)) as away, away.transaction():
        destroying.destroy(away, [(Ground.RETENTION, [2])], TODAY)
    done = put(second, Secret(PASSPHRASE), other)
    assert (done.releases, done.destroyed_again) == (0, 1)
    with closing(access.open_desk(other, PASSPHRASE)) as again:
        assert pseudonyms(again) == ["Kompas-47", "Zaklamp-29"]
        assert len(releases.entries(again)) == 1
        assert again.db.execute("SELECT count(*) FROM emptied_case").fetchone() == (0,)


def test_a_newer_sheet_stays_the_one_that_opens(made: tuple[Vault, str, Path]) -> None:
    vault, code, path = made
    sheet = access.sheet_for(vault)
    access.replace_sheet(vault.folder, PASSPHRASE, sheet)
    vault.close()
    put(path, Secret(code, "code"), vault.folder, passphrase=OTHER)
    access.check_code(vault.folder, sheet.recovery_code)
    with pytest.raises(WrongRecoveryCode):
        access.check_code(vault.folder, code)


def test_a_damaged_vault_is_replaced_and_set_aside_as_it_is(made: tuple[Vault, str, Path]) -> None:
    vault, _code, path = made
    vault.close()
    broken = bytes(range(256)) * 32
    (vault.folder / "vault.db").write_bytes(broken)
    done = put(path, Secret(PASSPHRASE), vault.folder)
    assert (done.ledger, done.whole_until) == (False, TODAY)
    assert (vault.folder / "replaced" / str(done.replaced) / "vault.db").read_bytes() == broken
    with closing(access.open_desk(vault.folder, PASSPHRASE)) as old:
        assert pseudonyms(old) == BOTH
    (vault.folder / "vault.keys").write_bytes(b"{")
    put(path, Secret(PASSPHRASE), vault.folder)
    access.open_desk(vault.folder, PASSPHRASE).close()


def test_another_vault_is_replaced_only_when_that_is_meant(made: tuple[Vault, str, Path], tmp_path: Path) -> None:
    vault, _code, path = made
    fresh, _ = made_vault(tmp_path / "fresh", OTHER)
    fresh.close()
    before = snapshot(fresh.folder)
    with pytest.raises(OtherVault) as told:
        put(path, Secret(PASSPHRASE), fresh.folder)
    assert set(told.value.values.values()) == {vault_number(vault), vault_number(fresh)}
    assert snapshot(fresh.folder) == before
    put(path, Secret(PASSPHRASE), fresh.folder, other_vault=True)
    with closing(access.open_desk(fresh.folder, PASSPHRASE)) as put_here:
        assert put_here.vault_id == vault.vault_id
    [aside] = restoring.replaced(fresh.folder)
    restoring.put_back(fresh.folder, aside.name, Secret(OTHER), DEFAULT, now=NOW)
    with closing(access.open_desk(fresh.folder, OTHER)) as back:
        assert back.vault_id == fresh.vault_id


def test_whatever_goes_wrong_before_the_swap_changes_nothing(
    made: tuple[Vault, str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, _code, path = made
    with pytest.raises(InUse):
        put(path, Secret(PASSPHRASE), vault.folder)
    vault.close()
    before = snapshot(vault.folder)

    def refused(error: type[Exception], act: Callable[[], object]) -> None:
        with pytest.raises(error):
            act()
        assert snapshot(vault.folder) == before

    required = Policy(device_secret="required")
    refused(WrongBackupKey, lambda: put(path, Secret(OTHER), vault.folder))
    refused(
        NoDeviceStore,
        lambda: restoring.restore(path, Secret(PASSPHRASE), vault.folder, required, now=NOW),
    )
    half = path.with_name("half.backup")
    half.write_bytes(path.read_bytes()[:-5000])
    refused(NotABackup, lambda: put(half, Secret(PASSPHRASE), vault.folder))

    def full(*_arguments: object) -> None:
        raise DiskFull()

    monkeypatch.setattr(restoring.swap.atomic, "write", full)
    refused(DiskFull, lambda: put(path, Secret(PASSPHRASE), vault.folder))


def test_a_backup_of_an_older_program_is_brought_up_to_date_and_one_of_a_newer_is_refused(
    made: tuple[Vault, str, Path], stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, _code, path = made
    vault.close()
    schema = tmp_path / "schema"
    shutil.copytree(migrate.SCHEMA, schema)
    later_script = schema / f"{migrate.newest() + 1:04d}_later.sql"
    later_script.write_text("CREATE TABLE later (id INTEGER PRIMARY KEY);", encoding="utf-8")
    with monkeypatch.context() as tomorrow:
        tomorrow.setattr(migrate, "SCHEMA", schema)
        put(path, Secret(PASSPHRASE), vault.folder)
        with closing(access.open_desk(vault.folder, PASSPHRASE)) as newer:
            assert newer.db.execute("SELECT count(*) FROM later").fetchone() == (0,)
            assert pseudonyms(newer) == BOTH
            later = backups.make_backup(newer, stick, made_at=NOW + timedelta(days=1)).path
    with pytest.raises(TooNew):
        put(later, Secret(PASSPHRASE), tmp_path / "today")
    assert snapshot(tmp_path / "today").keys() <= {"vault.lock"}


def test_where_backups_open_by_the_sheet_only_that_is_said(tmp_path: Path, stick: Path) -> None:
    vault, code = made_vault(tmp_path / "v", "tractor kwartet 47")
    path = backups.make_backup(vault, stick, made_at=NOW).path
    vault.close()
    with pytest.raises(BackupBySheet):
        backups.look_inside(path, Secret("tractor kwartet 47"))
    assert backups.look_inside(path, Secret(code, "code")).cases == 2


def vault_number(vault: Vault) -> str:
    return f"{vault.vault_id[:2]}-{vault.vault_id[2:4]}".upper()


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}
