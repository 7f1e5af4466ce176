/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The frame of the check of a file, and what SQLite itself can say. */

#include "config.h"

#include "sat-reader-private.h"
#include "sat-verify-private.h"

#include <glib/gi18n-lib.h>

#define MOST_SHOWN 5

void
sat_check_free (SatCheck *check)
{
  if (check == NULL)
    return;
  g_free (check->detail);
  g_free (check);
}

void
sat_fault_add_text (SatFault *self, const char *where)
{
  self->n++;
  if (self->n > MOST_SHOWN)
    return;
  if (self->first == NULL)
    self->first = g_string_new (NULL);
  g_string_append_printf (self->first, "%s%s", self->n > 1 ? ", " : "", where);
}

void
sat_fault_add (SatFault *self, gint64 where)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, where);
  sat_fault_add_text (self, text);
}

static void
add_problem (SatVerify *self, const char *problem)
{
  g_string_append_printf (self->problems, "%s%s", self->problems->len > 0 ? "; " : "", problem);
}

void
sat_verify_report (SatVerify *self, SatFault *fault)
{
  if (fault->n > 0) {
    g_autofree char *problem =
        g_strdup_printf ("%s: %" G_GUINT64_FORMAT " (%s%s)", fault->what, fault->n,
                         fault->first->str, fault->n > MOST_SHOWN ? ", …" : "");

    add_problem (self, problem);
    g_string_free (fault->first, TRUE);
  }
  *fault = (SatFault){0};
}

gboolean
sat_verify_ask (SatVerify *self, const char *what, const char *sql, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (self->connection, sql, error);
  SatFault fault = {.what = what};
  gboolean ok = statement != NULL, row = TRUE;

  while (ok && row) {
    ok = sat_statement_step (statement, &row, error);
    if (ok && row)
      sat_fault_add_text (&fault, sat_statement_text (statement, 0));
  }
  sat_verify_report (self, &fault);
  return ok;
}

gboolean
sat_verify_ask_printf (SatVerify *self, const char *what, GError **error, const char *format, ...)
{
  g_autofree char *sql = NULL;
  va_list args;

  va_start (args, format);
  sql = g_strdup_vprintf (format, args);
  va_end (args);
  return sat_verify_ask (self, what, sql, error);
}

gboolean
sat_verify_look (SatVerify *self, const char *sql, GError **error)
{
  gint64 n;

  if (!sat_connection_query_int (self->connection, sql, 0, &n, error))
    return FALSE;
  self->looked += (guint64)n;
  return TRUE;
}

gboolean
sat_verify_go_on (SatVerify *self, GError **error)
{
  if (!g_cancellable_is_cancelled (self->cancellable))
    return TRUE;
  g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED, _ ("Cancelled"));
  return FALSE;
}

static gboolean
check_integrity (SatVerify *self, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_new (self->connection, "PRAGMA integrity_check (5)", error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row) {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (row && g_strcmp0 (sat_statement_text (statement, 0), "ok") != 0)
      add_problem (self, sat_statement_text (statement, 0));
  }
  return sat_verify_look (self, "SELECT page_count FROM pragma_page_count", error);
}

static gboolean
check_foreign_keys (SatVerify *self, GError **error)
{
  return sat_verify_ask (
             self, _ ("rows that point to no record"),
             "SELECT \"table\" || ' ' || ifnull (rowid, '') FROM pragma_foreign_key_check",
             error) &&
         sat_verify_look (
             self,
             "SELECT count(*) FROM sqlite_schema AS s, pragma_foreign_key_list (s.name)"
             " WHERE s.type = 'table'",
             error);
}

/* What was looked at, with its number in place of %s. */
static const struct {
  const char *name;
  SatVerifyFunc func;
  const char *looked;
} checks[] = {
    {"integrity", check_integrity, N_ ("%s pages")},
    {"foreign_keys", check_foreign_keys, N_ ("%s kinds of references")},
    {"records", sat_verify_records, N_ ("%s records")},
    {"roots", sat_verify_roots, N_ ("%s records")},
    {"primary_references", sat_verify_primary_references, N_ ("%s references")},
    {"lookup", sat_verify_lookup, N_ ("%s entries")},
    {"versions", sat_verify_versions, N_ ("%s records")},
    {"history", sat_verify_history, N_ ("%s entries")},
    {"changes", sat_verify_changes, N_ ("%s changes")},
    {"outbox", sat_verify_outbox, N_ ("%s entries")},
    {"search", sat_verify_search, N_ ("%s records")},
    {"files", sat_verify_files, N_ ("%s files")},
};

static SatCheck *
check_new (SatVerify *self, const char *name, const char *looked)
{
  SatCheck *check = g_new0 (SatCheck, 1);

  check->name = name;
  check->ok = self->problems->len == 0;
  if (check->ok) {
    g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, self->looked);
    g_auto (GStrv) parts = g_strsplit (_ (looked), "%s", 2);

    check->detail = g_strconcat (parts[0], number, parts[1], NULL);
  } else {
    check->detail = g_strdup (self->problems->str);
  }
  return check;
}

/* A damaged page stops one check, and is what it found; the others may still have something to
 * say. */
static gboolean
run (SatVerify *self, guint i, GPtrArray *results, GError **error)
{
  g_autoptr (GError) failure = NULL;

  self->looked = 0;
  g_string_truncate (self->problems, 0);
  if (!sat_verify_go_on (self, error))
    return FALSE;
  if (!checks[i].func (self, &failure)) {
    if (g_error_matches (failure, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    add_problem (self, failure->message);
  }
  g_ptr_array_add (results, check_new (self, checks[i].name, checks[i].looked));
  return TRUE;
}

static GPtrArray *
run_all (SatVerify *self, GError **error)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_check_free);

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    if (!run (self, i, results, error))
      return NULL;
  return g_steal_pointer (&results);
}

GPtrArray *
sat_verify (SatReader *reader, GCancellable *cancellable, GError **error)
{
  SatVerify self = {.reader = reader, .cancellable = cancellable};
  GPtrArray *results;

  g_return_val_if_fail (reader != NULL, NULL);

  sat_reader_refresh (reader);
  self.connection = reader->connection;
  self.registry = reader->registry;
  if (!sat_connection_begin_read (self.connection, error))
    return NULL;
  self.problems = g_string_new (NULL);
  sat_connection_set_cancellable (self.connection, cancellable);
  results = run_all (&self, error);
  sat_connection_set_cancellable (self.connection, NULL);
  sat_connection_commit (self.connection, NULL);
  g_string_free (self.problems, TRUE);
  return results;
}
