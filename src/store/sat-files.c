/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where files are, what state they are in, and how they come in. */

#include "config.h"

#include "sat-files-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-entry.h"
#include "sat-key-value.h"

#define MOST_NAME 200
#define MOST_ENDING 20 /* of a name, such as ".txt" */

char *
sat_files_folder (const char *database)
{
  g_return_val_if_fail (database != NULL, NULL);
  return g_strconcat (database, ".files", NULL);
}

char *
sat_files_path (const char *database, const char *hash)
{
  g_autofree char *folder = sat_files_folder (database);

  g_return_val_if_fail (sat_blob_is_hash (hash), NULL);
  return g_build_filename (folder, hash, NULL);
}

char *
sat_files_part_path (const char *database, const char *hash)
{
  g_autofree char *path = sat_files_path (database, hash);

  return path != NULL ? g_strconcat (path, ".part", NULL) : NULL;
}

/* Letters that turn the direction of others make "exe.pdf" of "fdp.exe". */
static gboolean
is_unseen (gunichar c)
{
  return g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT ||
         g_unichar_type (c) == G_UNICODE_LINE_SEPARATOR ||
         g_unichar_type (c) == G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* The end tells what kind of file it is, and stays. */
static void
shorten (GString *name)
{
  const char *dot = strrchr (name->str, '.');
  g_autofree char *end = NULL;
  gsize keep;

  if (name->len <= MOST_NAME)
    return;
  if (dot != NULL && strlen (dot) <= MOST_ENDING)
    end = g_strdup (dot);
  keep = MOST_NAME - (end != NULL ? strlen (end) : 0);
  while (keep > 0 && ((guchar)name->str[keep] & 0xC0) == 0x80)
    keep--;
  g_string_truncate (name, keep);
  if (end != NULL)
    g_string_append (name, end);
}

char *
sat_files_safe_name (const char *name)
{
  g_autofree char *text = g_utf8_make_valid (name != NULL ? name : "", -1);
  GString *safe = g_string_new (NULL);
  const char *p = text;

  while (*p == '.' || g_ascii_isspace (*p))
    p++;
  for (; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (!is_unseen (c))
      g_string_append_unichar (safe, c == '/' || c == '\\' ? '_' : c);
  }
  g_strchomp (safe->str);
  safe->len = strlen (safe->str);
  shorten (safe);
  if (safe->len == 0)
    g_string_assign (safe, "file");
  return g_string_free (safe, FALSE);
}

static gboolean
exists (
    SatConnection *connection, const char *sql, const char *hash, gboolean *found, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, hash);
  return sat_statement_step (statement, found, error);
}

gboolean
sat_files_is_named (SatConnection *connection, const char *hash, gboolean *named, GError **error)
{
  return exists (connection, "SELECT 1 FROM attachment WHERE sha256 = ?1 LIMIT 1", hash, named,
                 error);
}

gboolean
sat_files_note (SatConnection *connection, const char *hash, const char *sent, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (connection,
                            "INSERT INTO blob (sha256, sent) VALUES (?1, ?2)"
                            " ON CONFLICT (sha256) DO UPDATE SET sent = ?2",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, hash);
  sat_statement_bind_text (statement, 2, sent);
  return sat_statement_run (statement, error);
}

/* Of a file without a server nothing waits. */
static gboolean
is_waiting (SatReader *reader, const char *hash, gboolean *waiting, GError **error)
{
  return exists (sat_reader_get_connection (reader),
                 "SELECT 1 FROM blob AS b WHERE b.sha256 = ?1"
                 " AND b.sent IS NOT (SELECT value FROM sync_state WHERE key = 'epoch')"
                 " AND EXISTS (SELECT 1 FROM setting WHERE key = 'joined')",
                 hash, waiting, error);
}

gboolean
sat_files_state (SatReader *reader, const char *hash, SatFileState *state, GError **error)
{
  g_autofree char *path = NULL;
  gboolean waiting;

  g_return_val_if_fail (reader != NULL && state != NULL, FALSE);

  *state = SAT_FILE_NONE;
  if (!sat_blob_is_hash (hash))
    return TRUE;
  path = sat_files_path (sat_store_get_path (sat_reader_get_store (reader)), hash);
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
    *state = SAT_FILE_AWAY;
    return TRUE;
  }
  if (!is_waiting (reader, hash, &waiting, error))
    return FALSE;
  *state = waiting ? SAT_FILE_WAITING : SAT_FILE_HERE;
  return TRUE;
}

gint64
sat_files_time (SatRecord *attachment)
{
  const SatUuid *uuid;
  gint64 ms = 0;

  g_return_val_if_fail (SAT_IS_RECORD (attachment), 0);

  uuid = sat_record_get_uuid (attachment);
  for (guint i = 0; i < 6; i++)
    ms = ms << 8 | uuid->bytes[i];
  return ms * 1000;
}

/* Which field of an attachment leads to records of @about; NULL: none. */
static const SatField *
field_to (const SatType *type, const SatType *about)
{
  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i]->flags & SAT_FIELD_PARENT) &&
        sat_field_targets (type->fields[i], about->name))
      return type->fields[i];
  return NULL;
}

GPtrArray *
sat_files_of (SatReader *reader, gint64 about, GError **error)
{
  const SatType *type, *about_type;
  const SatField *field;
  GPtrArray *files;

  g_return_val_if_fail (reader != NULL, NULL);

  if (!sat_reader_identify (reader, about, NULL, &about_type, NULL, error))
    return NULL;
  type = sat_reader_get_type_by_name (reader, "attachment");
  field = about_type != NULL ? field_to (type, about_type) : NULL;
  if (field == NULL)
    return g_ptr_array_new_with_free_func (g_object_unref);
  files = sat_reader_children (reader, about, type, field->name, error);
  /* In the order of creation: the newest is the last. */
  for (guint i = 0; files != NULL && i < files->len / 2; i++) {
    gpointer other = files->pdata[i];

    files->pdata[i] = files->pdata[files->len - 1 - i];
    files->pdata[files->len - 1 - i] = other;
  }
  return files;
}

