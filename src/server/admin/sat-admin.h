/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Administration on the command line. A command is done by whoever has the folder: the server, when
 * it runs, which is asked by a socket in the folder; else this process, which takes the folder for
 * as long. Either way it comes out as JSON, and is told to people here. */

#pragma once

#include <json-glib/json-glib.h>
#include <stdio.h>

#include "sat-site.h"

G_BEGIN_DECLS

typedef enum {
  SAT_ADMIN_DONE = 0,
  SAT_ADMIN_FAILED = 1,
  SAT_ADMIN_USAGE = 2,
} SatAdminExit;

/* The command line taken apart. */
typedef struct _SatAdminCall SatAdminCall;

/* What a command has to work with. */
typedef struct {
  SatSite *site;
  const SatAdminCall *call;
} SatAdmin;

/* (transfer full) */
typedef JsonNode *(*SatAdminRun) (SatAdmin *admin, GError **error);
typedef void (*SatAdminPrint) (JsonNode *result, FILE *out);

typedef struct {
  const char *name;    /* "user add" */
  const char *usage;   /* what follows */
  const char *help;    /* one line, translatable */
  const char *options; /* names between blanks; those with a * may be repeated */
  guint least, most;   /* words after the name */
  gboolean password;   /* needs --password-file */
  gboolean creates;    /* the folder may be new */
  gboolean file;       /* the first word names one */
  gboolean exclusive;  /* nobody else may use the records meanwhile */
  SatAdminRun run;
  SatAdminPrint print;
} SatAdminCommand;

/* Ends with a NULL name. */
extern const SatAdminCommand sat_admin_commands[];
const SatAdminCommand *sat_admin_command_find (const char *name);

/* @argv: after the program's name. Error: G_OPTION_ERROR. What a command needs from this process,
 * such as the password's file, is read here. */
SatAdminCall *sat_admin_call_parse (char **argv, GError **error);
void sat_admin_call_free (SatAdminCall *self);
/* NULL: no command, so the server is to be started. */
const SatAdminCommand *sat_admin_call_command (const SatAdminCall *self);
gboolean sat_admin_call_has (const SatAdminCall *self, const char *option);
/* The last value of an option; NULL: it was not given. */
const char *sat_admin_call_get (const SatAdminCall *self, const char *option);
/* All values; empty if it was not given. */
const char *const *sat_admin_call_get_all (const SatAdminCall *self, const char *option);
const char *sat_admin_call_word (const SatAdminCall *self, guint i); /* NULL beyond the last */
const char *sat_admin_call_password (const SatAdminCall *self);
gboolean sat_admin_call_read_password (SatAdminCall *self, GError **error);
/* The file that the first word names is meant in this process's folder. */
void sat_admin_call_resolve_file (SatAdminCall *self);
/* To another process and back. */
char *sat_admin_call_to_json (const SatAdminCall *self);
SatAdminCall *sat_admin_call_from_json (const char *json, gsize length, GError **error);
/* What the other process answered: the result, or its error. */
JsonNode *sat_admin_answer_parse (const char *json, gsize length, GError **error);

/* Runs the command wherever the folder is, prints, and returns the exit status. */
SatAdminExit sat_admin_run (SatAdminCall *call, FILE *out, FILE *err);
void sat_admin_print_help (const SatAdminCommand *command, FILE *out);
void sat_admin_print_error (const GError *error, gboolean json, FILE *out, FILE *err);
/* "not_found", "exists" ... */
const char *sat_admin_error_code (const GError *error);

/* Serves commands for @site on a socket in its folder, each on a thread of its own. @done is called
 * on that thread after each one. */
typedef struct _SatAdminSocket SatAdminSocket;
typedef void (*SatAdminDone) (gpointer data);
SatAdminSocket *
sat_admin_socket_new (SatSite *site, SatAdminDone done, gpointer data, GError **error);
void sat_admin_socket_free (SatAdminSocket *self);
/* Asks the process that has the folder. Error: that of the command; G_IO_ERROR NOT_CONNECTED when
 * nobody listens. */
JsonNode *sat_admin_socket_ask (const char *folder, const SatAdminCall *call, GError **error);

/* sat-admin-records.c: structure is found by name, case aside. NOT_FOUND, EXISTS for several. */
gboolean
sat_admin_find (SatAdmin *admin, const char *type, const char *name, SatUuid *id, GError **error);
const char *sat_admin_text (const SatServerRecord *record, const char *field);
const SatUuid *sat_admin_reference (const SatServerRecord *record, const char *field);
/* The name of the record with this id; "" if there is none. */
char *sat_admin_name_of (GPtrArray *records, const SatUuid *id);
void sat_admin_set_uuid (JsonObject *object, const char *name, const SatUuid *id);
void sat_admin_set_time (JsonObject *object, const char *name, gint64 us);
JsonNode *sat_admin_take_object (JsonObject *object);
const char *sat_admin_get (JsonNode *result, const char *name);

JsonNode *sat_admin_init (SatAdmin *admin, GError **error);
JsonNode *sat_admin_user_add (SatAdmin *admin, GError **error);
JsonNode *sat_admin_user_set (SatAdmin *admin, GError **error);
JsonNode *sat_admin_user_list (SatAdmin *admin, GError **error);
JsonNode *sat_admin_user_disable (SatAdmin *admin, GError **error);
JsonNode *sat_admin_user_enable (SatAdmin *admin, GError **error);
JsonNode *sat_admin_user_password (SatAdmin *admin, GError **error);
JsonNode *sat_admin_team_add (SatAdmin *admin, GError **error);
JsonNode *sat_admin_team_remove (SatAdmin *admin, GError **error);
JsonNode *sat_admin_team_list (SatAdmin *admin, GError **error);
JsonNode *sat_admin_territory_add (SatAdmin *admin, GError **error);
JsonNode *sat_admin_territory_remove (SatAdmin *admin, GError **error);
JsonNode *sat_admin_territory_list (SatAdmin *admin, GError **error);
JsonNode *sat_admin_device_list (SatAdmin *admin, GError **error);
JsonNode *sat_admin_device_revoke (SatAdmin *admin, GError **error);
JsonNode *sat_admin_backup (SatAdmin *admin, GError **error);
JsonNode *sat_admin_restore (SatAdmin *admin, GError **error);
JsonNode *sat_admin_verify (SatAdmin *admin, GError **error);
JsonNode *sat_admin_erase (SatAdmin *admin, GError **error);

void sat_admin_print_user (JsonNode *result, FILE *out);
void sat_admin_print_users (JsonNode *result, FILE *out);
void sat_admin_print_unit (JsonNode *result, FILE *out);
void sat_admin_print_units (JsonNode *result, FILE *out);
void sat_admin_print_devices (JsonNode *result, FILE *out);
void sat_admin_print_device (JsonNode *result, FILE *out);
void sat_admin_print_file (JsonNode *result, FILE *out);
void sat_admin_print_verify (JsonNode *result, FILE *out);
void sat_admin_print_erased (JsonNode *result, FILE *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatAdminCall, sat_admin_call_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatAdminSocket, sat_admin_socket_free)

G_END_DECLS
