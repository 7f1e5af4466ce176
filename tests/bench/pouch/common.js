// SPDX-License-Identifier: GPL-3.0-or-later

"use strict";

const fs = require("fs");

exports.say = (what) => fs.writeSync(1, JSON.stringify(what) + "\n");

// Memory at its highest, seconds of work.
exports.usage = () => {
  const used = process.resourceUsage();
  return { kib: used.maxRSS, work: (used.userCPUTime + used.systemCPUTime) / 1e6 };
};

exports.now = () => Number(process.hrtime.bigint()) / 1e9;
