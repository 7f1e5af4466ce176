/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-sent.h"
#include "sat-wire-map.h"
#include "sat-writer.h"

G_BEGIN_DECLS

struct _SatWriter {
  SatStore *store; /* unowned */
  SatConnection *connection;
  SatRegistry *registry;
  GPtrArray *registries; /* earlier ones of this change, kept for those who hold their types */
  SatReader *reader;
  SatChangeKind kind;
  char *label;
  gint64 user;    /* whose change it is; 0: nobody's */
  guint n_chunks; /* committed so far */

  gint64 change; /* 0 until something is written */
  gint64 latest; /* the same, of any change that this writer made */
  gint64 undoes; /* the user's change that it turns off or on; 0: it is one itself */
  SatUuid change_uuid;
  SatVersion version;
  SatHlc last_hlc; /* the latest that the change has given */
  char *author;
  gint64 created_first, created_last; /* the range of new ids that is not yet in change_created */
  gint64 history_first, history_last;
  gboolean registry_changed, users_changed;

  GHashTable *texts; /* SatType -> SatRowTexts */
  GArray *touched;   /* gint64, not sorted, may repeat; given up above 10,000 */
  gboolean touched_all;
  guint64 count;        /* of touches */
  GArray *expected;     /* primary references to what is still to come; NULL: none */
  GHashTable *marked;   /* records in search_dirty already */
  gint64 root_of, root; /* the last parent's root: children come in a row */
  SatWireMap *wire;     /* NULL: not needed yet */
  SatSent *sent;        /* the same */
  gint64 purged;        /* records that were taken away: sat-purge.h */
  GHashTable *thinned;  /* changes that lost rows of history: sat-purge.h; NULL: none */
};

/* The state of a record as it is in the file. */
typedef struct {
  gint64 id;
  const SatType *type; /* NULL: a stub */
  gint64 root;
  gint64 seq; /* of the server's newest row that is shown; -1: it does not know the record */
  gboolean deleted;
  gint64 merged_into; /* deleted because it is another record; 0: not */
  SatUuid uuid;
  gboolean has_extra;    /* of fields that are not known here */
  SatVersions *versions; /* NULL for a stub */
  SatValue *values;      /* by field index; NULL unless read */
} SatRow;

/* The SQL of a type's rows: made once a change, as it takes longer than most of the statements. */
typedef struct {
  char *select, *insert; /* NULL: not needed yet */
  char *update;          /* of the fields in `updated` */
  gboolean *updated;     /* by field index */
} SatRowTexts;

void sat_row_texts_free (SatRowTexts *self);

void sat_row_clear (SatRow *row);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatRow, sat_row_clear)

/* Life of a writer, for sat_store_write(). */
gboolean sat_writer_begin (
    SatWriter *self, SatStore *store, SatChangeKind kind, const char *label, GError **error);
gboolean sat_writer_finish (SatWriter *self, GError **error); /* writes what is left and commits */
void sat_writer_abort (SatWriter *self);
void sat_writer_clear (SatWriter *self);

/* The change's row, made when the first thing is written. */
gboolean sat_writer_ensure_change (SatWriter *self, GError **error);
/* The version for a field that is at @current now. */
SatVersion sat_writer_next_version (SatWriter *self, SatVersion current);
void sat_writer_touch (SatWriter *self, gint64 id);
gboolean sat_writer_add_created (SatWriter *self, gint64 id, GError **error);
gboolean sat_writer_flush_created (SatWriter *self, GError **error);
gboolean sat_writer_mark_search (
    SatWriter *self, const SatType *type, gint64 id, const SatValue *values, GError **error);
gboolean sat_writer_add_history (SatWriter *self,
                                 const SatRow *row,
                                 guint16 field,
                                 const SatValue *value,
                                 SatVersion from,
                                 SatVersion to,
                                 int fate,
                                 GError **error);
/* @row: as it was before the edit; a new one has its id alone. */
gboolean sat_writer_add_outbox (SatWriter *self,
                                const SatRow *row,
                                SatWriteOp op,
                                GByteArray *fields,
                                GByteArray *bases,
                                GError **error);
/* What the server last said of @row (with values unless it is deleted) is kept beside it from the
 * first edit on that the server has not confirmed. Before anything of it is changed. */
gboolean sat_writer_keep_shadow (SatWriter *self, const SatRow *row, GError **error);
/* Where equal values are looked up: @before no longer holds, @after does; NULL: none. */
gboolean sat_writer_set_lookup (SatWriter *self,
                                const SatType *type,
                                gint64 id,
                                const SatValue *before,
                                const SatValue *after,
                                GError **error);
/* After a record of @type was written: a custom field gets its local number and its column and the
 * registry is made anew; whoever works here may have come or gone. */
gboolean sat_writer_follow_up (SatWriter *self, const SatType *type, gint64 id, GError **error);
/* The field that @definition (with values) defines; NULL if there is none. */
gboolean sat_writer_find_custom (SatWriter *self,
                                 const SatRow *definition,
                                 const SatField **field,
                                 GError **error);
