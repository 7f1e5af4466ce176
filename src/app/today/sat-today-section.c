/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-today-section.h"

#include <glib/gi18n-lib.h>

#include "sat-activity-row.h"
#include "sat-context-menu.h"
#include "sat-widgets.h"

#define FEW 6
#define MENU "menu"

struct _SatTodaySection {
  GtkWidget parent_instance;
  GtkWidget *header;
  GtkLabel *title;
  GtkLabel *count;
  GtkListBox *list;
  GtkWidget *more_row;
  GtkWidget *menu;      /* NULL before it is first shown */
  GtkWidget *menu_line; /* of which it is; may be gone */
  char *empty;
  guint n_lines;
  gboolean expanded;
  int focused; /* the line that had the focus, -1: none */
};

G_DEFINE_FINAL_TYPE (SatTodaySection, sat_today_section, GTK_TYPE_WIDGET)

gint64
sat_today_section_record_at (GtkWidget *widget)
{
  GtkWidget *row = widget != NULL ? gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW) : NULL;
  const gint64 *record = row != NULL ? g_object_get_data (G_OBJECT (row), "record") : NULL;

  return record != NULL ? *record : 0;
}

static int
focused_index (SatTodaySection *self)
{
  GtkWidget *row = sat_widget_get_focused_child (GTK_WIDGET (self->list));

  return row != NULL ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) : -1;
}

void
sat_today_section_begin (SatTodaySection *self)
{
  GtkWidget *row;

  g_return_if_fail (SAT_IS_TODAY_SECTION (self));
  self->focused = focused_index (self);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  self->more_row = NULL;
  self->n_lines = 0;
}

void
sat_today_section_add (SatTodaySection *self, GtkWidget *line, gint64 record)
{
  GtkWidget *row;
  gint64 *kept;

  g_return_if_fail (SAT_IS_TODAY_SECTION (self) && GTK_IS_WIDGET (line));
  row = gtk_list_box_row_new ();
  kept = g_new (gint64, 1);
  *kept = record;
  g_object_set_data_full (G_OBJECT (row), "record", kept, g_free);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY, line,
                                  NULL, -1);
  gtk_widget_set_visible (row, self->expanded || self->n_lines < FEW);
  gtk_list_box_append (self->list, row);
  self->n_lines++;
}

static void
add_empty (SatTodaySection *self)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (self->empty);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "sat-today-empty");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  sat_widget_set_name (row, self->empty);
  gtk_list_box_append (self->list, row);
}

static void
add_more (SatTodaySection *self, guint total)
{
  g_autofree char *text =
      self->expanded ? g_strdup (_ ("Show Fewer"))
                     : g_strdup_printf (ngettext ("Show All %u", "Show All %u", total), total);
  GtkWidget *label = gtk_label_new (text);

  self->more_row = gtk_list_box_row_new ();
  gtk_widget_add_css_class (label, "sat-today-more");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->more_row), label);
  sat_widget_set_name (self->more_row, text);
  gtk_list_box_append (self->list, self->more_row);
}

static void
restore_focus (SatTodaySection *self)
{
  GtkListBoxRow *row = NULL;

  for (int i = self->focused; i >= 0 && row == NULL; i--) {
    row = gtk_list_box_get_row_at_index (self->list, i);
    if (row != NULL && !gtk_widget_get_visible (GTK_WIDGET (row)))
      row = NULL;
  }
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

void
sat_today_section_end (SatTodaySection *self, guint total)
{
  g_autofree char *number = g_strdup_printf ("%u", total);

  g_return_if_fail (SAT_IS_TODAY_SECTION (self));
  gtk_label_set_text (self->count, total > 0 ? number : "");
  if (self->n_lines == 0)
    add_empty (self);
  else if (self->n_lines > FEW)
    add_more (self, self->n_lines);
  if (self->focused >= 0)
    restore_focus (self);
}

static void
toggle_more (SatTodaySection *self)
{
  GtkListBoxRow *row;
  guint n = self->n_lines;

  self->expanded = !self->expanded;
  for (guint i = 0; i < n && (row = gtk_list_box_get_row_at_index (self->list, (int)i)) != NULL;
       i++)
    gtk_widget_set_visible (GTK_WIDGET (row), self->expanded || i < FEW);
  gtk_list_box_remove (self->list, self->more_row);
  add_more (self, n);
  gtk_widget_grab_focus (self->more_row);
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, SatTodaySection *self)
{
  const gint64 *record = g_object_get_data (G_OBJECT (row), "record");

  if (record != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", *record);
  else if (GTK_WIDGET (row) == self->more_row)
    toggle_more (self);
}

/* The focus goes back to the line, so that the keys go on from there. */
static void
menu_closed_cb (SatTodaySection *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (self->menu_line != NULL && (focus == NULL || gtk_widget_is_ancestor (focus, self->menu)))
    gtk_widget_grab_focus (gtk_widget_get_ancestor (self->menu_line, GTK_TYPE_LIST_BOX_ROW));
}

/* @x and @y: in @line. FALSE: it has no menu. */
static gboolean
show_menu (SatTodaySection *self, GtkWidget *line, double x, double y)
{
  GMenuModel *model = g_object_get_data (G_OBJECT (line), MENU);
  graphene_point_t point;

  if (SAT_IS_ACTIVITY_ROW (line)) {
    sat_activity_row_show_menu (SAT_ACTIVITY_ROW (line), x, y);
    return TRUE;
  }
  if (model == NULL ||
      !gtk_widget_compute_point (line, GTK_WIDGET (self), &GRAPHENE_POINT_INIT ((float)x, (float)y),
                                 &point))
    return FALSE;
  if (self->menu == NULL) {
    self->menu = sat_context_menu_new (GTK_WIDGET (self), NULL);
    g_signal_connect_swapped (self->menu, "closed", G_CALLBACK (menu_closed_cb), self);
  }
  g_set_weak_pointer (&self->menu_line, line);
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), model);
  sat_context_menu_popup (self->menu, point.x, point.y);
  return TRUE;
}

