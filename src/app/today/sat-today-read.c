/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-today-read.h"

#include <glib/gi18n-lib.h>

#include "sat-activity-filter.h"
#include "sat-others-work.h"
#include "sat-query.h"
#include "sat-timeline-read.h"

/* More than anyone does in a day; the lists of the views have the rest. */
#define MOST_ACTIVITIES 100
#define MOST_DEALS 100
#define MOST_NEWS 40
#define NEWS_DAYS 7

static void
deal_free (SatTodayDeal *deal)
{
  g_object_unref (deal->deal);
  g_free (deal);
}

static void
news_free (SatTodayNews *news)
{
  g_free (news->author);
  g_free (news->what);
  g_free (news->title);
  g_free (news->when);
  g_free (news->when_full);
  g_free (news);
}

void
sat_today_free (SatToday *today)
{
  if (today == NULL)
    return;
  g_clear_pointer (&today->appointments, g_ptr_array_unref);
  g_clear_pointer (&today->tasks, g_ptr_array_unref);
  g_clear_pointer (&today->deals, g_ptr_array_unref);
  g_clear_pointer (&today->news, g_ptr_array_unref);
  g_free (today);
}

SatTodayOf *
sat_today_of_new (const SatFormat *format, gint64 user, gint64 since)
{
  SatTodayOf *of;

  g_return_val_if_fail (format != NULL, NULL);
  of = g_new0 (SatTodayOf, 1);
  of->format = *format;
  g_time_zone_ref (of->format.zone);
  sat_clock_ref (of->format.clock);
  of->user = user;
  of->since = since;
  return of;
}

void
sat_today_of_free (SatTodayOf *of)
{
  g_time_zone_unref (of->format.zone);
  sat_clock_unref (of->format.clock);
  g_free (of);
}

typedef struct {
  SatReader *reader;
  const SatTodayOf *of;
  SatToday *today;
  char *owner; /* id as text, NULL for everyone */
  GCancellable *cancellable;
} Reading;

/* @timed: those with a time of day, or those without. */
static SatFilter *
part (const Reading *reading, SatActivityPart part, gboolean timed)
{
  SatFilter *start = sat_filter_test ("start", SAT_OP_EMPTY, NULL);
  SatFilter *tests[] = {sat_activity_filter_of (part, reading->today->today,
                                                reading->of->format.week_start, reading->owner),
                        timed ? sat_filter_not (start) : start};

  return sat_filter_all (tests, G_N_ELEMENTS (tests));
}

static GPtrArray *
load (const Reading *reading, SatFilter *filter, guint *count, GError **error)
{
  const SatType *type = sat_reader_get_type_by_name (reading->reader, "activity");
  g_autoptr (SatQuery) query = sat_query_new ("activity");
  g_autoptr (GArray) ids = NULL;

  sat_query_set_filter (query, filter);
  sat_query_add_sort (query, "when", FALSE);
  ids = sat_query_ids (query, reading->reader, reading->cancellable, error);
  if (ids == NULL)
    return NULL;
  if (count != NULL)
    *count = ids->len;
  return sat_reader_load_many (reading->reader, type, (const gint64 *)ids->data,
                               MIN (ids->len, MOST_ACTIVITIES), error);
}

static gboolean
read_appointments (const Reading *reading, GError **error)
{
  g_autoptr (SatFilter) filter = part (reading, SAT_ACTIVITIES_TODAY, TRUE);

  reading->today->appointments = load (reading, filter, NULL, error);
  return reading->today->appointments != NULL;
}

/* What waits: everything overdue, and what is due today without a time of day. */
static gboolean
read_tasks (const Reading *reading, GError **error)
{
  SatFilter *tests[] = {
      sat_activity_filter_of (SAT_ACTIVITIES_OVERDUE, reading->today->today, 1, reading->owner),
      part (reading, SAT_ACTIVITIES_DUE, FALSE)};
  g_autoptr (SatFilter) filter = sat_filter_any (tests, G_N_ELEMENTS (tests));
  g_autoptr (SatQuery) query = sat_query_new ("activity");
  g_autoptr (SatFilter) overdue =
      sat_activity_filter_of (SAT_ACTIVITIES_OVERDUE, reading->today->today, 1, reading->owner);
  gint64 n_overdue = 0;

  reading->today->tasks = load (reading, filter, &reading->today->n_tasks, error);
  sat_query_set_filter (query, overdue);
  if (reading->today->tasks == NULL || !sat_query_count (query, reading->reader, &n_overdue, error))
    return FALSE;
  reading->today->n_overdue = (guint)n_overdue;
  return TRUE;
}

