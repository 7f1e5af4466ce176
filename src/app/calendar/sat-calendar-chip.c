/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-chip.h"

#include "sat-calendar-colours.h"
#include "sat-calendar-grid-private.h"
#include "sat-calendar-text.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define RADIUS 5
#define STRIPE 4  /* at the side of a block, in the colour of the person */
#define INSIDE 4  /* between the edge and the text */
#define DOT 8     /* before a line */
#define TINT 0.22 /* of the colour on a block */
#define TINT_STRONG 0.42
#define NARROW 44     /* has one line of text, */
#define TOO_NARROW 26 /* none, */
#define WIDE 96       /* or the end, too */
#define DONE 0.6      /* how much of the text's strength what is done keeps */

struct _SatCalendarChip {
  GtkWidget parent_instance;
  SatCalendarGrid *grid; /* an ancestor */
  SatCalendarPiece piece;
  char *name;
  PangoLayout *layout;
  int width, height; /* that the layout is for */
};

G_DEFINE_FINAL_TYPE (SatCalendarChip, sat_calendar_chip, GTK_TYPE_WIDGET)

static GdkRGBA
mix (const GdkRGBA *ground, const GdkRGBA *colour, float part)
{
  return (GdkRGBA){ground->red + (colour->red - ground->red) * part,
                   ground->green + (colour->green - ground->green) * part,
                   ground->blue + (colour->blue - ground->blue) * part, 1};
}

static void
fill (GtkSnapshot *snapshot,
      const graphene_rect_t *rect,
      gboolean round_start,
      gboolean round_end,
      gboolean across,
      const GdkRGBA *colour)
{
  const graphene_size_t round = {RADIUS, RADIUS}, square = {0, 0};
  graphene_size_t start = round_start ? round : square, end = round_end ? round : square;
  GskRoundedRect shape;

  /* across: start is the left side; else it is the upper one */
  gsk_rounded_rect_init (&shape, rect, &start, across ? &end : &start, &end,
                         across ? &start : &end);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_color (snapshot, colour, rect);
  gtk_snapshot_pop (snapshot);
}

static void
draw_edge (GtkSnapshot *snapshot, const graphene_rect_t *rect, const GdkRGBA *colour, float width)
{
  GskRoundedRect shape;

  gsk_rounded_rect_init_from_rect (&shape, rect, RADIUS);
  gtk_snapshot_append_border (snapshot, &shape, (float[4]){width, width, width, width},
                              (GdkRGBA[4]){*colour, *colour, *colour, *colour});
}

static void
draw_circle (
    GtkSnapshot *snapshot, double x, double y, double size, gboolean filled, const GdkRGBA *colour)
{
  graphene_rect_t rect = GRAPHENE_RECT_INIT ((float)x, (float)y, (float)size, (float)size);
  GskRoundedRect shape;

  gsk_rounded_rect_init_from_rect (&shape, &rect, (float)size / 2);
  if (!filled) {
    gtk_snapshot_append_border (snapshot, &shape, (float[4]){1.5, 1.5, 1.5, 1.5},
                                (GdkRGBA[4]){*colour, *colour, *colour, *colour});
    return;
  }
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_color (snapshot, colour, &rect);
  gtk_snapshot_pop (snapshot);
}

void
sat_calendar_chip_draw_ground (SatCalendarGrid *grid,
                               GtkSnapshot *snapshot,
                               const SatCalendarPiece *piece,
                               const graphene_rect_t *rect,
                               gboolean strong)
{
  const SatCalendarInk *ink = sat_calendar_grid_ink (grid);
  gboolean across = piece->kind != SAT_CALENDAR_BLOCK;
  graphene_rect_t stripe = *rect;
  GdkRGBA colour, ground;

  sat_calendar_colour (piece->event != NULL ? piece->event->colour : 0, ink->dark, &colour);
  ground = mix (&ink->ground, &colour, strong ? TINT_STRONG : TINT);
  if (piece->event != NULL && piece->event->done)
    ground = mix (&ink->ground, &colour, strong ? TINT : TINT / 2);
  fill (snapshot, rect, !piece->before, !piece->after, across, &ground);
  stripe.size.width = STRIPE;
  if (!across || !piece->before) {
    GskRoundedRect shape;

    gsk_rounded_rect_init_from_rect (&shape, rect, RADIUS);
    gtk_snapshot_push_rounded_clip (snapshot, &shape);
    gtk_snapshot_append_color (snapshot, &colour, &stripe);
    gtk_snapshot_pop (snapshot);
  }
  if (ink->contrast)
    draw_edge (snapshot, rect, &colour, 1.5F);
}

