/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-timeline-read.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-activity-face.h"
#include "sat-history.h"
#include "sat-labels.h"
#include "sat-query.h"

/* More than anyone reads at once; older ones are found by searching. */
#define MOST_OF_A_KIND 1000

void
sat_timeline_entry_free (SatTimelineEntry *entry)
{
  g_free (entry->title);
  g_free (entry->body);
  g_free (entry->when);
  g_free (entry->when_full);
  g_free (entry->author);
  g_free (entry);
}

static SatTimelineEntry *
entry_new (SatTimelineKind kind, gint64 at, gint64 record, const char *icon)
{
  SatTimelineEntry *entry = g_new0 (SatTimelineEntry, 1);

  entry->kind = kind;
  entry->at = at;
  entry->record = record;
  entry->icon = icon;
  return entry;
}

static void
set_when (SatTimelineEntry *entry, const SatFormat *format)
{
  entry->when = sat_format_instant_relative (format, entry->at);
  entry->when_full = sat_format_instant (format, entry->at);
}

/* What is about the record; for a company also what is about its deals and people. */
static SatFilter *
about (const SatFiguresOf *of)
{
  SatFilter *tests[3];
  gsize n = 0;

  tests[n++] = sat_filter_test1 (of->type_name, SAT_OP_IS, of->uuid);
  if (g_str_equal (of->type_name, "company")) {
    tests[n++] = sat_filter_test1 ("opportunity.company", SAT_OP_IS, of->uuid);
    tests[n++] = sat_filter_test1 ("contact.company", SAT_OP_IS, of->uuid);
  }
  return sat_filter_any (tests, n);
}

static GPtrArray *
read_about (SatReader *reader,
            const SatFiguresOf *of,
            const char *type_name,
            const char *sort,
            GError **error)
{
  const SatType *type = sat_reader_get_type_by_name (reader, type_name);
  g_autoptr (SatQuery) query = sat_query_new (type_name);
  g_autoptr (SatFilter) filter = about (of);
  g_autoptr (GArray) ids = NULL;

  if (sat_type_field (type, of->type_name) == NULL)
    return g_ptr_array_new_with_free_func (g_object_unref);
  sat_query_set_filter (query, filter);
  sat_query_add_sort (query, sort, TRUE);
  ids = sat_query_page (query, reader, 0, MOST_OF_A_KIND, error);
  if (ids == NULL)
    return NULL;
  return sat_reader_load_many (reader, type, (const gint64 *)ids->data, ids->len, error);
}

static const char *
reference_title (SatRecord *record, const char *field)
{
  return sat_record_get_reference_title (
      record, sat_type_field (sat_record_get_record_type (record), field));
}

/* When the record was made, for what carries no time of its own. */
static gint64
created_at (SatReader *reader, gint64 id)
{
  g_autoptr (SatVersions) versions = sat_reader_versions (reader, id, NULL);

  return versions != NULL ? sat_hlc_to_us (sat_versions_base (versions).hlc) : 0;
}

static gboolean
add_notes (GPtrArray *entries, SatReader *reader, const SatFiguresOf *of, GError **error)
{
  g_autoptr (GPtrArray) notes = read_about (reader, of, "note", "written", error);

  for (guint i = 0; notes != NULL && i < notes->len; i++) {
    SatRecord *note = g_ptr_array_index (notes, i);
    gint64 id = sat_record_get_id (note);
    gint64 at = sat_record_get_int (note, "written", 0);
    SatTimelineEntry *entry = entry_new (SAT_TIMELINE_NOTE, at != 0 ? at : created_at (reader, id),
                                         id, "sat-note-symbolic");

    entry->title = g_strdup ("");
    entry->body = g_strdup (sat_record_get_text (note, "body"));
    entry->author = g_strdup (reference_title (note, "author"));
    set_when (entry, &of->format);
    g_ptr_array_add (entries, entry);
  }
  return notes != NULL;
}

/* What is still to be done says so; what is done stands where it happened. */
static void
set_activity_time (SatTimelineEntry *entry,
                   SatRecord *activity,
                   SatReader *reader,
                   const SatFormat *format)
{
  g_autoptr (SatActivityFace) face = sat_activity_face_new (activity, format);

  entry->at = face->at;
  if (entry->at == 0)
    entry->at = created_at (reader, entry->record);
  if (!entry->open && sat_record_get_int (activity, "start", 0) != 0) {
    set_when (entry, format);
    return;
  }
  entry->when = g_steal_pointer (&face->when);
  entry->when_full = g_steal_pointer (&face->when_full);
  entry->style = entry->open ? face->style : NULL;
}

