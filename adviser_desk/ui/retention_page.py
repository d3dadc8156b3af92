"""Bewaartermijnen: which cases are past their period, what keeps them, destroying them and turning that back."""

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from adviser_desk import i18n
from adviser_desk.casework import access, contacts, destroying, retention
from adviser_desk.casework.changes import Changes, Kind
from adviser_desk.casework.destroying import Planned
from adviser_desk.casework.retention import PastCase
from adviser_desk.casework.retention import RetentionPage as Found
from adviser_desk.errors import KnownError
from adviser_desk.i18n import _, ngettext
from adviser_desk.models.contact import Draft
from adviser_desk.models.destruction import Ground
from adviser_desk.ui.certificates_view import CertificatesView
from adviser_desk.ui.destroy_card import DestroyCard
from adviser_desk.ui.going_banners import GoingBanners, KeptCard
from adviser_desk.ui.keep_longer_card import KeepLongerCard
from adviser_desk.ui.page import Page, Width
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.retention_list import RetentionList
from adviser_desk.ui.retention_past import PastCases
from adviser_desk.ui.retention_words import cases_words, ground_words, moment_words
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.undo import Undo
from adviser_desk.ui.widgets.boxes import Scroll
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text

CERTIFICATES, KEEP = "certificates", "keep"
_SIDE, _BESIDE = 24, 62


