# SPDX-License-Identifier: GPL-3.0-or-later
"""The first hour of somebody who has nothing but the accessibility tree: everything is found by its
role and name, and done by an action of it, by selecting a line or by setting a text. There is no key
and no pointer in this file. What the window did is checked through satchelctl on the same file.

Files come in as a desktop hands them over, on the command line: the file chooser belongs to GTK, whose
list of files is not in the tree.

Usage: test-tree.py SOURCE-ROOT BUILD-ROOT"""

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from satchel_ui import Atspi, Failure, GLib, Program, Tap, matches, until  # noqa: E402
from spoken import check  # noqa: E402

PERSON = "Ana"
COMPANY = "Bluth"
CLOSED = ("scroll bar", "label", "image", "separator")


def shown(name):
    return name if isinstance(name, str) or name is None else name.pattern


def actions(node):
    return [] if node.role in CLOSED else node.raw.actions()


def act(node, name="click"):
    """Does the action of that name, as an assistive tool offers it."""
    offered = until(f"“{name}” for {node.role} “{node.name}”",
                    lambda: (found := actions(node)) and name in found and found)
    if not node.raw.act(offered.index(name)):
        raise Failure(f"{node.role} “{node.name}” does not {name}")


def find(under, role, name=None):
    return next((n for n in under.walk(CLOSED) if n.role == role and matches(name, n.name)), None)


def wait(under, role, name=None):
    return until(f"{role} “{shown(name)}”", lambda: find(under, role, name))


def button(under, name):
    """The one with the action: a menu button is a button in a button."""
    return until(f"button “{shown(name)}”", lambda: next(
        (n for n in under.walk(CLOSED) if n.role in ("push button", "toggle button")
         and matches(name, n.name) and "click" in actions(n)), None))


def press(under, name):
    act(button(under, name))


def says(node, text):
    """It has that name, or a label within has it."""
    return matches(text, node.name) or any(
        n.role == "label" and matches(text, n.name) for n in node.walk(("scroll bar",)))


def line_of(lines, text):
    """The place and the line of a list that says @text."""
    return next(((i, n) for i, n in enumerate(lines.children(200)) if says(n, text)), None)


def select(lines, text):
    i, line = until(f"a line “{shown(text)}”", lambda: line_of(lines, text))
    if not lines.raw.select(i):
        raise Failure(f"“{shown(text)}” cannot be selected")
    until(f"“{shown(text)}” is selected", lambda: line.has(Atspi.StateType.SELECTED))


def fill(under, role, name, text):
    entry = wait(under, role, name)
    if not entry.raw.set_text(text):
        raise Failure(f"“{name}” takes no text")
    until(f"{text} in {name}", lambda: entry.text == text)
    return entry


