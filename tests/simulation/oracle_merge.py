# SPDX-License-Identifier: GPL-3.0-or-later
"""What a group of mutations does (docs/protocol.md, 4)."""

import copy
import json

from oracle_records import (NEVER, Record, Refused, World, WEIGHT, folded, last_hlc_of, merge_text, reference,
                            version_of)


class Merge(World):
    # A group

    def touch(self, uuid):
        """The record, to be changed; it is put back if the group is refused."""
        if uuid not in self.saved:
            known = self.records.get(uuid)
            self.saved[uuid] = known
            if known:
                self.records[uuid] = copy.copy(known)
                for name in ("fields", "clocks", "past", "sets"):
                    setattr(self.records[uuid], name, copy.copy(getattr(known, name)))
        record = self.records[uuid]
        self.touched[uuid] = self.member or self.touched.get(uuid)
        return record

    def stamp(self, m, current, base=None):
        """Rule 1 of section 4, and later than @current when it is to be applied over it."""
        hlc = min(m["h"], last_hlc_of(self.now + 60_000_000))
        if base is not None:
            hlc = max(hlc, min(base[0], current[0]) + 1)
        return hlc, self.device

    def stamp_after(self, m, current):
        return max(self.stamp(m, current)[0], current[0] + 1), self.device

    def remember(self, record, m, field, value, start, end, fate):
        record.past.append({"u": m["u"], "record": record.id, "field": field, "value": value, "from": start, "to": end,
                            "fate": fate, "author": self.user, "device": self.device, "seq": self.head + 1})

    def raise_status(self, status):
        if WEIGHT[status] > WEIGHT[self.out["s"]]:
            self.out["s"] = status

    def open_conflict(self, key, record, kind, field, author, other, base=None, value=None, winner=None, other_record=None,
                      told=True):
        """@key: what makes it one. @told: the author learns of it."""
        if told:
            self.raise_status("duplicate" if kind == "duplicate" else "conflict")
        if told and key not in self.out["c"]:
            self.out["c"].append(key)
        if key in self.records:
            return key
        self.records[key] = Record("conflict", key)
        self.saved[key] = None
        self.touched[key] = None
        self.records[key].root = record.root
        fields = {"kind": kind, "type": record.type, "record": {"r": record.id}, "field": field, "base": base,
                  "value": value, "winner": winner, "author": author and {"r": author}, "other": other and {"r": other},
                  "with": other_record and {"r": other_record}, "state": "open"}
        self.records[key].fields = {n: v for n, v in fields.items() if v is not None}
        self.touch(record.id)
        return key

    def author_of(self, version):
        return self.devices.get(version[1], {}).get("user") if version[1] else None

    def whole(self, record, name, fields, others=None):
        """A value as a conflict has it."""
        group = self.group_of(record.type, name)
        if group is None:
            return fields.get(name)
        both = {**(others or {}), **fields}
        return json.dumps({n: both[n] for n in sorted(group) if both.get(n) is not None}, ensure_ascii=False,
                          separators=(",", ":"))

    def value_at(self, record, field, version):
        """(known, value) of a field in an earlier version."""
        for row in record.past:
            if row["field"] == field and row["from"] == version and row["fate"] != "lost":
                return True, row["value"]
        return False, None

    def resolve(self, m, name):
        """What the editor saw: (version, the open conflict that keeps the own value, the text that was sent)."""
        base = m.get("b", {}).get(name)
        if base is None:
            return NEVER, None, None
        if not base.startswith("u:"):
            return version_of(base), None, None
        result = self.group_results.get(base[2:]) or self.results.get(base[2:])
        if result is None or result["user"] != self.user:
            return NEVER, None, None
        lost = result["lost"].get(name)
        text = result["texts"].get(name)
        if lost is not None:
            return NEVER, lost if self.records[lost].fields["state"] == "open" else None, text
        return result["versions"].get(name, result["versions"].get("*", NEVER)), None, text

    def is_met(self, record, name, base):
        """Also when nothing but a delete came between."""
        if base == record.version(name):
            return True
        if base == NEVER or record.version(name) != record.base:
            return False
        gone = any(row["field"] == "!" and row["to"] > base for row in record.past)
        written = any(row["fate"] == "replaced" and row["from"] == base
                      and self.version_name(record.type, row["field"]) == name for row in record.past)
        return gone and not written

    def put(self, m):
        record = self.records.get(m["id"])
        if record is None:
            self.create(m)
            return
        while record.merged_into:
            self.raise_status("merged")
            record = self.records[record.merged_into]
        if record.id != m["id"]:
            self.check_access(self.records[record.root])
        record = self.touch(record.id) if record.deleted else record
        names = {}
        for field in m.get("f", {}):
            names.setdefault(self.version_name(record.type, field), []).append(field)
        plans = [self.plan(record, m, name, sorted(fields)) for name, fields in sorted(names.items())]
        back = bool(record.deleted)
        if back:
            unaware = m["rb"] < record.deleted
            if unaware and (m["rb"] != 0 or m.get("b")):
                self.tell_deleter(record, m)
            self.revive(record, m)
        for plan in plans:
            self.apply(record, m, back, *plan)

    def plan(self, record, m, name, fields):
        current = record.version(name)
        base, conflict, sent = self.resolve(m, name)
        new = {f: m["f"].get(f) for f in fields}
        same = all(new[f] == record.fields.get(f) for f in fields)
        blank = (current == record.base and (m.get("b", {}).get(name) is None or record.id != m["id"])
                 and all(record.fields.get(f) is None for f in fields))
        met = sent is None and self.is_met(record, name, base)
        if met or blank or self.user is None:
            return name, fields, "apply", None, conflict, base
        patch = self.stamp(m, current, NEVER if sent is not None else base)
        if same:
            return name, fields, "same", max(patch, current), conflict, base
        outcome = "lose" if conflict or patch <= current else "win"
        field = self.types.get(record.type, {}).get(name, {})
        if field.get("text"):
            known, old = (True, sent) if sent is not None else self.value_at(record, name, base)
            if known:
                text = merge_text(old or "", new[name] or "", record.fields.get(name) or "")
                if text is not None:
                    return name, fields, "text", text, conflict, base
        return name, fields, outcome, patch, conflict, base

    def apply(self, record, m, back, name, fields, outcome, detail, conflict, base):
        new = {f: m["f"].get(f) for f in fields}
        old = dict(record.fields)
        current = record.version(name)
        if outcome == "lose":
            for f in fields:
                if new[f] != old.get(f):
                    self.remember(self.touch(record.id), m, f, new[f], self.stamp(m, current), current, "lost")
            self.result["lost"][name] = self.keep_both(record, m, name, fields, old, current, conflict, base, False)
            return
        version = self.stamp_after(m, current) if outcome in ("apply", "text") or (back and outcome == "win") else detail
        if back and outcome == "same":
            version = current
        if outcome == "text":
            self.raise_status("merged")
            if detail != (new[name] or ""):
                self.result["texts"][name] = new[name] or ""
            new = {name: detail or None}
        self.wrote(name, version)
        if version > current:
            record = self.touch(record.id)
            record.fields.update(new)
            record.fields = {f: v for f, v in record.fields.items() if v is not None}
            record.clocks[name] = version
            changed = [f for f in fields if record.fields.get(f) != old.get(f)] or fields[-1:]
            for f in changed:
                self.remember(record, m, f, old.get(f), current, version, "replaced")
        if outcome == "win":
            self.keep_both(record, m, name, fields, old, current, conflict, base, True)
        else:
            self.settle(record, m, name)

    def keep_both(self, record, m, name, fields, old, current, conflict, base, won):
        mine, theirs = self.whole(record, name, m["f"], old), self.whole(record, name, old)
        if conflict:
            self.raise_status("conflict")
            if conflict not in self.out["c"]:
                self.out["c"].append(conflict)
            row = self.touch(conflict)
            row.fields.pop("value", None)
            if mine is not None:
                row.fields["value"] = mine
            self.touch(record.id)
            return conflict
        before = {f: self.value_at(record, f, base)[1] for f in fields} if base != NEVER else {}
        before = {f: v for f, v in before.items() if v is not None}
        them = self.author_of(current)
        author, other = (them, self.user) if won else (self.user, them)
        return self.open_conflict(("field", m["u"], name), record, "field", name, author, other,
                                  self.whole(record, name, before) if before else None,
                                  theirs if won else mine, mine if won else theirs)

    def wrote(self, name, version):
        versions = self.result["versions"]
        if not versions:
            versions["*"] = version
        else:
            versions[name] = version

    def settle(self, record, m, name):
        for row in list(self.records.values()):
            if (row.type == "conflict" and row.fields["record"]["r"] == record.id and row.fields["field"] == name
                    and row.fields["state"] == "open" and not row.is_new and row.seq <= m["rb"]):
                self.touch(row.id).fields["state"] = "closed"

    def create(self, m):
        record = self.records[m["id"]] = Record(m["t"], m["id"])
        self.saved[m["id"]] = None
        self.touch(m["id"])
        record.base = self.stamp(m, NEVER, NEVER)
        record.fields = {f: v for f, v in m.get("f", {}).items() if v is not None}
        self.wrote("!", record.base)

    def unseen_edit(self, record, rb):
        rows = [row for row in record.past if row["seq"] > rb]
        others = [row["author"] for row in rows if row["author"] != self.user and row["fate"] != "lost"]
        if others:
            return True, others[-1]
        author = self.author_of(record.base)
        return any(row["field"] == "!" for row in rows) and author != self.user, author

    def delete(self, m):
        record = self.records.get(m["id"])
        if record is None or record.deleted:
            return
        if record.root in self.kept:
            self.raise_status("conflict")
            if self.kept[record.root] not in self.out["c"]:
                self.out["c"].append(self.kept[record.root])
            return
        self.end(self.touch(record.id), m)
        for below in self.left_below(record, self.group) if self.by is not None else []:
            self.end(self.touch(below.id), m)
        self.settle(record, m, "!")

    def above(self, record):
        """Its parent, and so on."""
        for _ in range(8):
            parent = self.parent(record)
            record = self.records.get(reference(record.fields[parent])) if parent else None
            if record is None:
                return
            yield record

    def left_below(self, above, group):
        """What hangs from it, lives and is not deleted with it."""
        going = {m["id"] for m, _, _ in group if m["op"] == "del"}
        return [r for r in list(self.records.values()) if r.root == above.root and not r.deleted
                and above.id in [a.id for a in self.above(r)]
                and r.type != "conflict" and not r.is_new and r.id not in going]

    def end(self, record, m):
        gone = self.stamp_after(m, record.latest())
        for field, value in record.fields.items():
            self.remember(record, m, field, value, record.version(self.version_name(record.type, field)), gone, "deleted")
        self.remember(record, m, "!", 1, record.base, gone, "deleted")
        record.clocks["!"] = gone
        record.deleted = -1
        self.wrote("!", gone)

    def begin(self, record, m):
        record.base, record.clocks = self.stamp_after(m, record.latest()), {}
        record.deleted, record.merged_into = 0, None

    def is_below(self, record, above):
        for _ in range(8):
            if record is None:
                return False
            if above in (record.id, record.root):
                return True
            parent = self.parent(record)
            if parent is None:
                return False
            record = self.records.get(reference(record.fields[parent]))
        return False

    def revive(self, record, m):
        gone = record.deleted
        self.begin(record, m)
        self.wrote("!", record.base)
        for child in [r for r in self.records.values() if gone > 0 and r.deleted == gone and r.id != record.id]:
            if self.is_below(child, record.id):
                self.begin(self.touch(child.id), m)

    def tell_deleter(self, record, m, above=None):
        deleter = [row["author"] for row in record.past if row["field"] == "!"][-1]
        self.open_conflict(("delete", m["u"], above), record, "delete", "!", deleter, self.user)

    def undelete(self, m):
        record = self.records.get(m["id"])
        if record is None:
            self.create(m)
        elif record.deleted:
            record = self.touch(record.id)
            self.begin(record, m)
            self.wrote("!", record.base)
            if m.get("f"):
                schema = self.by["schema"] if self.by else 0
                later = {f["name"] for f in self.types[record.type].values() if f.get("since", 1) > schema > 0}
                stays = {f: v for f, v in record.fields.items() if f in later}
                self.filled.add(record.id)
                record.fields = {**stays, **{f: v for f, v in m["f"].items() if v is not None}}
        else:
            had = [(row["field"], row["value"]) for row in record.past]
            fields = {f: v for f, v in m.get("f", {}).items() if record.fields.get(f) != v and (f, v) not in had}
            if fields:
                self.put({**m, "f": fields, "b": {}})

    def close(self, m):
        if m["op"] != "put" or m.get("f") != {"state": "closed"}:
            raise Refused("invalid")
        row = self.records[m["id"]]
        if row.fields["state"] == "open":
            self.touch(row.id).fields["state"] = "closed"

    # May it be?

    def check_access(self, root):
        access = self.access(root, self.by)
        if access != "held":
            raise Refused("quarantined" if access == "lost" else "forbidden")

    def check(self, m, made):
        kind, role = m["t"], self.by["role"] if self.by else 2
        if kind == "conflict":
            if role < 0:
                raise Refused("forbidden")
        else:
            known = self.types.get(kind)
            if known is None:
                raise Refused("unknown_type")
            if role < max(0, self.rights[kind]["write"]) or any(role < known[f]["write"] for f in m.get("f", {}) if f in known):
                raise Refused("forbidden")
            if any(known[f].get("required") and v is None for f, v in m.get("f", {}).items() if f in known):
                raise Refused("invalid")
        record = self.by_id(m["id"])
        if record is not None:
            if record.type != kind:
                raise Refused("invalid")
            self.check_access(self.records[record.root])
        elif m["id"] not in made:
            if kind == "conflict" or self.by and m["op"] != "undel" and (m["op"] != "put" or m["rb"] or m.get("b")):
                raise Refused("forbidden")
            if any(f.get("required") and m.get("f", {}).get(f["name"]) is None for f in self.types[kind].values()):
                raise Refused("invalid")

    def by_id(self, uuid):
        return self.records.get(self.ids.get(uuid, uuid))

    def find_kept(self, group):
        for m, out, result in group:
            record = self.records.get(m["id"])
            if m["op"] != "del" or self.by is None or record is None or record.deleted:
                continue
            found, author = self.unseen_edit(record, m["rb"])
            if not found:
                # Of several the first by its id is named.
                below = sorted(self.left_below(record, group), key=lambda r: r.id)
                others = [self.author_of(r.latest()) for r in below if r.seq > m["rb"]]
                others = [a for a in others if a != self.user]
                found, author = bool(others), others[0] if others else None
            if found:
                self.member, self.out, self.result = m, out, result
                self.kept[record.root] = self.open_conflict(("delete", m["u"]), record, "delete", "!", self.user, author)

    def place(self, record, m):
        """Where it belongs."""
        before = self.saved.get(record.id)
        while not record.deleted:  # what its parent was merged into takes it
            parent = self.parent(record)
            above = self.records.get(reference(record.fields[parent])) if parent else None
            if above is None or not above.merged_into:
                break
            self.point_to(record, m, parent, above.merged_into)
            self.raise_status("merged")
        at, root = record, None
        for level in range(8):
            parent = self.parent(at)
            if parent is None or level > 0 and at.id not in self.touched:
                root = at.id if parent is None else at.root
                break
            above = self.records.get(reference(at.fields[parent]))
            if above is None:
                old = self.saved.get(at.id)
                if old is None or self.parent(old) != parent or old.fields[parent] != at.fields[parent]:
                    raise Refused("gone_parent")
                root = at.root
                break
            at = above
        if root is None:
            raise Refused("invalid")
        old_root, record.root = record.root, root
        if before is None or old_root != root:
            if root != record.id:
                self.check_access(self.records[root])
            if before is not None:
                self.move_below(record, old_root)
        for above in list(self.above(record)) if not record.deleted else []:
            if above.deleted == -1 and not above.merged_into and self.touched[above.id]:
                self.member = self.touched[above.id]
                self.out, self.result = self.outs[self.member["u"]]
                self.end(self.touch(record.id), self.member)
                break
            if above.deleted > 0:
                if m["rb"] >= above.deleted or above.clocks["!"][1] == self.device:
                    raise Refused("gone_parent")
                above = self.touch(above.id)
                self.tell_deleter(above, m, above.id)
                self.revive(above, m)
        changes = (before is None or record.deleted or before.deleted or record.fields != before.fields
                   or record.id in self.filled)
        if record.type == "quota" and changes and self.by and self.by["role"] < 2:
            self.check_quota(before, None if record.deleted else record)

    def check_quota(self, *states):
        for state in [s for s in states if s is not None]:
            named = [(scope, state.fields[f]) for f, scope in (("user", "own:"), ("team", "team:"), ("territory", "terr:"))
                     if state.fields.get(f) is not None]
            if not named or any(not reference(v) or scope + reference(v) not in self.have for scope, v in named):
                raise Refused("forbidden")

    def point_to(self, record, m, field, target):
        if not record.is_new:
            name = self.version_name(record.type, field)
            version = self.stamp_after(m, record.version(name))
            self.remember(record, m, field, record.fields.get(field), record.version(name), version, "replaced")
            record.clocks[name] = version
        record.fields[field] = {"r": target}

    def move_below(self, record, old_root):
        for child in [r for r in self.records.values() if r.root == old_root and r.id != record.id]:
            if child.type == "conflict":
                if child.fields["record"]["r"] == record.id:
                    self.touch(child.id).root = record.root
                continue
            at = child
            for _ in range(8):
                parent = self.parent(at) if at else None
                if parent is None:
                    break
                if reference(at.fields[parent]) == record.id:
                    member, self.member = self.member, self.touched.get(child.id) or self.member
                    self.touch(child.id)
                    self.member = member
                    break
                at = self.records.get(reference(at.fields[parent]))

    def duplicates(self, record):
        old = self.saved.get(record.id)
        for field in self.types[record.type].values():
            name = field["name"]
            if not field.get("unique") and (record.type, name) != ("company", "name"):
                continue
            text = folded(record.fields.get(name)) if not record.deleted else ""
            if not text or text == (folded(old.fields.get(name)) if old and not old.deleted else ""):
                continue
            others = [r for r in self.live(record.type) if r.id != record.id and not r.deleted and folded(r.fields.get(name)) == text]
            for other in sorted(others, key=lambda r: r.id):
                if other.id in self.touched and other.id not in self.stored:  # its turn comes, unless it was so before
                    was = self.saved.get(other.id)
                    if was is None or was.deleted or folded(was.fields.get(name)) != text:
                        continue
                key = ("duplicate", *sorted((record.id, other.id)), name)
                if key not in self.records:
                    value = record.fields[name]
                    self.open_conflict(key, record, "duplicate", name, self.user,
                                       self.author_of(other.version(self.version_name(other.type, name))),
                                       None, value, value, other.id,
                                       told=self.access(self.records[other.root], self.by) == "held")

    def run_group(self, group, by, now):
        """@group: of (mutation, what is answered, what is remembered of it)."""
        self.by, self.now = by, now
        self.have = self.person_scopes(by) if by else {"all"}
        self.user, self.device = (by["user"], by["device"]) if by else (None, 0)
        self.saved, self.touched, self.kept, self.group_results, self.ids = {}, {}, {}, {}, self.conflict_ids
        self.filled = set()  # what was brought back with its fields
        self.group = group
        fault, code = None, None
        made = set()
        for m, out, _ in group:
            try:
                self.check(m, made)
            except Refused as refused:
                self.fault(out, str(refused))
                if fault is None or out["s"] == "rejected" and fault["s"] != "rejected":
                    fault = out
            made.add(m["id"])
        if fault is None:
            self.find_kept(group)
            try:
                self.run_members(group)
            except Refused as refused:
                self.fault(self.out, str(refused))
                fault = self.out
        if fault is None:
            self.commit(group, by)
            return
        for uuid, record in self.saved.items():
            if record is None:
                self.records.pop(uuid, None)
            else:
                self.records[uuid] = record
        for m, out, result in group:
            if out is not fault and not (out["s"] == "rejected" and out.get("refused")):
                out["s"] = fault["s"]
                out["code"] = "group" if fault["s"] == "rejected" else None
            out["c"] = []
            result.update(versions={}, lost={}, texts={})
        self.head += fault["s"] == "quarantined"

    @staticmethod
    def fault(out, why):
        out["refused"] = True
        out["s"], out["code"] = ("quarantined", None) if why == "quarantined" else ("rejected", why)

    def run_members(self, group):
        does = {"put": self.put, "del": self.delete, "undel": self.undelete}
        for m, out, result in group:
            self.member, self.out, self.result = m, out, result
            if m["t"] == "conflict":
                self.close({**m, "id": self.ids.get(m["id"], m["id"])})
            else:
                does[m["op"]](m)
            self.group_results[m["u"]] = result
        self.outs = {m["u"]: (out, result) for m, out, result in group}
        done = set()
        while len(done) < len(self.touched):  # it grows meanwhile
            waiting = [u for u in self.touched if u not in done]
            if not done:  # what they hang from comes back with the first that was sent
                place = {m["u"]: i for i, (m, _, _) in enumerate(group)}
                waiting.sort(key=lambda u: place[self.touched[u]["u"]] if self.touched[u] else len(group))
            for uuid in waiting:
                done.add(uuid)
                m = self.touched[uuid]
                if m is not None and self.records[uuid].type != "conflict":
                    self.member = m
                    self.out, self.result = self.outs[m["u"]]
                    self.place(self.records[uuid], m)
        for uuid in list(self.touched):
            row = self.records[uuid]
            if row.type == "conflict" and row.is_new:
                row.root = self.records[row.fields["record"]["r"]].root
        self.stored = set()
        # A new record is one too many, not the one that was there.
        for uuid in sorted(self.touched, key=lambda u: self.records[u].is_new):
            m = self.touched[uuid]
            if m is not None and self.records[uuid].type != "conflict":
                self.member = m
                self.out, self.result = self.outs[m["u"]]
                self.duplicates(self.records[uuid])
            self.stored.add(uuid)

    def commit(self, group, by):
        if self.touched:
            self.head += 1
            for uuid in self.touched:
                record = self.records[uuid]
                record.seq, record.is_new = self.head, False
                if record.deleted == -1:  # brought back and deleted again in one go: it never came back
                    old = self.saved.get(record.id)
                    record.deleted = old.deleted if old is not None and old.deleted else self.head
            self.note_sets(by)
        for m, _, result in group:
            self.results[m["u"]] = result
