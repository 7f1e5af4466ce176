/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-unscheduled-list.h"

#include <glib/gi18n-lib.h>

#include "sat-people-chooser.h"
#include "sat-tab-stop.h"
#include "sat-widgets.h"

/* More than these are for the view of activities. */
#define MOST 100
#define TASK "sat-task"

struct _SatUnscheduledList {
  GtkWidget parent_instance;
  SatCalendarModel *model;
  GCancellable *cancellable;
  GPtrArray *items; /* SatAgendaItem */
  gboolean writes;

  GtkListBox *list;
  GtkWidget *empty;
};

G_DEFINE_FINAL_TYPE (SatUnscheduledList, sat_unscheduled_list, GTK_TYPE_WIDGET)

static gint64
id_of (GtkWidget *row)
{
  const gint64 *id = g_object_get_data (G_OBJECT (row), TASK);

  return id != NULL ? *id : 0;
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, GtkWidget *row)
{
  return gdk_content_provider_new_typed (G_TYPE_INT64, id_of (row));
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, GtkWidget *row)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (row);

  gtk_drag_source_set_icon (source, picture, 12, 12);
}

static void
add_drag (GtkWidget *row)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE | GDK_ACTION_COPY);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), row);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), row);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (source));
}

static void
toggled_cb (GtkCheckButton *check, GtkWidget *row)
{
  gtk_widget_activate_action (row, "win.set-done", "(xb)", id_of (row),
                              gtk_check_button_get_active (check));
}

static GtkWidget *
new_label (const char *text, const char *style)
{
  GtkWidget *label = sat_label_new_short (text, style, style != NULL ? "caption" : NULL);

  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

static GtkWidget *
new_check (SatUnscheduledList *self, const SatAgendaItem *item, GtkWidget *row)
{
  GtkWidget *check = gtk_check_button_new ();
  /* Translators: a box to tick; %s is the subject of a task, a call ... */
  g_autofree char *name = g_strdup_printf (_ ("Done: %s"), item->title);

  sat_widget_set_name (check, name);
  sat_widget_set_tooltip (check, _ ("Tick off (Space)"));
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (check, FALSE);
  gtk_widget_set_sensitive (check, self->writes);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), row, 0);
  return check;
}

static GtkWidget *
new_row (SatUnscheduledList *self, const SatAgendaItem *item)
{
  SatCalendarPeople *people = sat_calendar_model_get_people (self->model);
  const SatCalendarPerson *person = sat_calendar_people_find (people, item->owner);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gboolean about = item->about != NULL && *item->about != '\0';
  g_autofree char *name = about ? g_strdup_printf ("%s, %s", item->title, item->about) : NULL;

  g_object_set_data_full (G_OBJECT (row), TASK, g_memdup2 (&item->id, sizeof item->id), g_free);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), new_label (item->title, NULL));
  if (about)
    gtk_box_append (GTK_BOX (texts), new_label (item->about, "dim-label"));
  gtk_box_append (GTK_BOX (box), new_check (self, item, row));
  gtk_box_append (GTK_BOX (box), texts);
  if (person != NULL && sat_calendar_people_is_several (people)) {
    GtkWidget *mark = sat_person_mark_new ();

    sat_person_mark_set (mark, person->initials, person->colour);
    gtk_box_append (GTK_BOX (box), mark);
  }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  sat_widget_set_name (row, name != NULL ? name : item->title);
  sat_widget_set_tooltip (row, _ ("Drag it to a time, or press Enter"));
  if (self->writes)
    add_drag (row);
  return row;
}

static gint64
focused_id (SatUnscheduledList *self)
{
  GtkWidget *row = sat_widget_get_focused_child (GTK_WIDGET (self->list));

  return row != NULL ? id_of (row) : 0;
}

static void
show_items (SatUnscheduledList *self)
{
  GtkListBoxRow *row;
  gint64 focused = focused_id (self);
  int at = 0, n = 0;

  row = (GtkListBoxRow *)sat_widget_get_focused_child (GTK_WIDGET (self->list));
  if (row != NULL)
    at = gtk_list_box_row_get_index (row);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; self->items != NULL && i < self->items->len; i++) {
    const SatAgendaItem *item = g_ptr_array_index (self->items, i);

    if (!sat_calendar_model_fits (self->model, item))
      continue;
    gtk_list_box_append (self->list, new_row (self, item));
    if (item->id == focused)
      at = n;
    n++;
  }
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_widget_set_visible (self->empty, n == 0);
  row = focused != 0 && n > 0 ? gtk_list_box_get_row_at_index (self->list, MIN (at, n - 1)) : NULL;
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* What a reading is about. */
typedef struct {
  GArray *owners;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_array_unref (reading->owners);
  g_free (reading);
}

