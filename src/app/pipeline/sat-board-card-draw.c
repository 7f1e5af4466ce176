/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-board-card-draw.h"

#include "sat-widgets.h"

#include <adwaita.h>
#include <string.h>

#define SIDE 12      /* left and right of the texts */
#define GAP 6        /* between things on one line */
#define MARK_SIZE 16 /* of the warning, with letters of the usual size */
#define BAR_HEIGHT 3 /* of the days in the stage */
#define SMALL_SCALE 0.83
#define INITIALS_SCALE 0.75

/* Vertical measures of the two densities. */
typedef struct {
  int edge; /* above the first line and below the bar */
  int below_heading, below_title, above_bar;
  int circle; /* diameter */
} Measures;

static const Measures comfortable = {10, 1, 7, 8, 24};
static const Measures compact = {7, 4, 0, 5, 18};

/* Where everything is, before mirroring. */
typedef struct {
  graphene_rect_t heading, title, amount, date, circle, mark, bar;
} Places;

static const Measures *
measures (SatCardDrawing *self)
{
  return self->compact ? &compact : &comfortable;
}

static int
circle_size (SatCardDrawing *self)
{
  return sat_text_pixels (measures (self)->circle);
}

static int
mark_size (void)
{
  return sat_text_pixels (MARK_SIZE);
}

static int
line_height (SatCardDrawing *self, GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);

  if (self->line_height == 0 || self->serial != pango_context_get_serial (context)) {
    PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);

    self->line_height = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));
    if (self->line_height <= 0)
      self->line_height = PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (metrics) +
                                             pango_font_metrics_get_descent (metrics));
    pango_font_metrics_unref (metrics);
    self->serial = pango_context_get_serial (context);
    self->laid_out = FALSE;
  }
  return self->line_height;
}

int
sat_card_drawing_height (SatCardDrawing *self, GtkWidget *widget)
{
  const Measures *m = measures (self);
  int line = line_height (self, widget);

  return 2 * m->edge + line + m->below_heading + (self->compact ? 0 : line + m->below_title) +
         MAX (line, circle_size (self)) + m->above_bar + BAR_HEIGHT;
}

static GdkRGBA
with_alpha (GdkRGBA colour, float alpha)
{
  colour.alpha *= alpha;
  return colour;
}

static void
look_up_colour (GtkStyleContext *style, const char *name, const GdkRGBA *otherwise, GdkRGBA *colour)
{
  if (!gtk_style_context_lookup_color (style, name, colour))
    *colour = *otherwise;
}

static void
ensure_colours (SatCardDrawing *self, GtkWidget *widget)
{
  GtkStyleContext *style;
  AdwStyleManager *manager;

  if (self->colours.known)
    return;
  style = gtk_widget_get_style_context (widget);
  manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  gtk_style_context_get_color (style, &self->colours.text);
  self->colours.dim =
      with_alpha (self->colours.text, adw_style_manager_get_high_contrast (manager) ? 0.9 : 0.65);
  self->colours.faint =
      with_alpha (self->colours.text, adw_style_manager_get_high_contrast (manager) ? 0.3 : 0.12);
  self->colours.bar = with_alpha (self->colours.text, 0.45);
  look_up_colour (style, "warning_color", &self->colours.text, &self->colours.warning);
  look_up_colour (style, "error_color", &self->colours.text, &self->colours.error);
  self->colours.known = TRUE;
}

static void
set_attributes (PangoLayout *layout, PangoWeight weight, double scale, guint bold_end)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  if (weight != PANGO_WEIGHT_NORMAL) {
    PangoAttribute *bold = pango_attr_weight_new (weight);

    bold->end_index = bold_end;
    pango_attr_list_insert (attributes, bold);
  }
  if (scale != 1)
    pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
}

