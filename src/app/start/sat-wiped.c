/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-wiped.h"

#include <glib/gi18n-lib.h>

#include "sat-net-wipe.h"

gboolean
sat_wiped_is (const char *path)
{
  g_autoptr (SatWipe) wipe = NULL;

  g_return_val_if_fail (path != NULL, FALSE);
  wipe = sat_wipe_read (path);
  return wipe != NULL && (!wipe->gone || !g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
go_on_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (sat_net_wipe_go_on (data, &error) || error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
gone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SatWindow *window = SAT_WINDOW (source);
  const char *path = g_task_get_task_data (G_TASK (result));
  g_autoptr (SatWipe) wipe = sat_wipe_read (path);
  g_autoptr (GError) error = NULL;

  /* Said once; the next start begins anew. */
  if (wipe != NULL && wipe->gone && wipe->told)
    sat_wipe_forget (path);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    sat_window_show_page (window, "computer-symbolic", _ ("This Computer Was Shut Out"),
                          _ ("Your company has withdrawn this computer’s access, and the data that "
                             "Satchel had here was removed, as it ordered. The data itself is with "
                             "your company’s server.\n\nIf this is a mistake, ask your "
                             "administrator. Whoever has access can sign in again when Satchel "
                             "is started anew."));
  else
    sat_window_show_error (window, _ ("This Computer Was Shut Out"), error->message);
}

void
sat_wiped_show (SatWindow *window, const char *path)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SAT_IS_WINDOW (window) && path != NULL);
  sat_window_show_busy (window, _ ("Removing the Data"));
  task = g_task_new (window, NULL, gone_cb, NULL);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, go_on_thread);
}
