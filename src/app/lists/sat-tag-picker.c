/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-tag-picker.h"

#include <glib/gi18n-lib.h>

#include "sat-bulk.h"
#include "sat-widgets.h"
#include "sat-wrap-box.h"

#define MOST_OFFERED 24

struct _SatTagPicker {
  GtkWidget parent_instance;
  GCancellable *cancellable;
  GtkWidget *box;
  GtkWidget *entry;
  GtkWidget *heading;
  GtkWidget *offered;
};

enum {
  CHANGED,
  COMMIT,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatTagPicker, sat_tag_picker, GTK_TYPE_WIDGET)

typedef struct {
  char *type_name;
  GArray *ids; /* NULL: all */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->type_name);
  g_clear_pointer (&question->ids, g_array_unref);
  g_free (question);
}

static gpointer
read_tags (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return sat_bulk_tags (reader, question->type_name, question->ids, MOST_OFFERED, cancellable,
                        error);
}

static void
pressed_cb (GtkButton *button, SatTagPicker *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), gtk_button_get_label (button));
  gtk_widget_grab_focus (self->entry);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) tags = sat_context_read_finish (result, &error);
  SatTagPicker *self = user_data;

  if (tags == NULL || *tags == NULL)
    return;
  for (guint i = 0; tags[i] != NULL; i++) {
    GtkWidget *button = gtk_button_new_with_label (tags[i]);

    gtk_widget_add_css_class (button, "sat-chip");
    g_signal_connect (button, "clicked", G_CALLBACK (pressed_cb), self);
    sat_wrap_box_append (SAT_WRAP_BOX (self->offered), button);
  }
  gtk_widget_set_visible (self->heading, TRUE);
  gtk_widget_set_visible (self->offered, TRUE);
}

static void
changed_cb (SatTagPicker *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
activate_cb (SatTagPicker *self)
{
  g_signal_emit (self, signals[COMMIT], 0);
}

static void
sat_tag_picker_dispose (GObject *object)
{
  SatTagPicker *self = SAT_TAG_PICKER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (sat_tag_picker_parent_class)->dispose (object);
}

static void
sat_tag_picker_class_init (SatTagPickerClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_tag_picker_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[COMMIT] =
      g_signal_new ("commit", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_tag_picker_init (SatTagPicker *self)
{
  self->cancellable = g_cancellable_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Name of the tag"));
  sat_widget_set_name (self->entry, _ ("Tag"));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (activate_cb), self);
  self->heading = gtk_label_new (_ ("Tags in use"));
  gtk_label_set_xalign (GTK_LABEL (self->heading), 0);
  gtk_widget_add_css_class (self->heading, "caption-heading");
  gtk_widget_add_css_class (self->heading, "dim-label");
  self->offered = sat_wrap_box_new ();
  sat_wrap_box_set_ragged (SAT_WRAP_BOX (self->offered), TRUE);
  sat_widget_set_name (self->offered, _ ("Tags in use"));
  gtk_widget_set_visible (self->heading, FALSE);
  gtk_widget_set_visible (self->offered, FALSE);
  gtk_box_append (GTK_BOX (self->box), self->entry);
  gtk_box_append (GTK_BOX (self->box), self->heading);
  gtk_box_append (GTK_BOX (self->box), self->offered);
}

GtkWidget *
sat_tag_picker_new (SatContext *context, const char *type_name, GArray *ids)
{
  SatTagPicker *self;
  Question *question;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && type_name != NULL, NULL);
  self = g_object_new (SAT_TYPE_TAG_PICKER, NULL);
  question = g_new (Question, 1);
  *question = (Question){g_strdup (type_name), ids != NULL ? g_array_ref (ids) : NULL};
  sat_context_read_async (context, read_tags, question, question_free, (GDestroyNotify)g_strfreev,
                          self->cancellable, read_cb, self);
  return GTK_WIDGET (self);
}

char *
sat_tag_picker_dup_text (SatTagPicker *self)
{
  g_return_val_if_fail (SAT_IS_TAG_PICKER (self), NULL);
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

void
sat_tag_picker_focus (SatTagPicker *self)
{
  g_return_if_fail (SAT_IS_TAG_PICKER (self));
  gtk_widget_grab_focus (self->entry);
}
