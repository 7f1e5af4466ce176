/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every record type and field that Satchel is born with. Numbers are permanent: never change or
 * reuse one; tests compare them with a committed list. To add a field, add a line with the type's
 * next free number and, after the first release, `.since` set to the new SAT_SCHEMA_VERSION. */

#include "config.h"

#include "sat-registry-lines.h"

#include <glib/gi18n-lib.h>

#define F(number, name, kind, label, ...)                                                          \
  {                                                                                                \
    number, name, SAT_KIND_##kind, label, __VA_ARGS__                                              \
  }
#define REQUIRED SAT_FIELD_REQUIRED
#define SEARCHED SAT_FIELD_SEARCHED
#define UNIQUE SAT_FIELD_UNIQUE
#define INDEXED SAT_FIELD_INDEXED
#define LISTED SAT_FIELD_LISTED
#define PARENT SAT_FIELD_PARENT
#define COMPUTED SAT_FIELD_COMPUTED
#define INTERNAL SAT_FIELD_INTERNAL

/* clang-format off */

/* Lines that several types share: the primary phone, mail and address of whoever has contact points. */
#define PRIMARY_FIELDS(n)                                                                                                       \
  F (n + 0, "primary_phone", REFERENCE, N_("Primary phone"), .target = "contact_point", .flags = INTERNAL),                     \
  F (n + 1, "primary_mail", REFERENCE, N_("Primary mail"), .target = "contact_point", .flags = INTERNAL),                       \
  F (n + 2, "primary_address", REFERENCE, N_("Primary address"), .target = "address", .flags = INTERNAL),                       \
  F (n + 3, "phone", TEXT, N_("Phone"), .through = "primary_phone", .via = "value", .flags = LISTED),                           \
  F (n + 4, "mail", TEXT, N_("Mail"), .through = "primary_mail", .via = "value", .flags = LISTED),                              \
  F (n + 5, "street", TEXT, N_("Street"), .through = "primary_address", .via = "street"),                                       \
  F (n + 6, "city", TEXT, N_("City"), .through = "primary_address", .via = "city", .flags = LISTED),                            \
  F (n + 7, "postal_code", TEXT, N_("Postal code"), .through = "primary_address", .via = "postal_code"),                        \
  F (n + 8, "region", TEXT, N_("Region"), .through = "primary_address", .via = "region"),                                       \
  F (n + 9, "country", TEXT, N_("Country"), .through = "primary_address", .via = "country"),                                    \
  F (n + 10, "tags", SET, N_("Tags"), .target = "tag", .flags = COMPUTED)

/* What an activity, a note or an attachment is about; the first that is set leads to its root. */
#define ABOUT_FIELDS(n)                                                                                                         \
  F (n + 0, "opportunity", REFERENCE, N_("Opportunity"), .target = "opportunity", .flags = PARENT | LISTED),                    \
  F (n + 1, "company", REFERENCE, N_("Company"), .target = "company", .flags = PARENT | LISTED),                                \
  F (n + 2, "contact", REFERENCE, N_("Contact"), .target = "contact", .flags = PARENT | LISTED)

