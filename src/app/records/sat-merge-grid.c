/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-merge-grid.h"

#include <glib/gi18n-lib.h>

#include "sat-text-column.h"
#include "sat-widgets.h"

typedef struct {
  SatContext *context;
  SatPair *pair;
  GtkGrid *grid;
  int row;
} Build;

static GtkWidget *
text_new (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_lines (GTK_LABEL (label), 5);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
name_new (const char *text)
{
  GtkWidget *label = text_new (text, "dim-label");

  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  gtk_widget_set_valign (label, GTK_ALIGN_BASELINE);
  return label;
}

static void
add_section (Build *build, const char *text)
{
  GtkWidget *label = text_new (text, "heading");

  gtk_widget_set_margin_top (label, 12);
  gtk_grid_attach (build->grid, label, 0, build->row++, 3, 1);
}

/* What @record says in @field and in those that go with it. */
static char *
value_text (Build *build, SatRecord *record, const SatField *field)
{
  const SatFormat *format = sat_context_get_format (build->context);
  const char *whole =
      field->kind == SAT_KIND_LONG_TEXT ? sat_record_get_text (record, field->name) : NULL;
  /* Two long texts may differ in a later line. */
  g_autofree char *text =
      whole != NULL ? g_strdup (whole) : sat_format_field (format, record, field, TRUE);

  if (*text != '\0')
    return g_steal_pointer (&text);
  return g_strdup (_ ("Empty"));
}

/* Choices */

static void
chosen_cb (GtkCheckButton *button, SatPairField *field)
{
  if (gtk_check_button_get_active (button))
    field->take = (SatPairTake)GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "take"));
}

/* @of: NULL for both. */
static GtkWidget *
choice_new (SatPairField *field, SatPairTake take, const char *text, const char *of)
{
  /* GTK says so of none that is in a group. */
  GtkWidget *button =
      g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);
  GtkWidget *column = sat_text_column_new (0);
  g_autofree char *spoken = NULL;

  /* Translators: a field, its value, the record that says so */
  spoken = of != NULL
               ? g_strdup_printf (_ ("%s: %s (%s)"), sat_field_get_label (field->field), text, of)
               : g_strdup_printf (_ ("%s: %s"), sat_field_get_label (field->field), text);
  /* As high as its own text, not as its neighbour's, and never narrower for it. */
  sat_text_column_append (SAT_TEXT_COLUMN (column), text_new (text, NULL));
  gtk_widget_set_hexpand (column, TRUE);
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), column);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  g_object_set_data (G_OBJECT (button), "take", GINT_TO_POINTER ((int)take));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), field->take == take);
  g_signal_connect (button, "toggled", G_CALLBACK (chosen_cb), field);
  return button;
}

static void
add_choice (Build *build, SatPairField *field)
{
  SatRecord *keep = build->pair->keep, *other = build->pair->other;
  g_autofree char *first = value_text (build, keep, field->field);
  g_autofree char *second = value_text (build, other, field->field);
  GtkWidget *mine = choice_new (field, SAT_PAIR_KEEP, first, sat_record_get_title (keep));
  GtkWidget *theirs = choice_new (field, SAT_PAIR_OTHER, second, sat_record_get_title (other));
  GtkWidget *name = name_new (sat_field_get_label (field->field));

  /* Beside the first line of what each says. */
  gtk_widget_set_valign (name, GTK_ALIGN_START);
  gtk_widget_set_margin_top (name, 4);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (theirs), GTK_CHECK_BUTTON (mine));
  gtk_grid_attach (build->grid, name, 0, build->row, 1, 1);
  gtk_grid_attach (build->grid, mine, 1, build->row, 1, 1);
  gtk_grid_attach (build->grid, theirs, 2, build->row++, 1, 1);
  if (field->joins) {
    GtkWidget *both = choice_new (field, SAT_PAIR_BOTH, _ ("Both, one under the other"), NULL);

    gtk_check_button_set_group (GTK_CHECK_BUTTON (both), GTK_CHECK_BUTTON (mine));
    gtk_grid_attach (build->grid, both, 1, build->row++, 2, 1);
  }
}

