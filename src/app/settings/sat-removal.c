/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-removal.h"

#include "sat-pipeline-edit.h"
#include "sat-query.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

void
sat_removal_free (gpointer removal)
{
  SatRemoval *self = removal;

  if (self == NULL)
    return;
  g_free (self->title);
  g_array_unref (self->targets);
  g_ptr_array_unref (self->names);
  g_free (self);
}

static void
add_target (SatRemoval *self, gint64 id, char *name)
{
  g_array_append_val (self->targets, id);
  g_ptr_array_add (self->names, name);
}

/* Stages of the same kind: no deal is won, lost or opened by the way. */
static void
add_stages_of (SatRemoval *self, GPtrArray *stages, SatRecord *stage, const char *pipeline)
{
  const char *kind = sat_record_get_text (stage, "kind");

  for (guint i = 0; i < stages->len; i++) {
    SatRecord *other = g_ptr_array_index (stages, i);

    if (sat_record_get_id (other) == self->id ||
        g_strcmp0 (sat_record_get_text (other, "kind"), kind) != 0)
      continue;
    /* Translators: a pipeline, then one of its stages */
    add_target (self, sat_record_get_id (other),
                pipeline == NULL ? g_strdup (sat_record_get_title (other))
                                 : g_strdup_printf (C_ ("stage", "%s: %s"), pipeline,
                                                    sat_record_get_title (other)));
  }
}

static GArray *
all_pipelines (SatReader *reader, GError **error)
{
  g_autoptr (SatQuery) query = sat_query_new ("pipeline");

  sat_query_add_sort (query, "order", FALSE);
  return sat_query_ids (query, reader, NULL, error);
}

/* Those of its own pipeline come first. */
static gboolean
read_stage_targets (SatReader *reader, SatRemoval *self, SatRecord *stage, GError **error)
{
  gint64 own = sat_record_get_int (stage, "pipeline", 0);
  g_autoptr (GPtrArray) stages = sat_pipeline_stages (reader, own, error);
  g_autoptr (GArray) pipelines = stages != NULL ? all_pipelines (reader, error) : NULL;

  if (pipelines == NULL)
    return FALSE;
  add_stages_of (self, stages, stage, NULL);
  for (guint i = 0; i < pipelines->len; i++) {
    gint64 pipeline = g_array_index (pipelines, gint64, i);
    g_autoptr (GPtrArray) others = NULL;
    g_autofree char *name = NULL;

    if (pipeline == own)
      continue;
    others = sat_pipeline_stages (reader, pipeline, error);
    if (others == NULL)
      return FALSE;
    name = g_strdup (sat_reader_title (reader, pipeline));
    add_stages_of (self, others, stage, name);
  }
  return TRUE;
}

static gboolean
read_pipeline_targets (SatReader *reader, SatRemoval *self, GError **error)
{
  g_autoptr (GArray) pipelines = all_pipelines (reader, error);

  if (pipelines == NULL)
    return FALSE;
  for (guint i = 0; i < pipelines->len; i++) {
    gint64 id = g_array_index (pipelines, gint64, i);

    if (id != self->id)
      add_target (self, id, g_strdup (sat_reader_title (reader, id)));
  }
  return TRUE;
}

SatRemoval *
sat_removal_read (SatReader *reader, gint64 id, GError **error)
{
  g_autoptr (SatRemoval) self = NULL;
  g_autoptr (SatRecord) record = NULL;

  g_return_val_if_fail (reader != NULL, NULL);
  record = sat_reader_load (reader, id, error);
  if (record == NULL)
    return NULL;
  self = g_new0 (SatRemoval, 1);
  self->id = id;
  self->title = g_strdup (sat_record_get_title (record));
  self->stage = g_str_equal (sat_record_get_record_type (record)->name, "stage");
  self->targets = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->n_deals = self->stage ? sat_stage_count_deals (reader, id, error)
                              : sat_pipeline_count_deals (reader, id, error);
  if (self->n_deals < 0 || !(self->stage ? read_stage_targets (reader, self, record, error)
                                         : read_pipeline_targets (reader, self, error)))
    return NULL;
  return g_steal_pointer (&self);
}

/* A removal on its way: from the question to the write. */
typedef struct {
  SatContext *context;
  GWeakRef widget;
  gint64 id, to;
  gboolean stage;
  SatRemoval *read;
  GtkDropDown *choice;
} Begun;

static void
begun_free (gpointer data)
{
  Begun *begun = data;

  g_object_unref (begun->context);
  g_weak_ref_clear (&begun->widget);
  sat_removal_free (begun->read);
  g_free (begun);
}

