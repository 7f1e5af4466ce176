/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-reminders.h"

#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
/* A clock is rarely set back further; what was told longer ago, or by a clock that was far ahead,
 * is forgotten. */
#define FORGET_US (2 * SAT_REMINDERS_LOOK_BACK)

/* An activity and a moment: when it was due, or until when it was put off. */
typedef struct {
  gint64 activity, at;
} Entry;

struct _SatReminderState {
  gint64 opened; /* when this was made or read */
  gint64 seen;   /* all that was due until then is told */
  GArray *told;
  GArray *snoozed;
};

SatReminderState *
sat_reminder_state_new (gint64 now)
{
  SatReminderState *self = g_new (SatReminderState, 1);

  self->opened = self->seen = now;
  self->told = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->snoozed = g_array_new (FALSE, FALSE, sizeof (Entry));
  return self;
}

void
sat_reminder_state_free (SatReminderState *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->told);
  g_array_unref (self->snoozed);
  g_free (self);
}

/* "seen 17..", "told ID AT" and "snoozed ID AT", a line each. */
static gboolean
parse_line (SatReminderState *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  guint n = g_strv_length (words);
  gint64 numbers[2] = {0};

  for (guint i = 1; i < n && i <= 2; i++)
    if (!g_ascii_string_to_signed (words[i], 10, G_MININT64 / 2, G_MAXINT64 / 2, &numbers[i - 1],
                                   NULL))
      return FALSE;
  if (n == 2 && g_str_equal (words[0], "seen")) {
    self->seen = numbers[0];
    return TRUE;
  }
  if (n == 3 && (g_str_equal (words[0], "told") || g_str_equal (words[0], "snoozed"))) {
    const Entry entry = {numbers[0], numbers[1]};

    g_array_append_val (*words[0] == 't' ? self->told : self->snoozed, entry);
    return TRUE;
  }
  return FALSE;
}

SatReminderState *
sat_reminder_state_parse (const char *text, gint64 now)
{
  g_autoptr (SatReminderState) self = sat_reminder_state_new (now);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !parse_line (self, lines[i]))
      return sat_reminder_state_new (now);
  return g_steal_pointer (&self);
}

SatReminderState *
sat_reminder_state_copy (const SatReminderState *self)
{
  SatReminderState *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->told = g_array_copy (self->told);
  copy->snoozed = g_array_copy (self->snoozed);
  return copy;
}

void
sat_reminder_state_update (SatReminderState *self, const char *text)
{
  g_autoptr (SatReminderState) other = NULL;

  g_return_if_fail (self != NULL);

  other = sat_reminder_state_parse (text, self->seen);
  self->seen = MAX (self->seen, other->seen);
  g_array_unref (self->told);
  g_array_unref (self->snoozed);
  self->told = g_array_ref (other->told);
  self->snoozed = g_array_ref (other->snoozed);
}

static void
write_entries (GString *text, const char *word, GArray *entries)
{
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = &g_array_index (entries, Entry, i);

    g_string_append_printf (text, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", word,
                            entry->activity, entry->at);
  }
}

char *
sat_reminder_state_to_string (const SatReminderState *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  g_string_append_printf (text, "seen %" G_GINT64_FORMAT "\n", self->seen);
  write_entries (text, "told", self->told);
  write_entries (text, "snoozed", self->snoozed);
  return g_string_free (text, FALSE);
}

gboolean
sat_reminder_at (const SatAgendaItem *item, const SatReminderRules *rules, gint64 *at)
{
  int minutes;

  g_return_val_if_fail (item != NULL && rules != NULL && at != NULL, FALSE);

  minutes = item->reminder;
  if (minutes == SAT_AGENDA_REMINDER_USUAL)
    minutes = item->timed ? rules->minutes : SAT_AGENDA_REMINDER_NONE;
  if (!rules->wanted || item->done || minutes < 0)
    return FALSE;
  *at = item->timed ? item->start
                    : sat_date_at (item->first, rules->day_start * MINUTE_US, rules->zone);
  *at -= minutes * MINUTE_US;
  return TRUE;
}

static int
find (GArray *entries, gint64 activity)
{
  for (guint i = 0; i < entries->len; i++)
    if (g_array_index (entries, Entry, i).activity == activity)
      return (int)i;
  return -1;
}

static gboolean
is_told (const SatReminderState *self, gint64 activity, gint64 at)
{
  for (guint i = 0; i < self->told->len; i++) {
    const Entry *entry = &g_array_index (self->told, Entry, i);

    if (entry->activity == activity && entry->at == at)
      return TRUE;
  }
  return FALSE;
}

/* Put off until @now or before. What was moved to later meanwhile is due then. */
static gboolean
is_up_again (const SatReminderState *self, const SatAgendaItem *item, gint64 at, gint64 now)
{
  int i = find (self->snoozed, item->id);

  return i >= 0 && g_array_index (self->snoozed, Entry, i).at <= now && at <= now;
}

static gboolean
is_due (const SatReminderState *self, const SatAgendaItem *item, gint64 at, gint64 now)
{
  gint64 since = MAX (MIN (self->seen, now), now - SAT_REMINDERS_LOOK_BACK);

  if (item->timed && item->end <= self->opened)
    return FALSE;
  return at > since && at <= now && !is_told (self, item->id, at);
}

static void
forget (SatReminderState *self, gint64 now)
{
  for (guint i = self->told->len; i > 0; i--)
    if (ABS (g_array_index (self->told, Entry, i - 1).at - now) > FORGET_US)
      g_array_remove_index (self->told, i - 1);
  for (guint i = self->snoozed->len; i > 0; i--)
    if (g_array_index (self->snoozed, Entry, i - 1).at <= now)
      g_array_remove_index (self->snoozed, i - 1);
}

GPtrArray *
sat_reminders_take (SatReminderState *self,
                    GPtrArray *items,
                    const SatReminderRules *rules,
                    gint64 now)
{
  GPtrArray *due;

  g_return_val_if_fail (self != NULL && items != NULL && rules != NULL, NULL);

  due = g_ptr_array_new ();
  for (guint i = 0; i < items->len; i++) {
    const SatAgendaItem *item = items->pdata[i];
    Entry entry = {item->id, 0};

    if (!sat_reminder_at (item, rules, &entry.at))
      continue;
    if (is_due (self, item, entry.at, now)) {
      g_array_append_val (self->told, entry);
      g_ptr_array_add (due, (gpointer)item);
    } else if (is_up_again (self, item, entry.at, now)) {
      g_ptr_array_add (due, (gpointer)item);
    }
  }
  self->seen = now;
  forget (self, now);
  return due;
}

gint64
sat_reminders_next (const SatReminderState *self,
                    GPtrArray *items,
                    const SatReminderRules *rules,
                    gint64 now)
{
  gint64 next = G_MAXINT64, at;

  g_return_val_if_fail (self != NULL && items != NULL && rules != NULL, next);

  for (guint i = 0; i < items->len; i++)
    if (sat_reminder_at (items->pdata[i], rules, &at) && at > now)
      next = MIN (next, at);
  for (guint i = 0; i < self->snoozed->len; i++)
    next = MIN (next, MAX (g_array_index (self->snoozed, Entry, i).at, now + 1));
  return next;
}

void
sat_reminders_snooze (SatReminderState *self, gint64 activity, gint64 until)
{
  const Entry entry = {activity, until};
  int i;

  g_return_if_fail (self != NULL);

  i = find (self->snoozed, activity);
  if (i >= 0)
    g_array_index (self->snoozed, Entry, i) = entry;
  else
    g_array_append_val (self->snoozed, entry);
}
