#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The tools themselves: what they install, count, and say.
set -u
root=$1
source "$root/tests/support/tap.sh"
scratch=$(mktemp -d -t satchel-tools.XXXXXX)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1

# --- tools/setup, with a package manager that only writes down what it is asked for.
printf '[build]\n# a comment\nthere-already\nnot-there\n\n[test]\nalso-missing\n' >packages
mkdir bin
cat >bin/dpkg-query <<'STUB'
#!/bin/sh
echo 'installed there-already'
echo 'deinstall not-there'
exit 1
STUB
cat >bin/apt-get <<'STUB'
#!/bin/sh
echo "$*" >>calls
case "$*" in *no-such-package*) echo 'E: Unable to locate package' >&2 && exit 100 ;; esac
STUB
for name in id:'echo 0' locale:'printf "%s\n" es_ES.utf8 zh_CN.utf8 zh_TW.utf8'; do
  printf '#!/bin/sh\n%s\n' "${name#*:}" >"bin/${name%%:*}"
done
chmod +x bin/*

setup() {
  rm -f calls
  env -u SATCHEL_SETUP PATH="$scratch/bin:$PATH" SATCHEL_PACKAGES="$scratch/packages" \
    "$root/tools/setup" "$@" >output 2>&1
}

setup_installs_what_is_missing() {
  setup build || return 1
  cat calls
  grep -q 'install.* not-there$' calls && grep -q 'DPkg::Lock::Timeout=300' calls &&
    grep -q -- '--no-install-recommends' calls && ! grep -q 'there-already\|also-missing' calls
}

setup_takes_all_groups() {
  setup && cat calls && grep -q 'install.* also-missing not-there$' calls
}

setup_asks_sudo_when_not_root() {
  printf '#!/bin/sh\necho 1000\n' >bin/id
  printf '#!/bin/sh\necho "$*" >>asked\nexec "$@"\n' >bin/sudo
  chmod +x bin/sudo
  setup build && cat asked && grep -q 'apt-get .*install' asked && grep -q 'install.* not-there$' calls
}

setup_is_quiet_when_nothing_is_missing() {
  printf '[build]\nthere-already\n' >packages
  setup build && [ ! -e calls ] && [ ! -s output ]
}

setup_names_what_it_cannot_install() {
  printf '[build]\nno-such-package\n' >packages
  ! setup build && cat output && tail -n 1 output | grep -q 'could not install: no-such-package'
}

setup_stops_on_another_system() {
  mkdir -p elsewhere
  for name in bash env dirname awk cat; do ln -sf "$(command -v $name)" elsewhere/; done
  printf '[build]\none-package\n' >packages
  ! PATH="$scratch/elsewhere" SATCHEL_PACKAGES="$scratch/packages" "$root/tools/setup" build >output 2>&1 &&
    cat output && grep -q 'one-package' output && grep -q 'SATCHEL_SETUP=skip' output &&
    PATH="$scratch/elsewhere" SATCHEL_SETUP=skip "$root/tools/setup" build
}

check 'setup installs what is missing' setup_installs_what_is_missing
check 'setup takes all groups by itself' setup_takes_all_groups
check 'setup asks sudo when not root' setup_asks_sudo_when_not_root
check 'setup is quiet when nothing is missing' setup_is_quiet_when_nothing_is_missing
check 'setup names what it cannot install' setup_names_what_it_cannot_install
check 'setup stops on another system' setup_stops_on_another_system

# --- tools/run without a display.
run_names_the_tour() {
  local status=0
  env -u DISPLAY -u WAYLAND_DISPLAY "$root/tools/run" --demo >output 2>&1 || status=$?
  cat output
  [ $status = 1 ] && grep -q 'tools/run --demo --tour DIR' output
}
check 'run names the tour when there is no display' run_names_the_tour

# --- tools/headless.
headless_hands_through() {
  local status=0
  "$root/tools/headless" sh -c '[ -n "$DISPLAY" ] && [ -d "$HOME" ] && echo "$HOME"; echo error >&2; exit 7' \
    >output 2>errors || status=$?
  cat output errors
  [ $status = 7 ] && [ "$(cat errors)" = error ] && [ -n "$(cat output)" ] && [ ! -e "$(cat output)" ]
}
check 'headless hands through output and status, and cleans up' headless_hands_through

# --- tools/hooks/commit-msg.
message() {
  printf '%b' "$1" >message
  "$root/tools/hooks/commit-msg" message >output 2>&1
}

messages_that_keep_the_rules() {
  message 'store: keep the order of stages\n\nA list of them was sorted by name.\n' &&
    message 'app/pipeline: ISO dates on cards\n' && message 'Merge branch main\n'
}

messages_that_break_them() {
  local text
  for text in 'keep the order\n' 'store: Keep the order\n' 'store: keep the order.\n' \
    'store: keep the order\nof stages\n' \
    'store: keep the order of the stages when the pipeline is copied\n'; do
    ! message "$text" || { echo "accepted: $text" && return 1; }
  done
}
check 'the hook accepts a good message' messages_that_keep_the_rules
check 'the hook refuses a bad message' messages_that_break_them

# --- tools/summarize.
program() {
  python3 -c 'import json, sys
name, result, status, stdout = sys.argv[1:]
print(json.dumps({"name": name, "result": result, "returncode": int(status), "stdout": stdout, "stderr": ""}))' "$@"
}

summarize() {
  "$root/tools/summarize" builds log >output
}

summary_counts_cases() {
  printf 'ok - build one\nok - build two # SKIP\n' >builds
  {
    program base/good OK 0 $'TAP version 13\n# random seed: x\n1..3\nok 1 /a\nok 2 /b # SKIP no data\nok 3 - c\n'
    program base/none SKIP 0 $'1..0 # SKIP nothing here\n'
  } >log
  summarize && cat output && [ "$(tail -n 1 output)" = '3 passed, 0 failed, 3 skipped' ]
}

summary_counts_failures() {
  printf 'not ok - build one\n' >builds
  {
    program base/bad FAIL 1 $'1..2\n# why it failed\nnot ok 1 /a\nok 2 /b\n'
    program base/dead ERROR 134 $'1..2\nok 1 /a\n# last words\n'
    program base/slow TIMEOUT -15 $'1..2\nok 1 /a\n'
    program base/leak FAIL 1 $'1..1\nok 1 /a\n'
  } >log
  ! summarize && cat output && [ "$(tail -n 1 output)" = '4 passed, 5 failed, 0 skipped' ] &&
    grep -q 'why it failed' output && grep -q 'last words' output && grep -q 'base/slow: TIMEOUT' output
}

summary_needs_a_case() {
  : >builds
  : >log
  ! summarize
}

check 'the summary counts cases' summary_counts_cases
check 'the summary counts failures, deaths and leaks' summary_counts_failures
check 'a run without a case fails' summary_needs_a_case
finish
