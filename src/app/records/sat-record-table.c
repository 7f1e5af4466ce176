/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-record-table-private.h"

#include <glib/gi18n-lib.h>

#include "sat-labels.h"
#include "sat-settings.h"
#include "sat-tab-stop.h"
#include "sat-widgets.h"

/* Arrows that are held down pass over records without loading each one's details. */
#define SELECTED_DELAY_MS 80

enum {
  SELECTED,
  ACTIVATED,
  COUNTED,
  CLEAR_FILTER,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatRecordTable, sat_record_table, GTK_TYPE_WIDGET)

const SatType *
sat_record_table_get_type_of (SatRecordTable *self)
{
  return sat_context_get_type_by_name (self->context, self->type_name);
}

SatListModel *
sat_record_table_get_model (SatRecordTable *self)
{
  g_return_val_if_fail (SAT_IS_RECORD_TABLE (self), NULL);
  return self->model;
}

GtkSelectionModel *
sat_record_table_get_selection (SatRecordTable *self)
{
  g_return_val_if_fail (SAT_IS_RECORD_TABLE (self), NULL);
  return GTK_SELECTION_MODEL (self->selection);
}

SatRecordColumns *
sat_record_table_get_columns (SatRecordTable *self)
{
  g_return_val_if_fail (SAT_IS_RECORD_TABLE (self), NULL);
  return self->columns;
}

SatQuery *
sat_record_table_dup_query (SatRecordTable *self)
{
  SatQuery *query;
  g_autofree char *sort = NULL;

  g_return_val_if_fail (SAT_IS_RECORD_TABLE (self), NULL);
  query = sat_query_new (self->type_name);
  sat_query_set_filter (query, self->filter);
  sat_query_set_words (query, self->words);
  sort = sat_record_columns_get_sort (self->columns);
  if (*sort != '\0')
    sat_query_set_sort_text (query, sort, NULL);
  return query;
}

static void
run_query (SatRecordTable *self)
{
  g_autoptr (SatQuery) query = NULL;

  if (!self->begun)
    return;
  query = sat_record_table_dup_query (self);
  sat_list_model_set_query (self->model, query);
}

void
sat_record_table_reload_columns (SatRecordTable *self)
{
  g_return_if_fail (SAT_IS_RECORD_TABLE (self));
  sat_record_columns_rebuild (self->columns);
  run_query (self);
}

void
sat_record_table_set_filter (SatRecordTable *self, SatFilter *filter)
{
  g_return_if_fail (SAT_IS_RECORD_TABLE (self));
  if (filter == self->filter ||
      (filter != NULL && self->filter != NULL && sat_filter_equal (filter, self->filter)))
    return;
  if (filter != NULL)
    sat_filter_ref (filter);
  g_clear_pointer (&self->filter, sat_filter_unref);
  self->filter = filter;
  run_query (self);
}

void
sat_record_table_set_words (SatRecordTable *self, const char *words)
{
  g_return_if_fail (SAT_IS_RECORD_TABLE (self));
  if (g_strcmp0 (words, self->words) == 0)
    return;
  g_free (self->words);
  self->words = g_strdup (words);
  run_query (self);
}

static gboolean
is_filtered (SatRecordTable *self)
{
  return self->filter != NULL || (self->words != NULL && *self->words != '\0');
}

char *
sat_record_table_describe_count (SatRecordTable *self)
{
  guint n;

  g_return_val_if_fail (SAT_IS_RECORD_TABLE (self), NULL);
  if (!self->begun || !sat_list_model_count (self->model, &n))
    return g_strdup ("");
  return sat_labels_count (sat_context_get_format (self->context),
                           sat_record_table_get_type_of (self), n);
}

static void
select_wanted (SatRecordTable *self)
{
  guint position;

  if (self->wanted == 0 || !sat_list_model_find (self->model, self->wanted, &position))
    return;
  self->wanted = 0;
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  sat_widget_scroll_to (gtk_widget_get_last_child (GTK_WIDGET (self->view)), position);
}

