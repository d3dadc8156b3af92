"""A series on invented cases gives what the window would give, and forgets nothing that a vault does over time."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from adviser_desk.casework import replaying, reporting
from adviser_desk.casework.replaying import Course
from adviser_desk.errors import BadCall, BadCases, CheckFailed, RealVault
from adviser_desk.models.case import Case, Traits
from adviser_desk.models.consent import ConsentEntry, ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.period import Period
from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.policy import DEFAULT
from adviser_desk.signals import release_file
from adviser_desk.vault import bulk, settings, units
from adviser_desk.vault.connection import Vault, create_vault
from tests.casework.test_reporting import _everything_exact

Q1, Q2, Q3 = Period("2026Q1"), Period("2026Q2"), Period("2026Q3")
CODES = {"matter": "work_relations", "client_role": "target", "step": "own_talk", "unit": "noord"}


def cases_of(number: int, period: str, **more: object) -> list[Mapping[str, object]]:
    return [{"period": period, **CODES, **more}] * number


def written(folder: Path, cases: Iterable[Mapping[str, object]]) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
    return path


def replay(source: Path, out: Path, **course: object) -> Mapping[str, release_file.Release]:
    values = {"profile": "small", **course}
    replaying.replay(source, out, Course.model_validate(values), policy=DEFAULT, language="nl")
    return {path.name[9:-11]: release_file.read(path) for path in sorted(out.glob("*.json"))}


def totals(releases: Mapping[str, release_file.Release]) -> Mapping[str, object]:
    return {period: release.tables[0].rows[0][-1] for period, release in releases.items()}


@pytest.mark.parametrize(("profile", "periods"), [("large", (Q2,)), ("small", (Q2, Q1))])
def test_the_files_are_those_of_a_vault_to_the_byte(
    profile: str, periods: tuple[Period, ...], tmp_path: Path, key: bytearray
) -> None:
    invented = [*cases_of(9, "2026Q1"), *cases_of(7, "2026Q2"), *cases_of(6, "2026Q2", matter="integrity")]
    replay(written(tmp_path, invented), tmp_path / "replayed", profile=profile, periods=periods)
    vault = create_vault(tmp_path / "vault", key, vault_id="0f" * 16, practice=True)
    settings.put(vault, "profile", profile)
    fill(vault, invented)
    for period in periods:
        today = Q2.covers[1] + timedelta(days=1)
        preview = reporting.prepare(reporting.plan_release(vault, period, today=today, policy=DEFAULT))
        reporting.approve(vault, preview, remarks="", language="nl", out=tmp_path / "window")
    vault.close()
    window = {path.name: path.read_bytes() for path in (tmp_path / "window").iterdir()}
    assert len(window) == 2 * len(periods)
    assert window == {path.name: path.read_bytes() for path in (tmp_path / "replayed").iterdir()}


def fill(vault: Vault, invented: Iterable[Mapping[str, object]]) -> None:
    cases, consents = [], []
    for number, one in enumerate(invented, 1):
        day = Period(str(one["period"])).covers[0]
        traits = Traits.model_validate({name: value for name, value in one.items() if name != "period"})
        name = f"Lamp{chr(96 + number)}-10"
        cases.append(Case(id=number, pseudonym=name, opened_on=day, traits=traits))
        values = {"scope": ConsentScope.COUNT, "state": ConsentState.GIVEN, "manner": ConsentManner.SPOKEN}
        consents.append(ConsentEntry(id=number, case_id=number, on=day, **values))
    with vault.transaction():
        units.put(vault, UnitTree(version="replay.1", units=(Unit(code="noord", label="noord"),)))
        bulk.add_cases(vault, bulk.WholeCases(cases=tuple(cases), consents=tuple(consents)))


def test_late_entries_and_withdrawn_consents_count_as_in_a_vault(tmp_path: Path) -> None:
    invented = [
        *cases_of(10, "2026Q1"),
        *cases_of(6, "2026Q1", arrived="2026Q2"),  # counts in the second quarter
        *cases_of(7, "2026Q1", withdrawn="2026Q1"),  # never counts
        *cases_of(8, "2026Q1", withdrawn="2026Q2"),  # went out before, and stays
        *cases_of(9, "2026Q2", arrived="2026Q3", withdrawn="2026Q4"),  # counts in the third quarter
        *cases_of(20, "2026Q2"),
        *cases_of(30, "2026Q4"),
    ]
    releases = replay(written(tmp_path, invented), tmp_path / "out", periods=("quarters", "halves"))
    assert list(releases) == ["2026H1", "2026H2", "2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    assert [releases[period].serial for period in ("2026Q2", "2026H1", "2026Q3", "2026H2")] == [2, 3, 4, 6]
    assert totals(releases) == {
        "2026Q1": 18, "2026Q2": 26, "2026Q3": 9, "2026Q4": 30, "2026H1": 44, "2026H2": 39,
    }  # fmt: skip
    assert all(release.practice for release in releases.values())


def test_a_year_alone_counts_only_who_still_agrees_at_its_end(tmp_path: Path) -> None:
    invented = [*cases_of(10, "2026Q1"), *cases_of(8, "2026Q1", withdrawn="2026Q2"), *cases_of(6, "2026Q4")]
    assert totals(replay(written(tmp_path, invented), tmp_path / "out", periods=("years",))) == {"2026": 16}


def test_a_threshold_and_a_list_of_units_change_from_a_quarter_on(tmp_path: Path) -> None:
    source = written(tmp_path, [*cases_of(12, "2026Q1"), *cases_of(7, "2026Q2"), *cases_of(30, "2026Q3")])
    changes = {"thresholds": ((None, 5), (Q2, 8)), "units": ((None, ("noord", "zuid")), (Q3, ("noord",)))}
    releases = replay(source, tmp_path / "out", **changes)
    assert totals(releases) == {"2026Q1": 12, "2026Q2": "<8", "2026Q3": 30}
    assert [release.threshold for release in releases.values()] == [5, 8, 8]
    assert [release.versions.units for release in releases.values()] == ["replay.1", "replay.1", "replay.2"]
    last = replay(source, tmp_path / "large", profile="large", periods=(Q3,), **changes)["2026Q3"]
    assert last.dimensions["unit"].codes == ("noord", "unknown")


def test_periods_in_an_order_of_ones_own_and_none_that_is_closed(tmp_path: Path) -> None:
    source = written(tmp_path, [*cases_of(12, "2026Q1"), *cases_of(9, "2026Q2")])
    releases = replay(source, tmp_path / "out", periods=(Q2, Q1))
    assert [releases[period].serial for period in ("2026Q2", "2026Q1")] == [1, 2]
    with pytest.raises(BadCall):
        replay(source, tmp_path / "other", periods=(Period("2026H1"), Q1))


def test_when_the_audit_finds_something_no_file_of_the_series_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = written(tmp_path, [*cases_of(12, "2026Q1"), *cases_of(4, "2026Q2")])
    honest = reporting.protect

    def careless(question: reporting.Question, *more: object) -> Mapping[reporting.Place, int | str]:
        return honest(question) if question.period == Q1 else _everything_exact(question)

    monkeypatch.setattr(reporting, "protect", careless)
    with pytest.raises(CheckFailed):
        replay(source, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "JSON"),
        ('{"period": "2026"}', "Kwartalen"),
        ('{"period": "Kompas"}', "‘period’"),
        ('{"period": "2026Q2", "arrived": "2026Q1"}', "Kwartalen"),
        ('{"matter": "integrity"}', "‘period’"),
        ('{"period": "2026Q1", "matter": "Kompas"}', "‘matter’"),
        ('{"period": "2026Q1", "behaviour": ["bullying", "bullying"]}', "‘behaviour’"),
        ('{"period": "2026Q1", "Kompas": 1}', "Een veld"),
        ('{"period": "2026Q1", "unit": "oost"}', "‘unit’"),
    ],
)
def test_a_bad_line_is_told_by_its_number_and_never_quoted(line: str, what: str, tmp_path: Path) -> None:
    source = tmp_path / "cases.jsonl"
    source.write_text(f'{{"period": "2026Q1", "unit": "noord"}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(BadCases) as error:
        replay(source, tmp_path / "out", units=((None, ("noord",)),))
    sentence = error.value.sentence()
    assert "Regel 3 van cases.jsonl" in sentence
    assert what in sentence
    assert not any(word in sentence for word in ("Kompas", "oost"))
    assert not (tmp_path / "out").exists()


def test_nothing_of_a_vault_is_read_or_written(vault: Vault, tmp_path: Path) -> None:
    source = written(tmp_path, cases_of(9, "2026Q1"))
    before = {path.name for path in vault.folder.iterdir()}
    inside = vault.folder / "vault.db"
    link = tmp_path / "link.jsonl"
    link.symlink_to(inside)
    for cases, out in ((inside, tmp_path / "out"), (vault.folder, tmp_path / "out"), (link, tmp_path / "out"),
                       (source, vault.folder), (source, vault.folder / "out")):  # fmt: skip
        with pytest.raises(RealVault):
            replay(cases, out)
    assert {path.name for path in vault.folder.iterdir()} == before


def test_a_release_is_audited_with_those_that_share_its_quarters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audited: list[list[str]] = []
    honest = reporting.audit

    def watched(releases: Sequence[release_file.Release], **more: object) -> object:
        audited.append([str(release.period) for release in releases])
        return honest(releases)

    monkeypatch.setattr(reporting, "audit", watched)
    source = written(tmp_path, [*cases_of(9, "2026Q1"), *cases_of(8, "2026Q2"), *cases_of(7, "2026Q3")])
    replay(source, tmp_path / "out", periods=("quarters", "halves"))
    assert audited == [["2026Q1"], ["2026Q2"], ["2026Q1", "2026Q2", "2026H1"], ["2026Q3"]]
