/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks that what the versions of a record say and what its history says is one story. */

#include "config.h"

#include "sat-verify-private.h"

#include "sat-history.h"
#include "sat-writer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A version may run ahead of the clock of its change, when many are written in one tick or another
 * device's clock is fast. In milliseconds. */
#define SLACK_MS (60 * 1000)

/* The blob of sat-version.h, read in place. */
#define BASE_LENGTH 12
#define ENTRY_LENGTH 14

static SatVersion
version_at (const guint8 *data)
{
  guint64 hlc;
  guint32 device;

  memcpy (&hlc, data, sizeof hlc);
  memcpy (&device, data + sizeof hlc, sizeof device);
  return (SatVersion){GUINT64_FROM_BE (hlc), GUINT32_FROM_BE (device)};
}

static guint16
field_at (const guint8 *data)
{
  return (guint16)(data[0] << 8 | data[1]);
}

/* Faults of a record's versions by themselves. */
enum {
  UNREADABLE,
  MISSING,
  UNKNOWN,
  BEFORE_BASE,
  FUTURE,
  DELETED,
  N_VERSION_FAULTS,
};

typedef struct {
  SatVerify *verify;
  SatFault faults[N_VERSION_FAULTS];
  guint64 limit_ms; /* nothing was written after it; 0: unknown */
} Versions;

static gboolean
is_after (const SatVersion *a, const SatVersion *b)
{
  return sat_version_compare (a, b) > 0;
}

/* Custom fields and those of a newer Satchel may have gone or not yet come. */
static gboolean
is_known (const SatType *type, guint16 number)
{
  const SatField *field = type != NULL ? sat_type_field_by_number (type, number) : NULL;

  if (type == NULL || number == 0 || number >= SAT_FIELD_FIRST_CUSTOM)
    return TRUE;
  return field != NULL && sat_field_is_stored (field) && sat_version_number (field) == number;
}

static void
check_entries (Versions *self,
               gint64 id,
               const SatType *type,
               gboolean shared,
               const guint8 *data,
               gsize length)
{
  SatVersion base = version_at (data), latest = base;
  gboolean unknown = FALSE, before = FALSE;

  for (gsize at = BASE_LENGTH; at + ENTRY_LENGTH <= length; at += ENTRY_LENGTH) {
    SatVersion version = version_at (data + at + 2);

    unknown |= !is_known (type, field_at (data + at));
    /* An edit of ours may be older than a life that somebody else gave the record. */
    before |= !shared && !is_after (&version, &base);
    if (is_after (&version, &latest))
      latest = version;
  }
  if (unknown)
    sat_fault_add (&self->faults[UNKNOWN], id);
  if (before)
    sat_fault_add (&self->faults[BEFORE_BASE], id);
  if (self->limit_ms != 0 && (guint64)sat_hlc_to_ms (latest.hlc) > self->limit_ms)
    sat_fault_add (&self->faults[FUTURE], id);
}

/* Records that a server knows, and those that only it knows, as far as their past goes. */
#define IS_SHARED                                                                                  \
  "(r.seq IS NOT NULL OR r.type = 0 OR EXISTS"                                                     \
  " (SELECT 1 FROM outbox WHERE record = r.id AND state > 0))"

/* Columns: id, type, deleted, versions, shared. */
static void
check_row (Versions *self, SatStatement *row)
{
  gint64 id = sat_statement_int (row, 0);
  const SatType *type =
      sat_registry_type_by_number (self->verify->registry, (guint16)sat_statement_int (row, 1));
  gboolean deleted = sat_statement_int (row, 2) != 0;
  gsize length;
  const guint8 *data = sat_statement_blob (row, 3, &length);
  g_autoptr (SatVersions) versions = NULL;

  if (data == NULL) {
    if (sat_statement_int (row, 1) != 0)
      sat_fault_add (&self->faults[MISSING], id);
    return;
  }
  versions = sat_versions_decode (data, length, NULL);
  if (versions == NULL) {
    sat_fault_add (&self->faults[UNREADABLE], id);
    return;
  }
  check_entries (self, id, type, sat_statement_int (row, 4) != 0, data, length);
  if (deleted != (length > BASE_LENGTH && field_at (data + BASE_LENGTH) == 0))
    sat_fault_add (&self->faults[DELETED], id);
}

