# SPDX-License-Identifier: GPL-3.0-or-later
"""Activities, once with the pointer and once with the keyboard alone: ticking off in the list, logging
a call (in two keys), and adding with one line in the palette. What the window did is checked
through satchelctl on the same file.

Usage: test-activities.py SOURCE-ROOT BUILD-ROOT"""

import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from satchel_ui import Atspi, Program, Story, Tap, key, until, ways, word, write  # noqa: E402


class Activities(Story):
    def __init__(self, tap, build, folder, way):
        super().__init__(tap, build, folder, way)
        self.database = f"{folder}/{way}.db"

    def new(self, kind, *fields):
        subprocess.run([f"{self.build}/src/cli/satchelctl", "--db", self.database, "new", kind, *fields],
                       check=True, capture_output=True)

    def steps(self):
        return (
            ("open", self.open),
            ("tick a task off", self.tick_off),
            ("take it back", self.undo),
            ("log a call", self.log_call),
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
        main = self.program.main
        self.show_view("Activities")
        main.wait("panel", "Which activities")
        box = main.wait("check box", "Done: Send the offer")
        if self.mouse:
            box.click()
        else:
            until("the focus in the list", lambda: any(
                n.has(Atspi.StateType.FOCUSED) for n in main.all(None)))
            key("space")
        self.expect(1, "activity", "done = true")

    def undo(self):
        if self.mouse:
            self.program.main.wait_for_toast("Undo").click()
        else:
            key("ctrl+z")
        self.expect(0, "activity", "done = true")

    def search(self, text, line):
        """Takes a line of the palette."""
        main = self.program.main
        self.go("Search everything", "ctrl+k")
        until("the palette", lambda: main.first(None, "Search everything")
              and main.first("list", "Results"))
        write(text)
        found = main.wait("list item", line)
        if self.mouse:
            found.click()
        else:
            key("Return")

    def log_call(self):
        """Without the pointer in two keys; with it, something is said of the call as well."""
        main = self.program.main
        self.search("ana torres", "Contact, Ana Torres, Acme Corporation")
        main.wait("label", "Ana Torres")
        if self.mouse:
            main.wait("page tab", "Timeline").click()
        self.go(re.compile("^Log Call"), "ctrl+l")
        question = self.window("Log a Call")
        notes = question.wait(None, "What was said")
        if self.mouse:
            question.wait(None, "Left a message").click()
            notes.click()
            write("Asked for terms")
            question.wait("push button", "Log Call").click()
            self.expect(1, "activity", "outcome = 'Left a message' and notes ~ terms")
        else:
            key("Return")
        self.expect(1, "activity", "kind = call and done = true and contact = 'Ana Torres'")
        self.wait_closed("Log a Call")

    def quick_call(self):
        self.search("call Ana tomorrow 10:00", word("New Call: Ana Torres, Tomorrow, 10:00"))
        self.expect(1, "activity", "kind = call and done != true and contact = 'Ana Torres'")

    def quick_deal(self):
        self.search("Acme renewal 12k march", word("New Deal: Acme renewal"))
        self.expect(1, "opportunity", "name = 'Acme renewal' and amount = 12000 and company = 'Acme Corporation'")

    def run_command(self):
        self.search("go to comp", word("Go to Companies"))
        self.program.main.wait("tree table", "Companies")


def main():
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="satchel-ui-")
    try:
        for way in ways():
            Activities(tap, sys.argv[2], folder, way).tell()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
