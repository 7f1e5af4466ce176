/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-quota-edit.h"

#include "sat-entry.h"
#include "sat-error.h"

#include <glib/gi18n-lib.h>

/* For the writing thread. */
typedef struct {
  const char *owner; /* the field of a quota that names whose it is */
  char *owner_uuid;
  char *period;
  char *start;
  char *amount; /* canonical; "": none */
  const char *currency;
  GArray *records; /* of this quota, as they are */
} QuotaEdit;

static void
quota_edit_free (gpointer data)
{
  QuotaEdit *edit = data;

  g_free (edit->owner_uuid);
  g_free (edit->period);
  g_free (edit->start);
  g_free (edit->amount);
  g_array_unref (edit->records);
  g_free (edit);
}

static gboolean
set_amount (SatWriter *writer, gint64 id, const QuotaEdit *edit, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "quota");
  g_autoptr (SatEntry) entry = sat_entry_new (type, id);

  return sat_entry_set (entry, "amount", edit->amount, error) &&
         sat_entry_set (entry, "currency", edit->currency, error) &&
         sat_entry_apply (entry, writer, SAT_ORIGIN_LOCAL, TRUE, &id, error);
}

/* One record says it; others of the same quota would be added to it. */
static gboolean
write_quota (SatWriter *writer, gpointer data, GError **error)
{
  const QuotaEdit *edit = data;
  gint64 id = 0;

  for (guint i = 0; i < edit->records->len; i++) {
    gint64 record = g_array_index (edit->records, gint64, i);

    if (i == 0 && *edit->amount != '\0' ? !set_amount (writer, record, edit, error)
                                        : !sat_writer_delete (writer, record, error))
      return FALSE;
  }
  if (edit->records->len > 0 || *edit->amount == '\0')
    return TRUE;
  return sat_entry_create (writer, "quota", &id, error, edit->owner, edit->owner_uuid, "period",
                           edit->period, "start", edit->start, "amount", edit->amount, "currency",
                           edit->currency, NULL);
}

static const char *
owner_field (SatForecastBy by)
{
  switch (by) {
  case SAT_FORECAST_BY_TEAM:
    return "team";
  case SAT_FORECAST_BY_TERRITORY:
    return "territory";
  case SAT_FORECAST_BY_USER:
  default:
    return "user";
  }
}

/* Canonical; "" for none; NULL with an error. */
static char *
read_amount (SatContext *context, const char *currency, const char *text, GError **error)
{
  const SatType *type = sat_context_get_type_by_name (context, "quota");
  g_autofree char *read = sat_format_read (sat_context_get_format (context),
                                           sat_type_field (type, "amount"), text, currency, error);

  if (read != NULL && *read == '-') {
    g_set_error_literal (error, SAT_BASE_ERROR, SAT_BASE_ERROR_RANGE,
                         _ ("A quota cannot be less than nothing."));
    return NULL;
  }
  return g_steal_pointer (&read);
}

gboolean
sat_quota_edit (
    SatContext *context, SatForecast *forecast, guint row, const char *text, GError **error)
{
  const SatForecastAsk *ask;
  const SatForecastRow *line;
  const char *currency;
  g_autofree char *amount = NULL, *label = NULL, *toast = NULL;
  QuotaEdit *edit;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && forecast != NULL && text != NULL, FALSE);

  ask = sat_forecast_get_ask (forecast);
  line = sat_forecast_get_row (forecast, row);
  currency = sat_forecast_get_currency (forecast);
  g_return_val_if_fail (line->id != 0 && !line->is_self, FALSE);
  amount = read_amount (context, currency, text, error);
  if (amount == NULL)
    return FALSE;
  edit = g_new0 (QuotaEdit, 1);
  edit->owner = owner_field (ask->by);
  edit->owner_uuid = sat_context_uuid_text (context, line->id);
  edit->period = sat_forecast_period_key (&ask->period);
  edit->start = sat_date_to_string (ask->period.first);
  edit->amount = g_steal_pointer (&amount);
  edit->currency = currency;
  edit->records = sat_forecast_quota_records (forecast, row);
  /* Translators: an entry of the undo list; %s is a person, a team or a territory */
  label = g_strdup_printf (_ ("Quota of “%s”"), line->key);
  toast = g_strdup_printf (*edit->amount != '\0'
                               /* Translators: %s is a person, a team or a territory */
                               ? _ ("Quota of “%s” saved")
                               : _ ("Quota of “%s” removed"),
                           line->key);
  sat_context_write (context, label, toast, write_quota, edit, quota_edit_free, NULL, NULL, NULL);
  return TRUE;
}
