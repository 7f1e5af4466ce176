/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* A reader that shows the state at @us: its connection has temporary tables of the same names with
 * the values of that instant for
 * @type_name, so that queries, titles and loads work unchanged. References show what they led to
 * then or, if that did not exist yet, its first known state. An opportunity exists from the day
 * `opened` on, before its own first version too: open until its close date (in the stage it had if
 * that is an open one, else the pipeline's first open stage), and while open with the list price of
 * its products as amount if the amount came with the closing (definitions.md, Opened). For
 * opportunities quotas and exchange rates are those of then, too; a currency that had no rate yet
 * has its later ones. */
SatReader *sat_as_of_open (SatStore *store,
                           const char *type_name,
                           gint64 us,
                           GTimeZone *zone,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS
