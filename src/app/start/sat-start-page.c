/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-start-page.h"

#include <glib/gi18n-lib.h>

#include "sat-currency.h"
#include "sat-widgets.h"

struct _SatStartPage {
  AdwBin parent_instance;

  GtkStack *stack;
  GtkWidget *back_button;
  GtkWidget *demo_row;
  GtkWidget *empty_row;
  GtkWidget *import_row;
  GtkWidget *sign_in_row;
  AdwEntryRow *name_row;
  AdwEntryRow *company_row;
  AdwEntryRow *currency_row;
  GtkLabel *note;
  GtkWidget *create_button;
};

enum {
  CREATE,
  DEMO,
  SIGN_IN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatStartPage, sat_start_page, ADW_TYPE_BIN)

static char *
row_text (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static char *
currency_text (SatStartPage *self)
{
  g_autofree char *text = row_text (self->currency_row);

  return g_ascii_strup (text, -1);
}

static void
form_changed_cb (SatStartPage *self)
{
  g_autofree char *name = row_text (self->name_row);
  g_autofree char *company = row_text (self->company_row);
  g_autofree char *currency = currency_text (self);
  gboolean known = sat_currency_is_valid (currency);

  if (known || *currency == '\0')
    gtk_widget_remove_css_class (GTK_WIDGET (self->currency_row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->currency_row), "error");
  gtk_widget_set_sensitive (self->create_button, *name != '\0' && *company != '\0' && known);
}

static void
create_clicked_cb (SatStartPage *self)
{
  g_autofree char *name = row_text (self->name_row);
  g_autofree char *company = row_text (self->company_row);
  g_autofree char *currency = currency_text (self);

  if (gtk_widget_get_sensitive (self->create_button))
    g_signal_emit (self, signals[CREATE], 0, name, company, currency);
}

void
sat_start_page_show_form (SatStartPage *self)
{
  g_return_if_fail (SAT_IS_START_PAGE (self));
  gtk_stack_set_visible_child_name (self->stack, "form");
  gtk_widget_set_visible (self->back_button, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

static void
back_clicked_cb (GtkButton *button, SatStartPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "ways");
  gtk_widget_set_visible (self->back_button, FALSE);
}

static void
way_activated_cb (GtkListBox *list, GtkListBoxRow *row, SatStartPage *self)
{
  if (GTK_WIDGET (row) == self->demo_row)
    g_signal_emit (self, signals[DEMO], 0);
  else if (GTK_WIDGET (row) == self->import_row)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.import", NULL);
  else if (GTK_WIDGET (row) == self->sign_in_row)
    g_signal_emit (self, signals[SIGN_IN], 0);
  else if (GTK_WIDGET (row) == self->empty_row)
    sat_start_page_show_form (self);
}

void
sat_start_page_set_currency (SatStartPage *self, const char *currency)
{
  g_return_if_fail (SAT_IS_START_PAGE (self) && currency != NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->currency_row), currency);
}

void
sat_start_page_set_note (SatStartPage *self, const char *note)
{
  g_return_if_fail (SAT_IS_START_PAGE (self));
  gtk_label_set_text (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

static void
sat_start_page_class_init (SatStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  signals[CREATE] = g_signal_new ("create", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[DEMO] =
      g_signal_new ("demo", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGN_IN] =
      g_signal_new ("sign-in", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/start/sat-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SatStartPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SatStartPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, SatStartPage, demo_row);
  gtk_widget_class_bind_template_child (widget_class, SatStartPage, empty_row);
  gtk_widget_class_bind_template_child (widget_class, SatStartPage, import_row);
  gtk_widget_class_bind_template_child (widget_class, SatStartPage, sign_in_row);
  gtk_widget_class_bind_template_child (widget_class, SatStartPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, SatStartPage, company_row);
  gtk_widget_class_bind_template_child (widget_class, SatStartPage, currency_row);
  gtk_widget_class_bind_template_child (widget_class, SatStartPage, note);
  gtk_widget_class_bind_template_child (widget_class, SatStartPage, create_button);
  gtk_widget_class_bind_template_callback (widget_class, way_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, form_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_clicked_cb);
}

static void
sat_start_page_init (SatStartPage *self)
{
  g_autofree char *name = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_present_shown_page (GTK_WIDGET (self->stack));
  name = g_strdup (g_get_real_name ());
  if (g_strcmp0 (name, "Unknown") != 0 && g_strcmp0 (name, "root") != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  gtk_editable_set_text (GTK_EDITABLE (self->currency_row), sat_currency_for_locale ());
  form_changed_cb (self);
}
