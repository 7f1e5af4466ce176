/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the tests of every layer share: a directory of their own that cleans up after itself,
 * waiting on the main loop, the files of real input, and random numbers that can be repeated. GLib
 * only, so that the lowest layer's tests can use it.
 */
#pragma once

#include <glib.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* A fresh, empty directory. Owned by the caller, who frees it with sat_test_dir_free(). */
typedef struct _SatTestDir SatTestDir;

SatTestDir *sat_test_dir_new (void);
/* Removes the directory with all that is in it. */
void sat_test_dir_free (SatTestDir *dir);
/* Absolute path of the directory; owned by it. */
const char *sat_test_dir_path (SatTestDir *dir);
/* Absolute path of `name` (which may have slashes) inside; the file need not exist. Caller frees.
 */
char *sat_test_dir_file (SatTestDir *dir, const char *name);
/* Writes `contents` to `name` inside, making folders on the way; length -1: up to the NUL. Returns
 * its path; caller frees. */
char *sat_test_dir_write (SatTestDir *dir, const char *name, const char *contents, gssize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatTestDir, sat_test_dir_free)

typedef gboolean (*SatTestCondition) (gpointer user_data);

/* Iterates the default main context until `condition` holds. FALSE when it still does not after
 * `timeout_ms` (a safety net: choose it generously, such as 10,000). */
gboolean
sat_test_wait_until (SatTestCondition condition, gpointer user_data, unsigned int timeout_ms);

/* Iterates the default main context until it has nothing to dispatch. */
void sat_test_settle (void);

/* Path of a file of real input, such as "maven-crm/accounts.csv". Looked for in $SATCHEL_REAL_DATA,
 * or in ../shared/data beside the source. NULL when it is not there: the test then calls
 * g_test_skip(). Caller frees. */
char *sat_test_real_data (const char *name);

/* Random numbers from $SATCHEL_TEST_SEED, else the same each time: whether the tests pass says
 * something of the code, not of the day. tools/soak --random looks for new ones. The seed is
 * printed as a TAP comment. Caller frees with g_rand_free(). */
GRand *sat_test_rand_new (void);

G_END_DECLS
