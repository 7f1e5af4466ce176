/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "office.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sat-json.h"

#define GREETING "listening on "

/* Not longer than the test; its log stays out of the test's. */
static void
set_up_cb (gpointer data)
{
  const Office *self = data;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (self->log >= 0)
    dup2 (self->log, STDERR_FILENO);
}

static char *
read_line (int fd)
{
  GString *line = g_string_new (NULL);
  char byte;

  while (read (fd, &byte, 1) == 1 && byte != '\n')
    g_string_append_c (line, byte);
  return g_string_free (line, FALSE);
}

gboolean
office_try_start (Office *self)
{
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", self->port);
  const char *argv[] = {SATCHEL_SERVER, "--data", self->data, "--listen", listen, NULL};
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  int out;

  g_assert_cmpint (self->pid, ==, 0);
  g_spawn_async_with_pipes (NULL, (char **)argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, set_up_cb, self,
                            &self->pid, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  line = read_line (out);
  close (out);
  if (!g_str_has_prefix (line, GREETING))
    return FALSE;
  g_free (self->url);
  self->url = g_strdup (line + strlen (GREETING));
  self->port = (guint)g_ascii_strtoull (strrchr (self->url, ':') + 1, NULL, 10);
  return TRUE;
}

void
office_start (Office *self)
{
  if (!office_try_start (self))
    g_error ("the server does not start: see %s", sat_test_dir_path (self->dir));
}

void
office_stop (Office *self, int signal)
{
  int status;

  if (self->pid == 0)
    return;
  kill (self->pid, signal);
  while (waitpid (self->pid, &status, 0) < 0 && errno == EINTR)
    ;
  g_spawn_close_pid (self->pid);
  self->pid = 0;
  if (signal == SIGTERM)
    g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

static JsonNode *
run (Office *self, const char *const *first, va_list args)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  g_autofree char *messages = NULL;
  JsonNode *node;
  int ended;

  g_ptr_array_add (argv, (gpointer)SATCHEL_SERVER);
  for (; *first != NULL; first++)
    g_ptr_array_add (argv, (gpointer)*first);
  for (const char *arg; (arg = va_arg (args, const char *)) != NULL;)
    g_ptr_array_add (argv, (gpointer)arg);
  g_ptr_array_add (argv, (gpointer) "--data");
  g_ptr_array_add (argv, self->data);
  g_ptr_array_add (argv, (gpointer) "--json");
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **)argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, &messages,
                &ended, &error);
  g_assert_no_error (error);
  if (!WIFEXITED (ended) || WEXITSTATUS (ended) != 0) {
    g_autofree char *line = g_strjoinv (" ", (char **)argv->pdata);

    g_error ("%s: %d: %s%s", line, ended, output, messages);
  }
  if (*output == '\0')
    return NULL;
  node = sat_json_parse (output, strlen (output), &error);
  g_assert_no_error (error);
  return node;
}

JsonNode *
office_run (Office *self, ...)
{
  const char *const none[] = {NULL};
  va_list args;
  JsonNode *node;

  va_start (args, self);
  node = run (self, none, args);
  va_end (args);
  return node;
}

void
office_add_user (Office *self, const char *name, const char *role, ...)
{
  const char *const first[] = {"user",   "add", name, "--password-file", self->password_file,
                               "--role", role,  NULL};
  g_autoptr (JsonNode) node = NULL;
  va_list args;

  va_start (args, role);
  node = run (self, first, args);
  va_end (args);
}

Office *
office_new (void)
{
  Office *self = g_new0 (Office, 1);
  g_autofree char *log = NULL;
  g_autoptr (JsonNode) node = NULL;

  self->dir = sat_test_dir_new ();
  self->data = sat_test_dir_file (self->dir, "server");
  log = sat_test_dir_file (self->dir, "log");
  self->log = open (log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  self->password_file = sat_test_dir_write (self->dir, "password", "correct horse battery\n", -1);
  node = office_run (self, "init", "--admin", "boss", "--password-file", self->password_file, NULL);
  office_start (self);
  return self;
}

void
office_free (Office *self)
{
  office_stop (self, SIGKILL);
  close (self->log);
  g_free (self->data);
  g_free (self->password_file);
  g_free (self->url);
  sat_test_dir_free (self->dir);
  g_free (self);
}

void
laptop_login (CliFixture *laptop, Office *office, const char *user)
{
  g_autoptr (JsonNode) said = cli_json (laptop, 0, "login", office->url, "--user", user,
                                        "--password-file", office->password_file, NULL);

  g_assert_cmpint (
      json_object_get_int_member_with_default (json_node_get_object (said), "device", 0), >, 0);
}

CliFixture *
laptop_new (Office *office, const char *user)
{
  CliFixture *laptop = cli_fixture_new ();

  laptop_login (laptop, office, user);
  laptop_sync (laptop);
  return laptop;
}

JsonNode *
laptop_sync_said (CliFixture *laptop, int status)
{
  return cli_json (laptop, status, "sync", NULL);
}

void
laptop_sync (CliFixture *laptop)
{
  g_autoptr (JsonNode) said = laptop_sync_said (laptop, 0);

  cli_assert_member (said, "rejected", "0");
}

char *
laptop_get (CliFixture *laptop, const char *id, const char *field)
{
  g_autoptr (JsonNode) node = cli_json (laptop, 0, "get", id, NULL);

  return cli_member (node, field);
}

void
laptop_assert (CliFixture *laptop, const char *id, const char *field, const char *json)
{
  g_autofree char *text = laptop_get (laptop, id, field);

  g_assert_cmpstr (text, ==, json);
}

gint64
laptop_status_int (CliFixture *laptop, const char *member)
{
  g_autoptr (JsonNode) node = cli_json (laptop, 0, "status", NULL);

  return json_object_get_int_member_with_default (json_node_get_object (node), member, -1);
}

void
laptop_assert_state (CliFixture *laptop, const char *state)
{
  g_autoptr (JsonNode) node = cli_json (laptop, 0, "status", NULL);

  g_assert_cmpstr (cli_string (node, "state"), ==, state);
}

void
laptop_set (CliFixture *laptop, const char *id, const char *assignment)
{
  g_free (cli_run (laptop, 0, "set", id, assignment, NULL));
}

void
laptop_assert_sound (CliFixture *laptop)
{
  g_autoptr (JsonNode) node = cli_json (laptop, 0, "verify", NULL);

  cli_assert_member (node, "ok", "true");
}

void
laptop_assert_same (CliFixture *a, CliFixture *b)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  laptop_assert_sound (a);
  laptop_assert_sound (b);
  first = cli_run (a, 0, "export", "--type", "all", "--format", "json", NULL);
  second = cli_run (b, 0, "export", "--type", "all", "--format", "json", NULL);
  if (strcmp (first, second) != 0) {
    g_auto (GStrv) left = g_strsplit (first, "\n", -1);
    g_auto (GStrv) right = g_strsplit (second, "\n", -1);
    guint i = 0;

    while (g_strcmp0 (left[i], right[i]) == 0)
      i++;
    g_error ("line %u:\n%s\n%s", i + 1, left[i], right[i]);
  }
}
