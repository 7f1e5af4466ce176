/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sat-filter.h"
#include "sat-protocol.h"

G_BEGIN_DECLS

/* The JSON form of filters:
 *   {"all":[FILTER ...]}  {"any":[FILTER ...]}  {"not":FILTER}
 *   {"field":"owner.manager.name","op":"is","value":VALUE}
 * with op one of is in contains starts lt le gt ge empty. VALUE is a text, a number or a boolean;
 * an array of these for "in", where null among them stands for empty; nothing for "empty". "is"
 * with null or "" is the same as "empty". Numbers and booleans become canonical texts. */

/* (transfer full): json_node_unref() */
JsonNode *sat_filter_to_json (const SatFilter *filter);
/* The same as text in one line, for files and settings. g_free(). */
char *sat_filter_to_text (const SatFilter *filter);
/* Error: SAT_PROTOCOL_ERROR SHAPE. */
SatFilter *sat_filter_from_json (JsonNode *node, GError **error);
/* JSON if @text starts with a brace, else the short form (sat_filter_parse_short()). Error:
 * SAT_PROTOCOL_ERROR or SAT_MODEL_ERROR INVALID. */
SatFilter *sat_filter_parse (const char *text, GError **error);

G_END_DECLS
