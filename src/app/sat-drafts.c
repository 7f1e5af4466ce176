/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-drafts.h"

#include "sat-wipe.h"

struct _SatDrafts {
  char *path;
  GKeyFile *file;
  GHashTable *texts; /* what sat_drafts_get() handed out */
  guint timeout;
  GThreadPool *pool; /* one thread: writing waits for the disk */
};

static void
save_cb (gpointer data, gpointer user_data)
{
  g_autofree char *text = data;
  SatDrafts *self = user_data;
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  if (!g_file_set_contents (self->path, text, -1, &error))
    g_info ("Drafts are not saved: %s", error->message);
}

SatDrafts *
sat_drafts_new (const char *path)
{
  SatDrafts *self;

  g_return_val_if_fail (path != NULL, NULL);
  self = g_new0 (SatDrafts, 1);
  self->path = g_strdup (path);
  self->file = g_key_file_new ();
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->pool = g_thread_pool_new (save_cb, self, 1, FALSE, NULL);
  g_key_file_load_from_file (self->file, path, G_KEY_FILE_NONE, NULL);
  return self;
}

static void
save (SatDrafts *self)
{
  g_thread_pool_push (self->pool, g_key_file_to_data (self->file, NULL, NULL), NULL);
}

static gboolean
timeout_cb (gpointer user_data)
{
  SatDrafts *self = user_data;

  self->timeout = 0;
  save (self);
  return G_SOURCE_REMOVE;
}

static void
save_soon (SatDrafts *self)
{
  if (self->timeout == 0)
    self->timeout = g_timeout_add_seconds (1, timeout_cb, self);
}

void
sat_drafts_free (SatDrafts *self)
{
  if (self == NULL)
    return;
  if (self->timeout != 0) {
    g_source_remove (self->timeout);
    save (self);
  }
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_hash_table_unref (self->texts);
  g_key_file_unref (self->file);
  g_free (self->path);
  g_free (self);
}

char *
sat_drafts_path_for (const char *db_path)
{
  g_return_val_if_fail (db_path != NULL, NULL);
  return sat_wipe_drafts_path (db_path);
}

const char *
sat_drafts_get (SatDrafts *self, const char *place, const char *field)
{
  char *text;

  g_return_val_if_fail (self != NULL && place != NULL && field != NULL, NULL);
  text = g_key_file_get_string (self->file, place, field, NULL);
  if (text == NULL)
    return NULL;
  g_hash_table_replace (self->texts, g_strconcat (place, "\n", field, NULL), text);
  return text;
}

void
sat_drafts_set (SatDrafts *self, const char *place, const char *field, const char *text)
{
  g_return_if_fail (self != NULL && place != NULL && field != NULL);
  if (text != NULL && *text != '\0')
    g_key_file_set_string (self->file, place, field, text);
  else if (!g_key_file_remove_key (self->file, place, field, NULL))
    return;
  else if (!sat_drafts_has (self, place, ""))
    g_key_file_remove_group (self->file, place, NULL);
  save_soon (self);
}

void
sat_drafts_clear (SatDrafts *self, const char *place)
{
  g_return_if_fail (self != NULL && place != NULL);
  if (g_key_file_remove_group (self->file, place, NULL))
    save_soon (self);
}

gboolean
sat_drafts_has (SatDrafts *self, const char *place, const char *prefix)
{
  g_auto (GStrv) fields = NULL;

  g_return_val_if_fail (self != NULL && place != NULL && prefix != NULL, FALSE);
  fields = g_key_file_get_keys (self->file, place, NULL, NULL);
  for (guint i = 0; fields != NULL && fields[i] != NULL; i++) {
    if (g_str_has_prefix (fields[i], prefix))
      return TRUE;
  }
  return FALSE;
}

char **
sat_drafts_places (SatDrafts *self, const char *prefix)
{
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();
  g_auto (GStrv) places = NULL;

  g_return_val_if_fail (self != NULL && prefix != NULL, NULL);
  places = g_key_file_get_groups (self->file, NULL);
  for (guint i = 0; places[i] != NULL; i++) {
    if (g_str_has_prefix (places[i], prefix) && sat_drafts_has (self, places[i], ""))
      g_strv_builder_add (found, places[i]);
  }
  return g_strv_builder_end (found);
}
