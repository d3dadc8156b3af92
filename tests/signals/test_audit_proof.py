"""A kept proof shows again, without a search, that nothing can be worked out; whatever is changed in it is refused."""

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from invented_releases import classes_only, multiple, publish, release, single, table, total
from test_audit_brute_force import some_releases

from adviser_desk.errors import BadProof
from adviser_desk.i18n import words
from adviser_desk.models.release import Dimension, Release
from adviser_desk.signals import audit, audit_proof, release_file
from adviser_desk.signals.audit_cases import in_order, linked, readings
from adviser_desk.signals.audit_crossed import Crossings
from adviser_desk.signals.audit_finding import Finding
from adviser_desk.signals.audit_keep import prove
from adviser_desk.signals.audit_model import Ints
from adviser_desk.signals.audit_proof import Counts, ModelProof, Proof, ProvedFile, SeriesProof, counts, to_bytes
from adviser_desk.signals.audit_shown import Shown
from adviser_desk.signals.audit_solver import Part
from adviser_desk.signals.audit_verify import Unfitting, verify
from adviser_desk.signals.audit_wanted import wanted_of
from adviser_desk.signals.audit_words import sentence

REPORTS = Path(__file__).parents[2] / "docs" / "pictures" / "report"
FIELDS: dict[str, Dimension] = {
    "matter": single("w", "x", "y", g=("x", "y")),
    "other": single("p", "q"),
    "kind": multiple("a", "b", "c", at_most=2),
    "role": single("r", "s"),
}


@cache
def releases(name: str) -> tuple[Release, ...]:
    """Files of an invented practice that the program made, or a year made here."""
    if name in ("invented", "apart"):
        return quarters_and_a_year()
    return tuple(release_file.read(path) for path in sorted(REPORTS.glob(f"{name}-*.json")))


def quarters_and_a_year() -> tuple[Release, ...]:
    """Four quarters and the year, which tells two fields at once."""
    chance = random.Random(3)
    cases = [
        {name: tuple(chance.sample(field.codes, max(1, field.at_least))) for name, field in FIELDS.items()}
        for _ in range(48)
    ]
    told = [release(f"2026Q{number}", FIELDS, [total(12)], serial=number) for number in range(1, 5)]
    names = [*FIELDS, "matter x other"]
    return (*told, release("2026", FIELDS, [total(48), *publish(cases, FIELDS, names, classes_only(5))], serial=5))


@contextmanager
def looking(name: str) -> Iterator[None]:
    """For `apart` nothing is seen of crossings, so that each pair of fields needs a model of its own."""
    with pytest.MonkeyPatch.context() as patched:
        if name == "apart":
            patched.setattr(audit, "MOST_PULLS", 0)
            patched.setattr(audit, "mix", lambda *_: None)
            patched.setattr(Crossings, "see", lambda *_, **__: None)
            patched.setattr(Crossings, "see_mixed", lambda *_: None)
        yield


@cache
def proved(name: str) -> tuple[SeriesProof, ...]:
    """The proof of releases in which nothing is found."""
    with looking(name):
        found, proof = prove(releases(name))
    assert found == ()
    return proof


EVERY = ("much", "crossing", "invented", "apart")


def only(proof: Sequence[SeriesProof], place: tuple[int, int], model: ModelProof) -> tuple[SeriesProof, ...]:
    """A proof with another model at a place."""
    series, number = place
    models = list(proof[series].models)
    models[number] = model
    changed = list(proof)
    changed[series] = SeriesProof(models=tuple(models))
    return tuple(changed)


def models(proof: Sequence[SeriesProof]) -> Iterable[tuple[tuple[int, int], ModelProof]]:
    """Each model with its place."""
    for series, one in enumerate(proof):
        for number, model in enumerate(one.models):
            yield (series, number), model


def without(model: ModelProof, gone: int) -> ModelProof:
    """A model's proof without one of its data sets."""
    mixed = [[one - (one > gone) for one in group if one != gone] for group in model.mixed]
    return ModelProof(
        questions=model.questions,
        data_sets=model.data_sets[:gone] + model.data_sets[gone + 1 :],
        mixed=tuple(tuple(group) for group in mixed if group),
    )