/* Which page stands there: the list, or why there is none. */
static void
update_state (SatRecordTable *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  g_autofree char *error = NULL;
  const char *page = "list";

  g_object_get (self->model, "error", &error, NULL);
  if (error != NULL) {
    g_autofree char *markup = g_markup_escape_text (error, -1);

    adw_status_page_set_description (self->error_page, markup);
    page = "error";
  } else if (n == 0) {
    if (!self->begun || sat_list_model_get_loading (self->model))
      page = "loading";
    else
      page = is_filtered (self) ? "nothing" : "empty";
  }
  gtk_stack_set_visible_child_name (self->stack, page);
  select_wanted (self);
  g_signal_emit (self, signals[COUNTED], 0);
}

static void
items_changed_cb (
    GListModel *model, guint position, guint removed, guint added, SatRecordTable *self)
{
  if (self->bar != NULL)
    sat_record_table_update_actions (self);
  if (removed > 0)
    sat_record_table_refocus (self);
  update_state (self);
}

static void
model_notify_cb (SatListModel *model, GParamSpec *pspec, SatRecordTable *self)
{
  update_state (self);
}

GArray *
sat_record_table_get_selected (SatRecordTable *self)
{
  g_return_val_if_fail (SAT_IS_RECORD_TABLE (self), NULL);
  return sat_list_selection_get_ids (self->selection);
}

gint64
sat_record_table_get_single (SatRecordTable *self)
{
  return sat_list_selection_get_single (self->selection);
}

static gboolean
selected_cb (gpointer user_data)
{
  SatRecordTable *self = user_data;

  self->selected_timeout = 0;
  g_signal_emit (self, signals[SELECTED], 0, sat_record_table_get_single (self));
  return G_SOURCE_REMOVE;
}

static void
selection_changed_cb (GtkSelectionModel *model, guint position, guint n, SatRecordTable *self)
{
  sat_record_table_update_actions (self);
  if (self->selected_timeout == 0)
    self->selected_timeout = g_timeout_add (SELECTED_DELAY_MS, selected_cb, self);
}

static void
row_activated_cb (GtkColumnView *view, guint position, SatRecordTable *self)
{
  gint64 id = sat_list_model_get_id (self->model, position);

  if (id != 0)
    g_signal_emit (self, signals[ACTIVATED], 0, id);
}

static void
sort_changed_cb (SatRecordColumns *columns, SatRecordTable *self)
{
  run_query (self);
}

gboolean
sat_record_table_select (SatRecordTable *self, gint64 id)
{
  g_return_val_if_fail (SAT_IS_RECORD_TABLE (self), FALSE);
  self->wanted = id;
  if (self->begun)
    select_wanted (self);
  return self->wanted == 0;
}

void
sat_record_table_focus (SatRecordTable *self)
{
  g_return_if_fail (SAT_IS_RECORD_TABLE (self));
  gtk_widget_child_focus (gtk_widget_get_last_child (GTK_WIDGET (self->view)), GTK_DIR_TAB_FORWARD);
}

static void
registry_changed_cb (SatContext *context, SatRecordTable *self)
{
  sat_record_columns_rebuild (self->columns);
}

/* A view that was never shown costs nothing. */
static void
sat_record_table_map (GtkWidget *widget)
{
  SatRecordTable *self = SAT_RECORD_TABLE (widget);

  GTK_WIDGET_CLASS (sat_record_table_parent_class)->map (widget);
  if (self->begun)
    return;
  self->begun = TRUE;
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  run_query (self);
  update_state (self);
}

static void
sat_record_table_dispose (GObject *object)
{
  SatRecordTable *self = SAT_RECORD_TABLE (object);

  g_clear_handle_id (&self->selected_timeout, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  g_clear_object (&self->columns);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  if (self->bar != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->bar));
  self->bar = NULL;
  self->view = NULL;
  self->stack = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (sat_record_table_parent_class)->dispose (object);
}

