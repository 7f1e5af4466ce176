/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-fault-vfs.h"
#include "sat-connection-vfs.h"
#include "sat-fault-disk.h"
#include "sat-log-vfs.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define NAME "sat-fault"
/* As the program has it over SQLite's own. */
#define LAYERED "sat-fault-log"

/* SQLite's handle; the system's own follows it in the same piece of memory. */
typedef struct {
  sqlite3_file base;
  SatFaultFile *file; /* NULL for temporary files */
  gboolean syncs_folder;
} Handle;

static struct {
  GMutex mutex;
  GHashTable *files; /* path -> SatFaultFile */
  guint open_handles;
  guint counts[3];
  guint failures;
  gboolean read_only;
  gboolean off;
  guint off_in; /* 0: never */
  SatFaultOps fault_ops;
  guint fault_in; /* 0: no fault */
  SatFaultKind fault_kind;
  gboolean fault_lasting;
} disk;

static sqlite3_vfs *system_vfs;

static sqlite3_file *
real (sqlite3_file *handle)
{
  return (sqlite3_file *)((Handle *)handle + 1);
}

static SatFaultFile *
tracked (sqlite3_file *handle)
{
  return ((Handle *)handle)->file;
}

/* What becomes of an operation. */
typedef enum {
  GOES_WELL,
  FAILS_FULL,
  FAILS_IO,
} Fate;

/* Counts an operation. With the mutex held. */
static Fate
fate_of (SatFaultOps op)
{
  Fate fate = GOES_WELL;

  disk.counts[g_bit_nth_lsf (op, -1)]++;
  if (disk.off_in > 0 && --disk.off_in == 0)
    disk.off = TRUE;
  if (disk.off) {
    fate = FAILS_IO;
  } else if (disk.fault_in > 0 && (disk.fault_ops & op)) {
    if (disk.fault_in == 1) {
      fate = disk.fault_kind == SAT_FAULT_FULL ? FAILS_FULL : FAILS_IO;
      if (!disk.fault_lasting)
        disk.fault_in = 0;
    } else {
      disk.fault_in--;
    }
  }
  if (fate == FAILS_FULL && op == SAT_FAULT_DELETES)
    fate = GOES_WELL;
  disk.failures += fate != GOES_WELL;
  return fate;
}

static int
fail (Fate fate, int rc)
{
  errno = fate == FAILS_FULL ? ENOSPC : EIO;
  return rc;
}

static int
close_cb (sqlite3_file *handle)
{
  SatFaultFile *file = tracked (handle);
  int rc = real (handle)->pMethods->xClose (real (handle));

  g_mutex_lock (&disk.mutex);
  if (file != NULL) {
    file->handles--;
    disk.open_handles--;
  }
  g_mutex_unlock (&disk.mutex);
  return rc;
}

static int
read_cb (sqlite3_file *handle, void *data, int length, sqlite3_int64 offset)
{
  gboolean off;

  g_mutex_lock (&disk.mutex);
  off = disk.off;
  g_mutex_unlock (&disk.mutex);
  if (off && tracked (handle) != NULL)
    return fail (FAILS_IO, SQLITE_IOERR_READ);
  return real (handle)->pMethods->xRead (real (handle), data, length, offset);
}

static int
write_cb (sqlite3_file *handle, const void *data, int length, sqlite3_int64 offset)
{
  SatFaultFile *file = tracked (handle);
  Fate fate;
  int rc;

  if (file == NULL)
    return real (handle)->pMethods->xWrite (real (handle), data, length, offset);
  g_mutex_lock (&disk.mutex);
  fate = fate_of (SAT_FAULT_WRITES);
  if (fate == FAILS_FULL)
    length /= 2;
  rc = SQLITE_OK;
  if (fate != FAILS_IO && length > 0)
    rc = real (handle)->pMethods->xWrite (real (handle), data, length, offset);
  if (fate != FAILS_IO && rc == SQLITE_OK)
    sat_fault_file_write (file, offset, data, (gsize)length);
  g_mutex_unlock (&disk.mutex);
  if (fate != GOES_WELL)
    return fail (fate, fate == FAILS_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE);
  return rc;
}

