/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Statements that are prepared before a world begins: its children find them ready. */

#include "config.h"

#include "sat-sim-private.h"

#include "sat-server-private.h"
#include "sat-sqlite-private.h"
#include "sat-store-private.h"

enum {
  LAPTOP_WRITER,
  LAPTOP_READER,
  SERVER_WRITER,
  SERVER_READER,
  N_KINDS,
};

static void
add_statements (GHashTable *texts, SatConnection *connection)
{
  sqlite3_stmt *statement = NULL;

  while ((statement = sqlite3_next_stmt (sat_connection_get_handle (connection), statement)) !=
         NULL)
    g_hash_table_add (texts, g_strdup (sqlite3_sql (statement)));
}

static SatSqliteStorage *
storage_of (SatSim *self)
{
  return (SatSqliteStorage *)self->server->storage;
}

void
sat_sim_keep_statements (SatSim *self, const char *path)
{
  g_autoptr (GString) all = g_string_new (NULL);
  GHashTable *kinds[N_KINDS];
  SatSqliteStorage *storage = storage_of (self);

  for (guint i = 0; i < N_KINDS; i++)
    kinds[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < self->laptops->len; i++) {
    SatSimLaptop *laptop = g_ptr_array_index (self->laptops, i);

    add_statements (kinds[LAPTOP_WRITER], laptop->store->writing);
    add_statements (kinds[LAPTOP_READER],
                    sat_reader_get_connection (sat_store_get_reader (laptop->store, NULL)));
  }
  add_statements (kinds[SERVER_WRITER], storage->writer);
  for (guint i = 0; i < storage->idle->len; i++)
    add_statements (kinds[SERVER_READER], g_ptr_array_index (storage->idle, i));
  for (guint i = 0; i < N_KINDS; i++) {
    g_autoptr (GList) texts =
        g_list_sort (g_hash_table_get_keys (kinds[i]), (GCompareFunc)g_strcmp0);

    for (GList *l = texts; l != NULL; l = l->next) {
      g_autofree char *text = g_strescape (l->data, NULL);

      g_string_append_printf (all, "%u%s\n", i, text);
    }
  }
  g_file_set_contents (path, all->str, (gssize)all->len, NULL);
}

/* Not all go everywhere: a field of somebody's own is a column of some files only. */
static void
prepare (SatConnection *connection, const char *line, guint kind)
{
  g_autofree char *sql = line[0] - '0' == (int)kind ? g_strcompress (line + 1) : NULL;
  g_autoptr (SatStatement) statement G_GNUC_UNUSED =
      sql != NULL ? sat_statement_cached (connection, sql, NULL) : NULL;
}

static void
prepare_laptop (SatSimLaptop *laptop, const char *line)
{
  prepare (laptop->store->writing, line, LAPTOP_WRITER);
  prepare (sat_reader_get_connection (sat_store_get_reader (laptop->store, NULL)), line,
           LAPTOP_READER);
}

void
sat_sim_prepare_statements (SatSim *self, const char *path)
{
  SatSqliteStorage *storage = storage_of (self);
  g_autofree char *all = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &all, NULL, NULL))
    return;
  /* A first look makes the server's reading connection. */
  g_ptr_array_unref (sat_server_records (self->server, "territory", NULL));
  lines = g_strsplit (all, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
    for (guint l = 0; l < self->laptops->len; l++)
      prepare_laptop (g_ptr_array_index (self->laptops, l), lines[i]);
    for (guint l = 0; l < G_N_ELEMENTS (self->fresh); l++)
      prepare_laptop (self->fresh[l], lines[i]);
    prepare (storage->writer, lines[i], SERVER_WRITER);
    if (storage->idle->len > 0)
      prepare (g_ptr_array_index (storage->idle, 0), lines[i], SERVER_READER);
  }
}
