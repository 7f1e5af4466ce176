/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-memory-vfs.h"

#include "sat-connection-vfs.h"

#include <sqlite3.h>
#include <string.h>

#define N_LOCKS SQLITE_SHM_NLOCK
#define NAME "satchel-memory"
#define PIECE 32768 /* of an index of a log, as SQLite asks for them */
#define LEAST_ROOM (256 * 1024)

typedef struct {
  guint refs;
  char *path;
  guint8 *data;
  gsize size, room;
  gboolean changed; /* since it was kept */
  guint generation;
  guint n_shared;     /* file locks */
  gpointer reserved;  /* who; NULL: nobody */
  gpointer exclusive; /* pending is as good */
  GPtrArray *shared;  /* pieces of the index of its log */
  guint readers[N_LOCKS];
  gpointer writers[N_LOCKS];
  guint n_mapped;
} File;

typedef struct {
  sqlite3_file base;
  File *file;
  int lock;
  gboolean mapped;
} Handle;

static GHashTable *files; /* path -> File */
static GHashTable *kept;  /* path -> GBytes; NULL: nothing */

static struct {
  char *path;
  SatMemoryFault kind;
  guint in, n;
  gboolean struck;
} fault;

static File *
file_ref (File *file)
{
  file->refs++;
  return file;
}

static void
drop_shared (File *file)
{
  g_clear_pointer (&file->shared, g_ptr_array_unref);
}

static void
file_unref (File *file)
{
  if (--file->refs > 0)
    return;
  drop_shared (file);
  g_free (file->data);
  g_free (file->path);
  g_free (file);
}

static File *
file_new (const char *path)
{
  File *file = g_new0 (File, 1);

  file->refs = 1;
  file->path = g_strdup (path);
  return file;
}

/* Has what is asked of @file to fail? */
static int
strike (File *file, gboolean *half)
{
  *half = FALSE;
  if (fault.path == NULL || fault.in == 0 || !g_str_has_prefix (file->path, fault.path))
    return SQLITE_OK;
  if (--fault.in > 0)
    return SQLITE_OK;
  *half = !fault.struck;
  fault.struck = TRUE;
  if (fault.kind == SAT_MEMORY_KILLED) {
    fault.in = 1;
    return SQLITE_IOERR_WRITE;
  }
  fault.in = fault.n > 0 ? 1 : 0;
  fault.n -= fault.n > 0;
  return SQLITE_FULL;
}

static void
put (File *file, const void *data, gsize length, gsize at)
{
  if (at + length > file->room) {
    file->room = MAX (at + length, MAX (file->room * 2, LEAST_ROOM));
    file->data = g_realloc (file->data, file->room);
  }
  if (at > file->size)
    memset (file->data + file->size, 0, at - file->size);
  memcpy (file->data + at, data, length);
  file->size = MAX (file->size, at + length);
  file->changed = TRUE;
}

static int
close_cb (sqlite3_file *base)
{
  Handle *handle = (Handle *)base;

  g_clear_pointer (&handle->file, file_unref);
  return SQLITE_OK;
}