static void
sat_record_table_finalize (GObject *object)
{
  SatRecordTable *self = SAT_RECORD_TABLE (object);

  g_clear_pointer (&self->filter, sat_filter_unref);
  g_free (self->words);
  g_free (self->type_name);
  G_OBJECT_CLASS (sat_record_table_parent_class)->finalize (object);
}

static void
sat_record_table_class_init (SatRecordTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_record_table_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_record_table_finalize;
  widget_class->map = sat_record_table_map;
  signals[SELECTED] = g_signal_new ("selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[ACTIVATED] = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[COUNTED] =
      g_signal_new ("counted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLEAR_FILTER] = g_signal_new ("clear-filter", type, G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (SAT_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/records/sat-record-table.ui");
  gtk_widget_class_bind_template_child (widget_class, SatRecordTable, stack);
  gtk_widget_class_bind_template_child (widget_class, SatRecordTable, view);
  gtk_widget_class_bind_template_child (widget_class, SatRecordTable, empty_page);
  gtk_widget_class_bind_template_child (widget_class, SatRecordTable, new_button);
  gtk_widget_class_bind_template_child (widget_class, SatRecordTable, new_content);
  gtk_widget_class_bind_template_child (widget_class, SatRecordTable, error_page);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  sat_record_table_install_actions (widget_class);
  sat_record_table_install_many (widget_class);
}

static void
sat_record_table_init (SatRecordTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_present_shown_page (GTK_WIDGET (self->stack));
  gtk_stack_set_visible_child_name (self->stack, "loading");
}

static void
set_texts (SatRecordTable *self)
{
  const SatType *type = sat_record_table_get_type_of (self);

  adw_status_page_set_icon_name (self->empty_page, sat_labels_icon (type));
  adw_status_page_set_title (self->empty_page, sat_labels_empty_title (type));
  adw_status_page_set_description (self->empty_page, sat_labels_empty_text (type));
  adw_button_content_set_label (self->new_content, sat_labels_new (type));
  sat_widget_set_name (GTK_WIDGET (self->new_button), sat_labels_new (type));
  sat_widget_set_name (GTK_WIDGET (self->view), sat_type_get_plural (type));
}

static void
connect_model (SatRecordTable *self)
{
  self->model = sat_list_model_new (sat_context_get_store (self->context));
  self->selection = sat_list_selection_new (self->model);
  g_signal_connect (self->model, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect (self->model, "notify::loading", G_CALLBACK (model_notify_cb), self);
  g_signal_connect (self->model, "notify::error", G_CALLBACK (model_notify_cb), self);
  g_signal_connect (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb), self);
  sat_widget_follow_top (GTK_WIDGET (self->view), self->model);
}

GtkWidget *
sat_record_table_new (SatContext *context, const char *type_name, const char *view_name)
{
  SatRecordTable *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (type_name != NULL && view_name != NULL, NULL);
  self = g_object_new (SAT_TYPE_RECORD_TABLE, NULL);
  self->context = g_object_ref (context);
  self->type_name = g_strdup (type_name);
  self->settings = sat_settings_for_view (view_name);
  connect_model (self);
  self->columns = sat_record_columns_new (context, type_name, self->settings, self->view);
  g_signal_connect_object (self->columns, "sort-changed", G_CALLBACK (sort_changed_cb), self, 0);
  g_signal_connect_object (context, "registry-changed", G_CALLBACK (registry_changed_cb), self, 0);
  self->bar = SAT_SELECTION_BAR (sat_selection_bar_new (context, type_name, self->selection));
  gtk_widget_set_parent (GTK_WIDGET (self->bar), GTK_WIDGET (self));
  set_texts (self);
  sat_record_table_add_controllers (self);
  sat_record_table_update_actions (self);
  return GTK_WIDGET (self);
}
