/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-device-file.h"
#include "sat-fault.h"

#include <glib/gstdio.h>
#include <string.h>

#define SETTING "device_file"

char *
sat_device_file_path (const char *path)
{
  const char *given = g_getenv ("SATCHEL_DEVICE_FILE");

  g_return_val_if_fail (path != NULL, NULL);
  if (given != NULL && *given != '\0')
    return g_strdup (given);
  return g_strconcat (path, ".device", NULL);
}

gboolean
sat_device_file_fits (SatStore *store)
{
  g_autofree char *path = NULL;
  g_autofree char *ours = NULL;
  g_autofree char *beside = NULL;

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  path = sat_device_file_path (sat_store_get_path (store));
  ours = sat_store_get_setting (store, SETTING);
  return ours != NULL && g_file_get_contents (path, &beside, NULL, NULL) &&
         strcmp (g_strstrip (beside), ours) == 0;
}

gboolean
sat_device_file_renew (SatStore *store, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *line = NULL;
  SatUuid uuid;
  char id[SAT_UUID_STRING_LENGTH + 1];

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  path = sat_device_file_path (sat_store_get_path (store));
  uuid = sat_uuid_new (sat_clock_now (sat_store_get_clock (store)) / 1000);
  sat_uuid_write (&uuid, id);
  line = g_strconcat (id, "\n", NULL);
  if (!sat_store_set_setting (store, SETTING, id, error))
    return FALSE;
  SAT_CRASH_POINT ("device-file-set");
  if (!g_file_set_contents_full (path, line, -1,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                 error))
    return FALSE;
  SAT_CRASH_POINT ("device-file-written");
  return TRUE;
}