static int
read_cb (sqlite3_file *base, void *buffer, int length, sqlite3_int64 at)
{
  File *file = ((Handle *)base)->file;
  gsize n = (gsize)at < file->size ? MIN ((gsize)length, file->size - (gsize)at) : 0;

  if (n > 0)
    memcpy (buffer, file->data + at, n);
  memset ((guint8 *)buffer + n, 0, (gsize)length - n);
  return n == (gsize)length ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int
write_cb (sqlite3_file *base, const void *data, int length, sqlite3_int64 at)
{
  File *file = ((Handle *)base)->file;
  gboolean half;
  int rc = strike (file, &half);

  if (rc == SQLITE_OK || half)
    put (file, data, (gsize)(half ? length / 2 : length), (gsize)at);
  return rc;
}

static int
truncate_cb (sqlite3_file *base, sqlite3_int64 size)
{
  File *file = ((Handle *)base)->file;
  gboolean half;
  int rc = strike (file, &half);

  if (rc == SQLITE_OK) {
    file->size = MIN (file->size, (gsize)size);
    file->changed = TRUE;
  }
  return rc;
}

static int
sync_cb (sqlite3_file *base, int flags)
{
  return SQLITE_OK;
}

static int
size_cb (sqlite3_file *base, sqlite3_int64 *size)
{
  *size = (sqlite3_int64)((Handle *)base)->file->size;
  return SQLITE_OK;
}

static int
lock_cb (sqlite3_file *base, int level)
{
  Handle *self = (Handle *)base;
  File *file = self->file;
  gboolean others = file->n_shared > (self->lock >= SQLITE_LOCK_SHARED ? 1u : 0u);

  if (level <= self->lock)
    return SQLITE_OK;
  if (file->exclusive != NULL && file->exclusive != self)
    return SQLITE_BUSY;
  if (level >= SQLITE_LOCK_RESERVED && file->reserved != NULL && file->reserved != self)
    return SQLITE_BUSY;
  if (level == SQLITE_LOCK_EXCLUSIVE && others)
    return SQLITE_BUSY;
  if (self->lock < SQLITE_LOCK_SHARED)
    file->n_shared++;
  if (level >= SQLITE_LOCK_RESERVED)
    file->reserved = self;
  if (level == SQLITE_LOCK_EXCLUSIVE)
    file->exclusive = self;
  self->lock = level;
  return SQLITE_OK;
}

static int
unlock_cb (sqlite3_file *base, int level)
{
  Handle *self = (Handle *)base;
  File *file = self->file;

  if (level >= self->lock)
    return SQLITE_OK;
  if (file->exclusive == self)
    file->exclusive = NULL;
  if (file->reserved == self)
    file->reserved = NULL;
  if (level == SQLITE_LOCK_NONE && self->lock >= SQLITE_LOCK_SHARED)
    file->n_shared--;
  self->lock = level;
  return SQLITE_OK;
}

static int
is_reserved_cb (sqlite3_file *base, int *reserved)
{
  *reserved = ((Handle *)base)->file->reserved != NULL;
  return SQLITE_OK;
}

static int
control_cb (sqlite3_file *base, int op, void *data)
{
  return SQLITE_NOTFOUND;
}

static int
sector_cb (sqlite3_file *base)
{
  return 4096;
}

static int
kind_cb (sqlite3_file *base)
{
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN;
}

static int
shm_map_cb (sqlite3_file *base, int region, int size, int extend, void volatile **out)
{
  Handle *self = (Handle *)base;
  File *file = self->file;

  file->n_mapped += !self->mapped;
  self->mapped = TRUE;
  if (file->shared == NULL)
    file->shared = g_ptr_array_new_with_free_func (g_free);
  while (extend && (int)file->shared->len <= region)
    g_ptr_array_add (file->shared, g_malloc0 ((gsize)size));
  *out = (int)file->shared->len > region ? g_ptr_array_index (file->shared, region) : NULL;
  return SQLITE_OK;
}

static int
shm_unlock (Handle *self, int first, int n, int flags)
{
  File *file = self->file;

  for (int i = first; i < first + n; i++)
    if (flags & SQLITE_SHM_EXCLUSIVE)
      file->writers[i] = NULL;
    else if (file->readers[i] > 0)
      file->readers[i]--;
  return SQLITE_OK;
}

/* SQLite itself keeps a connection from taking twice what it has. */
static int
shm_lock_cb (sqlite3_file *base, int first, int n, int flags)
{
  Handle *self = (Handle *)base;
  File *file = self->file;

  if (flags & SQLITE_SHM_UNLOCK)
    return shm_unlock (self, first, n, flags);
  for (int i = first; i < first + n; i++)
    if ((file->writers[i] != NULL && file->writers[i] != self) ||
        ((flags & SQLITE_SHM_EXCLUSIVE) && file->readers[i] > 0))
      return SQLITE_BUSY;
  for (int i = first; i < first + n; i++)
    if (flags & SQLITE_SHM_EXCLUSIVE)
      file->writers[i] = self;
    else
      file->readers[i]++;
  return SQLITE_OK;
}

static void
shm_barrier_cb (sqlite3_file *base)
{
}

static int
shm_unmap_cb (sqlite3_file *base, int remove)
{
  Handle *self = (Handle *)base;

  if (!self->mapped)
    return SQLITE_OK;
  self->mapped = FALSE;
  if (--self->file->n_mapped == 0)
    drop_shared (self->file);
  return SQLITE_OK;
}

static const sqlite3_io_methods methods = {.iVersion = 2,
                                           .xClose = close_cb,
                                           .xRead = read_cb,
                                           .xWrite = write_cb,
                                           .xTruncate = truncate_cb,
                                           .xSync = sync_cb,
                                           .xFileSize = size_cb,
                                           .xLock = lock_cb,
                                           .xUnlock = unlock_cb,
                                           .xCheckReservedLock = is_reserved_cb,
                                           .xFileControl = control_cb,
                                           .xSectorSize = sector_cb,
                                           .xDeviceCharacteristics = kind_cb,
                                           .xShmMap = shm_map_cb,
                                           .xShmLock = shm_lock_cb,
                                           .xShmBarrier = shm_barrier_cb,
                                           .xShmUnmap = shm_unmap_cb};

static int
open_cb (sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out_flags)
{
  Handle *self = (Handle *)base;
  File *file = path != NULL ? g_hash_table_lookup (files, path) : NULL;

  *self = (Handle){0};
  /* Who opens a database has made its name. */
  if (path != NULL && file == NULL && !(flags & (SQLITE_OPEN_CREATE | SQLITE_OPEN_MAIN_DB)))
    return SQLITE_CANTOPEN;
  if (path == NULL)
    file = file_new ("");
  else if (file == NULL)
    g_hash_table_insert (files, g_strdup (path), file_ref (file = file_new (path)));
  else
    file_ref (file);
  self->file = file;
  self->base.pMethods = &methods;
  if (out_flags != NULL)
    *out_flags = flags;
  return SQLITE_OK;
}

static int
delete_cb (sqlite3_vfs *vfs, const char *path, int sync_folder)
{
  File *file = g_hash_table_lookup (files, path);
  gboolean half;
  int rc = file != NULL ? strike (file, &half) : SQLITE_IOERR_DELETE_NOENT;

  if (rc == SQLITE_OK)
    g_hash_table_remove (files, path);
  return rc;
}

static int
access_cb (sqlite3_vfs *vfs, const char *path, int flags, int *result)
{
  File *file = g_hash_table_lookup (files, path);

  *result = file != NULL && (flags != SQLITE_ACCESS_EXISTS || file->size > 0);
  return SQLITE_OK;
}

static int
full_path_cb (sqlite3_vfs *vfs, const char *path, int length, char *out)
{
  g_strlcpy (out, path, (gsize)length);
  return SQLITE_OK;
}

/* The same every time. */
static int
randomness_cb (sqlite3_vfs *vfs, int length, char *out)
{
  memset (out, 0x5a, (gsize)length);
  return length;
}

static int
sleep_cb (sqlite3_vfs *vfs, int us)
{
  return us;
}

void
sat_memory_vfs_install (void)
{
  static sqlite3_vfs vfs = {.iVersion = 2,
                            .szOsFile = sizeof (Handle),
                            .mxPathname = 1024,
                            .zName = NAME,
                            .xOpen = open_cb,
                            .xDelete = delete_cb,
                            .xAccess = access_cb,
                            .xFullPathname = full_path_cb,
                            .xRandomness = randomness_cb,
                            .xSleep = sleep_cb};
  const sqlite3_vfs *system;

  if (files != NULL)
    return;
  files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)file_unref);
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0); /* as connections do, who come too late after this */
  system = sqlite3_vfs_find (NULL);
  vfs.xCurrentTimeInt64 = system->xCurrentTimeInt64;
  vfs.xGetLastError = system->xGetLastError;
  sqlite3_vfs_register (&vfs, 0);
  sat_connection_set_default_vfs (NAME);
}

