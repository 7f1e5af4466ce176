/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sim-stock.h"

#include "sat-connection-vfs.h"
#include "sat-db.h"
#include "sat-memory-vfs.h"

typedef struct {
  const char *origin; /* NULL: not known */
  guint n_used;       /* connections that somebody has */
  GArray *idle;       /* of Idle */
} Place;

typedef struct {
  SatConnection *connection;
  const char *origin;
  guint generation; /* of the file that it has seen */
} Idle;

static GHashTable *places;  /* path -> Place */
static GHashTable *schemas; /* origin -> gint64, SQLite's number of the schema */
static gboolean careless;

/* Nobody is to hear of it any more. */
static void
clear_idle (gpointer data)
{
  const SatConnectionStock *stock = sat_connection_get_stock ();

  sat_connection_set_stock (NULL);
  sat_connection_unref (((Idle *)data)->connection);
  sat_connection_set_stock (stock);
}

static void
place_free (gpointer data)
{
  Place *place = data;

  g_array_unref (place->idle);
  g_free (place);
}

static Place *
place_of (const char *path)
{
  Place *place = g_hash_table_lookup (places, path);

  if (place != NULL)
    return place;
  place = g_new0 (Place, 1);
  place->idle = g_array_new (FALSE, FALSE, sizeof (Idle));
  g_array_set_clear_func (place->idle, clear_idle);
  g_hash_table_insert (places, g_strdup (path), place);
  return place;
}

static gint64
ask (SatConnection *connection, const char *sql)
{
  gint64 answer;

  return sat_connection_query_int (connection, sql, -1, &answer, NULL) ? answer : -1;
}

/* SQLite reads the schema anew when its number is another than that of the one it knows. The number
 * only grows, and all files of an origin began with one schema; but in a file that is not the one
 * that @idle knew any later number could mean something else. */
static gboolean
knows_schema (const Place *place, const Idle *idle, guint generation)
{
  const gint64 *first;

  if (idle->generation == generation)
    return TRUE;
  first = place->origin != NULL ? g_hash_table_lookup (schemas, place->origin) : NULL;
  return first != NULL && idle->origin == place->origin &&
         ask (idle->connection, "PRAGMA schema_version") == *first &&
         ask (idle->connection, "SELECT 1 FROM sqlite_schema LIMIT 1") == 1; /* looks at it now */
}

static SatConnection *
take (const char *path, SatOpenMode mode)
{
  Place *place = place_of (path);
  guint generation = sat_memory_vfs_generation (path);

  place->n_used++;
  for (guint i = 0; i < place->idle->len; i++) {
    Idle idle = g_array_index (place->idle, Idle, i);

    if (sat_connection_is_read_only (idle.connection) != (mode == SAT_OPEN_READ))
      continue;
    sqlite3_file_control (sat_connection_get_handle (idle.connection), "main",
                          SQLITE_FCNTL_RESET_CACHE, NULL);
    if (!knows_schema (place, &idle, generation)) {
      g_array_set_size (place->idle, 0);
      return NULL;
    }
    g_array_index (place->idle, Idle, i) = g_array_index (place->idle, Idle, place->idle->len - 1);
    place->idle->len--; /* it is not the stock's any more, so it is not cleared */
    return idle.connection;
  }
  return NULL;
}

static gboolean
give (SatConnection *connection)
{
  const char *path = sat_connection_get_path (connection);
  Place *place = place_of (path);
  Idle idle = {connection, place->origin, sat_memory_vfs_generation (path)};

  while (sat_connection_in_transaction (connection))
    sat_connection_rollback (connection);
  sat_connection_set_cancellable (connection, NULL);
  sqlite3_wal_hook (sat_connection_get_handle (connection), NULL, NULL);
  place->n_used--;
  if (place->n_used == 0 && !careless)
    sat_memory_vfs_end_log (path, !sat_connection_is_read_only (connection) &&
                                      sat_connection_checkpoint (connection, FALSE, NULL));
  g_array_append_val (place->idle, idle);
  return TRUE;
}

static const SatConnectionStock stock = {take, give};

void
sat_sim_stock_install (void)
{
  places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, place_free);
  schemas = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  sat_connection_set_stock (&stock);
}

void
sat_sim_stock_set_origin (const char *path, const char *origin)
{
  Place *place = place_of (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatConnection) connection = sat_connection_open (path, SAT_OPEN_READ, &error);
  gint64 *schema = g_new0 (gint64, 1);

  if (connection == NULL ||
      !sat_connection_query_int (connection, "PRAGMA schema_version", 0, schema, &error))
    g_error ("%s", error->message);
  place->origin = g_intern_string (origin);
  g_hash_table_insert (schemas, (gpointer)place->origin, schema);
}

void
sat_sim_stock_copy_origin (const char *from, const char *to)
{
  place_of (to)->origin = place_of (from)->origin;
}

void
sat_sim_stock_remove (void)
{
  sat_connection_set_stock (NULL);
  g_hash_table_remove_all (places);
}

void
sat_sim_stock_set_careless (gboolean is_careless)
{
  careless = is_careless;
}
