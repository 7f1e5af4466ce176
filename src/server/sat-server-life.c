/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What tells one life of a server's database from another: the epoch in it, and beside it, where no
 * copy of the database takes them along, the key and the high-water file. */

#include "config.h"

#include "sat-fault.h"
#include "sat-server-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

static void
set_file_error (int code, const char *path, GError **error)
{
  g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (code), "%s: %s", path,
               g_strerror (code));
}

void
sat_server_new_epoch (char out[SAT_EPOCH_LENGTH + 1])
{
  guint8 bytes[SAT_EPOCH_LENGTH / 2];

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2hex (out, SAT_EPOCH_LENGTH + 1, bytes, sizeof bytes);
}

static gboolean
make_key (SatServer *self, const char *path, GError **error)
{
  randombytes_buf (self->key, sizeof self->key);
  return g_file_set_contents_full (path, (const char *)self->key, sizeof self->key,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

static gboolean
read_key (SatServer *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, SAT_SERVER_KEY, NULL);
  g_autofree char *data = NULL;
  gsize length;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return make_key (self, path, error);
  if (!g_file_get_contents (path, &data, &length, error))
    return FALSE;
  if (length != sizeof self->key) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: not a key", path);
    return FALSE;
  }
  memcpy (self->key, data, sizeof self->key);
  return TRUE;
}

gboolean
sat_server_read_high_water (const char *folder,
                            char epoch[SAT_EPOCH_LENGTH + 1],
                            gint64 *seq,
                            GError **error)
{
  g_autofree char *path = g_build_filename (folder, SAT_SERVER_HIGH_WATER, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) problem = NULL;

  *seq = 0;
  *epoch = '\0';
  if (!g_file_get_contents (path, &text, NULL, &problem)) {
    if (g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  /* A file that lost its end in a power cut says nothing. */
  if (strlen (text) >= SAT_EPOCH_LENGTH + 2 && text[SAT_EPOCH_LENGTH] == ' ') {
    memcpy (epoch, text, SAT_EPOCH_LENGTH);
    epoch[SAT_EPOCH_LENGTH] = '\0';
    *seq = g_ascii_strtoll (text + SAT_EPOCH_LENGTH + 1, NULL, 10);
  }
  return TRUE;
}

static gboolean
open_high_water (SatServer *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, SAT_SERVER_HIGH_WATER, NULL);

  self->high_water = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->high_water >= 0)
    return TRUE;
  set_file_error (errno, path, error);
  return FALSE;
}

/* Of one length, so that a shorter one leaves nothing of a longer one. */
static void
write_high_water (SatServer *self, gint64 head)
{
  char text[SAT_EPOCH_LENGTH + 24];
  int n =
      g_snprintf (text, sizeof text, "%s %020" G_GINT64_FORMAT "\n", sat_server_epoch (self), head);

  if (pwrite (self->high_water, text, (gsize)n, 0) != n)
    g_warning ("%s: %s", SAT_SERVER_HIGH_WATER, g_strerror (errno));
}

void
sat_server_tell_commit (SatServer *self, gint64 head)
{
  SatServerCommitted committed = NULL;
  gpointer data = NULL;

  g_mutex_lock (&self->lock);
  if (head > self->head) {
    self->head = head;
    write_high_water (self, head);
    committed = self->committed;
    data = self->committed_data;
  }
  g_mutex_unlock (&self->lock);
  if (committed != NULL)
    committed (head, data);
}

const char *
sat_server_epoch (SatServer *self)
{
  return g_atomic_pointer_get (&self->epoch);
}

/* Lives that ended by going back: "epoch:commit", of each the last commit that the next one has,
 * oldest first. It is in the database: what an older one does not say of later lives is asked of
 * all. */
#define LIVES "lives"

static gboolean
end_life (
    SatServer *self, SatTransaction *transaction, const char *epoch, gint64 head, GError **error)
{
  g_autofree char *before = NULL;
  g_autofree char *lives = NULL;

  if (!transaction->api->meta (transaction, LIVES, &before, error))
    return FALSE;
  lives = g_strdup_printf ("%s%s%s:%" G_GINT64_FORMAT, before != NULL ? before : "",
                           before != NULL ? " " : "", epoch, head);
  g_atomic_int_set (&self->went_back, TRUE);
  return transaction->api->put_meta (transaction, LIVES, lives, error);
}

