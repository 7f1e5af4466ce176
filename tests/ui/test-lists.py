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
import time

sys.dont_write_bytecode = True
from satchel_ui import Atspi, Failure, Program, Story, Tap, key, until, ways, word, write, xdo  # noqa: E402

LIST = "Won this year"
WON = "stage.kind = won and owner.team = '{}' and close_date = @this_year"
HEADER, ROW = 34, 32  # pixels of a table


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
        until("the focus in the fields",
              lambda: self.program.focus.is_on("entry", "Find a field", main))
        write(field)
        time.sleep(0.3)
        key("Return")
        until(f"the values of {field}", lambda: main.first("check box", value))
        if main.first("text", "Find"):  # many are found by typing
            until("the focus in Find", lambda: self.program.focus.is_on("text", "Find", main))
            write(value)
            time.sleep(0.3)
            key("Return")
        else:
            self.act("check box", value, press="space", forward="Down")
            self.act("push button", "Add Condition")
        until(f"a chip for {value}", lambda: main.first("push button", re.compile(f"Remove .*{re.escape(value)}")))

    def save_list(self):
        main = self.program.main
        key("ctrl+" + self.nth_view("Pipeline"))
        main.wait("panel", "Board")
        self.add_condition("Status", "Won")
        self.add_condition("team", self.team)  # that of the owner
        self.add_condition("Close date", "This year")
        key("ctrl+m")
        self.pick("Save as a List…")
        self.program.app.wait("text", "Name of the list")
        time.sleep(0.3)
        write(LIST)
        key("Return")
        main.wait("list item", LIST)
        main.wait("label", word(f"{len(self.won)}"))
        lists = self.program.ctl("list", "saved_list", "--filter", f"name = '{LIST}'")
        assert len(lists) == 1, lists

    def nth_view(self, label):
        rows = [n.name for n in self.program.main.all("list item")]
        return str(rows.index(label) + 1)

    def open_list(self):
        main = self.program.main
        key("ctrl+" + self.nth_view("Contacts"))
        main.wait("tree table", "Contacts")
        if self.mouse:
            main.wait("list item", LIST).click()
        else:
            key("ctrl+k")
            time.sleep(0.5)
            write(LIST)
            time.sleep(0.8)
            key("Return")
        main.wait("tree table", "Opportunities")
        main.wait("label", word(f"{len(self.won)} deals" if len(self.won) != 1 else "1 deal"))

    def select_rows(self, first, last):
        table = self.program.main.wait("tree table", "Companies")
        x, y, _, _ = table.place
        if self.mouse:
            xdo("mousemove", x + 60, y + HEADER + ROW * first + ROW // 2, "click", 1)
            time.sleep(0.3)
            xdo("mousemove", x + 60, y + HEADER + ROW * last + ROW // 2,
                "keydown", "shift", "click", 1, "keyup", "shift")
        else:
            time.sleep(0.5)
            key("Home")
            for name in ["Down"] * first + ["shift+Down"] * (last - first):
                key(name)

    def change_owner(self):
        key("ctrl+" + self.nth_view("Companies"))
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
        window = until("the dialog", lambda: self.program.window("Change Owner"))
        entry = window.wait("text", "Owner")
        if self.mouse:
            entry.click()
        write(self.owner)
        time.sleep(0.8)
        key("Return")
        window.wait("label", word("will change"))
        if self.mouse:
            window.wait("push button", "Change").click()
        else:
            key("ctrl+Return")
        until("the new owner", lambda: len(self.titles("company", f"owner = '{self.owner}'"))
              > len(self.before))

    def undo(self):
        if self.mouse:
            self.program.main.wait("push button", "Undo").click()
        else:
            key("ctrl+z")
        until("the old owners",
              lambda: self.titles("company", f"owner = '{self.owner}'") == self.before)

    def delete(self):
        self.companies = self.titles("company", "name !=")
        if not self.mouse:
            key("Escape")
        self.select_rows(3, 3)
        time.sleep(0.3)
        key("Delete")
        until("one company less",
              lambda: len(self.titles("company", "name !=")) == len(self.companies) - 1)

    def restore(self):
        if self.mouse:
            self.program.main.wait("push button", "Main menu").click()
        else:
            key("F10")
        self.pick("Deleted Records…")
        window = until("the window", lambda: self.program.window("Deleted Records"))
        table = window.wait("tree table", "Deleted records")
        if self.mouse:
            x, y, _, _ = table.place
            xdo("mousemove", x + 60, y + HEADER + ROW // 2, "click", 1)
            window.wait("push button", "Restore").click()
        else:
            time.sleep(0.5)
            key("Return")  # from the search into the list
            time.sleep(0.3)
            key("space")
            key("Return")
        until("all companies", lambda: self.titles("company", "name !=") == self.companies)
        window.wait("label", "Nothing Deleted")
        key("Escape")
        until("the window away", lambda: self.program.window("Deleted Records") is None)


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
