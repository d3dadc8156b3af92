"""From a tally to the counts of every cell, quarter by quarter. Counts never leave; only `protect` may read them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import product

from adviser_desk.models.codes import CodeBook
from adviser_desk.models.release import TOTAL, UNKNOWN, Dimension, crossing
from adviser_desk.models.tally import CodedCase, Tally
from adviser_desk.signals.profiles import CROSSINGS

Cell = tuple[str, str, str]
"""(quarter, dimension, code). The total of a quarter is (quarter, "", "*"); a group's name counts as a code.

A crossing goes by the names of both, as in `statements.Place`.
"""


def counts(tally: Tally, dimensions: Mapping[str, Dimension], book: CodeBook) -> Counter[Cell]:
    """How many cases each cell holds. Absent means none. A code that is not in its list counts as unknown.

    `ground_group` counts within discrimination and `reason_no_step` where no step was taken: the case model
    lets them occur nowhere else.
    """
    found: Counter[Cell] = Counter()
    for case in tally.cases:
        quarter = str(case.period)
        found[quarter, "", TOTAL] += 1
        cells = {name: _cells_of(codes, dimensions[name]) for name, codes in _codes_of(case, book).items()}
        found.update((quarter, name, code) for name, codes in cells.items() for code in codes)
        for spec in CROSSINGS:
            assert spec.beside is not None
            for pair in product(cells[spec.dimension], cells[spec.beside]):
                found[quarter, spec.id, crossing(pair)] += 1
    return found


def crossed(
    cases: Iterable[CodedCase], rows: str, columns: str, dimensions: Mapping[str, Dimension], book: CodeBook
) -> Counter[tuple[str, str]]:
    """How many cases have a code of one dimension and a code of another: for the adviser's eyes, in no release.

    `*` counts the cases that the dimension is asked of. Without `columns` everything is under its `*`.
    """
    found: Counter[tuple[str, str]] = Counter()
    for case in cases:
        codes = _codes_of(case, book)
        if rows not in codes or (columns and columns not in codes):
            continue
        beside = _cells_of(codes[columns], dimensions[columns]) if columns else set()
        for row in _cells_of(codes[rows], dimensions[rows]) | {TOTAL}:
            for column in beside | {TOTAL}:
                found[row, column] += 1
    return found


def _cells_of(codes: set[str], dimension: Dimension) -> set[str]:
    """The cells of a dimension that a case with these codes is in, groups too."""
    listed = codes & set(dimension.codes) or (set() if dimension.multiple else {UNKNOWN})
    return listed | {group for group, members in dimension.groups.items() if listed & set(members)}


def _codes_of(case: CodedCase, book: CodeBook) -> Mapping[str, set[str]]:
    online = None if case.online is None else "yes" if case.online else "no"
    formality = None if case.step is None else book.formality(case.step)
    single = {
        "matter": case.matter,
        "other_party": case.other_party,
        "client_role": case.client_role,
        "formality": formality,
        "found_via": case.found_via,
        "aftercare": case.aftercare,
        "unit": case.unit,
        "channel": case.channel,
        "online": online,
    }
    found = {name: {code or UNKNOWN} for name, code in single.items()}
    found["behaviour"] = set(case.behaviour)
    if "discrimination" in case.behaviour:
        groups = (book.group_of("ground", ground) for ground in case.ground)
        found["ground_group"] = {group for group in groups if group is not None}
    if formality == "none":
        found["reason_no_step"] = {case.reason_no_step or UNKNOWN}
    return found
