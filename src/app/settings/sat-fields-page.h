/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* The fields that the users of this workspace have added. */
GtkWidget *sat_fields_page_new (SatContext *context);

/* The types that a field can be added to, NULL-terminated. */
const char *const *sat_fields_page_types (void);

G_END_DECLS
