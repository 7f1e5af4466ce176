# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader can say: everything that a person can act on has a name and a role that fits.
GTK 4.8 hands out the name of the C type where there is none."""

import re

from satchel_ui import Atspi, Failure, GLib

ACTED_ON = {
    "push button", "toggle button", "check box", "radio button", "switch", "text", "entry",
    "password text", "combo box", "spin button", "slider", "link", "menu item", "check menu item",
    "radio menu item", "page tab", "tree table", "table",
}
LINES = {"list item", "table row", "tree item"}
TYPE_NAME = re.compile(r"^(Gtk|Adw|Gdk|Sat)[A-Z][A-Za-z0-9]+$")
# What takes the focus is one of these; GtkPaned and lists take it only to hand it on.
FOCUSED = ACTED_ON | LINES | {"list", "panel", "scroll pane", "tree", "label"}
HANDS_ON = {"GtkPaned"}
# Of a grid that is walked cell by cell; each says whose figure it is.
CELLS = {"table cell", "row header", "table row header"}


def is_named(node):
    name = node.name.strip()
    return bool(name) and not TYPE_NAME.match(name)


def says_something(node, depth=6):
    return any(
        (n.role == "label" and n.name) or is_named(n) or (depth and says_something(n, depth - 1))
        for n in node.children(12)
    )


def is_line(node):
    """GTK's own drop-downs give their lines no role."""
    return node.name == "GtkListItemWidget" and says_something(node)


def wraps(node):
    """A menu button is a button in a button: the inner one counts."""
    return node.role == "push button" and any(
        n.role in ("push button", "toggle button") for n in node.children(3)
    )


def nameless(node, path=(), within_named=False):
    here = (*path, f"{node.role} {node.name!r}")
    if node.place[2] == 0 and not node.raw.count():
        return  # nothing of it was ever shown
    if node.role in ACTED_ON and not is_named(node) and not wraps(node) and node.place[2] > 0:
        yield here
    elif (node.role not in FOCUSED and node.name not in HANDS_ON and node.place[2] > 0
          and node.has(Atspi.StateType.FOCUSABLE) and not is_line(node)
          and not (node.role in CELLS and is_named(node))):
        yield (*here[:-1], f"focusable {here[-1]}")
    elif node.role in LINES and not is_named(node) and not says_something(node):
        yield here
    elif node.role in ("image", "icon") and not is_named(node) and not within_named:
        yield here
    inside = within_named or (node.role in ACTED_ON | LINES and is_named(node))
    for child in node.children(12 if node.role == "tree table" else 60):
        yield from nameless(child, here, inside)


def check(node):
    found = []
    for _ in range(5):
        try:
            found = [" > ".join(path[-5:]) for path in nameless(node)]
        except GLib.Error:  # something of it went away meanwhile
            continue
        break
    else:
        raise Failure("it does not come to rest")
    if found:
        raise Failure(f"{len(found)} without a name:\n# " + "\n# ".join(found[:20]))