static void
add_attribute (PangoAttrList *list, PangoAttribute *attribute, guint from, guint to)
{
  attribute->start_index = from;
  attribute->end_index = to;
  pango_attr_list_insert (list, attribute);
}

/* Adds a part of the text with its look. */
static void
append (GString *text, PangoAttrList *list, const char *part, gboolean bold, gboolean struck)
{
  guint from = (guint)text->len;

  g_string_append (text, part);
  if (bold)
    add_attribute (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD), from, (guint)text->len);
  if (struck)
    add_attribute (list, pango_attr_strikethrough_new (TRUE), from, (guint)text->len);
}

/* The end of a long event, which is shown where it goes on. */
static char *
short_time (SatCalendarChip *self)
{
  SatCalendarState *state = sat_calendar_grid_state (self->grid);
  const SatCalendarSpan *span = &self->piece.event->span;

  return sat_format_time (&state->format, span->start);
}

static void
write_block (SatCalendarChip *self, GString *text, PangoAttrList *list, int lines)
{
  SatCalendarState *state = sat_calendar_grid_state (self->grid);
  SatCalendarEvent *event = self->piece.event;
  g_autofree char *span = gtk_widget_get_width (GTK_WIDGET (self)) < sat_text_pixels (WIDE)
                              ? short_time (self)
                              : sat_calendar_text_span (&state->format, &event->span);
  g_autofree char *zone = sat_calendar_text_zone (&state->format, event);
  const char *more[] = {zone, event->about, event->place};

  append (text, list, event->title, TRUE, event->done);
  if (lines < 2) {
    g_autofree char *time = short_time (self);

    g_string_append_printf (text, "  %s", time);
    return;
  }
  g_string_append_printf (text, "\n%s", span);
  for (guint i = 0; i < G_N_ELEMENTS (more) && (int)i < lines - 2; i++)
    if (more[i] != NULL && *more[i] != '\0')
      g_string_append_printf (text, "\n%s", more[i]);
}

static char *
more_text (SatCalendarChip *self)
{
  if (self->piece.more == 0)
    return g_strdup (C_ ("calendar", "Show fewer"));
  /* Translators: how many more things there are on a day than have room */
  return g_strdup_printf (ngettext ("+%u more", "+%u more", self->piece.more), self->piece.more);
}

static void
write_text (SatCalendarChip *self, GString *text, PangoAttrList *list, int lines)
{
  SatCalendarEvent *event = self->piece.event;
  g_autofree char *time = NULL;

  if (self->piece.kind == SAT_CALENDAR_MORE) {
    g_autofree char *more = more_text (self);

    append (text, list, more, FALSE, FALSE);
    return;
  }
  if (self->piece.before && self->piece.kind != SAT_CALENDAR_BLOCK)
    g_string_append (text, "‹ ");
  if (event->done)
    g_string_append (text, "✓ ");
  if (event->initials != NULL) {
    append (text, list, event->initials, TRUE, FALSE);
    g_string_append (text, " ");
  }
  if (self->piece.kind == SAT_CALENDAR_BLOCK) {
    write_block (self, text, list, lines);
    return;
  }
  if (!event->span.all_day && !self->piece.before) {
    time = short_time (self);
    g_string_append_printf (text, "%s ", time);
  }
  append (text, list, event->title, self->piece.kind == SAT_CALENDAR_BAR, event->done);
  if (event->about != NULL && *event->about != '\0' && !event->span.all_day)
    g_string_append_printf (text, "  %s", event->about);
}

/* What is to be done stands behind an empty circle. */
static gboolean
has_circle (const SatCalendarPiece *piece)
{
  return piece->kind == SAT_CALENDAR_BAR && piece->event->due && !piece->event->done &&
         !piece->before;
}

/* Where the text begins and ends. */
static void
find_inside (SatCalendarChip *self, int *left, int *right)
{
  const SatCalendarPiece *piece = &self->piece;

  *left = STRIPE + INSIDE;
  if (piece->kind == SAT_CALENDAR_MORE)
    *left = INSIDE;
  else if (piece->kind == SAT_CALENDAR_LINE)
    *left = sat_text_pixels (DOT) + 2 * INSIDE;
  else if (has_circle (piece))
    *left = STRIPE + sat_text_pixels (DOT) + 2 * INSIDE + 2;
  *right = piece->after && piece->kind == SAT_CALENDAR_BAR ? 14 : 2;
}

