/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-auto-backup.h"

#include "sat-backups.h"
#include "sat-settings.h"

#include <glib/gi18n-lib.h>

/* How often it is asked whether a new day has begun. */
#define LOOK_SECONDS (15 * 60)

struct _SatAutoBackup {
  SatContext *context;
  SatStore *store;
  SatDate today;
  guint timeout;
  GThread *thread;
  GCancellable *cancellable;
  guint done_idle; /* set by the thread when it ends */
  GError *error;   /* its own until then */
  SatDate told;    /* the day of which a failure was told */
};

static void
end_thread (SatAutoBackup *self)
{
  if (self->thread == NULL)
    return;
  g_thread_join (g_steal_pointer (&self->thread));
  if (self->done_idle != 0)
    g_source_remove (self->done_idle);
  self->done_idle = 0;
  g_clear_object (&self->cancellable);
}

static gboolean
done_cb (gpointer user_data)
{
  SatAutoBackup *self = user_data;
  g_autoptr (GError) error = NULL;

  g_thread_join (g_steal_pointer (&self->thread));
  self->done_idle = 0;
  g_clear_object (&self->cancellable);
  error = g_steal_pointer (&self->error);
  if (error != NULL && self->told != self->today) {
    /* Translators: %s is the reason */
    g_autofree char *message = g_strdup_printf (_ ("No daily backup: %s"), error->message);

    self->told = self->today;
    sat_context_say (self->context, message);
  }
  return G_SOURCE_REMOVE;
}

static gpointer
backup_thread (gpointer data)
{
  SatAutoBackup *self = data;

  sat_backups_make (self->store, self->today, self->cancellable, &self->error);
  self->done_idle = g_idle_add (done_cb, self);
  return NULL;
}

static void
look (SatAutoBackup *self)
{
  const SatFormat *format = sat_context_get_format (self->context);

  if (self->thread != NULL ||
      !g_settings_get_boolean (sat_context_get_settings (self->context), SAT_SETTING_DAILY_BACKUP))
    return;
  self->today = sat_date_today (sat_clock_now (format->clock), format->zone);
  if (!sat_backups_is_due (sat_store_get_path (self->store), self->today))
    return;
  self->cancellable = g_cancellable_new ();
  self->thread = g_thread_new ("backup", backup_thread, self);
}

static gboolean
look_cb (gpointer user_data)
{
  look (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
first_look_cb (gpointer user_data)
{
  SatAutoBackup *self = user_data;

  self->timeout = g_timeout_add_seconds (LOOK_SECONDS, look_cb, self);
  look (self);
  return G_SOURCE_REMOVE;
}

SatAutoBackup *
sat_auto_backup_new (SatContext *context, guint delay)
{
  SatAutoBackup *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  self = g_new0 (SatAutoBackup, 1);
  self->context = g_object_ref (context);
  self->store = g_object_ref (sat_context_get_store (context));
  self->timeout = g_timeout_add_seconds (delay, first_look_cb, self);
  return self;
}

void
sat_auto_backup_free (SatAutoBackup *self)
{
  if (self == NULL)
    return;
  g_source_remove (self->timeout);
  g_cancellable_cancel (self->cancellable);
  end_thread (self);
  g_clear_error (&self->error);
  g_object_unref (self->store);
  g_object_unref (self->context);
  g_free (self);
}
