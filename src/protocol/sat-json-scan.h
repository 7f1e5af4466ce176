/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Looks for bytes eight at a time: texts are most of what is read and written. */

/* The first byte of [@at, @end) that may not stand in a JSON string as it is (quote, backslash,
 * control character), or @end. */
const char *sat_json_scan_plain (const char *at, const char *end);

/* The first byte of [@at, @end) that is NUL or not ASCII, or @end. */
const char *sat_json_scan_ascii (const char *at, const char *end);
