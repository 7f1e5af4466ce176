/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sync-service.h"

#include <glib/gi18n-lib.h>

#include "sat-net-login.h"
#include "sat-net-sync.h"
#include "sat-sync-files.h"
#include "sat-sync-proposed.h"
#include "sat-sync-sign-in.h"
#include "sat-sync-task.h"
#include "sat-sync-watch.h"
#include "sat-wiped.h"

/* A burst of edits goes out at once. */
#define EDIT_DELAY_MS 400
#define FIRST_BACKOFF_SECONDS 5
#define MOST_BACKOFF_SECONDS 300
#define MOST_LINES 50

struct _SatSyncService {
  GObject parent_instance;

  SatContext *context;
  SatSyncStatus status;
  GPtrArray *log; /* SatSyncLine, newest first */
  GCancellable *cancellable;
  gulong changed, network_changed;
  SatSyncWatch *watch; /* for what others write */
  SatSyncFiles *files;
  SatSyncProposed *proposed;
  guint timer;      /* to the next sync */
  guint backoff;    /* seconds; 0: the last one went well */
  guint refresh;    /* of the counts */
  gboolean again;   /* somebody wants another sync after the one that goes on */
  gboolean revoked; /* as the file says */
  gboolean running; /* a sync goes on */

  GMutex lock; /* guards what follows, which the sync's thread writes */
  SatSyncProgress progress;
  guint progress_idle;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (SatSyncService, sat_sync_service, G_TYPE_OBJECT)

static void schedule (SatSyncService *self, guint ms);

static void
line_free (gpointer data)
{
  SatSyncLine *line = data;

  g_free (line->problem);
  g_free (line);
}

static void
take_text (char **place, char *text)
{
  g_free (*place);
  *place = text;
}

static char *
setting (SatSyncService *self, const char *key)
{
  char *text = sat_store_get_setting (sat_context_get_store (self->context), key);

  return text != NULL ? text : g_strdup ("");
}

static gboolean
is_joined (SatSyncService *self)
{
  return *self->status.address != '\0';
}

static SatSyncState
find_state (SatSyncService *self)
{
  const SatSyncStatus *status = &self->status;

  if (!is_joined (self))
    return SAT_SYNC_LOCAL;
  if (self->revoked)
    return SAT_SYNC_REVOKED;
  if (self->running)
    return SAT_SYNC_BUSY;
  if (status->conflicts > 0 || status->rejected > 0)
    return SAT_SYNC_ATTENTION;
  if (status->offline)
    return SAT_SYNC_OFFLINE;
  if (status->problem != NULL)
    return self->backoff > 0 ? SAT_SYNC_UNREACHABLE : SAT_SYNC_ATTENTION;
  /* Only with the server can they be decided. */
  if (status->proposed > 0)
    return SAT_SYNC_ATTENTION;
  return status->waiting > 0 ? SAT_SYNC_PENDING : SAT_SYNC_SYNCED;
}

static void
tell (SatSyncService *self)
{
  self->status.state = find_state (self);
  g_signal_emit (self, changed_signal, 0);
}

/* What the file says; cheap: the window's own reader is open. */
static void
read_file (SatSyncService *self)
{
  g_autoptr (SatRemoteState) remote =
      sat_remote_state_of (sat_context_get_reader (self->context), NULL);
  g_autofree char *revoked = setting (self, SAT_SYNC_SETTING_REVOKED);

  self->revoked = g_str_equal (revoked, "1");
  take_text (&self->status.address,
             g_strdup (remote != NULL && remote->joined ? remote->server : ""));
  take_text (&self->status.user, setting (self, SAT_NET_SETTING_USER));
  take_text (&self->status.role, setting (self, SAT_NET_SETTING_ROLE));
  take_text (&self->status.server, setting (self, SAT_NET_SETTING_SERVER));
  self->status.device = remote != NULL ? remote->device : 0;
  self->status.last_ok = remote != NULL ? remote->last_ok : 0;
}

static gpointer
count (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree SatOutboxCounts *counts = g_new0 (SatOutboxCounts, 1);

  return sat_outbox_counts (reader, counts, error) ? g_steal_pointer (&counts) : NULL;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree SatOutboxCounts *counts = sat_context_read_finish (result, &error);
  SatSyncService *self = user_data;

  if (counts == NULL)
    return;
  self->status.waiting = counts->waiting;
  self->status.conflicts = counts->conflicts;
  self->status.rejected = counts->rejected;
  if (counts->waiting > 0 && !self->status.offline && self->backoff == 0)
    schedule (self, EDIT_DELAY_MS);
  tell (self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  SatSyncService *self = user_data;

  self->refresh = 0;
  read_file (self);
  if (is_joined (self))
    sat_context_read_async (self->context, count, NULL, NULL, g_free, self->cancellable, counted_cb,
                            self);
  tell (self);
  return G_SOURCE_REMOVE;
}

static void
refresh_soon (SatSyncService *self)
{
  if (self->refresh == 0)
    self->refresh = g_timeout_add (100, refresh_cb, self);
}

/* The file may have joined through another program. */
static void
context_changed_cb (SatContext *context, gpointer news, SatSyncService *self)
{
  if (is_joined (self) || sat_store_is_joined (sat_context_get_store (context)))
    refresh_soon (self);
}

static void
files_moved_cb (gpointer user_data)
{
  tell (user_data);
}

static void
proposed_cb (gpointer user_data)
{
  SatSyncService *self = user_data;

  self->status.proposed = sat_sync_proposed_get (self->proposed);
  tell (self);
}

static void
due_cb (guint ms, gpointer user_data)
{
  schedule (user_data, ms);
}

/* One sync. */

typedef struct {
  SatSyncService *service; /* unowned: the task holds it */
  SatStore *store;
  SatSyncCounts counts;
  gint64 started;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->store);
  g_free (run);
}

static gboolean
progress_idle_cb (gpointer user_data)
{
  SatSyncService *self = user_data;

  g_mutex_lock (&self->lock);
  self->progress_idle = 0;
  self->status.progress = self->progress;
  g_mutex_unlock (&self->lock);
  if (self->context != NULL)
    tell (self);
  return G_SOURCE_REMOVE;
}

static void
progress_cb (const SatSyncProgress *progress, gpointer user_data)
{
  SatSyncService *self = ((Run *)user_data)->service;

  g_mutex_lock (&self->lock);
  self->progress = *progress;
  if (self->progress_idle == 0)
    self->progress_idle =
        g_idle_add_full (G_PRIORITY_LOW, progress_idle_cb, g_object_ref (self), g_object_unref);
  g_mutex_unlock (&self->lock);
}

static void
sync_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  GError *error = NULL;

