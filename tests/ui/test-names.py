# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that a person can act on has a name that a screen reader can say and a role that fits,
in every view, popover and dialog.

Usage: test-names.py SOURCE-ROOT BUILD-ROOT"""

import csv
import re
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
from satchel_ui import Atspi, Failure, Program, Tap, key, until, write  # noqa: E402
from spoken import check  # noqa: E402

VIEWS = ("Today", "Contacts", "Companies", "Pipeline", "Forecast", "Activities")


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

    def ways(self):
        program = Program(self.build, f"{self.folder}/ways.db")
        try:
            program.main.wait("list item", "Start empty")
            check(program.app)
        finally:
            program.end()

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
        until("a question", lambda: window.first("push button", "Next"))
        check(window)
        key("alt+n")
        until("the preview", lambda: (n := window.first("push button", "Import"))
              and n.has(Atspi.StateType.FOCUSED))
        check(window)
        key("Return")
        until("the report", lambda: any(
            n.has(Atspi.StateType.FOCUSED) for n in window.all("push button", "Close")))
        check(window)
        key("Return")
        until("the report closes", lambda: self.program.window("Import") is None)

    def view(self, name):
        key(self.program.view_key(name))
        item = self.program.main.wait("list item", name)
        until(f"{name} is shown", lambda: item.has(Atspi.StateType.SELECTED))
        check(self.program.app)

    def search(self):
        key("ctrl+k")
        until("the search", lambda: self.program.focus.is_on(
            "entry", "Search everything", self.program.main))
        write("Acme")
        self.program.main.wait("list item", re.compile("^(Company|Companies), Acme"))
        check(self.program.app)

    def details(self):
        main = self.program.main
        key("Return")
        main.wait("list item", "Name: Acme")
        for part, sign in (("Related", ("push button", re.compile("^New "))),
                           ("Timeline", ("text", "New note"))):
            main.wait("page tab", part).click()
            main.wait(*sign)
        main.wait("push button", "More for this record").click()
        main.wait("menu item")
        check(main)  # a page that was shown once stays in the tree
        key("Escape")

    def popovers(self):
        """Of the filter, of a condition and of the columns; the last view has its own."""
        main = self.program.main
        key("ctrl+f")
        for name, sign in (("Filter", "Find a field"), ("Choose columns", "Find a field")):
            self.program.focus.walk("push button", name, main)
            key("Return")
            until(sign, lambda s=sign: self.program.focus.is_on("entry", s, main))
            check(self.program.focus.node.popover())
            key("Escape")
            until(f"{name} has the focus again", lambda n=name: self.program.focus.is_on(
                "push button", n, main))

    def condition(self):
        main = self.program.main
        key("ctrl+f")
        self.program.focus.walk("push button", "Filter", main)
        key("Return")
        until("the fields", lambda: self.program.focus.is_on("entry", "Find a field", main))
        write("Industry")
        key("Return")
        entry = main.wait("text", "Industry")
        check(entry.popover())
        until("the focus in it", lambda: entry.has(Atspi.StateType.FOCUSED))
        write("retail")
        key("Return")
        chip = main.wait("push button", re.compile("^Remove “Industry"))
        check(main)
        chip.click()

    def new_contact(self):
        key(self.program.view_key("Contacts"))
        self.program.main.wait("push button", "New Contact")
        key("ctrl+n")
        dialog = until("the dialog", lambda: self.program.window("New Contact"))
        entry = dialog.wait("text", "First name")
        check(dialog)
        until("the focus", lambda: entry.has(Atspi.StateType.FOCUSED))
        write("Ines")
        key("ctrl+Return")
        self.program.main.wait("push button", "Undo")  # in the toast
        check(self.program.main)

    def deals_table(self):
        key(self.program.view_key("Pipeline"))
        board = self.program.main.wait("page tab", "Board")
        until("the pipeline", lambda: board.place[2] > 0)
        self.program.main.wait("page tab", "Table").click()
        self.program.main.wait("tree table", re.compile("Opportunities|Deals"))
        check(self.program.main)

    def calendar(self):
        """Its ways, the short form and the whole one."""
        key(self.program.view_key("Calendar"))
        main = self.program.main
        hours = main.wait("list", "Hours")
        until("the focus in the days", lambda: self.program.focus.is_within(hours))
        for way, title in (("m", r"^\w+ \d{4}, go"), ("w", " – .*, go")):
            key(way)
            main.wait("push button", re.compile(title))
            check(main)
        key("ctrl+n")
        dialog = until("the form", lambda: self.program.window("New Activity"))
        until("the focus", lambda: dialog.wait("text", "Subject").has(Atspi.StateType.FOCUSED))
        check(dialog)
        key("Escape")
        until("it closes", lambda: self.program.window("New Activity") is None)
        self.program.focus_uppermost()

    def menu(self):
        key("F10")
        check(self.program.main.wait("menu item", "Import…").popover())
        key("Escape")

    def shortcuts(self):
        key("ctrl+question")
        check(until("the shortcuts", lambda: self.program.window("GtkShortcutsWindow")))
        key("Escape")

    def settings(self):
        key("ctrl+comma")
        window = until("the settings", lambda: self.program.window("Settings"))
        lines = [n for n in window.wait("list").all("list item")]
        if len(lines) < 3:
            raise Failure(f"{len(lines)} pages of settings")
        for line in lines:
            line.click()
            until("its page", lambda n=line: n.has(Atspi.StateType.SELECTED))
            check(window)
        window.wait("push button", "Close").click()
        until("they close", lambda: self.program.window("Settings") is None)

    def run(self):
        steps = [("ways to start", self.ways), ("first start", self.start),
                 ("report of an import", self.report)]
        steps += [(name, lambda n=name: self.view(n)) for name in VIEWS]
        steps += [("search", self.search), ("details", self.details), ("popovers", self.popovers),
                  ("a condition", self.condition), ("a new contact", self.new_contact),
                  ("table of deals", self.deals_table), ("calendar", self.calendar), ("menu", self.menu),
                  ("shortcuts", self.shortcuts), ("settings", self.settings)]
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
