"""The quarter's export on a real vault: what counts, what is refused, and that closed stays closed."""

import json
import os
import random
import stat
import threading
from datetime import date
from pathlib import Path

import pytest

from adviser_desk.casework import cases, consents, reporting
from adviser_desk.errors import CheckFailed, FileTaken, NotReleased, Outdated, PeriodNotOver, PeriodTaken, ReadOnly
from adviser_desk.models.case import Case, Traits
from adviser_desk.models.consent import ConsentEntry, ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.period import Period
from adviser_desk.models.release import Release
from adviser_desk.policy import DEFAULT
from adviser_desk.signals import release_file
from adviser_desk.signals.protect import Question
from adviser_desk.vault import bulk, releases, settings
from adviser_desk.vault.connection import Vault

TODAY = date(2027, 1, 10)
Q1, Q2, Q3, Q4, YEAR = (Period(text) for text in ("2026Q1", "2026Q2", "2026Q3", "2026Q4", "2026"))
MATTERS = ("undesirable_behaviour", "work_relations", "integrity")


def add_cases(vault: Vault, quarter: Period, number: int, count: ConsentState | None = ConsentState.GIVEN) -> None:
    """Fictional cases opened on the first day of a quarter."""
    chance = random.Random(f"{quarter}{number}")
    free = bulk.first_free(vault)
    cases, consents = [], []
    for place in range(number):
        case_id = free.case + place
        traits = Traits(matter=chance.choice(MATTERS), client_role="target", step="own_talk")
        name = f"Kompas-{case_id}" if case_id > 9 else f"Lamp{'abcdefghij'[case_id]}-10"
        cases.append(Case(id=case_id, pseudonym=name, opened_on=quarter.covers[0], traits=traits))
        if count is not None:
            values = {"scope": ConsentScope.COUNT, "state": count, "manner": ConsentManner.SPOKEN}
            consents.append(ConsentEntry(id=free.consent + place, case_id=case_id, on=quarter.covers[0], **values))
    with vault.transaction():
        bulk.add_cases(vault, bulk.WholeCases(cases=tuple(cases), consents=tuple(consents)))


def preview_of(vault: Vault, period: Period, today: date = TODAY) -> reporting.Preview:
    return reporting.prepare(reporting.plan_release(vault, period, today=today, policy=DEFAULT))


def export(vault: Vault, period: Period, out: Path, today: date = TODAY) -> reporting.Exported:
    preview = preview_of(vault, period, today)
    return reporting.approve(vault, preview, remarks="Meer aandacht voor nazorg.", language="nl", out=out, today=today)


def total(out: Path, exported: reporting.Exported) -> object:
    content = json.loads((out / exported.figures).read_bytes())
    return content["tables"][0]["rows"][0][-1]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def filled(vault: Vault) -> Vault:
    settings.put(vault, "profile", "large")
    for quarter, number in ((Q1, 12), (Q2, 9), (Q3, 14), (Q4, 11)):
        add_cases(vault, quarter, number)
    add_cases(vault, Q1, 3, ConsentState.REFUSED)
    add_cases(vault, Q1, 2, None)
    return vault


def test_the_files_are_the_ledger_and_only_consented_cases_count(filled: Vault, out: Path) -> None:
    done = export(filled, Q1, out)
    (entry,) = releases.entries(filled)
    files = releases.files(filled, Q1)
    assert files is not None
    assert (out / done.figures).read_bytes() == files.figures
    assert (out / done.word).read_bytes() == files.report
    assert release_file.digest(files.figures) == entry.digest == done.digest
    assert (done.figures, done.word) == ("signalen-2026Q1-nr001.json", "signalen-2026Q1-nr001.docx")
    assert total(out, done) == 12
    release = release_file.read(out / done.figures)
    assert (release.issued_on, release.remarks, release.serial) == (TODAY, "Meer aandacht voor nazorg.", 1)
    assert stat.S_IMODE((out / done.figures).stat().st_mode) == 0o600


def test_what_was_previewed_is_what_is_written(filled: Vault, out: Path) -> None:
    preview = preview_of(filled, Q1)
    reporting.approve(filled, preview, remarks="", language="nl", out=out, today=TODAY)
    assert release_file.read(out / "signalen-2026Q1-nr001.json") == preview.release
    assert preview.own["2026Q1", "", "*"] == 12
    withheld = {place for place in preview.reasons if place[1] == "matter"}
    assert all(preview.own[place] < 5 for place in withheld if preview.reasons[place].kind == "small")
    assert preview.checks


