#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Does the simulator notice when the product is wrong? Some known bugs of bugs.txt, those that are found at once; tools/soak
# --bugs looks for all. Usage: test-bugs.sh SIMULATOR SOURCE-ROOT
set -u
simulator=$1 root=$2
source "$root/tests/support/tap.sh"

list() {
  SATCHEL_BUG=list "$simulator" | sort
}

is_described() {
  diff <(list) <(grep -v '^#' "$root/tests/simulation/bugs.txt" | sed 's/ | .*//' | sort)
}

is_found() {
  "$simulator" --bug "$1" --seeds 1-20 --oracle "$root/tests/simulation/oracle.py"
}

check 'every bug is described' is_described
for bug in children-stay clocks-decide cursor-ahead-of-rows fork-unnoticed page-over-edit same-life-again; do
  check "$bug is found" is_found "$bug"
done
finish
