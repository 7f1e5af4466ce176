/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-context.h"

#include "sat-drafts.h"

#include <glib/gi18n-lib.h>

#include "sat-query.h"
#include "sat-sync-service.h"
#include "sat-undo.h"

struct _SatContext {
  GObject parent_instance;
  SatStore *store;
  GSettings *settings;
  SatReader *reader;
  SatRegistry *registry;
  SatBackground *background;
  SatDrafts *drafts;
  SatSyncService *sync; /* NULL before it is asked for */
  SatFormat format;
  int locale_week_start;
  gulong store_changed;
};

enum {
  CHANGED,
  REGISTRY_CHANGED,
  TOAST,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatContext, sat_context, G_TYPE_OBJECT)

/* The first day of the week is the workspace's, if it says one, else the locale's. */
static void
follow_week (SatContext *self)
{
  static const struct {
    const char *name;
    int day;
  } days[] = {{"monday", 1}, {"saturday", 6}, {"sunday", 7}};
  g_autoptr (SatQuery) query = sat_query_new ("workspace");
  g_autoptr (GArray) ids = sat_query_page (query, self->reader, 0, 1, NULL);
  g_autoptr (SatRecord) workspace = NULL;
  const char *name = NULL;

  if (ids != NULL && ids->len > 0)
    workspace = sat_reader_load (self->reader, g_array_index (ids, gint64, 0), NULL);
  if (workspace != NULL)
    name = sat_record_get_text (workspace, "week_start");
  self->format.week_start = self->locale_week_start;
  for (guint i = 0; i < G_N_ELEMENTS (days); i++) {
    if (g_strcmp0 (days[i].name, name) == 0)
      self->format.week_start = days[i].day;
  }
}

static void
store_changed_cb (SatStore *store, gpointer data, SatContext *self)
{
  const SatStoreNews *news = data;

  self->format.currency = sat_store_get_currency (store);
  follow_week (self);
  if (news->registry || news->change == 0) {
    g_autoptr (SatRegistry) registry = sat_store_ref_registry (store);

    if (registry != self->registry) {
      g_autoptr (SatRegistry) old G_GNUC_UNUSED = g_steal_pointer (&self->registry);

      self->registry = g_steal_pointer (&registry);
      g_signal_emit (self, signals[REGISTRY_CHANGED], 0);
    }
  }
  g_signal_emit (self, signals[CHANGED], 0, data);
}

void
sat_context_close (SatContext *self)
{
  g_return_if_fail (SAT_IS_CONTEXT (self));
  g_clear_pointer (&self->background, sat_background_free);
  if (self->sync != NULL)
    sat_sync_service_close (self->sync);
  g_clear_object (&self->sync);
  g_clear_pointer (&self->drafts, sat_drafts_free);
  if (self->store != NULL)
    g_clear_signal_handler (&self->store_changed, self->store);
  g_clear_pointer (&self->reader, sat_reader_unref);
}

static void
sat_context_dispose (GObject *object)
{
  SatContext *self = SAT_CONTEXT (object);

  sat_context_close (self);
  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (sat_context_parent_class)->dispose (object);
}

static void
sat_context_finalize (GObject *object)
{
  SatContext *self = SAT_CONTEXT (object);

  g_clear_pointer (&self->registry, sat_registry_unref);
  g_clear_pointer (&self->format.zone, g_time_zone_unref);
  G_OBJECT_CLASS (sat_context_parent_class)->finalize (object);
}

