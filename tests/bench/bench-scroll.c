/* SPDX-License-Identifier: GPL-3.0-or-later */

/* F4: work per frame (before-paint to after-paint) while a list of contacts scrolls, against a bare
 * column view with as many columns of GtkInscription and no data behind it. */

#include "config.h"

#include "bench-frames.h"
#include "sat-context.h"
#include "sat-record-table.h"

#define SMALL_STEP 34

/* A list of a million times the same object. */
#define BENCH_TYPE_MODEL (bench_model_get_type ())
G_DECLARE_FINAL_TYPE (BenchModel, bench_model, BENCH, MODEL, GObject)

struct _BenchModel {
  GObject parent_instance;
  GObject *item;
};

static GType
model_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
model_get_n_items (GListModel *model)
{
  return 1000000;
}

static gpointer
model_get_item (GListModel *model, guint position)
{
  return g_object_ref (BENCH_MODEL (model)->item);
}

static void
model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = model_get_item_type;
  iface->get_n_items = model_get_n_items;
  iface->get_item = model_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BenchModel,
                               bench_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, model_iface_init))

static void
bench_model_dispose (GObject *object)
{
  g_clear_object (&BENCH_MODEL (object)->item);
  G_OBJECT_CLASS (bench_model_parent_class)->dispose (object);
}

static void
bench_model_class_init (BenchModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bench_model_dispose;
}

static void
bench_model_init (BenchModel *self)
{
  self->item = g_object_new (G_TYPE_OBJECT, NULL);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_list_item_set_child (item, gtk_inscription_new (NULL));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  g_autofree char *text = g_strdup_printf ("Value %u", gtk_list_item_get_position (item) % 1000);

  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_list_item_get_child (item)), text);
}

static GtkWidget *
make_bare (guint n_columns)
{
  BenchModel *model = g_object_new (BENCH_TYPE_MODEL, NULL);
  GtkWidget *view =
      gtk_column_view_new (GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (model))));
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  for (guint i = 0; i < n_columns; i++) {
    GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
    g_autoptr (GtkColumnViewColumn) column = NULL;

    g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
    g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
    column = gtk_column_view_column_new ("Column", factory);
    gtk_column_view_column_set_fixed_width (column, 130);
    gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
  }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  return scrolled;
}

static guint
count_columns (GtkWidget *widget)
{
  GtkWidget *view = bench_find (widget, GTK_TYPE_COLUMN_VIEW);

  return view != NULL
             ? g_list_model_get_n_items (gtk_column_view_get_columns (GTK_COLUMN_VIEW (view)))
             : 0;
}

/* @data: pixels; 0: a page. */
static void
step_cb (GtkWidget *child, gpointer data)
{
  int step = GPOINTER_TO_INT (data);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (
      GTK_SCROLLED_WINDOW (bench_find (child, GTK_TYPE_SCROLLED_WINDOW)));

  gtk_adjustment_set_value (adjustment,
                            gtk_adjustment_get_value (adjustment) +
                                (step > 0 ? step : gtk_adjustment_get_page_size (adjustment)));
}

/* Shows @child and scrolls it by @step pixels a frame; 0: by pages. */
static double
measure (GtkWidget *child, int step)
{
  return bench_frames (child, 6000, step_cb, GINT_TO_POINTER (step));
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStore) store =
      argc > 1 ? sat_store_open (argv[1], SAT_STORE_DEFAULT, NULL, NULL, &error) : NULL;
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (SatContext) context = NULL;
  double ours, bare;
  guint n_columns;
  GtkWidget *table;

  if (store == NULL)
    g_error ("%s", error != NULL ? error->message : "usage: bench-scroll FILE");
  adw_init ();
  settings = g_settings_new ("org.satchel.Satchel");
  context = sat_context_new (store, settings, &error);
  if (context == NULL)
    g_error ("%s", error->message);
  table = g_object_ref_sink (sat_record_table_new (context, "contact", "contacts"));
  ours = measure (table, 0);
  n_columns = count_columns (table);
  g_object_unref (table);
  bare = measure (make_bare (MAX (n_columns, 6)), 0);
  sat_bench_print ("F4", "contacts, a page a frame, work p95 (CPU time)", "ms", ours, bare, 1.3,
                   1.1);
  table = g_object_ref_sink (sat_record_table_new (context, "contact", "contacts"));
  ours = measure (table, SMALL_STEP);
  g_object_unref (table);
  bare = measure (make_bare (MAX (n_columns, 6)), SMALL_STEP);
  sat_bench_print ("F4", "contacts, 34 px a frame, work p95 (CPU time)", "ms", ours, 0, 16.7, 0);
  sat_bench_note ("bare view %.1f ms, %u columns", bare, n_columns);
  sat_context_close (context);
  sat_store_close (store);
  return 0;
}
