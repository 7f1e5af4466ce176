/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-tail.h"

#include <stdlib.h>
#include <string.h>

/* Of all rows; half of them go when there are more. */
#define MOST_ROWS 4000
#define MOST_BYTES (4 * 1024 * 1024)

struct _SatTailRow {
  gatomicrefcount refs;
  SatStoredRecord *record;   /* or */
  SatStoredHistory *history; /* one of them */
  gint64 n;
  gint64 left; /* with the lock: the commit that wrote the record again; 0: none did */
};

struct _SatTail {
  GMutex lock;
  gint64 from, upto; /* what commits above @from and up to @upto wrote; -1: none was seen */
  GPtrArray *records, *history; /* of SatTailRow, in the order in which they are told */
  GHashTable *latest;           /* id of a record -> its last row, not owned */
  gsize bytes;
};

/* Rows */

static SatTailRow *
row_new (gint64 n)
{
  SatTailRow *self = g_new0 (SatTailRow, 1);

  g_atomic_ref_count_init (&self->refs);
  self->n = n;
  return self;
}

SatTailRow *
sat_tail_row_new_record (const SatStoredRecord *record, gint64 n)
{
  SatTailRow *self = row_new (n);

  self->record = sat_stored_record_copy (record);
  self->record->type = g_intern_string (record->type);
  return self;
}

SatTailRow *
sat_tail_row_new_history (const SatStoredHistory *history, gint64 n)
{
  SatTailRow *self = row_new (n);

  self->history = sat_stored_history_copy (history);
  self->history->type = g_intern_string (history->type);
  self->history->fate = g_intern_string (history->fate);
  return self;
}

void
sat_tail_row_unref (SatTailRow *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  sat_stored_record_free (self->record);
  sat_stored_history_free (self->history);
  g_free (self);
}

static gsize
length_of (const char *text)
{
  return text != NULL ? strlen (text) + 1 : 0;
}

gsize
sat_tail_row_size (const SatTailRow *self)
{
  if (self->record != NULL)
    return sizeof *self + sizeof *self->record + length_of (self->record->fields) +
           length_of (self->record->clocks);
  return sizeof *self + sizeof *self->history + length_of (self->history->value) +
         length_of (self->history->field) + length_of (self->history->name);
}

gint64
sat_tail_row_seq (const SatTailRow *self)
{
  return self->record != NULL ? self->record->seq : self->history->seq;
}

const SatUuid *
sat_tail_row_root (const SatTailRow *self)
{
  return self->record != NULL ? &self->record->root : &self->history->root;
}

const SatStoredRecord *
sat_tail_row_record (const SatTailRow *self)
{
  return self->record;
}

const SatStoredHistory *
sat_tail_row_history (const SatTailRow *self)
{
  return self->history;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const SatTailRow *first = *(SatTailRow *const *)a, *second = *(SatTailRow *const *)b;
  gint64 first_seq = sat_tail_row_seq (first), second_seq = sat_tail_row_seq (second);
  int order;

  if (first_seq != second_seq)
    return first_seq < second_seq ? -1 : 1;
  order = sat_uuid_compare (sat_tail_row_root (first), sat_tail_row_root (second));
  return order != 0 ? order : (first->n > second->n) - (first->n < second->n);
}

/* The tail */

static guint
uuid_hash (gconstpointer uuid)
{
  guint hash;

  /* Its end is random. */
  memcpy (&hash, ((const SatUuid *)uuid)->bytes + sizeof (SatUuid) - sizeof hash, sizeof hash);
  return hash;
}

static gboolean
uuid_equal (gconstpointer a, gconstpointer b)
{
  return sat_uuid_equal (a, b);
}

SatTail *
sat_tail_new (void)
{
  SatTail *self = g_new0 (SatTail, 1);

  g_mutex_init (&self->lock);
  self->from = self->upto = -1;
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_tail_row_unref);
  self->history = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_tail_row_unref);
  self->latest = g_hash_table_new (uuid_hash, uuid_equal);
  return self;
}

void
sat_tail_free (SatTail *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->latest);
  g_ptr_array_unref (self->records);
  g_ptr_array_unref (self->history);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
