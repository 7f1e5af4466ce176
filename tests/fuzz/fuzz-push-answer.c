/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "sat-push-answer.h"

#define HASH "\"hash\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""

const char *const fuzz_corpus[] = {
    "{\"last_m\":1202," HASH ",\"seq\":88124,\"now\":5,\"durable_m\":1100,\"res\":["
    "{\"m\":1201,\"s\":\"conflict\",\"c\":[\"0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\"]},"
    "{\"m\":1202,\"s\":\"rejected\",\"code\":\"forbidden\",\"reason\":\"no\"}]}",
    "{\"last_m\":0," HASH ",\"res\":[{\"m\":1,\"s\":\"merged\"},{\"m\":2,\"s\":\"duplicate\"},"
    "{\"m\":3,\"s\":\"quarantined\"},{\"m\":4,\"s\":\"ok\"}]}",
    NULL,
};

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GBytes) written_again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SatPushAnswer) answer = sat_push_answer_parse (body, &error);
  g_autoptr (SatPushAnswer) again = NULL;

  g_assert_true ((answer == NULL) == (error != NULL));
  if (answer == NULL)
    return -1;
  written = sat_push_answer_write (answer);
  again = sat_push_answer_parse (written, &error);
  g_assert_no_error (error);
  written_again = sat_push_answer_write (again);
  g_assert_true (g_bytes_equal (written, written_again));
  return 0;
}
