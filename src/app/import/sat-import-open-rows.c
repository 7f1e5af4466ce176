/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-open-rows.h"

#include <glib/gi18n-lib.h>

#include "sat-choice-popover.h"
#include "sat-value-row.h"

struct _SatImportOpenRows {
  SatContext *context;
  SatImportModel *model;
  guint file;
  GtkWidget *page;
  SatValueRow *dates, *decimals, *nulls;
};

/* The names are those that a date order has in a locale. */
static const struct {
  SatImportDates dates;
  const char *key, *label;
} orders[] = {
    {SAT_IMPORT_DATES_DMY, "dmy", N_ ("Day, month, year")},
    {SAT_IMPORT_DATES_MDY, "mdy", N_ ("Month, day, year")},
    {SAT_IMPORT_DATES_YMD, "ymd", N_ ("Year, month, day")},
};

static const SatImportLook *
look_of (SatImportOpenRows *self)
{
  return sat_import_model_get_files (self->model)->pdata[self->file];
}

static const char *
sample_of (SatImportOpenRows *self, int column)
{
  const SatImportLookColumn *found = look_of (self)->columns->pdata[column];

  return found->samples[0] != NULL ? found->samples[0] : "";
}

/* "4 March 2017"; NULL: it is no day then. */
static char *
read_day (SatImportOpenRows *self, const char *sample, SatImportDates dates)
{
  SatDate day;

  return sat_import_look_read_day (sample, dates, &day)
             ? sat_format_date (sat_context_get_format (self->context), day)
             : NULL;
}

static char *
read_number (SatImportOpenRows *self, const char *sample, char mark)
{
  gint64 value;

  return sat_import_look_read_decimal (sample, mark, &value)
             ? sat_format_decimal (sat_context_get_format (self->context), value)
             : NULL;
}

/* "03/04/2017" is 4 March 2017. Takes @meaning. */
static void
show_meaning (SatValueRow *row, const char *sample, char *meaning)
{
  /* Translators: a date or a number as it stands in a file, and what it means */
  g_autofree char *text = g_strdup_printf (_ ("“%s” is %s"), sample, meaning ? meaning : "?");

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  g_free (meaning);
}

static GPtrArray *
new_items (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)sat_choice_item_free);
}

/* "Day, month, year: 3 April 2017". Takes @meaning; without one it is no choice. */
static void
add_choice (GPtrArray *items, const char *key, const char *label, char *meaning)
{
  /* Translators: a choice, and what it makes of a sample */
  g_autofree char *text = g_strdup_printf (_ ("%s: %s"), label, meaning != NULL ? meaning : "");

  if (meaning != NULL)
    g_ptr_array_add (items, sat_choice_item_new (key, text, FALSE));
  g_free (meaning);
}

