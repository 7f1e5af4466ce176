/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-field-list.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LIST_HEIGHT 340
#define LIST_WIDTH 240

struct _SatFieldList {
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkWidget *entry;
  GtkListBox *list;
  char *folded; /* what is typed */
};

enum {
  CHOSEN,
  SWITCHED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatFieldList, sat_field_list, GTK_TYPE_WIDGET)

static gboolean
filter_cb (GtkListBoxRow *row, gpointer user_data)
{
  SatFieldList *self = user_data;
  g_autofree char *label = sat_fold (g_object_get_data (G_OBJECT (row), "label"));

  return self->folded == NULL || strstr (label, self->folded) != NULL;
}

static void
text_changed_cb (GtkEditable *entry, SatFieldList *self)
{
  g_free (self->folded);
  self->folded = sat_fold (gtk_editable_get_text (entry));
  gtk_list_box_invalidate_filter (self->list);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, SatFieldList *self)
{
  GtkWidget *mark = g_object_get_data (G_OBJECT (row), "mark");

  if (mark != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (mark),
                                 !gtk_check_button_get_active (GTK_CHECK_BUTTON (mark)));
  else
    g_signal_emit (self, signals[CHOSEN], 0, g_object_get_data (G_OBJECT (row), "name"));
}

/* Enter takes the first line that is left. */
static void
text_done_cb (GtkSearchEntry *entry, SatFieldList *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    if (gtk_widget_get_child_visible (GTK_WIDGET (row))) {
      row_activated_cb (self->list, row, self);
      return;
    }
  }
}

/* Escape, which the entry keeps to itself. */
static void
stopped_cb (GtkSearchEntry *entry, SatFieldList *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
toggled_cb (GtkCheckButton *mark, SatFieldList *self)
{
  g_signal_emit (self, signals[SWITCHED], 0, g_object_get_data (G_OBJECT (mark), "name"),
                 gtk_check_button_get_active (mark));
}

static void
add_row (SatFieldList *self, const SatField *field, gboolean marks, gboolean on)
{
  GtkWidget *row = gtk_list_box_row_new ();
  const char *label = sat_field_get_label (field);
  GtkWidget *child;

  if (marks) {
    child = gtk_check_button_new_with_label (label);
    gtk_check_button_set_active (GTK_CHECK_BUTTON (child), on);
    g_object_set_data (G_OBJECT (child), "name", (gpointer)g_intern_string (field->name));
    g_object_set_data (G_OBJECT (row), "mark", child);
    g_signal_connect (child, "toggled", G_CALLBACK (toggled_cb), self);
    gtk_widget_set_focusable (row, FALSE);
  } else {
    child = gtk_label_new (label);
    gtk_label_set_xalign (GTK_LABEL (child), 0);
  }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), child);
  sat_widget_set_name (row, label);
  g_object_set_data (G_OBJECT (row), "name", (gpointer)g_intern_string (field->name));
  g_object_set_data_full (G_OBJECT (row), "label", g_strdup (label), g_free);
  gtk_list_box_append (self->list, row);
}

void
sat_field_list_focus (SatFieldList *self)
{
  g_return_if_fail (SAT_IS_FIELD_LIST (self));
  gtk_widget_grab_focus (self->entry);
}

const char *
sat_field_list_get_focused (SatFieldList *self)
{
  GtkWidget *row;

  g_return_val_if_fail (SAT_IS_FIELD_LIST (self), NULL);
  row = sat_widget_get_focused_child (GTK_WIDGET (self->list));
  return row != NULL ? g_object_get_data (G_OBJECT (row), "name") : NULL;
}

