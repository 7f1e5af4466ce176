/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pipeline-deals.h"

#include "sat-bulk-dialog.h"
#include "sat-list-copy.h"
#include "sat-window.h"

#define TYPE_NAME "opportunity"

static SatContext *
get_context (GtkWidget *view)
{
  GtkRoot *root = gtk_widget_get_root (view);

  return SAT_IS_WINDOW (root) ? sat_window_get_context (SAT_WINDOW (root)) : NULL;
}

static GArray *
one_id (GVariant *parameter)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = g_variant_get_int64 (parameter);

  g_array_append_val (ids, id);
  return ids;
}

static void
edit_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action_variant (widget, "win.open-record", parameter);
  gtk_widget_activate_action (widget, "win.edit-details", NULL);
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const char *const fields[] = {"name",  "company",    "amount", "currency",
                                       "stage", "close_date", "owner",  NULL};
  SatContext *context = get_context (widget);
  g_autoptr (GArray) ids = one_id (parameter);

  if (context != NULL)
    sat_list_copy (context, gtk_widget_get_clipboard (widget), TYPE_NAME, fields, ids);
}

static void
chosen_cb (SatBulkDialog *dialog, SatBulk *bulk, SatContext *context)
{
  g_object_unref (sat_bulk_job_start (context, bulk));
}

static void
ask (GtkWidget *widget, GVariant *parameter, SatBulkQuestion question)
{
  SatContext *context = get_context (widget);
  g_autoptr (GArray) ids = one_id (parameter);
  SatBulkDialog *dialog;

  if (context == NULL)
    return;
  dialog = sat_bulk_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), context, TYPE_NAME,
                                question, ids);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), context, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
change_owner_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ask (widget, parameter, SAT_BULK_ASK_OWNER);
}

static void
add_tag_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ask (widget, parameter, SAT_BULK_ASK_NEW_TAG);
}

static void
remove_tag_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ask (widget, parameter, SAT_BULK_ASK_OLD_TAG);
}

void
sat_pipeline_deals_install (GtkWidgetClass *klass)
{
  g_return_if_fail (GTK_IS_WIDGET_CLASS (klass));

  gtk_widget_class_install_action (klass, "deal.edit", "x", edit_cb);
  gtk_widget_class_install_action (klass, "deal.copy", "x", copy_cb);
  gtk_widget_class_install_action (klass, "deal.change-owner", "x", change_owner_cb);
  gtk_widget_class_install_action (klass, "deal.add-tag", "x", add_tag_cb);
  gtk_widget_class_install_action (klass, "deal.remove-tag", "x", remove_tag_cb);
}