static void
dates_chosen_cb (SatChoicePopover *popover, const char *key, SatValueRow *row)
{
  SatImportOpenRows *self = g_object_get_data (G_OBJECT (row), "open-rows");

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    if (g_str_equal (orders[i].key, key))
      sat_import_model_say_dates (self->model, self->file, orders[i].dates);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
dates_cb (SatValueRow *row, SatImportOpenRows *self)
{
  GPtrArray *items = new_items ();
  SatChoicePopover *popover;
  SatImportLookOpen open;
  const char *now = NULL;

  sat_import_look_find_open (look_of (self), &open);
  for (guint i = 0; open.dates_column >= 0 && i < G_N_ELEMENTS (orders); i++) {
    add_choice (items, orders[i].key, _ (orders[i].label),
                read_day (self, sample_of (self, open.dates_column), orders[i].dates));
    if (orders[i].dates == open.dates)
      now = orders[i].key;
  }
  popover = sat_choice_popover_new (self->page, sat_value_row_get_target (row),
                                    _ ("Order in dates"), items, now);
  g_signal_connect_object (popover, "chosen", G_CALLBACK (dates_chosen_cb), row, 0);
}

static void
decimals_chosen_cb (SatChoicePopover *popover, const char *key, SatValueRow *row)
{
  SatImportOpenRows *self = g_object_get_data (G_OBJECT (row), "open-rows");

  sat_import_model_say_decimals (self->model, self->file, key[0]);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
decimals_cb (SatValueRow *row, SatImportOpenRows *self)
{
  GPtrArray *items = new_items ();
  SatChoicePopover *popover;
  SatImportLookOpen open;

  sat_import_look_find_open (look_of (self), &open);
  if (open.numbers_column >= 0) {
    const char *sample = sample_of (self, open.numbers_column);

    add_choice (items, ".", _ ("Decimal point"), read_number (self, sample, '.'));
    add_choice (items, ",", _ ("Decimal comma"), read_number (self, sample, ','));
  }
  popover = sat_choice_popover_new (self->page, sat_value_row_get_target (row),
                                    _ ("Sign before decimals"), items,
                                    open.decimal_mark == ',' ? "," : ".");
  g_signal_connect_object (popover, "chosen", G_CALLBACK (decimals_chosen_cb), row, 0);
}

static void
nulls_chosen_cb (SatChoicePopover *popover, const char *key, SatValueRow *row)
{
  SatImportOpenRows *self = g_object_get_data (G_OBJECT (row), "open-rows");

  sat_import_model_say_null (self->model, self->file, key);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
nulls_cb (SatValueRow *row, SatImportOpenRows *self)
{
  const SatImportLook *look = look_of (self);
  GPtrArray *items = new_items ();
  SatChoicePopover *popover;
  SatImportLookOpen open;

  sat_import_look_find_open (look, &open);
  if (open.null_word != NULL) {
    g_ptr_array_add (items,
                     sat_choice_item_new (open.null_word, _ ("Leave the cell empty"), FALSE));
    g_ptr_array_add (items, sat_choice_item_new ("", _ ("Keep the word as it is"), FALSE));
  }
  popover = sat_choice_popover_new (self->page, sat_value_row_get_target (row),
                                    _ ("Word for nothing"), items, look->null_word);
  g_signal_connect_object (popover, "chosen", G_CALLBACK (nulls_chosen_cb), row, 0);
}

static void
refresh_dates (SatImportOpenRows *self, const SatImportLookOpen *open)
{
  const char *sample;

  gtk_widget_set_visible (GTK_WIDGET (self->dates), open->dates_column >= 0);
  if (open->dates_column < 0)
    return;
  sample = sample_of (self, open->dates_column);
  show_meaning (self->dates, sample, read_day (self, sample, open->dates));
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    if (orders[i].dates == open->dates)
      sat_value_row_set_value (self->dates, _ (orders[i].label),
                               look_of (self)->dates == SAT_IMPORT_DATES_AUTO);
}

static void
refresh_decimals (SatImportOpenRows *self, const SatImportLookOpen *open)
{
  const char *sample;

  gtk_widget_set_visible (GTK_WIDGET (self->decimals), open->numbers_column >= 0);
  if (open->numbers_column < 0)
    return;
  sample = sample_of (self, open->numbers_column);
  show_meaning (self->decimals, sample, read_number (self, sample, open->decimal_mark));
  sat_value_row_set_value (self->decimals,
                           open->decimal_mark == ',' ? _ ("Decimal comma") : _ ("Decimal point"),
                           look_of (self)->decimal_mark == '\0');
}

static void
refresh_nulls (SatImportOpenRows *self, const SatImportLookOpen *open)
{
  const char *said = look_of (self)->null_word;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->nulls), open->null_word != NULL);
  if (open->null_word == NULL)
    return;
  /* Translators: %s is a word such as NULL that stands in cells of a table */
  title = g_strdup_printf (_ ("Cells with “%s”"), open->null_word);
  text = g_strdup_printf (ngettext ("In %u column", "In %u columns", open->null_columns),
                          open->null_columns);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->nulls), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->nulls), text);
  sat_value_row_set_value (self->nulls,
                           said != NULL && *said != '\0' ? _ ("Leave the cell empty")
                                                         : _ ("Keep the word as it is"),
                           said == NULL);
}

void
sat_import_open_rows_refresh (SatImportOpenRows *self)
{
  SatImportLookOpen open;

  g_return_if_fail (self != NULL);
  sat_import_look_find_open (look_of (self), &open);
  refresh_dates (self, &open);
  refresh_decimals (self, &open);
  refresh_nulls (self, &open);
}

GtkWidget *
sat_import_open_rows_get_first (SatImportOpenRows *self)
{
  SatValueRow *rows[] = {self->dates, self->decimals, self->nulls};

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (gtk_widget_get_visible (GTK_WIDGET (rows[i])))
      return GTK_WIDGET (rows[i]);
  return NULL;
}

static SatValueRow *
add_row (SatImportOpenRows *self, AdwExpanderRow *parent, const char *title, GCallback activated)
{
  SatValueRow *row = sat_value_row_new (title, NULL);

  g_object_set_data (G_OBJECT (row), "open-rows", self);
  g_signal_connect (row, "activated", activated, self);
  adw_expander_row_add_row (parent, GTK_WIDGET (row));
  return g_object_ref (row);
}

SatImportOpenRows *
sat_import_open_rows_new (
    AdwExpanderRow *row, SatContext *context, SatImportModel *model, guint file, GtkWidget *page)
{
  SatImportOpenRows *self;

  g_return_val_if_fail (ADW_IS_EXPANDER_ROW (row) && SAT_IS_CONTEXT (context), NULL);
  self = g_new0 (SatImportOpenRows, 1);
  self->context = g_object_ref (context);
  self->model = g_object_ref (model);
  self->file = file;
  self->page = page;
  self->dates = add_row (self, row, _ ("Order in dates"), G_CALLBACK (dates_cb));
  self->decimals = add_row (self, row, _ ("Sign before decimals"), G_CALLBACK (decimals_cb));
  self->nulls = add_row (self, row, _ ("Word for nothing"), G_CALLBACK (nulls_cb));
  sat_import_open_rows_refresh (self);
  return self;
}

static void
drop_row (SatImportOpenRows *self, SatValueRow *row)
{
  g_signal_handlers_disconnect_by_data (row, self);
  g_object_unref (row);
}

void
sat_import_open_rows_free (SatImportOpenRows *self)
{
  if (self == NULL)
    return;
  drop_row (self, self->dates);
  drop_row (self, self->decimals);
  drop_row (self, self->nulls);
  g_object_unref (self->context);
  g_object_unref (self->model);
  g_free (self);
}
