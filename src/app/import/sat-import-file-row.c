/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-file-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-choice-popover.h"
#include "sat-import-open-rows.h"
#include "sat-labels.h"
#include "sat-value-row.h"
#include "sat-widgets.h"

/* Keys of choices that are no paths. */
#define LEAVE_OUT ""
#define MAKE_FIELD "+"

struct _SatImportFileRow {
  AdwExpanderRow parent_instance;
  SatContext *context;
  SatImportModel *model;
  guint file;
  GtkWidget *page; /* not owned */

  SatValueRow *type_row;
  SatImportOpenRows *open_rows;
  GPtrArray *rows; /* SatValueRow of the columns */
  GtkWidget *encoding_row;
  const SatType *shown_type;
  gboolean built;
};

G_DEFINE_FINAL_TYPE (SatImportFileRow, sat_import_file_row, ADW_TYPE_EXPANDER_ROW)

static const SatImportLook *
look_of (SatImportFileRow *self)
{
  return sat_import_model_get_files (self->model)->pdata[self->file];
}

static const SatImportLookColumn *
column_of (SatImportFileRow *self, guint index)
{
  return look_of (self)->columns->pdata[index];
}

static char *
describe (SatImportFileRow *self)
{
  const SatImportLook *look = look_of (self);
  guint filled = 0;

  if (look->kind == SAT_IMPORT_LOOK_UNREADABLE)
    return g_strdup (look->problem);
  if (look->kind == SAT_IMPORT_LOOK_OWN)
    return g_strdup (_ ("Satchel’s own file: everything in it is known"));
  if (look->kind == SAT_IMPORT_LOOK_CARDS)
    return g_strdup (_ ("Address cards: everything in them is known"));
  if (look->type == NULL)
    return g_strdup (_ ("Say what these are"));
  for (guint i = 0; i < look->columns->len; i++)
    filled += column_of (self, i)->path != NULL || column_of (self, i)->make;
  if (!sat_import_look_has_keys (look))
    /* Translators: %s is what a file is taken for, such as Companies */
    return g_strdup_printf (_ ("%s, but no column says who or what they are"),
                            sat_labels_plural (look->type));
  /* Translators: what a file is taken for, such as Companies, and how many columns are used */
  return g_strdup_printf (
      ngettext ("%s: %u of %u column", "%s: %u of %u columns", look->columns->len),
      sat_labels_plural (look->type), filled, look->columns->len);
}

static char *
describe_samples (const SatImportLookColumn *column)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < SAT_IMPORT_SAMPLES && column->samples[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "  ·  " : "", column->samples[i]);
  return text->len > 0 ? g_strdup (text->str) : g_strdup (_ ("Empty"));
}

static char *
describe_target (SatImportFileRow *self, const SatImportLookColumn *column)
{
  const SatImportLook *look = look_of (self);

  if (column->make)
    return g_strdup (_ ("New field"));
  if (column->path == NULL)
    return g_strdup (_ ("Left out"));
  return sat_import_target_label (look->registry, look->type, column->path);
}

static void
column_chosen_cb (SatChoicePopover *popover, const char *key, SatValueRow *row)
{
  SatImportFileRow *self = g_object_get_data (G_OBJECT (row), "file-row");
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "column"));

  if (strcmp (key, MAKE_FIELD) == 0)
    sat_import_model_make_field (self->model, self->file, index);
  else
    sat_import_model_set_column (self->model, self->file, index,
                                 strcmp (key, LEAVE_OUT) != 0 ? key : NULL);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static GPtrArray *
list_targets (SatImportFileRow *self, const SatImportLookColumn *column)
{
  const SatImportLook *look = look_of (self);
  g_autoptr (GPtrArray) targets = sat_import_targets (look->registry, look->type);
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_choice_item_free);
  /* Translators: %s is the title of a column */
  g_autofree char *make = g_strdup_printf (_ ("New field “%s”"), column->header);

  g_ptr_array_add (items, sat_choice_item_new (LEAVE_OUT, _ ("Leave out"), TRUE));
  if (*column->header != '\0')
    g_ptr_array_add (items, sat_choice_item_new (MAKE_FIELD, make, TRUE));
  for (guint i = 0; i < targets->len; i++) {
    const SatImportTarget *target = targets->pdata[i];

    g_ptr_array_add (items, sat_choice_item_new (target->path, target->label, FALSE));
  }
  return items;
}

