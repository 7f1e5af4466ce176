/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-reference-editor.h"

#include <glib/gi18n-lib.h>

#include "sat-reference-search.h"
#include "sat-widgets.h"

#define SUGGESTIONS 8
#define LIST_HEIGHT 320

struct _SatReferenceEditor {
  SatFieldEditor parent_instance;
  GtkWidget *entry;
  GtkPopover *popover;
  GtkListBox *list;

  SatValue chosen; /* what the text stands for as long as it is @chosen_title */
  char *chosen_title;
  gboolean setting; /* the text changes because of a choice */
};

G_DEFINE_FINAL_TYPE (SatReferenceEditor, sat_reference_editor, SAT_TYPE_FIELD_EDITOR)

static const char *
get_text (SatReferenceEditor *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static void
set_chosen (SatReferenceEditor *self, const SatValue *value, const char *title)
{
  sat_value_clear (&self->chosen);
  self->chosen = sat_value_copy (value);
  g_free (self->chosen_title);
  self->chosen_title = g_strdup (title);
  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), title);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->setting = FALSE;
}

static void
choose_row (SatReferenceEditor *self, GtkListBoxRow *row)
{
  const gint64 *id = g_object_get_data (G_OBJECT (row), "id");
  const char *title = g_object_get_data (G_OBJECT (row), "title");
  g_auto (SatValue) value = sat_value_int (*id);

  gtk_popover_popdown (self->popover);
  set_chosen (self, &value, title);
  sat_field_editor_changed (SAT_FIELD_EDITOR (self));
  sat_field_editor_commit (SAT_FIELD_EDITOR (self));
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, SatReferenceEditor *self)
{
  choose_row (self, row);
}

static GtkWidget *
make_row (const SatCandidate *candidate)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (candidate->title);
  gint64 *id = g_new (gint64, 1);

  *id = candidate->id;
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), title);
  if (*candidate->detail != '\0') {
    GtkWidget *detail = gtk_label_new (candidate->detail);

    gtk_label_set_xalign (GTK_LABEL (detail), 0);
    gtk_label_set_ellipsize (GTK_LABEL (detail), PANGO_ELLIPSIZE_END);
    gtk_widget_add_css_class (detail, "caption");
    gtk_widget_add_css_class (detail, "dim-label");
    gtk_box_append (GTK_BOX (box), detail);
  }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_focusable (row, FALSE);
  sat_widget_set_name (row, candidate->title);
  g_object_set_data_full (G_OBJECT (row), "id", id, g_free);
  g_object_set_data_full (G_OBJECT (row), "title", g_strdup (candidate->title), g_free);
  return row;
}

static void
fill (SatReferenceEditor *self, const char *text)
{
  SatFieldEditor *editor = SAT_FIELD_EDITOR (self);
  g_autoptr (GPtrArray) found =
      sat_reference_search (sat_field_editor_get_context (editor),
                            sat_field_editor_get_field (editor), text, SUGGESTIONS);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < found->len; i++)
    gtk_list_box_append (self->list, make_row (g_ptr_array_index (found, i)));
  if (found->len == 0) {
    gtk_popover_popdown (self->popover);
    return;
  }
  if (*text != '\0')
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  gtk_widget_set_size_request (GTK_WIDGET (self->popover), gtk_widget_get_width (self->entry), -1);
  if (gtk_widget_get_mapped (self->entry))
    gtk_popover_popup (self->popover);
}

static void
text_changed_cb (GtkEditable *editable, SatReferenceEditor *self)
{
  if (self->setting)
    return;
  sat_field_editor_changed (SAT_FIELD_EDITOR (self));
  if (gtk_widget_get_mapped (self->entry))
    fill (self, get_text (self));
}

static void
icon_cb (GtkEntry *entry, GtkEntryIconPosition position, SatReferenceEditor *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->popover)))
    gtk_popover_popdown (self->popover);
  else
    fill (self, "");
}

static void
activate_cb (GtkEntry *entry, SatReferenceEditor *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (gtk_widget_get_visible (GTK_WIDGET (self->popover)) && row != NULL) {
    choose_row (self, row);
    return;
  }
  gtk_popover_popdown (self->popover);
  sat_field_editor_commit (SAT_FIELD_EDITOR (self));
}

