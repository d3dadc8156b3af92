"""Whole-number programs over one independent part of a model. A solution counts only after an exact check."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import highspy
import numpy as np
from highspy._core import _Highs
from numpy.typing import NDArray

from adviser_desk.signals.audit_model import UNBOUNDED, Equation, Ints, Sums

NODES = 20_000
Floats = NDArray[np.float64]
_INFEASIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)


class Contradiction(Exception):
    """No data set agrees with the statements."""


class Answer(NamedTuple):
    """The smallest value of a goal: proven to be at least `bound`, reached by `solution` if there is one."""

    bound: int | None
    solution: Ints | None


class Part:
    """The unknowns of one part, whole and not negative, under its equations."""

    def __init__(self, columns: Ints, equations: Sequence[Equation], cap: int) -> None:
        """`columns` are the numbers of the unknowns in the whole model, in rising order."""
        self.columns = columns
        self._sums = Sums(equations, columns)
        self._cap = cap
        self._linear = self._program(whole=False)

    @cached_property
    def _whole(self) -> _Highs:
        return self._program(whole=True)

    def _program(self, *, whole: bool) -> _Highs:
        count, sums = len(self.columns), self._sums
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = count, len(sums.sizes)
        model.col_cost_ = np.zeros(count)
        model.col_lower_, model.col_upper_ = np.zeros(count), np.full(count, float(self._cap))
        model.row_lower_ = sums.low.astype(float)
        model.row_upper_ = np.where(sums.high == UNBOUNDED, highspy.kHighsInf, sums.high.astype(float))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(sums.sizes)]).astype(np.int32)
        model.a_matrix_.index_ = sums.index.astype(np.int32)
        model.a_matrix_.value_ = sums.factors.astype(float)
        if whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * count
        solver = _Highs()  # the wrapper around it prints a banner on standard output before it can be told not to
        solver.setOptionValue("output_flag", False)
        settings = {"threads": 1, "random_seed": 7, "mip_max_nodes": NODES, "mip_rel_gap": 0.0, "mip_abs_gap": 0.99}
        for name, value in settings.items():
            solver.setOptionValue(name, value)
        solver.passModel(model)
        return solver

    def holds(self, solution: Ints) -> bool:
        """Whether these whole numbers satisfy every equation, in exact arithmetic."""
        return self._sums.hold(solution)

    def relaxed(self, goal: Floats) -> Answer:
        """The smallest value of Σ goal · x over fractions, rounded up; its corner if that is a whole solution."""
        solver = self._linear
        self._aim(solver, goal)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return Answer(None, None)
        value = solver.getInfo().objective_function_value
        return Answer(int(np.ceil(value - 1e-5)), self._checked(solver))

    def smallest(self, goal: Floats, enough: int | None = None) -> Answer:
        """The smallest value of Σ goal · x over whole numbers; may stop once a solution reaches `enough`."""
        solver = self._whole
        self._aim(solver, goal)
        solver.setOptionValue("objective_target", -highspy.kHighsInf if enough is None else float(enough) + 0.5)
        solver.clearSolver()
        solver.run()
        if solver.getInfo().primal_solution_status != 2:
            return Answer(None, None)
        bound = solver.getInfo().mip_dual_bound
        proven = int(np.ceil(bound - 1e-5)) if np.isfinite(bound) else None
        return Answer(proven, self._checked(solver))

    def impossible(self) -> bool:
        """After `smallest` found nothing: whether the solver proved that no data set agrees."""
        return self._whole.getModelStatus() in _INFEASIBLE

    def _aim(self, solver: _Highs, goal: Floats) -> None:
        solver.changeColsCost(len(goal), np.arange(len(goal), dtype=np.int32), goal)

    def _checked(self, solver: _Highs) -> Ints | None:
        solution = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
        return solution if self.holds(solution) else None


def parts(columns: int, equations: Sequence[Equation], fixed: dict[int, int], cap: int) -> list[Part]:
    """The model cut into parts that share no unknown, once the `fixed` unknowns are filled in.

    Contradiction when an equation between `fixed` unknowns alone does not hold.
    """
    left = [_filled(equation, fixed) for equation in equations]
    if any(not len(equation.columns) and not equation.low <= 0 <= equation.high for equation in left):
        raise Contradiction
    left = [equation for equation in left if len(equation.columns)]
    root = np.arange(columns)
    for equation in left:
        _unite(root, equation.columns)
    labels = np.array([_find(root, column) for column in range(columns)])
    free = np.array([column not in fixed for column in range(columns)])
    by_part: dict[int, list[Equation]] = {}
    for equation in left:
        by_part.setdefault(int(labels[equation.columns[0]]), []).append(equation)
    return [Part(np.flatnonzero((labels == label) & free), rows, cap) for label, rows in sorted(by_part.items())]


def _filled(equation: Equation, fixed: dict[int, int]) -> Equation:
    known = np.array([int(column) in fixed for column in equation.columns], dtype=bool)
    if not known.any():
        return equation
    taken = sum(
        int(factor) * fixed[int(column)]
        for column, factor in zip(equation.columns[known], equation.factors[known], strict=True)
    )
    high = UNBOUNDED if equation.high == UNBOUNDED else equation.high - taken
    return Equation(equation.columns[~known], equation.factors[~known], equation.low - taken, high)


def _find(root: Ints, column: int) -> int:
    while root[column] != column:
        root[column] = root[root[column]]
        column = int(root[column])
    return column


def _unite(root: Ints, columns: Ints) -> None:
    first = _find(root, int(columns[0]))
    for column in columns[1:].tolist():
        root[_find(root, column)] = first


def fixed_by_totals(batches: int, equations: Sequence[Equation]) -> dict[int, int]:
    """The batches whose number of cases the printed totals give away, found by subtraction."""
    totals = [equation for equation in equations if equation.columns.max() < batches]
    fixed: dict[int, int] = {}
    while True:
        left = [_filled(equation, fixed) for equation in totals if equation.low == equation.high]
        single = {int(equation.columns[0]): equation.low for equation in left if len(equation.columns) == 1}
        if not single or any(value < 0 for value in single.values()):
            return fixed
        fixed |= single
