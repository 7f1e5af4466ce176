/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-list-print.h"

#include <glib/gi18n-lib.h>

#include "sat-bulk-job.h"

/* In points. */
#define TITLE_HEIGHT 44
#define HEADER_HEIGHT 20
#define ROW_HEIGHT 17
#define FOOTER_HEIGHT 24
#define PADDING 4
/* More columns than this want the sheet lying. */
#define MOST_UPRIGHT 5

typedef struct {
  SatContext *context;
  char *title;
  char *type_name;
  GArray *ids;
  char **fields;
  int *widths;
  guint n_columns;
  guint first_rows, other_rows; /* of the first page, of the others */
} Print;

static void
print_free (gpointer data, GClosure *closure)
{
  Print *print = data;

  g_object_unref (print->context);
  g_free (print->title);
  g_free (print->type_name);
  g_array_unref (print->ids);
  g_strfreev (print->fields);
  g_free (print->widths);
  g_free (print);
}

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, Print *print)
{
  double height = gtk_print_context_get_height (context) - HEADER_HEIGHT - FOOTER_HEIGHT;
  guint rest;

  print->other_rows = MAX (1, (guint)(height / ROW_HEIGHT));
  print->first_rows = MAX (1, (guint)((height - TITLE_HEIGHT) / ROW_HEIGHT));
  rest = print->ids->len > print->first_rows ? print->ids->len - print->first_rows : 0;
  gtk_print_operation_set_n_pages (operation,
                                   (int)(1 + (rest + print->other_rows - 1) / print->other_rows));
}

/* @align: 0 to 1 within @width. */
static void
draw_text (GtkPrintContext *context,
           const char *text,
           const char *font,
           double x,
           double y,
           double width,
           double align)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_width (layout, (int)(MAX (width, 1) * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, align > 0.75   ? PANGO_ALIGN_RIGHT
                                      : align > 0.25 ? PANGO_ALIGN_CENTER
                                                     : PANGO_ALIGN_LEFT);
  cairo_move_to (cairo, x, y);
  pango_cairo_show_layout (cairo, layout);
}

static void
draw_line (GtkPrintContext *context, double y, double width, double thickness)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);

  cairo_set_line_width (cairo, thickness);
  cairo_move_to (cairo, 0, y);
  cairo_line_to (cairo, width, y);
  cairo_stroke (cairo);
}

static double
column_width (Print *print, guint column, double width)
{
  int sum = 0;

  for (guint i = 0; i < print->n_columns; i++)
    sum += print->widths[i];
  return width * print->widths[column] / MAX (sum, 1);
}

static const SatField *
get_field (Print *print, guint column)
{
  const SatType *type = sat_context_get_type_by_name (print->context, print->type_name);

  return type != NULL ? sat_type_field (type, print->fields[column]) : NULL;
}

static void
draw_header (GtkPrintContext *context, Print *print, double y)
{
  double width = gtk_print_context_get_width (context), x = 0;

  for (guint i = 0; i < print->n_columns; i++) {
    const SatField *field = get_field (print, i);
    double own = column_width (print, i, width);

    if (field != NULL)
      draw_text (context, sat_field_get_label (field), "Sans Bold 9", x, y, own - PADDING,
                 sat_format_is_numeric (field) ? 1 : 0);
    x += own;
  }
  draw_line (context, y + HEADER_HEIGHT - 4, width, 1);
}

static void
draw_record (GtkPrintContext *context, Print *print, SatRecord *record, double y)
{
  const SatFormat *format = sat_context_get_format (print->context);
  double width = gtk_print_context_get_width (context), x = 0;

  for (guint i = 0; i < print->n_columns; i++) {
    const SatField *field = get_field (print, i);
    double own = column_width (print, i, width);

    if (field != NULL) {
      const char *currency = sat_format_currency_of (format, record, field);
      g_autofree char *text =
          sat_format_field (format, record, field, g_strcmp0 (currency, format->currency) != 0);

      draw_text (context, text, "Sans 9", x, y, own - PADDING,
                 sat_format_is_numeric (field) ? 1 : 0);
    }
    x += own;
  }
  draw_line (context, y + ROW_HEIGHT - 3, width, 0.2);
}

