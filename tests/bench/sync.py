# SPDX-License-Identifier: GPL-3.0-or-later
"""Sync, measured: two laptops and a server, each a process of its own, over loopback, with the files where SATCHEL_BENCH_FOLDER
says (memory if it is /dev/shm). Beside it, by turns in the same run and with the same rows, PouchDB and express-pouchdb, where
POUCH-FOLDER has them (tools/bench sync installs them); without them the columns of the reference stay empty.

Usage: sync.py BUILD-ROOT POUCH-FOLDER [turns=3] [large=1]"""

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import re

sys.dont_write_bytecode = True
PASSWORD = "a long enough secret"
EDITS = 100
REQUEST = re.compile(rb"^(?:GET|POST|PUT|HEAD|DELETE) \S+ HTTP/1\.1\r\n", re.MULTILINE)


class Program:
    """A process that answers each line with a line of JSON."""

    def __init__(self, *arguments, cwd=None):
        self.process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
                                        cwd=cwd, stderr=None if os.environ.get("SATCHEL_BENCH_LOUD") else subprocess.DEVNULL)

    def say(self, *words):
        self.process.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.process.stdin.flush()

    def hear(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args[0]} ended")
        return json.loads(line)

    def ask(self, *words):
        self.say(*words)
        return self.hear()

    def end(self):
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()


class Proxy:
    """Counts what goes through: bytes both ways, requests."""

    def __init__(self, port):
        self.port, self.up, self.down, self.requests, self.connections = port, 0, 0, 0, 0
        self.pulled = 0  # of them, by connections that began with a pull of ours
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.lock = threading.Lock()
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.port))
            with self.lock:
                self.connections += 1
            kind = []
            threading.Thread(target=self.carry, args=(near, far, True, kind), daemon=True).start()
            threading.Thread(target=self.carry, args=(far, near, False, kind), daemon=True).start()

    def carry(self, source, target, up, kind):
        tail = b""
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                if up and not kind:
                    kind.append(b" /v1/sync/pull" in data[:40])
                with self.lock:
                    self.pulled += len(data) if kind and kind[0] else 0
                    if up:
                        self.up += len(data)
                        seen = tail + data
                        self.requests += len(REQUEST.findall(seen)) - len(REQUEST.findall(tail))
                        tail = seen[-300:]
                    else:
                        self.down += len(data)
                target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def take(self):
        with self.lock:
            taken = {"bytes": self.up + self.down, "requests": self.requests, "connections": self.connections,
                     "alone": self.up + self.down - self.pulled}
            self.up = self.down = self.requests = self.connections = self.pulled = 0
        return taken

    def end(self):
        self.listener.close()


WORDS = """about account after again agreed already annual answer april around asked asks august autumn back because before begin
board both budget buyer call came canteen change cheaper client colleague comes contract could customer cuts date days deal decided
decides delivery demo department design discount doubled each early east factory fair family few finds first five follow four friday
from full further gave gets gives goes good grew half hall harbour head heard holiday idea interested invoice january july june
knows large last later leads letter line list long looks machine made maintenance makes many march market means meeting met monday
month more moved much must name needs never next nobody north note november number october offer office often only open order other
over owner paid parts people phone plan plant price product project prototype purchase quarter question quote ready renewal report
rest room sales sample says second seems send sent september service several share shift site small some south spring start still
stock summer supplier supply takes team tender test thinks third three thursday till today told took training trial tuesday under
until update upgrade visit waits wants warehouse wednesday week went west winter within work workshop year yesterday""".split()


def write_rows(path, count):
    """Companies: nine fields, 575 bytes of JSON that gzip makes 7 times smaller, as the sentences of salespeople come again."""
    dice = random.Random(7)
    sentences = []
    for _ in range(320):
        words = [dice.choice(WORDS) for _ in range(dice.randint(5, 8))]
        sentences.append(" ".join(words).capitalize() + ". ")

    def name():
        return f"{dice.choice(WORDS).capitalize()} {dice.choice(['GmbH', 'Ltd', 'SA', 'Inc', 'AG'])}"

    with open(path, "w", encoding="utf-8") as file:
        for i in range(count):
            row = {"name": f"{name()} {i}", "code": f"K{i:07}", "industry": dice.choice(WORDS) + " works",
                   "employees": dice.randint(1, 500) * 10, "annual_revenue": dice.randint(1, 9999) * 10**6,
                   "founded": dice.randint(1950, 2025), "website": f"https://works{i}.example",
                   "tier": dice.choice("ABC"), "notes": ""}
            while len(json.dumps(row)) < 550:
                row["notes"] += dice.choice(sentences)
            file.write(json.dumps(row) + "\n")