static gboolean
add_activities (GPtrArray *entries, SatReader *reader, const SatFiguresOf *of, GError **error)
{
  g_autoptr (GPtrArray) activities = read_about (reader, of, "activity", "start", error);

  for (guint i = 0; activities != NULL && i < activities->len; i++) {
    SatRecord *activity = g_ptr_array_index (activities, i);
    const SatType *type = sat_record_get_record_type (activity);
    const char *kind = sat_record_get_text (activity, "kind");
    const char *subject = sat_record_get_text (activity, "subject");
    const char *label = sat_field_choice_label (sat_type_field (type, "kind"), kind);
    const char *outcome = sat_record_get_text (activity, "outcome");
    const char *notes = sat_record_get_text (activity, "notes");
    SatTimelineEntry *entry = entry_new (SAT_TIMELINE_ACTIVITY, 0, sat_record_get_id (activity),
                                         sat_labels_activity_icon (kind));

    entry->title = subject != NULL ? g_strdup_printf (C_ ("activity", "%s: %s"), label, subject)
                                   : g_strdup (label);
    entry->body =
        g_strconcat (outcome != NULL ? outcome : "", outcome != NULL && notes != NULL ? "\n" : "",
                     notes != NULL ? notes : "", NULL);
    entry->author = g_strdup (reference_title (activity, "owner"));
    entry->open = sat_record_get_int (activity, "done", 0) == 0;
    set_activity_time (entry, activity, reader, &of->format);
    g_ptr_array_add (entries, entry);
  }
  return activities != NULL;
}

static char *
write_value (SatReader *reader,
             const SatFiguresOf *of,
             const SatField *field,
             const SatValue *value)
{
  g_autofree char *text = NULL;

  if (field->kind == SAT_KIND_REFERENCE && value->type == SAT_VALUE_INTEGER)
    text = g_strdup (sat_reader_title (reader, value->integer));
  else
    text = sat_format_value_full (&of->format, field, value, NULL);
  return *text != '\0' ? g_steal_pointer (&text) : g_strdup ("—");
}

/* "Amount: 10,000 → 12,000", or what came or went. */
static void
describe_step (GString *body,
               SatReader *reader,
               const SatFiguresOf *of,
               const SatHistoryEntry *step)
{
  g_autofree char *old_text = NULL;
  g_autofree char *new_text = NULL;

  if (body->len > 0)
    g_string_append_c (body, '\n');
  old_text = write_value (reader, of, step->field, &step->old_value);
  new_text = write_value (reader, of, step->field, &step->new_value);
  if (step->field->kind == SAT_KIND_LONG_TEXT)
    g_string_append (body, sat_field_get_label (step->field));
  else if (step->old_value.type == SAT_VALUE_NULL)
    g_string_append_printf (body, "%s: %s", sat_field_get_label (step->field), new_text);
  else
    g_string_append_printf (body, "%s: %s → %s", sat_field_get_label (step->field), old_text,
                            new_text);
}

/* The creation, deletion or return of the record itself or of one below it. */
static char *
describe_existence (SatReader *reader, const SatFiguresOf *of, const SatHistoryEntry *step)
{
  gboolean gone = step->new_value.type == SAT_VALUE_NULL || step->new_value.integer == 0;
  const SatType *type = NULL;

  if (step->record == of->id)
    return g_strdup (gone ? C_ ("timeline", "Deleted") : C_ ("timeline", "Created"));
  if (!sat_reader_identify (reader, step->record, NULL, &type, NULL, NULL) || type == NULL)
    return NULL;
  if (gone)
    /* Translators: %s is a kind of record, such as Address */
    return g_strdup_printf (_ ("%s removed"), sat_type_get_label (type));
  /* Translators: a kind of record, then its name, such as Address added: Main Street */
  return g_strdup_printf (_ ("%s added: %s"), sat_type_get_label (type),
                          sat_reader_title (reader, step->record));
}

