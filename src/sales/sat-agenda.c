/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the agenda with SQL of its own: a few ranges of indexes (sat-schema-indexes.h), and the
 * names beside each row, since thousands of titles one by one would take longer than the rest. */

#include "config.h"

#include "sat-agenda.h"

#include <glib/gi18n-lib.h>

#include "sat-person-name.h"
#include "sat-schema-indexes.h"

#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define HOUR_US (DAY_US / 24)
#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
/* Days of the same date lie at most so far apart around the world. */
#define ZONES_US (26 * HOUR_US)
/* Before anybody planned anything. */
#define ENDLESS_US (G_GINT64_CONSTANT (4000) * 366 * DAY_US)

#define COLUMNS                                                                                    \
  "SELECT a.id, a.kind, a.subject, a.start, a.\"end\", a.zone, a.all_day, a.due, a.done, a.place," \
  " a.owner, a.reminder, a.contact, a.contact_text, c.first_name, c.last_name,"                    \
  " a.company, a.company_text, co.name, a.opportunity, a.opportunity_text, o.name"                 \
  " FROM activity AS a LEFT JOIN contact AS c ON c.id = a.contact"                                 \
  " LEFT JOIN company AS co ON co.id = a.company"                                                  \
  " LEFT JOIN opportunity AS o ON o.id = a.opportunity WHERE "

/* ?1 and ?2: a range of instants. What lasts longer than its length before it is left to LONG. */
#define TIMED COLUMNS "a.start >= ?1 AND a.start < ?2 AND ifnull (a.all_day, 0) = 0"
#define ALL_DAY_ONES COLUMNS "a.start >= ?1 AND a.start < ?2 AND a.all_day = 1"
/* All of these of one person; ?4 and ?5: the narrower range of what is timed. */
#define OF_OWNER                                                                                   \
  COLUMNS                                                                                          \
  "a.owner = ?3 AND " SAT_INDEX_ACTIVITY_WHEN ("a.") " >= ?1 AND " SAT_INDEX_ACTIVITY_WHEN (       \
      "a.") " < ?2 AND (a.all_day = 1 OR a.start IS NULL OR (a.start >= ?4 AND a.start < ?5))"
/* ?1 and ?2: days. Whatever has no start is no short list. */
#define DUE_ONES COLUMNS "a.due >= ?1 AND a.due <= ?2 AND +a.start IS NULL"
/* Those of one class of lengths (?3) that go on at ?4; ?5: the owner, or 0. */
#define LONG                                                                                       \
  COLUMNS SAT_INDEX_ACTIVITY_LONG ("a.") " AND " SAT_INDEX_ACTIVITY_LENGTH (                       \
      "a.") " = ?3"                                                                                \
            " AND a.start >= ?1 AND a.start < ?2 AND a.start < ?2 - ifnull (a.all_day, 0) * ?6 "   \
            "AND a.\"end\" > ?4"                                                                   \
            " AND (?5 = 0 OR a.owner = ?5)"
#define UNSCHEDULED COLUMNS SAT_INDEX_ACTIVITY_UNSCHEDULED ("a.")
#define LATEST_FIRST " ORDER BY a.id DESC LIMIT ?2"

enum {
  ID,
  KIND,
  SUBJECT,
  START,
  END,
  ZONE,
  ALL_DAY,
  DUE,
  DONE,
  PLACE,
  OWNER,
  REMINDER,
  CONTACT,
  CONTACT_TEXT,
  FIRST_NAME,
  LAST_NAME,
  COMPANY,
  COMPANY_TEXT,
  COMPANY_NAME,
  OPPORTUNITY,
  OPPORTUNITY_TEXT,
  OPPORTUNITY_NAME,
};

typedef struct {
  SatReader *reader;
  const SatField *kind;
  GTimeZone *zone;
  SatDate from, to; /* what falls on other days is left out */
  gint64 start, end;
  GPtrArray *items;
} Look;

void
sat_agenda_item_free (SatAgendaItem *item)
{
  if (item == NULL)
    return;
  g_free (item->title);
  g_free (item->about);
  g_free (item->place);
  g_free (item);
}

