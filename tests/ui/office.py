# SPDX-License-Identifier: GPL-3.0-or-later
"""A server of its own and people with laptops: some have a window, some only their file. Imported
before Satchel starts: secrets are in files, since two people in one keyring would be one."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

os.environ["SATCHEL_SECRETS"] = "file"
from satchel_ui import (Atspi, Failure, Program, Story, Tap, ask_xdo, key, until,  # noqa: E402
                        ways, write, xdo)

PASSWORD = "a long enough secret"


class Server:
    def __init__(self, build, folder, admin="ana"):
        self.program = f"{build}/src/server/satchel-server"
        self.data = f"{folder}/server"
        self.password = f"{folder}/password"
        with open(self.password, "w", encoding="utf-8") as file:
            file.write(PASSWORD + "\n")
        self.administer("init", "--admin", admin, "--password-file", self.password)
        self.process = subprocess.Popen(
            [self.program, "--data", self.data, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().split()[-1]

    def administer(self, *arguments):
        subprocess.run([self.program, "--data", self.data, *arguments], check=True,
                       stdout=subprocess.DEVNULL)

    def add_user(self, name, role, *options):
        self.administer("user", "add", name, "--password-file", self.password, "--role", role,
                        *options)

    def end(self):
        self.process.terminate()
        if self.process.wait(20) != 0:
            raise Failure("the server did not end well")


class Laptop:
    """One person's file and window. Without a window manager two windows lie on each other."""

    def __init__(self, story, name):
        self.story, self.name = story, name
        # A folder of its own: a dialog that chooses files looks into those that it lists, and a file
        # that is closed takes the program's locks on it along.
        os.makedirs(f"{story.folder}/laptops", exist_ok=True)
        self.path = f"{story.folder}/laptops/{name}.db"
        self.program = None

    def run(self, *arguments):
        subprocess.run([f"{self.story.build}/src/cli/satchelctl", "--db", self.path, *arguments],
                       check=True, capture_output=True)

    def login(self, server):
        self.run("login", server.address, "--user", self.name, "--password-file", server.password)

    def start(self, server=None, *arguments):
        self.run("new", "note", f"body=Of {self.name}")
        if server is not None:
            self.login(server)
        self.open(*arguments)

    def open(self, *arguments):
        self.program = Program(self.story.build, self.path, *arguments)

    def come_forward(self):
        windows = ask_xdo("search", "--all", "--onlyvisible", "--pid", str(self.program.process.pid),
                          "--name", ".").split()
        window = max(windows, key=self.area)  # not what a tooltip is in
        xdo("windowraise", window)
        xdo("windowfocus", "--sync", window)
        self.story.program = self.program

    @staticmethod
    def area(window):
        shell = ask_xdo("getwindowgeometry", "--shell", window)
        found = dict(line.split("=") for line in shell.split())
        return int(found["WIDTH"]) * int(found["HEIGHT"]) if found else 0

    def ctl(self, *arguments):
        """What the command line finds in the same file; statuses tell what is to be looked at."""
        done = subprocess.run(
            [f"{self.story.build}/src/cli/satchelctl", "--db", self.path, "--json", *arguments],
            capture_output=True, text=True)
        if done.returncode not in (0, 3):
            raise Failure(f"satchelctl {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout)

    def make(self, *arguments):
        return self.ctl("new", *arguments)["id"]

    def get(self, record, field, types=("company", "opportunity")):
        found = [r for name in types for r in self.ctl("list", name) if r["id"] == record]
        return found[0][field] if found else None

    def is_synced(self):
        return self.ctl("status")["state"] == "synced"

    def end(self):
        if self.program is not None:
            self.program.end()


class Office(Story):
    """Steps that several people take, each in a window of their own."""

    def __init__(self, tap, build, folder, way=None):
        super().__init__(tap, build, folder, way)
        self.server = None
        self.laptops = []

    def by(self, way):
        """A story that is told once takes some steps with keys alone and some with the pointer."""
        if self.way is None:
            self.mouse = way == "mouse"

    def add_laptop(self, name):
        self.laptops.append(Laptop(self, name))
        return self.laptops[-1]

    def show_sync(self, laptop):
        laptop.come_forward()
        window = laptop.program.main
        if window.first("push button", re.compile("Sync Now")) is None:
            self.act("push button", re.compile(
                "computer only|Sync|offline|Offline|attention|Receiving|Sending"))

    def toggle(self, laptop, on):
        self.show_sync(laptop)
        switch = self.find_switch(laptop)
        if self.mouse:
            switch.click()
        else:
            laptop.program.focus.walk(switch.role, switch.name, laptop.program.main)
            key("space")
        until("the switch turns", lambda: switch.has(Atspi.StateType.CHECKED) == on
              or switch.has(Atspi.StateType.PRESSED) == on)

    def find_switch(self, laptop):
        """Its role has another name in each version of GTK."""
        return until("the switch", lambda: next(
            (n for n in laptop.program.main.walk()
             if n.name == "Work offline" and n.role not in ("label", "list item")), None))

    def find(self, laptop, title):
        """Opens a record by its name."""
        laptop.come_forward()
        main = laptop.program.main
        self.go("Search everything", "ctrl+k")
        until("the search", lambda: (n := main.first("entry", "Search everything"))
              and n.has(Atspi.StateType.FOCUSED))
        write(title)
        hit = main.wait("list item", re.compile(rf", {title}\b"))
        if self.mouse:
            hit.click()
        else:
            until("the hit is selected", lambda: hit.has(Atspi.StateType.SELECTED))
            key("Return")
        main.wait("list item", f"Name: {title}")

    def begin_edit(self, laptop, title, field):
        """The field of a record is open, with all of its text selected."""
        self.find(laptop, title)
        main = laptop.program.main
        self.reach("list item", re.compile(f"^{field}: "))
        if not self.mouse:
            key("F2")
        entry = until(f"an entry for {field}", lambda: (n := main.first("text", field))
                      and n.has(Atspi.StateType.FOCUSED) and n)
        key("ctrl+a")
        return entry

    def edit_field(self, laptop, title, field, text):
        self.begin_edit(laptop, title, field)
        write(text)
        key("Return")
        until(f"{field} is saved", lambda: laptop.program.main.first("text", field) is None)

    def row(self, laptop, title):
        return laptop.program.main.wait("list item", re.compile(title))

    def quit(self):
        for laptop in reversed(self.laptops):
            if laptop.program is not None:
                laptop.come_forward()
                laptop.program.quit()
        self.server.end()

    def end(self):
        for laptop in self.laptops:
            laptop.end()
        if self.server is not None and self.server.process.poll() is None:
            self.server.process.kill()
            self.server.process.wait()


def tell(story, once=False):
    """The same story in each way, or once in both (Office.by) unless one is asked for, in a folder
    that goes with it; the status of the test."""
    tap = Tap()
    for way in [None] if once and "SATCHEL_TEST_WAYS" not in os.environ else ways():
        folder = tempfile.mkdtemp(prefix="satchel-office-")
        try:
            story(tap, sys.argv[2], folder, way).tell()
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return tap.end()