static void
ensure_layout (SatCalendarChip *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), left, right;
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  int line = sat_calendar_grid_line_height (self->grid), lines = MAX (1, (height - 2) / line);
  g_autoptr (GString) text = NULL;
  g_autoptr (PangoAttrList) list = NULL;
  gboolean many =
      self->piece.kind == SAT_CALENDAR_BLOCK && lines > 1 && width >= sat_text_pixels (NARROW);

  if (self->layout != NULL && self->width == width && self->height == height)
    return;
  text = g_string_new (NULL);
  list = pango_attr_list_new ();
  if (width >= TOO_NARROW)
    write_text (self, text, list, many ? lines : 1);
  pango_attr_list_insert (list, pango_attr_font_features_new ("tnum=1"));
  pango_attr_list_insert (list, pango_attr_insert_hyphens_new (FALSE));
  g_clear_object (&self->layout);
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text->str);
  pango_layout_set_attributes (self->layout, list);
  pango_layout_set_single_paragraph_mode (self->layout, !many);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  find_inside (self, &left, &right);
  pango_layout_set_width (self->layout, MAX (0, width - left - right) * PANGO_SCALE);
  if (many)
    pango_layout_set_height (self->layout, (height - 2) * PANGO_SCALE);
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  self->width = width;
  self->height = height;
}

static void
draw_marks (SatCalendarChip *self, GtkSnapshot *snapshot, const GdkRGBA *text)
{
  const SatCalendarPiece *piece = &self->piece;
  const SatCalendarInk *ink = sat_calendar_grid_ink (self->grid);
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  int size = sat_text_pixels (DOT);
  GdkRGBA colour;

  sat_calendar_colour (piece->event->colour, ink->dark, &colour);
  if (piece->kind == SAT_CALENDAR_LINE)
    draw_circle (snapshot, INSIDE, (height - size) / 2.0, size, TRUE, &colour);
  else if (has_circle (piece))
    draw_circle (snapshot, STRIPE + INSIDE, (height - size - 1) / 2.0, size + 1, FALSE, text);
}

static void
draw_after (SatCalendarChip *self, GtkSnapshot *snapshot, const GdkRGBA *colour)
{
  g_autoptr (PangoLayout) arrow = gtk_widget_create_pango_layout (GTK_WIDGET (self), "›");
  int width, height;

  pango_layout_get_pixel_size (arrow, &width, &height);
  sat_calendar_grid_draw_text (snapshot, arrow,
                               gtk_widget_get_width (GTK_WIDGET (self)) - width - INSIDE,
                               (gtk_widget_get_height (GTK_WIDGET (self)) - height) / 2.0, colour);
}

static void
sat_calendar_chip_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SatCalendarChip *self = SAT_CALENDAR_CHIP (widget);
  const SatCalendarInk *ink = sat_calendar_grid_ink (self->grid);
  graphene_rect_t rect = GRAPHENE_RECT_INIT (0, 0, (float)gtk_widget_get_width (widget),
                                             (float)gtk_widget_get_height (widget));
  GdkRGBA colour = ink->text;
  int left, right, text_height;
  double y = 1;

  if (self->piece.kind == SAT_CALENDAR_CURSOR || rect.size.width < 2)
    return;
  ensure_layout (self);
  find_inside (self, &left, &right);
  if (self->piece.kind == SAT_CALENDAR_BLOCK || self->piece.kind == SAT_CALENDAR_BAR)
    sat_calendar_chip_draw_ground (self->grid, snapshot, &self->piece, &rect,
                                   (gtk_widget_get_state_flags (widget) &
                                    (GTK_STATE_FLAG_SELECTED | GTK_STATE_FLAG_PRELIGHT)) != 0);
  if (self->piece.event == NULL)
    colour = ink->dim;
  else if (self->piece.event->done && !ink->contrast)
    colour.alpha *= (float)DONE;
  if (self->piece.event != NULL)
    draw_marks (self, snapshot, &colour);
  if (self->piece.after && self->piece.kind == SAT_CALENDAR_BAR)
    draw_after (self, snapshot, &colour);
  pango_layout_get_pixel_size (self->layout, NULL, &text_height);
  if (self->piece.kind != SAT_CALENDAR_BLOCK || text_height + 6 > rect.size.height)
    y = (rect.size.height - (float)text_height) / 2;
  else
    y = 3;
  sat_calendar_grid_draw_text (snapshot, self->layout, left, y, &colour);
}

