/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-field-cell.h"

typedef struct {
  SatContext *context;
  SatRegistry *registry; /* keeps the field alive */
  const SatField *field;
  PangoAttrList *attributes; /* made with the first cell, with its height in pixels */
  int height;
} Column;

/* Lines of every script get this much of the interface font's height, so that they stand level. */
#define LINE_HEIGHT 1.22

static GQuark item_quark;   /* on the cell: its list item */
static GQuark record_quark; /* on the cell: the record that it follows */

static void
column_free (gpointer data, GClosure *closure)
{
  Column *column = data;

  g_object_unref (column->context);
  sat_registry_unref (column->registry);
  g_clear_pointer (&column->attributes, pango_attr_list_unref);
  g_free (column);
}

GtkListItem *
sat_field_cell_get_item (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget)) {
    GtkWidget *child = gtk_widget_get_first_child (widget);
    GtkListItem *item = g_object_get_qdata (G_OBJECT (widget), item_quark);

    if (item == NULL && child != NULL)
      item = g_object_get_qdata (G_OBJECT (child), item_quark);
    if (item != NULL)
      return item;
    if (GTK_IS_COLUMN_VIEW (widget))
      return NULL;
  }
  return NULL;
}

static gboolean
query_tooltip_cb (GtkWidget *cell, int x, int y, gboolean keys, GtkTooltip *tooltip, Column *column)
{
  SatRecord *record = g_object_get_qdata (G_OBJECT (cell), record_quark);
  const SatFormat *format = sat_context_get_format (column->context);
  g_autofree char *text = NULL;

  if (record == NULL)
    return FALSE;
  text =
      sat_format_value_full (format, column->field, sat_record_get (record, column->field), NULL);
  gtk_tooltip_set_text (tooltip, text);
  return *text != '\0';
}

static void
measure_line (Column *column, GtkWidget *cell)
{
  PangoFontMetrics *metrics =
      pango_context_get_metrics (gtk_widget_get_pango_context (cell), NULL, NULL);

  column->height = (int)(pango_font_metrics_get_height (metrics) * LINE_HEIGHT / PANGO_SCALE + 0.5);
  column->attributes = pango_attr_list_new ();
  pango_attr_list_insert (column->attributes,
                          pango_attr_line_height_new_absolute (column->height * PANGO_SCALE));
  pango_font_metrics_unref (metrics);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Column *column)
{
  GtkWidget *cell = gtk_inscription_new (NULL);
  gboolean numeric = sat_format_is_numeric (column->field);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (cell), numeric ? 1 : 0);
  /* The column is as wide as it is, and the line as high: each cell would measure its font. */
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (cell), 0);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (cell), 0);
  if (column->attributes == NULL)
    measure_line (column, cell);
  gtk_inscription_set_attributes (GTK_INSCRIPTION (cell), column->attributes);
  gtk_widget_set_size_request (cell, -1, column->height);
  gtk_widget_set_valign (cell, GTK_ALIGN_CENTER);
  if (numeric || column->field->kind == SAT_KIND_DATE)
    gtk_widget_add_css_class (cell, "numeric");
  if (column->field->kind == SAT_KIND_DATE || column->field->kind == SAT_KIND_INSTANT) {
    gtk_widget_set_has_tooltip (cell, TRUE);
    g_signal_connect (cell, "query-tooltip", G_CALLBACK (query_tooltip_cb), column);
  }
  g_object_set_qdata (G_OBJECT (cell), item_quark, item);
  gtk_list_item_set_child (item, cell);
}

static void
show_value (GtkInscription *cell, SatRecord *record, Column *column)
{
  const SatFormat *format = sat_context_get_format (column->context);
  const char *currency = sat_format_currency_of (format, record, column->field);
  g_autofree char *text =
      sat_format_field (format, record, column->field, g_strcmp0 (currency, format->currency) != 0);

  if (g_strcmp0 (gtk_inscription_get_text (cell), text) != 0)
    gtk_inscription_set_text (cell, text);
}

static void
record_changed_cb (SatRecord *record, GtkInscription *cell)
{
  GtkListItem *item = g_object_get_qdata (G_OBJECT (cell), item_quark);

  show_value (cell, record, g_object_get_data (G_OBJECT (item), "column"));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Column *column)
{
  GtkWidget *cell = gtk_list_item_get_child (item);
  SatRecord *record = gtk_list_item_get_item (item);

  g_object_set_qdata (G_OBJECT (cell), record_quark, record);
  g_object_set_data (G_OBJECT (item), "column", column);
  g_signal_connect (record, "changed", G_CALLBACK (record_changed_cb), cell);
  show_value (GTK_INSCRIPTION (cell), record, column);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Column *column)
{
  GtkWidget *cell = gtk_list_item_get_child (item);
  SatRecord *record = gtk_list_item_get_item (item);

  g_object_set_qdata (G_OBJECT (cell), record_quark, NULL);
  if (record != NULL)
    g_signal_handlers_disconnect_by_func (record, record_changed_cb, cell);
}

GtkListItemFactory *
sat_field_cell_factory_new (SatContext *context, const SatField *field)
{
  GtkListItemFactory *factory;
  Column *column;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && field != NULL, NULL);
  if (item_quark == 0) {
    item_quark = g_quark_from_static_string ("sat-list-item");
    record_quark = g_quark_from_static_string ("sat-cell-record");
  }
  factory = gtk_signal_list_item_factory_new ();
  column = g_new0 (Column, 1);
  column->context = g_object_ref (context);
  column->registry = sat_registry_ref (sat_context_get_registry (context));
  column->field = field;
  g_signal_connect_data (factory, "setup", G_CALLBACK (setup_cb), column, column_free, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), column);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), column);
  return factory;
}