void
sat_memory_vfs_remove (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);

  g_hash_table_remove (files, path);
  g_hash_table_remove (files, log);
  g_hash_table_remove (files, journal);
}

/* Who has it open does not know what is in it any more. */
static void
drop_index (File *file)
{
  for (guint i = 0; file->shared != NULL && i < file->shared->len; i++)
    memset (g_ptr_array_index (file->shared, i), 0, PIECE);
}

static File *
fill (const char *path, const void *data, gsize length)
{
  File *file = g_hash_table_lookup (files, path);

  if (file == NULL)
    g_hash_table_insert (files, g_strdup (path), file = file_new (path));
  file->size = 0;
  file->changed = TRUE;
  if (length > 0)
    put (file, data, length, 0);
  file->generation++;
  drop_index (file);
  return file;
}

static File *
find_log (const char *path)
{
  g_autofree char *name = g_strconcat (path, "-wal", NULL);

  return g_hash_table_lookup (files, name);
}

void
sat_memory_vfs_copy (const char *from, const char *to)
{
  const File *source = g_hash_table_lookup (files, from), *log = find_log (from);
  g_autofree char *to_log = g_strconcat (to, "-wal", NULL);

  g_return_if_fail (source != NULL);
  fill (to, source->data, source->size);
  fill (to_log, log != NULL ? log->data : NULL, log != NULL ? log->size : 0);
}

