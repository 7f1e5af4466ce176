/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-view-private.h"

#include <glib/gi18n-lib.h>

#include "sat-calendar-grid-private.h"
#include "sat-calendar.h"
#include "sat-settings.h"
#include "sat-widgets.h"
#include "sat-working-time.h"

#define NOW_SECONDS 20
/* Less than this is for the days alone. */
#define ROOM_FOR_PANEL 780
/* From this scale of letters on, the switcher has no room for pictures beside its words. */
#define LARGE_TEXT 1.25
/* Frames in which something else may still take the focus, and after which it is given up. */
#define FOCUS_FRAMES 3
#define MOST_FOCUS_FRAMES 60

static void view_iface_init (SatViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SatCalendarView,
                               sat_calendar_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (SAT_TYPE_VIEW, view_iface_init))

enum {
  PROP_0,
  PROP_FULL_DAY,
  PROP_PANEL_SHOWN,
  N_PROPERTIES
};
static GParamSpec *properties[N_PROPERTIES];

static gint64
get_now (SatCalendarView *self)
{
  return sat_clock_now (sat_context_get_format (self->context)->clock);
}

SatCalendarModel *
sat_calendar_view_get_model (SatCalendarView *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_VIEW (self), NULL);
  return self->model;
}

SatCalendarGrid *
sat_calendar_view_get_grid (SatCalendarView *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_VIEW (self), NULL);
  return self->grids[sat_calendar_model_get_way (self->model)];
}

static void
set_range (SatCalendarView *self, SatCalendarWay way, SatDate date)
{
  int week_start = sat_context_get_format (self->context)->week_start;
  SatCalendarRange range = sat_calendar_range (way, date, week_start);
  SatCalendarGrid *grid = self->grids[way];

  if (way == SAT_CALENDAR_WAY_MONTH)
    sat_calendar_month_set_month (SAT_CALENDAR_MONTH (grid), date);
  else
    sat_calendar_days_set_range (SAT_CALENDAR_DAYS (grid), range.first,
                                 (guint)(range.last - range.first + 1));
}

static void
configure_grid (SatCalendarView *self, SatCalendarGrid *grid)
{
  GSettings *settings = sat_context_get_settings (self->context);
  g_autofree char *density = g_settings_get_string (settings, SAT_SETTING_DENSITY);

  sat_calendar_grid_set_compact (grid, g_strcmp0 (density, "compact") == 0);
  if (SAT_IS_CALENDAR_DAYS (grid))
    sat_calendar_days_set_work_only (
        SAT_CALENDAR_DAYS (grid),
        !g_settings_get_boolean (settings, SAT_SETTING_CALENDAR_FULL_DAY));
}

static void
ensure_grid (SatCalendarView *self, SatCalendarWay way)
{
  AdwBin *const bins[] = {self->day_bin, self->week_bin, self->month_bin, self->agenda_bin};
  SatCalendarGrid *grid;

  if (way == SAT_CALENDAR_WAY_AGENDA || self->grids[way] != NULL)
    return;
  grid = way == SAT_CALENDAR_WAY_MONTH ? sat_calendar_month_new () : sat_calendar_days_new ();
  sat_calendar_grid_set_format (grid, sat_context_get_format (self->context));
  sat_calendar_grid_set_now (grid, get_now (self));
  sat_calendar_grid_set_writable (grid,
                                  !sat_store_is_read_only (sat_context_get_store (self->context)));
  configure_grid (self, grid);
  self->grids[way] = grid;
  sat_calendar_view_connect_grid (self, grid);
  adw_bin_set_child (bins[way], GTK_WIDGET (grid));
  set_range (self, way, sat_calendar_model_get_date (self->model));
  if (SAT_IS_CALENDAR_DAYS (grid))
    sat_calendar_days_reveal (SAT_CALENDAR_DAYS (grid), get_now (self));
}

static void
ensure_agenda (SatCalendarView *self)
{
  if (self->agenda != NULL)
    return;
  self->agenda = SAT_AGENDA_LIST (sat_agenda_list_new (self->model));
  adw_bin_set_child (self->agenda_bin, GTK_WIDGET (self->agenda));
}

