/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-list-tools.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-labels.h"
#include "sat-list-export.h"
#include "sat-list-print.h"
#include "sat-settings.h"
#include "sat-widgets.h"

struct _SatListTools {
  GObject parent_instance;
  SatContext *context;
  char *type_name;
  GSettings *settings;
  SatSavedList *list; /* NULL: one of the usual views */
  GtkWidget *view;    /* weak: it owns us */
  SatFilterBar *bar;  /* in the view */
  SatListToolsTable get_table;
  GSimpleActionGroup *actions;
  GtkWidget *button;
  GtkWidget *save_button; /* while a saved list differs from what is saved */
  guint check_idle;
};

G_DEFINE_FINAL_TYPE (SatListTools, sat_list_tools, G_TYPE_OBJECT)

static const SatType *
get_type_of (SatListTools *self)
{
  return sat_context_get_type_by_name (self->context, self->type_name);
}

static gboolean
check_cb (gpointer user_data)
{
  SatListTools *self = user_data;
  gboolean changed = self->list != NULL && sat_saved_list_is_changed (self->list, self->settings);
  GActionMap *map = G_ACTION_MAP (self->actions);

  self->check_idle = 0;
  gtk_widget_set_visible (self->save_button, changed);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "save")), changed);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "discard")),
                               changed);
  return G_SOURCE_REMOVE;
}

static void
check_soon (SatListTools *self)
{
  if (self->check_idle == 0)
    self->check_idle = g_idle_add (check_cb, self);
}

static void
open_created_cb (gint64 id, const GError *error, gpointer user_data)
{
  SatListTools *self = user_data;

  if (error == NULL && self->view != NULL)
    gtk_widget_activate_action (self->view, "win.show-list", "x", id);
}

static void
save_as_named_cb (const char *name, gpointer user_data)
{
  SatListTools *self = user_data;
  SatRecordColumns *columns;
  g_autofree char *sort = NULL;
  g_autofree char *words = NULL;
  g_auto (GStrv) shown = NULL;

  if (self->view == NULL)
    return;
  words = g_strstrip (g_strdup (sat_filter_bar_get_words (self->bar)));
  columns = sat_record_table_get_columns (self->get_table (self->view));
  sort = sat_record_columns_get_sort (columns);
  shown = sat_record_columns_get_shown (columns);
  sat_saved_list_create (self->context, name, self->type_name, self->settings, sort,
                         (const char *const *)shown, words, open_created_cb, self, self);
}

static void
save_as_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatListTools *self = user_data;

  sat_list_tools_ask_name (self->view, _ ("Save as a List"),
                           _ ("Words, filter, columns and order are kept under this name in the "
                              "sidebar. "
                              "The list follows your data."),
                           NULL, _ ("_Save"), save_as_named_cb, g_object_ref (self),
                           g_object_unref);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatListTools *self = user_data;

  if (self->list != NULL)
    sat_saved_list_save (self->list, self->context, self->settings);
}

static void
discard_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatListTools *self = user_data;

  if (self->list == NULL)
    return;
  sat_saved_list_discard (self->list, self->settings);
  gtk_widget_activate_action (self->view, "view.reload-settings", NULL);
}

static void
rename_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatListTools *self = user_data;

  if (self->list != NULL)
    gtk_widget_activate_action (self->view, "win.rename-list", "x",
                                sat_saved_list_get_id (self->list));
}

static void
delete_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatListTools *self = user_data;

  if (self->list != NULL)
    gtk_widget_activate_action (self->view, "win.delete-list", "x",
                                sat_saved_list_get_id (self->list));
}

static void
sort_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatListTools *self = user_data;
  SatRecordColumns *columns = sat_record_table_get_columns (self->get_table (self->view));
  const char *field = g_variant_get_string (parameter, NULL);
  g_autofree char *sort = sat_record_columns_get_sort (columns);

  sat_record_columns_set_sort (columns, field, g_str_has_suffix (sort, ":desc"));
}

static void
descending_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatListTools *self = user_data;
  SatRecordColumns *columns = sat_record_table_get_columns (self->get_table (self->view));
  g_autofree char *sort = sat_record_columns_get_sort (columns);
  gboolean descending = g_str_has_suffix (sort, ":desc");

  sort[strcspn (sort, ":")] = '\0';
  sat_record_columns_set_sort (columns, sort, !descending);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatListTools *self = user_data;
  GtkRoot *root = gtk_widget_get_root (self->view);

  sat_list_export_ask (self->get_table (self->view), self->context,
                       GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
}

