/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pipeline-view.h"

#include "sat-columns-button.h"
#include "sat-deal-words.h"
#include "sat-labels.h"
#include "sat-list-tools.h"
#include "sat-lost-dialog.h"
#include "sat-pipeline-deals.h"
#include "sat-pipeline-model.h"
#include "sat-settings.h"
#include "sat-window.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

#define SETTING_LAYOUT "pipeline-layout"
#define SETTING_DENSITY SAT_SETTING_DENSITY

struct _SatPipelineView {
  GtkWidget parent_instance;
  SatContext *context;
  const SatViewInfo *info;
  SatPipelineModel *model;
  SatFilterBar *bar;
  SatListTools *tools;
  SatBoard *board;
  SatRecordTable *table;
  GtkWidget *columns_button;
  GtkDropDown *chooser;
  gboolean choosing; /* the chooser is being filled */
  gulong density_changed;

  GtkLabel *totals;
  AdwViewStack *layouts;
  GtkStack *board_stack;
  AdwStatusPage *status;
  GtkButton *status_button;
  GtkWidget *import_button;
  AdwBin *table_bin;
};

static void view_iface_init (SatViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SatPipelineView,
                               sat_pipeline_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (SAT_TYPE_VIEW, view_iface_init))

static gboolean
shows_table (SatPipelineView *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->layouts), "table") == 0;
}

static void
update_filter (SatPipelineView *self)
{
  g_autoptr (SatFilter) filter = sat_deal_words_and (sat_filter_bar_get_filter (self->bar),
                                                     sat_filter_bar_get_words (self->bar));

  sat_pipeline_model_set_filter (self->model, filter);
  if (self->table != NULL) {
    g_autoptr (SatFilter) listed = sat_pipeline_model_dup_list_filter (self->model);

    sat_record_table_set_filter (self->table, listed);
  }
}

static void
filter_changed_cb (SatFilterBar *bar, SatPipelineView *self)
{
  update_filter (self);
}

static void
clear_filter_cb (SatRecordTable *table, SatPipelineView *self)
{
  sat_filter_bar_clear (self->bar);
}

