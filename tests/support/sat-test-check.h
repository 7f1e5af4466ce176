/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* Looks whether all that a store keeps beside the rows agrees with them, and ends the test if not.
 */

/* SQLite's own quick check and foreign keys. */
void sat_test_check_file (SatReader *reader);

/* Each live record has its row and nobody else has one; its root is the one that its parents lead
 * to; look-ups of unique fields are those of the rows; lives and changes are in order; what is
 * undone is marked by its undo. */
void sat_test_check_store (SatReader *reader);

/* sat_verify() finds nothing wrong. */
void sat_test_check_verify (SatReader *reader);

/* Each write of a record left one entry in the outbox, which names the fields that it wrote: those
 * in history, and the whole of a group. @joined FALSE: there is no entry. */
void sat_test_check_outbox (SatReader *reader, gboolean joined);

G_END_DECLS
