/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-log-vfs.h"

#include <string.h>

/* Of each page in the log; the log's own header is another. */
#define HEADER 24

/* As many bytes of a commit are held at most: of a write SQLite's own files know seventeen bits of
 * the length. */
#define MOST_HELD (128 * 1024 - 1)

typedef struct {
  sqlite3_file base;
  guint8 *held; /* to be written at @from: pages with headers, perhaps a header at the end */
  gsize n_held, size;
  sqlite3_int64 from, read; /* @read: what was read just now; -1: nothing was */
  gboolean is_headed;       /* the last that is held is a header */
  gboolean is_last;         /* its page is the last of a commit */
  gboolean gathers;
  gboolean synced; /* just now */
} Log;

/* One that was made known. */
typedef struct {
  sqlite3_vfs base;
  sqlite3_vfs *beneath;
} Layer;

/* SQLite's own file, which lies behind ours. */
static sqlite3_file *
file_of (Log *self)
{
  return (sqlite3_file *)(self + 1);
}

/* Whatever else is done comes after what is held. */
static int
write_held (Log *self)
{
  sqlite3_file *file = file_of (self);
  int amount = (int)self->n_held;

  self->n_held = 0;
  self->is_headed = FALSE;
  return amount == 0 ? SQLITE_OK : file->pMethods->xWrite (file, self->held, amount, self->from);
}

static void
hold (Log *self, const void *data, gsize amount)
{
  if (self->n_held + amount > self->size) {
    self->size = MAX (self->n_held + amount, 2 * self->size);
    self->held = g_realloc (self->held, self->size);
  }
  memcpy (self->held + self->n_held, data, amount);
  self->n_held += amount;
}

static int
hold_header (Log *self, const guint8 *header, sqlite3_int64 at)
{
  int rc = SQLITE_OK;

  if (self->is_headed || at != self->from + (sqlite3_int64)self->n_held)
    rc = write_held (self);
  if (rc != SQLITE_OK)
    return rc;
  if (self->n_held == 0)
    self->from = at;
  hold (self, header, HEADER);
  self->is_headed = TRUE;
  /* How many pages the database has then, which stands behind the number of the page. */
  self->is_last = (header[4] | header[5] | header[6] | header[7]) != 0;
  return SQLITE_OK;
}

static int
hold_page (Log *self, const void *page, gsize amount)
{
  hold (self, page, amount);
  self->is_headed = FALSE;
  return self->gathers && !self->is_last && self->n_held + HEADER + amount <= MOST_HELD
             ? SQLITE_OK
             : write_held (self);
}

static int
log_write (sqlite3_file *base, const void *data, int amount, sqlite3_int64 at)
{
  Log *self = (Log *)base;
  gboolean is_alone = self->synced || at == self->read;
  int rc;

  self->synced = FALSE;
  self->read = -1;
  /* What is left of a page behind a sync may be as long as a header, and have nothing behind it;
   * nor has a header that stands in the place of one just read. */
  if (amount == HEADER && !is_alone)
    return hold_header (self, data, at);
  if (self->is_headed && at == self->from + (sqlite3_int64)self->n_held)
    return hold_page (self, data, (gsize)amount);
  rc = write_held (self);
  return rc != SQLITE_OK ? rc : file_of (self)->pMethods->xWrite (file_of (self), data, amount, at);
}

static int
log_read (sqlite3_file *base, void *data, int amount, sqlite3_int64 at)
{
  Log *self = (Log *)base;
  int rc = write_held (self);

  self->read = at;
  return rc != SQLITE_OK ? rc : file_of (self)->pMethods->xRead (file_of (self), data, amount, at);
}

static int
log_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  Log *self = (Log *)base;
  int rc = write_held (self);

  self->read = -1;
  return rc != SQLITE_OK ? rc : file_of (self)->pMethods->xTruncate (file_of (self), size);
}

static int
log_sync (sqlite3_file *base, int flags)
{
  Log *self = (Log *)base;
  int rc = write_held (self);

  self->synced = TRUE;
  return rc != SQLITE_OK ? rc : file_of (self)->pMethods->xSync (file_of (self), flags);
}