static gpointer
read_ids (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  return sat_query_ids (data, reader, cancellable, error);
}

static void
print_ids (SatListTools *self, GArray *ids)
{
  SatRecordColumns *columns = sat_record_table_get_columns (self->get_table (self->view));
  g_auto (GStrv) shown = sat_record_columns_get_shown (columns);
  g_autofree int *widths = sat_record_columns_get_widths (columns);
  const char *title = self->list != NULL ? sat_saved_list_get_name (self->list)
                                         : sat_labels_plural (get_type_of (self));
  GtkRoot *root = gtk_widget_get_root (self->view);
  g_autoptr (GtkPrintOperation) operation = sat_list_print_new (
      self->context, title, self->type_name, ids, (const char *const *)shown, widths);

  /* It goes on by itself, and tells of errors by itself. */
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
}

static void
ids_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SatListTools) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = sat_context_read_finish (result, &error);

  if (self->view == NULL)
    return;
  if (ids != NULL)
    print_ids (self, ids);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sat_context_say (self->context, error->message);
}

/* Several selected rows, or the whole list. */
static void
print_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatListTools *self = user_data;
  SatRecordTable *table = self->get_table (self->view);
  g_autoptr (GArray) ids = sat_record_table_get_selected (table);

  if (ids->len > 1)
    print_ids (self, ids);
  else
    sat_context_read_async (self->context, read_ids, sat_record_table_dup_query (table),
                            (GDestroyNotify)sat_query_free, (GDestroyNotify)g_array_unref, NULL,
                            ids_read_cb, g_object_ref (self));
}

static const GActionEntry entries[] = {
    {"save-as", save_as_cb, NULL, NULL, NULL, {0}},
    {"save", save_cb, NULL, NULL, NULL, {0}},
    {"discard", discard_cb, NULL, NULL, NULL, {0}},
    {"rename", rename_cb, NULL, NULL, NULL, {0}},
    {"delete", delete_cb, NULL, NULL, NULL, {0}},
    {"sort", sort_cb, "s", "''", NULL, {0}},
    {"export", export_cb, NULL, NULL, NULL, {0}},
    {"print", print_cb, NULL, NULL, NULL, {0}},
    {"descending", descending_cb, NULL, "false", NULL, {0}},
};

/* The order as it is now, for the marks in the menu. */
static void
show_sort (SatListTools *self, SatRecordColumns *columns)
{
  GActionMap *map = G_ACTION_MAP (self->actions);
  g_autofree char *sort = sat_record_columns_get_sort (columns);
  gboolean descending = g_str_has_suffix (sort, ":desc");

  sort[strcspn (sort, ":")] = '\0';
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "sort")),
                             g_variant_new_string (sort));
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "descending")),
                             g_variant_new_boolean (descending));
}

static GMenu *
make_sort_menu (SatListTools *self, SatRecordColumns *columns)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) fields = g_menu_new ();
  g_autoptr (GMenu) way = g_menu_new ();
  g_auto (GStrv) shown = sat_record_columns_get_shown (columns);

  for (guint i = 0; shown[i] != NULL; i++) {
    const SatField *field = sat_type_field (get_type_of (self), shown[i]);
    g_autoptr (GMenuItem) item = NULL;

    if (field == NULL || field->kind == SAT_KIND_SET)
      continue;
    item = g_menu_item_new (sat_field_get_label (field), NULL);
    g_menu_item_set_action_and_target (item, "list.sort", "s", shown[i]);
    g_menu_append_item (fields, item);
  }
  g_menu_append (way, _ ("_Descending"), "list.descending");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (fields));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (way));
  return menu;
}

