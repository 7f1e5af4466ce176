/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-start.h"

#include <glib/gi18n-lib.h>

#include "sat-entry.h"
#include "sat-pipeline-edit.h"
#include "sat-reader.h"

typedef struct {
  const char *name, *company, *currency;
  gint64 user;
} Workspace;

static gboolean
create_pipeline (SatWriter *writer, gpointer data, GError **error)
{
  gint64 pipeline;

  return sat_pipeline_create (writer, C_ ("pipeline", "Sales"), 0, &pipeline, error);
}

static gboolean
create_workspace (SatWriter *writer, gpointer data, GError **error)
{
  Workspace *workspace = data;
  gint64 id = 0;

  return sat_entry_create (writer, "workspace", &id, error, "name", workspace->company, "currency",
                           workspace->currency, NULL) &&
         sat_entry_create (writer, "user", &workspace->user, error, "name", workspace->name, "role",
                           "admin", NULL);
}

gboolean
sat_start_workspace (
    SatStore *store, const char *name, const char *company, const char *currency, GError **error)
{
  Workspace workspace = {name, company, currency, 0};

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (name != NULL && company != NULL && currency != NULL, FALSE);
  return sat_store_write (store, SAT_CHANGE_SETUP, _ ("Start a workspace"), create_workspace,
                          &workspace, NULL, error) &&
         sat_store_set_current_user (store, workspace.user, error);
}

static gint64
count (SatStore *store, const char *type_name, GError **error)
{
  SatReader *reader = sat_store_get_reader (store, error);
  const SatType *type;

  if (reader == NULL)
    return -1;
  type = sat_reader_get_type_by_name (reader, type_name);
  return type != NULL ? sat_reader_count (reader, type, error) : 0;
}

gboolean
sat_start_ensure_pipeline (SatStore *store, GError **error)
{
  gint64 n;

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  n = count (store, "pipeline", error);
  if (n != 0 || sat_store_is_read_only (store))
    return n >= 0;
  return sat_store_write (store, SAT_CHANGE_SETUP, _ ("Start a pipeline"), create_pipeline, NULL,
                          NULL, error);
}

gboolean
sat_start_is_set_up (SatStore *store)
{
  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  return count (store, "workspace", NULL) > 0;
}