  if (sat_net_sync (run->store, progress_cb, run, cancellable, &run->counts, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
add_line (SatSyncService *self, const Run *run)
{
  const SatSyncCounts *counts = &run->counts;
  SatSyncLine *line;

  if (self->status.problem == NULL && counts->pushed == 0 && counts->pulled == 0 &&
      counts->gone == 0)
    return;
  /* The same trouble again and again is one line, of the last time. */
  if (self->status.problem != NULL && self->log->len > 0) {
    const SatSyncLine *before = g_ptr_array_index (self->log, 0);

    if (g_strcmp0 (before->problem, self->status.problem) == 0)
      g_ptr_array_remove_index (self->log, 0);
  }
  line = g_new0 (SatSyncLine, 1);
  line->at = g_get_real_time ();
  line->took = g_get_monotonic_time () - run->started;
  line->counts = *counts;
  line->problem = g_strdup (self->status.problem);
  g_ptr_array_insert (self->log, 0, line);
  if (self->log->len > MOST_LINES)
    g_ptr_array_set_size (self->log, MOST_LINES);
}

/* Somebody who cannot be reached is tried again ever more seldom; what needs a person is not. */
static void
plan_next (SatSyncService *self, const GError *error)
{
  gboolean later =
      error != NULL && (g_error_matches (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_OFFLINE) ||
                        g_error_matches (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_SERVER));

  if (error == NULL) {
    self->backoff = 0;
    if (self->again)
      schedule (self, EDIT_DELAY_MS);
    if (!self->status.offline) {
      sat_sync_watch_start (self->watch);
      sat_sync_files_go (self->files);
      sat_sync_proposed_ask (self->proposed);
    }
  } else if (later) {
    self->backoff = CLAMP (self->backoff * 2, FIRST_BACKOFF_SECONDS, MOST_BACKOFF_SECONDS);
    schedule (self, self->backoff * 1000 + (guint)g_random_int_range (0, 2000));
  } else {
    self->backoff = 0;
  }
  self->again = FALSE;
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SatSyncService *self = SAT_SYNC_SERVICE (source);
  Run *run = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  self->running = FALSE;
  if (self->context == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL && sat_wiped_is (sat_store_get_path (run->store))) {
    g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()), "wipe", NULL);
    return;
  }
  take_text (&self->status.problem, error != NULL ? g_strdup (error->message) : NULL);
  add_line (self, run);
  plan_next (self, error);
  refresh_soon (self);
  tell (self);
}

static void
start (SatSyncService *self)
{
  g_autoptr (GTask) task = NULL;
  Run *run;

  if (self->running) {
    self->again = TRUE;
    return;
  }
  if (!is_joined (self) || self->status.offline)
    return;
  self->running = TRUE;
  self->status.progress = (SatSyncProgress){0};
  run = g_new0 (Run, 1);
  run->service = self;
  run->store = g_object_ref (sat_context_get_store (self->context));
  run->started = g_get_monotonic_time ();
  task = g_task_new (self, self->cancellable, synced_cb, NULL);
  g_task_set_task_data (task, run, run_free);
  g_task_run_in_thread (task, sync_thread);
  tell (self);
}

static gboolean
timer_cb (gpointer user_data)
{
  SatSyncService *self = user_data;

  self->timer = 0;
  start (self);
  return G_SOURCE_REMOVE;
}

/* What is planned sooner stays. */
static void
schedule (SatSyncService *self, guint ms)
{
  GSource *planned = self->timer != 0 ? g_main_context_find_source_by_id (NULL, self->timer) : NULL;

  if (planned != NULL &&
      g_source_get_ready_time (planned) <= g_get_monotonic_time () + (gint64)ms * 1000)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (ms, timer_cb, self);
}

void
sat_sync_service_set_proposed (SatSyncService *self, guint n)
{
  g_return_if_fail (SAT_IS_SYNC_SERVICE (self));
  if (self->proposed != NULL)
    sat_sync_proposed_set (self->proposed, n);
}

void
sat_sync_service_sync_now (SatSyncService *self)
{
  g_return_if_fail (SAT_IS_SYNC_SERVICE (self));
  self->backoff = 0;
  start (self);
}

static void
network_changed_cb (GNetworkMonitor *monitor, gboolean available, SatSyncService *self)
{
  if (!is_joined (self))
    return;
  sat_sync_watch_stop (self->watch);
  if (available)
    sat_sync_service_sync_now (self);
}

static void
offline_kept_cb (const char *problem, gpointer user_data)
{
  SatSyncService *self = user_data;

  if (problem != NULL && self->context != NULL)
    sat_context_say (self->context, problem);
}

void
sat_sync_service_set_offline (SatSyncService *self, gboolean offline)
{
  g_return_if_fail (SAT_IS_SYNC_SERVICE (self));
  if (offline == self->status.offline)
    return;
  self->status.offline = offline;
  sat_sync_task_run (sat_context_get_store (self->context),
                     offline ? SAT_SYNC_TASK_GO_OFFLINE : SAT_SYNC_TASK_GO_ONLINE, NULL, 0,
                     offline_kept_cb, self);
  if (offline) {
    g_clear_handle_id (&self->timer, g_source_remove);
    sat_sync_watch_stop (self->watch);
    sat_sync_files_stop (self->files);
    sat_sync_proposed_stop (self->proposed);
  } else {
    sat_sync_service_sync_now (self);
  }
  tell (self);
}

/* Signing in. */

typedef struct {
  SatSignedInFunc callback;
  gpointer user_data;
} Waiting;

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SatSyncService *self = SAT_SYNC_SERVICE (source);
  g_autofree Waiting *waiting = user_data;
  g_autoptr (GError) error = NULL;
  gboolean joined = g_task_propagate_boolean (G_TASK (result), &error);

