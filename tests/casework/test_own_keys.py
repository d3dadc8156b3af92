"""The adviser's keys are kept in the vault by the code of a command."""

from adviser_desk.casework import own_keys
from adviser_desk.casework.own_keys import OwnKeys
from adviser_desk.vault import settings
from adviser_desk.vault.connection import Vault


def test_several_commands_change_at_once_and_the_others_stay(vault: Vault) -> None:
    own_keys.choose_keys(vault, {"lock": ("Ctrl+Shift+L",)})
    own_keys.choose_keys(vault, {"consent": ("Ctrl+K",), "palette": ()})
    assert own_keys.own_keys(vault).keys == {"lock": ("Ctrl+Shift+L",), "consent": ("Ctrl+K",), "palette": ()}


def test_none_puts_one_back_and_the_other_act_all(vault: Vault) -> None:
    own_keys.choose_keys(vault, {"lock": ("Ctrl+Shift+L",), "consent": ("Ctrl+K",)})
    assert own_keys.choose_keys(vault, {"lock": None}).keys == {"consent": ("Ctrl+K",)}
    own_keys.put_all_back(vault)
    assert own_keys.own_keys(vault) == OwnKeys()


def test_what_cannot_be_read_is_as_if_nothing_was_chosen(vault: Vault) -> None:
    settings.put(vault, "keys", '{"keys": 3}')
    assert own_keys.own_keys(vault) == OwnKeys()