def test_a_closed_period_gives_the_same_bytes_whatever_happens_to_its_cases(filled: Vault, out: Path) -> None:
    first = export(filled, Q1, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with filled.transaction():
        filled.db.execute("UPDATE case_file SET matter = 'information'")
    add_cases(filled, Q1, 4)
    again = out / "again"
    assert reporting.files_again(filled, Q1, again).digest == first.digest
    assert {path.name: path.read_bytes() for path in again.iterdir()} == before
    with pytest.raises(PeriodTaken):
        reporting.plan_release(filled, Q1, today=TODAY, policy=DEFAULT)


def test_a_late_case_counts_in_the_next_open_quarter_and_in_the_year_once(filled: Vault, out: Path) -> None:
    export(filled, Q1, out)
    add_cases(filled, Q1, 6)
    preview = preview_of(filled, Q2)
    assert preview.own["2026Q2", "", "*"] == 9 + 6
    assert (preview.facts.counted, preview.facts.late) == (15, 6)
    export(filled, Q2, out)
    assert preview_of(filled, YEAR).own["2026", "", "*"] == 12 + 15 + 14 + 11


def test_a_withdrawn_consent_lowers_nothing_that_went_out(filled: Vault, out: Path) -> None:
    export(filled, Q1, out)
    with filled.transaction():
        filled.db.execute(
            "INSERT INTO consent (case_id, scope, state, manner, \"on\") SELECT id, 'count', 'withdrawn', 'spoken', "
            "'2026-12-01' FROM case_file"
        )
    assert preview_of(filled, YEAR).own["2026", "", "*"] == 12


def test_a_period_that_is_not_over_is_refused_with_the_day_it_can_be(vault: Vault) -> None:
    with pytest.raises(PeriodNotOver) as error:
        reporting.plan_release(vault, Q4, today=date(2026, 12, 31), policy=DEFAULT)
    assert "1 januari 2027" in error.value.sentence()
    reporting.plan_release(vault, Q4, today=date(2027, 1, 1), policy=DEFAULT)


def test_a_quarter_after_its_year_is_taken(filled: Vault, out: Path) -> None:
    export(filled, YEAR, out)
    with pytest.raises(PeriodTaken):
        reporting.plan_release(filled, Q2, today=TODAY, policy=DEFAULT)
    states = {state.period: state.state for state in reporting.periods(filled, today=TODAY)}
    assert states == {YEAR: "released", Q1: "taken", Q2: "taken", Q3: "taken", Q4: "taken", Period("2027Q1"): "running"}


def test_changed_cases_or_another_export_make_a_preview_outdated(filled: Vault, out: Path) -> None:
    old = preview_of(filled, Q1)
    other = preview_of(filled, Q2)
    add_cases(filled, Q1, 1)
    with pytest.raises(Outdated):
        reporting.approve(filled, old, remarks="", language="nl", out=out, today=TODAY)
    assert releases.entries(filled) == ()
    assert not list(out.glob("signalen*"))
    export(filled, Q1, out)
    with pytest.raises(Outdated):
        reporting.approve(filled, other, remarks="", language="nl", out=out, today=TODAY)
    assert len(releases.entries(filled)) == 1


def test_another_file_of_that_name_is_never_written_over(filled: Vault, out: Path) -> None:
    out.mkdir()
    (out / "signalen-2026Q1-nr001.docx").write_bytes(b"my own notes")
    with pytest.raises(FileTaken):
        export(filled, Q1, out)
    assert releases.entries(filled) == ()
    assert [path.name for path in out.iterdir()] == ["signalen-2026Q1-nr001.docx"]
    assert (out / "signalen-2026Q1-nr001.docx").read_bytes() == b"my own notes"


def test_a_link_of_that_name_is_not_followed(filled: Vault, out: Path, tmp_path: Path) -> None:
    out.mkdir()
    os.symlink(tmp_path / "elsewhere", out / "signalen-2026Q1-nr001.json")
    with pytest.raises(FileTaken):
        export(filled, Q1, out)
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_cannot_be_written_is_found_before_the_ledger_is_touched(filled: Vault, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nowhere")):
        with pytest.raises(ReadOnly):
            export(filled, Q1, place)
    assert releases.entries(filled) == ()


def test_the_same_files_again_in_the_same_folder_are_fine(filled: Vault, out: Path) -> None:
    export(filled, Q1, out)
    reporting.files_again(filled, Q1, out)
    (out / "signalen-2026Q1-nr001.json").write_bytes(b"{}")
    with pytest.raises(FileTaken):
        reporting.files_again(filled, Q1, out)
    with pytest.raises(NotReleased):
        reporting.files_again(filled, Q2, out)


def test_when_the_audit_finds_something_nothing_is_written(
    filled: Vault, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "protect", lambda question, progress, stop: _everything_exact(question))
    with pytest.raises(CheckFailed) as error:
        export(filled, Q1, out)
    assert error.value.values["table"]
    assert releases.entries(filled) == ()
    assert not out.exists()


def _everything_exact(question: Question) -> dict[reporting.Place, int]:
    period = str(question.period)
    found = {(period, "", "*"): question.counts[period, "", "*"]}
    for spec in question.tables:
        dimension = question.dimensions[spec.dimension]
        for code in (*dimension.codes, *dimension.groups):
            found[period, spec.dimension, code] = question.counts.get((period, spec.dimension, code), 0)
    return found


def test_stopping_ends_the_calculation(filled: Vault) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(reporting.Stopped):
        reporting.prepare(reporting.plan_release(filled, Q1, today=TODAY, policy=DEFAULT), stop=stop)


def test_the_facts_say_why_cases_do_not_count_and_which_are_incomplete(filled: Vault) -> None:
    states = {state.period: state for state in reporting.periods(filled, today=TODAY)}
    facts = states[Q1].facts
    assert facts is not None
    assert (facts.counted, facts.late, facts.not_asked, facts.refused, facts.withdrawn) == (12, 0, 2, 3, 0)
    assert len(facts.incomplete) == 12
    assert list(states) == [Period("2027Q1"), YEAR, Q4, Q3, Q2, Q1]


def test_a_half_year_can_be_exported_and_closes_its_quarters(filled: Vault, out: Path) -> None:
    done = export(filled, Period("2026H1"), out)
    assert total(out, done) == 21
    with pytest.raises(PeriodTaken):
        reporting.plan_release(filled, Q2, today=TODAY, policy=DEFAULT)


def test_a_small_profile_tells_the_total_of_a_quarter_only(filled: Vault, out: Path) -> None:
    settings.put(filled, "profile", "small")
    done = export(filled, Q1, out)
    release = release_file.read(out / done.figures)
    assert [table.id for table in release.tables] == ["total"]
    assert release.versions.profile == "small.2026"


def test_an_empty_vault_exports_a_quarter_without_a_number(vault: Vault, out: Path) -> None:
    done = export(vault, Q1, out)
    assert total(out, done) in ("<5", ".")


def test_names_of_the_vault_in_the_remarks_are_pointed_at(filled: Vault) -> None:
    found = reporting.doubts(filled, "Zie Kompas-12 en de balie.")
    assert any(doubt.text.startswith("Kompas") for doubt in found)
    assert reporting.doubts(filled, "Besteed meer aandacht aan nazorg.") == ()


def test_the_chain_of_a_year_is_whole(filled: Vault, out: Path) -> None:
    for period in (Q1, Q2, Q3, Q4, YEAR):
        export(filled, period, out)
    found: list[Release] = []
    digests = []
    for path in sorted(out.glob("*.json")):
        found.append(release_file.read(path))
        digests.append(release_file.digest(path.read_bytes()))
    assert len(found) == 5
    assert release_file.chain(found, digests) == ()


def test_a_unit_is_missing_only_where_there_are_units_to_choose_from(vault: Vault) -> None:
    case_id, _changes = cases.open_case(vault, "Kompas-47", opened_on=date(2026, 8, 3))
    consents.record_consent(
        vault, case_id, ConsentScope.COUNT, ConsentState.GIVEN, manner=ConsentManner.SPOKEN, on=date(2026, 8, 3)
    )
    full = Traits(matter="information", client_role="target", other_party="peer", found_via="intranet", step="listen")
    cases.change_traits(vault, case_id, full)
    (_running, ready) = reporting.periods(vault, today=date(2026, 10, 6))
    assert ready.facts is not None
    assert ready.facts.incomplete == ()
    vault.db.execute("INSERT INTO unit (code, label, position) VALUES ('noord', 'Noord', 0)")
    (_running, ready) = reporting.periods(vault, today=date(2026, 10, 6))
    assert ready.facts is not None
    assert [traits for _row, traits in ready.facts.incomplete] == [("unit",)]