static const SatChoice week_days[] = { { "monday", N_("Monday") }, { "saturday", N_("Saturday") }, { "sunday", N_("Sunday") }, { NULL, NULL } };
static const SatChoice user_roles[] = { { "rep", N_("Sales rep") }, { "manager", N_("Manager") }, { "admin", N_("Administrator") }, { "reader", N_("Reader") }, { NULL, NULL } };
static const SatChoice point_kinds[] = { { "phone", N_("Phone") }, { "mail", N_("Mail") }, { "web", N_("Web") }, { "chat", N_("Chat") }, { "fax", N_("Fax") }, { NULL, NULL } };
static const SatChoice stage_kinds[] = { { "open", NC_("stage", "Open") }, { "won", NC_("stage", "Won") }, { "lost", NC_("stage", "Lost") }, { NULL, NULL } };
static const SatChoice categories[] = { { "pipeline", NC_("category", "Pipeline") }, { "best_case", NC_("category", "Best case") }, { "most_likely", NC_("category", "Most likely") }, { "commit", NC_("category", "Commit") }, { "closed", NC_("category", "Closed") }, { "omitted", NC_("category", "Omitted") }, { NULL, NULL } };
static const SatChoice activity_kinds[] = { { "call", N_("Call") }, { "meeting", N_("Meeting") }, { "visit", N_("Visit") }, { "task", N_("Task") }, { "deadline", N_("Deadline") }, { NULL, NULL } };
static const SatChoice attendee_states[] = { { "invited", NC_("attendee", "Invited") }, { "accepted", NC_("attendee", "Accepted") }, { "declined", NC_("attendee", "Declined") }, { "tentative", NC_("attendee", "Tentative") }, { NULL, NULL } };
static const SatChoice competitor_strengths[] = { { "weak", NC_("competitor", "Weak") }, { "even", NC_("competitor", "Even") }, { "strong", NC_("competitor", "Strong") }, { NULL, NULL } };
static const SatChoice field_kinds[] = { { "text", N_("Text") }, { "long_text", N_("Long text") }, { "integer", N_("Number") }, { "decimal", N_("Decimal number") }, { "percent", N_("Per cent") }, { "boolean", N_("Yes or no") }, { "money", N_("Money") }, { "date", N_("Date") }, { "instant", N_("Date and time") }, { "choice", N_("Choice") }, { "reference", N_("Reference") }, { NULL, NULL } };

static const SatLimits above_zero = { 1, G_MAXINT64 }, months = { 1, 12 };
/* Minutes before the start, at most four weeks; -1: none. */
static const SatLimits reminder_minutes = { -1, 4 * 7 * 24 * 60 };

static const SatField workspace_fields[] = {
  F (1, "name", TEXT, N_("Name"), .flags = REQUIRED),
  F (2, "currency", CURRENCY, N_("Currency"), .flags = REQUIRED),
  F (3, "fiscal_year_start", INTEGER, N_("First month of the fiscal year"), .limits = &months, .standard = "1"),
  F (4, "week_start", CHOICE, N_("First day of the week"), .choices = week_days),
  /* As sat-working-time.h reads them: "09:00", "17:30", "monday tuesday ...". */
  F (5, "work_start", TEXT, N_("Work begins at")),
  F (6, "work_end", TEXT, N_("Work ends at")),
  F (7, "work_days", TEXT, N_("Working days")),
  { 0 }
};

static const SatField user_fields[] = {
  F (1, "name", TEXT, N_("Name"), .flags = REQUIRED | SEARCHED | INDEXED | LISTED),
  F (2, "mail", TEXT, N_("Mail"), .flags = UNIQUE | SEARCHED | LISTED),
  F (3, "manager", REFERENCE, N_("Manager"), .target = "user", .flags = LISTED),
  F (4, "role", CHOICE, N_("Role"), .choices = user_roles, .flags = LISTED, .standard = "rep"),
  F (5, "team", REFERENCE, N_("Team"), .target = "team", .flags = LISTED),
  F (6, "territory", REFERENCE, N_("Territory"), .target = "territory"),
  F (7, "phone", TEXT, N_("Phone")),
  F (8, "active", BOOLEAN, N_("Active"), .standard = "true"),
  { 0 }
};

static const SatField team_fields[] = {
  F (1, "name", TEXT, N_("Name"), .flags = REQUIRED | SEARCHED | INDEXED | LISTED),
  F (2, "parent", REFERENCE, N_("Parent team"), .target = "team", .flags = LISTED),
  F (3, "notes", LONG_TEXT, N_("Notes")),
  { 0 }
};

