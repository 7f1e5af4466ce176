/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-field.h"
#include "sat-import.h"

G_BEGIN_DECLS

/* Filling a report. Private to the import. */

SatImportReport *sat_import_report_new (void);
SatImportFileReport *sat_import_file_report_new (const char *path);

void sat_import_file_report_problem (SatImportFileReport *self,
                                     guint64 line,
                                     const char *column,
                                     const char *value,
                                     const char *reason);
void sat_import_file_report_unresolved (SatImportFileReport *self,
                                        const char *column,
                                        const SatField *field,
                                        const char *value);
void sat_import_file_report_answered (SatImportFileReport *self,
                                      const char *column,
                                      const SatField *field,
                                      const char *value);
/* @made: there was none of that name. */
void sat_import_file_report_stage (
    SatImportFileReport *self, const char *name, const char *kind, int probability, gboolean made);
/* Sorts what was counted. */
void sat_import_file_report_finish (SatImportFileReport *self);

G_END_DECLS
