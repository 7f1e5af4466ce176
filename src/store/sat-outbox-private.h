/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-outbox.h"
#include "sat-remote-private.h"

G_BEGIN_DECLS

/* What the parts of the outbox share. States of an entry in the table: */
enum {
  SAT_ENTRY_UNSENT,
  SAT_ENTRY_FROZEN,   /* has its number and its line */
  SAT_ENTRY_ANSWERED, /* the server's row has not come yet */
  SAT_ENTRY_DONE,     /* refused ones have no acked_seq */
};
/* An entry that closes a conflict; its record is the conflict's id. */
#define SAT_ENTRY_CLOSE 3
/* The record is another one, or is itself again; `bases` has the id of the other one. */
#define SAT_ENTRY_MERGE 4
#define SAT_ENTRY_UNMERGE 5

/* A row of the table. */
typedef struct {
  gint64 n, change, record;
  int op; /* SatWriteOp, or one of the above */
  gint64 rb;
  const SatType *type; /* NULL: a stub */
  GArray *fields;      /* guint16; NULL: the whole record */
  GArray *bases;       /* SatVersion, as many; NULL: what the row had */
  SatUuid into;        /* of MERGE and UNMERGE */
  gboolean follows;    /* an entry of the same change goes, or went, before; freeze knows */
} SatEntryRow;

/* What travels for the `op` of an entry. */
SatOp sat_entry_op (int op);

/* The numbers (guint16) of an entry's `fields`; NULL: it is of the whole record. */
GArray *sat_entry_read_fields (SatStatement *statement, int column);

SatEntryRow *sat_entry_row_read (SatStatement *statement, SatRegistry *registry);
void sat_entry_row_free (SatEntryRow *self);
/* What sat_entry_row_read() reads: o and r are outbox and record. */
#define SAT_ENTRY_COLUMNS                                                                          \
  "SELECT o.n, o.change, o.record, o.op, o.rb, r.type, o.fields, o.bases"                          \
  " FROM outbox AS o JOIN record AS r ON r.id = o.record "

/* The change of an entry. */
typedef struct {
  gint64 id;
  SatUuid uuid;
  SatHlc hlc;
  int kind;
} SatEntryChange;
/* Of a row that begins with uuid, hlc and kind. */
SatEntryChange sat_entry_change_of (SatStatement *statement, gint64 id);
/* The id of the mutation, from the edit on. */
SatUuid sat_entry_uuid (const SatEntryChange *change, gint64 n);

/* What @entry's fields (it has some) were edited on top of: found out as far as it is asked for.
 * Belongs to @writer's change and does not keep @entry. */
typedef struct _SatEntryBases SatEntryBases;
SatEntryBases *sat_entry_bases_new (SatWriter *writer, const SatEntryRow *entry);
void sat_entry_bases_free (SatEntryBases *self);
/* Adds what is under field number @i of the entry, unless its group has it already. */
gboolean sat_entry_bases_add (SatEntryBases *self, guint i, SatMutation *mutation, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatEntryBases, sat_entry_bases_free)

/* The mutation of @entry, without m and x. */
SatMutation *sat_entry_to_mutation (SatWriter *writer,
                                    const SatEntryRow *entry,
                                    const SatEntryChange *change,
                                    GError **error);
/* The values that the record had after the change, by field index of its type; free with
 * sat_entry_values_free(). *@id: the record's. */
SatValue *
sat_entry_values (SatWriter *writer, const SatEntryRow *entry, SatUuid *id, GError **error);
void sat_entry_values_free (SatValue *values, const SatType *type);

/* The edit was not to be: what it wrote goes back where nothing else that is pending has written
 * it. The entry itself does not count any more, or is gone. */
gboolean sat_entry_revert (SatWriter *writer, const SatEntryRow *entry, GError **error);

/* The server will not have it, or it is too large: its text is kept with @code ("": the server
 * keeps it as a proposal), and it is taken back. */
gboolean sat_entry_refuse (SatWriter *writer,
                           const SatEntryRow *entry,
                           const SatMutation *mutation,
                           const char *code,
                           GError **error);

/* Open suggestions that the two are one are settled by the change. */
gboolean
sat_conflict_close_pair (SatWriter *writer, const SatUuid *a, const SatUuid *b, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatEntryRow, sat_entry_row_free)

G_END_DECLS