static const SatField territory_fields[] = {
  F (1, "name", TEXT, N_("Name"), .flags = REQUIRED | SEARCHED | INDEXED | LISTED),
  F (2, "code", TEXT, N_("Code"), .flags = UNIQUE | LISTED),
  F (3, "parent", REFERENCE, N_("Parent territory"), .target = "territory", .flags = LISTED),
  F (4, "notes", LONG_TEXT, N_("Notes")),
  { 0 }
};

static const SatField company_fields[] = {
  F (1, "name", TEXT, N_("Name"), .flags = REQUIRED | SEARCHED | INDEXED | LISTED),
  F (2, "code", TEXT, N_("Code"), .flags = UNIQUE | SEARCHED),
  F (3, "industry", TEXT, N_("Industry"), .flags = SEARCHED | INDEXED | LISTED),
  F (4, "employees", INTEGER, N_("Employees"), .flags = INDEXED),
  F (5, "annual_revenue", MONEY, N_("Annual revenue"), .flags = INDEXED),
  F (6, "founded", INTEGER, N_("Founded")),
  F (7, "website", TEXT, N_("Website"), .flags = SEARCHED),
  F (8, "parent", REFERENCE, N_("Parent company"), .target = "company"),
  F (9, "owner", REFERENCE, N_("Owner"), .target = "user", .flags = LISTED),
  F (10, "territory", REFERENCE, N_("Territory"), .target = "territory"),
  F (11, "tier", TEXT, N_("Tier"), .flags = INDEXED),
  F (12, "notes", LONG_TEXT, N_("Notes"), .merge = SAT_MERGE_TEXT),
  PRIMARY_FIELDS (13),
  { 0 }
};

static const SatField contact_fields[] = {
  F (1, "first_name", TEXT, N_("First name"), .flags = SEARCHED | INDEXED | LISTED),
  F (2, "last_name", TEXT, N_("Last name"), .flags = SEARCHED | INDEXED | LISTED),
  F (3, "company", REFERENCE, N_("Company"), .target = "company", .flags = LISTED),
  F (4, "job_title", TEXT, N_("Job title"), .flags = SEARCHED | INDEXED | LISTED),
  F (5, "owner", REFERENCE, N_("Owner"), .target = "user", .flags = LISTED),
  F (6, "birthday", DATE, N_("Birthday")),
  F (7, "notes", LONG_TEXT, N_("Notes"), .merge = SAT_MERGE_TEXT),
  F (8, "department", TEXT, N_("Department"), .since = 2),
  PRIMARY_FIELDS (13),
  { 0 }
};

static const SatField contact_point_fields[] = {
  F (1, "record", REFERENCE, N_("Belongs to"), .target = "contact|company", .flags = REQUIRED | PARENT | LISTED),
  F (2, "kind", CHOICE, N_("Kind"), .choices = point_kinds, .flags = REQUIRED | LISTED),
  F (3, "label", TEXT, N_("Label"), .flags = LISTED),
  F (4, "value", TEXT, N_("Value"), .flags = REQUIRED | SEARCHED | INDEXED | LISTED),
  F (5, "preferred", BOOLEAN, N_("Preferred")),
  F (6, "opted_out", BOOLEAN, N_("Opted out")),
  { 0 }
};

static const SatField address_fields[] = {
  F (1, "record", REFERENCE, N_("Belongs to"), .target = "contact|company", .flags = REQUIRED | PARENT | LISTED),
  F (2, "label", TEXT, N_("Label"), .flags = LISTED),
  F (3, "street", TEXT, N_("Street"), .group = 1, .flags = LISTED),
  F (4, "city", TEXT, N_("City"), .group = 1, .flags = SEARCHED | INDEXED | LISTED),
  F (5, "postal_code", TEXT, N_("Postal code"), .group = 1, .flags = SEARCHED | LISTED),
  F (6, "region", TEXT, N_("Region"), .group = 1, .flags = LISTED),
  F (7, "country", TEXT, N_("Country"), .group = 1, .flags = INDEXED | LISTED),
  { 0 }
};

