/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart-export.h"

#include "sat-chart-draw.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>

#define MARGIN 24
#define PIXELS 2
#define POINTS_A_PIXEL 0.75
#define USUAL_FONT "Sans 11"
#define RESOLUTION 96
#define LEAST 200
#define MOST 8000

const char *
sat_chart_file_extension (SatChartFileFormat format)
{
  static const char *const extensions[] = {"png", "svg", "pdf"};

  g_return_val_if_fail (format < SAT_CHART_N_FILE_FORMATS, "");
  return extensions[format];
}

static cairo_status_t
append (void *data, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
surface_new (SatChartFileFormat format, double width, double height, GByteArray *bytes)
{
  cairo_surface_t *surface;

  switch (format) {
  case SAT_CHART_SVG:
    surface = cairo_svg_surface_create_for_stream (append, bytes, width, height);
    cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
    return surface;
  case SAT_CHART_PDF:
    return cairo_pdf_surface_create_for_stream (append, bytes, width * POINTS_A_PIXEL,
                                                height * POINTS_A_PIXEL);
  case SAT_CHART_PNG:
  default:
    return cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int)(width * PIXELS),
                                       (int)(height * PIXELS));
  }
}

/* Letters are as large in every file, and as wide as they are drawn. */
static PangoContext *
context_new (const PangoFontDescription *font)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();
  PangoFontDescription *usual = pango_font_description_from_string (USUAL_FONT);

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, RESOLUTION);
  pango_context_set_font_description (context, font != NULL ? font : usual);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_font_description_free (usual);
  cairo_font_options_destroy (options);
  return context;
}

static void
draw (const SatChartLayout *layout, PangoContext *context, cairo_t *cr)
{
  SatChartPalette palette;

  sat_chart_palette_init (&palette);
  gdk_cairo_set_source_rgba (cr, &palette.background);
  cairo_paint (cr);
  cairo_translate (cr, MARGIN, MARGIN);
  sat_chart_draw (layout, &palette, context, cr, 1);
}

static void
write_facts (cairo_surface_t *surface, SatChartFileFormat format, SatChartModel *model)
{
  if (format != SAT_CHART_PDF)
    return;
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, model->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, model->summary);
}

GBytes *
sat_chart_export_bytes (SatChartModel *model,
                        SatChartFileFormat format,
                        double width,
                        double height,
                        const PangoFontDescription *font,
                        GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (SatChartLayout) layout = NULL;
  PangoContext *context;
  SatChartRoom room = {.scale = 1, .heading = TRUE, .measure = sat_chart_measure_text};
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  g_return_val_if_fail (model != NULL && format < SAT_CHART_N_FILE_FORMATS, NULL);
  context = context_new (font);
  room.data = context;
  room.width = CLAMP (width, LEAST, MOST) - 2 * MARGIN;
  room.height = MIN (MAX (sat_chart_layout_height (model, &room), height), MOST);
  layout = sat_chart_layout_new (model, &room);
  surface = surface_new (format, room.width + 2 * MARGIN, room.height + 2 * MARGIN, bytes);
  write_facts (surface, format, model);
  cr = cairo_create (surface);
  if (format != SAT_CHART_SVG)
    cairo_scale (cr, format == SAT_CHART_PNG ? PIXELS : POINTS_A_PIXEL,
                 format == SAT_CHART_PNG ? PIXELS : POINTS_A_PIXEL);
  draw (layout, context, cr);
  g_object_unref (context);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (format == SAT_CHART_PNG && status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, append, bytes);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
    return NULL;
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

gboolean
sat_chart_export_write (SatChartModel *model,
                        SatChartFileFormat format,
                        double width,
                        double height,
                        const PangoFontDescription *font,
                        const char *path,
                        GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (model != NULL && path != NULL, FALSE);
  bytes = sat_chart_export_bytes (model, format, width, height, font, error);
  return bytes != NULL && g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL),
                                                    (gssize)g_bytes_get_size (bytes),
                                                    G_FILE_SET_CONTENTS_CONSISTENT, 0666, error);
}