static gboolean
sat_calendar_chip_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard_tooltip, GtkTooltip *tooltip)
{
  SatCalendarChip *self = SAT_CALENDAR_CHIP (widget);
  g_autofree char *text = NULL;

  if (self->piece.event == NULL || sat_calendar_grid_is_dragging (self->grid))
    return FALSE;
  text = sat_calendar_text_tip (&sat_calendar_grid_state (self->grid)->format, self->piece.event);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
forget_layout (SatCalendarChip *self)
{
  g_clear_object (&self->layout);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
sat_calendar_chip_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (sat_calendar_chip_parent_class)->css_changed (widget, change);
  forget_layout (SAT_CALENDAR_CHIP (widget));
}

static void
sat_calendar_chip_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (sat_calendar_chip_parent_class)->system_setting_changed (widget, setting);
  forget_layout (SAT_CALENDAR_CHIP (widget));
}

static void
sat_calendar_chip_state_flags_changed (GtkWidget *widget, GtkStateFlags previous)
{
  GTK_WIDGET_CLASS (sat_calendar_chip_parent_class)->state_flags_changed (widget, previous);
  gtk_widget_queue_draw (widget);
}

static void
sat_calendar_chip_finalize (GObject *object)
{
  SatCalendarChip *self = SAT_CALENDAR_CHIP (object);

  g_clear_object (&self->layout);
  g_clear_pointer (&self->piece.event, sat_calendar_event_unref);
  g_free (self->name);
  G_OBJECT_CLASS (sat_calendar_chip_parent_class)->finalize (object);
}

/* What Enter does, for assistive tools. */
static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatCalendarChip *self = SAT_CALENDAR_CHIP (widget);

  sat_calendar_grid_press (self->grid, self);
}

static void
sat_calendar_chip_class_init (SatCalendarChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sat_calendar_chip_finalize;
  widget_class->snapshot = sat_calendar_chip_snapshot;
  widget_class->query_tooltip = sat_calendar_chip_query_tooltip;
  widget_class->css_changed = sat_calendar_chip_css_changed;
  widget_class->system_setting_changed = sat_calendar_chip_system_setting_changed;
  widget_class->state_flags_changed = sat_calendar_chip_state_flags_changed;
  gtk_widget_class_install_action (widget_class, "chip.open", NULL, open_action);
  gtk_widget_class_set_css_name (widget_class, "calendar-chip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
sat_calendar_chip_init (SatCalendarChip *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

SatCalendarChip *
sat_calendar_chip_new (SatCalendarGrid *grid)
{
  SatCalendarChip *self = g_object_new (SAT_TYPE_CALENDAR_CHIP, NULL);

  self->grid = grid;
  return self;
}

static char *
name_of (SatCalendarChip *self)
{
  SatCalendarState *state = sat_calendar_grid_state (self->grid);
  g_autofree char *more = NULL;
  g_autofree char *day = NULL;

  if (self->piece.event != NULL)
    return sat_calendar_text_name (&state->format, self->piece.event);
  more = more_text (self);
  if (self->piece.more == 0)
    return g_steal_pointer (&more);
  day = sat_format_day_long (&state->format, self->piece.first);
  /* Translators: how many more things there are, and on which day, as a screen reader says it */
  return g_strdup_printf (C_ ("calendar", "%s, %s"), more, day);
}

void
sat_calendar_chip_set_piece (SatCalendarChip *self, const SatCalendarPiece *piece)
{
  SatCalendarEvent *before;
  g_autofree char *name = NULL;

  g_return_if_fail (SAT_IS_CALENDAR_CHIP (self) && piece != NULL);

  before = self->piece.event;
  self->piece = *piece;
  if (piece->event != NULL)
    sat_calendar_event_ref (piece->event);
  g_clear_pointer (&before, sat_calendar_event_unref);
  gtk_widget_set_can_target (GTK_WIDGET (self), piece->kind != SAT_CALENDAR_CURSOR);
  if (piece->kind != SAT_CALENDAR_CURSOR) {
    name = name_of (self);
    sat_calendar_chip_set_name (self, name);
  }
  forget_layout (self);
}

const SatCalendarPiece *
sat_calendar_chip_get_piece (SatCalendarChip *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_CHIP (self), NULL);

  return &self->piece;
}

gint64
sat_calendar_chip_get_id (SatCalendarChip *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_CHIP (self), 0);

  return self->piece.event != NULL ? self->piece.event->id : 0;
}

void
sat_calendar_chip_set_name (SatCalendarChip *self, const char *name)
{
  g_return_if_fail (SAT_IS_CALENDAR_CHIP (self) && name != NULL);

  if (g_strcmp0 (self->name, name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

const char *
sat_calendar_chip_get_name (SatCalendarChip *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_CHIP (self), NULL);

  return self->name;
}

void
sat_calendar_chip_set_selected (SatCalendarChip *self, gboolean selected)
{
  g_return_if_fail (SAT_IS_CALENDAR_CHIP (self));

  if (selected)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}
