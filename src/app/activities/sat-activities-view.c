/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-activities-view.h"

#include <glib/gi18n-lib.h>

#include "sat-activity-parts.h"
#include "sat-activity-row.h"
#include "sat-filter-bar.h"
#include "sat-labels.h"
#include "sat-settings.h"
#include "sat-widgets.h"
#include "sat-window.h"

/* Arrows that are held down pass over records without loading each one's details. */
#define SELECTED_DELAY_MS 80
/* How often to look whether another day has begun. */
#define DAY_LOOK_SECONDS 60

struct _SatActivitiesView {
  GtkWidget parent_instance;
  SatContext *context;
  SatFilterBar *bar;
  SatListModel *model;
  GtkSingleSelection *selection;
  SatDate today;
  gboolean begun, wants_focus;
  gint64 wanted; /* to be selected as soon as the list has it */
  guint selected_timeout, day_timeout, focus_idle;

  GtkBox *bars;
  SatActivityParts *parts;
  GtkStack *stack;
  GtkListView *list;
  AdwStatusPage *empty_page;
  AdwStatusPage *error_page;
  GtkWidget *clear_button;
};

static void view_iface_init (SatViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SatActivitiesView,
                               sat_activities_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (SAT_TYPE_VIEW, view_iface_init))

static SatDate
get_today (SatActivitiesView *self)
{
  const SatFormat *format = sat_context_get_format (self->context);

  return sat_date_today (sat_clock_now (format->clock), format->zone);
}

static void
run_query (SatActivitiesView *self)
{
  SatActivityPart part = sat_activity_parts_get_part (self->parts);
  SatFilter *own = sat_filter_bar_get_filter (self->bar);
  SatFilter *tests[2];
  gsize n = 0;
  g_autoptr (SatFilter) filter = NULL;
  g_autoptr (SatQuery) query = NULL;

  sat_activity_parts_set_filter (self->parts, own);
  if (!self->begun)
    return;
  self->today = get_today (self);
  tests[n++] =
      sat_activity_filter (part, self->today, sat_context_get_format (self->context)->week_start);
  if (own != NULL)
    tests[n++] = sat_filter_ref (own);
  filter = sat_filter_all (tests, n);
  query = sat_query_new ("activity");
  sat_query_set_filter (query, filter);
  sat_query_set_words (query, sat_filter_bar_get_words (self->bar));
  sat_query_add_sort (query, "when", part == SAT_ACTIVITIES_DONE);
  sat_list_model_set_query (self->model, query);
}

/* The workspace holds activities, of whomever. */
static gboolean
has_activities (SatActivitiesView *self)
{
  g_autoptr (SatQuery) query = sat_query_new ("activity");
  g_autoptr (GArray) ids =
      sat_query_page (query, sat_context_get_reader (self->context), 0, 1, NULL);

  return ids == NULL || ids->len > 0;
}

/* What to do about an empty list depends on what was asked. */
static void
describe_empty (SatActivitiesView *self)
{
  gboolean filtered = (sat_filter_bar_get_filter (self->bar) != NULL ||
                       *sat_filter_bar_get_words (self->bar) != '\0') &&
                      has_activities (self);
  const char *title, *text;

  switch (sat_activity_parts_get_part (self->parts)) {
  case SAT_ACTIVITIES_OVERDUE:
    title = _ ("Nothing Is Overdue");
    text = _ ("What was not done on its day stands here");
    break;
  case SAT_ACTIVITIES_TODAY:
    title = _ ("Nothing for Today");
    text = _ ("Plan a call or a task with “New”, or from a contact’s timeline");
    break;
  case SAT_ACTIVITIES_WEEK:
    title = _ ("Nothing This Week");
    text = _ ("Plan a call or a task with “New”, or from a contact’s timeline");
    break;
  case SAT_ACTIVITIES_DONE:
    title = _ ("Nothing Done Yet");
    text = _ ("What you tick off and the calls that you log stand here");
    break;
  default:
    title = _ ("Nothing to Do");
    text = _ ("Plan a call or a task with “New”, or from a contact’s timeline");
    break;
  }
  adw_status_page_set_title (self->empty_page, title);
  adw_status_page_set_description (
      self->empty_page, filtered ? _ ("No activity here fits the filter of the list") : text);
  gtk_widget_set_visible (self->clear_button, filtered);
}

