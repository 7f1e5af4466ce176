/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-demo.h"

#include "sat-demo-private.h"
#include "sat-reader.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define DEFAULT_CONTACTS 300
#define DEFAULT_DEALS 560
#define DEFAULT_ACTIVITIES 900
#define DEFAULT_SEED 1
#define DAYS_OF_PAST 735
/* Files with more contacts than this outgrow the usual page cache by far, and reading back what was
 * just written would take most of the time. */
#define MANY_CONTACTS 10000

/* Currencies whose unit is worth much less than a dollar have larger prices. */
static gint64
dollar_in (const char *currency)
{
  gint64 dollar = sat_money_scale (sat_demo_rate ("USD", currency), 1, SAT_DECIMAL_ONE);

  return MAX (dollar > 2 ? sat_demo_round (dollar) : 1, 1);
}

static void
demo_init (SatDemo *self, SatStore *store, const SatDemoSize *size)
{
  guint64 seed;

  self->store = store;
  if (size != NULL)
    self->size = *size;
  if (self->size.contacts == 0)
    self->size.contacts = DEFAULT_CONTACTS;
  if (self->size.deals == 0)
    self->size.deals = DEFAULT_DEALS;
  if (self->size.activities == 0)
    self->size.activities = DEFAULT_ACTIVITIES;
  seed = self->size.seed != 0 ? self->size.seed : DEFAULT_SEED;
  self->rand = g_rand_new_with_seed_array ((guint32[]){(guint32)seed, (guint32)(seed >> 32)}, 2);
  self->zone = sat_zone_open (NULL, NULL);
  self->today = self->size.today != 0
                    ? self->size.today
                    : sat_date_today (sat_clock_now (sat_store_get_clock (store)), self->zone);
  self->start = sat_demo_workday (self->today - DAYS_OF_PAST);
  self->texts = g_string_chunk_new (4096);
  self->users = g_array_new (FALSE, TRUE, sizeof (SatDemoUser));
  self->events = g_array_new (FALSE, FALSE, sizeof (SatDemoEvent));
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->total = (double)self->size.contacts + self->size.deals + self->size.activities;
}

static void
demo_clear (SatDemo *self)
{
  for (guint i = 0; i < self->users->len; i++)
    g_free (sat_demo_user (self, i)->name);
  g_array_unref (self->users);
  g_array_unref (self->events);
  g_hash_table_unref (self->names);
  g_string_chunk_free (self->texts);
  g_time_zone_unref (self->zone);
  g_rand_free (self->rand);
  g_free (self->companies);
  g_free (self->contacts);
  g_free (self->deals);
  g_free (self->activities);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatDemo, demo_clear)

void
sat_demo_add_event (SatDemo *self, gint64 at, SatDemoEventKind kind, guint index, gint64 value)
{
  SatDemoEvent event = {at, self->events->len, (guint8)kind, index, value};

  g_array_append_val (self->events, event);
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const SatDemoEvent *left = a, *right = b;

  if (left->at != right->at)
    return left->at < right->at ? -1 : 1;
  return left->order < right->order ? -1 : left->order > right->order;
}

static void
plan_months (SatDemo *self)
{
  int year, month, day;
  SatDate first;

  sat_date_to_ymd (self->start, &year, &month, &day);
  sat_date_from_ymd (year, month, 1, &first);
  for (first = sat_date_add_months (first, 1); first < self->today;
       first = sat_date_add_months (first, 1))
    sat_demo_add_event (self, sat_demo_instant (self, first, 7 * 60), SAT_DEMO_EVENT_MONTH, 0,
                        first);
}

/* Rates are of the day, quotas are set as a quarter begins. */
static gboolean
run_month (SatDemo *self, const SatDemoEvent *event, GError **error)
{
  int year, month, day;

  sat_date_to_ymd ((SatDate)event->value, &year, &month, &day);
  if (!sat_demo_change (self, _ ("Exchange rates and quotas"), sat_demo_user (self, 0)->id,
                        event->at, error) ||
      !sat_demo_write_month (self, (SatDate)event->value, error))
    return FALSE;
  return (month - self->fiscal_start + 12) % 3 != 0 ||
         sat_demo_write_quotas (self, (SatDate)event->value, error);
}

static gboolean
run_event (SatDemo *self, const SatDemoEvent *event, GError **error)
{
  const SatDemoCompany *company;

  g_string_chunk_clear (self->texts);
  switch ((SatDemoEventKind)event->kind) {
  case SAT_DEMO_EVENT_MONTH:
    return run_month (self, event, error);
  case SAT_DEMO_EVENT_COMPANY:
    company = &self->companies[event->index];
    return sat_demo_change (self, _ ("New company"), sat_demo_user (self, company->owner)->id,
                            event->at, error) &&
           sat_demo_write_customer (self, event->index, error);
  case SAT_DEMO_EVENT_PLAN:
  case SAT_DEMO_EVENT_ACTIVITY:
    return sat_demo_run_activity_event (self, event, error);
  case SAT_DEMO_EVENT_NOTE:
    return sat_demo_write_note (self, event, error);
  case SAT_DEMO_EVENT_HELP:
    return sat_demo_run_help_event (self, event, error);
  default:
    return sat_demo_run_deal_event (self, event, error);
  }
}

