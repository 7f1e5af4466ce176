# SPDX-License-Identifier: GPL-3.0-or-later
"""Activities with the keyboard: ticking off in the list, logging a call in two keys, and adding with one line in
the palette. What the window did is checked through satchelctl on the same file.

Usage: test-activities.py SOURCE-ROOT BUILD-ROOT"""

import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from satchel_ui import Atspi, Program, Story, Tap, key, until, write  # noqa: E402


class Activities(Story):
    def __init__(self, tap, build, folder):
        super().__init__(tap, build, folder)
        self.database = f"{folder}/day.db"

    def new(self, kind, *fields):
        subprocess.run([f"{self.build}/src/cli/satchelctl", "--db", self.database, "new", kind, *fields],
                       check=True, capture_output=True)

    def steps(self):
        return (
            ("open", self.open),
            ("tick a task off with Space", self.tick_off),
            ("take it back", self.undo),
            ("log a call in two keys", self.log_call),
            ("add a call with one line", self.quick_call),
            ("add a deal with one line", self.quick_deal),
            ("run a command", self.run_command),
            ("quit", lambda: self.program.quit()),
        )

    def count(self, kind, condition):
        return len(self.program.ctl("list", kind, "--filter", condition))

    def expect(self, n, kind, condition):
        until(f"{n} of {kind} with {condition}", lambda: self.count(kind, condition) == n)

    def open(self):
        self.new("workspace", "name=Day", "currency=EUR")
        self.new("company", "name=Acme Corporation")
        self.new("contact", "first_name=Ana", "last_name=Torres", "company=Acme Corporation")
        self.new("activity", "kind=task", "subject=Send the offer", "due=2020-01-02")
        self.program = Program(self.build, self.database)
        self.program.main.wait("list item", "Activities")

    def tick_off(self):
        key("ctrl+5")
        self.program.main.wait("check box", "Done: Send the offer")
        until("the focus in the list", lambda: any(
            n.has(Atspi.StateType.FOCUSED) for n in self.program.main.all(None)))
        key("space")
        self.expect(1, "activity", "done = true")

    def undo(self):
        key("ctrl+z")
        self.expect(0, "activity", "done = true")

    def log_call(self):
        key("ctrl+k")
        until("the palette", lambda: self.program.main.first(None, "Search everything") and self.program.main.first("list", "Results"))
        write("ana torres")
        self.program.main.wait("list item", "Contact, Ana Torres, Acme Corporation")
        key("Return")
        until("the details", lambda: self.program.main.first("label", "Ana Torres"))
        key("ctrl+l")
        until("the question", lambda: self.program.app.first(None, "What was said"))
        key("Return")
        self.expect(1, "activity", "kind = call and done = true and contact = 'Ana Torres'")

    def add(self, line, preview):
        key("ctrl+k")
        until("the palette", lambda: self.program.main.first(None, "Search everything") and self.program.main.first("list", "Results"))
        write(line)
        until(f"the preview {preview}", lambda: any(
            preview in n.name for n in self.program.main.all("list item")))
        key("Return")

    def quick_call(self):
        self.add("call Ana tomorrow 10:00", "New Call: Ana Torres, Tomorrow, 10:00")
        self.expect(1, "activity", "kind = call and done != true and contact = 'Ana Torres'")

    def quick_deal(self):
        self.add("Acme renewal 12k march", "New Deal: Acme renewal")
        self.expect(1, "opportunity", "name = 'Acme renewal' and amount = 12000 and company = 'Acme Corporation'")

    def run_command(self):
        key("ctrl+k")
        until("the palette", lambda: self.program.main.first(None, "Search everything") and self.program.main.first("list", "Results"))
        write("go to comp")
        until("the command", lambda: any(
            "Go to Companies" in n.name for n in self.program.main.all("list item")))
        key("Return")
        until("the companies", lambda: self.program.main.first("tree table"))


def main():
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="satchel-ui-")
    try:
        Activities(tap, sys.argv[2], folder).tell()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
