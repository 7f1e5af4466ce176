/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pipeline-edit.h"

#include "sat-entry.h"
#include "sat-query.h"

#include <glib/gi18n-lib.h>

/* The stages of a pipeline that nobody has thought about yet, in the order of a sale. */
static const struct {
  const char *name;
  const char *kind;
  const char *probability;
  const char *category;
  gboolean qualified;
} usual_stages[] = {
    {NC_ ("stage", "New"), "open", "10", "pipeline", FALSE},
    {NC_ ("stage", "Qualified"), "open", "25", "pipeline", TRUE},
    {NC_ ("stage", "Proposal"), "open", "50", "best_case", TRUE},
    {NC_ ("stage", "Negotiation"), "open", "75", "commit", TRUE},
    {NC_ ("stage", "Won"), "won", "100", "closed", TRUE},
    {NC_ ("stage", "Lost"), "lost", "0", "omitted", FALSE},
};

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT, message);
  return FALSE;
}

static char *
id_text (SatReader *reader, gint64 id, GError **error)
{
  SatUuid uuid;

  if (!sat_reader_identify (reader, id, &uuid, NULL, NULL, error))
    return NULL;
  return sat_uuid_to_string (&uuid);
}

/* The records of @type_name whose reference @field is @id (0: is empty), by @sort. */
static GArray *
find_ids (SatReader *reader,
          const char *type_name,
          const char *field,
          gint64 id,
          const char *sort,
          GError **error)
{
  g_autoptr (SatQuery) query = sat_query_new (type_name);
  g_autoptr (SatFilter) filter = NULL;
  g_autofree char *text = NULL;

  if (id == 0) {
    filter = sat_filter_test (field, SAT_OP_EMPTY, NULL);
  } else {
    text = id_text (reader, id, error);
    if (text == NULL)
      return NULL;
    filter = sat_filter_test1 (field, SAT_OP_IS, text);
  }
  sat_query_set_filter (query, filter);
  if (sort != NULL)
    sat_query_add_sort (query, sort, FALSE);
  return sat_query_ids (query, reader, NULL, error);
}

static int
rank_of_kind (SatRecord *stage)
{
  const char *kind = sat_record_get_text (stage, "kind");

  if (g_strcmp0 (kind, "won") == 0)
    return 1;
  return g_strcmp0 (kind, "lost") == 0 ? 2 : 0;
}

GPtrArray *
sat_pipeline_stages (SatReader *reader, gint64 pipeline, GError **error)
{
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) loaded = NULL;
  GPtrArray *stages;

  g_return_val_if_fail (reader != NULL, NULL);
  ids = find_ids (reader, "stage", "pipeline", pipeline, "order", error);
  if (ids != NULL)
    loaded = sat_reader_load_many (reader, sat_reader_get_type_by_name (reader, "stage"),
                                   (const gint64 *)(gpointer)ids->data, ids->len, error);
  if (loaded == NULL)
    return NULL;
  stages = g_ptr_array_new_with_free_func (g_object_unref);
  for (int rank = 0; rank <= 2; rank++) {
    for (guint i = 0; i < loaded->len; i++) {
      if (rank_of_kind (loaded->pdata[i]) == rank)
        g_ptr_array_add (stages, g_object_ref (loaded->pdata[i]));
    }
  }
  return stages;
}

static gint64
count (SatReader *reader, SatFilter *filter, GError **error)
{
  g_autoptr (SatQuery) query = sat_query_new ("opportunity");
  gint64 n = -1;

  sat_query_set_filter (query, filter);
  return sat_query_count (query, reader, &n, error) ? n : -1;
}

gint64
sat_stage_count_deals (SatReader *reader, gint64 stage, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (SatFilter) filter = NULL;

  g_return_val_if_fail (reader != NULL, -1);
  text = id_text (reader, stage, error);
  if (text == NULL)
    return -1;
  filter = sat_filter_test1 ("stage", SAT_OP_IS, text);
  return count (reader, filter, error);
}

