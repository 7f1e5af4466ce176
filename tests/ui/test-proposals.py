# SPDX-License-Identifier: GPL-3.0-or-later
"""A territory moves while a rep works without a network: what she wrote waits as proposals at the
one who has the customers now, who accepts one with a key, declines one with another, and does both
with the pointer. She sees what became of each.

Usage: test-proposals.py SOURCE-ROOT BUILD-ROOT"""

import re
import sys

sys.dont_write_bytecode = True
from office import Office, Server, tell  # noqa: E402
from satchel_ui import Atspi, key, until  # noqa: E402
from spoken import check  # noqa: E402

CUSTOMERS = ("Acme", "Bluth", "Cyberdyne", "Duff")


class Territory(Office):
    def steps(self):
        yield "a territory of Ana’s", self.begin
        yield "Ana edits without a network", self.edit
        yield "the territory becomes Ben’s", self.move
        yield "her customers are gone, her words are not", self.refused
        yield "Ben is told that something waits", self.told
        yield "Ben sees who proposes what", self.listed
        yield "the record is a step away", self.look
        yield "one is accepted", self.accept
        yield "one is declined", self.decline
        yield "the record says so", self.on_record
        yield "what cannot be decided now", self.unreachable
        yield "the last ones", self.last
        yield "Ana sees what became of each", self.outcome
        yield "what is settled is forgotten", self.forget
        yield "both quit", self.quit

    def begin(self):
        self.server = Server(self.build, self.folder, "boss")
        for name in ("North", "South"):
            self.server.administer("territory", "add", name)
        self.server.add_user("ana", "rep", "--territory", "North", "--full-name", "Ana Ito")
        self.server.add_user("ben", "rep", "--territory", "South", "--full-name", "Ben Okafor")
        boss, self.ana, self.ben = (self.add_laptop(name) for name in ("boss", "ana", "ben"))
        boss.login(self.server)
        boss.run("sync")
        for name in CUSTOMERS:
            boss.run("new", "company", f"name={name}", "territory=North", "industry=Retail")
        boss.run("sync")
        for laptop in (self.ana, self.ben):
            laptop.login(self.server)
            laptop.run("sync")
            laptop.open()
        until("Ana has her customers", lambda: len(self.ana.ctl("list", "company")) == len(CUSTOMERS))
        assert not self.ben.ctl("list", "company")

    def edit(self):
        self.toggle(self.ana, True)
        self.by("keyboard")
        self.edit_field(self.ana, "Acme", "Industry", "Anvils")
        for name, industry in (("Bluth", "Bananas"), ("Cyberdyne", "Robots")):
            record = next(c["id"] for c in self.ana.ctl("list", "company") if c["name"] == name)
            self.ana.run("set", record, f"industry={industry}")
        duff = next(c["id"] for c in self.ana.ctl("list", "company") if c["name"] == "Duff")
        self.ana.run("delete", duff)
        assert len(self.ana.ctl("queue")) == len(CUSTOMERS)

    def move(self):
        self.server.administer("user", "set", "ana", "--territory", "")
        self.server.administer("user", "set", "ben", "--territory", "North")
        until("Ben has the customers",
              lambda: len(self.ben.ctl("list", "company")) == len(CUSTOMERS), 40)

    def refused(self):
        self.toggle(self.ana, False)
        until("her words are kept", lambda: len(self.ana.ctl("rejected")) == len(CUSTOMERS))
        until("they are gone", lambda: not self.ana.ctl("list", "company"))
        main = self.ana.program.main
        # The lines are made anew once the server has said what became of them.
        until("what became of them", lambda: "handed on as a proposal" in self.row(
            self.ana, "Anvils").description or main.first("label", re.compile("handed on as a proposal")))
        until("nothing of them is on the page", lambda: main.first("list item", "Name: Acme") is None)
        self.picture("proposals-refused")
        check(main)

    def told(self):
        """After a sync of his own, and with half a minute between two questions."""
        record = next(c["id"] for c in self.ben.ctl("list", "company") if c["name"] == "Cyberdyne")
        self.ben.run("set", record, "notes=Seen")
        until("the line counts them", lambda: self.ben.program.main.first(
            "label", f"Needs attention ({len(CUSTOMERS)})"), 60)
        self.picture("proposals-told")
        check(self.ben.program.main)

    def proposals(self):
        return [n for n in self.ben.program.main.all("list item", re.compile(
            "^(Acme|Bluth|Cyberdyne|Duff)")) if n.first("push button", "Accept")]

    def proposal(self, name):
        return until(f"the proposal about {name}", lambda: next(
            (n for n in self.proposals() if n.name.startswith(name)), None))

    def listed(self):
        self.show_sync(self.ben)
        until("all proposals", lambda: len(self.proposals()) == len(CUSTOMERS))
        row = self.proposal("Acme")
        texts = " ".join(n.name for n in row.walk() if n.role == "label")
        assert "Anvils" in texts and "Ana Ito" in texts, texts
        self.proposal("Duff")
        self.picture("proposals-listed")
        check(self.ben.program.main)

    def reach_row(self, name):
        """The focus on a line."""
        self.proposal(name)
        self.ben.program.focus.walk("list item", re.compile("^" + name), self.ben.program.main)

    def decide(self, name, accept):
        label = "Accept" if accept else "Decline"
        if self.mouse:
            button = self.proposal(name).first("push button", label)
            button.again = lambda: next((row.first("push button", label) for row in self.proposals()
                                         if row.name.startswith(name)), None)
            button.click()
        else:
            self.reach_row(name)
            key("a" if accept else "d")
        until(f"{name} is decided", lambda: not [
            n for n in self.proposals() if n.name.startswith(name)])

    def look(self):
        if self.mouse:
            self.proposal("Acme").first("label").click()
        else:
            self.reach_row("Acme")
            key("Return")
        self.ben.program.main.wait("list item", "Name: Acme")
        self.show_sync(self.ben)

    def accept(self):
        self.decide("Acme", True)
        until("it is done", lambda: self.industry("Acme") == "Anvils")

    def decline(self):
        """With keys the focus is on the next line already."""
        if not self.mouse:
            until("the focus on the next", lambda: any(
                n.has(Atspi.StateType.FOCUSED) for n in self.proposals()))
        self.decide("Bluth", False)
        assert self.industry("Bluth") == "Retail"

    def industry(self, name):
        return next(c["industry"] for c in self.ben.ctl("list", "company") if c["name"] == name)

    def on_record(self):
        self.find(self.ben, "Acme")
        self.ben.program.main.wait("list item", "Industry: Anvils")
        self.picture("proposals-record")

    def unreachable(self):
        self.by("mouse")
        self.toggle(self.ben, True)
        self.ben.program.main.wait("list item", re.compile("Not available offline|Proposals"))
        self.picture("proposals-offline")
        check(self.ben.program.main)
        self.toggle(self.ben, False)
        until("they are back", lambda: len(self.proposals()) == 2)

    def last(self):
        self.decide("Cyberdyne", True)
        self.decide("Duff", True)
        until("both are done", lambda: sorted(c["name"] for c in self.ben.ctl("list", "company")) == [
            "Acme", "Bluth", "Cyberdyne"])
        assert self.industry("Cyberdyne") == "Robots"
        until("nothing waits any more", lambda: self.ben.program.main.first("label", re.compile("^Synced")))
        self.picture("proposals-none")

    def outcome(self):
        self.by("keyboard")
        self.show_sync(self.ana)
        self.act("push button", "Sync Now")  # Tab goes round the window to it
        main = self.ana.program.main
        until("three were accepted", lambda: len(main.all("label", "Accepted by Ben Okafor.")) == 3)
        main.wait("label", "Declined by Ben Okafor.")
        self.picture("proposals-outcome")
        check(main)

    def forget(self):
        for i in range(len(CUSTOMERS)):
            self.by("keyboard" if i % 2 else "mouse")
            before = len(self.ana.ctl("rejected"))
            self.act("push button", "Forget", press="space")
            until("one is forgotten", lambda: len(self.ana.ctl("rejected")) < before)
        until("the group is gone", lambda: self.ana.program.main.first("push button", "Forget") is None)
        until("all is well", self.ana.is_synced)


sys.exit(tell(Territory, once=True))
