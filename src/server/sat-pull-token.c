/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pull-token.h"

#include <sodium.h>
#include <string.h>

#define MAC_SIZE crypto_generichash_BYTES_MIN
#define MAC_LENGTH (2 * MAC_SIZE)
#define MOST_LENGTH 512
#define N_WORDS 10

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_BAD_CURSOR,
                       "This is not where a pull ended");
  return FALSE;
}

/* What a text is for goes into its hash: a cursor is no position. */
static void
make_mac (const guint8 *key,
          const char *purpose,
          const char *text,
          gsize length,
          char mac[MAC_LENGTH + 1])
{
  crypto_generichash_state state;
  guint8 bytes[MAC_SIZE];

  crypto_generichash_init (&state, key, SAT_PULL_KEY_SIZE, sizeof bytes);
  crypto_generichash_update (&state, (const guint8 *)purpose, strlen (purpose) + 1);
  crypto_generichash_update (&state, (const guint8 *)text, length);
  crypto_generichash_final (&state, bytes, sizeof bytes);
  sodium_bin2hex (mac, MAC_LENGTH + 1, bytes, sizeof bytes);
}

char *
sat_pull_token_seal (const guint8 *key, const char *purpose, const char *text)
{
  char mac[MAC_LENGTH + 1];

  make_mac (key, purpose, text, strlen (text), mac);
  return g_strconcat (text, ":", mac, NULL);
}

/* What stands before the hash; NULL: it is not ours. */
static char *
unseal (const guint8 *key, const char *purpose, const char *sealed)
{
  char mac[MAC_LENGTH + 1];
  gsize length = strnlen (sealed, MOST_LENGTH + 1);

  if (length > MOST_LENGTH || length < MAC_LENGTH + 1 || sealed[length - MAC_LENGTH - 1] != ':')
    return NULL;
  length -= MAC_LENGTH + 1;
  make_mac (key, purpose, sealed, length, mac);
  if (sodium_memcmp (mac, sealed + length + 1, MAC_LENGTH) != 0)
    return NULL;
  return g_strndup (sealed, length);
}

char *
sat_cursor_write (const guint8 *key, const char *epoch, gint64 seq)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (key != NULL && epoch != NULL, NULL);
  text = g_strdup_printf ("%s:%" G_GINT64_FORMAT, epoch, seq);
  return sat_pull_token_seal (key, "cursor", text);
}

gboolean
sat_cursor_read (const guint8 *key, const char *text, char **epoch, gint64 *seq, GError **error)
{
  g_autofree char *inner = NULL;
  const char *colon;

  g_return_val_if_fail (key != NULL && text != NULL && epoch != NULL && seq != NULL, FALSE);
  inner = unseal (key, "cursor", text);
  colon = inner != NULL ? strchr (inner, ':') : NULL;
  if (colon == NULL || !g_ascii_string_to_signed (colon + 1, 10, 0, G_MAXINT64, seq, NULL))
    return refuse (error);
  *epoch = g_strndup (inner, (gsize)(colon - inner));
  return TRUE;
}

char *
sat_pull_position_write (const guint8 *key, const SatPullPosition *self)
{
  char root[SAT_UUID_STRING_LENGTH + 1], after[SAT_UUID_STRING_LENGTH + 1];
  g_autofree char *text = NULL;

  g_return_val_if_fail (key != NULL && self != NULL, NULL);
  if (self->mode == SAT_PULL_PLAIN)
    return g_strdup ("");
  sat_uuid_write (&self->at.root, root);
  sat_uuid_write (&self->at.after, after);
  if (self->mode == SAT_PULL_DIFFERENCE)
    text = g_strdup_printf ("d.%s.%d.%s.%s.%u.%u.%s.%s.", root, self->at.part, after, self->maybe,
                            self->rank, self->set, self->target, self->sure);
  else
    text = g_strdup_printf ("c.%s.%d.%s.%s.%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT "...", root,
                            self->at.part, after, self->maybe, self->untrusted, self->middle);
  return sat_pull_token_seal (key, "position", text);
}

static gboolean
read_number (const char *word, gint64 most, gint64 *out)
{
  return g_ascii_string_to_signed (word, 10, 0, most, out, NULL);
}

static gboolean
read_words (char **words, SatPullPosition *out)
{
  gint64 part, first, second;

  if (g_strv_length (words) != N_WORDS || !sat_uuid_parse (words[1], &out->at.root) ||
      !read_number (words[2], SAT_ROOT_HISTORY, &part) ||
      !sat_uuid_parse (words[3], &out->at.after) || !read_number (words[5], G_MAXINT64, &first) ||
      !read_number (words[6], G_MAXINT64, &second))
    return FALSE;
  out->at.part = (SatRootPart)part;
  g_strlcpy (out->maybe, words[4], sizeof out->maybe);
  g_strlcpy (out->target, words[7], sizeof out->target);
  g_strlcpy (out->sure, words[8], sizeof out->sure);
  if (*words[0] == 'd') {
    out->mode = SAT_PULL_DIFFERENCE;
    out->rank = (guint)first;
    out->set = (guint)second;
  } else {
    out->mode = SAT_PULL_CHANGES;
    out->untrusted = first;
    out->middle = second;
  }
  return TRUE;
}

gboolean
sat_pull_position_read (const guint8 *key, const char *text, SatPullPosition *out, GError **error)
{
  g_autofree char *inner = NULL;
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (key != NULL && text != NULL && out != NULL, FALSE);
  *out = (SatPullPosition){0};
  if (*text == '\0')
    return TRUE;
  inner = unseal (key, "position", text);
  if (inner == NULL)
    return refuse (error);
  words = g_strsplit (inner, ".", -1);
  return read_words (words, out) || refuse (error);
}
