# SPDX-License-Identifier: GPL-3.0-or-later
"""Menus of lines by keyboard, and what a screen reader can say of them and of the pages of an
import that asks. The print dialog is GTK's, and has parts without a name.

Usage: test-menus.py SOURCE-ROOT BUILD-ROOT"""

import csv
import re
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
from satchel_ui import Atspi, Program, Tap, key, until, write  # noqa: E402
from spoken import check  # noqa: E402

BAD = 6  # more rows than the report shows by itself


class Menus:
    def __init__(self, tap, build, folder):
        self.tap, self.build, self.folder = tap, build, folder
        self.program = None

    def write_file(self, name, rows):
        path = f"{self.folder}/{name}"
        with open(path, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        return path

    def write_files(self):
        deals = [(f"A{i}", "Ana", f"Acme {i}", "Acme", "Engaging", "2017-01-01", "", "100")
                 for i in range(2)]
        deals += [(f"B{i}", "Ana", "Boat", "Acme", "Engaging", "2017-01-01", "2017-02-31", "100")
                  for i in range(BAD)]
        return [
            self.write_file("companies.csv", [
                ("account", "sector", "Favourite colour"), ("Acme", "retail", "green"),
                ("Bluth", "retail", "blue"), ("Cyberdyne", "retail", "red")]),
            self.write_file("deals.csv", [
                ("opportunity_id", "sales_agent", "opportunity name", "account", "deal_stage",
                 "engage_date", "close_date", "close_value"), *deals]),
        ]

    def window(self, title):
        return until(f"the window {title}", lambda: self.program.window(title))

    def wait_closed(self, title):
        until(f"{title} closes", lambda: self.program.window(title) is None)
        self.program.focus_uppermost()

    def start(self):
        self.program = Program(self.build, f"{self.folder}/menus.db", *self.write_files())
        entry = self.program.main.wait("text", "Your name")
        write("Ana")
        key("Tab")
        write("Boats")
        until("the name in the entry", lambda: entry.text.endswith("Ana"))
        key("Return")

    def columns(self):
        window = self.window("Import")
        window.wait("label", "Favourite colour")
        check(window)
        key("alt+n")

    def problems(self):
        import_window = self.window("Import")

        def is_preview():
            button = import_window.first("push button", "Import")
            if button is None and import_window.first("push button", "Next"):
                key("alt+n")
            return button is not None and button.has(Atspi.StateType.FOCUSED)

        until("the preview", is_preview)
        self.program.focus.walk("list item", re.compile(f"^{BAD} problems"), import_window,
                                "shift+Tab")
        key("Return")
        window = self.window("Problems")
        window.wait("label", re.compile("2017-02-31"))
        check(window)
        key("Escape")
        self.wait_closed("Problems")

    def report(self):
        window = self.window("Import")
        self.program.focus.walk("push button", "Import", window)
        key("Return")
        until("the report", lambda: any(
            n.has(Atspi.StateType.FOCUSED) for n in window.all("push button", "Close")))
        key("Return")
        self.wait_closed("Import")

    def show_view(self, name):
        key(self.program.view_key(name))
        item = self.program.main.wait("list item", name)
        until(f"{name} is shown", lambda: item.has(Atspi.StateType.SELECTED))

    def open_menu(self, entry, name="Menu"):
        key(name)
        menu = self.program.app.wait("menu item", entry)
        check(menu.popover())
        return menu

    def close_menu(self, what, returned):
        key("Escape")
        until(f"{what} has the focus again", returned)

    def table_row(self):
        self.show_view("Companies")
        table = self.program.main.wait("tree table", "Companies")
        within = lambda: self.program.focus.is_within(table)  # noqa: E731
        until("the focus in the table", within)
        key("Home")
        for name in ("Menu", "shift+F10"):
            self.open_menu("Change Owner…", name)
            self.close_menu("the table", within)

    def delete_by_bar(self):
        """The bar goes with the rows, but the focus stays with the list."""
        main = self.program.main
        table = main.wait("tree table", "Companies")
        key("shift+Down")
        main.wait("label", "2 selected")
        self.program.focus.walk("push button", "Delete", main)
        key("space")
        main.wait("label", "1 company")
        until("the focus in the table", lambda: self.program.focus.is_within(table))

    def deleted(self):
        key("F10")
        self.program.focus.walk("menu item", "Deleted Records…", self.program.main, "Down")
        key("Return")
        window = self.window("Deleted Records")
        table = window.wait("tree table", "Deleted records")
        check(window)
        key("Return")  # out of the search into the list
        within = lambda: self.program.focus.is_within(table)  # noqa: E731
        until("the focus in the list", within)
        key("space")
        for name in ("shift+F10", "Menu"):
            self.open_menu("Restore", name)
            self.close_menu("the list", within)
        key("ctrl+a")
        self.open_menu("Restore")
        key("Return")
        window.wait("label", "Nothing Deleted")
        key("Escape")
        self.wait_closed("Deleted Records")
        self.program.main.wait("label", "3 companies")

    def today(self):
        self.show_view("Today")
        main = self.program.main
        line = main.wait("list item", re.compile("^Acme 0"))
        check(main)
        self.program.focus.walk("list item", re.compile("^Acme 0"), main, "Down")
        self.open_menu("Plan the Next Step…")
        self.close_menu("the line", lambda: line.has(Atspi.StateType.FOCUSED))
        self.open_menu("Plan the Next Step…", "shift+F10")
        self.program.focus.walk("menu item", "Plan the Next Step…", main, "Down")
        key("Return")
        check(self.window("New Activity"))
        key("Escape")
        self.wait_closed("New Activity")

    def run(self):
        steps = [("columns of an import", self.start), ("columns are named", self.columns),
                 ("problems of an import", self.problems), ("report of an import", self.report),
                 ("row of a table", self.table_row),
                 ("several rows are deleted", self.delete_by_bar),
                 ("deleted records", self.deleted),
                 ("lines of today", self.today)]
        try:
            for name, function in steps:
                if not self.tap.step(f"menus: {name}", function):
                    return
            self.tap.step("quit", lambda: self.program.quit())
        finally:
            if self.program is not None:
                self.program.end()


def main():
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="satchel-menus-")
    try:
        Menus(tap, sys.argv[2], folder).run()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
