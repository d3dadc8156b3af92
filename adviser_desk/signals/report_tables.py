"""From the tables of a release to the rows of the report: every statement once, in the order of the code list.

Adds, subtracts and rounds nothing.
"""

from collections.abc import Iterable, Iterator, Mapping

from adviser_desk.models.release import NOTHING, TOTAL, Dimension, Release, Row, Table
from adviser_desk.signals.report_labels import Labels
from adviser_desk.signals.report_layout import TEXT_WIDTH, Grid, Line, Role, Value
from adviser_desk.signals.statements import Said

_LABEL_WIDTH, _PERIOD_WIDTH, _COUNT_WIDTH, _QUESTION_WIDTH = 4400, 3600, 1500, 2700
_CELL_WIDTH = 1260

SIDES = "other_party"
"""The dimension whose groups have a chapter each; there a group is the total of its table."""


def total(release: Release) -> Said:
    """The statement about all cases of the period; `.` where the release makes none."""
    for table in release.tables:
        for row in table.rows:
            if not table.where and all(code == TOTAL for code in row[:-1]):
                return row[-1]
    return NOTHING


def breakdowns(release: Release) -> tuple[Table, ...]:
    """The tables that divide the cases by something."""
    return tuple(table for table in release.tables if divides(table))


def divides(table: Table) -> bool:
    """Whether a table has more than one row besides its total: that of units has one where no release names a unit."""
    return len(own_rows(table)) > 1


def table_of(release: Release, dimension: str) -> Table | None:
    """The one-way table of a dimension, if the release divides the cases by it."""
    return next((table for table in breakdowns(release) if table.columns == (dimension,)), None)


def crossings_of(release: Release, dimension: str) -> tuple[Table, ...]:
    """The tables with rows for the codes of a dimension and columns for another."""
    return tuple(table for table in release.tables if len(table.columns) > 1 and table.columns[0] == dimension)


def own_rows(table: Table) -> tuple[Row, ...]:
    """The rows that no other table has: without the total, and without the margins of a crossing."""
    return tuple(row for row in table.rows if TOTAL not in row[:-1])


def spoken(table: Table) -> bool:
    """Whether a table says anything besides its total."""
    return any(row[-1] != NOTHING for row in own_rows(table))


def same_everywhere(table: Table) -> str | None:
    """What a table says of each of its rows, where that is one class, or nothing, for all; the total aside."""
    said = {row[-1] for row in own_rows(table)}
    if len(said) != 1:
        return None
    (one,) = said
    return one if isinstance(one, str) else None


def statement(table: Table | None, code: str) -> Said | None:
    """What a one-way table says about a code or a group; None when it does not have it."""
    return next((row[-1] for row in table.rows if row[0] == code), None) if table else None


def longest(release: Release) -> int:
    """The greatest number that gets a bar: all bars of a report share one scale. A crossing has none."""
    totals = {TOTAL, *release.dimensions[SIDES].groups} if SIDES in release.dimensions else {TOTAL}
    one_way = [table for table in breakdowns(release) if len(table.columns) == 1]
    numbers = [row[-1] for table in one_way for row in table.rows if not totals.issuperset(row[:-1])]
    return max([number for number in numbers if isinstance(number, int)], default=1)


def value(said: Said, labels: Labels, *, with_bar: bool = True, right: bool = False) -> Value:
    """A statement as a cell; only an exact number carries a bar."""
    number = said if isinstance(said, int) and with_bar else None
    small = str(said).startswith("<")
    return Value(text=labels.said(said), number=number, small=small, withheld=said == NOTHING, right=right)


def grid(table: Table, release: Release, labels: Labels) -> Grid:
    """A whole table: groups before their codes, the total last."""
    if len(table.columns) == 2:
        return _crossed(table, release, labels)
    lines = [_line(code, role, said, table, labels) for code, role, said in _in_order(table, release)]
    return _grid(labels.heading(table), lines, labels)