SatAgendaItem *
sat_agenda_item_copy (const SatAgendaItem *item)
{
  SatAgendaItem *copy;

  g_return_val_if_fail (item != NULL, NULL);

  copy = g_memdup2 (item, sizeof *item);
  copy->title = g_strdup (item->title);
  copy->about = g_strdup (item->about);
  copy->place = g_strdup (item->place);
  return copy;
}

static char *
text_at (SatStatement *row, int column)
{
  const char *text = sat_statement_text (row, column);

  return g_strdup (text != NULL ? text : "");
}

/* Whoever has neither name has a title all the same; it takes longer to find. */
static char *
name_at (const Look *look, SatStatement *row, int id, int text, char *name)
{
  if (sat_statement_is_null (row, id)) {
    g_free (name);
    return text_at (row, text);
  }
  if (*name == '\0') {
    g_free (name);
    return g_strdup (sat_reader_title (look->reader, sat_statement_int (row, id)));
  }
  return name;
}

static char *
about_at (const Look *look, SatStatement *row)
{
  g_autofree char *contact = name_at (look, row, CONTACT, CONTACT_TEXT,
                                      sat_person_name_join (sat_statement_text (row, FIRST_NAME),
                                                            sat_statement_text (row, LAST_NAME)));
  g_autofree char *company =
      name_at (look, row, COMPANY, COMPANY_TEXT, text_at (row, COMPANY_NAME));

  if (*contact != '\0' && *company != '\0')
    return g_strdup_printf ("%s · %s", contact, company);
  if (*contact != '\0')
    return g_steal_pointer (&contact);
  if (*company != '\0')
    return g_steal_pointer (&company);
  return name_at (look, row, OPPORTUNITY, OPPORTUNITY_TEXT, text_at (row, OPPORTUNITY_NAME));
}

/* A call is short. */
static gint64
end_of (const char *kind, gint64 start, gint64 end)
{
  if (end > start)
    return end;
  return start + (g_strcmp0 (kind, "call") == 0 ? 15 : 30) * MINUTE_US;
}

static void
read_times (const Look *look, SatStatement *row, SatAgendaItem *item)
{
  gint64 start = sat_statement_int (row, START);
  gint64 end = sat_statement_int (row, END);

  if (sat_statement_is_null (row, START)) {
    item->first = item->last = (SatDate)sat_statement_int (row, DUE);
    return;
  }
  item->all_day = sat_statement_int (row, ALL_DAY) != 0;
  if (item->all_day) {
    sat_agenda_all_day_dates (start, end, item->zone, &item->first, &item->last);
    return;
  }
  item->timed = TRUE;
  item->start = start;
  item->end = end_of (item->kind, start, end);
  item->first = sat_date_of_instant (item->start, look->zone);
  item->last = sat_date_of_instant (item->end - 1, look->zone);
}

static gboolean
falls_within (const Look *look, const SatAgendaItem *item)
{
  if (item->timed)
    return item->start < look->end && item->end > look->start;
  return item->first <= look->to && item->last >= look->from;
}

static const char *
interned_at (SatStatement *row, int column)
{
  const char *text = sat_statement_text (row, column);

  return text != NULL ? g_intern_string (text) : NULL;
}

static void
fill_in (const Look *look, SatStatement *row, SatAgendaItem *item)
{
  item->id = sat_statement_int (row, ID);
  item->title = text_at (row, SUBJECT);
  if (*item->title == '\0') {
    g_free (item->title);
    item->title = g_strdup (sat_field_choice_label (look->kind, item->kind));
  }
  item->about = about_at (look, row);
  item->place = text_at (row, PLACE);
  item->owner = sat_statement_int (row, OWNER);
  item->contact = sat_statement_int (row, CONTACT);
  item->company = sat_statement_int (row, COMPANY);
  item->opportunity = sat_statement_int (row, OPPORTUNITY);
  item->done = sat_statement_int (row, DONE) != 0;
  item->reminder = sat_statement_is_null (row, REMINDER) ? SAT_AGENDA_REMINDER_USUAL
                                                         : (int)sat_statement_int (row, REMINDER);
}

