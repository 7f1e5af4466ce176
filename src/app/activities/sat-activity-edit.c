/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-activity-edit.h"

#include <glib/gi18n-lib.h>

#include "sat-entry.h"

/* Entries that are written as one change. */
typedef struct {
  SatRegistry *registry; /* keeps types and fields alive */
  GPtrArray *entries;    /* SatEntry */
} Batch;

static Batch *
batch_new (SatContext *context)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->registry = sat_registry_ref (sat_context_get_registry (context));
  batch->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_entry_free);
  return batch;
}

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_ptr_array_unref (batch->entries);
  sat_registry_unref (batch->registry);
  g_free (batch);
}

static gboolean
write_batch (SatWriter *writer, gpointer data, GError **error)
{
  Batch *batch = data;

  for (guint i = 0; i < batch->entries->len; i++) {
    gint64 id = 0;

    if (!sat_entry_apply (g_ptr_array_index (batch->entries, i), writer, SAT_ORIGIN_LOCAL, TRUE,
                          &id, error))
      return FALSE;
  }
  return TRUE;
}

static SatEntry *
add_entry (Batch *batch, gint64 id)
{
  SatEntry *entry = sat_entry_new (sat_registry_type (batch->registry, "activity"), id);

  g_ptr_array_add (batch->entries, entry);
  return entry;
}

static void
take (Batch *batch, SatEntry *entry, const char *field, SatValue value)
{
  const SatType *type = sat_registry_type (batch->registry, "activity");

  sat_entry_take (entry, sat_type_field (type, field), value, NULL);
}

static void
write_async (SatContext *context, Batch *batch, const char *label, const char *toast)
{
  sat_context_write (context, label, toast, write_batch, batch, batch_free, NULL, NULL, NULL);
}

void
sat_activity_set_done (SatContext *context, gint64 id, gboolean done)
{
  Batch *batch;
  g_autofree char *label = NULL;
  g_autofree char *toast = NULL;
  const char *title;

  g_return_if_fail (SAT_IS_CONTEXT (context) && id != 0);
  title = sat_reader_title (sat_context_get_reader (context), id);
  /* Translators: entries of the undo list; %s is the subject of a task, a call ... */
  label = g_strdup_printf (done ? _ ("Tick off “%s”") : _ ("Take up “%s” again"), title);
  /* Translators: messages; %s is the subject of a task, a call ... */
  toast = g_strdup_printf (done ? _ ("“%s” is done") : _ ("“%s” is to be done again"), title);
  batch = batch_new (context);
  take (batch, add_entry (batch, id), "done", sat_value_int (done));
  write_async (context, batch, label, toast);
}

static gint64
reference (SatRecord *record, const char *field)
{
  if (sat_type_field (sat_record_get_record_type (record), field) == NULL)
    return 0;
  return sat_record_get_int (record, field, 0);
}

static gboolean
is_about_people (const SatType *type)
{
  return g_str_equal (type->name, "contact") || g_str_equal (type->name, "company") ||
         g_str_equal (type->name, "opportunity");
}

/* The deal's own people and company, so that a call is on the timelines of all of them. */
static void
take_about (SatContext *context, Batch *batch, SatEntry *entry, SatRecord *about)
{
  const SatType *activity = sat_registry_type (batch->registry, "activity");
  const SatType *type = sat_record_get_record_type (about);
  static const char *const others[] = {"company", "contact"};

  if (sat_type_field (activity, type->name) == NULL)
    return;
  take (batch, entry, type->name, sat_value_int (sat_record_get_id (about)));
  for (guint i = 0; !g_str_equal (type->name, "company") && i < G_N_ELEMENTS (others); i++) {
    gint64 id = reference (about, others[i]);

    if (id != 0 && !g_str_equal (type->name, others[i]))
      take (batch, entry, others[i], sat_value_int (id));
  }
}

static void
take_owner (SatContext *context, Batch *batch, SatEntry *entry)
{
  gint64 user = sat_context_get_user (context);

  if (user != 0)
    take (batch, entry, "owner", sat_value_int (user));
}