static void
say_count (SatActivitiesView *self)
{
  g_autofree char *text = NULL;
  guint n;

  if (self->begun && sat_list_model_count (self->model, &n))
    text = sat_labels_count (sat_context_get_format (self->context),
                             sat_context_get_type_by_name (self->context, "activity"), n);
  sat_view_emit_subtitle (SAT_VIEW (self), text != NULL ? text : "");
}

static void
select_wanted (SatActivitiesView *self)
{
  guint position;

  if (self->wanted == 0 || !sat_list_model_find (self->model, self->wanted, &position))
    return;
  self->wanted = 0;
  gtk_single_selection_set_selected (self->selection, position);
  sat_widget_scroll_to (GTK_WIDGET (self->list), position);
}

static void
focus_list (SatActivitiesView *self)
{
  GtkWidget *list = GTK_WIDGET (self->list);

  self->wants_focus = g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0 ||
                      !gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD);
}

/* What was asked for while the list was being read; nobody is somewhere else by now. */
static gboolean
focus_cb (gpointer user_data)
{
  SatActivitiesView *self = user_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  self->focus_idle = 0;
  if (self->wants_focus && (focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self))))
    focus_list (self);
  return G_SOURCE_REMOVE;
}

static void
update_state (SatActivitiesView *self)
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
    page = !self->begun || sat_list_model_get_loading (self->model) ? "loading" : "empty";
    if (g_str_equal (page, "empty"))
      describe_empty (self);
  }
  gtk_stack_set_visible_child_name (self->stack, page);
  select_wanted (self);
  say_count (self);
  if (self->wants_focus && n > 0 && self->focus_idle == 0)
    self->focus_idle = g_idle_add (focus_cb, self);
}

static gint64
get_selected (SatActivitiesView *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  return position != GTK_INVALID_LIST_POSITION ? sat_list_model_get_id (self->model, position) : 0;
}

