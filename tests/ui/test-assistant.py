# SPDX-License-Identifier: GPL-3.0-or-later
"""A company's files come in through the assistant, once with the pointer and once with the keyboard
alone: a column that nobody knows becomes a field, a product's misspelt name is taken for the right
one, the preview tells of a bad line, and the next file of the kind asks nothing any more. What was
written is checked through satchelctl on the same file. Machines that have the real files take those,
others a few lines of the same shape.

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
LATER = 4000  # the amount of the deal that comes later
FILES = ("accounts.csv", "products.csv", "sales_teams.csv", "sales_pipeline.csv")
DEALS = ("opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date",
         "close_date", "close_value")
PRODUCTS = ("GTX Basic", RIGHT, "GTX Plus Pro", "MG Special")


def write_table(path, *rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def write_sample(folder):
    write_table(f"{folder}/accounts.csv", ("account", "sector", "year_established"),
                ("Cancity", "retail", 2001), ("Isdom", "medical", 1990))
    write_table(f"{folder}/products.csv", ("product", "series", "sales_price"),
                *((p, p.split()[0], 550) for p in PRODUCTS))
    write_table(f"{folder}/sales_teams.csv", ("sales_agent", "manager", "regional_office"),
                ("Moses Frase", "Dustin Brinkmann", "Central"))
    write_table(f"{folder}/sales_pipeline.csv", DEALS,
                ("D1", "Moses Frase", WRONG, "Cancity", "Won", "2016-10-20", "2017-03-01", 4514),
                ("D2", "Moses Frase", WRONG, "Isdom", "Lost", "2016-10-20", "2017-03-11", 0),
                ("D3", "", "MG Special", "Isdom", "Engaging", "2016-10-21", "", ""))


def write_own(folder):
    """What the company added, and what comes later."""
    write_table(f"{folder}/moods.csv", ("account", "Mood"),
                ("Cancity", "sunny"), ("Isdom", "cloudy"), ("", "none"))
    write_table(f"{folder}/later.csv", DEALS,
                ("D4", "Moses Frase", WRONG, "Cancity", "Won", "2016-11-20", "2017-04-01", LATER))


class Expected:
    """What is in the files, by a count of our own."""

    def __init__(self, data):
        self.rows = {}
        for name in FILES:
            with open(f"{data}/{name}", newline="", encoding="utf-8") as file:
                self.rows[name] = list(csv.DictReader(file))
        deals = [d for d in self.rows["sales_pipeline.csv"] if d["product"] == WRONG]
        won = [d for d in deals if d["deal_stage"] == "Won"]
        self.mapped = len(deals)
        self.won = (len(won), sum(int(d["close_value"]) for d in won))


class Assistant(Story):
    def __init__(self, tap, build, data, folder, way):
        super().__init__(tap, build, folder, way)
        self.data = data
        self.expected = Expected(data)

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
    def importer(self):
        return self.window("Import")

    def press(self, name, keys):
        """A button of the assistant, or the keys that stand for it."""
        # The title bar has a button to close as well.
        button = until(f"{name} can be pressed", lambda: next(
            (n for n in reversed(self.importer.all("push button", name))
             if n.has(Atspi.StateType.SENSITIVE)), None), 60)
        if self.mouse:
            button.click()
        else:
            key(keys)

    def row(self, title):
        return self.importer.wait("list item", title)

    def open_choices(self, title):
        row = self.row(title)
        if self.mouse:
            row.click()
        else:
            self.program.focus.walk("list item", title, self.importer)
            key("Return")

    def choice(self, name):
        return self.importer.wait("list item", name)

    def start(self, *files):
        self.program = Program(self.build, f"{self.folder}/{self.way}.db",
                               *files)

    def choose(self):
        self.start(*(f"{self.data}/{name}" for name in FILES), f"{self.folder}/moods.csv")
        self.begin_workspace("Ana", "Maven")
        # One file has a column that nobody knows; its values are shown.
        self.importer.wait("push button", "Next", 60)
        self.importer.wait("label", re.compile("sunny.*cloudy.*none"))
        if self.row("Mood").description != "Left out":
            raise Failure(f"Mood is {self.row('Mood').description}")

    def make_field(self):
        until("the focus on what is open", lambda: self.row("Mood").has(Atspi.StateType.FOCUSED))
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
        until("the question", lambda: self.importer.first("list item", WRONG), 60)
        self.importer.wait("label", re.compile(rf"\b{self.expected.mapped:,} rows"))
        until("the focus on the question", lambda: self.row(WRONG).has(Atspi.StateType.FOCUSED))
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
        window = self.importer
        until("the preview", lambda: (n := window.first("push button", "Import"))
              and n.has(Atspi.StateType.FOCUSED), 60)
        for rows in self.expected.rows.values():
            window.wait("list item", re.compile(rf"^{len(rows):,} rows? read"))
        window.wait("list item", re.compile("The row has no name"))
        window.wait("label", re.compile("Line 4"))
        if self.program.ctl("list", "company"):
            raise Failure("the preview has written")

    def do_import(self):
        self.press("Import", "Return")
        self.wait_for_report()
        self.press("Close", "Return")
        self.wait_closed("Import")
        moods = {c["name"]: c["mood"] for c in self.program.ctl("list", "company") if c["mood"]}
        if moods != {"Cancity": "sunny", "Isdom": "cloudy"}:
            raise Failure(f"{moods}")
        self.expect_deals(0)

    def wait_for_report(self):
        until("the report", lambda: any(n.has(Atspi.StateType.FOCUSED)
                                        for n in self.importer.all("push button", "Close")), 60)

    def expect_deals(self, more):
        """Those of the files and @more are about the right product."""
        every = ("--limit", "100000")
        about = {i["opportunity"]["id"] for i in self.program.ctl("list", "line_item", *every)
                 if i["product"]["title"] == RIGHT}
        won = [float(d["amount"]) for d in self.program.ctl(
            "list", "opportunity", "--filter", "stage.name = Won", *every) if d["id"] in about]
        found, (n, amount) = (len(about), len(won), sum(won)), self.expected.won
        if found != (self.expected.mapped + more, n + more, amount + more * LATER):
            raise Failure(f"deals about {RIGHT}, won ones and their amount: {found}")

    def import_again(self):
        self.program.quit()
        self.start(f"{self.folder}/later.csv")
        self.press("Import", "Return")
        self.wait_for_report()
        self.expect_deals(1)

    def undo(self):
        if self.mouse:
            self.importer.wait("push button", "Undo Import").click()
        else:
            key("alt+u")
        self.importer.wait("panel", "Import Undone")
        self.expect_deals(0)
        self.press("Close", "Return")
        self.wait_closed("Import")


def main():
    source, build = sys.argv[1:3]
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="satchel-assistant-")
    data = os.environ.get("SATCHEL_REAL_DATA", f"{source}/../shared/data") + "/maven-crm"
    try:
        if not all(os.path.exists(f"{data}/{name}") for name in FILES):
            data = folder
            write_sample(folder)
        write_own(folder)
        for way in ways():
            Assistant(tap, build, data, folder, way).tell()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