static void
sat_context_class_init (SatContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = sat_context_dispose;
  object_class->finalize = sat_context_finalize;
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[REGISTRY_CHANGED] = g_signal_new ("registry-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);
  signals[TOAST] = g_signal_new ("toast", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, ADW_TYPE_TOAST);
}

static void
sat_context_init (SatContext *self)
{
}

SatContext *
sat_context_new (SatStore *store, GSettings *settings, GError **error)
{
  g_autoptr (SatContext) self = NULL;
  g_autofree char *drafts = NULL;
  SatReader *reader;

  g_return_val_if_fail (SAT_IS_STORE (store) && G_IS_SETTINGS (settings), NULL);
  reader = sat_store_get_reader (store, error);
  if (reader == NULL)
    return NULL;
  self = g_object_new (SAT_TYPE_CONTEXT, NULL);
  self->store = g_object_ref (store);
  self->settings = g_object_ref (settings);
  self->reader = sat_reader_ref (reader);
  self->registry = sat_store_ref_registry (store);
  self->background = sat_background_new (store);
  drafts = sat_drafts_path_for (sat_store_get_path (store));
  self->drafts = sat_drafts_new (drafts);
  sat_format_init_locale (&self->format, sat_zone_open (NULL, NULL), sat_store_get_clock (store));
  self->format.currency = sat_store_get_currency (store);
  self->locale_week_start = self->format.week_start;
  follow_week (self);
  self->store_changed = g_signal_connect (store, "changed", G_CALLBACK (store_changed_cb), self);
  return g_steal_pointer (&self);
}

SatStore *
sat_context_get_store (SatContext *self)
{
  g_return_val_if_fail (SAT_IS_CONTEXT (self), NULL);
  return self->store;
}

SatReader *
sat_context_get_reader (SatContext *self)
{
  g_return_val_if_fail (SAT_IS_CONTEXT (self), NULL);
  return self->reader;
}

SatRegistry *
sat_context_get_registry (SatContext *self)
{
  g_return_val_if_fail (SAT_IS_CONTEXT (self), NULL);
  return self->registry;
}

const SatType *
sat_context_get_type_by_name (SatContext *self, const char *name)
{
  g_return_val_if_fail (SAT_IS_CONTEXT (self) && name != NULL, NULL);
  return sat_registry_type (self->registry, name);
}

GSettings *
sat_context_get_settings (SatContext *self)
{
  g_return_val_if_fail (SAT_IS_CONTEXT (self), NULL);
  return self->settings;
}

const SatFormat *
sat_context_get_format (SatContext *self)
{
  g_return_val_if_fail (SAT_IS_CONTEXT (self), NULL);
  return &self->format;
}

gint64
sat_context_get_user (SatContext *self)
{
  g_return_val_if_fail (SAT_IS_CONTEXT (self), 0);
  return sat_store_get_current_user (self->store);
}

SatSyncService *
sat_context_get_sync (SatContext *self)
{
  g_return_val_if_fail (SAT_IS_CONTEXT (self), NULL);
  if (self->sync == NULL)
    self->sync = sat_sync_service_new (self);
  return self->sync;
}

SatDrafts *
sat_context_get_drafts (SatContext *self)
{
  g_return_val_if_fail (SAT_IS_CONTEXT (self), NULL);
  return self->drafts;
}

char *
sat_context_uuid_text (SatContext *self, gint64 id)
{
  SatUuid uuid;

  g_return_val_if_fail (SAT_IS_CONTEXT (self), NULL);
  if (id == 0 || !sat_reader_identify (self->reader, id, &uuid, NULL, NULL, NULL))
    return g_strdup ("");
  return sat_uuid_to_string (&uuid);
}

void
sat_context_read_async (SatContext *self,
                        SatReadFunc func,
                        gpointer data,
                        GDestroyNotify data_free,
                        GDestroyNotify result_free,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (SAT_IS_CONTEXT (self) && self->background != NULL);
  sat_background_read_async (self->background, func, data, data_free, result_free, cancellable,
                             callback, user_data);
}

gpointer
sat_context_read_finish (GAsyncResult *result, GError **error)
{
  return sat_background_read_finish (result, error);
}

/* Its title is markup. */
static AdwToast *
make_toast (const char *message)
{
  g_autofree char *markup = g_markup_escape_text (message, -1);

  return g_object_ref_sink (adw_toast_new (markup));
}

void
sat_context_say (SatContext *self, const char *message)
{
  g_autoptr (AdwToast) toast = NULL;

  g_return_if_fail (SAT_IS_CONTEXT (self) && message != NULL);
  toast = make_toast (message);
  g_signal_emit (self, signals[TOAST], 0, toast);
}

void
sat_context_say_undone (SatContext *self, const char *message)
{
  g_autoptr (AdwToast) toast = NULL;

  g_return_if_fail (SAT_IS_CONTEXT (self) && message != NULL);
  toast = make_toast (message);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_emit (self, signals[TOAST], 0, toast);
}

void
sat_context_offer (
    SatContext *self, const char *message, const char *button, const char *action, GVariant *target)
{
  g_autoptr (AdwToast) toast = NULL;

  g_return_if_fail (SAT_IS_CONTEXT (self) && message != NULL && button != NULL && action != NULL);
  toast = make_toast (message);
  adw_toast_set_button_label (toast, button);
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target_value (toast, target);
  g_signal_emit (self, signals[TOAST], 0, toast);
}

static void
undo_clicked_cb (AdwToast *toast, SatContext *self)
{
  gint64 *change = g_object_get_data (G_OBJECT (toast), "change");

  sat_context_undo_change (self, *change);
}

void
sat_context_offer_undo (SatContext *self, const char *message, gint64 change)
{
  g_autoptr (AdwToast) toast = NULL;
  gint64 *kept;

  g_return_if_fail (SAT_IS_CONTEXT (self) && message != NULL && change != 0);
  toast = make_toast (message);
  kept = g_new (gint64, 1);
  *kept = change;
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_object_set_data_full (G_OBJECT (toast), "change", kept, g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), self, 0);
  g_signal_emit (self, signals[TOAST], 0, toast);
}

