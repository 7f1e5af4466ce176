/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const SatOption sat_common_options[] = {
    {"db", "FILE", N_ ("the database; else $XDG_DATA_HOME/satchel/satchel.db")},
    {"json", NULL, N_ ("write results and errors as JSON")},
    {"currency", "CODE", N_ ("the currency of a database that this command makes")},
    {"help", NULL, N_ ("show what a command is for")},
    {"version", NULL, N_ ("show the version")},
    {NULL},
};

static const SatOption list_options[] = {
    {"filter", "FILTER",
     N_ ("only records that fit, such as \"owner.name = Ana and amount > 100\"")},
    {"sort", "FIELD[:desc]", N_ ("the order; several fields are separated by commas")},
    {"limit", "N", N_ ("at most so many")},
    {"as-of", "TIME", N_ ("as it was at that instant, or at the end of that day")},
    {"zone", "ZONE", N_ ("whose days are meant, such as Europe/Madrid; else TZ")},
    {"deleted", NULL, N_ ("deleted records, with the values they had")},
    {NULL},
};

static const SatOption import_options[] = {
    {"type", "TYPE", N_ ("what all the files have; else their headers tell")},
    {"map", "FILE", N_ ("a JSON file that says what columns, names and stages mean")},
    {"encoding", "NAME", N_ ("how the texts are encoded, such as windows-1252")},
    {"date-order", "ymd|mdy|dmy", N_ ("what dates such as 01/02/03 mean")},
    {"null", "WORD", N_ ("a word that stands for an empty cell")},
    {"dry-run", NULL, N_ ("say what would happen, and change nothing")},
    {NULL},
};

static const SatOption export_options[] = {
    {"type", "TYPE|all", N_ ("what to write")},
    {"filter", "FILTER", N_ ("only records that fit")},
    {"format", "csv|json|vcf",
     N_ ("how to write it; all types go into JSON only, vcf is for contacts")},
    {"vcard-version", "3.0|4.0", N_ ("which vCards; else 3.0, which nearly every program reads")},
    {"out", "FILE", N_ ("where to; else standard output")},
    {NULL},
};

static const SatOption search_options[] = {
    {"limit", "N", N_ ("at most so many; else 50")},
    {NULL},
};

static const SatOption pipeline_options[] = {
    {"by", "WHAT",
     N_ ("stage (the default), owner, manager, team, product, company, month or quarter")},
    {"kind", "open|won|lost|all", N_ ("which deals; else all")},
    {"as-of", "TIME", N_ ("as it was at that instant, or at the end of that day")},
    {"zone", "ZONE", N_ ("whose days are meant, such as Europe/Madrid; else TZ")},
    {NULL},
};

static const SatOption agenda_options[] = {
    {"from", "DATE", N_ ("the first day, such as 2026-03-01")},
    {"to", "DATE", N_ ("the last day")},
    {"user", "USER", N_ ("only what this person has to do; by name or id")},
    {"zone", "ZONE", N_ ("whose days are meant, such as Europe/Madrid; else TZ")},
    {NULL},
};

static const SatOption forecast_options[] = {
    {"period", "PERIOD", N_ ("a month (2017-12), quarter (2017-Q4) or year; else this quarter")},
    {"by", "user|team|territory", N_ ("whose lines; else those of users under their managers")},
    {"rollup", "cumulative|single", N_ ("each category with the surer ones, or alone")},
    {"measure", "amount|weighted|count", N_ ("what is added up; else amounts")},
    {"filter", "FILTER", N_ ("only deals that fit")},
    {"as-of", "TIME", N_ ("as it was at that instant, or at the end of that day")},
    {"zone", "ZONE", N_ ("whose days are meant, such as Europe/Madrid; else TZ")},
    {"explain", "KEY/COLUMN",
     N_ ("how one figure came about; KEY is a line's name or id, or “total”")},
    {NULL},
};

