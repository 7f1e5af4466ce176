/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "sat-push.h"

#define PREV "\"prev\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""

const char *const fuzz_corpus[] = {
    "{\"first\":1,\"prev\":\"0000000000000000000000000000000000000000000000000000000000000000\","
    "\"n\":0}\n",
    "{\"first\":1201," PREV ",\"n\":2}\n{\"m\":1201}\nnonsense\n",
    "{\"n\":3,\"first\":9223372036854775804," PREV "}\n\n\n\n",
    NULL,
};

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SatPush) push = sat_push_parse (body, &error);
  g_autoptr (SatPush) again = NULL;

  g_assert_true ((push == NULL) == (error != NULL));
  if (push == NULL)
    return -1;
  g_assert_cmpint (push->first, >, 0);
  written = sat_push_write (push->first, &push->prev, push->lines);
  again = sat_push_parse (written, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->first, ==, push->first);
  g_assert_true (sat_chain_equal (&again->prev, &push->prev));
  g_assert_cmpuint (again->lines->len, ==, push->lines->len);
  for (guint i = 0; i < push->lines->len; i++)
    g_assert_true (g_bytes_equal (again->lines->pdata[i], push->lines->pdata[i]));
  return 0;
}