static gboolean
write_removal (SatWriter *writer, gpointer data, GError **error)
{
  Begun *begun = data;

  return begun->stage ? sat_stage_remove (writer, begun->id, begun->to, error)
                      : sat_pipeline_remove (writer, begun->id, begun->to, error);
}

/* Takes @begun over. */
static void
remove_now (Begun *begun)
{
  /* Translators: an entry of the undo list; %s is a stage or a pipeline */
  g_autofree char *label = g_strdup_printf (_ ("Delete “%s”"), begun->read->title);
  g_autofree char *toast = NULL;

  if (begun->read->n_deals > 0)
    toast =
        g_strdup_printf (ngettext ("“%s” deleted, %lu deal moved", "“%s” deleted, %lu deals moved",
                                   (gulong)begun->read->n_deals),
                         begun->read->title, (gulong)begun->read->n_deals);
  else
    toast = g_strdup_printf (_ ("“%s” deleted"), begun->read->title);
  sat_context_write (begun->context, label, toast, write_removal, begun, begun_free, NULL, NULL,
                     NULL);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Begun *begun)
{
  guint position;

  if (g_strcmp0 (response, "delete") != 0) {
    begun_free (begun);
    return;
  }
  position = gtk_drop_down_get_selected (begun->choice);
  begun->to = g_array_index (begun->read->targets, gint64, position);
  remove_now (begun);
}

static GtkWidget *
make_dialog (Begun *begun, const char *title, const char *body)
{
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&begun->widget);
  GtkRoot *root = widget != NULL ? gtk_widget_get_root (widget) : NULL;
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, title, body);

  adw_message_dialog_set_body_use_markup (ADW_MESSAGE_DIALOG (dialog), FALSE);
  return dialog;
}

/* Takes @begun over. */
static void
refuse (Begun *begun)
{
  g_autofree char *title = g_strdup_printf (_ ("“%s” Cannot Be Deleted Yet"), begun->read->title);
  GtkWidget *dialog = make_dialog (
      begun, title,
      begun->stage
          ? _ ("Deals stand in it, and there is no other stage of its kind for them. Add "
               "one, or move the deals first.")
          : _ ("Deals stand in it, and there is no other pipeline for them. Add one first."));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
  begun_free (begun);
}

/* Takes @begun over. */
static void
ask (Begun *begun)
{
  g_autofree char *title = g_strdup_printf (_ ("Delete “%s”?"), begun->read->title);
  g_autofree char *body = g_strdup_printf (ngettext ("%lu deal stands in it. Where shall it go?",
                                                     "%lu deals stand in it. Where shall they go?",
                                                     (gulong)begun->read->n_deals),
                                           (gulong)begun->read->n_deals);
  GtkWidget *dialog = make_dialog (begun, title, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  g_ptr_array_add (begun->read->names, NULL);
  begun->choice = GTK_DROP_DOWN (
      gtk_drop_down_new_from_strings ((const char *const *)begun->read->names->pdata));
  sat_widget_set_name (GTK_WIDGET (begun->choice), _ ("Where the deals go"));
  adw_message_dialog_set_extra_child (message, GTK_WIDGET (begun->choice));
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "delete",
                                    _ ("_Move and Delete"), NULL);
  adw_message_dialog_set_response_appearance (message, "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (message, "cancel");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), begun);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (GTK_WIDGET (begun->choice));
}

static gpointer
read_cb (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  return sat_removal_read (reader, *(gint64 *)data, error);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Begun *begun = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&begun->widget);

  begun->read = sat_context_read_finish (result, &error);
  if (begun->read == NULL || widget == NULL) {
    if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      sat_context_say (begun->context, error->message);
    begun_free (begun);
    return;
  }
  begun->stage = begun->read->stage;
  if (begun->read->n_deals == 0)
    remove_now (begun);
  else if (begun->read->targets->len == 0)
    refuse (begun);
  else
    ask (begun);
}

void
sat_removal_begin (GtkWidget *widget, SatContext *context, gint64 id)
{
  Begun *begun;

  g_return_if_fail (GTK_IS_WIDGET (widget) && SAT_IS_CONTEXT (context));
  begun = g_new0 (Begun, 1);
  begun->context = g_object_ref (context);
  g_weak_ref_init (&begun->widget, widget);
  begun->id = id;
  sat_context_read_async (context, read_cb, g_memdup2 (&id, sizeof id), g_free, sat_removal_free,
                          NULL, done_cb, begun);
}