static int
truncate_cb (sqlite3_file *handle, sqlite3_int64 size)
{
  SatFaultFile *file = tracked (handle);
  Fate fate;
  int rc;

  if (file == NULL)
    return real (handle)->pMethods->xTruncate (real (handle), size);
  g_mutex_lock (&disk.mutex);
  fate = fate_of (SAT_FAULT_WRITES);
  rc = fate == GOES_WELL ? real (handle)->pMethods->xTruncate (real (handle), size) : SQLITE_OK;
  if (fate == GOES_WELL && rc == SQLITE_OK)
    sat_fault_file_truncate (file, size);
  g_mutex_unlock (&disk.mutex);
  return fate == GOES_WELL ? rc : fail (fate, SQLITE_IOERR_TRUNCATE);
}

/* With the mutex held. */
static void
sync_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  GHashTableIter iter;
  gpointer file;

  g_hash_table_iter_init (&iter, disk.files);
  while (g_hash_table_iter_next (&iter, NULL, &file)) {
    g_autofree char *other = g_path_get_dirname (((SatFaultFile *)file)->path);

    if (g_str_equal (folder, other))
      sat_fault_file_sync_name (file);
  }
}

/* The system's own flush is left out: it would only wear the disk that the tests run on. */
static int
sync_cb (sqlite3_file *handle, int flags)
{
  SatFaultFile *file = tracked (handle);
  Fate fate;

  if (file == NULL)
    return SQLITE_OK;
  g_mutex_lock (&disk.mutex);
  fate = fate_of (SAT_FAULT_SYNCS);
  if (fate == GOES_WELL) {
    sat_fault_file_sync (file);
    if (((Handle *)handle)->syncs_folder)
      sync_folder_of (file->path);
    ((Handle *)handle)->syncs_folder = FALSE;
  }
  g_mutex_unlock (&disk.mutex);
  return fate == GOES_WELL ? SQLITE_OK : fail (fate, SQLITE_IOERR_FSYNC);
}

static int
file_size_cb (sqlite3_file *handle, sqlite3_int64 *size)
{
  return real (handle)->pMethods->xFileSize (real (handle), size);
}

static int
lock_cb (sqlite3_file *handle, int level)
{
  return real (handle)->pMethods->xLock (real (handle), level);
}

static int
unlock_cb (sqlite3_file *handle, int level)
{
  return real (handle)->pMethods->xUnlock (real (handle), level);
}

static int
check_reserved_lock_cb (sqlite3_file *handle, int *reserved)
{
  return real (handle)->pMethods->xCheckReservedLock (real (handle), reserved);
}

static int
file_control_cb (sqlite3_file *handle, int op, void *argument)
{
  /* Growing the file in advance would pass by write_cb. */
  if (op == SQLITE_FCNTL_SIZE_HINT || op == SQLITE_FCNTL_CHUNK_SIZE)
    return SQLITE_NOTFOUND;
  return real (handle)->pMethods->xFileControl (real (handle), op, argument);
}

static int
sector_size_cb (sqlite3_file *handle)
{
  return real (handle)->pMethods->xSectorSize (real (handle));
}

static int
device_characteristics_cb (sqlite3_file *handle)
{
  return real (handle)->pMethods->xDeviceCharacteristics (real (handle));
}

static int
shm_map_cb (sqlite3_file *handle, int page, int size, int extend, void volatile **memory)
{
  gboolean read_only;

  g_mutex_lock (&disk.mutex);
  read_only = disk.read_only;
  g_mutex_unlock (&disk.mutex);
  if (read_only) {
    errno = EROFS;
    return SQLITE_CANTOPEN;
  }
  return real (handle)->pMethods->xShmMap (real (handle), page, size, extend, memory);
}

static int
shm_lock_cb (sqlite3_file *handle, int offset, int n, int flags)
{
  return real (handle)->pMethods->xShmLock (real (handle), offset, n, flags);
}

static void
shm_barrier_cb (sqlite3_file *handle)
{
  real (handle)->pMethods->xShmBarrier (real (handle));
}

static int
shm_unmap_cb (sqlite3_file *handle, int remove)
{
  return real (handle)->pMethods->xShmUnmap (real (handle), remove);
}

