/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-run.h"

#include "sat-entry.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One row on its way in. */
typedef struct {
  SatImportFileRun *file_run;
  const SatCsvRow *row;
  gint64 id; /* 0: new */
  SatUuid uuid;
  char *source, *key;
  SatEntry *entry;
  const char *currency; /* of its money; NULL: the workspace's */
  GPtrArray *later;     /* SatImportLater without id */
} Row;

static void
row_clear (Row *self)
{
  g_free (self->source);
  g_free (self->key);
  g_clear_pointer (&self->entry, sat_entry_free);
  g_clear_pointer (&self->later, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

static const char *
cell (const Row *self, const SatImportColumn *column)
{
  return sat_import_file_cell (self->file_run->file, column, self->row);
}

static void
reject (Row *self, const SatImportColumn *column, const char *reason)
{
  sat_import_file_report_problem (self->file_run->file->report, self->row->line,
                                  column != NULL ? column->header : "",
                                  column != NULL ? cell (self, column) : "", reason);
}

static int
round_per_cent (gint64 decimal)
{
  return (int)((decimal + (decimal >= 0 ? 1 : -1) * SAT_DECIMAL_ONE / 2) / SAT_DECIMAL_ONE);
}

/* Money names its currency, or another column does, or it is the record's own. */
static gboolean
read_money (Row *self, const SatImportColumn *column, SatValue *value, GError **error)
{
  const SatField *currency = column->field->currency != NULL
                                 ? sat_type_field (column->field->type, column->field->currency)
                                 : NULL;
  const char *usual = sat_store_get_currency (sat_writer_get_store (self->file_run->run->writer));
  const char *found = NULL;
  g_auto (SatValue) code = SAT_VALUE_INIT;
  gint64 minor;

  if (self->currency != NULL && currency != NULL)
    usual = self->currency;
  if (!sat_column_format_read_money (&column->format, cell (self, column), usual, &minor,
                                     currency != NULL ? &found : NULL, error))
    return FALSE;
  *value = sat_value_int (minor);
  if (currency == NULL ||
      (self->id != 0 && self->currency == NULL && g_strcmp0 (found, usual) == 0))
    return TRUE;
  code = sat_value_text (found != NULL ? found : usual);
  return sat_entry_take (self->entry, currency, sat_value_copy (&code), error);
}

static gboolean
read_number (const SatImportColumn *column, const char *text, SatValue *value, GError **error)
{
  gint64 number = 0;
  gboolean flag = FALSE;
  SatDate date = 0;

  switch (column->field->kind) {
  case SAT_KIND_INTEGER:
    if (!sat_column_format_read_integer (&column->format, text, &number, error))
      return FALSE;
    break;
  case SAT_KIND_DECIMAL:
    if (!sat_column_format_read_decimal (&column->format, text, &number, error))
      return FALSE;
    break;
  case SAT_KIND_PERCENT:
    if (!sat_column_format_read_percent (&column->format, text, &number, error))
      return FALSE;
    number = round_per_cent (number);
    break;
  case SAT_KIND_BOOLEAN:
    if (!sat_column_format_read_boolean (&column->format, text, &flag, error))
      return FALSE;
    number = flag;
    break;
  case SAT_KIND_DATE:
  default:
    if (!sat_column_format_read_date (&column->format, text, NULL, &date, error))
      return FALSE;
    number = date;
    break;
  }
  *value = sat_value_int (number);
  return TRUE;
}

static gboolean
read_value (Row *self, const SatImportColumn *column, SatValue *value, GError **error)
{
  const char *text = cell (self, column);
  gint64 us;

  switch (column->field->kind) {
  case SAT_KIND_MONEY:
    return read_money (self, column, value, error);
  case SAT_KIND_INTEGER:
  case SAT_KIND_DECIMAL:
  case SAT_KIND_PERCENT:
  case SAT_KIND_BOOLEAN:
  case SAT_KIND_DATE:
    return read_number (column, text, value, error);
  case SAT_KIND_INSTANT:
    if (!sat_column_format_read_instant (&column->format, text, self->file_run->run->zone, &us,
                                         error))
      return FALSE;
    *value = sat_value_int (us);
    return TRUE;
  case SAT_KIND_CHOICE:
  case SAT_KIND_CURRENCY:
    return sat_field_parse (column->field, text, NULL, value, error);
  default:
    *value = sat_value_text (text);
    return TRUE;
  }
}

/* Fields that a new record gets by itself: an empty cell says nothing about them. */
static gboolean
has_default (const SatField *field)
{
  static const char *const names[] = {"opened", "currency", "probability", "category",
                                      "order",  "written",  "kind",        "role",
                                      "active", "quantity", "unit_price"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], field->name) == 0)
      return TRUE;
  return FALSE;
}