/* Deals of the pipeline that stand in no stage. */
static SatFilter *
stageless (const char *pipeline)
{
  SatFilter *both[] = {sat_filter_test ("stage", SAT_OP_EMPTY, NULL),
                       sat_filter_test1 ("pipeline", SAT_OP_IS, pipeline)};

  return sat_filter_all (both, 2);
}

gint64
sat_pipeline_count_deals (SatReader *reader, gint64 pipeline, GError **error)
{
  g_autoptr (GPtrArray) stages = NULL;
  g_autofree char *text = NULL;
  g_autoptr (SatFilter) filter = NULL;
  gint64 total;

  g_return_val_if_fail (reader != NULL, -1);
  stages = sat_pipeline_stages (reader, pipeline, error);
  text = stages != NULL ? id_text (reader, pipeline, error) : NULL;
  if (text == NULL)
    return -1;
  filter = stageless (text);
  total = count (reader, filter, error);
  for (guint i = 0; total >= 0 && i < stages->len; i++) {
    gint64 n = sat_stage_count_deals (reader, sat_record_get_id (stages->pdata[i]), error);

    total = n >= 0 ? total + n : -1;
  }
  return total;
}

static gboolean
create_usual_stages (SatWriter *writer, const char *pipeline, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual_stages); i++) {
    g_autofree char *order = g_strdup_printf ("%u", i + 1);
    gint64 id = 0;

    if (!sat_entry_create (writer, "stage", &id, error, "pipeline", pipeline, "name",
                           g_dpgettext2 (GETTEXT_PACKAGE, "stage", usual_stages[i].name), "order",
                           order, "kind", usual_stages[i].kind, "probability",
                           usual_stages[i].probability, "category", usual_stages[i].category,
                           "qualified", usual_stages[i].qualified ? "true" : "false", NULL))
      return FALSE;
  }
  return TRUE;
}

/* A copy has every field of its model, also those that the user added. */
static gboolean
copy_stage (SatWriter *writer, SatRecord *stage, gint64 pipeline, gint64 order, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "stage");
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (SatWriteField));
  gint64 id = 0;

  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    SatWriteField write = {field, *sat_record_get (stage, field), SAT_VERSION_NONE};

    if (g_str_equal (field->name, "pipeline"))
      write.value = sat_value_int (pipeline);
    else if (g_str_equal (field->name, "order"))
      write.value = sat_value_int (order);
    if (sat_field_is_stored (field))
      g_array_append_val (fields, write);
  }
  return sat_writer_create (writer, type, (const SatWriteField *)(gpointer)fields->data,
                            fields->len, SAT_ORIGIN_LOCAL, &id, error);
}

