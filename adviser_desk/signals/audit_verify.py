"""Whether a proof holds for release files. Searches for nothing: only sums over the data sets that the proof gives."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np

from adviser_desk.models.release import Release
from adviser_desk.signals import audit_finding
from adviser_desk.signals.audit_cases import Series, printed, readings
from adviser_desk.signals.audit_finding import Finding
from adviser_desk.signals.audit_lists import apart
from adviser_desk.signals.audit_model import UNBOUNDED, Ints, Model, Sums, TooLarge
from adviser_desk.signals.audit_proof import Counts, ModelProof, SeriesProof
from adviser_desk.signals.audit_questions import pairs
from adviser_desk.signals.audit_shown import Shown
from adviser_desk.signals.audit_wanted import events, groups, wanted_of

T = TypeVar("T")


class Unfitting(Exception):
    """A proof speaks of columns, questions or data sets that are not there."""


def verify(releases: Sequence[Release], proof: Sequence[SeriesProof]) -> tuple[Finding, ...]:
    """What the proof does not show of any set of releases. Empty: it shows that nothing can be deduced.

    Unfitting when it cannot be about these releases.
    """
    found: list[Finding] = []
    given = iter(proof)
    for group in groups(releases):
        if odd := audit_finding.of_lists(group):
            found.extend(odd)
            continue
        for series in readings(apart(group)):
            found.extend(_series(series, next(given, SeriesProof(models=()))))
    if next(given, None) is not None:
        raise Unfitting
    return tuple(dict.fromkeys(found))


def _series(series: Series, proof: SeriesProof) -> Iterator[Finding]:
    asked = list(wanted_of(series))
    left = dict.fromkeys(asked)
    try:
        for one in proof.models:
            named = [_at(asked, number) for number in one.questions]
            chosen = dict.fromkeys(named or asked)
            shown = Shown(Model(series, events(named)), chosen, lambda: None)
            data_sets = [_data_set(shown.model, counts) for counts in one.data_sets]
            if untrue := _untrue(shown.model, data_sets):
                yield from untrue
                continue
            _show(shown, data_sets, one)
            settled = chosen.keys() - set(shown.left())
            left = {wanted: None for wanted in left if wanted not in settled}
    except TooLarge:
        yield audit_finding.of_series(series, "undecided")
    for wanted in left:
        yield audit_finding.of_table(series, wanted, "unproved")


def _show(shown: Shown, data_sets: Sequence[Ints], proof: ModelProof) -> None:
    for group in proof.mixed:  # first: what they settle needs no look at each of them
        some = [_at(data_sets, number) for number in group]
        if not some or len({data_set[: shown.model.batches].tobytes() for data_set in some}) > 1:
            raise Unfitting
        shown.see_mixed(some)
    for data_set in data_sets:
        shown.see(data_set)


def _data_set(model: Model, counts: Counts) -> Ints:
    columns = [column for column, _ in counts]
    values = [value for _, value in counts]
    rising = all(one < other for one, other in pairwise(columns))
    # So no sum of them can be larger than whole numbers are told apart by.
    if not rising or any(column >= model.columns for column in columns[-1:]) or sum(values) >= UNBOUNDED:
        raise Unfitting
    data_set: Ints = np.zeros(model.columns, dtype=np.int64)
    data_set[columns] = values
    return data_set


def _untrue(model: Model, data_sets: Sequence[Ints]) -> list[Finding]:
    """Where data sets do not agree with the releases: the rows that they break, else all of it."""
    sums = Sums(model.equations, np.arange(model.columns))
    return [finding for data_set in data_sets if not sums.hold(data_set) for finding in _broken(model, data_set)]


def _broken(model: Model, data_set: Ints) -> list[Finding]:
    found = []
    for release, batches in pairs(model.series):
        for row in printed(release):
            number = int(data_set[model.cells(row.event, batches)].sum())
            if number < row.low or (row.high is not None and number > row.high):
                found.append(
                    Finding(kind="untrue", period=release.period, table=row.table.id, threshold=release.threshold)
                )
    return found or [audit_finding.of_series(model.series, "untrue")]


def _at(things: Sequence[T], number: int) -> T:
    if number >= len(things):
        raise Unfitting
    return things[number]