static gboolean
read_limit (Versions *self, GError **error)
{
  gint64 last;

  if (!sat_connection_query_int (self->verify->connection, "SELECT max (hlc_last) FROM change", 0,
                                 &last, error))
    return FALSE;
  self->limit_ms = last != 0 ? (guint64)sat_hlc_to_ms ((SatHlc)last) + SLACK_MS : 0;
  return TRUE;
}

gboolean
sat_verify_versions (SatVerify *verify, GError **error)
{
  Versions self = {
      .verify = verify,
      .faults = {[UNREADABLE] = {.what = _ ("versions that cannot be read")},
                 [MISSING] = {.what = _ ("records without versions")},
                 [UNKNOWN] = {.what = _ ("versions of unknown fields")},
                 [BEFORE_BASE] = {.what = _ ("versions older than the record")},
                 [FUTURE] = {.what = _ ("versions from the future")},
                 [DELETED] = {.what = _ ("versions that do not tell whether it is deleted")}},
  };
  g_autoptr (SatStatement) row = sat_statement_cached (
      verify->connection,
      "SELECT id, type, deleted, versions, " IS_SHARED " FROM record AS r ORDER BY id", error);
  gboolean ok = row != NULL && read_limit (&self, error), found = TRUE;

  while (ok && found) {
    ok = sat_verify_go_on (verify, error) && sat_statement_step (row, &found, error);
    if (ok && found) {
      check_row (&self, row);
      verify->looked++;
    }
  }
  for (guint i = 0; i < N_VERSION_FAULTS; i++)
    sat_verify_report (verify, &self.faults[i]);
  return ok;
}

/* Faults between versions and history. */
enum {
  BROKEN, /* the history of a field does not end at its version */
  LOST,   /* a version without the value that it replaced */
  GONE,   /* a deleted record without its end */
  N_HISTORY_FAULTS,
};

typedef struct {
  SatVerify *verify;
  SatFault faults[N_HISTORY_FAULTS];
  SatStatement *ends; /* record, field, last end, its device; by record and field */
  gboolean more;      /* @ends stands on a row */
} Fold;

static gboolean
next_end (Fold *self, GError **error)
{
  return sat_statement_step (self->ends, &self->more, error);
}

/* The latest end of the history of each version's fields: number -> SatVersion. */
static void
note_end (GHashTable *ends, guint16 number, SatVersion end)
{
  SatVersion *latest = g_hash_table_lookup (ends, GINT_TO_POINTER ((int)number));

  if (latest == NULL)
    g_hash_table_insert (ends, GINT_TO_POINTER ((int)number), g_memdup2 (&end, sizeof end));
  else if (is_after (&end, latest))
    *latest = end;
}

/* The ends of one record. @ends NULL: never mind. */
static gboolean
read_ends (Fold *self, gint64 id, const SatType *type, GHashTable *ends, GError **error)
{
  while (self->more && sat_statement_int (self->ends, 0) <= id) {
    guint16 number = (guint16)sat_statement_int (self->ends, 1);
    const SatField *field = type != NULL ? sat_type_field_by_number (type, number) : NULL;

    if (ends != NULL && sat_statement_int (self->ends, 0) == id)
      note_end (ends, field != NULL ? sat_version_number (field) : number,
                (SatVersion){(SatHlc)sat_statement_int (self->ends, 2),
                             (guint32)sat_statement_int (self->ends, 3)});
    if (!next_end (self, error))
      return FALSE;
  }
  return TRUE;
}

/* Each field that has changed since the base ends its history where its version begins. */
static void
compare_live (
    Fold *self, gint64 id, const SatType *type, const guint8 *data, gsize length, GHashTable *ends)
{
  SatVersion base = version_at (data);
  GHashTableIter iter;
  gpointer end;
  gboolean broken = FALSE, lost = FALSE;

  for (gsize at = BASE_LENGTH; at + ENTRY_LENGTH <= length; at += ENTRY_LENGTH) {
    gpointer number = GINT_TO_POINTER ((int)field_at (data + at));
    SatVersion now = version_at (data + at + 2);

    end = g_hash_table_lookup (ends, number);
    if (end != NULL)
      broken |= sat_version_compare (end, &now) != 0;
    else
      lost |= is_after (&now, &base) && is_known (type, field_at (data + at));
    g_hash_table_remove (ends, number);
  }
  /* What has no version of its own has not changed since. */
  g_hash_table_iter_init (&iter, ends);
  while (g_hash_table_iter_next (&iter, NULL, &end))
    broken |= is_after (end, &base);
  if (broken)
    sat_fault_add (&self->faults[BROKEN], id);
  if (lost)
    sat_fault_add (&self->faults[LOST], id);
}

