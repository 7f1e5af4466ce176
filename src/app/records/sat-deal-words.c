/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-deal-words.h"

SatFilter *
sat_deal_words_and (SatFilter *filter, const char *words)
{
  static const char *const paths[] = {"name", "company", "contact", "next_step"};
  g_auto (GStrv) parts = g_strsplit_set (words != NULL ? words : "", " \t\n", -1);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  if (filter != NULL)
    g_ptr_array_add (all, sat_filter_ref (filter));
  for (guint i = 0; parts[i] != NULL; i++) {
    SatFilter *any[G_N_ELEMENTS (paths)];

    if (*parts[i] == '\0')
      continue;
    for (guint k = 0; k < G_N_ELEMENTS (paths); k++)
      any[k] = sat_filter_test1 (paths[k], SAT_OP_CONTAINS, parts[i]);
    g_ptr_array_add (all, sat_filter_any (any, G_N_ELEMENTS (paths)));
  }
  if (all->len <= 1)
    return all->len == 1 ? all->pdata[0] : NULL;
  return sat_filter_all ((SatFilter **)all->pdata, all->len);
}
