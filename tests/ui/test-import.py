# SPDX-License-Identifier: GPL-3.0-or-later
"""Files come in by dropping and by choosing, an import is stopped and undone, and files that are
none of what Satchel reads are refused with the reason. What the window did is checked through
satchelctl on the same file.

Usage: test-import.py SOURCE-ROOT BUILD-ROOT"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from satchel_ui import Atspi, Failure, Program, Story, Tap, ask_xdo, drag, key, until, write, xdo  # noqa: E402

COMPANIES = ("Acme", "Bluth", "Initech")
CARDS = ("Ana Ito", "Bo Berg")
MANY = 60000  # rows: more than are written before a person can stop it


def write_files(folder):
    with open(f"{folder}/companies.csv", "w", encoding="utf-8") as file:
        file.write("account,sector\n" + "".join(f"{c},retail\n" for c in COMPANIES))
    with open(f"{folder}/many.csv", "w", encoding="utf-8") as file:
        file.write("first name,last name,email\n")
        file.writelines(f"First{i},Last{i},m{i}@example.org\n" for i in range(MANY))
    with open(f"{folder}/cards.vcf", "w", encoding="utf-8") as file:
        file.writelines(f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nX-KEPT:1\nEND:VCARD\n" for name in CARDS)
        file.write("BEGIN:VCARD\nNOTE:nobody\nEND:VCARD\n")
    with open(f"{folder}/utf-32.csv", "wb") as file:  # the mark lies
        file.write(b"\xff\xfe\0\0A\0\0\0\xff\xff\xff\x7f")
    open(f"{folder}/empty.csv", "w", encoding="utf-8").close()
    with open(f"{folder}/picture.csv", "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)


class Imports(Story):
    def __init__(self, tap, build, folder):
        super().__init__(tap, build, folder, "import")
        self.source = None

    def count(self, record_type):
        return len(self.program.ctl("list", record_type, "--limit", str(MANY)))

    def window(self):
        return until("the import's window", lambda: self.program.window("Import"))

    def do_import(self, rows):
        """From the preview to the report."""
        window = self.window()
        window.wait("list item", rows)
        window.wait("push button", "Import").click()
        window.wait("push button", "Close")
        window.wait("list item", rows)

    def close(self):
        self.window().wait("push button", "Close").click()
        until("the window closes", lambda: self.program.window("Import") is None)

    def start(self):
        # Not in the folder that the dialog shows: it looks into files to know what they are, and a
        # file that is closed takes the program's locks on it along.
        os.makedirs(f"{self.folder}/own", exist_ok=True)
        self.program = Program(self.build, f"{self.folder}/own/import.db")
        main = self.program.main
        main.wait("list item", "Start empty").click()
        for row, text in (("Your name", "Ana"), ("Your company", "Boats")):
            entry = main.wait("text", row)
            entry.click()
            key("ctrl+a")
            write(text)
            until(f"{text} in {row}", lambda e=entry, t=text: e.text == t)
        main.wait("push button", "Start").click()
        main.wait("list item", "Companies").click()
        main.wait("push button", "New Company")

    def drop(self, file):
        """A file manager's window lies over a corner of Satchel's."""
        self.source = subprocess.Popen(
            [f"{self.build}/tests/ui/drag-source", f"{self.folder}/{file}"])
        name = until("the other window",
                     lambda: ask_xdo("search", "--onlyvisible", "--name", "^Files$").split())[0]
        xdo("windowmove", "--sync", name, 1000, 600)
        drag((1080, 660), (600, 400))
        self.do_import("3 rows read")
        self.source.terminate()
        self.source.wait()

    def drop_table(self):
        self.drop("companies.csv")
        if self.count("company") != len(COMPANIES):
            raise Failure(f"{self.count('company')} companies")

    def drop_cards(self):
        """Two people, and a card that is nobody's."""
        self.drop("cards.vcf")
        if self.count("contact") != len(CARDS):
            raise Failure(f"{self.count('contact')} contacts")
        self.close()

    def undo(self):
        window = self.window()
        window.wait("push button", "Undo Import").click()
        window.wait("panel", "Import Undone")
        until("nothing is left", lambda: self.count("company") == 0)
        if window.first("push button", "Undo Import") is not None:
            raise Failure("it can be undone twice")
        self.close()
        self.program.main.wait("push button", "New Company")

    def choose(self, *names):
        """By the file chooser, where "/" asks for a path."""
        key("ctrl+o")
        chooser = until("the chooser", lambda: self.program.window("Import Files"))
        chooser.wait("push button", "Import")
        write(f"{self.folder}/{names[0]}")
        until("the path is typed", lambda: any(
            n.text.endswith(names[0]) for n in chooser.all("text") + chooser.all("entry")))
        key("Return")
        until("the chooser closes", lambda: self.program.window("Import Files") is None)

    def choose_file(self):
        self.choose("companies.csv")
        self.do_import("3 rows read")
        self.close()
        if self.count("company") != len(COMPANIES):
            raise Failure(f"{self.count('company')} companies")

    def refuse(self, name, reason):
        self.choose(name)
        window = self.window()
        window.wait("label", re.compile(reason))
        until("nothing to go on with", lambda: not window.wait("push button", "Next").has(
            Atspi.StateType.SENSITIVE))
        window.wait("push button", "Cancel").click()
        until("the window closes", lambda: self.program.window("Import") is None)
        if self.count("company") != len(COMPANIES):
            raise Failure(f"{self.count('company')} companies")

    def cancel(self):
        before = self.count("contact")
        self.choose("many.csv")
        window = self.window()
        window.wait("push button", "Import", 60).click()
        until("it runs", lambda: any(
            re.search(r"of .* rows", n.name) for n in window.all("label")))
        window.wait("push button", "Cancel").click()
        window.wait("panel", "Import Stopped")
        window.wait("push button", "Resume")
        written = self.count("contact") - before
        if written == MANY:
            raise Failure("it was not stopped")
        undo = window.first("push button", "Undo Import")
        if (undo is not None) != (written > 0):
            raise Failure(f"{written} written, but undo is {'' if undo else 'not '}offered")
        if undo is not None:
            undo.click()
            window.wait("panel", "Import Undone")
        until("nothing is left", lambda: self.count("contact") == before)
        self.close()

    def end(self):
        super().end()
        if self.source is not None and self.source.poll() is None:
            self.source.kill()
            self.source.wait()

    def steps(self):
        return (
            ("start empty", self.start),
            ("drop a file", self.drop_table),
            ("undo the import", self.undo),
            ("choose a file", self.choose_file),
            ("drop vCards", self.drop_cards),
            ("a broken UTF-32", lambda: self.refuse("utf-32.csv", "UTF-32")),
            ("an empty file", lambda: self.refuse("empty.csv", "is empty")),
            ("a picture", lambda: self.refuse("picture.csv", "NUL")),
            ("cancel", self.cancel),
            ("quit", lambda: self.program.quit()),
        )


def main():
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="satchel-import-")
    try:
        write_files(folder)
        Imports(tap, sys.argv[2], folder).tell()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
