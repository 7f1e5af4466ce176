# SPDX-License-Identifier: GPL-3.0-or-later
"""Files come in, with the pointer by dropping and by choosing, with the keyboard alone by choosing; an
import is stopped and undone, and files that are none of what Satchel reads are refused with the
reason. What the window did is checked through satchelctl on the same file.

Usage: test-import.py SOURCE-ROOT BUILD-ROOT"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from satchel_ui import Atspi, Failure, Program, Story, Tap, ask_xdo, drag, key, until, ways, write, xdo  # noqa: E402

COMPANIES = ("Acme", "Bluth", "Initech")
CARDS = ("Ana Ito", "Bo Berg")
# A real export, for machines that have it: one person, 5 mails, 11 phones of which 2 are for faxes, 5 addresses.
EXPORTED = "vcard/ez-vcard/gmail-single2.vcf"
EXPORTED_COUNTS = {("contact", None): 1, ("contact_point", "kind = mail"): 5,
                   ("contact_point", "kind = phone"): 9, ("contact_point", "kind = fax"): 2,
                   ("address", None): 5}
MANY = 20000  # rows: more than are written before a person can stop it


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
    def __init__(self, tap, build, folder, data, way):
        super().__init__(tap, build, folder, way)
        self.exported = f"{data}/{EXPORTED}"
        self.source = None

    def steps(self):
        brought = "drop" if self.mouse else "choose"
        yield "start empty", self.start
        yield f"{brought} a file", self.bring_table
        yield "undo the import", self.undo
        if self.mouse:
            yield "choose a file", self.choose_table
        yield f"{brought} vCards", self.bring_cards
        if os.path.exists(self.exported):
            yield f"{brought} a real vCard", self.bring_exported
        yield "a broken UTF-32", lambda: self.refuse("utf-32.csv", "UTF-32")
        if self.mouse:
            yield "an empty file", lambda: self.refuse("empty.csv", "is empty")
            yield "a picture", lambda: self.refuse("picture.csv", "NUL")
        yield "cancel", self.cancel
        yield "quit", lambda: self.program.quit()

    def count(self, record_type, condition=None):
        limit = ("--limit", str(MANY))
        if condition is not None:
            return len(self.program.ctl("list", record_type, "--filter", condition, *limit))
        return len(self.program.ctl("list", record_type, *limit))

    def expect_companies(self, n):
        if self.count("company") != n:
            raise Failure(f"{self.count('company')} companies")

    @property
    def importer(self):
        return self.window("Import")

    def press(self, button, keys):
        """A button at the foot, or the keys that stand for it."""
        pressed = self.importer.wait("push button", button, 60)
        if self.mouse:
            pressed.click()
            return
        if keys == "Return":
            until(f"the focus on {button}", lambda: any(
                n.has(Atspi.StateType.FOCUSED) for n in self.importer.all("push button", button)))
        key(keys)

    def do_import(self, rows):
        """From the preview to the report."""
        self.importer.wait("list item", rows)
        self.press("Import", "Return")
        self.importer.wait("push button", "Close")
        self.importer.wait("list item", rows)

    def close(self):
        self.press("Close", "Return")
        self.wait_closed("Import")

    def start(self):
        # Not in the folder that the dialog shows: it looks into files to know what they are, and a
        # file that is closed takes the program's locks on it along.
        own = f"{self.folder}/own-{self.way}"
        os.makedirs(own)
        self.program = Program(self.build, f"{own}/import.db")
        main = self.program.main
        self.act("list item", "Start empty")
        self.begin_workspace("Ana", "Boats")
        self.show_view("Companies")
        main.wait("push button", "New Company")

    def bring(self, path):
        (self.drop if self.mouse else self.choose)(path)

    def drop(self, path):
        """A file manager's window lies over a corner of Satchel's."""
        self.source = subprocess.Popen([f"{self.build}/tests/ui/drag-source", path])
        name = until("the other window",
                     lambda: ask_xdo("search", "--onlyvisible", "--name", "^Files$").split())[0]
        xdo("windowmove", "--sync", name, 1000, 600)
        drag((1080, 660), (600, 400))
        self.window("Import")
        self.source.terminate()
        self.source.wait()

    def choose(self, path):
        """By the file chooser, where "/" asks for a path."""
        key("ctrl+o")
        chooser = self.window("Import Files")
        chooser.wait("push button", "Import")
        write(path)
        until("the path is typed", lambda: any(
            n.text.endswith(path[1:]) for n in chooser.all("text") + chooser.all("entry")))
        key("Return")
        self.wait_closed("Import Files")

    def bring_table(self):
        self.bring(f"{self.folder}/companies.csv")
        self.do_import("3 rows read")
        self.expect_companies(len(COMPANIES))

    def undo(self):
        self.press("Undo Import", "alt+u")
        self.importer.wait("panel", "Import Undone")
        until("nothing is left", lambda: self.count("company") == 0)
        if self.importer.first("push button", "Undo Import") is not None:
            raise Failure("it can be undone twice")
        self.close()
        self.program.main.wait("push button", "New Company")

    def choose_table(self):
        self.choose(f"{self.folder}/companies.csv")
        self.do_import("3 rows read")
        self.close()
        self.expect_companies(len(COMPANIES))

    def bring_cards(self):
        """Two people, and a card that is nobody's."""
        self.bring(f"{self.folder}/cards.vcf")
        self.do_import("3 rows read")
        if self.count("contact") != len(CARDS):
            raise Failure(f"{self.count('contact')} contacts")
        self.close()

    def bring_exported(self):
        before = {what: self.count(*what) for what in EXPORTED_COUNTS}
        self.bring(self.exported)
        self.do_import("1 row read")
        self.close()
        new = {what: self.count(*what) - n for what, n in before.items()}
        if new != EXPORTED_COUNTS:
            raise Failure(f"new are {new}")

    def refuse(self, name, reason):
        before = self.count("company")
        self.choose(f"{self.folder}/{name}")
        window = self.importer
        window.wait("label", re.compile(reason))
        until("nothing to go on with", lambda: not window.wait("push button", "Next").has(
            Atspi.StateType.SENSITIVE))
        self.press("Cancel", "Escape")
        self.wait_closed("Import")
        self.expect_companies(before)

    def cancel(self):
        before = self.count("contact")
        self.choose(f"{self.folder}/many.csv")
        self.press("Import", "Return")
        window = self.importer
        until("it runs", lambda: any(
            re.search(r"of .* rows", n.name) for n in window.all("label")))
        self.press("Cancel", "alt+c")
        window.wait("panel", "Import Stopped")
        window.wait("push button", "Resume")
        written = self.count("contact") - before
        if written == MANY:
            raise Failure("it was not stopped")
        undo = window.first("push button", "Undo Import")
        if (undo is not None) != (written > 0):
            raise Failure(f"{written} written, but undo is {'' if undo else 'not '}offered")
        if undo is not None:
            self.press("Undo Import", "alt+u")
            window.wait("panel", "Import Undone")
        until("nothing is left", lambda: self.count("contact") == before)
        self.close()

    def end(self):
        super().end()
        if self.source is not None and self.source.poll() is None:
            self.source.kill()
            self.source.wait()


def main():
    source, build = sys.argv[1:3]
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="satchel-import-")
    data = os.environ.get("SATCHEL_REAL_DATA", f"{source}/../shared/data")
    try:
        write_files(folder)
        for way in ways():
            Imports(tap, build, folder, data, way).tell()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
