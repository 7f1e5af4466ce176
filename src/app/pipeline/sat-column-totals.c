/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-column-totals.h"

void
sat_column_totals_clear (SatColumnTotals *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->count_text);
  g_free (self->total);
  g_free (self->weighted);
  g_free (self->others);
  g_free (self->explanation);
  *self = SAT_COLUMN_TOTALS_INIT;
}

void
sat_column_totals_copy (const SatColumnTotals *self, SatColumnTotals *copy)
{
  g_return_if_fail (self != NULL && copy != NULL);

  *copy = (SatColumnTotals){self->count,
                            g_strdup (self->count_text),
                            g_strdup (self->total),
                            g_strdup (self->weighted),
                            g_strdup (self->others),
                            g_strdup (self->explanation)};
}

gboolean
sat_column_totals_equal (const SatColumnTotals *a, const SatColumnTotals *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->count == b->count && g_strcmp0 (a->count_text, b->count_text) == 0 &&
         g_strcmp0 (a->total, b->total) == 0 && g_strcmp0 (a->weighted, b->weighted) == 0 &&
         g_strcmp0 (a->others, b->others) == 0 && g_strcmp0 (a->explanation, b->explanation) == 0;
}
