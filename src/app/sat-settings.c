/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-settings.h"

GSettings *
sat_settings_for_view (const char *name)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (name != NULL, NULL);
  path = g_strconcat (SAT_SETTINGS_VIEW_PATH, name, "/", NULL);
  return g_settings_new_with_path (SAT_SETTINGS_VIEW_SCHEMA, path);
}
