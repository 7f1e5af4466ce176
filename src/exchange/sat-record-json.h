/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-json-writer.h"
#include "sat-reader.h"

G_BEGIN_DECLS

/* Records as flat JSON objects: "id", "type" and "title", then every field under its name.
 *   text, choice, currency, JSON, date, instant, decimal   a string in canonical form
 *   money                        a string with the digits of its currency
 *   integer, percent             a number
 *   boolean                      true or false
 *   reference                    {"id":"","title":""}; unresolved {"id":null,"title":"GTXPro"};
 *                                "title" is "" if the record is deleted or not in this file
 *   set                          an array of titles, sorted
 * An empty value is null, an empty set []. Built-in fields come in registry order and custom ones
 * after them by name, so that the same contents give the same bytes in every file. */
typedef struct _SatRecordJson SatRecordJson;

/**
 * SatRecordJsonFlags:
 * @SAT_RECORD_JSON_WHOLE: every field.
 * @SAT_RECORD_JSON_FILE: without what is counted from history, which no file can bring back.
 */
typedef enum {
  SAT_RECORD_JSON_WHOLE = 0,
  SAT_RECORD_JSON_FILE = 1 << 0,
} SatRecordJsonFlags;

SatRecordJson *sat_record_json_new (SatReader *reader, SatRecordJsonFlags flags);
void sat_record_json_free (SatRecordJson *self);

/* The members of an object that the caller has begun, so that more can follow. */
void sat_record_json_write_members (SatRecordJson *self, SatJsonWriter *writer, SatRecord *record);
/* A whole object, in an array or as member @name. */
void sat_record_json_write (SatRecordJson *self,
                            SatJsonWriter *writer,
                            const char *name,
                            SatRecord *record);
/* One value. @currency: the code for money. @title: of what a reference points to; NULL: looked
 * up. */
void sat_record_json_write_value (SatRecordJson *self,
                                  SatJsonWriter *writer,
                                  const char *name,
                                  const SatField *field,
                                  const SatValue *value,
                                  const char *currency,
                                  const char *title);

/* The fields of @type in the order of files. @flags as above. (transfer container) of
 * const SatField*. */
GPtrArray *sat_record_json_fields (const SatType *type, SatRecordJsonFlags flags);

/* A field as text, as CSV has it: canonical, references by title, sets separated by "; " (a JSON
 * array if a name has a separator). NULL if empty. g_free(). */
char *sat_record_text (SatReader *reader, SatRecord *record, const SatField *field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatRecordJson, sat_record_json_free)

G_END_DECLS
