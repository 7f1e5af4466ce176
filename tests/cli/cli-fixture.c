/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "cli-fixture.h"

#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>

#include "sat-json.h"

CliFixture *
cli_fixture_new (void)
{
  CliFixture *self = g_new0 (CliFixture, 1);

  self->dir = sat_test_dir_new ();
  self->db = sat_test_dir_file (self->dir, "test.db");
  return self;
}

void
cli_fixture_free (CliFixture *self)
{
  g_free (self->db);
  sat_test_dir_free (self->dir);
  g_free (self);
}

static char *
run (CliFixture *self, int status, gboolean json, const char *first, va_list args)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *messages = NULL;
  char *output = NULL;
  int ended;

  g_ptr_array_add (argv, (gpointer)SATCHELCTL);
  g_ptr_array_add (argv, (gpointer) "--db");
  g_ptr_array_add (argv, self->db);
  if (json)
    g_ptr_array_add (argv, (gpointer) "--json");
  if (first != NULL)
    g_ptr_array_add (argv, (gpointer)first);
  for (const char *arg; (arg = va_arg (args, const char *)) != NULL;)
    g_ptr_array_add (argv, (gpointer)arg);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **)argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, &messages,
                &ended, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (ended));
  if (WEXITSTATUS (ended) != status) {
    g_autofree char *line = g_strjoinv (" ", (char **)argv->pdata);

    g_error ("%s: status %d, not %d: %s", line, WEXITSTATUS (ended), status, messages);
  }
  return output;
}

char *
cli_run (CliFixture *self, int status, ...)
{
  va_list args;
  char *output;

  va_start (args, status);
  output = run (self, status, FALSE, NULL, args);
  va_end (args);
  return output;
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = sat_json_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return node;
}

JsonNode *
cli_json (CliFixture *self, int status, ...)
{
  g_autofree char *output = NULL;
  va_list args;

  va_start (args, status);
  output = run (self, status, TRUE, NULL, args);
  va_end (args);
  return parse (output);
}

char *
cli_new (CliFixture *self, ...)
{
  g_autofree char *output = NULL;
  g_autoptr (JsonNode) node = NULL;
  va_list args;

  va_start (args, self);
  output = run (self, 0, TRUE, "new", args);
  va_end (args);
  node = parse (output);
  return g_strdup (cli_string (node, "id"));
}

void
cli_fails (CliFixture *self, const char *code, ...)
{
  g_autofree char *output = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonNode *failure;
  va_list args;

  va_start (args, code);
  output = run (self, strcmp (code, "usage") == 0 ? 2 : 1, TRUE, NULL, args);
  va_end (args);
  node = parse (output);
  failure = json_object_get_member (json_node_get_object (node), "error");
  g_assert_cmpstr (cli_string (failure, "code"), ==, code);
  g_assert_cmpstr (cli_string (failure, "message"), !=, "");
}

char *
cli_member (JsonNode *object, const char *name)
{
  JsonNode *node;

  g_assert_true (JSON_NODE_HOLDS_OBJECT (object));
  node = json_object_get_member (json_node_get_object (object), name);
  if (node == NULL)
    g_error ("there is no member %s", name);
  return sat_json_to_string (node, FALSE);
}

void
cli_assert_member (JsonNode *object, const char *name, const char *json)
{
  g_autofree char *text = cli_member (object, name);

  g_assert_cmpstr (text, ==, json);
}

const char *
cli_string (JsonNode *object, const char *name)
{
  g_assert_true (JSON_NODE_HOLDS_OBJECT (object));
  g_assert_true (json_object_has_member (json_node_get_object (object), name));
  return json_object_get_string_member (json_node_get_object (object), name);
}

guint
cli_length (JsonNode *array)
{
  g_assert_true (JSON_NODE_HOLDS_ARRAY (array));
  return json_array_get_length (json_node_get_array (array));
}

JsonNode *
cli_element (JsonNode *array, guint i)
{
  g_assert_cmpuint (cli_length (array), >, i);
  return json_array_get_element (json_node_get_array (array), i);
}
