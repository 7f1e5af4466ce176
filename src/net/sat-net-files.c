/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-net-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sat-files.h"
#include "sat-json-object.h"
#include "sat-remote.h"

#define PIECE (4 * 1024 * 1024)
/* Cuts in a row, without a byte in between, before a file is left for later. */
#define MOST_TRIES 5

/* One go, with one server. */
typedef struct {
  SatStore *store;
  SatSecrets *secrets;
  SatNetClient *client;
  SatNetFilesFunc progress;
  gpointer user_data;
  GCancellable *cancellable;
} Run;

static void
run_clear (Run *self)
{
  sat_net_client_free (self->client);
  sat_secrets_free (self->secrets);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* Anew each time: a sync beside this one may have got fresh tokens, and who comes with used ones
 * is signed out. */
static gboolean
take_secrets (Run *self, GError **error)
{
  SatSecrets *secrets = sat_secrets_load (self->store, error);

  if (secrets == NULL)
    return FALSE;
  sat_secrets_free (self->secrets);
  self->secrets = secrets;
  return TRUE;
}

static gboolean
run_open (Run *self, GError **error)
{
  g_autoptr (SatRemoteState) state = sat_remote_state (self->store, error);

  if (state == NULL || !take_secrets (self, error))
    return FALSE;
  if (!state->joined || self->secrets->device == 0) {
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_AUTH,
                         _ ("This file has not joined a server. Sign in first."));
    return FALSE;
  }
  self->client = sat_net_client_new (state->server, error);
  return self->client != NULL;
}

static void
tell (Run *self, const char *hash, gint64 done, gint64 length)
{
  if (self->progress != NULL)
    self->progress (hash, done, length, self->user_data);
}

static gboolean
call (Run *self,
      const char *method,
      const char *hash,
      const char *query,
      GBytes *body,
      SatNetAnswer *answer,
      GError **error)
{
  g_autofree char *path = g_strconcat ("/v1/blobs/", hash, query, NULL);

  sat_net_answer_clear (answer);
  return take_secrets (self, error) &&
         sat_net_client_call (self->client, method, path, body, self->store, self->secrets, answer,
                              self->cancellable, error);
}

/* What ends the whole go. FALSE with @error; TRUE: it is about this file alone. */
static gboolean
check_answer (const SatNetAnswer *answer, GError **error)
{
  if (answer->status == SAT_SYNC_UNREACHED)
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_OFFLINE,
                         _ ("The server cannot be reached."));
  else if (answer->status == 401)
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_AUTH, _ ("Sign in again."));
  else
    return TRUE;
  return FALSE;
}

/* Sending */

static GBytes *
read_piece (int fd, gint64 offset, gint64 length)
{
  gsize size = (gsize)MIN (length - offset, PIECE), done = 0;
  g_autofree guint8 *data = g_malloc (MAX (size, 1));

  while (done < size) {
    gssize n = pread (fd, data + done, size - done, offset + (gint64)done);

    if (n <= 0)
      return NULL;
    done += (gsize)n;
  }
  return g_bytes_new_take (g_steal_pointer (&data), size);
}

/* How far the server has come. *@offset -1: it has all; *@known FALSE: it will not have it. */
static gboolean
ask_offset (Run *self, const char *hash, gint64 *offset, gboolean *known, GError **error)
{
  g_auto (SatNetAnswer) answer = {0};

  for (guint i = 0; i < MOST_TRIES; i++) {
    if (!call (self, "HEAD", hash, "", NULL, &answer, error) || !check_answer (&answer, error))
      return FALSE;
    if (answer.status != SAT_SYNC_CUT)
      break;
  }
  *known = answer.status == 204 || (answer.status == 200 && answer.offset >= 0);
  *offset = answer.status == 204 ? -1 : answer.offset;
  return TRUE;
}

typedef enum {
  PIECE_TAKEN,
  PIECE_AGAIN, /* ask where to go on */
  PIECE_REFUSED,
} PieceResult;

