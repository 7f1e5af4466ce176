/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-grid-private.h"

enum {
  SIGNAL_CREATE_REQUESTED,
  SIGNAL_CHANGE_REQUESTED,
  SIGNAL_SELECTED,
  SIGNAL_ACTIVATED,
  SIGNAL_MENU_REQUESTED,
  SIGNAL_RANGE_WANTED,
  SIGNAL_DAY_ACTIVATED,
  SIGNAL_DROPPED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

typedef SatCalendarState SatCalendarGridPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SatCalendarGrid, sat_calendar_grid, GTK_TYPE_WIDGET)

SatCalendarState *
sat_calendar_grid_state (SatCalendarGrid *self)
{
  return sat_calendar_grid_get_instance_private (self);
}

static GdkRGBA
with_alpha (GdkRGBA colour, double alpha)
{
  colour.alpha = (float)(colour.alpha * alpha);
  return colour;
}

static void
look_up (GtkStyleContext *style, const char *name, const GdkRGBA *otherwise, GdkRGBA *colour)
{
  if (!gtk_style_context_lookup_color (style, name, colour))
    *colour = *otherwise;
}

const SatCalendarInk *
sat_calendar_grid_ink (SatCalendarGrid *self)
{
  SatCalendarInk *ink = &sat_calendar_grid_state (self)->ink;
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  AdwStyleManager *manager;

  if (ink->known)
    return ink;
  manager = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  ink->dark = adw_style_manager_get_dark (manager);
  ink->contrast = adw_style_manager_get_high_contrast (manager);
  gtk_style_context_get_color (style, &ink->text);
  ink->dim = with_alpha (ink->text, ink->contrast ? 0.9 : 0.65);
  ink->faint = with_alpha (ink->text, ink->contrast ? 0.6 : 0.4);
  ink->line = with_alpha (ink->text, ink->contrast ? 0.5 : 0.12);
  ink->shade = with_alpha (ink->text, ink->contrast ? 0.08 : 0.04);
  look_up (style, "view_bg_color", &(GdkRGBA){1, 1, 1, 1}, &ink->ground);
  look_up (style, "accent_bg_color", &ink->text, &ink->accent);
  look_up (style, "accent_fg_color", &ink->ground, &ink->on_accent);
  look_up (style, "error_color", &ink->text, &ink->error);
  ink->known = TRUE;
  return ink;
}

void
sat_calendar_grid_draw_text (
    GtkSnapshot *snapshot, PangoLayout *layout, double x, double y, const GdkRGBA *colour)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)(int)x, (float)(int)y));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

PangoLayout *
sat_calendar_grid_layout (SatCalendarGrid *self, const char *text, gboolean bold, double scale)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) list = pango_attr_list_new ();

  if (bold)
    pango_attr_list_insert (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (scale != 1)
    pango_attr_list_insert (list, pango_attr_scale_new (scale));
  pango_attr_list_insert (list, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, list);
  return layout;
}

int
sat_calendar_grid_line_height (SatCalendarGrid *self)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  g_autoptr (PangoLayout) layout = NULL;

  if (state->line_height > 0)
    return state->line_height;
  layout = sat_calendar_grid_layout (self, "Ag", FALSE, 1);
  pango_layout_get_pixel_size (layout, NULL, &state->line_height);
  return state->line_height = MAX (state->line_height, 8);
}

void
sat_calendar_grid_place_popovers (SatCalendarGrid *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child))
      gtk_popover_present (GTK_POPOVER (child));
}

void
sat_calendar_grid_add_pane (SatCalendarGrid *self, SatCalendarPane *pane)
{
  g_ptr_array_add (sat_calendar_grid_state (self)->panes, pane);
}

void
sat_calendar_grid_renew (SatCalendarGrid *self)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  SatCalendarGridClass *klass = SAT_CALENDAR_GRID_GET_CLASS (self);
  gboolean focused;

  if (!state->formatted || state->n_days == 0 || state->panes->len == 0)
    return;
  focused = sat_calendar_grid_focused (self) != NULL;
  klass->lay_out (self);
  klass->show_cursor (self);
  if (focused)
    sat_calendar_grid_put_focus (self);
}

