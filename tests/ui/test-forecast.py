# SPDX-License-Identifier: GPL-3.0-or-later
"""The forecast at work: a quota entered in its cell and taken back, from a figure to its deals, a
category set by hand and taken back, back to the figure, and how it comes about; once with the
pointer, once with the keyboard alone. What the window did is checked through satchelctl on the same
file.

Usage: test-forecast.py SOURCE-ROOT BUILD-ROOT"""

import datetime
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from satchel_ui import Program, Story, Tap, key, until, ways, word, write, xdo  # noqa: E402
from spoken import check  # noqa: E402

MOST_STEPS = 60


class Forecast(Story):
    def steps(self):
        return (
            ("open the sample workspace", self.open),
            ("enter a quota", self.enter_quota),
            ("take it back", self.undo_quota),
            ("refuse what is no amount", self.enter_wrong),
            ("from a figure to its deals", self.drill),
            ("set a category by hand", self.set_category),
            ("take it back", self.undo_category),
            ("back to the figure", self.go_back),
            ("how it comes about", self.explain),
            ("look at a past day", self.look_back),
            ("print the page to a file", self.print_page),
            ("quit", lambda: self.program.quit()),
        )

    def row(self):
        today = datetime.date.today()
        period = f"{today.year}-Q{(today.month + 2) // 3}"
        rows = self.program.ctl("forecast", "--period", period)["rows"]
        if not hasattr(self, "name"):
            # Somebody with a quota and deals, whose name no other line has.
            names = [row["key"] for row in rows]
            self.name = next(row["key"] for row in rows[1:] if float(row["quota"]) > 0
                             and float(row["open_pipeline"]) > 0 and names.count(row["key"]) == 1)
        return next(row for row in rows if row["key"] == self.name)

    def open(self):
        database = f"{self.folder}/{self.way}.db"
        subprocess.run([f"{self.build}/src/cli/satchelctl", "--db", database, "demo"],
                       check=True, capture_output=True)
        self.program = Program(self.build, database)
        self.quota = self.row()["quota"]
        self.show_view("Forecast")
        self.grid = self.program.main.wait("tree table", "Forecast")
        self.cell("Quota")
        self.check_names()

    def check_names(self):
        """A screen reader can say everything that is shown."""
        if self.mouse:
            check(self.program.main)

    def cell(self, column):
        begin = f"{self.name}, {column}:"
        return until(f"the cell {begin}", lambda: next(
            (n for n in self.grid.walk(()) if n.name.startswith(begin) and n.place[2] > 0), None))

    def go_to(self, column):
        """With keys: to the line, then to the column."""
        cell = self.cell(column)
        if self.mouse:
            cell.click()
        else:
            focus = self.program.focus
            until("the focus in the grid", lambda: focus.is_within(self.grid))
            key("ctrl+Home", "Home")
            focus.walk(None, self.name, self.grid, "Down", MOST_STEPS)
            focus.walk(None, re.compile(f"^{re.escape(self.name)}, {column}:"), self.grid, "Right")
        return cell

    def use(self, column):
        """Double click, or Enter."""
        cell = self.go_to(column)
        if self.mouse:
            xdo("mousemove", *cell.centre, "click", "--repeat", 2, "--delay", 60, 1)
        else:
            key("Return")

    def editor(self):
        return until("the entry in the cell", lambda: next(
            (n for n in self.grid.walk(()) if n.role in ("entry", "text")
             and n.name == f"Quota of {self.name}"), None))

    def type_quota(self, text):
        self.use("Quota")
        entry = self.editor()
        key("ctrl+a")
        write(text)
        until(f"{text} in the cell", lambda: entry.text == text)
        key("Return")

    def enter_quota(self):
        self.type_quota("123456")
        until("the quota in the file", lambda: self.row()["quota"] == "123456.00")
        until("the quota in the grid", lambda: "123,456" in self.cell("Quota").name)

    def undo_quota(self):
        if self.mouse:
            self.program.main.wait_for_toast("Undo").click()
        else:
            key("ctrl+z")
        until("the old quota", lambda: self.row()["quota"] == self.quota)

    def enter_wrong(self):
        self.type_quota("a lot")
        until("what is wrong with it", lambda: any(
            "not an amount" in n.name for n in self.grid.walk(())))
        key("Escape")
        until("no entry", lambda: not any(
            n.name == f"Quota of {self.name}" for n in self.grid.walk(())))
        assert self.row()["quota"] == self.quota

    def deals(self):
        label = self.program.main.first("label", re.compile(r"^\d+ deals?$"), -1)
        return int(label.name.split()[0]) if label else None

    def drill(self):
        self.use("Open pipeline")
        self.list = self.program.main.wait("tree table", "Deals")
        self.before = until("the number of deals", self.deals)
        assert self.before > 0
        self.check_names()

    def open_deals(self):
        return float(self.row()["open_pipeline"])

    def set_category(self):
        self.pipeline = self.open_deals()
        if self.mouse:
            until("the category of a deal", lambda: next(
                (n for n in self.list.walk(()) if n.role == "push button"
                 and n.name.startswith("Forecast category:")), None)).click()
        else:
            until("the focus in the list", lambda: self.program.focus.is_within(self.list))
            key("F2")
        self.act(None, "Omitted", forward="Down", under=self.program.app)
        until("less in the pipeline", lambda: self.open_deals() < self.pipeline)
        until("one deal less", lambda: self.deals() == self.before - 1)

    def undo_category(self):
        if self.mouse:
            self.program.main.wait_for_toast("Undo").click()
        else:
            key("ctrl+z")
        until("the pipeline as it was", lambda: self.open_deals() == self.pipeline)
        until("all deals", lambda: self.deals() == self.before)

    def go_back(self):
        if self.mouse:
            self.program.main.wait("push button", "Back").click()
        else:
            until("the focus in the list", lambda: self.program.focus.is_within(self.list))
            key("Escape")
        figure = re.compile(f"^{re.escape(self.name)}, Open pipeline:")
        until("the focus on the figure",
              lambda: self.program.focus.is_on(None, figure, self.grid))

    def explain(self):
        self.go("Explain", "F1")
        until("the explanation", lambda: self.program.main.first(
            "list", "How the figure comes about"))
        self.program.main.wait("label", word("Open pipeline"))
        self.check_names()
        key("Escape")

    def look_back(self):
        """The popovers of the header, and a past day in which nothing can be entered."""
        main = self.program.main
        if self.mouse:
            main.wait("push button", re.compile("^Period: ")).click()
            check(until("the periods", lambda: main.first("push button", "Earlier")).popover())
            key("Escape")
            main.wait("push button", "As of today").click()
            button = until("the days", lambda: main.first("push button", "A week ago"))
            check(button.popover())
            button.click()
            main.wait("label", re.compile("Nothing can be changed in the past"))
            main.wait("push button", "Back to Today").click()
            main.wait("push button", "As of today")

    def print_page(self):
        if self.mouse:
            self.program.main.wait("push button", "More for the Forecast").click()
            self.program.app.wait("menu item", "Print…").click()
        else:
            key("ctrl+p")
        data, text = self.print_to(f"{self.folder}/{self.way}.pdf")
        assert len(re.findall(rb"/Type /Page\b", data)) == 1, "not one page"
        if text is not None:
            today = datetime.date.today()
            row = self.row()
            title = f"Forecast Q{(today.month + 2) // 3} {today.year}"
            closed = f"{round(float(row['closed'])):,}"
            assert title in text, text
            assert re.search(rf"{re.escape(self.name)} .*\b{closed}\b", text), text
            assert "Page 1 of 1" in text, text


def main():
    _source, build = sys.argv[1:3]
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="satchel-ui-forecast-")
    try:
        for way in ways():
            Forecast(tap, build, folder, way).tell()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