/* Version 2: no memory-mapped reads, which would pass by read_cb. */
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_cb,
    .xRead = read_cb,
    .xWrite = write_cb,
    .xTruncate = truncate_cb,
    .xSync = sync_cb,
    .xFileSize = file_size_cb,
    .xLock = lock_cb,
    .xUnlock = unlock_cb,
    .xCheckReservedLock = check_reserved_lock_cb,
    .xFileControl = file_control_cb,
    .xSectorSize = sector_size_cb,
    .xDeviceCharacteristics = device_characteristics_cb,
    .xShmMap = shm_map_cb,
    .xShmLock = shm_lock_cb,
    .xShmBarrier = shm_barrier_cb,
    .xShmUnmap = shm_unmap_cb,
};

static gboolean
is_durable_kind (const char *path, int flags)
{
  return path != NULL && !(flags & SQLITE_OPEN_DELETEONCLOSE) &&
         (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL |
                   SQLITE_OPEN_SUPER_JOURNAL));
}

/* With the mutex held. */
static SatFaultFile *
file_opened (const char *path, gboolean made)
{
  SatFaultFile *file = g_hash_table_lookup (disk.files, path);

  if (file == NULL) {
    file = sat_fault_file_new (path, made);
    g_hash_table_insert (disk.files, file->path, file);
  } else if (file->handles == 0 && file->pending->len == 0 && !made) {
    sat_fault_file_reload (file);
  }
  file->deleted = FALSE;
  file->handles++;
  disk.open_handles++;
  return file;
}

/* The system falls back to reading when a file may not be written, and cannot make one. */
static int
flags_of_read_only_disk (int flags, gboolean missing)
{
  if (missing)
    return -1;
  flags &= ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  return flags | SQLITE_OPEN_READONLY;
}

static int
open_cb (sqlite3_vfs *vfs, sqlite3_filename path, sqlite3_file *handle, int flags, int *out)
{
  Handle *self = (Handle *)handle;
  gboolean durable = is_durable_kind (path, flags);
  gboolean missing = durable && !g_file_test (path, G_FILE_TEST_EXISTS);
  int rc = SQLITE_OK;

  handle->pMethods = NULL;
  self->file = NULL;
  /* The system flushes the folder with the first flush of a journal or log. */
  self->syncs_folder = (flags & SQLITE_OPEN_CREATE) && !(flags & SQLITE_OPEN_MAIN_DB);
  g_mutex_lock (&disk.mutex);
  if (durable && disk.off) {
    rc = fail (FAILS_IO, SQLITE_CANTOPEN);
  } else if (durable && disk.read_only) {
    flags = flags_of_read_only_disk (flags, missing);
    if (flags < 0) {
      errno = EROFS;
      rc = SQLITE_CANTOPEN;
    }
  }
  if (rc == SQLITE_OK)
    rc = system_vfs->xOpen (system_vfs, path, real (handle), flags, out);
  if (rc == SQLITE_OK) {
    handle->pMethods = &methods;
    if (durable)
      self->file = file_opened (path, missing);
  }
  g_mutex_unlock (&disk.mutex);
  return rc;
}

static int
delete_cb (sqlite3_vfs *vfs, const char *path, int sync_folder)
{
  SatFaultFile *file;
  Fate fate;
  int rc;

  g_mutex_lock (&disk.mutex);
  fate = fate_of (SAT_FAULT_DELETES);
  if (fate != GOES_WELL) {
    g_mutex_unlock (&disk.mutex);
    return fail (fate, SQLITE_IOERR_DELETE);
  }
  rc = system_vfs->xDelete (system_vfs, path, FALSE);
  file = g_hash_table_lookup (disk.files, path);
  if (rc == SQLITE_OK && file != NULL) {
    sat_fault_file_delete (file);
    if (sync_folder)
      sync_folder_of (path);
  }
  g_mutex_unlock (&disk.mutex);
  return rc;
}

static void
make_vfs (sqlite3_vfs *vfs)
{
  *vfs = *system_vfs; /* paths, time, randomness and access checks are the system's */
  vfs->pNext = NULL;
  vfs->zName = NAME;
  vfs->szOsFile = (int)sizeof (Handle) + system_vfs->szOsFile;
  vfs->xOpen = open_cb;
  vfs->xDelete = delete_cb;
}