gboolean
sat_calendar_grid_shows (SatCalendarGrid *self, SatDate date)
{
  SatCalendarState *state = sat_calendar_grid_state (self);

  return date >= state->first && date < state->first + (SatDate)state->n_days;
}

GTimeZone *
sat_calendar_grid_zone_of (SatCalendarGrid *self, const SatCalendarEvent *event)
{
  GTimeZone *zone = event != NULL && event->zone != NULL ? sat_zone_open (event->zone, NULL) : NULL;

  return zone != NULL ? zone : g_time_zone_ref (sat_calendar_grid_state (self)->format.zone);
}

static void
forget_style (SatCalendarGrid *self)
{
  SatCalendarState *state = sat_calendar_grid_state (self);

  state->ink.known = FALSE;
  state->line_height = 0;
  sat_calendar_grid_renew (self);
}

static void
sat_calendar_grid_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SatCalendarGrid *self = SAT_CALENDAR_GRID (widget);

  GTK_WIDGET_CLASS (sat_calendar_grid_parent_class)->snapshot (widget, snapshot);
  if (sat_calendar_grid_is_dragging (self))
    SAT_CALENDAR_GRID_GET_CLASS (self)->draw_ghost (self, snapshot);
}

/* One stop of Tab; the arrows move within. */
static gboolean
sat_calendar_grid_focus (GtkWidget *widget, GtkDirectionType direction)
{
  if (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN)
    return FALSE;
  sat_calendar_grid_put_focus (SAT_CALENDAR_GRID (widget));
  return sat_calendar_grid_focused (SAT_CALENDAR_GRID (widget)) != NULL;
}

static gboolean
sat_calendar_grid_grab_focus (GtkWidget *widget)
{
  sat_calendar_grid_put_focus (SAT_CALENDAR_GRID (widget));
  return sat_calendar_grid_focused (SAT_CALENDAR_GRID (widget)) != NULL;
}

static void
sat_calendar_grid_unmap (GtkWidget *widget)
{
  sat_calendar_grid_end_drag (SAT_CALENDAR_GRID (widget));
  GTK_WIDGET_CLASS (sat_calendar_grid_parent_class)->unmap (widget);
}

static void
sat_calendar_grid_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (sat_calendar_grid_parent_class)->css_changed (widget, change);
  forget_style (SAT_CALENDAR_GRID (widget));
}

static void
sat_calendar_grid_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (sat_calendar_grid_parent_class)->system_setting_changed (widget, setting);
  forget_style (SAT_CALENDAR_GRID (widget));
}

