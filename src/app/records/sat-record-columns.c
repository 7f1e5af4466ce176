/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-record-columns.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-field-cell.h"
#include "sat-format.h"
#include "sat-settings.h"
#include "sat-widgets.h"

struct _SatRecordColumns {
  GObject parent_instance;
  SatContext *context;
  char *type_name;
  GSettings *settings;
  GtkColumnView *view; /* not owned: it owns us through its table */
  gboolean building;
  guint save_idle;
};

enum {
  SORT_CHANGED,
  COLUMNS_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* Left and right of a cell's text. */
#define CELL_SPACE 44

G_DEFINE_FINAL_TYPE (SatRecordColumns, sat_record_columns, G_TYPE_OBJECT)

/* Which column's sorter was asked last: the way to find the first column of the view's sorter, for
 * which GTK 4.8 has no function. */
static const char *probed_field;

static int
probe_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  if (probed_field == NULL)
    probed_field = user_data;
  return -1;
}

static void share_room (SatRecordColumns *self);

static const SatType *
get_type_of (SatRecordColumns *self)
{
  return sat_context_get_type_by_name (self->context, self->type_name);
}

static const char *
field_of_column (GtkColumnViewColumn *column)
{
  return g_object_get_data (G_OBJECT (column), "field");
}

static gboolean
can_be_column (const SatField *field)
{
  return !(field->flags & SAT_FIELD_INTERNAL) && field->kind != SAT_KIND_JSON;
}

GPtrArray *
sat_record_columns_list_fields (SatRecordColumns *self)
{
  const SatType *type;
  GPtrArray *fields;

  g_return_val_if_fail (SAT_IS_RECORD_COLUMNS (self), NULL);
  type = get_type_of (self);
  fields = g_ptr_array_new ();
  for (guint i = 0; i < type->n_fields; i++) {
    if (can_be_column (type->fields[i]))
      g_ptr_array_add (fields, (gpointer)type->fields[i]);
  }
  return fields;
}

static int
standard_width (const SatField *field)
{
  switch (field->kind) {
  case SAT_KIND_BOOLEAN:
  case SAT_KIND_PERCENT:
  case SAT_KIND_CURRENCY:
    return 90;
  case SAT_KIND_INTEGER:
  case SAT_KIND_DECIMAL:
    return 110;
  case SAT_KIND_MONEY:
  case SAT_KIND_DATE:
    return 130;
  case SAT_KIND_LONG_TEXT:
  case SAT_KIND_INSTANT:
    return 200;
  default:
    return field->flags & SAT_FIELD_REQUIRED ? 220 : 150;
  }
}

/* A date takes more room in some languages than in others. */
static int
date_width (SatRecordColumns *self)
{
  g_autofree char *longest = NULL;
  g_autoptr (PangoLayout) layout = NULL;
  SatDate date;
  int width;

  sat_date_from_ymd (2026, 12, 28, &date);
  longest = sat_format_date (sat_context_get_format (self->context), date);
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->view), longest);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width + CELL_SPACE;
}

static int
usual_width (SatRecordColumns *self, const SatField *field)
{
  int width = sat_text_pixels (standard_width (field));

  return field->kind == SAT_KIND_DATE ? MAX (width, date_width (self)) : width;
}

static int
remembered_width (SatRecordColumns *self, const SatField *field)
{
  g_autoptr (GVariant) widths = g_settings_get_value (self->settings, SAT_SETTING_WIDTHS);
  int width;

  if (g_variant_lookup (widths, field->name, "i", &width) && width > 0)
    return sat_text_pixels (width);
  return usual_width (self, field);
}

static void
remember_widths (SatRecordColumns *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  g_autoptr (GVariant) old = g_settings_get_value (self->settings, SAT_SETTING_WIDTHS);
  GVariantBuilder builder;
  GVariantIter iter;
  const char *name;
  int width;

  g_variant_iter_init (&iter, old);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{si}"));
  while (g_variant_iter_next (&iter, "{&si}", &name, &width)) {
    if (!sat_record_columns_is_shown (self, name))
      g_variant_builder_add (&builder, "{si}", name, width);
  }
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

    width = gtk_column_view_column_get_fixed_width (column);
    if (field_of_column (column) != NULL && width > 0)
      g_variant_builder_add (&builder, "{si}", field_of_column (column),
                             (int)(width / sat_text_scale () + 0.5));
  }
  g_settings_set_value (self->settings, SAT_SETTING_WIDTHS, g_variant_builder_end (&builder));
}

