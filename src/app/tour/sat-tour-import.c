/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The stops in the import assistant. Nothing is written: the tour ends at the preview. */

#include "config.h"

#include "sat-tour-private.h"

#include <glib/gstdio.h>

#include "sat-import-problems-window.h"
#include "sat-import-window.h"
#include "sat-query.h"
#include "sat-value-row.h"
#include "sat-window-import.h"

static void
remove_folder (gpointer data)
{
  static const char *const names[] = {"customers.csv", "deals.csv"};
  char *folder = data;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
  g_free (folder);
}

/* A product of the workspace as somebody would misspell it. */
static char *
misspell_product (SatWindow *window)
{
  SatReader *reader = sat_context_get_reader (sat_window_get_context (window));
  g_autoptr (SatQuery) query = sat_query_new ("product");
  g_autoptr (GArray) ids = sat_query_page (query, reader, 0, 1, NULL);
  GString *name = g_string_new (ids != NULL && ids->len > 0
                                    ? sat_reader_title (reader, g_array_index (ids, gint64, 0))
                                    : "Large Pump");

  g_string_replace (name, " ", "", 0);
  return g_string_free (name, FALSE);
}

static void
write_deals (SatWindow *window, const char *path)
{
  g_autofree char *product = misspell_product (window);
  g_autoptr (GString) text = g_string_new ("Name,Stage,Amount,Product,Close date\n");

  for (guint i = 1; i <= 24; i++)
    g_string_append_printf (text, "Order %u,%s,%u,%s,2026-05-%02u\n", i, i % 3 ? "Offer" : "Won",
                            i * 750, product, i);
  /* More problems than the report has room for. */
  g_string_append (text, "Order 25,Offer,a lot,,2026-05-30\nOrder 26,Offer,1200,,2026-02-31\n"
                         "Order 27,Offer,twelve,,soon\n,Offer,,,2026-02-31\n"
                         "Order 28,Offer,900,,31.31.2026\nOrder 29,Offer,1.2.3,,\n");
  g_file_set_contents (path, text->str, -1, NULL);
}

static SatImportModel *
find_model (void)
{
  GtkWidget *window = sat_tour_find_window (SAT_TYPE_IMPORT_WINDOW);

  return window != NULL ? sat_import_window_get_model (SAT_IMPORT_WINDOW (window)) : NULL;
}

void
sat_tour_go_import (SatWindow *window)
{
  static const char customers[] =
      "Company,Industry,Segment,Reached at,Remark\n"
      "Alder & Sons,timber,A,office@alder.example,Wants to be called on Tuesdays\n"
      "Birch Boats,shipbuilding,B,hello@birch.example,\n"
      "Cedar Chairs,furniture,A,,New this year\n";
  char *folder = g_dir_make_tmp ("satchel-tour-XXXXXX", NULL);
  g_autofree char *first = NULL, *second = NULL;
  const char *paths[3] = {NULL, NULL, NULL};

  sat_tour_tidy (window);
  if (folder == NULL)
    return;
  g_object_set_data_full (G_OBJECT (window), "tour-files", folder, remove_folder);
  first = g_build_filename (folder, "customers.csv", NULL);
  second = g_build_filename (folder, "deals.csv", NULL);
  g_file_set_contents (first, customers, -1, NULL);
  write_deals (window, second);
  paths[0] = first;
  paths[1] = second;
  sat_window_import_files (window, paths);
}

/* The first row on the page that has choices. */
static gboolean
open_choices (GtkWidget *widget)
{
  if (SAT_IS_VALUE_ROW (widget) && gtk_widget_get_mapped (widget)) {
    adw_action_row_activate (ADW_ACTION_ROW (widget));
    return TRUE;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (open_choices (child))
      return TRUE;
  return FALSE;
}

void
sat_tour_go_import_choices (SatWindow *window)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkWidget) other = g_list_model_get_item (all, i);
    GtkWidget *focus =
        SAT_IS_IMPORT_WINDOW (other) ? gtk_window_get_focus (GTK_WINDOW (other)) : NULL;

    if (SAT_IS_IMPORT_WINDOW (other) && !(focus != NULL && open_choices (focus)))
      open_choices (other);
  }
}

void
sat_tour_go_import_next (SatWindow *window)
{
  SatImportModel *model = find_model ();
  GtkWidget *problems = sat_tour_find_window (SAT_TYPE_IMPORT_PROBLEMS_WINDOW);

  if (problems != NULL)
    gtk_window_close (GTK_WINDOW (problems));
  if (model != NULL)
    sat_import_model_next (model);
}

gboolean
sat_tour_is_importing (SatWindow *window)
{
  SatImportModel *model = find_model ();

  return model != NULL && sat_import_model_is_busy (model);
}
