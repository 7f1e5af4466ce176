/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-uuid.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <pthread.h>
#include <string.h>
#include <sys/random.h>

#define MS_MAX ((G_GINT64_CONSTANT (1) << 48) - 1)
#define HIGH_BITS 12
#define LOW_BITS 62
#define LOW_MASK ((G_GUINT64_CONSTANT (1) << LOW_BITS) - 1)

/* What the last minted id held. The 74 random bits serve as a counter within a millisecond. */
typedef struct {
  gint64 ms;
  guint64 high; /* 12 bits beside the version */
  guint64 low;  /* 62 bits beside the variant */
} Minted;

static GMutex mint_lock;
static Minted minted = {.ms = -1};
static guint8 pool[4096]; /* random bytes in stock: one system call serves hundreds of ids */
static gsize pool_left;

static void
fill_pool (void)
{
  gsize filled = 0;

  while (filled < sizeof pool) {
    gssize n = getrandom (pool + filled, sizeof pool - filled, 0);

    if (n > 0)
      filled += (gsize)n;
    else if (n < 0 && errno != EINTR)
      g_error ("The system gives no random numbers: %s", g_strerror (errno));
  }
  pool_left = sizeof pool;
}

static guint64
take_random (gsize n_bytes)
{
  guint64 value = 0;

  if (pool_left < n_bytes)
    fill_pool ();
  pool_left -= n_bytes;
  memcpy (&value, pool + pool_left, n_bytes);
  return value;
}

void
sat_uuid_begin_anew (void)
{
  pool_left = 0;
  minted.ms = -1;
}

/* A forked child must not repeat its parent's stock. */
static void
forget_after_fork_cb (void)
{
  g_mutex_init (&mint_lock);
  sat_uuid_begin_anew ();
}

static void
watch_forks (void)
{
  static gsize watching = 0;

  if (g_once_init_enter (&watching)) {
    pthread_atfork (NULL, NULL, forget_after_fork_cb);
    g_once_init_leave (&watching, 1);
  }
}

static Minted
mint (gint64 ms)
{
  g_mutex_lock (&mint_lock);
  if (ms <= minted.ms) {
    minted.low += 1 + take_random (4);
    minted.high += minted.low >> LOW_BITS;
    minted.low &= LOW_MASK;
    ms = minted.ms + (gint64)(minted.high >> HIGH_BITS);
  }
  if (ms > minted.ms) {
    minted.ms = ms;
    minted.high = take_random (2) & 0xfff;
    minted.low = take_random (8) & LOW_MASK;
  }

  Minted copy = minted;
  g_mutex_unlock (&mint_lock);
  return copy;
}

SatUuid
sat_uuid_new (gint64 unix_ms)
{
  SatUuid uuid;
  Minted next;
  guint64 head, tail;

  watch_forks ();
  next = mint (CLAMP (unix_ms, 0, MS_MAX));
  head = GUINT64_TO_BE (((guint64)next.ms << 16) | 0x7000 | next.high);
  tail = GUINT64_TO_BE ((G_GUINT64_CONSTANT (2) << LOW_BITS) | next.low);
  memcpy (uuid.bytes, &head, 8);
  memcpy (uuid.bytes + 8, &tail, 8);
  return uuid;
}

static void
hash_part (struct sha256_ctx *state, gconstpointer data, gsize length)
{
  guint32 prefix = GUINT32_TO_BE ((guint32)length);

  sha256_update (state, sizeof prefix, (const guint8 *)&prefix);
  sha256_update (state, length, data);
}

SatUuid
sat_uuid_from_parts (const char *kind, const SatUuid *a, const char *b)
{
  struct sha256_ctx state;
  SatUuid uuid = {0};
  guint8 digest[SHA256_DIGEST_SIZE];

  g_return_val_if_fail (kind != NULL && a != NULL && b != NULL, uuid);

  sha256_init (&state);
  hash_part (&state, kind, strlen (kind));
  hash_part (&state, a->bytes, sizeof a->bytes);
  hash_part (&state, b, strlen (b));
  sha256_digest (&state, sizeof digest, digest);
  memcpy (uuid.bytes, digest, sizeof uuid.bytes);
  uuid.bytes[6] = (uuid.bytes[6] & 0x0f) | 0x80;
  uuid.bytes[8] = (uuid.bytes[8] & 0x3f) | 0x80;
  return uuid;
}

char *
sat_uuid_to_string (const SatUuid *uuid)
{
  char *text = g_malloc (SAT_UUID_STRING_LENGTH + 1);

  sat_uuid_write (uuid, text);
  return text;
}

static gboolean
dash_before (int byte)
{
  return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

void
sat_uuid_write (const SatUuid *uuid, char out[SAT_UUID_STRING_LENGTH + 1])
{
  static const char digits[] = "0123456789abcdef";

  g_return_if_fail (uuid != NULL && out != NULL);

  for (int i = 0; i < 16; i++) {
    if (dash_before (i))
      *out++ = '-';
    *out++ = digits[uuid->bytes[i] >> 4];
    *out++ = digits[uuid->bytes[i] & 0xf];
  }
  *out = '\0';
}

/* -1: not a hexadecimal digit. */
static int
digit_value (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

gboolean
sat_uuid_parse (const char *text, SatUuid *out)
{
  SatUuid uuid;

  g_return_val_if_fail (out != NULL, FALSE);

  if (text == NULL)
    return FALSE;
  for (int i = 0; i < 16; i++) {
    int high, low;

    if (dash_before (i) && *text++ != '-')
      return FALSE;
    high = digit_value (text[0]);
    low = high < 0 ? -1 : digit_value (text[1]);
    if (low < 0)
      return FALSE;
    uuid.bytes[i] = (guint8)(high << 4 | low);
    text += 2;
  }
  if (*text != '\0')
    return FALSE;
  *out = uuid;
  return TRUE;
}

int
sat_uuid_compare (const SatUuid *a, const SatUuid *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes);
}

gboolean
sat_uuid_is_nil (const SatUuid *uuid)
{
  static const SatUuid nil = {0};

  g_return_val_if_fail (uuid != NULL, TRUE);

  return sat_uuid_compare (uuid, &nil) == 0;
}

/* The end of an id is where the randomness is. */
guint
sat_uuid_hash (gconstpointer uuid)
{
  const SatUuid *id = uuid;
  guint32 words[2];

  memcpy (words, id->bytes + 8, sizeof words);
  return words[0] ^ words[1];
}

gboolean
sat_uuid_equal (gconstpointer a, gconstpointer b)
{
  return sat_uuid_compare (a, b) == 0;
}
