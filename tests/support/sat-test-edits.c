/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-test-edits-private.h"

#include "sat-entry.h"
#include "sat-undo.h"

#include <string.h>

SatTestEdits *
sat_test_edits_new (SatStore *store, GRand *rand)
{
  SatTestEdits *self = g_new0 (SatTestEdits, 1);

  g_assert_nonnull (store);
  self->store = g_object_ref (store);
  self->rand = rand;
  self->log = g_string_new (NULL);
  return self;
}

void
sat_test_edits_leave_fields (SatTestEdits *self, gboolean leave)
{
  self->no_custom = leave;
}

void
sat_test_edits_free (SatTestEdits *self)
{
  g_object_unref (self->store);
  g_string_free (self->log, TRUE);
  g_free (self);
}

const char *
sat_test_edits_get_log (SatTestEdits *self)
{
  return self->log->str;
}

/* The fields of one write: by index, what is given and its value. */
typedef struct {
  const SatType *type;
  gint64 id; /* 0: new */
  gboolean *given;
  SatValue *values;
} Row;

static void
row_init (Row *row, const SatType *type, gint64 id)
{
  *row = (Row){type, id, g_new0 (gboolean, type->n_fields), g_new0 (SatValue, type->n_fields)};
}

static void
row_clear (Row *row)
{
  for (guint i = 0; i < row->type->n_fields; i++)
    sat_value_clear (&row->values[i]);
  g_free (row->values);
  g_free (row->given);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

static void
give (Row *row, const char *name, SatValue value)
{
  guint i = sat_type_field (row->type, name)->index;

  sat_value_clear (&row->values[i]);
  row->values[i] = value;
  row->given[i] = TRUE;
}

/* An activity ends when it has begun. */
static void
give_times (SatTestEdits *self, SatWriter *writer, Row *row)
{
  SatValue start = sat_test_edits_value (self, writer, sat_type_field (row->type, "start"), 0);

  give (row, "start", start);
  give (row, "end",
        start.type == SAT_VALUE_INTEGER
            ? sat_value_int (start.integer + sat_test_edits_below (self, 3) * G_USEC_PER_SEC)
            : SAT_VALUE_INIT);
}

static void
give_definition (SatTestEdits *self, Row *row)
{
  static const char *const types[] = {"company", "contact", "opportunity", "note", "product"};
  static const char *const kinds[] = {"text",    "long_text", "integer",  "decimal",
                                      "percent", "boolean",   "money",    "date",
                                      "instant", "choice",    "reference"};
  const char *kind = kinds[sat_test_edits_below (self, G_N_ELEMENTS (kinds))];
  const char *type = types[sat_test_edits_below (self, G_N_ELEMENTS (types))];
  guint number = self->n_fields++;

  give (row, "record_type", sat_value_text (type));
  give (row, "name",
        sat_value_take (g_strdup_printf ("own_%u_%u", number, g_rand_int (self->rand) % 1000000)));
  give (row, "label", sat_value_take (g_strdup_printf ("Own %u", number)));
  give (row, "kind", sat_value_text (kind));
  give (row, "choices", sat_value_text (g_str_equal (kind, "choice") ? "red\ngreen\nblue" : NULL));
  give (row, "target", sat_value_text (g_str_equal (kind, "reference") ? "contact" : NULL));
  give (row, "required", sat_value_int (sat_test_edits_chance (self, 10)));
}

/* Of a definition only what does not make another field of it. What attachments got later is left
 * out, so that a random sequence stays what it was. */
static gboolean
may_give (const Row *row, const SatField *field)
{
  if (g_str_equal (row->type->name, "attachment") && field->since > 1)
    return FALSE;
  if (row->id == 0 || !g_str_equal (row->type->name, "custom_field"))
    return TRUE;
  return g_str_equal (field->name, "label") || g_str_equal (field->name, "required") ||
         g_str_equal (field->name, "searched");
}

/* Chooses fields and values; @through: those that show through children and sets too. FALSE when
 * something that is needed is not there. */
static gboolean
fill (SatTestEdits *self, SatWriter *writer, Row *row, gboolean through)
{
  const SatType *type = row->type;

  if (row->id == 0 && g_str_equal (type->name, "custom_field")) {
    give_definition (self, row);
    return TRUE;
  }
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    gboolean needed = row->id == 0 && (field->flags & SAT_FIELD_REQUIRED);

    if (!(through ? sat_field_is_writable (field) : sat_field_is_stored (field)) ||
        !may_give (row, field) ||
        (!needed && !sat_test_edits_chance (self, row->id == 0 ? 50 : 20)))
      continue;
    sat_value_clear (&row->values[i]);
    row->values[i] = sat_test_edits_value (self, writer, field, row->id);
    row->given[i] = TRUE;
    if ((field->flags & SAT_FIELD_REQUIRED) && row->values[i].type == SAT_VALUE_NULL)
      return FALSE;
  }
  if (g_str_equal (type->name, "activity") && (row->given[sat_type_field (type, "start")->index] ||
                                               row->given[sat_type_field (type, "end")->index]))
    give_times (self, writer, row);
  return TRUE;
}

