/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart-plot.h"

#include "sat-chart-draw.h"
#include "sat-chart-mark.h"
#include "sat-widgets.h"

#include <adwaita.h>

#define GROW_MS 350
#define LEAST_WIDTH 240
#define FOCUS_ROOM 3
#define WORDS_EDGE 8
#define WORDS_GAP 6

struct _SatChartPlot {
  GtkWidget parent_instance;
  SatChartModel *model;
  SatChartLayout *layout; /* NULL: to be made */
  GPtrArray *marks;       /* of SatChartMarkWidget, as in the layout */
  int current;            /* the mark with the focus, or that had it last; -1: none */
  int hovered;
  AdwAnimation *growth;
  double progress;
};

enum {
  MARK_ACTIVATED,
  MENU_REQUESTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatChartPlot, sat_chart_plot, GTK_TYPE_WIDGET)

static SatChartRoom
room_for (SatChartPlot *self, double width, double height)
{
  return (SatChartRoom){.width = MAX (width, 1),
                        .height = MAX (height, 1),
                        .scale = sat_text_scale (),
                        .measure = sat_chart_measure_text,
                        .data = gtk_widget_get_pango_context (GTK_WIDGET (self))};
}

static SatChartLayout *
ensure_layout (SatChartPlot *self)
{
  SatChartRoom room = room_for (self, gtk_widget_get_width (GTK_WIDGET (self)),
                                gtk_widget_get_height (GTK_WIDGET (self)));

  if (self->layout != NULL &&
      (self->layout->width != room.width || self->layout->height != room.height))
    g_clear_pointer (&self->layout, sat_chart_layout_free);
  if (self->layout == NULL && self->model != NULL)
    self->layout = sat_chart_layout_new (self->model, &room);
  return self->layout;
}

static const SatChartMark *
nth_mark (SatChartPlot *self, int i)
{
  SatChartLayout *layout = ensure_layout (self);

  return layout != NULL && i >= 0 && i < (int)layout->marks->len
             ? &g_array_index (layout->marks, SatChartMark, i)
             : NULL;
}

static const SatChartPoint *
nth_point (SatChartPlot *self, int i)
{
  const SatChartMark *mark = nth_mark (self, i);

  return mark != NULL ? sat_chart_model_get_point (self->model, mark->series, mark->point) : NULL;
}

const char *
sat_chart_plot_get_current (SatChartPlot *self)
{
  const SatChartPoint *point;

  g_return_val_if_fail (SAT_IS_CHART_PLOT (self), NULL);
  point = nth_point (self, self->current);
  return point == NULL ? NULL : point->key != NULL ? point->key : point->text;
}

static void
activate (SatChartPlot *self, int i)
{
  const SatChartPoint *point = nth_point (self, i);
  g_autofree char *key = point != NULL ? g_strdup (point->key) : NULL;

  if (key != NULL)
    g_signal_emit (self, signals[MARK_ACTIVATED], 0, key);
}

static void
activate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  activate (SAT_CHART_PLOT (widget), (int)g_variant_get_uint32 (parameter));
}

static void
draw_hovered (SatChartPlot *self, cairo_t *cr, const SatChartPalette *palette)
{
  const SatChartMark *mark = nth_mark (self, self->hovered);

  if (mark == NULL)
    return;
  gdk_cairo_set_source_rgba (cr, &palette->text);
  cairo_set_line_width (cr, 2);
  cairo_rectangle (cr, mark->rect.x - 1, mark->rect.y - 1, mark->rect.width + 2,
                   mark->rect.height + 2);
  cairo_stroke (cr);
}

/* Where words of that size do not hide their mark: above it, else below. */
static graphene_rect_t
place_words (SatChartPlot *self, const SatChartRect *mark, double width, double height)
{
  double x = mark->x + mark->width / 2 - width / 2, y = mark->y - height - WORDS_GAP;
  double most = MAX (0, self->layout->width - width);

  if (y < 0)
    y = MIN (mark->y + mark->height + WORDS_GAP, MAX (0, self->layout->height - height));
  return GRAPHENE_RECT_INIT ((float)(int)CLAMP (x, 0, most), (float)(int)y, (float)width,
                             (float)height);
}

