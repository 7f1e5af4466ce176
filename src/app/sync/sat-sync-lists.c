/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sync-lists.h"

#include <glib/gi18n-lib.h>

#include "sat-labels.h"
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

static GPtrArray *
with_titles (SatReader *reader, GPtrArray *conflicts)
{
  GPtrArray *listed = g_ptr_array_new_with_free_func (conflict_free);

  for (guint i = 0; i < conflicts->len; i++) {
    SatSyncConflict *item = g_new0 (SatSyncConflict, 1);

    item->conflict = g_ptr_array_index (conflicts, i);
    item->title = g_strdup (sat_reader_title (reader, item->conflict->id));
    g_ptr_array_add (listed, item);
  }
  /* The items have them now. */
  g_ptr_array_set_free_func (conflicts, NULL);
  return listed;
}

gpointer
sat_sync_lists_read (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (SatSyncLists) self = g_new0 (SatSyncLists, 1);
  g_autoptr (GPtrArray) conflicts = sat_outbox_conflicts (reader, FALSE, error);

  if (conflicts == NULL)
    return NULL;
  self->conflicts = with_titles (reader, conflicts);
  self->refused = sat_outbox_rejected (reader, error);
  self->queue = self->refused != NULL ? sat_outbox_list (reader, SAT_SYNC_LISTED, error) : NULL;
  return self->queue != NULL ? g_steal_pointer (&self) : NULL;
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

char *
sat_sync_conflict_text (SatContext *context, const SatSyncConflict *item)
{
  const SatConflictEntry *conflict = item->conflict;
  const SatFormat *format = sat_context_get_format (context);
  g_autofree char *won = sat_format_instant_relative (format, conflict->other_edited);
  g_autofree char *lost = sat_format_instant_relative (format, conflict->edited);

  if (g_str_equal (conflict->kind, "duplicate"))
    return g_strdup_printf (_ ("Entered by %s, and by %s"), or_somebody (conflict->name),
                            or_somebody (conflict->other_name));
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
