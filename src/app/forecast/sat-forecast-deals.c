/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-deals.h"

#include "sat-category-edit.h"
#include "sat-context-menu.h"
#include "sat-deal-columns.h"
#include "sat-tab-stop.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

/* More are not read by anyone, and take time. */
#define MOST 2000

struct _SatForecastDeals {
  GtkWidget parent_instance;
  SatContext *context;
  SatForecastSource *source;
  GListStore *lines;
  GtkSortListModel *sorted;
  GtkSingleSelection *selection;
  GtkColumnView *view;
  GtkStack *stack;
  GtkLabel *more;
  GtkWidget *menu;
  SatDealLine *menu_line;
  GSimpleActionGroup *actions;
  GCancellable *reading;
  gboolean writable;
  gboolean focus_waits;
  gboolean selecting; /* not by the person */
  guint focus_tick;
};

enum {
  LOADED,
  SELECTED,
  ACTIVATED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatForecastDeals, sat_forecast_deals, GTK_TYPE_WIDGET)

static SatDealLine *
selected_line (SatForecastDeals *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

static gboolean
has_focus (SatForecastDeals *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

static void
select_line (SatForecastDeals *self, guint position)
{
  self->selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->selecting = FALSE;
}

/* The row of the selected line; if there is none, as GTK sees fit. */
static void
focus_row (SatForecastDeals *self, GtkWidget *list)
{
  GtkWidget *row = gtk_widget_get_first_child (list);

  while (row != NULL &&
         (!gtk_widget_get_mapped (row) || sat_deal_columns_find_line (row) != selected_line (self)))
    row = gtk_widget_get_next_sibling (row);
  if (row != NULL)
    gtk_widget_grab_focus (row);
  else
    gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD);
}

/* A list that has no size yet has no rows to focus. */
static gboolean
focus_tick_cb (GtkWidget *list, GdkFrameClock *clock, gpointer user_data)
{
  SatForecastDeals *self = user_data;

  if (!gtk_widget_get_mapped (list) || gtk_widget_get_height (list) == 0)
    return G_SOURCE_CONTINUE;
  self->focus_tick = 0;
  gtk_widget_activate_action (list, "list.scroll-to-item", "u",
                              gtk_single_selection_get_selected (self->selection));
  focus_row (self, list);
  return G_SOURCE_REMOVE;
}

static void
focus_line (SatForecastDeals *self, guint position)
{
  GtkWidget *list = gtk_widget_get_last_child (GTK_WIDGET (self->view));

  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
    return;
  select_line (self, position);
  if (self->focus_tick == 0)
    self->focus_tick = gtk_widget_add_tick_callback (list, focus_tick_cb, self, NULL);
}

void
sat_forecast_deals_focus (SatForecastDeals *self)
{
  guint selected;

  g_return_if_fail (SAT_IS_FORECAST_DEALS (self));

  if (self->reading != NULL || g_list_model_get_n_items (G_LIST_MODEL (self->lines)) == 0) {
    self->focus_waits = TRUE;
    return;
  }
  self->focus_waits = FALSE;
  selected = gtk_single_selection_get_selected (self->selection);
  focus_line (self, selected != GTK_INVALID_LIST_POSITION ? selected : 0);
}

/* Only what differs is replaced, so that the list stays where it is. */
static void
replace_lines (SatForecastDeals *self, GPtrArray *lines)
{
  GListModel *model = G_LIST_MODEL (self->lines);
  guint n = g_list_model_get_n_items (model), first = 0, last = 0;

  while (first < n && first < lines->len) {
    g_autoptr (SatDealLine) old = g_list_model_get_item (model, first);

    if (!sat_deal_line_equal (old, lines->pdata[first]))
      break;
    first++;
  }
  while (last < n - first && last < lines->len - first) {
    g_autoptr (SatDealLine) old = g_list_model_get_item (model, n - 1 - last);

    if (!sat_deal_line_equal (old, lines->pdata[lines->len - 1 - last]))
      break;
    last++;
  }
  if (first + last < n || first + last < lines->len)
    g_list_store_splice (self->lines, first, n - first - last, lines->pdata + first,
                         lines->len - first - last);
}

static guint
find_line (SatForecastDeals *self, gint64 id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; i < n; i++) {
    g_autoptr (SatDealLine) line = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

    if (sat_deal_line_get_id (line) == id)
      return i;
  }
  return GTK_INVALID_LIST_POSITION;
}