static SatOrigin
random_origin (SatTestEdits *self)
{
  static const SatOrigin origins[] = {SAT_ORIGIN_LOCAL, SAT_ORIGIN_IMPORT, SAT_ORIGIN_RESTORE};

  return origins[sat_test_edits_below (self, G_N_ELEMENTS (origins))];
}

static void
log_row (SatTestEdits *self, const char *how, const Row *row, gint64 id)
{
  g_string_append_printf (self->log, "\n  %s %s %" G_GINT64_FORMAT ":", how, row->type->name, id);
  for (guint i = 0; i < row->type->n_fields; i++)
    if (row->given[i]) {
      if (row->values[i].type == SAT_VALUE_INTEGER)
        g_string_append_printf (self->log, " %s=%" G_GINT64_FORMAT, row->type->fields[i]->name,
                                row->values[i].integer);
      else
        g_string_append_printf (self->log, " %s=%s", row->type->fields[i]->name,
                                row->values[i].text ? row->values[i].text : "");
    }
}

static gboolean
write_fields (SatTestEdits *self, SatWriter *writer, Row *row, GError **error)
{
  g_autofree SatWriteField *fields = g_new0 (SatWriteField, row->type->n_fields);
  gint64 id = row->id;
  gsize n = 0;
  gboolean ok;

  for (guint i = 0; i < row->type->n_fields; i++)
    if (row->given[i])
      fields[n++] = (SatWriteField){row->type->fields[i], row->values[i], SAT_VERSION_NONE};
  ok = sat_writer_write (writer, SAT_WRITE_PUT, row->type, &id, NULL, fields, n,
                         random_origin (self), error);
  log_row (self, row->id != 0 ? "set" : "create", row, id);
  return ok;
}

static gboolean
write_entry (SatTestEdits *self, SatWriter *writer, Row *row, GError **error)
{
  g_autoptr (SatEntry) entry = sat_entry_new (row->type, row->id);
  SatOrigin origin = sat_test_edits_chance (self, 50) ? SAT_ORIGIN_LOCAL : SAT_ORIGIN_IMPORT;
  gint64 id = row->id;
  gboolean ok;

  for (guint i = 0; i < row->type->n_fields; i++) {
    const SatField *field = row->type->fields[i];
    g_autofree char *text = NULL;

    if (!row->given[i])
      continue;
    text = sat_test_edits_text (self, writer, field, &row->values[i]);
    if (field->kind == SAT_KIND_SET) {
      sat_value_clear (&row->values[i]);
      row->values[i] = sat_value_text (text);
    }
    if (!sat_entry_set (entry, field->name, text, error))
      return FALSE;
  }
  ok = sat_entry_apply (entry, writer, origin, FALSE, &id, error);
  log_row (self, row->id != 0 ? "enter" : "enter new", row, id);
  return ok;
}

static gboolean
write_row (SatTestEdits *self, SatWriter *writer, const SatType *type, gint64 id, GError **error)
{
  g_auto (Row) row = {0};
  gboolean entry = sat_test_edits_chance (self, 50);

  row_init (&row, type, id);
  if (!fill (self, writer, &row, entry))
    return TRUE;
  return entry ? write_entry (self, writer, &row, error) : write_fields (self, writer, &row, error);
}

static gboolean
create (SatTestEdits *self, SatWriter *writer, GError **error)
{
  static const char *const usual[] = {"company", "contact", "opportunity"};
  guint n_types;
  const SatType *const *types = sat_registry_types (sat_writer_get_registry (writer), &n_types);
  const SatType *type = types[sat_test_edits_below (self, n_types)];

  if (sat_test_edits_chance (self, 30))
    type = sat_registry_type (sat_writer_get_registry (writer),
                              usual[sat_test_edits_below (self, G_N_ELEMENTS (usual))]);
  if (self->no_custom && g_str_equal (type->name, "custom_field"))
    return TRUE;
  if ((type->flags & SAT_TYPE_SINGLETON) &&
      sat_test_edits_pick_of_type (self, writer, type->name, 0) != 0)
    return TRUE;
  return write_row (self, writer, type, 0, error);
}

static gboolean
change_one (SatTestEdits *self, SatWriter *writer, GError **error)
{
  gint64 id = sat_test_edits_pick (
      self, writer, "SELECT id FROM record WHERE deleted = 0 AND type <> 0 ORDER BY id", 0);
  const SatType *type = NULL;

  if (id == 0)
    return create (self, writer, error);
  g_assert_true (
      sat_reader_identify (sat_writer_get_reader (writer), id, NULL, &type, NULL, error));
  return write_row (self, writer, type, id, error);
}

static gboolean
delete_one (SatTestEdits *self, SatWriter *writer, GError **error)
{
  gint64 id = sat_test_edits_pick (
      self, writer, "SELECT id FROM record WHERE deleted = 0 AND type <> 0 ORDER BY id", 0);

  g_string_append_printf (self->log, "\n  delete %" G_GINT64_FORMAT, id);
  return id == 0 || sat_writer_delete (writer, id, error);
}

