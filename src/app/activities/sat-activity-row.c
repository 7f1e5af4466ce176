/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-activity-row.h"

#include "sat-activity-menu.h"

#include <glib/gi18n-lib.h>

#include "sat-widgets.h"

struct _SatActivityRow {
  GtkWidget parent_instance;
  SatContext *context;
  SatRecord *activity;
  gulong activity_changed;
  gboolean is_short, writes, updating;
  const char *style;

  GtkWidget *check;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *about;
  GtkWidget *when;
  GtkWidget *call_button;
};

G_DEFINE_FINAL_TYPE (SatActivityRow, sat_activity_row, GTK_TYPE_WIDGET)

SatRecord *
sat_activity_row_get_activity (SatActivityRow *self)
{
  g_return_val_if_fail (SAT_IS_ACTIVITY_ROW (self), NULL);
  return self->activity;
}

/* Ticked off: crossed out, and no longer of any colour. */
static void
show_state (SatActivityRow *self, const SatActivityFace *face)
{
  gboolean done = face->state == SAT_ACTIVITY_DONE;

  if (self->style != NULL)
    gtk_widget_remove_css_class (self->when, self->style);
  self->style = face->style;
  gtk_widget_add_css_class (self->when, face->style);
  if (done)
    gtk_widget_add_css_class (GTK_WIDGET (self), "done");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "done");
  self->updating = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), done);
  self->updating = FALSE;
}

static gboolean
can_call (SatActivityRow *self)
{
  static const char *const fields[] = {"contact", "company", "opportunity"};

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (sat_record_get_int (self->activity, fields[i], 0) != 0)
      return self->writes;
  return FALSE;
}

static void
show_names (SatActivityRow *self, const SatActivityFace *face)
{
  /* Translators: a box to tick; %s is the subject of a task, a call ... */
  g_autofree char *tick = g_strdup_printf (_ ("Done: %s"), face->title);
  /* Translators: a button; %s is the subject of a task, a call ... */
  g_autofree char *call = g_strdup_printf (_ ("Log a call: %s"), face->title);

  sat_widget_set_name (self->check, tick);
  sat_widget_set_name (self->call_button, call);
  sat_widget_set_name (GTK_WIDGET (self), face->name);
}

static void
update (SatActivityRow *self)
{
  g_autoptr (SatActivityFace) face = NULL;
  gboolean only_time;

  face = sat_activity_face_new (self->activity, sat_context_get_format (self->context));
  only_time = self->is_short && *face->time != '\0' && face->state != SAT_ACTIVITY_OVERDUE;
  gtk_label_set_text (GTK_LABEL (self->title), face->title);
  gtk_label_set_text (GTK_LABEL (self->about), face->about);
  gtk_widget_set_visible (self->about, *face->about != '\0');
  gtk_label_set_text (GTK_LABEL (self->when), only_time ? face->time : face->when);
  sat_widget_set_tooltip (self->when, face->when_full);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), face->icon);
  sat_widget_set_tooltip (self->icon, face->kind);
  /* The box beside it says that it is a task. */
  gtk_widget_set_opacity (self->icon, g_str_equal (face->icon, "sat-task-symbolic") ? 0 : 1);
  gtk_widget_set_opacity (self->call_button, can_call (self) ? 1 : 0);
  gtk_widget_set_sensitive (self->call_button, can_call (self));
  show_state (self, face);
  show_names (self, face);
}

void
sat_activity_row_set_activity (SatActivityRow *self, SatRecord *activity)
{
  g_return_if_fail (SAT_IS_ACTIVITY_ROW (self));
  if (self->activity != NULL)
    g_clear_signal_handler (&self->activity_changed, self->activity);
  g_set_object (&self->activity, activity);
  if (activity == NULL)
    return;
  self->activity_changed =
      g_signal_connect_swapped (activity, "changed", G_CALLBACK (update), self);
  update (self);
}

void
sat_activity_row_set_short (SatActivityRow *self, gboolean is_short)
{
  g_return_if_fail (SAT_IS_ACTIVITY_ROW (self));
  self->is_short = is_short;
  if (self->activity != NULL)
    update (self);
}

void
sat_activity_row_toggle (SatActivityRow *self)
{
  GtkCheckButton *check;

  g_return_if_fail (SAT_IS_ACTIVITY_ROW (self));
  check = GTK_CHECK_BUTTON (self->check);
  if (self->writes)
    gtk_check_button_set_active (check, !gtk_check_button_get_active (check));
}

static void
toggled_cb (GtkCheckButton *check, SatActivityRow *self)
{
  if (self->updating || self->activity == NULL)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.set-done", "(xb)",
                              sat_record_get_id (self->activity),
                              gtk_check_button_get_active (check));
}

static void
call_clicked_cb (SatActivityRow *self)
{
  if (self->activity != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.log-call-on", "x",
                                sat_record_get_id (self->activity));
}

void
sat_activity_row_show_menu (SatActivityRow *self, double x, double y)
{
  g_return_if_fail (SAT_IS_ACTIVITY_ROW (self));
  if (self->activity != NULL)
    sat_activity_menu_popup (GTK_WIDGET (self), self->activity, self->writes, x, y);
}

static void
pressed_cb (GtkGestureClick *click, int n, double x, double y, SatActivityRow *self)
{
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  sat_activity_row_show_menu (self, x, y);
}

static void
add_menu (SatActivityRow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
sat_activity_row_dispose (GObject *object)
{
  SatActivityRow *self = SAT_ACTIVITY_ROW (object);
  GtkWidget *child;

  sat_activity_row_set_activity (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_activity_row_parent_class)->dispose (object);
}

static void
sat_activity_row_class_init (SatActivityRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_activity_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
make_texts (SatActivityRow *self)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->title = sat_label_new_short (NULL, "sat-activity-title", NULL);
  self->about = sat_label_new_short (NULL, "caption", "dim-label");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), self->title);
  gtk_box_append (GTK_BOX (texts), self->about);
  return texts;
}

static void
sat_activity_row_init (SatActivityRow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (widget);

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);
  gtk_widget_add_css_class (widget, "sat-activity");
  self->check = gtk_check_button_new ();
  self->icon = gtk_image_new ();
  self->when = sat_label_new_short (NULL, "caption", "numeric");
  self->call_button = gtk_button_new_from_icon_name ("sat-call-symbolic");
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  sat_widget_set_tooltip (self->check, _ ("Tick off (Space)"));
  gtk_widget_set_valign (self->icon, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->icon, "dim-label");
  sat_widget_set_decorative (self->icon);
  gtk_widget_set_valign (self->call_button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->call_button, "flat");
  sat_widget_set_tooltip (self->call_button, _ ("Log a call (Ctrl+L)"));
  g_signal_connect (self->check, "toggled", G_CALLBACK (toggled_cb), self);
  g_signal_connect_swapped (self->call_button, "clicked", G_CALLBACK (call_clicked_cb), self);
  gtk_widget_set_parent (self->check, widget);
  gtk_widget_set_parent (self->icon, widget);
  gtk_widget_set_parent (make_texts (self), widget);
  gtk_widget_set_parent (self->when, widget);
  gtk_widget_set_parent (self->call_button, widget);
  add_menu (self);
}

GtkWidget *
sat_activity_row_new (SatContext *context)
{
  SatActivityRow *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  self = g_object_new (SAT_TYPE_ACTIVITY_ROW, NULL);
  self->context = g_object_ref (context);
  self->writes = !sat_store_is_read_only (sat_context_get_store (context));
  gtk_widget_set_sensitive (self->check, self->writes);
  return GTK_WIDGET (self);
}
