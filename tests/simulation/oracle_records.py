# SPDX-License-Identifier: GPL-3.0-or-later
"""What the oracle is made of: versions, texts, records with their past, and who may hold them (docs/protocol.md, 2, 5.1)."""

import functools
import hashlib
import unicodedata

NEVER = (0, 0)
KEPT = 400 * 86_400_000_000  # us for which a server remembers who had a record (docs/protocol.md, 3.4)
WEIGHT = {"ok": 0, "merged": 1, "duplicate": 2, "conflict": 3, "quarantined": 4, "rejected": 5}


class Refused(Exception):
    """A member that makes its whole group not happen."""


def id_of(line):
    """A mutation's: a UUID, or made of its change and a number (docs/protocol.md, 3.3)."""
    if not isinstance(line["u"], int):
        return line["u"]
    number = str(line["u"]).encode()
    change = bytes.fromhex(line["ch"].replace("-", ""))
    parts = b"\0\0\0\x08mutation\0\0\0\x10" + change + len(number).to_bytes(4, "big") + number
    made = bytearray(hashlib.sha256(parts).digest()[:16])
    made[:6], made[6], made[8] = change[:6], made[6] & 0x0F | 0x80, made[8] & 0x3F | 0x80
    text = made.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def hlc_of(us):
    return (us // 1000) << 16 | (us % 1000) * 64


def last_hlc_of(us):
    return hlc_of(us) | (0xffff if us % 1000 == 999 else 63)


def version_of(text):
    hlc, device = text.split(":")
    return int(hlc, 16), int(device)


def version_text(version):
    return f"{version[0]:016x}:{version[1]}"


def reference(value):
    return value.get("r") if isinstance(value, dict) else None


@functools.lru_cache(maxsize=65536)
def folded(text):
    if not isinstance(text, str):
        return ""
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf") and not 0xfe00 <= ord(c) <= 0xfe0f)
    for old, new in (("æ", "ae"), ("œ", "oe"), ("ø", "o"), ("ł", "l"), ("đ", "d"), ("ð", "d"), ("ı", "i"),
                     ("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-")):
        text = text.replace(old, new)
    return " ".join(unicodedata.normalize("NFC", text).split())


def changes(old, new):
    """What turns one list of lines into the other, as (from, to, lines), by a longest common part."""
    length = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            length[i][j] = length[i + 1][j + 1] + 1 if old[i] == new[j] else max(length[i + 1][j], length[i][j + 1])
    out, i, j = [], 0, 0
    while i < len(old) or j < len(new):
        a, b = i, j
        while (i < len(old) or j < len(new)) and not (i < len(old) and j < len(new) and old[i] == new[j]):
            if j == len(new) or (i < len(old) and length[i + 1][j] >= length[i][j + 1]):
                i += 1
            else:
                j += 1
        if (a, b) != (i, j):
            out.append((a, i, new[b:j]))
        while i < len(old) and j < len(new) and old[i] == new[j]:
            i, j = i + 1, j + 1
    return out


def overlap(a, b):
    if a[0] == a[1] and b[0] == b[1]:
        return a[0] == b[0]
    return (max(a[0], b[0]) < min(a[1], b[1]) or (a[0] == a[1] and b[0] < a[0] < b[1])
            or (b[0] == b[1] and a[0] < b[0] < a[1]))


def merge_text(base, mine, theirs):
    """None: both changed the same lines."""
    def lines(text):
        return text.split("\n")[:-1] if text.endswith("\n") else text.split("\n") if text else []
    old, left, right = lines(base), changes(lines(base), lines(mine)), changes(lines(base), lines(theirs))
    for a in left:
        for b in right:
            if a != b and overlap(a, b):
                return None
    out, at = [], 0
    for start, end, new in sorted(left + [b for b in right if b not in left], key=lambda c: (c[0], c[1])):
        out += old[at:start] + new
        at = end
    out += old[at:]
    ends = [text.endswith("\n") for text in (base, mine, theirs)]
    return "\n".join(out) + ("\n" if out and (ends[1] if ends[1] != ends[0] else ends[2]) else "")


class Record:
    def __init__(self, kind, uuid):
        self.type, self.id, self.root = kind, uuid, uuid
        self.fields, self.clocks = {}, {}
        self.base = NEVER
        self.deleted = self.seq = 0  # deleted: the seq of the delete, -1 in the group that does it
        self.merged_into = None
        self.past = []   # what was replaced, lost or deleted: dicts, oldest first
        self.sets = []   # every set of scopes that it had, as a root
        self.left = []   # and when it ceased to have it, but for the last
        self.is_new = True

    def version(self, name):
        return self.clocks.get(name, self.base)

    def latest(self):
        return max([self.base, *self.clocks.values()])


class World:
    """Records, what the registry says of them, and who may hold them."""

    def __init__(self, registry):
        self.types = {t["type"]: {f["name"]: f for f in t["fields"]} for t in registry}
        self.rights = {t["type"]: t for t in registry}
        self.records, self.results, self.devices, self.lists = {}, {}, {}, {}
        self.head = 0
        self.wrong = []

    def complain(self, text):
        self.wrong.append(text)

    # The registry

    def version_name(self, kind, name):
        fields = self.types.get(kind, {})
        group = fields.get(name, {}).get("group", 0)
        return next(f["name"] for f in fields.values() if f["group"] == group) if group else name

    def group_of(self, kind, name):
        fields = self.types.get(kind, {})
        group = fields.get(name, {}).get("group", 0)
        return [f["name"] for f in fields.values() if f["group"] == group] if group else None

    def parent(self, record):
        for field in self.types.get(record.type, {}).values():
            if field.get("parent") and reference(record.fields.get(field["name"])):
                return field["name"]
        return None

    # Who may hold what

    def live(self, kind):
        return [r for r in self.records.values() if r.type == kind]

    def scopes(self, record):
        """Of a root."""
        out = set()
        if not self.rights[record.type]["org"]:
            names = ["owner", "author"] if record.type == "note" else ["owner"]
            out |= {"own:" + reference(record.fields[n]) for n in names if reference(record.fields.get(n))}
            places = [record.fields.get("territory")]
            company = self.records.get(reference(record.fields.get("company")))
            if record.type in ("contact", "opportunity") and company and company.root == company.id:
                places.append(company.fields.get("territory"))
            out |= {"terr:" + reference(p) for p in places if reference(p)}
        if not out or record.type == "saved_list" and record.fields.get("shared"):
            out.add("org")
        return out

    def below(self, kind, starts, up):
        found, todo = set(), set(starts)
        while todo:
            found |= todo
            todo = {r.id for r in self.live(kind) if reference(r.fields.get(up)) in found} - found
        return found

    def person_scopes(self, by):
        if by["role"] == 2:
            return {"all"}
        user = self.records.get(by["user"])
        people = {by["user"]} | self.below("user", {by["user"]} if user else set(), "manager")
        places = [m for m in self.live("membership") if not m.deleted and reference(m.fields.get("user")) in people]
        places += [self.records[p] for p in people if p in self.records]
        out = {"org"} | {"own:" + p for p in people}
        for field, scope in (("team", "team:"), ("territory", "terr:")):
            starts = {reference(r.fields.get(field)) for r in places} - {None}
            out |= {scope + s for s in self.below(field, starts, "parent")}
        return out

    def access(self, root, by):
        if by is None or root.is_new:
            return "held"
        before = self.saved.get(root.id)
        if before and before.root != before.id:  # only this group makes it one
            root = self.saved.get(before.root) or self.records[before.root]
        if root.root != root.id:
            return "never"
        scopes = self.have  # as it was before the group
        if "all" in scopes or scopes & root.sets[-1]:
            return "held"
        lists = [scopes, *self.lists.get(by["user"], [])]
        def known(was):
            return any("all" in have or have & was for have in lists)
        had = [left for was, left in zip(root.sets, [*root.left, self.now]) if known(was)]
        if had and self.now - max(had) > KEPT and self.is_forgotten:
            return "never"
        return "lost" if had else "never"

    def note_sets(self, by):
        """After a group: what every root is for now that it, or the company that it names, may have changed."""
        changed = [self.records[uuid] for uuid in self.touched]
        if any(record.type == "company" for record in changed):
            changed += [r for r in self.records.values()
                        if reference(r.fields.get("company")) in self.touched and r.id not in self.touched]
        for record in changed:
            if record.type == "conflict" or record.root != record.id:
                continue
            scopes = self.scopes(record)
            if not record.sets and by is not None and self.saved.get(record.id) is None:  # who makes it has it first
                record.sets.append({"own:" + by["user"]})
            if not record.sets or record.sets[-1] != scopes:
                record.left += [self.now] * len(record.sets[-1:])
                record.sets.append(scopes)
