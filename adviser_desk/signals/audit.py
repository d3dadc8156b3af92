"""The attacker's side: what a reader who has all these files can work out. Shares no code with what chose them.

Nothing passes unless whole data sets that agree with every file were found and checked to show it.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

import numpy as np

from adviser_desk.models.base import Record
from adviser_desk.models.period import Period
from adviser_desk.models.release import Release
from adviser_desk.signals.audit_cases import Event, Series, in_order, in_words, known_event, linked, readings
from adviser_desk.signals.audit_crossed import Crossings
from adviser_desk.signals.audit_lists import apart, combined, plain, telling
from adviser_desk.signals.audit_mixed import mixed
from adviser_desk.signals.audit_mixing import mix
from adviser_desk.signals.audit_model import Equation, Ints, Model, TooLarge
from adviser_desk.signals.audit_questions import Family, Taken, all_but_one, questions, small_rows, sums, threshold
from adviser_desk.signals.audit_solver import Contradiction, Floats, Part, fixed_by_totals, parts
from adviser_desk.signals.audit_watch import Wanted, Watch

Kind = Literal["small", "nobody", "group", "insider", "contradiction", "undecided", "lists"]
"""Proven to be 1 .. threshold-1; proven to be 0; all of a group, or all but one, proven to have one code; proven to be
under the threshold and, where it is somebody, more than one; no cases agree with the files; not decided within the
limit (no proof that it is safe); a field that two files which share cases define differently and speak of."""

Progress = Callable[[str, int, int], None]
"""Called with the name of the table, how many numbers were looked at and how many there are."""

TWO = 2
"""So many of a group must be able to be without a code."""
MOST_UNKNOWNS = 12_000
ROUNDS = 24
MOST_PULLS = 100
"""How often crossings that are still open are tried together before each gets a model of its own."""
_SEED = 20_260_101


class AuditStopped(Exception):
    """The adviser stopped the check; nothing was decided."""


class Finding(Record):
    """Something a reader can work out, or that keeps us from saying that nothing can be.

    `period` is the shortest released period that holds the cases; `quarters` are the cases' own quarters, `late`
    whether they are those that came in between two releases of it. `codes` are the row codes per column, several
    where rows are taken together; `without` is a code of `without_field` left out; `taken` are rows that are left out
    in the period they were told for. `lowest` and `highest` bound the number of cases; `highest` is None where nothing
    bounds it.
    """

    kind: Kind
    period: Period
    quarters: tuple[Period, ...] = ()
    late: bool = False
    table: str = ""
    columns: tuple[str, ...] = ()
    codes: tuple[tuple[str, ...], ...] = ()
    without: str | None = None
    without_field: str = ""
    taken: tuple[Taken, ...] = ()
    family: Family = "row"
    threshold: int
    lowest: int = 0
    highest: int | None = None


def audit(
    releases: Sequence[Release], *, progress: Progress | None = None, stop: threading.Event | None = None
) -> tuple[Finding, ...]:
    """All findings over any set of releases, the same in any order of the files. Empty: nothing can be deduced.

    ValueError when a release names a field or code that it does not define; AuditStopped when `stop` is set.
    """
    found: list[Finding] = []
    for group in (part for whole in linked(in_order(releases)) for part in telling(whole)):
        found.extend(_group(group, progress, stop or threading.Event()))
    told = {(finding.period, finding.table) for finding in found if finding.kind in ("small", "nobody")}
    # Where a number is found out it mostly says of a group too that all, or all but one, have one code.
    own = ("group", "insider")
    unique = {one: None for one in found if one.kind not in own or (one.period, one.table) not in told}
    return tuple(sorted(unique, key=lambda finding: (finding.period, finding.kind, finding.model_dump_json())))


def _group(group: tuple[Release, ...], progress: Progress | None, stop: threading.Event) -> list[Finding]:
    if odd := combined(group):
        return [Finding(kind="lists", period=one.period, table=name, threshold=one.threshold) for one, name in odd]
    found: list[Finding] = []
    agreed = False
    for series in readings(apart(group)):
        try:
            found.extend(_series(series, progress, stop))
            agreed = True
        except TooLarge:
            found.append(_whole(series, "undecided"))
            agreed = True
        except Contradiction:
            last = _whole(series, "contradiction")
    return found if agreed else [last]


def _series(series: Series, progress: Progress | None, stop: threading.Event) -> Iterator[Finding]:
    """Contradiction when no data set agrees with the series."""
    attack = _Attack(series, _wanted(series), (), progress, stop)
    yield from attack.findings()
    by_fields: dict[tuple[str, ...], list[Wanted]] = {}
    for one in attack.left():
        by_fields.setdefault(
            tuple(sorted({condition.field for event in _events(one) for condition in event})), []
        ).append(one)
    for wanted in by_fields.values():
        yield from _apart(series, wanted, progress, stop)


def _apart(
    series: Series, wanted: Sequence[Wanted], progress: Progress | None, stop: threading.Event
) -> Iterator[Finding]:
    """What a model tells that holds all that these questions are about; where that is too much, a half of them each."""
    asked = list(dict.fromkeys(question for question, _, _ in wanted))
    events = sorted({event for one in wanted for event in _events(one)}, key=in_words)
    try:
        found = _Attack(series, wanted, events, progress, stop).findings()
    except TooLarge:
        found = [_whole(series, "undecided")]
    if len(asked) == 1 or all(finding.kind != "undecided" for finding in found):
        yield from found
        return
    for half in (asked[: len(asked) // 2], asked[len(asked) // 2 :]):
        chosen = set(half)
        yield from _apart(series, [one for one in wanted if one[0] in chosen], progress, stop)


def _events(wanted: Wanted) -> set[Event]:
    """Which cases a question is about, and which are taken off these."""
    question, batches, _ = wanted
    return {question.event, *(event for batch in batches for event in question.taken(batch))}


def _wanted(series: Series) -> Iterator[Wanted]:
    """Every question, of every sum of batches that it is asked of, but what is known anyway."""
    known: set[tuple[Event, frozenset[int]]] = {
        (known_event(release, total), whole)
        for release, whole in zip(series.releases, series.contains, strict=True)
        for total in release.known_totals
    }
    added = [(batches, tuple(sorted(batches)), threshold(series, batches)) for batches in sums(series)]
    for question in questions(series):
        for some, batches, judged_by in added:
            if question.outside or (question.event, some) not in known:
                yield question, batches, judged_by
    for release, some in zip(series.releases, series.contains, strict=True):
        # Under a threshold of 3 `<2` says itself that a group is one or none.
        for question in all_but_one(release) if release.threshold > TWO else ():
            yield question, tuple(sorted(some)), TWO
        for question in small_rows(release):
            yield question, tuple(sorted(some)), release.threshold
    for question in mixed(series):
        whole = frozenset(batch for batch, _ in question.each)
        yield question, tuple(sorted(whole)), threshold(series, whole)


def _whole(series: Series, kind: Kind) -> Finding:
    last = series.releases[-1]
    return Finding(kind=kind, period=last.period, threshold=last.threshold)


class _Attack:
    """One reading of one series of releases, and everything wanted that is tried against it."""

    def __init__(
        self,
        series: Series,
        wanted: Iterable[Wanted],
        together: Sequence[Event],
        progress: Progress | None,
        stop: threading.Event,
    ) -> None:
        """`together` are events that the model must tell at once: then it holds what these need and nothing else."""
        self._series = series
        self._progress = progress
        self._stop = stop
        self._pause("", 0, 1)
        self._model = Model(series, together)
        self._watch = Watch(self._model, self._paused(wanted))
        self._crossings = Crossings(self._model, self._watch.untold, lambda: self._pause("", 0, 1))
        self._fixed = fixed_by_totals(self._model.batches, self._model.equations)
        self._parts = parts(self._model.columns, self._model.equations, self._fixed, self._model.cap)
        if any(len(part.columns) > MOST_UNKNOWNS for part in self._parts):
            raise TooLarge
        self._part_of = np.full(self._model.columns, -1)
        for number, part in enumerate(self._parts):
            self._part_of[part.columns] = number
        self._needed = self._parts_of(range(len(self._watch.asked))) if together else self._parts
        self._chance = np.random.default_rng(_SEED)
        self._alike: list[Ints] = []
        """The data sets found so far, where all have as many cases in each batch: then their fields may be mixed."""
        self._data_set: Ints = np.zeros(self._model.columns, dtype=np.int64)

    def _paused(self, wanted: Iterable[Wanted]) -> Iterator[Wanted]:
        for one in wanted:
            self._pause("", 0, 1)
            yield one

    def _parts_of(self, questions: Iterable[int]) -> list[Part]:
        """The parts that hold the counts of these."""
        columns = [self._watch.columns(one) for one in questions]
        numbers = set(self._part_of[np.concatenate(columns)].tolist()) if columns else set()
        return [self._parts[number] for number in sorted(numbers - {-1})]

    def findings(self) -> list[Finding]:
        """Contradiction when no data set agrees with the series."""
        self._begin()
        for part in self._needed:
            self._explore(part)
        left = self._watch.open().tolist()
        found = []
        for done, one in enumerate(left):
            self._pause(self._watch.asked[one].question.table, done, len(left))
            least, most = self._limits(one)
            insider = self._watch.is_open(one) and self._watch.asked[one].question.about == "insider"
            if insider and (self._watch.low[one] > 0 or most == 0):
                continue  # The number itself is asked about too: it is found out, known anyway, or not decided.
            never_one = insider and self._never_one(one)
            if self._watch.is_open(one):
                found.append(self._finding(one, least, most, never_one))
        return found

    def left(self) -> list[Wanted]:
        """After `findings`: what this model cannot tell and no data set found shows to be open."""
        if self._alike:
            self._crossings.see_mixed(self._alike)
        mix(self._model, self._fixed, self._crossings, self._tell)
        for _ in range(MOST_PULLS):
            if not self._crossings.open():
                break
            self._tell()
            goal = self._crossings.towards(self._model.columns, self._chance)
            for part in (part for part in self._parts if goal[part.columns].any()):
                self._pause("", 0, 1)
                self._find(part, goal[part.columns])
            self._crossings.see(self._data_set)
        return [*self._crossings.untold, *self._crossings.open()]

    def _tell(self) -> None:
        """How many crossings are settled."""
        if still := self._crossings.open():
            self._pause(still[0][0].table, self._crossings.asked - len(still), self._crossings.asked)

    def _see(self) -> None:
        self._watch.see(self._data_set)
        alike = len(self._fixed) == self._model.batches
        self._crossings.see(self._data_set, mixed_later=alike)
        if alike:
            self._alike.append(self._data_set.copy())

    def _pause(self, table: str, done: int, of: int) -> None:
        if self._stop.is_set():
            raise AuditStopped
        if self._progress is not None and table:
            self._progress(plain(table), done, of)

    def _begin(self) -> None:
        """Find one data set."""
        for column, value in self._fixed.items():
            self._data_set[column] = value
        for part in self._needed:
            answer = part.smallest(np.zeros(len(part.columns)))
            if answer.solution is None and part.impossible():
                raise Contradiction
            if answer.solution is None:
                raise TooLarge
            self._data_set[part.columns] = answer.solution
        self._see()

    def _explore(self, part: Part) -> None:
        """Data sets that push many numbers at once up and down settle most questions."""
        number = self._part_of[part.columns[0]]
        mine = [one for one in self._watch.open().tolist() if (self._part_of[self._watch.columns(one)] == number).any()]
        for _ in range(ROUNDS):
            left = [one for one in mine if self._watch.is_open(one)]
            if not left:
                return
            self._pause(self._watch.asked[left[0]].question.table, len(mine) - len(left), len(mine))
            goal = np.zeros(len(part.columns))
            for one in left:
                goal += self._chance.choice((-1.0, 1.0)) * self._goal(part, one)
            self._take(part, goal)
            if sum(self._watch.is_open(one) for one in mine) == len(left):
                return

    def _goal(self, part: Part, one: int) -> Floats:
        """What a question counts within a part."""
        goal = np.zeros(len(part.columns))
        columns = self._watch.columns(one)
        mine = self._part_of[columns] == self._part_of[part.columns[0]]
        goal[np.searchsorted(part.columns, columns[mine])] = 1.0
        return goal

    def _take(self, part: Part, goal: Floats, enough: int | None = None) -> int | None:
        """Look for a data set with a small goal and show it; returns a bound that no data set goes below."""
        bound = self._find(part, goal, enough)
        self._see()
        return bound

    def _find(self, part: Part, goal: Floats, enough: int | None = None) -> int | None:
        answer = part.relaxed(goal)
        bounds = [answer.bound]
        if answer.solution is None:
            answer = part.smallest(goal, enough)
            bounds.append(answer.bound)
        if answer.solution is not None:
            self._data_set[part.columns] = answer.solution
        return max((bound for bound in bounds if bound is not None), default=None)

    def _limits(self, one: int) -> tuple[int | None, int | None]:
        """Proven lowest and highest value of a number, as far as they were needed."""
        least = most = None
        if self._watch.is_open(one) and self._watch.low[one] > 0:
            least = self._least(one, 1, 0)
        if self._watch.is_open(one):
            below = self._least(one, -1, -int(self._watch.thresholds[one]))
            most = None if below is None else -below
        return least, most

    def _never_one(self, one: int) -> bool:
        """Whether it is proven that no data set has exactly one case in a number. One that has is shown."""
        columns = self._watch.columns(one)
        just_one = Equation(columns, np.ones(len(columns), dtype=np.int64), 1, 1)
        try:
            for part in parts(self._model.columns, [*self._model.equations, just_one], self._fixed, self._model.cap):
                answer = part.smallest(np.zeros(len(part.columns)))
                if answer.solution is None:
                    return part.impossible()
                self._data_set[part.columns] = answer.solution
        except Contradiction:
            return True
        self._see()
        return False

    def _least(self, one: int, sign: int, enough: int) -> int | None:
        """A proven bound below `sign` times a number, added up over the parts that hold its counts."""
        columns = self._watch.columns(one)
        bound = sign * sum(self._fixed.get(column, 0) for column in columns.tolist())
        mine = self._parts_of([one])
        for part in mine:
            alone = enough - bound if len(mine) == 1 else None
            least = self._take(part, sign * self._goal(part, one), alone)
            if least is None:
                return None
            bound += least
        return bound

    def _finding(self, one: int, least: int | None, most: int | None, never_one: bool) -> Finding:
        asked = self._watch.asked[one]
        lowest = int(self._watch.low[one])
        kind: Kind = "undecided"
        if most is not None and most < asked.threshold:
            if asked.question.about == "group":
                kind = "group"
            elif asked.question.about == "insider":
                kind = "insider" if never_one and most > 1 else "undecided"
            elif most == 0:
                kind = "nobody"
            elif least is not None and least > 0:
                kind = "small"
        period, own = self._named(frozenset(asked.batches))
        batches = [self._series.batches[batch] for batch in asked.batches]
        return Finding(
            kind=kind,
            period=period,
            quarters=() if own else tuple(sorted({quarter for batch in batches for quarter in batch.quarters})),
            late=all(batch.late for batch in batches),
            table=plain(asked.question.table),
            columns=tuple(plain(column) for column in asked.question.columns),
            codes=asked.question.codes,
            without=asked.question.without,
            without_field=plain(asked.question.without_field),
            taken=tuple(one._replace(columns=tuple(map(plain, one.columns))) for one in asked.question.named),
            family=asked.question.family,
            threshold=asked.threshold,
            lowest=lowest if kind != "undecided" else least or 0,
            highest=most,
        )

    def _named(self, batches: frozenset[int]) -> tuple[Period, bool]:
        """The shortest period released that holds these cases, and whether it is exactly them."""
        pairs = list(zip(self._series.releases, self._series.contains, strict=True))
        holding = [(len(whole), release.period) for release, whole in pairs if batches <= whole]
        if not holding:
            holding = [(len(whole), release.period) for release, whole in pairs if batches & whole]
        return min(holding)[1], any(whole == batches for _, whole in pairs)
