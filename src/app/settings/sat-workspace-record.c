/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-workspace-record.h"

#include "sat-query.h"

static SatRecord *
load_workspace (SatContext *context)
{
  SatReader *reader = sat_context_get_reader (context);
  g_autoptr (SatQuery) query = sat_query_new ("workspace");
  g_autoptr (GArray) ids = sat_query_page (query, reader, 0, 1, NULL);

  return ids != NULL && ids->len > 0
             ? sat_reader_load (reader, g_array_index (ids, gint64, 0), NULL)
             : NULL;
}

static void
context_changed_cb (SatContext *context, gpointer news, GtkWidget *page)
{
  SatRecord *workspace = g_object_get_data (G_OBJECT (page), "workspace");
  g_autoptr (SatRecord) fresh =
      sat_reader_load (sat_context_get_reader (context), sat_record_get_id (workspace), NULL);

  if (fresh != NULL)
    sat_record_update_from (workspace, fresh);
}

SatRecord *
sat_workspace_record_follow (SatContext *context, GtkWidget *page)
{
  SatRecord *workspace;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && GTK_IS_WIDGET (page), NULL);
  workspace = load_workspace (context);
  if (workspace == NULL)
    return NULL;
  g_object_set_data_full (G_OBJECT (page), "workspace", workspace, g_object_unref);
  g_signal_connect_object (context, "changed", G_CALLBACK (context_changed_cb), page, 0);
  return workspace;
}
