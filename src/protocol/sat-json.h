/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sat-protocol.h"

G_BEGIN_DECLS

/* How deep arrays and objects may be nested. */
#define SAT_JSON_MAX_DEPTH 32

/* Reads one JSON value that may come from anywhere: RFC 8259 to the letter, UTF-8, no comments, no
 * NUL in any spelling, no unpaired surrogates, no name twice in an object, at most
 * SAT_JSON_MAX_DEPTH levels, integers within 64 bits, other numbers finite. @data need not end with
 * a NUL; @length is in bytes. (transfer full): json_node_unref(). Error: SAT_PROTOCOL_ERROR SYNTAX
 * or LIMIT, with the line and the column (in characters). */
JsonNode *sat_json_parse (const char *data, gsize length, GError **error);

/* @pretty: indented by two blanks and over several lines; else in one line without blanks. Members
 * keep their order; no line end at the end. g_free(). */
char *sat_json_to_string (JsonNode *node, gboolean pretty);

G_END_DECLS