gboolean
sat_server_lost_after (
    SatServer *self, SatTransaction *transaction, const char *epoch, gint64 *after, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lives = NULL;
  guint from = 0;

  *after = -1;
  if (!transaction->api->meta (transaction, LIVES, &text, error))
    return FALSE;
  if (text == NULL || *epoch == '\0' || g_str_equal (epoch, sat_server_epoch (self)))
    return TRUE;
  lives = g_strsplit (text, " ", -1);
  for (guint i = 0; lives[i] != NULL; i++)
    if (g_str_has_prefix (lives[i], epoch) && lives[i][strlen (epoch)] == ':')
      from = i;
  for (guint i = from; lives[i] != NULL; i++) {
    const char *colon = strchr (lives[i], ':');
    gint64 head = colon != NULL ? g_ascii_strtoll (colon + 1, NULL, 10) : 0;

    *after = *after < 0 ? head : MIN (*after, head);
  }
  return TRUE;
}

/* Another epoch, far above what anybody has seen. */
static gboolean
begin_life (
    SatServer *self, SatTransaction *transaction, gint64 head, const char **epoch, GError **error)
{
  char text[SAT_EPOCH_LENGTH + 1];

  sat_server_new_epoch (text);
  *epoch = g_intern_string (text);
  return transaction->api->put_meta (transaction, "epoch", *epoch, error) &&
         transaction->api->put_meta (transaction, SAT_SERVER_META_AGAIN, "1", error) &&
         transaction->api->put_meta (transaction, SAT_SERVER_META_ANEW, "0", error) &&
         transaction->api->raise_head (transaction, head, error);
}

/* A database that is older than what somebody has seen of it is a restored one. */
static gboolean
settle_epoch (SatServer *self, SatTransaction *transaction, GError **error)
{
  g_autofree char *epoch = NULL;
  g_autofree char *erased = NULL;
  g_autofree char *anew = NULL;
  g_autofree char *lives = NULL;
  char seen_epoch[SAT_EPOCH_LENGTH + 1];
  gint64 seen, head;

  if (!transaction->api->meta (transaction, "epoch", &epoch, error) ||
      !transaction->api->meta (transaction, "erased", &erased, error) ||
      !transaction->api->meta (transaction, SAT_SERVER_META_ANEW, &anew, error) ||
      !transaction->api->meta (transaction, LIVES, &lives, error) ||
      !transaction->api->head (transaction, &head, error) ||
      !sat_server_read_high_water (self->folder, seen_epoch, &seen, error))
    return FALSE;
  self->any_erased = erased != NULL;
  self->went_back = lives != NULL;
  if (epoch != NULL && strlen (epoch) == SAT_EPOCH_LENGTH && g_strcmp0 (anew, "1") != 0 &&
      (seen == 0 || (g_str_equal (epoch, seen_epoch) && seen <= head))) {
    self->epoch = g_intern_string (epoch);
    self->head = head;
    return TRUE;
  }
  self->head = MAX (head, seen);
  if (self->head > 0)
    self->head += SAT_SERVER_LEAP;
  /* The very first one follows none. */
  if (self->head > 0 && !end_life (self, transaction, epoch != NULL ? epoch : "", head, error))
    return FALSE;
  return begin_life (self, transaction, self->head, &self->epoch, error);
}

typedef struct {
  gint64 seen, head;
  const char *epoch; /* NULL: it was not so */
} Again;

static gboolean
begin_again (SatServer *self, SatTransaction *transaction, gpointer data, GError **error)
{
  Again *again = data;
  gint64 head;

  again->epoch = NULL;
  if (!transaction->api->head (transaction, &head, error))
    return FALSE;
  if (head >= again->seen)
    return TRUE;
  again->head = again->seen + SAT_SERVER_LEAP;
  return end_life (self, transaction, sat_server_epoch (self), head, error) &&
         begin_life (self, transaction, again->head, &again->epoch, error);
}

gboolean
sat_server_begin_again (SatServer *self, gint64 seen, GError **error)
{
  Again again = {.seen = seen};

  if (!sat_server_run (self, begin_again, &again, error))
    return FALSE;
  if (again.epoch == NULL)
    return TRUE;
  g_atomic_pointer_set (&self->epoch, again.epoch);
  sat_server_tell_commit (self, again.head);
  return sat_server_erase_again (self, error);
}

gboolean
sat_server_begin_life (SatServer *self, GError **error)
{
  g_autoptr (SatTransaction) transaction = NULL;

  if (sodium_init () < 0) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_INTERNAL, "no randomness");
    return FALSE;
  }
  if (!read_key (self, error) || !open_high_water (self, error))
    return FALSE;
  SAT_CRASH_POINT ("life-key");
  transaction = sat_storage_begin_write (self->storage, error);
  if (transaction == NULL || !settle_epoch (self, transaction, error) ||
      !sat_transaction_commit (g_steal_pointer (&transaction), error))
    return FALSE;
  SAT_CRASH_POINT ("life-settled");
  write_high_water (self, self->head);
  return TRUE;
}
