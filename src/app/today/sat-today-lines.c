/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-today-lines.h"

#include <glib/gi18n-lib.h>

#include "sat-activity-row.h"
#include "sat-today-section.h"
#include "sat-widgets.h"

GtkWidget *
sat_today_activity_line (SatContext *context, SatRecord *activity)
{
  GtkWidget *line = sat_activity_row_new (context);

  sat_activity_row_set_short (SAT_ACTIVITY_ROW (line), TRUE);
  sat_activity_row_set_activity (SAT_ACTIVITY_ROW (line), activity);
  return line;
}

static void
call_clicked_cb (GtkWidget *button, gpointer user_data)
{
  const gint64 *deal = g_object_get_data (G_OBJECT (button), "deal");

  gtk_widget_activate_action (button, "win.log-call-on", "x", *deal);
}

static void
plan_clicked_cb (GtkWidget *button, gpointer user_data)
{
  const gint64 *deal = g_object_get_data (G_OBJECT (button), "deal");

  gtk_widget_activate_action (button, "today.plan", "x", *deal);
}

static GtkWidget *
make_button (gint64 deal, const char *icon, const char *tip, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  gint64 *kept = g_new (gint64, 1);

  *kept = deal;
  g_object_set_data_full (G_OBJECT (button), "deal", kept, g_free);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  sat_widget_set_tooltip (button, tip);
  sat_widget_set_name (button, name);
  return button;
}

static void
add_buttons (GtkWidget *line, SatContext *context, SatRecord *deal)
{
  gint64 id = sat_record_get_id (deal);
  const char *title = sat_record_get_title (deal);
  /* Translators: buttons; %s is the name of a deal */
  g_autofree char *plan_name = g_strdup_printf (_ ("Plan the next step: %s"), title);
  g_autofree char *call_name = g_strdup_printf (_ ("Log a call: %s"), title);
  GtkWidget *plan, *call;

  if (sat_store_is_read_only (sat_context_get_store (context)))
    return;
  plan = make_button (id, "list-add-symbolic", _ ("Plan the next step"), plan_name);
  call = make_button (id, "sat-call-symbolic", _ ("Log a call (Ctrl+L)"), call_name);
  g_signal_connect (plan, "clicked", G_CALLBACK (plan_clicked_cb), NULL);
  g_signal_connect (call, "clicked", G_CALLBACK (call_clicked_cb), NULL);
  gtk_box_append (GTK_BOX (line), plan);
  gtk_box_append (GTK_BOX (line), call);
}

static void
append (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

/* @deal: NULL on a line that is about another record. */
static void
add_menu (GtkWidget *line, SatContext *context, gint64 record, SatRecord *deal)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  append (menu, _ ("_Open"), "win.go-to-record", g_variant_new_int64 (record));
  if (deal != NULL && !sat_store_is_read_only (sat_context_get_store (context))) {
    append (menu, _ ("_Plan the Next Step…"), "today.plan", g_variant_new_int64 (record));
    append (menu, _ ("_Log a Call…"), "win.log-call-on", g_variant_new_int64 (record));
  }
  sat_today_line_set_menu (line, G_MENU_MODEL (menu));
}

/* "Acme · $12,000" */
static char *
describe (SatContext *context, SatRecord *deal)
{
  static const char *const fields[] = {"company", "stage", "amount"};
  const SatType *type = sat_record_get_record_type (deal);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *value = sat_format_field (sat_context_get_format (context), deal,
                                               sat_type_field (type, fields[i]), TRUE);

    if (*value == '\0')
      continue;
    if (text->len > 0)
      g_string_append (text, " · ");
    g_string_append (text, value);
  }
  return g_string_free (text, FALSE);
}

static GtkWidget *
make_reasons (char **reasons, guint late)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  for (guint i = 0; reasons[i] != NULL; i++)
    gtk_box_append (GTK_BOX (box),
                    sat_label_new_short (reasons[i], "sat-reason", i < late ? "error" : "warning"));
  sat_widget_set_name (box, _ ("Reasons"));
  return box;
}

GtkWidget *
sat_today_deal_line (SatContext *context, const SatTodayDeal *deal)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  guint late;
  g_auto (GStrv) reasons = sat_today_reasons (&deal->attention, &late);
  g_autofree char *spoken = g_strjoinv (", ", reasons);
  g_autofree char *about = describe (context, deal->deal);
  g_autofree char *name = g_strjoin (", ", sat_record_get_title (deal->deal), about, spoken, NULL);

  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts),
                  sat_label_new_short (sat_record_get_title (deal->deal), NULL, NULL));
  gtk_box_append (GTK_BOX (texts), sat_label_new_short (about, "caption", "dim-label"));
  gtk_box_append (GTK_BOX (texts), make_reasons (reasons, late));
  gtk_box_append (GTK_BOX (line), texts);
  add_buttons (line, context, deal->deal);
  add_menu (line, context, sat_record_get_id (deal->deal), deal->deal);
  gtk_widget_add_css_class (line, "sat-today-line");
  sat_widget_set_name (line, name);
  return line;
}

GtkWidget *
sat_today_news_line (SatContext *context, const SatTodayNews *news)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *avatar = adw_avatar_new (28, news->author, TRUE);
  GtkWidget *when = sat_label_new_short (news->when, "caption", "dim-label");
  g_autofree char *about = g_strdup_printf ("%s · %s", news->title, news->author);
  g_autofree char *name = g_strjoin (", ", news->author, news->what, news->title, news->when, NULL);

  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (avatar, GTK_ALIGN_CENTER);
  sat_widget_set_decorative (avatar);
  sat_widget_set_tooltip (when, news->when_full);
  gtk_box_append (GTK_BOX (texts), sat_label_new_short (news->what, NULL, NULL));
  gtk_box_append (GTK_BOX (texts), sat_label_new_short (about, "caption", "dim-label"));
  gtk_box_append (GTK_BOX (line), avatar);
  gtk_box_append (GTK_BOX (line), texts);
  gtk_box_append (GTK_BOX (line), when);
  add_menu (line, context, news->record, NULL);
  gtk_widget_add_css_class (line, "sat-today-line");
  sat_widget_set_name (line, name);
  return line;
}
