/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* A form for a field of the user's own: what has it, its name, what is in it. */
#define SAT_TYPE_NEW_FIELD (sat_new_field_get_type ())
G_DECLARE_FINAL_TYPE (SatNewField, sat_new_field, SAT, NEW_FIELD, AdwWindow)

SatNewField *sat_new_field_new (GtkWindow *parent, SatContext *context);

G_END_DECLS
