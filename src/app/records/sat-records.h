/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is drawn from the registry, for any type: SatRecordTable (columns, sorting, selection),
 * SatFilterBar (words and chips), SatRecordView (both, as a view of the window), SatFieldEditor and
 * what stands on it (SatFieldRow in the details, SatRecordForm for a new record), SatDetailsPane
 * with its lists and timeline. A field that is added to the registry appears in all of them. */

#pragma once

#include "sat-record-table.h"
#include "sat-record-view.h"
