/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-print.h"

#include "sat-chart-draw.h"
#include "sat-forecast-charts.h"
#include "sat-forecast-words.h"
#include "sat-paper.h"

#include <glib/gi18n-lib.h>

/* In points. */
#define TITLE_HEIGHT 46.0
#define HEADER_HEIGHT 20.0
#define ROW_MOST 17.0
#define ROW_LEAST 10.0
#define FOOTER_HEIGHT 20.0
#define CHART_LEAST 130.0
#define CHART_MOST 190.0
#define GAP 14.0
#define PADDING 5.0
#define INDENT 9.0
/* How much of the width the names take at most. */
#define HEAD_SHARE 0.3
#define HEADER_SIZE 7.5
#define SIZE 8.5

typedef struct {
  SatContext *context;
  SatForecastSheet *sheet; /* of its own, so that the view may go on */
  SatForecast *forecast;
  char *title, *subtitle;
  double row_height;
  GArray *widths;    /* of the columns, double */
  double scale;      /* of letters: less than 1 where they would not fit */
  guint n_lines;     /* with the total */
  guint first, rest; /* lines of the first page, of the others */
  double charts;     /* their height on the last page, 0: there is no room */
} Print;

static void
print_free (gpointer data, GClosure *closure)
{
  Print *print = data;

  g_object_unref (print->context);
  g_object_unref (print->sheet);
  sat_forecast_unref (print->forecast);
  g_array_unref (print->widths);
  g_free (print->title);
  g_free (print->subtitle);
  g_free (print);
}

static double
body_height (GtkPrintContext *context)
{
  return gtk_print_context_get_height (context) - HEADER_HEIGHT - FOOTER_HEIGHT;
}

static double
size_of (guint line)
{
  return line == SAT_SHEET_HEADER ? HEADER_SIZE : SIZE;
}

static gboolean
is_bold (guint line)
{
  return line == SAT_SHEET_HEADER || line == SAT_SHEET_TOTAL;
}

static double
wanted_width (GtkPrintContext *context, Print *print, guint line, guint column)
{
  g_auto (SatGridFace) face = {.share = -1};

  sat_forecast_sheet_fill (print->sheet, line, column, &face);
  return PADDING * 2 + (column == 0 ? face.depth * INDENT : 0) +
         sat_paper_measure (context, face.text != NULL ? face.text : "", size_of (line),
                            is_bold (line));
}

/* What the texts want, and an even part of what is left. */
static void
measure_columns (GtkPrintContext *context, Print *print)
{
  guint n = sat_forecast_sheet_get_n_columns (print->sheet) + 1;
  double width = gtk_print_context_get_width (context), sum = 0, left;

  g_array_set_size (print->widths, n);
  for (guint i = 0; i < n; i++) {
    double *own = &g_array_index (print->widths, double, i);

    *own = MAX (wanted_width (context, print, SAT_SHEET_HEADER, i),
                wanted_width (context, print, SAT_SHEET_TOTAL, i));
    for (guint line = 0; line + 1 < print->n_lines; line++)
      *own = MAX (*own, wanted_width (context, print, line, i));
    if (i == 0)
      *own = MIN (*own, width * HEAD_SHARE);
    sum += *own;
  }
  left = MAX (0, width - sum) / n;
  print->scale = MIN (1, width / MAX (sum, 1));
  for (guint i = 0; i < n; i++) {
    double *own = &g_array_index (print->widths, double, i);

    *own = *own * print->scale + left;
  }
}

/* As large as fits on one page with the charts, else without them, else on several. */
static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, Print *print)
{
  double body = body_height (context) - TITLE_HEIGHT;
  double beside = (body - CHART_LEAST - GAP) / print->n_lines;
  guint left;

  measure_columns (context, print);
  print->charts = beside >= ROW_LEAST ? CHART_LEAST : 0;
  print->row_height =
      CLAMP (print->charts > 0 ? beside : body / print->n_lines, ROW_LEAST, ROW_MOST);
  if (print->charts > 0)
    print->charts = MIN (CHART_MOST, body - print->n_lines * print->row_height - GAP);
  print->first = MAX (1, (guint)(body / print->row_height + 0.01));
  print->rest = MAX (1, (guint)((body + TITLE_HEIGHT) / print->row_height + 0.01));
  left = print->n_lines > print->first ? print->n_lines - print->first : 0;
  gtk_print_operation_set_n_pages (operation, (int)(1 + (left + print->rest - 1) / print->rest));
}

/* A line of the sheet, also its titles and its total. */
static void
draw_line (GtkPrintContext *context, Print *print, guint line, double y, double height)
{
  double size = MIN (size_of (line) * print->scale, height * 0.6), x = 0;

  for (guint i = 0; i < print->widths->len; i++) {
    g_auto (SatGridFace) face = {.share = -1};
    double own = g_array_index (print->widths, double, i), indent;

    sat_forecast_sheet_fill (print->sheet, line, i, &face);
    indent = i == 0 ? face.depth * INDENT : 0;
    sat_paper_text (context, face.text != NULL ? face.text : "", size, is_bold (line), x + indent,
                    y, own - indent - (i + 1 < print->widths->len ? PADDING : 0), i == 0 ? 0 : 1);
    x += own;
  }
}

