/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-record-view.h"

#include "sat-columns-button.h"
#include "sat-list-tools.h"
#include "sat-settings.h"
#include "sat-window.h"

struct _SatRecordView {
  GtkWidget parent_instance;

  const SatViewInfo *info;
  SatSavedList *list; /* NULL: one of the usual views */
  GSettings *settings;
  SatListTools *tools;
  SatRecordTable *table;
  SatFilterBar *bar;
  GtkWidget *columns_button;
};

static void view_iface_init (SatViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SatRecordView,
                               sat_record_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (SAT_TYPE_VIEW, view_iface_init))

SatRecordTable *
sat_record_view_get_table (SatRecordView *self)
{
  g_return_val_if_fail (SAT_IS_RECORD_VIEW (self), NULL);
  return self->table;
}

SatFilterBar *
sat_record_view_get_filter_bar (SatRecordView *self)
{
  g_return_val_if_fail (SAT_IS_RECORD_VIEW (self), NULL);
  return self->bar;
}

static void
selected_cb (SatRecordTable *table, gint64 id, SatRecordView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (id != 0 && SAT_IS_WINDOW (root) && !sat_window_get_narrow (SAT_WINDOW (root)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", id);
}

static void
activated_cb (SatRecordTable *table, gint64 id, SatRecordView *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-details", NULL);
}

static void
counted_cb (SatRecordTable *table, SatRecordView *self)
{
  g_autofree char *count = sat_record_table_describe_count (table);

  sat_view_emit_subtitle (SAT_VIEW (self), count);
}

static void
clear_filter_cb (SatRecordTable *table, SatRecordView *self)
{
  sat_filter_bar_clear (self->bar);
}

/* A saved list may have a part that chips cannot show. */
static void
filter_changed_cb (SatFilterBar *bar, SatRecordView *self)
{
  SatFilter *shown = sat_filter_bar_get_filter (bar);
  SatFilter *fixed = self->list != NULL ? sat_saved_list_get_fixed_filter (self->list) : NULL;
  g_autoptr (SatFilter) whole = NULL;

  if (fixed != NULL && shown != NULL) {
    SatFilter *both[] = {sat_filter_ref (fixed), sat_filter_ref (shown)};

    whole = sat_filter_all (both, 2);
  }
  sat_record_table_set_filter (self->table, whole != NULL ? whole : shown != NULL ? shown : fixed);
}

static void
reload_settings (SatRecordView *self)
{
  sat_filter_bar_reload (self->bar);
  sat_record_table_reload_columns (self->table);
}

static void
reload_settings_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  reload_settings (SAT_RECORD_VIEW (widget));
}

/* Saved by this view, another window or another device. */
static void
list_changed_cb (SatSavedList *list, SatRecordView *self)
{
  if (sat_saved_list_adopt (list, self->settings))
    reload_settings (self);
}

static SatRecordTable *
get_table (GtkWidget *view)
{
  return SAT_RECORD_VIEW (view)->table;
}

static void
words_changed_cb (SatFilterBar *bar, SatRecordView *self)
{
  sat_record_table_set_words (self->table, sat_filter_bar_get_words (bar));
}

static void
choose_columns_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (SAT_RECORD_VIEW (widget)->columns_button));
}

static const char *
record_view_get_type_name (SatView *view)
{
  return SAT_RECORD_VIEW (view)->info->type;
}

static void
record_view_focus_filter (SatView *view)
{
  sat_filter_bar_focus (SAT_RECORD_VIEW (view)->bar);
}

static void
record_view_focus_records (SatView *view)
{
  sat_record_table_focus (SAT_RECORD_VIEW (view)->table);
}

static gboolean
record_view_select_record (SatView *view, gint64 id)
{
  return sat_record_table_select (SAT_RECORD_VIEW (view)->table, id);
}

static gint64
record_view_get_selected (SatView *view)
{
  g_autoptr (GArray) ids = sat_record_table_get_selected (SAT_RECORD_VIEW (view)->table);

  return ids->len == 1 ? g_array_index (ids, gint64, 0) : 0;
}

static GtkWidget *
record_view_get_table (SatView *view)
{
  return GTK_WIDGET (SAT_RECORD_VIEW (view)->table);
}

static void
record_view_set_filter (SatView *view, SatFilter *filter)
{
  sat_filter_bar_set_filter (SAT_RECORD_VIEW (view)->bar, filter);
}

static void
view_iface_init (SatViewInterface *iface)
{
  iface->get_type_name = record_view_get_type_name;
  iface->focus_filter = record_view_focus_filter;
  iface->focus_records = record_view_focus_records;
  iface->select_record = record_view_select_record;
  iface->get_selected = record_view_get_selected;
  iface->get_table = record_view_get_table;
  iface->set_filter = record_view_set_filter;
}

static void
sat_record_view_dispose (GObject *object)
{
  SatRecordView *self = SAT_RECORD_VIEW (object);
  GtkWidget *child;

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_object (&self->tools);
  g_clear_object (&self->settings);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (sat_record_view_parent_class)->dispose (object);
}

static void
sat_record_view_class_init (SatRecordViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_record_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_install_action (widget_class, "table.choose-columns", NULL, choose_columns_cb);
  gtk_widget_class_install_action (widget_class, "view.reload-settings", NULL, reload_settings_cb);
}

static void
sat_record_view_init (SatRecordView *self)
{
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
sat_record_view_new (SatContext *context, const SatViewInfo *info)
{
  SatRecordView *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && info != NULL && info->type != NULL, NULL);
  self = g_object_new (SAT_TYPE_RECORD_VIEW, NULL);
  self->settings = sat_settings_for_view (info->name);
  self->info = info;
  if (info->list != NULL) {
    self->list = g_object_ref (info->list);
    sat_saved_list_adopt (self->list, self->settings);
    g_signal_connect (self->list, "changed", G_CALLBACK (list_changed_cb), self);
  }
  self->table = SAT_RECORD_TABLE (sat_record_table_new (context, info->type, info->name));
  self->bar = SAT_FILTER_BAR (sat_filter_bar_new (context, info->type, self->settings));
  self->columns_button =
      sat_columns_button_new (context, info->type, sat_record_table_get_columns (self->table));
  if (self->list != NULL)
    sat_filter_bar_keep_words (self->bar);
  sat_record_table_set_words (self->table, sat_filter_bar_get_words (self->bar));
  sat_filter_bar_add_end (self->bar, self->columns_button);
  sat_filter_bar_set_key_capture (self->bar, GTK_WIDGET (self->table));
  gtk_widget_set_parent (GTK_WIDGET (self->bar), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->table), GTK_WIDGET (self));
  self->tools = sat_list_tools_new (context, info->type, self->settings, self->list,
                                    GTK_WIDGET (self), self->bar, get_table);
  filter_changed_cb (self->bar, self);
  g_signal_connect (self->table, "selected", G_CALLBACK (selected_cb), self);
  g_signal_connect (self->table, "activated", G_CALLBACK (activated_cb), self);
  g_signal_connect (self->table, "counted", G_CALLBACK (counted_cb), self);
  g_signal_connect (self->table, "clear-filter", G_CALLBACK (clear_filter_cb), self);
  g_signal_connect (self->bar, "changed", G_CALLBACK (filter_changed_cb), self);
  g_signal_connect (self->bar, "words-changed", G_CALLBACK (words_changed_cb), self);
  return GTK_WIDGET (self);
}
