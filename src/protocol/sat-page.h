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
} SatPullState;

void sat_pull_state_clear (SatPullState *self);

typedef struct {
  SatPullState from, upto;
  gint64 head, now;
  gboolean more;
} SatPageHead;

void sat_page_head_clear (SatPageHead *self);

/* One record of a page. */
typedef struct {
  const char *type; /* interned */
  SatUuid id, root;
  gint64 seq;
  gboolean deleted;
  SatClocks *clocks;
  SatWireFields *fields; /* without nulls; empty when deleted */
} SatPageRow;

void sat_page_row_clear (SatPageRow *self);

typedef struct _SatPageWriter SatPageWriter;
SatPageWriter *sat_page_writer_new (const SatPageHead *head);
void sat_page_writer_row (SatPageWriter *self, const SatPageRow *row);
void sat_page_writer_gone (SatPageWriter *self, const SatUuid *root);
guint sat_page_writer_n_rows (SatPageWriter *self);
gsize sat_page_writer_size (SatPageWriter *self); /* bytes so far */
/* The state after the page is known last: @upto, @more of @head are written now. (transfer full) */
GBytes *sat_page_writer_finish (SatPageWriter *self, const SatPageHead *head);
void sat_page_writer_free (SatPageWriter *self);

typedef enum {
  SAT_PAGE_END,
  SAT_PAGE_ROW,
  SAT_PAGE_GONE,
} SatPageItem;

/* Reads a page that was verified first: shape of the head, end line, count, checksum. */
typedef struct _SatPageReader SatPageReader;
SatPageReader *sat_page_reader_new (GBytes *body, GError **error);
const SatPageHead *sat_page_reader_head (SatPageReader *self);
/* *@item END after the last. @row is cleared and filled by the reader; of ROW. @gone of GONE. */
gboolean sat_page_reader_next (
    SatPageReader *self, SatPageItem *item, SatPageRow *row, SatUuid *gone, GError **error);
void sat_page_reader_free (SatPageReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatPageWriter, sat_page_writer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatPageReader, sat_page_reader_free)

G_END_DECLS