static void
draw_chart (
    GtkPrintContext *context, SatChartModel *model, double x, double y, double width, double height)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);
  PangoContext *pango = gtk_print_context_create_pango_context (context);
  PangoFontDescription *font = pango_font_description_from_string ("Sans 7");
  g_autoptr (SatChartLayout) layout = NULL;
  SatChartPalette palette;

  pango_context_set_font_description (pango, font);
  pango_font_description_free (font);
  layout = sat_chart_layout_new (model, &(SatChartRoom){.width = width,
                                                        .height = height,
                                                        .scale = 0.6,
                                                        .heading = TRUE,
                                                        .measure = sat_chart_measure_text,
                                                        .data = pango});
  sat_chart_palette_init (&palette);
  cairo_save (cairo);
  cairo_translate (cairo, x, y);
  sat_chart_draw (layout, &palette, pango, cairo, 1);
  cairo_restore (cairo);
  cairo_set_source_rgb (cairo, 0, 0, 0);
  g_object_unref (pango);
}

static void
draw_charts (GtkPrintContext *context, Print *print, double y)
{
  const SatFormat *format = sat_context_get_format (print->context);
  double width = gtk_print_context_get_width (context), half = (width - GAP) / 2;
  g_autoptr (SatForecastBurnup) burnup =
      sat_forecast_burnup_new (print->forecast, NULL, SAT_FORECAST_TOTAL);
  g_autoptr (SatChartModel) days = sat_burnup_model_new (burnup, format);
  g_autoptr (SatChartModel) categories =
      sat_category_model_new (print->forecast, SAT_FORECAST_TOTAL, format);

  if (days != NULL)
    draw_chart (context, days, 0, y, categories != NULL ? half : width, print->charts);
  if (categories != NULL)
    draw_chart (context, categories, days != NULL ? half + GAP : 0, y, days != NULL ? half : width,
                print->charts);
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Print *print)
{
  double width = gtk_print_context_get_width (context), y = page == 0 ? TITLE_HEIGHT : 0;
  guint first = page == 0 ? 0 : print->first + ((guint)page - 1) * print->rest;
  guint n = MIN (page == 0 ? print->first : print->rest, print->n_lines - first);
  int n_pages;

  if (page == 0) {
    sat_paper_text (context, print->title, 14, TRUE, 0, 0, width, 0);
    sat_paper_text (context, print->subtitle, 9, FALSE, 0, 22, width, 0);
  }
  draw_line (context, print, SAT_SHEET_HEADER, y, ROW_MOST);
  y += HEADER_HEIGHT;
  sat_paper_rule (context, y - 4, 1);
  for (guint i = first; i < first + n; i++, y += print->row_height) {
    gboolean total = i + 1 == print->n_lines;

    draw_line (context, print, total ? SAT_SHEET_TOTAL : i, y, print->row_height);
    sat_paper_rule (context, y + print->row_height - print->row_height * 0.2,
                    total || i + 2 == print->n_lines ? 0.8 : 0.2);
  }
  g_object_get (operation, "n-pages", &n_pages, NULL);
  if (print->charts > 0 && page + 1 == n_pages)
    draw_charts (context, print, y + GAP);
  sat_paper_footer (operation, context, sat_context_get_format (print->context), page,
                    FOOTER_HEIGHT);
}

static SatForecastSheet *
copy_sheet (SatForecastSheet *sheet, SatContext *context)
{
  SatForecastSheet *copy = sat_forecast_sheet_new (context);
  g_autoptr (GVariant) closed = g_variant_ref_sink (sat_forecast_sheet_get_closed (sheet));

  sat_forecast_sheet_set_closed (copy, closed);
  sat_forecast_sheet_set_forecast (copy, sat_forecast_sheet_get_forecast (sheet), FALSE);
  return copy;
}

static char *
make_subtitle (SatForecast *forecast, const char *as_of)
{
  g_autofree char *ask = sat_forecast_words_ask (sat_forecast_get_ask (forecast));
  g_autofree char *unit = sat_forecast_words_unit (forecast);
  g_autofree char *past =
      as_of != NULL
          /* Translators: everything is shown as it was at the end of that day */
          ? g_strdup_printf (C_ ("forecast", "As of %s"), as_of)
          : g_strdup (C_ ("forecast", "As of today"));

  return g_strdup_printf ("%s · %s · %s", ask, unit, past);
}

GtkPrintOperation *
sat_forecast_print_new (SatForecastSheet *sheet,
                        SatContext *context,
                        const char *title,
                        const char *as_of)
{
  GtkPrintOperation *operation;
  SatForecast *forecast;
  Print *print;

  g_return_val_if_fail (SAT_IS_FORECAST_SHEET (sheet) && SAT_IS_CONTEXT (context), NULL);
  forecast = sat_forecast_sheet_get_forecast (sheet);
  g_return_val_if_fail (forecast != NULL && title != NULL, NULL);

  print = g_new0 (Print, 1);
  print->context = g_object_ref (context);
  print->sheet = copy_sheet (sheet, context);
  print->forecast = sat_forecast_ref (forecast);
  print->title = g_strdup (title);
  print->subtitle = make_subtitle (forecast, as_of);
  print->n_lines = sat_forecast_sheet_get_n_lines (sheet) + 1;
  print->widths = g_array_new (FALSE, TRUE, sizeof (double));
  print->scale = 1;
  operation = sat_paper_new (context, title, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), print);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb), print, print_free, 0);
  return operation;
}
