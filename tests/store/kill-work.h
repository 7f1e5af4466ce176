/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-writer.h"

G_BEGIN_DECLS

/* What somebody does while the process is killed: a step writes one record, and its name tells of
 * which run and step. */
typedef struct {
  guint run, step;
  gint64 id; /* of the record that is worked on; 0: none */
} KillWork;

/* A new record with children, an edit of several fields, or a deletion. A SatWriteFunc. */
gboolean kill_work_cb (SatWriter *writer, gpointer work, GError **error);

G_END_DECLS