void
sat_fault_vfs_install (void)
{
  static sqlite3_vfs vfs;

  if (system_vfs == NULL) {
    system_vfs = sqlite3_vfs_find (NULL);
    make_vfs (&vfs);
    disk.files =
        g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)sat_fault_file_free);
    g_assert_cmpint (sqlite3_vfs_register (&vfs, FALSE), ==, SQLITE_OK);
    g_assert_true (sat_log_vfs_register (LAYERED, NAME));
  }
  sat_fault_vfs_reset ();
  sat_connection_set_default_vfs (LAYERED);
}

void
sat_fault_vfs_uninstall (void)
{
  sat_fault_vfs_reset ();
  sat_connection_set_default_vfs (NULL);
}

void
sat_fault_vfs_reset (void)
{
  g_mutex_lock (&disk.mutex);
  g_assert_cmpuint (disk.open_handles, ==, 0);
  g_hash_table_remove_all (disk.files);
  for (gsize i = 0; i < G_N_ELEMENTS (disk.counts); i++)
    disk.counts[i] = 0;
  disk.failures = 0;
  disk.read_only = FALSE;
  disk.off = FALSE;
  disk.off_in = 0;
  disk.fault_in = 0;
  g_mutex_unlock (&disk.mutex);
}

guint
sat_fault_vfs_count (SatFaultOps ops)
{
  guint count = 0;

  g_mutex_lock (&disk.mutex);
  for (guint i = 0; i < G_N_ELEMENTS (disk.counts); i++)
    count += ops & (1u << i) ? disk.counts[i] : 0;
  g_mutex_unlock (&disk.mutex);
  return count;
}

void
sat_fault_vfs_fail (SatFaultOps ops, guint nth, SatFaultKind kind, gboolean lasting)
{
  g_return_if_fail (nth > 0);
  g_mutex_lock (&disk.mutex);
  disk.fault_ops = ops;
  disk.fault_in = nth;
  disk.fault_kind = kind;
  disk.fault_lasting = lasting;
  g_mutex_unlock (&disk.mutex);
}

void
sat_fault_vfs_mend (void)
{
  g_mutex_lock (&disk.mutex);
  disk.fault_in = 0;
  g_mutex_unlock (&disk.mutex);
}

guint
sat_fault_vfs_failures (void)
{
  guint failures;

  g_mutex_lock (&disk.mutex);
  failures = disk.failures;
  g_mutex_unlock (&disk.mutex);
  return failures;
}

void
sat_fault_vfs_set_read_only (gboolean read_only)
{
  g_mutex_lock (&disk.mutex);
  disk.read_only = read_only;
  g_mutex_unlock (&disk.mutex);
}

void
sat_fault_vfs_power_off_at (guint nth)
{
  g_return_if_fail (nth > 0);
  g_mutex_lock (&disk.mutex);
  disk.off_in = nth;
  g_mutex_unlock (&disk.mutex);
}

void
sat_fault_vfs_power_off (void)
{
  g_mutex_lock (&disk.mutex);
  disk.off = TRUE;
  g_mutex_unlock (&disk.mutex);
}

gboolean
sat_fault_vfs_is_off (void)
{
  gboolean off;

  g_mutex_lock (&disk.mutex);
  off = disk.off;
  g_mutex_unlock (&disk.mutex);
  return off;
}

/* A fixed order makes a run repeatable from its random seed. */
static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (((const SatFaultFile *)a)->path, ((const SatFaultFile *)b)->path);
}

void
sat_fault_vfs_power_on (SatFaultLoss loss, GRand *rand)
{
  g_autoptr (GList) files = NULL;

  g_return_if_fail (loss != SAT_FAULT_LOSE_RANDOM || rand != NULL);
  g_mutex_lock (&disk.mutex);
  g_assert_cmpuint (disk.open_handles, ==, 0);
  files = g_list_sort (g_hash_table_get_values (disk.files), compare_paths);
  for (GList *l = files; l != NULL; l = l->next) {
    SatFaultFile *file = l->data;
    g_autofree char *index = g_strconcat (file->path, "-shm", NULL);

    sat_fault_file_cut (file, loss, rand);
    g_unlink (index);
  }
  g_mutex_unlock (&disk.mutex);
  sat_fault_vfs_reset ();
}