static const SatOption demo_options[] = {
    {"contacts", "N", N_ ("how many contacts")},
    {"deals", "N", N_ ("how many opportunities")},
    {"activities", "N", N_ ("how many activities")},
    {"seed", "N", N_ ("another number makes another company")},
    {"for-server", NULL, N_ ("a sample that may join a server, to try one")},
    {NULL},
};

static const SatOption login_options[] = {
    {"user", "NAME", N_ ("who signs in")},
    {"password-file", "FILE", N_ ("a file whose first line is the password")},
    {NULL},
};

static const SatOption sync_options[] = {
    {"compare", NULL, N_ ("also look whether all is here as the server says, whatever the time")},
    {NULL},
};

static const SatOption conflicts_options[] = {
    {"all", NULL, N_ ("also those that are settled")},
    {NULL},
};

static const SatOption resolve_options[] = {
    {"value", "V", N_ ("neither of both, but this")},
    {NULL},
};

static const SatOption attach_options[] = {
    {"note", "TEXT", N_ ("a word about the file")},
    {NULL},
};

static const SatOption attachment_options[] = {
    {"output", "FILE", N_ ("where to")},
    {NULL},
};

static const SatOption merge_options[] = {
    {"take", "FIELD,...", N_ ("fields whose value comes from OTHER")},
    {NULL},
};