static gboolean
selected_cb (gpointer user_data)
{
  SatActivitiesView *self = user_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gint64 id = get_selected (self);

  self->selected_timeout = 0;
  if (id != 0 && SAT_IS_WINDOW (root) && !sat_window_get_narrow (SAT_WINDOW (root)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", id);
  return G_SOURCE_REMOVE;
}

static void
selection_changed_cb (GtkSelectionModel *model, guint position, guint n, SatActivitiesView *self)
{
  if (self->selected_timeout == 0)
    self->selected_timeout = g_timeout_add (SELECTED_DELAY_MS, selected_cb, self);
}

static void
activated_cb (GtkListView *list, guint position, SatActivitiesView *self)
{
  gint64 id = sat_list_model_get_id (self->model, position);

  if (id == 0)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-details", NULL);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SatActivitiesView *self)
{
  gtk_list_item_set_child (item, sat_activity_row_new (self->context));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SatActivitiesView *self)
{
  sat_activity_row_set_activity (SAT_ACTIVITY_ROW (gtk_list_item_get_child (item)),
                                 gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SatActivitiesView *self)
{
  sat_activity_row_set_activity (SAT_ACTIVITY_ROW (gtk_list_item_get_child (item)), NULL);
}

/* The line that has the focus: the row's widget is the only child of its cell. */
static SatActivityRow *
focused_row (SatActivitiesView *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *child = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  return child != NULL && SAT_IS_ACTIVITY_ROW (child) ? SAT_ACTIVITY_ROW (child) : NULL;
}

/* Space, on a line as a whole. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                SatActivitiesView *self)
{
  SatActivityRow *row;
  SatRecord *activity;
  gint64 id;

  row = focused_row (self);
  if (row != NULL && (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK))) {
    sat_activity_row_show_menu (row, 60, gtk_widget_get_height (GTK_WIDGET (row)) - 6);
    return GDK_EVENT_STOP;
  }
  if (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  activity = row != NULL ? sat_activity_row_get_activity (row) : NULL;
  if (activity == NULL)
    return GDK_EVENT_PROPAGATE;
  id = sat_record_get_id (activity);
  switch (key) {
  case GDK_KEY_space:
  case GDK_KEY_KP_Space:
    sat_activity_row_toggle (row);
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
    gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-details", NULL);
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static gboolean
day_cb (gpointer user_data)
{
  SatActivitiesView *self = user_data;

  if (self->begun && get_today (self) != self->today)
    run_query (self);
  return G_SOURCE_CONTINUE;
}

static void
clear_clicked_cb (SatActivitiesView *self)
{
  sat_filter_bar_clear (self->bar);
}

static const char *
view_get_type_name (SatView *view)
{
  return "activity";
}

static void
view_focus_filter (SatView *view)
{
  sat_filter_bar_focus (SAT_ACTIVITIES_VIEW (view)->bar);
}

static void
view_focus_records (SatView *view)
{
  focus_list (SAT_ACTIVITIES_VIEW (view));
}

static gboolean
view_select_record (SatView *view, gint64 id)
{
  SatActivitiesView *self = SAT_ACTIVITIES_VIEW (view);

  self->wanted = id;
  select_wanted (self);
  return self->wanted == 0;
}

static gint64
view_get_selected (SatView *view)
{
  SatActivitiesView *self = SAT_ACTIVITIES_VIEW (view);
  gint64 id = get_selected (self);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  SatActivityRow *row = NULL;
  SatRecord *activity;

  if (id != 0 || focus == NULL)
    return id;
  row = focused_row (self);
  if (row == NULL)
    row = (SatActivityRow *)gtk_widget_get_ancestor (focus, SAT_TYPE_ACTIVITY_ROW);
  activity = row != NULL ? sat_activity_row_get_activity (row) : NULL;
  return activity != NULL ? sat_record_get_id (activity) : 0;
}

static void
view_set_filter (SatView *view, SatFilter *filter)
{
  sat_filter_bar_set_filter (SAT_ACTIVITIES_VIEW (view)->bar, filter);
}

static void
view_iface_init (SatViewInterface *iface)
{
  iface->get_type_name = view_get_type_name;
  iface->focus_filter = view_focus_filter;
  iface->focus_records = view_focus_records;
  iface->select_record = view_select_record;
  iface->get_selected = view_get_selected;
  iface->set_filter = view_set_filter;
}

/* A view that was never shown costs nothing. */
static void
sat_activities_view_map (GtkWidget *widget)
{
  SatActivitiesView *self = SAT_ACTIVITIES_VIEW (widget);

  GTK_WIDGET_CLASS (sat_activities_view_parent_class)->map (widget);
  if (self->begun)
    return;
  self->begun = TRUE;
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  run_query (self);
  update_state (self);
}

static void
sat_activities_view_dispose (GObject *object)
{
  SatActivitiesView *self = SAT_ACTIVITIES_VIEW (object);
  GtkWidget *child;

  g_clear_handle_id (&self->selected_timeout, g_source_remove);
  g_clear_handle_id (&self->day_timeout, g_source_remove);
  g_clear_handle_id (&self->focus_idle, g_source_remove);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  self->list = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_activities_view_parent_class)->dispose (object);
}

static void
sat_activities_view_class_init (SatActivitiesViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_activities_view_dispose;
  widget_class->map = sat_activities_view_map;
  g_type_ensure (SAT_TYPE_ACTIVITY_PARTS);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/satchel/Satchel/activities/sat-activities-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SatActivitiesView, bars);
  gtk_widget_class_bind_template_child (widget_class, SatActivitiesView, parts);
  gtk_widget_class_bind_template_child (widget_class, SatActivitiesView, stack);
  gtk_widget_class_bind_template_child (widget_class, SatActivitiesView, list);
  gtk_widget_class_bind_template_child (widget_class, SatActivitiesView, empty_page);
  gtk_widget_class_bind_template_child (widget_class, SatActivitiesView, error_page);
  gtk_widget_class_bind_template_child (widget_class, SatActivitiesView, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, clear_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
sat_activities_view_init (SatActivitiesView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_present_shown_page (GTK_WIDGET (self->stack));
  gtk_stack_set_visible_child_name (self->stack, "loading");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
}

/* One's own first, until something else is chosen. */
static void
begin_with_mine (SatActivitiesView *self, GSettings *settings)
{
  g_autoptr (GVariant) chosen = g_settings_get_user_value (settings, SAT_SETTING_FILTERS);
  g_autofree char *uuid =
      sat_context_uuid_text (self->context, sat_context_get_user (self->context));
  const char *values[] = {uuid, NULL};
  g_autoptr (SatFilter) mine = NULL;

  if (chosen != NULL || *uuid == '\0')
    return;
  mine = sat_filter_test ("owner", SAT_OP_IN, values);
  sat_filter_bar_set_filter (self->bar, mine);
}

static void
make_list (SatActivitiesView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->model = sat_list_model_new (sat_context_get_store (self->context));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (update_state), self);
  g_signal_connect_swapped (self->model, "notify::loading", G_CALLBACK (update_state), self);
  g_signal_connect_swapped (self->model, "notify::error", G_CALLBACK (update_state), self);
  g_signal_connect (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb), self);
  sat_widget_follow_top (GTK_WIDGET (self->list), self->model);
}

GtkWidget *
sat_activities_view_new (SatContext *context, const SatViewInfo *info)
{
  SatActivitiesView *self;
  g_autoptr (GSettings) settings = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && info != NULL, NULL);
  self = g_object_new (SAT_TYPE_ACTIVITIES_VIEW, NULL);
  self->context = g_object_ref (context);
  settings = sat_settings_for_view (info->name);
  make_list (self);
  sat_activity_parts_set_context (self->parts, context);
  self->bar = SAT_FILTER_BAR (sat_filter_bar_new (context, "activity", settings));
  sat_filter_bar_set_key_capture (self->bar, GTK_WIDGET (self->list));
  gtk_box_append (self->bars, GTK_WIDGET (self->bar));
  begin_with_mine (self, settings);
  g_signal_connect_swapped (self->bar, "changed", G_CALLBACK (run_query), self);
  g_signal_connect_swapped (self->bar, "words-changed", G_CALLBACK (run_query), self);
  g_signal_connect_swapped (self->parts, "changed", G_CALLBACK (run_query), self);
  self->day_timeout = g_timeout_add_seconds (DAY_LOOK_SECONDS, day_cb, self);
  run_query (self);
  return GTK_WIDGET (self);
}

static gint64
count_mine (SatReader *reader, SatActivityPart part, GError **error)
{
  SatStore *store = sat_reader_get_store (reader);
  g_autoptr (GTimeZone) zone = sat_zone_open (NULL, NULL);
  SatDate today = sat_date_today (sat_clock_now (sat_store_get_clock (store)), zone);
  gint64 user = sat_store_get_current_user (store), count = 0;
  g_autofree char *owner = NULL;
  g_autoptr (SatFilter) filter = NULL;
  g_autoptr (SatQuery) query = sat_query_new ("activity");
  SatUuid uuid;

  if (user != 0 && sat_reader_identify (reader, user, &uuid, NULL, NULL, NULL))
    owner = sat_uuid_to_string (&uuid);
  filter = sat_activity_filter_of (part, today, 1, owner);
  sat_query_set_filter (query, filter);
  return sat_query_count (query, reader, &count, error) ? count : -1;
}

gint64
sat_activities_count_due (SatReader *reader, GError **error)
{
  return count_mine (reader, SAT_ACTIVITIES_DUE, error);
}

gint64
sat_activities_count_to_do (SatReader *reader, GError **error)
{
  return count_mine (reader, SAT_ACTIVITIES_TO_DO, error);
}
