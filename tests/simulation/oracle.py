#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Works out from a trace of a simulated run (sat-sim-trace.h) where the server and every laptop must stand at its end.

Usage: oracle.py TRACE...
       oracle.py -          reads a trace's name a line and answers with its differences and an empty line

It knows docs/protocol.md and nothing of the product's code: a record here is a plain list of values with their whole past,
and every rule is asked of that past. Each difference is a line on standard output; status 1 if there is any."""

import codecs
import functools
import json
import pickle
import sys

sys.dont_write_bytecode = True
from oracle_merge import Merge  # noqa: E402
from oracle_records import hlc_of, id_of, reference, version_text  # noqa: E402


class Oracle(Merge):
    """Reads what happened, and compares where everybody stands."""

    # Events

    conflict_ids = {}
    is_forgotten = False  # what the author had long ago may be as if never, or not yet: the server says which

    def restore(self, kept):
        self.__dict__.update(pickle.loads(kept))

    def write(self, event):
        group = []
        for i, w in enumerate(event["write"]):
            m = {"u": f"server {self.head} {i}", "h": hlc_of(event["now"]), "rb": 1 << 62, **w}
            group.append((m, {"s": "ok", "c": []}, {"user": None, "versions": {}, "lost": {}, "texts": {}}))
        self.run_group(group, None, event["now"])
        if self.head != event["head"]:
            self.complain(f"seq {event['head']} after a write of the server, should be {self.head}")
            self.head = event["head"]

    def push(self, event):
        by, answers = event["by"], {}
        device = self.devices.setdefault(by["device"], {"user": None, "results": {}, "last": 0})
        at, lines = 0, event["push"]
        said = {r["m"]: r.get("code") for r in event["answer"]["res"]}
        while at < len(lines):
            m = event["first"] + at
            if m <= device["last"]:
                answers[m] = device["results"][m]
                at += 1
                continue
            end = at + 1
            while lines[at] and lines[at].get("x") and end < len(lines) and lines[end] and lines[end].get("x") == lines[at]["x"]:
                end += 1
            group = []
            for i in range(at, end):
                line = dict(lines[i], h=int(lines[i]["h"], 16), u=id_of(lines[i]))
                m = event["first"] + i
                known = self.results.get(line["u"])
                out = answers[m] = device["results"][m] = known["out"] if known else {"s": "ok", "c": []}
                if not known:
                    group.append((line, out, {"user": by["user"], "versions": {}, "lost": {}, "texts": {}, "out": out}))
            device["user"] = by["user"]
            if group:
                self.is_forgotten = any(said.get(event["first"] + i) == "forbidden" for i in range(at, end))
                self.run_group(group, by, event["now"])
                for line, _, result in group:
                    self.results[line["u"]] = result
            at = end
        device["last"] = max(device["last"], event["first"] + len(lines) - 1)
        self.compare_answers(event, answers)

    def compare_answers(self, event, answers):
        said = {r["m"]: r for r in event["answer"]["res"]}
        for i, line in enumerate(event["push"]):
            m = event["first"] + i
            should, is_said = answers[m], said.get(m, {"s": "ok"})
            what = f"{line['op']} {line['t']} {line['id']} (device {event['by']['device']}, m {m})"
            codes = {should.get("code"), is_said.get("code")}
            # Which of several wrong members of a group is blamed is nobody's promise.
            same = len(codes) == 1 or "group" in codes and line.get("x")
            if should["s"] != is_said["s"] or not same:
                self.complain(f"{what}: {is_said['s']} {is_said.get('code', '')}, should be {should['s']} {should.get('code') or ''}")
            elif len(should["c"]) != len(is_said.get("c", [])):
                self.complain(f"{what}: {len(is_said.get('c', []))} conflicts, should be {should['c']}")
            else:
                self.conflict_ids.update(zip(is_said.get("c", []), should["c"]))
        if event["answer"]["seq"] != self.head:
            self.complain(f"seq {event['answer']['seq']} after a push of device {event['by']['device']}, should be {self.head}")
            self.head = event["answer"]["seq"]

    # The end

    def visible(self, by):
        scopes = self.person_scopes(by)
        if "all" in scopes:
            return list(self.records.values())
        held = functools.cache(lambda root: bool(scopes & self.scopes(self.records[root])))
        def holds(record):
            return held(record.root)
        def may_know(record):  # a pair is for those who hold both
            other = self.records.get(reference(record.fields.get("with"))) if record.fields.get("kind") == "duplicate" else None
            return other is None or holds(other)
        return [r for r in self.records.values() if holds(r) and (r.type != "conflict" or may_know(r))]

    def compare_view(self, by, pages):
        rows, columns, kind = {}, {}, None
        for page in pages:
            for line in page:
                if isinstance(line, list):
                    rows[line[0]] = (kind, line[1], line[2], line[3], dict(zip(columns[kind], line[4:])))
                elif "t" in line:
                    kind = line["t"]
                    columns[kind] = line.get("c", columns.get(kind))
        held = {u: r for u, r in rows.items() if r[0] not in ("conflict", "history")}
        should = {r.id: r for r in self.visible(by) if r.type != "conflict" and not r.deleted}
        self.compare_rows(f"{by['name']} is sent", by, held, should)
        self.compare_conflicts(by, [r for r in rows.values() if r[0] == "conflict"])
        self.compare_history(by, [r for r in rows.values() if r[0] == "history"])

    def compare_rows(self, who, by, held, should):
        for uuid in sorted(held.keys() - should.keys()):
            self.complain(f"{who} {held[uuid][0]} {uuid}, which should not be")
        for uuid in sorted(should.keys() - held.keys()):
            self.complain(f"{who} no {should[uuid].type} {uuid}")
        for uuid in sorted(should.keys() & held.keys()):
            kind, root, seq, clocks, fields = held[uuid]
            record = should[uuid]
            right = " ".join([version_text(record.base), *(f"{n}={version_text(v)}" for n, v in sorted(record.clocks.items())
                                                             if v != record.base)])
            for name, is_so, right in [("type", kind, record.type), ("root", root, record.root), ("seq", seq, record.seq),
                                       ("clocks", clocks, right),
                                       *((f, fields.get(f), record.fields.get(f)) for f in sorted({*fields, *record.fields}))]:
                if is_so != right:
                    self.complain(f"{who} {record.type} {uuid} with {name} {is_so!r}, should be {right!r}")

    def compare_conflicts(self, by, rows):
        names = ("kind", "type", "record", "field", "base", "value", "winner", "author", "other", "with", "state")
        def key(fields):
            return json.dumps([fields.get(n) for n in names], sort_keys=True, ensure_ascii=False)
        held = sorted(key(r[4]) for r in rows)
        should = sorted(key(r.fields) for r in self.visible(by) if r.type == "conflict")
        self.compare_lists(f"{by['name']} is sent", "conflict", held, should)

    def compare_history(self, by, rows):
        held = sorted(repr([*map(r[4].get, ("u", "field", "value", "from", "to", "fate", "device")),
                            reference(r[4].get("record")), reference(r[4].get("author"))])
                      for r in rows if r[4].get("device"))
        should = sorted(repr([row["u"], row["field"], row["value"], version_text(row["from"]), version_text(row["to"]),
                              row["fate"], row["device"], row["record"], row["author"]])
                        for r in self.visible(by) for row in r.past if row["device"])
        self.compare_lists(f"{by['name']} is sent", "history", held, should)

    def compare_lists(self, who, what, held, should):
        if held == should:
            return
        for one in held:
            if one in should:
                should.remove(one)
            else:
                self.complain(f"{who} a row of {what} that should not be: {one}")
        for one in should:
            self.complain(f"{who} no row of {what}: {one}")

    def compare_laptop(self, event):
        held = {}
        for line in event["rows"]:
            kind, uuid, pair = line.split(" ", 2)
            name, value = pair.split("=", 1)
            if name in (":conflict", ":extra", ":row"):
                continue
            if "\\" in value:
                value = codecs.escape_decode(value.encode())[0].decode()
            held.setdefault(uuid, {":type": kind})[name] = value
        def text(value):
            return value["r"].replace("-", "") if reference(value) else value["n"] if isinstance(value, dict) else str(value)
        custom = {"u" + r.id.replace("-", ""): r for r in self.live("custom_field")}
        should = {}
        for record in self.visible(event["by"]):
            if record.type != "conflict" and not record.deleted:
                fields = {n: text(v) for n, v in record.fields.items() if n in self.types[record.type]}
                for n, v in record.fields.items():
                    definition = custom.get(n) if n not in self.types[record.type] else None
                    if definition is not None and not definition.deleted:
                        fields[definition.fields["name"]] = text(v)
                should[record.id.replace("-", "")] = {":type": record.type, ":root": record.root.replace("-", ""), **fields}
        who = f"laptop {event['laptop']} of {event['by']['name']}"
        for uuid in sorted({*held, *should}):
            if uuid not in held or uuid not in should:
                self.complain(f"{who} holds {'no ' if uuid not in held else ''}{(held.get(uuid) or should[uuid])[':type']} {uuid}"
                              f"{'' if uuid not in held else ', which should not be'}")
                continue
            for name in sorted({*held[uuid], *should[uuid]}):
                if held[uuid].get(name) != should[uuid].get(name):
                    self.complain(f"{who} holds {should[uuid][':type']} {uuid} with {name} {held[uuid].get(name)!r}, "
                                  f"should be {should[uuid].get(name)!r}")


def judge(path):
    oracle, kept, pages = None, None, {}
    Oracle.conflict_ids.clear()
    with open(path, encoding="utf-8") as file:
        for line in file:
            event = json.loads(line)
            if "registry" in event:
                oracle = Oracle(event["registry"])
            elif "write" in event:
                oracle.write(event)
            elif "push" in event:
                oracle.push(event)
            elif "pull" in event:
                oracle.lists.setdefault(event["by"]["user"], []).append(oracle.person_scopes(event["by"]))
            elif "kept" in event:
                kept = pickle.dumps(oracle.__dict__)
            elif "restored" in event:
                oracle.restore(kept)
                oracle.head = event["head"]  # it begins anew far above what anybody has seen
            elif "page" in event:
                pages.setdefault(event["by"]["user"], (event["by"], []))[1].append(event["page"])
            elif "laptop" in event:
                oracle.compare_laptop(event)
    for by, all_pages in pages.values():
        oracle.compare_view(by, all_pages)
    return oracle.wrong


def serve():
    for line in sys.stdin:
        try:
            wrong = judge(line.rstrip("\n"))
        except Exception as problem:  # a trace that cannot be read is a difference too
            wrong = [f"{type(problem).__name__}: {problem}"]
        print(*(text.replace("\n", " ") for text in wrong), "", sep="\n", flush=True)
    return 0


def main():
    if sys.argv[1:] == ["-"]:
        return serve()
    status = 0
    for path in sys.argv[1:]:
        for text in judge(path):
            print(text)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