static void
selected_cb (GtkWidget *widget, gint64 id, SatPipelineView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (id != 0 && SAT_IS_WINDOW (root) && !sat_window_get_narrow (SAT_WINDOW (root)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", id);
}

static void
activated_cb (GtkWidget *widget, gint64 id, SatPipelineView *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-details", NULL);
}

static void
delete_requested_cb (SatBoard *board, SatRecord *deal, SatPipelineView *self)
{
  gint64 id = sat_record_get_id (deal);

  sat_context_delete (self->context, &id, 1, sat_record_get_title (deal));
}

/* A move to a lost stage that waits for its reason. */
typedef struct {
  SatPipelineModel *model;
  SatRecord *deal;
  SatBoardColumn *to;
} Loss;

static void
loss_free (gpointer data)
{
  Loss *loss = data;

  g_object_unref (loss->model);
  g_object_unref (loss->deal);
  g_object_unref (loss->to);
  g_free (loss);
}

static void
lost_cb (const char *reason, gpointer data)
{
  Loss *loss = data;

  sat_pipeline_model_move (loss->model, loss->deal, loss->to, *reason != '\0' ? reason : NULL);
}

static void
move_requested_cb (SatBoard *board, SatRecord *deal, SatBoardColumn *to, SatPipelineView *self)
{
  Loss *loss;

  if (sat_board_column_get_kind (to) != SAT_COLUMN_LOST) {
    sat_pipeline_model_move (self->model, deal, to, NULL);
    return;
  }
  loss = g_new (Loss, 1);
  *loss = (Loss){g_object_ref (self->model), g_object_ref (deal), g_object_ref (to)};
  sat_lost_dialog_ask (GTK_WIDGET (self), sat_record_get_title (deal), lost_cb, loss, loss_free);
}

static void
show_status (SatPipelineView *self,
             const char *icon,
             const char *title,
             const char *text,
             const char *button,
             const char *button_icon)
{
  adw_status_page_set_icon_name (self->status, icon);
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, text);
  sat_widget_set_button (self->status_button, button_icon, button);
  gtk_stack_set_visible_child_name (self->board_stack, "status");
}

static void
show_state (SatPipelineView *self)
{
  g_autofree char *reason = NULL;
  const SatType *type = sat_context_get_type_by_name (self->context, self->info->type);
  SatPipelineState state = sat_pipeline_model_get_state (self->model);

  gtk_widget_set_visible (self->import_button,
                          state == SAT_PIPELINE_NO_STAGES || state == SAT_PIPELINE_NO_DEALS);
  switch (state) {
  case SAT_PIPELINE_FAILED:
    reason = g_markup_escape_text (sat_pipeline_model_get_error (self->model), -1);
    show_status (self, "dialog-warning-symbolic", _ ("The Pipeline Cannot Be Read"), reason,
                 _ ("Try _Again"), NULL);
    break;
  case SAT_PIPELINE_NO_STAGES:
    show_status (self, self->info->icon, _ ("No Stages Yet"),
                 _ ("Deals move from stage to stage until they are won or lost. Import your deals "
                    "and their stages come along, or add the first stage."),
                 _ ("_Add a Stage"), "list-add-symbolic");
    break;
  case SAT_PIPELINE_NO_DEALS:
    show_status (self, self->info->icon, sat_labels_empty_title (type),
                 sat_labels_empty_text (type), sat_labels_new (type), "list-add-symbolic");
    break;
  case SAT_PIPELINE_NO_MATCH:
    show_status (self, "edit-find-symbolic", _ ("Nothing Found"), _ ("No deal fits the filter."),
                 _ ("_Clear the Filter"), NULL);
    break;
  case SAT_PIPELINE_READY:
    gtk_stack_set_visible_child_name (self->board_stack, "board");
    break;
  case SAT_PIPELINE_LOADING:
  default:
    gtk_stack_set_visible_child_name (self->board_stack, "loading");
    break;
  }
}

static void
status_clicked_cb (GtkButton *button, SatPipelineView *self)
{
  switch (sat_pipeline_model_get_state (self->model)) {
  case SAT_PIPELINE_NO_STAGES:
    gtk_widget_activate_action (GTK_WIDGET (self), "win.settings", "s", "pipelines");
    break;
  case SAT_PIPELINE_NO_DEALS:
    gtk_widget_activate_action (GTK_WIDGET (self), "win.new", NULL);
    break;
  case SAT_PIPELINE_NO_MATCH:
    sat_filter_bar_clear (self->bar);
    break;
  case SAT_PIPELINE_FAILED:
    sat_pipeline_model_reload (self->model);
    break;
  case SAT_PIPELINE_LOADING:
  case SAT_PIPELINE_READY:
  default:
    break;
  }
}

static void
chosen_cb (GtkDropDown *chooser, GParamSpec *pspec, SatPipelineView *self)
{
  GPtrArray *pipelines = sat_pipeline_model_get_pipelines (self->model);
  guint selected = gtk_drop_down_get_selected (chooser);

  if (self->choosing || pipelines == NULL || selected >= pipelines->len)
    return;
  sat_pipeline_model_set_pipeline (
      self->model, ((SatPipelineInfo *)g_ptr_array_index (pipelines, selected))->id);
}

static void
show_pipelines (SatPipelineView *self)
{
  GPtrArray *pipelines = sat_pipeline_model_get_pipelines (self->model);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; pipelines != NULL && i < pipelines->len; i++) {
    SatPipelineInfo *info = g_ptr_array_index (pipelines, i);

    gtk_string_list_append (names, info->name);
    if (info->id == sat_pipeline_model_get_pipeline (self->model))
      selected = i;
  }
  self->choosing = TRUE;
  gtk_drop_down_set_model (self->chooser, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->chooser, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->chooser), pipelines != NULL && pipelines->len > 1);
  self->choosing = FALSE;
}

static void
model_changed_cb (SatPipelineModel *model, SatPipelineView *self)
{
  g_autofree char *totals = sat_pipeline_model_describe (model);
  SatPipelineState state = sat_pipeline_model_get_state (model);

  gtk_label_set_text (self->totals, totals);
  gtk_widget_set_visible (GTK_WIDGET (self->totals),
                          state == SAT_PIPELINE_READY || state == SAT_PIPELINE_NO_MATCH);
  sat_view_emit_subtitle (SAT_VIEW (self), totals);
  show_pipelines (self);
  show_state (self);
  if (self->table != NULL) {
    g_autoptr (SatFilter) listed = sat_pipeline_model_dup_list_filter (model);

    sat_record_table_set_filter (self->table, listed);
  }
}

static void
ensure_table (SatPipelineView *self)
{
  g_autoptr (SatFilter) listed = NULL;

  if (self->table != NULL)
    return;
  self->table =
      SAT_RECORD_TABLE (sat_record_table_new (self->context, self->info->type, self->info->name));
  self->columns_button = sat_columns_button_new (self->context, self->info->type,
                                                 sat_record_table_get_columns (self->table));
  sat_filter_bar_add_end (self->bar, self->columns_button);
  sat_filter_bar_add_end (self->bar, sat_list_tools_get_button (self->tools));
  gtk_widget_set_visible (self->columns_button, shows_table (self));
  g_signal_connect (self->table, "selected", G_CALLBACK (selected_cb), self);
  g_signal_connect (self->table, "activated", G_CALLBACK (activated_cb), self);
  g_signal_connect (self->table, "clear-filter", G_CALLBACK (clear_filter_cb), self);
  listed = sat_pipeline_model_dup_list_filter (self->model);
  sat_record_table_set_filter (self->table, listed);
  adw_bin_set_child (self->table_bin, GTK_WIDGET (self->table));
}

