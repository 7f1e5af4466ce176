/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sums and leaves over HTTP: a client of its own, which pulls and compares. */

#include "config.h"

#include <string.h>

#include "server-program.h"

#define call(...) server_program_call (self, __VA_ARGS__, NULL)

static void
set_up (ServerProgram *self, gconstpointer data)
{
  server_program_set_up (self, data);
  server_program_add_user (self, "ana", "rep");
  server_program_start (self, NULL);
}

static void
assert_answer (ServerAnswer *answer, guint status, const char *code)
{
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (server_answer_code (answer), ==, code);
}

static char *
text_of (ServerAnswer *answer)
{
  return g_strndup (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body));
}

static char *
find (const char *text, const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_true (g_regex_match (regex, text, 0, &match));
  return g_match_info_fetch (match, 1);
}

/* "cursor=…&sv=…" after all there is. */
static char *
pull_all (ServerProgram *self, ServerClient *client)
{
  char *at = g_strdup ("cursor=&sv=&bf=");

  for (;;) {
    g_autofree char *path = g_strconcat ("/v1/sync/pull?", at, NULL);
    g_autoptr (ServerAnswer) page = call ("GET", path, client->access, NULL);
    g_autofree char *text = text_of (page);
    g_autofree char *cursor = find (text, "\"upto\":\"([^\"]*)\"");
    g_autofree char *sv = find (text, "\"next_sv\":\"([^\"]*)\"");
    g_autofree char *bf = find (text, "\"next_bf\":(?:null|\"([^\"]*)\")");

    g_assert_cmpuint (page->status, ==, 200);
    g_free (at);
    at = g_strdup_printf ("cursor=%s&sv=%s&bf=%s", cursor, sv, bf);
    if (strstr (text, "\"more\":true") == NULL)
      return at;
  }
}

static ServerAnswer *
ask (ServerProgram *self, ServerClient *client, const char *route, const char *at, const char *rest)
{
  g_autofree char *path = g_strdup_printf ("/v1/sync/%s?%s%s", route, at, rest);

  return call ("GET", path, client->access, NULL);
}

static char *
metrics (ServerProgram *self)
{
  g_autoptr (ServerAnswer) answer = call ("GET", "/metrics", NULL, NULL);

  return text_of (answer);
}

static void
test_sums (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autofree char *at = pull_all (self, ana);
  g_autoptr (ServerAnswer) all = ask (self, ana, "digest", at, "");
  g_autoptr (ServerAnswer) other = ask (self, ana, "digest", at, "&n=0&sum=0000000000000000");
  g_autoptr (ServerAnswer) same = NULL;
  g_autofree char *text = text_of (all);
  g_autofree char *n = find (text, "\"n\":(\\d+)"), *sum = find (text, "\"sum\":\"(\\w{16})\"");
  g_autofree char *told = g_strdup_printf ("&n=%s&sum=%s", n, sum);
  g_autofree char *figures = NULL;

  assert_answer (all, 200, NULL);
  g_assert_cmpint (g_ascii_strtoll (n, NULL, 10), >, 0);
  g_assert_true (json_object_has_member (all->object, "parts"));
  g_assert_true (json_object_has_member (other->object, "parts"));
  same = ask (self, ana, "digest", at, told);
  g_assert_false (json_object_has_member (same->object, "parts"));
  figures = metrics (self);
  g_assert_nonnull (strstr (figures, "\nsatchel_digests_same_total 1\n"));
  g_assert_nonnull (strstr (figures, "\nsatchel_digests_different_total 1\n"));
}

/* The parts add up to the whole, and each is what is asked for by its prefix; a leaf has as many
 * rows as its sum counts. */
static void
test_parts (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autofree char *at = pull_all (self, ana);
  g_autoptr (ServerAnswer) all = ask (self, ana, "digest", at, "");
  JsonObject *parts = json_object_get_object_member (all->object, "parts");
  g_autoptr (GList) names = json_object_get_members (parts);
  gint64 n = 0;

  for (GList *name = names; name != NULL; name = name->next) {
    JsonArray *part = json_object_get_array_member (parts, name->data);
    g_autofree char *rest = g_strdup_printf ("&prefix=%s", (char *)name->data);
    g_autoptr (ServerAnswer) below = NULL;

    n += json_array_get_int_element (part, 0);
    if (name != names && name->next != NULL)
      continue;
    below = ask (self, ana, "digest", at, rest);
    g_assert_cmpint (json_object_get_int_member (below->object, "n"), ==,
                     json_array_get_int_element (part, 0));
    g_assert_cmpstr (server_answer_text (below, "sum"), ==,
                     json_array_get_string_element (part, 1));
    {
      g_autoptr (ServerAnswer) rows = ask (self, ana, "leaf", at, rest);
      g_autofree char *text = text_of (rows);
      g_autofree char *count = find (text, "\"rows\":(\\d+)");

      g_assert_cmpint (g_ascii_strtoll (count, NULL, 10), >=, json_array_get_int_element (part, 0));
      g_assert_nonnull (strstr (text, "\"more\":false"));
    }
  }
  g_assert_cmpint (n, ==, json_object_get_int_member (all->object, "n"));
}

/* Who has not pulled what is new has to do that first. */
static void
test_behind (ServerProgram *self, gconstpointer data)
{
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autofree char *at = pull_all (self, ana);
  g_autoptr (GBytes) push = server_client_make_push (ana, 1);
  g_autoptr (ServerAnswer) pushed =
      server_program_call (self, "POST", "/v1/sync/push", ana->access, push, NULL);
  g_autoptr (ServerAnswer) sums = ask (self, ana, "digest", at, "");
  g_autoptr (ServerAnswer) rows = ask (self, ana, "leaf", at, "&prefix=00");
  g_autofree char *text = text_of (rows);

  g_assert_cmpuint (pushed->status, ==, 200);
  g_assert_cmpuint (sums->status, ==, 200);
  g_assert_true (json_object_get_boolean_member (sums->object, "behind"));
  g_assert_nonnull (strstr (text, "\"more\":true"));
  g_assert_nonnull (strstr (text, "\"rows\":0"));
}

static void
test_refused (ServerProgram *self, gconstpointer data)
{
  static const char *const bad[] = {"&prefix=0",  "&prefix=XY",      "&prefix=0g",
                                    "&n=-1&sum=", "&n=1&sum=abcdef", "&sum=0123456789abcdef"};
  g_autoptr (ServerClient) ana = server_client_new (self, "ana");
  g_autofree char *at = pull_all (self, ana);
  g_autoptr (ServerAnswer) nobody = call ("GET", "/v1/sync/digest", NULL, NULL);
  g_autoptr (ServerAnswer) nowhere = call ("GET", "/v1/sync/digest", ana->access, NULL);
  g_autoptr (ServerAnswer) forged =
      call ("GET", "/v1/sync/leaf?cursor=a:1:b&sv=", ana->access, NULL);

  assert_answer (nobody, 401, "credentials");
  assert_answer (nowhere, 400, "malformed");
  assert_answer (forged, 400, "bad_cursor");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (ServerAnswer) answer = ask (self, ana, "digest", at, bad[i]);

    assert_answer (answer, 400, "malformed");
  }
}

#define ADD(name, function)                                                                        \
  g_test_add ("/http-digest/" name, ServerProgram, NULL, set_up, function, server_program_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("sums", test_sums);
  ADD ("parts", test_parts);
  ADD ("behind", test_behind);
  ADD ("refused", test_refused);
  return g_test_run ();
}