  self->status.signs_in = FALSE;
  if (self->context != NULL)
    read_file (self);
  waiting->callback (error != NULL ? error->message : NULL, waiting->user_data);
  if (self->context == NULL)
    return;
  if (joined)
    sat_sync_service_sync_now (self);
  tell (self);
}

void
sat_sync_service_sign_in (SatSyncService *self,
                          const char *url,
                          const char *user,
                          const char *password,
                          SatSignedInFunc callback,
                          gpointer user_data)
{
  Waiting *waiting;

  g_return_if_fail (SAT_IS_SYNC_SERVICE (self) && url != NULL && user != NULL && password != NULL);
  if (self->status.signs_in)
    return;
  self->status.signs_in = TRUE;
  waiting = g_new0 (Waiting, 1);
  *waiting = (Waiting){callback, user_data};
  sat_sync_sign_in_async (sat_context_get_store (self->context), url, user, password,
                          self->cancellable, G_OBJECT (self), signed_in_cb, waiting);
  tell (self);
}

const SatSyncStatus *
sat_sync_service_get (SatSyncService *self)
{
  g_return_val_if_fail (SAT_IS_SYNC_SERVICE (self), NULL);
  return &self->status;
}

SatContext *
sat_sync_service_get_context (SatSyncService *self)
{
  g_return_val_if_fail (SAT_IS_SYNC_SERVICE (self), NULL);
  return self->context;
}

