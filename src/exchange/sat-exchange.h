/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The exchange layer: files in and out. Bytes of an unknown file become UTF-8 text
 * (sat-text-encoding.h), text becomes rows and back (sat-csv-reader.h, sat-csv-writer.h), a column
 * of texts gets one way of reading its dates and numbers (sat-column-format.h), and a header row is
 * matched to the fields of a record type (sat-header-match.h). A vCard becomes properties and back
 * (sat-vcard-reader.h, sat-vcard-writer.h), and those what they say about a contact
 * (sat-card-facts.h, sat-card-build.h). These know nothing about the store;
 * what plans and runs an import stands on top of them. */

#pragma once

#include "sat-column-format.h"
#include "sat-csv-dialect.h"
#include "sat-csv-reader.h"
#include "sat-csv-writer.h"
#include "sat-header-match.h"
#include "sat-text-encoding.h"
#include "sat-vcard-reader.h"
#include "sat-vcard-writer.h"
