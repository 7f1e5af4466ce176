/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "load-company.h"

#include <string.h>

#include "sat-connection.h"
#include "sat-site.h"
#include "sat-statement.h"

#define PASSWORD "a long enough secret"

void
load_person_clear (gpointer person)
{
  g_clear_pointer (&((LoadPerson *)person)->token, g_free);
}

G_GNUC_PRINTF (3, 4)
static void
take_text (SatWireFields *fields, const char *name, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  sat_wire_fields_take (fields, name, sat_wire_text (text), TRUE);
}

/* Two fifths companies, two fifths contacts, one fifth deals. */
static SatServerWrite
make_root (const LoadPerson *person, guint n)
{
  static const char *const types[] = {"company", "contact", "company", "contact", "opportunity"};
  SatWireFields *fields = sat_wire_fields_new ();
  SatServerWrite write = {SAT_OP_PUT, types[n % G_N_ELEMENTS (types)],
                          sat_uuid_new (g_get_real_time () / 1000), fields};

  sat_wire_fields_take (fields, "owner", sat_wire_reference (&person->user), TRUE);
  take_text (fields, "notes", "Met at the fair, wants everything by May. Call again in %u weeks.",
             n);
  if (strcmp (write.type, "contact") == 0) {
    take_text (fields, "first_name", "Ann the %uth", n);
    take_text (fields, "last_name", "Doe of %u", person->device);
    take_text (fields, "job_title", "Head of Procurement %u", n % 20);
    return write;
  }
  take_text (fields, "name", "Works number %u", person->device * 10000 + n);
  take_text (fields, *write.type == 'c' ? "industry" : "next_step", "Visit %u", n % 50);
  return write;
}

static gboolean
make_roots (SatSite *site, const LoadPerson *person, guint roots, GError **error)
{
  g_autofree SatServerWrite *writes = g_new (SatServerWrite, roots);
  gboolean right;

  for (guint i = 0; i < roots; i++)
    writes[i] = make_root (person, i);
  right = sat_server_write (site->server, writes, roots, error);
  for (guint i = 0; i < roots; i++)
    sat_wire_fields_free ((SatWireFields *)writes[i].fields);
  return right;
}

/* One password is hashed; the others have the same, as a thousand would take a minute. */
static gboolean
copy_account (SatConnection *accounts, const SatUuid *user, guint n, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      accounts,
      "INSERT INTO account (user, login, folded, password) SELECT ?1, ?2, ?2, password FROM account"
      " LIMIT 1",
      error);
  g_autofree char *login = g_strdup_printf ("person%u", n);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, user->bytes, sizeof user->bytes);
  sat_statement_bind_text (statement, 2, login);
  return sat_statement_run (statement, error);
}

static gboolean
add_user (SatSite *site, const SatUuid *user, guint n, GError **error)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  SatServerWrite write = {SAT_OP_PUT, "user", *user, fields};

  take_text (fields, "name", "Person %u", n);
  sat_wire_fields_take (fields, "role", sat_wire_text ("rep"), TRUE);
  return sat_server_write (site->server, &write, 1, error);
}

static gboolean
make_person (SatSite *site, SatConnection *accounts, guint n, LoadPerson *person, GError **error)
{
  g_autofree char *key = g_base64_encode ((const guchar *)"12345678901234567890123456789012", 32);
  g_autoptr (SatTokens) tokens = NULL;

  person->user = sat_uuid_new (g_get_real_time () / 1000);
  if (!(n == 0 ? sat_accounts_add (site->accounts, "person0", &person->user, PASSWORD, error)
               : copy_account (accounts, &person->user, n, error)) ||
      !add_user (site, &person->user, n, error) ||
      !sat_accounts_enrol (site->accounts, &person->user, "laptop", key, &person->device, error))
    return FALSE;
  tokens = sat_accounts_issue (site->accounts, person->device, error);
  if (tokens == NULL)
    return FALSE;
  person->token = g_strdup (tokens->access);
  return TRUE;
}

GArray *
load_company_make (const char *folder, guint people, guint roots, GError **error)
{
  g_autoptr (GArray) company = g_array_new (FALSE, TRUE, sizeof (LoadPerson));
  g_autoptr (SatSite) site = sat_site_open (folder, TRUE, error);
  g_autofree char *path = g_build_filename (folder, SAT_ACCOUNTS_FILE, NULL);
  g_autoptr (SatConnection) accounts = NULL;

  g_array_set_clear_func (company, load_person_clear);
  if (site != NULL)
    accounts = sat_connection_open (path, SAT_OPEN_WRITE, error);
  if (accounts == NULL)
    return NULL;
  g_array_set_size (company, people);
  for (guint i = 0; i < people; i++) {
    LoadPerson *person = &g_array_index (company, LoadPerson, i);

    if (!make_person (site, accounts, i, person, error) || !make_roots (site, person, roots, error))
      return NULL;
  }
  return g_steal_pointer (&company);
}
