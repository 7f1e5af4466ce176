/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-report-page.h"

#include <glib/gi18n-lib.h>

#include "sat-import-problems-window.h"
#include "sat-labels.h"
#include "sat-widgets.h"

/* More have a list of their own. */
#define SHOWN_PROBLEMS 4
/* More would not be read; the command line has them all. */
#define SHOWN_UNRESOLVED 50

typedef struct {
  SatContext *context;
  const SatFormat *format;
  const SatImportFileReport *file;
  AdwPreferencesGroup *group;
  gboolean planned;
} Section;

static char *
number (const Section *self, guint64 n)
{
  return sat_format_integer (self->format, (gint64)n);
}

/* For ngettext(), which takes no more. */
static gulong
plural (guint64 n)
{
  return (gulong)MIN (n, G_MAXULONG);
}

/* Texts come after "use-markup": labels hear of what is set at the beginning in another order. */
static GtkWidget *
make_row (GType type, const char *title, const char *subtitle)
{
  GtkWidget *row = g_object_new (type, "use-markup", FALSE, NULL);

  g_object_set (row, "title", title, "subtitle", subtitle, NULL);
  return row;
}

static char *
rows_text (const Section *self, guint64 n)
{
  g_autofree char *text = number (self, n);

  /* Translators: %s is the number */
  return g_strdup_printf (ngettext ("%s row", "%s rows", plural (n)), text);
}

/* Says only what there is; frees @part. */
static void
add_part (GString *text, guint64 count, char *part)
{
  if (count > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
  g_free (part);
}

static char *
describe_counts (const Section *self)
{
  const SatImportFileReport *file = self->file;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *created = number (self, file->created);
  g_autofree char *updated = number (self, file->updated);
  g_autofree char *unchanged = number (self, file->unchanged);
  g_autofree char *rejected = number (self, file->rejected);
  gboolean planned = self->planned;

  /* Translators: what becomes of the rows of a file; %s is a number */
  add_part (text, file->created,
            g_strdup_printf (planned ? _ ("%s to create") : _ ("%s created"), created));
  /* Translators: what becomes of the rows of a file; %s is a number */
  add_part (text, file->updated,
            g_strdup_printf (planned ? _ ("%s to update") : _ ("%s updated"), updated));
  /* Translators: what becomes of the rows of a file; %s is a number */
  add_part (text, file->unchanged, g_strdup_printf (_ ("%s unchanged"), unchanged));
  /* Translators: what becomes of the rows of a file; %s is a number */
  add_part (text, file->rejected,
            g_strdup_printf (planned ? _ ("%s to skip") : _ ("%s rejected"), rejected));
  return g_strdup (text->str);
}

static void
add_counts (Section *self)
{
  const SatImportFileReport *file = self->file;
  g_autofree char *read = number (self, file->read);
  g_autofree char *subtitle = describe_counts (self);
  g_autofree char *title = NULL;

  /* Translators: %s is the number */
  title = g_strdup_printf (ngettext ("%s row read", "%s rows read", plural (file->read)), read);
  adw_preferences_group_add (self->group, make_row (ADW_TYPE_ACTION_ROW, title, subtitle));
}

static const char *
kind_label (const char *kind)
{
  if (g_strcmp0 (kind, "won") == 0)
    return _ ("Deals in it are won");
  if (g_strcmp0 (kind, "lost") == 0)
    return _ ("Deals in it are lost");
  return _ ("Deals in it are open");
}

static void
add_stages (Section *self)
{
  GPtrArray *stages = self->file->stages;
  g_autofree char *title = NULL;
  GtkWidget *row;

  if (stages->len == 0)
    return;
  title = g_strdup_printf (ngettext ("%u stage", "%u stages", stages->len), stages->len);
  row = make_row (ADW_TYPE_EXPANDER_ROW, title, _ ("What each was taken for"));
  for (guint i = 0; i < stages->len; i++) {
    const SatImportStage *stage = stages->pdata[i];
    /* Translators: "Deals in it are open, probability 25 %" */
    g_autofree char *text =
        g_strdup_printf (_ ("%s, probability %d%%"), kind_label (stage->kind), stage->probability);

    adw_expander_row_add_row (ADW_EXPANDER_ROW (row),
                              make_row (ADW_TYPE_ACTION_ROW, stage->name, text));
  }
  adw_preferences_group_add (self->group, row);
}

static void
add_more (Section *self, GtkWidget *row, guint64 hidden)
{
  g_autofree char *text = NULL;
  g_autofree char *more = NULL;

  if (hidden == 0)
    return;
  text = number (self, hidden);
  /* Translators: %s is a number: of lines that are not shown */
  more = g_strdup_printf (ngettext ("and %s more", "and %s more", plural (hidden)), text);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_row (ADW_TYPE_ACTION_ROW, more, ""));
}