static void
add_row (const Look *look, SatStatement *row)
{
  SatAgendaItem found = {0};
  SatAgendaItem *item;

  found.kind = interned_at (row, KIND);
  if (found.kind == NULL)
    found.kind = "task";
  found.zone = interned_at (row, ZONE);
  read_times (look, row, &found);
  if (!falls_within (look, &found))
    return;
  item = g_new (SatAgendaItem, 1);
  *item = found;
  fill_in (look, row, item);
  g_ptr_array_add (look->items, item);
}

static gboolean
add_rows (const Look *look, SatStatement *statement, GError **error)
{
  gboolean row;

  while (sat_statement_step (statement, &row, error)) {
    if (!row)
      return TRUE;
    add_row (look, statement);
  }
  return FALSE;
}

static SatStatement *
prepare (const Look *look, const char *sql, GError **error)
{
  return sat_statement_cached (sat_reader_get_connection (look->reader), sql, error);
}

static gboolean
add_range (const Look *look, const char *sql, gint64 low, gint64 high, GError **error)
{
  g_autoptr (SatStatement) statement = prepare (look, sql, error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, low);
  sat_statement_bind_int (statement, 2, high);
  return add_rows (look, statement, error);
}

static gboolean
add_everyone (const Look *look, GError **error)
{
  return add_range (look, TIMED, look->start - DAY_US, look->end, error) &&
         add_range (look, ALL_DAY_ONES, look->start - DAY_US - ZONES_US, look->end + ZONES_US,
                    error) &&
         add_range (look, DUE_ONES, look->from, look->to, error);
}

static gboolean
add_owner (const Look *look, gint64 owner, GError **error)
{
  g_autoptr (SatStatement) statement = prepare (look, OF_OWNER, error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, look->start - DAY_US - ZONES_US);
  sat_statement_bind_int (statement, 2, look->end + ZONES_US);
  sat_statement_bind_int (statement, 3, owner);
  sat_statement_bind_int (statement, 4, look->start - DAY_US);
  sat_statement_bind_int (statement, 5, look->end);
  return add_rows (look, statement, error);
}

/* What lasts longer than the other ranges look back, class by class: each looks back as far as its
 * longest. */
static gboolean
add_long (const Look *look, gint64 owner, GError **error)
{
  static const int days[] = SAT_INDEX_ACTIVITY_LENGTHS;
  g_autoptr (SatStatement) statement = prepare (look, LONG, error);

  for (guint i = 0; statement != NULL && i <= G_N_ELEMENTS (days); i++) {
    gint64 back = i < G_N_ELEMENTS (days) ? days[i] * DAY_US + ZONES_US : ENDLESS_US;

    sat_statement_bind_int (statement, 1, look->start - back);
    sat_statement_bind_int (statement, 2, look->start - DAY_US);
    sat_statement_bind_int (statement, 3, i);
    sat_statement_bind_int (statement, 4, look->start - ZONES_US);
    sat_statement_bind_int (statement, 5, owner);
    sat_statement_bind_int (statement, 6, ZONES_US);
    if (!add_rows (look, statement, error))
      return FALSE;
    sat_statement_reset (statement);
  }
  return statement != NULL;
}

static gboolean
add_all (const Look *look, const gint64 *owners, gsize n_owners, GError **error)
{
  if (n_owners == 0)
    return add_everyone (look, error) && add_long (look, 0, error);
  for (gsize i = 0; i < n_owners; i++)
    if (!add_owner (look, owners[i], error) || !add_long (look, owners[i], error))
      return FALSE;
  return TRUE;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const SatAgendaItem *x = *(SatAgendaItem *const *)a;
  const SatAgendaItem *y = *(SatAgendaItem *const *)b;

  if (x->first != y->first)
    return x->first < y->first ? -1 : 1;
  if (x->timed != y->timed)
    return x->timed ? 1 : -1;
  if (x->all_day != y->all_day)
    return x->all_day ? -1 : 1;
  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  return x->id < y->id ? -1 : x->id > y->id;
}

