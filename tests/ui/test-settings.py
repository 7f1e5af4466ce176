# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings, with a real pointer and real keys: a field of one's own in form, list and filter, a
second pipeline, and yesterday's backup brought back. What the window did is checked through
satchelctl on the same file.

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
from satchel_ui import Program, Tap, key, until, write, xdo  # noqa: E402
from satchel_ui import Atspi  # noqa: E402

names = importlib.import_module("test-names")

LABEL, NAME, VALUE = "Badge number", "badge_number", "B-77"


class Story:
    def __init__(self, tap, build, folder):
        self.tap, self.build, self.folder = tap, build, folder
        self.database = f"{folder}/settings.db"
        self.ctl = f"{build}/src/cli/satchelctl"
        self.program = None

    def command(self, *arguments):
        """As another program beside the window would."""
        subprocess.run([self.ctl, "--db", self.database, *arguments], check=True,
                       stdout=subprocess.DEVNULL)

    def tell(self):
        steps = (
            ("add a field", self.add_field),
            ("fill it in the form", self.use_in_form),
            ("show it in the list", self.use_in_list),
            ("filter by it", self.use_in_filter),
            ("add a second pipeline", self.add_pipeline),
            ("restore yesterday's backup", self.restore),
            ("quit", lambda: self.program.quit()),
        )
        self.command("demo", "--contacts", "40", "--deals", "30", "--activities", "20")
        self.program = Program(self.build, self.database)
        try:
            for name, function in steps:
                if not self.tap.step(name, function):
                    break
        finally:
            self.program.end()

    # Finding things.

    @staticmethod
    def last(window, role, name):
        """The uppermost of several: pages lie over each other."""
        return until(f"{role} “{name}”", lambda: next(
            reversed(window.all(role, name)), None))

    def settings(self, page):
        key("ctrl+comma")
        window = until("the settings", lambda: self.program.window("Settings"))
        self.last(window, "list item", page).click()
        return window

    def close(self, window):
        # The toasts below have a button of that name too.
        min(window.all("push button", "Close"), key=lambda n: n.place[1]).click()
        until("the settings close", lambda: self.program.window("Settings") is None)

    def dialog(self, title):
        return until(f"the window “{title}”", lambda: self.program.window(title))

    def enter(self, window, name, text):
        entry = window.wait("text", name)
        entry.click()
        write(text)
        until(f"“{text}” in “{name}”", lambda: entry.text == text)

    def records(self, *arguments):
        return self.program.ctl("list", *arguments)

    # The steps.

    def add_field(self):
        window = self.settings("Fields")
        self.last(window, "push button", "Add Field").click()
        form = self.dialog("New Field")
        names.check(form)
        self.enter(form, "Name", LABEL)
        entry = form.wait("text", "Name in files and filters")
        until("its name in files", lambda: entry.text == NAME)
        form.wait("push button", "Add").click()
        until("the field in the file", lambda: self.records(
            "custom_field", "--filter", f"name = {NAME}"))
        until("its line", lambda: window.first("list item", LABEL))
        self.close(window)

    def use_in_form(self):
        main = self.program.main
        main.wait("list item", "Contacts").click()
        main.wait("tree table", "Contacts")
        key("ctrl+n")
        form = self.dialog("New Contact")
        self.enter(form, "First name", "Zed")
        form.wait("push button", "More Fields").click()
        entry = form.wait("text", LABEL)
        scroller = form.wait("scroll pane")
        until("the entry in sight", lambda: self.scroll_to(scroller, entry))
        self.enter(form, LABEL, VALUE)
        form.wait("push button", "Create").click()
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
        main.wait(None, re.compile("^(Choose c|C)olumns")).click()
        search = until("the list of columns", lambda: next(
            (n for n in main.walk() if n.role in ("entry", "text")
             and n.has(Atspi.StateType.FOCUSED)), None))
        write(LABEL[:5])
        until("what is typed", lambda: search.text == LABEL[:5])
        main.wait("check box", LABEL).click()
        key("Escape")
        table = main.wait("tree table", "Contacts")
        until("the column", lambda: next(
            (n for n in table.walk(()) if n.name == LABEL), None))

    def use_in_filter(self):
        main = self.program.main
        main.wait("push button", "Filter").click()
        write(LABEL[:5])
        self.last(main, "list item", LABEL).click()
        entry = until("the entry of the condition", lambda: next(
            (n for n in main.walk() if n.role in ("entry", "text")
             and n.has(Atspi.StateType.FOCUSED)), None))
        write(VALUE)
        until("what is typed", lambda: entry.text == VALUE)
        key("Return")
        main.wait("label", "1 contact")

    def add_pipeline(self):
        before = {p["name"] for p in self.records("pipeline")}
        window = self.settings("Pipelines")
        self.last(window, "push button", "Add Pipeline").click()
        question = self.dialog("New Pipeline")
        self.enter(question, "Name", "Partners")
        key("Return")
        until("the pipeline in the file", lambda: {p["name"] for p in self.records("pipeline")}
              == before | {"Partners"})
        until("its stages", lambda: len(self.records(
            "stage", "--filter", "pipeline.name = Partners")) == 6)
        self.last(window, "list item", "Negotiation")
        self.close(window)

    def restore(self):
        day = datetime.date.today() - datetime.timedelta(days=1)
        os.makedirs(f"{self.folder}/backups", exist_ok=True)
        self.command("backup", f"{self.folder}/backups/settings-{day.isoformat()}.db")
        company = self.records("company")[0]
        self.command("delete", company["id"])
        window = self.settings("Backups")
        self.last(window, "list item", "Yesterday").click()
        question = self.dialog("Restore This Backup?")
        n = len(self.records("company"))
        question.wait("label", f"{n + 1}")
        question.wait("label", f"{n}")
        question.wait("push button", "Restore").click()
        until("the company is back", lambda: [
            c for c in self.records("company") if c["id"] == company["id"]])
        self.program.main.wait("list item", "Contacts")
        if not os.path.exists(f"{self.database}.before-restore"):
            raise AssertionError("what was there before is not kept")


def main():
    build = sys.argv[2]
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="satchel-ui-")
    try:
        Story(tap, build, folder).tell()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