static void
show_hint (SatCalendarView *self)
{
  SatCalendarWay way = sat_calendar_model_get_shown_way (self->model);
  GPtrArray *events = sat_calendar_model_get_events (self->model);
  gboolean writes = !sat_store_is_read_only (sat_context_get_store (self->context));
  gboolean empty = events->len == 0 && way != SAT_CALENDAR_WAY_AGENDA;

  gtk_label_set_text (self->hint, writes ? _ ("Nothing here. Drag over the time to plan something.")
                                         : _ ("Nothing here."));
  gtk_widget_set_visible (GTK_WIDGET (self->hint), empty);
}

static void
select_wanted (SatCalendarView *self)
{
  SatCalendarGrid *grid = sat_calendar_view_get_grid (self);

  if (self->wanted == 0)
    return;
  if (grid != NULL && sat_calendar_model_find (self->model, self->wanted) != NULL) {
    sat_calendar_grid_set_selected (grid, self->wanted);
    sat_calendar_grid_focus_event (grid, self->wanted);
    self->wanted = 0;
  } else if (grid == NULL && self->agenda != NULL &&
             sat_agenda_list_select (self->agenda, self->wanted)) {
    self->wanted = 0;
  }
}

/* When people work here, and the days on which they do not. */
static void
show_work (SatCalendarView *self, SatCalendarGrid *grid)
{
  SatReader *reader = sat_context_get_reader (self->context);
  SatWorkingTime time = sat_working_time_read (reader);
  SatCalendarRange range = sat_calendar_model_get_shown_range (self->model);
  g_autoptr (GPtrArray) found = sat_holidays_read (reader, range.first, range.last, NULL);
  g_autoptr (GArray) holidays = g_array_new (FALSE, FALSE, sizeof (SatCalendarHoliday));
  SatCalendarWork work = {{0}, {0}};

  for (int day = 1; day <= 7; day++)
    if (sat_working_time_has_day (&time, day)) {
      work.from[day] = time.start;
      work.to[day] = time.end;
    }
  for (guint i = 0; found != NULL && i < found->len; i++) {
    const SatHoliday *holiday = g_ptr_array_index (found, i);
    SatCalendarHoliday shown = {holiday->date, holiday->name};

    g_array_append_val (holidays, shown);
  }
  sat_calendar_grid_set_work (grid, &work);
  sat_calendar_grid_set_holidays (grid, (SatCalendarHoliday *)(gpointer)holidays->data,
                                  holidays->len);
}

static void
show_events (SatCalendarView *self)
{
  SatCalendarWay way = sat_calendar_model_get_shown_way (self->model);
  SatCalendarGrid *grid;

  if (way == SAT_CALENDAR_WAY_AGENDA) {
    ensure_agenda (self);
    return;
  }
  ensure_grid (self, way);
  grid = self->grids[way];
  set_range (self, way, sat_calendar_model_get_shown_date (self->model));
  show_work (self, grid);
  sat_calendar_grid_set_events (grid, sat_calendar_model_get_events (self->model));
}

static void
update (SatCalendarView *self)
{
  const char *error = sat_calendar_model_get_error (self->model);

  if (error != NULL) {
    g_autofree char *markup = g_markup_escape_text (error, -1);

    adw_status_page_set_description (self->error_page, markup);
    gtk_stack_set_visible_child_name (self->states, "error");
    return;
  }
  if (sat_calendar_model_is_loading (self->model))
    return;
  show_events (self);
  gtk_stack_set_visible_child_name (self->states, "ways");
  show_hint (self);
  select_wanted (self);
  sat_view_emit_subtitle (SAT_VIEW (self), "");
}

static void
moved_cb (SatCalendarView *self)
{
  SatCalendarWay way = sat_calendar_model_get_way (self->model);

  adw_view_stack_set_visible_child_name (self->ways, sat_calendar_way_name (way));
  sat_calendar_strip_set_hours_apply (self->bar,
                                      way == SAT_CALENDAR_WAY_DAY || way == SAT_CALENDAR_WAY_WEEK);
}

static void
way_changed_cb (AdwViewStack *ways, GParamSpec *pspec, SatCalendarView *self)
{
  SatCalendarWay way = sat_calendar_way_named (adw_view_stack_get_visible_child_name (self->ways));

  if (way == SAT_CALENDAR_WAY_AGENDA)
    ensure_agenda (self);
  else
    ensure_grid (self, way);
  sat_calendar_model_go (self->model, way, sat_calendar_model_get_date (self->model));
  sat_calendar_strip_set_hours_apply (self->bar,
                                      way == SAT_CALENDAR_WAY_DAY || way == SAT_CALENDAR_WAY_WEEK);
}

