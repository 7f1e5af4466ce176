/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The company that sells: workspace, territories, teams and people. */

#include "config.h"

#include "sat-demo-private.h"
#include "sat-reader.h"

#include <glib/gi18n-lib.h>

#define REPS_A_MANAGER 4
#define DEALS_A_REP 45
#define FEWEST_REPS 12
#define MOST_REPS 180
#define MAIL_DOMAIN "larkfield.example"

static const char *const region_names[] = {"Americas", "Europe and Africa", "Asia Pacific", NULL};
static const char *const region_codes[] = {"AM", "EU", "AP"};

/* From where the people of a region come. */
static const SatDemoCultureId region_cultures[SAT_DEMO_N_REGIONS][8] = {
    {SAT_DEMO_ENGLISH, SAT_DEMO_SPANISH, SAT_DEMO_ENGLISH, SAT_DEMO_PORTUGUESE, SAT_DEMO_ENGLISH,
     SAT_DEMO_FRENCH, SAT_DEMO_SPANISH, SAT_DEMO_ENGLISH},
    {SAT_DEMO_GERMAN, SAT_DEMO_NORDIC, SAT_DEMO_POLISH, SAT_DEMO_FRENCH, SAT_DEMO_SPANISH,
     SAT_DEMO_ENGLISH, SAT_DEMO_ARABIC, SAT_DEMO_ITALIAN},
    {SAT_DEMO_INDIAN, SAT_DEMO_CHINESE, SAT_DEMO_JAPANESE, SAT_DEMO_KOREAN, SAT_DEMO_ENGLISH,
     SAT_DEMO_VIETNAMESE, SAT_DEMO_TAIWANESE, SAT_DEMO_INDIAN},
};

const char *
sat_demo_person (SatDemo *self, SatDemoCultureId culture, const char **given, const char **family)
{
  const SatDemoCulture *words = &sat_demo_cultures[culture];
  const char *first = sat_demo_pick (self, words->given);
  const char *last = sat_demo_pick (self, words->family);
  g_autofree char *local = NULL;

  *given = sat_demo_native (self, first);
  *family = sat_demo_native (self, last);
  local = g_strdup_printf ("%s.%s", sat_demo_slug (self, sat_demo_latin (self, first)),
                           sat_demo_slug (self, sat_demo_latin (self, last)));
  return g_string_chunk_insert (self->texts, local);
}

SatDemoUser *
sat_demo_user (SatDemo *self, guint index)
{
  return &g_array_index (self->users, SatDemoUser, index);
}

guint
sat_demo_me (SatDemo *self)
{
  return 1 + self->n_managers + SAT_DEMO_EUROPE;
}

guint
sat_demo_rep_of (SatDemo *self, SatDemoRegion region)
{
  guint n = (self->n_reps + SAT_DEMO_N_REGIONS - 1 - region) / SAT_DEMO_N_REGIONS;

  /* The reps of a region have their turns; those of all regions are listed in turn too. */
  return 1 + self->n_managers + region + self->turns[region]++ % n * SAT_DEMO_N_REGIONS;
}

/* Where the family comes first, and is not parted from the given name by a blank. */
static char *
full_name (SatDemoCultureId culture, const char *given, const char *family)
{
  switch (culture) {
  case SAT_DEMO_CHINESE:
  case SAT_DEMO_TAIWANESE:
  case SAT_DEMO_KOREAN:
    return g_strconcat (family, given, NULL);
  case SAT_DEMO_JAPANESE:
  case SAT_DEMO_VIETNAMESE:
    return g_strconcat (family, " ", given, NULL);
  default:
    return g_strconcat (given, " ", family, NULL);
  }
}

/* Who is there: one head, managers in turn over the regions, and reps below the managers of their
 * own region. */
static void
plan_users (SatDemo *self)
{
  guint n_rounds;

  self->n_reps = CLAMP (self->size.deals / DEALS_A_REP, FEWEST_REPS, MOST_REPS);
  self->n_managers = self->n_reps / REPS_A_MANAGER / SAT_DEMO_N_REGIONS * SAT_DEMO_N_REGIONS;
  n_rounds = self->n_managers / SAT_DEMO_N_REGIONS;
  g_array_set_size (self->users, 1 + self->n_managers + self->n_reps);
  for (guint i = 0; i < self->users->len; i++) {
    SatDemoUser *user = sat_demo_user (self, i);
    guint place = i == 0 ? 0 : i <= self->n_managers ? i - 1 : i - 1 - self->n_managers;

    *user = (SatDemoUser){.region = place % SAT_DEMO_N_REGIONS};
    if (i > self->n_managers)
      user->manager = 1 + user->region + place / SAT_DEMO_N_REGIONS % n_rounds * SAT_DEMO_N_REGIONS;
    user->team = i == 0 ? 0 : 1 + user->region;
    user->skill = 0.65 + sat_demo_below (self, 70) / 100.0;
  }
}