static Look
look_from (SatReader *reader)
{
  return (Look){
      .reader = reader,
      .kind = sat_type_field (sat_reader_get_type_by_name (reader, "activity"), "kind"),
      .items = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_agenda_item_free),
  };
}

GPtrArray *
sat_agenda_read (SatReader *reader,
                 SatDate from,
                 SatDate to,
                 GTimeZone *zone,
                 const gint64 *owners,
                 gsize n_owners,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GPtrArray) items = NULL;
  SatConnection *connection;
  Look look;
  gboolean ok;

  g_return_val_if_fail (reader != NULL && zone != NULL, NULL);
  g_return_val_if_fail (owners != NULL || n_owners == 0, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  connection = sat_reader_get_connection (reader);
  look = look_from (reader);
  items = look.items;
  look.zone = zone;
  look.from = from;
  look.to = to;
  look.start = sat_date_start (from, zone);
  look.end = sat_date_end (to, zone) + 1;
  sat_connection_set_cancellable (connection, cancellable);
  ok = from > to || add_all (&look, owners, n_owners, error);
  sat_connection_set_cancellable (connection, NULL);
  if (!ok)
    return NULL;
  g_ptr_array_sort (items, compare_items);
  return g_steal_pointer (&items);
}

static gboolean
add_unscheduled (const Look *look, gint64 owner, guint most, GError **error)
{
  g_autoptr (SatStatement) statement =
      prepare (look,
               owner != 0 ? UNSCHEDULED " AND a.owner = ?1" LATEST_FIRST
                          : UNSCHEDULED " AND ?1 = 0" LATEST_FIRST,
               error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, owner);
  sat_statement_bind_int (statement, 2, most > 0 ? (gint64)most : -1);
  return add_rows (look, statement, error);
}

static int
compare_latest (gconstpointer a, gconstpointer b)
{
  const SatAgendaItem *x = *(SatAgendaItem *const *)a;
  const SatAgendaItem *y = *(SatAgendaItem *const *)b;

  return x->id > y->id ? -1 : x->id < y->id;
}

GPtrArray *
sat_agenda_unscheduled (SatReader *reader,
                        const gint64 *owners,
                        gsize n_owners,
                        guint most,
                        GCancellable *cancellable,
                        GError **error)
{
  const gint64 everyone = 0;
  g_autoptr (GPtrArray) items = NULL;
  Look look;
  gboolean ok = TRUE;

  g_return_val_if_fail (reader != NULL, NULL);
  g_return_val_if_fail (owners != NULL || n_owners == 0, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  look = look_from (reader);
  items = look.items;
  sat_connection_set_cancellable (sat_reader_get_connection (reader), cancellable);
  for (gsize i = 0; ok && i < MAX (n_owners, 1); i++)
    ok = add_unscheduled (&look, n_owners > 0 ? owners[i] : everyone, most, error);
  sat_connection_set_cancellable (sat_reader_get_connection (reader), NULL);
  if (!ok)
    return NULL;
  g_ptr_array_sort (items, compare_latest);
  if (most > 0 && items->len > most)
    g_ptr_array_set_size (items, (int)most);
  return g_steal_pointer (&items);
}

SatAgendaItem *
sat_agenda_item_load (SatReader *reader, gint64 id, GTimeZone *zone, GError **error)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (SatStatement) statement = NULL;
  Look look;

  g_return_val_if_fail (reader != NULL && zone != NULL, NULL);

  look = look_from (reader);
  items = look.items;
  look.zone = zone;
  look.from = G_MININT32;
  look.to = G_MAXINT32;
  look.start = G_MININT64;
  look.end = G_MAXINT64;
  statement = prepare (&look, COLUMNS "a.id = ?1", error);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, id);
  if (!add_rows (&look, statement, error))
    return NULL;
  if (items->len == 0) {
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                         _ ("There is no such activity"));
    return NULL;
  }
  g_ptr_array_set_free_func (items, NULL);
  return items->pdata[0];
}
