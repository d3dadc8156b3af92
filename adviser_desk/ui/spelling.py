"""The spell check of the process: in which languages, which words, and answers that never hold up the window.

Fields ask for verdicts and get those that are known; the others come later, from another thread: `learned` tells so.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from adviser_desk import i18n
from adviser_desk.casework import own_words
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.casework.own_words import OwnWords
from adviser_desk.models.codes import Language
from adviser_desk.spelling import engine
from adviser_desk.spelling.speller import Speller
from adviser_desk.spelling.words import tokens_in, words_of
from adviser_desk.ui.state import State
from adviser_desk.ui.tasks import Tasks, call_if_there

_AT_ONCE = 200
"""Words in one go: the first lines are marked while the rest is looked up."""
_PATIENCE = 0.6
"""Seconds that a menu asked for with a key waits for suggestions; else what is typed next would go into the text."""
_Word = tuple[int, str]
"""Its place, and the word."""
Suggested = Callable[[tuple[str, ...]], None]


class Spelling(QObject):
    """Off until an open vault says what the adviser chose."""

    changed = Signal()
    """Other languages or own words: everything is looked at again."""
    chose = Signal()
    """The adviser chose languages, or added or dropped a word."""
    learned = Signal()
    """More words are known to be right or wrong."""

    def __init__(self) -> None:
        """Off."""
        super().__init__()
        if (app := QCoreApplication.instance()) is not None:
            # The pages are imported in a thread of their own, where no answer and no timer would ever arrive.
            self.moveToThread(app.thread())
        self.chosen = OwnWords(languages=())
        self._names: frozenset[str] = frozenset()
        self._speller = Speller(())
        self._verdicts: dict[str, bool] = {}
        self._of_token: dict[str, tuple[_Word, ...]] = {}
        """The wrong words of each piece of text whose words are all known."""
        self._waiting: dict[str, None] = {}
        self._suggested: dict[str, tuple[str, ...]] = {}
        self._state: State | None = None
        self._tasks: Tasks | None = None
        self._worker: ThreadPoolExecutor | None = None
        self._turn = 0

    # --- what the adviser chose ---

    def begin(self, state: State) -> None:
        """A vault is open."""
        self._state = state
        state.changed.connect(self._look_again)
        state.run(own_words.names_of_cases, then=partial(self._named, state))
        state.run(own_words.own_words, then=partial(self._chose, state))

    @property
    def languages(self) -> tuple[Language, ...]:
        """In which words are checked; none when it is off, or cannot be done here."""
        return self._speller.languages

    def choose(self, languages: tuple[Language, ...]) -> None:
        """Check words in these languages from now on."""
        self._change(own_words.choose_languages, languages)

    def add(self, word: str) -> None:
        """The word is right from now on, in this vault."""
        self._change(own_words.add_word, word)

    def drop(self, word: str) -> None:
        """The word is checked again."""
        self._change(own_words.drop_word, word)

    # --- verdicts ---

    def is_right(self, word: str) -> bool | None:
        """None while it is not known; `ask` for it then."""
        return self._verdicts.get(word)

    def look_through(self, text: str) -> tuple[list[_Word], list[_Word]]:
        """The wrong words of a text with their places, and those not known yet. At every key: it must be quick."""
        wrong: list[_Word] = []
        unknown: list[_Word] = []
        known = self._of_token
        for found in tokens_in(text):
            token = found[0]
            if (there := known.get(token)) is None:
                new = [one for one in words_of(token) if one[1] not in self._verdicts]
                there = tuple(one for one in words_of(token) if self._verdicts.get(one[1]) is False)
                if new:
                    unknown += [(found.start() + place, word) for place, word in new]
                else:
                    known[token] = there
            if there:
                wrong += [(found.start() + place, word) for place, word in there]
        return wrong, unknown

    def ask(self, words: Iterable[str]) -> None:
        """Find out; `learned` tells when."""
        if not self._waiting:
            QTimer.singleShot(0, self, self._send)
        self._waiting.update(dict.fromkeys(words))

    def suggest(self, word: str, then: Suggested, *, before_next_key: bool = False) -> None:
        """Tell at most five words that may have been meant. Ends the search for another word."""
        self._turn += 1
        if word in self._suggested:
            then(self._suggested[word])
            return
        tasks, worker = self._at_work()
        turn, speller = self._turn, self._speller

        def found(words: tuple[str, ...]) -> None:
            if self._turn == turn and self._speller is speller:
                self._suggested[word] = words
            call_if_there(then, words)

        search = partial(speller.suggest, word, lambda: self._turn == turn)
        here = tasks.follow(worker.submit(search), found, lambda _error: found(()))
        if before_next_key:
            tasks.wait_for(here, _PATIENCE)

    def stop(self) -> None:
        """The adviser types: no search for suggestions goes on."""
        self._turn += 1

    # --- inside ---

    def _at_work(self) -> tuple[Tasks, ThreadPoolExecutor]:
        if self._tasks is None or self._worker is None:
            self._tasks = Tasks(self)
            self._worker = ThreadPoolExecutor(max_workers=2, thread_name_prefix="spelling")
        return self._tasks, self._worker

    def _send(self) -> None:
        words, self._waiting = [word for word in self._waiting if word not in self._verdicts], {}
        self._look_up(words)

    def _look_up(self, words: list[str]) -> None:
        tasks, worker = self._at_work()
        speller = self._speller
        for start in range(0, len(words), _AT_ONCE):
            some = words[start : start + _AT_ONCE]
            work = partial(_verdicts, speller, some)
            tasks.follow(worker.submit(work), partial(self._learn, speller), lambda _error: None)

    def _learn(self, speller: Speller, verdicts: dict[str, bool]) -> None:
        if speller is self._speller:
            turned = any(self._verdicts.get(word, right) != right for word, right in verdicts.items())
            self._verdicts.update(verdicts)
            if turned:
                self._of_token = {}
                self.changed.emit()
            else:
                self.learned.emit()

    def _change(self, change: Callable[..., OwnWords], *values: object) -> None:
        if (state := self._state) is not None:
            state.run(change, *values, then=partial(self._chose, state))

    def _look_again(self, changes: Changes) -> None:
        if Kind.CASE in changes.kinds and (state := self._state) is not None:
            state.run(own_words.names_of_cases, then=partial(self._named, state))

    def _named(self, state: State, names: frozenset[str]) -> None:
        if state is self._state and names != self._names:
            self._names = names
            self._renew(self.languages)

    def _chose(self, state: State, chosen: OwnWords) -> None:
        if state is self._state:
            self.chosen = chosen
            languages = (i18n.language(),) if chosen.languages is None else chosen.languages
            self.chose.emit()
            self._renew(languages if engine.is_available() else ())

    def _renew(self, languages: tuple[Language, ...]) -> None:
        before, self._speller = self._speller, Speller(languages, (*self.chosen.words, *self._names))
        self._suggested = {}
        if languages == before.languages:
            # What is marked stays so until the new verdict is there.
            self._look_up(list(self._verdicts))
        else:
            self._verdicts, self._of_token = {}, {}
            self.changed.emit()


def _verdicts(speller: Speller, words: list[str]) -> dict[str, bool]:
    return {word: speller.knows(word) for word in words}


spelling = Spelling()
"""The one spell check of the process."""
