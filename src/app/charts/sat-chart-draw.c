/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart-draw.h"

#define LABEL_SCALE 0.85
#define TITLE_SCALE 1.2
#define LINE_WIDTH 2
#define DOT 3.5
/* Dots nearer to each other than this are a smear. */
#define DOTS_APART 7
#define TINT 0.16
#define HALO 3

typedef struct {
  const SatChartLayout *layout;
  const SatChartPalette *palette;
  PangoContext *context;
  cairo_t *cr;
  double progress;
} Drawing;

static PangoLayout *
text_layout_new (PangoContext *context, const char *text, SatChartFont font, double width)
{
  PangoLayout *layout = pango_layout_new (context);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  if (font == SAT_CHART_TITLE) {
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
    pango_attr_list_insert (attributes, pango_attr_scale_new (TITLE_SCALE));
  } else if (font == SAT_CHART_LABEL) {
    pango_attr_list_insert (attributes, pango_attr_scale_new (LABEL_SCALE));
    pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  }
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, text, -1);
  if (font == SAT_CHART_LABEL)
    pango_layout_set_single_paragraph_mode (layout, TRUE);
  else
    pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (width > 0)
    pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
  return layout;
}

void
sat_chart_measure_text (
    const char *text, SatChartFont font, double width, double *wide, double *high, gpointer context)
{
  g_autoptr (PangoLayout) layout = text_layout_new (context, text, font, width);
  int w, h;

  pango_layout_get_pixel_size (layout, &w, &h);
  *wide = w;
  *high = h;
}

static void
set_colour (Drawing *d, const GdkRGBA *colour, double alpha)
{
  cairo_set_source_rgba (d->cr, colour->red, colour->green, colour->blue, colour->alpha * alpha);
}

