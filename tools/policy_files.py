"""What IT gets about the policy, made from the model: `python tools/policy_files.py`.

The template of Windows (ADMX with words in Dutch and English), an example with comments for Linux, one for macOS, and
the table in both IT guides. A test holds them fresh.
"""

import plistlib
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from adviser_desk import i18n  # noqa: E402
from adviser_desk.models.codes import Language  # noqa: E402
from adviser_desk.policy import DEFAULT, KEYS, kind  # noqa: E402
from adviser_desk.policy_sources import LINUX, MACOS, WINDOWS  # noqa: E402
from adviser_desk.policy_units import MOST as MOST_UNITS  # noqa: E402
from adviser_desk.policy_words import amount_words, label, sentence  # noqa: E402

FOLDER = ROOT / "packaging" / "policy"
_FOLDERS: Mapping[Language, str] = {"nl": "nl-NL", "en": "en-US"}
"""The names that Windows gives to the folders of languages."""
_BAR = r"\|"
"""A bar that ends no cell of a table."""
_MOST_LETTERS = 300
"""Of one line of units, in the field of the template."""
_NAMESPACE = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
_EXAMPLES: Mapping[str, object] = {
    "version": "2026-1",
    "units": (
        "BED | Bedrijfsvoering | Operations | 640",
        "BED/INK | Inkoop | Procurement",
        "BED/ICT | Automatisering | IT",
        "FIN | Financiën | Finance | 240",
        "BES | Bestuursstaf | Executive staff | 35",
    ),
    "backup_folder": "~/Back-ups",
    "export_folder": "~/Documents/Exports",
}
"""Of the keys that begin without a value."""
_ON_WINDOWS = {"backup_folder": r"%USERPROFILE%\Back-ups", "export_folder": r"%USERPROFILE%\Documents\Exports"}
_BEGIN, _END = "<!-- policy: made by tools/policy_files.py -->", "<!-- end of policy -->"
_WORDS: Mapping[Language, Mapping[str, str]] = {
    "nl": {
        "head": "Beleid voor Adviser Desk. Alleen wat hier staat, geldt; de rest blijft zoals het programma begint.",
        "place": "Plaats: %s. Eigenaar root, rechten 0644, de map 0755.",
        "wrong": "Klopt een regel niet, dan start Adviser Desk niet en zegt het welke regel.",
        "try": "Eerst proberen: adviser-desk policy BESTAND.",
        "bounds": "Van %(least)d tot en met %(most)d.",
        "choices": "Een van: %s.",
        "begins": "Zonder beleid: %s.",
        "columns": "| sleutel | wat het bepaalt | mag zijn | zonder beleid |",
        "name": "Een naam van hooguit 32 letters, cijfers, punten en streepjes.",
        "switch": "Aan (true) of uit (false).",
        "units": "Regels CODE | naam | Engelse naam | medewerkers, en daaronder BOVEN/CODE | naam | Engelse naam.",
        "folder": "Een volledige plek; ~, $HOME en %USERPROFILE% mogen.",
        "supported": "Adviser Desk 0.1 of later",
        "title": "Instellingen van Adviser Desk",
    },
    "en": {
        "head": "Policy for Adviser Desk. Only what is here counts; all else stays as the program begins.",
        "place": "Place: %s. Owner root, rights 0644, the folder 0755.",
        "wrong": "If a line is not right, Adviser Desk does not start and says which line.",
        "try": "Try it first: adviser-desk policy FILE.",
        "bounds": "From %(least)d to %(most)d.",
        "choices": "One of: %s.",
        "begins": "Without a policy: %s.",
        "columns": "| key | what it decides | may be | without a policy |",
        "name": "A name of at most 32 letters, digits, dots and dashes.",
        "switch": "On (true) or off (false).",
        "units": "Lines CODE | Dutch name | English name | staff, and below it ABOVE/CODE | Dutch name | English name.",
        "folder": "A whole path; ~, $HOME and %USERPROFILE% may be used.",
        "supported": "Adviser Desk 0.1 or later",
        "title": "Settings of Adviser Desk",
    },
}


