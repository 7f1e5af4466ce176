# SPDX-License-Identifier: GPL-3.0-or-later
"""A week is shaped: something is planned in it, moved to another day, made longer, and all of it
taken back; a task is scheduled and ticked off. Once with the pointer, once with the keyboard alone.
What the window did is checked through satchelctl on the same file.

Usage: test-calendar.py SOURCE-ROOT BUILD-ROOT"""

import datetime
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from satchel_ui import Atspi, Program, Story, Tap, ask_xdo, drag, key, until, ways, write  # noqa: E402

EVENT = "Site visit"
TASK = "Tidy up the price list"
FREE = re.compile("free$")
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Calendar(Story):
    def steps(self):
        return (
            ("open an empty week", self.open),
            ("plan something", self.create),
            ("move it to another day", self.move),
            ("make it longer", self.stretch),
            ("take all three back", self.undo),
            ("schedule a task", self.schedule),
            ("tick it off", self.tick),
            ("see it in the agenda", self.agenda),
            ("go to a date", self.go_to_date),
            ("quit", lambda: self.program.quit()),
        )

    # What is in the file.

    def activity(self, subject):
        found = [a for a in self.program.ctl("list", "activity") if a["subject"] == subject]
        return found[0] if found else None

    def times(self, subject):
        """Its beginning and its end; None while it has none."""
        found = self.activity(subject)
        if found is None or not found["start"] or not found["end"]:
            return None
        return instant(found["start"]), instant(found["end"])

    # Where things are.

    def hours(self):
        return self.program.main.wait("list", "Hours")

    def chip(self, subject):
        return self.program.main.wait("list item", re.compile(f"^{subject}"))

    def has_focus(self, pattern):
        return until(f"the focus on {pattern}", lambda: next(
            (n for n in self.hours().all("list item", re.compile(pattern))
             if n.has(Atspi.StateType.FOCUSED)), None))

    def slot(self):
        """The place of half an hour: it is where the keyboard is."""
        return self.has_focus("free$")

    def border(self):
        """Places within the window do not count its frame, which is seen where ends are taken."""
        screen = int(ask_xdo("getdisplaygeometry").split()[0])
        return (screen - self.program.main.place[2]) // 2

    # The steps.

    def open(self):
        database = f"{self.folder}/{self.way}.db"
        ctl = [f"{self.build}/src/cli/satchelctl", "--db", database]
        for record in (("workspace", "name=Test", "currency=EUR", "week_start=monday"),
                       ("activity", "kind=task", f"subject={TASK}")):
            subprocess.run([*ctl, "new", *record], check=True, capture_output=True)
        self.program = Program(self.build, database)
        self.show_view("Calendar")
        self.hours()
        if self.mouse:
            self.program.main.wait("push button", "Today").click()
            self.hours().click()  # the focus goes where the pointer was
            key("Escape")
        until("the week", lambda: self.program.main.first("list item", FREE))

    def measure(self):
        """The height of half an hour: from one to the next."""
        first = self.slot().place
        key("Down")
        until("the next half hour", lambda: self.slot().place[1] > first[1])
        x, y, width, _height = self.slot().place
        return x, y, width, y - first[1]

    def name_it(self, text):
        """In the short form, which has the focus."""
        entry = until("the short form", lambda: next(
            (n for n in self.program.app.all("text", "Subject") + self.program.app.all(
                "entry", "Subject") if n.has(Atspi.StateType.FOCUSED)), None))
        write(text)
        until(f"{text} in it", lambda: entry.text == text)
        key("Return")

    def create(self):
        x, y, width, half = self.measure()
        if self.mouse:
            top = y + 2 * half
            drag((x + width // 2, top + 3), (x + width // 2, top + 2 * half - 4))
        else:
            key("Down", "Down")
            until("an hour later", lambda: self.slot().place[1] >= y + 2 * half - 2)
            key("shift+Down")
            until("an hour long", lambda: self.slot().place[3] > half)
            key("Return")
        self.name_it(EVENT)
        self.planned = until("it is written", lambda: self.times(EVENT))
        assert self.planned[1] - self.planned[0] == HOUR, self.planned
        self.chip(EVENT)

    def shown_at(self, start, end):
        pattern = f"{start:%A}.* {start:%H:%M} to {end:%H:%M}"
        until(f"it is shown on {pattern}", lambda: self.program.main.first(
            "list item", re.compile(f"^{EVENT}.*{pattern}")))

    def move(self):
        start, end = self.planned
        if self.mouse:
            self.close_details()
            x, y, width, height = self.chip(EVENT).place
            drag((x + width // 2, y + height // 3), (x + width // 2 + width + 6, y + height // 3))
        else:
            self.has_focus(f"^{EVENT}")
            key("ctrl+Right")
        until("the next day", lambda: self.times(EVENT) == (start + DAY, end + DAY))
        self.shown_at(start + DAY, end + DAY)

    def close_details(self):
        """What is selected opens its details, which take room."""
        if self.program.main.first("push button", re.compile("^Close the Details|^Close Details")):
            key("Escape")

    def stretch(self):
        start, end = (t + DAY for t in self.planned)
        if self.mouse:
            self.close_details()
            x, y, width, height = self.chip(EVENT).place
            bottom = y + height + self.border() - 2
            drag((x + width // 2, bottom), (x + width // 2, bottom + height // 2))
        else:
            self.has_focus(f"^{EVENT}")
            key("ctrl+shift+Down")
        self.longer = until("it ends later", lambda: (t := self.times(EVENT)) and t[1] > end and t)
        assert self.longer[0] == start, self.longer
        self.shown_at(*self.longer)

    def undo(self):
        start, end = self.planned
        if self.mouse:
            self.program.main.wait_for_toast("Undo").click()
        else:
            key("ctrl+z")
        until("as long as before", lambda: self.times(EVENT) == (start + DAY, end + DAY))
        key("ctrl+z")
        until("its first day", lambda: self.times(EVENT) == (start, end))
        self.shown_at(start, end)
        key("ctrl+z")
        until("it is gone", lambda: self.activity(EVENT) is None)
        until("nor shown", lambda: not self.program.main.first(
            "list item", re.compile(f"^{EVENT}")))

    def schedule(self):
        main = self.program.main
        tasks = main.wait("list", "Tasks to schedule")
        if self.mouse:
            self.close_details()
            x, y, width, height = self.hours().place
            drag(tasks.wait("list item", re.compile(TASK)).centre,
                 (x + width // 2, y + height // 2))
        else:
            key("u")
            until("the focus on the task",
                  lambda: self.program.focus.is_on("list item", re.compile(TASK), main))
            key("Return")
            window = self.window("Edit Activity")
            self.program.focus.settle(window)
            key("ctrl+Return")
            self.wait_closed("Edit Activity")
        until("it has a time", lambda: self.activity(TASK)["start"])
        until("it is no longer to be scheduled",
              lambda: not tasks.first("list item", re.compile(TASK)))
        until("it is in the week", lambda: self.hours().first("list item", re.compile(TASK)))

    def tick(self):
        chip = self.hours().wait("list item", re.compile(TASK))
        if self.mouse:
            chip.click()
        self.has_focus(f"^{TASK}")
        key("space")
        until("it is done", lambda: self.activity(TASK)["done"])

    def agenda(self):
        main = self.program.main
        if self.mouse:
            main.wait("page tab", "Agenda").click()
        else:
            key("a")
        main.wait("list", "Agenda")
        until("the task", lambda: main.first(None, re.compile(f"^Task, {TASK}.*done")))

    def go_to_date(self):
        main = self.program.main
        title = re.compile("go to another date$")
        if self.mouse:
            main.wait("page tab", "Week").click()
            main.wait("list", "Hours")
            main.wait("push button", title).click()
        else:
            key("w")
            main.wait("list", "Hours")
            key("ctrl+g")
        entry = until("the focus in the date", lambda: next(
            (n for n in self.program.app.all("text", "Date") + self.program.app.all("entry", "Date")
             if n.has(Atspi.StateType.FOCUSED)), None))
        write("2030-05-08")
        until("the date is typed", lambda: entry.text == "2030-05-08")
        key("Return")
        main.wait("push button", re.compile("May.*2030"))


def main():
    _source, build = sys.argv[1:3]
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="satchel-ui-calendar-")
    try:
        for way in ways():
            Calendar(tap, build, folder, way).tell()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
