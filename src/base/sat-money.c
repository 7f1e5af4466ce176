/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-currency.h"
#include "sat-decimal.h"
#include "sat-money.h"
#include "sat-scaled-private.h"

#include <stdlib.h>

gboolean
sat_money_parse (const char *text, const char *currency, gint64 *minor, GError **error)
{
  g_return_val_if_fail (minor != NULL, FALSE);

  return sat_scaled_parse (text, sat_currency_exponent (currency), minor, error);
}

char *
sat_money_to_string (gint64 minor, const char *currency)
{
  return sat_scaled_to_string (minor, sat_currency_exponent (currency));
}

static gint64
saturate (unsigned __int128 magnitude, gboolean negative)
{
  if (negative)
    return magnitude > (guint64)G_MAXINT64 ? G_MININT64 : -(gint64)magnitude;
  return magnitude > (guint64)G_MAXINT64 ? G_MAXINT64 : (gint64)magnitude;
}

static unsigned __int128
divide_rounded (unsigned __int128 magnitude, guint64 den)
{
  guint64 rest = (guint64)(magnitude % den);

  return magnitude / den + (rest >= den - rest);
}

gint64
sat_money_scale (gint64 minor, gint64 num, gint64 den)
{
  unsigned __int128 product;

  g_return_val_if_fail (den > 0, 0);

  product = (unsigned __int128)sat_scaled_magnitude (minor) * sat_scaled_magnitude (num);
  return saturate (divide_rounded (product, (guint64)den), (minor < 0) != (num < 0));
}

gboolean
sat_money_add (gint64 *sum, gint64 minor)
{
  gint64 total;

  g_return_val_if_fail (sum != NULL, FALSE);

  if (__builtin_add_overflow (*sum, minor, &total))
    return FALSE;
  *sum = total;
  return TRUE;
}

gint64
sat_money_convert (gint64 minor, const char *from, const char *to, gint64 rate)
{
  int shift = sat_currency_exponent (to) - sat_currency_exponent (from);
  gboolean negative = (minor < 0) != (rate < 0);
  unsigned __int128 product;

  product = (unsigned __int128)sat_scaled_magnitude (minor) * sat_scaled_magnitude (rate);
  if (shift <= 0) /* one division, or it would round twice */
    return saturate (divide_rounded (product, SAT_DECIMAL_ONE * sat_scaled_power (-shift)),
                     negative);

  guint64 power = (guint64)sat_scaled_power (shift);

  if (product > ~(unsigned __int128)0 / power)
    return saturate (product, negative);
  return saturate (divide_rounded (product * power, SAT_DECIMAL_ONE), negative);
}

typedef struct {
  unsigned __int128 rest;
  gsize index;
} Remainder;

static int
compare_remainder_cb (const void *a, const void *b)
{
  const Remainder *left = a, *right = b;

  if (left->rest != right->rest)
    return left->rest > right->rest ? -1 : 1;
  return left->index < right->index ? -1 : 1;
}

static unsigned __int128
sum_weights (const gint64 *weights, gsize n)
{
  unsigned __int128 sum = 0;

  for (gsize i = 0; weights != NULL && i < n; i++)
    sum += weights[i] > 0 ? (guint64)weights[i] : 0;
  return sum;
}

void
sat_money_split (gint64 minor, const gint64 *weights, gsize n, gint64 *shares)
{
  g_autofree Remainder *remainders = NULL;
  unsigned __int128 total, left;
  guint64 magnitude = sat_scaled_magnitude (minor);
  gboolean equally;

  g_return_if_fail (n == 0 || shares != NULL);

  if (n == 0)
    return;
  total = sum_weights (weights, n);
  equally = total == 0;
  if (equally)
    total = n;
  left = magnitude;
  remainders = g_new (Remainder, n);
  for (gsize i = 0; i < n; i++) {
    guint64 weight = equally ? 1 : (guint64)MAX (weights[i], 0);
    unsigned __int128 product = (unsigned __int128)magnitude * weight;

    remainders[i] = (Remainder){product % total, i};
    shares[i] = saturate (product / total, minor < 0);
    left -= product / total;
  }
  qsort (remainders, n, sizeof *remainders, compare_remainder_cb);
  for (gsize i = 0; i < (gsize)left; i++)
    shares[remainders[i].index] += minor < 0 ? -1 : 1;
}