static void
add_unresolved (Section *self)
{
  GPtrArray *unresolved = self->file->unresolved;
  guint shown = MIN (unresolved->len, SHOWN_UNRESOLVED);
  g_autofree char *title = NULL;
  GtkWidget *row;

  if (unresolved->len == 0)
    return;
  title = g_strdup_printf (
      ngettext ("%u name was not found", "%u names were not found", unresolved->len),
      unresolved->len);
  row = make_row (ADW_TYPE_EXPANDER_ROW, title,
                  _ ("The text is kept, and becomes a link when a record has that name"));
  for (guint i = 0; i < shown; i++) {
    const SatImportUnresolved *one = unresolved->pdata[i];
    g_autofree char *rows = rows_text (self, one->rows);
    /* Translators: the name of a column and "12 rows" */
    g_autofree char *where = g_strdup_printf (_ ("Column “%s”, %s"), one->column, rows);

    adw_expander_row_add_row (ADW_EXPANDER_ROW (row),
                              make_row (ADW_TYPE_ACTION_ROW, one->value, where));
  }
  add_more (self, row, unresolved->len - shown);
  adw_preferences_group_add (self->group, row);
}

static GtkWidget *
problem_row (const SatImportProblem *problem)
{
  g_autofree char *where = sat_import_problem_describe_place (problem);

  return make_row (ADW_TYPE_ACTION_ROW, sat_import_problem_describe_reason (problem), where);
}

static void
show_all_cb (GtkWidget *row, const SatImportFileReport *file)
{
  GtkRoot *root = gtk_widget_get_root (row);
  g_autofree char *name = g_filename_display_basename (file->path);

  gtk_window_present (GTK_WINDOW (sat_import_problems_window_new (GTK_WINDOW (root), name, file)));
}

/* The report outlives its page. */
static void
add_all_problems (Section *self, const char *title)
{
  const SatImportFileReport *file = self->file;
  g_autofree char *kept = number (self, file->problems->len);
  /* Translators: %s is a number: of the problems of a file that are listed */
  g_autofree char *first = g_strdup_printf (_ ("The first %s: where, and why"), kept);
  GtkWidget *row = make_row (ADW_TYPE_ACTION_ROW, title,
                             file->n_problems > file->problems->len ? first : _ ("Where, and why"));
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  sat_widget_set_decorative (arrow);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect (row, "activated", G_CALLBACK (show_all_cb), (gpointer)self->file);
  adw_preferences_group_add (self->group, row);
}

static void
add_problems (Section *self)
{
  const SatImportFileReport *file = self->file;
  g_autofree char *count = number (self, file->n_problems);
  g_autofree char *title = NULL;

  /* Translators: %s is the number */
  title =
      g_strdup_printf (ngettext ("%s problem", "%s problems", plural (file->n_problems)), count);
  if (file->problems->len > SHOWN_PROBLEMS) {
    add_all_problems (self, title);
    return;
  }
  for (guint i = 0; i < file->problems->len; i++)
    adw_preferences_group_add (self->group, problem_row (file->problems->pdata[i]));
}