static void
column_activated_cb (SatValueRow *row, SatImportFileRow *self)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "column"));
  const SatImportLookColumn *column = column_of (self, index);
  SatChoicePopover *popover;

  if (look_of (self)->type == NULL)
    return;
  popover = sat_choice_popover_new (self->page, sat_value_row_get_target (row), column->header,
                                    list_targets (self, column),
                                    column->make           ? MAKE_FIELD
                                    : column->path != NULL ? column->path
                                                           : LEAVE_OUT);
  g_signal_connect_object (popover, "chosen", G_CALLBACK (column_chosen_cb), row, 0);
}

static void
type_chosen_cb (SatChoicePopover *popover, const char *key, SatImportFileRow *self)
{
  sat_import_model_set_type (self->model, self->file,
                             sat_registry_type (look_of (self)->registry, key));
  gtk_widget_grab_focus (GTK_WIDGET (self->type_row));
}

static void
type_activated_cb (SatValueRow *row, SatImportFileRow *self)
{
  const SatImportLook *look = look_of (self);
  g_autoptr (GPtrArray) types = sat_import_types (look->registry);
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_choice_item_free);
  SatChoicePopover *popover;

  for (guint i = 0; i < types->len; i++) {
    const SatType *type = types->pdata[i];

    g_ptr_array_add (items, sat_choice_item_new (type->name, sat_labels_plural (type), FALSE));
  }
  popover = sat_choice_popover_new (self->page, sat_value_row_get_target (row), _ ("These are"),
                                    items, look->type != NULL ? look->type->name : NULL);
  g_signal_connect_object (popover, "chosen", G_CALLBACK (type_chosen_cb), self, 0);
}

static void
encoding_chosen_cb (SatChoicePopover *popover, const char *key, SatImportFileRow *self)
{
  sat_import_model_set_encoding (self->model, self->file, key);
}

static void
encoding_activated_cb (SatValueRow *row, SatImportFileRow *self)
{
  const SatImportLook *look = look_of (self);
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_choice_item_free);
  SatChoicePopover *popover;

  for (guint i = 0; look->candidates[i] != NULL; i++)
    g_ptr_array_add (items, sat_choice_item_new (look->candidates[i], look->candidates[i], FALSE));
  popover = sat_choice_popover_new (self->page, sat_value_row_get_target (row), _ ("Encoding"),
                                    items, NULL);
  g_signal_connect_object (popover, "chosen", G_CALLBACK (encoding_chosen_cb), self, 0);
}

static void
add_encoding_row (SatImportFileRow *self)
{
  SatValueRow *row = sat_value_row_new (_ ("Encoding"), _ ("How letters are written in it"));

  sat_value_row_set_value (row, _ ("Choose"), TRUE);
  g_signal_connect_object (row, "activated", G_CALLBACK (encoding_activated_cb), self, 0);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), GTK_WIDGET (row));
}

static void
titled_cb (GtkSwitch *toggle, GParamSpec *pspec, SatImportFileRow *self)
{
  gboolean titled = gtk_switch_get_active (toggle);

  if (titled != look_of (self)->titled && !sat_import_model_is_busy (self->model))
    sat_import_model_set_titled (self->model, self->file, titled);
}

static void
add_titles_row (SatImportFileRow *self)
{
  const SatImportLook *look = look_of (self);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("First row is titles"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               !look->doubts_titles ? _ ("What the columns are called")
                               : look->titled       ? _ ("Or does it hold data already?")
                                                    : _ ("It seems to hold data already"));
  if (look->doubts_titles)
    gtk_widget_add_css_class (row, "warning");
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_switch_set_active (GTK_SWITCH (toggle), look->titled);
  sat_widget_set_name (toggle, _ ("First row is titles"));
  g_signal_connect_object (toggle, "notify::active", G_CALLBACK (titled_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static void
add_column_row (SatImportFileRow *self, guint index)
{
  const SatImportLookColumn *column = column_of (self, index);
  g_autofree char *samples = describe_samples (column);
  g_autofree char *number = g_strdup_printf ("%u", index + 1);
  /* Translators: a column without a title; %s is its number */
  g_autofree char *untitled = g_strdup_printf (_ ("Column %s"), number);
  SatValueRow *row =
      sat_value_row_new (*column->header != '\0' ? column->header : untitled, samples);

  g_object_set_data (G_OBJECT (row), "column", GUINT_TO_POINTER (index));
  g_object_set_data (G_OBJECT (row), "file-row", self);
  g_signal_connect_object (row, "activated", G_CALLBACK (column_activated_cb), self, 0);
  g_ptr_array_add (self->rows, row);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), GTK_WIDGET (row));
}

static void
show_values (SatImportFileRow *self)
{
  const SatImportLook *look = look_of (self);

  if (self->open_rows != NULL)
    sat_import_open_rows_refresh (self->open_rows);
  if (self->type_row != NULL)
    sat_value_row_set_value (self->type_row,
                             look->type != NULL ? sat_labels_plural (look->type) : _ ("Choose"),
                             look->type == NULL);
  for (guint i = 0; i < self->rows->len; i++) {
    const SatImportLookColumn *column = column_of (self, i);
    g_autofree char *target = look->type != NULL ? describe_target (self, column) : g_strdup ("–");

    sat_value_row_set_value (self->rows->pdata[i], target, column->path == NULL && !column->make);
  }
}

/* The rows are made when they are first looked at: there may be hundreds. */
static void
build (SatImportFileRow *self)
{
  const SatImportLook *look = look_of (self);

  if (self->built)
    return;
  self->built = TRUE;
  if (look->candidates[0] != NULL)
    add_encoding_row (self);
  if (look->kind != SAT_IMPORT_LOOK_TABLE)
    return;
  self->type_row = sat_value_row_new (_ ("These are"), _ ("What each row of the file is"));
  g_signal_connect_object (self->type_row, "activated", G_CALLBACK (type_activated_cb), self, 0);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), GTK_WIDGET (self->type_row));
  add_titles_row (self);
  self->open_rows = sat_import_open_rows_new (ADW_EXPANDER_ROW (self), self->context, self->model,
                                              self->file, self->page);
  for (guint i = 0; i < look->columns->len; i++)
    add_column_row (self, i);
  show_values (self);
}

