/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sat-json-reader.h"

G_BEGIN_DECLS

/* Reads one JSON value that may come from anywhere, as strictly as SatJsonReader. @data need not
 * end with a NUL; @length is in bytes. (transfer full): json_node_unref(). Error:
 * SAT_PROTOCOL_ERROR SYNTAX or LIMIT, with the line and the column (in characters). */
JsonNode *sat_json_parse (const char *data, gsize length, GError **error);

/* @pretty: indented by two blanks and over several lines; else in one line without blanks. Members
 * keep their order; no line end at the end. g_free(). */
char *sat_json_to_string (JsonNode *node, gboolean pretty);

G_END_DECLS
