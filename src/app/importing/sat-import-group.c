/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-group.h"

#include <glib/gi18n-lib.h>

#include "sat-labels.h"

/* Lines of one kind that are shown; the others are counted. */
#define MOST_LINES 50

static GtkWidget *
make_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title_markup = g_markup_escape_text (title, -1);
  g_autofree char *subtitle_markup = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title_markup);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle_markup);
  return row;
}

static void
add_rest (AdwExpanderRow *expander, guint64 total)
{
  gulong more = (gulong)(total - MOST_LINES);
  g_autofree char *text = NULL;

  if (total <= MOST_LINES)
    return;
  text = g_strdup_printf (ngettext ("and %lu more", "and %lu more", more), more);
  adw_expander_row_add_row (expander, make_row (text, ""));
}

static GtkWidget *
make_expander (const char *title, const char *icon)
{
  GtkWidget *expander = adw_expander_row_new ();
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), title);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (expander), image);
  return expander;
}

static void
add_unresolved (AdwPreferencesGroup *group, const SatImportFileReport *file)
{
  g_autofree char *title = NULL;
  GtkWidget *expander;

  if (file->unresolved->len == 0)
    return;
  title = g_strdup_printf (ngettext ("%u name that nothing is called",
                                     "%u names that nothing is called", file->unresolved->len),
                           file->unresolved->len);
  expander = make_expander (title, "dialog-question-symbolic");
  for (guint i = 0; i < MIN (file->unresolved->len, MOST_LINES); i++) {
    const SatImportUnresolved *line = g_ptr_array_index (file->unresolved, i);
    g_autofree char *where =
        g_strdup_printf (ngettext ("%s, in %lu row", "%s, in %lu rows", (gulong)line->rows),
                         line->column, (gulong)line->rows);

    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), make_row (line->value, where));
  }
  add_rest (ADW_EXPANDER_ROW (expander), file->unresolved->len);
  adw_preferences_group_add (group, expander);
}

static void
add_problems (AdwPreferencesGroup *group, const SatImportFileReport *file)
{
  gulong n = (gulong)file->n_problems;
  g_autofree char *title = NULL;
  GtkWidget *expander;

  if (n == 0)
    return;
  title = g_strdup_printf (ngettext ("%lu problem", "%lu problems", n), n);
  expander = make_expander (title, "dialog-warning-symbolic");
  for (guint i = 0; i < MIN (file->problems->len, MOST_LINES); i++) {
    const SatImportProblem *problem = g_ptr_array_index (file->problems, i);
    /* Translators: a line of a file, then the name of a column */
    g_autofree char *where = problem->line > 0
                                 ? g_strdup_printf (_ ("Line %lu %s"), (gulong)problem->line,
                                                    problem->column != NULL ? problem->column : "")
                                 : g_strdup (problem->column != NULL ? problem->column : "");

    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), make_row (problem->reason, where));
  }
  add_rest (ADW_EXPANDER_ROW (expander), n);
  adw_preferences_group_add (group, expander);
}

static void
add_ignored (AdwPreferencesGroup *group, const SatImportFileReport *file)
{
  g_autoptr (GString) names = g_string_new (NULL);
  GtkWidget *row;

  if (file->ignored == NULL || file->ignored->len == 0)
    return;
  for (guint i = 0; i < file->ignored->len; i++) {
    if (i > 0)
      g_string_append (names, ", ");
    g_string_append (names, g_ptr_array_index (file->ignored, i));
  }
  row = make_row (_ ("Columns that were left out"), names->str);
  adw_preferences_group_add (group, row);
}

static void
add_counts (AdwPreferencesGroup *group, const SatFormat *format, const SatImportFileReport *file)
{
  const struct {
    const char *label;
    guint64 count;
  } counts[] = {
      {_ ("Rows read"), file->read},    {_ ("Created"), file->created},
      {_ ("Updated"), file->updated},   {_ ("Unchanged"), file->unchanged},
      {_ ("Rejected"), file->rejected},
  };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++) {
    GtkWidget *row, *value;
    g_autofree char *text = sat_format_integer (format, (gint64)counts[i].count);

    if (i > 0 && counts[i].count == 0)
      continue;
    row = adw_action_row_new ();
    value = gtk_label_new (text);
    gtk_widget_add_css_class (value, "numeric");
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), counts[i].label);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), value);
    adw_preferences_group_add (group, row);
  }
}

GtkWidget *
sat_import_group_new (SatContext *context, const SatImportFileReport *file)
{
  AdwPreferencesGroup *group;
  const SatType *type;
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && file != NULL, NULL);
  group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  name = g_filename_display_basename (file->path);
  title = g_markup_escape_text (name, -1);
  type = file->type != NULL ? sat_context_get_type_by_name (context, file->type) : NULL;
  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (
      group, type != NULL ? sat_labels_plural (type) : _ ("Not a file that Satchel understands"));
  if (type != NULL)
    add_counts (group, sat_context_get_format (context), file);
  add_unresolved (group, file);
  add_problems (group, file);
  add_ignored (group, file);
  return GTK_WIDGET (group);
}