GStrv
sat_record_columns_get_shown (SatRecordColumns *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  GListModel *columns;

  g_return_val_if_fail (SAT_IS_RECORD_COLUMNS (self), NULL);
  columns = gtk_column_view_get_columns (self->view);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

    if (field_of_column (column) != NULL)
      g_strv_builder_add (names, field_of_column (column));
  }
  return g_strv_builder_end (names);
}

int *
sat_record_columns_get_widths (SatRecordColumns *self)
{
  GListModel *columns;
  int *widths;
  guint n = 0;

  g_return_val_if_fail (SAT_IS_RECORD_COLUMNS (self), NULL);
  columns = gtk_column_view_get_columns (self->view);
  widths = g_new0 (int, g_list_model_get_n_items (columns) + 1);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

    if (field_of_column (column) != NULL)
      widths[n++] = MAX (gtk_column_view_column_get_fixed_width (column), 40);
  }
  return widths;
}

void
sat_record_columns_move (SatRecordColumns *self, const char *field, int step)
{
  GListModel *columns;
  guint n;

  g_return_if_fail (SAT_IS_RECORD_COLUMNS (self) && field != NULL);
  columns = gtk_column_view_get_columns (self->view);
  n = g_list_model_get_n_items (columns);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
    int to = CLAMP ((int)i + step, 0, (int)n - 1);

    if (g_strcmp0 (field_of_column (column), field) != 0)
      continue;
    if (to != (int)i)
      gtk_column_view_insert_column (self->view, (guint)to, column);
    share_room (self);
    g_signal_emit (self, signals[COLUMNS_CHANGED], 0);
    return;
  }
}

static void
remember_columns (SatRecordColumns *self)
{
  g_auto (GStrv) strv = sat_record_columns_get_shown (self);

  g_settings_set_strv (self->settings, SAT_SETTING_COLUMNS, (const char *const *)strv);
}

static gboolean
save_idle_cb (gpointer user_data)
{
  SatRecordColumns *self = user_data;

  self->save_idle = 0;
  remember_widths (self);
  remember_columns (self);
  return G_SOURCE_REMOVE;
}

/* A drag of a border or a header comes as many small steps. */
static void
save_soon (SatRecordColumns *self)
{
  if (!self->building && self->save_idle == 0)
    self->save_idle = g_timeout_add (300, save_idle_cb, self);
}

static void
width_changed_cb (GtkColumnViewColumn *column, GParamSpec *pspec, SatRecordColumns *self)
{
  if (!self->building)
    share_room (self);
  save_soon (self);
}

static void
columns_moved_cb (
    GListModel *columns, guint position, guint removed, guint added, SatRecordColumns *self)
{
  save_soon (self);
}

static GMenuModel *
header_menu (const SatField *field)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) sorting = g_menu_new ();
  g_autoptr (GMenu) columns = g_menu_new ();
  g_autofree char *up = g_strdup_printf ("table.sort(('%s', false))", field->name);
  g_autofree char *down = g_strdup_printf ("table.sort(('%s', true))", field->name);
  g_autofree char *hide = g_strdup_printf ("table.hide-column('%s')", field->name);
  g_autofree char *before = g_strdup_printf ("table.move-column(('%s', -1))", field->name);
  g_autofree char *after = g_strdup_printf ("table.move-column(('%s', 1))", field->name);

  g_menu_append (sorting, _ ("Sort _Ascending"), up);
  g_menu_append (sorting, _ ("Sort _Descending"), down);
  g_menu_append (columns, _ ("Move _Forward"), before);
  g_menu_append (columns, _ ("Move _Back"), after);
  g_menu_append (columns, _ ("_Hide Column"), hide);
  g_menu_append (columns, _ ("_Choose Columns…"), "table.choose-columns");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (sorting));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (columns));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static GtkColumnViewColumn *
make_column (SatRecordColumns *self, const SatField *field)
{
  const char *name = g_intern_string (field->name);
  GtkColumnViewColumn *column = gtk_column_view_column_new (
      sat_field_get_label (field), sat_field_cell_factory_new (self->context, field));
  g_autoptr (GMenuModel) menu = header_menu (field);

  g_object_set_data (G_OBJECT (column), "field", (gpointer)name);
  if (field->kind != SAT_KIND_SET) {
    g_autoptr (GtkSorter) sorter =
        GTK_SORTER (gtk_custom_sorter_new (probe_cb, (gpointer)name, NULL));

    gtk_column_view_column_set_sorter (column, sorter);
  }
  gtk_column_view_column_set_header_menu (column, menu);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_fixed_width (column, remembered_width (self, field));
  g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (width_changed_cb), self, 0);
  return column;
}

