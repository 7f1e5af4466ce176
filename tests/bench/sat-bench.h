/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times, and the table that tools/bench prints. Every figure stands beside a reference of the same
 * run: machines differ, ratios much less. */

/* A series of times in microseconds. */
typedef struct {
  GArray *values; /* gint64 */
} SatBenchSeries;

SatBenchSeries *sat_bench_series_new (void);
void sat_bench_series_free (SatBenchSeries *series);
void sat_bench_series_add (SatBenchSeries *series, gint64 us);
/* @per_cent 50 is the median; milliseconds. */
double sat_bench_series_at (SatBenchSeries *series, int per_cent);

/* One line of the table. @ours and @reference in @unit; @must and @goal are limits of ours /
 * reference, or of ours itself if
 * @reference is 0; 0: none. */
void sat_bench_print (const char *id,
                      const char *what,
                      const char *unit,
                      double ours,
                      double reference,
                      double must,
                      double goal);
void sat_bench_header (void);
/* Further figures that belong to the line above. */
void sat_bench_note (const char *format, ...) G_GNUC_PRINTF (1, 2);

gint64 sat_bench_now (void); /* microseconds, monotonic */
/* Microseconds that this thread has worked: they do not depend on what else runs. */
gint64 sat_bench_thread_time (void);

/* Reads the file once: whether it still is in the system's memory says nothing about Satchel. */
void sat_bench_warm (const char *path);
/* A table of so many contacts: four contact points and an employment each, twenty at a company. */
gboolean sat_bench_write_csv (const char *path, guint rows, GError **error);
/* A folder with files in it. */
void sat_bench_remove (const char *folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatBenchSeries, sat_bench_series_free)

G_END_DECLS
