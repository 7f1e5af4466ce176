/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-fields-page.h"

#include "sat-labels.h"
#include "sat-new-field.h"
#include "sat-org-list.h"
#include "sat-record-page.h"

#include <glib/gi18n-lib.h>

#define CONTEXT "sat-context"

const char *const *
sat_fields_page_types (void)
{
  static const char *const types[] = {"contact", "company", "opportunity", "activity",
                                      "product", "user",    NULL};

  return types;
}

static const char *
type_label (SatRegistry *registry, SatRecord *definition)
{
  const char *name = sat_record_get_text (definition, "record_type");
  const SatType *type = name != NULL ? sat_registry_type (registry, name) : NULL;

  return type != NULL ? sat_labels_plural (type) : name;
}

static const char *
kind_label (SatRecord *definition)
{
  return sat_field_choice_label (sat_type_field (sat_record_get_record_type (definition), "kind"),
                                 sat_record_get_text (definition, "kind"));
}

static char *
describe (SatReader *reader, const SatFormat *format, SatRecord *definition)
{
  return g_strdup_printf ("%s · %s · %s", type_label (sat_reader_get_registry (reader), definition),
                          kind_label (definition), sat_record_get_text (definition, "name"));
}

static GPtrArray *
load (SatReader *reader, const SatFormat *format, gint64 of, GError **error)
{
  return sat_org_items_read (reader, "custom_field", NULL, "record_type,label", format, describe,
                             error);
}

static void
open_cb (SatOrgList *list, gint64 id, gpointer user_data)
{
  SatContext *context = g_object_get_data (G_OBJECT (list), CONTEXT);
  SatRecordPage *page = sat_record_page_open (GTK_WIDGET (list), context, id);
  g_autofree char *description = NULL;
  SatRecord *definition;

  if (page == NULL)
    return;
  definition = sat_record_page_get_record (page);
  /* Translators: a kind of field (Text), then what has it (Companies), then its name in files */
  description = g_strdup_printf (_ ("%s, a field of %s. In files and filters it is called “%s”."),
                                 kind_label (definition),
                                 type_label (sat_context_get_registry (context), definition),
                                 sat_record_get_text (definition, "name"));
  sat_record_page_set_description (page, description);
  sat_record_page_leave_out (page, "record_type");
  sat_record_page_leave_out (page, "name");
  sat_record_page_leave_out (page, "kind");
  sat_record_page_leave_out (page, "target");
  if (g_strcmp0 (sat_record_get_text (definition, "kind"), "choice") != 0)
    sat_record_page_leave_out (page, "choices");
}

static void
add_cb (SatOrgList *list, gpointer user_data)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (list));
  SatNewField *dialog =
      sat_new_field_new (GTK_WINDOW (root), g_object_get_data (G_OBJECT (list), CONTEXT));

  gtk_window_present (GTK_WINDOW (dialog));
}

static void
remove_cb (SatOrgList *list, gint64 id, gpointer user_data)
{
  SatContext *context = g_object_get_data (G_OBJECT (list), CONTEXT);
  g_autofree char *title = g_strdup (sat_reader_title (sat_context_get_reader (context), id));

  sat_context_delete (context, &id, 1, title);
}

GtkWidget *
sat_fields_page_new (SatContext *context)
{
  const SatOrgListInfo info = {
      .title = _ ("Fields of Your Own"),
      .description = _ (
          "A field that you add here is in the form at once, and can be a column, a filter and a "
          "column of a file. A deleted one keeps its values and brings them back with undo."),
      .add = _ ("Add Field"),
      .empty = _ ("No fields of your own yet"),
      .removable = TRUE,
      .load = load,
  };
  GtkWidget *page, *list;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  page = adw_preferences_page_new ();
  list = sat_org_list_new (context, &info, 0);
  g_object_set_data_full (G_OBJECT (list), CONTEXT, g_object_ref (context), g_object_unref);
  g_signal_connect (list, "add", G_CALLBACK (add_cb), NULL);
  g_signal_connect (list, "open", G_CALLBACK (open_cb), NULL);
  g_signal_connect (list, "remove", G_CALLBACK (remove_cb), NULL);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (list));
  return page;
}
