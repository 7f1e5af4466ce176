/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"
#include "sat-pair.h"

G_BEGIN_DECLS

/* The two sides of @pair under each other's heads: what differs, with a choice for each field that
 * is written into the pair; what each has; what is the same. @swap: the button between them was
 * clicked. @pair must outlive it. */
GtkWidget *
sat_merge_grid_new (SatContext *context, SatPair *pair, GCallback swap, gpointer user_data);

G_END_DECLS
