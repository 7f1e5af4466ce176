/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-related-list.h"

#include <glib/gi18n-lib.h>

#include "sat-labels.h"
#include "sat-query.h"
#include "sat-views.h"
#include "sat-widgets.h"

#define SHOWN 6

struct _SatRelatedList {
  SatRecordGroup parent_instance;
};

G_DEFINE_FINAL_TYPE (SatRelatedList, sat_related_list, SAT_TYPE_RECORD_GROUP)

static SatContext *
context_of (SatRelatedList *self)
{
  return sat_record_group_get_context (SAT_RECORD_GROUP (self));
}

static SatRecord *
record_of (SatRelatedList *self)
{
  return sat_record_group_get_record (SAT_RECORD_GROUP (self));
}

static const SatField *
reference_of (SatRelatedList *self)
{
  return sat_record_group_get_reference (SAT_RECORD_GROUP (self));
}

static gboolean
is_in_timeline (const SatType *type)
{
  const char *const names[] = {"note", "activity", "attachment", NULL};

  return g_strv_contains (names, type->name);
}

/* What people look for first: deals before people before companies, the other way round than in
 * search. */
static int
compare_ranks_cb (gconstpointer a, gconstpointer b)
{
  const SatField *left = *(const SatField *const *)a;
  const SatField *right = *(const SatField *const *)b;

  return (int)right->type->rank - (int)left->type->rank;
}

GPtrArray *
sat_related_list_fields_for (SatRegistry *registry, const SatType *type)
{
  GPtrArray *fields;
  guint n;
  const SatType *const *types;

  g_return_val_if_fail (registry != NULL && type != NULL, NULL);
  fields = g_ptr_array_new ();
  types = sat_registry_types (registry, &n);
  for (guint i = 0; i < n; i++) {
    if ((types[i]->flags & (SAT_TYPE_ORG | SAT_TYPE_CHILD)) || is_in_timeline (types[i]))
      continue;
    for (guint k = 0; k < types[i]->n_fields; k++) {
      const SatField *field = types[i]->fields[k];

      if (field->kind == SAT_KIND_REFERENCE && sat_field_is_stored (field) &&
          !(field->flags & SAT_FIELD_INTERNAL) && sat_field_targets (field, type->name))
        g_ptr_array_add (fields, (gpointer)field);
    }
  }
  g_ptr_array_sort (fields, compare_ranks_cb);
  return fields;
}

static SatFilter *
make_filter (SatRelatedList *self)
{
  g_autofree char *uuid = sat_uuid_to_string (sat_record_get_uuid (record_of (self)));
  const char *const values[] = {uuid, NULL};

  return sat_filter_test (reference_of (self)->name, SAT_OP_IN, values);
}

static SatQuery *
make_query (SatRelatedList *self)
{
  SatQuery *query = sat_query_new (reference_of (self)->type->name);
  g_autoptr (SatFilter) filter = make_filter (self);

  sat_query_set_filter (query, filter);
  if (sat_type_field (reference_of (self)->type, "close_date") != NULL)
    sat_query_add_sort (query, "close_date", TRUE);
  else
    sat_query_add_sort (query, "title", FALSE);
  return query;
}

/* The listed values that tell a line apart, without the reference and the title. */
static char *
describe (SatRelatedList *self, SatRecord *record)
{
  const SatType *type = sat_record_get_record_type (record);
  const SatFormat *format = sat_context_get_format (context_of (self));
  const char *title = sat_record_get_title (record);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    g_autofree char *value = NULL;

    if (!(field->flags & SAT_FIELD_LISTED) || field->number == reference_of (self)->number ||
        g_str_equal (field->name, "owner"))
      continue;
    value = sat_format_field (format, record, field, TRUE);
    if (*value == '\0' || g_strstr_len (title, -1, value) != NULL)
      continue;
    if (text->len > 0)
      g_string_append (text, " · ");
    g_string_append (text, value);
  }
  return g_string_free (text, FALSE);
}

static void
row_activated_cb (GtkWidget *row, gpointer user_data)
{
  const gint64 *id = g_object_get_data (G_OBJECT (row), "id");

  gtk_widget_activate_action (row, "win.go-to-record", "x", *id);
}

static void
all_activated_cb (GtkWidget *row, SatRelatedList *self)
{
  const SatViewInfo *info = sat_views_for_type (reference_of (self)->type->name);
  g_autofree char *uuid = sat_uuid_to_string (sat_record_get_uuid (record_of (self)));

  gtk_widget_activate_action (row, "win.show-related", "(sss)", info->name,
                              reference_of (self)->name, uuid);
}

