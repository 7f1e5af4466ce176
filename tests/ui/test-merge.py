# SPDX-License-Identifier: GPL-3.0-or-later
"""Two records that are one: found by name, compared, made one and taken back, with the server and
without; and a pair that the server suggests.

Usage: test-merge.py SOURCE-ROOT BUILD-ROOT"""

import re
import sys

sys.dont_write_bytecode = True
from office import Office, Server, tell  # noqa: E402
from satchel_ui import Atspi, key, until, write  # noqa: E402
from spoken import check  # noqa: E402

TITLE = "Merge Companies"


class Merging(Office):
    """Ana has a window; Ben's laptop shows what came to him."""

    def steps(self):
        yield "two companies that are one", self.begin
        yield "the menu of the record asks for the other one", self.ask
        yield "typing shows nothing before a choice", self.look_for
        yield "values side by side", self.choose
        yield "one company", self.merge
        yield "one undo brings both back", self.undo
        yield "without a network", self.merge_offline
        yield "the other laptop has one", self.arrive
        yield "undo after the sync", self.undo_sent
        yield "a pair that the server suggests", self.suggest
        yield "merged from the suggestion", self.merge_pair
        yield "quit", self.quit

    def begin(self):
        self.server = Server(self.build, self.folder)
        self.server.add_user("ben", "admin")
        self.ana, self.ben = self.add_laptop("ana"), self.add_laptop("ben")
        self.ana.run("new", "company", "name=Vandelay", "industry=Latex", "tier=gold", "notes=Likes golf",
                     "employees=12")
        self.ana.run("new", "company", "name=Vandely Ltd", "industry=Imports", "notes=Pays late",
                     "employees=12")
        self.ana.run("new", "company", "name=Kramerica")
        self.deal = self.ana.make("opportunity", "name=Gloves", "company=Vandely Ltd")
        self.ana.run("new", "contact", "last_name=Costanza", "company=Vandely Ltd")
        self.ben.login(self.server)
        self.ana.start(self.server)
        self.main = self.ana.program.main
        until("Ana is in step", self.ana.is_synced)
        self.ben.run("sync")

    # What is there.

    def names(self, laptop):
        return sorted(c["name"] for c in laptop.ctl("list", "company"))

    def company(self, name):
        return next(c for c in self.ana.ctl("list", "company") if c["name"] == name)

    def seller(self, laptop):
        """Whose deal it is."""
        return next(d["company"]["title"] for d in laptop.ctl("list", "opportunity") if d["id"] == self.deal)

    def wait_names(self, *names):
        until(f"the companies {names}", lambda: self.names(self.ana) == sorted(names))

    # Keys and pointer.

    def open_dialog(self, title):
        """From the menu of the record's page."""
        self.find(self.ana, title)
        self.act("push button", "More for this record")
        item = self.ana.program.app.wait("menu item", "Merge With…")
        if self.mouse:
            item.click()
        else:
            self.ana.program.focus.walk("menu item", "Merge With…", self.main, "Down")
            key("Return")
        return self.window(TITLE)

    def pick(self, dialog, text, name):
        """The other one, from what is suggested."""
        entry = until("the focus in the entry", lambda: next(
            (n for n in dialog.walk() if n.role in ("entry", "text") and n.has(Atspi.StateType.FOCUSED)), None))
        write(text)
        until(f"{text} in the entry", lambda: entry.text == text)
        line = dialog.wait("list item", name)
        if self.mouse:
            line.click()
        else:
            until("the line is selected", lambda: line.has(Atspi.StateType.SELECTED))
            key("Return")
        dialog.wait("label", "Stays")

    def take(self, dialog, name):
        """A value of the two."""
        value = dialog.wait("radio button", name)
        if self.mouse:
            value.click()
        else:
            self.walk_choices(dialog, name)
        until(f"{name} is taken", lambda: value.has(Atspi.StateType.CHECKED))

    def walk_choices(self, dialog, name):
        """Tab goes from field to field, arrows within one."""
        field = re.compile("^" + re.escape(name.split(":")[0] + ":"))
        self.ana.program.focus.walk("radio button", field, dialog)
        self.ana.program.focus.walk("radio button", name, dialog, "Right", most=3)

    def finish(self):
        self.go("Merge", "ctrl+Return", under=self.window(TITLE))
        self.wait_closed(TITLE)

    # The steps.

    def ask(self):
        dialog = self.open_dialog("Vandely Ltd")
        dialog.wait("label", "Which one is the same as “Vandely Ltd”?")
        check(dialog)
        self.picture("merge-finder")
        merge = dialog.wait("push button", "Merge")
        assert not merge.has(Atspi.StateType.SENSITIVE)
        # Nothing is called so: it says it, and goes on asking.
        write("Nobody")
        key("Return")
        dialog.wait("label", "Nothing is called “Nobody”.")
        self.picture("merge-nobody")
        key("ctrl+a", "BackSpace")

    def look_for(self):
        """A name that is typed to its end is not taken before the person says so."""
        dialog = self.window(TITLE)
        self.pick(dialog, "Vandelay", "Vandelay")

    def choose(self):
        dialog = self.window(TITLE)
        self.picture("merge-values")
        check(dialog)
        for name in ("Name: Vandelay (Vandelay)", "Industry: Latex (Vandelay)",
                     "Notes: Both, one under the other"):
            until(f"{name} is proposed",
                  lambda: dialog.wait("radio button", name).has(Atspi.StateType.CHECKED))
        self.take(dialog, "Industry: Imports (Vandely Ltd)")
        self.picture("merge-chosen")

    def merge(self):
        self.finish()
        self.wait_names("Kramerica", "Vandelay")
        one = self.company("Vandelay")
        assert (one["industry"], one["tier"], one["notes"]) == ("Imports", "gold", "Likes golf\n\nPays late"), one
        assert self.seller(self.ana) == "Vandelay"
        # The page shows what became of it.
        self.main.wait("list item", "Name: Vandelay")
        self.picture("merge-merged")

    def wait_apart(self):
        self.wait_names("Kramerica", "Vandelay", "Vandely Ltd")
        assert self.company("Vandelay")["industry"] == "Latex"
        assert self.company("Vandely Ltd")["notes"] == "Pays late"
        assert self.seller(self.ana) == "Vandely Ltd"

    def undo(self):
        if self.mouse:
            self.main.wait_for_toast("Undo").click()
        else:
            key("ctrl+z")
        self.wait_apart()
        self.main.wait("list item", "Industry: Latex")
        self.picture("merge-undone")

    def merge_offline(self):
        self.toggle(self.ana, True)
        dialog = self.open_dialog("Vandelay")
        self.pick(dialog, "Vandely", "Vandely Ltd")
        # The other one stays, by one button.
        self.act("push button", "Swap", under=dialog)
        until("it is swapped", lambda: dialog.first("radio button", "Name: Vandely Ltd (Vandely Ltd)").has(
            Atspi.StateType.CHECKED))
        self.finish()
        self.wait_names("Kramerica", "Vandely Ltd")
        self.main.wait("label", re.compile("to send"))

    def arrive(self):
        self.toggle(self.ana, False)
        until("all is sent", self.ana.is_synced)
        self.ben.run("sync")
        assert self.names(self.ben) == ["Kramerica", "Vandely Ltd"], self.names(self.ben)

    def undo_sent(self):
        key("ctrl+z")
        self.wait_apart()
        until("all is sent", self.ana.is_synced)
        self.ben.run("sync")
        assert self.names(self.ben) == ["Kramerica", "Vandelay", "Vandely Ltd"], self.names(self.ben)
        assert self.seller(self.ben) == "Vandely Ltd"

    def suggest(self):
        """Both enter the same, apart from each other."""
        self.toggle(self.ana, True)
        self.ana.run("new", "company", "name=Pendant", "industry=Books")
        self.ben.run("new", "company", "name=Pendant", "tier=silver")
        self.ben.run("sync")
        self.toggle(self.ana, False)
        self.row(self.ana, "Pendant is there twice")
        self.picture("merge-pair")
        check(self.main)

    def merge_pair(self):
        if self.mouse:
            self.main.wait("push button", "Merge…").click()
        else:
            self.ana.program.focus.walk("list item", re.compile("Pendant is there twice"), self.main)
            key("m")
        dialog = self.window(TITLE)
        dialog.wait("label", "Stays")
        self.finish()
        until("there is one", lambda: self.names(self.ana).count("Pendant") == 1)
        one = self.company("Pendant")
        assert (one["industry"], one["tier"]) == ("Books", "silver"), one
        until("nothing is open", lambda: not self.ana.ctl("conflicts"))
        until("the line is gone", lambda: self.main.first("list item", re.compile("is there twice")) is None)
        until("all is sent", self.ana.is_synced)
        self.ben.run("sync")
        assert self.names(self.ben).count("Pendant") == 1


sys.exit(tell(Merging))
