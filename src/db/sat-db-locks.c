/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-db-locks.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

/* One file in which SQLite has locks. SQLite itself knows which of its connections has which: all
 * it asks of the system is what the process has. */
typedef struct {
  dev_t device;
  ino_t inode;
  int fd;      /* ours, which has the locks; -1: SQLite's own have them, as always */
  guint n_fds; /* of SQLite, that have asked for locks */
} Locked;

G_LOCK_DEFINE_STATIC (locks);
static GHashTable *by_fd; /* SQLite's descriptor -> Locked, not owned */
static GPtrArray *all;    /* Locked */
static gboolean forked;   /* by_fd and all are those of the process that this one came from */

static void
locked_free (gpointer data)
{
  Locked *self = data;

  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

/* A process that was forked has our descriptors, but the locks are not its own. */
static void
begin_in_process (void)
{
  if (by_fd != NULL && !forked)
    return;
  forked = FALSE;
  g_clear_pointer (&by_fd, g_hash_table_unref);
  g_clear_pointer (&all, g_ptr_array_unref);
  by_fd = g_hash_table_new (NULL, NULL);
  all = g_ptr_array_new_with_free_func (locked_free);
}

/* The same file once more: its name may mean another one by now. -1: not for what SQLite may do
 * with it. */
static int
open_again (int fd)
{
  char path[64];
  int again;

  g_snprintf (path, sizeof path, "/proc/self/fd/%d", fd);
  do
    again = open (path, O_RDWR | O_CLOEXEC);
  while (again < 0 && errno == EINTR);
  if (again < 0 && (fcntl (fd, F_GETFL) & O_ACCMODE) == O_RDONLY)
    again = open (path, O_RDONLY | O_CLOEXEC);
  return again;
}

/* Whether the system, and what the file is on, has locks of this kind. */
static gboolean
has_such_locks (int fd)
{
  struct flock range = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_len = 1};

  return fcntl (fd, F_OFD_GETLK, &range) == 0;
}

static Locked *
add_file (int fd, const struct stat *info)
{
  Locked *locked = g_new0 (Locked, 1);

  *locked = (Locked){info->st_dev, info->st_ino, open_again (fd), 0};
  if (locked->fd >= 0 && !has_such_locks (locked->fd)) {
    close (locked->fd);
    locked->fd = -1;
  }
  g_ptr_array_add (all, locked);
  return locked;
}

static Locked *
find_file (const struct stat *info)
{
  for (guint i = 0; i < all->len; i++) {
    Locked *locked = g_ptr_array_index (all, i);

    if (locked->inode == info->st_ino && locked->device == info->st_dev)
      return locked;
  }
  return NULL;
}

/* The descriptor for the locks of the file that SQLite has as @fd; -1: there is none. */
static int
find_ours (int fd)
{
  Locked *locked = g_hash_table_lookup (by_fd, GINT_TO_POINTER (fd));
  struct stat info;

  if (locked != NULL)
    return locked->fd;
  if (fstat (fd, &info) != 0)
    return -1;
  locked = find_file (&info);
  if (locked == NULL)
    locked = add_file (fd, &info);
  locked->n_fds++;
  g_hash_table_insert (by_fd, GINT_TO_POINTER (fd), locked);
  return locked->fd;
}

/* SQLite's last descriptor of the file goes. A process that was forked may have ours still. */
static void
unlock (const Locked *self)
{
  struct flock range = {.l_type = F_UNLCK, .l_whence = SEEK_SET};

  if (self->fd >= 0)
    fcntl (self->fd, F_OFD_SETLK, &range);
}

static void
forget_fd (int fd)
{
  Locked *locked;

  if (by_fd == NULL || forked)
    return;
  locked = g_hash_table_lookup (by_fd, GINT_TO_POINTER (fd));
  if (locked == NULL)
    return;
  g_hash_table_remove (by_fd, GINT_TO_POINTER (fd));
  if (--locked->n_fds > 0)
    return;
  unlock (locked);
  g_ptr_array_remove_fast (all, locked);
}

static int
lock (int fd, int command, struct flock *range)
{
  int ours;

  G_LOCK (locks);
  begin_in_process ();
  ours = find_ours (fd);
  G_UNLOCK (locks);
  if (ours < 0)
    return fcntl (fd, command, range);
  range->l_pid = 0; /* or the system refuses */
  return fcntl (ours,
                command == F_GETLK    ? F_OFD_GETLK
                : command == F_SETLKW ? F_OFD_SETLKW
                                      : F_OFD_SETLK,
                range);
}

/* In the place of fcntl(). */
static int
fcntl_cb (int fd, int command, ...)
{
  va_list list;
  int result;

  va_start (list, command);
  if (command == F_SETLK || command == F_SETLKW || command == F_GETLK)
    result = lock (fd, command, va_arg (list, struct flock *));
  else if (command == F_GETFD || command == F_GETFL)
    result = fcntl (fd, command);
  else
    result = fcntl (fd, command, va_arg (list, int));
  va_end (list);
  return result;
}

/* In the place of close(). */
static int
close_cb (int fd)
{
  G_LOCK (locks);
  forget_fd (fd);
  G_UNLOCK (locks);
  return close (fd);
}

static void
forked_cb (void)
{
  forked = TRUE;
}

void
sat_db_locks_keep (void)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find ("unix");

  if (vfs == NULL || vfs->iVersion < 3)
    return;
  pthread_atfork (NULL, NULL, forked_cb);
  vfs->xSetSystemCall (vfs, "fcntl", (sqlite3_syscall_ptr)fcntl_cb);
  vfs->xSetSystemCall (vfs, "close", (sqlite3_syscall_ptr)close_cb);
}
