/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-history.h"
#include "sat-writer.h"

G_BEGIN_DECLS

typedef struct {
  gint64 record;
  char *field;  /* its name, as a custom one may be gone by then; NULL: the whole record */
  char *reason; /* translated */
} SatUndoKept;

typedef struct {
  gint64 change; /* the inverse change, 0 if nothing could be inverted */
  SatUuid uuid;
  guint64 restored; /* fields and records that are as they were before */
  GPtrArray *kept;  /* SatUndoKept: edited since, or others hang on it */
} SatUndoReport;

void sat_undo_report_free (SatUndoReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatUndoReport, sat_undo_report_free)

/* The last change that is neither an undo nor undone; NOTHING if there is none. */
SatUndoReport *sat_undo_last (SatStore *store, GError **error);
/* The last undo, unless a new change came after it. */
SatUndoReport *sat_redo_last (SatStore *store, GError **error);
/* Any change, e.g. an import, whatever came after it. CONFLICT if it is undone already. */
SatUndoReport *sat_undo_change (SatStore *store, gint64 change, GError **error);
/* What the next undo or redo would take back, NULL if nothing. sat_change_info_free(). */
SatChangeInfo *sat_undo_peek (SatReader *reader, gboolean redo, GError **error);

G_END_DECLS
