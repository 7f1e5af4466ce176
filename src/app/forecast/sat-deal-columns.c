/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-deal-columns.h"

#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

#define ITEM "sat-deal-item"

typedef struct {
  SatContext *context;
  const char *field;
  SatDealColumnsFunc choose; /* of the category */
  gpointer user_data;
} Column;

static const struct {
  const char *field;
  int width; /* the first gets what is left, too */
} columns[] = {
    {"name", 190},     {"company", 160},    {"owner", 130},  {"stage", 110},
    {"category", 130}, {"close_date", 115}, {"amount", 110},
};

static void
column_free (gpointer data, GClosure *closure)
{
  Column *column = data;

  g_object_unref (column->context);
  g_free (column);
}

static const SatField *
field_of (Column *column)
{
  const SatType *type = sat_context_get_type_by_name (column->context, "opportunity");

  return sat_type_field (type, column->field);
}

SatDealLine *
sat_deal_columns_find_line (GtkWidget *widget)
{
  for (; widget != NULL && !GTK_IS_COLUMN_VIEW (widget) && !GTK_IS_LIST_VIEW (widget);
       widget = gtk_widget_get_parent (widget)) {
    GtkWidget *inner = widget;

    /* A row has cells, and those what they show. */
    for (int depth = 0; inner != NULL && depth < 3; depth++) {
      GtkListItem *item = g_object_get_data (G_OBJECT (inner), ITEM);

      if (item != NULL)
        return gtk_list_item_get_item (item);
      inner = gtk_widget_get_first_child (inner);
    }
  }
  return NULL;
}

static void
setup_text_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Column *column)
{
  GtkWidget *cell = gtk_inscription_new (NULL);
  gboolean numeric = sat_format_is_numeric (field_of (column));

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (cell), 1);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (cell), numeric ? 1 : 0);
  gtk_widget_set_valign (cell, GTK_ALIGN_CENTER);
  if (numeric || g_str_equal (column->field, "close_date"))
    gtk_widget_add_css_class (cell, "numeric");
  g_object_set_data (G_OBJECT (cell), ITEM, item);
  gtk_list_item_set_child (item, cell);
}

static char *
text_of (Column *column, SatDealLine *line)
{
  const SatFormat *format = sat_context_get_format (column->context);
  SatRecord *record = sat_deal_line_get_record (line);
  const SatField *field = field_of (column);
  const char *currency = sat_format_currency_of (format, record, field);

  return sat_format_field (format, record, field, g_strcmp0 (currency, format->currency) != 0);
}

static void
bind_text_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Column *column)
{
  g_autofree char *text = text_of (column, gtk_list_item_get_item (item));

  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_list_item_get_child (item)), text);
}

static void
clicked_cb (GtkWidget *button, Column *column)
{
  SatDealLine *line = sat_deal_columns_find_line (button);

  if (line != NULL)
    column->choose (button, line, column->user_data);
}

static void
setup_category_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Column *column)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *hand = gtk_image_new_from_icon_name ("document-edit-symbolic");
  GtkWidget *arrow = gtk_image_new_from_icon_name ("pan-down-symbolic");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  sat_widget_set_decorative (hand);
  sat_widget_set_decorative (arrow);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), hand);
  gtk_box_append (GTK_BOX (box), arrow);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "sat-category");
  /* The arrows move between rows; keys reach the menu from the row. */
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (button), ITEM, item);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), column);
  gtk_list_item_set_child (item, button);
}

static void
bind_category_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Column *column)
{
  SatDealLine *line = gtk_list_item_get_item (item);
  GtkWidget *button = gtk_list_item_get_child (item);
  GtkWidget *label = gtk_widget_get_first_child (gtk_button_get_child (GTK_BUTTON (button)));
  GtkWidget *hand = gtk_widget_get_next_sibling (label);
  const SatField *field = field_of (column);
  const char *text = sat_field_choice_label (field, sat_deal_line_get_category (line));
  gboolean manual = sat_deal_line_is_manual (line);
  g_autofree char *name = NULL, *tooltip = NULL;

  /* Translators: %s is the forecast category that the stage of a deal says */
  tooltip = manual ? g_strdup_printf (
                         _ ("Set by hand; the stage says %s"),
                         sat_field_choice_label (field, sat_deal_line_get_usual_category (line)))
                   : NULL;
  name = g_strdup_printf (tooltip != NULL ? "%s: %s. %s" : "%s: %s", sat_field_get_label (field),
                          text, tooltip);
  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_visible (hand, manual);
  gtk_widget_set_visible (gtk_widget_get_next_sibling (hand), sat_deal_line_is_open (line));
  sat_widget_set_tooltip (button, tooltip);
  gtk_widget_set_sensitive (button, sat_deal_line_is_open (line));
  sat_widget_set_name (button, name);
}

/* How sure a category is. */
static int
rank_of (const char *category)
{
  static const char *const order[] = {"closed",    "commit",   "most_likely",
                                      "best_case", "pipeline", "omitted"};

  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    if (g_strcmp0 (order[i], category) == 0)
      return (int)i;
  }
  return G_MAXINT;
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  Column *column = user_data;
  SatDealLine *first = (SatDealLine *)a, *second = (SatDealLine *)b;
  const SatField *field = field_of (column);
  SatRecord *x = sat_deal_line_get_record (first), *y = sat_deal_line_get_record (second);
  gint64 left, right;

  if (g_str_equal (column->field, "category")) {
    left = rank_of (sat_deal_line_get_category (first));
    right = rank_of (sat_deal_line_get_category (second));
  } else if (field->kind == SAT_KIND_MONEY || field->kind == SAT_KIND_DATE) {
    left = sat_record_get_int (x, column->field, G_MININT64);
    right = sat_record_get_int (y, column->field, G_MININT64);
  } else {
    g_autofree char *one = text_of (column, first), *other = text_of (column, second);

    return g_utf8_collate (one, other);
  }
  return left < right ? -1 : left > right;
}

static void
add_column (GtkColumnView *view, const Column *model, int width)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  gboolean category = g_str_equal (model->field, "category");
  Column *column = g_memdup2 (model, sizeof *model);
  g_autoptr (GtkColumnViewColumn) shown = NULL;
  g_autoptr (GtkSorter) sorter = NULL;

  g_object_ref (column->context);
  g_signal_connect_data (factory, "setup",
                         category ? G_CALLBACK (setup_category_cb) : G_CALLBACK (setup_text_cb),
                         column, column_free, 0);
  g_signal_connect (factory, "bind",
                    category ? G_CALLBACK (bind_category_cb) : G_CALLBACK (bind_text_cb), column);
  shown = gtk_column_view_column_new (sat_field_get_label (field_of (column)), factory);
  sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, column, NULL));
  gtk_column_view_column_set_sorter (shown, sorter);
  gtk_column_view_column_set_resizable (shown, TRUE);
  gtk_column_view_column_set_fixed_width (shown, sat_text_pixels (width));
  gtk_column_view_column_set_expand (shown, g_str_equal (model->field, "name"));
  gtk_column_view_append_column (view, shown);
}

void
sat_deal_columns_add (GtkColumnView *view,
                      SatContext *context,
                      SatDealColumnsFunc choose,
                      gpointer user_data)
{
  g_return_if_fail (GTK_IS_COLUMN_VIEW (view) && SAT_IS_CONTEXT (context) && choose != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    Column column = {context, columns[i].field, choose, user_data};

    add_column (view, &column, columns[i].width);
  }
}
