/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-finder.h"

#include <glib/gi18n-lib.h>

#include "sat-labels.h"
#include "sat-reference-search.h"
#include "sat-widgets.h"

#define SUGGESTIONS_EACH 4
#define LIST_HEIGHT 300

struct _SatFinder {
  GtkWidget parent_instance;
  SatContext *context;
  const char *type_name;
  const char *const *fields;
  gboolean again;

  GtkWidget *entry;
  GtkPopover *popover;
  GtkListBox *list;

  const char *picked; /* a field, as long as the text is @picked_title */
  gint64 picked_id;
  char *picked_title;
  gboolean setting;
};

enum {
  PICKED,
  ENTERED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatFinder, sat_finder, GTK_TYPE_WIDGET)

/* What a row stands for. */
typedef struct {
  const char *field;
  gint64 id;
  char *title;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_free (choice->title);
  g_free (choice);
}

const char *
sat_finder_get_text (SatFinder *self)
{
  g_return_val_if_fail (SAT_IS_FINDER (self), NULL);
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
sat_finder_set_text (SatFinder *self, const char *text)
{
  g_return_if_fail (SAT_IS_FINDER (self) && text != NULL);
  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->setting = FALSE;
}

const char *
sat_finder_get_picked (SatFinder *self, gint64 *id)
{
  g_return_val_if_fail (SAT_IS_FINDER (self) && id != NULL, NULL);
  if (self->picked == NULL || g_strcmp0 (sat_finder_get_text (self), self->picked_title) != 0)
    return NULL;
  *id = self->picked_id;
  return self->picked;
}

static void
pick (SatFinder *self, GtkListBoxRow *row)
{
  const Choice *choice = g_object_get_data (G_OBJECT (row), "sat-choice");
  const char *field = choice->field;
  gint64 id = choice->id;

  self->picked = field;
  self->picked_id = id;
  g_free (self->picked_title);
  self->picked_title = g_strdup (choice->title);
  sat_finder_set_text (self, self->again ? "" : self->picked_title);
  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[PICKED], 0, field, id);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, SatFinder *self)
{
  pick (self, row);
}

static GtkWidget *
new_label (const char *text, gboolean detail)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (detail) {
    gtk_widget_add_css_class (label, "caption");
    gtk_widget_add_css_class (label, "dim-label");
  }
  return label;
}

static GtkWidget *
new_row (const SatField *field, const SatType *target, const SatCandidate *candidate)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *icon = gtk_image_new_from_icon_name (sat_labels_icon (target));
  Choice *choice = g_new0 (Choice, 1);
  g_autofree char *name =
      g_strdup_printf ("%s, %s", sat_labels_singular (target), candidate->title);

  *choice = (Choice){field->name, candidate->id, g_strdup (candidate->title)};
  sat_widget_set_decorative (icon);
  gtk_widget_add_css_class (icon, "dim-label");
  gtk_box_append (GTK_BOX (texts), new_label (candidate->title, FALSE));
  if (*candidate->detail != '\0')
    gtk_box_append (GTK_BOX (texts), new_label (candidate->detail, TRUE));
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_focusable (row, FALSE);
  sat_widget_set_name (row, name);
  g_object_set_data_full (G_OBJECT (row), "sat-choice", choice, choice_free);
  return row;
}

static guint
add_found (SatFinder *self, const char *field_name, const char *text)
{
  const SatType *type = sat_context_get_type_by_name (self->context, self->type_name);
  const SatField *field = sat_type_field (type, field_name);
  const SatType *target = sat_context_get_type_by_name (self->context, field->target);
  g_autoptr (GPtrArray) found = sat_reference_search (self->context, field, text, SUGGESTIONS_EACH);

  for (guint i = 0; i < found->len; i++)
    gtk_list_box_append (self->list, new_row (field, target, g_ptr_array_index (found, i)));
  return found->len;
}

static void
fill (SatFinder *self)
{
  g_autofree char *text = g_strstrip (g_strdup (sat_finder_get_text (self)));
  GtkWidget *row;
  guint n = 0;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; *text != '\0' && self->fields[i] != NULL; i++)
    n += add_found (self, self->fields[i], text);
  if (n == 0) {
    gtk_popover_popdown (self->popover);
    return;
  }
  if (!self->again)
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  gtk_widget_set_size_request (GTK_WIDGET (self->popover), gtk_widget_get_width (self->entry), -1);
  gtk_popover_popup (self->popover);
}

static void
text_changed_cb (SatFinder *self)
{
  if (!self->setting && gtk_widget_get_mapped (self->entry))
    fill (self);
}

static void
activate_cb (SatFinder *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (gtk_widget_get_visible (GTK_WIDGET (self->popover)) && row != NULL) {
    pick (self, row);
    return;
  }
  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[ENTERED], 0);
}

static void
move_selection (SatFinder *self, int step)
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
                SatFinder *self)
{
  gboolean open = gtk_widget_get_visible (GTK_WIDGET (self->popover));

  switch (key) {
  case GDK_KEY_Down:
  case GDK_KEY_Up:
    if (open)
      move_selection (self, key == GDK_KEY_Down ? 1 : -1);
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
focus_left_cb (SatFinder *self)
{
  gtk_popover_popdown (self->popover);
}

static void
sat_finder_dispose (GObject *object)
{
  SatFinder *self = SAT_FINDER (object);

  if (self->popover != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->popover));
  self->popover = NULL;
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_finder_parent_class)->dispose (object);
}

static void
sat_finder_finalize (GObject *object)
{
  g_free (SAT_FINDER (object)->picked_title);
  G_OBJECT_CLASS (sat_finder_parent_class)->finalize (object);
}

static gboolean
sat_finder_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SAT_FINDER (widget)->entry);
}

static void
sat_finder_class_init (SatFinderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_finder_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_finder_finalize;
  widget_class->grab_focus = sat_finder_grab_focus;
  signals[PICKED] = g_signal_new ("picked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);
  signals[ENTERED] =
      g_signal_new ("entered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
make_popover (SatFinder *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_widget_set_focusable (GTK_WIDGET (self->list), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "sat-suggestions");
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
sat_finder_init (SatFinder *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->entry = gtk_entry_new ();
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  make_popover (self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (self->entry, focus);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (text_changed_cb), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (activate_cb), self);
}

GtkWidget *
sat_finder_new (SatContext *context,
                const char *type_name,
                const char *const *fields,
                const char *label,
                gboolean again)
{
  SatFinder *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && type_name != NULL && fields != NULL, NULL);
  self = g_object_new (SAT_TYPE_FINDER, NULL);
  self->context = g_object_ref (context);
  self->type_name = type_name;
  self->fields = fields;
  self->again = again;
  sat_widget_set_name (self->entry, label);
  sat_widget_set_name (GTK_WIDGET (self->list), label);
  return GTK_WIDGET (self);
}

void
sat_finder_set_placeholder (SatFinder *self, const char *text)
{
  g_return_if_fail (SAT_IS_FINDER (self));
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), text);
}
