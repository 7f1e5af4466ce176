/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-http-private.h"

/* Upper bounds in microseconds. */
static const gint64 bounds[] = {1000,   2500,   5000,   10000,   25000,   50000,
                                100000, 250000, 500000, 1000000, 2500000, 10000000};
#define N_BOUNDS G_N_ELEMENTS (bounds)

typedef struct {
  guint64 by_class[6]; /* of status, 1xx to 5xx */
  guint64 below[N_BOUNDS];
  guint64 n, us, received, sent;
} Route;

struct _SatHttpMetrics {
  GMutex lock;
  Route *routes; /* one more than there are: none */
  guint64 right, wrong;
};

SatHttpMetrics *
sat_http_metrics_new (void)
{
  SatHttpMetrics *self = g_new0 (SatHttpMetrics, 1);

  g_mutex_init (&self->lock);
  self->routes = g_new0 (Route, sat_http_n_routes + 1);
  return self;
}

void
sat_http_metrics_free (SatHttpMetrics *self)
{
  if (self == NULL)
    return;
  g_mutex_clear (&self->lock);
  g_free (self->routes);
  g_free (self);
}

void
sat_http_metrics_add (
    SatHttpMetrics *self, guint route, guint status, gint64 us, gsize received, gsize sent)
{
  Route *to;

  g_return_if_fail (self != NULL && route <= sat_http_n_routes);

  g_mutex_lock (&self->lock);
  to = &self->routes[route];
  to->by_class[MIN (status / 100, 5)]++;
  to->n++;
  to->us += (guint64)us;
  to->received += received;
  to->sent += sent;
  for (guint i = 0; i < N_BOUNDS; i++)
    to->below[i] += us <= bounds[i];
  g_mutex_unlock (&self->lock);
}

void
sat_http_metrics_add_password (SatHttpMetrics *self, gboolean right)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  if (right)
    self->right++;
  else
    self->wrong++;
  g_mutex_unlock (&self->lock);
}

static void
write_head (GString *out, const char *name, const char *kind, const char *about)
{
  g_string_append_printf (out, "# HELP %s %s\n# TYPE %s %s\n", name, about, name, kind);
}

void
sat_http_metrics_write_one (
    GString *out, const char *name, const char *kind, const char *about, gint64 value)
{
  g_return_if_fail (out != NULL && name != NULL && kind != NULL && about != NULL);

  write_head (out, name, kind, about);
  g_string_append_printf (out, "%s %" G_GINT64_FORMAT "\n", name, value);
}

static char *
labels_of (guint route)
{
  return route < sat_http_n_routes
             ? g_strdup_printf ("method=\"%s\",path=\"%s\"", sat_http_routes[route].method,
                                sat_http_routes[route].path)
             : g_strdup ("method=\"\",path=\"\"");
}

static void
write_requests (SatHttpMetrics *self, GString *out)
{
  write_head (out, "satchel_requests_total", "counter", "Requests answered.");
  for (guint i = 0; i <= sat_http_n_routes; i++) {
    g_autofree char *labels = labels_of (i);

    for (guint class = 1; class <= 5; class ++)
      if (self->routes[i].by_class[class] > 0)
        g_string_append_printf (
            out, "satchel_requests_total{%s,status=\"%uxx\"} %" G_GUINT64_FORMAT "\n", labels,
            class, self->routes[i].by_class[class]);
  }
}

static void
write_seconds (SatHttpMetrics *self, GString *out)
{
  const char *name = "satchel_request_seconds";
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  write_head (out, name, "histogram", "From the headers to the answer.");
  for (guint i = 0; i <= sat_http_n_routes; i++) {
    const Route *route = &self->routes[i];
    g_autofree char *labels = labels_of (i);

    if (route->n == 0)
      continue;
    for (guint j = 0; j < N_BOUNDS; j++)
      g_string_append_printf (
          out, "%s_bucket{%s,le=\"%s\"} %" G_GUINT64_FORMAT "\n", name, labels,
          g_ascii_formatd (number, sizeof number, "%g", (double)bounds[j] / G_USEC_PER_SEC),
          route->below[j]);
    g_string_append_printf (out, "%s_bucket{%s,le=\"+Inf\"} %" G_GUINT64_FORMAT "\n", name, labels,
                            route->n);
    g_string_append_printf (
        out, "%s_sum{%s} %s\n%s_count{%s} %" G_GUINT64_FORMAT "\n", name, labels,
        g_ascii_dtostr (number, sizeof number, (double)route->us / G_USEC_PER_SEC), name, labels,
        route->n);
  }
}

static void
write_bytes (SatHttpMetrics *self, GString *out)
{
  guint64 received = 0, sent = 0;

  for (guint i = 0; i <= sat_http_n_routes; i++) {
    received += self->routes[i].received;
    sent += self->routes[i].sent;
  }
  sat_http_metrics_write_one (out, "satchel_received_bytes_total", "counter",
                              "Bytes of bodies received.", (gint64)received);
  sat_http_metrics_write_one (out, "satchel_sent_bytes_total", "counter", "Bytes of bodies sent.",
                              (gint64)sent);
}

void
sat_http_metrics_write (SatHttpMetrics *self, GString *out)
{
  g_return_if_fail (self != NULL && out != NULL);

  g_mutex_lock (&self->lock);
  write_requests (self, out);
  write_seconds (self, out);
  write_bytes (self, out);
  write_head (out, "satchel_passwords_total", "counter", "Passwords compared.");
  g_string_append_printf (out,
                          "satchel_passwords_total{result=\"right\"} %" G_GUINT64_FORMAT "\n"
                          "satchel_passwords_total{result=\"wrong\"} %" G_GUINT64_FORMAT "\n",
                          self->right, self->wrong);
  g_mutex_unlock (&self->lock);
}