static const SatField employment_fields[] = {
  F (1, "contact", REFERENCE, N_("Contact"), .target = "contact", .flags = REQUIRED | PARENT | LISTED),
  F (2, "company", REFERENCE, N_("Company"), .target = "company", .flags = REQUIRED | LISTED),
  F (3, "role", TEXT, N_("Role"), .flags = LISTED),
  F (4, "started", DATE, N_("Started"), .flags = LISTED),
  F (5, "left", DATE, N_("Left"), .flags = LISTED),
  { 0 }
};

static const SatField tag_fields[] = {
  F (1, "record", REFERENCE, N_("Belongs to"), .target = "contact|company|opportunity", .flags = REQUIRED | PARENT | LISTED),
  F (2, "name", TEXT, N_("Name"), .flags = REQUIRED | SEARCHED | INDEXED | LISTED),
  { 0 }
};

/* What a contact's address card says that no field is for: one property a line, as sat-card-build.h has it. Apart from the contact,
 * because it may hold a picture, and lists of contacts should not read that. */
static const SatField contact_card_fields[] = {
  F (1, "contact", REFERENCE, N_("Contact"), .target = "contact", .flags = REQUIRED | PARENT),
  F (2, "content", LONG_TEXT, N_("Content"), .merge = SAT_MERGE_TEXT, .flags = INTERNAL),
  { 0 }
};

static const SatField pipeline_fields[] = {
  F (1, "name", TEXT, N_("Name"), .flags = REQUIRED | INDEXED | LISTED),
  F (2, "order", INTEGER, N_("Order"), .flags = LISTED),
  { 0 }
};

static const SatField stage_fields[] = {
  F (1, "pipeline", REFERENCE, N_("Pipeline"), .target = "pipeline", .flags = LISTED),
  F (2, "name", TEXT, N_("Name"), .flags = REQUIRED | INDEXED | LISTED),
  F (3, "order", INTEGER, N_("Order"), .flags = LISTED),
  F (4, "probability", PERCENT, N_("Probability"), .flags = LISTED),
  F (5, "kind", CHOICE, N_("Kind"), .choices = stage_kinds, .flags = REQUIRED | LISTED, .standard = "open"),
  F (6, "category", CHOICE, N_("Forecast category"), .choices = categories, .flags = LISTED),
  F (7, "idle_limit", INTEGER, N_("Days before a deal counts as idle")),
  F (8, "qualified", BOOLEAN, N_("Qualified")),
  { 0 }
};

static const SatField opportunity_fields[] = {
  F (1, "name", TEXT, N_("Name"), .flags = REQUIRED | SEARCHED | INDEXED | LISTED),
  F (2, "company", REFERENCE, N_("Company"), .target = "company", .flags = LISTED),
  F (3, "contact", REFERENCE, N_("Contact"), .target = "contact"),
  F (4, "amount", MONEY, N_("Amount"), .currency = "currency", .group = 1, .flags = INDEXED | LISTED),
  F (5, "currency", CURRENCY, N_("Currency"), .group = 1),
  F (6, "pipeline", REFERENCE, N_("Pipeline"), .target = "pipeline", .group = 2),
  F (7, "stage", REFERENCE, N_("Stage"), .target = "stage", .group = 2, .flags = LISTED),
  F (8, "probability", PERCENT, N_("Probability"), .group = 2),
  F (9, "probability_manual", BOOLEAN, N_("Probability set by hand"), .group = 2),
  F (10, "category", CHOICE, N_("Forecast category"), .choices = categories, .group = 2),
  F (11, "category_manual", BOOLEAN, N_("Category set by hand"), .group = 2),
  F (12, "lost_reason", TEXT, N_("Lost reason"), .group = 2),
  F (13, "opened", DATE, N_("Opened"), .flags = INDEXED),
  F (14, "close_date", DATE, N_("Close date"), .flags = INDEXED | LISTED),
  F (15, "owner", REFERENCE, N_("Owner"), .target = "user", .flags = LISTED),
  F (16, "next_step", TEXT, N_("Next step"), .flags = SEARCHED),
  F (17, "source", TEXT, N_("Source"), .flags = INDEXED),
  F (18, "notes", LONG_TEXT, N_("Notes"), .merge = SAT_MERGE_TEXT),
  F (19, "tags", SET, N_("Tags"), .target = "tag", .flags = COMPUTED),
  F (20, "pushes", INTEGER, N_("Times pushed"), .merge = SAT_MERGE_DERIVED, .flags = COMPUTED),
  { 0 }
};