static void
sat_calendar_grid_dispose (GObject *object)
{
  SatCalendarGrid *self = SAT_CALENDAR_GRID (object);
  GtkWidget *child;

  sat_calendar_grid_end_drag (self);
  g_ptr_array_set_size (sat_calendar_grid_state (self)->panes, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (sat_calendar_grid_parent_class)->dispose (object);
}

static void
sat_calendar_grid_finalize (GObject *object)
{
  SatCalendarState *state = sat_calendar_grid_state (SAT_CALENDAR_GRID (object));

  g_clear_pointer (&state->panes, g_ptr_array_unref);
  g_clear_pointer (&state->format.zone, g_time_zone_unref);
  g_clear_pointer (&state->events, g_ptr_array_unref);
  g_clear_pointer (&state->holidays, g_hash_table_unref);
  G_OBJECT_CLASS (sat_calendar_grid_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n, GType first, GType second, GType third)
{
  return g_signal_new (name, SAT_TYPE_CALENDAR_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n, first, second, third);
}

static void
sat_calendar_grid_class_init (SatCalendarGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType span = SAT_TYPE_CALENDAR_SPAN;

  G_OBJECT_CLASS (klass)->dispose = sat_calendar_grid_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_calendar_grid_finalize;
  widget_class->snapshot = sat_calendar_grid_snapshot;
  widget_class->focus = sat_calendar_grid_focus;
  widget_class->grab_focus = sat_calendar_grid_grab_focus;
  widget_class->unmap = sat_calendar_grid_unmap;
  widget_class->css_changed = sat_calendar_grid_css_changed;
  widget_class->system_setting_changed = sat_calendar_grid_system_setting_changed;
  signals[SIGNAL_CREATE_REQUESTED] = add_signal ("create-requested", 1, span, 0, 0);
  signals[SIGNAL_CHANGE_REQUESTED] = add_signal ("change-requested", 2, G_TYPE_INT64, span, 0);
  signals[SIGNAL_SELECTED] = add_signal ("selected", 1, G_TYPE_INT64, 0, 0);
  signals[SIGNAL_ACTIVATED] = add_signal ("activated", 1, G_TYPE_INT64, 0, 0);
  signals[SIGNAL_MENU_REQUESTED] =
      add_signal ("menu-requested", 3, G_TYPE_INT64, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[SIGNAL_RANGE_WANTED] = add_signal ("range-wanted", 1, G_TYPE_INT, 0, 0);
  signals[SIGNAL_DAY_ACTIVATED] = add_signal ("day-activated", 1, G_TYPE_INT, 0, 0);
  signals[SIGNAL_DROPPED] = add_signal ("dropped", 2, G_TYPE_INT64, span, 0);
  gtk_widget_class_set_css_name (widget_class, "calendar-grid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sat_calendar_grid_init (SatCalendarGrid *self)
{
  SatCalendarState *state = sat_calendar_grid_state (self);

  state->events = g_ptr_array_new ();
  state->panes = g_ptr_array_new ();
  state->holidays = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  state->writable = TRUE;
  sat_calendar_grid_set_work (self, NULL);
  sat_calendar_grid_add_keys (self);
  sat_calendar_grid_add_mouse (self);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

void
sat_calendar_grid_set_format (SatCalendarGrid *self, const SatFormat *format)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  GTimeZone *before = state->format.zone;

  g_return_if_fail (SAT_IS_CALENDAR_GRID (self) && format != NULL && format->clock != NULL);

  state->format = *format;
  state->format.zone =
      format->zone != NULL ? g_time_zone_ref (format->zone) : g_time_zone_new_local ();
  g_clear_pointer (&before, g_time_zone_unref);
  state->formatted = TRUE;
  sat_calendar_grid_set_now (self, state->now != 0 ? state->now : sat_clock_now (format->clock));
  sat_calendar_grid_renew (self);
}

void
sat_calendar_grid_set_events (SatCalendarGrid *self, GPtrArray *events)
{
  SatCalendarState *state = sat_calendar_grid_state (self);

  g_return_if_fail (SAT_IS_CALENDAR_GRID (self));

  g_ptr_array_unref (state->events);
  state->events = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_calendar_event_unref);
  for (guint i = 0; events != NULL && i < events->len; i++)
    g_ptr_array_add (state->events, sat_calendar_event_ref (g_ptr_array_index (events, i)));
  sat_calendar_grid_renew (self);
}

void
sat_calendar_grid_set_now (SatCalendarGrid *self, gint64 now)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  SatDate today;

  g_return_if_fail (SAT_IS_CALENDAR_GRID (self) && state->formatted);

  today = sat_date_of_instant (now, state->format.zone);
  state->now = now;
  if (today != state->today) {
    state->today = today;
    sat_calendar_grid_renew (self);
  }
  for (guint i = 0; i < state->panes->len; i++)
    gtk_widget_queue_draw (g_ptr_array_index (state->panes, i));
}

void
sat_calendar_grid_set_work (SatCalendarGrid *self, const SatCalendarWork *work)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  SatCalendarWork usual = {{0}, {0}};

  g_return_if_fail (SAT_IS_CALENDAR_GRID (self));

  for (int day = 1; day <= 5; day++) {
    usual.from[day] = 9 * 60;
    usual.to[day] = 17 * 60;
  }
  state->work = work != NULL ? *work : usual;
  sat_calendar_grid_renew (self);
}

void
sat_calendar_grid_set_holidays (SatCalendarGrid *self, const SatCalendarHoliday *holidays, guint n)
{
  SatCalendarState *state = sat_calendar_grid_state (self);

  g_return_if_fail (SAT_IS_CALENDAR_GRID (self) && (holidays != NULL || n == 0));

  g_hash_table_remove_all (state->holidays);
  for (guint i = 0; i < n; i++)
    g_hash_table_insert (state->holidays, GINT_TO_POINTER (holidays[i].date),
                         g_strdup (holidays[i].name));
  sat_calendar_grid_renew (self);
}

const char *
sat_calendar_grid_holiday (SatCalendarGrid *self, SatDate date)
{
  return g_hash_table_lookup (sat_calendar_grid_state (self)->holidays, GINT_TO_POINTER (date));
}

gboolean
sat_calendar_grid_is_free (SatCalendarGrid *self, SatDate date)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  int day = sat_date_weekday (date);

  return state->work.to[day] <= state->work.from[day] ||
         sat_calendar_grid_holiday (self, date) != NULL;
}

void
sat_calendar_grid_set_compact (SatCalendarGrid *self, gboolean compact)
{
  g_return_if_fail (SAT_IS_CALENDAR_GRID (self));

  if (sat_calendar_grid_state (self)->compact == !!compact)
    return;
  sat_calendar_grid_state (self)->compact = !!compact;
  sat_calendar_grid_renew (self);
}

void
sat_calendar_grid_set_writable (SatCalendarGrid *self, gboolean writable)
{
  g_return_if_fail (SAT_IS_CALENDAR_GRID (self));

  sat_calendar_grid_state (self)->writable = !!writable;
}

void
sat_calendar_grid_set_selected (SatCalendarGrid *self, gint64 id)
{
  SatCalendarState *state = sat_calendar_grid_state (self);

  g_return_if_fail (SAT_IS_CALENDAR_GRID (self));

  state->selected = id;
  for (guint i = 0; i < state->panes->len; i++) {
    GPtrArray *chips = sat_calendar_pane_get_chips (g_ptr_array_index (state->panes, i));

    for (guint c = 0; c < chips->len; c++) {
      SatCalendarChip *chip = g_ptr_array_index (chips, c);

      sat_calendar_chip_set_selected (chip, id != 0 && sat_calendar_chip_get_id (chip) == id);
    }
  }
}

gint64
sat_calendar_grid_get_selected (SatCalendarGrid *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_GRID (self), 0);

  return sat_calendar_grid_state (self)->selected;
}

