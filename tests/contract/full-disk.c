/* SPDX-License-Identifier: GPL-3.0-or-later */

/* To be loaded before everything else into a program (LD_PRELOAD): as long as the file
 * $SATCHEL_FULL_FLAG exists, the disk is full for the files in the folder that it is in. */
#include "config.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* Names of the C library, which this takes the place of. */
ssize_t write (int fd, const void *bytes, size_t length);
ssize_t pwrite64 (int fd, const void *bytes, size_t length, off64_t offset);

/* A flag in "/a/b": what is below "/a/b/". */
static int
is_full (int fd)
{
  const char *flag = getenv ("SATCHEL_FULL_FLAG");
  char name[64], path[PATH_MAX];
  struct stat info;
  ssize_t length;

  if (flag == NULL || access (flag, F_OK) != 0 || fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    return 0;
  snprintf (name, sizeof name, "/proc/self/fd/%d", fd);
  length = readlink (name, path, sizeof path - 1);
  if (length <= 0)
    return 0;
  path[length] = '\0';
  /* The log of a server goes somewhere all the same, and shared memory has its room already. */
  return strncmp (path, flag, (size_t)(strrchr (flag, '/') - flag + 1)) == 0 &&
         strstr (path, "/log") == NULL && strstr (path, "-shm") == NULL;
}

ssize_t
write (int fd, const void *bytes, size_t length)
{
  static ssize_t (*real) (int, const void *, size_t);

  if (real == NULL)
    *(void **)&real = dlsym (RTLD_NEXT, "write");
  if (is_full (fd)) {
    errno = ENOSPC;
    return -1;
  }
  return real (fd, bytes, length);
}

ssize_t
pwrite64 (int fd, const void *bytes, size_t length, off64_t offset)
{
  static ssize_t (*real) (int, const void *, size_t, off64_t);

  if (real == NULL)
    *(void **)&real = dlsym (RTLD_NEXT, "pwrite64");
  if (is_full (fd)) {
    errno = ENOSPC;
    return -1;
  }
  return real (fd, bytes, length, offset);
}
