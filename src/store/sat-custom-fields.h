/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-store.h"

G_BEGIN_DECLS

/* A user's fields: records of type custom_field, turned into lines of the registry. Private to the
 * store. */

/* @built_in with the custom fields of the file. Error: MODEL_ERROR_INVALID for a definition that
 * cannot be. */
SatRegistry *
sat_custom_fields_load (SatConnection *connection, SatRegistry *built_in, GError **error);

G_END_DECLS
