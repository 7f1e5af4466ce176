/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A half circle that fills with what is reached, with a mark where one should be by now. The text
 * inside says the same. */
#define SAT_TYPE_GAUGE (sat_gauge_get_type ())
G_DECLARE_FINAL_TYPE (SatGauge, sat_gauge, SAT, GAUGE, GtkWidget)

GtkWidget *sat_gauge_new (void);
/* @share: 0 to 1 and above; below 0: none to show. @mark: 0 to 1, below 0: none. @text: large,
 * inside. @name: all of it in words. */
void sat_gauge_set (SatGauge *self, double share, double mark, const char *text, const char *name);

G_END_DECLS
