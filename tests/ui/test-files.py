# SPDX-License-Identifier: GPL-3.0-or-later
"""Files on a record's page: dropped on it and chosen, opened by the program that the computer has for
them, saved, removed and back again; and on another laptop, where a large one comes when it is asked
for.

Usage: test-files.py SOURCE-ROOT BUILD-ROOT"""

import os
import re
import signal
import subprocess
import sys

sys.dont_write_bytecode = True
from office import Office, Server, tell  # noqa: E402
from satchel_ui import Atspi, ask_xdo, drag, key, until, write, xdo  # noqa: E402
from spoken import check  # noqa: E402

LONG = "Minutes of the meeting about the new warehouse, " * 4 + "as agreed.txt"
KEPT = LONG[:196] + ".txt"  # as long as a name of a file is anywhere
CHINESE = "报价单 2026.txt"
EMPTY = "empty.txt"
OFFER = "offer.txt"
LARGE = "drawing.bin"  # more than is fetched before anybody asks
LARGE_BYTES = 6 * 1024 * 1024
HEIGHT = 800  # of the screen
AWAY = "Not on this computer yet"
NAMES = (OFFER, LONG, CHINESE, EMPTY)
SHOWN = (OFFER, KEPT, CHINESE, EMPTY, LARGE)


def write_files(folder):
    os.makedirs(folder)
    for name in NAMES:
        with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
            file.write("" if name == EMPTY else f"This is {name}\n")
    with open(f"{folder}/{LARGE}", "wb") as file:
        file.write(bytes(range(256)) * (LARGE_BYTES // 256))


def install_viewer(seen):
    """A program that opens texts, and says in a file which. Nothing opens drawings."""
    data, config = os.environ["XDG_DATA_HOME"], os.environ["XDG_CONFIG_HOME"]
    os.makedirs(f"{data}/applications", exist_ok=True)
    script = f"{data}/viewer"
    with open(script, "w", encoding="utf-8") as file:
        file.write(f"#!/bin/sh\necho \"$1\" >>'{seen}'\n")
    os.chmod(script, 0o755)
    with open(f"{data}/applications/viewer.desktop", "w", encoding="utf-8") as file:
        file.write(f"[Desktop Entry]\nType=Application\nName=Viewer\nExec={script} %f\n"
                   "MimeType=text/plain;application/x-zerosize;\n")
    with open(f"{config}/mimeapps.list", "w", encoding="utf-8") as file:
        file.write("[Default Applications]\ntext/plain=viewer.desktop\n"
                   "application/x-zerosize=viewer.desktop\n")


class Files(Office):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.source = None
        self.seen = f"{self.folder}/seen"
        self.files = f"{self.folder}/files"

    def steps(self):
        yield "a customer without files", self.begin
        yield "drop files on the page, and choose some", self.bring
        yield "names of all kinds", self.names
        yield "open", self.open
        yield "an empty file", self.open_empty
        yield "save", self.save
        yield "remove, and undo", self.remove
        yield "the other laptop", self.arrive
        yield "a large one comes when it is opened", self.fetch
        yield "both quit", self.quit

    def begin(self):
        write_files(self.files)
        install_viewer(self.seen)
        self.server = Server(self.build, self.folder)
        self.server.add_user("ben", "admin")
        self.ana, self.ben = self.add_laptop("ana"), self.add_laptop("ben")
        self.record = self.ana.make("company", "name=Vandelay", "industry=Latex")
        self.ana.start(self.server)
        self.find(self.ana, "Vandelay")
        self.main = self.ana.program.main
        self.main.wait("label", "Drop files on this page, or add them with the button.")
        self.picture("files-none")
        check(self.main)

    def rows(self, laptop):
        return [n for n in laptop.program.main.all("list item") if n.first("push button", re.compile("^More for “"))]

    def file(self, laptop, name):
        """The row of a file."""
        return until(f"the file {name}", lambda: next(
            (n for n in self.rows(laptop) if n.name.startswith(name)), None))

    def wait_files(self, laptop, *names):
        until(f"the files {names}", lambda: sorted(n.name for n in self.rows(laptop)) == sorted(names))

    def says(self, laptop, name, words):
        until(f"“{words}” at {name}", lambda: any(
            words in (n.name or "") for n in self.file(laptop, name).walk() if n.role == "label"))

    # Bringing them.

    def bring(self):
        dropped = (OFFER, LONG, CHINESE) if self.mouse else ()
        if dropped:
            self.drop(*(f"{self.files}/{name}" for name in dropped))
        self.by("keyboard")
        for name in (*NAMES, LARGE):
            if name not in dropped:
                self.add(f"{self.files}/{name}")
        self.wait_files(self.ana, *SHOWN)

    def drop(self, *paths):
        """A file manager's window lies over a corner of Satchel's."""
        self.source = subprocess.Popen([f"{self.build}/tests/ui/drag-source", *paths])
        name = until("the other window",
                     lambda: ask_xdo("search", "--onlyvisible", "--name", "^Files$").split())[0]
        xdo("windowmove", "--sync", name, 20, 600)
        # On the page's title: what is dropped hangs from the record wherever on its page.
        title = next(n for n in self.main.all("label", "Vandelay") if n.place[0] > 600)
        drag((100, 660), title.centre)
        self.file(self.ana, OFFER)
        self.source.terminate()
        self.source.wait()
        self.ana.come_forward()

    def add(self, path):
        """By the file chooser, where "/" asks for a path."""
        self.act("push button", "Add Files")
        chooser = self.window("Add Files")
        chooser.wait("push button", "Open")
        write(path)
        until("the path is typed", lambda: any(
            n.text.endswith(path[1:]) for n in chooser.all("text") + chooser.all("entry")))
        key("Return")
        self.wait_closed("Add Files")
        if os.path.basename(path) != LONG:
            self.file(self.ana, os.path.basename(path))

    def names(self):
        listed = {f["name"]: f["size"] for f in self.ana.ctl("list", "attachment")}
        assert listed[EMPTY] == 0 and KEPT in listed and CHINESE in listed, listed
        self.says(self.ana, EMPTY, "0 bytes")
        until("all are sent", lambda: not any("Waiting to be sent" in (n.name or "") for row in self.rows(self.ana)
                                              for n in row.walk() if n.role == "label"))
        self.picture("files-listed")
        check(self.main)

    # With them.

    def scroll_to(self, laptop, name):
        """With the wheel, until the pointer can reach it."""
        def look():
            row = self.file(laptop, name)
            _, y, _, height = row.place
            if y > 120 and y + height < HEIGHT - 20:
                return row
            xdo("mousemove", 1050, 400, "click", 5 if y > 120 else 4)
            return None

        return until(f"{name} in sight", look)

    def activate(self, laptop, name):
        if self.mouse:
            self.scroll_to(laptop, name).first("label").click()
        else:
            laptop.program.focus.walk("list item", re.compile("^" + re.escape(name)), laptop.program.main)
            key("Return")

    def choose(self, laptop, name, entry):
        """From the menu of the row: with the keyboard, by its key on the row."""
        if self.mouse:
            self.scroll_to(laptop, name).first("push button", f"More for “{name}”").click()
            laptop.program.app.wait("menu item", entry).click()
            return
        laptop.program.focus.walk("list item", re.compile("^" + re.escape(name)), laptop.program.main)
        key("Menu")
        laptop.program.app.wait("menu item", entry)
        self.picture(f"files-menu-{entry}")
        laptop.program.focus.walk("menu item", entry, laptop.program.main, "Down")
        key("Return")

    def wait_seen(self, name):
        """The other program was started, with a copy of the same name and content."""
        def look():
            if not os.path.exists(self.seen):
                return None
            with open(self.seen, encoding="utf-8") as file:
                return next((line for line in file.read().splitlines() if line.endswith("/" + name)), None)

        return until(f"{name} is opened", look)

    def open(self):
        self.by("mouse")
        self.activate(self.ana, OFFER)
        path = self.wait_seen(OFFER)
        with open(path, encoding="utf-8") as file:
            assert file.read() == f"This is {OFFER}\n"
        self.by("keyboard")
        self.choose(self.ana, CHINESE, "Open")
        self.wait_seen(CHINESE)

    def open_empty(self):
        self.activate(self.ana, EMPTY)
        assert os.path.getsize(self.wait_seen(EMPTY)) == 0

    def save(self):
        self.by("mouse")
        self.choose(self.ana, KEPT, "Save As…")
        chooser = self.window("Save File")
        entry = until("the name that is proposed", lambda: next(
            (n for n in chooser.walk() if n.role in ("text", "entry") and n.text.startswith(LONG[:40])), None))
        self.replace(entry, f"{self.folder}/saved.txt")
        key("Return")
        self.wait_closed("Save File")
        until("it is saved", lambda: os.path.exists(f"{self.folder}/saved.txt"))
        with open(f"{self.folder}/saved.txt", encoding="utf-8") as file:
            assert file.read() == f"This is {LONG}\n"

    def remove(self):
        for way in ("mouse", "keyboard") if self.way is None else (self.way,):
            self.by(way)
            self.remove_one()

    def remove_one(self):
        if self.mouse:
            self.choose(self.ana, CHINESE, "Remove")
        else:
            self.ana.program.focus.walk("list item", re.compile("^" + CHINESE), self.main)
            key("Delete")
        self.wait_files(self.ana, *(name for name in SHOWN if name != CHINESE))
        self.picture("files-removed")
        if self.mouse:
            self.main.wait_for_toast("Undo").click()
        else:
            # The keyboard's place is at the next one.
            until("the focus on a file", lambda: any(n.has(Atspi.StateType.FOCUSED) for n in self.rows(self.ana)))
            key("ctrl+z")
        self.wait_files(self.ana, *SHOWN)

    # On the other laptop.

    def arrive(self):
        until("Ana is in step", self.ana.is_synced)
        until("the large one is sent", lambda: not any(
            "Waiting to be sent" in (n.name or "") for n in self.file(self.ana, LARGE).walk() if n.role == "label"))
        self.ben.start(self.server)
        until("Ben has the company", lambda: self.ben.ctl("list", "company"))
        self.find(self.ben, "Vandelay")
        self.wait_files(self.ben, *SHOWN)
        self.says(self.ben, LARGE, AWAY)
        self.says(self.ben, OFFER, "bytes")
        until("the small ones are here", lambda: not any(
            AWAY in (n.name or "") for n in self.file(self.ben, OFFER).walk() if n.role == "label"))
        self.picture("files-away")
        check(self.ben.program.main)

    def hold_server(self, on):
        """It listens but does not answer: a network that is slow."""
        os.kill(self.server.process.pid, signal.SIGSTOP if on else signal.SIGCONT)

    def is_away(self, name):
        return any(AWAY in (n.name or "") for n in self.file(self.ben, name).walk() if n.role == "label")

    def fetch(self):
        self.hold_server(True)
        try:
            self.activate(self.ben, LARGE)
            self.says(self.ben, LARGE, "Downloading")
            self.picture("files-downloading")
            check(self.ben.program.main)
            self.choose(self.ben, LARGE, "Cancel Download")
        finally:
            self.hold_server(False)
        self.says(self.ben, LARGE, AWAY)
        self.activate(self.ben, LARGE)
        until("it is here", lambda: not self.is_away(LARGE))
        # Nothing opens drawings on this computer.
        self.ben.program.main.wait("label", re.compile("No program on this computer"))
        self.picture("files-no-program")

    def end(self):
        super().end()
        if self.source is not None and self.source.poll() is None:
            self.source.kill()
            self.source.wait()


sys.exit(tell(Files, once=True))