/* Ids (gint64) of the records that have a value in @field. */
GArray *sat_writer_having (SatWriter *self, const SatField *field, GError **error);

/* Rows (sat-writer-row.c). */
gboolean
sat_writer_read_row (SatWriter *self, gint64 id, gboolean values, SatRow *row, GError **error);
/* That of @uuid, with its values; id 0: there is none. */
gboolean sat_writer_find_row (SatWriter *self, const SatUuid *uuid, SatRow *row, GError **error);
gboolean sat_writer_insert_row (
    SatWriter *self, const SatType *type, gint64 id, const SatValue *values, GError **error);
gboolean sat_writer_update_row (SatWriter *self,
                                const SatType *type,
                                gint64 id,
                                const SatValue *values,
                                const gboolean *changed,
                                GError **error);
gboolean sat_writer_delete_row (SatWriter *self, const SatType *type, gint64 id, GError **error);
/* The root that @values lead to: the root of the first parent that is set, else @id. */
gboolean sat_writer_find_root (SatWriter *self,
                               const SatType *type,
                               gint64 id,
                               const SatValue *values,
                               gint64 *root,
                               GError **error);
gboolean sat_writer_store_record (SatWriter *self,
                                  gint64 id,
                                  const SatType *type,
                                  gint64 root,
                                  SatVersions *versions,
                                  gboolean deleted,
                                  GError **error);
gboolean sat_writer_insert_record (SatWriter *self,
                                   const SatUuid *uuid,
                                   const SatType *type,
                                   gint64 root,
                                   SatVersions *versions,
                                   gint64 *id,
                                   GError **error);
/* Ids of records that hang on @id by a parent reference (gint64), of whatever type. */
GArray *sat_writer_children (SatWriter *self, const SatType *type, gint64 id, GError **error);

/* What hangs from a record follows it to its new root. */
gboolean sat_writer_move_below (
    SatWriter *self, const SatType *type, gint64 id, gint64 root, GError **error);
SatWireMap *sat_writer_get_wire (SatWriter *self);
SatSent *sat_writer_get_sent (SatWriter *self);

/* Operations. */
gboolean sat_writer_put_new (SatWriter *self,
                             const SatType *type,
                             gint64 *id,
                             SatUuid *uuid,
                             const SatWriteField *fields,
                             gsize n_fields,
                             SatOrigin origin,
                             GError **error);
gboolean sat_writer_put_existing (SatWriter *self,
                                  gint64 id,
                                  const SatWriteField *fields,
                                  gsize n_fields,
                                  SatOrigin origin,
                                  GError **error);
gboolean sat_writer_remove (SatWriter *self, gint64 id, GError **error);
gboolean sat_writer_bring_back (SatWriter *self, gint64 id, GError **error);
/* The same for one record whatever hangs from it: an undo lists them all itself. @row with values,
 * without them. */
gboolean sat_writer_remove_alone (SatWriter *self, SatRow *row, GError **error);
/* It is @survivor from now on, which nothing else follows from: sat_writer_merge(). */
gboolean
sat_writer_remove_into (SatWriter *self, SatRow *row, const SatRow *survivor, GError **error);
/* What a deleted record is now; 0: nothing. */
gboolean sat_writer_set_survivor (SatWriter *self, gint64 id, gint64 survivor, GError **error);
gboolean sat_writer_revive (SatWriter *self, SatRow *row, GError **error);
/* The values that the deletion at @gone put away, into @row if it has none. sat_writer_revive()
 * takes those of the last deletion unless others are there. */
gboolean sat_writer_read_deleted (SatWriter *self, SatRow *row, SatHlc gone, GError **error);
/* What a record of @type with these values hangs from itself; 0: nothing. */
gint64 sat_writer_parent_of (const SatType *type, const SatValue *values);
/* Would deleted @row hang from a deleted record if it came back? */
gboolean sat_writer_is_orphan (SatWriter *self, SatRow *row, gboolean *orphan, GError **error);

/* Primary references (sat-writer-primary.c): what shows through a record hangs from it. */
gboolean sat_writer_is_primary (const SatField *field);
/* "primary_phone" leads to a contact point of kind "phone". */
const char *sat_writer_primary_kind (const SatField *reference);
/* Does live @child hang from @parent? */
gboolean sat_writer_belongs (
    SatWriter *self, gint64 child, gint64 parent, gboolean *belongs, GError **error);
/* A restored record names @child through @field, which may come later. */
void
sat_writer_expect_primary (SatWriter *self, gint64 parent, const SatField *field, gint64 child);
/* A primary phone that is not @parent's own is followed by the next of its kind. */
gboolean sat_writer_mend_primaries (SatWriter *self, gint64 parent, GError **error);
/* The same for the parent of @child, as it was before it was deleted or moved. */
gboolean sat_writer_leave_parent (SatWriter *self, const SatRow *child, GError **error);

/* Fields of a group share the version that is kept under the first one's number. */
guint16 sat_version_number (const SatField *field);

G_END_DECLS