void
sat_calendar_grid_get_range (SatCalendarGrid *self, SatDate *first, SatDate *last)
{
  SatCalendarState *state = sat_calendar_grid_state (self);

  g_return_if_fail (SAT_IS_CALENDAR_GRID (self) && first != NULL && last != NULL);

  *first = state->first;
  *last = state->first + (SatDate)state->n_days - 1;
}

void
sat_calendar_grid_create (SatCalendarGrid *self, const SatCalendarSpan *span)
{
  g_signal_emit (self, signals[SIGNAL_CREATE_REQUESTED], 0, span);
}

void
sat_calendar_grid_change (SatCalendarGrid *self, gint64 id, const SatCalendarSpan *span)
{
  GPtrArray *events = sat_calendar_grid_state (self)->events;

  for (guint i = 0; i < events->len; i++) {
    SatCalendarEvent *event = g_ptr_array_index (events, i);

    if (event->id == id) {
      g_ptr_array_index (events, i) = sat_calendar_event_at (event, span);
      sat_calendar_event_unref (event);
    }
  }
  sat_calendar_grid_renew (self);
  g_signal_emit (self, signals[SIGNAL_CHANGE_REQUESTED], 0, id, span);
}

void
sat_calendar_grid_select (SatCalendarGrid *self, gint64 id)
{
  if (sat_calendar_grid_get_selected (self) == id)
    return;
  sat_calendar_grid_set_selected (self, id);
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0, id);
}

void
sat_calendar_grid_activate (SatCalendarGrid *self, gint64 id)
{
  sat_calendar_grid_set_selected (self, id);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, id);
}

void
sat_calendar_grid_ask_menu (SatCalendarGrid *self, gint64 id, double x, double y)
{
  g_signal_emit (self, signals[SIGNAL_MENU_REQUESTED], 0, id, x, y);
}

void
sat_calendar_grid_want (SatCalendarGrid *self, SatDate date)
{
  g_signal_emit (self, signals[SIGNAL_RANGE_WANTED], 0, (int)date);
}

void
sat_calendar_grid_go_to_day (SatCalendarGrid *self, SatDate date)
{
  g_signal_emit (self, signals[SIGNAL_DAY_ACTIVATED], 0, (int)date);
}

void
sat_calendar_grid_take (SatCalendarGrid *self, gint64 id, const SatCalendarSpan *span)
{
  g_signal_emit (self, signals[SIGNAL_DROPPED], 0, id, span);
}