static void
move_selection (SatReferenceEditor *self, int step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int index = row != NULL ? gtk_list_box_row_get_index (row) + step : (step > 0 ? 0 : -1);
  GtkListBoxRow *next = index >= 0 ? gtk_list_box_get_row_at_index (self->list, index) : NULL;

  if (next != NULL)
    gtk_list_box_select_row (self->list, next);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                SatReferenceEditor *self)
{
  gboolean open = gtk_widget_get_visible (GTK_WIDGET (self->popover));

  switch (key) {
  case GDK_KEY_Down:
    if (open)
      move_selection (self, 1);
    else
      fill (self, g_strcmp0 (get_text (self), self->chosen_title) == 0 ? "" : get_text (self));
    return GDK_EVENT_STOP;
  case GDK_KEY_Up:
    if (open)
      move_selection (self, -1);
    return open;
  case GDK_KEY_Escape:
    if (open)
      gtk_popover_popdown (self->popover);
    return open;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static void
focus_left_cb (GtkEventControllerFocus *controller, SatReferenceEditor *self)
{
  gtk_popover_popdown (self->popover);
}

static void
make_popover (SatReferenceEditor *self, const char *label)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_widget_set_focusable (GTK_WIDGET (self->list), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "sat-suggestions");
  sat_widget_set_name (GTK_WIDGET (self->list), label);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_autohide (self->popover, FALSE);
  gtk_popover_set_has_arrow (self->popover, FALSE);
  gtk_popover_set_position (self->popover, GTK_POS_BOTTOM);
  gtk_popover_set_child (self->popover, scroller);
  gtk_widget_add_css_class (GTK_WIDGET (self->popover), "menu");
  gtk_widget_set_parent (GTK_WIDGET (self->popover), self->entry);
}

static void
sat_reference_editor_build (SatFieldEditor *editor)
{
  SatReferenceEditor *self = SAT_REFERENCE_EDITOR (editor);
  const char *label = sat_field_get_label (sat_field_editor_get_field (editor));
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->entry = gtk_entry_new ();
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_SECONDARY,
                                     "pan-down-symbolic");
  gtk_entry_set_icon_tooltip_text (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_SECONDARY, _ ("Choose"));
  make_popover (self, label);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (self->entry, focus);
  g_signal_connect (self->entry, "changed", G_CALLBACK (text_changed_cb), self);
  g_signal_connect (self->entry, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect (self->entry, "icon-press", G_CALLBACK (icon_cb), self);
  sat_field_editor_set_child (editor, self->entry, self->entry);
}

static void
sat_reference_editor_show (SatFieldEditor *editor, const SatValue *value, const char *title)
{
  set_chosen (SAT_REFERENCE_EDITOR (editor), value,
              value->type == SAT_VALUE_TEXT ? value->text : title);
}

static gboolean
sat_reference_editor_read (SatFieldEditor *editor, SatValue *out, GError **error)
{
  SatReferenceEditor *self = SAT_REFERENCE_EDITOR (editor);
  SatReader *reader = sat_context_get_reader (sat_field_editor_get_context (editor));
  const SatField *field = sat_field_editor_get_field (editor);
  g_autofree char *text = g_strstrip (g_strdup (get_text (self)));
  gint64 id = 0;

  if (*text == '\0') {
    *out = SAT_VALUE_INIT;
    return TRUE;
  }
  if (g_strcmp0 (text, self->chosen_title) == 0) {
    *out = sat_value_copy (&self->chosen);
    return TRUE;
  }
  if (!sat_reader_resolve (reader, field, text, &id, error))
    return FALSE;
  if (id == 0) {
    /* Translators: first the name of a field, such as Company, then what was typed */
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID, _ ("%s: nothing is called “%s”"),
                 sat_field_get_label (field), text);
    return FALSE;
  }
  *out = sat_value_int (id);
  return TRUE;
}

static char *
sat_reference_editor_get_draft (SatFieldEditor *editor)
{
  return g_strdup (get_text (SAT_REFERENCE_EDITOR (editor)));
}

static void
sat_reference_editor_set_draft (SatFieldEditor *editor, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (SAT_REFERENCE_EDITOR (editor)->entry), text);
}

static void
sat_reference_editor_dispose (GObject *object)
{
  SatReferenceEditor *self = SAT_REFERENCE_EDITOR (object);

  if (self->popover != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->popover));
  self->popover = NULL;
  G_OBJECT_CLASS (sat_reference_editor_parent_class)->dispose (object);
}

static void
sat_reference_editor_finalize (GObject *object)
{
  SatReferenceEditor *self = SAT_REFERENCE_EDITOR (object);

  sat_value_clear (&self->chosen);
  g_free (self->chosen_title);
  G_OBJECT_CLASS (sat_reference_editor_parent_class)->finalize (object);
}

static void
sat_reference_editor_class_init (SatReferenceEditorClass *klass)
{
  SatFieldEditorClass *editor_class = SAT_FIELD_EDITOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_reference_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_reference_editor_finalize;
  editor_class->build = sat_reference_editor_build;
  editor_class->show = sat_reference_editor_show;
  editor_class->read = sat_reference_editor_read;
  editor_class->get_draft = sat_reference_editor_get_draft;
  editor_class->set_draft = sat_reference_editor_set_draft;
}

static void
sat_reference_editor_init (SatReferenceEditor *self)
{
}