static void
retry_clicked_cb (SatCalendarView *self)
{
  sat_calendar_pages_refresh (sat_calendar_model_get_pages (self->model));
}

static gboolean
now_cb (gpointer user_data)
{
  SatCalendarView *self = user_data;

  for (guint i = 0; i < G_N_ELEMENTS (self->grids); i++)
    if (self->grids[i] != NULL)
      sat_calendar_grid_set_now (self->grids[i], get_now (self));
  return G_SOURCE_CONTINUE;
}

/* The week may begin with another day now. */
static void
context_changed_cb (SatCalendarView *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->grids); i++)
    if (self->grids[i] != NULL)
      sat_calendar_grid_set_format (self->grids[i], sat_context_get_format (self->context));
}

static void
configure_grids (SatCalendarView *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->grids); i++)
    if (self->grids[i] != NULL)
      configure_grid (self, self->grids[i]);
}

static void
update_panel (SatCalendarView *self)
{
  GSettings *settings = sat_context_get_settings (self->context);
  gboolean shown = self->narrow ? self->panel_anyway
                                : g_settings_get_boolean (settings, SAT_SETTING_CALENDAR_PANEL);

  if (shown && self->side == NULL) {
    self->side = SAT_CALENDAR_SIDE (sat_calendar_side_new (self->model));
    adw_bin_set_child (self->panel_bin, GTK_WIDGET (self->side));
  }
  gtk_widget_set_visible (GTK_WIDGET (self->panel_bin), shown);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PANEL_SHOWN]);
}

/* Where there is little room it is shown only if it is asked for there, and that is not kept. */
static void
set_panel_shown (SatCalendarView *self, gboolean shown)
{
  GSettings *settings = sat_context_get_settings (self->context);

  self->panel_anyway = shown && self->narrow;
  if (!self->narrow)
    g_settings_set_boolean (settings, SAT_SETTING_CALENDAR_PANEL, shown);
  update_panel (self);
}

static gboolean
layout_cb (gpointer user_data)
{
  SatCalendarView *self = user_data;

  self->layout_idle = 0;
  sat_calendar_strip_set_narrow (self->bar, self->narrow);
  update_panel (self);
  return G_SOURCE_REMOVE;
}

/* Not while sizes are given out. */
static void
resized_cb (GtkDrawingArea *ruler, int width, int height, SatCalendarView *self)
{
  gboolean narrow = width < sat_text_pixels (ROOM_FOR_PANEL);

  if (narrow == self->narrow)
    return;
  self->narrow = narrow;
  self->panel_anyway = FALSE;
  if (self->layout_idle == 0)
    self->layout_idle = g_idle_add (layout_cb, self);
}

/* Nobody is somewhere else by now: what held the view before, or a button, gives the focus away. */
static gboolean
may_take_focus (SatCalendarView *self, GtkWidget *focus)
{
  return focus == NULL || GTK_IS_BUTTON (focus) || !gtk_widget_get_mapped (focus) ||
         gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) ||
         gtk_widget_is_ancestor (GTK_WIDGET (self), focus);
}

static gboolean
holds_focus (GtkWidget *widget)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  return focus != NULL && gtk_widget_get_mapped (focus) && gtk_widget_is_ancestor (focus, widget);
}

/* Some frames long: what had the focus may go only now, and takes it along. */
static gboolean
focus_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  SatCalendarView *self = SAT_CALENDAR_VIEW (widget);
  SatCalendarGrid *grid = sat_calendar_view_get_grid (self);
  GtkWidget *shown = grid != NULL ? GTK_WIDGET (grid) : GTK_WIDGET (self->agenda);
  GtkRoot *root = gtk_widget_get_root (widget);

  self->focus_frames++;
  if (shown == NULL || root == NULL || self->focus_frames > MOST_FOCUS_FRAMES ||
      !may_take_focus (self, gtk_root_get_focus (root)) ||
      (self->focus_frames > FOCUS_FRAMES && holds_focus (shown))) {
    self->focus_tick = 0;
    return G_SOURCE_REMOVE;
  }
  if (holds_focus (shown))
    return G_SOURCE_CONTINUE;
  if (grid != NULL)
    sat_calendar_grid_put_focus (grid);
  else
    sat_agenda_list_focus (self->agenda);
  return G_SOURCE_CONTINUE;
}

