# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings, once with the pointer and once with the keyboard alone: a field of one's own in form,
list and filter, a second pipeline, and yesterday's backup brought back. What the window did is
checked through satchelctl on the same file.

Usage: test-settings.py SOURCE-ROOT BUILD-ROOT"""

import datetime
import importlib
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from satchel_ui import Program, Story, Tap, key, until, ways, xdo  # noqa: E402

names = importlib.import_module("test-names")

LABEL, NAME, VALUE = "Badge number", "badge_number", "B-77"


class Settings(Story):
    def __init__(self, tap, build, folder, way):
        super().__init__(tap, build, f"{folder}/{way}", way)
        self.database = f"{self.folder}/settings.db"
        self.ctl = f"{build}/src/cli/satchelctl"

    def command(self, *arguments):
        """As another program beside the window would."""
        subprocess.run([self.ctl, "--db", self.database, *arguments], check=True,
                       stdout=subprocess.DEVNULL)

    def open(self):
        os.makedirs(f"{self.folder}/backups")
        self.command("demo", "--contacts", "40", "--deals", "30", "--activities", "20")
        self.program = Program(self.build, self.database)

    def steps(self):
        return (
            ("open the sample workspace", self.open),
            ("add a field", self.add_field),
            ("fill it in the form", self.use_in_form),
            ("show it in the list", self.use_in_list),
            ("filter by it", self.use_in_filter),
            ("add a second pipeline", self.add_pipeline),
            ("restore yesterday's backup", self.restore),
            ("quit", lambda: self.program.quit()),
        )

    # Finding things.

    @staticmethod
    def last(window, role, name):
        """The uppermost of several: pages lie over each other."""
        return until(f"{role} “{name}”", lambda: next(
            reversed(window.all(role, name)), None))

    def settings(self, page):
        key("ctrl+comma")
        window = self.window("Settings")
        if self.mouse:
            self.last(window, "list item", page).click()
        else:
            self.program.focus.walk("list item", page, window, "Down")
        return window

    def press(self, window, role, name, press="Return"):
        """Something on the uppermost page."""
        if self.mouse:
            self.last(window, role, name).click()
        else:
            self.act(role, name, press, under=window)

    def close(self, window, above=0):
        """The window, with as many pages @above its own."""
        if self.mouse:  # the toasts below have a button of that name too
            min(window.all("push button", "Close"), key=lambda n: n.place[1]).click()
        else:
            window.wait("push button", "Undo")
            key("Escape")  # what was done has a toast, which goes first
            until("the toast closed", lambda: window.first("push button", "Undo") is None)
            for _ in range(above + 1):
                self.program.focus.press("Escape")
        self.wait_closed("Settings")

    def records(self, *arguments):
        return self.program.ctl("list", *arguments)

    # The steps.

    def add_field(self):
        window = self.settings("Fields")
        self.press(window, "push button", "Add Field")
        form = self.window("New Field")
        names.check(form)
        self.fill("Name", LABEL, form)
        entry = form.wait("text", "Name in files and filters")
        until("its name in files", lambda: entry.text == NAME)
        self.act("push button", "Add", under=form)
        self.wait_closed("New Field")
        until("the field in the file", lambda: self.records(
            "custom_field", "--filter", f"name = {NAME}"))
        until("its line", lambda: window.first("list item", LABEL))
        self.close(window)

    def use_in_form(self):
        self.show_view("Contacts")
        self.program.main.wait("tree table", "Contacts")
        key("ctrl+n")
        form = self.window("New Contact")
        self.fill("First name", "Zed", form)
        self.act("push button", "More Fields", under=form)
        entry = form.wait("text", LABEL)
        if self.mouse:
            scroller = form.wait("scroll pane")
            until("the entry in sight", lambda: self.scroll_to(scroller, entry))
        self.fill(LABEL, VALUE, form)
        self.go("Create", "ctrl+Return", under=form)
        self.wait_closed("New Contact")
        until("the value in the file", lambda: [c["first_name"] for c in self.records(
            "contact", "--filter", f"{NAME} = {VALUE}")] == ["Zed"])

    @staticmethod
    def scroll_to(scroller, entry):
        """With the wheel, until all of the entry is in sight."""
        left, top, width, height = scroller.place
        if top < entry.place[1] and entry.place[1] + entry.place[3] < top + height:
            return True
        xdo("mousemove", left + 20, top + height // 2, "click", 5)
        return False

    def use_in_list(self):
        main = self.program.main
        if not self.mouse:
            key("ctrl+f")
        self.act(None, re.compile("^(Choose c|C)olumns"))
        self.write_into_focus(LABEL[:5])
        self.act("check box", LABEL, press="space")
        key("Escape")
        table = main.wait("tree table", "Contacts")
        until("the column", lambda: next(
            (n for n in table.walk(()) if n.name == LABEL), None))

    def use_in_filter(self):
        main = self.program.main
        if not self.mouse:
            key("ctrl+f")
        self.act("push button", "Filter")
        self.write_into_focus(LABEL[:5])
        if self.mouse:
            self.last(main, "list item", LABEL).click()
        else:
            key("Return")
        self.write_into_focus(VALUE)
        key("Return")
        main.wait("label", "1 contact")

    def add_pipeline(self):
        before = {p["name"] for p in self.records("pipeline")}
        window = self.settings("Pipelines")
        self.press(window, "push button", "Add Pipeline")
        question = self.window("New Pipeline")
        self.fill("Name", "Partners", question)
        key("Return")
        self.wait_closed("New Pipeline")
        until("the pipeline in the file", lambda: {p["name"] for p in self.records("pipeline")}
              == before | {"Partners"})
        until("its stages", lambda: len(self.records(
            "stage", "--filter", "pipeline.name = Partners")) == 6)
        self.last(window, "list item", "Negotiation")
        self.close(window, above=1)

    def restore(self):
        day = datetime.date.today() - datetime.timedelta(days=1)
        drawing = f"{self.folder}/drawing.txt"
        with open(drawing, "w") as file:
            file.write("A drawing of an anvil")
        self.command("attach", "company", self.records("company")[0]["id"], drawing)
        attached = f"{self.database}.files"
        name, = os.listdir(attached)
        self.command("backup", f"{self.folder}/backups/settings-{day.isoformat()}.db")
        company = self.records("company")[0]
        self.command("delete", company["id"])
        shutil.rmtree(attached)
        window = self.settings("Backups")
        self.press(window, "list item", "Yesterday")
        question = self.window("Restore This Backup?")
        n = len(self.records("company"))
        question.wait("label", f"{n + 1}")
        question.wait("label", f"{n}")
        self.act("push button", "Restore", under=question)
        until("the company is back", lambda: [
            c for c in self.records("company") if c["id"] == company["id"]])
        self.program.main.wait("list item", "Contacts")
        if not os.path.exists(f"{self.database}.before-restore"):
            raise AssertionError("what was there before is not kept")
        with open(f"{attached}/{name}") as file:
            if file.read() != "A drawing of an anvil":
                raise AssertionError("the attached file is not what it was")


def main():
    build = sys.argv[2]
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="satchel-ui-")
    try:
        for way in ways():
            Settings(tap, build, folder, way).tell()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