def sides(table: Table, release: Release, labels: Labels) -> Grid:
    """The groups of a table, then the codes outside them, as one row of large numbers, total first."""
    _ = labels.words
    groups = release.dimensions[table.columns[0]].groups
    members = {code for group in groups.values() for code in group}
    others = [row for row in table.rows if row[0] not in {TOTAL, *groups} | members]
    wanted = [*(row for row in table.rows if row[0] in groups), *others]
    header = [labels.total(table), *(labels.code(table.columns[0], str(row[0])) for row in wanted)]
    cells = [total(release), *(row[-1] for row in wanted)]
    width = TEXT_WIDTH // len(header)
    return Grid(
        title=_("Alle casussen, binnen en van buiten"),
        about=_("Eén rij met het aantal casussen per kant."),
        header=tuple(header),
        widths=(width,) * len(header),
        lines=(Line(label="", cells=tuple(value(said, labels, with_bar=False) for said in cells)),),
    )


def side(table: Table, group: str, release: Release, labels: Labels) -> Grid:
    """The codes of one group, and the group as their total."""
    dimension = table.columns[0]
    members = release.dimensions[dimension].groups[group]
    lines = [_line(code, "plain", said, table, labels) for code in members for said in _said(table, code)]
    lines += [_line(group, "total", said, table, labels) for said in _said(table, group)]
    title = f"{labels.title(dimension)}: {labels.code(dimension, group)}"
    return _grid(title, lines, labels)


def rows_in_words(table: Table, labels: Labels) -> str:
    """All rows of a table as one sentence of labels; of a crossing its rows, and then its columns."""
    found = []
    for place, column in enumerate(table.columns):
        codes = dict.fromkeys(str(row[place]) for row in own_rows(table))
        found.append("; ".join(labels.code(column, code) for code in codes))
    return " × ".join(f"({names})" if len(found) > 1 else names for names in found)


def signs(threshold: int, labels: Labels) -> Grid:
    """How to read what stands in a cell."""
    _ = labels.words
    limits = {"k": threshold, "most": threshold - 1}
    meanings = (
        (_("een getal"), _("Precies zoveel casussen. Een getal staat er alleen vanaf %(k)d.") % limits),
        (labels.said(f"<{threshold}"), _("0 tot en met %(most)d casussen. Ook nul kan.") % limits),
        (labels.said(f">={threshold}"), _("%(k)d of meer casussen. Het precieze aantal staat er niet.") % limits),
        (labels.said(NOTHING), _("Geen informatie. Het kan elk aantal zijn, ook nul.")),
    )
    return Grid(
        title=_("Betekenis van de tekens"),
        about=_("Links wat er in een tabel kan staan, rechts wat dat betekent."),
        header=(_("Er staat"), _("Dat betekent")),
        widths=(1700, TEXT_WIDTH - 1700),
        lines=tuple(Line(label=sign, cells=(meaning,), role="group") for sign, meaning in meanings),
    )


def highlights(told: Iterable[tuple[str, str]], labels: Labels) -> Grid:
    """Main questions and their largest exact numbers."""
    _ = labels.words
    return Grid(
        title=_("Grootste precieze getallen"),
        about=_("Links de vraag, rechts de regels met de grootste precieze getallen."),
        header=(_("Vraag"), _("Grootste precieze getallen")),
        widths=(_QUESTION_WIDTH, TEXT_WIDTH - _QUESTION_WIDTH),
        lines=tuple(Line(label=question, cells=(names,), role="group") for question, names in told),
    )


def earlier_totals(earlier: Iterable[Release], labels: Labels) -> Grid:
    """The totals of releases that went before, as they were printed then."""
    _ = labels.words
    return Grid(
        title=_("Eerder verschenen"),
        about=_("Per eerder verslag de periode met volgnummer, en het aantal casussen dat er toen stond."),
        header=(_("Periode"), Value(_("Casussen"))),
        widths=(_PERIOD_WIDTH, _COUNT_WIDTH),
        lines=tuple(
            Line(
                label=_("%(period)s (export %(serial)d)")
                % {"period": labels.period(release.period), "serial": release.serial},
                cells=(value(total(release), labels, with_bar=False),),
            )
            for release in earlier
        ),
    )


