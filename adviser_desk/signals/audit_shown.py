"""What data sets that were found show of all that is asked of one model. Finds none itself."""

from collections.abc import Callable, Iterable, Sequence

from adviser_desk.signals.audit_crossed import Crossings
from adviser_desk.signals.audit_model import Ints, Model
from adviser_desk.signals.audit_watch import Wanted, Watch


class Shown:
    """Numbers that the model holds, by what was seen of them, and crossings that it does not hold."""

    def __init__(self, model: Model, wanted: Iterable[Wanted], pause: Callable[[], None]) -> None:
        """`pause` is called between steps, and may raise."""
        self.model = model
        self.watch = Watch(model, wanted)
        self.crossings = Crossings(model, self.watch.untold, pause)

    def see(self, data_set: Ints, *, mixed_later: bool = False) -> None:
        """Take in a data set that agrees with every file. `mixed_later` as in `Crossings`."""
        self.watch.see(data_set)
        self.crossings.see(data_set, mixed_later=mixed_later)

    def see_mixed(self, data_sets: Sequence[Ints]) -> None:
        """Take in what data sets with the same number of cases in each batch show when their fields are mixed."""
        self.crossings.see_mixed(data_sets)

    def open_numbers(self) -> list[Wanted]:
        """What this model can tell and no data set shows to be open."""
        asked = [self.watch.asked[number] for number in self.watch.open().tolist()]
        return [(one.question, one.batches, one.threshold) for one in asked]

    def open_crossings(self) -> list[Wanted]:
        """What this model cannot tell and no data set shows to be open."""
        return [*self.crossings.untold, *self.crossings.open()]

    def left(self) -> list[Wanted]:
        """All that no data set shows to be open."""
        return [*self.open_numbers(), *self.open_crossings()]

    def forget(self) -> None:
        """As if no data set had been seen."""
        self.watch.forget()
        self.crossings.forget()


Making = Callable[[Model, Iterable[Wanted], Callable[[], None]], Shown]
"""What the search shows its data sets to."""
