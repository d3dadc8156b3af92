"""What may leave: true statements about counts of cases. This model is the `.json` file (signals.md, section 7)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from adviser_desk.models.base import Record
from adviser_desk.models.period import Period

Statement = Annotated[int, Field(ge=0)] | Annotated[str, StringConstraints(pattern=r"^(\.|<[0-9]+|>=[0-9]+)$")]
"""An exact count, `<5` (zero included), `>=5`, or `.` for no information; 5 stands for the threshold."""

Row = tuple[str | int, ...]
"""The codes of the row, one per column (`*` is the total), and last its statement."""

NOTHING = "."
TOTAL = "*"
UNKNOWN = "unknown"
"""The code of a single-response field that was left empty; always printed, like every other code."""


def small(threshold: int) -> str:
    """The statement for 0 .. threshold-1 cases."""
    return f"<{threshold}"


def large(threshold: int) -> str:
    """The statement for threshold or more cases, value withheld."""
    return f">={threshold}"


def crossing(codes: Iterable[str]) -> str:
    """The name of a crossing, of its fields or of its codes: `matter x other_party`."""
    return " x ".join(codes)


class Versions(Record):
    """What a reader must know to compare two releases."""

    program: str
    codes: str
    units: str
    profile: str
    policy: str


class Dimension(Record):
    """A field that is counted: its full code list, how many codes a case has, and the groups of codes.

    A single-response field has exactly one code per case (`unknown` included). A multiple field has `at_least` to
    `at_most` codes. A group counts the cases with at least one of its codes.
    """

    codes: tuple[str, ...]
    multiple: bool
    at_least: int
    at_most: int
    groups: Mapping[str, tuple[str, ...]] = {}

    @property
    def top(self) -> tuple[str, ...]:
        """The groups, and the codes that are in none."""
        inside = {code for codes in self.groups.values() for code in codes}
        return (*self.groups, *(code for code in self.codes if code not in inside))


class KnownTotal(Record):
    """A total that readers know from elsewhere."""

    at: Mapping[str, str]
    value: int


class Table(Record):
    """One printed table. `where` names the sub-population it is about; empty means all cases of the period.

    A table of two columns has a row for each code of one beside each of the other, `*` and groups too; a column may
    have its groups and the codes outside them only.
    """

    id: str
    columns: tuple[str, ...]
    where: Mapping[str, str] = {}
    rows: tuple[Row, ...]


class Release(Record):
    """One quarter's, half-year's or year's figures: only statements, and text the adviser typed for it.

    `serial` counts the releases of one vault from 1; `previous` is the SHA-256 (hex) of the previous release file,
    None for the first. `themes` are codes that enough cases support. No name, label, machine, path or time.
    """

    format: Literal["adviser-desk-release"] = "adviser-desk-release"
    version: Literal[1] = 1
    serial: Annotated[int, Field(ge=1)]
    previous: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None
    issued_on: date
    practice: bool
    period: Period
    covers: tuple[date, date]
    threshold: Annotated[int, Field(ge=2)]
    versions: Versions
    dimensions: Mapping[str, Dimension]
    known_totals: tuple[KnownTotal, ...] = ()
    tables: tuple[Table, ...]
    themes: tuple[str, ...] = ()
    remarks: Annotated[str, StringConstraints(max_length=4_000)] = ""