class Hour:
    def __init__(self, tap, build, folder):
        self.tap, self.build, self.folder = tap, build, folder
        self.program = None

    def tell(self):
        steps = (
            ("import two files", self.import_files),
            ("go through the views", self.views),
            ("find a company, read its figures", self.find_company),
            ("edit a field", self.edit),
            ("add a contact", self.add_contact),
            ("add a deal", self.add_deal),
            ("move the deal on the board", self.move_deal),
            ("lose it, and undo", self.lose_deal),
            ("log a call", self.log_call),
            ("tick off the follow-up", self.tick_off),
            ("filter companies, save the list", self.save_list),
            ("change two companies at once, undo", self.change_many),
            ("delete a company, restore it", self.delete),
            ("export, about", self.dialogs),
            ("add a field of one's own", self.add_field),
            ("use it", self.use_field),
            ("back up", self.back_up),
            ("quit", self.quit),
        )
        try:
            for name, function in steps:
                if not self.tap.step(name, function):
                    break
        finally:
            if self.program is not None:
                self.program.end()

    @property
    def main(self):
        return self.program.main

    def window(self, title):
        """Waits for it, and looks at the names in it."""
        found = until(f"the window “{title}”", lambda: self.program.window(title))
        check(found)
        return found

    @staticmethod
    def gone(window):
        """The window itself is asked: GTK 4.8 warns critically when a program is asked for all of its
        windows while one closes and another is hidden."""

        def closed():
            try:
                return window.has(Atspi.StateType.DEFUNCT)
            except GLib.Error:
                return True

        until("the window closes", closed)

    def stored(self, type_name, condition):
        return self.program.ctl("list", type_name, "--filter", condition)

    def expect(self, type_name, condition, n=1):
        until(f"{n} {type_name} with {condition}",
              lambda: len(self.stored(type_name, condition)) == n)

    def view(self, name):
        """By its line in the sidebar."""
        select(wait(self.main, "list", "Views"), name)

    def menu(self, *names):
        """Items of the menu that is open, from menu to menu."""
        for name in names:
            act(wait(self.program.app, "menu item", name))

    def choose(self, under, name, line):
        """A line of a drop-down."""
        press(under, name)
        lines = until(f"the choices of {name}", lambda: next(
            (n for n in under.walk(CLOSED) if n.role == "list"
             and "lines.activate-selected" in actions(n) and line_of(n, line)), None))
        select(lines, line)
        act(lines, "lines.activate-selected")

    # The steps.

    def write_files(self):
        tables = {
            "companies.csv": [("account", "sector", "office_location")] + [
                (name, "retail", "Spain") for name in ("Acme", COMPANY, "Cogswell", "Duff")],
            "deals.csv": [("opportunity_id", "sales_agent", "product", "account", "deal_stage",
                           "engage_date", "close_date", "close_value"),
                          ("A1", PERSON, "Boat", COMPANY, "Won", "2017-01-01", "2017-02-01", "100"),
                          ("A2", "Olga", "Boat", "Acme", "Prospecting", "", "", ""),
                          ("A3", "Olga", "Boat", "Acme", "Engaging", "2017-01-01", "", ""),
                          ("A4", PERSON, "Boat", "Duff", "Lost", "2017-01-01", "2017-03-01", "0")],
        }
        for name, rows in tables.items():
            with open(f"{self.folder}/{name}", "w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(rows)
        return [f"{self.folder}/{name}" for name in tables]

    def import_files(self):
        self.program = Program(self.build, f"{self.folder}/tree.db", *self.write_files())
        fill(self.main, "text", "Your name", PERSON)
        fill(self.main, "text", "Your company", "Boats")
        press(self.main, "Start")
        window = self.window("Import")
        next_page = button(window, "Next")
        check(window)
        act(next_page)
        go = button(window, "Import")
        check(window)
        act(go)
        wait(window, "list item", "4 rows read")
        check(window)
        press(window, "Close")
        self.gone(window)
        self.expect("company", "industry = retail", 4)
        self.expect("opportunity", "name !=", 4)

    def views(self):
        for name, sign in (("Contacts", "New Contact"), ("Companies", "New Company"),
                           ("Pipeline", "New Opportunity"), ("Activities", "New Activity"),
                           ("Today", "New Activity")):
            self.view(name)
            button(self.main, re.compile(f"^{sign}"))
            check(self.main)

    def find_company(self):
        press(self.main, "Search everything")
        fill(self.main, "entry", "Search everything", COMPANY)
        act(wait(self.main, "list item", re.compile(f"^(Company|Companies), {COMPANY}")),
            "row.activate")
        wait(self.main, "list item", f"Name: {COMPANY}")
        figures = wait(self.main, "panel", "Key figures")
        until("won $100.00", lambda: any(n.description == "$100.00" for n in figures.walk()))

    def edit(self):
        act(wait(self.main, "list item", "Industry: retail"), "row.edit")
        act(fill(self.main, "text", "Industry", "ships"), "activate")
        wait(self.main, "list item", "Industry: ships")
        self.expect("company", "industry = ships")

    def related(self):
        act(wait(self.main, "page tab", "Related"))

    def add_contact(self):
        self.related()
        press(self.main, "New Contact")
        dialog = self.window("New Contact")
        fill(dialog, "text", "First name", "Ines")
        fill(dialog, "text", "Last name", "Kaplan")
        press(dialog, "Create")
        self.gone(dialog)
        self.expect("contact", f"last_name = Kaplan and company = {COMPANY}")

    def add_deal(self):
        press(self.main, "New Deal")
        dialog = self.window("New Deal")
        fill(dialog, "text", "Name", "Yacht")
        press(dialog, "Create")
        self.gone(dialog)
        self.expect("opportunity", f"name = Yacht and company = {COMPANY}")

    def card_menu(self, *names):
        board = wait(self.main, "panel", "Board")
        act(wait(board, "list item", re.compile("^Yacht, ")), "card.menu")
        check(wait(self.main, "menu item", names[0]).popover())
        self.menu(*names)

    def move_deal(self):
        self.view("Pipeline")
        self.card_menu("Move to", "Engaging")
        wait(self.main, "list item", re.compile("^Yacht, .*stage Engaging"))
        self.expect("opportunity", "name = Yacht and stage.name = Engaging")

    def lose_deal(self):
        self.card_menu("Move to", "Lost")
        dialog = self.window("Why Was It Lost?")
        fill(dialog, "text", "Lost reason", "Too dear")
        press(dialog, "Mark as Lost")
        self.gone(dialog)
        self.expect("opportunity", "name = Yacht and stage.kind = lost")
        act(self.main, "win.undo")
        self.expect("opportunity", "name = Yacht and stage.name = Engaging")

    def log_call(self):
        board = wait(self.main, "panel", "Board")
        act(wait(board, "list item", re.compile("^Yacht, ")), "card.open")
        wait(self.main, "list item", "Name: Yacht")
        act(self.main, "win.log-call")
        dialog = self.window("Log a Call")
        act(wait(dialog, "check box", "No answer"), "check.toggle")
        fill(dialog, "text", "What was said", "Called twice")
        self.choose(dialog, "Follow up", "Tomorrow")
        press(dialog, "Log Call")
        self.gone(dialog)
        self.expect("activity", "opportunity.name = Yacht", 2)

    def tick_off(self):
        self.view("Activities")
        act(wait(self.main, "check box", re.compile("^Done: ")), "check.toggle")
        self.expect("activity", "opportunity.name = Yacht and done = true", 2)

    def save_list(self):
        self.view("Companies")
        press(self.main, "Filter")
        fill(self.main, "entry", "Find a field", "Industry")
        act(wait(self.main, "list item", "Industry"), "row.activate")
        fill(self.main, "text", "Industry", "retail")
        press(self.main, "Add Condition")
        button(self.main, re.compile("^Remove “Industry"))
        press(self.main, "List menu")
        self.menu("Save as a List…")
        dialog = self.window("Save as a List")
        fill(dialog, "text", "Name of the list", "Shops")
        press(dialog, "Save")
        self.gone(dialog)
        self.view("Shops")
        self.expect("saved_list", "name = Shops")

    def rows(self, name):
        return wait(wait(self.main, "tree table", name), "list")

    def change_many(self):
        rows = self.rows("Companies")
        select(rows, "Acme")
        select(rows, "Duff")
        wait(self.main, "label", "2 selected")
        press(self.main, "Owner…")
        dialog = self.window("Change Owner")
        fill(dialog, "text", "Owner", PERSON)
        act(wait(dialog, "list item", PERSON), "row.activate")
        wait(dialog, "label", re.compile("^2 .*will change"))
        press(dialog, "Change")
        self.gone(dialog)
        self.expect("company", f"owner = {PERSON}", 2)
        act(self.main, "win.undo")
        self.expect("company", f"owner = {PERSON}", 0)

    def delete(self):
        self.view("Companies")
        select(self.rows("Companies"), "Cogswell")
        press(self.main, "More for this record")
        self.menu("Delete")
        self.expect("company", "name = Cogswell", 0)
        press(self.main, "Main menu")
        self.menu("Deleted Records…")
        window = self.window("Deleted Records")
        select(wait(wait(window, "tree table", "Deleted records"), "list"), "Cogswell")
        press(window, "Restore")
        self.expect("company", "name = Cogswell")
        press(window, "Close")
        self.gone(window)

    def dialogs(self):
        """Those that nothing else here opens. In the last one the names are libadwaita's."""
        press(self.main, "List menu")
        self.menu("Export…")
        dialog = self.window("Export")
        press(dialog, "Cancel")
        self.gone(dialog)
        press(self.main, "Main menu")
        self.menu("About Satchel")
        dialog = until("About", lambda: self.program.window("About"))
        act(dialog, "window.close")
        self.gone(dialog)

    def settings(self, page):
        press(self.main, "Main menu")
        self.menu("Settings")
        window = self.window("Settings")
        select(wait(window, "list", "Settings"), page)
        return window

    def add_field(self):
        window = self.settings("Fields")
        press(window, "Add Field")
        dialog = self.window("New Field")
        fill(dialog, "text", "Name", "Berths")
        press(dialog, "Add")
        self.gone(dialog)
        wait(window, "list item", "Berths")
        press(window, "Close")
        self.gone(window)
        self.expect("custom_field", "label = Berths and record_type = contact")

    def use_field(self):
        self.view("Contacts")
        select(self.rows("Contacts"), re.compile("Kaplan"))
        press(self.main, re.compile("^Show .* Empty Fields"))
        act(wait(self.main, "list item", "Berths: empty"), "row.edit")
        act(fill(self.main, "text", "Berths", "12"), "activate")
        wait(self.main, "list item", "Berths: 12")
        self.expect("contact", "berths = 12")

    def back_up(self):
        window = self.settings("Backups")
        press(window, "Back Up Now…")
        dialog = until("the file chooser, which is GTK's", lambda: self.program.window("Back Up"))
        fill(dialog, "text", "Name:", f"{self.folder}/kept.db")
        press(dialog, "Back Up")
        self.gone(dialog)
        # The chooser may put its own name back while it still reads the folder.
        said = wait(window, "label", re.compile("^Last: ")).name
        if not os.path.exists(said.rpartition(", ")[2]):
            raise Failure(f"no backup where it is said to be: {said}")
        press(window, "Close")
        self.gone(window)

    def quit(self):
        try:
            act(self.main, "window.close")
        except GLib.Error:
            pass  # it was gone before it could answer
        try:
            status = self.program.process.wait(20)
        except subprocess.TimeoutExpired:
            raise Failure("Satchel did not quit") from None
        if status != 0:
            raise Failure(f"Satchel ended with status {status}")


def main():
    tap = Tap()
    folder = tempfile.mkdtemp(prefix="satchel-tree-")
    try:
        Hour(tap, sys.argv[2], folder).tell()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