static PangoLayout *
ensure_text (SatCardDrawing *self, GtkWidget *widget, SatCardText which)
{
  PangoLayout *layout = self->texts[which];

  if (layout != NULL)
    return layout;
  layout = self->texts[which] = gtk_widget_create_pango_layout (widget, NULL);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  switch (which) {
  case SAT_CARD_TEXT_HEADING:
    set_attributes (layout, PANGO_WEIGHT_BOLD, 1, G_MAXUINT);
    break;
  case SAT_CARD_TEXT_NOTE:
  case SAT_CARD_TEXT_DATE:
    set_attributes (layout, PANGO_WEIGHT_NORMAL, SMALL_SCALE, 0);
    break;
  case SAT_CARD_TEXT_INITIALS:
    set_attributes (layout, PANGO_WEIGHT_BOLD, INITIALS_SCALE, G_MAXUINT);
    break;
  case SAT_CARD_TEXT_TITLE:
  case SAT_CARD_TEXT_AMOUNT:
  case SAT_CARD_N_TEXTS:
  default:
    set_attributes (layout, PANGO_WEIGHT_NORMAL, 1, 0);
    break;
  }
  return layout;
}

static int
text_width (PangoLayout *layout)
{
  PangoRectangle extents;

  pango_layout_get_pixel_extents (layout, NULL, &extents);
  return extents.width;
}

/* Company and deal share the only line of texts on a compact card. */
static void
set_compact_heading (PangoLayout *layout, const SatCardFace *face)
{
  g_autofree char *text = NULL;

  if (face->heading == NULL || face->title == NULL) {
    pango_layout_set_text (layout, face->heading != NULL ? face->heading : face->title, -1);
    return;
  }
  text = g_strconcat (face->heading, "  ", face->title, NULL);
  set_attributes (layout, PANGO_WEIGHT_BOLD, 1, (guint)strlen (face->heading));
  pango_layout_set_text (layout, text, -1);
}

static void
fit (PangoLayout *layout, int width)
{
  pango_layout_set_width (layout, MAX (0, width) * PANGO_SCALE);
}

static Places
place (SatCardDrawing *self, GtkWidget *widget, const SatCardFace *face)
{
  const Measures *m = measures (self);
  int circle = circle_size (self), mark = mark_size ();
  int line = line_height (self, widget), row = MAX (line, circle);
  int width = gtk_widget_get_width (widget), inner = MAX (0, width - 2 * SIDE);
  int end = SIDE + inner, y = m->edge;
  int heading = inner - (face->mark != SAT_CARD_FINE ? mark + GAP : 0);
  Places places;

  graphene_rect_init (&places.heading, SIDE, y, MAX (0, heading), line);
  graphene_rect_init (&places.mark, end - mark, y + (line - mark) / 2, mark, mark);
  y += line + m->below_heading;
  graphene_rect_init (&places.title, SIDE, y, inner, line);
  if (!self->compact)
    y += line + m->below_title;
  graphene_rect_init (&places.circle, end - circle, y + (row - circle) / 2, circle, circle);
  if (face->initials != NULL)
    end -= circle + GAP;
  graphene_rect_init (&places.date, end, y, 0, row);
  graphene_rect_init (&places.amount, SIDE, y, MAX (0, end - SIDE), row);
  if (face->date != NULL && self->texts[SAT_CARD_TEXT_DATE] != NULL) {
    int date = MIN (text_width (self->texts[SAT_CARD_TEXT_DATE]), end - SIDE);

    graphene_rect_init (&places.date, end - date, y, date, row);
    places.amount.size.width =
        MAX (0, end - date - (face->amount != NULL || face->note != NULL ? GAP : 0) - SIDE);
  }
  y += row + m->above_bar;
  graphene_rect_init (&places.bar, SIDE, y, inner, BAR_HEIGHT);
  return places;
}