/* Who goes from mark to mark by keys reads what a tooltip would say. */
static void
snapshot_words (SatChartPlot *self, GtkSnapshot *snapshot, const SatChartPalette *palette)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const SatChartMark *mark = nth_mark (self, self->current);
  const SatChartPoint *point = nth_point (self, self->current);
  g_autoptr (PangoLayout) layout = NULL;
  graphene_rect_t box;
  GskRoundedRect outline;
  int width, height;

  if (point == NULL ||
      !(gtk_widget_get_state_flags (g_ptr_array_index (self->marks, self->current)) &
        GTK_STATE_FLAG_FOCUS_VISIBLE))
    return;
  layout = gtk_widget_create_pango_layout (widget, point->text);
  pango_layout_set_width (
      layout, (int)(MAX (1, MIN (self->layout->width - 2 * WORDS_EDGE, sat_text_pixels (360))) *
                    PANGO_SCALE));
  pango_layout_get_pixel_size (layout, &width, &height);
  box = place_words (self, &mark->rect, width + 2 * WORDS_EDGE, height + WORDS_EDGE);
  gsk_rounded_rect_init_from_rect (&outline, &box, 6);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &palette->background, &box);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){1, 1, 1, 1},
                              (GdkRGBA[4]){palette->dim, palette->dim, palette->dim, palette->dim});
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (box.origin.x + WORDS_EDGE, box.origin.y + WORDS_EDGE / 2.0f));
  gtk_snapshot_append_layout (snapshot, layout, &palette->text);
  gtk_snapshot_restore (snapshot);
}

static void
sat_chart_plot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SatChartPlot *self = SAT_CHART_PLOT (widget);
  SatChartLayout *layout = ensure_layout (self);
  SatChartPalette palette;
  cairo_t *cr;

  if (layout == NULL)
    return;
  sat_chart_palette_init_for (&palette, widget);
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)layout->width, (float)layout->height));
  sat_chart_draw (layout, &palette, gtk_widget_get_pango_context (widget), cr, self->progress);
  draw_hovered (self, cr, &palette);
  cairo_destroy (cr);
  for (guint i = 0; i < self->marks->len; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (self->marks, i), snapshot);
  snapshot_words (self, snapshot, &palette);
}

static void
sat_chart_plot_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  SatChartPlot *self = SAT_CHART_PLOT (widget);
  SatChartRoom room = room_for (self, for_size > 0 ? for_size : 2 * LEAST_WIDTH, 0);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = LEAST_WIDTH;
    *natural = 2 * LEAST_WIDTH;
  } else if (self->model != NULL) {
    *minimum = *natural = (int)sat_chart_layout_height (self->model, &room) + 1;
  }
}

static GtkSizeRequestMode
sat_chart_plot_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
sat_chart_plot_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SatChartPlot *self = SAT_CHART_PLOT (widget);

  for (guint i = 0; i < self->marks->len; i++) {
    const SatChartMark *mark = nth_mark (self, (int)i);
    GtkAllocation box = {0, 0, 1, 1};

    if (mark != NULL)
      box = (GtkAllocation){(int)mark->rect.x - FOCUS_ROOM, (int)mark->rect.y - FOCUS_ROOM,
                            (int)mark->rect.width + 2 * FOCUS_ROOM + 1,
                            (int)mark->rect.height + 2 * FOCUS_ROOM + 1};
    gtk_widget_size_allocate (g_ptr_array_index (self->marks, i), &box, -1);
  }
}

static gboolean
focus_mark (SatChartPlot *self, int i)
{
  if (i < 0 || i >= (int)self->marks->len)
    return FALSE;
  self->current = i;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return gtk_widget_grab_focus (g_ptr_array_index (self->marks, i));
}

static gboolean
sat_chart_plot_focus (GtkWidget *widget, GtkDirectionType direction)
{
  SatChartPlot *self = SAT_CHART_PLOT (widget);

  if (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN || self->marks->len == 0)
    return FALSE;
  return focus_mark (self, self->current >= 0
                               ? self->current
                               : sat_chart_layout_move (ensure_layout (self), 0, SAT_CHART_FIRST));
}

static gboolean
sat_chart_plot_grab_focus (GtkWidget *widget)
{
  return sat_chart_plot_focus (widget, GTK_DIR_TAB_FORWARD);
}