static void
append_saving (SatListTools *self, GMenu *menu)
{
  g_autoptr (GMenu) section = g_menu_new ();

  if (self->list != NULL) {
    g_menu_append (section, _ ("_Save Changes"), "list.save");
    g_menu_append (section, _ ("_Drop Changes"), "list.discard");
    g_menu_append (section, _ ("Save as _New List…"), "list.save-as");
    g_menu_append (section, _ ("_Rename List…"), "list.rename");
    g_menu_append (section, _ ("De_lete List"), "list.delete");
  } else {
    g_menu_append (section, _ ("_Save as a List…"), "list.save-as");
  }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

/* Made anew each time: columns and lists come and go. */
static void
fill_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  SatListTools *self = user_data;
  SatRecordColumns *columns = sat_record_table_get_columns (self->get_table (self->view));
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) sorting = make_sort_menu (self, columns);
  g_autoptr (GMenu) order = g_menu_new ();
  g_autoptr (GMenu) files = g_menu_new ();
  g_autoptr (GMenu) deleted = g_menu_new ();

  show_sort (self, columns);
  g_menu_append_submenu (order, _ ("S_ort By"), G_MENU_MODEL (sorting));
  g_menu_append (order, _ ("_Choose Columns…"), "table.choose-columns");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (order));
  append_saving (self, menu);
  g_menu_append (files, _ ("_Export…"), "list.export");
  g_menu_append (files, _ ("_Print…"), "list.print");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (files));
  g_menu_append (deleted, _ ("_Deleted Records…"), "win.show-deleted");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (deleted));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
sat_list_tools_dispose (GObject *object)
{
  SatListTools *self = SAT_LIST_TOOLS (object);

  g_clear_handle_id (&self->check_idle, g_source_remove);
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->actions);
  g_clear_object (&self->settings);
  g_clear_object (&self->list);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_list_tools_parent_class)->dispose (object);
}

static void
sat_list_tools_finalize (GObject *object)
{
  g_free (SAT_LIST_TOOLS (object)->type_name);
  G_OBJECT_CLASS (sat_list_tools_parent_class)->finalize (object);
}

static void
sat_list_tools_class_init (SatListToolsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_list_tools_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_list_tools_finalize;
}

static void
sat_list_tools_init (SatListTools *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

static void
add_buttons (SatListTools *self, SatFilterBar *bar)
{
  self->save_button = gtk_button_new_with_mnemonic (_ ("_Save Changes"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->save_button), "list.save");
  sat_widget_set_tooltip (self->save_button, _ ("The list differs from what is saved"));
  gtk_widget_set_visible (self->save_button, FALSE);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "view-more-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), fill_menu_cb, self, NULL);
  sat_widget_set_tooltip (self->button, _ ("Order, save, export or print the list (Ctrl+M)"));
  sat_widget_set_name (self->button, _ ("List menu"));
  sat_filter_bar_add_end (bar, self->save_button);
  sat_filter_bar_add_end (bar, self->button);
}

static gboolean
open_menu_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  SatListTools *self = user_data;

  /* Other views of the window are there too, behind this one. */
  if (!gtk_widget_get_mapped (self->button))
    return FALSE;
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->button));
  return TRUE;
}

/* Ctrl+M, wherever the focus is. */
static void
add_key (SatListTools *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_m, GDK_CONTROL_MASK),
                        gtk_callback_action_new (open_menu_cb, self, NULL)));
  gtk_widget_add_controller (self->view, keys);
}

SatListTools *
sat_list_tools_new (SatContext *context,
                    const char *type_name,
                    GSettings *settings,
                    SatSavedList *list,
                    GtkWidget *view,
                    SatFilterBar *bar,
                    SatListToolsTable get_table)
{
  SatListTools *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && type_name != NULL, NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings) && GTK_IS_WIDGET (view), NULL);
  g_return_val_if_fail (SAT_IS_FILTER_BAR (bar) && get_table != NULL, NULL);
  self = g_object_new (SAT_TYPE_LIST_TOOLS, NULL);
  self->context = g_object_ref (context);
  self->type_name = g_strdup (type_name);
  self->settings = g_object_ref (settings);
  self->list = list != NULL ? g_object_ref (list) : NULL;
  g_set_weak_pointer (&self->view, view);
  self->bar = bar;
  self->get_table = get_table;
  add_buttons (self, bar);
  add_key (self);
  gtk_widget_insert_action_group (view, "list", G_ACTION_GROUP (self->actions));
  g_signal_connect_swapped (settings, "changed", G_CALLBACK (check_soon), self);
  if (list != NULL)
    g_signal_connect_swapped (list, "changed", G_CALLBACK (check_soon), self);
  check_soon (self);
  return self;
}

GtkWidget *
sat_list_tools_get_button (SatListTools *self)
{
  g_return_val_if_fail (SAT_IS_LIST_TOOLS (self), NULL);
  return self->button;
}