static void
show_more (SatForecastDeals *self, SatDealLines *lines)
{
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->more), lines->n_deals > lines->lines->len);
  if (lines->n_deals <= lines->lines->len)
    return;
  text = g_strdup_printf (_ ("The %u largest of %u deals."), lines->lines->len, lines->n_deals);
  gtk_label_set_text (self->more, text);
}

/* The selection stays with its deal, or at its place when that is gone. */
static void
take_lines (SatForecastDeals *self, SatDealLines *lines)
{
  gboolean focused = has_focus (self) || self->focus_waits;
  guint place = gtk_single_selection_get_selected (self->selection), n = lines->lines->len;
  SatDealLine *line = selected_line (self);
  gint64 id = line != NULL ? sat_deal_line_get_id (line) : 0;

  self->selecting = TRUE;
  replace_lines (self, lines->lines);
  self->selecting = FALSE;
  show_more (self, lines);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
  if (id != 0 && find_line (self, id) != GTK_INVALID_LIST_POSITION)
    place = find_line (self, id);
  else if (place != GTK_INVALID_LIST_POSITION && n > 0)
    place = MIN (place, n - 1);
  if (n > 0 && focused)
    focus_line (self, place != GTK_INVALID_LIST_POSITION ? place : 0);
  else
    select_line (self, place);
  self->focus_waits = FALSE;
  g_signal_emit (self, signals[LOADED], 0, lines->n_deals);
}

/* What goes to the reading thread. */
typedef struct {
  SatForecastSource *source;
  SatFilter *filter;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  sat_forecast_source_unref (request->source);
  sat_filter_unref (request->filter);
  g_free (request);
}

static gpointer
read_lines (SatReader *now, gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;
  SatReader *reader = sat_forecast_source_open (request->source, now, cancellable, error);

  return reader != NULL ? sat_deal_lines_read (reader, request->filter, MOST, cancellable, error)
                        : NULL;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SatForecastDeals *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SatDealLines) lines = sat_context_read_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->reading);
  if (lines != NULL)
    take_lines (self, lines);
  else
    sat_context_say (self->context, error->message);
}

static void
stop_reading (SatForecastDeals *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

void
sat_forecast_deals_show (SatForecastDeals *self, SatFilter *filter, gboolean writable)
{
  Request *request;

  g_return_if_fail (SAT_IS_FORECAST_DEALS (self) && filter != NULL);

  stop_reading (self);
  self->writable = writable;
  self->reading = g_cancellable_new ();
  request = g_new0 (Request, 1);
  request->source = sat_forecast_source_ref (self->source);
  request->filter = sat_filter_ref (filter);
  sat_context_read_async (self->context, read_lines, request, request_free, sat_deal_lines_free,
                          self->reading, read_cb, self);
}

gboolean
sat_forecast_deals_is_reading (SatForecastDeals *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_DEALS (self), FALSE);
  return self->reading != NULL;
}

GListModel *
sat_forecast_deals_get_lines (SatForecastDeals *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_DEALS (self), NULL);
  return G_LIST_MODEL (self->selection);
}

static void
append_category (SatForecastDeals *self, GMenu *menu, const char *category)
{
  const SatType *type = sat_context_get_type_by_name (self->context, "opportunity");
  g_autofree char *action = g_strdup_printf ("deals.category::%s", category);

  g_menu_append (menu, sat_field_choice_label (sat_type_field (type, "category"), category),
                 action);
}

