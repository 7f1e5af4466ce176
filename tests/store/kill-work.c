/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "kill-work.h"

#include "sat-entry.h"

gboolean
kill_work_cb (SatWriter *writer, gpointer data, GError **error)
{
  KillWork *work = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");
  g_autofree char *name = g_strdup_printf ("run %u step %u", work->run, work->step);
  gboolean is_new = work->id == 0 || work->step % 4 == 0;
  g_autoptr (SatEntry) entry = sat_entry_new (type, is_new ? 0 : work->id);

  if (work->step % 7 == 6 && !is_new) {
    gint64 id = work->id;

    work->id = 0;
    return sat_writer_delete (writer, id, error);
  }
  return sat_entry_set (entry, "name", name, error) &&
         sat_entry_set (entry, "phone", name, error) &&
         sat_entry_set (entry, "tags", is_new ? "a, b" : "b, c", error) &&
         sat_entry_apply (entry, writer, SAT_ORIGIN_LOCAL, TRUE, &work->id, error);
}
