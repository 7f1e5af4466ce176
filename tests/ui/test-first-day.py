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
from satchel_ui import Atspi, Failure, Program, Story, Tap, drag, key, until, ways, write  # noqa: E402

FILES = ("accounts.csv", "products.csv", "sales_teams.csv", "sales_pipeline.csv")
COMPANY = "Kan-code"
NOTE = "Asked for the terms"
CONTACT = (("First name", "Ines"), ("Last name", "Kaplan"), ("Job title", "Buyer"))
JOB = "Purchaser"


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
        (self.agent, self.agent_engaging), (self.other, self.other_engaging) = (
            engaging.most_common(2))


class FirstDay(Story):
    def __init__(self, tap, build, data, folder, way):
        super().__init__(tap, build, folder, way)
        self.files = [f"{data}/{name}" for name in FILES]
        self.expected = Expected(data)

    def steps(self):
        return (
            ("import the files", self.import_files),
            (f"find {COMPANY}", self.find_company),
            ("read its won amount", self.read_won),
            ("read its deals", self.read_deals),
            ("add a note", self.add_note),
            ("make a contact", self.make_contact),
            ("edit the contact in place", self.edit_contact),
            ("move a deal to another stage", self.move_deal),
            ("undo the move", self.undo_move),
            ("filter the pipeline to one owner", self.filter_owner),
            ("filter the pipeline to mine", self.filter_mine),
            ("quit", lambda: self.program.quit()),
        )

    # The steps.

    def import_files(self):
        self.program = Program(self.build, f"{self.folder}/{self.way}.db", *self.files)
        main = self.program.main
        self.begin_workspace(self.expected.agent, "Maven")
        window = self.window("Import")
        self.answer_and_import(window)
        until("the report", lambda: next(
            (n for n in window.all("push button", "Close")
             if n.has(Atspi.StateType.FOCUSED)), None), 90)
        rows = f"{self.expected.deals:,} rows read"
        if window.first("list item", rows) is None:
            raise Failure(f"the report does not say “{rows}”")
        self.go("Close", "Return", under=window)
        self.wait_closed("Import")
        main.wait("list item", "Companies")
        for stage, n in self.expected.stages.items():
            self.expect_stage(stage, n)

    def answer_and_import(self, window):
        """Passes by the names that no record has, looks at the preview, imports."""
        ready = until("a question or the preview", lambda: window.first("push button", "Next")
                      or window.first("push button", "Import"), 90)
        if ready.name == "Next":
            self.go("Next", "alt+n", under=window)
        until("the preview", lambda: (n := window.first("push button", "Import"))
              and n.has(Atspi.StateType.FOCUSED), 90)
        self.go("Import", "Return", under=window)

    def stage_deals(self, stage):
        return self.program.ctl("list", "opportunity", "--filter", f"stage.name = {stage}")

    def expect_stage(self, stage, n):
        until(f"{n} deals in {stage}", lambda: len(self.stage_deals(stage)) == n)

    def find_company(self):
        main = self.program.main
        self.go("Search everything", "ctrl+k")
        until("the search", lambda: (n := main.first("entry", "Search everything"))
              and n.has(Atspi.StateType.FOCUSED))
        write(COMPANY)
        hit = main.wait("list item", re.compile(f"^(Company|Companies), {COMPANY}"))
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

    def add_note(self):
        main = self.program.main
        self.act("page tab", "Timeline", press="space")
        note = self.reach("text", "New note")
        until("the focus in the note", lambda: note.has(Atspi.StateType.FOCUSED))
        write(NOTE)
        self.go("Save Note", "ctrl+Return")
        until("the note in the file", lambda: [
            n for n in self.program.ctl("list", "note") if NOTE in str(n)])

    def make_contact(self):
        self.show_view("Contacts")
        self.program.main.wait("push button", "New Contact")
        self.go("New Contact", "ctrl+n")
        dialog = self.window("New Contact")
        for field, text in CONTACT:
            self.fill(field, text, under=dialog)
        self.go("Create", "ctrl+Return", under=dialog)
        self.wait_closed("New Contact")
        self.expect_contact(CONTACT[2][1])

    def expect_contact(self, job):
        until(f"the contact in the file, {job}", lambda: [
            c["last_name"] for c in self.program.ctl("list", "contact", "--filter",
                                                     f"job_title = {job}")] == [CONTACT[1][1]])

    def edit_contact(self):
        main = self.program.main
        row = re.compile("^Job title: ")
        self.act("page tab", "Details", press="space")
        self.reach("list item", row)
        if not self.mouse:
            key("F2")
        until("an entry for the job title", lambda: (n := main.first("text", "Job title"))
              and n.has(Atspi.StateType.FOCUSED))
        key("ctrl+a")
        write(JOB)
        key("Return")
        main.wait("list item", f"Job title: {JOB}")
        self.expect_contact(JOB)

    def show_board(self):
        self.show_view("Pipeline")
        return self.program.main.wait("panel", "Board")

    @staticmethod
    def column(stage, n):
        return re.compile(rf"^{stage}, {n:,} deals?\b")

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
        """By a condition on the owner, who is somebody else."""
        main = self.program.main
        board = main.wait("panel", "Board")
        other = self.expected.other
        if self.mouse:
            self.shown("push button", "Filter").click()
        else:
            key("ctrl+f")
            self.act("push button", "Filter")
        self.find("entry", "Find a field", "Owner", "list item")
        until("the owners", lambda: main.first("check box", other))
        many = main.first("text", "Find") is not None
        if many:
            self.find("text", "Find", other, "check box")
        else:
            self.act("check box", other, press="space", forward="Down")
        if self.mouse or not many:  # Enter in the entry adds the condition too
            self.act("push button", "Add Condition")
        board.wait("panel", self.column("Engaging", self.expected.other_engaging))
        self.act("push button", f"Remove “Owner: {other}”")
        board.wait("panel", self.column("Engaging", self.expected.stages["Engaging"]))

    def find(self, role, name, text, line):
        """Types into what has the focus, and takes the line that is left."""
        main = self.program.main
        until(f"the focus in {name}", lambda: self.program.focus.is_on(role, name, main))
        write(text)
        if not self.mouse:
            key("Return")
            return
        entry = main.first(role, name)
        until("only that line", lambda: (n := main.first(line, text)) and
              n.centre[1] < entry.centre[1] + 2 * entry.place[3])
        main.first(line, text).click()

    def shown(self, role, name):
        """Every view that was shown has one; the pipeline's was made last."""
        return (self.program.main.all(role, name) or [None])[-1]

    def filter_mine(self):
        board = self.program.main.wait("panel", "Board")
        if self.mouse:
            until("Mine", lambda: self.shown("push button", "Mine")).click()
        else:
            key("ctrl+f")
            self.act("push button", "Mine", press="space")
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
        for way in ways():
            FirstDay(tap, build, data, folder, way).tell()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
