/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The words that the sample workspace is made of. Lists end with NULL. They are data, not part of
 * the interface, and not translated. */

typedef enum {
  SAT_DEMO_ENGLISH,
  SAT_DEMO_SPANISH,
  SAT_DEMO_PORTUGUESE,
  SAT_DEMO_FRENCH,
  SAT_DEMO_GERMAN,
  SAT_DEMO_ITALIAN,
  SAT_DEMO_DUTCH,
  SAT_DEMO_NORDIC,
  SAT_DEMO_POLISH,
  SAT_DEMO_TURKISH,
  SAT_DEMO_ARABIC,
  SAT_DEMO_INDIAN,
  SAT_DEMO_CHINESE,
  SAT_DEMO_TAIWANESE,
  SAT_DEMO_JAPANESE,
  SAT_DEMO_KOREAN,
  SAT_DEMO_VIETNAMESE,
  SAT_DEMO_CYRILLIC,
  SAT_DEMO_GREEK,
  SAT_DEMO_N_CULTURES,
} SatDemoCultureId;

typedef enum {
  SAT_DEMO_AMERICAS,
  SAT_DEMO_EUROPE,
  SAT_DEMO_ASIA,
  SAT_DEMO_N_REGIONS,
} SatDemoRegion;

/* Names are "native" or "native|Latin". Streets have a %d for the number. */
typedef struct {
  const char *given[24], *family[24], *streets[8];
} SatDemoCulture;

extern const SatDemoCulture sat_demo_cultures[SAT_DEMO_N_CULTURES];

typedef struct {
  const char *name, *region, *postal; /* region and postal may be NULL */
} SatDemoCity;

typedef struct {
  const char *name; /* NULL ends the list */
  SatDemoCultureId culture;
  SatDemoRegion region;
  guint weight;
  const char *phone;
  SatDemoCity cities[6];
} SatDemoCountry;

extern const SatDemoCountry sat_demo_countries[];

#define SAT_DEMO_N_INDUSTRIES 8

/* How companies are called: $s a stem, $t what they do, $c their city. */
typedef struct {
  const char *forms[8], *stems[24];
  const char *trades[SAT_DEMO_N_INDUSTRIES];
} SatDemoBusiness;

extern const SatDemoBusiness sat_demo_businesses[SAT_DEMO_N_CULTURES];
extern const char *const sat_demo_industries[];
extern const char *const sat_demo_slugs[]; /* of the industries, for web addresses */

typedef struct {
  const char *title, *department;
  guint weight;
} SatDemoJob;

extern const SatDemoJob sat_demo_jobs[];

typedef struct {
  const char *family, *name;
  guint price; /* whole US dollars */
  guint most;  /* the largest usual quantity */
} SatDemoProduct;

extern const SatDemoProduct sat_demo_products[];

/* A text, and what goes with it. */
typedef struct {
  const char *text, *detail;
} SatDemoPhrase;

extern const char *const sat_demo_deal_topics[], *const sat_demo_deal_scopes[];
extern const char *const sat_demo_renewal_topics[];
extern const char *const sat_demo_sources[], *const sat_demo_lost_reasons[];
extern const char *const sat_demo_next_steps[], *const sat_demo_roles[];
extern const char *const sat_demo_competitors[], *const sat_demo_competitor_notes[];
extern const char *const sat_demo_company_tags[], *const sat_demo_contact_tags[];
extern const char *const sat_demo_deal_tags[];
extern const char *const sat_demo_company_notes[];

/* Subject and outcome of an activity that has happened. */
extern const SatDemoPhrase sat_demo_calls[], sat_demo_meetings[], sat_demo_visits[],
    sat_demo_tasks[];

/* A note is an opening, a fact or two, and an end. $p is a product, $c the company. */
extern const char *const sat_demo_openings[], *const sat_demo_facts[], *const sat_demo_ends[];

G_END_DECLS
