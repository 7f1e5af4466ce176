/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-condition.h"

G_BEGIN_DECLS

/* A condition in a filter bar: its words, which open an editor, and a cross.
 *
 * Signals: "removed"; "edited": sat_filter_chip_read() has another answer. */
#define SAT_TYPE_FILTER_CHIP (sat_filter_chip_get_type ())
G_DECLARE_FINAL_TYPE (SatFilterChip, sat_filter_chip, SAT, FILTER_CHIP, GtkWidget)

/* @condition must outlive the chip or be replaced before it goes. */
GtkWidget *
sat_filter_chip_new (SatContext *context, const SatType *type, const SatCondition *condition);
const SatCondition *sat_filter_chip_get_condition (SatFilterChip *self);
void sat_filter_chip_set_condition (SatFilterChip *self, const SatCondition *condition);
/* What the editor says; NULL while it says nothing. (transfer full) */
SatCondition *sat_filter_chip_read (SatFilterChip *self);

G_END_DECLS
