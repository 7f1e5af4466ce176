/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-problems-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-widgets.h"

struct _SatImportProblemsWindow {
  AdwWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (SatImportProblemsWindow, sat_import_problems_window, ADW_TYPE_WINDOW)

/* The reasons that are not sentences already. A file without a first line has no columns to fit. */
const char *
sat_import_problem_describe_reason (const SatImportProblem *problem)
{
  g_return_val_if_fail (problem != NULL, NULL);
  if (strcmp (problem->reason, "unknown_type") != 0)
    return problem->reason;
  return problem->line == 0 ? _ ("The file is empty")
                            : _ ("The columns fit nothing that Satchel keeps");
}

char *
sat_import_problem_describe_place (const SatImportProblem *problem)
{
  g_autoptr (GString) where = g_string_new (NULL);
  g_autofree char *line = NULL;

  g_return_val_if_fail (problem != NULL, NULL);
  line = g_strdup_printf ("%" G_GUINT64_FORMAT, problem->line);
  if (problem->line != 0)
    /* Translators: where in a file something is; %s is a number */
    g_string_append_printf (where, _ ("Line %s"), line);
  if (*problem->column != '\0') {
    if (where->len > 0)
      g_string_append (where, ", ");
    g_string_append_printf (where, _ ("column “%s”"), problem->column);
  }
  if (*problem->value != '\0') {
    if (where->len > 0)
      g_string_append (where, ", ");
    g_string_append_printf (where, _ ("value “%s”"), problem->value);
  }
  return g_strdup (where->str);
}

static GtkWidget *
make_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL) {
    gtk_widget_add_css_class (label, css_class);
    gtk_widget_add_css_class (label, "dim-label");
  }
  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (box, "sat-import-problem");
  gtk_box_append (GTK_BOX (box), make_label (NULL));
  gtk_box_append (GTK_BOX (box), make_label ("caption"));
  gtk_list_item_set_child (item, box);
}

/* A reason, a line end, a place. */
static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *first = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));
  const char *end = strchr (text, '\n');
  g_autofree char *reason = g_strndup (text, (gsize)(end - text));

  gtk_label_set_text (GTK_LABEL (first), reason);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (first)), end + 1);
}

static GListModel *
list_problems (const SatImportFileReport *file)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint i = 0; i < file->problems->len; i++) {
    const SatImportProblem *problem = file->problems->pdata[i];
    g_autofree char *reason =
        g_strdelimit (g_strdup (sat_import_problem_describe_reason (problem)), "\n", ' ');
    g_autofree char *place = sat_import_problem_describe_place (problem);

    gtk_string_list_take (list, g_strdup_printf ("%s\n%s", reason, place));
  }
  return G_LIST_MODEL (list);
}

static GtkWidget *
make_list (const SatImportFileReport *file)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *list;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (list_problems (file))),
                            factory);
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (list), TRUE);
  sat_widget_set_name (list, _ ("Problems"));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static void
sat_import_problems_window_class_init (SatImportProblemsWindowClass *klass)
{
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
sat_import_problems_window_init (SatImportProblemsWindow *self)
{
}

GtkWidget *
sat_import_problems_window_new (GtkWindow *parent,
                                const char *title,
                                const SatImportFileReport *file)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();
  SatImportProblemsWindow *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent) && title != NULL && file != NULL, NULL);
  self =
      g_object_new (SAT_TYPE_IMPORT_PROBLEMS_WINDOW, "accessible-role", GTK_ACCESSIBLE_ROLE_DIALOG,
                    "transient-for", parent, "modal", TRUE, "destroy-with-parent", TRUE, "title",
                    _ ("Problems"), "default-width", 560, "default-height", 500, NULL);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar),
                                   adw_window_title_new (_ ("Problems"), title));
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), make_list (file));
  adw_window_set_content (ADW_WINDOW (self), box);
  return GTK_WIDGET (self);
}
