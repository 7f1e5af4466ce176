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

translation_is_valid() {
  msgfmt --check --output-file=/dev/null "po/$1.po"
}

scratch=$(mktemp -d -t satchel-metadata.XXXXXX)
trap 'rm -rf "$scratch"' EXIT

check 'desktop file' desktop-file-validate "$build/data/$id.desktop"
check 'AppStream metadata' appstreamcli validate --no-net "$build/data/$id.metainfo.xml"
check 'settings schema' glib-compile-schemas --strict --dry-run data
check 'Flatpak manifest' manifest_is_clean "$scratch/manifest"
check 'pictures are well-formed' sh -c 'find data -name "*.svg" -print0 | xargs -0 xmllint --noout'
check 'every file with strings is in POTFILES' nothing tools/potfiles --check
for language in $(grep -v '^#' po/LINGUAS); do
  check "translation $language" translation_is_valid "$language"
done
finish
