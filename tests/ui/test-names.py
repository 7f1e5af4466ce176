# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that a person can act on has a name that a screen reader can say. GTK 4.8 hands out
the name of the C type where there is none.

Usage: test-names.py SOURCE-ROOT BUILD-ROOT"""

import csv
import re
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
from satchel_ui import Failure, Program, Tap, key, until, write  # noqa: E402

ACTED_ON = {
    "push button", "toggle button", "check box", "radio button", "switch", "text", "entry",
    "password text", "combo box", "spin button", "slider", "link", "menu item", "check menu item",
    "radio menu item", "page tab", "tree table", "table",
}
LINES = {"list item", "table row", "tree item"}
TYPE_NAME = re.compile(r"^(Gtk|Adw|Gdk|Sat)[A-Z][A-Za-z0-9]+$")
VIEWS = ("Contacts", "Companies", "Pipeline")


def is_named(node):
    name = node.name.strip()
    return bool(name) and not TYPE_NAME.match(name)


def says_something(node, depth=6):
    return any(
        (n.role == "label" and n.name) or is_named(n) or (depth and says_something(n, depth - 1))
        for n in node.children(12)
    )


def wraps(node):
    """A menu button is a button in a button: the inner one counts."""
    return node.role == "push button" and any(
        n.role in ("push button", "toggle button") for n in node.children(3)
    )


def nameless(node, path=(), within_named=False):
    here = (*path, f"{node.role} {node.name!r}")
    if node.place[2] == 0 and not node.raw.get_child_count():
        return  # nothing of it was ever shown
    if node.role in ACTED_ON and not is_named(node) and not wraps(node) and node.place[2] > 0:
        yield here
    elif node.role in LINES and not is_named(node) and not says_something(node):
        yield here
    elif node.role in ("image", "icon") and not is_named(node) and not within_named:
        yield here
    inside = within_named or (node.role in ACTED_ON | LINES and is_named(node))
    for child in node.children(12 if node.role == "tree table" else 60):
        yield from nameless(child, here, inside)


def check(node):
    found = [" > ".join(path[-5:]) for path in nameless(node)]
    if found:
        raise Failure(f"{len(found)} without a name:\n# " + "\n# ".join(found[:20]))


class Names:
    def __init__(self, tap, build, folder):
        self.tap, self.build, self.folder = tap, build, folder
        self.program = None

    def write_files(self):
        paths = [f"{self.folder}/companies.csv", f"{self.folder}/deals.csv"]
        with open(paths[0], "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(
                [("account", "sector", "office_location"), ("Acme", "retail", "Spain"),
                 ("Bluth", "retail", "Spain")])
        with open(paths[1], "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(
                [("opportunity_id", "sales_agent", "product", "account", "deal_stage",
                  "engage_date", "close_date", "close_value"),
                 ("A1", "Ana", "Boat", "Acme", "Won", "2017-01-01", "2017-02-01", "100"),
                 ("A2", "Ana", "Boat", "Bluth", "Engaging", "2017-01-01", "", "")])
        return paths

    def start(self):
        self.program = Program(self.build, f"{self.folder}/names.db", *self.write_files())
        self.program.main.wait("text", "Your company")
        check(self.program.app)

    def report(self):
        entry = self.program.main.wait("text", "Your name")
        write("Ana")
        key("Tab")
        write("Boats")
        until("the name in the entry", lambda: entry.text.endswith("Ana"))
        key("Return")
        window = until("the import's window", lambda: self.program.window("Import"))
        until("the report", lambda: window.first("list item", "2 rows read"))
        check(window)
        key("Return")
        until("the report closes", lambda: self.program.window("Import") is None)

    def view(self, name):
        key(f"ctrl+{VIEWS.index(name) + 1}")
        item = self.program.main.wait("list item", name)
        until(f"{name} is shown", lambda: "selected" in
              [s.value_nick for s in item.raw.get_state_set().get_states()])
        check(self.program.app)

    def search(self):
        key("ctrl+k")
        self.program.main.wait("entry", "Search everything")
        write("Acme")
        self.program.main.wait("list item", re.compile("^Company, Acme"))
        check(self.program.app)

    def details(self):
        key("Return")
        self.program.main.wait("list item", "Name: Acme")
        for part in ("Related", "Timeline"):
            self.program.main.wait("page tab", part).click()
        self.program.main.wait("text", "New note")
        check(self.program.app)

    def run(self):
        steps = [("first start", self.start), ("report of an import", self.report)]
        steps += [(name, lambda n=name: self.view(n)) for name in VIEWS]
        steps += [("search", self.search), ("details", self.details)]
        try:
            for name, function in steps:
                going = self.tap.step(f"names: {name}", function)
                if not going and self.program is None:
                    break
            self.tap.step("quit", lambda: self.program.quit())
        finally:
            if self.program is not None:
                self.program.end()


def main():
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="satchel-names-")
    try:
        Names(tap, sys.argv[2], folder).run()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
