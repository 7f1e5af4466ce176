/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-list-counts.h"

#include "sat-background.h"

#define DELAY_MS 400
#define REST 10 /* times the counting */
#define LONGEST_REST_MS 60000

struct _SatListCounts {
  GObject parent_instance;
  SatContext *context;
  SatSavedLists *lists;
  SatBackground *background; /* NULL once it is stopped */
  GCancellable *cancellable;
  GHashTable *counts; /* id of the list -> gint64* */

  guint next; /* list to be counted */
  gboolean counting;
  gboolean again; /* something changed meanwhile */
  guint timeout;
  gint64 begun, rest_until; /* monotonic, microseconds */
};

enum {
  COUNTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatListCounts, sat_list_counts, G_TYPE_OBJECT)

gint64
sat_list_counts_get (SatListCounts *self, SatSavedList *list)
{
  gint64 id;
  const gint64 *count;

  g_return_val_if_fail (SAT_IS_LIST_COUNTS (self) && SAT_IS_SAVED_LIST (list), -1);
  id = sat_saved_list_get_id (list);
  count = g_hash_table_lookup (self->counts, &id);
  return count != NULL ? *count : -1;
}

typedef struct {
  SatQuery *query;
  gint64 list;
  gint64 count; /* -1: it cannot be counted */
} Counting;

static void
counting_free (gpointer data)
{
  Counting *counting = data;

  sat_query_free (counting->query);
  g_free (counting);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Counting, counting_free)

/* Runs on the thread. A filter may ask for a field that is gone. */
static gpointer
count (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  const Counting *wanted = data;
  Counting *counting = g_new0 (Counting, 1);
  SatConnection *connection = sat_reader_get_connection (reader);

  counting->query = sat_query_copy (wanted->query);
  counting->list = wanted->list;
  sat_connection_set_cancellable (connection, cancellable);
  if (!sat_query_count (counting->query, reader, &counting->count, NULL))
    counting->count = -1;
  sat_connection_set_cancellable (connection, NULL);
  return counting;
}

static void count_soon (SatListCounts *self);
static void count_next (SatListCounts *self);

static void
take (SatListCounts *self, gint64 list, gint64 count)
{
  const gint64 *old = g_hash_table_lookup (self->counts, &list);

  if (old != NULL && *old == count)
    return;
  g_hash_table_replace (self->counts, g_memdup2 (&list, sizeof list),
                        g_memdup2 (&count, sizeof count));
  g_signal_emit (self, signals[COUNTED], 0);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SatListCounts) self = user_data;
  g_autoptr (Counting) counting = sat_background_read_finish (result, NULL);

  if (self->background == NULL)
    return;
  if (counting != NULL)
    take (self, counting->list, counting->count);
  count_next (self);
}

static void
finish (SatListCounts *self)
{
  gint64 now = g_get_monotonic_time ();

  self->counting = FALSE;
  self->rest_until = now + MIN ((now - self->begun) * REST, LONGEST_REST_MS * 1000);
  if (self->again)
    count_soon (self);
}

static void
count_next (SatListCounts *self)
{
  SatSavedList *list;
  Counting *wanted;

  if (self->next >= sat_saved_lists_get_n (self->lists)) {
    finish (self);
    return;
  }
  list = sat_saved_lists_get (self->lists, self->next++);
  wanted = g_new0 (Counting, 1);
  wanted->query = sat_saved_list_dup_query (list);
  wanted->list = sat_saved_list_get_id (list);
  sat_background_read_async (self->background, count, wanted, counting_free, counting_free,
                             self->cancellable, counted_cb, g_object_ref (self));
}

static gboolean
begin_cb (gpointer user_data)
{
  SatListCounts *self = user_data;

  self->timeout = 0;
  self->again = FALSE;
  self->counting = TRUE;
  self->next = 0;
  self->begun = g_get_monotonic_time ();
  count_next (self);
  return G_SOURCE_REMOVE;
}

static void
count_soon (SatListCounts *self)
{
  gint64 rest = (self->rest_until - g_get_monotonic_time ()) / 1000;

  self->again = TRUE;
  if (self->counting || self->timeout != 0 || self->background == NULL ||
      sat_saved_lists_get_n (self->lists) == 0)
    return;
  self->timeout =
      g_timeout_add_full (G_PRIORITY_LOW, (guint)MAX (rest, DELAY_MS), begin_cb, self, NULL);
}

void
sat_list_counts_stop (SatListCounts *self)
{
  g_return_if_fail (SAT_IS_LIST_COUNTS (self));
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->background, sat_background_free);
  if (self->lists != NULL)
    g_signal_handlers_disconnect_by_data (self->lists, self);
  if (self->context != NULL)
    g_signal_handlers_disconnect_by_data (self->context, self);
}

static void
sat_list_counts_dispose (GObject *object)
{
  SatListCounts *self = SAT_LIST_COUNTS (object);

  sat_list_counts_stop (self);
  g_clear_object (&self->lists);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_list_counts_parent_class)->dispose (object);
}

static void
sat_list_counts_finalize (GObject *object)
{
  SatListCounts *self = SAT_LIST_COUNTS (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->counts);
  G_OBJECT_CLASS (sat_list_counts_parent_class)->finalize (object);
}

static void
sat_list_counts_class_init (SatListCountsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_list_counts_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_list_counts_finalize;
  signals[COUNTED] = g_signal_new ("counted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_list_counts_init (SatListCounts *self)
{
  self->cancellable = g_cancellable_new ();
  self->counts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

SatListCounts *
sat_list_counts_new (SatContext *context, SatSavedLists *lists)
{
  SatListCounts *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_SAVED_LISTS (lists), NULL);
  self = g_object_new (SAT_TYPE_LIST_COUNTS, NULL);
  self->context = g_object_ref (context);
  self->lists = g_object_ref (lists);
  self->background = sat_background_new (sat_context_get_store (context));
  g_signal_connect_swapped (context, "changed", G_CALLBACK (count_soon), self);
  g_signal_connect_swapped (lists, "changed", G_CALLBACK (count_soon), self);
  count_soon (self);
  return self;
}
