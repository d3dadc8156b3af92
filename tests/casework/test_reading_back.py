"""A backup put back on another laptop: exports made since are read back in from their files, and only from those."""

import io
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from adviser_desk import cli, i18n
from adviser_desk.casework import access, backups, reading_back, reporting, restoring
from adviser_desk.casework.backups import Secret
from adviser_desk.errors import BadRelease, CasesLost, LedgerUnsure, OtherSeries, Outdated, PeriodTaken
from adviser_desk.models.case import Case, Traits
from adviser_desk.models.consent import ConsentEntry, ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.period import Period
from adviser_desk.policy import DEFAULT
from adviser_desk.signals import release_file
from adviser_desk.vault import bulk, releases, slots
from adviser_desk.vault.connection import Vault
from tests.casework.backup_cases import NOW, PASSPHRASE, made_vault

TODAY = date(2027, 1, 10)
Q1, Q2, Q3, Q4, YEAR = (Period(text) for text in ("2026Q1", "2026Q2", "2026Q3", "2026Q4", "2026"))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`new/` is the vault as it was after the export of Q1; on the lost laptop Q2 and Q3 were exported since."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "stick").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
        i18n.set_language("nl")
        vault, _code = made_vault(folder / "lost")
        with closing(vault):
            for quarter, number in ((Q1, 9), (Q2, 12), (Q3, 6), (Q4, 8)):
                add_cases(vault, quarter, number)
            export(vault, Q1, folder / "out")
            path = backups.make_backup(vault, folder / "stick", made_at=NOW).path
            for quarter in (Q2, Q3):
                export(vault, quarter, folder / "out")
        restoring.restore(path, Secret(PASSPHRASE), folder / "new", DEFAULT, now=NOW + timedelta(days=40))
    return folder


