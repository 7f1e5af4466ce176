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
  GtkWidget parent_instance;
  SatContext *context;
  SatRegistry *registry; /* keeps the reference alive */
  SatRecord *record;
  const SatField *reference;
  GPtrArray *rows;

  AdwPreferencesGroup *group;
  GtkWidget *add_button;
};

G_DEFINE_FINAL_TYPE (SatRelatedList, sat_related_list, GTK_TYPE_WIDGET)

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
  g_autofree char *uuid = sat_uuid_to_string (sat_record_get_uuid (self->record));
  const char *const values[] = {uuid, NULL};

  return sat_filter_test (self->reference->name, SAT_OP_IN, values);
}

static SatQuery *
make_query (SatRelatedList *self)
{
  SatQuery *query = sat_query_new (self->reference->type->name);
  g_autoptr (SatFilter) filter = make_filter (self);

  sat_query_set_filter (query, filter);
  if (sat_type_field (self->reference->type, "close_date") != NULL)
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
  const SatFormat *format = sat_context_get_format (self->context);
  const char *title = sat_record_get_title (record);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    g_autofree char *value = NULL;

    if (!(field->flags & SAT_FIELD_LISTED) || field->number == self->reference->number ||
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
  const SatViewInfo *info = sat_views_for_type (self->reference->type->name);
  g_autofree char *uuid = sat_uuid_to_string (sat_record_get_uuid (self->record));

  gtk_widget_activate_action (row, "win.show-related", "(sss)", info->name, self->reference->name,
                              uuid);
}

static void
add_row (SatRelatedList *self, GtkWidget *row)
{
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (self->group, row);
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
  add_row (self, row);
}

static void
add_all (SatRelatedList *self, gint64 count)
{
  GtkWidget *row;
  g_autofree char *title = NULL;

  if (count <= SHOWN || sat_views_for_type (self->reference->type->name) == NULL)
    return;
  row = adw_action_row_new ();
  /* Translators: %u is how many there are */
  title = g_strdup_printf (ngettext ("Show All %u", "Show All %u", (gulong)count), (guint)count);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "sat-show-all");
  g_signal_connect (row, "activated", G_CALLBACK (all_activated_cb), self);
  add_row (self, row);
}

void
sat_related_list_refresh (SatRelatedList *self)
{
  SatReader *reader;
  g_autoptr (SatQuery) query = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) records = NULL;
  gint64 count = 0;

  g_return_if_fail (SAT_IS_RELATED_LIST (self));
  reader = sat_context_get_reader (self->context);
  query = make_query (self);
  sat_query_count (query, reader, &count, NULL);
  ids = sat_query_page (query, reader, 0, SHOWN, NULL);
  if (ids == NULL)
    return;
  records = sat_reader_load_many (reader, self->reference->type, (const gint64 *)ids->data,
                                  ids->len, NULL);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; records != NULL && i < records->len; i++)
    add_record (self, g_ptr_array_index (records, i));
  add_all (self, count);
  adw_preferences_group_set_description (self->group, count > 0 ? NULL : C_ ("list", "None"));
}

static void
add_clicked_cb (SatRelatedList *self)
{
  g_autofree char *uuid = sat_uuid_to_string (sat_record_get_uuid (self->record));
  GVariantBuilder filled;

  g_variant_builder_init (&filled, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&filled, "{ss}", self->reference->name, uuid);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.new-record", "(sa{ss})",
                              self->reference->type->name, &filled);
}

static void
sat_related_list_dispose (GObject *object)
{
  SatRelatedList *self = SAT_RELATED_LIST (object);

  if (self->group != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->group));
  self->group = NULL;
  g_clear_object (&self->record);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_related_list_parent_class)->dispose (object);
}

static void
sat_related_list_finalize (GObject *object)
{
  SatRelatedList *self = SAT_RELATED_LIST (object);

  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->registry, sat_registry_unref);
  G_OBJECT_CLASS (sat_related_list_parent_class)->finalize (object);
}

static void
sat_related_list_class_init (SatRelatedListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_related_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_related_list_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
sat_related_list_init (SatRelatedList *self)
{
  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->group), GTK_WIDGET (self));
  self->add_button = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (self->add_button, "flat");
  g_signal_connect_swapped (self->add_button, "clicked", G_CALLBACK (add_clicked_cb), self);
  adw_preferences_group_set_header_suffix (self->group, self->add_button);
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
  const char *add;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (record), NULL);
  g_return_val_if_fail (reference != NULL, NULL);
  self = g_object_new (SAT_TYPE_RELATED_LIST, NULL);
  self->context = g_object_ref (context);
  self->registry = sat_registry_ref (sat_context_get_registry (context));
  self->record = g_object_ref (record);
  self->reference = reference;
  title = make_title (reference, record);
  add = sat_labels_new (reference->type);
  adw_preferences_group_set_title (self->group, title);
  sat_widget_set_tooltip (self->add_button, add);
  sat_widget_set_name (GTK_WIDGET (self->add_button), add);
  gtk_widget_set_visible (self->add_button,
                          !sat_store_is_read_only (sat_context_get_store (context)));
  sat_related_list_refresh (self);
  return GTK_WIDGET (self);
}
