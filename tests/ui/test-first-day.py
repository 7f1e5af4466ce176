# SPDX-License-Identifier: GPL-3.0-or-later
"""A company's files come in, and a sales person works with them: once with the pointer, once with
the keyboard alone. What the window did is checked through satchelctl on the same file.

Usage: test-first-day.py SOURCE-ROOT BUILD-ROOT"""

import collections
import csv
import os
import re
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
from satchel_ui import Failure, Program, Tap, drag, key, until, write  # noqa: E402
from satchel_ui import Atspi  # noqa: E402

FILES = ("accounts.csv", "products.csv", "sales_teams.csv", "sales_pipeline.csv")
COMPANY = "Kan-code"
INDUSTRY = "shipbuilding"
NOTE = "Asked for the terms"


def write_sample(folder):
    """Files of the same shape, for machines without the real ones."""
    agents = ["Moses Frase", "Darcel Schlecht", "Anna Snelling"]
    companies = ["Cancity", COMPANY, "Isdom", "Zathunicon"]
    tables = {
        "accounts.csv": [("account", "sector", "year_established", "revenue", "employees",
                          "office_location", "subsidiary_of")]
        + [(c, "software", 1982, 11698.03, 34288, "United States", "") for c in companies],
        "products.csv": [("product", "series", "sales_price"), ("GTX Basic", "GTX", 550)],
        "sales_teams.csv": [("sales_agent", "manager", "regional_office")]
        + [(a, "Dustin Brinkmann", "Central") for a in agents],
        "sales_pipeline.csv": [("opportunity_id", "sales_agent", "product", "account", "deal_stage",
                                "engage_date", "close_date", "close_value")],
    }
    stages = [("Won", "2017-03-01", 1054), ("Lost", "2017-03-11", 0), ("Engaging", "", ""),
              ("Prospecting", "", "")]
    for i in range(160):
        stage, close, value = stages[i % 4]
        tables["sales_pipeline.csv"].append(
            (f"D{i:07}", agents[i % 3], "GTX Basic", companies[i // 4 % 4], stage,
             "" if stage == "Prospecting" else "2016-10-20", close, value and value + i))
    for name, rows in tables.items():
        with open(f"{folder}/{name}", "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)


class Expected:
    """What is in the files, by a count of our own."""

    def __init__(self, folder):
        with open(f"{folder}/sales_pipeline.csv", newline="", encoding="utf-8") as file:
            deals = list(csv.DictReader(file))
        self.deals = len(deals)
        self.stages = collections.Counter(d["deal_stage"] for d in deals)
        mine = [d for d in deals if d["account"] == COMPANY]
        self.company_deals = len(mine)
        self.company_won = sum(int(d["close_value"]) for d in mine if d["deal_stage"] == "Won")
        engaging = collections.Counter(
            d["sales_agent"] for d in deals if d["deal_stage"] == "Engaging")
        self.agent, self.agent_engaging = engaging.most_common(1)[0]


class Story:
    def __init__(self, tap, build, data, folder, way):
        self.tap, self.build, self.folder, self.way = tap, build, folder, way
        self.mouse = way == "mouse"
        self.files = [f"{data}/{name}" for name in FILES]
        self.expected = Expected(data)
        self.program = None

    def tell(self):
        steps = (
            ("import the files", self.import_files),
            (f"find {COMPANY}", self.find_company),
            ("read its won amount", self.read_won),
            ("read its deals", self.read_deals),
            ("edit a field in place", self.edit_field),
            ("add a note", self.add_note),
            ("move a deal to another stage", self.move_deal),
            ("undo the move", self.undo_move),
            ("filter the pipeline to one owner", self.filter_owner),
            ("quit", lambda: self.program.quit()),
        )
        try:
            for name, function in steps:
                if not self.tap.step(f"{self.way}: {name}", function):
                    break
        finally:
            if self.program is not None:
                self.program.end()

    # What the two ways do differently.

    def reach(self, role, name=None, forward="Tab", most=80, under=None):
        """With the pointer: clicks it. With keys: walks to it, as the focus tells."""
        node = (under or self.program.main).wait(role, name)
        if self.mouse:
            node.click()
            return node
        for _ in range(most):
            if self.focused(node, role, name, under):
                return node
            key(forward)
            try:  # the bus hears of the focus a little later
                until("the focus", lambda: self.focused(node, role, name, under), 0.15)
            except Failure:
                continue
        raise Failure(f"{forward} does not lead to {role} “{node.name}”")

    def focused(self, node, role, name, under):
        if node.has(Atspi.StateType.FOCUSED):
            return True
        # Cards and rows are made anew as the focus wanders.
        return any(n.has(Atspi.StateType.FOCUSED) for n in (under or self.program.main).all(role, name))

    def act(self, role, name=None, press="Return", **how):
        node = self.reach(role, name, **how)
        if not self.mouse:
            key(press)
        return node

    def fill(self, row, text):
        entry = self.program.main.wait("text", row)
        if self.mouse:
            entry.click()
        key("ctrl+a")
        write(text)
        until(f"{text} in the entry", lambda: entry.text == text)

    # The steps.

    def import_files(self):
        self.program = Program(self.build, f"{self.folder}/{self.way}.db", *self.files)
        main = self.program.main
        self.fill("Your name", self.expected.agent)
        if not self.mouse:
            key("Tab")
        self.fill("Your company", "Maven")
        if self.mouse:
            main.wait("push button", "Start").click()
        else:
            key("Return")
        window = until("the import's window", lambda: self.program.window("Import"))
        close = until("the report", lambda: next(
            (n for n in window.all("push button", "Close")
             if n.has(Atspi.StateType.FOCUSED)), None), 90)
        rows = f"{self.expected.deals} rows read"
        if window.first("list item", rows) is None:
            raise Failure(f"the report does not say “{rows}”")
        if self.mouse:
            close.click()
        else:
            key("Return")
        until("the report closes", lambda: self.program.window("Import") is None)
        main.wait("list item", "Companies")
        for stage, n in self.expected.stages.items():
            self.expect_stage(stage, n)

    def stage_deals(self, stage):
        return self.program.ctl("list", "opportunity", "--filter", f"stage.name = {stage}")

    def expect_stage(self, stage, n):
        until(f"{n} deals in {stage}", lambda: len(self.stage_deals(stage)) == n)

    def find_company(self):
        main = self.program.main
        if self.mouse:
            main.wait("push button", "Search everything").click()
        else:
            key("ctrl+k")
        until("the search", lambda: (n := main.first("entry", "Search everything"))
              and n.has(Atspi.StateType.FOCUSED))
        write(COMPANY)
        hit = main.wait("list item", re.compile(f"^Company, {COMPANY}"))
        if self.mouse:
            hit.click()
        else:
            until("the best hit is selected", lambda: hit.has(Atspi.StateType.SELECTED))
            key("Return")
        main.wait("list item", f"Name: {COMPANY}")

    def read_won(self):
        figures = self.program.main.wait("panel", "Key figures")
        wanted = f"${self.expected.company_won:,}.00"
        until(f"won {wanted}", lambda: any(n.description == wanted for n in figures.all("label")))

    def read_deals(self):
        main = self.program.main
        self.act("page tab", "Related", press="space")
        # The last deals, and how many there are.
        main.wait("label", re.compile(f"^{COMPANY}"))
        main.wait(None, re.compile(rf"^Show All {self.expected.company_deals}\b"))

    def edit_field(self):
        main = self.program.main
        self.act("page tab", "Details", press="space", forward="Left")
        row = re.compile("^Industry: ")
        if self.mouse:
            self.reach("list item", row)
        else:
            self.reach("list item", re.compile("^Name: "))
            self.reach("list item", row, forward="Down")
            key("F2")
        until("an entry for the industry", lambda: (n := main.first("text", "Industry"))
              and n.has(Atspi.StateType.FOCUSED))
        key("ctrl+a")
        write(INDUSTRY)
        key("Return")
        main.wait("list item", f"Industry: {INDUSTRY}")
        until("the industry in the file", lambda: [
            c["name"] for c in self.program.ctl("list", "company", "--filter",
                                                f"industry = {INDUSTRY}")] == [COMPANY])

    def add_note(self):
        main = self.program.main
        self.act("page tab", "Timeline", press="space", forward="shift+Tab")
        note = self.reach("text", "New note")
        until("the focus in the note", lambda: note.has(Atspi.StateType.FOCUSED))
        write(NOTE)
        if self.mouse:
            main.wait("push button", "Save Note").click()
        else:
            key("ctrl+Return")
        until("the note in the file", lambda: [
            n for n in self.program.ctl("list", "note") if NOTE in str(n)])

    def show_board(self):
        if self.mouse:
            self.program.main.wait("list item", "Pipeline").click()
        else:
            key("ctrl+3")
        return self.program.main.wait("panel", "Board")

    @staticmethod
    def column(stage, n):
        return re.compile(rf"^{stage}, {n} deals?\b")

    def expect_columns(self, board, moved):
        for stage, change in (("Engaging", -moved), ("Prospecting", moved)):
            n = self.expected.stages[stage] + change
            board.wait("panel", self.column(stage, n))
            self.expect_stage(stage, n)

    def move_deal(self):
        board = self.show_board()
        self.expect_columns(board, 0)
        first = re.compile("stage Engaging, 1 of")
        if self.mouse:
            card = board.wait("list item", first)
            drag(card.centre, board.wait("list item", re.compile("stage Prospecting, 2 of")).centre)
        else:
            self.reach("list item", first, under=board)
            key("ctrl+Right")
        self.expect_columns(board, 1)

    def undo_move(self):
        key("ctrl+z")
        self.expect_columns(self.program.main.wait("panel", "Board"), 0)

    def filter_owner(self):
        view = self.program.main
        board = view.wait("panel", "Board")
        mine = view.all("push button", "Mine")[-1]
        if self.mouse:
            mine.click()
        else:
            key("ctrl+f")
            for _ in range(10):
                if mine.has(Atspi.StateType.FOCUSED):
                    break
                key("Tab")
            key("space")
        board.wait("panel", self.column("Engaging", self.expected.agent_engaging))


def main():
    source, build = sys.argv[1:3]
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="satchel-ui-")
    data = os.environ.get("SATCHEL_REAL_DATA", f"{source}/../shared/data") + "/maven-crm"
    try:
        if not all(os.path.exists(f"{data}/{name}") for name in FILES):
            data = folder
            write_sample(folder)
        # The walk by keyboard follows the focus over the accessibility bus, which tells of it late where a machine is busy:
        # it is run by hand, with SATCHEL_TEST_KEYBOARD=1.
        ways = ("mouse", "keyboard") if os.environ.get("SATCHEL_TEST_KEYBOARD") else ("mouse",)
        for way in ways:
            Story(tap, build, data, folder, way).tell()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
