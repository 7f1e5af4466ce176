/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the server is. */

#include "config.h"

#include "sat-http-private.h"

#include <unistd.h>

#include "sat-server-blobs.h"

gboolean
sat_http_health (SatHttpRequest *request, GError **error)
{
  SatSite *site = request->server->site;
  g_autoptr (GPtrArray) teams = sat_server_records (site->server, "team", error);
  g_autofree char *orders = teams != NULL ? sat_accounts_orders (site->accounts, 0, error) : NULL;

  return orders != NULL && sat_http_request_answer_json (request, g_string_new ("{\"ok\":true}"));
}

static gint64
resident_bytes (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  words = g_strsplit (text, " ", 3);
  return g_strv_length (words) > 1 ? g_ascii_strtoll (words[1], NULL, 10) * sysconf (_SC_PAGESIZE)
                                   : 0;
}

static void
write_devices (SatAccounts *accounts, GString *out)
{
  g_autoptr (GPtrArray) devices = sat_accounts_devices (accounts, NULL);
  guint n[3] = {0, 0, 0};

  for (guint i = 0; devices != NULL && i < devices->len; i++)
    n[((SatDevice *)devices->pdata[i])->state]++;
  g_string_append (out, "# HELP satchel_devices Devices by state.\n# TYPE satchel_devices gauge\n");
  for (guint i = 0; i < G_N_ELEMENTS (n); i++)
    g_string_append_printf (out, "satchel_devices{state=\"%s\"} %u\n",
                            sat_device_state_name ((SatDeviceState)i), n[i]);
}

gboolean
sat_http_metrics (SatHttpRequest *request, GError **error)
{
  SatHttpServer *server = request->server;
  GString *out = g_string_new (NULL);
  gint64 n_blobs, blob_bytes, same, other;

  sat_http_metrics_write (server->metrics, out);
  sat_blobs_figures (sat_server_get_blobs (server->site->server), &n_blobs, &blob_bytes);
  sat_http_metrics_write_one (out, "satchel_blobs", "gauge", "Files of attachments.", n_blobs);
  sat_http_metrics_write_one (out, "satchel_blob_bytes", "gauge", "Bytes of them.", blob_bytes);
  sat_server_digest_figures (server->site->server, &same, &other);
  sat_http_metrics_write_one (out, "satchel_digests_same_total", "counter",
                              "Devices that held what they should when they compared.", same);
  sat_http_metrics_write_one (out, "satchel_digests_different_total", "counter",
                              "Devices that held something else, and got it anew.", other);
  sat_http_metrics_write_one (out, "satchel_head", "gauge", "Number of the last commit.",
                              sat_server_head (server->site->server));
  sat_http_metrics_write_one (out, "satchel_connections", "gauge", "Open connections.",
                              sat_http_listener_n_connections (server->listener));
  sat_http_metrics_write_one (out, "satchel_waiting", "gauge", "Parked long polls.",
                              sat_http_waiters_n (server->waiters));
  sat_http_metrics_write_one (out, "satchel_queue", "gauge", "Requests that wait for a thread.",
                              g_thread_pool_unprocessed (server->workers));
  sat_http_metrics_write_one (out, "satchel_resident_bytes", "gauge", "Memory in use.",
                              resident_bytes ());
  write_devices (server->site->accounts, out);
  sat_http_request_answer_json (request, out);
  request->type = "text/plain; version=0.0.4";
  return TRUE;
}