static const SatField opportunity_role_fields[] = {
  F (1, "opportunity", REFERENCE, N_("Opportunity"), .target = "opportunity", .flags = REQUIRED | PARENT | LISTED),
  F (2, "contact", REFERENCE, N_("Contact"), .target = "contact", .flags = REQUIRED | LISTED),
  F (3, "role", TEXT, N_("Role"), .flags = LISTED),
  { 0 }
};

static const SatField line_item_fields[] = {
  F (1, "opportunity", REFERENCE, N_("Opportunity"), .target = "opportunity", .flags = REQUIRED | PARENT | LISTED),
  F (2, "product", REFERENCE, N_("Product"), .target = "product", .flags = LISTED),
  F (3, "description", TEXT, N_("Description"), .flags = LISTED),
  F (4, "quantity", DECIMAL, N_("Quantity"), .standard = "1", .flags = LISTED),
  F (5, "unit_price", MONEY, N_("Unit price"), .currency = "opportunity.currency", .flags = LISTED),
  F (6, "discount", PERCENT, N_("Discount"), .flags = LISTED),
  { 0 }
};

static const SatField product_fields[] = {
  F (1, "name", TEXT, N_("Name"), .flags = REQUIRED | SEARCHED | INDEXED | LISTED),
  F (2, "code", TEXT, N_("Code"), .flags = UNIQUE | SEARCHED | INDEXED | LISTED),
  F (3, "family", TEXT, N_("Family"), .flags = INDEXED | LISTED),
  F (4, "unit_price", MONEY, N_("Unit price"), .currency = "currency", .group = 1, .flags = LISTED),
  F (5, "currency", CURRENCY, N_("Currency"), .group = 1),
  F (6, "active", BOOLEAN, N_("Active"), .standard = "true"),
  { 0 }
};

static const SatField competitor_fields[] = {
  F (1, "opportunity", REFERENCE, N_("Opportunity"), .target = "opportunity", .flags = REQUIRED | PARENT | LISTED),
  F (2, "name", TEXT, N_("Name"), .flags = REQUIRED | SEARCHED | LISTED),
  F (3, "strength", CHOICE, N_("Strength"), .choices = competitor_strengths, .flags = LISTED),
  F (4, "notes", LONG_TEXT, N_("Notes"), .merge = SAT_MERGE_TEXT),
  { 0 }
};

static const SatField activity_fields[] = {
  F (1, "kind", CHOICE, N_("Kind"), .choices = activity_kinds, .flags = REQUIRED | LISTED, .standard = "task"),
  F (2, "subject", TEXT, N_("Subject"), .flags = SEARCHED | INDEXED | LISTED),
  F (3, "start", INSTANT, N_("Start"), .group = 1, .flags = INDEXED | LISTED),
  F (4, "end", INSTANT, N_("End"), .group = 1),
  F (5, "zone", TEXT, N_("Time zone"), .group = 1),
  F (6, "all_day", BOOLEAN, N_("All day"), .group = 1),
  F (7, "due", DATE, N_("Due"), .flags = INDEXED | LISTED),
  F (8, "done", BOOLEAN, N_("Done"), .flags = LISTED),
  F (9, "outcome", TEXT, N_("Outcome")),
  F (10, "place", TEXT, N_("Place")),
  ABOUT_FIELDS (11),
  F (14, "owner", REFERENCE, N_("Owner"), .target = "user", .flags = LISTED),
  F (15, "notes", LONG_TEXT, N_("Notes"), .merge = SAT_MERGE_TEXT),
  /* Nothing: as the preferences say. */
  F (16, "reminder", INTEGER, N_("Reminder, minutes before"), .limits = &reminder_minutes),
  { 0 }
};

