/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-pages.h"

/* The shown range, its neighbours, the small month and an agenda that was scrolled. */
#define MOST_PAGES 24

typedef struct {
  SatCalendarRange range;
  GPtrArray *items; /* SatAgendaItem; NULL before the first reading */
  guint generation; /* of @items */
  guint reading;    /* generation that is being read, 0: none */
  guint64 wanted;   /* when it was last of use */
} Page;

struct _SatCalendarPages {
  GObject parent_instance;
  SatContext *context;
  SatCalendarPeople *people;
  GHashTable *pages; /* Page, by its own range */
  GCancellable *cancellable;
  char *error;
  guint generation;
  guint64 clock; /* counts wants */
  guint stale_idle;
  gulong context_changed, people_changed;
};

enum {
  LOADED,
  STALE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatCalendarPages, sat_calendar_pages, G_TYPE_OBJECT)

/* What a reading is about. */
typedef struct {
  SatCalendarPages *self;
  SatCalendarRange range;
  GTimeZone *zone;
  GArray *owners;
  guint generation;
} Reading;

static guint
range_hash (gconstpointer key)
{
  const SatCalendarRange *range = key;

  return (guint)range->first * 31u + (guint)range->last;
}

static gboolean
range_equal (gconstpointer a, gconstpointer b)
{
  const SatCalendarRange *one = a, *other = b;

  return one->first == other->first && one->last == other->last;
}

static void
page_free (gpointer data)
{
  Page *page = data;

  g_clear_pointer (&page->items, g_ptr_array_unref);
  g_free (page);
}

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_time_zone_unref (reading->zone);
  g_array_unref (reading->owners);
  g_free (reading);
}

static gpointer
read_items (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *reading = data;

  return sat_agenda_read (reader, reading->range.first, reading->range.last, reading->zone,
                          (const gint64 *)(gpointer)reading->owners->data, reading->owners->len,
                          cancellable, error);
}

static void
drop_oldest (SatCalendarPages *self)
{
  while (g_hash_table_size (self->pages) > MOST_PAGES) {
    GHashTableIter iter;
    Page *page, *oldest = NULL;

    g_hash_table_iter_init (&iter, self->pages);
    while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&page))
      if (page->reading == 0 && (oldest == NULL || page->wanted < oldest->wanted))
        oldest = page;
    if (oldest == NULL)
      return;
    g_hash_table_remove (self->pages, &oldest->range);
  }
}

/* Where the reading ended up, without what it was about: that belongs to the other thread. */
typedef struct {
  SatCalendarPages *self;
  SatCalendarRange range;
  guint generation;
} Wait;

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Wait *wait = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *items = sat_context_read_finish (result, &error);
  SatCalendarPages *self = wait->self;
  Page *page;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  page = g_hash_table_lookup (self->pages, &wait->range);
  if (page == NULL) {
    g_clear_pointer (&items, g_ptr_array_unref);
    return;
  }
  if (page->reading == wait->generation)
    page->reading = 0;
  g_clear_pointer (&self->error, g_free);
  if (error != NULL)
    self->error = g_strdup (error->message);
  if (items != NULL) {
    g_clear_pointer (&page->items, g_ptr_array_unref);
    page->items = items;
    page->generation = wait->generation;
  }
  drop_oldest (self);
  g_signal_emit (self, signals[LOADED], 0, (int)wait->range.first, (int)wait->range.last);
}

static void
read_page (SatCalendarPages *self, Page *page)
{
  Reading *reading = g_new0 (Reading, 1);
  Wait *wait = g_new0 (Wait, 1);

  reading->range = page->range;
  reading->zone = g_time_zone_ref (sat_context_get_format (self->context)->zone);
  reading->owners = sat_calendar_people_dup_owners (self->people);
  *wait = (Wait){self, page->range, self->generation};
  page->reading = self->generation;
  sat_context_read_async (self->context, read_items, reading, reading_free,
                          (GDestroyNotify)g_ptr_array_unref, self->cancellable, read_cb, wait);
}

