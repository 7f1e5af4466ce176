/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-clocks.h"
#include "sat-wire-fields.h"

G_BEGIN_DECLS

/* A page of a pull (docs/protocol.md, 3.4): written by the server, read by the client. */

#define SAT_SYNC_PULL_ROWS 1000
#define SAT_SYNC_MOST_PULL_ROWS 5000

/* Where a client is. Texts are opaque to it; "" for none. */
typedef struct {
  char *cursor, *sv, *bf;
  /* Of a request, no part of the state: parts are understood of records that are held as they were
   * at this commit, or came whole later; 0: they are not. */
  gint64 parts;
} SatPullState;

void sat_pull_state_clear (SatPullState *self);
/* NULL and "" are the same. */
gboolean sat_pull_state_equal (const SatPullState *a, const SatPullState *b);

typedef struct {
  SatPullState from, upto;
  gint64 head, now;
  gboolean more;
  gint64 about; /* of the first page of a first load: how many rows there are, about; 0: unknown */
} SatPageHead;

void sat_page_head_clear (SatPageHead *self);

/* Whose edits, and when they came. */
typedef struct {
  guint32 device;
  SatUuid author; /* nil: nobody that is known */
  char *name;
  gint64 arrived;
} SatPageBy;

/* One record of a page. */
typedef struct {
  const char *type; /* not owned; from a reader it is valid as long as the reader */
  SatUuid id, root;
  gint64 seq;
  gboolean deleted;
  SatUuid into; /* deleted because it was merged into that one; nil: not */
  SatClocks *clocks;
  SatWireFields *fields; /* without nulls; empty when deleted */
  /* Of a part, which has of the above type, id, seq and, with nulls, the fields that were edited;
   * and of an own edit, which has but the seq. */
  const SatPageBy *by; /* not owned; from a reader it is valid as long as the reader */
  SatHlc hlc;          /* of the fields' version; the device is @by's */
  gint64 m;            /* of an own edit; 0: a part */
  gboolean made;       /* of an own edit: it made the record */
} SatPageRow;

void sat_page_row_clear (SatPageRow *self);

/* What the records with parts have come to, in the order of the parts: both sides count it. */
typedef struct _SatPageCheck SatPageCheck;
SatPageCheck *sat_page_check_new (void);
void
sat_page_check_add (SatPageCheck *self, const SatUuid *id, const SatUuid *u, const char *clocks);
guint32 sat_page_check_sum (const SatPageCheck *self); /* 0: of nothing */
void sat_page_check_free (SatPageCheck *self);

typedef struct _SatPageWriter SatPageWriter;
SatPageWriter *sat_page_writer_new (void);
/* @row's fields may be NULL when it is deleted. */
void sat_page_writer_row (SatPageWriter *self, const SatPageRow *row);
void sat_page_writer_gone (SatPageWriter *self, const SatUuid *root);
/* A part of a record, or (with an m) an own edit. @u of an own edit, else NULL; @id and @clocks: of
 * the record as it is with it. */
void sat_page_writer_part (SatPageWriter *self,
                           const SatPageRow *row,
                           const SatUuid *id,
                           const SatUuid *u,
                           const char *clocks);
guint sat_page_writer_n_rows (SatPageWriter *self); /* with what is gone */
gsize sat_page_writer_size (SatPageWriter *self);   /* bytes of the rows so far */
/* The head is known last, and written first. The writer is empty after it. (transfer full) */
GBytes *sat_page_writer_finish (SatPageWriter *self, const SatPageHead *head);
void sat_page_writer_free (SatPageWriter *self);

typedef enum {
  SAT_PAGE_END,
  SAT_PAGE_ROW,
  SAT_PAGE_GONE,
  SAT_PAGE_PART, /* a part of a record, or an own edit */
} SatPageItem;

/* Reads a page that was verified first: shape of the head, end line, count, checksum. Members that
 * are not known are passed over. Error: SAT_PROTOCOL_ERROR. */
typedef struct _SatPageReader SatPageReader;
SatPageReader *sat_page_reader_new (GBytes *body, GError **error);
const SatPageHead *sat_page_reader_head (SatPageReader *self);
/* What the parts must come to; 0: it has none. */
guint32 sat_page_reader_check (SatPageReader *self);
/* How many items there are, rows and gone. */
guint sat_page_reader_n_items (SatPageReader *self);
/* The next item; *@item END after the last. @row (of ROW and PART) is all zero before the first
 * call; it is cleared and filled by each, and cleared by the caller in the end. @gone of GONE.
 * FALSE: the page is not good, and what it said before is to be forgotten too. */
gboolean sat_page_reader_next (
    SatPageReader *self, SatPageItem *item, SatPageRow *row, SatUuid *gone, GError **error);
void sat_page_reader_free (SatPageReader *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatPullState, sat_pull_state_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatPageHead, sat_page_head_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatPageRow, sat_page_row_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatPageCheck, sat_page_check_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatPageWriter, sat_page_writer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatPageReader, sat_page_reader_free)

G_END_DECLS
