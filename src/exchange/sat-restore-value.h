/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sat-restore.h"

G_BEGIN_DECLS

/* Values of our JSON form back into values of the store. Private to the restore. */

/* The text of a plain value, as the command line would take it; NULL for null. FALSE: an array, an
 * object. g_free() *@text. */
gboolean sat_restore_text (JsonNode *node, char **text);
/* Any kind but references and sets. Error: SAT_MODEL_ERROR. */
gboolean sat_restore_plain_value (
    const SatField *field, JsonNode *node, const char *currency, SatValue *value, GError **error);
/* {"id":"","title":""}, an id alone, or a title. What is not there becomes a stub with that title.
 * Error: SAT_MODEL_ERROR INVALID; any other: the store failed. */
gboolean sat_restore_reference (SatWriter *writer,
                                const SatRestoreFile *file,
                                const SatField *field,
                                JsonNode *node,
                                SatValue *value,
                                GError **error);

G_END_DECLS
