// SPDX-License-Identifier: GPL-3.0-or-later
//
// The peer's server for sync.py: node server.js FOLDER. Says where it listens; "usage" on standard
// input tells its memory and work.

"use strict";

const path = require("path");
const readline = require("readline");
const express = require("express");
const { say, usage } = require("./common.js");

const folder = process.argv[2];
process.chdir(folder); // its own files go here
const PouchDB = require("pouchdb").defaults({ prefix: folder + path.sep });
const app = express();

app.use("/", require("express-pouchdb")(PouchDB, { logPath: path.join(folder, "log.txt") }));
const server = app.listen(0, "127.0.0.1", () => say({ url: `http://127.0.0.1:${server.address().port}/db` }));
readline.createInterface({ input: process.stdin }).on("line", () => say(usage())).on("close", () => process.exit(0));
