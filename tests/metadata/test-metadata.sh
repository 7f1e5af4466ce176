#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What desktops, shops and translators read: valid, and complete.
set -u
root=$1 build=$2
source "$root/tests/support/tap.sh"
cd "$root" || exit 1
id=org.satchel.Satchel

manifest_is_clean() {
  # An unknown property is only a warning for flatpak-builder.
  nothing sh -c "flatpak-builder --show-manifest flatpak/$id.json >'$1'" && grep -q "$id" "$1"
}

# Valid, and with nothing left out.
translation_is_whole() {
  msgfmt --check --output-file=/dev/null "po/$1.po" &&
    [ -z "$(msgattrib --untranslated --no-obsolete "po/$1.po")$(msgattrib --only-fuzzy --no-obsolete "po/$1.po")" ]
}

# The gettext tools see "…%" and then a macro, and find nothing to translate when the program runs.
broken_formats() {
  grep -rnE '(_|N_|C_|NC_|ngettext) ?\(.*" (G_G|PRI)[A-Za-z0-9_]+' src --include='*.c'
}

# Icons of our own that are used but not there, or there but not in the program.
lost_icons() {
  grep -rhoE 'sat-[a-z-]+-symbolic' src ui --include='*.[ch]' --include='*.ui' | sort -u |
    while read -r name; do [ -f "ui/icons/$name.svg" ] || echo "missing: $name"; done
  for file in ui/icons/*.svg; do
    grep -q "alias=\"$(basename "$file")\"" ui/satchel.gresource.xml || echo "not in the resource: $file"
  done
}

# What docs/features.md names must be there.
lost_features() {
  grep '^|' docs/features.md | grep -o '`[^`]*/[^`]*`' | tr -d '`' | sort -u | while read -r path _; do
    compgen -G "src/$path" >/dev/null || compgen -G "tests/$path" >/dev/null || [ -e "$path" ] || echo "missing: $path"
  done
}

scratch=$(mktemp -d -t satchel-metadata.XXXXXX)
trap 'rm -rf "$scratch"' EXIT

check 'desktop file' desktop-file-validate "$build/data/$id.desktop"
# There is no home page yet, which newer versions warn of and older ones do not know.
is_valid_metainfo() {
  appstreamcli validate --no-net "$1" || appstreamcli validate --no-net --override=url-homepage-missing=info "$1"
}
check 'AppStream metadata' is_valid_metainfo "$build/data/$id.metainfo.xml"
check 'settings schema' glib-compile-schemas --strict --dry-run data
check 'Flatpak manifest' manifest_is_clean "$scratch/manifest"
check 'pictures and interface files are well-formed' \
  sh -c 'find data ui -name "*.svg" -o -name "*.ui" -o -name "*.xml" | xargs xmllint --noout'
check 'icons are all there' nothing lost_icons
check 'strings to translate are whole' nothing broken_formats
check 'every file with strings is in POTFILES' nothing tools/potfiles --check
check 'features are where docs/features.md says' nothing lost_features
for language in $(grep -v '^#' po/LINGUAS); do
  check "translation $language" translation_is_whole "$language"
done
finish
