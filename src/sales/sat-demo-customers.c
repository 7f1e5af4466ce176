/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Companies and the people who work there. */

#include "config.h"

#include "sat-demo-private.h"

#include <string.h>

/* As many companies as make a good list; large files have more people to a company. */
#define FEW_PEOPLE 1000
#define FEW_PEOPLE_A_COMPANY 2.5
#define MORE_PEOPLE_A_COMPANY 10
/* Customers beyond these were there from the start. */
#define MOST_ARRIVALS 120
/* Above this, companies of the same name may turn up. */
#define MOST_NAMES 5000
#define PER_CENT_WITHOUT_COMPANY 4

static guint
pick_country (SatDemo *self)
{
  guint total = 0, at = 0, weight;

  for (guint i = 0; sat_demo_countries[i].name != NULL; i++)
    total += sat_demo_countries[i].weight;
  weight = sat_demo_below (self, total);
  for (; weight >= sat_demo_countries[at].weight; at++)
    weight -= sat_demo_countries[at].weight;
  return at;
}

/* One of those that were there first: it has an id when the later ones are written. */
static guint
early_company (SatDemo *self)
{
  return sat_demo_below (self, MIN (10, self->n_companies - self->n_companies / 3));
}

static void
plan_company (SatDemo *self, guint index, guint n_arrivals)
{
  SatDemoCompany *company = &self->companies[index];
  SatDemoRegion region;
  const SatDemoBusiness *business;
  int size = sat_demo_between (self, 3, 60);

  company->country = pick_country (self);
  region = sat_demo_countries[company->country].region;
  business = &sat_demo_businesses[sat_demo_countries[company->country].culture];
  company->stem = sat_demo_pick (self, business->stems);
  company->industry = sat_demo_below (self, SAT_DEMO_N_INDUSTRIES);
  company->employees = (guint)(size * size * sat_demo_between (self, 1, 4) / 3 + 5);
  company->owner = sat_demo_rep_of (self, region);
  company->arrival = self->start;
  if (index >= self->n_companies - n_arrivals)
    company->arrival =
        sat_demo_workday (sat_demo_between (self, self->start + 20, self->today - 15));
}

/* Everybody has a company but a few; some companies have many people. */
static void
share_out_contacts (SatDemo *self)
{
  guint alone = self->size.contacts * PER_CENT_WITHOUT_COMPANY / 100, next = 0;

  for (guint i = 0; i < self->size.contacts - alone; i++) {
    guint company = i < self->n_companies ? i : sat_demo_below (self, self->n_companies);

    /* The larger of two. */
    if (i >= self->n_companies) {
      guint other = sat_demo_below (self, self->n_companies);

      if (self->companies[other].employees > self->companies[company].employees)
        company = other;
    }
    self->companies[company].n_contacts++;
  }
  self->companies[self->n_companies].n_contacts = alone;
  for (guint i = 0; i <= self->n_companies; i++) {
    self->companies[i].first_contact = next;
    next += self->companies[i].n_contacts;
  }
}

void
sat_demo_plan_customers (SatDemo *self)
{
  guint contacts = self->size.contacts, few = MIN (contacts, FEW_PEOPLE);
  guint n_arrivals;

  self->n_companies =
      MAX (1, (guint)(few / FEW_PEOPLE_A_COMPANY) + (contacts - few) / MORE_PEOPLE_A_COMPANY);
  self->companies = g_new0 (SatDemoCompany, self->n_companies + 1);
  self->contacts = g_new0 (gint64, contacts);
  n_arrivals = MIN (self->n_companies / 3, MOST_ARRIVALS);
  for (guint i = 0; i <= self->n_companies; i++)
    plan_company (self, i, i < self->n_companies ? n_arrivals : 0);
  self->companies[self->n_companies].arrival = self->start;
  share_out_contacts (self);
  for (guint i = self->n_companies - n_arrivals; i < self->n_companies; i++)
    sat_demo_add_event (self, sat_demo_moment (self, self->companies[i].arrival),
                        SAT_DEMO_EVENT_COMPANY, i, 0);
}

