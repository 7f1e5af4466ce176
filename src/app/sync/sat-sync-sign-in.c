/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sync-sign-in.h"

#include "sat-net-login.h"

typedef struct {
  SatStore *store;
  char *url, *user, *password;
} SignIn;

static void
sign_in_free (gpointer data)
{
  SignIn *in = data;

  g_object_unref (in->store);
  g_free (in->url);
  g_free (in->user);
  g_free (in->password);
  g_free (in);
}

static void
sign_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  SignIn *in = data;
  g_auto (SatNetLogin) login = {0};
  GError *error = NULL;

  if (sat_net_login (in->store, in->url, in->user, in->password, &login, cancellable, &error)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  g_task_return_error (task, error);
}

void
sat_sync_sign_in_async (SatStore *store,
                        const char *url,
                        const char *user,
                        const char *password,
                        GCancellable *cancellable,
                        GObject *source,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user_data);
  SignIn *in = g_new0 (SignIn, 1);

  in->store = g_object_ref (store);
  in->url = g_strdup (url);
  in->user = g_strdup (user);
  in->password = g_strdup (password);
  g_task_set_task_data (task, in, sign_in_free);
  g_task_run_in_thread (task, sign_in_thread);
}
