"""The attacker's side: what a reader who has all these files can work out. Shares no code with what chose them.

Nothing passes unless whole data sets that agree with every file were found and checked to show it.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from adviser_desk.models.release import Release
from adviser_desk.signals import audit_finding
from adviser_desk.signals.audit_cases import Event, Series, readings
from adviser_desk.signals.audit_finding import Bounds, Finding, Kind, Progress
from adviser_desk.signals.audit_lists import apart, plain
from adviser_desk.signals.audit_mixing import mix
from adviser_desk.signals.audit_model import Equation, Ints, Model, TooLarge
from adviser_desk.signals.audit_shown import Making, Shown
from adviser_desk.signals.audit_solver import Contradiction, Floats, Part, fixed_by_totals, parts
from adviser_desk.signals.audit_wanted import events, events_of, groups, wanted_of
from adviser_desk.signals.audit_watch import Wanted

MOST_UNKNOWNS = 12_000
ROUNDS = 24
MOST_PULLS = 100
"""How often crossings that are still open are tried together before each gets a model of its own."""
_SEED = 20_260_101


class AuditStopped(Exception):
    """The adviser stopped the check; nothing was decided."""


def audit(
    releases: Sequence[Release],
    *,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
    making: Making = Shown,
) -> tuple[Finding, ...]:
    """All findings over any set of releases, the same in any order of the files. Empty: nothing can be deduced.

    `making` makes what each model's data sets are shown to. ValueError when a release names a field or code that it
    does not define; AuditStopped when `stop` is set.
    """
    search = _Search(progress, stop or threading.Event(), making)
    found: list[Finding] = []
    for group in groups(releases):
        found.extend(_group(group, search))
    told = {(finding.period, finding.table) for finding in found if finding.kind in ("small", "nobody")}
    # Where a number is found out it mostly says of a group too that all, or all but one, have one code.
    own = ("group", "insider")
    unique = {one: None for one in found if one.kind not in own or (one.period, one.table) not in told}
    return tuple(sorted(unique, key=lambda finding: (finding.period, finding.kind, finding.model_dump_json())))


class _Search(NamedTuple):
    """What every attack needs of whoever asked for it."""

    progress: Progress | None
    stop: threading.Event
    making: Making


def _group(group: tuple[Release, ...], search: _Search) -> list[Finding]:
    if odd := audit_finding.of_lists(group):
        return odd
    found: list[Finding] = []
    agreed = False
    for series in readings(apart(group)):
        try:
            found.extend(_series(series, search))
            agreed = True
        except TooLarge:
            found.append(audit_finding.of_series(series, "undecided"))
            agreed = True
        except Contradiction:
            last = audit_finding.of_series(series, "contradiction")
    return found if agreed else [last]


def _series(series: Series, search: _Search) -> Iterator[Finding]:
    """Contradiction when no data set agrees with the series."""
    attack = _Attack(series, wanted_of(series), (), search)
    yield from attack.findings()
    by_fields: dict[tuple[str, ...], list[Wanted]] = {}
    for one in attack.left():
        by_fields.setdefault(
            tuple(sorted({condition.field for event in events_of(one) for condition in event})), []
        ).append(one)
    for wanted in by_fields.values():
        yield from _apart(series, wanted, search)


def _apart(series: Series, wanted: Sequence[Wanted], search: _Search) -> Iterator[Finding]:
    """What a model tells that holds all that these questions are about; where that is too much, a half of them each."""
    asked = list(dict.fromkeys(question for question, _, _ in wanted))
    try:
        found = _Attack(series, wanted, events(wanted), search).findings()
    except TooLarge:
        found = [audit_finding.of_series(series, "undecided")]
    if len(asked) == 1 or all(finding.kind != "undecided" for finding in found):
        yield from found
        return
    for half in (asked[: len(asked) // 2], asked[len(asked) // 2 :]):
        chosen = set(half)
        yield from _apart(series, [one for one in wanted if one[0] in chosen], search)


class _Attack:
    """One reading of one series of releases, and everything wanted that is tried against it."""

    def __init__(
        self,
        series: Series,
        wanted: Iterable[Wanted],
        together: Sequence[Event],
        search: _Search,
    ) -> None:
        """`together` are events that the model must tell at once: then it holds what these need and nothing else."""
        self._series = series
        self._search = search
        self._pause("", 0, 1)
        self._model = Model(series, together)
        self._shown = search.making(self._model, self._paused(wanted), lambda: self._pause("", 0, 1))
        self._watch, self._crossings = self._shown.watch, self._shown.crossings
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
            self._shown.see_mixed(self._alike)
        mix(self._shown, self._fixed, self._tell)
        for _ in range(MOST_PULLS):
            if not self._crossings.open():
                break
            self._tell()
            goal = self._crossings.towards(self._model.columns, self._chance)
            for part in (part for part in self._parts if goal[part.columns].any()):
                self._pause("", 0, 1)
                self._find(part, goal[part.columns])
            self._shown.see(self._data_set.copy())
        return self._shown.open_crossings()

    def _tell(self) -> None:
        """How many crossings are settled."""
        if still := self._crossings.open():
            self._pause(still[0][0].table, self._crossings.asked - len(still), self._crossings.asked)

    def _see(self) -> None:
        data_set = self._data_set.copy()
        alike = len(self._fixed) == self._model.batches
        self._shown.see(data_set, mixed_later=alike)
        if alike:
            self._alike.append(data_set)

    def _pause(self, table: str, done: int, of: int) -> None:
        if self._search.stop.is_set():
            raise AuditStopped
        if self._search.progress is not None and table:
            self._search.progress(plain(table), done, of)

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
            # What shares nothing with the number may stay as it is.
            every = parts(self._model.columns, [*self._model.equations, just_one], self._fixed, self._model.cap)
            for part in (part for part in every if np.isin(columns, part.columns).any()):
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
        bounds = Bounds(lowest if kind != "undecided" else least or 0, most)
        return audit_finding.of_rows(self._series, (asked.question, asked.batches, asked.threshold), kind, bounds)
