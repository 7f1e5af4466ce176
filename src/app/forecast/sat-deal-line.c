/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-deal-line.h"

#include "sat-query.h"

struct _SatDealLine {
  GObject parent_instance;
  SatRecord *record;
  const char *category, *usual; /* interned */
  gboolean open, manual;
};

G_DEFINE_FINAL_TYPE (SatDealLine, sat_deal_line, G_TYPE_OBJECT)

static void
sat_deal_line_finalize (GObject *object)
{
  g_clear_object (&SAT_DEAL_LINE (object)->record);
  G_OBJECT_CLASS (sat_deal_line_parent_class)->finalize (object);
}

static void
sat_deal_line_class_init (SatDealLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sat_deal_line_finalize;
}

static void
sat_deal_line_init (SatDealLine *self)
{
}

SatRecord *
sat_deal_line_get_record (SatDealLine *self)
{
  g_return_val_if_fail (SAT_IS_DEAL_LINE (self), NULL);
  return self->record;
}

gint64
sat_deal_line_get_id (SatDealLine *self)
{
  g_return_val_if_fail (SAT_IS_DEAL_LINE (self), 0);
  return sat_record_get_id (self->record);
}

const char *
sat_deal_line_get_category (SatDealLine *self)
{
  g_return_val_if_fail (SAT_IS_DEAL_LINE (self), NULL);
  return self->category;
}

const char *
sat_deal_line_get_usual_category (SatDealLine *self)
{
  g_return_val_if_fail (SAT_IS_DEAL_LINE (self), NULL);
  return self->usual;
}

gboolean
sat_deal_line_is_open (SatDealLine *self)
{
  g_return_val_if_fail (SAT_IS_DEAL_LINE (self), FALSE);
  return self->open;
}

gboolean
sat_deal_line_is_manual (SatDealLine *self)
{
  g_return_val_if_fail (SAT_IS_DEAL_LINE (self), FALSE);
  return self->manual;
}

static gboolean
same_values (SatRecord *a, SatRecord *b)
{
  const SatType *type = sat_record_get_record_type (a);

  if (type != sat_record_get_record_type (b))
    return FALSE;
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if (!sat_value_equal (sat_record_get (a, field), sat_record_get (b, field)) ||
        (field->kind == SAT_KIND_REFERENCE &&
         g_strcmp0 (sat_record_get_reference_title (a, field),
                    sat_record_get_reference_title (b, field)) != 0))
      return FALSE;
  }
  return TRUE;
}

gboolean
sat_deal_line_equal (SatDealLine *a, SatDealLine *b)
{
  g_return_val_if_fail (SAT_IS_DEAL_LINE (a) && SAT_IS_DEAL_LINE (b), FALSE);
  return sat_deal_line_get_id (a) == sat_deal_line_get_id (b) && a->category == b->category &&
         a->usual == b->usual && a->manual == b->manual && a->open == b->open &&
         same_values (a->record, b->record);
}

/* gint64 id -> SatRecord. */
static GHashTable *
read_stages (SatReader *reader, GCancellable *cancellable, GError **error)
{
  g_autoptr (SatQuery) query = sat_query_new ("stage");
  g_autoptr (GArray) ids = sat_query_ids (query, reader, cancellable, error);
  g_autoptr (GPtrArray) records = NULL;
  GHashTable *stages;

  if (ids == NULL)
    return NULL;
  records = sat_reader_load_many (reader, sat_reader_get_type_by_name (reader, "stage"),
                                  (const gint64 *)(gpointer)ids->data, ids->len, error);
  if (records == NULL)
    return NULL;
  stages = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  for (guint i = 0; i < records->len; i++) {
    gint64 id = sat_record_get_id (records->pdata[i]);

    g_hash_table_insert (stages, g_memdup2 (&id, sizeof id), g_object_ref (records->pdata[i]));
  }
  return stages;
}

static SatDealLine *
make_line (SatRecord *record, GHashTable *stages)
{
  SatDealLine *self = g_object_new (SAT_TYPE_DEAL_LINE, NULL);
  gint64 id = sat_record_get_int (record, "stage", 0);
  SatRecord *stage = g_hash_table_lookup (stages, &id);
  const char *kind = stage != NULL ? sat_record_get_text (stage, "kind") : NULL;
  const char *usual = stage != NULL ? sat_record_get_text (stage, "category") : NULL;
  const char *own = sat_record_get_text (record, "category");

  self->record = g_object_ref (record);
  self->open = g_strcmp0 (kind, "won") != 0 && g_strcmp0 (kind, "lost") != 0;
  self->usual = g_intern_string (usual != NULL ? usual : "pipeline");
  if (!self->open)
    self->category = g_strcmp0 (kind, "won") == 0 ? "closed" : "omitted";
  else
    self->category = own != NULL ? own : self->usual;
  self->category = g_intern_string (self->category);
  self->manual = self->open && sat_record_get_int (record, "category_manual", 0) != 0;
  return self;
}

void
sat_deal_lines_free (gpointer lines)
{
  SatDealLines *self = lines;

  if (self == NULL)
    return;
  g_ptr_array_unref (self->lines);
  g_free (self);
}

SatDealLines *
sat_deal_lines_read (
    SatReader *reader, SatFilter *filter, guint most, GCancellable *cancellable, GError **error)
{
  g_autoptr (SatDealLines) self = g_new0 (SatDealLines, 1);
  g_autoptr (SatQuery) query = sat_query_new ("opportunity");
  g_autoptr (GHashTable) stages = read_stages (reader, cancellable, error);
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GArray) ids = NULL;

  self->lines = g_ptr_array_new_with_free_func (g_object_unref);
  if (stages == NULL)
    return NULL;
  sat_query_set_filter (query, filter);
  sat_query_add_sort (query, "amount", TRUE);
  ids = sat_query_ids (query, reader, cancellable, error);
  if (ids == NULL)
    return NULL;
  records = sat_reader_load_many (reader, sat_reader_get_type_by_name (reader, "opportunity"),
                                  (const gint64 *)(gpointer)ids->data, MIN (ids->len, most), error);
  if (records == NULL)
    return NULL;
  self->n_deals = ids->len;
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (self->lines, make_line (records->pdata[i], stages));
  return g_steal_pointer (&self);
}
