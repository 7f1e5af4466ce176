/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-long-text-editor.h"

#define MIN_HEIGHT 84
#define MAX_HEIGHT 240

struct _SatLongTextEditor {
  SatFieldEditor parent_instance;
  GtkTextView *view;
};

G_DEFINE_FINAL_TYPE (SatLongTextEditor, sat_long_text_editor, SAT_TYPE_FIELD_EDITOR)

static char *
get_text (SatLongTextEditor *self)
{
  GtkTextIter start, end;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* Ctrl+Enter saves; Tab moves on, as in any other field. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                SatFieldEditor *editor)
{
  if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) && (modifiers & GDK_CONTROL_MASK)) {
    sat_field_editor_commit (editor);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
sat_long_text_editor_build (SatFieldEditor *editor)
{
  SatLongTextEditor *self = SAT_LONG_TEXT_EDITOR (editor);
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->view = GTK_TEXT_VIEW (view);
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (self->view, FALSE);
  gtk_widget_add_css_class (view, "sat-long-text");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), MIN_HEIGHT);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_widget_add_css_class (scroller, "sat-long-text-frame");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (view, keys);
  g_signal_connect_swapped (gtk_text_view_get_buffer (self->view), "changed",
                            G_CALLBACK (sat_field_editor_changed), self);
  sat_field_editor_set_child (editor, scroller, view);
}

static void
sat_long_text_editor_show (SatFieldEditor *editor, const SatValue *value, const char *title)
{
  SatLongTextEditor *self = SAT_LONG_TEXT_EDITOR (editor);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view),
                            value->type == SAT_VALUE_TEXT ? value->text : "", -1);
}

static gboolean
sat_long_text_editor_read (SatFieldEditor *editor, SatValue *out, GError **error)
{
  *out = sat_value_take (g_strchomp (get_text (SAT_LONG_TEXT_EDITOR (editor))));
  return TRUE;
}

static char *
sat_long_text_editor_get_draft (SatFieldEditor *editor)
{
  return get_text (SAT_LONG_TEXT_EDITOR (editor));
}

static void
sat_long_text_editor_set_draft (SatFieldEditor *editor, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (SAT_LONG_TEXT_EDITOR (editor)->view), text,
                            -1);
}

static void
sat_long_text_editor_dispose (GObject *object)
{
  SatLongTextEditor *self = SAT_LONG_TEXT_EDITOR (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (gtk_text_view_get_buffer (self->view), self);
  self->view = NULL;
  G_OBJECT_CLASS (sat_long_text_editor_parent_class)->dispose (object);
}

static void
sat_long_text_editor_class_init (SatLongTextEditorClass *klass)
{
  SatFieldEditorClass *editor_class = SAT_FIELD_EDITOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_long_text_editor_dispose;
  editor_class->build = sat_long_text_editor_build;
  editor_class->show = sat_long_text_editor_show;
  editor_class->read = sat_long_text_editor_read;
  editor_class->get_draft = sat_long_text_editor_get_draft;
  editor_class->set_draft = sat_long_text_editor_set_draft;
}

static void
sat_long_text_editor_init (SatLongTextEditor *self)
{
}
