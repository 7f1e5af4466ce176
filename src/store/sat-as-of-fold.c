/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-as-of-fold.h"

#include "sat-history.h"
#include "sat-statement.h"

#include <string.h>

#define FIRST_SIZE 1024
#define NONE G_MAXUINT32

/* The earliest step of a field after the moment: what it replaced is the value of then. For field
 * number 0 the step is a deletion. */
typedef struct {
  gint64 record;
  gint64 at; /* 0: there is only a deletion before the moment */
  union {
    gint64 number;
    char *text;
  } value;
  guint32 next; /* of the same bucket */
  guint16 field;
  guint16 type;
  guint8 kind;               /* SatValueType of value */
  gboolean begun_before : 1; /* what the step replaced is older than the moment */
  gboolean had_begun : 1;    /* field number 0: there was a life that began before */
} Step;

/* A hash table of its own: a history has more steps than small allocations are good for. Buckets go
 * by the id alone, and both the history and the tables come by it, so that memory is read in its
 * order. */
struct _SatAsOfFold {
  gint64 moment;
  GArray *steps;              /* Step */
  guint32 *buckets;           /* position of the first step */
  guint n_buckets;            /* a power of two */
  GHashTable *changed;        /* type number << 16 | field number */
  GHashTable *deleted_before; /* type number */
};

static Step *
nth_step (const SatAsOfFold *self, guint n)
{
  return &g_array_index (self->steps, Step, n);
}

static guint32 *
bucket_of (const SatAsOfFold *self, gint64 record)
{
  return &self->buckets[(guint64)record & (self->n_buckets - 1)];
}

static Step *
find_step (const SatAsOfFold *self, gint64 record, guint16 field)
{
  for (guint32 at = *bucket_of (self, record); at != NONE; at = nth_step (self, at)->next) {
    Step *step = nth_step (self, at);

    if (step->record == record && step->field == field)
      return step;
  }
  return NULL;
}

static void
set_buckets (SatAsOfFold *self, guint n_buckets)
{
  g_free (self->buckets);
  self->n_buckets = n_buckets;
  self->buckets = g_new (guint32, n_buckets);
  memset (self->buckets, 0xff, n_buckets * sizeof (guint32));
  for (guint i = 0; i < self->steps->len; i++) {
    guint32 *bucket = bucket_of (self, nth_step (self, i)->record);

    nth_step (self, i)->next = *bucket;
    *bucket = i;
  }
}

static Step *
step_for (SatAsOfFold *self, gint64 record, guint16 field)
{
  Step *found = find_step (self, record, field);
  Step step = {.record = record, .field = field};
  guint32 *bucket;

  if (found != NULL)
    return found;
  if (self->steps->len > self->n_buckets)
    set_buckets (self, self->n_buckets * 2);
  bucket = bucket_of (self, record);
  step.next = *bucket;
  *bucket = self->steps->len;
  g_array_append_val (self->steps, step);
  return nth_step (self, self->steps->len - 1);
}

static void
clear_value (Step *step)
{
  if (step->kind == SAT_VALUE_TEXT)
    g_free (step->value.text);
  step->kind = SAT_VALUE_NULL;
}

static void
take_value (Step *step, SatStatement *statement, int column)
{
  clear_value (step);
  switch (sat_statement_type (statement, column)) {
  case SQLITE_INTEGER:
    step->kind = SAT_VALUE_INTEGER;
    step->value.number = sat_statement_int (statement, column);
    break;
  case SQLITE_TEXT:
    step->kind = SAT_VALUE_TEXT;
    step->value.text = g_strdup (sat_statement_text (statement, column));
    break;
  default:
    break;
  }
}

static void
mark (GHashTable *marks, guint key)
{
  g_hash_table_add (marks, GUINT_TO_POINTER (key));
}

/* Columns: record, field, type, v_from, v_to, value. */
static void
add_row (SatAsOfFold *self, SatStatement *statement)
{
  gint64 record = sat_statement_int (statement, 0), at = sat_statement_int (statement, 4);
  guint16 field = (guint16)sat_statement_int (statement, 1);
  guint16 type = (guint16)sat_statement_int (statement, 2);
  gboolean begun_before = sat_statement_int (statement, 3) <= self->moment;
  Step *step = step_for (self, record, field);

  step->type = type;
  step->had_begun |= begun_before;
  if (at <= self->moment) {
    mark (self->deleted_before, type);
    return;
  }
  mark (self->changed, (guint)type << 16 | field);
  if (step->at != 0 && step->at <= at)
    return;
  step->at = at;
  step->begun_before = begun_before;
  take_value (step, statement, 5);
}