/* Somebody who is to be there: a contact, a colleague, or anybody by name. */
static const SatField attendee_fields[] = {
  F (1, "activity", REFERENCE, N_("Activity"), .target = "activity", .flags = REQUIRED | PARENT | LISTED),
  F (2, "contact", REFERENCE, N_("Contact"), .target = "contact", .flags = LISTED),
  F (3, "user", REFERENCE, N_("User"), .target = "user", .flags = LISTED),
  F (4, "name", TEXT, N_("Name"), .flags = LISTED),
  F (5, "mail", TEXT, N_("Mail"), .flags = LISTED),
  F (6, "status", CHOICE, N_("Status"), .choices = attendee_states, .flags = LISTED, .standard = "invited"),
  { 0 }
};

/* A day on which nobody works. */
static const SatField holiday_fields[] = {
  F (1, "date", DATE, N_("Date"), .flags = REQUIRED | INDEXED | LISTED),
  F (2, "name", TEXT, N_("Name"), .flags = INDEXED | LISTED),
  { 0 }
};

static const SatField note_fields[] = {
  F (1, "body", LONG_TEXT, N_("Text"), .merge = SAT_MERGE_TEXT, .flags = REQUIRED | SEARCHED | LISTED),
  ABOUT_FIELDS (2),
  F (5, "author", REFERENCE, N_("Author"), .target = "user", .flags = LISTED),
  F (6, "written", INSTANT, N_("Written"), .flags = INDEXED | LISTED),
  { 0 }
};

static const SatField attachment_fields[] = {
  F (1, "name", TEXT, N_("Name"), .flags = REQUIRED | SEARCHED | LISTED),
  F (2, "mime", TEXT, N_("Type"), .flags = LISTED),
  F (3, "size", INTEGER, N_("Size"), .flags = LISTED),
  F (4, "sha256", TEXT, N_("Checksum"), .flags = INTERNAL),
  ABOUT_FIELDS (5),
  F (8, "activity", REFERENCE, N_("Activity"), .target = "activity", .flags = PARENT, .since = 2),
  F (9, "note", TEXT, N_("Note"), .flags = SEARCHED, .since = 2),
  { 0 }
};

static const SatField quota_fields[] = {
  F (1, "user", REFERENCE, N_("User"), .target = "user", .flags = LISTED),
  F (2, "team", REFERENCE, N_("Team"), .target = "team", .flags = LISTED),
  F (3, "territory", REFERENCE, N_("Territory"), .target = "territory", .flags = LISTED),
  F (4, "period", TEXT, N_("Period"), .flags = LISTED),
  F (5, "start", DATE, N_("Start"), .flags = INDEXED | LISTED),
  F (6, "amount", MONEY, N_("Amount"), .currency = "currency", .group = 1, .flags = LISTED),
  F (7, "currency", CURRENCY, N_("Currency"), .group = 1),
  { 0 }
};

static const SatField exchange_rate_fields[] = {
  F (1, "currency", CURRENCY, N_("Currency"), .flags = REQUIRED | LISTED),
  F (2, "date", DATE, N_("Date"), .flags = REQUIRED | INDEXED | LISTED),
  F (3, "rate", DECIMAL, N_("Rate"), .limits = &above_zero, .flags = REQUIRED | LISTED),
  { 0 }
};