/* An empty cell takes back what an earlier import brought, and nothing that a person wrote. */
static gboolean
take_empty (Row *self, const SatField *field, GError **error)
{
  gboolean imported = FALSE;
  g_autoptr (SatRecord) record = NULL;

  if (self->id == 0 || (field->flags & SAT_FIELD_REQUIRED) || has_default (field))
    return TRUE;
  record = sat_reader_load (self->file_run->run->reader, self->id, error);
  if (record == NULL)
    return FALSE;
  if (sat_record_get (record, field)->type == SAT_VALUE_NULL)
    return TRUE;
  if (!sat_identity_is_imported (self->file_run->run->reader, self->id, field, &imported, error))
    return FALSE;
  return !imported || sat_entry_take (self->entry, field, SAT_VALUE_INIT, error);
}

/* Sets *@ok FALSE and reports for a value that cannot be. */
static gboolean
take_field (Row *self, const SatImportColumn *column, gboolean *ok, GError **error)
{
  g_autoptr (GError) failure = NULL;
  SatValue value = SAT_VALUE_INIT;

  if (*cell (self, column) == '\0')
    return take_empty (self, column->field, error);
  if (read_value (self, column, &value, &failure) &&
      sat_field_validate (column->field, &value, &failure))
    return sat_entry_take (self->entry, column->field, value, error);
  sat_value_clear (&value);
  reject (self, column, failure->message);
  /* An unknown choice loses a word, not a customer. */
  *ok &= column->field->kind == SAT_KIND_CHOICE && !(column->field->flags & SAT_FIELD_REQUIRED);
  return TRUE;
}

static void
keep_for_later (Row *self, const SatImportColumn *column, const char *text)
{
  SatImportLater *later = g_new0 (SatImportLater, 1);

  later->column = column;
  later->text = g_strdup (text);
  g_ptr_array_add (self->later, later);
}

static gboolean
take_reference (Row *self, const SatImportColumn *column, GError **error)
{
  SatImportFileRun *run = self->file_run;
  const SatImportColumn *name =
      sat_import_file_column (run->file, SAT_IMPORT_REFERENCE_NAME, column->field->name);
  const char *text = cell (self, column);
  gint64 id;

  if (*text == '\0')
    return take_empty (self, column->field, error);
  if (!sat_import_resolve (run->run, run->file->type, column, text,
                           name != NULL ? cell (self, name) : "", &id, error))
    return FALSE;
  if (id != 0) {
    sat_import_note (run, name != NULL && *cell (self, name) != '\0' ? name : column,
                     name != NULL && *cell (self, name) != '\0' ? cell (self, name) : text, TRUE);
    return sat_entry_take (self->entry, column->field, sat_value_int (id), error);
  }
  if (sat_field_targets (column->field, run->file->type->name)) {
    keep_for_later (self, column, text);
    return TRUE;
  }
  /* A name says more than the id of another system. */
  if (name != NULL && *cell (self, name) != '\0') {
    column = name;
    text = cell (self, name);
  }
  sat_import_note (run, column, text, FALSE);
  return sat_entry_take (self->entry, column->field, sat_value_text (text), error);
}

static gboolean
take_stage (Row *self, const SatImportColumn *column, GError **error)
{
  const char *text = cell (self, column);
  gint64 id = sat_import_stage (self->file_run->run, text);

  if (*text == '\0')
    return TRUE;
  return sat_entry_take (self->entry, column->field,
                         id != 0 ? sat_value_int (id) : sat_value_text (text), error);
}

/* "Pérez, Ana", "Ana María Pérez" and "王 小明"; a name without spaces is a last name. */
static gboolean
take_full_name (Row *self, const SatImportColumn *column, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (cell (self, column)));
  char *comma = strchr (text, ','), *space = strrchr (text, ' ');
  const char *first = "", *last = text;

  if (*text == '\0')
    return TRUE;
  if (comma != NULL) {
    *comma = '\0';
    first = g_strstrip (comma + 1);
  } else if (space != NULL) {
    *space = '\0';
    first = text;
    last = space + 1;
    if (sat_person_name_is_family_first (first, last)) {
      first = space + 1;
      last = text;
    }
  }
  return sat_entry_set (self->entry, "first_name", first, error) &&
         sat_entry_set (self->entry, "last_name", last, error);
}

