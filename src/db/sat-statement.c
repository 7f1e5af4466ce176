/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-connection-private.h"

#include <errno.h>
#include <string.h>

/* More texts than the application has on one connection, sync included; a bound for filters that
 * people compose. */
#define MAX_IDLE 500

struct _SatStatement {
  SatConnection *connection; /* NULL while idle in the cache, or the two would keep each other */
  SatConnection *home;       /* the connection whose cache it belongs to; NULL: a statement alone */
  sqlite3_stmt *handle;
  char *sql;
  GList link;
  int bind_rc; /* the first bind that failed since the last step */
  gboolean done;
};

static void
statement_free (SatStatement *self)
{
  sqlite3_finalize (self->handle);
  g_free (self->sql);
  g_free (self);
}

static SatStatement *
prepare (SatConnection *connection, const char *sql, unsigned int flags, GError **error)
{
  sqlite3_stmt *handle = NULL;
  SatStatement *self;
  int rc = sqlite3_prepare_v3 (connection->handle, sql, -1, flags, &handle, NULL);

  if (rc == SQLITE_OK && handle == NULL)
    rc = SQLITE_MISUSE; /* nothing but white space */
  if (rc != SQLITE_OK) {
    sat_connection_set_error (connection, rc, NULL, error);
    g_prefix_error (error, "%s: ", sql);
    return NULL;
  }
  self = g_new0 (SatStatement, 1);
  self->connection = sat_connection_ref (connection);
  self->handle = handle;
  self->sql = g_strdup (sql);
  self->link.data = self;
  return self;
}

SatStatement *
sat_statement_new (SatConnection *connection, const char *sql, GError **error)
{
  g_return_val_if_fail (connection != NULL && sql != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);
  return prepare (connection, sql, 0, error);
}

/* The cached statement of this text; NULL. */
static SatStatement *
find_cached (SatConnection *connection, const char *sql)
{
  /* By the golden ratio: neighbours are strewn. */
  guint64 mixed = GPOINTER_TO_SIZE (sql) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  SatStatement **place = &connection->recent[(mixed >> 32) % SAT_N_RECENT];

  if (*place == NULL || strcmp ((*place)->sql, sql) != 0)
    *place = g_hash_table_lookup (connection->statements, sql);
  return *place;
}

SatStatement *
sat_statement_cached (SatConnection *connection, const char *sql, GError **error)
{
  SatStatement *self;

  g_return_val_if_fail (connection != NULL && sql != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = find_cached (connection, sql);
  if (self != NULL && self->connection != NULL)
    return prepare (connection, sql, 0, error);
  if (self != NULL) {
    g_queue_unlink (&connection->idle, &self->link);
    self->connection = sat_connection_ref (connection);
    return self;
  }
  self = prepare (connection, sql, SQLITE_PREPARE_PERSISTENT, error);
  if (self != NULL) {
    self->home = connection;
    g_hash_table_insert (connection->statements, self->sql, self);
  }
  return self;
}

static void
forget (SatConnection *connection, SatStatement *self)
{
  g_queue_unlink (&connection->idle, &self->link);
  g_hash_table_remove (connection->statements, self->sql);
  for (guint i = 0; i < SAT_N_RECENT; i++)
    if (connection->recent[i] == self)
      connection->recent[i] = NULL;
  statement_free (self);
}

void
sat_connection_drop_statements (SatConnection *self)
{
  while (self->idle.head != NULL)
    forget (self, self->idle.head->data);
}

void
sat_statement_release (SatStatement *self)
{
  SatConnection *connection;

  g_return_if_fail (self != NULL && self->connection != NULL);

  connection = g_steal_pointer (&self->connection);
  if (self->home == NULL) {
    statement_free (self);
  } else {
    sat_statement_reset (self);
    sqlite3_clear_bindings (self->handle);
    self->bind_rc = SQLITE_OK;
    g_queue_push_tail_link (&connection->idle, &self->link);
    if (connection->idle.length > MAX_IDLE)
      forget (connection, connection->idle.head->data);
  }
  sat_connection_unref (connection);
}

/* A statement that ran to its end takes new values without a reset by hand. */
static void
before_bind (SatStatement *self)
{
  if (self->done)
    sat_statement_reset (self);
}

static void
after_bind (SatStatement *self, int rc)
{
  if (self->bind_rc == SQLITE_OK)
    self->bind_rc = rc;
}

void
sat_statement_bind_int (SatStatement *self, int index, gint64 value)
{
  g_return_if_fail (self != NULL);
  before_bind (self);
  after_bind (self, sqlite3_bind_int64 (self->handle, index, value));
}

void
sat_statement_bind_text (SatStatement *self, int index, const char *value)
{
  g_return_if_fail (self != NULL);
  before_bind (self);
  after_bind (self, sqlite3_bind_text (self->handle, index, value, -1, SQLITE_TRANSIENT));
}

void
sat_statement_bind_static (SatStatement *self, int index, const char *value)
{
  g_return_if_fail (self != NULL);
  before_bind (self);
  after_bind (self, sqlite3_bind_text (self->handle, index, value, -1, SQLITE_STATIC));
}

static void
bind_blob (
    SatStatement *self, int index, const void *data, gsize length, sqlite3_destructor_type keeping)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (data != NULL || length == 0);
  before_bind (self);
  /* No bytes are a value too, not a null. */
  after_bind (self,
              sqlite3_bind_blob64 (self->handle, index, data != NULL ? data : "", length, keeping));
}