static gboolean
write_territories (SatDemo *self, GError **error)
{
  for (guint r = 0; r < SAT_DEMO_N_REGIONS; r++) {
    sat_demo_begin (self, "territory");
    sat_demo_text (self, "name", region_names[r]);
    sat_demo_text (self, "code", region_codes[r]);
    if (!sat_demo_create (self, NULL, &self->regions[r], error))
      return FALSE;
  }
  for (guint i = 0; sat_demo_countries[i].name != NULL; i++) {
    sat_demo_begin (self, "territory");
    sat_demo_text (self, "name", sat_demo_countries[i].name);
    sat_demo_reference (self, "parent", self->regions[sat_demo_countries[i].region]);
    if (!sat_demo_create (self, NULL, &self->territories[i], error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_teams (SatDemo *self, GError **error)
{
  for (guint i = 0; i <= SAT_DEMO_N_REGIONS; i++) {
    sat_demo_begin (self, "team");
    sat_demo_text (self, "name", i == 0 ? "Sales" : region_names[i - 1]);
    sat_demo_reference (self, "parent", i == 0 ? 0 : self->teams[0]);
    if (!sat_demo_create (self, NULL, &self->teams[i], error))
      return FALSE;
  }
  return TRUE;
}

/* A name that nobody here has yet, unless there are more people than names. */
static const char *
new_name (SatDemo *self, guint index, const char **mail)
{
  SatDemoUser *user = sat_demo_user (self, index);
  const char *given = "", *family = "";

  for (int attempt = 0; attempt < 50; attempt++) {
    SatDemoCultureId culture = region_cultures[user->region][(index + (guint)attempt) % 8];

    *mail = sat_demo_person (self, culture, &given, &family);
    user->name = full_name (culture, given, family);
    if (!g_hash_table_contains (self->names, user->name))
      break;
    g_clear_pointer (&user->name, g_free);
  }
  if (user->name == NULL)
    user->name = g_strdup_printf ("%s %s %u", given, family, index);
  g_hash_table_add (self->names, g_strdup (user->name));
  return user->name;
}

static gboolean
write_users (SatDemo *self, GError **error)
{
  for (guint i = 0; i < self->users->len; i++) {
    SatDemoUser *user = sat_demo_user (self, i);
    gboolean leads = i <= self->n_managers;
    const char *mail = NULL;
    const char *name = new_name (self, i, &mail);
    g_autofree char *address = g_strdup_printf ("%s@" MAIL_DOMAIN, mail);

    sat_demo_begin (self, "user");
    sat_demo_text (self, "name", name);
    sat_demo_text (self, "mail", address);
    sat_demo_text (self, "phone", sat_demo_digits (self, "+44 20 7946 0###"));
    sat_demo_text (self, "role", i == 0 ? "admin" : leads ? "manager" : "rep");
    sat_demo_reference (self, "manager", i == 0 ? 0 : sat_demo_user (self, user->manager)->id);
    sat_demo_reference (self, "team", self->teams[user->team]);
    sat_demo_reference (self, "territory", i == 0 ? 0 : self->regions[user->region]);
    if (!sat_demo_create (self, NULL, &user->id, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_workspace (SatDemo *self, GError **error)
{
  SatReader *reader = sat_writer_get_reader (self->writer);
  gint64 n = sat_reader_count (reader, sat_reader_get_type_by_name (reader, "workspace"), error);

  if (n != 0)
    return n > 0;
  sat_demo_begin (self, "workspace");
  sat_demo_text (self, "name", "Larkfield Fleet Systems");
  sat_demo_text (self, "currency", self->currency);
  sat_demo_int (self, "fiscal_year_start", self->fiscal_start);
  return sat_demo_create (self, NULL, NULL, error);
}

gboolean
sat_demo_organise (SatDemo *self, GError **error)
{
  plan_users (self);
  return sat_demo_change (self, _ ("Set up"), 0, sat_demo_instant (self, self->start, 9 * 60),
                          error) &&
         write_workspace (self, error) && write_territories (self, error) &&
         write_teams (self, error) && write_users (self, error) &&
         sat_demo_write_stages (self, error) && sat_demo_write_products (self, error) &&
         sat_demo_write_custom_fields (self, error) && sat_demo_write_lists (self, error);
}
