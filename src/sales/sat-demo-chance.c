/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-demo-private.h"

#include <string.h>

#define MINUTES_A_DAY (24 * 60)

guint
sat_demo_below (SatDemo *self, guint n)
{
  return n > 1 ? (guint)g_rand_int_range (self->rand, 0, (gint32)n) : 0;
}

int
sat_demo_between (SatDemo *self, int low, int high)
{
  return high > low ? g_rand_int_range (self->rand, low, high + 1) : low;
}

gboolean
sat_demo_chance (SatDemo *self, guint per_cent)
{
  return sat_demo_below (self, 100) < per_cent;
}

const char *
sat_demo_pick (SatDemo *self, const char *const *list)
{
  guint n = 0;

  while (list[n] != NULL)
    n++;
  return list[sat_demo_below (self, n)];
}

/* As a version 7 UUID, but with a count and the seed's numbers in place of the system's: ids of
 * one moment are in the order in which they were made. */
SatUuid
sat_demo_mint (SatDemo *self)
{
  SatUuid uuid;
  guint64 head, tail;
  gint64 ms = self->at / 1000;

  if (ms > self->minted_ms) {
    self->minted_ms = ms;
    self->n_minted = 0;
  }
  self->n_minted++;
  head = ((guint64)self->minted_ms << 16) | 0x7000 | ((self->n_minted >> 20) & 0xfff);
  tail = (G_GUINT64_CONSTANT (2) << 62) | ((self->n_minted & 0xfffff) << 42) |
         ((guint64)(g_rand_int (self->rand) & 0x3ff) << 32) | g_rand_int (self->rand);
  head = GUINT64_TO_BE (head);
  tail = GUINT64_TO_BE (tail);
  memcpy (uuid.bytes, &head, 8);
  memcpy (uuid.bytes + 8, &tail, 8);
  return uuid;
}

const char *
sat_demo_native (SatDemo *self, const char *name)
{
  const char *bar = strchr (name, '|');

  return bar != NULL ? g_string_chunk_insert_len (self->texts, name, bar - name) : name;
}

const char *
sat_demo_latin (SatDemo *self, const char *name)
{
  const char *bar = strchr (name, '|');

  return bar != NULL ? bar + 1 : name;
}

const char *
sat_demo_digits (SatDemo *self, const char *pattern)
{
  char *out;

  if (pattern == NULL)
    return NULL;
  out = g_string_chunk_insert (self->texts, pattern);
  for (char *at = out; *at != '\0'; at++)
    if (*at == '#')
      *at = (char)('0' + sat_demo_below (self, 10));
  return out;
}

const char *
sat_demo_expand (
    SatDemo *self, const char *pattern, const char *s, const char *t, const char *c, const char *p)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *at = pattern; *at != '\0'; at++) {
    const char *part = NULL;

    if (*at != '$') {
      g_string_append_c (out, *at);
      continue;
    }
    at++;
    if (*at == 's')
      part = s;
    else if (*at == 't')
      part = t;
    else if (*at == 'c')
      part = c;
    else if (*at == 'p')
      part = p;
    g_string_append (out, part != NULL ? part : "");
  }
  return g_string_chunk_insert (self->texts, out->str);
}

const char *
sat_demo_slug (SatDemo *self, const char *text)
{
  g_autofree char *ascii = g_str_to_ascii (text, "C");
  char *out = ascii;

  for (const char *at = ascii; *at != '\0'; at++) {
    if (g_ascii_isalnum (*at))
      *out++ = g_ascii_tolower (*at);
    else if ((*at == ' ' || *at == '-') && out > ascii && out[-1] != '-')
      *out++ = '-';
  }
  while (out > ascii && out[-1] == '-')
    out--;
  *out = '\0';
  return g_string_chunk_insert (self->texts, ascii);
}

gint64
sat_demo_instant (SatDemo *self, SatDate date, int minutes)
{
  gint64 start = sat_date_start (date + minutes / MINUTES_A_DAY, self->zone);

  return start + (gint64)(minutes % MINUTES_A_DAY) * 60 * G_USEC_PER_SEC;
}

SatDate
sat_demo_workday (SatDate date)
{
  int weekday = sat_date_weekday (date);

  return weekday > 5 ? date + 8 - weekday : date;
}

SatDate
sat_demo_last_workday (SatDate date)
{
  int weekday = sat_date_weekday (date);

  return weekday > 5 ? date - (weekday - 5) : date;
}

gint64
sat_demo_moment (SatDemo *self, SatDate date)
{
  return sat_demo_instant (self, date, sat_demo_between (self, 8 * 60, 17 * 60 + 30)) +
         (gint64)sat_demo_below (self, 60 * G_USEC_PER_SEC);
}

gint64
sat_demo_money (SatDemo *self, gint64 dollars)
{
  return dollars * self->unit;
}

gint64
sat_demo_round (gint64 minor)
{
  gint64 step = 1;

  while (minor / step >= 100)
    step *= 10;
  return (minor + step / 2) / step * step;
}
