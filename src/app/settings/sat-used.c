/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-used.h"

#include "sat-edit.h"
#include "sat-labels.h"
#include "sat-query.h"

#include <glib/gi18n-lib.h>

void
sat_used_free (gpointer used)
{
  SatUsed *self = used;

  if (self == NULL)
    return;
  g_array_unref (self->uses);
  sat_registry_unref (self->registry);
  g_free (self);
}

/* The records of @type that point to the record with the public id @uuid, by any of their fields.
 */
static gboolean
count_type (SatReader *reader,
            const SatType *type,
            const SatType *target,
            const char *uuid,
            gint64 *n,
            GError **error)
{
  g_autoptr (GPtrArray) tests = g_ptr_array_new ();
  g_autoptr (SatQuery) query = NULL;
  g_autoptr (SatFilter) filter = NULL;

  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if (field->kind == SAT_KIND_REFERENCE && sat_field_is_stored (field) &&
        sat_field_targets (field, target->name))
      g_ptr_array_add (tests, sat_filter_test1 (field->name, SAT_OP_IS, uuid));
  }
  *n = 0;
  if (tests->len == 0)
    return TRUE;
  filter = sat_filter_any ((SatFilter **)tests->pdata, tests->len);
  query = sat_query_new (type->name);
  sat_query_set_filter (query, filter);
  return sat_query_count (query, reader, n, error);
}

static int
compare_uses (gconstpointer a, gconstpointer b)
{
  const SatUse *first = a, *second = b;

  if (first->n != second->n)
    return first->n > second->n ? -1 : 1;
  return (int)first->type->number - (int)second->type->number;
}

SatUsed *
sat_used_read (SatReader *reader, gint64 id, GError **error)
{
  g_autoptr (SatUsed) self = NULL;
  const SatType *target = NULL, *const * types;
  g_autofree char *text = NULL;
  SatUuid uuid;
  guint n;

  g_return_val_if_fail (reader != NULL, NULL);
  if (!sat_reader_identify (reader, id, &uuid, &target, NULL, error))
    return NULL;
  text = sat_uuid_to_string (&uuid);
  self = g_new0 (SatUsed, 1);
  self->registry = sat_registry_ref (sat_reader_get_registry (reader));
  self->uses = g_array_new (FALSE, FALSE, sizeof (SatUse));
  types = sat_registry_types (self->registry, &n);
  for (guint i = 0; target != NULL && i < n; i++) {
    SatUse use = {types[i], 0};

    if (!count_type (reader, types[i], target, text, &use.n, error))
      return NULL;
    if (use.n > 0)
      g_array_append_val (self->uses, use);
  }
  g_array_sort (self->uses, compare_uses);
  return g_steal_pointer (&self);
}

char *
sat_used_describe (SatUsed *self, const SatFormat *format)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->uses->len; i++) {
    SatUse *use = &g_array_index (self->uses, SatUse, i);
    g_autofree char *part = sat_labels_count (format, use->type, (guint)MIN (use->n, G_MAXUINT));

    if (i > 0)
      /* Translators: between the parts of a list, such as: 12 contacts, 3 deals */
      g_string_append (text, C_ ("list", ", "));
    g_string_append (text, part);
  }
  return g_string_free (text, FALSE);
}

typedef struct {
  SatContext *context;
  GWeakRef widget;
  gint64 id;
} Begun;

static void
begun_free (Begun *begun)
{
  g_object_unref (begun->context);
  g_weak_ref_clear (&begun->widget);
  g_free (begun);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Begun, begun_free)

static void
delete_now (Begun *begun)
{
  g_autofree char *title =
      g_strdup (sat_reader_title (sat_context_get_reader (begun->context), begun->id));

  sat_context_delete (begun->context, &begun->id, 1, title);
}

static void
make_inactive (Begun *begun)
{
  SatReader *reader = sat_context_get_reader (begun->context);
  g_autoptr (SatRecord) record = sat_reader_load (reader, begun->id, NULL);
  const SatField *field;
  SatValue no = sat_value_int (0);

  if (record == NULL)
    return;
  field = sat_type_field (sat_record_get_record_type (record), "active");
  sat_edit_field (begun->context, record, field, &no,
                  sat_edit_base (begun->context, begun->id, field), NULL, NULL, NULL);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Begun *data)
{
  g_autoptr (Begun) begun = data;

  if (g_strcmp0 (response, "delete") == 0)
    delete_now (begun);
  else if (g_strcmp0 (response, "inactive") == 0)
    make_inactive (begun);
}

/* Takes @begun over. */
static void
ask (Begun *begun, GtkWidget *widget, SatUsed *used)
{
  SatReader *reader = sat_context_get_reader (begun->context);
  const SatType *type = NULL;
  g_autofree char *title =
      /* Translators: %s is a person, a team, a product ... */
      g_strdup_printf (_ ("“%s” Is Still in Use"), sat_reader_title (reader, begun->id));
  g_autofree char *list = sat_used_describe (used, sat_context_get_format (begun->context));
  g_autofree char *body = g_strdup_printf (
      /* Translators: %s is a list, such as: 12 contacts, 3 deals */
      _ ("%s would be left without it. The change can be undone."), list);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, title, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_response (message, "cancel", _ ("_Cancel"));
  if (sat_reader_identify (reader, begun->id, NULL, &type, NULL, NULL) && type != NULL &&
      sat_type_field (type, "active") != NULL)
    adw_message_dialog_add_response (message, "inactive", _ ("Make _Inactive"));
  adw_message_dialog_add_response (message, "delete", _ ("_Delete"));
  adw_message_dialog_set_response_appearance (message, "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (message, "cancel");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), begun);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gpointer
read_cb (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  return sat_used_read (reader, *(gint64 *)data, error);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Begun) begun = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SatUsed) used = sat_context_read_finish (result, &error);
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&begun->widget);

  if (used == NULL || widget == NULL) {
    if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      sat_context_say (begun->context, error->message);
    return;
  }
  if (used->uses->len == 0)
    delete_now (begun);
  else
    ask (g_steal_pointer (&begun), widget, used);
}

void
sat_used_delete (GtkWidget *widget, SatContext *context, gint64 id)
{
  Begun *begun;

  g_return_if_fail (GTK_IS_WIDGET (widget) && SAT_IS_CONTEXT (context));
  begun = g_new0 (Begun, 1);
  begun->context = g_object_ref (context);
  g_weak_ref_init (&begun->widget, widget);
  begun->id = id;
  sat_context_read_async (context, read_cb, g_memdup2 (&id, sizeof id), g_free, sat_used_free, NULL,
                          done_cb, begun);
}
