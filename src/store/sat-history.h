/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* One step in the life of a field: what it was, what it became. */
typedef struct {
  gint64 record;
  const SatField *field; /* NULL: the record itself was created, deleted or restored */
  SatValue old_value, new_value;
  char *author; /* name, "" if unknown */
  guint32 device;
  gint64 edited;  /* microseconds */
  gint64 arrived; /* 0 for local edits */
  gint64 change;
  SatUuid change_uuid;
  int fate; /* SatFate */
} SatHistoryEntry;

typedef enum {
  SAT_FATE_REPLACED = 1,
  SAT_FATE_LOST,
  SAT_FATE_DELETED,
} SatFate;

void sat_history_entry_free (SatHistoryEntry *entry);

/* The steps of a record, oldest first, ending with its present state: an entry for its creation
 * (field NULL, old null, new 1) and each replacement.
 * @with_children: also of the records whose root it is. GPtrArray of SatHistoryEntry. */
GPtrArray *sat_history_of (SatReader *reader, gint64 id, gboolean with_children, GError **error);
/* Only the steps of one change, with those of the records whose root @id is. Far cheaper: births
 * are found by change, not by record. GPtrArray of SatHistoryEntry. */
GPtrArray *sat_history_of_change (SatReader *reader, gint64 id, gint64 change, GError **error);

/* When a field got the value that it has. */
typedef struct {
  gint64 at;           /* microseconds */
  gboolean from_start; /* the record was made with it, or brought back with what it had */
} SatSince;

/* Each field by itself, whatever else is in its group. What was undone counts as not done. */
gboolean sat_history_since (
    SatReader *reader, gint64 id, const SatField *field, SatSince *since, GError **error);

/* Who wrote the value that a field has now; "" if nobody knows, or if it is from the record's
 * birth. g_free(). */
char *sat_history_author (SatReader *reader, gint64 id, const SatField *field, GError **error);

/* One user action, for the undo list and the timeline. */
typedef struct {
  gint64 id;
  SatUuid uuid;
  int kind; /* SatChangeKind */
  char *label, *author;
  gint64 at;
  gint64 undone_by;
} SatChangeInfo;

void sat_change_info_free (SatChangeInfo *info);
GPtrArray *sat_history_changes (SatReader *reader, guint limit, GError **error); /* latest first */
SatChangeInfo *sat_history_change (SatReader *reader, gint64 change, GError **error);
gboolean
sat_history_find_change (SatReader *reader, const SatUuid *uuid, gint64 *change, GError **error);

G_END_DECLS
