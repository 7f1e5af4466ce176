/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-paper.h"

#include <glib/gi18n-lib.h>

#define FOOTER_SIZE 8
#define FOOTER_SPACE 8

static PangoLayout *
make_layout (GtkPrintContext *paper, const char *text, double size, gboolean bold)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (paper);
  PangoFontDescription *font = pango_font_description_from_string (bold ? "Sans Bold" : "Sans");
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_size (font, (int)(size * PANGO_SCALE));
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  return layout;
}

double
sat_paper_measure (GtkPrintContext *paper, const char *text, double size, gboolean bold)
{
  g_autoptr (PangoLayout) layout = make_layout (paper, text, size, bold);
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return (double)width / PANGO_SCALE;
}

/* Signs from another font are higher: how much deeper than usual the line stands then. */
static double
find_drop (PangoLayout *layout)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (
      pango_layout_get_context (layout), pango_layout_get_font_description (layout), NULL);
  int drop = pango_layout_get_baseline (layout) - pango_font_metrics_get_ascent (metrics);

  pango_font_metrics_unref (metrics);
  return (double)drop / PANGO_SCALE;
}

void
sat_paper_text (GtkPrintContext *paper,
                const char *text,
                double size,
                gboolean bold,
                double x,
                double y,
                double width,
                int align)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (paper);
  g_autoptr (PangoLayout) layout = make_layout (paper, text, size, bold);

  pango_layout_set_width (layout, (int)(MAX (width, 1) * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, align > 0 ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  cairo_move_to (cairo, x, y - find_drop (layout));
  pango_cairo_show_layout (cairo, layout);
}

void
sat_paper_rule (GtkPrintContext *paper, double y, double thickness)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (paper);

  cairo_set_line_width (cairo, thickness);
  cairo_move_to (cairo, 0, y);
  cairo_line_to (cairo, gtk_print_context_get_width (paper), y);
  cairo_stroke (cairo);
}

void
sat_paper_footer (GtkPrintOperation *operation,
                  GtkPrintContext *paper,
                  const SatFormat *format,
                  int page,
                  double height)
{
  double width = gtk_print_context_get_width (paper);
  double y = gtk_print_context_get_height (paper) - height + FOOTER_SPACE;
  g_autofree char *date = sat_format_instant (format, sat_clock_now (format->clock));
  g_autofree char *number = NULL;
  int n_pages;

  g_object_get (operation, "n-pages", &n_pages, NULL);
  /* Translators: at the foot of a printed list: the number of the page, and how many there are */
  number = g_strdup_printf (_ ("Page %d of %d"), page + 1, n_pages);
  sat_paper_text (paper, date, FOOTER_SIZE, FALSE, 0, y, width / 2, 0);
  sat_paper_text (paper, number, FOOTER_SIZE, FALSE, width / 2, y, width / 2, 1);
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, SatContext *context)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  sat_context_say (context, error->message);
}

/* What is printed to a file is called by what it is, not "output". */
static GtkPrintSettings *
make_settings (const char *title)
{
  GtkPrintSettings *settings = gtk_print_settings_new ();
  g_autofree char *name = g_strdelimit (g_strdup (title), "/\\:", '-');

  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME, name);
  return settings;
}

GtkPrintOperation *
sat_paper_new (SatContext *context, const char *title, gboolean lying)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPrintSettings) settings = make_settings (title);
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();

  if (lying)
    gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_job_name (operation, title);
  gtk_print_operation_set_print_settings (operation, settings);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_object (operation, "done", G_CALLBACK (done_cb), context, 0);
  return operation;
}