guint
sat_demo_contact_of (SatDemo *self, guint index)
{
  const SatDemoCompany *company = &self->companies[index];

  return company->n_contacts > 0
             ? company->first_contact + sat_demo_below (self, company->n_contacts)
             : G_MAXUINT;
}

static gboolean
write_point (SatDemo *self,
             gint64 record,
             const char *kind,
             const char *label,
             const char *value,
             gint64 *id,
             GError **error)
{
  sat_demo_begin (self, "contact_point");
  sat_demo_reference (self, "record", record);
  sat_demo_text (self, "kind", kind);
  sat_demo_text (self, "label", label);
  sat_demo_text (self, "value", value);
  return sat_demo_create (self, NULL, id, error);
}

static const SatDemoCity *
pick_city (SatDemo *self, guint country)
{
  const SatDemoCity *cities = sat_demo_countries[country].cities;
  guint n = 0;

  while (n < G_N_ELEMENTS (sat_demo_countries[country].cities) && cities[n].name != NULL)
    n++;
  return &cities[sat_demo_below (self, n)];
}

static gboolean
write_address (SatDemo *self,
               gint64 record,
               const char *label,
               guint country,
               const SatDemoCity *city,
               gint64 *id,
               GError **error)
{
  const SatDemoCountry *place = &sat_demo_countries[country];
  const char *street = sat_demo_pick (self, sat_demo_cultures[place->culture].streets);
  const char *number = strstr (street, "%d");
  g_autofree char *line = g_strdup_printf ("%.*s%d%s", (int)(number - street), street,
                                           sat_demo_between (self, 1, 180), number + strlen ("%d"));

  sat_demo_begin (self, "address");
  sat_demo_reference (self, "record", record);
  sat_demo_text (self, "label", label);
  sat_demo_text (self, "street", line);
  sat_demo_text (self, "city", city->name);
  sat_demo_text (self, "postal_code", sat_demo_digits (self, city->postal));
  sat_demo_text (self, "region", city->region);
  sat_demo_text (self, "country", place->name);
  return sat_demo_create (self, NULL, id, error);
}

static gboolean
write_tag (SatDemo *self, gint64 record, const SatUuid *uuid, const char *name, GError **error)
{
  SatUuid derived = sat_demo_derive ("tag", uuid, name);

  sat_demo_begin (self, "tag");
  sat_demo_reference (self, "record", record);
  sat_demo_text (self, "name", name);
  return sat_demo_create (self, &derived, NULL, error);
}

static const char *
company_name (SatDemo *self, guint index, const SatDemoCity *city)
{
  SatDemoCompany *company = &self->companies[index];
  const SatDemoBusiness *business =
      &sat_demo_businesses[sat_demo_countries[company->country].culture];
  const char *name = NULL;

  for (int attempt = 0; attempt < 40; attempt++) {
    name = sat_demo_expand (self, sat_demo_pick (self, business->forms),
                            sat_demo_native (self, company->stem),
                            business->trades[company->industry], city->name, NULL);
    if (index >= MOST_NAMES || g_hash_table_add (self->names, g_strdup (name)))
      break;
    /* Taken: another stem, in the end in another trade. */
    company->stem = sat_demo_pick (self, business->stems);
    if (attempt > 10)
      company->industry = sat_demo_below (self, SAT_DEMO_N_INDUSTRIES);
  }
  return name;
}

