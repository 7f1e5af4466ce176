/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Connections are kept over restarts and from one run to the next (SatConnectionStock), with what
 * they have prepared: else this is most of what a short run costs. To the file they behave as if
 * they had been closed and opened; those to a file whose schema has changed really are. */
void sat_sim_stock_install (void);
/* Files of one origin have one schema, until somebody changes it. */
void sat_sim_stock_set_origin (const char *path, const char *origin);
void sat_sim_stock_copy_origin (const char *from, const char *to);
/* From now on everything is really closed and opened. */
void sat_sim_stock_remove (void);
/* What is given now is not looked after: whatever it has done to its file does not count. */
void sat_sim_stock_set_careless (gboolean careless);

G_END_DECLS