guint
sat_memory_vfs_generation (const char *path)
{
  const File *file = g_hash_table_lookup (files, path);

  return file != NULL ? file->generation : 0;
}

void
sat_memory_vfs_keep (void)
{
  GHashTableIter iterator;
  const char *path;
  File *file;

  g_clear_pointer (&kept, g_hash_table_unref);
  kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  g_hash_table_iter_init (&iterator, files);
  while (g_hash_table_iter_next (&iterator, (gpointer *)&path, (gpointer *)&file)) {
    g_hash_table_insert (kept, g_strdup (path), g_bytes_new (file->data, file->size));
    file->changed = FALSE;
  }
}

void
sat_memory_vfs_put_back (void)
{
  GHashTableIter iterator;
  const char *path;
  GBytes *bytes;
  File *file;

  sat_memory_vfs_mend ();
  g_hash_table_iter_init (&iterator, files);
  while (g_hash_table_iter_next (&iterator, (gpointer *)&path, (gpointer *)&file))
    if (!g_hash_table_contains (kept, path)) {
      file->size = 0;
      if (file->refs == 1)
        g_hash_table_iter_remove (&iterator);
    }
  g_hash_table_iter_init (&iterator, kept);
  while (g_hash_table_iter_next (&iterator, (gpointer *)&path, (gpointer *)&bytes)) {
    file = g_hash_table_lookup (files, path);
    if (file == NULL || file->changed)
      file = fill (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    file->changed = FALSE;
    file->generation++; /* its log may have gone */
    drop_index (file);
  }
}

void
sat_memory_vfs_end_log (const char *path, gboolean is_written)
{
  File *file = g_hash_table_lookup (files, path), *log = find_log (path);
  gboolean half;

  if (log != NULL && is_written && strike (log, &half) == SQLITE_OK) {
    log->size = 0;
    log->changed = TRUE;
  }
  if (file != NULL)
    drop_index (file);
}

void
sat_memory_vfs_save (const char *folder)
{
  GHashTableIter iterator;
  File *file;

  g_hash_table_iter_init (&iterator, files);
  while (g_hash_table_iter_next (&iterator, NULL, (gpointer *)&file)) {
    g_autofree char *name = g_path_get_basename (file->path);
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_file_set_contents (path, (const char *)file->data, (gssize)file->size, NULL);
  }
}

gboolean
sat_memory_vfs_contains (const char *path, const char *text)
{
  const File *const both[] = {g_hash_table_lookup (files, path), find_log (path)};

  for (guint i = 0; i < G_N_ELEMENTS (both); i++) {
    const File *file = both[i];

    if (file != NULL && memmem (file->data, file->size, text, strlen (text)) != NULL)
      return TRUE;
  }
  return FALSE;
}

void
sat_memory_vfs_fail (const char *path, SatMemoryFault kind, guint nth, guint n)
{
  g_return_if_fail (nth > 0);
  sat_memory_vfs_mend ();
  fault.path = g_strdup (path);
  fault.kind = kind;
  fault.in = nth;
  fault.n = n;
}

gboolean
sat_memory_vfs_has_failed (void)
{
  return fault.struck;
}

gboolean
sat_memory_vfs_mend (void)
{
  gboolean struck = fault.struck;

  g_clear_pointer (&fault.path, g_free);
  fault.in = fault.n = 0;
  fault.struck = FALSE;
  return struck;
}
