/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lines @from to @to (behind the last) of the old text are replaced by @n lines of the new one from
 * @at on. */
typedef struct {
  guint from, to, at, n;
} SatLineChange;

/* The shortest way from @old to @new (both of char *): SatLineChange in order, with at least one
 * line kept between two of them. Texts that differ too much to look for it are one change.
 * (transfer full) */
GArray *sat_line_diff (GPtrArray *old, GPtrArray *new);

G_END_DECLS