static void
add_choices (Build *build, gboolean differing)
{
  gboolean any = FALSE;

  for (guint i = 0; i < build->pair->fields->len; i++) {
    SatPairField *field = &g_array_index (build->pair->fields, SatPairField, i);
    g_autofree char *text = NULL;

    if (field->differs != differing)
      continue;
    if (!any)
      add_section (build, differing ? _ ("Different") : _ ("The Same in Both"));
    any = TRUE;
    if (differing) {
      add_choice (build, field);
      continue;
    }
    text = value_text (build, build->pair->keep, field->field);
    gtk_grid_attach (build->grid, name_new (sat_field_get_label (field->field)), 0, build->row, 1,
                     1);
    gtk_grid_attach (build->grid, text_new (text, NULL), 1, build->row++, 2, 1);
  }
}

static GtkWidget *
number_new (Build *build, gint64 n)
{
  g_autofree char *text = sat_format_integer (sat_context_get_format (build->context), n);

  return text_new (text, n == 0 ? "dim-label" : NULL);
}

static void
add_parts (Build *build)
{
  g_autofree char *note = NULL;

  if (build->pair->parts->len == 0)
    return;
  add_section (build, _ ("What Belongs to Them"));
  for (guint i = 0; i < build->pair->parts->len; i++) {
    const SatPairPart *part = &g_array_index (build->pair->parts, SatPairPart, i);

    gtk_grid_attach (build->grid, name_new (sat_type_get_plural (part->type)), 0, build->row, 1, 1);
    gtk_grid_attach (build->grid, number_new (build, part->keep), 1, build->row, 1, 1);
    gtk_grid_attach (build->grid, number_new (build, part->other), 2, build->row++, 1, 1);
  }
  note = g_strdup_printf (_ ("All of it belongs to “%s” then. What both have is there once."),
                          sat_record_get_title (build->pair->keep));
  gtk_grid_attach (build->grid, text_new (note, "dim-label"), 0, build->row++, 3, 1);
}

/* Heads */

static GtkWidget *
head_new (SatRecord *record, const char *fate)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_append (GTK_BOX (box), text_new (fate, "dim-label"));
  gtk_box_append (GTK_BOX (box), text_new (sat_record_get_title (record), "title-4"));
  return box;
}

static void
add_heads (Build *build, GCallback swap, gpointer user_data)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Swap"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, _ ("Let the other one stay"));
  g_signal_connect (button, "clicked", swap, user_data);
  gtk_grid_attach (build->grid, button, 0, build->row, 1, 1);
  gtk_grid_attach (build->grid, head_new (build->pair->keep, _ ("Stays")), 1, build->row, 1, 1);
  gtk_grid_attach (build->grid, head_new (build->pair->other, _ ("Becomes part of it")), 2,
                   build->row++, 1, 1);
}

GtkWidget *
sat_merge_grid_new (SatContext *context, SatPair *pair, GCallback swap, gpointer user_data)
{
  Build build = {context, pair, GTK_GRID (gtk_grid_new ()), 0};
  GtkWidget *sides[2];

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && pair != NULL, NULL);
  gtk_grid_set_row_spacing (build.grid, 9);
  gtk_grid_set_column_spacing (build.grid, 18);
  add_heads (&build, swap, user_data);
  add_choices (&build, TRUE);
  add_parts (&build);
  add_choices (&build, FALSE);
  /* Both sides are of one width, whatever they say. */
  for (guint i = 0; i < 2; i++) {
    sides[i] = gtk_grid_get_child_at (build.grid, 1 + (int)i, 0);
    gtk_widget_set_hexpand (sides[i], TRUE);
    gtk_widget_set_size_request (sides[i], 150, -1);
  }
  return GTK_WIDGET (build.grid);
}
