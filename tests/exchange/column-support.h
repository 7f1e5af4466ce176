/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-column-format.h"

G_BEGIN_DECLS

/* Shows all of @values, up to a NULL, to a profile and lets it decide. */
static inline SatColumnFormat
decide_column (SatColumnContent content, const SatColumnOptions *options, const char *const *values)
{
  g_autoptr (SatColumnProfile) profile = sat_column_profile_new (content, options);
  SatColumnFormat format;

  for (; *values != NULL; values++)
    sat_column_profile_add (profile, *values);
  sat_column_profile_decide (profile, &format);
  return format;
}

#define DATES(...) decide_column (SAT_COLUMN_DATES, NULL, (const char *[]){__VA_ARGS__, NULL})
#define NUMBERS(...) decide_column (SAT_COLUMN_NUMBERS, NULL, (const char *[]){__VA_ARGS__, NULL})

G_END_DECLS