/* An activity's line has a menu of its own. */
static void
pressed_cb (GtkGestureClick *click, int n, double x, double y, SatTodaySection *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->list, (int)y);
  GtkWidget *line = row != NULL ? gtk_list_box_row_get_child (row) : NULL;
  graphene_point_t point;

  if (line != NULL && !SAT_IS_ACTIVITY_ROW (line) &&
      gtk_widget_compute_point (GTK_WIDGET (self->list), line,
                                &GRAPHENE_POINT_INIT ((float)x, (float)y), &point) &&
      show_menu (self, line, point.x, point.y))
    gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
add_menu (SatTodaySection *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (click));
}

/* Space and the Menu key on a line as a whole. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                SatTodaySection *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *line;

  if (!GTK_IS_LIST_BOX_ROW (focus))
    return GDK_EVENT_PROPAGATE;
  line = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (focus));
  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK))
    return show_menu (self, line, 24, gtk_widget_get_height (line));
  if ((key != GDK_KEY_space && key != GDK_KEY_KP_Space) || !SAT_IS_ACTIVITY_ROW (line))
    return GDK_EVENT_PROPAGATE;
  sat_activity_row_toggle (SAT_ACTIVITY_ROW (line));
  return GDK_EVENT_STOP;
}

void
sat_today_line_set_menu (GtkWidget *line, GMenuModel *menu)
{
  g_return_if_fail (GTK_IS_WIDGET (line) && G_IS_MENU_MODEL (menu));
  g_object_set_data_full (G_OBJECT (line), MENU, g_object_ref (menu), g_object_unref);
}

gboolean
sat_today_section_focus (SatTodaySection *self)
{
  g_return_val_if_fail (SAT_IS_TODAY_SECTION (self), FALSE);
  if (self->n_lines == 0)
    return FALSE;
  return gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0)));
}

void
sat_today_section_add_button (SatTodaySection *self, GtkWidget *button)
{
  g_return_if_fail (SAT_IS_TODAY_SECTION (self) && GTK_IS_WIDGET (button));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->header), button);
}

static void
sat_today_section_dispose (GObject *object)
{
  GtkWidget *child;

  g_clear_weak_pointer (&SAT_TODAY_SECTION (object)->menu_line);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (sat_today_section_parent_class)->dispose (object);
}

static void
sat_today_section_finalize (GObject *object)
{
  g_free (SAT_TODAY_SECTION (object)->empty);
  G_OBJECT_CLASS (sat_today_section_parent_class)->finalize (object);
}

static void
sat_today_section_class_init (SatTodaySectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_today_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_today_section_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
sat_today_section_init (SatTodaySection *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->header, "sat-today-header");
  self->title = GTK_LABEL (gtk_label_new (NULL));
  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "numeric");
  gtk_label_set_xalign (self->count, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_box_append (GTK_BOX (self->header), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (self->header), GTK_WIDGET (self->count));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "sat-today-list");
  g_signal_connect (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  add_menu (self);
  gtk_widget_set_parent (self->header, GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
  self->focused = -1;
}

GtkWidget *
sat_today_section_new (const char *title, const char *empty)
{
  SatTodaySection *self;

  g_return_val_if_fail (title != NULL && empty != NULL, NULL);
  self = g_object_new (SAT_TYPE_TODAY_SECTION, NULL);
  self->empty = g_strdup (empty);
  gtk_label_set_text (self->title, title);
  sat_widget_set_name (GTK_WIDGET (self->list), title);
  return GTK_WIDGET (self);
}