static GtkColumnViewColumn *
find_column (SatRecordColumns *self, const char *field)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

    if (g_strcmp0 (field_of_column (column), field) == 0)
      return column; /* the view holds it */
  }
  return NULL;
}

gboolean
sat_record_columns_is_shown (SatRecordColumns *self, const char *field)
{
  g_return_val_if_fail (SAT_IS_RECORD_COLUMNS (self), FALSE);
  return find_column (self, field) != NULL;
}

static void
add_column (SatRecordColumns *self, const SatField *field)
{
  g_autoptr (GtkColumnViewColumn) column = make_column (self, field);

  gtk_column_view_append_column (self->view, column);
}

/* The title stands over its figures, at their side. GtkColumnViewColumn has no property for that,
 * so the label in its button is told; the arrow of the sort order goes to the other side. */
static void
align_title (GtkWidget *title)
{
  GtkWidget *box = gtk_widget_get_first_child (title);
  GtkWidget *label = box != NULL ? gtk_widget_get_first_child (box) : NULL;

  if (!GTK_IS_BOX (box) || !GTK_IS_LABEL (label))
    return;
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_box_reorder_child_after (GTK_BOX (box), label, gtk_widget_get_last_child (box));
}

static void
align_titles (SatRecordColumns *self)
{
  const SatType *type = get_type_of (self);
  GListModel *columns = gtk_column_view_get_columns (self->view);
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  GtkWidget *title = header != NULL ? gtk_widget_get_first_child (header) : NULL;

  for (guint i = 0; title != NULL && i < g_list_model_get_n_items (columns); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
    const char *name = field_of_column (column);
    const SatField *field = name != NULL ? sat_type_field (type, name) : NULL;

    if (field != NULL && sat_format_is_numeric (field))
      align_title (title);
    title = gtk_widget_get_next_sibling (title);
  }
}

/* Texts may be longer than their column, unless somebody has made it as wide as it is. */
static gboolean
wants_room (SatRecordColumns *self, GtkColumnViewColumn *column)
{
  const char *name = field_of_column (column);
  const SatField *field = name != NULL ? sat_type_field (get_type_of (self), name) : NULL;

  return field != NULL && (field->kind == SAT_KIND_TEXT || field->kind == SAT_KIND_REFERENCE) &&
         gtk_column_view_column_get_fixed_width (column) == usual_width (self, field);
}

/* Room that is left over goes to the first column, and to those that can use it. */
static void
share_room (SatRecordColumns *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

    gtk_column_view_column_set_expand (column, i == 0 || wants_room (self, column));
  }
  align_titles (self);
}

static void
add_columns (SatRecordColumns *self, const char *const *names)
{
  const SatType *type = get_type_of (self);
  g_autoptr (GPtrArray) fields = NULL;
  gboolean any = FALSE;

  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    const SatField *field = sat_type_field (type, names[i]);

    if (field != NULL && can_be_column (field) && find_column (self, names[i]) == NULL) {
      add_column (self, field);
      any = TRUE;
    }
  }
  if (any)
    return;
  fields = sat_record_columns_list_fields (self);
  for (guint i = 0; i < fields->len; i++) {
    const SatField *field = g_ptr_array_index (fields, i);

    if (field->flags & SAT_FIELD_LISTED)
      add_column (self, field);
  }
}

static void
remove_columns (SatRecordColumns *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  while (g_list_model_get_n_items (columns) > 0) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

    gtk_column_view_remove_column (self->view, column);
  }
}

