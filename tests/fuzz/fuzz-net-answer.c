/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the client reads of an answer to signing in, to a refresh and to waiting. */

#include "config.h"

#include "fuzz.h"
#include "sat-net-answer.h"

#define ID "\"id\":\"0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\""

const char *const fuzz_corpus[] = {
    "{\"access\":\"a\",\"refresh\":\"r\",\"expires\":900,\"device\":12,\"user\":{" ID
    ",\"name\":\"Ana\",\"role\":\"rep\"},\"server\":\"S\",\"server_key\":\"AA\"}",
    "{\"device\":13,\"access\":\"a\",\"refresh\":\"r\",\"expires\":900}",
    "{\"head\":88124}",
    "{\"head\":{},\"device\":[],\"access\":{},\"refresh\":1,\"user\":[{" ID "}]}",
    "{\"access\":\"a\",\"refresh\":\"r\",\"device\":4294967296,\"user\":{" ID "}}",
    NULL,
};

static void
assert_text (const char *text, gboolean may_be_empty)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (may_be_empty || *text != '\0');
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_auto (SatNetTokens) tokens = {0};
  g_auto (SatNetSession) session = {0};
  gint64 head;
  gboolean has_tokens = sat_net_read_tokens (body, &tokens);
  gboolean has_session = sat_net_read_session (body, &session);

  if (has_tokens) {
    assert_text (tokens.access, FALSE);
    assert_text (tokens.refresh, FALSE);
  }
  if (has_session) {
    g_assert_true (has_tokens);
    g_assert_cmpuint (session.tokens.device, ==, tokens.device);
    g_assert_cmpuint (session.tokens.device, >, 0);
    assert_text (session.name, TRUE);
    assert_text (session.role, TRUE);
    assert_text (session.server, TRUE);
    assert_text (session.server_key, TRUE);
  }
  return sat_net_read_head (body, &head) || has_tokens ? 0 : -1;
}