static const SatField saved_list_fields[] = {
  F (1, "name", TEXT, N_("Name"), .flags = REQUIRED | INDEXED | LISTED),
  F (2, "record_type", TEXT, N_("Record type"), .flags = REQUIRED | LISTED),
  F (3, "filter", JSON, N_("Filter")),
  F (4, "sort", TEXT, N_("Sort order")),
  F (5, "columns", TEXT, N_("Columns")),
  F (6, "owner", REFERENCE, N_("Owner"), .target = "user", .flags = LISTED),
  F (7, "shared", BOOLEAN, N_("Shared")),
  F (8, "words", TEXT, N_("Words")),
  { 0 }
};

static const SatField custom_field_fields[] = {
  F (1, "record_type", TEXT, N_("Record type"), .flags = REQUIRED | LISTED),
  F (2, "name", TEXT, N_("Name"), .flags = REQUIRED | LISTED),
  F (3, "label", TEXT, N_("Label"), .flags = REQUIRED | LISTED),
  F (4, "kind", CHOICE, N_("Kind"), .choices = field_kinds, .flags = REQUIRED | LISTED, .standard = "text"),
  F (5, "choices", LONG_TEXT, N_("Choices, one a line")),
  F (6, "target", TEXT, N_("Refers to")),
  F (7, "required", BOOLEAN, N_("Required")),
  F (8, "searched", BOOLEAN, N_("Searched")),
  { 0 }
};

/* A user's further team or territory, besides those in the user's own record. */
static const SatField membership_fields[] = {
  F (1, "user", REFERENCE, N_("User"), .target = "user", .flags = REQUIRED | LISTED),
  F (2, "team", REFERENCE, N_("Team"), .target = "team", .flags = LISTED),
  F (3, "territory", REFERENCE, N_("Territory"), .target = "territory", .flags = LISTED),
  { 0 }
};

#define T(number, name, label, plural, ...) { number, name, label, plural, __VA_ARGS__ }