def _crossed(table: Table, release: Release, labels: Labels) -> Grid:
    """Rows and columns as in the code lists, the totals last; without bars. A cell that is not there stays empty."""
    _ = labels.words
    said = {tuple(map(str, row[:-1])): row[-1] for row in table.rows}
    rows, columns = (_codes(table, place, release) for place in (0, 1))
    width = _CELL_WIDTH if len(columns) * _CELL_WIDTH < TEXT_WIDTH - _CELL_WIDTH else TEXT_WIDTH // (len(columns) + 1)
    heads = [Value(labels.code(table.columns[1], code), right=True) for code in columns]
    lines = []
    for row in rows:
        cells = tuple(_crossed_cell(said.get((row, column)), labels) for column in columns)
        lines.append(Line(label=labels.code(table.columns[0], row), cells=cells, role=_part(row)))
    return Grid(
        title=labels.heading(table),
        about=_("Per regel en per kolom het aantal casussen met allebei."),
        header=(labels.title(table.columns[0]), *heads),
        widths=(TEXT_WIDTH - width * len(columns), *(width,) * len(columns)),
        lines=tuple(lines),
    )


def _crossed_cell(said: Said | None, labels: Labels) -> str | Value:
    return "" if said is None else value(said, labels, with_bar=False, right=True)


def _part(code: str) -> Role:
    return "total" if code == TOTAL else "plain"


def _codes(table: Table, place: int, release: Release) -> list[str]:
    """The codes of a column of a table in the order of its list, the total last."""
    named = {str(row[place]) for row in table.rows}
    listed = [code for code, _role in _outline(table.columns[place], release) if code in named]
    others = sorted(named - {*listed, TOTAL})
    return [*listed, *others, *({TOTAL} & named)]


def _grid(title: str, lines: Iterable[Line], labels: Labels) -> Grid:
    _ = labels.words
    return Grid(
        title=title,
        about=_("Per regel het aantal casussen. Een staaf staat alleen bij een precies getal."),
        header=(_("Regel"), Value(_("Casussen"))),
        widths=(_LABEL_WIDTH, TEXT_WIDTH - _LABEL_WIDTH),
        lines=tuple(lines),
    )


def _line(code: str | tuple[str, ...], role: Role, said: Said, table: Table, labels: Labels) -> Line:
    codes = (code,) if isinstance(code, str) else code
    if all(part == TOTAL for part in codes):
        label = labels.total(table)
    else:
        label = " × ".join(labels.code(*pair) for pair in zip(table.columns, codes, strict=True))
    return Line(label=label, cells=(value(said, labels, with_bar=role != "total"),), role=role)


def _in_order(table: Table, release: Release) -> Iterator[tuple[str | tuple[str, ...], Role, Said]]:
    """Each row once: (code, or codes of a crossing; its part in the table; its statement)."""
    if len(table.columns) != 1:
        for row in table.rows:
            yield tuple(str(code) for code in row[:-1]), "plain", row[-1]
        return
    waiting: dict[str, Said] = {str(row[0]): row[-1] for row in table.rows}
    last = [waiting.pop(TOTAL)] if TOTAL in waiting else []
    for code, role in _outline(table.columns[0], release):
        if code in waiting:
            yield code, role, waiting.pop(code)
    for code, said in waiting.items():
        yield code, "plain", said
    for said in last:
        yield TOTAL, "total", said


def _outline(name: str, release: Release) -> Iterator[tuple[str, Role]]:
    dimension = release.dimensions.get(name)
    if dimension is not None:
        yield from outline(dimension)


def outline(dimension: Dimension) -> Iterator[tuple[str, Role]]:
    """The code list of a dimension, each group before the first of its codes, with the part of each in a table."""
    group_of: Mapping[str, str] = {code: group for group, codes in dimension.groups.items() for code in codes}
    begun: set[str] = set()
    for code in dimension.codes:
        group = group_of.get(code)
        if group is not None and group not in begun:
            begun.add(group)
            yield group, "group"
            for member in dimension.codes:
                if group_of.get(member) == group:
                    yield member, "member"
        elif group is None:
            yield code, "plain"


def _said(table: Table, code: str) -> list[Said]:
    return [row[-1] for row in table.rows if row[0] == code]


def _pairs(table: Table, row: tuple[str | int, ...]) -> list[tuple[str, str]]:
    return [(column, str(code)) for column, code in zip(table.columns, row[:-1], strict=True)]