void
sat_statement_bind_blob (SatStatement *self, int index, const void *data, gsize length)
{
  bind_blob (self, index, data, length, SQLITE_TRANSIENT);
}

void
sat_statement_bind_static_blob (SatStatement *self, int index, const void *data, gsize length)
{
  bind_blob (self, index, data, length, SQLITE_STATIC);
}

void
sat_statement_bind_null (SatStatement *self, int index)
{
  g_return_if_fail (self != NULL);
  before_bind (self);
  after_bind (self, sqlite3_bind_null (self->handle, index));
}

gboolean
sat_statement_step (SatStatement *self, gboolean *row, GError **error)
{
  int rc;

  g_return_val_if_fail (self != NULL && row != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  *row = FALSE;
  if (self->done) /* SQLite would run it once more */
    return TRUE;
  if (!sat_connection_is_alive (self->connection, error))
    return FALSE;
  rc = self->bind_rc;
  errno = 0;
  if (rc == SQLITE_OK)
    rc = sqlite3_step (self->handle);
  if (rc == SQLITE_ROW) {
    *row = TRUE;
    return TRUE;
  }
  if (rc == SQLITE_DONE) {
    self->done = TRUE;
    return TRUE;
  }
  sat_connection_set_error (self->connection, rc, NULL, error);
  sat_statement_reset (self);
  self->bind_rc = SQLITE_OK;
  return FALSE;
}

gboolean
sat_statement_run (SatStatement *self, GError **error)
{
  gboolean row = TRUE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  while (row) {
    if (!sat_statement_step (self, &row, error))
      return FALSE;
  }
  sat_statement_reset (self);
  return TRUE;
}

gboolean
sat_statement_append_ints (SatStatement *self, GArray *ints, GError **error)
{
  gboolean row;

  g_return_val_if_fail (ints != NULL && g_array_get_element_size (ints) == sizeof (gint64), FALSE);

  while (sat_statement_step (self, &row, error)) {
    gint64 value;

    if (!row)
      return TRUE;
    value = sat_statement_int (self, 0);
    g_array_append_val (ints, value);
  }
  return FALSE;
}

void
sat_statement_reset (SatStatement *self)
{
  g_return_if_fail (self != NULL);
  sqlite3_reset (self->handle); /* repeats the last step's failure, which was reported */
  self->done = FALSE;
}

int
sat_statement_n_columns (SatStatement *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return sqlite3_column_count (self->handle);
}

gint64
sat_statement_int (SatStatement *self, int column)
{
  g_return_val_if_fail (self != NULL, 0);
  return sqlite3_column_int64 (self->handle, column);
}

double
sat_statement_double (SatStatement *self, int column)
{
  g_return_val_if_fail (self != NULL, 0);
  return sqlite3_column_double (self->handle, column);
}

const char *
sat_statement_text (SatStatement *self, int column)
{
  g_return_val_if_fail (self != NULL, NULL);
  return (const char *)sqlite3_column_text (self->handle, column);
}

const void *
sat_statement_blob (SatStatement *self, int column, gsize *length)
{
  const void *data;

  g_return_val_if_fail (self != NULL && length != NULL, NULL);
  data = sqlite3_column_blob (self->handle, column); /* before the length, as SQLite wants it */
  *length = (gsize)sqlite3_column_bytes (self->handle, column);
  return data;
}

gboolean
sat_statement_is_null (SatStatement *self, int column)
{
  return sat_statement_type (self, column) == SQLITE_NULL;
}

int
sat_statement_type (SatStatement *self, int column)
{
  g_return_val_if_fail (self != NULL, SQLITE_NULL);
  return sqlite3_column_type (self->handle, column);
}
