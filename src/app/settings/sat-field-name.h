/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-model.h"

G_BEGIN_DECLS

/* The name that a user's field has in files, filters and commands: made of its label as
 * [a-z][a-z0-9_]{0,39}, and one that @type does not have yet. g_free(). */
char *sat_field_name_make (const SatType *type, const char *label);
/* NULL if @name may be given to a new field of @type, else why not; translated. */
const char *sat_field_name_problem (const SatType *type, const char *name);

G_END_DECLS