@pytest.fixture
def out(tmp_path: Path, world: Path) -> Path:
    shutil.copytree(world / "out", tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def restored(world: Path, tmp_path: Path) -> Iterator[Vault]:
    shutil.copytree(world / "new", tmp_path / "new")
    with closing(access.open_desk(tmp_path / "new", PASSPHRASE)) as vault:
        yield vault


def add_cases(vault: Vault, quarter: Period, number: int, matter: str = "integrity") -> None:
    free = bulk.first_free(vault)
    cases, consents = [], []
    for place in range(number):
        values = {"scope": ConsentScope.COUNT, "state": ConsentState.GIVEN, "manner": ConsentManner.SPOKEN}
        case = Case(
            id=free.case + place,
            pseudonym=f"Lampen-{free.case + place + 10}",
            opened_on=quarter.covers[0],
            traits=Traits(matter=matter),
        )
        cases.append(case)
        consents.append(ConsentEntry(id=free.consent + place, case_id=case.id, on=quarter.covers[0], **values))
    with vault.transaction():
        bulk.add_cases(vault, bulk.WholeCases(cases=tuple(cases), consents=tuple(consents)))


def export(vault: Vault, period: Period, out: Path) -> reporting.Exported:
    preview = reporting.prepare(reporting.plan_release(vault, period, today=TODAY, policy=DEFAULT))
    return reporting.approve(vault, preview, remarks="Meer nazorg.", language="nl", out=out, today=TODAY)


def files(out: Path, *numbers: int) -> list[Path]:
    return [next(out.glob(f"*-nr{number:03d}.json")) for number in numbers]


def read(vault: Vault, paths: list[Path]) -> reading_back.ReadBack:
    return reading_back.take_in(vault, reading_back.checked(reading_back.look(vault, paths), "nl"))


def total(vault: Vault, period: Period) -> int:
    return len(reporting.plan_release(vault, period, today=TODAY, policy=DEFAULT).tally.cases)


def test_nothing_is_exported_until_what_is_missing_was_read_or_there_is_none(restored: Vault, out: Path) -> None:
    assert reading_back.missing_since(restored) == NOW.date()
    for period in (Q2, Q4):
        with pytest.raises(LedgerUnsure) as told:
            export(restored, period, out)
        assert "25 november 2026" in told.value.sentence()
    again = out / "again"
    # What the ledger does have is written again as ever.
    assert reporting.files_again(restored, Q1, again).serial == 1
    done = read(restored, files(out, 1, 3, 2))
    assert ([str(one.period) for one in done.exported], done.known, done.counted) == (["2026Q2", "2026Q3"], 1, 20)
    with pytest.raises(LedgerUnsure):
        export(restored, Q4, out)
    reading_back.none_missing(restored)
    assert export(restored, Q4, out).serial == 4


def test_what_was_read_back_is_the_ledger_of_before_byte_for_byte(restored: Vault, out: Path, tmp_path: Path) -> None:
    read(restored, files(out, 2, 3))
    reading_back.none_missing(restored)
    for number, period in ((2, Q2), (3, Q3)):
        again = tmp_path / "again"
        done = reporting.files_again(restored, period, again)
        for name in (done.figures, done.word):
            assert (again / name).read_bytes() == (out / name).read_bytes()
        assert done.serial == number
        with pytest.raises(PeriodTaken):
            export(restored, period, out)
    # The cases are those of then, so that the year can still be made, and each case is counted once.
    assert total(restored, YEAR) == 9 + 12 + 8 + 8
    assert export(restored, Q4, out).serial == 4
    everything = [release_file.read(path) for path in files(out, 1, 2, 3, 4)]
    assert (
        release_file.chain(everything, [release_file.digest(path.read_bytes()) for path in files(out, 1, 2, 3, 4)])
        == ()
    )


def test_where_cases_are_missing_a_longer_period_is_refused_and_a_new_quarter_is_not(
    restored: Vault, out: Path
) -> None:
    with restored.transaction():
        restored.db.execute("DELETE FROM case_file WHERE opened_on = '2026-04-01'")
    read(restored, files(out, 2, 3))
    reading_back.none_missing(restored)
    with pytest.raises(CasesLost):
        export(restored, YEAR, out)
    assert export(restored, Q4, out).serial == 4
    # Typed again, they belong to the quarter that counted them, and the same files close them.
    add_cases(restored, Q2, 12)
    assert {case.quarter for case in releases.uncounted(restored, [Q1, Q2, Q3, Q4])} == set()
    again = read(restored, files(out, 2))
    assert (again.exported, again.known, again.counted) == ((), 1, 12)
    assert total(restored, YEAR) == 9 + 12 + 8 + 8


def changed(**values: object) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        path.write_bytes(release_file.to_bytes(release_file.read(path).model_copy(update=values)))

    return change


@pytest.mark.parametrize(
    ("numbers", "change", "what"),
    [
        ((3,), None, "ontbreekt"),
        ((2,), changed(practice=True), "oefenkluis"),
        ((2,), changed(previous="0" * 64), "volgt niet"),
        ((2, 3), changed(remarks="Anders."), "volgt niet"),
        ((1,), changed(remarks="Anders."), "andere export"),
        ((2,), changed(period=Q1, covers=Q1.covers), "gesloten"),
    ],
)
def test_what_this_vault_did_not_make_next_is_refused(
    restored: Vault, out: Path, numbers: tuple[int, ...], change: Callable[[Path], None] | None, what: str
) -> None:
    paths = files(out, *numbers)
    if change is not None:
        change(paths[0])
    before = restored.db.execute("SELECT count(*) FROM release").fetchone()
    with pytest.raises(OtherSeries) as told:
        read(restored, paths)
    assert what in told.value.sentence()
    assert restored.db.execute("SELECT count(*) FROM release").fetchone() == before


def test_a_lower_threshold_and_what_is_no_export_are_refused(restored: Vault, out: Path, tmp_path: Path) -> None:
    low = tmp_path / "low.json"
    release = release_file.read(files(out, 2)[0]).model_copy(update={"threshold": 4})
    low.write_bytes(release_file.to_bytes(release))
    with pytest.raises(OtherSeries) as told:
        read(restored, [low])
    assert "ondergrens" in told.value.sentence()
    low.write_bytes(b"{}")
    for path in (low, tmp_path / "nowhere.json"):
        with pytest.raises(BadRelease):
            read(restored, [path])


@pytest.mark.parametrize(("said", "what"), [("<5", "spreken elkaar tegen"), (11, "verraden")])
def test_figures_that_no_cases_fit_or_that_give_away_a_number_are_refused(
    restored: Vault, out: Path, said: str | int, what: str
) -> None:
    """A half year after a quarter with 9 cases: fewer than in that quarter, or two more."""
    (path,) = files(out, 2)
    release = release_file.read(path)
    half, table = Period("2026H1"), release.tables[0].model_copy(update={"rows": ((said,),)})
    changed(period=half, covers=half.covers, tables=(table,))(path)
    with pytest.raises(OtherSeries) as told:
        read(restored, [path])
    assert what in told.value.sentence()


def test_the_same_ledger_is_needed_when_it_is_written(restored: Vault, out: Path) -> None:
    one = reading_back.checked(reading_back.look(restored, files(out, 2)), "nl")
    read(restored, files(out, 2))
    with pytest.raises(Outdated):
        reading_back.take_in(restored, one)


def test_the_same_by_the_command_line(
    world: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(world / "new", tmp_path / "new")

    def run(*arguments: object) -> tuple[int, dict[str, object]]:
        monkeypatch.setattr("sys.stdin", io.StringIO(PASSPHRASE + "\n"))
        call = ["ledger", "--vault", tmp_path / "new", "--passphrase-stdin", "--json", *arguments]
        return cli.run([str(one) for one in call]), json.loads(capsys.readouterr().out)

    assert run(*files(out, 3))[0] == OtherSeries.exit_code
    code, told = run(*files(out, 3, 2))
    assert (code, told["read_back"], told["cases_counted"]) == (0, 2, 20)
    assert told["may_be_missing_since"] == "2026-11-25"
    code, told = run("--complete")
    assert (code, told["may_be_missing_since"]) == (0, None)
    periods = [(one["serial"], one["period"]) for one in told["releases"]]  # type: ignore[attr-defined]
    assert periods == [(1, "2026Q1"), (2, "2026Q2"), (3, "2026Q3")]