/* Or none at all. */
static gboolean
has_line_of_its_own (SatReader *reader, const SatHistoryEntry *step)
{
  const SatType *type = step->field != NULL ? step->field->type : NULL;

  if (type == NULL && !sat_reader_identify (reader, step->record, NULL, &type, NULL, NULL))
    return FALSE;
  return type != NULL && ((type->flags & SAT_TYPE_INTERNAL) || g_str_equal (type->name, "note") ||
                          g_str_equal (type->name, "activity"));
}

/* The first line of what changed says it best. */
static char *
take_first_line (GString *body)
{
  const char *end = strchr (body->str, '\n');
  char *line = end != NULL ? g_strndup (body->str, (gsize)(end - body->str)) : g_strdup (body->str);

  g_string_erase (body, 0, end != NULL ? end - body->str + 1 : -1);
  return line;
}

/* One entry for all the steps of a change, @from to before @to. */
static void
add_change (GPtrArray *entries,
            SatReader *reader,
            const SatFiguresOf *of,
            GPtrArray *steps,
            guint from,
            guint to)
{
  const SatHistoryEntry *first = g_ptr_array_index (steps, from);
  g_autofree char *title = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  SatTimelineEntry *entry;

  for (guint i = from; i < to; i++) {
    const SatHistoryEntry *step = g_ptr_array_index (steps, i);

    if (has_line_of_its_own (reader, step))
      continue;
    if (step->field == NULL && title == NULL)
      title = describe_existence (reader, of, step);
    else if (step->field != NULL && !(step->field->flags & SAT_FIELD_INTERNAL))
      describe_step (body, reader, of, step);
  }
  if (title == NULL && body->len == 0)
    return;
  entry = entry_new (SAT_TIMELINE_CHANGE, first->edited, 0, "sat-change-symbolic");
  entry->title = title != NULL ? g_steal_pointer (&title) : take_first_line (body);
  entry->body = g_strdup (body->str);
  entry->author = g_strdup (first->author);
  entry->change = first->change;
  set_when (entry, &of->format);
  g_ptr_array_add (entries, entry);
}

/* What came from the server is the work of many, under one change. */
static gboolean
is_one_edit (const SatHistoryEntry *a, const SatHistoryEntry *b)
{
  return a->change == b->change &&
         (a->arrived == 0 || b->arrived == 0 ||
          (a->edited == b->edited && g_strcmp0 (a->author, b->author) == 0));
}

static gboolean
add_changes (GPtrArray *entries, SatReader *reader, const SatFiguresOf *of, GError **error)
{
  g_autoptr (GPtrArray) steps = sat_history_of (reader, of->id, TRUE, error);
  guint from = 0;

  if (steps == NULL)
    return FALSE;
  for (guint i = 1; i <= steps->len; i++) {
    const SatHistoryEntry *first = g_ptr_array_index (steps, from);
    const SatHistoryEntry *next = i < steps->len ? g_ptr_array_index (steps, i) : NULL;

    if (next != NULL && is_one_edit (first, next))
      continue;
    add_change (entries, reader, of, steps, from, i);
    from = i;
  }
  return TRUE;
}

SatTimelineEntry *
sat_timeline_read_change (SatReader *reader, const SatFiguresOf *of, gint64 change, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  g_autoptr (GPtrArray) steps = NULL;

  g_return_val_if_fail (reader != NULL && of != NULL, NULL);
  steps = sat_history_of_change (reader, of->id, change, error);
  if (steps != NULL && steps->len > 0)
    add_change (entries, reader, of, steps, 0, steps->len);
  return entries->len > 0 ? g_ptr_array_index (entries, 0) : NULL;
}

/* The latest first. */
static int
compare_entries_cb (gconstpointer a, gconstpointer b)
{
  const SatTimelineEntry *left = *(SatTimelineEntry *const *)a;
  const SatTimelineEntry *right = *(SatTimelineEntry *const *)b;

  return (left->at < right->at) - (left->at > right->at);
}

gpointer
sat_timeline_read (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  const SatFiguresOf *of = data;
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_timeline_entry_free);

  if (!add_notes (entries, reader, of, error) || !add_activities (entries, reader, of, error) ||
      !add_changes (entries, reader, of, error))
    return NULL;
  g_ptr_array_sort (entries, compare_entries_cb);
  return g_steal_pointer (&entries);
}
