# SPDX-License-Identifier: GPL-3.0-or-later
"""A company's files come in through the assistant, once with the pointer and once with the keyboard
alone: a column that nobody knows becomes a field, a product's misspelt name is taken for the right
one, the preview tells of a bad line, and the next file of the kind asks nothing any more. What was
written is checked through satchelctl on the same file.

Usage: test-assistant.py SOURCE-ROOT BUILD-ROOT"""

import csv
import os
import re
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
from satchel_ui import Atspi, Failure, Program, Story, Tap, key, until, ways, write  # noqa: E402

WRONG, RIGHT = "GTXPro", "GTX Pro"
PRODUCTS = ("GTX Basic", RIGHT, "GTX Plus Pro", "MG Special")


def write_table(path, *rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def write_files(folder):
    write_table(f"{folder}/accounts.csv",
                ("account", "sector", "year_established", "Mood"),
                ("Cancity", "retail", 2001, "sunny"), ("Isdom", "medical", 1990, "cloudy"),
                ("", "software", 1999, "none"))
    write_table(f"{folder}/products.csv", ("product", "series", "sales_price"),
                *((p, p.split()[0], 550) for p in PRODUCTS))
    write_table(f"{folder}/sales_pipeline.csv",
                ("opportunity_id", "product", "account", "deal_stage", "engage_date",
                 "close_date", "close_value"),
                ("D1", WRONG, "Cancity", "Won", "2016-10-20", "2017-03-01", 4514),
                ("D2", WRONG, "Isdom", "Lost", "2016-10-20", "2017-03-11", 0),
                ("D3", "MG Special", "Isdom", "Engaging", "2016-10-21", "", ""))
    write_table(f"{folder}/later.csv",
                ("opportunity_id", "product", "account", "deal_stage", "engage_date",
                 "close_date", "close_value"),
                ("D4", WRONG, "Cancity", "Won", "2016-11-20", "2017-04-01", 4000))


class Assistant(Story):
    def steps(self):
        return (
            ("choose the files", self.choose),
            ("make a field of a column", self.make_field),
            ("take a name for another", self.take_name),
            ("look at the preview", self.preview),
            ("import", self.do_import),
            ("import a file like it", self.import_again),
            ("undo it", self.undo),
            ("quit", lambda: self.program.quit()),
        )

    @property
    def window(self):
        return until("the import's window", lambda: self.program.window("Import"))

    def press(self, name, keys):
        """A button of the assistant, or the keys that stand for it."""
        # The title bar has a button to close as well.
        button = until(f"{name} can be pressed", lambda: next(
            (n for n in reversed(self.window.all("push button", name))
             if n.has(Atspi.StateType.SENSITIVE)), None), 60)
        if self.mouse:
            button.click()
        else:
            key(keys)

    def row(self, title):
        return self.window.wait("list item", title)

    def open_choices(self, title):
        row = self.row(title)
        if self.mouse:
            row.click()
        else:
            self.program.focus.walk("list item", title, self.window)
            key("Return")

    def choice(self, name):
        return self.window.wait("list item", name)

    def start(self, *files):
        self.program = Program(self.build, f"{self.folder}/{self.way}.db",
                               *(f"{self.folder}/{name}" for name in files))

    def choose(self):
        self.start("accounts.csv", "products.csv", "sales_pipeline.csv")
        main = self.program.main
        for row, text in (("Your name", "Ana"), ("Your company", "Maven")):
            entry = main.wait("text", row)
            if self.mouse:
                entry.click()
            key("ctrl+a")
            write(text)
            until(f"{text} in {row}", lambda e=entry, t=text: e.text == t)
            if not self.mouse and row == "Your name":
                self.program.focus.press("Tab")
        if self.mouse:
            main.wait("push button", "Start").click()
        else:
            key("Return")
        # One file has a column that nobody knows; its values are shown.
        self.window.wait("push button", "Next", 60)
        self.window.wait("label", re.compile("sunny.*cloudy.*none"))
        if self.row("Mood").description != "Left out":
            raise Failure(f"Mood is {self.row('Mood').description}")

    def make_field(self):
        if not self.mouse:
            until("the focus on what is open", lambda: self.row("Mood").has(
                Atspi.StateType.FOCUSED))
        self.open_choices("Mood")
        made = self.choice("New field “Mood”")
        if self.mouse:
            made.click()
        else:
            until("the focus in the choices", lambda: self.choice("Leave out").has(
                Atspi.StateType.FOCUSED))
            key("Down")
            until("the focus on the new field", lambda: made.has(Atspi.StateType.FOCUSED))
            key("Return")
        until("Mood is a new field", lambda: self.row("Mood").description == "New field")
        self.press("Next", "alt+n")

    def take_name(self):
        until("the question", lambda: self.window.first("list item", WRONG), 60)
        self.window.wait("label", re.compile("2 rows"))
        if not self.mouse:
            until("the focus on the question", lambda: self.row(WRONG).has(
                Atspi.StateType.FOCUSED))
        self.open_choices(WRONG)
        best = self.choice(RIGHT)
        if self.mouse:
            best.click()
        else:
            # What is most like it is chosen already.
            until("the focus on the best", lambda: best.has(Atspi.StateType.FOCUSED))
            key("Return")
        until("the answer", lambda: self.row(WRONG).description == RIGHT)
        self.press("Next", "alt+n")

    def preview(self):
        window = self.window
        until("the preview", lambda: (n := window.first("push button", "Import"))
              and n.has(Atspi.StateType.FOCUSED), 60)
        window.wait("label", "9")
        window.wait("list item", re.compile("The row has no name"))
        window.wait("label", re.compile("Line 4"))
        if self.program.ctl("list", "company"):
            raise Failure("the preview has written")

    def do_import(self):
        self.press("Import", "Return")
        self.wait_for_report()
        self.press("Close", "Return")
        until("the window closes", lambda: self.program.window("Import") is None)
        moods = {c["name"]: c["mood"] for c in self.program.ctl("list", "company")}
        if moods != {"Cancity": "sunny", "Isdom": "cloudy"}:
            raise Failure(f"{moods}")
        self.expect_deals(2)

    def wait_for_report(self):
        until("the report", lambda: any(n.has(Atspi.StateType.FOCUSED)
                                        for n in self.window.all("push button", "Close")), 60)

    def expect_deals(self, n):
        lines = [i["product"]["title"] for i in self.program.ctl("list", "line_item")
                 if i["product"]["id"]]
        if lines.count(RIGHT) != n:
            raise Failure(f"the deals are about {lines}")

    def import_again(self):
        self.program.quit()
        self.start("later.csv")
        self.press("Import", "Return")
        self.wait_for_report()
        self.expect_deals(3)

    def undo(self):
        if self.mouse:
            self.window.wait("push button", "Undo Import").click()
        else:
            key("alt+u")
        self.window.wait("panel", "Import Undone")
        self.expect_deals(2)
        self.press("Close", "Return")
        until("the window closes", lambda: self.program.window("Import") is None)


def main():
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="satchel-assistant-")
    try:
        write_files(folder)
        for way in ways():
            Assistant(tap, sys.argv[2], folder, way).tell()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