def files() -> Mapping[Path, bytes]:
    """Every file, as it should be."""
    made = {
        FOLDER / "policy.toml": _toml().encode(),
        FOLDER / MACOS.name: _plist(),
        FOLDER / "AdviserDesk.admx": _admx().encode(),
    }
    for language in i18n.LANGUAGES:
        made[FOLDER / _FOLDERS[language] / "AdviserDesk.adml"] = in_language(language, _adml).encode()
        guide = ROOT / "docs" / f"it-guide-{language}.md"
        made[guide] = with_table(guide.read_text(encoding="utf-8"), in_language(language, _table)).encode()
    return made


def in_language(language: Language, make: Callable[[Language], str]) -> str:
    """What `make` gives in a language; the language of the screen is as it was."""
    before = i18n.language()
    i18n.set_language(language)
    try:
        return make(language)
    finally:
        i18n.set_language(before)


def with_table(guide: str, table: str) -> str:
    """A guide with another table between its marks."""
    before, _begin, rest = guide.partition(_BEGIN)
    _old, end, after = rest.partition(_END)
    assert end, "the marks of the table are not in the guide"
    return f"{before}{_BEGIN}\n{table}\n{_END}{after}"


def example(key: str) -> object:
    """A value of a key for an example: what the program begins with, where that is one."""
    return _EXAMPLES.get(key, getattr(DEFAULT, key))


def _toml() -> str:
    lines = []
    for language in i18n.LANGUAGES:
        lines += [f"# {line}" for line in in_language(language, _head).splitlines()]
    lines += ["", f"version = {_toml_value(_EXAMPLES['version'])}"]
    for key in KEYS[1:]:
        lines.append("")
        for language in i18n.LANGUAGES:
            lines += [
                f"# {line}" for line in in_language(language, lambda lang, key=key: _about(key, lang)).splitlines()
            ]
        lines += [f"# {line}" for line in f"{key} = {_toml_value(example(key))}".splitlines()]
    return "\n".join(lines) + "\n"


def _head(language: Language) -> str:
    words = _WORDS[language]
    return "\n".join([words["head"], words["place"] % LINUX, words["wrong"], words["try"]])


def _about(key: str, language: Language) -> str:
    return f"{label(key)}. {sentence(key)}\n{_allowed(key, language)}"


def _allowed(key: str, language: Language) -> str:
    words, allowed = _WORDS[language], kind(key)
    if allowed.type is int:
        return words["bounds"] % {"least": allowed.least, "most": allowed.most}
    if allowed.choices:
        return words["choices"] % ", ".join(allowed.choices)
    return words[{bool: "switch", tuple: "units", Path: "folder"}.get(allowed.type, "name")]


def _toml_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "".join(["[\n", *(f'  "{line}",\n' for line in value), "]"]) if value else "[]"
    return str(value) if isinstance(value, int) else f'"{value}"'


def _plist() -> bytes:
    values = {key: example(key) for key in KEYS}
    written = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    return plistlib.dumps(written, sort_keys=False)


def _table(language: Language) -> str:
    rows = [_WORDS[language]["columns"], "|---|---|---|---|"]
    for key in KEYS:
        default = getattr(DEFAULT, key)
        begins = f"`{_toml_value(default)}` ({amount_words(key, default)})"
        if key in _EXAMPLES:
            begins = "–" if key == "version" else amount_words(key, default)
        rows.append(f"| `{key}` | {sentence(key)} | {_allowed(key, language).replace('|', _BAR)} | {begins} |")
    return "\n".join(rows)


# --- Windows ---


def _admx() -> str:
    policies = "\n".join(_admx_policy(key) for key in KEYS)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<policyDefinitions revision="1.0" schemaVersion="1.0" xmlns="{_NAMESPACE}">
  <policyNamespaces>
    <target prefix="adviserdesk" namespace="AdviserDesk.Policies"/>
  </policyNamespaces>
  <resources minRequiredRevision="1.0"/>
  <supportedOn>
    <definitions>
      <definition name="SUPPORTED_AdviserDesk" displayName="$(string.SUPPORTED_AdviserDesk)"/>
    </definitions>
  </supportedOn>
  <categories>
    <category name="AdviserDesk" displayName="$(string.AdviserDesk)"/>
  </categories>
  <policies>
{policies}
  </policies>