SatAsOfFold *
sat_as_of_fold_new (SatConnection *connection, gint64 moment, GError **error)
{
  g_autoptr (SatAsOfFold) self = g_new0 (SatAsOfFold, 1);
  g_autoptr (SatStatement) statement =
      sat_statement_cached (connection,
                            "SELECT record, field, type, v_from, v_to, value FROM main.history"
                            " WHERE (v_to > ?1 OR field = 0) AND fate <> ?2",
                            error);
  gboolean row;

  self->moment = moment;
  self->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  set_buckets (self, FIRST_SIZE);
  self->changed = g_hash_table_new (NULL, NULL);
  self->deleted_before = g_hash_table_new (NULL, NULL);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, moment);
  sat_statement_bind_int (statement, 2, SAT_FATE_LOST);
  do {
    if (!sat_statement_step (statement, &row, error))
      return NULL;
    if (row)
      add_row (self, statement);
  } while (row);
  return g_steal_pointer (&self);
}

void
sat_as_of_fold_free (SatAsOfFold *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    clear_value (nth_step (self, i));
  g_array_unref (self->steps);
  g_free (self->buckets);
  g_hash_table_unref (self->changed);
  g_hash_table_unref (self->deleted_before);
  g_free (self);
}

gboolean
sat_as_of_fold_changed (const SatAsOfFold *self, const SatType *type, guint16 field_number)
{
  return g_hash_table_contains (self->changed,
                                GUINT_TO_POINTER ((guint)type->number << 16 | field_number));
}

gboolean
sat_as_of_fold_deleted_before (const SatAsOfFold *self, const SatType *type)
{
  return g_hash_table_contains (self->deleted_before, GUINT_TO_POINTER ((guint)type->number));
}

/* Lived at the moment and was deleted later. */
static gboolean
has_ended (const Step *existence)
{
  return existence->at != 0 && existence->begun_before;
}

static void
return_part (sqlite3_context *context, const Step *step, int part)
{
  if (step->kind == SAT_VALUE_INTEGER && part != 2)
    sqlite3_result_int64 (context, step->value.number);
  else if (step->kind == SAT_VALUE_TEXT && part != 1)
    sqlite3_result_text (context, step->value.text, -1, SQLITE_STATIC);
}

static void
then_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const SatAsOfFold *self = sqlite3_user_data (context);
  const Step *step =
      find_step (self, sqlite3_value_int64 (values[0]), (guint16)sqlite3_value_int (values[1]));

  if (step != NULL)
    return_part (context, step, sqlite3_value_int (values[2]));
  else
    sqlite3_result_value (context, values[3]);
}

static void
ended_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const SatAsOfFold *self = sqlite3_user_data (context);
  gint64 record = sqlite3_value_int64 (values[0]);
  const Step *step = find_step (self, record, (guint16)sqlite3_value_int (values[1]));
  const Step *existence = find_step (self, record, 0);

  if (step != NULL && step->at <= existence->at)
    return_part (context, step, sqlite3_value_int (values[2]));
}

static void
had_begun_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const Step *existence =
      find_step (sqlite3_user_data (context), sqlite3_value_int64 (values[0]), 0);

  sqlite3_result_int (context, existence != NULL && existence->had_begun);
}

static const struct {
  const char *name;
  int n_values;
  void (*function) (sqlite3_context *, int, sqlite3_value **);
} functions[] = {
    {"sat_then", 4, then_cb},
    {"sat_ended", 3, ended_cb},
    {"sat_had_begun", 1, had_begun_cb},
};

static gboolean
fill_ended (SatAsOfFold *self, SatConnection *connection, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;

  if (!sat_connection_exec (connection,
                            "CREATE TEMP TABLE as_of_ended (id INTEGER PRIMARY KEY, type INTEGER)",
                            error))
    return FALSE;
  statement = sat_statement_new (connection, "INSERT INTO temp.as_of_ended VALUES (?1, ?2)", error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < self->steps->len; i++) {
    const Step *step = nth_step (self, i);

    if (step->field != 0 || !has_ended (step))
      continue;
    sat_statement_bind_int (statement, 1, step->record);
    sat_statement_bind_int (statement, 2, step->type);
    if (!sat_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
sat_as_of_fold_register (SatAsOfFold *self, SatConnection *connection, GError **error)
{
  sqlite3 *handle = sat_connection_get_handle (connection);

  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++) {
    int rc = sqlite3_create_function (handle, functions[i].name, functions[i].n_values,
                                      SQLITE_UTF8 | SQLITE_DIRECTONLY, self, functions[i].function,
                                      NULL, NULL);

    if (rc != SQLITE_OK) {
      sat_connection_set_error (connection, rc, "register functions", error);
      return FALSE;
    }
  }
  return fill_ended (self, connection, error);
}

void
sat_as_of_fold_unregister (SatConnection *connection)
{
  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    sqlite3_create_function (sat_connection_get_handle (connection), functions[i].name,
                             functions[i].n_values, SQLITE_UTF8, NULL, NULL, NULL, NULL);
}
