/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdio.h>

G_BEGIN_DECLS

/* The server's log: one JSON object a line on standard error, never with a password, a token or a
 * record's values. Thread-safe. */

/* What the libraries have to say comes in the same form. */
void sat_server_log_start (void);

/* Where it goes from now on, before there are threads; NULL: nowhere. */
void sat_server_log_set_file (FILE *file);

/* An object with "at", "level" ("info", "warning", "error"), "event" and pairs of a name and a
 * text, until a NULL name; a NULL text leaves its pair out. */
void sat_server_log (const char *level, const char *event, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