static gboolean
read_deals (const Reading *reading, GError **error)
{
  g_autoptr (GArray) found =
      sat_attention_of (reading->reader, reading->of->user, reading->today->today,
                        reading->of->format.zone, reading->cancellable, error);

  if (found == NULL)
    return FALSE;
  reading->today->n_deals = found->len;
  reading->today->deals = g_ptr_array_new_with_free_func ((GDestroyNotify)deal_free);
  for (guint i = 0; i < MIN (found->len, MOST_DEALS); i++) {
    const SatAttention *attention = &g_array_index (found, SatAttention, i);
    SatRecord *record = sat_reader_load (reading->reader, attention->deal, NULL);
    SatTodayDeal *deal;

    if (record == NULL)
      continue;
    deal = g_new (SatTodayDeal, 1);
    *deal = (SatTodayDeal){record, *attention};
    g_ptr_array_add (reading->today->deals, deal);
  }
  return TRUE;
}

/* What the change says on the timeline of the deal, NULL if that has no line for it. */
static char *
describe_change (const Reading *reading, const SatOthersWork *work)
{
  SatFiguresOf of = {.type_name = (char *)"opportunity", .id = work->deal};
  g_autofree char *uuid_text = NULL;
  g_autoptr (SatTimelineEntry) entry = NULL;
  SatUuid uuid;

  if (!sat_reader_identify (reading->reader, work->deal, &uuid, NULL, NULL, NULL))
    return NULL;
  of.uuid = uuid_text = sat_uuid_to_string (&uuid);
  of.format = reading->of->format;
  entry = sat_timeline_read_change (reading->reader, &of, work->change, NULL);
  if (entry == NULL)
    return NULL;
  return g_strdup (*entry->title != '\0' ? entry->title : entry->body);
}

/* "Note: They want it by May" */
static char *
describe_made (const Reading *reading, const SatOthersWork *work)
{
  const SatType *type = NULL;
  g_autofree char *title = NULL;

  if (!sat_reader_identify (reading->reader, work->made, NULL, &type, NULL, NULL) || type == NULL)
    return NULL;
  title = g_strdup (sat_reader_title (reading->reader, work->made));
  /* Translators: a kind of record, then its name, such as Note: They want it by May */
  return g_strdup_printf (C_ ("news", "%s: %s"), sat_type_get_label (type),
                          g_strdelimit (title, "\n", ' '));
}

static void
add_news (const Reading *reading, const SatOthersWork *work)
{
  g_autofree char *what =
      work->made != 0 ? describe_made (reading, work) : describe_change (reading, work);
  SatTodayNews *news;

  if (what == NULL)
    return;
  news = g_new0 (SatTodayNews, 1);
  news->deal = work->deal;
  news->record = work->made != 0 ? work->made : work->deal;
  news->author = g_strdup (work->author);
  news->what = g_steal_pointer (&what);
  news->title = g_strdup (sat_reader_title (reading->reader, work->deal));
  news->when = sat_format_instant_relative (&reading->of->format, work->at);
  news->when_full = sat_format_instant (&reading->of->format, work->at);
  g_ptr_array_add (reading->today->news, news);
}

static gboolean
read_news (const Reading *reading, GError **error)
{
  gint64 since = reading->of->since;
  gint64 now = sat_clock_now (reading->of->format.clock);
  g_autoptr (GPtrArray) found = NULL;

  reading->today->news = g_ptr_array_new_with_free_func ((GDestroyNotify)news_free);
  reading->today->latest = sat_others_work_latest (reading->reader, error);
  if (reading->today->latest < 0)
    return FALSE;
  if (reading->of->user == 0)
    return TRUE;
  if (since < 0)
    since = sat_others_work_since (reading->reader, now - NEWS_DAYS * G_TIME_SPAN_DAY, error);
  found = since >= 0 ? sat_others_work (reading->reader, reading->of->user, since, MOST_NEWS, error)
                     : NULL;
  for (guint i = 0; found != NULL && i < found->len; i++)
    add_news (reading, g_ptr_array_index (found, i));
  return found != NULL;
}

