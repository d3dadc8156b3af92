"""Keeps those data sets of the audit that are needed to show that nothing can be worked out."""

import threading
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TypeVar

import numpy as np

from adviser_desk.models.release import Release
from adviser_desk.signals.audit import audit
from adviser_desk.signals.audit_finding import Finding, Progress
from adviser_desk.signals.audit_model import Ints, Model
from adviser_desk.signals.audit_proof import ModelProof, SeriesProof, counts
from adviser_desk.signals.audit_shown import Shown
from adviser_desk.signals.audit_solver import fixed_by_totals, parts
from adviser_desk.signals.audit_watch import Wanted

T = TypeVar("T")


def prove(
    releases: Sequence[Release], *, progress: Progress | None = None, stop: threading.Event | None = None
) -> tuple[tuple[Finding, ...], tuple[SeriesProof, ...]]:
    """What `audit` finds and, if that is nothing, the data sets that show it, for each series in turn."""
    recorders: list[_Recorder] = []

    def making(model: Model, wanted: Iterable[Wanted], pause: Callable[[], None]) -> Shown:
        recorders.append(_Recorder(model, wanted, pause))
        return recorders[-1]

    if found := audit(releases, progress=progress, stop=stop, making=making):
        return found, ()
    by_series = groupby(recorders, key=lambda recorder: id(recorder.model.series))
    return (), tuple(_of_series(list(some)) for _, some in by_series)


class _Recorder(Shown):
    """Remembers every data set it is shown."""

    def __init__(self, model: Model, wanted: Iterable[Wanted], pause: Callable[[], None]) -> None:
        self.wanted = list(wanted)
        self._pause = pause
        self._data_sets: dict[bytes, Ints] = {}
        self._mixed: list[list[bytes]] = []
        super().__init__(model, self.wanted, pause)

    def see(self, data_set: Ints, *, mixed_later: bool = False) -> None:
        self._remember([data_set])
        super().see(data_set, mixed_later=mixed_later)

    def see_mixed(self, data_sets: Sequence[Ints]) -> None:
        self._mixed.append(self._remember(data_sets))
        super().see_mixed(data_sets)

    def _remember(self, data_sets: Sequence[Ints]) -> list[bytes]:
        named = {data_set.tobytes(): data_set for data_set in data_sets}
        self._data_sets |= named
        return list(named)

    def needed(self, goal: set[Wanted]) -> ModelProof:
        """Data sets that show this much to be open, none of which the others can do without."""
        names = self._of_numbers(goal)
        mixed = self._among(names)
        self._show(names, mixed)
        still = goal.intersection(self.left())
        if missing := [one for one in self.wanted if one in still]:
            names += self._of_crossings(missing, names)
            mixed += self._among(names)
        names = _without_spare(names, lambda some: self._enough(goal, some, mixed), (1,))
        mixed = _without_spare(mixed, lambda some: self._enough(goal, names, some), (1,))
        self._complete([self._data_sets[name] for name in names])
        place = {name: number for number, name in enumerate(names)}
        return ModelProof(
            data_sets=tuple(counts(self._data_sets[name]) for name in names),
            mixed=tuple(tuple(place[name] for name in group if name in place) for group in mixed),
        )

    def _of_numbers(self, goal: set[Wanted]) -> list[bytes]:
        """Those that are needed for the numbers which the model holds."""
        names = list(self._data_sets)
        for _ in range(2):
            names = self._telling(reversed(names))

        def enough(some: Sequence[bytes]) -> bool:
            return goal.isdisjoint(self._open_numbers(some))

        return _without_spare(names, enough, (1,))

    def _telling(self, names: Iterable[bytes]) -> list[bytes]:
        """Those that tell anything which the ones before do not."""
        self.watch.forget()
        telling = []
        before = self.watch.seen()
        for name in names:
            self.watch.see(self._data_sets[name])
            if (now := self.watch.seen()).tobytes() != before.tobytes():
                telling.append(name)
            before = now
        return telling

    def _of_crossings(self, missing: Sequence[Wanted], names: Sequence[bytes]) -> list[bytes]:
        """Those that are needed beside some for the crossings that these leave open."""
        few = Shown(self.model, missing, self._pause)

        def enough(some: Sequence[bytes]) -> bool:
            self._pause()
            few.forget()
            self._show_crossings(few, every := [*names, *some], self._among(every))
            return not few.left()

        rest = [name for name in self._data_sets if name not in set(names)]
        return _without_spare(rest, enough, (64, 16, 4, 1))

    def _among(self, names: Sequence[bytes]) -> list[list[bytes]]:
        """What was mixed, of these data sets alone."""
        kept = set(names)
        groups = [[name for name in group if name in kept] for group in self._mixed]
        return [group for group in groups if group]

    def _enough(self, goal: set[Wanted], names: Sequence[bytes], mixed: Sequence[Sequence[bytes]]) -> bool:
        """Whether these data sets show all of the goal."""
        if not goal.isdisjoint(self._open_numbers(names)):
            return False
        self._show(names, mixed)
        return goal.isdisjoint(self.left())

    def _open_numbers(self, names: Sequence[bytes]) -> list[Wanted]:
        self._pause()
        self.watch.forget()
        for name in names:
            self.watch.see(self._data_sets[name])
        return self.open_numbers()

    def _show(self, names: Sequence[bytes], mixed: Sequence[Sequence[bytes]]) -> None:
        self._open_numbers(names)
        self.crossings.forget()
        self._show_crossings(self, names, mixed)

    def _show_crossings(self, shown: Shown, names: Sequence[bytes], mixed: Sequence[Sequence[bytes]]) -> None:
        kept = set(names)
        for group in mixed:
            if some := [self._data_sets[name] for name in group if name in kept]:
                shown.crossings.see_mixed(some)
        for name in names:
            shown.crossings.see(self._data_sets[name])

    def _complete(self, data_sets: Sequence[Ints]) -> None:
        """Fill in the parts of the model that the search left out because no question of it touches them."""
        fixed = fixed_by_totals(self.model.batches, self.model.equations)
        for part in parts(self.model.columns, self.model.equations, fixed, self.model.cap):
            empty = [data_set for data_set in data_sets if not part.holds(data_set[part.columns])]
            if empty and (found := part.smallest(np.zeros(len(part.columns))).solution) is not None:
                for data_set in empty:
                    data_set[part.columns] = found


def _without_spare(things: Sequence[T], enough: Callable[[Sequence[T]], bool], sizes: Iterable[int]) -> list[T]:
    """What is left of things that are enough when so many at a time are left out, if the others are enough."""
    kept = list(things)
    for size in sizes:
        for few in [kept[start : start + size] for start in range(0, len(kept), size)]:
            if enough(rest := [one for one in kept if one not in few]):
                kept = rest
    return kept


def _of_series(recorders: Sequence[_Recorder]) -> SeriesProof:
    """The first was asked everything, each other one a part of what was left."""
    places = {one: number for number, one in enumerate(recorders[0].wanted)}
    left = set(places)
    models = []
    for recorder in recorders:
        if goal := left.intersection(recorder.wanted).difference(recorder.left()):
            left -= goal
            asked = () if recorder is recorders[0] else tuple(places[one] for one in recorder.wanted)
            models.append(recorder.needed(goal).model_copy(update={"questions": asked}))
    return SeriesProof(models=tuple(models))