/* Soon: what has just been shown takes the focus only when it has been laid out. */
void
sat_calendar_view_focus (SatCalendarView *self)
{
  self->focus_frames = 0;
  if (self->focus_tick == 0)
    self->focus_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_cb, NULL, NULL);
}

void
sat_calendar_view_reveal (SatCalendarView *self, gint64 id)
{
  const SatFormat *format = sat_context_get_format (self->context);
  g_autoptr (SatAgendaItem) item =
      sat_agenda_item_load (sat_context_get_reader (self->context), id, format->zone, NULL);

  self->wanted = id;
  if (item == NULL)
    return;
  if ((item->timed || item->all_day || item->first != 0) &&
      sat_calendar_model_find (self->model, id) == NULL)
    sat_calendar_model_go (self->model, sat_calendar_model_get_way (self->model), item->first);
  select_wanted (self);
}

static const char *
view_get_type_name (SatView *view)
{
  return "activity";
}

static gboolean
view_begin_new (SatView *view)
{
  gtk_widget_activate_action (GTK_WIDGET (view), "calendar.new", NULL);
  return TRUE;
}

static GtkWidget *
view_get_title_widget (SatView *view)
{
  GtkWidget *switcher = adw_view_switcher_new ();

  adw_view_switcher_set_stack (ADW_VIEW_SWITCHER (switcher), SAT_CALENDAR_VIEW (view)->ways);
  adw_view_switcher_set_policy (ADW_VIEW_SWITCHER (switcher), ADW_VIEW_SWITCHER_POLICY_WIDE);
  gtk_widget_add_css_class (switcher, "sat-calendar-ways");
  if (sat_text_scale () >= LARGE_TEXT)
    gtk_widget_add_css_class (switcher, "sat-words-only");
  return switcher;
}

static void
view_focus_filter (SatView *view)
{
  sat_calendar_strip_focus_words (SAT_CALENDAR_VIEW (view)->bar);
}

static void
view_focus_records (SatView *view)
{
  sat_calendar_view_focus (SAT_CALENDAR_VIEW (view));
}

static gboolean
view_select_record (SatView *view, gint64 id)
{
  SatCalendarView *self = SAT_CALENDAR_VIEW (view);

  sat_calendar_view_reveal (self, id);
  return self->wanted == 0;
}

static gint64
view_get_selected (SatView *view)
{
  SatCalendarView *self = SAT_CALENDAR_VIEW (view);
  SatCalendarGrid *grid = sat_calendar_view_get_grid (self);

  if (grid != NULL)
    return sat_calendar_grid_get_selected (grid);
  return self->agenda != NULL ? sat_agenda_list_get_selected (self->agenda) : 0;
}

static void
view_iface_init (SatViewInterface *iface)
{
  iface->get_type_name = view_get_type_name;
  iface->begin_new = view_begin_new;
  iface->get_title_widget = view_get_title_widget;
  iface->focus_filter = view_focus_filter;
  iface->focus_records = view_focus_records;
  iface->select_record = view_select_record;
  iface->get_selected = view_get_selected;
}

