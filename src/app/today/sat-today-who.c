/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-today-who.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "sat-drafts.h"
#include "sat-who.h"
#include "sat-widgets.h"

#define CONTEXT "sat-context"
#define TEXT "sat-text"
#define PLACE "who:today"
#define FIELD "answer"

static SatContext *
context_of (GtkWidget *card)
{
  return g_object_get_data (G_OBJECT (card), CONTEXT);
}

static void
later_cb (GtkWidget *card)
{
  sat_drafts_set (sat_context_get_drafts (context_of (card)), PLACE, FIELD, "later");
  gtk_widget_set_visible (card, FALSE);
}

static GtkWidget *
new_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
new_buttons (GtkWidget *card, SatContext *context)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *later = gtk_button_new_with_mnemonic (_ ("Not _Now"));

  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (later, "flat");
  g_signal_connect_swapped (later, "clicked", G_CALLBACK (later_cb), card);
  gtk_box_append (GTK_BOX (buttons), later);
  gtk_box_append (GTK_BOX (buttons), sat_who_button_new (context));
  return buttons;
}

void
sat_today_who_update (GtkWidget *card, gboolean asks)
{
  SatContext *context = context_of (card);
  gint64 user = sat_context_get_user (context);
  g_autofree char *text = NULL;

  g_return_if_fail (GTK_IS_WIDGET (card));
  asks = asks && !sat_store_is_read_only (sat_context_get_store (context)) &&
         sat_drafts_get (sat_context_get_drafts (context), PLACE, FIELD) == NULL;
  gtk_widget_set_visible (card, asks);
  if (!asks)
    return;
  if (user == 0)
    text = g_strdup (_ ("Until you say, this is everybody’s day"));
  else
    /* Translators: %s is a person */
    text = g_strdup_printf (_ ("Nothing here is owned by %s; you may have another name here"),
                            sat_reader_title (sat_context_get_reader (context), user));
  gtk_label_set_text (g_object_get_data (G_OBJECT (card), TEXT), text);
}

GtkWidget *
sat_today_who_new (SatContext *context)
{
  GtkWidget *card, *icon, *texts, *text;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  icon = gtk_image_new_from_icon_name ("avatar-default-symbolic");
  texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  text = new_label ("", "dim-label");
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "sat-quota");
  sat_widget_set_decorative (icon);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), new_label (_ ("Who Are You?"), "heading"));
  gtk_box_append (GTK_BOX (texts), text);
  gtk_box_append (GTK_BOX (card), icon);
  gtk_box_append (GTK_BOX (card), texts);
  gtk_box_append (GTK_BOX (card), new_buttons (card, context));
  gtk_widget_set_visible (card, FALSE);
  g_object_set_data_full (G_OBJECT (card), CONTEXT, g_object_ref (context), g_object_unref);
  g_object_set_data (G_OBJECT (card), TEXT, text);
  return card;
}