static void
layout_changed_cb (AdwViewStack *layouts, GParamSpec *pspec, SatPipelineView *self)
{
  gboolean table = shows_table (self);

  if (table)
    ensure_table (self);
  if (self->columns_button != NULL)
    gtk_widget_set_visible (self->columns_button, table);
  sat_filter_bar_set_key_capture (self->bar,
                                  table ? GTK_WIDGET (self->table) : GTK_WIDGET (self->board));
}

static void
density_changed_cb (GSettings *settings, const char *key, SatPipelineView *self)
{
  g_autofree char *density = g_settings_get_string (settings, SETTING_DENSITY);

  sat_board_set_compact (self->board, g_strcmp0 (density, "compact") == 0);
}

static void
choose_columns_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatPipelineView *self = SAT_PIPELINE_VIEW (widget);

  if (self->columns_button != NULL)
    gtk_menu_button_popup (GTK_MENU_BUTTON (self->columns_button));
}

static const char *
pipeline_view_get_type_name (SatView *view)
{
  return SAT_PIPELINE_VIEW (view)->info->type;
}

static GtkWidget *
pipeline_view_get_title_widget (SatView *view)
{
  GtkWidget *switcher = adw_view_switcher_new ();

  adw_view_switcher_set_stack (ADW_VIEW_SWITCHER (switcher), SAT_PIPELINE_VIEW (view)->layouts);
  adw_view_switcher_set_policy (ADW_VIEW_SWITCHER (switcher), ADW_VIEW_SWITCHER_POLICY_WIDE);
  return switcher;
}

static void
pipeline_view_focus_filter (SatView *view)
{
  sat_filter_bar_focus (SAT_PIPELINE_VIEW (view)->bar);
}

static void
pipeline_view_focus_records (SatView *view)
{
  SatPipelineView *self = SAT_PIPELINE_VIEW (view);

  if (shows_table (self))
    sat_record_table_focus (self->table);
  else
    sat_board_focus_records (self->board);
}

static gboolean
pipeline_view_select_record (SatView *view, gint64 id)
{
  SatPipelineView *self = SAT_PIPELINE_VIEW (view);

  sat_board_set_selected (self->board, id);
  return shows_table (self) ? sat_record_table_select (self->table, id)
                            : sat_board_reveal_record (self->board, id);
}

static gint64
pipeline_view_get_selected (SatView *view)
{
  SatPipelineView *self = SAT_PIPELINE_VIEW (view);
  g_autoptr (GArray) ids = NULL;

  if (!shows_table (self))
    return sat_board_get_selected (self->board);
  ids = sat_record_table_get_selected (self->table);
  return ids->len == 1 ? g_array_index (ids, gint64, 0) : 0;
}

static GtkWidget *
pipeline_view_get_table (SatView *view)
{
  SatPipelineView *self = SAT_PIPELINE_VIEW (view);

  return shows_table (self) ? GTK_WIDGET (self->table) : NULL;
}

static void
pipeline_view_set_filter (SatView *view, SatFilter *filter)
{
  sat_filter_bar_set_filter (SAT_PIPELINE_VIEW (view)->bar, filter);
}

static void
view_iface_init (SatViewInterface *iface)
{
  iface->get_type_name = pipeline_view_get_type_name;
  iface->get_title_widget = pipeline_view_get_title_widget;
  iface->focus_filter = pipeline_view_focus_filter;
  iface->focus_records = pipeline_view_focus_records;
  iface->select_record = pipeline_view_select_record;
  iface->get_selected = pipeline_view_get_selected;
  iface->get_table = pipeline_view_get_table;
  iface->set_filter = pipeline_view_set_filter;
}

static void
sat_pipeline_view_dispose (GObject *object)
{
  SatPipelineView *self = SAT_PIPELINE_VIEW (object);
  GtkWidget *child;

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->context != NULL)
    g_clear_signal_handler (&self->density_changed, sat_context_get_settings (self->context));
  if (self->board != NULL)
    sat_board_set_columns (self->board, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->board = NULL;
  self->table = NULL;
  g_clear_object (&self->tools);
  g_clear_object (&self->model);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_pipeline_view_parent_class)->dispose (object);
}