class RetentionPage(Page):
    """About nothing: the list. About `consent_withdrawn:7` or `request:7`: that one case, before its period is over."""

    name = "retention"

    def __init__(self, state: State) -> None:
        """Loads when it comes into view."""
        super().__init__(state)
        self._about = ""
        self._shown: Found | None = None
        self._settle = False
        self._copies_of: tuple[int, ...] = ()
        self.list = RetentionList(state)
        self.confirm, self.keep = DestroyCard(state), KeepLongerCard(state)
        self.going, self.kept, self.certificates = GoingBanners(state), KeptCard(), CertificatesView()
        self._title = Heading(_("Bewaartermijnen"), "title")
        self._line = Text("", token="text2")
        self._certificates = Button(_("Verklaringen"), icon="scroll-text", tall=True)
        self._certificates.setObjectName("certificates-open")
        self._past = PastCases(self.list)
        self._build()
        self._listen()

    # --- page ---

    def show_about(self, about: object) -> None:
        self._about = str(about or "")
        if self._one() is not None or self._about == CERTIFICATES:
            self.keep.hide()
        self._arrange()
        self._load()

    def about(self) -> str:
        return KEEP if not self.keep.isHidden() else self._about

    def unsaved(self) -> tuple[Draft, ...]:
        return self.keep.unsaved()

    def focus_first(self) -> None:
        self._settle = True
        if self._about == CERTIFICATES:
            self.certificates.focus_first()
        else:
            # Until the list is there: a button that is left at once would be read out.
            self.setFocus()

    def set_width(self, width: Width) -> None:
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # --- building ---

    def _build(self) -> None:
        scroll = Scroll(spacing=12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title, 1)
        head.addWidget(self._certificates, 0, Qt.AlignmentFlag.AlignTop)
        scroll.column.addLayout(head)
        scroll.column.addWidget(self._line)
        self._left = QWidget()
        self._left.setObjectName("clear")
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(12)
        for part in (self._past, self.going, self.kept):
            left.addWidget(part)
        left.addStretch(1)
        self._side = QWidget()
        self._side.setObjectName("clear")
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        for card in (self.confirm, self.keep):
            side.addWidget(card)
            card.hide()
        side.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(24)
        self._columns.addWidget(self._left, 1)
        self._columns.addWidget(self._side)
        scroll.column.addLayout(self._columns)
        scroll.column.addWidget(self.certificates)
        scroll.column.addStretch(1)
        self._scroll = scroll
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _listen(self) -> None:
        self._past.chosen.connect(self._show_chosen)
        self._past.opened.connect(lambda case_id: self.state.go("case", case_id))
        self._past.longer.connect(self._keep_longer)
        self._past.confirm.connect(self._to_confirm)
        self._certificates.clicked.connect(lambda _on=False: self.state.go("retention", CERTIFICATES))
        self.certificates.closed.connect(lambda: self.state.go("retention"))
        self.confirm.confirmed.connect(self._confirm)
        self.confirm.closed.connect(self._cancel)
        self.keep.noted.connect(self._note)
        self.keep.closed.connect(lambda: self._close_keep())
        self.going.back.connect(self._turn_back)
        self.kept.no_longer.connect(lambda case_id: self.state.run(retention.keep_no_longer, case_id))
        self.state.changed.connect(self._changed)
        theme.changed.connect(self._arrange)

    # --- loading ---

    def _load(self) -> None:
        about = self._about

        def show(found: tuple[Found, PastCase | None, Draft | None]) -> None:
            if about == self._about:
                self._show(*found)

        self.state.run(_page_and_one, self._one(), today=self.state.today(), policy=self.state.policy, then=show)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.kinds - {Kind.DRAFT}:
            self._load()

    def _show(self, page: Found, one: PastCase | None, draft: Draft | None) -> None:
        self._shown = page
        if self._one() is not None and one is None:
            # It was destroyed, or will be: the list tells.
            self.state.go("retention")
            return
        cases = page.past if self._one() is None else (_freed(one, self._ground()),) if one is not None else ()
        self.list.show_cases(cases)
        if one is not None:
            self.list.choose_all(True)
        self.going.show_going(page.going, clean=page.clean)
        self.kept.show_kept(page.kept)
        self.certificates.show_certificates(page.certificates)
        self._say_line(page, one)
        if draft is not None and self._about in ("", KEEP) and self.keep.isHidden():
            self._take_up(draft)
        self._arrange()
        if self._settle:
            self._take_focus()

    def _say_line(self, page: Found, one: PastCase | None) -> None:
        if one is not None:
            values = {"name": privacy.inside(one.case.pseudonym), "ground": ground_words(self._ground()).lower()}
            self._line.setText(_("%(name)s: %(ground)s.") % values)
        elif page.past:
            words = ngettext(
                "Van %(n)d casus is de bewaartermijn om. Kies wat ermee moet gebeuren.",
                "Van %(n)d casussen is de bewaartermijn om. Kies wat ermee moet gebeuren.",
                len(page.past),
            )
            self._line.setText(words % {"n": len(page.past)})
        elif page.next_on is None:
            self._line.setText(_("Er hoeft nu niets weg."))
        else:
            day = i18n.current().long_date(page.next_on)
            self._line.setText(_("Er hoeft nu niets weg. De volgende termijn loopt af op %(day)s.") % {"day": day})

    # --- what is chosen ---

    def _one(self) -> int | None:
        kind, _colon, case_id = self._about.partition(":")
        return int(case_id) if kind in set(Ground) and case_id.isdecimal() else None

    def _ground(self) -> Ground:
        return Ground.RETENTION if self._one() is None else Ground(self._about.partition(":")[0])

    def _show_chosen(self) -> None:
        chosen = self.list.chosen_cases()
        if not chosen:
            self.confirm.forget()
        elif self.keep.isHidden():
            self.confirm.show_cases(chosen, self._ground())
            self._load_copies(chosen)
        self._arrange()

    def _load_copies(self, chosen: Collection[PastCase]) -> None:
        case_ids = self._copies_of = tuple(one.case.id for one in chosen)
        files = self._shown.older_files if self._shown is not None else ()

        def show(backups: Any) -> None:
            if case_ids == self._copies_of:
                self.confirm.show_copies(backups, files, len(case_ids))
                QTimer.singleShot(0, self, self._reveal)

        self.state.run(retention.holding, case_ids, then=show)

    def _to_confirm(self) -> None:
        self.confirm.passphrase.setFocus()
        # Once the layout knows where it is.
        QTimer.singleShot(0, self, self._reveal)

    def _reveal(self) -> None:
        if self.confirm.passphrase.line.hasFocus():
            self._scroll.ensureWidgetVisible(self.confirm.button)
            self._scroll.ensureWidgetVisible(self.confirm.passphrase)

    # --- destroying ---

    def _confirm(self, passphrase: str) -> None:
        chosen, ground = [one.case.id for one in self.list.chosen_cases()], self._ground()
        if not chosen:
            return
        self.confirm.set_busy(True)

        def planned(plan: Planned) -> None:
            self.confirm.set_busy(False)
            self.confirm.forget()
            self._tell_planned(chosen, plan)

        def refused(error: KnownError) -> None:
            self.confirm.set_busy(False)
            self.confirm.passphrase.tell(error.sentence())
            self.confirm.passphrase.line.selectAll()
            self.confirm.passphrase.setFocus()

        self.state.run(
            _prove_and_ask, passphrase, chosen, ground, now=self.state.now(), policy=self.state.policy,
            then=planned, failed=refused,
        )  # fmt: skip

    def _tell_planned(self, case_ids: list[int], plan: Planned) -> None:
        now = self.state.now()
        self._about = ""
        self._load()
        self.focus_first()
        if plan.due_at <= now:
            self.state.destroy_due.emit()
            return
        words = ngettext(
            "%(cases)s wordt vernietigd: %(moment)s.", "%(cases)s worden vernietigd: %(moment)s.", len(case_ids)
        ) % {"cases": cases_words(len(case_ids)), "moment": moment_words(plan.due_at, now)}
        self.state.toast.emit(words, Undo(_("vernietigen"), lambda: self._turn_back(tuple(case_ids))))

    def _turn_back(self, case_ids: tuple[int, ...]) -> None:
        words = ngettext("%(cases)s blijft.", "%(cases)s blijven.", len(case_ids))
        told = words % {"cases": cases_words(len(case_ids))}
        self.state.run(destroying.turn_back, case_ids, then=lambda _changes: self.state.toast.emit(told, None))

    def _cancel(self) -> None:
        self.confirm.forget()
        if (case_id := self._one()) is not None:
            self.state.go("case", case_id)
            return
        self.list.choose_all(False)
        self.list.setFocus()

    # --- keeping longer ---

    def _keep_longer(self) -> None:
        if cases := self._past.to_keep():
            self._open_keep(cases, None)
            self.keep.reason.setFocus()

    def _open_keep(self, cases: tuple[PastCase, ...], draft: Draft | None) -> None:
        self._keeping = tuple(one.case.id for one in cases)
        self.keep.show_cases(cases, draft)
        self.keep.show()
        self._arrange()

    def _take_up(self, draft: Draft) -> None:
        wanted = {int(word) for word in draft.case_words.split()}
        cases = tuple(one for one in (self._shown.past if self._shown else ()) if one.case.id in wanted)
        if cases:
            self._open_keep(cases, draft)

    def _note(self, until: object, reason: str) -> None:
        def noted(_changes: object) -> None:
            self._close_keep()
            self.state.toast.emit(_("Genoteerd. Deze casussen blijven langer."), None)

        self.state.run(retention.keep_longer, self._keeping, until, reason, today=self.state.today(), then=noted)

    def _close_keep(self) -> None:
        self.keep.forget()
        self.keep.hide()
        if self._about == KEEP:
            self._about = ""
            self._load()
        self._show_chosen()
        (self.list if self.list.isVisible() else self._certificates).setFocus()

    # --- widths and focus ---

    def _arrange(self) -> None:
        certificates, one = self._about == CERTIFICATES, self._one() is not None
        beside = self.width() >= theme.em(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(way)
        self._side.setFixedWidth(theme.em(_SIDE)) if beside else self._side.setMaximumWidth(16_777_215)
        if not beside:
            self._side.setMinimumWidth(0)
        keeping, chosen = not self.keep.isHidden(), bool(self.list.chosen_cases())
        self._title.setText(_("Verklaringen") if certificates else _("Bewaartermijnen"))
        self._line.setVisible(not certificates)
        self._certificates.setVisible(not certificates)
        self.certificates.setVisible(certificates)
        self._left.setVisible(not certificates)
        self.confirm.setVisible(chosen and not keeping)
        self._side.setVisible(not certificates and (chosen or keeping))
        self._past.arrange(beside=beside, one=one, keeping=keeping)

    def _take_focus(self) -> None:
        self._settle = False
        focus = self.window().focusWidget()
        here = focus is not None and focus.isVisible() and focus not in (self, self._certificates, self.window())
        if here and self._about != CERTIFICATES:
            return
        if self._about == CERTIFICATES:
            self.certificates.focus_first()
        elif not self.keep.isHidden():
            self.keep.reason.setFocus()
        elif self._one() is not None:
            self._to_confirm()
        else:
            (self._certificates if self.list.current() is None else self.list).setFocus()


def _freed(case: PastCase, ground: Ground) -> PastCase:
    """An open follow-up keeps no case that is to go on another ground than its period."""
    if ground is Ground.RETENTION:
        return case
    return case.model_copy(update={"obstacles": tuple(one for one in case.obstacles if one == "draft")})


def _prove_and_ask(vault: Any, passphrase: str, case_ids: list[int], ground: Ground, **when: Any) -> Planned:
    access.prove(vault, passphrase)
    return destroying.ask(vault, case_ids, ground, **when)


def _page_and_one(
    vault: Any, case_id: int | None, *, today: Any, policy: Any
) -> tuple[Found, PastCase | None, Draft | None]:
    page = retention.retention_page(vault, today=today, policy=policy)
    going = {one.case.id for one in page.going}
    one = None
    if case_id is not None and case_id not in going and destroying.is_there(vault, case_id):
        one = retention.one_case(vault, case_id, policy=policy)
    return page, one, contacts.draft_at(vault, retention.DRAFT)
