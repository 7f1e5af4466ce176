// SPDX-License-Identifier: GPL-3.0-or-later
//
// A laptop of the peer for sync.py: node client.js FOLDER URL. It obeys the lines that bench-sync.c
// obeys: fill, edit, live, usage; "push" and "pull" for what is one sync there, "send" to push from
// now on.

"use strict";

const fs = require("fs");
const path = require("path");
const readline = require("readline");
const PouchDB = require("pouchdb");
const { say, usage, now } = require("./common.js");

const [folder, url] = process.argv.slice(2);
const local = new PouchDB(path.join(folder, "db"));
const remote = new PouchDB(url);
const batch = { batch_size: Number(process.env.SATCHEL_BENCH_POUCH_BATCH || 100) };
const name = (n) => "c" + String(n).padStart(7, "0");
let total = 0, round = 0;

async function fill(file) {
  const rows = fs.readFileSync(file, "utf8").trim().split("\n").map((line, i) => ({ _id: name(i), type: "company", ...JSON.parse(line) }));
  const start = now();
  for (let i = 0; i < rows.length; i += 1000) await local.bulkDocs(rows.slice(i, i + 1000));
  return { rows: rows.length, seconds: now() - start };
}

async function edit(n, word) {
  if (total === 0) total = (await local.info()).doc_count;
  const step = Math.max(Math.floor(total / n), 1), start = now(), each = [];
  round++;
  for (let i = n; i > 0; i--) {
    const before = now();
    const row = await local.get(name(i === 1 ? 0 : ((i - 1) * step + round) % total));
    await local.put({ ...row, employees: i, tier: word });
    each.push(now() - before);
  }
  each.sort((a, b) => a - b);
  return { seconds: now() - start, p50: each[n >> 1], p99: each[Math.floor((n - 1) * 0.99)], at: now() };
}

async function replicate(from, to) {
  const start = now();
  const done = await from.replicate.to(to, batch);
  return { rows: done.docs_written, seconds: now() - start };
}

// Pulls until the first company has the word.
async function live(word) {
  const running = remote.replicate.to(local, { live: true, ...batch });
  await new Promise((resolve) => running.once("paused", resolve));
  const seen = new Promise((resolve) =>
    running.on("change", async () => {
      if ((await local.get(name(0))).tier === word) resolve(now());
    }));
  say({ ready: true });
  const at = await seen;
  running.cancel();
  return { at };
}

let sending = null;

async function send() {
  sending = local.replicate.to(remote, { live: true, ...batch });
  await new Promise((resolve) => sending.once("paused", resolve));
  return {};
}

const orders = {
  fill, live, send, usage,
  edit: (n, word) => edit(Number(n), word),
  push: () => replicate(local, remote),
  pull: () => replicate(remote, local),
};

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [order, ...words] = line.trim().split(" ");
    say(await orders[order](...words));
  }
  process.exit(0);
})();
