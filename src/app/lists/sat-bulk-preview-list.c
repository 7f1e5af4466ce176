/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-bulk-preview-list.h"

#include <glib/gi18n-lib.h>

#include "sat-bulk-job.h"
#include "sat-widgets.h"

#define MOST_LINES 8

struct _SatBulkPreviewList {
  GtkWidget parent_instance;
  SatContext *context;
  SatBulk *bulk;
  GtkWidget *box;
  GtkLabel *title;
  GtkSpinner *spinner;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (SatBulkPreviewList, sat_bulk_preview_list, GTK_TYPE_WIDGET)

static void
add_line (SatBulkPreviewList *self, const char *text, guint n, gboolean dim)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *number = sat_format_integer (sat_context_get_format (self->context), n);
  GtkWidget *label = gtk_label_new (text), *count = gtk_label_new (number);
  g_autofree char *name = g_strdup_printf ("%s, %s", text, number);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (count, "numeric");
  if (dim) {
    gtk_widget_add_css_class (label, "dim-label");
    gtk_widget_add_css_class (count, "dim-label");
  }
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), count);
  gtk_widget_add_css_class (box, "sat-preview-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  sat_widget_set_name (row, name);
  gtk_list_box_append (self->list, row);
}

static void
remove_lines (SatBulkPreviewList *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE);
}

/* @title: of the record that a reference leads to, or NULL. */
static char *
describe_value (SatBulkPreviewList *self,
                const SatField *field,
                const SatValue *value,
                const char *title,
                const char *currency)
{
  const SatFormat *format = sat_context_get_format (self->context);

  if (value->type == SAT_VALUE_NULL)
    return g_strdup (C_ ("value", "empty"));
  if (title != NULL)
    return g_strdup (title);
  if (field->kind == SAT_KIND_REFERENCE)
    return g_strdup (value->text);
  return sat_format_value_full (format, field, value,
                                currency != NULL ? currency : format->currency);
}

static char *
describe_target (SatBulkPreviewList *self, const SatField *field)
{
  const SatValue *value = sat_bulk_get_value (self->bulk);
  const char *text = sat_bulk_get_text (self->bulk), *title = NULL;
  g_auto (SatValue) amount = SAT_VALUE_INIT;

  if (text != NULL) {
    sat_field_parse (field, text, sat_context_get_format (self->context)->currency, &amount, NULL);
    value = &amount;
  }
  if (field->kind == SAT_KIND_REFERENCE && value->type == SAT_VALUE_INTEGER)
    title = sat_reader_title (sat_context_get_reader (self->context), value->integer);
  return describe_value (self, field, value, title, NULL);
}

static void
add_groups (SatBulkPreviewList *self, const SatField *field, const SatBulkPreview *preview)
{
  g_autofree char *target = describe_target (self, field);
  g_autofree char *rest = NULL;
  guint others = preview->others;

  for (guint i = 0; i < preview->groups->len; i++) {
    const SatBulkGroup *group = preview->groups->pdata[i];
    g_autofree char *value = NULL;
    g_autofree char *line = NULL;

    if (i >= MOST_LINES) {
      others += group->n;
      continue;
    }
    value = describe_value (self, field, &group->value, group->title, group->currency);
    /* Translators: a value before and after a change */
    line = g_strdup_printf (_ ("%s → %s"), value, target);
    add_line (self, line, group->n, FALSE);
  }
  /* Translators: records with other values than those listed before; %s is the new one */
  rest = g_strdup_printf (_ ("other values → %s"), target);
  if (others > 0)
    add_line (self, rest, others, FALSE);
}

static const char *
same_line (SatBulkPreviewList *self)
{
  switch (sat_bulk_get_kind (self->bulk)) {
  case SAT_BULK_ADD_TAG:
    return _ ("have the tag already");
  case SAT_BULK_REMOVE_TAG:
    return _ ("do not have the tag");
  case SAT_BULK_SET:
  case SAT_BULK_DELETE:
  default:
    return _ ("are so already");
  }
}

void
sat_bulk_preview_list_show (SatBulkPreviewList *self,
                            const SatField *field,
                            const SatBulkPreview *preview)
{
  g_autofree char *records = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (SAT_IS_BULK_PREVIEW_LIST (self) && preview != NULL && self->bulk != NULL);
  records = sat_bulk_describe_records (self->context, sat_bulk_get_type_name (self->bulk),
                                       preview->changes);
  /* Translators: before a change is made; %s is "12 contacts" */
  text = g_strdup_printf (ngettext ("%s will change", "%s will change", preview->changes), records);
  gtk_spinner_stop (self->spinner);
  gtk_label_set_text (self->title, preview->changes > 0 ? text : _ ("Nothing would change"));
  remove_lines (self);
  if (field != NULL)
    add_groups (self, field, preview);
  if (preview->same > 0)
    add_line (self, same_line (self), preview->same, TRUE);
  if (preview->gone > 0)
    add_line (self, _ ("were deleted meanwhile"), preview->gone, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->list),
                          gtk_widget_get_first_child (GTK_WIDGET (self->list)) != NULL);
}

void
sat_bulk_preview_list_begin (SatBulkPreviewList *self, SatBulk *bulk)
{
  g_return_if_fail (SAT_IS_BULK_PREVIEW_LIST (self) && bulk != NULL);
  g_clear_pointer (&self->bulk, sat_bulk_unref);
  self->bulk = sat_bulk_ref (bulk);
  gtk_spinner_start (self->spinner);
  gtk_label_set_text (self->title, _ ("Looking at the records…"));
}

void
sat_bulk_preview_list_clear (SatBulkPreviewList *self)
{
  g_return_if_fail (SAT_IS_BULK_PREVIEW_LIST (self));
  gtk_spinner_stop (self->spinner);
  gtk_label_set_text (self->title, "");
  remove_lines (self);
}

void
sat_bulk_preview_list_set_context (SatBulkPreviewList *self, SatContext *context)
{
  g_return_if_fail (SAT_IS_BULK_PREVIEW_LIST (self) && SAT_IS_CONTEXT (context));
  g_set_object (&self->context, context);
}

static void
sat_bulk_preview_list_dispose (GObject *object)
{
  SatBulkPreviewList *self = SAT_BULK_PREVIEW_LIST (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->bulk, sat_bulk_unref);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_bulk_preview_list_parent_class)->dispose (object);
}

static void
sat_bulk_preview_list_class_init (SatBulkPreviewListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_bulk_preview_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
sat_bulk_preview_list_init (SatBulkPreviewList *self)
{
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_label_set_wrap (self->title, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  sat_widget_set_decorative (GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (heading), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (heading), GTK_WIDGET (self->spinner));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE);
  sat_widget_set_name (GTK_WIDGET (self->list), _ ("What would change"));
  gtk_box_append (GTK_BOX (self->box), heading);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->list));
}
