/* SPDX-License-Identifier: GPL-3.0-or-later */

/* init and user: an account for signing in, and the user's record, which says what they are. */

#include "config.h"

#include "sat-admin.h"

#include <glib/gi18n-lib.h>

#include "sat-fault.h"

#define MOST_UNITS 100

/* The writes of one command. */
typedef struct {
  SatUuid user;
  SatWireFields *fields;
  GArray *writes;  /* of SatServerWrite */
  GPtrArray *kept; /* of SatWireFields that the writes point to */
} Change;

static void
change_init (Change *change, const SatUuid *user)
{
  change->user = *user;
  change->fields = sat_wire_fields_new ();
  change->writes = g_array_new (FALSE, FALSE, sizeof (SatServerWrite));
  change->kept = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_wire_fields_free);
}

static void
change_clear (Change *change)
{
  sat_wire_fields_free (change->fields);
  g_array_unref (change->writes);
  g_ptr_array_unref (change->kept);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static void
add_write (Change *change, SatOp op, const char *type, SatUuid id, const SatWireFields *fields)
{
  SatServerWrite write = {op, type, id, fields};

  g_array_append_val (change->writes, write);
}

static void
add_membership (SatAdmin *admin, Change *change, const char *type, const SatUuid *unit)
{
  SatWireFields *fields = sat_wire_fields_new ();

  sat_wire_fields_take (fields, "user", sat_wire_reference (&change->user), TRUE);
  sat_wire_fields_take (fields, type, sat_wire_reference (unit), TRUE);
  g_ptr_array_add (change->kept, fields);
  add_write (change, SAT_OP_PUT, "membership",
             sat_uuid_new (sat_clock_now (admin->site->clock) / 1000), fields);
}

static gboolean
remove_memberships (SatAdmin *admin, Change *change, const char *type, GError **error)
{
  g_autoptr (GPtrArray) all = sat_server_records (admin->site->server, "membership", error);

  for (guint i = 0; all != NULL && i < all->len; i++) {
    const SatServerRecord *record = all->pdata[i];
    const SatUuid *user = sat_admin_reference (record, "user");

    if (user != NULL && sat_uuid_equal (user, &change->user) &&
        sat_admin_reference (record, type) != NULL)
      add_write (change, SAT_OP_DELETE, "membership", record->id, NULL);
  }
  return all != NULL;
}

/* The first team or territory stands in the user's record, the others in memberships. */
static gboolean
set_units (SatAdmin *admin, Change *change, const char *type, GError **error)
{
  const char *const *names = sat_admin_call_get_all (admin->call, type);

  if (names[0] == NULL)
    return TRUE;
  if (!remove_memberships (admin, change, type, error))
    return FALSE;
  /* An empty name means none. */
  if (*names[0] == '\0' && names[1] == NULL) {
    sat_wire_fields_take (change->fields, type, sat_wire_null (), TRUE);
    return TRUE;
  }
  for (guint i = 0; names[i] != NULL; i++) {
    SatUuid unit;

    if (!sat_admin_find (admin, type, names[i], &unit, error))
      return FALSE;
    if (i == 0)
      sat_wire_fields_take (change->fields, type, sat_wire_reference (&unit), TRUE);
    else
      add_membership (admin, change, type, &unit);
  }
  return TRUE;
}

static gboolean
set_role (Change *change, const char *role, GError **error)
{
  static const char *const roles[] = {"rep", "manager", "admin", "reader", NULL};

  if (role == NULL)
    return TRUE;
  if (!g_strv_contains (roles, role)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "The role is rep, manager, admin or reader, not “%s”", role);
    return FALSE;
  }
  sat_wire_fields_take (change->fields, "role", sat_wire_text (role), TRUE);
  return TRUE;
}

/* Would @manager, directly or not, be managed by @user? */
static gboolean
check_circle (SatAdmin *admin, const SatUuid *user, SatUuid manager, GError **error)
{
  for (guint depth = 0; depth < 1000; depth++) {
    g_autoptr (SatServerRecord) record = NULL;
    const SatUuid *above;

    if (sat_uuid_equal (&manager, user)) {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "Nobody is their own manager");
      return FALSE;
    }
    record = sat_server_record (admin->site->server, "user", &manager, NULL);
    above = record != NULL ? sat_admin_reference (record, "manager") : NULL;
    if (above == NULL)
      return TRUE;
    manager = *above;
  }
  return TRUE;
}

static gboolean
set_manager (SatAdmin *admin, Change *change, GError **error)
{
  const char *name = sat_admin_call_get (admin->call, "manager");
  g_autoptr (SatAccount) account = NULL;

  if (name == NULL)
    return TRUE;
  if (*name == '\0') {
    sat_wire_fields_take (change->fields, "manager", sat_wire_null (), TRUE);
    return TRUE;
  }
  account = sat_accounts_find (admin->site->accounts, name, error);
  if (account == NULL || !check_circle (admin, &change->user, account->user, error))
    return FALSE;
  sat_wire_fields_take (change->fields, "manager", sat_wire_reference (&account->user), TRUE);
  return TRUE;
}

