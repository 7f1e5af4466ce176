/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-sim-trace.h"

#include "sat-page.h"
#include "sat-push-answer.h"

#include <string.h>

struct _SatSimTrace {
  FILE *file;
};

static void
print_bytes (SatSimTrace *self, GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  fwrite (data, 1, length, self->file);
}

static void
print_text (SatSimTrace *self, const char *text)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (json, SAT_JSON_COMPACT);

  sat_json_writer_string (writer, NULL, text);
  sat_json_writer_finish (writer, NULL);
  fputs (json->str, self->file);
}

static void
print_field (SatSimTrace *self, const SatField *field)
{
  fprintf (self->file, "{\"name\":\"%s\",\"kind\":\"%s\",\"group\":%u,\"write\":%d", field->name,
           sat_kind_name (field->kind), field->group, field->write);
  if (field->merge == SAT_MERGE_TEXT)
    fputs (",\"text\":true", self->file);
  if (field->flags & SAT_FIELD_UNIQUE)
    fputs (",\"unique\":true", self->file);
  if (field->flags & SAT_FIELD_PARENT)
    fputs (",\"parent\":true", self->file);
  if (field->flags & SAT_FIELD_REQUIRED)
    fputs (",\"required\":true", self->file);
  if (field->since > 1)
    fprintf (self->file, ",\"since\":%u", field->since);
  fputc ('}', self->file);
}

static void
print_type (SatSimTrace *self, const SatType *type)
{
  gboolean first = TRUE;

  fprintf (self->file, "{\"type\":\"%s\",\"org\":%s,\"child\":%s,\"write\":%d,\"fields\":[",
           type->name, type->flags & SAT_TYPE_ORG ? "true" : "false",
           type->flags & SAT_TYPE_CHILD ? "true" : "false", type->write);
  for (guint i = 0; i < type->n_fields; i++)
    if (sat_field_is_stored (type->fields[i])) {
      fputs (first ? "" : ",", self->file);
      print_field (self, type->fields[i]);
      first = FALSE;
    }
  fputs ("]}", self->file);
}

SatSimTrace *
sat_sim_trace_open (const char *path, SatRegistry *registry)
{
  SatSimTrace *self = g_new0 (SatSimTrace, 1);
  const SatType *const *types;
  guint n;

  self->file = fopen (path, "w");
  if (self->file == NULL)
    g_error ("%s cannot be written", path);
  types = sat_registry_types (registry, &n);
  fputs ("{\"registry\":[", self->file);
  for (guint i = 0; i < n; i++) {
    fputs (i > 0 ? "," : "", self->file);
    print_type (self, types[i]);
  }
  fputs ("]}\n", self->file);
  return self;
}

SatSimTrace *
sat_sim_trace_open_again (const char *path, const char *beginning)
{
  SatSimTrace *self = g_new0 (SatSimTrace, 1);

  self->file = fopen (path, "w");
  if (self->file == NULL)
    g_error ("%s cannot be written", path);
  fputs (beginning, self->file);
  return self;
}

void
sat_sim_trace_close (SatSimTrace *self)
{
  if (self == NULL)
    return;
  if (fclose (self->file) != 0)
    g_error ("the trace cannot be written");
  g_free (self);
}

void
sat_sim_trace_kept (SatSimTrace *self)
{
  if (self != NULL)
    fputs ("{\"kept\":true}\n", self->file);
}

void
sat_sim_trace_restored (SatSimTrace *self, SatServer *server)
{
  if (self != NULL)
    fprintf (self->file, "{\"restored\":true,\"head\":%" G_GINT64_FORMAT "}\n",
             sat_server_head (server));
}

void
sat_sim_trace_write (
    SatSimTrace *self, SatServer *server, gint64 now, const SatServerWrite *writes, guint n)
{
  if (self == NULL)
    return;
  fputs ("{\"write\":[", self->file);
  for (guint i = 0; i < n; i++) {
    g_autofree char *id = sat_uuid_to_string (&writes[i].id);
    g_autofree char *fields =
        writes[i].fields != NULL ? sat_wire_fields_to_string (writes[i].fields) : g_strdup ("{}");

    fprintf (self->file, "%s{\"op\":\"%s\",\"t\":\"%s\",\"id\":\"%s\",\"f\":%s}", i > 0 ? "," : "",
             sat_op_name (writes[i].op), writes[i].type, id, fields);
  }
  fprintf (self->file, "],\"now\":%" G_GINT64_FORMAT ",\"head\":%" G_GINT64_FORMAT "}\n", now,
           sat_server_head (server));
}

