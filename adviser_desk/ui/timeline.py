"""The contacts of a case, newest first, with their whole text. F2 or Enter changes one in its row, Delete removes one,
Ctrl+C copies its text.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QWidget,
)

from adviser_desk import i18n
from adviser_desk.casework import contact_history
from adviser_desk.casework.last_act import Act, LastAct
from adviser_desk.i18n import _, ngettext
from adviser_desk.models.contact import Contact, ContactVersion, Draft
from adviser_desk.ui.clipboard import copy_text
from adviser_desk.ui.contact_edit import ContactEdit, place_of
from adviser_desk.ui.contact_versions import ContactVersions
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.timeline_row import CONTACT_ROLE, RowDelegate
from adviser_desk.ui.undo import Undo
from adviser_desk.ui.widgets.note import channel_words

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class _Model(QAbstractListModel):
    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state
        self.contacts: Sequence[Contact] = ()
        self.drafts: Mapping[str, Draft] = {}
        self.changed: Collection[int] = ()

    def set_contacts(self, contacts: Sequence[Contact], drafts: Mapping[str, Draft], changed: Collection[int]) -> None:
        self.beginResetModel()
        self.contacts, self.drafts, self.changed = contacts, drafts, changed
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.contacts)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        contact = self.contacts[index.row()]
        if role == CONTACT_ROLE:
            return contact
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return privacy.spoken(self.spoken(contact))
        return None

    def head(self, contact: Contact) -> str:
        """Gesprek · 50 min."""
        parts = [channel_words(self._state.label, contact.channel)]
        if contact.minutes:
            parts.append(_("%(n)d min") % {"n": contact.minutes})
        return " · ".join(parts)

    def spoken(self, contact: Contact) -> str:
        """2 oktober 2026 16:10, gesprek, 50 minuten. And the text."""
        parts = [f"{i18n.current().long_date(contact.at.date())} {contact.at:%H:%M}"]
        parts.append(channel_words(self._state.label, contact.channel).lower())
        if contact.minutes:
            parts.append(ngettext("%(n)d minuut", "%(n)d minuten", contact.minutes) % {"n": contact.minutes})
        if place_of(contact) in self.drafts:
            parts.append(_("concept wacht"))
        if contact.id in self.changed:
            parts.append(_("gewijzigd"))
        return f"{', '.join(parts)}. {contact.note}"


class Timeline(QListView):
    """A list that scrolls by itself below the new contact. `edited` carries a contact to be changed in its row."""

    editing = Signal(bool)

    def __init__(self, state: State) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("timeline")
        self.setAccessibleName(_("Tijdlijn"))
        self._state = state
        self.compact = False
        self.editor: ContactEdit | None = None
        self.versions: ContactVersions | None = None
        self._to_open: Draft | Sequence[ContactVersion] | None = None
        self._going: set[int] = set()
        self._model = _Model(state)
        self._delegate = RowDelegate(self, state)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(lambda index: self.edit_row(index.row()))
        theme.changed.connect(self._lay_out)
        privacy.changed.connect(self._lay_out)

    # --- what it shows ---

    def show_contacts(
        self, contacts: Sequence[Contact], drafts: Mapping[str, Draft], changed: Collection[int] = ()
    ) -> None:
        """Show these; `drafts` by place, `changed` by number. A form that is open stays open, and the current contact
        stays current, unless one came that was not here before; where it is gone, the one in its place is.
        """
        self._going &= {contact.id for contact in contacts}
        if contacts == self._model.contacts:
            self._model.drafts, self._model.changed = drafts, changed
            self.viewport().update()
            return
        self._close_versions()
        if self.editor is not None and self.editor.is_over():
            self._editor_closed(self.editor)
        place = self.currentIndex().row()
        current, open_now = self._came(contacts) or self.current(), self.editor
        typed = open_now.draft() if open_now is not None else None
        had_focus = open_now is not None and open_now.isAncestorOf(self.window().focusWidget() or self)
        self.editor = None
        self._model.set_contacts(contacts, drafts, changed)
        row = self.row_of(current.id) if current else -1
        if contacts:
            self.setCurrentIndex(self._model.index(row if row >= 0 else min(max(place, 0), len(contacts) - 1)))
        if open_now is not None and (row := self.row_of(open_now.contact.id)) >= 0:
            self.edit_row(row, typed, focus=had_focus)

    def _came(self, contacts: Sequence[Contact]) -> Contact | None:
        """The one logged last of those that are not shown yet; None when all of the case come."""
        known = {contact.id for contact in self._model.contacts}
        return max((one for one in contacts if known and one.id not in known), key=lambda one: one.id, default=None)

    def show_nothing(self) -> None:
        """Another case comes: nothing of this one stays in view."""
        self._close_editor(keep=True)
        self._close_versions()
        self._going.clear()
        self._model.set_contacts((), {}, ())
        self._delegate.forget()

    def set_compact(self, compact: bool) -> None:
        """Dates above the text instead of beside it."""
        if compact != self.compact:
            self.compact = compact
            self._lay_out()

    def current(self) -> Contact | None:
        """The contact with the selection."""
        row = self.currentIndex().row()
        return self._model.contacts[row] if 0 <= row < len(self._model.contacts) else None

    def count(self) -> int:
        """How many contacts are shown."""
        return self._model.rowCount()

    def row_of(self, contact_id: int) -> int:
        """The row of a contact, -1 when it is not shown."""
        return next((row for row, contact in enumerate(self._model.contacts) if contact.id == contact_id), -1)

    def head(self, contact: Contact) -> str:
        """Channel and duration."""
        return self._model.head(contact)

    def waits(self, contact: Contact) -> bool:
        """Whether a change of this contact waits as a draft."""
        return place_of(contact) in self._model.drafts

    def was_changed(self, contact: Contact) -> bool:
        """Whether there are earlier versions of this contact."""
        return contact.id in self._model.changed

    def has_form(self, contact: Contact) -> bool:
        """Whether something is open in the row of this contact."""
        form = self.form()
        return form is not None and form.contact.id == contact.id

    def form(self) -> ContactEdit | ContactVersions | None:
        """What is open in a row."""
        return self.editor or self.versions

    # --- acts ---

    def edit_current(self) -> None:
        """Change the current contact in its row."""
        self.edit_row(self.currentIndex().row())

    def edit_row(self, row: int, typed: Draft | None = None, *, focus: bool = True) -> None:
        """Open the form in a row, with what waits there; `typed` is newer and not kept yet."""
        if not 0 <= row < self.count():
            return
        contact = self._model.contacts[row]
        if self.editor is not None:
            if self.editor.contact.id == contact.id:
                self.editor.focus_at(None)
                return
            self._close_editor(keep=True)
        self._close_versions()
        draft = typed or self._model.drafts.get(place_of(contact))
        self._to_open = draft
        index = self._model.index(row)
        self.setCurrentIndex(index)
        self.openPersistentEditor(index)
        self._lay_out()
        cursor = draft.cursor if draft else None
        if self.editor is not None and typed is not None:
            self.editor.keeper.dropped()
            self.editor.keeper.touched()
        if self.editor is not None and focus:
            self.editor.focus_at(cursor)
        self.editing.emit(True)
        self._show_editor()

    def make_form(self, parent: QWidget, contact: Contact) -> ContactEdit | ContactVersions:
        """What opens in a row; asked for by the delegate."""
        if self._to_open is None or isinstance(self._to_open, Draft):
            self.editor = made = ContactEdit(self._state, contact, self._to_open, parent)
            made.closed.connect(lambda: self._editor_closed(made))
            return made
        self.versions = opened = ContactVersions(self._state, contact, self._to_open, self.head, parent)
        opened.closed.connect(self._close_versions)
        opened.grew.connect(self.scheduleDelayedItemsLayout)
        return opened

    def open_versions(self) -> None:
        """Show in its row what the current contact was before."""
        if (contact := self.current()) is not None:
            show = lambda found: self._show_versions(contact, found)  # noqa: E731
            self._state.run(contact_history.versions, contact.id, then=show)

    def remove_current(self) -> None:
        """Take the current contact away; that can be undone, and for thirty days it can be put back."""
        contact, state = self.current(), self._state
        if contact is None or contact.id in self._going:
            return
        if self.has_form(contact):
            self._close_editor(keep=True)
            self._close_versions()
        self._going.add(contact.id)

        def failed(error: object) -> None:
            self._going.discard(contact.id)
            state.show_error(error)

        def removed(_changes: object) -> None:
            act = LastAct(act=Act.REMOVE, case_id=contact.case_id, of=contact.id)
            state.toast.emit(_("Contact verwijderd."), Undo.of(state, act))

        state.run(contact_history.remove_contact, contact.id, now=state.now(), then=removed, failed=failed)

    def copy(self) -> None:
        """Copy the text of the current contact; the window's Ctrl+C comes here."""
        if privacy.on:
            self._state.toast.emit(_("Zet eerst het afschermen uit met Ctrl+punt. Dan kunt u kopiëren."), None)
        elif (contact := self.current()) is not None:
            copy_text(contact.note)
            words = _("Tekst gekopieerd. Na %(n)d seconden wissen wij die kopie.")
            self._state.toast.emit(words % {"n": self._state.policy.clipboard_seconds}, None)

    def unsaved(self) -> tuple[Draft, ...]:
        """What is typed in the open form and not in the vault yet."""
        return self.editor.unsaved() if self.editor is not None else ()

    # --- events ---

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = (
            event.key(),
            event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier),
        )
        if plain and key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_current()
        elif plain and key == Qt.Key.Key_Delete:
            self.remove_current()
        elif plain and key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._scrolls(1 if key == Qt.Key.Key_Down else -1):
            event.accept()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.show_menu(event.globalPos())

    def show_menu(self, at: QPoint) -> None:
        """What can be done with the current contact, on the screen at a place."""
        contact = self.current()
        if contact is None:
            return
        menu = QMenu(self)
        menu.addAction(_("Wijzigen") + "\tF2", self.edit_current)
        menu.addAction(_("Kopiëren") + "\tCtrl+C", self.copy)
        menu.addAction(_("Eerdere versies…"), self.open_versions).setEnabled(self.was_changed(contact))
        menu.addSeparator()
        menu.addAction(_("Verwijderen") + "\tDel", self.remove_current)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        if self.form() is not None:
            self._show_editor()

    def _scrolls(self, step: int) -> bool:
        """A contact that is higher than the view is read by scrolling before the next one comes."""
        rect, room = self.visualRect(self.currentIndex()), self.viewport().height()
        beyond = rect.bottom() - room if step > 0 else -rect.top()
        if not self.currentIndex().isValid() or rect.height() <= room or beyond <= 0:
            return False
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + step * min(beyond, room * 2 // 3))
        return True

    def _show_editor(self) -> None:
        """Its top in view, and all of it where that fits; once the layout knows its height."""
        hint = QAbstractItemView.ScrollHint
        QTimer.singleShot(0, self, lambda: self.scrollTo(self.currentIndex(), hint.EnsureVisible))
        QTimer.singleShot(0, self, lambda: self._top_of_editor())

    def _top_of_editor(self) -> None:
        if (form := self.form()) is not None and form.height() > self.viewport().height():
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtTop)

    def _lay_out(self) -> None:
        self._delegate.forget()
        self.verticalScrollBar().setSingleStep(theme.em(2))
        self.scheduleDelayedItemsLayout()

    def _close_editor(self, *, keep: bool) -> None:
        if self.editor is not None and keep:
            self.editor.close_and_keep()

    def _show_versions(self, contact: Contact, found: Sequence[ContactVersion]) -> None:
        row = self.row_of(contact.id)
        if not found:
            self._state.toast.emit(_("Van dit contact zijn er geen eerdere versies."), None)
        if row < 0 or not found:
            return
        self._close_editor(keep=True)
        self._close_versions()
        self._to_open = found
        index = self._model.index(row)
        self.setCurrentIndex(index)
        self.openPersistentEditor(index)
        self._lay_out()
        if self.versions is not None:
            self.versions.focus_first()
        self.editing.emit(True)
        self._show_editor()

    def _close_versions(self) -> None:
        if (going := self.versions) is not None:
            self.versions = None
            self._close_row(going)

    def _editor_closed(self, editor: ContactEdit) -> None:
        if editor is self.editor:
            self.editor = None
            self._close_row(editor)

    def _close_row(self, form: ContactEdit | ContactVersions) -> None:
        had_focus = form.isAncestorOf(self.window().focusWidget() or self)
        self.closePersistentEditor(self._model.index(self.row_of(form.contact.id)))
        self._lay_out()
        if had_focus:
            self.setFocus()
        self.editing.emit(False)
