/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What was counted since the start. Thread-safe. */
typedef struct _SatHttpMetrics SatHttpMetrics;

SatHttpMetrics *sat_http_metrics_new (void);
void sat_http_metrics_free (SatHttpMetrics *self);

/* A request was answered. @route: an index, the number of routes for "none". */
void sat_http_metrics_add (
    SatHttpMetrics *self, guint route, guint status, gint64 us, gsize received, gsize sent);
/* A password was compared, whether or not there is such a user. */
void sat_http_metrics_add_password (SatHttpMetrics *self, gboolean right);
/* Appends it in the text format of Prometheus. */
void sat_http_metrics_write (SatHttpMetrics *self, GString *out);
/* One value with its two lines of explanation. @kind: "gauge" or "counter". */
void sat_http_metrics_write_one (
    GString *out, const char *name, const char *kind, const char *about, gint64 value);

G_END_DECLS
