/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-bench.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <time.h>

SatBenchSeries *
sat_bench_series_new (void)
{
  SatBenchSeries *series = g_new0 (SatBenchSeries, 1);

  series->values = g_array_new (FALSE, FALSE, sizeof (gint64));
  return series;
}

void
sat_bench_series_free (SatBenchSeries *series)
{
  g_array_unref (series->values);
  g_free (series);
}

void
sat_bench_series_add (SatBenchSeries *series, gint64 us)
{
  g_array_append_val (series->values, us);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *)a, second = *(const gint64 *)b;

  return (first > second) - (first < second);
}

double
sat_bench_series_at (SatBenchSeries *series, int per_cent)
{
  guint n = series->values->len;

  if (n == 0)
    return 0;
  g_array_sort (series->values, compare);
  return (double)g_array_index (series->values, gint64, (n - 1) * (guint)per_cent / 100) / 1000;
}

static char *
format_limit (double limit)
{
  return limit > 0 ? g_strdup_printf ("%g", limit) : g_strdup ("");
}

static const char *
verdict (double figure, double must, double goal)
{
  if (goal > 0 && figure <= goal)
    return "goal";
  if (must <= 0 || figure <= must)
    return "holds";
  return "missed";
}

void
sat_bench_header (void)
{
  g_print ("| | what | ours | reference | ratio | must | goal | |\n| --- | --- | ---: | ---: | "
           "---: | ---: | ---: | --- |\n");
}

void
sat_bench_print (const char *id,
                 const char *what,
                 const char *unit,
                 double ours,
                 double reference,
                 double must,
                 double goal)
{
  g_autofree char *must_text = format_limit (must);
  g_autofree char *goal_text = format_limit (goal);
  double figure = reference > 0 ? ours / reference : ours;

  g_print ("| %s | %s | %.3g %s | ", id, what, ours, unit);
  if (reference > 0)
    g_print ("%.3g %s | %.2f", reference, unit, figure);
  else
    g_print ("- | -");
  g_print (" | %s | %s | %s |\n", must_text, goal_text, verdict (figure, must, goal));
}

void
sat_bench_note (const char *format, ...)
{
  va_list args;

  va_start (args, format);
  {
    g_autofree char *text = g_strdup_vprintf (format, args);

    g_print ("| | %s | | | | | | |\n", text);
  }
  va_end (args);
}

gint64
sat_bench_now (void)
{
  return g_get_monotonic_time ();
}

gint64
sat_bench_thread_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64)time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

void
sat_bench_warm (const char *path)
{
  g_autofree char *block = g_malloc (1 << 20);
  FILE *file = fopen (path, "r");

  while (file != NULL && fread (block, 1, 1 << 20, file) > 0)
    ;
  if (file != NULL)
    fclose (file);
}

gboolean
sat_bench_write_csv (const char *path, guint rows, GError **error)
{
  g_autoptr (GString) text = g_string_new (
      "id,first_name,last_name,company,job_title,owner,birthday,email_work,email_home,phone_work,"
      "phone_mobile,notes,department,tags,tier\n");

  for (guint i = 0; i < rows; i++)
    g_string_append_printf (text,
                            "%u,First%u,Last%u,Company %u,Title "
                            "%u,,%u-0%u-1%u,w%u@example.com,h%u@home.example,+1 555 %06u,"
                            "+49 170 %07u,,Department %u,,\n",
                            i, i % 977, i % 7919, i % (rows / 20), i % 50, 1950 + i % 50, 1 + i % 9,
                            i % 9, i, i, i, i, i % 7);
  return g_file_set_contents (path, text->str, (gssize)text->len, error);
}

void
sat_bench_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_remove (path);
  }
  g_rmdir (folder);
}
