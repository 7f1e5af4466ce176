/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sat-store.h"

G_BEGIN_DECLS

/* Plain types of the application; the classes declare themselves. */
typedef struct _SatBackground SatBackground;
typedef struct _SatDrafts SatDrafts;
typedef struct _SatSyncService SatSyncService;

G_END_DECLS