static void
draw_footer (GtkPrintOperation *operation, GtkPrintContext *context, Print *print, int page)
{
  const SatFormat *format = sat_context_get_format (print->context);
  double width = gtk_print_context_get_width (context);
  double y = gtk_print_context_get_height (context) - FOOTER_HEIGHT + 8;
  g_autofree char *date = sat_format_instant (format, sat_clock_now (format->clock));
  int n_pages;
  g_autofree char *number = NULL;

  g_object_get (operation, "n-pages", &n_pages, NULL);
  /* Translators: at the foot of a printed list: the number of the page, and how many there are */
  number = g_strdup_printf (_ ("Page %d of %d"), page + 1, n_pages);
  draw_text (context, date, "Sans 8", 0, y, width / 2, 0);
  draw_text (context, number, "Sans 8", width / 2, y, width / 2, 1);
}

static void
draw_title (GtkPrintContext *context, Print *print)
{
  double width = gtk_print_context_get_width (context);
  g_autofree char *count =
      sat_bulk_describe_records (print->context, print->type_name, print->ids->len);

  draw_text (context, print->title, "Sans Bold 14", 0, 0, width, 0);
  draw_text (context, count, "Sans 9", 0, 22, width, 0);
}

/* The rows of a page are read when it is drawn. */
static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Print *print)
{
  const SatType *type = sat_context_get_type_by_name (print->context, print->type_name);
  guint first = page == 0 ? 0 : print->first_rows + ((guint)page - 1) * print->other_rows;
  guint n = MIN (page == 0 ? print->first_rows : print->other_rows, print->ids->len - first);
  double y = page == 0 ? TITLE_HEIGHT : 0;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  if (page == 0)
    draw_title (context, print);
  draw_header (context, print, y);
  y += HEADER_HEIGHT;
  if (type != NULL && n > 0)
    records = sat_reader_load_many (sat_context_get_reader (print->context), type,
                                    &g_array_index (print->ids, gint64, first), n, &error);
  /* A list that lacks a page looks whole. */
  if (error != NULL) {
    sat_context_say (print->context, error->message);
    gtk_print_operation_cancel (operation);
  }
  for (guint i = 0; records != NULL && i < records->len; i++, y += ROW_HEIGHT)
    draw_record (context, print, records->pdata[i], y);
  draw_footer (operation, context, print, page);
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, Print *print)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  sat_context_say (print->context, error->message);
}

static GtkPageSetup *
page_setup (guint n_columns)
{
  GtkPageSetup *setup = gtk_page_setup_new ();

  if (n_columns > MOST_UPRIGHT)
    gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
  return setup;
}

GtkPrintOperation *
sat_list_print_new (SatContext *context,
                    const char *title,
                    const char *type_name,
                    GArray *ids,
                    const char *const *fields,
                    const int *widths)
{
  GtkPrintOperation *operation;
  g_autoptr (GtkPageSetup) setup = NULL;
  Print *print;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && title != NULL && type_name != NULL, NULL);
  g_return_val_if_fail (ids != NULL && fields != NULL && widths != NULL, NULL);
  print = g_new0 (Print, 1);
  print->context = g_object_ref (context);
  print->title = g_strdup (title);
  print->type_name = g_strdup (type_name);
  print->ids = g_array_ref (ids);
  print->fields = g_strdupv ((char **)fields);
  print->n_columns = g_strv_length (print->fields);
  print->widths = g_memdup2 (widths, print->n_columns * sizeof *widths);
  operation = gtk_print_operation_new ();
  setup = page_setup (print->n_columns);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_job_name (operation, title);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), print);
  g_signal_connect (operation, "done", G_CALLBACK (done_cb), print);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb), print, print_free, 0);
  return operation;
}