</policyDefinitions>
"""


def _admx_policy(key: str) -> str:
    allowed = kind(key)
    switch = f" valueName={quoteattr(key)}" if allowed.type is bool else f' presentation="$(presentation.{key})"'
    head = (
        f'    <policy name="{key}" class="Machine" displayName="$(string.{key})"'
        f' explainText="$(string.{key}_explained)" key={quoteattr(WINDOWS)}{switch}>\n'
        '      <parentCategory ref="AdviserDesk"/>\n'
        '      <supportedOn ref="SUPPORTED_AdviserDesk"/>\n'
    )
    return head + _admx_values(key) + "    </policy>"


def _admx_values(key: str) -> str:
    allowed = kind(key)
    if allowed.type is bool:
        return (
            '      <enabledValue><decimal value="1"/></enabledValue>\n'
            '      <disabledValue><decimal value="0"/></disabledValue>\n'
        )
    name = f'id="{key}" valueName="{key}"'
    if allowed.type is int:
        element = f'<decimal {name} required="true" minValue="{allowed.least}" maxValue="{allowed.most}"/>'
    elif allowed.choices:
        items = "".join(
            f'\n          <item displayName="$(string.{key}_{choice})"><value><string>{choice}</string></value></item>'
            for choice in allowed.choices
        )
        element = f'<enum {name} required="true">{items}\n        </enum>'
    elif allowed.type is tuple:
        element = f'<multiText {name} required="true" maxStrings="{MOST_UNITS}" maxLength="{_MOST_LETTERS}"/>'
    elif allowed.type is Path:
        element = f'<text {name} required="true" maxLength="200" expandable="true"/>'
    else:
        element = f'<text {name} required="true" maxLength="32"/>'
    return f"      <elements>\n        {element}\n      </elements>\n"


def _adml(language: Language) -> str:
    words = _WORDS[language]
    strings = {"AdviserDesk": "Adviser Desk", "SUPPORTED_AdviserDesk": words["supported"]}
    for key in KEYS:
        strings[key] = label(key)
        strings[f"{key}_explained"] = " ".join([sentence(key), _allowed(key, language), _begins(key, language)]).strip()
        strings |= {f"{key}_{choice}": f"{choice}: {amount_words(key, choice)}" for choice in kind(key).choices}
    lines = "\n".join(f'      <string id="{name}">{escape(text)}</string>' for name, text in strings.items())
    shown = "\n".join(filter(None, map(_presentation, KEYS)))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<policyDefinitionResources revision="1.0" schemaVersion="1.0" xmlns="{_NAMESPACE}">
  <displayName>Adviser Desk</displayName>
  <description>{escape(words["title"])}</description>
  <resources>
    <stringTable>
{lines}
    </stringTable>
    <presentationTable>
{shown}
    </presentationTable>
  </resources>
</policyDefinitionResources>
"""


def _begins(key: str, language: Language) -> str:
    return "" if key == "version" else _WORDS[language]["begins"] % amount_words(key, getattr(DEFAULT, key))


def _presentation(key: str) -> str:
    allowed, words = kind(key), escape(label(key))
    if allowed.type is bool:
        return ""
    if allowed.type is int:
        field = f'<decimalTextBox refId="{key}" defaultValue="{getattr(DEFAULT, key)}">{words}</decimalTextBox>'
    elif allowed.choices:
        place = allowed.choices.index(getattr(DEFAULT, key))
        field = f'<dropdownList refId="{key}" noSort="true" defaultItem="{place}">{words}</dropdownList>'
    elif allowed.type is tuple:
        field = f'<multiTextBox refId="{key}" defaultHeight="12">{words}</multiTextBox>'
    else:
        begins = _ON_WINDOWS.get(key, _EXAMPLES.get(key))
        field = f'<textBox refId="{key}"><label>{words}</label><defaultValue>{begins}</defaultValue></textBox>'
    return f'      <presentation id="{key}">{field}</presentation>'


def main() -> int:
    """Write what is not as it should be."""
    for path, content in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
