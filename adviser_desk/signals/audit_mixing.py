"""Crossings settled under fixed numbers of cases: then each field is a question of its own, and any two go together."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from adviser_desk.signals.audit_model import UNBOUNDED, Equation, Ints, Model
from adviser_desk.signals.audit_shown import Shown
from adviser_desk.signals.audit_solver import Contradiction, Floats, Part, parts

Pause = Callable[[], None]


def mix(shown: Shown, fixed: Mapping[int, int], pause: Pause) -> None:
    """Show crossings what data sets tell that have as many cases in each batch, for a few such numbers of cases.

    `fixed` are the batches whose number of cases is known. `pause` is called between searches, and may raise.
    """
    model = shown.model
    batches = range(model.batches)
    for least in (2 * max(release.threshold for release in model.series.releases), 2, 1):
        pause()
        if not shown.crossings.may_mix():
            return
        enough = [Equation(np.array([batch]), np.array([1]), least, UNBOUNDED) for batch in batches]
        data = _agreeing(model, [*model.equations, *enough], dict(fixed))
        if data is not None:
            _mix_with(shown, data, pause)
            if len(fixed) == len(batches):
                return


def _mix_with(shown: Shown, data: Ints, pause: Pause) -> None:
    """Settle crossings by data sets with the batches of this one."""
    model, crossings = shown.model, shown.crossings
    alone = parts(model.columns, model.equations, dict(enumerate(data[: model.batches].tolist())), model.cap)
    found = []
    for goals in (crossings.one_code_each, crossings.many_and_few):
        for goal in goals():
            pause()
            found.append(_towards(goal, data, alone))
        shown.see_mixed(found)


def _towards(goal: Floats, data: Ints, alone: Sequence[Part]) -> Ints:
    """A data set with a small goal, the same as `data` in the parts that the goal is not about."""
    found = data.copy()
    for part in (part for part in alone if goal[part.columns].any()):
        answer = part.relaxed(goal[part.columns])
        if answer.solution is None:
            answer = part.smallest(goal[part.columns])
        if answer.solution is not None:
            found[part.columns] = answer.solution
    return found


def _agreeing(model: Model, equations: Sequence[Equation], fixed: dict[int, int]) -> Ints | None:
    """A data set that satisfies these equations, if one is found."""
    data = np.zeros(model.columns, dtype=np.int64)
    data[list(fixed)] = list(fixed.values())
    try:
        for part in parts(model.columns, equations, fixed, model.cap):
            answer = part.smallest(np.zeros(len(part.columns)))
            if answer.solution is None:
                return None
            data[part.columns] = answer.solution
    except Contradiction:
        return None
    return data
