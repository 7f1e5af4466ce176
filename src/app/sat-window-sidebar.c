/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lines of the sidebar and their counts. */

#include "config.h"

#include "sat-window-private.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

/* Counts follow a burst of changes once. */
#define COUNT_DELAY_MS 250

/* The name, where it is cut off. */
static gboolean
query_tooltip_cb (GtkWidget *label, int x, int y, gboolean keys, GtkTooltip *tooltip)
{
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (GTK_LABEL (label)));
  return pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label)));
}

static GtkWidget *
make_row (const SatViewInfo *info)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (info->icon);
  GtkWidget *label = gtk_label_new (sat_view_info_get_label (info));
  GtkWidget *count = gtk_label_new (NULL);

  sat_widget_set_decorative (icon);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_has_tooltip (label, TRUE);
  g_signal_connect (label, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  gtk_widget_add_css_class (count, "dim-label");
  gtk_widget_add_css_class (count, "numeric");
  gtk_widget_add_css_class (count, "caption");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  sat_widget_set_name (row, sat_view_info_get_label (info));
  g_object_set_data (G_OBJECT (row), "view", (gpointer)info);
  g_object_set_data (G_OBJECT (row), "count", count);
  return row;
}

void
sat_window_fill_sidebar (SatWindow *self)
{
  GtkWidget *row;
  guint n;
  const SatViewInfo *infos = sat_views (&n);

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->sidebar))) != NULL)
    gtk_list_box_remove (self->sidebar, row);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->sidebar, make_row (&infos[i]));
  for (guint i = 0; i < sat_saved_lists_get_n (self->lists); i++) {
    row = make_row (sat_saved_list_get_info (sat_saved_lists_get (self->lists, i)));
    sat_window_lists_prepare_row (self, row);
    gtk_list_box_append (self->sidebar, row);
  }
  gtk_list_box_set_header_func (self->sidebar, sat_window_lists_header_cb, NULL, NULL);
  sat_window_show_list_counts (self);
}

void
sat_window_show_list_counts (SatWindow *self)
{
  const SatFormat *format = sat_context_get_format (self->context);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->sidebar, i)) != NULL; i++) {
    const SatViewInfo *info = g_object_get_data (G_OBJECT (row), "view");
    gint64 count = info->list != NULL && self->list_counts != NULL
                       ? sat_list_counts_get (self->list_counts, info->list)
                       : -1;
    g_autofree char *text = count >= 0 ? sat_format_integer (format, count) : g_strdup ("");

    if (info->list != NULL)
      gtk_label_set_text (g_object_get_data (G_OBJECT (row), "count"), text);
  }
}

void
sat_window_select_sidebar (SatWindow *self, const char *view)
{
  GtkListBoxRow *row, *found = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->sidebar, i)) != NULL; i++) {
    const SatViewInfo *info = g_object_get_data (G_OBJECT (row), "view");

    if (g_strcmp0 (info->name, view) == 0)
      found = row;
  }
  gtk_list_box_select_row (self->sidebar, found);
}

/* Runs on the reading thread. Counts in the order of the views. */
static gpointer
count_types (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  guint n;
  const SatViewInfo *infos = sat_views (&n);
  g_autoptr (GArray) counts = g_array_sized_new (FALSE, TRUE, sizeof (gint64), n);

  for (guint i = 0; i < n; i++) {
    const SatType *type =
        infos[i].type != NULL ? sat_reader_get_type_by_name (reader, infos[i].type) : NULL;
    gint64 count = -1;

    if (infos[i].count != NULL)
      count = infos[i].count (reader, error);
    else if (type != NULL)
      count = sat_reader_count (reader, type, error);
    if ((infos[i].count != NULL || type != NULL) && count < 0)
      return NULL;
    g_array_append_val (counts, count);
  }
  return g_steal_pointer (&counts);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) counts = sat_context_read_finish (result, &error);
  SatWindow *self = user_data;
  const SatFormat *format;
  GtkListBoxRow *row;

  if (counts == NULL)
    return; /* cancelled, or the lists themselves will say what is wrong */
  format = sat_context_get_format (self->context);
  for (guint i = 0; i < counts->len; i++) {
    GtkLabel *label;
    gint64 count = g_array_index (counts, gint64, i);
    g_autofree char *text = count > 0 ? sat_format_integer (format, count) : g_strdup ("");

    row = gtk_list_box_get_row_at_index (self->sidebar, (int)i);
    label = row != NULL ? g_object_get_data (G_OBJECT (row), "count") : NULL;
    if (label != NULL)
      gtk_label_set_text (label, text);
  }
}

static gboolean
count_cb (gpointer user_data)
{
  SatWindow *self = user_data;

  self->count_timeout = 0;
  g_cancellable_cancel (self->counting);
  g_set_object (&self->counting, NULL);
  self->counting = g_cancellable_new ();
  sat_context_read_async (self->context, count_types, NULL, NULL, (GDestroyNotify)g_array_unref,
                          self->counting, counted_cb, self);
  return G_SOURCE_REMOVE;
}

void
sat_window_count_soon (SatWindow *self)
{
  if (self->count_timeout == 0 && self->context != NULL)
    self->count_timeout = g_timeout_add (COUNT_DELAY_MS, count_cb, self);
}

void
sat_window_stop_counting (SatWindow *self)
{
  g_clear_handle_id (&self->count_timeout, g_source_remove);
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
}