static int
log_size (sqlite3_file *base, sqlite3_int64 *size)
{
  Log *self = (Log *)base;
  int rc = write_held (self);

  return rc != SQLITE_OK ? rc : file_of (self)->pMethods->xFileSize (file_of (self), size);
}

static int
log_close (sqlite3_file *base)
{
  Log *self = (Log *)base;
  int held = write_held (self), rc = file_of (self)->pMethods->xClose (file_of (self));

  g_clear_pointer (&self->held, g_free);
  return held != SQLITE_OK ? held : rc;
}

static int
log_lock (sqlite3_file *base, int lock)
{
  return file_of ((Log *)base)->pMethods->xLock (file_of ((Log *)base), lock);
}

static int
log_unlock (sqlite3_file *base, int lock)
{
  return file_of ((Log *)base)->pMethods->xUnlock (file_of ((Log *)base), lock);
}

static int
log_check_lock (sqlite3_file *base, int *result)
{
  return file_of ((Log *)base)->pMethods->xCheckReservedLock (file_of ((Log *)base), result);
}

static int
log_control (sqlite3_file *base, int op, void *data)
{
  return file_of ((Log *)base)->pMethods->xFileControl (file_of ((Log *)base), op, data);
}

static int
log_sector (sqlite3_file *base)
{
  return file_of ((Log *)base)->pMethods->xSectorSize (file_of ((Log *)base));
}

static int
log_characteristics (sqlite3_file *base)
{
  return file_of ((Log *)base)->pMethods->xDeviceCharacteristics (file_of ((Log *)base));
}

static const sqlite3_io_methods log_methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = log_lock,
    .xUnlock = log_unlock,
    .xCheckReservedLock = log_check_lock,
    .xFileControl = log_control,
    .xSectorSize = log_sector,
    .xDeviceCharacteristics = log_characteristics,
};

/* Other files are left to the VFS beneath as they are. */
static int
vfs_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  sqlite3_vfs *beneath = ((Layer *)vfs)->beneath;
  Log *self = (Log *)file;
  int rc;

  if ((flags & SQLITE_OPEN_WAL) == 0)
    return beneath->xOpen (beneath, name, file, flags, out_flags);
  *self = (Log){.read = -1};
  rc = beneath->xOpen (beneath, name, file_of (self), flags, out_flags);
  if (rc != SQLITE_OK)
    return rc;
  self->base.pMethods = &log_methods;
  return SQLITE_OK;
}

gboolean
sat_log_vfs_register (const char *name, const char *beneath)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find (beneath);
  Layer *self;

  g_return_val_if_fail (name != NULL, FALSE);

  if (vfs == NULL)
    return FALSE;
  self = g_new0 (Layer, 1); /* for as long as the process lives */
  self->base = *vfs;
  self->base.zName = g_intern_string (name);
  self->base.szOsFile += (int)sizeof (Log);
  self->base.xOpen = vfs_open;
  self->base.pNext = NULL;
  self->beneath = vfs;
  return sqlite3_vfs_register (&self->base, FALSE) == SQLITE_OK;
}

/* Called when all that a commit consists of is known (also what the search index had kept back),
 * just before its pages are written. */
static int
begin_cb (void *data)
{
  Log *self = data;

  self->gathers = TRUE;
  self->synced = FALSE;
  return 0;
}

void
sat_log_vfs_gather (sqlite3 *database, gboolean gathers)
{
  sqlite3_file *file = NULL;
  Log *self;

  g_return_if_fail (database != NULL);

  if (sqlite3_file_control (database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file) != SQLITE_OK ||
      file == NULL || file->pMethods != &log_methods)
    return;
  self = (Log *)file;
  sqlite3_commit_hook (database, gathers ? begin_cb : NULL, gathers ? self : NULL);
  if (gathers)
    return;
  self->gathers = self->is_headed = FALSE;
  self->n_held = 0;
}
