/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The stops at what goes to paper and to files, and comes back from them. */

#include "config.h"

#include "sat-tour-private.h"

#include "sat-backups.h"
#include "sat-import-problems-window.h"
#include "sat-import-window.h"
#include "sat-labels.h"
#include "sat-list-print.h"
#include "sat-record-view.h"
#include "sat-restore-dialog.h"

/* Of a printed page, in dots an inch. */
#define PAPER_DPI 72

typedef struct {
  cairo_surface_t *paper;
  cairo_t *cairo;
} Page;

GtkWidget *
sat_tour_find_window (GType type)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkWidget) one = g_list_model_get_item (all, i);

    if (G_TYPE_CHECK_INSTANCE_TYPE (one, type) && gtk_widget_get_mapped (one))
      return one;
  }
  return NULL;
}

/* All that is wrong in the worst of the files. */
void
sat_tour_go_import_problems (SatWindow *window)
{
  GtkWidget *import = sat_tour_find_window (SAT_TYPE_IMPORT_WINDOW);
  const SatImportReport *report =
      import != NULL
          ? sat_import_model_get_report (sat_import_window_get_model (SAT_IMPORT_WINDOW (import)))
          : NULL;
  const SatImportFileReport *worst = NULL;
  g_autofree char *name = NULL;

  for (guint i = 0; report != NULL && i < report->files->len; i++) {
    const SatImportFileReport *file = report->files->pdata[i];

    if (worst == NULL || file->problems->len > worst->problems->len)
      worst = file;
  }
  if (worst == NULL)
    return;
  name = g_filename_display_basename (worst->path);
  gtk_window_present (
      GTK_WINDOW (sat_import_problems_window_new (GTK_WINDOW (import), name, worst)));
}

/* What a backup that was just made holds, before it is restored. */
void
sat_tour_go_restore (SatWindow *window)
{
  SatContext *context = sat_window_get_context (window);
  SatStore *store = sat_context_get_store (context);
  const SatFormat *format = sat_context_get_format (context);
  g_autoptr (GPtrArray) backups = NULL;

  sat_tour_tidy (window);
  sat_backups_make (store, sat_date_today (sat_clock_now (format->clock), format->zone), NULL,
                    NULL);
  backups = sat_backups_list (sat_store_get_path (store));
  if (backups->len > 0)
    sat_restore_dialog_begin (GTK_WIDGET (window), context,
                              ((SatBackupFile *)backups->pdata[0])->path);
}

gboolean
sat_tour_is_restoring (SatWindow *window)
{
  return sat_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL;
}

static void
show_paper (SatWindow *window, cairo_surface_t *paper)
{
  int width = cairo_image_surface_get_width (paper),
      height = cairo_image_surface_get_height (paper);
  int stride = cairo_image_surface_get_stride (paper);
  g_autoptr (GBytes) bytes =
      g_bytes_new (cairo_image_surface_get_data (paper), (gsize)stride * (gsize)height);
  g_autoptr (GdkTexture) texture =
      gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, (gsize)stride);
  GtkWidget *shown = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (shown),
                        gtk_picture_new_for_paintable (GDK_PAINTABLE (texture)));
  gtk_window_set_decorated (GTK_WINDOW (shown), FALSE);
  gtk_window_set_transient_for (GTK_WINDOW (shown), GTK_WINDOW (window));
  gtk_window_set_default_size (GTK_WINDOW (shown), width, height);
  gtk_window_present (GTK_WINDOW (shown));
}

static void
ready_cb (GtkPrintOperationPreview *preview, GtkPrintContext *context, SatWindow *window)
{
  Page *page = g_object_get_data (G_OBJECT (preview), "page");

  gtk_print_operation_preview_render_page (preview, 0);
  cairo_surface_flush (page->paper);
  show_paper (window, page->paper);
  gtk_print_operation_preview_end_preview (preview);
}

static void
page_free (gpointer data)
{
  Page *page = data;

  g_clear_pointer (&page->cairo, cairo_destroy);
  g_clear_pointer (&page->paper, cairo_surface_destroy);
  g_free (page);
}

static Page *
make_paper (GtkPageSetup *setup)
{
  double width = gtk_page_setup_get_paper_width (setup, GTK_UNIT_POINTS);
  double height = gtk_page_setup_get_paper_height (setup, GTK_UNIT_POINTS);
  Page *page = g_new0 (Page, 1);

  page->paper = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)(width * PAPER_DPI / 72),
                                            (int)(height * PAPER_DPI / 72));
  page->cairo = cairo_create (page->paper);
  cairo_set_source_rgb (page->cairo, 1, 1, 1);
  cairo_paint (page->cairo);
  cairo_set_source_rgb (page->cairo, 0, 0, 0);
  return page;
}

static gboolean
preview_cb (GtkPrintOperation *operation,
            GtkPrintOperationPreview *preview,
            GtkPrintContext *context,
            GtkWindow *parent,
            SatWindow *window)
{
  Page *page = make_paper (gtk_print_context_get_page_setup (context));

  gtk_print_context_set_cairo_context (context, page->cairo, PAPER_DPI, PAPER_DPI);
  g_object_set_data_full (G_OBJECT (preview), "page", page, page_free);
  g_signal_connect_object (preview, "ready", G_CALLBACK (ready_cb), window, 0);
  return TRUE;
}

/* The first page of the companies, as the printer gets it. */
void
sat_tour_go_print (SatWindow *window)
{
  SatContext *context = sat_window_get_context (window);
  SatRecordTable *table;
  SatRecordColumns *columns;
  g_autoptr (SatQuery) query = NULL;
  g_autoptr (GArray) ids = NULL;
  g_auto (GStrv) shown = NULL;
  g_autofree int *widths = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;

  sat_tour_show_view (window, "companies");
  table = sat_record_view_get_table (SAT_RECORD_VIEW (sat_window_get_view (window)));
  columns = sat_record_table_get_columns (table);
  shown = sat_record_columns_get_shown (columns);
  widths = sat_record_columns_get_widths (columns);
  query = sat_record_table_dup_query (table);
  ids = sat_query_ids (query, sat_context_get_reader (context), NULL, NULL);
  if (ids == NULL)
    return;
  operation = sat_list_print_new (
      context, sat_labels_plural (sat_context_get_type_by_name (context, "company")), "company",
      ids, (const char *const *)shown, widths);
  g_signal_connect_object (operation, "preview", G_CALLBACK (preview_cb), window, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PREVIEW, GTK_WINDOW (window),
                           NULL);
}

void
sat_tour_go_print_dialog (SatWindow *window)
{
  sat_tour_show_view (window, "companies");
  gtk_widget_activate_action (
      GTK_WIDGET (sat_record_view_get_table (SAT_RECORD_VIEW (sat_window_get_view (window)))),
      "list.print", NULL);
}