static void
lay_out (SatCardDrawing *self, GtkWidget *widget, const SatCardFace *face)
{
  const char *texts[SAT_CARD_N_TEXTS] = {face->heading, face->title,
                                         face->amount,  face->amount == NULL ? face->note : NULL,
                                         face->date,    face->initials};
  Places places;

  line_height (self, widget);
  if (self->laid_out && self->width == gtk_widget_get_width (widget))
    return;
  self->width = gtk_widget_get_width (widget);
  for (int i = 0; i < SAT_CARD_N_TEXTS; i++) {
    PangoLayout *layout = ensure_text (self, widget, i);

    pango_layout_set_width (layout, -1);
    if (i == SAT_CARD_TEXT_HEADING && self->compact)
      set_compact_heading (layout, face);
    else
      pango_layout_set_text (layout, texts[i] != NULL ? texts[i] : "", -1);
  }
  places = place (self, widget, face);
  fit (self->texts[SAT_CARD_TEXT_HEADING], (int)places.heading.size.width);
  fit (self->texts[SAT_CARD_TEXT_TITLE], (int)places.title.size.width);
  fit (self->texts[SAT_CARD_TEXT_AMOUNT], (int)places.amount.size.width);
  fit (self->texts[SAT_CARD_TEXT_NOTE], (int)places.amount.size.width);
  fit (self->texts[SAT_CARD_TEXT_DATE], (int)places.date.size.width);
  self->laid_out = TRUE;
}

static graphene_rect_t
mirrored (GtkWidget *widget, const graphene_rect_t *rect)
{
  graphene_rect_t mirror = *rect;

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    mirror.origin.x = gtk_widget_get_width (widget) - rect->origin.x - rect->size.width;
  return mirror;
}

/* @align: 0 at the side where lines begin, 0.5 in the middle, 1 where they end. */
static void
draw_text (GtkWidget *widget,
           GtkSnapshot *snapshot,
           PangoLayout *layout,
           const graphene_rect_t *where,
           double align,
           const GdkRGBA *colour)
{
  graphene_rect_t rect = mirrored (widget, where);
  PangoRectangle extents;
  double x, y;

  if (*pango_layout_get_text (layout) == '\0')
    return;
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    align = 1 - align;
  pango_layout_get_pixel_extents (layout, NULL, &extents);
  x = rect.origin.x + align * (rect.size.width - extents.width) - extents.x;
  y = rect.origin.y + (rect.size.height - extents.height) / 2;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)(int)x, (float)(int)y));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_pill (GtkSnapshot *snapshot, const graphene_rect_t *rect, const GdkRGBA *colour)
{
  GskRoundedRect pill;

  gsk_rounded_rect_init_from_rect (&pill, rect, MIN (rect->size.width, rect->size.height) / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &pill);
  gtk_snapshot_append_color (snapshot, colour, rect);
  gtk_snapshot_pop (snapshot);
}

static void
draw_bar (SatCardDrawing *self,
          GtkWidget *widget,
          GtkSnapshot *snapshot,
          const graphene_rect_t *where,
          double age)
{
  graphene_rect_t part = *where, rect = mirrored (widget, where);

  draw_pill (snapshot, &rect, &self->colours.faint);
  part.size.width = (float)CLAMP (age * where->size.width, BAR_HEIGHT, where->size.width);
  rect = mirrored (widget, &part);
  if (age > 0)
    draw_pill (snapshot, &rect, age > 1 ? &self->colours.warning : &self->colours.bar);
}

static void
draw_mark (SatCardDrawing *self,
           GtkWidget *widget,
           GtkSnapshot *snapshot,
           const graphene_rect_t *where,
           SatCardMark mark)
{
  graphene_rect_t rect = mirrored (widget, where);
  const GdkRGBA *colour = mark == SAT_CARD_OVERDUE ? &self->colours.error : &self->colours.warning;

  if (self->mark == NULL) {
    GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));

    self->mark = GDK_PAINTABLE (gtk_icon_theme_lookup_icon (
        theme, "dialog-warning-symbolic", NULL, mark_size (), gtk_widget_get_scale_factor (widget),
        gtk_widget_get_direction (widget), 0));
  }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &rect.origin);
  if (GTK_IS_SYMBOLIC_PAINTABLE (self->mark))
    gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (self->mark), snapshot,
                                              rect.size.width, rect.size.height, colour, 1);
  gtk_snapshot_restore (snapshot);
}

