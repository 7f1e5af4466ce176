/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The socket of administration: commands, and what is answered to them. */

#include "config.h"

#include "fuzz.h"
#include "sat-admin.h"

const char *const fuzz_corpus[] = {
    "{\"command\":\"user add\",\"words\":[\"ana\"],\"options\":{\"role\":[\"rep\"],\"team\":"
    "[\"a\",\"b\"]},\"password\":\"x\"}",
    "{\"command\":\"erase\",\"words\":[\"company\",\"1\"],\"options\":{\"json\":[\"\"]}}",
    "{\"command\":\"backup\",\"words\":[],\"options\":{\"data\":[]}}",
    "{\"result\":[{\"id\":1}]}",
    "{\"error\":{\"code\":1,\"domain\":\"g-io-error-quark\",\"message\":\"no\"}}",
    "{\"error\":{\"code\":1,\"domain\":\"\",\"message\":\"no\"}}",
    "{\"error\":{\"code\":1,\"domain\":\"of-nobody\",\"message\":\"no\"}}",
    NULL,
};

/* All that a command may ask of its call is there. */
static void
check_call (const SatAdminCall *call)
{
  const SatAdminCommand *command = sat_admin_call_command (call);
  guint n = 0;

  g_assert_nonnull (command);
  while (sat_admin_call_word (call, n) != NULL)
    n++;
  g_assert_true (n >= command->least && n <= command->most);
  g_assert_true (!command->password || sat_admin_call_password (call) != NULL);
  if (sat_admin_call_has (call, "role"))
    g_assert_nonnull (sat_admin_call_get (call, "role"));
}

static int
read_call (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatAdminCall) call = sat_admin_call_from_json (text, size, &error);
  g_autoptr (SatAdminCall) again = NULL;
  g_autofree char *json = NULL;

  g_assert_true ((call == NULL) == (error != NULL));
  if (call == NULL)
    return -1;
  check_call (call);
  json = sat_admin_call_to_json (call);
  again = sat_admin_call_from_json (json, strlen (json), &error);
  g_assert_no_error (error);
  check_call (again);
  return 0;
}

static void
read_answer (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) result = sat_admin_answer_parse (text, size, &error);

  g_assert_true ((result == NULL) == (error != NULL));
  if (error != NULL)
    g_assert_nonnull (sat_admin_error_code (error));
  g_assert_cmpuint (g_quark_try_string ("of-nobody"), ==, 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  read_answer ((const char *)data, size);
  return read_call ((const char *)data, size);
}