static gboolean
send_piece (Run *self,
            const char *hash,
            int fd,
            gint64 *offset,
            gint64 length,
            PieceResult *result,
            GError **error)
{
  g_autofree char *query =
      g_strdup_printf ("?offset=%" G_GINT64_FORMAT "&length=%" G_GINT64_FORMAT, *offset, length);
  g_autoptr (GBytes) piece = read_piece (fd, *offset, length);
  g_auto (SatNetAnswer) answer = {0};
  g_autoptr (JsonObject) object = NULL;
  JsonNode *complete;

  *result = PIECE_REFUSED;
  if (piece == NULL)
    return TRUE;
  if (!call (self, "PATCH", hash, query, piece, &answer, error) || !check_answer (&answer, error))
    return FALSE;
  if (answer.status != 200) {
    *result = answer.status == SAT_SYNC_CUT || answer.status == 409 ? PIECE_AGAIN : PIECE_REFUSED;
    return TRUE;
  }
  object = sat_json_read_object (answer.body);
  complete = sat_json_get_value (object, "complete", G_TYPE_BOOLEAN);
  *offset = complete != NULL && json_node_get_boolean (complete)
                ? length
                : *offset + (gint64)g_bytes_get_size (piece);
  *result = object != NULL ? PIECE_TAKEN : PIECE_AGAIN;
  return TRUE;
}

/* *@sent FALSE: some other time. */
static gboolean
send_from (Run *self, const char *hash, int fd, gint64 length, gboolean *sent, GError **error)
{
  PieceResult result = PIECE_AGAIN;
  gint64 offset = 0;
  gboolean known = TRUE;

  *sent = FALSE;
  for (guint tries = 0; tries < MOST_TRIES && result != PIECE_REFUSED;) {
    gint64 before = offset;

    if (result == PIECE_AGAIN && !ask_offset (self, hash, &offset, &known, error))
      return FALSE;
    if (!known || offset < 0 || offset > length) {
      *sent = known && offset < 0;
      return TRUE;
    }
    tell (self, hash, offset, length);
    if (!send_piece (self, hash, fd, &offset, length, &result, error))
      return FALSE;
    if (result == PIECE_TAKEN && offset == length) {
      *sent = TRUE;
      return TRUE;
    }
    tries = offset > before ? 0 : tries + 1;
  }
  return TRUE;
}

static gboolean
send_file (Run *self, const char *hash, gboolean *sent, GError **error)
{
  g_autofree char *path = sat_files_path (sat_store_get_path (self->store), hash);
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  gboolean done = TRUE;
  struct stat info;

  *sent = FALSE;
  if (fd < 0)
    return TRUE;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode))
    done = send_from (self, hash, fd, (gint64)info.st_size, sent, error);
  close (fd);
  return done && (!*sent || sat_files_sent (self->store, hash, error));
}

/* Fetching */

