/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-bulk-job.h"

#include <glib/gi18n-lib.h>

#include "sat-labels.h"

#define PROGRESS_MS 100

struct _SatBulkJob {
  GObject parent_instance;
  SatContext *context;
  SatBulk *bulk;
  gboolean running;
  guint timeout;
};

enum {
  PROGRESS,
  FINISHED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatBulkJob, sat_bulk_job, G_TYPE_OBJECT)

char *
sat_bulk_describe_records (SatContext *context, const char *type_name, guint n)
{
  const SatType *type;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && type_name != NULL, NULL);
  type = sat_context_get_type_by_name (context, type_name);
  return sat_labels_count (sat_context_get_format (context), type, n);
}

static const char *
field_label (SatBulkJob *self)
{
  const SatType *type =
      sat_context_get_type_by_name (self->context, sat_bulk_get_type_name (self->bulk));
  const SatField *field = sat_type_field (type, sat_bulk_get_field (self->bulk));

  return field != NULL ? sat_field_get_label (field) : sat_bulk_get_field (self->bulk);
}

/* For the undo list. */
static char *
describe_plan (SatBulkJob *self)
{
  g_autofree char *records = sat_bulk_describe_records (
      self->context, sat_bulk_get_type_name (self->bulk), sat_bulk_get_total (self->bulk));

  switch (sat_bulk_get_kind (self->bulk)) {
  case SAT_BULK_SET:
    /* Translators: an entry of the undo list: a field, then "12 contacts" */
    return g_strdup_printf (_ ("%s of %s"), field_label (self), records);
  case SAT_BULK_ADD_TAG:
    /* Translators: an entry of the undo list: a tag, then "12 contacts" */
    return g_strdup_printf (_ ("Tag “%s” for %s"), sat_bulk_get_tag (self->bulk), records);
  case SAT_BULK_REMOVE_TAG:
    /* Translators: an entry of the undo list: a tag, then "12 contacts" */
    return g_strdup_printf (_ ("Remove tag “%s” from %s"), sat_bulk_get_tag (self->bulk), records);
  case SAT_BULK_DELETE:
  default:
    /* Translators: an entry of the undo list; %s is "12 contacts" */
    return g_strdup_printf (_ ("Delete %s"), records);
  }
}

static char *
describe_result (SatBulkJob *self)
{
  g_autofree char *records = sat_bulk_describe_records (
      self->context, sat_bulk_get_type_name (self->bulk), sat_bulk_get_changed (self->bulk));

  if (sat_bulk_is_cancelled (self->bulk))
    /* Translators: %s is "12 contacts" */
    return g_strdup_printf (_ ("Stopped after %s"), records);
  switch (sat_bulk_get_kind (self->bulk)) {
  case SAT_BULK_SET:
    /* Translators: a field, then "12 contacts" */
    return g_strdup_printf (_ ("%s of %s changed"), field_label (self), records);
  case SAT_BULK_ADD_TAG:
    /* Translators: a tag, then "12 contacts" */
    return g_strdup_printf (_ ("“%s” added to %s"), sat_bulk_get_tag (self->bulk), records);
  case SAT_BULK_REMOVE_TAG:
    /* Translators: a tag, then "12 contacts" */
    return g_strdup_printf (_ ("“%s” removed from %s"), sat_bulk_get_tag (self->bulk), records);
  case SAT_BULK_DELETE:
  default:
    /* Translators: %s is "12 contacts" */
    return g_strdup_printf (_ ("%s deleted"), records);
  }
}

char *
sat_bulk_job_describe (SatBulkJob *self)
{
  const SatFormat *format;
  g_autofree char *done = NULL;
  g_autofree char *total = NULL;

  g_return_val_if_fail (SAT_IS_BULK_JOB (self), NULL);
  format = sat_context_get_format (self->context);
  done = sat_format_integer (format, sat_bulk_get_done (self->bulk));
  total = sat_format_integer (format, sat_bulk_get_total (self->bulk));
  if (sat_bulk_get_kind (self->bulk) == SAT_BULK_DELETE)
    /* Translators: numbers of records */
    return g_strdup_printf (_ ("Deleting %s of %s"), done, total);
  /* Translators: numbers of records */
  return g_strdup_printf (_ ("Changing %s of %s"), done, total);
}

static void
say_result (SatBulkJob *self, gint64 change, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    sat_context_say (self->context, _ ("Stopped. Nothing was changed."));
  } else if (error != NULL) {
    /* Translators: %s is the reason */
    text = g_strdup_printf (_ ("Not saved: %s"), error->message);
    sat_context_say (self->context, text);
  } else if (change == 0) {
    sat_context_say (self->context, _ ("Everything was so already"));
  } else {
    text = describe_result (self);
    sat_context_offer_undo (self->context, text, change);
  }
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SatBulkJob) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 change = 0;

  if (sat_store_write_finish (SAT_STORE (source), result, &change, &error))
    g_clear_error (&error);
  self->running = FALSE;
  g_clear_handle_id (&self->timeout, g_source_remove);
  say_result (self, change, error);
  g_signal_emit (self, signals[FINISHED], 0);
}

static gboolean
progress_cb (gpointer user_data)
{
  g_signal_emit (user_data, signals[PROGRESS], 0);
  return G_SOURCE_CONTINUE;
}

static void
unref_bulk (gpointer bulk)
{
  sat_bulk_unref (bulk);
}

SatBulkJob *
sat_bulk_job_start (SatContext *context, SatBulk *bulk)
{
  SatBulkJob *self;
  g_autofree char *label = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && bulk != NULL, NULL);
  self = g_object_new (SAT_TYPE_BULK_JOB, NULL);
  self->context = g_object_ref (context);
  self->bulk = sat_bulk_ref (bulk);
  self->running = TRUE;
  self->timeout = g_timeout_add (PROGRESS_MS, progress_cb, self);
  label = describe_plan (self);
  sat_store_write_async (sat_context_get_store (context), SAT_CHANGE_EDIT, label, sat_bulk_apply,
                         sat_bulk_ref (bulk), unref_bulk, NULL, written_cb, g_object_ref (self));
  return self;
}

SatBulk *
sat_bulk_job_get_bulk (SatBulkJob *self)
{
  g_return_val_if_fail (SAT_IS_BULK_JOB (self), NULL);
  return self->bulk;
}

void
sat_bulk_job_cancel (SatBulkJob *self)
{
  g_return_if_fail (SAT_IS_BULK_JOB (self));
  sat_bulk_cancel (self->bulk);
}

gboolean
sat_bulk_job_is_running (SatBulkJob *self)
{
  g_return_val_if_fail (SAT_IS_BULK_JOB (self), FALSE);
  return self->running;
}

static void
sat_bulk_job_finalize (GObject *object)
{
  SatBulkJob *self = SAT_BULK_JOB (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->bulk, sat_bulk_unref);
  G_OBJECT_CLASS (sat_bulk_job_parent_class)->finalize (object);
}

static void
sat_bulk_job_class_init (SatBulkJobClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sat_bulk_job_finalize;
  signals[PROGRESS] =
      g_signal_new ("progress", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FINISHED] =
      g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_bulk_job_init (SatBulkJob *self)
{
}
