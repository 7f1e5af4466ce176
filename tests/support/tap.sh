# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by tests that are shell scripts: each check is one case.

cases=0

# check NAME COMMAND...: passes when the command succeeds; shows its output when it does not.
check() {
  local name=$1 output
  shift
  cases=$((cases + 1))
  if output=$("$@" 2>&1); then
    echo "ok $cases - $name"
  else
    [ -z "$output" ] || sed 's/^/# /' <<<"$output"
    echo "not ok $cases - $name"
  fi
}

# skip NAME REASON
skip() {
  cases=$((cases + 1))
  echo "ok $cases - $1 # SKIP $2"
}

# nothing COMMAND...: succeeds when the command prints nothing. For searches for what must not be there.
nothing() {
  local found
  found=$("$@" 2>&1) || true
  [ -z "$found" ] || {
    echo "$found"
    return 1
  }
}

finish() {
  echo "1..$cases"
}
