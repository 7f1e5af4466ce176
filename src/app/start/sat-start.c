/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-start.h"

#include <glib/gi18n-lib.h>

#include "sat-entry.h"
#include "sat-reader.h"

typedef struct {
  const char *name, *company, *currency;
  gint64 user;
} Workspace;

/* The stages of a first pipeline, in the order of a sale. */
static const struct {
  const char *name;
  const char *kind;
  const char *probability;
  const char *category;
  gboolean qualified;
} first_stages[] = {
    {NC_ ("stage", "New"), "open", "10", "pipeline", FALSE},
    {NC_ ("stage", "Qualified"), "open", "25", "pipeline", TRUE},
    {NC_ ("stage", "Proposal"), "open", "50", "best_case", TRUE},
    {NC_ ("stage", "Negotiation"), "open", "75", "commit", TRUE},
    {NC_ ("stage", "Won"), "won", "100", "closed", TRUE},
    {NC_ ("stage", "Lost"), "lost", "0", "omitted", FALSE},
};

/* Creates a record of @type_name from pairs of field and text, ending with NULL. */
static gboolean G_GNUC_NULL_TERMINATED
create (SatWriter *writer, const char *type_name, gint64 *id, GError **error, ...)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), type_name);
  g_autoptr (SatEntry) entry = sat_entry_new (type, 0);
  const char *field;
  gboolean ok = TRUE;
  va_list args;

  va_start (args, error);
  while (ok && (field = va_arg (args, const char *)) != NULL)
    ok = sat_entry_set (entry, field, va_arg (args, const char *), error);
  va_end (args);
  return ok && sat_entry_apply (entry, writer, SAT_ORIGIN_LOCAL, TRUE, id, error);
}

static gboolean
create_pipeline (SatWriter *writer, gpointer data, GError **error)
{
  gint64 pipeline = 0, stage = 0;
  g_autofree char *text = NULL;
  SatUuid uuid;

  if (!create (writer, "pipeline", &pipeline, error, "name", C_ ("pipeline", "Sales"), "order", "1",
               NULL) ||
      !sat_reader_identify (sat_writer_get_reader (writer), pipeline, &uuid, NULL, NULL, error))
    return FALSE;
  text = sat_uuid_to_string (&uuid);
  for (guint i = 0; i < G_N_ELEMENTS (first_stages); i++) {
    g_autofree char *order = g_strdup_printf ("%u", i + 1);

    stage = 0;
    if (!create (writer, "stage", &stage, error, "pipeline", text, "name",
                 g_dpgettext2 (GETTEXT_PACKAGE, "stage", first_stages[i].name), "order", order,
                 "kind", first_stages[i].kind, "probability", first_stages[i].probability,
                 "category", first_stages[i].category, "qualified",
                 first_stages[i].qualified ? "true" : "false", NULL))
      return FALSE;
  }
  return TRUE;
}

static gboolean
create_workspace (SatWriter *writer, gpointer data, GError **error)
{
  Workspace *workspace = data;
  gint64 id = 0;

  return create (writer, "workspace", &id, error, "name", workspace->company, "currency",
                 workspace->currency, NULL) &&
         create (writer, "user", &workspace->user, error, "name", workspace->name, "role", "admin",
                 NULL);
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