static gboolean
take_cell (Row *self, const SatImportColumn *column, gboolean *ok, GError **error)
{
  switch (column->role) {
  case SAT_IMPORT_FIELD:
    return take_field (self, column, ok, error);
  case SAT_IMPORT_FULL_NAME:
    return take_full_name (self, column, error);
  case SAT_IMPORT_REFERENCE:
  case SAT_IMPORT_REFERENCE_KEY:
    return take_reference (self, column, error);
  case SAT_IMPORT_SET:
    return *cell (self, column) == '\0' ||
           sat_entry_set (self->entry, column->field->name, cell (self, column), error);
  case SAT_IMPORT_STAGE:
    return take_stage (self, column, error);
  case SAT_IMPORT_IGNORED:
  case SAT_IMPORT_KEY:
  case SAT_IMPORT_REFERENCE_NAME:
  case SAT_IMPORT_POINT:
  case SAT_IMPORT_ADDRESS:
  case SAT_IMPORT_PRODUCT:
  case SAT_IMPORT_WON:
  case SAT_IMPORT_CLOSED:
  default:
    return TRUE;
  }
}

/* A deal without a name is called after whom it is with and what it is about, else by its id. */
static char *
make_deal_name (const Row *self)
{
  const SatImportFile *file = self->file_run->file;
  const SatImportColumn *company = sat_import_file_column (file, SAT_IMPORT_REFERENCE, "company");
  const SatImportColumn *product = sat_import_file_column (file, SAT_IMPORT_PRODUCT, NULL);
  const char *whom = company != NULL ? cell (self, company) : "",
             *what = product != NULL ? cell (self, product) : "";

  if (*whom != '\0' && *what != '\0')
    return g_strdup_printf ("%s – %s", whom, what);
  if (*whom != '\0' || *what != '\0')
    return g_strdup (*whom != '\0' ? whom : what);
  return g_strdup (self->key);
}

/* A record has a name, or something that stands for one. */
static gboolean
check_name (Row *self, gboolean *ok, GError **error)
{
  SatImportFile *file = self->file_run->file;
  g_autofree char *name = sat_import_file_row_name (file, self->row);
  const SatField *field = sat_type_field (file->type, "name");

  if (self->id != 0 || *name != '\0')
    return TRUE;
  if (strcmp (file->type->name, "opportunity") == 0) {
    g_autofree char *made = make_deal_name (self);

    return sat_entry_set (self->entry, "name", made, error);
  }
  if ((field != NULL && (field->flags & SAT_FIELD_REQUIRED)) ||
      (strcmp (file->type->name, "contact") == 0 && !sat_import_has_children (file, self->row))) {
    reject (self, NULL, _ ("The row has no name."));
    *ok = FALSE;
  }
  return TRUE;
}

/* Everything that can be wrong with a row is found here, before any of it is written. */
static gboolean
read_row (Row *self, gboolean *ok, GError **error)
{
  SatImportFile *file = self->file_run->file;
  const SatImportColumn *currency = sat_import_file_column (file, SAT_IMPORT_FIELD, "currency");
  g_autofree char *flags = sat_csv_row_describe_flags (self->row->flags & ~SAT_CSV_ROW_SHORT);

  if (flags != NULL)
    reject (self, NULL, flags);
  if (currency != NULL && *cell (self, currency) != '\0') {
    g_autofree char *code = g_ascii_strup (cell (self, currency), -1);

    self->currency = sat_currency_is_valid (code) ? g_intern_string (code) : NULL;
  }
  for (guint i = 0; i < file->columns->len; i++)
    if (!take_cell (self, file->columns->pdata[i], ok, error))
      return FALSE;
  return check_name (self, ok, error);
}

static gboolean
write_new (Row *self, GError **error)
{
  SatImportRun *run = self->file_run->run;
  g_autoptr (GArray) primaries = g_array_new (FALSE, FALSE, sizeof (SatWriteField));
  SatOrigin origin = self->file_run->file->own ? SAT_ORIGIN_RESTORE : SAT_ORIGIN_IMPORT;
  gint64 stub = 0;

  if (sat_uuid_is_nil (&self->uuid))
    self->uuid = sat_uuid_new (sat_writer_get_time (run->writer) / 1000);
  sat_entry_set_uuid (self->entry, &self->uuid);
  if (sat_import_has_children (self->file_run->file, self->row) &&
      (!sat_writer_stub (run->writer, &self->uuid, &stub, error) ||
       !sat_import_children (self->file_run, self->row, stub, TRUE, primaries, error)))
    return FALSE;
  for (guint i = 0; i < primaries->len; i++) {
    const SatWriteField *primary = &g_array_index (primaries, SatWriteField, i);

    if (!sat_entry_take (self->entry, primary->field, sat_value_int (primary->value.integer),
                         error))
      return FALSE;
  }
  return sat_entry_apply (self->entry, run->writer, origin, FALSE, &self->id, error) &&
         sat_writer_set_external_id (run->writer, self->id, self->source, self->key, error);
}

