/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-log-vfs.h"

#include <sqlite3.h>
#include <string.h>

/* Of each page in the log; the log's own header is another. */
#define HEADER 24

typedef struct {
  sqlite3_file base;
  sqlite3_int64 at; /* where the header that is held back belongs; -1: none is */
  guint8 *frame;    /* begins with that header */
  gsize size;       /* of @frame */
  gboolean synced;  /* just now */
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

/* Whatever else is done comes after the header. */
static int
write_held (Log *self)
{
  sqlite3_file *file = file_of (self);
  sqlite3_int64 at = self->at;

  self->at = -1;
  return at < 0 ? SQLITE_OK : file->pMethods->xWrite (file, self->frame, HEADER, at);
}

static int
hold (Log *self, const void *header, sqlite3_int64 at)
{
  int rc = write_held (self);

  if (rc == SQLITE_OK) {
    memcpy (self->frame, header, HEADER);
    self->at = at;
  }
  return rc;
}

static int
write_frame (Log *self, const void *page, int amount)
{
  sqlite3_file *file = file_of (self);
  sqlite3_int64 at = self->at;
  gsize size = HEADER + (gsize)amount;

  if (size > self->size) {
    self->frame = g_realloc (self->frame, size);
    self->size = size;
  }
  memcpy (self->frame + HEADER, page, (gsize)amount);
  self->at = -1;
  return file->pMethods->xWrite (file, self->frame, (int)size, at);
}

static int
log_write (sqlite3_file *base, const void *data, int amount, sqlite3_int64 at)
{
  Log *self = (Log *)base;
  gboolean synced = self->synced;
  int rc;

  self->synced = FALSE;
  /* What is left of a page behind a sync may be as long as a header, and have nothing behind it. */
  if (amount == HEADER && !synced)
    return hold (self, data, at);
  if (self->at >= 0 && at == self->at + HEADER)
    return write_frame (self, data, amount);
  rc = write_held (self);
  return rc != SQLITE_OK ? rc : file_of (self)->pMethods->xWrite (file_of (self), data, amount, at);
}

static int
log_read (sqlite3_file *base, void *data, int amount, sqlite3_int64 at)
{
  Log *self = (Log *)base;
  int rc = write_held (self);

  return rc != SQLITE_OK ? rc : file_of (self)->pMethods->xRead (file_of (self), data, amount, at);
}

static int
log_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  Log *self = (Log *)base;
  int rc = write_held (self);

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

  g_clear_pointer (&self->frame, g_free);
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
  *self = (Log){.at = -1};
  rc = beneath->xOpen (beneath, name, file_of (self), flags, out_flags);
  if (rc != SQLITE_OK)
    return rc;
  self->base.pMethods = &log_methods;
  self->size = HEADER;
  self->frame = g_malloc (HEADER);
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
