/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-test-office.h"

#include <string.h>

#include "sat-export.h"
#include "sat-own-digest.h"
#include "sat-verify.h"

#define LIE "{\"n\":1,\"sum\":\"0123456789abcdef\",\"parts\":{}}"

SatTestOffice *
sat_test_office_new (void)
{
  SatTestOffice *self = g_new0 (SatTestOffice, 1);
  g_autoptr (GError) error = NULL;

  self->dir = sat_test_dir_new ();
  self->folder = sat_test_dir_file (self->dir, "server");
  self->clock = sat_clock_fake_new (SAT_TEST_STORE_NOW);
  self->server = sat_server_open (self->folder, NULL, self->clock, &error);
  g_assert_no_error (error);
  self->boss = sat_test_office_add_user (self, "boss", "admin");
  return self;
}

void
sat_test_office_free (SatTestOffice *self)
{
  sat_server_close (self->server);
  sat_clock_unref (self->clock);
  g_free (self->folder);
  sat_test_dir_free (self->dir);
  g_free (self);
}

SatUuid
sat_test_office_add_user (SatTestOffice *self, const char *name, const char *role)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autofree char *mail = g_strconcat (name, "@example.org", NULL);
  SatServerWrite write = {.op = SAT_OP_PUT, .type = "user", .fields = fields};
  g_autoptr (GError) error = NULL;

  write.id = sat_uuid_new (sat_clock_now (self->clock) / 1000);
  sat_wire_fields_take (fields, "name", sat_wire_text (name), FALSE);
  sat_wire_fields_take (fields, "mail", sat_wire_text (mail), FALSE);
  sat_wire_fields_take (fields, "role", sat_wire_text (role), FALSE);
  sat_wire_fields_take (fields, "active", sat_wire_int (1), FALSE);
  g_assert_true (sat_server_write (self->server, &write, 1, &error));
  g_assert_no_error (error);
  return write.id;
}

SatTestDesk *
sat_test_desk_new (SatTestOffice *office, const SatUuid *user, SatRole role)
{
  SatTestDesk *self = g_new0 (SatTestDesk, 1);
  g_autoptr (GError) error = NULL;

  self->office = office;
  self->caller = (SatCaller){*user, "somebody", role, ++office->devices};
  self->t = sat_test_store_new (SAT_STORE_CREATE);
  g_assert_true (sat_remote_join (self->t->store, "test:", user, self->caller.device, &error));
  g_assert_no_error (error);
  return self;
}

void
sat_test_desk_free (SatTestDesk *self)
{
  sat_test_store_free (self->t);
  g_free (self->page);
  g_free (self);
}

/* The value of @name in the query, not escaped. g_free(). */
static char *
query_value (const char *path, const char *name)
{
  g_autofree char *start = g_strconcat (name, "=", NULL);
  g_auto (GStrv) parts = g_strsplit (strchr (path, '?') + 1, "&", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_str_has_prefix (parts[i], start))
      return g_uri_unescape_string (parts[i] + strlen (start), NULL);
  return g_strdup ("");
}

static GBytes *
pull (SatTestDesk *self, const SatSyncRequest *request, GError **error)
{
  g_autofree char *cursor = query_value (request->path, "cursor");
  g_autofree char *sv = query_value (request->path, "sv");
  g_autofree char *bf = query_value (request->path, "bf");
  g_autofree char *limit = query_value (request->path, "limit");
  g_autofree char *parts = query_value (request->path, "parts");

  return sat_server_pull (self->office->server, &self->caller, request->epoch, cursor, sv, bf,
                          (guint)g_ascii_strtoull (limit, NULL, 10),
                          g_ascii_strtoll (parts, NULL, 10), error);
}

static GBytes *
digest (SatTestDesk *self, const SatSyncRequest *request, GError **error)
{
  g_autofree char *cursor = query_value (request->path, "cursor");
  g_autofree char *sv = query_value (request->path, "sv");
  g_autofree char *prefix = query_value (request->path, "prefix");
  g_autofree char *n = query_value (request->path, "n");
  g_autofree char *sum = query_value (request->path, "sum");
  SatDigestSum own = {.n = g_ascii_strtoull (n, NULL, 10)};

  if (request->kind == SAT_SYNC_LEAF) {
    self->leaves++;
    return sat_server_leaf (self->office->server, &self->caller, request->epoch, cursor, sv, prefix,
                            error);
  }
  g_assert_true (sat_digest_sum_parse (sum, &own.sum));
  if (self->lies)
    return g_bytes_new_static (LIE, strlen (LIE));
  return sat_server_digest (self->office->server, &self->caller, request->epoch, cursor, sv, prefix,
                            &own, error);
}

static GBytes *
enrol (SatTestDesk *self)
{
  g_autofree char *text = NULL;

  self->caller.device = ++self->office->devices;
  text = g_strdup_printf ("{\"device\":%u}", self->caller.device);
  return g_bytes_new (text, strlen (text));
}

static GBytes *
refusal (SatTestDesk *self, const char *epoch, const GError *error)
{
  g_autofree char *device =
      sat_server_describe_device (self->office->server, self->caller.device, epoch, NULL);
  /* Its members stand beside the error's. */
  g_autofree char *text = g_strdup_printf (
      "{\"error\":{\"code\":\"%s\",\"message\":\"\"}%s%s", sat_server_error_code (error),
      device != NULL ? "," : "}", device != NULL ? device + 1 : "");

  g_test_message ("refused: %s", error->message);
  self->expired +=
      g_error_matches (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_CURSOR_EXPIRED) ? 1 : 0;
  return g_bytes_new (text, strlen (text));
}

