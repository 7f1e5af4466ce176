/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-list-copy.h"

#include <glib/gi18n-lib.h>

#include "sat-bulk-job.h"

#define MOST 10000
#define PAGE 200

/* For the reading thread. */
typedef struct {
  SatFormat format; /* of the context, which outlives the read */
  char *type_name;
  char **fields;
  GArray *ids;
} Copy;

/* Where the text goes: stays on the main thread. */
typedef struct {
  SatContext *context;
  GdkClipboard *clipboard;
  char *message;
} Target;

static void
target_free (Target *target)
{
  g_object_unref (target->context);
  g_object_unref (target->clipboard);
  g_free (target->message);
  g_free (target);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Target, target_free)

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_free (copy->type_name);
  g_strfreev (copy->fields);
  g_array_unref (copy->ids);
  g_free (copy);
}

static void
append_record (GString *text, const Copy *copy, SatRecord *record)
{
  const SatType *type = sat_record_get_record_type (record);

  if (text->len > 0)
    g_string_append_c (text, '\n');
  for (guint i = 0; copy->fields[i] != NULL; i++) {
    const SatField *field = sat_type_field (type, copy->fields[i]);
    g_autofree char *value =
        field != NULL ? sat_format_field (&copy->format, record, field, FALSE) : g_strdup ("");

    if (i > 0)
      g_string_append_c (text, '\t');
    g_string_append (text, g_strdelimit (value, "\t\n\r", ' '));
  }
}

static gpointer
read_text (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  Copy *copy = data;
  const SatType *type = sat_reader_get_type_by_name (reader, copy->type_name);
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = MIN (copy->ids->len, MOST);

  for (guint start = 0; type != NULL && start < n; start += PAGE) {
    g_autoptr (GPtrArray) records = sat_reader_load_many (
        reader, type, &g_array_index (copy->ids, gint64, start), MIN (PAGE, n - start), error);

    if (records == NULL)
      return NULL;
    for (guint i = 0; i < records->len; i++)
      append_record (text, copy, records->pdata[i]);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Target) target = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = sat_context_read_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (text != NULL)
    gdk_clipboard_set_text (target->clipboard, text);
  sat_context_say (target->context, text != NULL ? target->message : error->message);
}

void
sat_list_copy (SatContext *context,
               GdkClipboard *clipboard,
               const char *type_name,
               const char *const *fields,
               GArray *ids)
{
  g_autofree char *records = NULL;
  Target *target;
  Copy *copy;

  g_return_if_fail (SAT_IS_CONTEXT (context) && GDK_IS_CLIPBOARD (clipboard));
  g_return_if_fail (type_name != NULL && fields != NULL && ids != NULL);
  records = sat_bulk_describe_records (context, type_name, MIN (ids->len, MOST));
  target = g_new0 (Target, 1);
  target->context = g_object_ref (context);
  target->clipboard = g_object_ref (clipboard);
  /* Translators: to the clipboard; %s is "12 contacts" */
  target->message = g_strdup_printf (_ ("%s copied"), records);
  copy = g_new0 (Copy, 1);
  copy->format = *sat_context_get_format (context);
  copy->type_name = g_strdup (type_name);
  copy->fields = g_strdupv ((char **)fields);
  copy->ids = g_array_ref (ids);
  sat_context_read_async (context, read_text, copy, copy_free, g_free, NULL, read_cb, target);
}