static GMenuModel *
make_menu (SatForecastDeals *self, SatDealLine *line)
{
  g_autoptr (GMenu) menu = g_menu_new (), open = g_menu_new (), categories = g_menu_new ();
  g_autoptr (GMenu) usual = g_menu_new ();
  const SatType *type = sat_context_get_type_by_name (self->context, "opportunity");
  const SatField *field = sat_type_field (type, "category");
  g_autofree char *as_stage = NULL;

  g_menu_append (open, _ ("_Open"), "deals.open");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (open));
  if (!self->writable || !sat_deal_line_is_open (line))
    return G_MENU_MODEL (g_steal_pointer (&menu));
  append_category (self, categories, "commit");
  append_category (self, categories, "most_likely");
  append_category (self, categories, "best_case");
  append_category (self, categories, "pipeline");
  append_category (self, categories, "omitted");
  g_menu_append_section (menu, sat_field_get_label (field), G_MENU_MODEL (categories));
  /* Translators: takes back a forecast category that was set by hand; %s is the stage's */
  as_stage =
      g_strdup_printf (_ ("As the _Stage Says (%s)"),
                       sat_field_choice_label (field, sat_deal_line_get_usual_category (line)));
  g_menu_append (usual, as_stage, "deals.usual");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (usual));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
set_up_actions (SatForecastDeals *self, SatDealLine *line)
{
  GAction *category = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "category");
  GAction *usual = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "usual");

  g_simple_action_set_state (G_SIMPLE_ACTION (category),
                             g_variant_new_string (sat_deal_line_get_category (line)));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (usual), sat_deal_line_is_manual (line));
}

/* Below @beside, a widget of the row. */
static void
open_menu (SatForecastDeals *self, SatDealLine *line, GtkWidget *beside, double x, double y)
{
  g_autoptr (GMenuModel) model = make_menu (self, line);
  graphene_point_t at;

  if (!gtk_widget_compute_point (beside, GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT ((float)x, (float)y), &at))
    return;
  g_set_object (&self->menu_line, line);
  set_up_actions (self, line);
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), model);
  sat_context_menu_popup (self->menu, at.x, at.y);
}

/* The button in a row. */
static void
choose_cb (GtkWidget *button, SatDealLine *line, gpointer user_data)
{
  SatForecastDeals *self = user_data;
  guint position = find_line (self, sat_deal_line_get_id (line));

  if (position != GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, position);
  open_menu (self, line, button, gtk_widget_get_width (button) / 2.0,
             gtk_widget_get_height (button));
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  SatForecastDeals *self = SAT_FORECAST_DEALS (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  SatDealLine *line = selected_line (self);

  if (line == NULL || focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)))
    return FALSE;
  open_menu (self, line, focus, 48, gtk_widget_get_height (focus));
  return TRUE;
}

void
sat_forecast_deals_open_menu (SatForecastDeals *self, guint position)
{
  g_return_if_fail (SAT_IS_FORECAST_DEALS (self));

  gtk_single_selection_set_selected (self->selection, position);
  if (selected_line (self) != NULL)
    open_menu (self, selected_line (self), GTK_WIDGET (self->view), 240, 60);
}

static void
pressed_cb (GtkGestureClick *gesture, int n, double x, double y, SatForecastDeals *self)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  SatDealLine *line = sat_deal_columns_find_line (picked);

  if (line == NULL)
    return;
  gtk_single_selection_set_selected (self->selection,
                                     find_line (self, sat_deal_line_get_id (line)));
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, line, GTK_WIDGET (self), x, y);
}

static void
menu_closed_cb (SatForecastDeals *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || gtk_widget_is_ancestor (focus, self->menu))
    sat_forecast_deals_focus (self);
}

static void
category_cb (GSimpleAction *action, GVariant *category, gpointer user_data)
{
  SatForecastDeals *self = user_data;

  if (self->menu_line != NULL && self->writable)
    sat_category_edit (self->context, self->menu_line, g_variant_get_string (category, NULL));
}