static void
expanded_cb (SatImportFileRow *self)
{
  if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    build (self);
}

static void
remove_cb (GtkButton *button, SatImportFileRow *self)
{
  sat_import_model_remove_file (self->model, self->file);
}

static void
add_remove_button (SatImportFileRow *self, const char *file_name)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  /* Translators: %s is the name of a file */
  g_autofree char *name = g_strdup_printf (_ ("Leave out %s"), file_name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  sat_widget_set_tooltip (button, _ ("Leave this file out"));
  sat_widget_set_name (button, name);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, 0);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), button);
}

void
sat_import_file_row_refresh (SatImportFileRow *self)
{
  g_autofree char *text = NULL;

  g_return_if_fail (SAT_IS_IMPORT_FILE_ROW (self));
  text = describe (self);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), text);
  if (self->built)
    show_values (self);
}

GtkWidget *
sat_import_file_row_get_first (SatImportFileRow *self)
{
  GtkWidget *open;

  g_return_val_if_fail (SAT_IS_IMPORT_FILE_ROW (self), NULL);
  if (!self->built || self->rows->len == 0)
    return GTK_WIDGET (self);
  if (look_of (self)->type == NULL)
    return GTK_WIDGET (self->type_row);
  for (guint i = 0; i < self->rows->len; i++)
    if (column_of (self, i)->path == NULL && !column_of (self, i)->make &&
        !column_of (self, i)->ignored)
      return self->rows->pdata[i];
  open = sat_import_open_rows_get_first (self->open_rows);
  return open != NULL ? open : self->rows->pdata[0];
}

static void
sat_import_file_row_dispose (GObject *object)
{
  SatImportFileRow *self = SAT_IMPORT_FILE_ROW (object);

  g_clear_pointer (&self->open_rows, sat_import_open_rows_free);
  g_clear_object (&self->context);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (sat_import_file_row_parent_class)->dispose (object);
}

static void
sat_import_file_row_finalize (GObject *object)
{
  g_ptr_array_unref (SAT_IMPORT_FILE_ROW (object)->rows);
  G_OBJECT_CLASS (sat_import_file_row_parent_class)->finalize (object);
}

static void
sat_import_file_row_class_init (SatImportFileRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_import_file_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_import_file_row_finalize;
}

static void
sat_import_file_row_init (SatImportFileRow *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

SatImportFileRow *
sat_import_file_row_new (SatContext *context, SatImportModel *model, guint file, GtkWidget *page)
{
  SatImportFileRow *self;
  const SatImportLook *look;
  g_autofree char *name = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_IMPORT_MODEL (model), NULL);
  g_return_val_if_fail (file < sat_import_model_get_files (model)->len, NULL);
  self = g_object_new (SAT_TYPE_IMPORT_FILE_ROW, NULL);
  self->context = g_object_ref (context);
  self->model = g_object_ref (model);
  self->file = file;
  self->page = page;
  look = look_of (self);
  name = g_filename_display_basename (look->path);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  add_remove_button (self, name);
  sat_import_file_row_refresh (self);
  adw_expander_row_set_enable_expansion (
      ADW_EXPANDER_ROW (self), look->kind == SAT_IMPORT_LOOK_TABLE || look->candidates[0] != NULL);
  if (!sat_import_look_is_settled (look))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
  return self;
}