static gboolean
set_texts (SatAdmin *admin, Change *change)
{
  const char *name = sat_admin_call_get (admin->call, "full-name");
  const char *mail = sat_admin_call_get (admin->call, "mail");

  if (name != NULL && *name != '\0')
    sat_wire_fields_take (change->fields, "name", sat_wire_text (name), TRUE);
  if (mail != NULL)
    sat_wire_fields_take (change->fields, "mail", sat_wire_text (mail), TRUE);
  return TRUE;
}

static gboolean
fill (SatAdmin *admin, Change *change, GError **error)
{
  return set_role (change, sat_admin_call_get (admin->call, "role"), error) &&
         set_manager (admin, change, error) && set_units (admin, change, "team", error) &&
         set_units (admin, change, "territory", error) && set_texts (admin, change);
}

static gboolean
save (SatAdmin *admin, Change *change, GError **error)
{
  if (sat_wire_fields_n (change->fields) > 0) {
    SatServerWrite write = {SAT_OP_PUT, "user", change->user, change->fields};

    /* Memberships refer to it. */
    g_array_prepend_val (change->writes, write);
  }
  return change->writes->len == 0 ||
         sat_server_write (admin->site->server, (SatServerWrite *)change->writes->data,
                           change->writes->len, error);
}

/* Names of the user's teams or territories, the first one first. */
static JsonArray *
units_of (SatAdmin *admin, const SatServerRecord *user, GPtrArray *memberships, const char *type)
{
  g_autoptr (GPtrArray) units = sat_server_records (admin->site->server, type, NULL);
  JsonArray *out = json_array_new ();
  const SatUuid *first = sat_admin_reference (user, type);

  if (units != NULL && first != NULL) {
    g_autofree char *name = sat_admin_name_of (units, first);

    json_array_add_string_element (out, name);
  }
  for (guint i = 0; units != NULL && i < memberships->len; i++) {
    const SatServerRecord *record = memberships->pdata[i];
    const SatUuid *whose = sat_admin_reference (record, "user");
    g_autofree char *name = sat_admin_name_of (units, sat_admin_reference (record, type));

    if (whose != NULL && sat_uuid_equal (whose, &user->id) && *name != '\0')
      json_array_add_string_element (out, name);
  }
  return out;
}

static JsonObject *
describe (SatAdmin *admin, const SatAccount *account, GPtrArray *users, GPtrArray *memberships)
{
  g_autoptr (SatServerRecord) user =
      sat_server_record (admin->site->server, "user", &account->user, NULL);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "user", account->login);
  sat_admin_set_uuid (object, "id", &account->user);
  if (user != NULL) {
    g_autofree char *manager = sat_admin_name_of (users, sat_admin_reference (user, "manager"));
    const char *role = sat_admin_text (user, "role");

    json_object_set_string_member (object, "name", sat_admin_text (user, "name"));
    json_object_set_string_member (object, "mail", sat_admin_text (user, "mail"));
    json_object_set_string_member (object, "role", *role != '\0' ? role : "rep");
    json_object_set_string_member (object, "manager", manager);
    json_object_set_array_member (object, "teams", units_of (admin, user, memberships, "team"));
    json_object_set_array_member (object, "territories",
                                  units_of (admin, user, memberships, "territory"));
  }
  json_object_set_boolean_member (object, "disabled", account->disabled);
  return object;
}

static JsonNode *
tell (SatAdmin *admin, const char *login, GError **error)
{
  g_autoptr (SatAccount) account = sat_accounts_find (admin->site->accounts, login, error);
  g_autoptr (GPtrArray) users = sat_server_records (admin->site->server, "user", NULL);
  g_autoptr (GPtrArray) memberships = sat_server_records (admin->site->server, "membership", NULL);

  if (account == NULL || users == NULL || memberships == NULL)
    return NULL;
  return sat_admin_take_object (describe (admin, account, users, memberships));
}

/* The account is made before the record: killed between them, what is left is begun again. */
static gboolean
is_left_over (SatAdmin *admin, const SatAccount *account)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (SatServerRecord) record =
      sat_server_record (admin->site->server, "user", &account->user, &failure);

  return record == NULL && !account->disabled &&
         g_error_matches (failure, SAT_SERVER_ERROR, SAT_SERVER_ERROR_NOT_FOUND);
}

/* @login must be free: a record without an account would stay when it is not. */
static gboolean
check_free (SatAdmin *admin, const char *login, SatUuid *id, gboolean *left_over, GError **error)
{
  g_autoptr (SatAccount) account = sat_accounts_find (admin->site->accounts, login, NULL);

  if (account == NULL)
    return TRUE;
  *left_over = is_left_over (admin, account);
  *id = account->user;
  if (*left_over)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "There is a user %s already", login);
  return FALSE;
}

static gboolean
make_account (
    SatAdmin *admin, const char *login, const SatUuid *id, gboolean left_over, GError **error)
{
  const char *password = sat_admin_call_password (admin->call);

  return left_over ? sat_accounts_set_password (admin->site->accounts, login, password, error)
                   : sat_accounts_add (admin->site->accounts, login, id, password, error);
}