static void
restore_sort (SatRecordColumns *self)
{
  g_autofree char *sort = g_settings_get_string (self->settings, SAT_SETTING_SORT);
  gboolean descending = g_str_has_suffix (sort, ":desc");
  GtkColumnViewColumn *column;

  if (descending)
    sort[strlen (sort) - strlen (":desc")] = '\0';
  column = find_column (self, sort);
  if (column == NULL) {
    GListModel *columns = gtk_column_view_get_columns (self->view);
    g_autoptr (GtkColumnViewColumn) first = g_list_model_get_item (columns, 0);

    column = first;
    descending = FALSE;
  }
  if (column != NULL)
    gtk_column_view_sort_by_column (self->view, column,
                                    descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

void
sat_record_columns_rebuild (SatRecordColumns *self)
{
  g_auto (GStrv) names = NULL;

  g_return_if_fail (SAT_IS_RECORD_COLUMNS (self));
  names = g_settings_get_strv (self->settings, SAT_SETTING_COLUMNS);
  self->building = TRUE;
  remove_columns (self);
  add_columns (self, (const char *const *)names);
  share_room (self);
  restore_sort (self);
  self->building = FALSE;
  g_signal_emit (self, signals[COLUMNS_CHANGED], 0);
}

void
sat_record_columns_set_shown (SatRecordColumns *self, const char *field, gboolean shown)
{
  const SatField *found;
  GtkColumnViewColumn *column;

  g_return_if_fail (SAT_IS_RECORD_COLUMNS (self) && field != NULL);
  found = sat_type_field (get_type_of (self), field);
  column = find_column (self, field);
  if (found == NULL || shown == (column != NULL))
    return;
  if (shown)
    add_column (self, found);
  else if (g_list_model_get_n_items (gtk_column_view_get_columns (self->view)) > 1)
    gtk_column_view_remove_column (self->view, column);
  share_room (self);
  g_signal_emit (self, signals[COLUMNS_CHANGED], 0);
}

void
sat_record_columns_reset (SatRecordColumns *self)
{
  g_return_if_fail (SAT_IS_RECORD_COLUMNS (self));
  g_clear_handle_id (&self->save_idle, g_source_remove);
  g_settings_reset (self->settings, SAT_SETTING_COLUMNS);
  g_settings_reset (self->settings, SAT_SETTING_WIDTHS);
  sat_record_columns_rebuild (self);
}

char *
sat_record_columns_get_sort (SatRecordColumns *self)
{
  GtkSorter *sorter;
  GtkOrdering ordering;

  g_return_val_if_fail (SAT_IS_RECORD_COLUMNS (self), NULL);
  sorter = gtk_column_view_get_sorter (self->view);
  probed_field = NULL;
  ordering = gtk_sorter_compare (sorter, self, self->context);
  if (probed_field == NULL)
    return g_settings_get_string (self->settings, SAT_SETTING_SORT);
  return g_strconcat (probed_field, ordering == GTK_ORDERING_LARGER ? ":desc" : "", NULL);
}

void
sat_record_columns_set_sort (SatRecordColumns *self, const char *field, gboolean descending)
{
  GtkColumnViewColumn *column;

  g_return_if_fail (SAT_IS_RECORD_COLUMNS (self) && field != NULL);
  column = find_column (self, field);
  if (column != NULL)
    gtk_column_view_sort_by_column (self->view, column,
                                    descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

static void
sorter_changed_cb (GtkSorter *sorter, GtkSorterChange change, SatRecordColumns *self)
{
  g_autofree char *sort = NULL;

  if (self->building)
    return;
  sort = sat_record_columns_get_sort (self);
  g_settings_set_string (self->settings, SAT_SETTING_SORT, sort);
  g_signal_emit (self, signals[SORT_CHANGED], 0);
}

static void
sat_record_columns_finalize (GObject *object)
{
  SatRecordColumns *self = SAT_RECORD_COLUMNS (object);

  g_clear_handle_id (&self->save_idle, g_source_remove);
  g_object_unref (self->context);
  g_object_unref (self->settings);
  g_free (self->type_name);
  G_OBJECT_CLASS (sat_record_columns_parent_class)->finalize (object);
}

static void
sat_record_columns_class_init (SatRecordColumnsClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sat_record_columns_finalize;
  signals[SORT_CHANGED] =
      g_signal_new ("sort-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[COLUMNS_CHANGED] = g_signal_new ("columns-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_record_columns_init (SatRecordColumns *self)
{
}

SatRecordColumns *
sat_record_columns_new (SatContext *context,
                        const char *type_name,
                        GSettings *settings,
                        GtkColumnView *view)
{
  SatRecordColumns *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && type_name != NULL, NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings) && GTK_IS_COLUMN_VIEW (view), NULL);
  self = g_object_new (SAT_TYPE_RECORD_COLUMNS, NULL);
  self->context = g_object_ref (context);
  self->type_name = g_strdup (type_name);
  self->settings = g_object_ref (settings);
  self->view = view;
  sat_record_columns_rebuild (self);
  g_signal_connect_object (gtk_column_view_get_sorter (view), "changed",
                           G_CALLBACK (sorter_changed_cb), self, 0);
  g_signal_connect_object (gtk_column_view_get_columns (view), "items-changed",
                           G_CALLBACK (columns_moved_cb), self, 0);
  return self;
}
