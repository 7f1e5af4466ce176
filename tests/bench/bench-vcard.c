/* SPDX-License-Identifier: GPL-3.0-or-later */

/* F9: 10,000 cards, as a phone writes them, parsed; against EVCard of libebook-contacts where that
 * is there to build with. Both have to name every property with its parameters. */

#include "config.h"

#include <string.h>

#include "sat-bench.h"
#include "sat-card-facts.h"
#include "sat-vcard-normal.h"
#include "sat-vcard-reader.h"

#ifdef HAVE_EBOOK_CONTACTS
#include <libebook-contacts/libebook-contacts.h>
#endif

#define CARDS 10000
#define ROUNDS 15
#define PROPERTIES 14

static char *
make_card (guint i)
{
  return g_strdup_printf (
      "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Phone//EN\r\nN:Pérez%u;Ana;María;Dra.;\r\n"
      "FN:Dra. Ana María Pérez%u\r\nORG:Acme\\, Inc.;Sales\r\nTITLE:Head of buying\r\n"
      "item1.EMAIL;type=INTERNET;type=WORK;type=pref:ana%u@example.com\r\n"
      "EMAIL;type=INTERNET;type=HOME:ana%u@example.org\r\n"
      "TEL;type=CELL;type=VOICE;type=pref:+34 600 %06u\r\nTEL;type=WORK;type=FAX:+34 91 %07u\r\n"
      "item2.ADR;type=WORK;type=pref:;;Calle Mayor %u;Madrid;Madrid;28001;España\r\n"
      "item2.X-ABADR:es\r\nNOTE:Met at the fair in Düsseldorf\\, wants samples of everything and a "
      "call back\r\n  before the end of the month.\\nSecond line.\r\nBDAY;value=date:1980-02-29\r\n"
      "UID:8b574c60-fd7f-4e99-b584-%012u\r\nEND:VCARD\r\n",
      i, i, i, i, i, i, i % 300, i);
}

static guint
parse (const GString *text)
{
  g_autoptr (SatVcardReader) reader = sat_vcard_reader_new (text->str, text->len, NULL);
  const SatVcard *card;
  guint properties = 0;

  while (sat_vcard_reader_next (reader, &card, NULL))
    properties += card->properties->len;
  return properties;
}

/* Further on: what the cards say about contacts. */
static guint
understand (const GString *text)
{
  g_autoptr (SatVcardReader) reader = sat_vcard_reader_new (text->str, text->len, NULL);
  g_autoptr (SatVcard) normal = sat_vcard_new ();
  const SatVcard *card;
  guint points = 0;

  while (sat_vcard_reader_next (reader, &card, NULL)) {
    g_autoptr (SatCardFacts) facts = NULL;

    sat_vcard_clear (normal);
    sat_vcard_normalise (normal, card);
    facts = sat_card_facts_of (normal);
    points += facts->points->len;
  }
  return points;
}

#ifdef HAVE_EBOOK_CONTACTS
static guint
parse_reference (GPtrArray *cards)
{
  guint properties = 0;

  for (guint i = 0; i < cards->len; i++) {
    EVCard *card = e_vcard_new_from_string (cards->pdata[i]);

    properties += g_list_length (e_vcard_get_attributes (card));
    g_object_unref (card);
  }
  return properties;
}
#endif

typedef struct {
  SatBenchSeries *parsed, *understood, *reference;
} Times;

static void
run_round (const GString *text, GPtrArray *cards, Times *times)
{
  gint64 start = sat_bench_thread_time ();

  if (parse (text) != CARDS * PROPERTIES)
    g_error ("the cards were not read as they are");
  sat_bench_series_add (times->parsed, sat_bench_thread_time () - start);
  start = sat_bench_thread_time ();
  if (understand (text) != CARDS * 4)
    g_error ("the cards were not understood");
  sat_bench_series_add (times->understood, sat_bench_thread_time () - start);
#ifdef HAVE_EBOOK_CONTACTS
  start = sat_bench_thread_time ();
  /* It has VERSION among the properties. */
  if (parse_reference (cards) != CARDS * (PROPERTIES + 1))
    g_error ("the reference reads something else");
  sat_bench_series_add (times->reference, sat_bench_thread_time () - start);
#endif
}

static double
rate (SatBenchSeries *series)
{
  return CARDS / sat_bench_series_at (series, 50) * 1000;
}

int
main (int argc, char *argv[])
{
  g_autoptr (SatBenchSeries) parsed = sat_bench_series_new ();
  g_autoptr (SatBenchSeries) understood = sat_bench_series_new ();
  g_autoptr (SatBenchSeries) reference = sat_bench_series_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) cards = g_ptr_array_new_with_free_func (g_free);
  Times times = {parsed, understood, reference};
  double theirs = 0;

  for (guint i = 0; i < CARDS; i++) {
    g_ptr_array_add (cards, make_card (i));
    g_string_append (text, cards->pdata[i]);
  }
  for (guint i = 0; i < ROUNDS; i++)
    run_round (text, cards, &times);
  if (reference->values->len > 0)
    theirs = sat_bench_series_at (reference, 50);
  /* A rate of 1x (2x) is a time of 1 (1/2). */
  sat_bench_print ("F9", "10,000 vCards parsed (CPU time)", "ms", sat_bench_series_at (parsed, 50),
                   theirs, theirs > 0 ? 1 : 0, theirs > 0 ? 0.5 : 0);
  sat_bench_note ("%.0f cards a second; %.0f to the fields of contacts", rate (parsed),
                  rate (understood));
  if (theirs > 0)
    sat_bench_note ("EVCard %.0f cards a second", rate (reference));
  else
    sat_bench_note ("libebook-contacts is not here to build with: no reference");
  return 0;
}