static void
add_ignored (Section *self)
{
  GPtrArray *ignored = self->file->ignored;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *title = NULL;

  if (ignored->len == 0)
    return;
  for (guint i = 0; i < ignored->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", (const char *)ignored->pdata[i]);
  title = g_strdup_printf (
      ngettext ("%u column was left out", "%u columns were left out", ignored->len), ignored->len);
  adw_preferences_group_add (self->group, make_row (ADW_TYPE_ACTION_ROW, title, names->str));
}

static char *
describe_file (const Section *self)
{
  const SatImportFileReport *file = self->file;
  const SatType *type =
      file->type != NULL ? sat_context_get_type_by_name (self->context, file->type) : NULL;
  const char *what = type != NULL ? sat_labels_plural (type) : file->type;

  if (file->type == NULL)
    return g_strdup (_ ("Nothing was read from this file"));
  if (file->encoding == NULL || *file->encoding == '\0')
    /* Translators: %s is what a file was taken for, such as Companies */
    return g_strdup_printf (_ ("Read as: %s"), what);
  /* Translators: what a file was taken for, such as Companies, and its encoding, such as UTF-8 */
  return g_strdup_printf (_ ("Read as: %s, in %s"), what, file->encoding);
}

static GtkWidget *
file_section (SatContext *context, const SatImportFileReport *file, gboolean planned)
{
  Section self = {context, sat_context_get_format (context), file,
                  ADW_PREFERENCES_GROUP (adw_preferences_group_new ()), planned};
  g_autofree char *name = g_filename_display_basename (file->path);
  g_autofree char *text = describe_file (&self);
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autofree char *description = g_markup_escape_text (text, -1);

  adw_preferences_group_set_title (self.group, title);
  adw_preferences_group_set_description (self.group, description);
  if (file->type != NULL)
    add_counts (&self);
  add_stages (&self);
  add_unresolved (&self);
  add_problems (&self);
  add_ignored (&self);
  return GTK_WIDGET (self.group);
}

static GtkWidget *
make_figure (const SatFormat *format, guint64 number, const char *what)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *text = sat_format_integer (format, (gint64)number);
  GtkWidget *figure = gtk_label_new (text);
  GtkWidget *label = gtk_label_new (what);

  gtk_widget_add_css_class (figure, "title-2");
  gtk_widget_add_css_class (figure, "numeric");
  if (number == 0)
    gtk_widget_add_css_class (figure, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (box), figure);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

/* All files together. */
static GtkWidget *
summary (SatContext *context, const SatImportReport *report, gboolean planned)
{
  const SatFormat *format = sat_context_get_format (context);
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  guint64 created = 0, updated = 0, unchanged = 0, rejected = 0;

  for (guint i = 0; i < report->files->len; i++) {
    const SatImportFileReport *file = report->files->pdata[i];

    created += file->created;
    updated += file->updated;
    unchanged += file->unchanged;
    rejected += file->rejected;
  }
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "sat-import-summary");
  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  /* Translators: under a number: of records */
  gtk_box_append (GTK_BOX (box),
                  make_figure (format, created, planned ? _ ("to create") : _ ("created")));
  gtk_box_append (GTK_BOX (box),
                  make_figure (format, updated, planned ? _ ("to update") : _ ("updated")));
  gtk_box_append (GTK_BOX (box), make_figure (format, unchanged, _ ("unchanged")));
  gtk_box_append (GTK_BOX (box),
                  make_figure (format, rejected, planned ? _ ("to skip") : _ ("rejected")));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), box);
  return group;
}

GtkWidget *
sat_import_report_page_new (SatContext *context, const SatImportReport *report, gboolean planned)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && report != NULL, NULL);
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (summary (context, report, planned)));
  for (guint i = 0; i < report->files->len; i++)
    adw_preferences_page_add (
        page, ADW_PREFERENCES_GROUP (file_section (context, report->files->pdata[i], planned)));
  return GTK_WIDGET (page);
}
