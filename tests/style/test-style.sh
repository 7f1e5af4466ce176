#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The rules of HACKING.md that a machine can check.
set -u
root=$1
source "$root/tests/support/tap.sh"
cd "$root" || exit 1

sources() {
  find src tests -name '*.[ch]' "$@"
}

is_formatted() {
  sources -print0 | xargs -0 -n 16 -P "$(nproc)" clang-format --dry-run -Werror
}

long_files() {
  sources -exec awk 'END { if (NR > 600) print FILENAME ": " NR " lines" }' {} \;
}

# Formatted code has the braces of a function, and of nothing else, alone in the first column.
long_functions() {
  find src -name '*.c' -exec awk '
    FNR == 1 || /^}/ { if (start && FNR - start > 61 && name !~ /_class_init/) print FILENAME ":" start ": " FNR - start - 1 " lines"; start = 0 }
    /^{$/ { start = FNR }
    /^[a-z_]+ \(/ { name = $1 }' {} +
}

without_licence() {
  { find src tests ui tools .ci -type f; find data -name '*.svg' -o -name '*.xml' -o -name '*.in'; } 2>/dev/null |
    grep -vE '/meson\.build$|/packages$|\.(supp|json|csv|tsv|txt|vcf|ics|po|png|desktop\.in|pyc)$|/data/' |
    while read -r file; do head -n 3 "$file" | grep -q 'SPDX-License-Identifier' || echo "$file"; done
}

# A test that includes a source file, to reach what is static there, gets config.h from it.
without_config() {
  find src tests -name '*.c' | while read -r file; do
    case $(grep -m 1 '^#include' "$file") in
    '#include "config.h"' | *'.c"') ;;
    *) echo "$file" ;;
    esac
  done
}

# among FOLDERS-REGEX PATTERN: where the pattern stands in src outside of the folders that may have it.
outside() {
  grep -rnE "$2" src --include='*.[ch]' | grep -vE "^src/($1)/"
}

case $(clang-format --version) in
*'version 14.'*) check 'clang-format' is_formatted ;;
*) skip 'clang-format' 'not clang-format 14' ;;
esac
check 'files of at most 600 lines' nothing long_files
check 'functions of at most 60 lines' nothing long_functions
check 'a licence in every source file' nothing without_licence
check 'config.h comes first' nothing without_config
check 'no goto' nothing grep -rnE '^\s*goto ' src tests --include='*.[ch]'
check 'no notes to oneself' nothing grep -rnsE '(/\*|//|<!--| \*).*\b(TODO|FIXME|XXX)\b' src tests ui --include='*.[ch]' --include='*.ui'
check 'rows are never replaced' nothing grep -rniE 'REPLACE INTO|INSERT OR REPLACE' src
check 'SQLite stays in db and store' nothing outside 'db|store' '#include <sqlite3.h>'
check 'GTK stays in app' nothing outside 'app' '#include <(gtk|gdk|adwaita)'
check 'the model knows no JSON' nothing grep -rnE '#include <json-glib' src/base src/model src/db
finish
