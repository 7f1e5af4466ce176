/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-store.h"

G_BEGIN_DECLS

/* A user's fields: records of type custom_field, turned into lines of the registry. Private to the
 * store. */

/* @built_in with the custom fields of the file. Definitions that came from elsewhere may be such
 * that they cannot be (of a kind that a newer Satchel has), and are left out, or may have a name
 * that is taken, and get another. Error: MODEL_ERROR_INVALID if this is so for the field @strict
 * (its number; 0: none). */
SatRegistry *sat_custom_fields_load (SatConnection *connection,
                                     SatRegistry *built_in,
                                     guint16 strict,
                                     GError **error);

/* What the file says of custom fields, to be compared. g_free(); NULL with an error. */
char *sat_custom_fields_stamp (SatConnection *connection, GError **error);

G_END_DECLS