static void
fill_company (SatDemo *self, guint index, const char *name, const char *domain)
{
  SatDemoCompany *company = &self->companies[index];
  g_autofree char *code = g_strdup_printf ("C%06u", 10001 + index);
  g_autofree char *website = g_strdup_printf ("https://www.%s", domain);
  gint64 revenue = (gint64)company->employees * sat_demo_between (self, 60, 240) * 1000;

  sat_demo_begin (self, "company");
  sat_demo_text (self, "name", name);
  sat_demo_text (self, "code", g_string_chunk_insert (self->texts, code));
  sat_demo_text (self, "industry", sat_demo_industries[company->industry]);
  sat_demo_int (self, "employees", company->employees);
  if (sat_demo_chance (self, 80))
    sat_demo_int (self, "annual_revenue", sat_demo_round (sat_demo_money (self, revenue)));
  if (sat_demo_chance (self, 70))
    sat_demo_int (self, "founded", sat_demo_between (self, 1898, 2019));
  sat_demo_text (self, "website", g_string_chunk_insert (self->texts, website));
  /* Only an earlier one can be the parent: it has an id. */
  if (index > 10 && sat_demo_chance (self, 8))
    sat_demo_reference (self, "parent", self->companies[early_company (self)].id);
  sat_demo_reference (self, "owner", sat_demo_user (self, company->owner)->id);
  sat_demo_reference (self, "territory", self->territories[company->country]);
  sat_demo_text (self, "tier",
                 company->employees > 2500  ? "A"
                 : company->employees > 700 ? "B"
                                            : "C");
  if (sat_demo_chance (self, 20))
    sat_demo_text (self, "notes", sat_demo_pick (self, sat_demo_company_notes));
  if (sat_demo_chance (self, 75))
    sat_demo_int (self, "fleet_size",
                  1 + company->employees / (guint)sat_demo_between (self, 3, 12));
}

/* The parts come first, below a bare id, so that the company is written once and whole. */
static gboolean
write_company (
    SatDemo *self, guint index, const SatDemoCity *city, const char **domain, GError **error)
{
  SatDemoCompany *company = &self->companies[index];
  const char *name = company_name (self, index, city);
  const char *stem = sat_demo_slug (self, sat_demo_latin (self, company->stem));
  g_autofree char *host =
      index < 40
          ? g_strdup_printf ("%s-%s.example", stem, sat_demo_slugs[company->industry])
          : g_strdup_printf ("%s-%s%u.example", stem, sat_demo_slugs[company->industry], index);
  g_autofree char *mail = g_strdup_printf ("info@%s", host);
  gint64 phone = 0, address = 0, inbox = 0;

  *domain = g_string_chunk_insert (self->texts, host);
  company->uuid = sat_demo_mint (self);
  if (!sat_writer_stub (self->writer, &company->uuid, &company->id, error) ||
      !write_point (self, company->id, "phone", "Switchboard",
                    sat_demo_digits (self, sat_demo_countries[company->country].phone), &phone,
                    error) ||
      !write_point (self, company->id, "mail", NULL, mail, &inbox, error) ||
      !write_address (self, company->id, "Head office", company->country, city, &address, error))
    return FALSE;
  fill_company (self, index, name, *domain);
  sat_demo_reference (self, "primary_phone", phone);
  sat_demo_reference (self, "primary_mail", inbox);
  sat_demo_reference (self, "primary_address", address);
  if (!sat_demo_create (self, &company->uuid, &company->id, error))
    return FALSE;
  return !sat_demo_chance (self, 25) ||
         write_tag (self, company->id, &company->uuid, sat_demo_pick (self, sat_demo_company_tags),
                    error);
}

static const SatDemoJob *
pick_job (SatDemo *self)
{
  guint total = 0, at = 0, weight;

  for (guint i = 0; sat_demo_jobs[i].title != NULL; i++)
    total += sat_demo_jobs[i].weight;
  weight = sat_demo_below (self, total);
  for (; weight >= sat_demo_jobs[at].weight; at++)
    weight -= sat_demo_jobs[at].weight;
  return &sat_demo_jobs[at];
}

static gboolean
write_employment (SatDemo *self,
                  gint64 contact,
                  const SatUuid *uuid,
                  guint index,
                  const SatDemoJob *job,
                  gboolean present,
                  GError **error)
{
  SatDemoCompany *company = &self->companies[index];
  char key[SAT_UUID_STRING_LENGTH + 1];
  SatUuid derived;
  SatDate started = self->today - sat_demo_between (self, 300, 5000);

  sat_uuid_write (&company->uuid, key);
  derived = sat_demo_derive ("employment", uuid, key);
  sat_demo_begin (self, "employment");
  sat_demo_reference (self, "contact", contact);
  sat_demo_reference (self, "company", company->id);
  sat_demo_text (self, "role", job->title);
  if (!present || sat_demo_chance (self, 40))
    sat_demo_int (self, "started", started);
  if (!present)
    sat_demo_int (self, "left", started + sat_demo_between (self, 100, 290));
  return sat_demo_create (self, &derived, NULL, error);
}

