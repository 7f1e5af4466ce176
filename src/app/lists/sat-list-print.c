/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-list-print.h"

#include "sat-bulk-job.h"
#include "sat-paper.h"

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
      sat_paper_text (context, sat_field_get_label (field), 9, TRUE, x, y, own - PADDING,
                      sat_format_is_numeric (field) ? 1 : 0);
    x += own;
  }
  sat_paper_rule (context, y + HEADER_HEIGHT - 4, 1);
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

      sat_paper_text (context, text, 9, FALSE, x, y, own - PADDING,
                      sat_format_is_numeric (field) ? 1 : 0);
    }
    x += own;
  }
  sat_paper_rule (context, y + ROW_HEIGHT - 3, 0.2);
}

static void
draw_title (GtkPrintContext *context, Print *print)
{
  double width = gtk_print_context_get_width (context);
  g_autofree char *count =
      sat_bulk_describe_records (print->context, print->type_name, print->ids->len);

  sat_paper_text (context, print->title, 14, TRUE, 0, 0, width, 0);
  sat_paper_text (context, count, 9, FALSE, 0, 22, width, 0);
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
  sat_paper_footer (operation, context, sat_context_get_format (print->context), page,
                    FOOTER_HEIGHT);
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
  operation = sat_paper_new (context, title, print->n_columns > MOST_UPRIGHT);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), print);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb), print, print_free, 0);
  return operation;
}