/* What comes in */

typedef struct {
  SatFileCopy copy;
  char *name, *mime;
} Item;

static void
item_free (gpointer data)
{
  Item *item = data;

  sat_file_copy_clear (&item->copy);
  g_free (item->name);
  g_free (item->mime);
  g_free (item);
}

typedef struct {
  GPtrArray *items;
  gint64 about;
  const char *note, *database;
  GArray *ids;
} Attach;

static char *
guess_mime (const Item *item)
{
  g_autofree char *type =
      g_content_type_guess (item->name, item->copy.head, item->copy.n_head, NULL);
  char *mime = g_content_type_get_mime_type (type);

  return mime != NULL ? mime : g_strdup ("application/octet-stream");
}

static Item *
take_source (GFile *source, const char *folder, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (
      source, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME,
      G_FILE_QUERY_INFO_NONE, cancellable, error);
  g_autoptr (GFileInputStream) stream = NULL;
  Item *item;

  if (info == NULL)
    return NULL;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR) {
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID, _ ("“%s” is not a file."),
                 g_file_info_get_display_name (info));
    return NULL;
  }
  stream = g_file_read (source, cancellable, error);
  if (stream == NULL)
    return NULL;
  item = g_new0 (Item, 1);
  item->name = sat_files_safe_name (g_file_info_get_display_name (info));
  if (!sat_files_copy (G_INPUT_STREAM (stream), folder, item->name, &item->copy, cancellable,
                       error)) {
    item_free (item);
    return NULL;
  }
  item->mime = guess_mime (item);
  return item;
}

static gboolean
place (Attach *attach, Item *item, SatConnection *connection, GError **error)
{
  g_autofree char *path = sat_files_path (attach->database, item->copy.hash);

  if (!sat_files_rename (item->copy.part, path, error))
    return FALSE;
  g_clear_pointer (&item->copy.part, g_free);
  return sat_files_note (connection, item->copy.hash, NULL, error);
}

static gboolean
write_record (Attach *attach,
              Item *item,
              const char *field,
              const char *about,
              SatWriter *writer,
              GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "attachment");
  g_autoptr (SatEntry) entry = sat_entry_new (type, 0);
  g_autofree char *size = g_strdup_printf ("%" G_GINT64_FORMAT, item->copy.size);
  gint64 id;

  if (!sat_entry_set (entry, "name", item->name, error) ||
      !sat_entry_set (entry, "mime", item->mime, error) ||
      !sat_entry_set (entry, "size", size, error) ||
      !sat_entry_set (entry, "sha256", item->copy.hash, error) ||
      !sat_entry_set (entry, field, about, error) ||
      (attach->note != NULL && sat_type_field (type, "note") != NULL &&
       !sat_entry_set (entry, "note", attach->note, error)) ||
      !sat_entry_apply (entry, writer, SAT_ORIGIN_LOCAL, TRUE, &id, error))
    return FALSE;
  if (attach->ids != NULL)
    g_array_append_val (attach->ids, id);
  return TRUE;
}

static gboolean
attach_cb (SatWriter *writer, gpointer data, GError **error)
{
  Attach *attach = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "attachment");
  g_autofree char *folder = sat_files_folder (attach->database);
  char about[SAT_UUID_STRING_LENGTH + 1];
  const SatType *about_type;
  const SatField *field;
  gboolean deleted;
  SatUuid uuid;

  if (!sat_reader_identify (sat_writer_get_reader (writer), attach->about, &uuid, &about_type,
                            &deleted, error))
    return FALSE;
  field = about_type != NULL && !deleted ? field_to (type, about_type) : NULL;
  if (field == NULL) {
    g_set_error_literal (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                         _ ("Files can be added to companies, contacts, opportunities and"
                            " activities."));
    return FALSE;
  }
  sat_uuid_write (&uuid, about);
  for (guint i = 0; i < attach->items->len; i++)
    if (!place (attach, attach->items->pdata[i], sat_writer_get_connection (writer), error) ||
        !write_record (attach, attach->items->pdata[i], field->name, about, writer, error))
      return FALSE;
  /* The change is committed after this: a record whose file a power cut took would be a lie. */
  return sat_db_sync_folder (folder, error);
}

gboolean
sat_files_attach (SatStore *store,
                  gint64 about,
                  GPtrArray *sources,
                  const char *note,
                  GArray *ids,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (item_free);
  g_autofree char *folder = NULL;
  g_autofree char *label = NULL;
  Attach attach;

  g_return_val_if_fail (SAT_IS_STORE (store) && sources != NULL, FALSE);

  folder = sat_files_folder (sat_store_get_path (store));
  if (!sat_files_make_folder (folder, error))
    return FALSE;
  for (guint i = 0; i < sources->len; i++) {
    Item *item = take_source (sources->pdata[i], folder, cancellable, error);

    if (item == NULL)
      return FALSE;
    g_ptr_array_add (items, item);
  }
  attach = (Attach){items, about, note, sat_store_get_path (store), ids};
  label = items->len == 1
              /* Translators: an action; %s is the name of a file */
              ? g_strdup_printf (_ ("Add “%s”"), ((Item *)items->pdata[0])->name)
              /* Translators: an action; %u is how many */
              : g_strdup_printf (ngettext ("Add %u File", "Add %u Files", items->len), items->len);
  return sat_store_write (store, SAT_CHANGE_EDIT, label, attach_cb, &attach, NULL, error);
}