GPtrArray *
sat_sync_service_get_log (SatSyncService *self)
{
  g_return_val_if_fail (SAT_IS_SYNC_SERVICE (self), NULL);
  return self->log;
}

SatSyncService *
sat_sync_service_new (SatContext *context)
{
  SatSyncService *self = g_object_new (SAT_TYPE_SYNC_SERVICE, NULL);

  self->context = context; /* it owns us */
  self->changed = g_signal_connect (context, "changed", G_CALLBACK (context_changed_cb), self);
  self->network_changed = g_signal_connect (g_network_monitor_get_default (), "network-changed",
                                            G_CALLBACK (network_changed_cb), self);
  self->watch = sat_sync_watch_new (sat_context_get_store (context), due_cb, self);
  self->files = sat_sync_files_new (sat_context_get_store (context), files_moved_cb, self);
  self->proposed = sat_sync_proposed_new (sat_context_get_store (context), proposed_cb, self);
  self->status.offline = sat_sync_task_is_offline (sat_context_get_store (context));
  read_file (self);
  self->status.state = find_state (self);
  refresh_soon (self);
  if (is_joined (self))
    schedule (self, EDIT_DELAY_MS);
  return self;
}

/* A thread that still runs holds us, and finds the store closed or its work cancelled. */
void
sat_sync_service_close (SatSyncService *self)
{
  g_return_if_fail (SAT_IS_SYNC_SERVICE (self));
  if (self->context == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->watch, sat_sync_watch_free);
  g_clear_pointer (&self->files, sat_sync_files_free);
  g_clear_pointer (&self->proposed, sat_sync_proposed_free);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->refresh, g_source_remove);
  g_clear_signal_handler (&self->changed, self->context);
  g_clear_signal_handler (&self->network_changed, g_network_monitor_get_default ());
  self->context = NULL;
}

static void
sat_sync_service_finalize (GObject *object)
{
  SatSyncService *self = SAT_SYNC_SERVICE (object);

  g_free (self->status.server);
  g_free (self->status.user);
  g_free (self->status.role);
  g_free (self->status.address);
  g_free (self->status.problem);
  g_ptr_array_unref (self->log);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (sat_sync_service_parent_class)->finalize (object);
}

static void
sat_sync_service_class_init (SatSyncServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sat_sync_service_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_sync_service_init (SatSyncService *self)
{
  self->log = g_ptr_array_new_with_free_func (line_free);
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->lock);
  self->status.address = g_strdup ("");
}
