/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Members of an object that may come from anywhere: whoever asks gets what is of the right kind, or
 * nothing. */

/* The object that @body is; NULL: it is none. (transfer full): json_object_unref(). */
JsonObject *sat_json_read_object (GBytes *body);
/* NULL: there is none of that @name, or it is no value of @type. @object may be NULL, below too. */
JsonNode *sat_json_get_value (JsonObject *object, const char *name, GType type);
/* "" if there is none. */
const char *sat_json_get_text (JsonObject *object, const char *name);
gint64 sat_json_get_int (JsonObject *object, const char *name, gint64 otherwise);
/* NULL: there is none. */
JsonObject *sat_json_get_object (JsonObject *object, const char *name);
JsonArray *sat_json_get_array (JsonObject *object, const char *name);

G_END_DECLS
