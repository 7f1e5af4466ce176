/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sync-lists.h"

#include <glib/gi18n-lib.h>

#include "sat-labels.h"
#include "sat-pair.h"
#include "sat-reader.h"

static void
conflict_free (gpointer data)
{
  SatSyncConflict *self = data;

  sat_conflict_entry_free (self->conflict);
  g_free (self->title);
  g_free (self);
}

void
sat_sync_lists_free (SatSyncLists *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  g_clear_pointer (&self->refused, g_ptr_array_unref);
  g_clear_pointer (&self->queue, g_ptr_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatSyncLists, sat_sync_lists_free)

/* Both must be here. */
static gint64
find_twin (SatReader *reader, const SatConflictEntry *conflict)
{
  const SatType *type = NULL;
  gboolean deleted = FALSE;
  gint64 id;

  if (!g_str_equal (conflict->kind, "duplicate") || conflict->id == 0)
    return 0;
  id = sat_reader_find (reader, &conflict->with, &type, &deleted, NULL);
  return type != NULL && !deleted && sat_pair_is_possible (type) ? id : 0;
}

static GPtrArray *
with_titles (SatReader *reader, GPtrArray *conflicts)
{
  GPtrArray *listed = g_ptr_array_new_with_free_func (conflict_free);

  for (guint i = 0; i < conflicts->len; i++) {
    SatSyncConflict *item = g_new0 (SatSyncConflict, 1);

    item->conflict = g_ptr_array_index (conflicts, i);
    item->title = g_strdup (sat_reader_title (reader, item->conflict->id));
    item->with = find_twin (reader, item->conflict);
    g_ptr_array_add (listed, item);
  }
  /* The items have them now. */
  g_ptr_array_set_free_func (conflicts, NULL);
  return listed;
}

/* As everywhere in the window. */
static char *
words_cb (const SatField *field, const SatValue *value, const char *currency, gpointer user_data)
{
  const SatSyncWanted *self = user_data;

  return sat_format_value (&self->format, field, value, currency);
}

SatSyncWanted *
sat_sync_wanted_new (const SatFormat *format, guint queue)
{
  SatSyncWanted *self = g_new0 (SatSyncWanted, 1);

  g_return_val_if_fail (format != NULL, self);
  self->format = *format;
  self->queue = queue;
  g_time_zone_ref (self->format.zone);
  sat_clock_ref (self->format.clock);
  return self;
}

void
sat_sync_wanted_free (SatSyncWanted *self)
{
  g_time_zone_unref (self->format.zone);
  sat_clock_unref (self->format.clock);
  g_free (self);
}

static gpointer
read_lists (SatReader *reader, const SatSyncWanted *wanted, GError **error)
{
  g_autoptr (SatSyncLists) self = g_new0 (SatSyncLists, 1);
  g_autoptr (GPtrArray) conflicts = sat_outbox_conflicts (reader, FALSE, error);
  SatOutboxCounts counts;
  gint64 left;

  if (conflicts == NULL || !sat_outbox_counts (reader, &counts, error))
    return NULL;
  self->conflicts = with_titles (reader, conflicts);
  self->refused = sat_outbox_rejected (reader, error);
  self->queue = self->refused != NULL ? sat_outbox_list (reader, wanted->queue, error) : NULL;
  if (self->queue == NULL)
    return NULL;
  left = counts.waiting + counts.covering - (gint64)self->queue->len;
  self->queue_left = self->queue->len == wanted->queue ? (guint)MAX (0, left) : 0;
  return g_steal_pointer (&self);
}

char *
sat_sync_describe_fields (SatContext *context, const SatType *type, const char *json)
{
  SatReader *reader = sat_context_get_reader (context);
  SatSyncWanted format = {*sat_context_get_format (context)};
  g_autoptr (SatWireFields) fields = sat_wire_fields_parse (json, -1, NULL);
  char *text;

  if (fields == NULL)
    return g_strdup ("");
  sat_outbox_set_words (reader, words_cb, &format);
  text = sat_outbox_describe (reader, type, fields);
  sat_outbox_set_words (reader, NULL, NULL);
  return text;
}

gpointer
sat_sync_lists_read (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  gpointer lists;

  sat_outbox_set_words (reader, words_cb, data);
  lists = read_lists (reader, data, error);
  sat_outbox_set_words (reader, NULL, NULL);
  return lists;
}

static const char *
or_empty (const char *value)
{
  return value != NULL ? value : _ ("nothing");
}

static const char *
or_somebody (const char *name)
{
  return name != NULL && *name != '\0' ? name : _ ("somebody");
}

char *
sat_sync_conflict_title (SatContext *context, const SatSyncConflict *item)
{
  const SatConflictEntry *conflict = item->conflict;
  const SatType *type = sat_context_get_type_by_name (context, conflict->type);
  const SatField *field = type != NULL ? sat_type_field (type, conflict->field) : NULL;
  const char *title = *item->title != '\0'
                          ? item->title
                          : (type != NULL ? sat_labels_singular (type) : conflict->type);

  if (g_str_equal (conflict->kind, "duplicate"))
    /* Translators: %s is a company, a person ... */
    return g_strdup_printf (_ ("%s is there twice"), title);
  if (g_str_equal (conflict->kind, "delete"))
    return g_strdup_printf (_ ("%s was deleted and edited"), title);
  /* Translators: first a field such as Amount, then a deal, a company ... */
  return g_strdup_printf (_ ("%s of %s"),
                          field != NULL ? sat_field_get_label (field) : conflict->field, title);
}

static char *
describe_pair (const char *one, const char *other)
{
  if (g_str_equal (one, other) && !g_str_equal (one, or_somebody (NULL)))
    /* Translators: %s is a person */
    return g_strdup_printf (_ ("Entered twice by %s"), one);
  return g_strdup_printf (_ ("Entered by %s, and by %s"), one, other);
}

char *
sat_sync_conflict_text (SatContext *context, const SatSyncConflict *item)
{
  const SatConflictEntry *conflict = item->conflict;
  const SatFormat *format = sat_context_get_format (context);
  g_autofree char *won = sat_format_instant_relative (format, conflict->other_edited);
  g_autofree char *lost = sat_format_instant_relative (format, conflict->edited);

  if (g_str_equal (conflict->kind, "duplicate"))
    return describe_pair (or_somebody (conflict->name), or_somebody (conflict->other_name));
  if (g_str_equal (conflict->kind, "delete"))
    return g_strdup_printf (_ ("Deleted by %s, %s. It stays, because %s edited it, %s."),
                            or_somebody (conflict->name), lost, or_somebody (conflict->other_name),
                            won);
  /* Translators: twice: a value, who entered it, and when */
  return g_strdup_printf (_ ("Now: %s (%s, %s)\nAlso entered: %s (%s, %s)"),
                          or_empty (conflict->winner), or_somebody (conflict->other_name), won,
                          or_empty (conflict->value), or_somebody (conflict->name), lost);
}

char *
sat_sync_line_text (SatContext *context, const SatSyncLine *line)
{
  const SatFormat *format = sat_context_get_format (context);
  g_autofree char *sent = sat_format_integer (format, (gint64)line->counts.pushed);
  g_autofree char *received = sat_format_integer (format, (gint64)line->counts.pulled);
  g_autofree char *seconds = sat_format_decimal (format, (line->took / 100000) * 100000000);

  if (line->problem != NULL)
    return g_strdup (line->problem);
  /* Translators: edits sent, records received, seconds */
  return g_strdup_printf (_ ("%s sent, %s received, %s s"), sent, received, seconds);
}
