# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by the other tools; not a command.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# configure DIR ARGUMENT...: makes DIR a build folder with these arguments of `meson setup`. Does
# nothing when it is one already.
configure() {
  local dir=$1 again=() output
  shift
  if [ -f "$dir/build.ninja" ]; then
    [ "$(cat "$dir/.configured" 2>/dev/null)" = "$*" ] && return
    again=(--reconfigure)
  fi
  output=$(meson setup "${again[@]}" "$dir" "$root" "$@" 2>&1) || {
    echo "$output"
    return 1
  }
  echo "$*" >"$dir/.configured"
}
