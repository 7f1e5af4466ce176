/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-field.h"

G_BEGIN_DECLS

/**
 * SatTypeFlags:
 * @SAT_TYPE_ROOT: stands by itself; others may hang from it.
 * @SAT_TYPE_ORG: belongs to the whole organisation (users, stages, products ...).
 * @SAT_TYPE_CHILD: lives and goes with its parent.
 * @SAT_TYPE_SINGLETON: exactly one record.
 * @SAT_TYPE_PERSON: its title is a given and a family name, in the order of their language.
 * @SAT_TYPE_INTERNAL: not shown, yet in files and synced.
 */
typedef enum {
  SAT_TYPE_ROOT = 1 << 0,
  SAT_TYPE_ORG = 1 << 1,
  SAT_TYPE_CHILD = 1 << 2,
  SAT_TYPE_SINGLETON = 1 << 3,
  SAT_TYPE_PERSON = 1 << 4,
  SAT_TYPE_INTERNAL = 1 << 5,
} SatTypeFlags;

struct _SatType {
  guint16 number; /* permanent */
  const char *name;
  const char *label;  /* translatable, singular */
  const char *plural; /* translatable */
  guint flags;
  /* What names a record: field names separated by spaces; alternatives separated by '|', the first
   * that is not empty counts. */
  const char *title;
  guint8 rank; /* order in search results; 0: not searched */
  guint8 since;
  SatRole write; /* who may create and delete */

  /* set by the registry */
  const SatField *const *fields; /* in registry order, built-in ones first */
  guint n_fields;
  GHashTable *by_name;
  GHashTable *by_number;
};

const SatField *sat_type_field (const SatType *self, const char *name); /* NULL if unknown */
const SatField *sat_type_field_by_number (const SatType *self,
                                          guint16 number); /* NULL if unknown */
const SatField *sat_type_require (const SatType *self, const char *name, GError **error);
const char *sat_type_get_label (const SatType *self);
const char *sat_type_get_plural (const SatType *self);

G_END_DECLS
