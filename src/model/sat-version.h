/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-hlc.h"

G_BEGIN_DECLS

/* Who wrote a field when: orders by time, then device. */
typedef struct {
  SatHlc hlc;
  guint32 device;
} SatVersion;

#define SAT_VERSION_NONE ((SatVersion){0, 0})

int sat_version_compare (const SatVersion *a, const SatVersion *b);

/* The versions of all fields of a record in one blob, big-endian so that the blob starts with the
 * base's time: base (8 byte HLC, 4 byte device), then for each field written since, by ascending
 * number: 2 byte number, 8 byte HLC, 4 byte device. The base is the version of the creation or of
 * the last undelete. Number 0 is the record's existence: its entry is the version of the delete. */
typedef struct _SatVersions SatVersions;

SatVersions *sat_versions_new (SatVersion base);
SatVersions *
sat_versions_decode (const guint8 *data, gsize length, GError **error); /* MODEL_ERROR_CORRUPT */
GBytes *sat_versions_encode (const SatVersions *self);
SatVersions *sat_versions_copy (const SatVersions *self);
void sat_versions_free (SatVersions *self);

SatVersion sat_versions_base (const SatVersions *self);
SatVersion sat_versions_get (const SatVersions *self,
                             guint16 field); /* the base when there is no entry */
void sat_versions_set (SatVersions *self, guint16 field, SatVersion version);
gsize sat_versions_n_entries (const SatVersions *self);
/* Entry @i by ascending *@field. */
SatVersion sat_versions_entry (const SatVersions *self, gsize i, guint16 *field);
/* The latest of base and entries. */
SatVersion sat_versions_latest (const SatVersions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatVersions, sat_versions_free)

G_END_DECLS