/* The ids of the parts that show in the contact's own row. */
typedef struct {
  gint64 phone, mail, address;
} Primaries;

static gboolean
write_points (SatDemo *self,
              gint64 contact,
              guint country,
              const char *local,
              const char *domain,
              Primaries *primaries,
              GError **error)
{
  const char *pattern = sat_demo_countries[country].phone;
  g_autofree char *mail = g_strdup_printf ("%s@%s", local, domain);
  g_autofree char *other = g_strdup_printf ("%s@mailbox.example", local);

  if (!write_point (self, contact, "phone", "Work", sat_demo_digits (self, pattern),
                    &primaries->phone, error) ||
      !write_point (self, contact, "mail", "Work", mail, &primaries->mail, error))
    return FALSE;
  if (sat_demo_chance (self, 30) &&
      !write_point (self, contact, "phone", "Mobile", sat_demo_digits (self, pattern), NULL, error))
    return FALSE;
  if (sat_demo_chance (self, 8) &&
      !write_point (self, contact, "mail", "Private", other, NULL, error))
    return FALSE;
  return !sat_demo_chance (self, 12) ||
         write_address (self, contact, "Home", country, pick_city (self, country),
                        &primaries->address, error);
}

static void
fill_contact (SatDemo *self,
              guint index,
              const char *given,
              const char *family,
              const SatDemoJob *job,
              const Primaries *primaries)
{
  const SatDemoCompany *company = &self->companies[index];

  sat_demo_begin (self, "contact");
  sat_demo_text (self, "first_name", given);
  sat_demo_text (self, "last_name", family);
  sat_demo_reference (self, "company", company->id);
  sat_demo_text (self, "job_title", job->title);
  sat_demo_text (self, "department", job->department);
  sat_demo_reference (self, "owner", sat_demo_user (self, company->owner)->id);
  if (sat_demo_chance (self, 15))
    sat_demo_int (self, "birthday", sat_demo_between (self, -5000, 12000));
  sat_demo_reference (self, "primary_phone", primaries->phone);
  sat_demo_reference (self, "primary_mail", primaries->mail);
  sat_demo_reference (self, "primary_address", primaries->address);
}

static gboolean
write_contact (SatDemo *self, guint index, gint64 *place, const char *domain, GError **error)
{
  const SatDemoCompany *company = &self->companies[index];
  /* One in ten comes from somewhere else. */
  guint country = sat_demo_chance (self, 10) ? pick_country (self) : company->country;
  const SatDemoJob *job = pick_job (self);
  Primaries primaries = {0};
  const char *given, *family, *local;
  SatUuid uuid = sat_demo_mint (self);
  gint64 id = 0;

  local = sat_demo_person (self, sat_demo_countries[country].culture, &given, &family);
  if (!sat_writer_stub (self->writer, &uuid, &id, error) ||
      !write_points (self, id, company->country, local, domain, &primaries, error))
    return FALSE;
  fill_contact (self, index, given, family, job, &primaries);
  if (!sat_demo_create (self, &uuid, &id, error))
    return FALSE;
  *place = id;
  if (company->id != 0 && !write_employment (self, id, &uuid, index, job, TRUE, error))
    return FALSE;
  /* Where they were before. */
  if (index > 10 && company->id != 0 && sat_demo_chance (self, 6) &&
      !write_employment (self, id, &uuid, early_company (self), pick_job (self), FALSE, error))
    return FALSE;
  sat_demo_advance (self, 1);
  return !sat_demo_chance (self, 10) ||
         write_tag (self, id, &uuid, sat_demo_pick (self, sat_demo_contact_tags), error);
}

gboolean
sat_demo_write_customer (SatDemo *self, guint index, GError **error)
{
  SatDemoCompany *company = &self->companies[index];
  const SatDemoCity *city = pick_city (self, company->country);
  const char *domain = "mailbox.example";

  if (index < self->n_companies && !write_company (self, index, city, &domain, error))
    return FALSE;
  for (guint i = 0; i < company->n_contacts; i++)
    if (!write_contact (self, index, &self->contacts[company->first_contact + i], domain, error))
      return FALSE;
  return TRUE;
}