const SatCommand sat_commands[] = {
    {"types", "", N_ ("List the record types and their fields."), NULL, 0, 0,
     SAT_COMMAND_FILE_IF_THERE, sat_command_types},
    {"list", "TYPE", N_ ("List records of a type."), list_options, 1, 1, SAT_COMMAND_FILE_READ,
     sat_command_list},
    {"get", "ID", N_ ("Show a record and what belongs to it."), NULL, 1, 1, SAT_COMMAND_FILE_READ,
     sat_command_get},
    {"new", "TYPE FIELD=VALUE...", N_ ("Make a record."), NULL, 1, G_MAXUINT,
     SAT_COMMAND_FILE_CREATE, sat_command_new},
    {"set", "ID FIELD=VALUE...", N_ ("Change a record; FIELD= clears a field."), NULL, 2, G_MAXUINT,
     SAT_COMMAND_FILE_WRITE, sat_command_set},
    {"delete", "ID", N_ ("Delete a record."), NULL, 1, 1, SAT_COMMAND_FILE_WRITE,
     sat_command_delete},
    {"undelete", "ID", N_ ("Bring a deleted record back."), NULL, 1, 1, SAT_COMMAND_FILE_WRITE,
     sat_command_undelete},
    {"merge", "TYPE KEEP OTHER", N_ ("Make two records one."), merge_options, 3, 3,
     SAT_COMMAND_FILE_WRITE, sat_command_merge},
    {"unmerge", "TYPE ID", N_ ("Let a record that was merged stand by itself again."), NULL, 2, 2,
     SAT_COMMAND_FILE_WRITE, sat_command_unmerge},
    {"duplicates", "", N_ ("List records that look the same."), NULL, 0, 0, SAT_COMMAND_FILE_READ,
     sat_command_duplicates},
    {"history", "ID", N_ ("Show every value that the fields of a record had."), NULL, 1, 1,
     SAT_COMMAND_FILE_READ, sat_command_history},
    {"undo", "", N_ ("Take the last change back."), NULL, 0, 0, SAT_COMMAND_FILE_WRITE,
     sat_command_undo},
    {"redo", "", N_ ("Take the last undo back."), NULL, 0, 0, SAT_COMMAND_FILE_WRITE,
     sat_command_redo},
    {"undo-import", "ID", N_ ("Take a whole import back."), NULL, 1, 1, SAT_COMMAND_FILE_WRITE,
     sat_command_undo_import},
    {"search", "TEXT", N_ ("Find records by their words, the best first."), search_options, 1,
     G_MAXUINT, SAT_COMMAND_FILE_READ, sat_command_search},
    {"import", "FILE...", N_ ("Bring files in."), import_options, 1, G_MAXUINT,
     SAT_COMMAND_FILE_NONE, sat_command_import},
    {"export", "--type TYPE|all --format csv|json|vcf", N_ ("Write records to a file."),
     export_options, 0, 0, SAT_COMMAND_FILE_READ, sat_command_export},
    {"pipeline", "", N_ ("Sum up the deals, by stage or otherwise."), pipeline_options, 0, 0,
     SAT_COMMAND_FILE_READ, sat_command_pipeline},
    {"agenda", "--from DATE --to DATE", N_ ("List what is on the calendar, by time."),
     agenda_options, 0, 0, SAT_COMMAND_FILE_READ, sat_command_agenda},
    {"forecast", "", N_ ("Show what a period will bring, against quota."), forecast_options, 0, 0,
     SAT_COMMAND_FILE_READ, sat_command_forecast},
    {"attach", "TYPE ID FILE", N_ ("Add a file to a record."), attach_options, 3, 3,
     SAT_COMMAND_FILE_WRITE, sat_command_attach},
    {"attachments", "TYPE ID", N_ ("List the files of a record."), NULL, 2, 2,
     SAT_COMMAND_FILE_READ, sat_command_attachments},
    {"attachment", "ID --output FILE", N_ ("Copy a file of a record out."), attachment_options, 1,
     1, SAT_COMMAND_FILE_WRITE, sat_command_attachment},
    {"login", "URL --user NAME --password-file FILE",
     N_ ("Sign in to a server; the file joins it."), login_options, 1, 1, SAT_COMMAND_FILE_NONE,
     sat_command_login},
    {"sync", "", N_ ("Send what was changed here, receive what others changed."), sync_options, 0,
     0, SAT_COMMAND_FILE_WRITE, sat_command_sync},
    {"status", "", N_ ("Show how the file stands to its server."), NULL, 0, 0,
     SAT_COMMAND_FILE_IF_THERE, sat_command_status},
    {"conflicts", "", N_ ("List where two people edited the same."), conflicts_options, 0, 0,
     SAT_COMMAND_FILE_READ, sat_command_conflicts},
    {"resolve", "ID keep|other|--value V", N_ ("Settle a conflict."), resolve_options, 1, 2,
     SAT_COMMAND_FILE_WRITE, sat_command_resolve},
    {"rejected", "[retry|discard U]", N_ ("List what the server refused, or decide about it."),
     NULL, 0, 2, SAT_COMMAND_FILE_WRITE, sat_command_rejected},
    {"proposals", "[accept|decline U]",
     N_ ("List edits of people who may no longer make them, or decide about one."), NULL, 0, 2,
     SAT_COMMAND_FILE_WRITE, sat_command_proposals},
    {"queue", "[discard U]", N_ ("List what is still to be sent, or take it back."), NULL, 0, 2,
     SAT_COMMAND_FILE_WRITE, sat_command_queue},
    {"verify", "", N_ ("Look whether the database is sound."), NULL, 0, 0, SAT_COMMAND_FILE_READ,
     sat_command_verify},
    {"backup", "FILE", N_ ("Copy the database into a file."), NULL, 1, 1, SAT_COMMAND_FILE_READ,
     sat_command_backup},
    {"restore", "FILE", N_ ("Replace the database by a backup."), NULL, 1, 1, SAT_COMMAND_FILE_NONE,
     sat_command_restore},
    {"demo", "", N_ ("Fill an empty database with a sample company."), demo_options, 0, 0,
     SAT_COMMAND_FILE_CREATE, sat_command_demo},
    {NULL},
};

const SatCommand *
sat_command_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (const SatCommand *command = sat_commands; command->name != NULL; command++)
    if (strcmp (command->name, name) == 0)
      return command;
  return NULL;
}