void
sat_card_drawing_snapshot (SatCardDrawing *self,
                           GtkWidget *widget,
                           const SatCardFace *face,
                           GtkSnapshot *snapshot)
{
  PangoLayout **texts = self->texts;
  Places places;

  ensure_colours (self, widget);
  lay_out (self, widget, face);
  places = place (self, widget, face);
  draw_text (widget, snapshot, texts[SAT_CARD_TEXT_HEADING], &places.heading, 0,
             &self->colours.text);
  if (!self->compact)
    draw_text (widget, snapshot, texts[SAT_CARD_TEXT_TITLE], &places.title, 0, &self->colours.text);
  draw_text (widget, snapshot, texts[SAT_CARD_TEXT_AMOUNT], &places.amount, 0, &self->colours.text);
  draw_text (widget, snapshot, texts[SAT_CARD_TEXT_NOTE], &places.amount, 0, &self->colours.dim);
  draw_text (widget, snapshot, texts[SAT_CARD_TEXT_DATE], &places.date, 1,
             face->mark == SAT_CARD_OVERDUE ? &self->colours.error : &self->colours.dim);
  if (face->initials != NULL) {
    graphene_rect_t circle = mirrored (widget, &places.circle);

    draw_pill (snapshot, &circle, &self->colours.faint);
    draw_text (widget, snapshot, texts[SAT_CARD_TEXT_INITIALS], &places.circle, 0.5,
               &self->colours.text);
  }
  if (face->mark != SAT_CARD_FINE)
    draw_mark (self, widget, snapshot, &places.mark, face->mark);
  if (face->age >= 0)
    draw_bar (self, widget, snapshot, &places.bar, face->age);
}

static gboolean
holds (GtkWidget *widget, const graphene_rect_t *where, double x, double y)
{
  graphene_rect_t rect = mirrored (widget, where);

  /* The bar and the mark are thin: near them is on them. */
  graphene_rect_inset (&rect, -4, -4);
  return graphene_rect_contains_point (&rect, &GRAPHENE_POINT_INIT ((float)x, (float)y));
}

const char *
sat_card_drawing_tip (
    SatCardDrawing *self, GtkWidget *widget, const SatCardFace *face, double x, double y)
{
  Places places;

  if (!self->laid_out)
    return NULL;
  places = place (self, widget, face);
  if (face->mark != SAT_CARD_FINE && holds (widget, &places.mark, x, y))
    return face->mark_reason;
  if (face->initials != NULL && holds (widget, &places.circle, x, y))
    return face->owner;
  if (face->age >= 0 && holds (widget, &places.bar, x, y))
    return face->age_text;
  if (holds (widget, &places.heading, x, y) &&
      pango_layout_is_ellipsized (self->texts[SAT_CARD_TEXT_HEADING]))
    return self->compact && face->title != NULL ? face->title : face->heading;
  if (!self->compact && holds (widget, &places.title, x, y) &&
      pango_layout_is_ellipsized (self->texts[SAT_CARD_TEXT_TITLE]))
    return face->title;
  return NULL;
}

void
sat_card_drawing_renew (SatCardDrawing *self)
{
  self->laid_out = FALSE;
}

void
sat_card_drawing_restyle (SatCardDrawing *self)
{
  g_clear_object (&self->mark);
  self->laid_out = FALSE;
  self->colours.known = FALSE;
}

void
sat_card_drawing_clear (SatCardDrawing *self)
{
  for (int i = 0; i < SAT_CARD_N_TEXTS; i++)
    g_clear_object (&self->texts[i]);
  sat_card_drawing_restyle (self);
}