static void
add_record (SatRelatedList *self, SatRecord *record)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *next = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_autofree char *detail = describe (self, record);
  g_autofree char *subtitle = g_markup_escape_text (detail, -1);
  g_autofree char *title = g_markup_escape_text (sat_record_get_title (record), -1);
  gint64 *id = g_new (gint64, 1);

  *id = sat_record_get_id (record);
  sat_widget_set_decorative (next);
  sat_widget_set_name (next, _ ("Open"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), next);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "id", id, g_free);
  g_signal_connect (row, "activated", G_CALLBACK (row_activated_cb), NULL);
  sat_record_group_add_row (SAT_RECORD_GROUP (self), row);
}

static void
add_all (SatRelatedList *self, gint64 count)
{
  GtkWidget *row;
  g_autofree char *title = NULL;

  if (count <= SHOWN || sat_views_for_type (reference_of (self)->type->name) == NULL)
    return;
  row = adw_action_row_new ();
  /* Translators: %u is how many there are */
  title = g_strdup_printf (ngettext ("Show All %u", "Show All %u", (gulong)count), (guint)count);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "sat-show-all");
  g_signal_connect (row, "activated", G_CALLBACK (all_activated_cb), self);
  sat_record_group_add_row (SAT_RECORD_GROUP (self), row);
}

void
sat_related_list_refresh (SatRelatedList *self)
{
  SatReader *reader;
  g_autoptr (SatQuery) query = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) records = NULL;
  GPtrArray *rows;
  gint64 count = 0;

  g_return_if_fail (SAT_IS_RELATED_LIST (self));
  rows = sat_record_group_get_rows (SAT_RECORD_GROUP (self));
  reader = sat_context_get_reader (context_of (self));
  query = make_query (self);
  sat_query_count (query, reader, &count, NULL);
  ids = sat_query_page (query, reader, 0, SHOWN, NULL);
  if (ids == NULL)
    return;
  records = sat_reader_load_many (reader, reference_of (self)->type, (const gint64 *)ids->data,
                                  ids->len, NULL);
  while (rows->len > 0)
    sat_record_group_remove_row (SAT_RECORD_GROUP (self), rows->pdata[rows->len - 1]);
  for (guint i = 0; records != NULL && i < records->len; i++)
    add_record (self, g_ptr_array_index (records, i));
  add_all (self, count);
  sat_record_group_set_empty (SAT_RECORD_GROUP (self),
                              count == 0 ? sat_record_group_none () : NULL);
}

static void
sat_related_list_add (SatRecordGroup *group)
{
  SatRelatedList *self = SAT_RELATED_LIST (group);
  g_autofree char *uuid = sat_uuid_to_string (sat_record_get_uuid (record_of (self)));
  GVariantBuilder filled;

  g_variant_builder_init (&filled, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&filled, "{ss}", reference_of (self)->name, uuid);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.new-record", "(sa{ss})",
                              reference_of (self)->type->name, &filled);
}

static void
sat_related_list_class_init (SatRelatedListClass *klass)
{
  SAT_RECORD_GROUP_CLASS (klass)->add = sat_related_list_add;
}

static void
sat_related_list_init (SatRelatedList *self)
{
}

/* "Deals", or "Companies (Parent company)" when records of one type point to each other. */
static char *
make_title (const SatField *reference, SatRecord *record)
{
  const SatType *type = reference->type;

  if (type->number != sat_record_get_record_type (record)->number)
    return g_strdup (sat_labels_plural (type));
  /* Translators: records of a kind below another of that kind, such as Companies Below */
  return g_strdup_printf (_ ("%s Below"), sat_labels_plural (type));
}

GtkWidget *
sat_related_list_new (SatContext *context, SatRecord *record, const SatField *reference)
{
  SatRelatedList *self;
  g_autofree char *title = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (record), NULL);
  g_return_val_if_fail (reference != NULL, NULL);
  self = g_object_new (SAT_TYPE_RELATED_LIST, NULL);
  title = make_title (reference, record);
  sat_record_group_set_up (SAT_RECORD_GROUP (self), context, record, reference, title,
                           sat_labels_new (reference->type));
  sat_related_list_refresh (self);
  return GTK_WIDGET (self);
}
