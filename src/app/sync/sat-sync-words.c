/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The state of the sync in words. */

#include "config.h"

#include "sat-sync-service.h"

#include <glib/gi18n-lib.h>

static char *
describe_busy (const SatFormat *format, const SatSyncProgress *progress)
{
  g_autofree char *done = NULL;
  g_autofree char *total = NULL;

  if (progress->kind == SAT_SYNC_PUSH && progress->total > 1) {
    done = sat_format_integer (format, (gint64)progress->done);
    total = sat_format_integer (format, (gint64)progress->total);
    /* Translators: how many edits of how many */
    return g_strdup_printf (_ ("Sending %s of %s"), done, total);
  }
  if (progress->kind == SAT_SYNC_PULL && progress->done > 0 && progress->done < progress->total) {
    done = sat_format_integer (format, (gint64)progress->done);
    total = sat_format_integer (format, (gint64)progress->total);
    /* Translators: the first load of a new computer, such as "Receiving 1,200 of about 10,300" */
    return g_strdup_printf (_ ("Receiving %s of about %s"), done, total);
  }
  if (progress->kind == SAT_SYNC_PULL && progress->done > 0) {
    done = sat_format_integer (format, (gint64)progress->done);
    /* Translators: a number of records */
    return g_strdup_printf (_ ("Receiving, %s so far"), done);
  }
  return g_strdup (_ ("Syncing…"));
}

static char *
describe_synced (const SatFormat *format, gint64 last_ok)
{
  g_autofree char *when = NULL;

  if (last_ok == 0)
    return g_strdup (_ ("Not synced yet"));
  when = sat_format_instant_relative (format, last_ok);
  /* Translators: %s is a time, such as "5 minutes ago" or "Just now" */
  return g_strdup_printf (_ ("Synced: %s"), when);
}

static char *
describe_attention (const SatSyncStatus *status, const SatFormat *format)
{
  gint64 n = status->conflicts + status->rejected + (status->offline ? 0 : status->proposed);
  g_autofree char *count = sat_format_integer (format, n);

  if (n == 0)
    return g_strdup (_ ("Needs attention"));
  /* Translators: %s is a number of things to look at */
  return g_strdup_printf (_ ("Needs attention (%s)"), count);
}

char *
sat_sync_service_describe (SatSyncService *self)
{
  const SatSyncStatus *status = sat_sync_service_get (self);
  const SatFormat *format = sat_context_get_format (sat_sync_service_get_context (self));

  switch (status->state) {
  case SAT_SYNC_LOCAL:
    return g_strdup (_ ("On this computer only"));
  case SAT_SYNC_OFFLINE:
    return g_strdup (_ ("Working offline"));
  case SAT_SYNC_UNREACHABLE:
    return g_strdup (C_ ("sync", "Offline"));
  case SAT_SYNC_BUSY:
    return describe_busy (format, &status->progress);
  case SAT_SYNC_ATTENTION:
    return describe_attention (status, format);
  case SAT_SYNC_REVOKED:
    return g_strdup (_ ("Access withdrawn"));
  case SAT_SYNC_PENDING:
  case SAT_SYNC_SYNCED:
  default:
    return describe_synced (format, status->last_ok);
  }
}

char *
sat_sync_service_describe_more (SatSyncService *self)
{
  const SatSyncStatus *status = sat_sync_service_get (self);
  const SatFormat *format = sat_context_get_format (sat_sync_service_get_context (self));
  g_autofree char *count = NULL;

  if (status->waiting == 0 || status->state == SAT_SYNC_LOCAL)
    return NULL;
  count = sat_format_integer (format, status->waiting);
  /* Translators: %s is a number of edits */
  return g_strdup_printf (ngettext ("%s to send", "%s to send", (gulong)status->waiting), count);
}
