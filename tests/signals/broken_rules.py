"""The rules of the protection, each broken on purpose: what a release would look like if one of them were forgotten."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from adviser_desk.signals import possible, protect, space, totals
from adviser_desk.signals.crossed_possible import CrossedPossible
from adviser_desk.signals.crossed_space import CrossedSpace
from adviser_desk.signals.integer_model import Row, Vector
from adviser_desk.signals.possible import Possible
from adviser_desk.signals.protect import _Run
from adviser_desk.signals.refusals import rule
from adviser_desk.signals.space import CountSpace, Frame
from adviser_desk.signals.statements import Place, Said
from adviser_desk.signals.totals import Totals

Break = Callable[[pytest.MonkeyPatch], None]
BREAKS: dict[str, Break] = {}


def breaks(rule_: str) -> Callable[[Break], Break]:
    """Enter a way to break a rule under the words of that rule."""

    def entered(way: Break) -> Break:
        BREAKS[rule_] = way
        return way

    return entered


@breaks("a class is printed only if both would be safe")
def _one_sided(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_Run, "_either_way", lambda run, part, cell: part.safe({cell: run._class_of(cell)}))


@breaks("a class that is refused is not printed")
def _never_refused(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_Run, "_either_way", lambda run, part, cell: True)


@breaks("of no group all, or all but one, may be known to have one code")
def _groups_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Possible, "_all_but_one", lambda possible: possible._found.numbers([]))


@breaks("of no group of codes all, or all but one, may be known to have one of them")
def _only_fields(patch: pytest.MonkeyPatch) -> None:
    asked = possible._is_all
    patch.setattr(possible, "_is_all", lambda space, of, part: of.base[0] == part[0] or asked(space, of, part))


@breaks("a number is told by a rule that does not look at it")
def _looks(patch: pytest.MonkeyPatch) -> None:
    def tell(run: _Run, part: Possible, cell: Place) -> None:
        number: dict[Place, Said] = {cell: run._count(cell)}
        if part.safe(number):
            run._said.update(number)
            part.say(number)

    patch.setattr(_Run, "_tell_number", tell)


@breaks("a number that is told is safe")
def _all_told(patch: pytest.MonkeyPatch) -> None:
    def tell(run: _Run, part: Possible, cell: Place) -> None:
        run._said[cell] = run._count(cell)
        part.say({cell: run._count(cell)})

    patch.setattr(_Run, "_tell_number", tell)


@breaks("what a refusal of a number tells is counted as printed")
def _refusals_forgotten(patch: pytest.MonkeyPatch) -> None:
    def tell(run: _Run, part: Possible, cell: Place) -> None:
        fixed, number = rule(part, cell), {cell: run._count(cell)}
        if number[cell] in fixed.told and part.safe(number):
            run._said.update(number)
            part.say(number)

    patch.setattr(_Run, "_tell_number", tell)


@breaks("what earlier refusals tell is counted as printed")
def _earlier_refusals_forgotten(patch: pytest.MonkeyPatch) -> None:
    repeat = _Run._repeat

    def forgetful(run: _Run, part: Possible) -> None:
        with pytest.MonkeyPatch.context() as now:
            now.setattr(protect, "rule", _only_told(protect.rule))
            repeat(run, part)

    patch.setattr(_Run, "_repeat", forgetful)


def _only_told(original: Callable[[Possible, Place], Any]) -> Callable[[Possible, Place], Any]:
    """The rule, without what it tells where the number was refused."""

    def only_told(part: Possible, cell: Place) -> Any:
        found = original(part, cell)
        return type(found)(found.told)

    return only_told


@breaks("earlier releases are known to the reader")
def _no_ledger(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_Run, "_repeat", lambda run, part: part.witness(run.question.counts))


@breaks("what is left of a line without its exact cells is protected")
def _no_rest(patch: pytest.MonkeyPatch) -> None:
    _residuals_as(patch, lambda value: "." if isinstance(value, int) else value)
    patch.setattr(Possible, "_mixed", lambda part, frame, exact_in: [])


@breaks("the small cells of a line together are protected")
def _no_small(patch: pytest.MonkeyPatch) -> None:
    _residuals_as(patch, lambda value: "." if str(value).startswith("<") else value)


def _residuals_as(patch: pytest.MonkeyPatch, seen: Callable[[Said], Said]) -> None:
    original = Possible._residuals
    patch.setattr(
        Possible,
        "_residuals",
        lambda part, said: original(part, {place: seen(value) for place, value in said.items()}),
    )


@breaks("what is left of a period without exact rows of periods within it is protected")
def _no_mixed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Possible, "_mixed", lambda part, frame, exact_in: [])


@breaks("differences and sums of periods are protected")
def _single_stretches(patch: pytest.MonkeyPatch) -> None:
    def whole(stretches: Iterable[int]) -> Iterable[tuple[int, ...]]:
        every = tuple(sorted(stretches))
        return [every] if every else []

    patch.setattr(possible, "some_of", whole)
    patch.setattr(totals, "some_of", whole)


@breaks("sums of periods that nobody released are protected")
def _no_sums(patch: pytest.MonkeyPatch) -> None:
    def alone(stretches: Iterable[int]) -> Iterable[tuple[int, ...]]:
        return ((one,) for one in sorted(stretches))

    patch.setattr(possible, "some_of", alone)
    patch.setattr(totals, "some_of", alone)


@breaks("all cases but those of a sub-population's row are protected")
def _no_outside(patch: pytest.MonkeyPatch) -> None:
    def inner(of: CountSpace, name: str) -> list[Frame]:
        return of._lines_of(name, space.parent_of(name) or space.THE_TOTAL)

    patch.setattr(CountSpace, "_frames_of", inner)


@breaks("a sub-population adds up to the cell it divides")
def _no_parent(patch: pytest.MonkeyPatch) -> None:
    original = CountSpace._rules_of

    def loose(of: CountSpace, name: str) -> list[Row]:
        return [] if space.parent_of(name) else original(of, name)

    patch.setattr(CountSpace, "_rules_of", loose)


@breaks("an exact group and an exact code outside it are one line")
def _no_levels_together(patch: pytest.MonkeyPatch) -> None:
    _lines_as(patch, lambda of, frames: [f for f in frames if not _both_levels(of, f)])


def _both_levels(of: CountSpace, frame: Frame) -> bool:
    groups = {code for name, code in frame.parts if name and code in of.dimensions[name].groups}
    return bool(groups) and any(
        code in members
        for name, code in frame.parts
        for group, members in of.dimensions[name].groups.items()
        if group in groups
    )


@breaks("the codes within a group are a line")
def _no_group_lines(patch: pytest.MonkeyPatch) -> None:
    _lines_as(patch, lambda of, frames: [f for f in frames if not (f.base[0] and f.base[1] in _groups(of, f))])


def _groups(of: CountSpace, frame: Frame) -> Iterable[str]:
    return of.dimensions[frame.base[0]].groups


def _lines_as(patch: pytest.MonkeyPatch, kept: Callable[[CountSpace, list[Frame]], list[Frame]]) -> None:
    original = CountSpace._lines_of
    patch.setattr(CountSpace, "_lines_of", lambda of, name, base: kept(of, original(of, name, base)))


@breaks("all cases without one code of several are protected")
def _no_lacking(patch: pytest.MonkeyPatch) -> None:
    _lines_as(patch, lambda of, frames: [frame for frame in frames if frame.adds_up])


@breaks("a case has no more codes than its field allows")
def _endless_room(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(space, "_spread", lambda codes, taken, at_most: _each_at_most_all(codes, taken))


def _each_at_most_all(codes: Sequence[Any], taken: Mapping[int, Any]) -> list[Row]:
    everybody = sum(taken.values())
    return [(np.asarray(everybody - code), 0, space.NO_LIMIT) for code in codes]


@breaks("a group counts nobody but the cases of its codes")
def _group_apart(patch: pytest.MonkeyPatch) -> None:
    def loose(group: Vector, members: Sequence[Vector], holding: Mapping[int, Vector]) -> list[Row]:
        rows: list[Row] = [(space.added(holding.values()) - group, 0, 0)]
        return rows + [(group - member, 0, space.NO_LIMIT) for member in members]

    patch.setattr(space, "_grouped", loose)


@breaks("nobody is not told either")
def _nobody_is_fine(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Possible, "_open", lambda part, seen: np.asarray(seen[2] | seen[0]))
    original = Possible._proof

    def proof(part: Possible, number: Any, extra: Any) -> Any:
        least = part._believed.find(-number, extra)
        return [least] if least is not None and int(number @ least) == 0 else original(part, number, extra)

    patch.setattr(Possible, "_proof", proof)


@breaks("somebody below the threshold is not told")
def _somebody_is_fine(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Possible, "_open", lambda part, seen: np.asarray(seen[2] | seen[1]))
    patch.setattr(Possible, "_proof", _most_only)


def _most_only(part: Possible, number: Any, extra: Any) -> Any:
    most = part._believed.find(number, extra)
    return [most] if most is not None and int(number @ most) > 0 else None


@breaks("the threshold is that of the policy")
def _lower_threshold(patch: pytest.MonkeyPatch) -> None:
    original = Possible.__init__

    def lower(part: Possible, of: CountSpace, threshold: int, *more: Any, **named: Any) -> None:
        original(part, of, threshold - 1, *more, **named)

    patch.setattr(Possible, "__init__", lower)


@breaks("totals that a reader does not know stay possible")
def _one_total(patch: pytest.MonkeyPatch) -> None:
    original = Totals.stand_ins

    def first(of: Totals, *given: Any) -> Any:
        sets = original(of, *given)
        return None if sets is None else sets[:1]

    patch.setattr(Totals, "stand_ins", first)


@breaks("a total is safe only if what hangs on it is")
def _totals_alone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Totals, "safe", Possible.safe)


@breaks("after a changed list nothing is said of it")
def _lists_alike(patch: pytest.MonkeyPatch) -> None:
    def unchanged(run: _Run) -> None:
        run._changed, run._tied = set(), False

    patch.setattr(_Run, "_look_for_changed_lists", unchanged)


@breaks("releases that share a quarter through others count together")
def _only_direct(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(protect, "linked_quarters", lambda period, earlier: tuple(period.quarters))


@breaks("who is in no row, no column and no cell of a crossing is protected")
def _no_neither(patch: pytest.MonkeyPatch) -> None:
    _crossed_as(patch, lambda frame: frame.base != space.THE_TOTAL)


def _crossed_as(patch: pytest.MonkeyPatch, kept: Callable[[Frame], bool]) -> None:
    original = CrossedSpace._crossed_frames
    patch.setattr(CrossedSpace, "_crossed_frames", lambda of, pairs: filter(kept, original(of, pairs)))


@breaks("what both fields tell holds for their crossing")
def _margins_forgotten(patch: pytest.MonkeyPatch) -> None:
    original = _Run._crossed

    def loose(run: _Run, of: CrossedSpace, parts: Sequence[Possible]) -> Any:
        found = original(run, of, parts)
        if found is not None:
            found = CrossedPossible(of, found.threshold, under=found._under, beside=found._beside)
            found.say({place: value for place, value in run._said.items() if not place[1]})
        return found

    patch.setattr(_Run, "_crossed", loose)