void
sat_calendar_pages_want (SatCalendarPages *self, SatCalendarRange range)
{
  Page *page;

  g_return_if_fail (SAT_IS_CALENDAR_PAGES (self) && range.first <= range.last);
  page = g_hash_table_lookup (self->pages, &range);
  if (page == NULL) {
    page = g_new0 (Page, 1);
    page->range = range;
    g_hash_table_insert (self->pages, &page->range, page);
  }
  page->wanted = ++self->clock;
  if (page->reading == self->generation ||
      (page->items != NULL && page->generation == self->generation))
    return;
  read_page (self, page);
}

GPtrArray *
sat_calendar_pages_peek (SatCalendarPages *self, SatCalendarRange range)
{
  Page *page;

  g_return_val_if_fail (SAT_IS_CALENDAR_PAGES (self), NULL);
  page = g_hash_table_lookup (self->pages, &range);
  return page != NULL ? page->items : NULL;
}

gboolean
sat_calendar_pages_is_fresh (SatCalendarPages *self, SatCalendarRange range)
{
  Page *page;

  g_return_val_if_fail (SAT_IS_CALENDAR_PAGES (self), FALSE);
  page = g_hash_table_lookup (self->pages, &range);
  return page != NULL && page->items != NULL && page->generation == self->generation;
}

const char *
sat_calendar_pages_get_error (SatCalendarPages *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_PAGES (self), NULL);
  return self->error;
}

static gboolean
stale_cb (gpointer user_data)
{
  SatCalendarPages *self = user_data;

  self->stale_idle = 0;
  g_signal_emit (self, signals[STALE], 0);
  return G_SOURCE_REMOVE;
}

void
sat_calendar_pages_refresh (SatCalendarPages *self)
{
  g_return_if_fail (SAT_IS_CALENDAR_PAGES (self));
  self->generation++;
  if (self->stale_idle == 0)
    self->stale_idle = g_idle_add (stale_cb, self);
}

static void
sat_calendar_pages_dispose (GObject *object)
{
  SatCalendarPages *self = SAT_CALENDAR_PAGES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->stale_idle, g_source_remove);
  if (self->context != NULL)
    g_clear_signal_handler (&self->context_changed, self->context);
  if (self->people != NULL)
    g_clear_signal_handler (&self->people_changed, self->people);
  g_clear_object (&self->people);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_calendar_pages_parent_class)->dispose (object);
}

static void
sat_calendar_pages_finalize (GObject *object)
{
  SatCalendarPages *self = SAT_CALENDAR_PAGES (object);

  g_hash_table_unref (self->pages);
  g_object_unref (self->cancellable);
  g_free (self->error);
  G_OBJECT_CLASS (sat_calendar_pages_parent_class)->finalize (object);
}

static void
sat_calendar_pages_class_init (SatCalendarPagesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = sat_calendar_pages_dispose;
  object_class->finalize = sat_calendar_pages_finalize;
  signals[LOADED] = g_signal_new ("loaded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
  signals[STALE] =
      g_signal_new ("stale", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_calendar_pages_init (SatCalendarPages *self)
{
  self->generation = 1;
  self->cancellable = g_cancellable_new ();
  self->pages = g_hash_table_new_full (range_hash, range_equal, NULL, page_free);
}

SatCalendarPages *
sat_calendar_pages_new (SatContext *context, SatCalendarPeople *people)
{
  SatCalendarPages *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_CALENDAR_PEOPLE (people), NULL);
  self = g_object_new (SAT_TYPE_CALENDAR_PAGES, NULL);
  self->context = g_object_ref (context);
  self->people = g_object_ref (people);
  self->context_changed =
      g_signal_connect_swapped (context, "changed", G_CALLBACK (sat_calendar_pages_refresh), self);
  self->people_changed =
      g_signal_connect_swapped (people, "changed", G_CALLBACK (sat_calendar_pages_refresh), self);
  return self;
}