static JsonNode *
add (SatAdmin *admin, const char *login, const char *role, GError **error)
{
  SatUuid id = sat_uuid_new (sat_clock_now (admin->site->clock) / 1000);
  gboolean left_over = FALSE;
  g_auto (Change) change;

  change_init (&change, &id);
  if (!check_free (admin, login, &change.user, &left_over, error))
    return NULL;
  sat_wire_fields_take (change.fields, "name", sat_wire_text (login), TRUE);
  sat_wire_fields_take (change.fields, "active", sat_wire_int (1), TRUE);
  if (!set_role (&change, role, error) || !fill (admin, &change, error) ||
      !make_account (admin, login, &change.user, left_over, error))
    return NULL;
  SAT_CRASH_POINT ("user-account");
  return save (admin, &change, error) ? tell (admin, login, error) : NULL;
}

JsonNode *
sat_admin_init (SatAdmin *admin, GError **error)
{
  const char *login = sat_admin_call_get (admin->call, "admin");
  g_autoptr (GPtrArray) accounts = sat_accounts_list (admin->site->accounts, error);

  if (accounts == NULL)
    return NULL;
  if (login == NULL) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--admin is missing"));
    return NULL;
  }
  if (accounts->len > 1 ||
      (accounts->len == 1 && !is_left_over (admin, g_ptr_array_index (accounts, 0)))) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s has a server's data already",
                 admin->site->folder);
    return NULL;
  }
  return add (admin, login, "admin", error);
}

JsonNode *
sat_admin_user_add (SatAdmin *admin, GError **error)
{
  if (!sat_admin_call_has (admin->call, "role")) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("--role is missing"));
    return NULL;
  }
  return add (admin, sat_admin_call_word (admin->call, 0), NULL, error);
}

JsonNode *
sat_admin_user_set (SatAdmin *admin, GError **error)
{
  const char *login = sat_admin_call_word (admin->call, 0);
  const char *password = sat_admin_call_password (admin->call);
  g_autoptr (SatAccount) account = sat_accounts_find (admin->site->accounts, login, error);
  g_auto (Change) change;

  change_init (&change, account != NULL ? &account->user : &(SatUuid){{0}});
  if (account == NULL || !fill (admin, &change, error) || !save (admin, &change, error) ||
      (password != NULL &&
       !sat_accounts_set_password (admin->site->accounts, login, password, error)))
    return NULL;
  return tell (admin, login, error);
}

JsonNode *
sat_admin_user_list (SatAdmin *admin, GError **error)
{
  g_autoptr (GPtrArray) accounts = sat_accounts_list (admin->site->accounts, error);
  g_autoptr (GPtrArray) users =
      accounts != NULL ? sat_server_records (admin->site->server, "user", error) : NULL;
  g_autoptr (GPtrArray) memberships =
      users != NULL ? sat_server_records (admin->site->server, "membership", error) : NULL;
  JsonNode *node;
  JsonArray *array;

  if (memberships == NULL)
    return NULL;
  array = json_array_new ();
  for (guint i = 0; i < accounts->len; i++)
    json_array_add_object_element (array, describe (admin, accounts->pdata[i], users, memberships));
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);
  return node;
}

static JsonNode *
set_disabled (SatAdmin *admin, gboolean disabled, GError **error)
{
  const char *login = sat_admin_call_word (admin->call, 0);

  return sat_accounts_set_disabled (admin->site->accounts, login, disabled, error)
             ? tell (admin, login, error)
             : NULL;
}

JsonNode *
sat_admin_user_disable (SatAdmin *admin, GError **error)
{
  return set_disabled (admin, TRUE, error);
}

JsonNode *
sat_admin_user_enable (SatAdmin *admin, GError **error)
{
  return set_disabled (admin, FALSE, error);
}

JsonNode *
sat_admin_user_password (SatAdmin *admin, GError **error)
{
  const char *login = sat_admin_call_word (admin->call, 0);

  return sat_accounts_set_password (admin->site->accounts, login,
                                    sat_admin_call_password (admin->call), error)
             ? tell (admin, login, error)
             : NULL;
}

static void
print_one (JsonObject *object, FILE *out)
{
  gboolean disabled = json_object_get_boolean_member (object, "disabled");

  fprintf (out, "%-20s %-8s %s%s\n", json_object_get_string_member (object, "user"),
           json_object_get_string_member_with_default (object, "role", ""),
           json_object_get_string_member_with_default (object, "name", ""),
           disabled ? _ (" (may not sign in)") : "");
}

void
sat_admin_print_user (JsonNode *result, FILE *out)
{
  print_one (json_node_get_object (result), out);
}

void
sat_admin_print_users (JsonNode *result, FILE *out)
{
  JsonArray *array = json_node_get_array (result);

  for (guint i = 0; i < json_array_get_length (array); i++)
    print_one (json_array_get_object_element (array, i), out);
}