static gboolean
append (int fd, gint64 offset, GBytes *bytes)
{
  gsize length, done = 0;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  while (done < length) {
    gssize n = pwrite (fd, data + done, length - done, offset + (gint64)done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return FALSE;
    done += (gsize)n;
  }
  return TRUE;
}

typedef enum {
  FETCH_MORE,
  FETCH_WHOLE,
  FETCH_ANEW, /* what is here does not belong to it */
  FETCH_CUT,
  FETCH_NONE,
} FetchResult;

static gboolean
fetch_piece (
    Run *self, const char *hash, int fd, gint64 *offset, FetchResult *result, GError **error)
{
  g_autofree char *query = g_strdup_printf ("?offset=%" G_GINT64_FORMAT, *offset);
  g_auto (SatNetAnswer) answer = {0};
  gint64 size;

  if (!call (self, "GET", hash, query, NULL, &answer, error) || !check_answer (&answer, error))
    return FALSE;
  *result = answer.status == SAT_SYNC_CUT ? FETCH_CUT : FETCH_NONE;
  if (answer.status == 409)
    *result = FETCH_ANEW;
  if (answer.status != 200)
    return TRUE;
  size = (gint64)g_bytes_get_size (answer.body);
  /* More than it says, or nothing though something is missing: not our server. */
  if (answer.length < 0 || answer.length > SAT_FILES_MOST_BYTES || *offset + size > answer.length ||
      (size == 0 && *offset < answer.length) || !append (fd, *offset, answer.body))
    return TRUE;
  *offset += size;
  *result = *offset == answer.length ? FETCH_WHOLE : FETCH_MORE;
  tell (self, hash, *offset, answer.length);
  return TRUE;
}

static gboolean
fetch_to (Run *self, const char *hash, int fd, gboolean *whole, GError **error)
{
  FetchResult result = FETCH_MORE;
  guint tries = 0;
  gint64 offset;

  *whole = FALSE;
  offset = (gint64)lseek (fd, 0, SEEK_END);
  while (offset >= 0 && tries < MOST_TRIES) {
    if (!fetch_piece (self, hash, fd, &offset, &result, error))
      return FALSE;
    *whole = result == FETCH_WHOLE;
    if (result == FETCH_WHOLE || result == FETCH_NONE)
      break;
    if (result == FETCH_ANEW)
      offset = ftruncate (fd, 0) == 0 ? 0 : -1;
    tries = result == FETCH_MORE ? 0 : tries + 1;
  }
  if (*whole && fsync (fd) != 0)
    *whole = FALSE;
  return TRUE;
}

/* *@fetched FALSE: the server has not got it, somebody else is at it, or it was not what it should
 * be. */
static gboolean
fetch_file (Run *self, const char *hash, gboolean *fetched, GError **error)
{
  const char *database = sat_store_get_path (self->store);
  g_autofree char *folder = sat_files_folder (database);
  g_autofree char *part = sat_files_part_path (database, hash);
  gboolean done = TRUE, whole = FALSE;
  int fd;

  *fetched = FALSE;
  g_mkdir_with_parents (folder, 0700);
  fd = g_open (part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return TRUE;
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    done = fetch_to (self, hash, fd, &whole, error) &&
           (!whole || sat_files_arrived (self->store, hash, fetched, error));
  if (done && !whole && lseek (fd, 0, SEEK_END) == 0)
    g_unlink (part);
  close (fd);
  return done;
}

/* All */

static gboolean
send_all (Run *self, SatNetFiles *counts, GError **error)
{
  g_autoptr (SatReader) reader = sat_store_thread_reader (self->store, error);
  g_auto (GStrv) hashes = reader != NULL ? sat_files_to_send (reader, error) : NULL;

  for (guint i = 0; hashes != NULL && hashes[i] != NULL; i++) {
    gboolean sent;

    if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
        !send_file (self, hashes[i], &sent, error))
      return FALSE;
    counts->sent += sent;
    counts->left += !sent;
    tell (self, hashes[i], 0, 0);
  }
  return hashes != NULL;
}

static gboolean
fetch_all (Run *self, SatNetFiles *counts, GError **error)
{
  g_autoptr (SatReader) reader = sat_store_thread_reader (self->store, error);
  g_auto (GStrv) hashes = reader != NULL ? sat_files_to_fetch (reader, error) : NULL;

  for (guint i = 0; hashes != NULL && hashes[i] != NULL; i++) {
    gboolean fetched;

    if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
        !fetch_file (self, hashes[i], &fetched, error))
      return FALSE;
    counts->fetched += fetched;
    counts->left += !fetched;
    tell (self, hashes[i], 0, 0);
  }
  return hashes != NULL;
}

gboolean
sat_net_files (SatStore *store,
               SatNetFilesFunc progress,
               gpointer user_data,
               GCancellable *cancellable,
               SatNetFiles *counts,
               GError **error)
{
  g_auto (Run) self = {
      .store = store, .progress = progress, .user_data = user_data, .cancellable = cancellable};

  g_return_val_if_fail (SAT_IS_STORE (store) && counts != NULL, FALSE);

  *counts = (SatNetFiles){0};
  return run_open (&self, error) && send_all (&self, counts, error) &&
         fetch_all (&self, counts, error) && sat_files_sweep (store, error);
}

gboolean
sat_net_file_fetch (SatStore *store,
                    const char *hash,
                    SatNetFilesFunc progress,
                    gpointer user_data,
                    GCancellable *cancellable,
                    GError **error)
{
  g_auto (Run) self = {
      .store = store, .progress = progress, .user_data = user_data, .cancellable = cancellable};
  gboolean fetched;

  g_return_val_if_fail (SAT_IS_STORE (store) && sat_blob_is_hash (hash), FALSE);

  if (!run_open (&self, error) || !fetch_file (&self, hash, &fetched, error))
    return FALSE;
  if (fetched)
    return TRUE;
  g_set_error_literal (
      error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
      _ ("The server does not have this file yet. Whoever added it may be offline."));
  return FALSE;
}