class Ours:
    """A server with two administrators, each with a laptop."""
    kind = "ours"

    def __init__(self, build, folder, count=False):
        self.build, self.folder = build, folder
        self.program = f"{build}/src/server/satchel-server"
        self.data = f"{folder}/server"
        self.password = f"{folder}/password"
        os.makedirs(folder)
        with open(self.password, "w", encoding="utf-8") as file:
            file.write(PASSWORD + "\n")
        self.administer("init", "--admin", "c1", "--password-file", self.password)
        self.administer("user", "add", "c2", "--password-file", self.password, "--role", "admin")
        self.administer("territory", "add", "North")
        self.administer("territory", "add", "South")
        for rep, territory in (("r1", "North"), ("r2", "South")):
            self.administer("user", "add", rep, "--password-file", self.password, "--role", "rep", "--territory", territory)
        self.server = subprocess.Popen([self.program, "--data", self.data, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True)
        self.url = self.server.stdout.readline().split()[-1]
        self.proxy = Proxy(int(self.url.rsplit(":", 1)[1])) if count else None
        self.laptops = {}

    def administer(self, *arguments):
        subprocess.run([self.program, "--data", self.data, *arguments], check=True, stdout=subprocess.DEVNULL)

    def laptop(self, name, fresh=False):
        if name not in self.laptops or fresh:
            path = f"{self.folder}/{name}.db"
            subprocess.run([f"{self.build}/src/cli/satchelctl", "--db", path, "login", self.proxy.url if self.proxy else self.url,
                            "--user", name[:2], "--password-file", self.password], check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            self.laptops[name] = Program(f"{self.build}/tests/bench/bench-sync", path)
            if name == "c1":
                self.laptops[name].ask("sync")
        return self.laptops[name]

    def restart(self, name):
        """So that its memory is that of sync alone."""
        self.laptops[name].end()
        self.laptops[name] = Program(f"{self.build}/tests/bench/bench-sync", f"{self.folder}/{name}.db")

    def push(self, name="c1"):
        said = self.laptop(name).ask("sync")
        said["alone"], said["both"] = said["push_seconds"], said["seconds"]
        return said

    def pull(self, name="c2"):
        return self.laptop(name).ask("sync")

    def start_sending(self):
        pass

    def send(self):
        self.laptop("c1").say("sync")

    def sent(self):
        self.laptop("c1").hear()

    def server_usage(self):
        with open(f"/proc/{self.server.pid}/status", encoding="utf-8") as file:
            kib = int(re.search(r"VmHWM:\s+(\d+)", file.read())[1])
        with open(f"/proc/{self.server.pid}/stat", encoding="utf-8") as file:
            ticks = file.read().rsplit(")", 1)[1].split()
        return {"kib": kib, "work": (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")}

    def end(self):
        for laptop in self.laptops.values():
            laptop.end()
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(60)
        self.server.stdout.close()
        if self.proxy:
            self.proxy.end()
        shutil.rmtree(self.folder)


class Pouch:
    """The same of the peer."""
    kind = "pouch"

    def __init__(self, scripts, folder, count=False):
        self.scripts, self.folder = scripts, folder
        os.makedirs(f"{folder}/server")
        self.server = Program("node", f"{scripts}/server.js", f"{folder}/server")
        self.url = self.server.hear()["url"]
        port = int(self.url.rsplit(":", 1)[1].split("/")[0])
        self.proxy = Proxy(port) if count else None
        self.laptops = {}

    def laptop(self, name):
        if name not in self.laptops:
            os.makedirs(f"{self.folder}/{name}", exist_ok=True)
            self.laptops[name] = Program("node", f"{self.scripts}/client.js", f"{self.folder}/{name}",
                                         self.proxy.url + "/db" if self.proxy else self.url)
        return self.laptops[name]

    def restart(self, name):
        self.laptops.pop(name).end()

    def push(self, name="c1"):
        said = self.laptop(name).ask("push")
        said["alone"] = said["both"] = said["seconds"]
        return said

    def pull(self, name="c2"):
        return self.laptop(name).ask("pull")

    def start_sending(self):
        self.laptop("c1").ask("send")

    def send(self):
        pass

    def sent(self):
        pass

    def server_usage(self):
        return self.server.ask("usage")

    def end(self):
        for program in [*self.laptops.values(), self.server]:
            program.end()
        if self.proxy:
            self.proxy.end()
        shutil.rmtree(self.folder)


def hundred(side, word):
    """100 edits from the one laptop to the other, one sync each; what the sender takes besides to hear of its own edits."""
    side.laptop("c1").ask("edit", EDITS, word)
    pushed = side.push()
    return pushed["alone"] + side.pull()["seconds"], pushed["both"] - pushed["alone"]


def live(side, word, how="live"):
    """From the last commit on the one laptop until the other one has it, both at the server's word."""
    side.start_sending()
    side.laptop("c2").say(how, word)
    side.laptop("c2").hear()
    threading.Event().wait(0.3)
    at = side.laptop("c1").ask("edit", EDITS, word)["at"]
    side.send()
    seen = side.laptop("c2").hear()["at"]
    side.sent()
    return seen - at


def cycle(side, rows, edits=True):
    """What one turn measures of one side."""
    figures = {}
    side.laptop("c1").ask("fill", rows)
    side.restart("c1")
    before = sum(program.ask("usage")["work"] for program in [side.laptop("c1")]) + side.server_usage()["work"]
    pushed = side.push()
    figures["push"], figures["push and back"] = pushed["alone"], pushed["both"]
    start = side.laptop("c2").ask("usage")["work"]
    pulled = side.pull()
    figures["pull"], figures["first"] = pulled["seconds"], pulled.get("first_seconds", 0)
    if edits:
        figures["edits"], figures["own edits"] = map(statistics.median,
                                                     zip(*(hundred(side, f"w{i}") for i in range(5))))
    c1, c2, server = side.laptop("c1").ask("usage"), side.laptop("c2").ask("usage"), side.server_usage()
    figures["work"] = c1["work"] + c2["work"] + server["work"] - before - start
    figures["c1"], figures["c2"], figures["server"] = (usage["kib"] / 1024 for usage in (c1, c2, server))
    if edits:
        figures["live"] = statistics.median(live(side, f"live{i}") for i in range(3))
    if edits and side.kind == "ours":
        figures["poll"] = statistics.median(live(side, f"poll{i}", "poll") for i in range(3))
    return figures


def wire(side, rows):
    """Bytes and requests, through a proxy that counts."""
    figures = {}
    side.laptop("c1").ask("fill", rows)
    side.laptop("c2")
    side.proxy.take()
    side.push()
    figures["push"] = side.proxy.take()
    side.pull()
    figures["pull"] = side.proxy.take()
    side.laptop("c1").ask("edit", EDITS, "wired")
    side.push()
    figures["edits"] = {"there": side.proxy.take()}
    side.pull()
    figures["edits"]["back"] = side.proxy.take()
    for what in ("bytes", "requests", "connections", "alone"):
        figures["edits"][what] = sum(figures["edits"][way][what] for way in ("there", "back"))
    return figures


class Table:
    def __init__(self):
        if os.environ.get("SATCHEL_BENCH_HEADER"):
            print("| | what | ours | reference | ratio | must | goal | |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |")

    def row(self, what, unit, ours, peer=None, must=None, goal=None, ahead=None, ahead_goal=None):
        """must, goal: of ours; ahead: how many times less than the peer's."""
        ratio = peer / ours if peer else None
        holds = (must is None or ours <= must) and (ahead is None or ratio is None or ratio >= ahead)
        best = holds and goal is not None and ours <= goal and (ahead_goal is None or ratio is None or ratio >= ahead_goal)
        limits = [f"{limit:g}{f', {times}x' if times else ''}" if limit is not None else f"{times}x" if times else ""
                  for limit, times in ((must, ahead), (goal, ahead_goal))]
        verdict = "goal" if best else "" if must is None and ahead is None else "holds" if holds else "missed"
        print(f"| Y | {what} | {ours:.3g} {unit} | {f'{peer:.3g} {unit}' if peer else '-'} | {f'1/{ratio:.1f}' if ratio else '-'} | "
              f"{limits[0]} | {limits[1]} | {verdict} |", flush=True)

    def note(self, text):
        print(f"| | {text} | | | | | | |", flush=True)


def median_of(turns, kind, name):
    values = [turn[name] for turn in turns[kind] if name in turn]
    return statistics.median(values) if values else None


def measure_small(table, sides, rows, turns_wanted):
    turns = {"ours": [], "pouch": []}
    for turn in range(turns_wanted):
        for make in sides:
            side = make(f"small{turn}")
            turns[side.kind].append(cycle(side, rows))
            side.end()

    def both(name, scale=1):
        ours, peer = median_of(turns, "ours", name), median_of(turns, "pouch", name)
        return ours * scale, peer * scale if peer is not None else None

    table.row("10,000 companies pushed", "s", *both("push"), 0.8, 0.5, 5, 8)
    table.row("10,000 pushed, and back as the server has them", "s", *both("push and back"))
    table.row("10,000 pulled by another laptop", "s", *both("pull"), 0.7, 0.45, 5, 9)
    table.row("100 edits, laptop to server to laptop, one sync each", "ms", *both("edits", 1000), 17, 9, 8, 15)
    table.row("the sender's own edits, back as the server has them", "ms", median_of(turns, "ours", "own edits") * 1000)
    table.row("100 edits, live, commit to visible", "ms", *both("live", 1000), 60, 30, 5)
    table.row("the same with long polls", "ms", median_of(turns, "ours", "poll") * 1000)
    table.row("work of all three, 10,000 there and back, 5 times 100 edits", "s", *both("work"), 2.0, 1.2, 7)
    table.row("memory, 10,000, first laptop", "MiB", *both("c1"))
    table.row("memory, 10,000, second laptop", "MiB", *both("c2"))
    table.row("memory, 10,000, server", "MiB", *both("server"))


def measure_large(table, sides, rows):
    found = {}
    for make in sides:
        side = make("large")
        found[side.kind] = cycle(side, rows, edits=False)
        side.end()
    ours, peer = found["ours"], found.get("pouch", {})
    table.row("50,000 pushed", "s", ours["push"], peer.get("push"), 3.5, 2.6, 4)
    table.row("50,000 pulled by another laptop", "s", ours["pull"], peer.get("pull"), 2.7, 2.2, 5)
    table.row("50,000 into an empty file (the same pull)", "s", ours["pull"], peer.get("pull"), 1.7, 1.0, 8, 13)
    table.row("memory, 50,000, first laptop", "MiB", ours["c1"], peer.get("c1"), 60, 30)
    table.row("memory, 50,000, second laptop", "MiB", ours["c2"], peer.get("c2"), 60, 30, 3)
    table.row("memory, 50,000, server", "MiB", ours["server"], peer.get("server"), 120, 80, 1.8)


def measure_wire(table, sides, rows):
    found = {}
    for make in sides:
        side = make("wire", True)
        found[side.kind] = wire(side, rows)
        side.end()
    ours, peer = found["ours"], found.get("pouch")

    def both(name, what, scale=1.0):
        return ours[name][what] / scale, peer[name][what] / scale if peer else None

    table.row("bytes, 10,000 pushed", "MB", *both("push", "alone", 1e6), 1.6, 1.2, 5)
    table.row("bytes, 10,000 pushed, and back as the server has them", "MB", *both("push", "bytes", 1e6))
    table.row("bytes, 10,000 pulled", "MB", *both("pull", "bytes", 1e6), 1.4, 1.1, 1.9)
    table.row("bytes, 100 edits", "kB", *both("edits", "bytes", 1e3), 10, 5, 10)
    table.row("requests, 10,000 pushed", "", *both("push", "requests"))
    table.row("requests, 10,000 pulled", "", *both("pull", "requests"))
    table.row("requests, 100 edits", "", *both("edits", "requests"), 4, 3)
    table.note(f"100 edits: {ours['edits']['connections']} connections; pushed {ours['edits']['alone'] / 1e3:.1f} kB, back "
               f"{(ours['edits']['there']['bytes'] - ours['edits']['there']['alone']) / 1e3:.1f} kB, "
               f"pulled by the other one {ours['edits']['back']['bytes'] / 1e3:.1f} kB")


def measure_file(table, build, folder, rows, rows_large):
    """The file of a laptop beside one that never joined; an edit with the outbox on; a first load of 100,000."""
    side = Ours(build, f"{folder}/file")
    side.laptop("c1").ask("fill", rows)
    side.push()
    side.pull()
    alone = Program(f"{build}/tests/bench/bench-sync", f"{folder}/alone.db")
    alone.ask("fill", rows)
    bare = alone.ask("size")["bytes"]
    alone.end()
    joined, pulled = (side.laptop(name).ask("size")["bytes"] for name in ("c1", "c2"))
    table.row("file of the first laptop, 10,000; reference: never joined", "MB", joined / 1e6, bare / 1e6)
    print(f"| Y | metadata: joined to unjoined | {joined / bare:.3g} | - | - | 1.35 | 1.25 | {verdict_of(joined / bare, 1.35, 1.25)} |")
    print(f"| Y | the same, of the laptop that pulled | {pulled / bare:.3g} | - | - | 1.35 | 1.25 | {verdict_of(pulled / bare, 1.35, 1.25)} |")
    side.end()
    side = Ours(build, f"{folder}/file")
    side.laptop("c1").ask("fill", rows_large)
    side.push()
    loaded = side.pull()
    table.row("100,000 into an empty file: the first page is there", "s", loaded["first_seconds"], None, 1, 0.5)
    table.row("100,000 into an empty file: complete", "s", loaded["seconds"], None, 4, 2)
    edited = side.laptop("c1").ask("edit", 1000, "one")
    table.row("edit of one of 100,000 with the outbox, median", "ms", edited["p50"] * 1000)
    table.row("edit of one of 100,000 with the outbox, p99", "ms", edited["p99"] * 1000, None, 10, 4)
    side.end()


def measure_move(table, build, folder, rows):
    """10,000 companies go from a rep's territory to another one's."""
    side = Ours(build, f"{folder}/move")
    side.laptop("c1").ask("fill", rows)
    side.laptop("c1").ask("move", "North")
    side.push()
    side.pull("r1")
    side.pull("r2")
    side.laptop("c1").ask("move", "South")
    before = side.server_usage()["work"]
    moved = side.push()
    served = side.server_usage()["work"] - before
    lost, got = side.pull("r1"), side.pull("r2")
    table.row("10,000 companies move to another territory: work of the server", "s", served, None, 3, 1)
    table.note(f"by the clock of the mover, with the way there: {moved['push_seconds']:.2f} s")
    table.row("who loses them: pulled and purged", "s", lost["seconds"], None, 2, 1)
    table.note(f"it worked {lost['work']:.2f} s for it, of {lost['seconds']:.2f} s")
    table.row("who gets them: pulled", "s", got["seconds"])
    side.end()


def verdict_of(figure, must, goal):
    return "goal" if figure <= goal else "holds" if figure <= must else "missed"


def main():
    build, pouch = sys.argv[1:3]
    options = dict(word.split("=") for word in sys.argv[3:])
    os.environ["SATCHEL_SECRETS"] = "file"
    folder = tempfile.mkdtemp(prefix="satchel-bench-", dir=os.environ.get("SATCHEL_BENCH_FOLDER"))
    sides = [lambda name, count=False: Ours(build, f"{folder}/ours-{name}", count)]
    has_pouch = shutil.which("node") and os.path.isdir(f"{pouch}/node_modules/express-pouchdb")
    if has_pouch:
        sides.append(lambda name, count=False: Pouch(pouch, f"{folder}/pouch-{name}", count))
    rows = {count: f"{folder}/rows{count}" for count in (10000, 50000, 100000)}
    for count, path in rows.items():
        write_rows(path, count)
    table = Table()
    if not has_pouch:
        table.note("PouchDB: skipped, as node or its packages are missing")
    try:
        measure_small(table, sides, rows[10000], int(options.get("turns", 3)))
        measure_wire(table, sides, rows[10000])
        measure_move(table, build, folder, rows[10000])
        measure_file(table, build, folder, rows[10000], rows[100000])
        if options.get("large", "1") == "1":
            measure_large(table, sides, rows[50000])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