static void
sat_pipeline_view_class_init (SatPipelineViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_pipeline_view_dispose;
  gtk_widget_class_install_action (widget_class, "table.choose-columns", NULL, choose_columns_cb);
  sat_pipeline_deals_install (widget_class);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/satchel/Satchel/pipeline/sat-pipeline-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SatPipelineView, totals);
  gtk_widget_class_bind_template_child (widget_class, SatPipelineView, layouts);
  gtk_widget_class_bind_template_child (widget_class, SatPipelineView, board_stack);
  gtk_widget_class_bind_template_child (widget_class, SatPipelineView, status);
  gtk_widget_class_bind_template_child (widget_class, SatPipelineView, status_button);
  gtk_widget_class_bind_template_child (widget_class, SatPipelineView, import_button);
  gtk_widget_class_bind_template_child (widget_class, SatPipelineView, table_bin);
  gtk_widget_class_bind_template_callback (widget_class, status_clicked_cb);
}

static void
sat_pipeline_view_init (SatPipelineView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_present_shown_page (GTK_WIDGET (self->layouts));
  sat_widget_present_shown_page (GTK_WIDGET (self->board_stack));
}

static SatRecordTable *
get_table (GtkWidget *view)
{
  SatPipelineView *self = SAT_PIPELINE_VIEW (view);

  ensure_table (self);
  return self->table;
}

static void
add_bar (SatPipelineView *self)
{
  g_autoptr (GSettings) settings = sat_settings_for_view (self->info->name);

  self->bar = SAT_FILTER_BAR (sat_filter_bar_new (self->context, self->info->type, settings));
  self->chooser = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  sat_widget_shorten_choice (self->chooser);
  gtk_widget_set_visible (GTK_WIDGET (self->chooser), FALSE);
  sat_widget_set_tooltip (GTK_WIDGET (self->chooser), _ ("Choose a Pipeline"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chooser), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Pipeline"), -1);
  /* The name is not handed to the button inside, which is what is pressed. */
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->chooser))),
      GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Pipeline"), -1);
  g_signal_connect (self->chooser, "notify::selected", G_CALLBACK (chosen_cb), self);
  sat_filter_bar_add_end (self->bar, GTK_WIDGET (self->chooser));
  self->tools = sat_list_tools_new (self->context, self->info->type, settings, NULL,
                                    GTK_WIDGET (self), self->bar, get_table);
  gtk_widget_insert_after (GTK_WIDGET (self->bar), GTK_WIDGET (self), NULL);
  g_signal_connect (self->bar, "changed", G_CALLBACK (filter_changed_cb), self);
  g_signal_connect (self->bar, "words-changed", G_CALLBACK (filter_changed_cb), self);
}

static void
add_board (SatPipelineView *self)
{
  self->board = sat_board_new (sat_pipeline_model_fill_face, self->model);
  g_signal_connect (self->board, "record-selected", G_CALLBACK (selected_cb), self);
  g_signal_connect (self->board, "record-activated", G_CALLBACK (activated_cb), self);
  g_signal_connect (self->board, "move-requested", G_CALLBACK (move_requested_cb), self);
  g_signal_connect (self->board, "delete-requested", G_CALLBACK (delete_requested_cb), self);
  gtk_stack_add_named (self->board_stack, GTK_WIDGET (self->board), "board");
  sat_board_set_columns (self->board, sat_pipeline_model_get_columns (self->model));
}

GtkWidget *
sat_pipeline_view_new (SatContext *context, const SatViewInfo *info)
{
  SatPipelineView *self;
  GSettings *settings;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && info != NULL && info->type != NULL, NULL);

  self = g_object_new (SAT_TYPE_PIPELINE_VIEW, NULL);
  settings = sat_context_get_settings (context);
  self->context = g_object_ref (context);
  self->info = info;
  self->model = sat_pipeline_model_new (context);
  add_bar (self);
  add_board (self);
  update_filter (self);
  self->density_changed = g_signal_connect (settings, "changed::" SETTING_DENSITY,
                                            G_CALLBACK (density_changed_cb), self);
  density_changed_cb (settings, SETTING_DENSITY, self);
  g_settings_bind (settings, SETTING_LAYOUT, self->layouts, "visible-child-name",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect (self->layouts, "notify::visible-child-name", G_CALLBACK (layout_changed_cb),
                    self);
  layout_changed_cb (self->layouts, NULL, self);
  g_signal_connect (self->model, "changed", G_CALLBACK (model_changed_cb), self);
  model_changed_cb (self->model, self);
  return GTK_WIDGET (self);
}

SatBoard *
sat_pipeline_view_get_board (SatPipelineView *self)
{
  g_return_val_if_fail (SAT_IS_PIPELINE_VIEW (self), NULL);

  return self->board;
}

SatRecordTable *
sat_pipeline_view_get_table (SatPipelineView *self)
{
  g_return_val_if_fail (SAT_IS_PIPELINE_VIEW (self), NULL);

  return self->table;
}

SatFilterBar *
sat_pipeline_view_get_filter_bar (SatPipelineView *self)
{
  g_return_val_if_fail (SAT_IS_PIPELINE_VIEW (self), NULL);

  return self->bar;
}
