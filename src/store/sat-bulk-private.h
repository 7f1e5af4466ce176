/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-bulk.h"

G_BEGIN_DECLS

/* Shared by sat-bulk.c (writes) and sat-bulk-preview.c (reads). */
struct _SatBulk {
  SatBulkKind kind;
  char *type_name;
  char *field; /* SET */
  SatValue value;
  char *text;         /* SET of money: instead of the value */
  char *tag, *folded; /* tags */
  GArray *ids;
  guint done, changed; /* atomic */
  gboolean cancelled;  /* atomic */
};

/* The set of tags of @type, NULL if it has none. */
const SatField *sat_bulk_tag_field (const SatType *type);

G_END_DECLS
