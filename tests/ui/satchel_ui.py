# SPDX-License-Identifier: GPL-3.0-or-later
"""The window as a person meets it: found by role and name on the accessibility bus, used with real
keys and a real pointer. Run inside tools/headless: without a window manager the places within a
window are places on the screen."""

import json
import os
import re
import shutil
import subprocess
import time

from accessible import COMPONENT, DESKTOP, TEXT, Atspi, Bus, GLib

PATIENCE = float(os.environ.get("SATCHEL_UI_PATIENCE", "20"))  # seconds

# Roles that newer versions of the bus call otherwise.
NEW_ROLES = {"button": "push button"}

LEAVES = {"label", "image", "icon", "separator"}  # have nothing below them

# A program from outside ends with modules unloaded (a GL driver, an image loader), whose leaks nobody can name: leaks are looked for where
# the windows are tested from inside. Errors of memory still end the program.
os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"


class Failure(Exception):
    pass


def xdo(*args):
    subprocess.run(["xdotool", *map(str, args)], check=True)


def ask_xdo(*args):
    return subprocess.run(["xdotool", *args], capture_output=True, text=True).stdout


def until(what, look, patience=PATIENCE):
    """Asks again and again until the answer is true, and returns it."""
    end = time.monotonic() + patience
    while True:
        try:
            found = look()
        except GLib.Error:  # the node went away meanwhile
            found = None
        if found:
            return found
        if time.monotonic() > end:
            raise Failure(f"not within {patience:.0f} s: {what}")
        time.sleep(0.05)


def place_of_window(size):
    """The window of that size, a list of width and height; None while there is none."""
    for window in ask_xdo("search", "--onlyvisible", "--name", "").split():
        shell = ask_xdo("getwindowgeometry", "--shell", window)
        found = dict(line.split("=") for line in shell.split())
        if found and [int(found["WIDTH"]), int(found["HEIGHT"])] == size:
            return int(found["X"]), int(found["Y"])
    return None


def matches(pattern, text):
    return pattern is None or (
        text == pattern if isinstance(pattern, str) else pattern.search(text or "") is not None
    )