static gboolean
undelete_one (SatTestEdits *self, SatWriter *writer, GError **error)
{
  gint64 id = sat_test_edits_pick (
      self, writer, "SELECT id FROM record WHERE deleted = 1 AND type <> 0 ORDER BY id", 0);

  g_string_append_printf (self->log, "\n  undelete %" G_GINT64_FORMAT, id);
  return id == 0 || sat_writer_undelete (writer, id, error);
}

gboolean
sat_test_edits_write (SatTestEdits *self, SatWriter *writer, guint n, GError **error)
{
  for (guint i = 0; i < n; i++) {
    guint roll = sat_test_edits_below (self, 100);
    gboolean ok = roll < 40   ? create (self, writer, error)
                  : roll < 82 ? change_one (self, writer, error)
                  : roll < 93 ? delete_one (self, writer, error)
                              : undelete_one (self, writer, error);

    if (!ok)
      return FALSE;
  }
  return TRUE;
}

static gboolean
edit_cb (SatWriter *writer, gpointer data, GError **error)
{
  SatTestEdits *self = data;
  guint n = sat_test_edits_chance (self, 70) ? 1 : 2 + sat_test_edits_below (self, 3);

  return sat_test_edits_write (self, writer, n, error);
}

static gboolean
import_cb (SatWriter *writer, gpointer data, GError **error)
{
  SatTestEdits *self = data;
  guint n = 5 + sat_test_edits_below (self, 20);

  if (!sat_test_edits_write (self, writer, n, error))
    return FALSE;
  if (sat_test_edits_chance (self, 75))
    return TRUE;
  return sat_writer_commit_chunk (writer, error) && sat_test_edits_write (self, writer, n, error);
}

static gint64
any_change (SatTestEdits *self)
{
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_store_get_reader (self->store, &error);
  g_autoptr (SatStatement) statement = sat_statement_cached (
      sat_reader_get_connection (reader),
      "SELECT id FROM change WHERE kind IN (1, 2) AND undone_by IS NULL ORDER BY id DESC LIMIT ?1",
      &error);
  gint64 id = 0;
  gboolean row = TRUE;

  g_assert_no_error (error);
  sat_statement_bind_int (statement, 1, 1 + sat_test_edits_below (self, 10));
  while (sat_statement_step (statement, &row, &error) && row)
    id = sat_statement_int (statement, 0);
  g_assert_no_error (error);
  return id;
}

static gboolean
undo_step (SatTestEdits *self, SatTestStep step, gint64 *change, GError **error)
{
  g_autoptr (SatUndoReport) report = NULL;
  gint64 any = step == SAT_TEST_STEP_UNDO_ANY ? any_change (self) : 0;

  g_string_append (self->log, step == SAT_TEST_STEP_REDO ? "redo" : "undo");
  if (step == SAT_TEST_STEP_UNDO_ANY) {
    g_string_append_printf (self->log, " of %" G_GINT64_FORMAT, any);
    if (any == 0) {
      g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOTHING, "nothing to undo");
      return FALSE;
    }
  }
  report = step == SAT_TEST_STEP_UNDO   ? sat_undo_last (self->store, error)
           : step == SAT_TEST_STEP_REDO ? sat_redo_last (self->store, error)
                                        : sat_undo_change (self->store, any, error);
  if (report == NULL)
    return FALSE;
  for (guint i = 0; i < report->kept->len; i++) {
    const SatUndoKept *kept = report->kept->pdata[i];

    g_string_append_printf (self->log, "\n  kept %" G_GINT64_FORMAT " %s: %s", kept->record,
                            kept->field != NULL ? kept->field : "-", kept->reason);
  }
  g_string_append_printf (self->log, ": change %" G_GINT64_FORMAT, report->change);
  *change = report->change;
  return TRUE;
}

SatTestStep
sat_test_edits_choose (SatTestEdits *self)
{
  guint roll = sat_test_edits_below (self, 100);

  return roll < 60   ? SAT_TEST_STEP_EDIT
         : roll < 72 ? SAT_TEST_STEP_IMPORT
         : roll < 84 ? SAT_TEST_STEP_UNDO
         : roll < 94 ? SAT_TEST_STEP_REDO
                     : SAT_TEST_STEP_UNDO_ANY;
}

gboolean
sat_test_edits_step (SatTestEdits *self, SatTestStep step, gint64 *change, GError **error)
{
  *change = 0;
  g_string_truncate (self->log, 0);
  switch (step) {
  case SAT_TEST_STEP_EDIT:
    g_string_append (self->log, "edit");
    return sat_store_write (self->store, SAT_CHANGE_EDIT, "edit", edit_cb, self, change, error);
  case SAT_TEST_STEP_IMPORT:
    g_string_append (self->log, "import");
    return sat_store_write (self->store, SAT_CHANGE_IMPORT, "import", import_cb, self, change,
                            error);
  case SAT_TEST_STEP_UNDO:
  case SAT_TEST_STEP_REDO:
  case SAT_TEST_STEP_UNDO_ANY:
    return undo_step (self, step, change, error);
  default:
    g_return_val_if_reached (FALSE);
  }
}