static void
print_caller (SatSimTrace *self, const SatCaller *caller)
{
  g_autofree char *user = sat_uuid_to_string (&caller->user);

  fprintf (self->file,
           ",\"by\":{\"user\":\"%s\",\"name\":\"%s\",\"role\":%d,\"device\":%u,"
           "\"schema\":%u}",
           user, caller->name, caller->role, caller->device, caller->schema);
}

/* A line that is no mutation stands as null. */
void
sat_sim_trace_push (
    SatSimTrace *self, const SatCaller *caller, gint64 now, const SatPush *sent, GBytes *answer)
{
  if (self == NULL)
    return;
  fputs ("{\"push\":[", self->file);
  for (guint i = 0; i < sent->lines->len; i++) {
    GBytes *line = g_ptr_array_index (sent->lines, i);
    gsize length;
    const char *text = g_bytes_get_data (line, &length);
    g_autoptr (SatMutation) mutation = sat_mutation_parse (text, length, NULL);

    fputs (i > 0 ? "," : "", self->file);
    if (mutation != NULL)
      print_bytes (self, line);
    else
      fputs ("null", self->file);
  }
  fprintf (self->file, "],\"first\":%" G_GINT64_FORMAT, sent->first);
  print_caller (self, caller);
  fprintf (self->file, ",\"now\":%" G_GINT64_FORMAT ",\"answer\":", now);
  print_bytes (self, answer);
  fputs ("}\n", self->file);
}

void
sat_sim_trace_pull (SatSimTrace *self, const SatCaller *caller)
{
  if (self == NULL)
    return;
  fputs ("{\"pull\":true", self->file);
  print_caller (self, caller);
  fputs ("}\n", self->file);
}

/* The lines of a page are JSON values. */
static void
print_page (SatSimTrace *self, const SatCaller *caller, GBytes *page)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (page, NULL), g_bytes_get_size (page));
  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);
  g_autofree char *joined = g_strjoinv (",", lines);

  fprintf (self->file, "{\"page\":[%s]", joined);
  print_caller (self, caller);
  fputs ("}\n", self->file);
}

void
sat_sim_trace_view (SatSimTrace *self, SatServer *server, const SatCaller *caller)
{
  g_auto (SatPullState) state = {0};
  gboolean more = self != NULL;

  while (more) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SatPageReader) reader = NULL;
    g_autoptr (GBytes) page = sat_server_pull (
        server, caller, "", state.cursor != NULL ? state.cursor : "",
        state.sv != NULL ? state.sv : "", state.bf != NULL ? state.bf : "", 1000, 0, &error);

    if (page == NULL)
      g_error ("a first pull fails: %s", error->message);
    print_page (self, caller, page);
    reader = sat_page_reader_new (page, &error);
    if (reader == NULL)
      g_error ("a first pull cannot be read: %s", error->message);
    more = sat_page_reader_head (reader)->more;
    sat_pull_state_clear (&state);
    state.cursor = g_strdup (sat_page_reader_head (reader)->upto.cursor);
    state.sv = g_strdup (sat_page_reader_head (reader)->upto.sv);
    state.bf = g_strdup (sat_page_reader_head (reader)->upto.bf);
  }
}

void
sat_sim_trace_laptop (SatSimTrace *self, guint number, const SatCaller *caller, const char *dump)
{
  g_auto (GStrv) lines = NULL;

  if (self == NULL)
    return;
  lines = g_strsplit (dump, "\n", -1);
  fprintf (self->file, "{\"laptop\":%u,\"rows\":[", number);
  for (guint i = 0; lines[i] != NULL; i++) {
    fputs (i > 0 ? "," : "", self->file);
    print_text (self, lines[i]);
  }
  fputs ("]", self->file);
  print_caller (self, caller);
  fputs ("}\n", self->file);
}