const SatTypeLines sat_registry_lines[] = {
  { T (1, "workspace", N_("Workspace"), N_("Workspace"), .flags = SAT_TYPE_ROOT | SAT_TYPE_ORG | SAT_TYPE_SINGLETON, .title = "name", .write = SAT_ROLE_ADMIN), workspace_fields },
  { T (2, "team", N_("Team"), N_("Teams"), .flags = SAT_TYPE_ROOT | SAT_TYPE_ORG, .title = "name", .write = SAT_ROLE_ADMIN), team_fields },
  { T (3, "territory", N_("Territory"), N_("Territories"), .flags = SAT_TYPE_ROOT | SAT_TYPE_ORG, .title = "name", .write = SAT_ROLE_ADMIN), territory_fields },
  { T (4, "user", N_("User"), N_("Users"), .flags = SAT_TYPE_ROOT | SAT_TYPE_ORG, .title = "name|mail", .rank = 7, .write = SAT_ROLE_ADMIN), user_fields },
  { T (5, "custom_field", N_("Custom field"), N_("Custom fields"), .flags = SAT_TYPE_ROOT | SAT_TYPE_ORG, .title = "label", .write = SAT_ROLE_ADMIN), custom_field_fields },
  { T (6, "pipeline", NC_("type", "Pipeline"), N_("Pipelines"), .flags = SAT_TYPE_ROOT | SAT_TYPE_ORG, .title = "name", .write = SAT_ROLE_ADMIN), pipeline_fields },
  { T (7, "stage", N_("Stage"), N_("Stages"), .flags = SAT_TYPE_ROOT | SAT_TYPE_ORG, .title = "name", .write = SAT_ROLE_ADMIN), stage_fields },
  { T (8, "product", N_("Product"), N_("Products"), .flags = SAT_TYPE_ROOT | SAT_TYPE_ORG, .title = "name", .rank = 4, .write = SAT_ROLE_MANAGER), product_fields },
  { T (9, "exchange_rate", N_("Exchange rate"), N_("Exchange rates"), .flags = SAT_TYPE_ROOT | SAT_TYPE_ORG, .title = "currency date", .write = SAT_ROLE_MANAGER), exchange_rate_fields },
  { T (10, "company", N_("Company"), N_("Companies"), .flags = SAT_TYPE_ROOT, .title = "name", .rank = 1), company_fields },
  { T (11, "contact", N_("Contact"), N_("Contacts"), .flags = SAT_TYPE_ROOT | SAT_TYPE_PERSON, .title = "first_name last_name|mail|phone", .rank = 2), contact_fields },
  { T (12, "contact_point", N_("Contact point"), N_("Contact points"), .flags = SAT_TYPE_CHILD, .title = "value"), contact_point_fields },
  { T (13, "address", N_("Address"), N_("Addresses"), .flags = SAT_TYPE_CHILD, .title = "street city|region country|label"), address_fields },
  { T (14, "employment", N_("Employment"), N_("Employments"), .flags = SAT_TYPE_CHILD, .title = "contact company"), employment_fields },
  { T (15, "opportunity", N_("Opportunity"), N_("Opportunities"), .flags = SAT_TYPE_ROOT, .title = "name", .rank = 3), opportunity_fields },
  { T (16, "opportunity_role", N_("Role in an opportunity"), N_("Roles in opportunities"), .flags = SAT_TYPE_CHILD, .title = "contact"), opportunity_role_fields },
  { T (17, "line_item", N_("Line item"), N_("Line items"), .flags = SAT_TYPE_CHILD, .title = "product|description"), line_item_fields },
  { T (18, "competitor", N_("Competitor"), N_("Competitors"), .flags = SAT_TYPE_CHILD, .title = "name"), competitor_fields },
  { T (19, "tag", N_("Tag"), N_("Tags"), .flags = SAT_TYPE_CHILD, .title = "name"), tag_fields },
  { T (20, "activity", N_("Activity"), N_("Activities"), .flags = SAT_TYPE_ROOT, .title = "subject|kind", .rank = 5), activity_fields },
  { T (21, "note", N_("Note"), N_("Notes"), .flags = SAT_TYPE_ROOT, .title = "body", .rank = 6), note_fields },
  { T (22, "attachment", N_("Attachment"), N_("Attachments"), .flags = SAT_TYPE_ROOT, .title = "name", .rank = 8), attachment_fields },
  { T (23, "quota", N_("Quota"), N_("Quotas"), .flags = SAT_TYPE_ROOT | SAT_TYPE_ORG, .title = "user period|team period|territory period|period", .write = SAT_ROLE_MANAGER), quota_fields },
  { T (24, "saved_list", N_("Saved list"), N_("Saved lists"), .flags = SAT_TYPE_ROOT, .title = "name"), saved_list_fields },
  { T (25, "contact_card", N_("Address card"), N_("Address cards"), .flags = SAT_TYPE_CHILD | SAT_TYPE_INTERNAL, .title = "contact"), contact_card_fields },
  { T (26, "attendee", N_("Attendee"), N_("Attendees"), .since = 2, .flags = SAT_TYPE_CHILD, .title = "contact|user|name|mail"), attendee_fields },
  { T (27, "holiday", N_("Holiday"), N_("Holidays"), .flags = SAT_TYPE_ROOT | SAT_TYPE_ORG, .title = "name|date", .write = SAT_ROLE_ADMIN), holiday_fields },
  { T (28, "membership", N_("Membership"), N_("Memberships"), .flags = SAT_TYPE_ROOT | SAT_TYPE_ORG | SAT_TYPE_INTERNAL, .title = "user", .write = SAT_ROLE_ADMIN), membership_fields },
};

/* clang-format on */

const guint sat_registry_n_lines = G_N_ELEMENTS (sat_registry_lines);