static gpointer
read_items (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *reading = data;

  return sat_agenda_unscheduled (reader, (const gint64 *)(gpointer)reading->owners->data,
                                 reading->owners->len, MOST, cancellable, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SatUnscheduledList *self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *items = sat_context_read_finish (result, &error);

  if (items == NULL)
    return;
  g_clear_pointer (&self->items, g_ptr_array_unref);
  self->items = items;
  show_items (self);
}

static void
load (SatUnscheduledList *self)
{
  Reading *reading = g_new0 (Reading, 1);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  reading->owners = sat_calendar_people_dup_owners (sat_calendar_model_get_people (self->model));
  sat_context_read_async (sat_calendar_model_get_context (self->model), read_items, reading,
                          reading_free, (GDestroyNotify)g_ptr_array_unref, self->cancellable,
                          read_cb, self);
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, SatUnscheduledList *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "calendar.schedule", "x",
                              id_of (GTK_WIDGET (row)));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                SatUnscheduledList *self)
{
  gint64 id = focused_id (self);

  if (id == 0 || !self->writes || (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)))
    return GDK_EVENT_PROPAGATE;
  switch (key) {
  case GDK_KEY_space:
  case GDK_KEY_KP_Space:
    gtk_widget_activate_action (GTK_WIDGET (self), "win.set-done", "(xb)", id, TRUE);
    return GDK_EVENT_STOP;
  case GDK_KEY_Delete:
  case GDK_KEY_KP_Delete:
    gtk_widget_activate_action_variant (
        GTK_WIDGET (self), "win.delete-records",
        g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, &id, 1, sizeof id));
    return GDK_EVENT_STOP;
  case GDK_KEY_F2:
  case GDK_KEY_e:
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", id);
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static void
sat_unscheduled_list_dispose (GObject *object)
{
  SatUnscheduledList *self = SAT_UNSCHEDULED_LIST (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->model != NULL) {
    g_signal_handlers_disconnect_by_data (sat_calendar_model_get_pages (self->model), self);
    g_signal_handlers_disconnect_by_data (self->model, self);
  }
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (sat_unscheduled_list_parent_class)->dispose (object);
}

static void
sat_unscheduled_list_class_init (SatUnscheduledListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_unscheduled_list_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static GtkWidget *
new_list (SatUnscheduledList *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *stop = g_object_new (SAT_TYPE_TAB_STOP, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "sat-unscheduled");
  sat_widget_set_name (GTK_WIDGET (self->list), _ ("Tasks to schedule"));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  adw_bin_set_child (ADW_BIN (stop), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), stop);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

static void
sat_unscheduled_list_init (SatUnscheduledList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *title = gtk_label_new (_ ("To Schedule"));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  self->empty = gtk_label_new (_ ("Tasks without a day stand here, to be dragged into the week."));
  gtk_label_set_wrap (GTK_LABEL (self->empty), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->empty), 0);
  gtk_widget_add_css_class (self->empty, "dim-label");
  gtk_widget_add_css_class (self->empty, "caption");
  gtk_widget_set_parent (title, GTK_WIDGET (self));
  gtk_widget_set_parent (self->empty, GTK_WIDGET (self));
  gtk_widget_set_parent (new_list (self), GTK_WIDGET (self));
}

GtkWidget *
sat_unscheduled_list_new (SatCalendarModel *model)
{
  SatUnscheduledList *self;
  SatContext *context;

  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (model), NULL);
  self = g_object_new (SAT_TYPE_UNSCHEDULED_LIST, NULL);
  self->model = g_object_ref (model);
  context = sat_calendar_model_get_context (model);
  self->writes = !sat_store_is_read_only (sat_context_get_store (context));
  g_signal_connect_swapped (sat_calendar_model_get_pages (model), "stale", G_CALLBACK (load), self);
  g_signal_connect_swapped (model, "words-changed", G_CALLBACK (show_items), self);
  load (self);
  return GTK_WIDGET (self);
}

gboolean
sat_unscheduled_list_focus (SatUnscheduledList *self)
{
  g_return_val_if_fail (SAT_IS_UNSCHEDULED_LIST (self), FALSE);
  return gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

guint
sat_unscheduled_list_get_n (SatUnscheduledList *self)
{
  g_return_val_if_fail (SAT_IS_UNSCHEDULED_LIST (self), 0);
  return self->items != NULL ? self->items->len : 0;
}