@pytest.mark.parametrize("name", EVERY)
def test_a_proof_is_verified_without_a_search(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    proof = proved(name)
    assert any(len(model.data_sets) > 1 for _, model in models(proof))
    monkeypatch.setattr(Part, "__init__", None)
    with looking(name):
        assert verify(releases(name), proof) == ()
        assert verify(tuple(reversed(releases(name))), proof) == ()


def test_each_model_is_asked_what_the_ones_before_left() -> None:
    asked = [model.questions for _, model in models(proved("apart"))]
    assert len(asked) > 2
    assert asked[0] == ()
    assert all(asked[1:])


@pytest.mark.parametrize("name", EVERY)
def test_no_data_set_can_be_missed(name: str) -> None:
    proof = proved(name)
    for place, model in models(proof):
        for gone in range(0, len(model.data_sets), 9 if name == "much" else 4 if name == "crossing" else 1):
            with looking(name):
                left = verify(releases(name), only(proof, place, without(model, gone)))
            assert left
            assert {finding.kind for finding in left} == {"unproved"}
            assert all(finding.table for finding in left)


def test_a_proof_of_nothing_names_every_table() -> None:
    left = verify(releases("invented"), ())
    assert {finding.table for finding in left} >= {"total", "matter", "other", "kind", "matter x other"}


@pytest.mark.parametrize("name", EVERY)
def test_no_count_can_be_another(name: str) -> None:
    """Also where what is left of the data sets would show enough."""
    proof = proved(name)
    chance = random.Random(5)
    for place, model in models(proof):
        for number, data_set in list(enumerate(model.data_sets))[
            :: 9 if name == "much" else 4 if name == "crossing" else 1
        ]:
            column = chance.randrange(len(data_set))
            for by in (1, 5):
                pairs = [(name, count + by * (turn == column)) for turn, (name, count) in enumerate(data_set)]
                # More of the same data sets, so that nothing is left open by the one that is changed.
                more = (*model.data_sets, tuple(pairs))
                found = verify(releases(name), only(proof, place, model.model_copy(update={"data_sets": more})))
                assert "untrue" in {finding.kind for finding in found}, (place, number)


@pytest.mark.parametrize("by", [-1, 1, 7])
def test_a_number_of_a_release_cannot_be_another(by: int) -> None:
    first, *others = releases("much")
    changed = [one.model_copy(update={"rows": ((one.rows[0][0] + by,),)}) if one.id == "total" else one
               for one in first.tables]  # fmt: skip
    found = verify((first.model_copy(update={"tables": tuple(changed)}), *others), proved("much"))
    assert (first.period, "total", "untrue") in {(one.period, one.table, one.kind) for one in found}


def test_only_data_sets_with_as_many_cases_are_mixed() -> None:
    """Of one field everybody had x, of the other nobody p: under other totals that shows nothing of both at once."""
    told = (release("2026Q1", FIELDS, [table("other", {"p": "<5", "q": "."}), table("kind", {"a": "<5"})]),)
    proof = prove(told)[1]
    (place, model), *_ = models(proof)
    assert len({data_set[:1] for data_set in model.data_sets}) > 1
    every = model.model_copy(update={"mixed": (tuple(range(len(model.data_sets))),)})
    with pytest.raises(Unfitting):
        verify(told, only(proof, place, every))


HUGE: Counts = ((0, 2**49), (1, 2**49))


@pytest.mark.parametrize(
    "model",
    [
        ModelProof(data_sets=(((9_999_999, 1),),)),
        ModelProof(data_sets=(((2, 1), (1, 1)),)),
        ModelProof(data_sets=(((1, 1), (1, 1)),)),
        ModelProof(data_sets=(HUGE,)),
        ModelProof(data_sets=((),), questions=(9_999_999,)),
        ModelProof(data_sets=proved("invented")[0].models[0].data_sets, mixed=((9_999,),)),
        ModelProof(data_sets=proved("invented")[0].models[0].data_sets, mixed=((),)),
    ],
)
def test_what_is_not_there_is_refused(model: ModelProof) -> None:
    with pytest.raises(Unfitting):
        verify(releases("invented"), [SeriesProof(models=(model,))])


def test_a_proof_of_more_series_than_there_are_is_refused() -> None:
    with pytest.raises(Unfitting):
        verify(releases("invented"), [*proved("invented"), SeriesProof(models=())])


def test_questions_that_no_model_can_tell_at_once_stay_open() -> None:
    fields: dict[str, Dimension] = {f"f{n}": single(*"abcdefghijklmnop") for n in range(4)}
    one = release("2026Q1", fields, [total(90), *(table(f, dict.fromkeys("abcdefghijklmnop", ">=5")) for f in fields)])
    (series,) = readings((one,))
    every = ModelProof(questions=tuple(range(len(list(wanted_of(series))))), data_sets=((),))
    assert "undecided" in {finding.kind for finding in verify([one], [SeriesProof(models=(every,))])}


def all_that_agree(told: Sequence[Release]) -> tuple[Counts, ...]:
    """Every data set that the search finds with the model that is asked everything."""
    made: list[Shown] = []
    found: dict[bytes, Counts] = {}

    class Watched(Shown):
        def see(self, data_set: Ints, *, mixed_later: bool = False) -> None:
            if self is made[0]:
                found[data_set.tobytes()] = counts(data_set)
            super().see(data_set, mixed_later=mixed_later)

    def making(*given: Any) -> Shown:
        made.append(Watched(*given))
        return made[-1]

    audit.audit(told, making=making)
    return tuple(found.values())


@pytest.mark.parametrize("block", range(4))
def test_random_series_are_proved_if_and_only_if_nothing_is_found(block: int) -> None:
    """What leaks has no proof by any of the data sets that agree with it, and of what is proved each is needed."""
    clean = leaking = 0
    for seed in range(60 * block, 60 * block + 60):
        told = some_releases(seed)
        if any(len(list(readings(group))) > 1 for group in linked(in_order(told))):
            continue  # the chain of the files refuses a period that was told twice
        found, proof = prove(told)
        clean += not found
        leaking += bool(found)
        if not found:
            assert verify(told, proof) == ()
            for place, model in models(proof):
                assert all(verify(told, only(proof, place, without(model, gone)))
                           for gone in range(len(model.data_sets)))  # fmt: skip
            continue
        assert verify(told, [SeriesProof(models=(ModelProof(data_sets=all_that_agree(told)),))])
    assert clean > 2
    assert leaking > 10


def test_where_something_is_found_there_is_no_proof() -> None:
    found, proof = prove([release("2026Q1", FIELDS, [total(8), table("other", {"p": "<5", "q": "<5"})])])
    assert found
    assert proof == ()


def whole() -> bytes:
    """The file of a proof of three small releases."""
    named = [
        ProvedFile(period=one.period, serial=one.serial, sha256=release_file.digest(release_file.to_bytes(one)))
        for one in releases("little")
    ]
    return to_bytes(Proof(releases=tuple(named), series=proved("little")))


def test_the_same_files_give_the_same_proof_in_any_order() -> None:
    assert prove(list(reversed(releases("much"))))[1] == proved("much")
    assert audit_proof.parse(whole(), "x").series == proved("little")
    assert to_bytes(audit_proof.parse(whole(), "x")) == whole()


def test_no_digit_of_the_file_can_be_another() -> None:
    data = whole()
    places = [found.start() for found in re.finditer(rb"[0-9]", data)]
    assert len(places) > 100
    for place in places:
        other = bytes(data[:place]) + (b"1" if data[place : place + 1] != b"1" else b"2") + data[place + 1 :]
        with pytest.raises(BadProof):
            audit_proof.parse(other, "x")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[" * 100_000,
        b"{}",
        b'{"format":"adviser-desk-release","version":1}',
        b'{"format":"adviser-desk-proof","version":2}',
        b'{"format":"adviser-desk-proof","version":1}',
        whole() + b"\n",
        whole().replace(b'"series":', b'"more":1,"series":'),
        whole().replace(b'"series":', b'"series":[],"series":'),
    ],
    ids=range(10),
)
def test_what_is_no_proof_is_refused(data: bytes) -> None:
    with pytest.raises(BadProof) as refused:
        audit_proof.parse(data, "bewijs.json")
    assert "bewijs.json" in refused.value.sentence()


def test_it_holds_columns_and_counts_and_names_nothing() -> None:
    plain = json.loads(whole())
    assert set(plain) == {"format", "version", "program", "releases", "series", "sha256"}
    assert {key for one in plain["releases"] for key in one} == {"period", "serial", "sha256"}
    assert {key for one in plain["series"] for model in one["models"] for key in model} == {
        "questions", "data_sets", "mixed"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("table", "named"), [("matter", ", tabel Onderwerp."), ("total", ", alle casussen."), ("", ".")]
)
def test_a_sentence_names_the_period_and_the_table(table: str, named: str) -> None:
    for kind, begin in (("unproved", "Niet bewezen"), ("untrue", "Het bewijs klopt niet")):
        finding = Finding(kind=kind, period=releases("invented")[0].period, table=table, threshold=5)
        said = sentence(finding, lambda _field, code: code, words("nl"))
        assert said.startswith(begin)
        assert said.endswith(f": 2026Q1{named}")