static void
usual_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatForecastDeals *self = user_data;

  if (self->menu_line != NULL && self->writable)
    sat_category_edit (self->context, self->menu_line, NULL);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatForecastDeals *self = user_data;

  if (self->menu_line != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, sat_deal_line_get_id (self->menu_line));
}

static void
row_activated_cb (GtkColumnView *view, guint position, SatForecastDeals *self)
{
  SatDealLine *line = selected_line (self);

  if (line != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, sat_deal_line_get_id (line));
}

/* Only what a person selects is told: nothing is opened because a list came. */
static void
selected_cb (GtkSingleSelection *selection, GParamSpec *pspec, SatForecastDeals *self)
{
  SatDealLine *line = selected_line (self);

  if (!self->selecting && has_focus (self))
    g_signal_emit (self, signals[SELECTED], 0, line != NULL ? sat_deal_line_get_id (line) : 0);
}

static void
sat_forecast_deals_dispose (GObject *object)
{
  SatForecastDeals *self = SAT_FORECAST_DEALS (object);
  GtkWidget *child;

  stop_reading (self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->sorted != NULL)
    gtk_sort_list_model_set_sorter (self->sorted, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->menu = NULL;
  g_clear_object (&self->menu_line);
  g_clear_object (&self->selection);
  g_clear_object (&self->sorted);
  g_clear_object (&self->lines);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->source, sat_forecast_source_unref);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_forecast_deals_parent_class)->dispose (object);
}

static void
sat_forecast_deals_class_init (SatForecastDealsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_forecast_deals_dispose;
  signals[LOADED] = g_signal_new ("loaded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SELECTED] = g_signal_new ("selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[ACTIVATED] = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F2, 0, menu_key_cb, NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
add_actions (SatForecastDeals *self)
{
  static const GActionEntry entries[] = {
      {.name = "open", .activate = open_cb},
      {.name = "usual", .activate = usual_cb},
      {.name = "category", .activate = category_cb, .parameter_type = "s", .state = "'pipeline'"},
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "deals", G_ACTION_GROUP (self->actions));
}

static void
build (SatForecastDeals *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *stop = g_object_new (SAT_TYPE_TAB_STOP, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *empty = gtk_label_new (_ ("There are no deals behind this figure."));
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scroller, TRUE);
  adw_bin_set_child (ADW_BIN (stop), scroller);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, gtk_label_new (NULL), "loading");
  gtk_stack_add_named (self->stack, stop, "list");
  gtk_widget_add_css_class (empty, "dim-label");
  gtk_stack_add_named (self->stack, empty, "empty");
  sat_widget_present_shown_page (GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  self->more = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->more), "sat-totals");
  gtk_widget_add_css_class (GTK_WIDGET (self->more), "caption");
  gtk_widget_set_visible (GTK_WIDGET (self->more), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->more));
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  self->menu = sat_context_menu_new (GTK_WIDGET (self), NULL);
  g_signal_connect_swapped (self->menu, "closed", G_CALLBACK (menu_closed_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
sat_forecast_deals_init (SatForecastDeals *self)
{
  self->lines = g_list_store_new (SAT_TYPE_DEAL_LINE);
  self->sorted = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (self->lines)), NULL);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->sorted)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->view =
      GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection))));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "sat-table");
  sat_widget_set_name (GTK_WIDGET (self->view), _ ("Deals"));
  gtk_sort_list_model_set_sorter (self->sorted, gtk_column_view_get_sorter (self->view));
  g_signal_connect (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self);
  g_signal_connect (self->view, "activate", G_CALLBACK (row_activated_cb), self);
  add_actions (self);
  build (self);
}

GtkWidget *
sat_forecast_deals_new (SatContext *context, SatForecastSource *source)
{
  SatForecastDeals *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && source != NULL, NULL);

  self = g_object_new (SAT_TYPE_FORECAST_DEALS, NULL);
  self->context = g_object_ref (context);
  self->source = sat_forecast_source_ref (source);
  sat_deal_columns_add (self->view, context, choose_cb, self);
  return GTK_WIDGET (self);
}