static gboolean
write_existing (Row *self, GError **error)
{
  SatImportRun *run = self->file_run->run;
  g_autoptr (GArray) primaries = g_array_new (FALSE, FALSE, sizeof (SatWriteField));
  gboolean known = FALSE;

  if (sat_import_has_children (self->file_run->file, self->row) &&
      !sat_import_children (self->file_run, self->row, self->id, FALSE, primaries, error))
    return FALSE;
  for (guint i = 0; i < primaries->len; i++) {
    const SatWriteField *primary = &g_array_index (primaries, SatWriteField, i);

    if (!sat_entry_take (self->entry, primary->field, sat_value_int (primary->value.integer),
                         error))
      return FALSE;
  }
  if (!sat_entry_apply (self->entry, run->writer, SAT_ORIGIN_IMPORT, FALSE, NULL, error) ||
      !sat_identity_is_known_to (run->reader, self->id, self->source, &known, error))
    return FALSE;
  return known ||
         sat_writer_set_external_id (run->writer, self->id, self->source, self->key, error);
}

static gboolean
write_records_cb (SatWriter *writer, gpointer data, GError **error)
{
  Row *self = data;
  SatImportRun *run = self->file_run->run;
  gboolean is_new = self->id == 0;
  SatUuid uuid;

  if (is_new ? !write_new (self, error) : !write_existing (self, error))
    return FALSE;
  if (!sat_reader_identify (run->reader, self->id, &uuid, NULL, NULL, error))
    return FALSE;
  return strcmp (self->file_run->file->type->name, "opportunity") != 0 ||
         sat_import_line_item (self->file_run, self->row, self->id, &uuid, error);
}

/* The rules may refuse what each cell by itself may say. */
static gboolean
is_of_row (const GError *error)
{
  return error->domain == SAT_MODEL_ERROR || error->domain == SAT_STORE_ERROR;
}

static gboolean
has_own_demands (SatImportRun *run, const char *type_name)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (run->writer), type_name);

  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i]->flags & SAT_FIELD_CUSTOM) &&
        (type->fields[i]->flags & SAT_FIELD_REQUIRED))
      return TRUE;
  return FALSE;
}

/* Trying costs something, so rows are tried only where a rule may refuse them: times of activities,
 * trees, and what users demand of their own fields. */
static gboolean
may_be_refused (Row *self)
{
  static const char *const below[] = {"contact_point", "address", "employment", "line_item"};
  SatImportFile *file = self->file_run->file;

  if (strcmp (file->type->name, "activity") == 0 ||
      has_own_demands (self->file_run->run, file->type->name))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (below); i++)
    if (has_own_demands (self->file_run->run, below[i]))
      return TRUE;
  for (guint i = 0; self->id != 0 && i < file->columns->len; i++) {
    const SatImportColumn *column = file->columns->pdata[i];

    if (column->role == SAT_IMPORT_REFERENCE &&
        g_strcmp0 (column->field->target, file->type->name) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
write_row (Row *self, SatImportRowStatus *status, GError **error)
{
  SatImportRun *run = self->file_run->run;
  guint64 before = sat_writer_get_count (run->writer);
  gboolean is_new = self->id == 0;
  g_autoptr (GError) failure = NULL;

  gboolean careful = may_be_refused (self);

  if (careful ? !sat_writer_try (run->writer, write_records_cb, self, &failure)
              : !write_records_cb (run->writer, self, &failure)) {
    if (!careful || !is_of_row (failure)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    /* Whom the row's own records would have been is not to be remembered. */
    g_hash_table_remove_all (run->resolved);
    reject (self, NULL, failure->message);
    return TRUE;
  }
  if (is_new || g_hash_table_remove (run->by_reference, &self->id))
    *status = SAT_IMPORT_ROW_CREATED;
  else
    *status = sat_writer_get_count (run->writer) > before ? SAT_IMPORT_ROW_UPDATED
                                                          : SAT_IMPORT_ROW_UNCHANGED;
  for (guint i = 0; i < self->later->len; i++) {
    SatImportLater *later = self->later->pdata[i];

    later->id = self->id;
    later->row = self->file_run->statuses->len;
    g_ptr_array_add (self->file_run->later, later);
    self->later->pdata[i] = NULL;
  }
  return TRUE;
}

static void
later_free (gpointer data)
{
  SatImportLater *later = data;

  if (later == NULL)
    return;
  g_free (later->text);
  g_free (later);
}

gboolean
sat_import_row (SatImportFileRun *self,
                const SatCsvRow *csv_row,
                SatImportRowStatus *status,
                GError **error)
{
  g_auto (Row) row = {.file_run = self, .row = csv_row};
  gboolean ok = TRUE;

  *status = SAT_IMPORT_ROW_REJECTED;
  row.later = g_ptr_array_new_with_free_func (later_free);
  if (!sat_import_match_row (self, csv_row, &row.id, &row.uuid, &row.source, &row.key, error))
    return FALSE;
  row.entry = sat_entry_new (self->file->type, row.id);
  if (!read_row (&row, &ok, error))
    return FALSE;
  return !ok || write_row (&row, status, error);
}
