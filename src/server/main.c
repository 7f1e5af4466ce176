/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <sys/stat.h>

#include "sat-admin.h"
#include "sat-serve.h"
#include "sat-server-log.h"

#define USUAL_ADDRESS "127.0.0.1:8443"

/* In units of 2^@shift bytes. */
static gboolean
read_size (SatAdminCall *call, const char *name, guint shift, gint64 *bytes)
{
  const char *text = sat_admin_call_get (call, name);
  guint64 number = 0;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, 1 << 20, &number, NULL)) {
    fprintf (stderr, "satchel-server: --%s: %s\n", name, _ ("not a number of that kind"));
    return FALSE;
  }
  *bytes = (gint64)(number << shift);
  return TRUE;
}

static int
serve (SatAdminCall *call)
{
  const char *folder = sat_admin_call_get (call, "data");
  const char *listen = sat_admin_call_get (call, "listen");
  SatHttpOptions options = {
      .listen = listen != NULL ? listen : USUAL_ADDRESS,
      .tls_cert = sat_admin_call_get (call, "tls-cert"),
      .tls_key = sat_admin_call_get (call, "tls-key"),
      .behind_proxy = sat_admin_call_has (call, "behind-proxy"),
      .name = sat_admin_call_get (call, "name"),
  };
  g_autoptr (GError) error = NULL;

  if (!read_size (call, "file-limit", 20, &options.file_bytes) ||
      !read_size (call, "file-quota", 30, &options.all_bytes))
    return SAT_ADMIN_USAGE;
  if (folder == NULL) {
    fprintf (stderr, "satchel-server: %s\n", _ ("--data is missing"));
    return SAT_ADMIN_USAGE;
  }
  sat_server_log_start ();
  if (sat_serve (folder, &options, &error))
    return SAT_ADMIN_DONE;
  sat_server_log ("error", "start", "message", error->message, NULL);
  return SAT_ADMIN_FAILED;
}

static gboolean
wants_json (char **argv)
{
  for (; *argv != NULL; argv++)
    if (g_str_equal (*argv, "--json"))
      return TRUE;
  return FALSE;
}

int
main (int argc, char **argv)
{
  g_autoptr (SatAdminCall) call = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, SAT_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("satchel-server");
  umask (0077);
  call = sat_admin_call_parse (argv + MIN (argc, 1), &error);
  if (call == NULL) {
    sat_admin_print_error (error, wants_json (argv), stdout, stderr);
    return SAT_ADMIN_USAGE;
  }
  if (sat_admin_call_has (call, "version"))
    printf ("satchel-server %s\n", SAT_VERSION);
  else if (sat_admin_call_has (call, "help"))
    sat_admin_print_help (sat_admin_call_command (call), stdout);
  else
    return sat_admin_call_command (call) != NULL ? (int)sat_admin_run (call, stdout, stderr)
                                                 : serve (call);
  return SAT_ADMIN_DONE;
}
