/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pull-private.h"

#include <string.h>

/* Marks of what left and moved are for laptops that were away meanwhile. They go when every active
 * device has passed them, but not before 30 days, and after 400 days in any case: whose cursor lies
 * before what is forgotten loads anew. A device that has been silent for 180 days is not waited
 * for.
 */

/* In the storage's meta: a line a day, the time and the last commit then. */
#define DAYS "days"

/* How far the past goes back, in commits. */
typedef struct {
  gint64 recent, old; /* the last commits before SAT_PULL_RECENT_US and SAT_PULL_MARKS_US ago */
  gint64 newest;      /* the time of the last line */
  const char *kept;   /* lines from @old on */
} Days;

static Days
read_days (const char *lines, gint64 now)
{
  Days days = {.kept = lines};

  for (const char *line = lines; *line != '\0';) {
    char *end;
    gint64 time = g_ascii_strtoll (line, &end, 10);
    gint64 seq = g_ascii_strtoll (end, &end, 10);

    line = *end == '\n' ? end + 1 : end + strlen (end);
    days.newest = time;
    if (time < now - SAT_PULL_RECENT_US)
      days.recent = seq;
    if (time < now - SAT_PULL_MARKS_US) {
      days.old = seq;
      days.kept = line;
    }
  }
  return days;
}

static gboolean
forget (SatTransaction *transaction, gint64 upto, gint64 old, GError **error)
{
  g_autofree char *before = NULL;
  g_autofree char *text = NULL;

  if (!transaction->api->meta (transaction, SAT_PULL_FORGOTTEN, &before, error))
    return FALSE;
  if (before != NULL)
    upto = MAX (upto, g_ascii_strtoll (before, NULL, 10));
  if (upto == 0)
    return TRUE;
  text = g_strdup_printf ("%" G_GINT64_FORMAT, upto);
  return transaction->api->forget_marks (transaction, upto, old, error) &&
         transaction->api->put_meta (transaction, SAT_PULL_FORGOTTEN, text, error);
}

static gboolean
put_cursors (SatTransaction *transaction, GArray *cursors, GError **error)
{
  for (guint i = 0; cursors != NULL && i < cursors->len; i++)
    if (!transaction->api->put_cursor (transaction, &g_array_index (cursors, SatStoredCursor, i),
                                       error))
      return FALSE;
  return TRUE;
}

gboolean
sat_pull_forget_marks (const SatPullSource *source, GArray *cursors, GError **error)
{
  g_autoptr (SatTransaction) transaction = NULL;
  g_autofree char *lines = NULL;
  g_autoptr (GString) text = NULL;
  gint64 head, least;
  Days days;

  g_return_val_if_fail (source != NULL, FALSE);

  transaction = sat_storage_begin_write (source->storage, error);
  if (transaction == NULL || !transaction->api->meta (transaction, DAYS, &lines, error) ||
      !transaction->api->head (transaction, &head, error) ||
      !put_cursors (transaction, cursors, error) ||
      !transaction->api->least_cursor (transaction, source->now - SAT_PULL_SILENT_US, &least,
                                       error))
    return FALSE;
  days = read_days (lines != NULL ? lines : "", source->now);
  text = g_string_new (days.kept);
  if (source->now - days.newest >= SAT_PULL_DAY_US)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", source->now, head);
  if (!transaction->api->put_meta (transaction, DAYS, text->str, error) ||
      !forget (transaction, MAX (days.old, MIN (days.recent, least)), days.old, error))
    return FALSE;
  return sat_transaction_commit (g_steal_pointer (&transaction), error);
}
