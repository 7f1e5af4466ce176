# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists at work: a saved list of the won deals of one team this year, another owner for several
companies and back, a deleted company brought back; once with the pointer, once with the keyboard
alone. What the window did is checked through satchelctl on the same file.

Usage: test-lists.py SOURCE-ROOT BUILD-ROOT"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from satchel_ui import Atspi, Program, Story, Tap, key, until, ways, word, write, xdo  # noqa: E402

LIST = "Won this year"
WON = "stage.kind = won and owner.team = '{}' and close_date = @this_year"
HEADER, ROW = 34, 32  # pixels of a table
COUNT = re.compile(r"^[\d,.]+ (company|companies)$")  # below the title of the view


class Lists(Story):
    def steps(self):
        return (
            ("open the sample workspace", self.open),
            ("save a list of won deals of one team this year", self.save_list),
            ("open the list from the sidebar", self.open_list),
            ("change the owner of several companies", self.change_owner),
            ("take it back", self.undo),
            ("delete a company", self.delete),
            ("restore the company", self.restore),
            ("quit", lambda: self.program.quit()),
        )

    def pick(self, name):
        """An item of the menu that is open."""
        self.act("menu item", name, forward="Down", under=self.program.app)

    def titles(self, type_name, filter_text):
        found = self.program.ctl("list", type_name, "--filter", filter_text)
        return sorted(row["id"] for row in found)

    # The steps.

    def open(self):
        database = f"{self.folder}/{self.way}.db"
        subprocess.run([f"{self.build}/src/cli/satchelctl", "--db", database, "demo"],
                       check=True, capture_output=True)
        self.program = Program(self.build, database)
        teams = self.program.ctl("list", "team")
        self.team = max((t["name"] for t in teams),
                        key=lambda name: len(self.titles("opportunity", WON.format(name))))
        self.won = self.titles("opportunity", WON.format(self.team))
        assert self.won, "the sample has no won deals this year"

    def add_condition(self, field, value):
        main = self.program.main
        if not self.mouse:
            key("ctrl+f")
        self.act("push button", "Filter")
        self.take_line("entry", "Find a field", field)
        until(f"the values of {field}", lambda: main.first("check box", value))
        if main.first("text", "Find"):  # many are found by typing
            self.take_line("text", "Find", value)
        else:
            self.act("check box", value, press="space", forward="Down")
            self.act("push button", "Add Condition")
        until(f"a chip for {value}", lambda: main.first(
            "push button", re.compile(f"Remove .*{re.escape(value)}")))

    def take_line(self, role, name, text):
        """The first line that is left when @text is typed."""
        entry = self.type_into(role, name, text)
        until("the focus there still", lambda: entry.has(Atspi.StateType.FOCUSED))
        key("Return")

    def type_into(self, role, name, text, under=None):
        under = under or self.program.main
        entry = until(f"the focus in {name}", lambda: next(
            (n for n in under.all(role, name) if n.has(Atspi.StateType.FOCUSED)), None))
        write(text)
        until(f"{text} in {name}", lambda: entry.text == text)
        return entry

    def save_list(self):
        main = self.program.main
        self.show_view("Pipeline")
        main.wait("panel", "Board")
        self.add_condition("Status", "Won")
        self.add_condition("team", self.team)  # that of the owner
        self.add_condition("Close date", "This year")
        self.go("List menu", "ctrl+m")
        self.pick("Save as a List…")
        self.type_into("text", "Name of the list", LIST, under=self.program.app)
        key("Return")
        main.wait("list item", LIST)
        main.wait("label", word(f"{len(self.won)}"))
        lists = self.program.ctl("list", "saved_list", "--filter", f"name = '{LIST}'")
        assert len(lists) == 1, lists

    def open_list(self):
        main = self.program.main
        self.show_view("Contacts")
        main.wait("tree table", "Contacts")
        if self.mouse:
            main.wait("list item", LIST).click()
        else:
            key("ctrl+k")
            self.type_into("entry", "Search everything", LIST)
            key("Return")
        main.wait("tree table", "Opportunities")
        main.wait("label", word(f"{len(self.won)} deals" if len(self.won) != 1 else "1 deal"))

    def select_rows(self, first, last):
        table = self.program.main.wait("tree table", "Companies")
        x, y, _, _ = table.place
        if self.mouse:
            xdo("mousemove", x + 60, y + HEADER + ROW * first + ROW // 2, "click", 1)
            xdo("mousemove", x + 60, y + HEADER + ROW * last + ROW // 2,
                "keydown", "shift", "click", 1, "keyup", "shift")
        else:
            until("the focus in the table", lambda: self.program.focus.is_within(table))
            for name in ["Home"] + ["Down"] * first + ["shift+Down"] * (last - first):
                key(name)

    def change_owner(self):
        self.show_view("Companies")
        self.program.main.wait("tree table", "Companies")
        users = self.program.ctl("list", "user")
        self.owner = users[0]["name"]
        self.before = self.titles("company", f"owner = '{self.owner}'")
        self.select_rows(2, 9)
        self.program.main.wait("label", "8 selected")
        if self.mouse:
            self.program.main.wait("push button", "Owner…").click()
        else:
            key("shift+F10")
            self.pick("Change Owner…")
        window = self.window("Change Owner")
        if self.mouse:
            window.wait("text", "Owner").click()
        self.type_into("text", "Owner", self.owner, under=window)
        key("Return")
        window.wait("label", word("will change"))
        self.go("Change", "ctrl+Return", under=window)
        until("the new owner", lambda: len(self.titles("company", f"owner = '{self.owner}'"))
              > len(self.before))

    def undo(self):
        self.wait_closed("Change Owner")
        if self.mouse:
            self.program.main.wait_for_toast("Undo").click()
        else:
            key("ctrl+z")
        until("the old owners",
              lambda: self.titles("company", f"owner = '{self.owner}'") == self.before)

    def delete(self):
        self.companies = self.titles("company", "name !=")
        self.names = {c["name"] for c in self.program.ctl("list", "company")}
        if not self.mouse:
            key("Escape")
        self.select_rows(3, 3)
        before = self.program.main.wait("label", COUNT).name
        key("Delete")
        until("one company less",
              lambda: len(self.titles("company", "name !=")) == len(self.companies) - 1)
        # The list follows the file, and then takes the focus once more: it would close a menu.
        until("the list follows", lambda: self.program.main.wait("label", COUNT).name != before)

    def restore(self):
        self.go("Main menu", "F10")
        self.pick("Deleted Records…")
        window = self.window("Deleted Records")
        table = window.wait("tree table", "Deleted records")
        row = until("the record", lambda: next(
            (n for n in table.walk(()) if n.role == "label" and n.name in self.names), None))
        if self.mouse:
            row.click()
            window.wait("push button", "Restore").click()
        else:
            self.program.focus.settle(window)
            key("Return")  # from the search into the list
            until("the focus in the list", lambda: self.program.focus.is_within(table))
            key("space", "Return")
        until("all companies", lambda: self.titles("company", "name !=") == self.companies)
        window.wait("label", "Nothing Deleted")
        key("Escape")
        self.wait_closed("Deleted Records")


def main():
    _source, build = sys.argv[1:3]
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="satchel-ui-lists-")
    try:
        for way in ways():
            Lists(tap, build, folder, way).tell()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
