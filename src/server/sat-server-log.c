/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-server-log.h"

#include <stdarg.h>

#include "sat-json-writer.h"

static FILE *log_file;
static gboolean is_set;

void
sat_server_log_set_file (FILE *file)
{
  log_file = file;
  is_set = TRUE;
}

static void
write_time (SatJsonWriter *writer)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *text =
      g_strdup_printf ("%s.%03dZ", day, g_date_time_get_microsecond (now) / 1000);

  sat_json_writer_string (writer, "at", text);
}

/* One write, so that lines of several threads do not mix. */
static void
put_line (GString *line)
{
  FILE *file = is_set ? log_file : stderr;

  if (file == NULL)
    return;
  g_string_append_c (line, '\n');
  fwrite (line->str, 1, line->len, file);
  fflush (file);
}

void
sat_server_log (const char *level, const char *event, ...)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (line, SAT_JSON_COMPACT);
  const char *name;
  va_list pairs;

  g_return_if_fail (level != NULL && event != NULL);

  sat_json_writer_begin_object (writer, NULL);
  write_time (writer);
  sat_json_writer_string (writer, "level", level);
  sat_json_writer_string (writer, "event", event);
  va_start (pairs, event);
  while ((name = va_arg (pairs, const char *)) != NULL) {
    const char *text = va_arg (pairs, const char *);

    if (text != NULL)
      sat_json_writer_string (writer, name, text);
  }
  va_end (pairs);
  sat_json_writer_end_object (writer);
  sat_json_writer_finish (writer, NULL);
  put_line (line);
}

static GLogWriterOutput
library_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  const char *message = NULL, *domain = NULL;

  for (gsize i = 0; i < n_fields; i++) {
    if (g_str_equal (fields[i].key, "MESSAGE"))
      message = fields[i].value;
    else if (g_str_equal (fields[i].key, "GLIB_DOMAIN"))
      domain = fields[i].value;
  }
  if (g_log_writer_default_would_drop (level, domain))
    return G_LOG_WRITER_HANDLED;
  sat_server_log (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL) ? "error"
                  : level & G_LOG_LEVEL_WARNING                      ? "warning"
                                                                     : "info",
                  "library", "domain", domain, "message", message, NULL);
  return G_LOG_WRITER_HANDLED;
}

void
sat_server_log_start (void)
{
  g_log_set_writer_func (library_cb, NULL, NULL);
}
