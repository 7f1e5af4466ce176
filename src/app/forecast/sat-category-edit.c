/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-category-edit.h"

#include "sat-entry.h"

#include <glib/gi18n-lib.h>

/* For the writing thread. */
typedef struct {
  gint64 id;
  char *category; /* NULL: the stage's */
} CategoryEdit;

static void
category_edit_free (gpointer data)
{
  CategoryEdit *edit = data;

  g_free (edit->category);
  g_free (edit);
}

static gboolean
write_category (SatWriter *writer, gpointer data, GError **error)
{
  CategoryEdit *edit = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "opportunity");
  g_autoptr (SatEntry) entry = sat_entry_new (type, edit->id);
  gint64 id = edit->id;

  return sat_entry_set (entry, "category", edit->category, error) &&
         sat_entry_set (entry, "category_manual", edit->category != NULL ? "true" : "", error) &&
         sat_entry_apply (entry, writer, SAT_ORIGIN_LOCAL, TRUE, &id, error);
}

void
sat_category_edit (SatContext *context, SatDealLine *deal, const char *category)
{
  const SatType *type;
  const char *title;
  g_autofree char *label = NULL, *toast = NULL;
  CategoryEdit *edit;

  g_return_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_DEAL_LINE (deal));

  type = sat_context_get_type_by_name (context, "opportunity");
  title = sat_record_get_title (sat_deal_line_get_record (deal));
  /* Translators: an entry of the undo list; %s is a deal */
  label = g_strdup_printf (_ ("Forecast category of “%s”"), title);
  if (category != NULL)
    /* Translators: a deal, and a forecast category such as Commit */
    toast = g_strdup_printf (_ ("“%s” is now in %s"), title,
                             sat_field_choice_label (sat_type_field (type, "category"), category));
  else
    /* Translators: %s is a deal */
    toast = g_strdup_printf (_ ("The category of “%s” follows its stage again"), title);
  edit = g_new0 (CategoryEdit, 1);
  edit->id = sat_deal_line_get_id (deal);
  edit->category = g_strdup (category);
  sat_context_write (context, label, toast, write_category, edit, category_edit_free, NULL, NULL,
                     NULL);
}