static GBytes *
ask (SatTestDesk *self, const SatSyncRequest *request, guint *status)
{
  g_autoptr (GError) error = NULL;
  GBytes *body = NULL;

  self->questions++;
  if (request->kind == SAT_SYNC_DIGEST && self->refused != 0) {
    *status = self->refused;
    return g_bytes_new_static ("{}", 2);
  }
  if (request->kind == SAT_SYNC_LEAF && self->too_large > 0) {
    self->too_large--;
    *status = 413;
    return g_bytes_new_static ("{}", 2);
  }
  if (request->kind == SAT_SYNC_HELLO)
    body = sat_server_hello (self->office->server, &self->caller, &error);
  else if (request->kind == SAT_SYNC_PUSH)
    body = sat_server_push (self->office->server, &self->caller, request->epoch, request->body,
                            &error);
  else if (request->kind == SAT_SYNC_RESCUE)
    body = sat_server_rescue (self->office->server, &self->caller, request->epoch, request->body,
                              &error);
  else if (request->kind == SAT_SYNC_PULL)
    body = pull (self, request, &error);
  else if (request->kind == SAT_SYNC_DIGEST || request->kind == SAT_SYNC_LEAF)
    body = digest (self, request, &error);
  else
    body = enrol (self);
  if (request->kind == SAT_SYNC_PULL && body != NULL) {
    g_free (self->page);
    self->page = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
    if (self->meanwhile != NULL)
      g_steal_pointer (&self->meanwhile) (self->data);
  }
  *status = body != NULL ? 200 : sat_server_error_status (error);
  return body != NULL ? body : refusal (self, request->epoch, error);
}

static gboolean
step (SatTestDesk *self, SatSyncEngine *engine, const SatSyncRequest *request, GError **error)
{
  guint status;
  g_autoptr (GBytes) body = ask (self, request, &status);

  if (self->rand != NULL && g_rand_int_range (self->rand, 0, 100) < (gint32)self->cut)
    return sat_sync_engine_answer (engine, SAT_SYNC_CUT, 0, NULL, error);
  return sat_sync_engine_answer (engine, status, 0, body, error);
}

void
sat_test_desk_step (SatTestDesk *self, SatSyncEngine *engine, const SatSyncRequest *request)
{
  g_autoptr (GError) error = NULL;

  step (self, engine, request, &error);
  g_assert_no_error (error);
}

gboolean
sat_test_desk_try_sync (SatTestDesk *self, SatSyncCounts *counts, GError **error)
{
  g_autoptr (SatSyncEngine) engine = NULL;
  SatSyncRequest request;
  gboolean good = !self->compare || sat_own_digest_want (self->t->store, error);

  engine = good ? sat_sync_engine_new (self->t->store, self->caller.device, TRUE, error) : NULL;
  good = engine != NULL;

  while (good) {
    good = sat_sync_engine_next (engine, &request, error);
    if (!good || request.step == SAT_SYNC_DONE)
      break;
    if (request.step == SAT_SYNC_ASK)
      good = step (self, engine, &request, error);
  }
  if (counts != NULL && engine != NULL)
    *counts = *sat_sync_engine_counts (engine);
  return good;
}

void
sat_test_desk_sync (SatTestDesk *self, SatSyncCounts *counts)
{
  g_autoptr (GError) error = NULL;

  sat_test_desk_try_sync (self, counts, &error);
  g_assert_no_error (error);
}

char *
sat_test_desk_export (SatTestDesk *self)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  size_t length;
  FILE *file = open_memstream (&text, &length);
  char *copy;

  g_assert_true (sat_export (sat_test_store_reader (self->t), NULL, NULL, SAT_EXPORT_JSON, file,
                             NULL, &error));
  g_assert_no_error (error);
  fclose (file);
  copy = g_strdup (text);
  free (text);
  return copy;
}

void
sat_test_desk_assert_sound (SatTestDesk *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) checks = sat_verify (sat_test_store_reader (self->t), NULL, &error);
  gboolean good = TRUE;

  g_assert_no_error (error);
  for (guint i = 0; i < checks->len; i++) {
    const SatCheck *check = checks->pdata[i];

    if (!check->ok)
      g_test_message ("%s: %s", check->name, check->detail);
    good &= check->ok;
  }
  g_assert_true (good);
}

void
sat_test_desk_assert_same (SatTestDesk *a, SatTestDesk *b)
{
  g_autofree char *first = sat_test_desk_export (a);
  g_autofree char *second = sat_test_desk_export (b);

  sat_test_desk_assert_sound (a);
  sat_test_desk_assert_sound (b);
  if (strcmp (first, second) != 0) {
    g_auto (GStrv) left = g_strsplit (first, "\n", -1);
    g_auto (GStrv) right = g_strsplit (second, "\n", -1);
    guint i = 0;

    while (g_strcmp0 (left[i], right[i]) == 0)
      i++;
    g_error ("line %u:\n%s\n%s", i + 1, left[i], right[i]);
  }
}

gint64
sat_test_desk_find (SatTestDesk *self, const SatUuid *uuid)
{
  const SatType *type = NULL;
  gboolean deleted = FALSE;
  gint64 id = sat_reader_find (sat_test_store_reader (self->t), uuid, &type, &deleted, NULL);

  return type != NULL && !deleted ? id : 0;
}

SatUuid
sat_test_desk_uuid (SatTestDesk *self, gint64 id)
{
  SatUuid uuid;
  g_autoptr (GError) error = NULL;

  g_assert_true (
      sat_reader_identify (sat_test_store_reader (self->t), id, &uuid, NULL, NULL, &error));
  g_assert_no_error (error);
  return uuid;
}

SatOutboxCounts
sat_test_desk_counts (SatTestDesk *self)
{
  SatOutboxCounts counts;
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_outbox_counts (sat_test_store_reader (self->t), &counts, &error));
  g_assert_no_error (error);
  return counts;
}