static void
sat_calendar_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SatCalendarView *self = SAT_CALENDAR_VIEW (object);

  if (id == PROP_FULL_DAY)
    g_value_set_boolean (value,
                         self->context != NULL &&
                             g_settings_get_boolean (sat_context_get_settings (self->context),
                                                     SAT_SETTING_CALENDAR_FULL_DAY));
  else if (id == PROP_PANEL_SHOWN)
    g_value_set_boolean (value, self->panel_bin != NULL &&
                                    gtk_widget_get_visible (GTK_WIDGET (self->panel_bin)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sat_calendar_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SatCalendarView *self = SAT_CALENDAR_VIEW (object);

  if (id == PROP_FULL_DAY) {
    g_settings_set_boolean (sat_context_get_settings (self->context), SAT_SETTING_CALENDAR_FULL_DAY,
                            g_value_get_boolean (value));
    configure_grids (self);
    g_object_notify_by_pspec (object, pspec);
  } else if (id == PROP_PANEL_SHOWN) {
    set_panel_shown (self, g_value_get_boolean (value));
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
sat_calendar_view_dispose (GObject *object)
{
  SatCalendarView *self = SAT_CALENDAR_VIEW (object);
  GtkWidget *child;

  g_clear_handle_id (&self->now_timeout, g_source_remove);
  g_clear_handle_id (&self->selected_timeout, g_source_remove);
  g_clear_handle_id (&self->layout_idle, g_source_remove);
  if (self->focus_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->focus_tick);
  self->focus_tick = 0;
  if (self->context != NULL) {
    g_clear_signal_handler (&self->context_changed, self->context);
    g_clear_signal_handler (&self->density_changed, sat_context_get_settings (self->context));
  }
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->ways != NULL)
    g_signal_handlers_disconnect_by_data (self->ways, self);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->quick, gtk_widget_unparent);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->model);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_calendar_view_parent_class)->dispose (object);
}

static void
sat_calendar_view_class_init (SatCalendarViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_calendar_view_dispose;
  G_OBJECT_CLASS (klass)->get_property = sat_calendar_view_get_property;
  G_OBJECT_CLASS (klass)->set_property = sat_calendar_view_set_property;
  properties[PROP_FULL_DAY] =
      g_param_spec_boolean ("full-day", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PANEL_SHOWN] =
      g_param_spec_boolean ("panel-shown", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/satchel/Satchel/calendar/sat-calendar-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SatCalendarView, bar_bin);
  gtk_widget_class_bind_template_child (widget_class, SatCalendarView, panel_bin);
  gtk_widget_class_bind_template_child (widget_class, SatCalendarView, states);
  gtk_widget_class_bind_template_child (widget_class, SatCalendarView, error_page);
  gtk_widget_class_bind_template_child (widget_class, SatCalendarView, overlay);
  gtk_widget_class_bind_template_child (widget_class, SatCalendarView, ways);
  gtk_widget_class_bind_template_child (widget_class, SatCalendarView, day_bin);
  gtk_widget_class_bind_template_child (widget_class, SatCalendarView, week_bin);
  gtk_widget_class_bind_template_child (widget_class, SatCalendarView, month_bin);
  gtk_widget_class_bind_template_child (widget_class, SatCalendarView, agenda_bin);
  gtk_widget_class_bind_template_child (widget_class, SatCalendarView, hint);
  gtk_widget_class_bind_template_callback (widget_class, resized_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
  sat_calendar_view_install_actions (widget_class);
}

static void
sat_calendar_view_init (SatCalendarView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_present_shown_page (GTK_WIDGET (self->ways));
  sat_widget_present_shown_page (GTK_WIDGET (self->states));
}

GtkWidget *
sat_calendar_view_new (SatContext *context, const SatViewInfo *info)
{
  SatCalendarView *self;
  GSettings *settings;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && info != NULL, NULL);
  self = g_object_new (SAT_TYPE_CALENDAR_VIEW, NULL);
  settings = sat_context_get_settings (context);
  self->context = g_object_ref (context);
  self->model = sat_calendar_model_new (context);
  self->bar = SAT_CALENDAR_STRIP (sat_calendar_strip_new (self->model));
  adw_bin_set_child (self->bar_bin, GTK_WIDGET (self->bar));
  sat_calendar_view_add_keys (self);
  g_settings_bind (settings, SAT_SETTING_CALENDAR_WAY, self->ways, "visible-child-name",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_swapped (self->model, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->model, "moved", G_CALLBACK (moved_cb), self);
  g_signal_connect (self->ways, "notify::visible-child-name", G_CALLBACK (way_changed_cb), self);
  way_changed_cb (self->ways, NULL, self);
  self->context_changed =
      g_signal_connect_swapped (context, "changed", G_CALLBACK (context_changed_cb), self);
  self->density_changed = g_signal_connect_swapped (settings, "changed::" SAT_SETTING_DENSITY,
                                                    G_CALLBACK (configure_grids), self);
  self->now_timeout = g_timeout_add_seconds (NOW_SECONDS, now_cb, self);
  update_panel (self);
  update (self);
  return GTK_WIDGET (self);
}