void
sat_field_list_move (SatFieldList *self, const char *name, int step)
{
  GtkListBoxRow *row;
  int n = 0, from = -1;
  gboolean focused;

  g_return_if_fail (SAT_IS_FIELD_LIST (self) && name != NULL);
  for (; (row = gtk_list_box_get_row_at_index (self->list, n)) != NULL; n++)
    if (g_str_equal (g_object_get_data (G_OBJECT (row), "name"), name))
      from = n;
  row = from >= 0 ? gtk_list_box_get_row_at_index (self->list, from) : NULL;
  if (row == NULL)
    return;
  focused = sat_widget_get_focused_child (GTK_WIDGET (self->list)) == GTK_WIDGET (row);
  g_object_ref (row);
  gtk_list_box_remove (self->list, GTK_WIDGET (row));
  gtk_list_box_insert (self->list, GTK_WIDGET (row),
                       (int)CLAMP ((gint64)from + step, 0, (gint64)n - 1));
  if (focused)
    gtk_widget_child_focus (GTK_WIDGET (row), GTK_DIR_TAB_FORWARD);
  g_object_unref (row);
}

void
sat_field_list_add (SatFieldList *self, const char *after, const char *name, const char *label)
{
  GtkWidget *row = gtk_list_box_row_new (), *child = gtk_label_new (label);
  GtkListBoxRow *before;
  int position = -1;

  g_return_if_fail (SAT_IS_FIELD_LIST (self) && after != NULL && name != NULL && label != NULL);
  gtk_label_set_xalign (GTK_LABEL (child), 0);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), child);
  sat_widget_set_name (row, label);
  g_object_set_data (G_OBJECT (row), "name", (gpointer)g_intern_string (name));
  g_object_set_data_full (G_OBJECT (row), "label", g_strdup (label), g_free);
  for (int i = 0; (before = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_str_equal (g_object_get_data (G_OBJECT (before), "name"), after))
      position = i + 1;
  gtk_list_box_insert (self->list, row, position);
}

static void
sat_field_list_dispose (GObject *object)
{
  g_clear_pointer (&SAT_FIELD_LIST (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (sat_field_list_parent_class)->dispose (object);
}

static void
sat_field_list_finalize (GObject *object)
{
  g_free (SAT_FIELD_LIST (object)->folded);
  G_OBJECT_CLASS (sat_field_list_parent_class)->finalize (object);
}

static void
sat_field_list_class_init (SatFieldListClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_field_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_field_list_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[CHOSEN] = g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SWITCHED] = g_signal_new ("switched", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
sat_field_list_init (SatFieldList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->entry = gtk_search_entry_new ();
  g_object_set (self->entry, "placeholder-text", _ ("Find a field"), NULL);
  sat_widget_set_name (GTK_WIDGET (self->entry), _ ("Find a field"));
  g_signal_connect (self->entry, "changed", G_CALLBACK (text_changed_cb), self);
  g_signal_connect (self->entry, "activate", G_CALLBACK (text_done_cb), self);
  g_signal_connect (self->entry, "stop-search", G_CALLBACK (stopped_cb), self);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (self->list, filter_cb, self, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "sat-suggestions");
  sat_widget_set_name (GTK_WIDGET (self->list), _ ("Fields"));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_widget_set_size_request (self->box, sat_text_pixels (LIST_WIDTH), -1);
  gtk_box_append (GTK_BOX (self->box), self->entry);
  gtk_box_append (GTK_BOX (self->box), scroller);
}

static GtkWidget *
new_list (const SatType *type, SatFieldFunc wanted, SatFieldFunc on, gpointer user_data)
{
  SatFieldList *self = g_object_new (SAT_TYPE_FIELD_LIST, NULL);

  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if (wanted (field, user_data))
      add_row (self, field, on != NULL, on != NULL && on (field, user_data));
  }
  return GTK_WIDGET (self);
}

GtkWidget *
sat_field_list_new (const SatType *type, SatFieldFunc wanted, gpointer user_data)
{
  g_return_val_if_fail (type != NULL && wanted != NULL, NULL);
  return new_list (type, wanted, NULL, user_data);
}

GtkWidget *
sat_field_list_new_with_marks (const SatType *type,
                               SatFieldFunc wanted,
                               SatFieldFunc on,
                               gpointer user_data)
{
  g_return_val_if_fail (type != NULL && wanted != NULL && on != NULL, NULL);
  return new_list (type, wanted, on, user_data);
}
