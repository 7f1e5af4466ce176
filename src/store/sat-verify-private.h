/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-verify.h"

G_BEGIN_DECLS

/* What the checks share. Private to the check of the file. */
typedef struct {
  SatReader *reader;
  SatConnection *connection;
  SatRegistry *registry;
  GCancellable *cancellable;
  guint64 looked;    /* at so many, for the check that runs */
  GString *problems; /* sentences */
} SatVerify;

/* One kind of fault, while it is counted. @what: a translated phrase such as "records without a
 * row". */
typedef struct {
  const char *what;
  guint64 n;
  GString *first; /* where the first few are */
} SatFault;

void sat_fault_add (SatFault *self, gint64 where);
void sat_fault_add_text (SatFault *self, const char *where);
/* Adds what was counted to the problems of the check, and clears @fault. */
void sat_verify_report (SatVerify *self, SatFault *fault);
/* Each row of @sql is a fault; its first column, text or number, says where. */
gboolean sat_verify_ask (SatVerify *self, const char *what, const char *sql, GError **error);
/* The same with a text made by printf. */
gboolean
sat_verify_ask_printf (SatVerify *self, const char *what, GError **error, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
/* Counts what @sql counts as looked at. */
gboolean sat_verify_look (SatVerify *self, const char *sql, GError **error);
/* FALSE with the error if it was cancelled. */
gboolean sat_verify_go_on (SatVerify *self, GError **error);

/* FALSE only if nothing can be said: an error of the database. */
typedef gboolean (*SatVerifyFunc) (SatVerify *self, GError **error);

gboolean sat_verify_records (SatVerify *self, GError **error);
gboolean sat_verify_roots (SatVerify *self, GError **error);
gboolean sat_verify_primary_references (SatVerify *self, GError **error);
gboolean sat_verify_lookup (SatVerify *self, GError **error);
gboolean sat_verify_versions (SatVerify *self, GError **error);
gboolean sat_verify_history (SatVerify *self, GError **error);
gboolean sat_verify_changes (SatVerify *self, GError **error);
gboolean sat_verify_outbox (SatVerify *self, GError **error);
gboolean sat_verify_search (SatVerify *self, GError **error);
gboolean sat_verify_files (SatVerify *self, GError **error);

G_END_DECLS