/* A write on its way. */
typedef struct {
  SatContext *context;
  char *toast;
  GWeakRef owner;
  gboolean has_owner;
  SatWrittenFunc written;
  gpointer user_data;
} Write;

static void
write_free (Write *write)
{
  g_weak_ref_clear (&write->owner);
  g_object_unref (write->context);
  g_free (write->toast);
  g_free (write);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Write, write_free)

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Write) write = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) owner = g_weak_ref_get (&write->owner);
  gint64 change = 0;

  if (sat_store_write_finish (SAT_STORE (source), result, &change, &error))
    g_clear_error (&error);
  if (write->written != NULL && (!write->has_owner || owner != NULL))
    write->written (change, error, write->user_data);
  if (error != NULL) {
    /* Translators: %s is the reason */
    g_autofree char *message = g_strdup_printf (_ ("Not saved: %s"), error->message);

    sat_context_say (write->context, message);
  } else if (change != 0 && write->toast != NULL) {
    sat_context_offer_undo (write->context, write->toast, change);
  }
}

void
sat_context_write (SatContext *self,
                   const char *label,
                   const char *toast,
                   SatWriteFunc func,
                   gpointer data,
                   GDestroyNotify destroy,
                   gpointer owner,
                   SatWrittenFunc written,
                   gpointer user_data)
{
  Write *write;

  g_return_if_fail (SAT_IS_CONTEXT (self) && label != NULL && func != NULL);
  write = g_new0 (Write, 1);
  write->context = g_object_ref (self);
  write->toast = g_strdup (toast);
  write->has_owner = owner != NULL;
  g_weak_ref_init (&write->owner, owner);
  write->written = written;
  write->user_data = user_data;
  sat_store_write_async (self->store, SAT_CHANGE_EDIT, label, func, data, destroy, NULL, written_cb,
                         write);
}

static gboolean
delete_records (SatWriter *writer, gpointer data, GError **error)
{
  GArray *ids = data;

  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    gboolean deleted = FALSE;

    /* A record that hung on another one of the selection is gone already. */
    if (!sat_reader_identify (sat_writer_get_reader (writer), id, NULL, NULL, &deleted, error))
      return FALSE;
    if (!deleted && !sat_writer_delete (writer, id, error))
      return FALSE;
  }
  return TRUE;
}

void
sat_context_delete (SatContext *self, const gint64 *ids, gsize n, const char *title)
{
  g_autofree char *label = NULL;
  g_autofree char *toast = NULL;
  GArray *kept;

  g_return_if_fail (SAT_IS_CONTEXT (self) && (ids != NULL || n == 0));
  if (n == 0)
    return;
  if (title != NULL && *title != '\0') {
    /* Translators: an entry of the undo list; %s is a person, a company ... */
    label = g_strdup_printf (_ ("Delete “%s”"), title);
    toast = g_strdup_printf (_ ("“%s” deleted"), title);
  } else {
    label = g_strdup_printf (ngettext ("Delete %lu record", "Delete %lu records", (gulong)n),
                             (gulong)n);
    toast = g_strdup_printf (ngettext ("%lu record deleted", "%lu records deleted", (gulong)n),
                             (gulong)n);
  }
  kept = g_array_sized_new (FALSE, FALSE, sizeof (gint64), (guint)n);
  g_array_append_vals (kept, ids, (guint)n);
  sat_context_write (self, label, toast, delete_records, kept, (GDestroyNotify)g_array_unref, NULL,
                     NULL, NULL);
}