/* FALSE: no key of the chart. */
static gboolean
find_move (guint key, GdkModifierType state, SatChartMove *move)
{
  static const struct {
    guint key, keypad;
    SatChartMove move, with_control;
  } keys[] = {
      {GDK_KEY_Left, GDK_KEY_KP_Left, SAT_CHART_LEFT, SAT_CHART_HOME},
      {GDK_KEY_Right, GDK_KEY_KP_Right, SAT_CHART_RIGHT, SAT_CHART_END},
      {GDK_KEY_Up, GDK_KEY_KP_Up, SAT_CHART_UP, SAT_CHART_UP},
      {GDK_KEY_Down, GDK_KEY_KP_Down, SAT_CHART_DOWN, SAT_CHART_DOWN},
      {GDK_KEY_Home, GDK_KEY_KP_Home, SAT_CHART_HOME, SAT_CHART_FIRST},
      {GDK_KEY_End, GDK_KEY_KP_End, SAT_CHART_END, SAT_CHART_LAST},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (key == keys[i].key || key == keys[i].keypad) {
      *move = state & GDK_CONTROL_MASK ? keys[i].with_control : keys[i].move;
      return TRUE;
    }
  return FALSE;
}

static gboolean
ask_for_menu (SatChartPlot *self)
{
  const SatChartMark *mark = nth_mark (self, self->current);

  if (mark != NULL)
    g_signal_emit (self, signals[MENU_REQUESTED], 0, mark->rect.x + mark->rect.width / 2,
                   mark->rect.y + mark->rect.height / 2);
  return mark != NULL;
}

/* An assistive tool may have moved the focus. */
static void
note_focus (SatChartPlot *self)
{
  for (guint i = 0; i < self->marks->len; i++)
    if (gtk_widget_has_focus (g_ptr_array_index (self->marks, i)))
      self->current = (int)i;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType state,
                SatChartPlot *self)
{
  SatChartMove move;
  int to;

  note_focus (self);
  state &= gtk_accelerator_get_default_mod_mask ();
  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && state == GDK_SHIFT_MASK))
    return ask_for_menu (self);
  if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter ||
       key == GDK_KEY_space) &&
      state == 0) {
    activate (self, self->current);
    return self->current >= 0;
  }
  if (state & ~GDK_CONTROL_MASK || !find_move (key, state, &move) || ensure_layout (self) == NULL)
    return FALSE;
  to = sat_chart_layout_move (self->layout, self->current, move);
  if (to == self->current && gtk_widget_has_focus (g_ptr_array_index (self->marks, to)))
    /* At the end of the marks the arrows do not leave the chart by chance. */
    return TRUE;
  return focus_mark (self, to);
}

static void
set_hovered (SatChartPlot *self, int hovered)
{
  const SatChartPoint *point;

  if (hovered == self->hovered)
    return;
  self->hovered = hovered;
  point = nth_point (self, hovered);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   point != NULL && point->key != NULL ? "pointer" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static int
find_at (SatChartPlot *self, double x, double y)
{
  SatChartLayout *layout = ensure_layout (self);

  return layout != NULL ? sat_chart_layout_find (layout, x, y) : -1;
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, SatChartPlot *self)
{
  set_hovered (self, find_at (self, x, y));
}

static void
leave_cb (GtkEventControllerMotion *controller, SatChartPlot *self)
{
  set_hovered (self, -1);
}

static void
released_cb (GtkGestureClick *gesture, int n, double x, double y, SatChartPlot *self)
{
  int found = find_at (self, x, y);

  if (found < 0)
    return;
  focus_mark (self, found);
  activate (self, found);
}

static void
menu_pressed_cb (GtkGestureClick *gesture, int n, double x, double y, SatChartPlot *self)
{
  g_signal_emit (self, signals[MENU_REQUESTED], 0, x, y);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static gboolean
sat_chart_plot_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard_tooltip, GtkTooltip *tooltip)
{
  SatChartPlot *self = SAT_CHART_PLOT (widget);
  int found = keyboard_tooltip ? -1 : find_at (self, x, y);
  const SatChartMark *mark = nth_mark (self, found);
  const SatChartPoint *point = nth_point (self, found);

  if (point == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, point->text);
  gtk_tooltip_set_tip_area (tooltip,
                            &(GdkRectangle){(int)mark->rect.x, (int)mark->rect.y,
                                            (int)mark->rect.width + 1, (int)mark->rect.height + 1});
  return TRUE;
}

static void
lay_out_anew (GtkWidget *widget)
{
  g_clear_pointer (&SAT_CHART_PLOT (widget)->layout, sat_chart_layout_free);
  gtk_widget_queue_resize (widget);
}

static void
sat_chart_plot_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (sat_chart_plot_parent_class)->css_changed (widget, change);
  lay_out_anew (widget);
}

static void
sat_chart_plot_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (sat_chart_plot_parent_class)->system_setting_changed (widget, setting);
  lay_out_anew (widget);
}

static void
clear_marks (SatChartPlot *self)
{
  for (guint i = 0; i < self->marks->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->marks, i));
  g_ptr_array_set_size (self->marks, 0);
}

