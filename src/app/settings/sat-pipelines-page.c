/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pipelines-page.h"

#include "sat-labels.h"
#include "sat-new-pipeline.h"
#include "sat-org-list.h"
#include "sat-pipeline-edit.h"
#include "sat-record-page.h"
#include "sat-removal.h"

#include <glib/gi18n-lib.h>

#define CONTEXT "sat-context"

static SatContext *
context_of (gpointer object)
{
  return g_object_get_data (object, CONTEXT);
}

static void
set_context (gpointer object, SatContext *context)
{
  g_object_set_data_full (object, CONTEXT, g_object_ref (context), g_object_unref);
}

static void
add_part (GString *text, const char *part)
{
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

char *
sat_pipelines_describe_stage (SatReader *reader, SatRecord *stage)
{
  const SatType *type = sat_record_get_record_type (stage);
  GString *text = g_string_new (NULL);
  const char *kind = sat_record_get_text (stage, "kind");
  const char *category = sat_record_get_text (stage, "category");
  const char *label = sat_field_choice_label (sat_type_field (type, "kind"), kind);
  gint64 days = sat_record_get_int (stage, "idle_limit", 0);

  if (!g_str_equal (label, sat_record_get_title (stage)))
    add_part (text, label);
  if (sat_record_peek (stage, "probability")->type == SAT_VALUE_INTEGER &&
      g_strcmp0 (kind, "open") == 0) {
    /* Translators: a probability */
    g_autofree char *part =
        g_strdup_printf (_ ("%d%%"), (int)sat_record_get_int (stage, "probability", 0));

    add_part (text, part);
  }
  if (category != NULL && g_strcmp0 (kind, "open") == 0)
    add_part (text, sat_field_choice_label (sat_type_field (type, "category"), category));
  if (days > 0) {
    g_autofree char *part = g_strdup_printf (
        ngettext ("idle after %lu day", "idle after %lu days", (gulong)days), (gulong)days);

    add_part (text, part);
  }
  if (sat_record_get_int (stage, "qualified", 0) != 0)
    add_part (text, C_ ("stage", "qualified"));
  return g_string_free (text, FALSE);
}

static int
rank_of (SatRecord *stage)
{
  const char *kind = sat_record_get_text (stage, "kind");

  if (g_strcmp0 (kind, "won") == 0)
    return 1;
  return g_strcmp0 (kind, "lost") == 0 ? 2 : 0;
}

static GPtrArray *
load_stages (SatReader *reader, const SatFormat *format, gint64 pipeline, GError **error)
{
  g_autoptr (GPtrArray) stages = sat_pipeline_stages (reader, pipeline, error);
  GPtrArray *items;

  if (stages == NULL)
    return NULL;
  items = g_ptr_array_new_with_free_func (sat_org_item_free);
  for (guint i = 0; i < stages->len; i++) {
    SatRecord *stage = g_ptr_array_index (stages, i);
    SatOrgItem *item =
        sat_org_item_new (g_object_ref (stage), sat_pipelines_describe_stage (reader, stage));

    item->rank = rank_of (stage);
    g_ptr_array_add (items, item);
  }
  return items;
}

static char *
describe_pipeline (SatReader *reader, const SatFormat *format, SatRecord *pipeline)
{
  gint64 id = sat_record_get_id (pipeline);
  g_autoptr (GPtrArray) stages = sat_pipeline_stages (reader, id, NULL);
  gint64 n = sat_pipeline_count_deals (reader, id, NULL);
  guint n_stages = stages != NULL ? stages->len : 0;
  g_autofree char *first = g_strdup_printf (ngettext ("%u stage", "%u stages", n_stages), n_stages);
  g_autofree char *second =
      sat_labels_count (format, sat_registry_type (sat_reader_get_registry (reader), "opportunity"),
                        (guint)CLAMP (n, 0, G_MAXUINT));

  return g_strdup_printf ("%s · %s", first, second);
}

static GPtrArray *
load_pipelines (SatReader *reader, const SatFormat *format, gint64 of, GError **error)
{
  return sat_org_items_read (reader, "pipeline", NULL, "order", format, describe_pipeline, error);
}

static void
remove_cb (SatOrgList *list, gint64 id, gpointer user_data)
{
  sat_removal_begin (GTK_WIDGET (list), context_of (list), id);
}

static gboolean
page_remove_cb (SatRecordPage *page, gpointer user_data)
{
  sat_removal_begin (GTK_WIDGET (page), context_of (page),
                     sat_record_get_id (sat_record_page_get_record (page)));
  return TRUE;
}

static void
open_stage_cb (SatOrgList *list, gint64 id, gpointer user_data)
{
  SatRecordPage *page = sat_record_page_open (GTK_WIDGET (list), context_of (list), id);

  if (page == NULL)
    return;
  set_context (page, context_of (list));
  sat_record_page_leave_out (page, "pipeline");
  sat_record_page_leave_out (page, "order");
  g_signal_connect (page, "remove", G_CALLBACK (page_remove_cb), NULL);
}

static void
add_stage_cb (SatOrgList *list, gpointer user_data)
{
  SatContext *context = context_of (list);
  gint64 *pipeline = g_object_get_data (G_OBJECT (list), "pipeline");
  g_autofree char *uuid = sat_context_uuid_text (context, *pipeline);
  SatRecordForm *form =
      sat_new_dialog_get_form (sat_record_page_make_new (GTK_WIDGET (list), context, "stage"));

  sat_record_form_fill (form, "pipeline", uuid);
  sat_record_form_leave_out (form, "pipeline");
  sat_record_form_leave_out (form, "order");
}

static GtkWidget *
make_stage_list (SatContext *context, gint64 pipeline)
{
  const SatOrgListInfo info = {
      .title = pipeline != 0 ? _ ("Stages") : _ ("Stages Without a Pipeline"),
      .description = pipeline != 0
                         ? _ ("Drag them into the order of a sale, or use Ctrl with the arrows")
                         : _ ("They came with imported deals"),
      .add = pipeline != 0 ? _ ("Add Stage") : _ ("Make a Pipeline"),
      .empty = _ ("No stages yet: deals need at least one"),
      .order_label = _ ("Order of stages"),
      .removable = TRUE,
      .load = load_stages,
  };
  GtkWidget *list = sat_org_list_new (context, &info, pipeline);

  set_context (list, context);
  g_object_set_data_full (G_OBJECT (list), "pipeline", g_memdup2 (&pipeline, sizeof pipeline),
                          g_free);
  g_signal_connect (list, "open", G_CALLBACK (open_stage_cb), NULL);
  g_signal_connect (list, "remove", G_CALLBACK (remove_cb), NULL);
  return list;
}

static void
open_pipeline (GtkWidget *widget, SatContext *context, gint64 id)
{
  SatRecordPage *page = sat_record_page_open (widget, context, id);
  GtkWidget *stages;

  if (page == NULL)
    return;
  set_context (page, context);
  stages = make_stage_list (context, id);
  g_signal_connect (stages, "add", G_CALLBACK (add_stage_cb), NULL);
  sat_record_page_leave_out (page, "order");
  sat_record_page_add (page, stages);
  g_signal_connect (page, "remove", G_CALLBACK (page_remove_cb), NULL);
}

static void
open_pipeline_cb (SatOrgList *list, gint64 id, gpointer user_data)
{
  open_pipeline (GTK_WIDGET (list), context_of (list), id);
}

static void
created_cb (gint64 id, gpointer user_data)
{
  GtkWidget *list = user_data;

  open_pipeline (list, context_of (list), id);
}

static void
add_pipeline_cb (SatOrgList *list, gpointer user_data)
{
  sat_new_pipeline_ask (GTK_WIDGET (list), context_of (list), FALSE, created_cb, list);
}

static void
adopt_cb (SatOrgList *list, gpointer user_data)
{
  sat_new_pipeline_ask (GTK_WIDGET (list), context_of (list), TRUE, NULL, NULL);
}

static void
loose_loaded_cb (SatOrgList *list, gpointer user_data)
{
  gtk_widget_set_visible (GTK_WIDGET (list), sat_org_list_get_n_items (list) > 0);
}

/* Hidden while there are none, it must read by itself. */
static GtkWidget *
make_loose_list (SatContext *context)
{
  GtkWidget *list = make_stage_list (context, 0);

  g_signal_connect (list, "add", G_CALLBACK (adopt_cb), NULL);
  g_signal_connect (list, "loaded", G_CALLBACK (loose_loaded_cb), NULL);
  gtk_widget_set_visible (list, FALSE);
  sat_org_list_refresh (SAT_ORG_LIST (list));
  g_signal_connect_object (context, "changed", G_CALLBACK (sat_org_list_refresh), list,
                           G_CONNECT_SWAPPED);
  return list;
}

GtkWidget *
sat_pipelines_page_new (SatContext *context)
{
  const SatOrgListInfo info = {
      .title = _ ("Pipelines"),
      .description =
          _ ("A pipeline for each way in which you sell: new business, renewals, partners"),
      .add = _ ("Add Pipeline"),
      .empty = _ ("No pipelines yet"),
      .order_label = _ ("Order of pipelines"),
      .removable = TRUE,
      .load = load_pipelines,
  };
  GtkWidget *page, *list;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  page = adw_preferences_page_new ();
  list = sat_org_list_new (context, &info, 0);
  set_context (list, context);
  g_signal_connect (list, "add", G_CALLBACK (add_pipeline_cb), NULL);
  g_signal_connect (list, "open", G_CALLBACK (open_pipeline_cb), NULL);
  g_signal_connect (list, "remove", G_CALLBACK (remove_cb), NULL);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (list));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            ADW_PREFERENCES_GROUP (make_loose_list (context)));
  return page;
}