static void
compare_deleted (Fold *self, gint64 id, SatVersions *versions, GHashTable *ends)
{
  SatVersion gone = sat_versions_get (versions, 0);
  const SatVersion *end = g_hash_table_lookup (ends, GINT_TO_POINTER (0));
  GHashTableIter iter;
  gpointer later;

  if (end == NULL || sat_version_compare (end, &gone) != 0)
    sat_fault_add (&self->faults[GONE], id);
  g_hash_table_iter_init (&iter, ends);
  while (g_hash_table_iter_next (&iter, NULL, &later))
    if (is_after (later, &gone)) {
      sat_fault_add (&self->faults[BROKEN], id);
      return;
    }
}

static gboolean
fold_record (Fold *self, SatStatement *row, GError **error)
{
  gint64 id = sat_statement_int (row, 0);
  const SatType *type =
      sat_registry_type_by_number (self->verify->registry, (guint16)sat_statement_int (row, 1));
  gsize length;
  const guint8 *data = sat_statement_blob (row, 3, &length);
  g_autoptr (SatVersions) versions = NULL;
  g_autoptr (GHashTable) ends = NULL;

  /* What a server says of a record may be ahead of the history that it tells, or come without it.
   */
  if (sat_statement_int (row, 4))
    return read_ends (self, id, type, NULL, error);
  /* Nearly all records of a young file have neither. */
  if (length <= BASE_LENGTH && (!self->more || sat_statement_int (self->ends, 0) > id))
    return TRUE;
  ends = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  versions = data != NULL ? sat_versions_decode (data, length, NULL) : NULL;
  if (!read_ends (self, id, type, ends, error))
    return FALSE;
  if (versions != NULL && sat_statement_int (row, 2) != 0)
    compare_deleted (self, id, versions, ends);
  else if (versions != NULL)
    compare_live (self, id, type, data, length, ends);
  return TRUE;
}

static gboolean
fold (SatVerify *verify, GError **error)
{
  Fold self = {
      .verify = verify,
      .faults = {[BROKEN] = {.what = _ ("records whose history does not lead to what they are")},
                 [LOST] = {.what = _ ("records that lost what was there before")},
                 [GONE] = {.what = _ ("deleted records whose end is not in the history")}},
  };
  g_autoptr (SatStatement) ends =
      sat_statement_cached (verify->connection,
                            "SELECT record, field, max (v_to), d_to FROM history WHERE fate <> 2"
                            " GROUP BY record, field ORDER BY record, field",
                            error);
  g_autoptr (SatStatement) row = sat_statement_cached (
      verify->connection,
      "SELECT id, type, deleted, versions, " IS_SHARED " FROM record AS r ORDER BY id", error);
  gboolean ok, found = TRUE;

  self.ends = ends;
  ok = ends != NULL && row != NULL && next_end (&self, error);
  while (ok && found) {
    ok = sat_verify_go_on (verify, error) && sat_statement_step (row, &found, error);
    if (ok && found)
      ok = fold_record (&self, row, error);
  }
  for (guint i = 0; i < N_HISTORY_FAULTS; i++)
    sat_verify_report (verify, &self.faults[i]);
  return ok;
}

gboolean
sat_verify_history (SatVerify *self, GError **error)
{
  return sat_verify_look (self, "SELECT count(*) FROM history", error) &&
         sat_verify_ask (
             self, _ ("entries that end before they begin"),
             "SELECT id FROM history WHERE fate <> 2 AND arrived_at IS NULL AND provisional = 0"
             " AND (v_from > v_to OR (v_from = v_to AND d_from >= d_to))",
             error) &&
         sat_verify_ask (self, _ ("entries that overlap"),
                         "SELECT id FROM (SELECT id, record, v_from, lag (v_to) OVER"
                         "  (PARTITION BY record, field ORDER BY v_to, id) AS before"
                         "  FROM history WHERE fate <> 2 AND provisional = 0) AS h"
                         " WHERE v_from < before AND NOT EXISTS"
                         " (SELECT 1 FROM record AS r WHERE r.id = h.record AND " IS_SHARED ")",
                         error) &&
         sat_verify_ask (self, _ ("entries of another type than their record"),
                         "SELECT h.id FROM history AS h JOIN record AS r ON r.id = h.record"
                         " WHERE h.type <> r.type AND r.type <> 0",
                         error) &&
         fold (self, error);
}