/* The customers of the first day, as if taken over from an older system. */
static gboolean
write_first_customers (SatDemo *self, GError **error)
{
  if (!sat_demo_change (self, _ ("Take over customers"), sat_demo_user (self, 0)->id,
                        sat_demo_instant (self, self->start, 10 * 60), error))
    return FALSE;
  for (guint i = 0; i <= self->n_companies; i++) {
    g_string_chunk_clear (self->texts);
    if (self->companies[i].arrival == self->start && !sat_demo_write_customer (self, i, error))
      return FALSE;
  }
  return TRUE;
}

/* What has no history comes in one go, on the evening before. */
static gboolean
write_the_rest (SatDemo *self, GError **error)
{
  if (!sat_demo_change (self, _ ("Take over deals and activities"), sat_demo_user (self, 0)->id,
                        sat_demo_instant (self, self->today - 1, 20 * 60), error))
    return FALSE;
  for (guint i = 0; i < self->n_deals; i++) {
    g_string_chunk_clear (self->texts);
    if (!self->deals[i].has_history && !sat_demo_write_deal (self, i, error))
      return FALSE;
  }
  return sat_demo_write_more_activities (self, error) && sat_demo_write_holidays (self, error);
}

static gboolean
check_empty (SatWriter *writer, GError **error)
{
  SatReader *reader = sat_writer_get_reader (writer);
  guint n_types;
  const SatType *const *types = sat_registry_types (sat_writer_get_registry (writer), &n_types);

  for (guint i = 0; i < n_types; i++) {
    gint64 n = sat_reader_count (reader, types[i], error);

    if (n < 0)
      return FALSE;
    if (n > 0 && !(types[i]->flags & SAT_TYPE_SINGLETON)) {
      g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_EMPTY,
                           _ ("Sample data goes into an empty file only, and this one has records "
                              "in it."));
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
write_everything (SatDemo *self, GError **error)
{
  if (!sat_demo_organise (self, error))
    return FALSE;
  sat_demo_plan_customers (self);
  sat_demo_plan_deals (self);
  sat_demo_plan_activities (self);
  plan_months (self);
  g_array_sort (self->events, compare_events);
  if (!write_first_customers (self, error))
    return FALSE;
  for (guint i = 0; i < self->events->len; i++)
    if (!run_event (self, &g_array_index (self->events, SatDemoEvent, i), error))
      return FALSE;
  return write_the_rest (self, error);
}

static gboolean
fill_cb (SatWriter *writer, gpointer data, GError **error)
{
  SatDemo *self = data;
  SatConnection *connection = sat_writer_get_connection (writer);
  gboolean ok;

  self->writer = writer;
  if (!check_empty (writer, error))
    return FALSE;
  self->currency = sat_store_get_currency (self->store);
  self->fiscal_start = sat_store_get_fiscal_start (self->store);
  self->dollar = dollar_in (self->currency);
  self->unit = self->dollar;
  for (int i = 0; i < sat_currency_exponent (self->currency); i++)
    self->unit *= 10;
  if (self->size.contacts < MANY_CONTACTS)
    return write_everything (self, error);
  sat_connection_set_bulk_cache (connection, TRUE);
  ok = write_everything (self, error);
  sat_connection_set_bulk_cache (connection, FALSE);
  return ok;
}

gboolean
sat_demo_fill (SatStore *store,
               const SatDemoSize *size,
               SatDemoProgress progress,
               gpointer data,
               GCancellable *cancellable,
               GError **error)
{
  g_auto (SatDemo) demo = {0};
  gboolean ok;

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), FALSE);

  demo_init (&demo, store, size);
  demo.progress = progress;
  demo.progress_data = data;
  demo.cancellable = cancellable;
  ok = sat_store_write (store, SAT_CHANGE_EDIT, _ ("Sample data"), fill_cb, &demo, NULL, error) &&
       sat_store_set_setting (store, "demo", "1", error) &&
       sat_store_set_current_user (store, sat_demo_user (&demo, sat_demo_me (&demo))->id, error);
  if (ok && progress != NULL)
    progress (1, data);
  return ok;
}

static void
remove_file (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *shared = g_strconcat (path, "-shm", NULL);

  g_unlink (path);
  g_unlink (log);
  g_unlink (shared);
}

gboolean
sat_demo_make_file (const char *path,
                    const SatDemoSize *size,
                    SatDemoProgress progress,
                    gpointer data,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *unfinished = NULL;
  g_autoptr (SatStore) store = NULL;
  gboolean ok;

  g_return_val_if_fail (path != NULL, FALSE);

  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _ ("“%s” is there already."), path);
    return FALSE;
  }
  unfinished = g_strconcat (path, ".new", NULL);
  remove_file (unfinished);
  store = sat_store_open (unfinished, SAT_STORE_CREATE, NULL, NULL, error);
  if (store == NULL)
    return FALSE;
  ok = sat_demo_fill (store, size, progress, data, cancellable, error);
  sat_store_close (store);
  if (ok && g_rename (unfinished, path) != 0) {
    g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
    ok = FALSE;
  }
  if (!ok)
    remove_file (unfinished);
  return ok;
}