static void
add_call (SatContext *context, Batch *batch, SatRecord *about, const SatCallLog *call)
{
  gboolean planned = g_str_equal (sat_record_get_record_type (about)->name, "activity");
  SatEntry *entry = add_entry (batch, planned ? sat_record_get_id (about) : 0);

  if (!planned) {
    sat_entry_set (entry, "kind", "call", NULL);
    take (batch, entry, "start",
          sat_value_int (sat_clock_now (sat_context_get_format (context)->clock)));
    take_about (context, batch, entry, about);
    take_owner (context, batch, entry);
  }
  take (batch, entry, "done", sat_value_int (1));
  if (call->outcome != NULL)
    sat_entry_set (entry, "outcome", call->outcome, NULL);
  if (call->notes != NULL && *call->notes != '\0')
    sat_entry_set (entry, "notes", call->notes, NULL);
}

static void
add_follow_up (SatContext *context, Batch *batch, SatRecord *about, const SatCallLog *call)
{
  const SatFormat *format = sat_context_get_format (context);
  SatDate today = sat_date_today (sat_clock_now (format->clock), format->zone);
  static const char *const fields[] = {"opportunity", "company", "contact"};
  SatEntry *entry = add_entry (batch, 0);

  sat_entry_set (entry, "kind", "task", NULL);
  sat_entry_set (entry, "subject", _ ("Follow up on the call"), NULL);
  take (batch, entry, "due", sat_value_int (today + call->follow_up_days));
  take_owner (context, batch, entry);
  if (!g_str_equal (sat_record_get_record_type (about)->name, "activity")) {
    take_about (context, batch, entry, about);
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (reference (about, fields[i]) != 0)
      take (batch, entry, fields[i], sat_value_int (reference (about, fields[i])));
}

void
sat_activity_log_call (SatContext *context, const SatCallLog *call)
{
  g_autoptr (SatRecord) about = NULL;
  g_autofree char *label = NULL;
  Batch *batch;

  g_return_if_fail (SAT_IS_CONTEXT (context) && call != NULL);
  about = sat_reader_load (sat_context_get_reader (context), call->about, NULL);
  if (about == NULL)
    return;
  batch = batch_new (context);
  add_call (context, batch, about, call);
  if (call->follow_up_days >= 0)
    add_follow_up (context, batch, about, call);
  /* Translators: an entry of the undo list; %s is a person, a company ... */
  label = g_strdup_printf (_ ("Call: %s"), sat_record_get_title (about));
  write_async (context, batch, label, _ ("Call logged"));
}

gint64
sat_activity_call_target (SatContext *context, gint64 id)
{
  g_autoptr (SatRecord) record = NULL;
  const SatType *type;
  gint64 about;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), 0);
  record = id != 0 ? sat_reader_load (sat_context_get_reader (context), id, NULL) : NULL;
  if (record == NULL)
    return 0;
  type = sat_record_get_record_type (record);
  if (is_about_people (type))
    return id;
  if (g_str_equal (type->name, "activity") && sat_record_get_int (record, "done", 0) == 0 &&
      g_strcmp0 (sat_record_get_text (record, "kind"), "call") == 0)
    return id;
  about = reference (record, "opportunity");
  if (about == 0)
    about = reference (record, "contact");
  return about != 0 ? about : reference (record, "company");
}

static void
fill_reference (SatContext *context, GVariantBuilder *filled, const char *field, gint64 id)
{
  g_autofree char *uuid = sat_context_uuid_text (context, id);

  if (*uuid != '\0')
    g_variant_builder_add (filled, "{ss}", field, uuid);
}

GVariant *
sat_activity_filled (SatContext *context, gint64 about, const char *kind)
{
  g_autoptr (SatRecord) record = NULL;
  GVariantBuilder filled;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && kind != NULL, NULL);
  g_variant_builder_init (&filled, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&filled, "{ss}", "kind", kind);
  record = about != 0 ? sat_reader_load (sat_context_get_reader (context), about, NULL) : NULL;
  if (record != NULL && is_about_people (sat_record_get_record_type (record))) {
    const char *name = sat_record_get_record_type (record)->name;

    fill_reference (context, &filled, name, about);
    if (!g_str_equal (name, "company"))
      fill_reference (context, &filled, "company", reference (record, "company"));
    if (g_str_equal (name, "opportunity"))
      fill_reference (context, &filled, "contact", reference (record, "contact"));
  }
  return g_variant_builder_end (&filled);
}
