#!/usr/bin/env bash
# Tries whether a backup can really be put back, in a folder that goes away. The vault of this laptop is not touched.
# For the yearly rehearsal, with the adviser at the keyboard:
#   packaging/restore_test.sh /media/stick/Adviser-Desk-....backup
# The new passphrase that is asked for is for the copy only and goes with it. ADVISER_DESK names another program.
set -euo pipefail
backup=$(realpath "$1")
program=${ADVISER_DESK:-adviser-desk}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
say() { printf '%s\n' "$1" >&2; }

say '1. Is the file whole?'
"$program" verify "$backup"
say '2. The recovery code, and a new passphrase for the copy:'
if [ -t 0 ]; then
  read -rsp 'Recovery code: ' code && say ''
  read -rsp 'New passphrase for the copy: ' passphrase && say ''
else
  read -r code
  read -r passphrase
fi
printf '%s\n%s\n' "$code" "$passphrase" | "$program" restore "$backup" --vault "$folder/vault" --recovery-code-stdin
say '3. Does the copy open, and is all of it there? A backup of the copy says so:'
mkdir "$folder/stick"
printf '%s\n' "$passphrase" | "$program" backup --vault "$folder/vault" --to "$folder/stick" --passphrase-stdin >/dev/null
copy=$(find "$folder/stick" -name '*.backup')
# Cases, contacts, releases and the last contact; not the name and the moment of the file.
told() {
  printf '%s\n' "$code" | "$program" verify "$1" --recovery-code-stdin --json 2>/dev/null |
    grep -oE '"(cases|contacts|last_contact|opened|releases|vault_number)": [^,}]+'
}
first=$(told "$backup") second=$(told "$copy")
printf '%s\n' "$first"
if [ "$first" != "$second" ]; then
  say 'The copy is not what the backup holds. Keep the backup, and make a new one from the laptop.'
  exit 1
fi
say 'The backup was put back in another folder and holds the same.'