static gboolean
copy_stages (SatWriter *writer, gint64 like, gint64 pipeline, GError **error)
{
  g_autoptr (GPtrArray) stages = sat_pipeline_stages (sat_writer_get_reader (writer), like, error);

  if (stages == NULL)
    return FALSE;
  for (guint i = 0; i < stages->len; i++) {
    if (!copy_stage (writer, stages->pdata[i], pipeline, i + 1, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
sat_order_records (SatWriter *writer, const gint64 *ids, gsize n, GError **error)
{
  g_return_val_if_fail (writer != NULL && (ids != NULL || n == 0), FALSE);
  for (gsize i = 0; i < n; i++) {
    const SatType *type = NULL;
    SatWriteField write = {NULL, sat_value_int ((gint64)i + 1), SAT_VERSION_NONE};

    if (!sat_reader_identify (sat_writer_get_reader (writer), ids[i], NULL, &type, NULL, error))
      return FALSE;
    write.field = type != NULL ? sat_type_field (type, "order") : NULL;
    g_return_val_if_fail (write.field != NULL, FALSE);
    if (!sat_writer_set (writer, ids[i], &write, 1, SAT_ORIGIN_LOCAL, error))
      return FALSE;
  }
  return TRUE;
}

/* One more than the highest there is. Those without a number would come last: they get theirs now.
 */
static gboolean
next_order (SatWriter *writer, gint64 *order, GError **error)
{
  SatReader *reader = sat_writer_get_reader (writer);
  g_autoptr (SatQuery) query = sat_query_new ("pipeline");
  g_autoptr (GArray) ids = NULL;
  gboolean gap = FALSE;

  sat_query_add_sort (query, "order", FALSE);
  ids = sat_query_ids (query, reader, NULL, error);
  *order = ids != NULL ? ids->len + 1 : 0;
  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    g_autoptr (SatRecord) record = sat_reader_load (reader, g_array_index (ids, gint64, i), error);
    gint64 own;

    if (record == NULL)
      return FALSE;
    own = sat_record_get_int (record, "order", G_MININT64);
    gap |= own == G_MININT64;
    *order = own < G_MAXINT64 ? MAX (*order, own + 1) : *order;
  }
  return ids != NULL &&
         (!gap || sat_order_records (writer, (const gint64 *)(gpointer)ids->data, ids->len, error));
}

static gboolean
set_reference (SatWriter *writer,
               const char *type_name,
               gint64 id,
               const char *name,
               gint64 to,
               GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), type_name);
  SatWriteField write = {sat_type_field (type, name), to != 0 ? sat_value_int (to) : SAT_VALUE_INIT,
                         SAT_VERSION_NONE};

  return sat_writer_set (writer, id, &write, 1, SAT_ORIGIN_LOCAL, error);
}

static gboolean
move_deals (SatWriter *writer, GArray *deals, const char *field, gint64 to, GError **error)
{
  for (guint i = 0; i < deals->len; i++) {
    if (!set_reference (writer, "opportunity", g_array_index (deals, gint64, i), field, to, error))
      return FALSE;
  }
  return TRUE;
}

/* A pipeline without stages, after the others. */
static gboolean
create_bare (SatWriter *writer, const char *name, gint64 *id, GError **error)
{
  g_autofree char *number = NULL;
  gint64 order;

  *id = 0;
  if (!next_order (writer, &order, error))
    return FALSE;
  number = g_strdup_printf ("%" G_GINT64_FORMAT, order);
  return sat_entry_create (writer, "pipeline", id, error, "name", name, "order", number, NULL);
}

gboolean
sat_pipeline_create (SatWriter *writer, const char *name, gint64 like, gint64 *id, GError **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (writer != NULL && name != NULL && id != NULL, FALSE);
  if (!create_bare (writer, name, id, error))
    return FALSE;
  text = id_text (sat_writer_get_reader (writer), *id, error);
  if (text == NULL)
    return FALSE;
  return like != 0 ? copy_stages (writer, like, *id, error)
                   : create_usual_stages (writer, text, error);
}

gboolean
sat_pipeline_adopt (SatWriter *writer, const char *name, gint64 *id, GError **error)
{
  SatReader *reader;
  g_autoptr (GPtrArray) stages = NULL;

  g_return_val_if_fail (writer != NULL && name != NULL && id != NULL, FALSE);
  reader = sat_writer_get_reader (writer);
  stages = sat_pipeline_stages (reader, 0, error);
  if (stages == NULL || !create_bare (writer, name, id, error))
    return FALSE;
  for (guint i = 0; i < stages->len; i++) {
    gint64 stage = sat_record_get_id (stages->pdata[i]);
    g_autoptr (GArray) deals = find_ids (reader, "opportunity", "stage", stage, NULL, error);

    if (deals == NULL || !set_reference (writer, "stage", stage, "pipeline", *id, error) ||
        !move_deals (writer, deals, "pipeline", *id, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
same_kind (SatWriter *writer, gint64 a, gint64 b, gboolean *same, GError **error)
{
  SatReader *reader = sat_writer_get_reader (writer);
  g_autoptr (SatRecord) first = sat_reader_load (reader, a, error);
  g_autoptr (SatRecord) second = first != NULL ? sat_reader_load (reader, b, error) : NULL;

  if (second == NULL)
    return FALSE;
  *same = rank_of_kind (first) == rank_of_kind (second);
  return TRUE;
}

gboolean
sat_stage_remove (SatWriter *writer, gint64 stage, gint64 to, GError **error)
{
  g_autoptr (GArray) deals = NULL;
  gboolean same = FALSE;

  g_return_val_if_fail (writer != NULL && stage != to, FALSE);
  deals = find_ids (sat_writer_get_reader (writer), "opportunity", "stage", stage, NULL, error);
  if (deals == NULL)
    return FALSE;
  if (deals->len > 0 && to == 0)
    return refuse (error, _ ("There are deals in this stage; they need another stage first"));
  if (to != 0 && !same_kind (writer, stage, to, &same, error))
    return FALSE;
  if (to != 0 && !same)
    return refuse (error, _ ("Deals would be won, lost or opened again by going to that stage"));
  return move_deals (writer, deals, "stage", to, error) && sat_writer_delete (writer, stage, error);
}

static SatRecord *
counterpart (SatRecord *stage, GPtrArray *others)
{
  g_autofree char *wanted = sat_fold (sat_record_get_title (stage));
  SatRecord *first = NULL;

  for (guint i = 0; i < others->len; i++) {
    g_autofree char *name = sat_fold (sat_record_get_title (others->pdata[i]));

    if (rank_of_kind (others->pdata[i]) != rank_of_kind (stage))
      continue;
    if (g_str_equal (name, wanted))
      return others->pdata[i];
    if (first == NULL)
      first = others->pdata[i];
  }
  return first;
}

static gboolean
remove_stages (SatWriter *writer, gint64 pipeline, gint64 to, GError **error)
{
  SatReader *reader = sat_writer_get_reader (writer);
  g_autoptr (GPtrArray) stages = sat_pipeline_stages (reader, pipeline, error);
  g_autoptr (GPtrArray) others = NULL;

  if (stages == NULL)
    return FALSE;
  others = to != 0 ? sat_pipeline_stages (reader, to, error)
                   : g_ptr_array_new_with_free_func (g_object_unref);
  if (others == NULL)
    return FALSE;
  for (guint i = 0; i < stages->len; i++) {
    SatRecord *other = counterpart (stages->pdata[i], others);
    gint64 stage = sat_record_get_id (stages->pdata[i]);
    gint64 n = sat_stage_count_deals (reader, stage, error);

    if (n < 0)
      return FALSE;
    if (n > 0 && other == NULL)
      return refuse (error, to == 0
                                ? _ ("There are deals in this pipeline; they need another first")
                                : _ ("The other pipeline has no stage for all of the deals"));
    if (!sat_stage_remove (writer, stage, n > 0 ? sat_record_get_id (other) : 0, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
sat_pipeline_remove (SatWriter *writer, gint64 pipeline, gint64 to, GError **error)
{
  SatReader *reader;
  g_autofree char *text = NULL;
  g_autoptr (SatFilter) filter = NULL;
  g_autoptr (SatQuery) query = NULL;
  g_autoptr (GArray) deals = NULL;

  g_return_val_if_fail (writer != NULL && pipeline != 0 && pipeline != to, FALSE);
  reader = sat_writer_get_reader (writer);
  if (!remove_stages (writer, pipeline, to, error))
    return FALSE;
  text = id_text (reader, pipeline, error);
  if (text == NULL)
    return FALSE;
  query = sat_query_new ("opportunity");
  filter = stageless (text);
  sat_query_set_filter (query, filter);
  deals = sat_query_ids (query, reader, NULL, error);
  return deals != NULL && move_deals (writer, deals, "pipeline", to, error) &&
         sat_writer_delete (writer, pipeline, error);
}