class Node:
    """One accessible object."""

    # Of all that were met: these stay, and every question is a trip over the bus.
    roles = {}
    placed = {}  # whether it has a place

    def __init__(self, raw):
        self.raw = raw
        self.again = None  # finds what is there instead when it is gone

    @property
    def role(self):
        if self.raw not in self.roles:
            self.roles[self.raw] = NEW_ROLES.get(name := self.raw.role(), name)
        return self.roles[self.raw]

    @property
    def name(self):
        """GTK 4.8 says the label of a button twice, once with the mark of its key."""
        name = self.raw.name()
        twice = re.fullmatch(r"(.+) \1", name.replace("_", ""))
        return twice.group(1) if twice else name

    @property
    def description(self):
        return self.raw.description()

    @property
    def place(self):
        if self.raw not in self.placed:
            self.placed[self.raw] = self.raw.offers(COMPONENT)
        return self.raw.extents() if self.placed[self.raw] else (0, 0, 0, 0)

    @property
    def centre(self):
        x, y, width, height = self.place
        return (x + width // 2, y + height // 2)

    @property
    def text(self):
        return self.raw.text() if self.raw.offers(TEXT) else self.name

    def has(self, state):
        return self.raw.has(state)

    def children(self, most=60, step=1):
        if self.role in LEAVES:
            return
        if self.role == "application":  # GTK 4.8 makes all windows anew for this answer, also one that is closing
            found = [child for i in range(self.raw.count()) if (child := self.raw.child(i)) is not None]
        else:
            found = self.raw.children()
        yield from map(Node, found[:most][::step])

    def walk(self, closed=("scroll bar",), step=1):
        """Everything below, without what is below the roles that are closed."""
        for child in self.children(step=step):
            yield child
            if child.role not in closed:
                yield from child.walk(closed, step)

    def all(self, role, name=None, closed=("scroll bar", "tree table")):
        for tries_left in (2, 1, 0):
            try:
                return [
                    n
                    for n in self.walk(closed)
                    if role in (None, n.role) and matches(name, n.name) and n.place[2] > 0
                ]
            except GLib.Error:  # something of it went away meanwhile
                if tries_left == 0:
                    raise

    def first(self, role, name=None, step=1):
        for n in self.walk(("scroll bar", "tree table"), step):
            if role in (None, n.role) and matches(name, n.name) and n.place[2] > 0:
                return n
        return None

    def wait_for_toast(self, button):
        """What a toast offers: it lies over all else, and is gone soon."""
        return until(f"a toast with {button}", lambda: self.first("push button", button, -1))

    def first_text(self):
        label = self.first("label")
        return label.name if label is not None else ""

    def wait(self, role, name=None, patience=PATIENCE):
        shown = name if isinstance(name, str) or name is None else name.pattern
        found = until(f"{role or 'anything'} “{shown}”", lambda: self.first(role, name), patience)
        found.again = lambda: self.first(role, name)
        return found

    def popover(self):
        """The popover around it, a window of its own that GTK says is somewhere else."""
        raw = self.raw.parent()
        while raw is not None:
            if re.match(r"(Gtk|Sat)\w*Popover(Menu)?$", raw.name()):
                return Node(raw)
            raw = raw.parent()
        return None

    @property
    def spot(self):
        """Where on the screen a pointer meets it."""
        x, y = self.centre
        popover = self.popover()
        if popover is None:
            return (x, y)
        left, top, *size = popover.place
        real = until("the popover on the screen", lambda: place_of_window(size))
        return (x - left + real[0], y - top + real[1])

    def click(self):
        """Where it stays: what has just opened may still find its place, or be made anew there."""
        spots = []

        def stays():
            try:
                spots.append(self.spot)
            except GLib.Error:
                if self.again is not None and (found := self.again()) is not None:
                    self.raw = found.raw
                raise
            return spots[-2:-1] == spots[-1:]

        until("it stays where it is", stays)
        xdo("mousemove", *spots[-1], "click", 1)

    def press(self):
        """The same without a pointer: for what the keyboard has in the focus already."""
        until(f"focus on {self.role} “{self.name}”", lambda: self.has(Atspi.StateType.FOCUSED))
        key("Return")


def key(*keys):
    xdo("key", *keys)


class Focus:
    """What has the focus, as the bus tells it. A key is pressed again only when the program has
    answered the one before, however busy the machine is."""

    QUIET = 0.25  # seconds without news, and this many answers to questions asked meanwhile,
    ANSWERS = 4  # mean that the key moved nothing that is told of
    SETTLING = 2

    def __init__(self, app):
        self.app = app
        self.last = None
        self.news = 0
        Bus.hear_focus(app.raw.bus, self.heard)

    def heard(self, raw):
        self.last = Node(raw)
        self.news += 1

    @property
    def node(self):
        self.listen()
        return self.last

    def listen(self):
        while GLib.MainContext.default().iteration(False):
            pass

    def is_on(self, role, name, under):
        """GTK tells nothing of entries within a row: those are asked."""
        try:
            node = self.node
            if (node is not None and role in (None, node.role) and matches(name, node.name)
                    and node.has(Atspi.StateType.FOCUSED)):
                return True
        except GLib.Error:  # gone since
            self.last = None
        if role not in (None, "text", "entry"):
            return False
        found = under.all(role, name)
        return (any(n.has(Atspi.StateType.FOCUSED) for n in found)
                or role == "text" and bool(found) and self.takes_keys(found[0], under))

    def takes_keys(self, entry, under):
        """Of the row of an entry nothing is told at all: then a key tells."""
        if self.is_within(under) or any(n.has(Atspi.StateType.FOCUSED)
                                        for n in under.all("text") + under.all("entry")):
            return False
        before = entry.text
        key("End", "x")
        taken = self.is_answered(lambda: entry.text != before)
        key("BackSpace")
        if taken:
            until("the key is taken back", lambda: entry.text == before)
        return taken

    def is_answered(self, look):
        """Waits for an answer to a key, as long as the program may still have something to say."""
        begin, answers = time.monotonic(), 0
        while time.monotonic() < begin + PATIENCE:
            self.app.raw.child(0).has(Atspi.StateType.FOCUSED)
            answers += 1
            self.listen()
            if look():
                return True
            if answers >= self.ANSWERS and time.monotonic() > begin + self.QUIET:
                break
            time.sleep(0.02)
        return False

    def press(self, name):
        """Presses a key and waits until it has had its effect."""
        self.listen()
        before = self.news
        key(name)
        self.is_answered(lambda: self.news > before)

    def is_within(self, under):
        node = self.node
        try:
            raw = node.raw if node is not None else None
            while raw is not None and raw != under.raw:
                raw = raw.parent()
            if raw is not None and node.has(Atspi.StateType.FOCUSED):
                return True
        except GLib.Error:  # gone since
            self.last = node = None
        # What was made anew in its place has the focus without a word of it.
        if node is None:
            self.last = next((n for n in under.walk() if n.has(Atspi.StateType.FOCUSED)), None)
        return self.last is not None and node is None

    def settle(self, under):
        """Until keys go to the window: one that opens takes the focus only when it is there."""
        window = under
        while (above := window.raw.parent()) is not None and Node(above).role != "application":
            window = Node(above)
        end = time.monotonic() + self.SETTLING
        while not self.is_within(under) and time.monotonic() < end:
            if ask_xdo("getwindowfocus", "getwindowname").strip() == window.name:
                return
            time.sleep(0.05)

    def walk(self, role, name, under, forward="Tab", most=80):
        """Presses @forward until the focus is on what is meant."""
        way = []
        self.settle(under)
        for _ in range(most):
            if self.is_on(role, name, under):
                return
            self.press(forward)
            try:
                way.append(f"{node.role} “{node.name}”" if (node := self.node) else "-")
            except GLib.Error:
                way.append("gone")
        raise Failure(f"{forward} does not lead to {role} “{name}”, but to {', '.join(way[:30])}")


def write(text):
    xdo("type", "--delay", 12, text)


def drag(source, target):
    (x1, y1), (x2, y2) = source, target
    steps = 12
    xdo("mousemove", x1, y1, "mousedown", 1)
    for i in range(1, steps + 1):
        xdo("mousemove", x1 + (x2 - x1) * i // steps, y1 + (y2 - y1) * i // steps)
        time.sleep(0.03)  # the pointer of a person is not at its target at once
    for i in range(6):  # nor is it ever quite still
        xdo("mousemove", x2 + i % 2, y2)
        time.sleep(0.05)
    xdo("mouseup", 1)


class Program:
    """A running Satchel over a file of its own."""

    def __init__(self, build, database, *arguments):
        self.build = build
        self.database = database
        environment = dict(os.environ)
        environment.pop("GTK_A11Y", None)
        environment["SATCHEL_NO_REMINDERS"] = "1"
        self.process = subprocess.Popen(
            [f"{build}/src/app/satchel", "--db", database, *arguments], env=environment
        )
        self.app = until("Satchel on the accessibility bus", self.find)
        self.focus = Focus(self.app)
        self.main = self.app.wait("frame", "Satchel")

    def find(self):
        for child in DESKTOP.children():
            if child.process() == self.process.pid:
                return Node(child)
        if self.process.poll() is not None:
            raise Failure(f"Satchel ended with status {self.process.returncode}")
        return None

    def window(self, title):
        """Another window than the main one."""
        return next((n for n in self.app.children() if n.name == title), None)

    def focus_uppermost(self):
        """What a window manager does when a window closes; here is none."""
        shown = ask_xdo("search", "--all", "--onlyvisible", "--pid", str(self.process.pid), "--name", ".").split()
        if shown and ask_xdo("getwindowfocus").strip() not in shown:
            xdo("windowfocus", "--sync", max(shown, key=int))

    def view_key(self, name):
        """The key of a view: its place in the sidebar."""
        lines = self.main.wait("list", "Views").all("list item")
        return f"ctrl+{[line.name for line in lines].index(name) + 1}"

    def quit(self):
        """Leaves as a person does; a crash on the way out is a failure too."""
        if self.process.poll() is None:
            key("ctrl+q")
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise Failure("Satchel did not quit")
        if status != 0:
            raise Failure(f"Satchel ended with status {status}")

    def end(self):
        Node.roles.clear()
        Node.placed.clear()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def ctl(self, *arguments):
        """What the command line finds in the same file."""
        out = subprocess.run(
            [f"{self.build}/src/cli/satchelctl", "--db", self.database, "--json", *arguments],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        return json.loads(out)


class Tap:
    """Prints what the test harness reads. A step that fails ends its story."""

    def __init__(self):
        self.count = 0
        self.failed = False

    def step(self, name, function):
        self.count += 1
        begin = time.monotonic()
        try:
            function()
        except (Failure, AssertionError, subprocess.CalledProcessError, GLib.Error) as error:
            print(f"# {type(error).__name__}: {error}")
            print(f"not ok {self.count} - {name}", flush=True)
            self.failed = True
            return False
        print(f"ok {self.count} - {name}")
        print(f"# {time.monotonic() - begin:.1f} s", flush=True)
        return True

    def end(self):
        print(f"1..{self.count}")
        return 1 if self.failed else 0


class Story:
    """What one person does, step by step; with keys alone if @way is "keyboard"."""

    def __init__(self, tap, build, folder, way=None):
        self.tap, self.build, self.folder, self.way = tap, build, folder, way
        self.mouse = way != "keyboard"
        self.program = None

    def tell(self):
        """Takes the steps of steps(), names and functions, as far as they succeed."""
        try:
            for name, function in self.steps():
                if not self.tap.step(f"{self.way}: {name}" if self.way else name, function):
                    self.picture("failed")
                    break
        finally:
            self.end()

    def end(self):
        if self.program is not None:
            self.program.end()

    def reach(self, role, name=None, forward="Tab", under=None):
        """With the pointer: clicks it. With keys: walks to it, as the focus tells."""
        under = under or self.program.main
        node = under.wait(role, name)
        if self.mouse:
            node.click()
        else:
            self.program.focus.walk(role, name, under, forward)
        return node

    def act(self, role, name=None, press="Return", **how):
        node = self.reach(role, name, **how)
        if not self.mouse:
            key(press)
        return node

    def go(self, button, keys, role="push button", under=None):
        """Clicks, or takes the shortcut."""
        if self.mouse:
            (under or self.program.main).wait(role, button).click()
        else:
            key(keys)

    def show_view(self, name):
        self.go(name, self.program.view_key(name), role="list item")

    def fill(self, field, text, under=None):
        entry = self.reach("text", field, under=under)
        self.replace(entry, text)

    def begin_workspace(self, user, name):
        """The first form."""
        self.fill("Your name", user)
        self.fill("Your company", name)
        self.go("Start", "Return")

    @staticmethod
    def replace(entry, text):
        key("ctrl+a")
        write(text)
        until(f"{text} in the entry", lambda: entry.text == text)

    def write_into_focus(self, text, under=None):
        """An entry that has the focus already, whatever it is called."""
        under = under or self.program.main
        entry = until("the focus in an entry", lambda: next(
            (n for n in under.walk() if n.role in ("entry", "text")
             and n.has(Atspi.StateType.FOCUSED)), None))
        write(text)
        until(f"{text} in the entry", lambda: entry.text == text)

    def print_to(self, path):
        """Through GTK's own dialog, which is open or about to be."""
        window = self.window("Print")
        printer = until("the printer that is a file", lambda: next(
            (n for n in window.walk(()) if n.name == "Print to File"), None))
        if self.mouse:
            printer.click()
        else:
            self.program.focus.walk("table row", None, window)
            key("space")
        self.act("push button", re.compile(r"\.pdf$"), under=window)
        chooser = self.window("Select a filename")
        entry = until("the focus in the name", lambda: next(
            (n for n in chooser.walk() if n.role == "text"
             and n.has(Atspi.StateType.FOCUSED)), None))
        self.replace(entry, path)
        key("Return")
        self.wait_closed("Select a filename")
        window.wait("push button", re.compile(re.escape(os.path.basename(path)) + "$"))
        self.act("push button", "Print", under=window)
        self.wait_closed("Print")
        return until(f"a whole page in {path}", lambda: self.read_pdf(path))

    @staticmethod
    def read_pdf(path):
        """Its bytes, and its words where there is a program that reads them; None while it is
        being written."""
        if not os.path.exists(path):
            return None
        with open(path, "rb") as file:
            data = file.read()
        if not data.startswith(b"%PDF-") or not data.rstrip().endswith(b"%%EOF"):
            return None
        if not shutil.which("pdftotext"):
            return data, None
        return data, subprocess.run(["pdftotext", "-layout", path, "-"], check=True,
                                    capture_output=True, text=True).stdout

    def window(self, title):
        return until(f"the window “{title}”", lambda: self.program.window(title))

    def picture(self, name):
        """What is on the screen, for people who ask for it (HACKING.md)."""
        folder = os.environ.get("SATCHEL_UI_PICTURES")
        if folder:
            time.sleep(0.4)  # drawn to the end
            way = f"{self.way}-" if self.way else ""
            subprocess.run(["import", "-window", "root", f"{folder}/{way}{name}.png"], check=True)

    def wait_closed(self, title):
        until(f"the window “{title}” closed", lambda: self.program.window(title) is None)
        # Its place on the screen goes a moment later, and the focus with it.
        place = ("--pid", str(self.program.process.pid), "--name", f"^{re.escape(title)}$")
        until(f"“{title}” off the screen", lambda: not ask_xdo("search", "--all", "--onlyvisible", *place).split())
        self.program.focus_uppermost()


def ways():
    """Both, or what the environment asks for."""
    return os.environ.get("SATCHEL_TEST_WAYS", "mouse keyboard").split()


def word(text):
    return re.compile(rf"\b{re.escape(text)}\b")
