/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-currency.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_CURRENCY "USD"
#define DEFAULT_EXPONENT 2

/* ISO 4217, without metals, units of account and test codes, which have no minor unit. Sorted. */
static const char *const codes[] = {
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN",
    "BHD", "BIF", "BMD", "BND", "BOB", "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD",
    "CDF", "CHE", "CHF", "CHW", "CLF", "CLP", "CNY", "COP", "COU", "CRC", "CUP", "CVE", "CZK",
    "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS",
    "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD",
    "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD",
    "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT",
    "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MXV", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK",
    "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD",
    "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP",
    "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS",
    "UAH", "UGX", "USD", "USN", "UYI", "UYU", "UYW", "UZS", "VED", "VES", "VND", "VUV", "WST",
    "XAF", "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG", NULL,
};

/* The minor units that are not hundredths. Sorted. */
static const struct {
  const char code[4];
  int exponent;
} exceptions[] = {
    {"BHD", 3}, {"BIF", 0}, {"CLF", 4}, {"CLP", 0}, {"DJF", 0}, {"GNF", 0}, {"IQD", 3},
    {"ISK", 0}, {"JOD", 3}, {"JPY", 0}, {"KMF", 0}, {"KRW", 0}, {"KWD", 3}, {"LYD", 3},
    {"OMR", 3}, {"PYG", 0}, {"RWF", 0}, {"TND", 3}, {"UGX", 0}, {"UYI", 0}, {"UYW", 4},
    {"VND", 0}, {"VUV", 0}, {"XAF", 0}, {"XOF", 0}, {"XPF", 0},
};

static int
compare_code_cb (const void *code, const void *entry)
{
  return strcmp (code, *(const char *const *)entry);
}

static int
compare_exception_cb (const void *code, const void *entry)
{
  return strcmp (code, entry);
}

static const char *
find_code (const char *code)
{
  const char *const *entry;

  entry = bsearch (code, codes, G_N_ELEMENTS (codes) - 1, sizeof codes[0], compare_code_cb);
  return entry != NULL ? *entry : NULL;
}

gboolean
sat_currency_is_valid (const char *code)
{
  return code != NULL && find_code (code) != NULL;
}

int
sat_currency_exponent (const char *code)
{
  const void *entry;

  if (code == NULL)
    return DEFAULT_EXPONENT;
  entry = bsearch (code, exceptions, G_N_ELEMENTS (exceptions), sizeof exceptions[0],
                   compare_exception_cb);
  if (entry == NULL)
    return DEFAULT_EXPONENT;
  return ((const typeof (exceptions[0]) *)entry)->exponent;
}

const char *const *
sat_currency_codes (void)
{
  return codes;
}

const char *
sat_currency_for_locale (void)
{
  char code[4];
  const char *found;

  g_strlcpy (code, localeconv ()->int_curr_symbol, sizeof code);
  found = find_code (code);
  return found != NULL ? found : DEFAULT_CURRENCY;
}
