/* SPDX-License-Identifier: GPL-3.0-or-later */

/* F12: the file is opened and the first 50 contacts are read, none of it in the system's memory;
 * beside bare SQLite that reads 50 records by id, and the same rows of the same table along the
 * same index without what hangs from them. */

#include "config.h"

#include "sat-bench.h"
#include "sat-query.h"
#include "sat-sql-functions.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#define PAGE 50
#define ROUNDS 15

/* Series of one way to open the file. */
typedef struct {
  SatBenchSeries *clock, *work, *bytes; /* the bytes came from a disk */
  gint64 start, work_start;
  long blocks;
} Cold;

static void
cold_init (Cold *self)
{
  *self = (Cold){.clock = sat_bench_series_new (),
                 .work = sat_bench_series_new (),
                 .bytes = sat_bench_series_new ()};
}

static void
cold_clear (Cold *self)
{
  sat_bench_series_free (self->clock);
  sat_bench_series_free (self->work);
  sat_bench_series_free (self->bytes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cold, cold_clear)

/* Of 512 bytes each. */
static long
blocks_read (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_inblock;
}

static void
cold_begin (Cold *self)
{
  self->blocks = blocks_read ();
  self->work_start = sat_bench_thread_time ();
  self->start = sat_bench_now ();
}

static void
cold_end (Cold *self)
{
  sat_bench_series_add (self->clock, sat_bench_now () - self->start);
  sat_bench_series_add (self->work, sat_bench_thread_time () - self->work_start);
  sat_bench_series_add (self->bytes, (blocks_read () - self->blocks) * 512);
}

/* The file's pages leave the system's memory, if it lets them. */
static gboolean
make_cold (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean ok = fd >= 0 && posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED) == 0;

  if (fd >= 0)
    close (fd);
  return ok;
}

static gboolean
open_ours (const char *path, Cold *open, Cold *all, GError **error)
{
  g_autoptr (SatStore) store = NULL;
  g_autoptr (SatQuery) query = sat_query_new ("contact");
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) records = NULL;
  SatReader *reader;

  cold_begin (open);
  cold_begin (all);
  store = sat_store_open (path, SAT_STORE_DEFAULT, NULL, NULL, error);
  reader = store != NULL ? sat_store_get_reader (store, error) : NULL;
  cold_end (open);
  sat_query_add_sort (query, "last_name", FALSE);
  ids = reader != NULL ? sat_query_page (query, reader, 0, PAGE, error) : NULL;
  if (ids == NULL)
    return FALSE;
  records = sat_reader_load_many (reader, sat_reader_get_type_by_name (reader, "contact"),
                                  (const gint64 *)ids->data, ids->len, error);
  if (records == NULL)
    return FALSE;
  cold_end (all);
  sat_store_close (store);
  return TRUE;
}

static int
compare_cb (void *data, int a_length, const void *a, int b_length, const void *b)
{
  return sat_sql_compare_texts (a, (gsize)a_length, b, (gsize)b_length);
}

static void
open_bare (const char *path, const char *sql, Cold *cold)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;

  make_cold (path);
  cold_begin (cold);
  sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL);
  sqlite3_create_collation (db, "SAT_TEXT", SQLITE_UTF8, NULL, compare_cb);
  sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);
  while (sqlite3_step (statement) == SQLITE_ROW)
    ;
  cold_end (cold);
  sqlite3_finalize (statement);
  sqlite3_close (db);
}

static void
note (const char *what, Cold *cold)
{
  sat_bench_note ("%s: %.1f ms, p90 %.1f ms; CPU time %.1f ms; %.0f KiB from the disk", what,
                  sat_bench_series_at (cold->clock, 50), sat_bench_series_at (cold->clock, 90),
                  sat_bench_series_at (cold->work, 50),
                  sat_bench_series_at (cold->bytes, 50) * 1000 / 1024);
}

static gboolean
measure (const char *path, GError **error)
{
  g_auto (Cold) open, all, by_id, by_name;

  cold_init (&open);
  cold_init (&all);
  cold_init (&by_id);
  cold_init (&by_name);
  for (guint i = 0; i < ROUNDS; i++) {
    if (!make_cold (path)) {
      sat_bench_note ("F12 skipped: the file stays in memory");
      return TRUE;
    }
    if (!open_ours (path, &open, &all, error))
      return FALSE;
    open_bare (path, "SELECT * FROM record ORDER BY id LIMIT 50", &by_id);
    open_bare (path, "SELECT * FROM contact ORDER BY last_name COLLATE SAT_TEXT, id LIMIT 50",
               &by_name);
  }
  sat_bench_print ("F12", "open the file and the first 50 contacts, cold, median", "ms",
                   sat_bench_series_at (all.clock, 50), 0, 20, 10);
  note ("all of it", &all);
  note ("of this the opening", &open);
  note ("bare SQLite, 50 records by id", &by_id);
  note ("bare SQLite, the same 50 rows by name", &by_name);
  return TRUE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;

  if (argc < 2)
    g_error ("usage: bench-open FILE");
  if (!measure (argv[1], &error))
    g_error ("%s", error->message);
  return 0;
}
