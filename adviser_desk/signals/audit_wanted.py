"""All that is asked of a series: every question, of every sum of batches it is about. The same list in every run."""

from collections.abc import Iterable, Iterator, Sequence

from adviser_desk.models.release import Release
from adviser_desk.signals.audit_cases import Event, Series, in_order, in_words, known_event, linked
from adviser_desk.signals.audit_lists import telling
from adviser_desk.signals.audit_mixed import mixed
from adviser_desk.signals.audit_questions import all_but_one, questions, small_rows, sums, threshold
from adviser_desk.signals.audit_watch import Wanted

TWO = 2
"""So many of a group must be able to be without a code."""


def groups(releases: Iterable[Release]) -> list[tuple[Release, ...]]:
    """The releases that are looked at together, the same in any order of the files."""
    return [part for whole in linked(in_order(releases)) for part in telling(whole)]


def wanted_of(series: Series) -> Iterator[Wanted]:
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
            if (question.event, some) not in known:
                yield question, tuple(sorted(some)), release.threshold
    for question in mixed(series):
        whole = frozenset(batch for batch, _ in question.each)
        yield question, tuple(sorted(whole)), threshold(series, whole)


def events(asked: Iterable[Wanted]) -> Sequence[Event]:
    """Which cases these questions are about, and which are taken off these: what one model has to tell at once."""
    return sorted({event for one in asked for event in events_of(one)}, key=in_words)


def events_of(one: Wanted) -> set[Event]:
    """The same of one question."""
    question, batches, _ = one
    return {question.event, *(event for batch in batches for event in question.taken(batch))}
