/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-import.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Every problem of a file that was kept, each with its place and its reason. */
#define SAT_TYPE_IMPORT_PROBLEMS_WINDOW (sat_import_problems_window_get_type ())
G_DECLARE_FINAL_TYPE (
    SatImportProblemsWindow, sat_import_problems_window, SAT, IMPORT_PROBLEMS_WINDOW, AdwWindow)

/* @title: of the file. The problems are copied. */
GtkWidget *sat_import_problems_window_new (GtkWindow *parent,
                                           const char *title,
                                           const SatImportFileReport *file);

/* "Line 4, column “Amount”, value “a lot”". g_free(). */
char *sat_import_problem_describe_place (const SatImportProblem *problem);
/* The reason as a sentence; owned by the problem or static. */
const char *sat_import_problem_describe_reason (const SatImportProblem *problem);

G_END_DECLS
