/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-writer.h"

G_BEGIN_DECLS

/* There is one workspace. That of an otherwise empty store makes room for one that a file brings,
 * so that a whole export can come back as it was; any other stays. Private to the import. */
typedef struct {
  gint64 workspace; /* the store's before the import; 0: none */
  gboolean alone;   /* it is all that the store had */
} SatImportRoom;

/* Looks before anything is written. */
gboolean sat_import_room_look (SatImportRoom *self, SatWriter *writer, GError **error);
/* Called for a workspace with the id @uuid. *@taken: the store's own stays in its place. */
gboolean sat_import_make_room (
    SatImportRoom *self, SatWriter *writer, const SatUuid *uuid, gboolean *taken, GError **error);

G_END_DECLS