static void
sat_chart_plot_dispose (GObject *object)
{
  SatChartPlot *self = SAT_CHART_PLOT (object);

  clear_marks (self);
  g_clear_object (&self->growth);
  g_clear_pointer (&self->layout, sat_chart_layout_free);
  g_clear_pointer (&self->model, sat_chart_model_unref);
  G_OBJECT_CLASS (sat_chart_plot_parent_class)->dispose (object);
}

static void
sat_chart_plot_finalize (GObject *object)
{
  g_ptr_array_unref (SAT_CHART_PLOT (object)->marks);
  G_OBJECT_CLASS (sat_chart_plot_parent_class)->finalize (object);
}

static void
sat_chart_plot_class_init (SatChartPlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sat_chart_plot_dispose;
  object_class->finalize = sat_chart_plot_finalize;
  widget_class->snapshot = sat_chart_plot_snapshot;
  widget_class->measure = sat_chart_plot_measure;
  widget_class->get_request_mode = sat_chart_plot_get_request_mode;
  widget_class->size_allocate = sat_chart_plot_size_allocate;
  widget_class->focus = sat_chart_plot_focus;
  widget_class->grab_focus = sat_chart_plot_grab_focus;
  widget_class->query_tooltip = sat_chart_plot_query_tooltip;
  widget_class->css_changed = sat_chart_plot_css_changed;
  widget_class->system_setting_changed = sat_chart_plot_system_setting_changed;
  signals[MARK_ACTIVATED] =
      g_signal_new ("mark-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[MENU_REQUESTED] =
      g_signal_new ("menu-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  gtk_widget_class_install_action (widget_class, "plot.activate", "u", activate_action);
  gtk_widget_class_set_css_name (widget_class, "chartplot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
grow_cb (double value, gpointer user_data)
{
  SatChartPlot *self = user_data;

  self->progress = value;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
add_controllers (SatChartPlot *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new (), *menu = gtk_gesture_click_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect (menu, "pressed", G_CALLBACK (menu_pressed_cb), self);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (gtk_widget_queue_draw), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (gtk_widget_queue_draw), self);
  gtk_widget_add_controller (widget, focus);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (menu));
}

static void
sat_chart_plot_init (SatChartPlot *self)
{
  AdwAnimationTarget *target = adw_callback_animation_target_new (grow_cb, self, NULL);

  self->marks = g_ptr_array_new ();
  self->current = self->hovered = -1;
  self->progress = 1;
  /* It ends at once where animations are not wanted. */
  self->growth = adw_timed_animation_new (GTK_WIDGET (self), 0, 1, GROW_MS, target);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  add_controllers (self);
}

GtkWidget *
sat_chart_plot_new (void)
{
  return g_object_new (SAT_TYPE_CHART_PLOT, NULL);
}

static void
add_marks (SatChartPlot *self)
{
  SatChartLayout *layout = ensure_layout (self);
  GtkWidget *before = NULL;

  for (guint i = 0; layout != NULL && i < layout->marks->len; i++) {
    GtkWidget *mark =
        sat_chart_mark_widget_new (nth_point (self, (int)i)->text, i, layout->marks->len);

    gtk_widget_insert_after (mark, GTK_WIDGET (self), before);
    g_ptr_array_add (self->marks, mark);
    before = mark;
  }
}

/* The mark that was current, by its key or words. */
static int
find_again (SatChartPlot *self, const char *current)
{
  for (int i = 0; current != NULL && i < (int)self->marks->len; i++) {
    const SatChartPoint *point = nth_point (self, i);

    if (g_strcmp0 (point->key, current) == 0 || g_strcmp0 (point->text, current) == 0)
      return i;
  }
  return -1;
}

void
sat_chart_plot_set_model (SatChartPlot *self, SatChartModel *model)
{
  g_autofree char *current = NULL;
  gboolean had_focus, first;

  g_return_if_fail (SAT_IS_CHART_PLOT (self));
  current = g_strdup (sat_chart_plot_get_current (self));
  had_focus = sat_widget_get_focused_child (GTK_WIDGET (self)) != NULL;
  first = self->model == NULL;
  clear_marks (self);
  g_clear_pointer (&self->layout, sat_chart_layout_free);
  g_clear_pointer (&self->model, sat_chart_model_unref);
  self->model = model != NULL ? sat_chart_model_ref (model) : NULL;
  self->hovered = -1;
  add_marks (self);
  self->current = find_again (self, current);
  sat_widget_set_name (GTK_WIDGET (self), model != NULL ? model->title : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  model != NULL ? model->summary : "", -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  if (had_focus && self->marks->len > 0)
    focus_mark (self, MAX (self->current, 0));
  if (first && model != NULL)
    adw_animation_play (self->growth);
}