static void
draw_text (Drawing *d, const SatChartText *text)
{
  gboolean cut = text->font == SAT_CHART_LABEL;
  double room = text->rect.width + (cut ? 1 : 0);
  g_autoptr (PangoLayout) layout =
      text_layout_new (d->context, text->text, text->font, MAX (room, 1));
  int width, height;

  if (text->rect.width < 1)
    return;
  if (cut)
    pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_move_to (d->cr, text->rect.x + (text->rect.width - width) * text->align,
                 text->rect.y + (cut ? (text->rect.height - height) / 2 : 0));
  if (text->over) {
    pango_cairo_layout_path (d->cr, layout);
    set_colour (d, &d->palette->background, 0.85);
    cairo_set_line_width (d->cr, HALO * d->layout->scale);
    cairo_set_line_join (d->cr, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke (d->cr);
    cairo_move_to (d->cr, text->rect.x + (text->rect.width - width) * text->align,
                   text->rect.y + (text->rect.height - height) / 2);
  }
  set_colour (d, text->dim ? &d->palette->dim : &d->palette->text, 1);
  pango_cairo_show_layout (d->cr, layout);
}

static void
set_dash (Drawing *d, SatChartDash dash)
{
  static const double patterns[][4] = {
      [SAT_CHART_SOLID] = {0},
      [SAT_CHART_DASHED] = {7, 4, 7, 4},
      [SAT_CHART_DOTTED] = {2, 3, 2, 3},
      [SAT_CHART_DASH_DOT] = {8, 3, 2, 3},
  };
  double lengths[4];

  for (int i = 0; i < 4; i++)
    lengths[i] = patterns[dash][i] * d->layout->scale;
  cairo_set_dash (d->cr, lengths, dash == SAT_CHART_SOLID ? 0 : 4, 0);
}

/* Thin lines on whole pixels are crisp. */
static double
crisp (double at)
{
  return (int)at + 0.5;
}

static void
draw_stroke (Drawing *d, const SatChartStroke *stroke)
{
  gboolean upright = stroke->x1 == stroke->x2;

  cairo_new_path (d->cr);
  if (stroke->line >= 0) {
    set_colour (d, &d->palette->text, 0.8);
    set_dash (d, sat_chart_model_get_line (d->layout->model, (guint)stroke->line)->dash);
    cairo_set_line_width (d->cr, 1.5 * d->layout->scale);
  } else {
    set_colour (d, stroke->zero ? &d->palette->dim : &d->palette->grid, stroke->zero ? 0.8 : 1);
    set_dash (d, SAT_CHART_SOLID);
    cairo_set_line_width (d->cr, 1);
  }
  cairo_move_to (d->cr, upright ? crisp (stroke->x1) : stroke->x1,
                 upright ? stroke->y1 : crisp (stroke->y1));
  cairo_line_to (d->cr, upright ? crisp (stroke->x2) : stroke->x2,
                 upright ? stroke->y2 : crisp (stroke->y2));
  cairo_stroke (d->cr);
}

static void
draw_slanted (Drawing *d, const SatChartRect *rect, double apart, double slope)
{
  double high = rect->height;

  for (double x = -high; x < rect->width + high; x += apart) {
    cairo_move_to (d->cr, rect->x + x, slope > 0 ? rect->y + high : rect->y);
    cairo_line_to (d->cr, rect->x + x + high, slope > 0 ? rect->y : rect->y + high);
  }
  cairo_stroke (d->cr);
}

static void
draw_dots (Drawing *d, const SatChartRect *rect, double apart)
{
  int row = 0;

  for (double y = rect->y + apart / 2; y < rect->y + rect->height + apart; y += apart, row++)
    for (double x = rect->x + (row % 2 == 0 ? 0.25 : 0.75) * apart; x < rect->x + rect->width;
         x += apart) {
      cairo_new_sub_path (d->cr);
      cairo_arc (d->cr, x, y, apart * 0.2, 0, 2 * G_PI);
    }
  cairo_fill (d->cr);
}

static void
draw_pattern (Drawing *d, const SatChartRect *rect, SatChartPattern pattern)
{
  double apart = 6 * d->layout->scale;

  cairo_save (d->cr);
  cairo_rectangle (d->cr, rect->x, rect->y, rect->width, rect->height);
  cairo_clip (d->cr);
  set_colour (d, &d->palette->background, 0.6);
  set_dash (d, SAT_CHART_SOLID);
  cairo_set_line_width (d->cr, 1.5 * d->layout->scale);
  if (pattern == SAT_CHART_RISING || pattern == SAT_CHART_CROSSED)
    draw_slanted (d, rect, apart, 1);
  if (pattern == SAT_CHART_FALLING || pattern == SAT_CHART_CROSSED)
    draw_slanted (d, rect, apart, -1);
  if (pattern == SAT_CHART_DOTS)
    draw_dots (d, rect, apart);
  if (pattern == SAT_CHART_LEVEL) {
    for (double y = rect->y + apart / 2; y < rect->y + rect->height; y += apart) {
      cairo_move_to (d->cr, rect->x, y);
      cairo_line_to (d->cr, rect->x + rect->width, y);
    }
    cairo_stroke (d->cr);
  }
  cairo_restore (d->cr);
}

static void
draw_rectangle (Drawing *d, const SatChartSeries *series, const SatChartRect *rect)
{
  const GdkRGBA *colour = &d->palette->series[series->colour];

  cairo_new_path (d->cr);
  cairo_rectangle (d->cr, rect->x, rect->y, rect->width, rect->height);
  set_colour (d, colour, 1);
  cairo_fill (d->cr);
  if (series->shape == SAT_CHART_TARGET)
    return;
  if (series->pattern != SAT_CHART_PLAIN)
    draw_pattern (d, rect, series->pattern);
  if (rect->width < 2 || rect->height < 2)
    return;
  /* Pale colours need an edge to be seen on a pale ground. */
  set_colour (d, &d->palette->text, d->palette->contrast ? 1 : 0.45);
  set_dash (d, SAT_CHART_SOLID);
  cairo_set_line_width (d->cr, 1);
  cairo_rectangle (d->cr, rect->x + 0.5, rect->y + 0.5, rect->width - 1, rect->height - 1);
  cairo_stroke (d->cr);
}

/* Bars grow out of zero. */
static SatChartRect
grown (Drawing *d, SatChartRect rect)
{
  double zero = d->layout->zero;

  if (d->layout->model->lying) {
    rect.x = zero + (rect.x - zero) * d->progress;
    rect.width *= d->progress;
  } else {
    rect.y = zero + (rect.y - zero) * d->progress;
    rect.height *= d->progress;
  }
  return rect;
}

static const SatChartSeries *
series_of (Drawing *d, guint i)
{
  return sat_chart_model_get_series (d->layout->model, i);
}

static void
trace (Drawing *d, const SatChartPath *path, gboolean back)
{
  GArray *corners = path->corners;

  for (guint i = 0; i < corners->len; i++)
    cairo_line_to (d->cr, g_array_index (corners, SatChartCorner, i).x,
                   g_array_index (corners, SatChartCorner, i).y);
  for (guint i = corners->len; back && i-- > 0;)
    cairo_line_to (d->cr, g_array_index (corners, SatChartCorner, i).x,
                   g_array_index (corners, SatChartCorner, i).base);
}

static void
draw_area (Drawing *d, const SatChartPath *path)
{
  const SatChartSeries *series = series_of (d, path->series);

  if ((!series->filled && series->shape != SAT_CHART_RANGE) || path->corners->len < 2)
    return;
  cairo_new_path (d->cr);
  trace (d, path, TRUE);
  cairo_close_path (d->cr);
  set_colour (d, &d->palette->series[series->colour], series->filled ? TINT : 2 * TINT);
  cairo_fill (d->cr);
}

static void
draw_course (Drawing *d, const SatChartPath *path)
{
  const SatChartSeries *series = series_of (d, path->series);

  cairo_new_path (d->cr);
  trace (d, path, series->shape == SAT_CHART_RANGE);
  if (series->shape == SAT_CHART_RANGE)
    cairo_close_path (d->cr);
  set_colour (d, &d->palette->series[series->colour], 1);
  set_dash (d, series->dash);
  cairo_set_line_width (d->cr,
                        (series->shape == SAT_CHART_RANGE ? 1 : LINE_WIDTH) * d->layout->scale);
  cairo_set_line_join (d->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (d->cr);
}

/* Each series has a shape of its own: disc, square, diamond, triangle. */
static void
draw_dot (Drawing *d, guint series, double x, double y)
{
  double r = DOT * d->layout->scale;

  cairo_new_path (d->cr);
  switch (series % 4) {
  case 1:
    cairo_rectangle (d->cr, x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
    break;
  case 2:
    cairo_move_to (d->cr, x, y - r * 1.2);
    cairo_line_to (d->cr, x + r * 1.2, y);
    cairo_line_to (d->cr, x, y + r * 1.2);
    cairo_line_to (d->cr, x - r * 1.2, y);
    break;
  case 3:
    cairo_move_to (d->cr, x, y - r * 1.1);
    cairo_line_to (d->cr, x + r * 1.1, y + r * 0.9);
    cairo_line_to (d->cr, x - r * 1.1, y + r * 0.9);
    break;
  default:
    cairo_arc (d->cr, x, y, r, 0, 2 * G_PI);
    break;
  }
  cairo_close_path (d->cr);
  set_colour (d, &d->palette->series[series_of (d, series)->colour], 1);
  cairo_fill_preserve (d->cr);
  set_colour (d, &d->palette->background, 1);
  set_dash (d, SAT_CHART_SOLID);
  cairo_set_line_width (d->cr, 1);
  cairo_stroke (d->cr);
}

static gboolean
has_dots (SatChartShape shape)
{
  return shape == SAT_CHART_LINE || shape == SAT_CHART_STEPS;
}

static void
draw_dots_of (Drawing *d, guint series)
{
  double last = -G_MAXDOUBLE;

  for (guint i = 0; i < d->layout->marks->len; i++) {
    const SatChartMark *mark = &g_array_index (d->layout->marks, SatChartMark, i);
    double x = mark->rect.x + mark->rect.width / 2;

    if (mark->series != series || !has_dots (series_of (d, series)->shape) ||
        x - last < DOTS_APART * d->layout->scale)
      continue;
    draw_dot (d, series, x, mark->rect.y + mark->rect.height / 2);
    last = x;
  }
}

static void
draw_line_sample (Drawing *d, const SatChartRect *rect, const GdkRGBA *colour, SatChartDash dash)
{
  cairo_new_path (d->cr);
  set_colour (d, colour, 1);
  set_dash (d, dash);
  cairo_set_line_width (d->cr, LINE_WIDTH * d->layout->scale);
  cairo_move_to (d->cr, rect->x, rect->y + rect->height / 2);
  cairo_line_to (d->cr, rect->x + rect->width, rect->y + rect->height / 2);
  cairo_stroke (d->cr);
}

static void
draw_sample (Drawing *d, const SatChartSample *sample)
{
  const SatChartRect *rect = &sample->rect;
  const SatChartSeries *series;

  if (sample->series < 0) {
    draw_line_sample (d, rect, &d->palette->text,
                      sat_chart_model_get_line (d->layout->model, (guint)sample->line)->dash);
    return;
  }
  series = series_of (d, (guint)sample->series);
  if (has_dots (series->shape)) {
    draw_line_sample (d, rect, &d->palette->series[series->colour], series->dash);
    if (series->dash == SAT_CHART_SOLID)
      draw_dot (d, (guint)sample->series, rect->x + rect->width / 2, rect->y + rect->height / 2);
  } else if (series->shape == SAT_CHART_TARGET) {
    SatChartRect target = {rect->x + rect->width / 2 - 1.5 * d->layout->scale, rect->y,
                           3 * d->layout->scale, rect->height};

    draw_rectangle (d, series, &target);
  } else {
    draw_rectangle (d, series, rect);
  }
}

static void
draw_strokes (Drawing *d, gboolean lines, gboolean zero)
{
  for (guint i = 0; i < d->layout->strokes->len; i++) {
    const SatChartStroke *stroke = &g_array_index (d->layout->strokes, SatChartStroke, i);

    if ((stroke->line >= 0) == lines && stroke->zero == zero)
      draw_stroke (d, stroke);
  }
}

/* Courses appear from their beginning on. */
static void
draw_courses (Drawing *d)
{
  const SatChartRect *plot = &d->layout->plot;
  double margin = 2 * DOT * d->layout->scale;

  cairo_save (d->cr);
  cairo_rectangle (d->cr, plot->x - margin, plot->y - margin,
                   (plot->width + 2 * margin) * d->progress, plot->height + 2 * margin);
  cairo_clip (d->cr);
  for (guint i = 0; i < d->layout->paths->len; i++)
    draw_area (d, g_ptr_array_index (d->layout->paths, i));
  for (guint i = d->layout->paths->len; i-- > 0;)
    draw_course (d, g_ptr_array_index (d->layout->paths, i));
  for (guint i = d->layout->paths->len; i-- > 0;)
    if (series_of (d, ((SatChartPath *)g_ptr_array_index (d->layout->paths, i))->series)->dash ==
        SAT_CHART_SOLID)
      draw_dots_of (d, ((SatChartPath *)g_ptr_array_index (d->layout->paths, i))->series);
  cairo_restore (d->cr);
}

void
sat_chart_draw (const SatChartLayout *layout,
                const SatChartPalette *palette,
                PangoContext *context,
                cairo_t *cr,
                double progress)
{
  Drawing d = {layout, palette, context, cr, CLAMP (progress, 0, 1)};

  g_return_if_fail (layout != NULL && palette != NULL && context != NULL && cr != NULL);
  draw_strokes (&d, FALSE, FALSE);
  for (guint i = 0; i < layout->bars->len; i++) {
    const SatChartMark *bar = &g_array_index (layout->bars, SatChartMark, i);
    SatChartRect rect = grown (&d, bar->rect);

    draw_rectangle (&d, series_of (&d, bar->series), &rect);
  }
  draw_strokes (&d, FALSE, TRUE);
  draw_strokes (&d, TRUE, FALSE);
  draw_courses (&d);
  for (guint i = 0; i < layout->samples->len; i++)
    draw_sample (&d, &g_array_index (layout->samples, SatChartSample, i));
  for (guint i = 0; i < layout->texts->len; i++)
    draw_text (&d, &g_array_index (layout->texts, SatChartText, i));
}
