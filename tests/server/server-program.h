/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "sat-test.h"

G_BEGIN_DECLS

/* The real program: its commands, the running server, and two ways of talking to it. */

#define SERVER_PASSWORD "correct horse"

typedef struct {
  SatTestDir *dir;
  char *data;     /* the server's folder */
  char *password; /* a file with SERVER_PASSWORD */
  GSubprocess *process;
  char *uri;
  guint16 port;
  char *log; /* the running server's standard error */
} ServerProgram;

/* A folder with the administrator "root". */
void server_program_set_up (ServerProgram *self, gconstpointer data);
void server_program_tear_down (ServerProgram *self, gconstpointer data);

/* Runs "satchel-server --data DIR WORDS..." up to a NULL word, and expects @status. What it wrote
 * to standard output; g_free(). */
char *server_program_run (ServerProgram *self, int status, ...) G_GNUC_NULL_TERMINATED;
/* The same with --json. (transfer full) */
JsonNode *server_program_ask (ServerProgram *self, int status, ...) G_GNUC_NULL_TERMINATED;
/* Adds a user with SERVER_PASSWORD. */
void server_program_add_user (ServerProgram *self, const char *name, const char *role);

/* Starts it; further arguments up to NULL. */
void server_program_start (ServerProgram *self, ...) G_GNUC_NULL_TERMINATED;
/* SIGTERM; expects that it ends well. */
void server_program_stop (ServerProgram *self);

/* An answer. */
typedef struct {
  guint status;
  GBytes *body;       /* inflated */
  JsonObject *object; /* NULL: the body is none */
  char *allow, *retry_after, *encoding;
} ServerAnswer;

void server_answer_free (ServerAnswer *answer);
/* "malformed"; NULL: no error. */
const char *server_answer_code (ServerAnswer *answer);
const char *server_answer_text (ServerAnswer *answer, const char *name);

/* A request by an ordinary client. @token, @body: NULL for none; further headers as pairs of name
 * and value up to NULL. */
ServerAnswer *server_program_call (ServerProgram *self,
                                   const char *method,
                                   const char *path,
                                   const char *token,
                                   GBytes *body,
                                   ...) G_GNUC_NULL_TERMINATED;
ServerAnswer *
server_program_post (ServerProgram *self, const char *path, const char *token, const char *json);
/* Sends @request as it is, and reads until the server closes or nothing comes for a second; what
 * came, with "<closed>" at the end if it did. */
char *server_program_send_raw (ServerProgram *self, const char *request, gssize length);
char *server_send_raw (guint16 port, const char *request, gssize length);

/* A device that has signed in. */
typedef struct {
  guint8 secret[64];
  char *key; /* base64 */
  gint64 device;
  char *access, *refresh, *user, *server_key;
  gint64 m; /* what was pushed so far */
  guint8 hash[32];
  char *epoch;
} ServerClient;

ServerClient *server_client_new (ServerProgram *self, const char *user);
void server_client_free (ServerClient *client);
/* base64 of the device's signature. */
char *server_client_sign (ServerClient *client, const char *text);
/* The bytes of a push of @n new companies, which count as sent. */
GBytes *server_client_make_push (ServerClient *client, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ServerAnswer, server_answer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ServerClient, server_client_free)

G_END_DECLS
