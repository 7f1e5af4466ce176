/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the commands ask of a command line: numbers, times, types, records, the file. */

#include "config.h"

#include "sat-cli.h"

#include "sat-pair.h"

#include <glib/gi18n-lib.h>

#include "sat-entry.h"
#include "sat-history.h"
#include "sat-output.h"

const char *
sat_cli_option (SatCli *self, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  return sat_arguments_get (self->arguments, name);
}

gboolean
sat_cli_has (SatCli *self, const char *name)
{
  return sat_cli_option (self, name) != NULL;
}

const char *
sat_cli_word (SatCli *self, guint i)
{
  g_return_val_if_fail (self != NULL, NULL);
  return sat_arguments_word (self->arguments, i + 1);
}

gboolean
sat_cli_number (SatCli *self, const char *name, guint *number, GError **error)
{
  const char *text = sat_cli_option (self, name);
  guint64 value;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &value, NULL)) {
    g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("--%s: “%s” is not a number"), name,
                 text);
    return FALSE;
  }
  *number = (guint)value;
  return TRUE;
}

gboolean
sat_cli_instant (SatCli *self, gint64 *us, GTimeZone **zone, GError **error)
{
  const char *text = sat_cli_option (self, "as-of");
  g_autoptr (GError) failure = NULL;
  SatDate date;

  *zone = sat_zone_open (sat_cli_option (self, "zone"), &failure);
  if (*zone == NULL) {
    g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, "--zone: %s", failure->message);
    return FALSE;
  }
  if (text == NULL)
    return TRUE;
  if (sat_date_parse (text, &date, NULL)) {
    *us = sat_date_end (date, *zone);
    return TRUE;
  }
  if (sat_instant_parse (text, us, NULL))
    return TRUE;
  g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE,
               _ ("--as-of: “%s” is neither a date such as 2017-06-30 nor a time such as "
                  "2017-06-30T12:00:00Z"),
               text);
  return FALSE;
}

const SatType *
sat_cli_type (SatCli *self, const char *name, GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL && self->reader != NULL, NULL);
  return sat_registry_require (sat_reader_get_registry (self->reader), name, error);
}

gint64
sat_cli_record (
    SatCli *self, const char *text, const SatType **type, gboolean *deleted, GError **error)
{
  g_autoptr (GError) failure = NULL;
  const SatType *found_type = NULL;
  SatUuid uuid;
  gint64 id = 0;

  g_return_val_if_fail (self != NULL && text != NULL && self->reader != NULL, 0);

  if (sat_uuid_parse (text, &uuid))
    id = sat_reader_find (self->reader, &uuid, &found_type, deleted, &failure);
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return 0;
  }
  if (id == 0 || found_type == NULL) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                 _ ("There is no record with the id “%s”"), text);
    return 0;
  }
  if (type != NULL)
    *type = found_type;
  /* Who has not asked for what is deleted means what it has become. */
  return deleted != NULL ? id : sat_pair_survivor (self->reader, id);
}

char *
sat_cli_change_id (SatCli *self, gint64 change)
{
  SatChangeInfo *info = change != 0 ? sat_history_change (self->reader, change, NULL) : NULL;
  char *text = info != NULL ? sat_uuid_to_string (&info->uuid) : g_strdup ("");

  sat_change_info_free (info);
  return text;
}

static gboolean
make_workspace_cb (SatWriter *writer, gpointer data, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "workspace");
  g_autoptr (SatEntry) entry = sat_entry_new (type, 0);
  g_autoptr (GError) failure = NULL;
  gint64 n = sat_reader_count (sat_writer_get_reader (writer), type, &failure);

  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  /* Another process may have made it in the meantime. */
  if (n > 0)
    return TRUE;
  return sat_entry_set (entry, "name", "Satchel", error) &&
         sat_entry_set (entry, "currency", data, error) &&
         sat_entry_apply (entry, writer, SAT_ORIGIN_LOCAL, TRUE, NULL, error);
}

/* A new file says what its amounts are in, and nothing else. */
static gboolean
make_workspace (SatCli *self, const char *currency, GError **error)
{
  return sat_store_write (self->store, SAT_CHANGE_SETUP, _ ("New workspace"), make_workspace_cb,
                          (gpointer)currency, NULL, error);
}

static char *
wanted_currency (SatCli *self, GError **error)
{
  g_autofree char *code =
      g_ascii_strup (sat_cli_has (self, "currency") ? sat_cli_option (self, "currency")
                                                    : sat_currency_for_locale (),
                     -1);

  if (sat_currency_is_valid (code))
    return g_steal_pointer (&code);
  g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("--currency: “%s” is no currency"),
               code);
  return NULL;
}

static void
tell_other_currency (SatCli *self, const char *currency)
{
  if (sat_cli_has (self, "currency") &&
      g_strcmp0 (currency, sat_store_get_currency (self->store)) != 0)
    sat_output_message (self, _ ("The database is in %s already; --currency has no effect."),
                        sat_store_get_currency (self->store));
}

static gboolean
is_outdated (SatStore *store)
{
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (store);
  g_autofree char *schema = sat_store_get_setting (store, "schema");

  return schema != NULL && g_ascii_strtoll (schema, NULL, 10) < sat_registry_schema (registry);
}

/* A file of an older Satchel gets its new columns first, which a read alone cannot do. */
static gboolean
open_store (SatCli *self, SatStoreFlags flags, GError **error)
{
  self->store = sat_store_open (self->path, flags, self->registry, NULL, error);
  if (self->store != NULL && (flags & SAT_STORE_READ_ONLY) && is_outdated (self->store)) {
    sat_cli_close (self);
    self->store = sat_store_open (self->path, SAT_STORE_DEFAULT, self->registry, NULL, error);
  }
  return self->store != NULL;
}

gboolean
sat_cli_open (SatCli *self, gboolean write, gboolean create, GError **error)
{
  g_autofree char *currency = wanted_currency (self, error);
  SatStoreFlags flags = create ? SAT_STORE_CREATE : write ? SAT_STORE_DEFAULT : SAT_STORE_READ_ONLY;
  gboolean missing;

  g_return_val_if_fail (self->store == NULL, FALSE);

  if (currency == NULL || !sat_cli_check_wiped (self, create, error))
    return FALSE;
  missing = !g_file_test (self->path, G_FILE_TEST_EXISTS);
  if (missing && !create) {
    g_set_error (error, SAT_DB_ERROR, SAT_DB_ERROR_NOT_FOUND, _ ("There is no database at “%s”"),
                 self->path);
    return FALSE;
  }
  if (!open_store (self, flags, error))
    return FALSE;
  self->created = missing;
  if (missing ? !make_workspace (self, currency, error) : FALSE)
    return FALSE;
  if (write)
    tell_other_currency (self, currency);
  self->reader = sat_store_get_reader (self->store, error);
  return self->reader != NULL;
}

void
sat_cli_close (SatCli *self)
{
  g_return_if_fail (self != NULL);

  self->reader = NULL;
  if (self->store != NULL)
    sat_store_close (self->store);
  g_clear_object (&self->store);
}