static gboolean
read_empty (const Reading *reading, GError **error)
{
  static const char *const types[] = {"activity", "opportunity"};
  gint64 sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    gint64 n = sat_reader_count (reading->reader,
                                 sat_reader_get_type_by_name (reading->reader, types[i]), error);

    if (n < 0)
      return FALSE;
    sum += n;
  }
  reading->today->empty = sum == 0;
  return TRUE;
}

/* Deals or activities of @owner; NULL: of anyone. */
static gboolean
owns_something (const Reading *reading, const char *owner, gboolean *owns, GError **error)
{
  static const char *const types[] = {"opportunity", "activity"};

  *owns = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (types) && !*owns; i++) {
    g_autoptr (SatQuery) query = sat_query_new (types[i]);
    g_autoptr (SatFilter) filter =
        owner != NULL ? sat_filter_test1 ("owner", SAT_OP_IS, owner)
                      : sat_filter_not (sat_filter_test ("owner", SAT_OP_EMPTY, NULL));
    g_autoptr (GArray) ids = NULL;

    sat_query_set_filter (query, filter);
    ids = sat_query_page (query, reading->reader, 0, 1, error);
    if (ids == NULL)
      return FALSE;
    *owns = ids->len > 0;
  }
  return TRUE;
}

/* Whoever imports the work of a team may be one of it. */
static gboolean
read_asks (const Reading *reading, GError **error)
{
  gboolean mine = FALSE, anyones = FALSE;
  gint64 people = sat_reader_count (reading->reader,
                                    sat_reader_get_type_by_name (reading->reader, "user"), error);

  if (people < 0)
    return FALSE;
  if ((reading->owner != NULL && !owns_something (reading, reading->owner, &mine, error)) ||
      !owns_something (reading, NULL, &anyones, error))
    return FALSE;
  reading->today->asks = people > (reading->owner != NULL) && anyones && !mine;
  return TRUE;
}

gpointer
sat_today_read (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  const SatTodayOf *of = data;
  g_autoptr (SatToday) today = g_new0 (SatToday, 1);
  g_autofree char *owner = NULL;
  Reading reading = {reader, of, today, NULL, cancellable};
  SatUuid uuid;

  if (of->user != 0 && sat_reader_identify (reader, of->user, &uuid, NULL, NULL, NULL))
    reading.owner = owner = sat_uuid_to_string (&uuid);
  today->today = sat_date_today (sat_clock_now (of->format.clock), of->format.zone);
  if (!read_appointments (&reading, error) || !read_tasks (&reading, error) ||
      !read_deals (&reading, error) || !read_news (&reading, error) ||
      !read_empty (&reading, error) || !read_asks (&reading, error) ||
      !sat_attainment_read (reader, of->user, today->today, &today->attainment, error))
    return NULL;
  return g_steal_pointer (&today);
}

char **
sat_today_reasons (const SatAttention *attention, guint *late)
{
  g_autoptr (GStrvBuilder) reasons = g_strv_builder_new ();
  g_autofree char *text = NULL;

  g_return_val_if_fail (attention != NULL && late != NULL, NULL);
  *late = (attention->reasons & SAT_ATTENTION_LATE) != 0;
  if (*late) {
    gulong days = (gulong)attention->days_late;

    text = g_strdup_printf (
        ngettext ("Close date passed %lu day ago", "Close date passed %lu days ago", days), days);
    g_strv_builder_add (reasons, text);
    g_clear_pointer (&text, g_free);
  }
  if (attention->reasons & SAT_ATTENTION_SILENT) {
    gulong days = (gulong)attention->days_silent;

    text = g_strdup_printf (ngettext ("Silent for %lu day", "Silent for %lu days", days), days);
    g_strv_builder_add (reasons, text);
    g_clear_pointer (&text, g_free);
  }
  if (attention->reasons & SAT_ATTENTION_PUSHED) {
    gulong pushes = attention->pushes;

    text = g_strdup_printf (ngettext ("Pushed %lu time", "Pushed %lu times", pushes), pushes);
    g_strv_builder_add (reasons, text);
  }
  if (attention->reasons & SAT_ATTENTION_UNPLANNED)
    g_strv_builder_add (reasons, _ ("No next activity"));
  return g_strv_builder_end (reasons);
}