begin_at (SatTail *self, gint64 head)
{
  g_hash_table_remove_all (self->latest);
  g_ptr_array_set_size (self->records, 0);
  g_ptr_array_set_size (self->history, 0);
  self->bytes = 0;
  self->from = self->upto = head;
}

/* The first of @rows above the commit @seq. */
static guint
find_above (GPtrArray *rows, gint64 seq)
{
  guint low = 0, high = rows->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (sat_tail_row_seq (rows->pdata[middle]) <= seq)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void
drop_upto (SatTail *self, GPtrArray *rows, gint64 seq)
{
  guint n = find_above (rows, seq);

  for (guint i = 0; i < n; i++) {
    SatTailRow *row = rows->pdata[i];

    self->bytes -= sat_tail_row_size (row);
    if (row->record != NULL && g_hash_table_lookup (self->latest, &row->record->id) == row)
      g_hash_table_remove (self->latest, &row->record->id);
  }
  if (n > 0)
    g_ptr_array_remove_range (rows, 0, n);
}

static void
shorten (SatTail *self)
{
  GPtrArray *longer = self->records->len > self->history->len ? self->records : self->history;

  if (self->records->len + self->history->len <= MOST_ROWS && self->bytes <= MOST_BYTES)
    return;
  self->from = sat_tail_row_seq (longer->pdata[longer->len / 2]);
  drop_upto (self, self->records, self->from);
  drop_upto (self, self->history, self->from);
}

static void
add_record (SatTail *self, SatTailRow *row)
{
  SatTailRow *before = g_hash_table_lookup (self->latest, &row->record->id);

  if (before != NULL)
    before->left = row->record->seq;
  g_hash_table_replace (self->latest, &row->record->id, row);
  g_ptr_array_add (self->records, row);
}

static void
sort_from (GPtrArray *rows, guint first)
{
  if (rows->len > first)
    qsort (rows->pdata + first, rows->len - first, sizeof (gpointer), compare_rows);
}

static void
add_rows (SatTail *self, GPtrArray *rows)
{
  guint n_records = self->records->len, n_history = self->history->len;

  for (guint i = 0; i < rows->len; i++) {
    SatTailRow *row = rows->pdata[i];

    g_atomic_ref_count_inc (&row->refs);
    self->bytes += sat_tail_row_size (row);
    if (row->record != NULL)
      add_record (self, row);
    else
      g_ptr_array_add (self->history, row);
  }
  sort_from (self->records, n_records);
  sort_from (self->history, n_history);
}

static gboolean
are_between (GPtrArray *rows, gint64 before, gint64 head)
{
  for (guint i = 0; i < rows->len; i++) {
    gint64 seq = sat_tail_row_seq (rows->pdata[i]);

    if (seq <= before || seq > head)
      return FALSE;
  }
  return TRUE;
}

void
sat_tail_commit (SatTail *self, gint64 before, gint64 head, GPtrArray *rows)
{
  g_return_if_fail (self != NULL && before <= head);

  g_mutex_lock (&self->lock);
  /* Somebody else has written, another process for one. */
  if (before != self->upto)
    begin_at (self, before);
  if (rows == NULL || !are_between (rows, before, head)) {
    begin_at (self, head);
  } else {
    add_rows (self, rows);
    self->upto = head;
    shorten (self);
  }
  g_mutex_unlock (&self->lock);
}

gboolean
sat_tail_read (SatTail *self, gint64 after, gint64 head, gboolean history, GPtrArray *out)
{
  GPtrArray *rows = history ? self->history : self->records;
  gboolean covered;

  g_return_val_if_fail (self != NULL && out != NULL, FALSE);

  g_mutex_lock (&self->lock);
  covered = self->from >= 0 && after >= self->from && head <= self->upto;
  for (guint i = covered ? find_above (rows, after) : rows->len; i < rows->len; i++) {
    SatTailRow *row = rows->pdata[i];

    if (sat_tail_row_seq (row) > head)
      break;
    if (row->left != 0 && row->left <= head)
      continue;
    g_atomic_ref_count_inc (&row->refs);
    g_ptr_array_add (out, row);
  }
  g_mutex_unlock (&self->lock);
  return covered;
}
