/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-import-model.h"

G_BEGIN_DECLS

struct _SatImportModel {
  GObject parent_instance;

  SatStore *store;
  SatImportMemory *memory;
  SatImportStep step;
  SatImportStep before; /* the step that a job began from */
  SatImportJob *job;    /* that runs or ran last; NULL */
  GPtrArray *files;     /* SatImportLook */
  guint replaced;       /* the file that a job looks at again; G_MAXUINT: none */

  SatImportJob *checked; /* the last check that ended well */
  char *checked_map;
  gboolean names_seen; /* the user has been asked about this check's names */
  gboolean had_stages; /* before the import */
  GPtrArray *questions;

  SatImportJob *imported; /* the last import */
  GArray *changes;        /* of all parts of it, oldest first */
  GError *error;
};

/* sat-import-questions.c: what there is to ask after a check. */
GPtrArray *sat_import_questions_new (const SatImportReport *report, SatImportMemory *memory);
/* Is there one that the user has to see? @had_stages: new stages stand beside others. */
gboolean sat_import_questions_are_open (GPtrArray *questions, gboolean had_stages);

G_END_DECLS
