/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-value.h"

G_BEGIN_DECLS

typedef struct _SatField SatField;
typedef struct _SatType SatType;

/**
 * SatModelError:
 * @SAT_MODEL_ERROR_INVALID: the text or value does not fit the field; the message says why.
 * @SAT_MODEL_ERROR_REQUIRED: a required field is empty.
 * @SAT_MODEL_ERROR_UNKNOWN: no such type or field.
 * @SAT_MODEL_ERROR_READ_ONLY: the field is computed.
 * @SAT_MODEL_ERROR_CORRUPT: stored bytes that cannot be read.
 */
typedef enum {
  SAT_MODEL_ERROR_INVALID,
  SAT_MODEL_ERROR_REQUIRED,
  SAT_MODEL_ERROR_UNKNOWN,
  SAT_MODEL_ERROR_READ_ONLY,
  SAT_MODEL_ERROR_CORRUPT,
} SatModelError;

#define SAT_MODEL_ERROR (sat_model_error_quark ())
GQuark sat_model_error_quark (void);

typedef enum {
  SAT_KIND_TEXT,
  SAT_KIND_LONG_TEXT,
  SAT_KIND_INTEGER,
  SAT_KIND_DECIMAL,
  SAT_KIND_PERCENT,
  SAT_KIND_BOOLEAN,
  SAT_KIND_MONEY,
  SAT_KIND_CURRENCY,
  SAT_KIND_DATE,
  SAT_KIND_INSTANT,
  SAT_KIND_CHOICE,
  SAT_KIND_REFERENCE,
  SAT_KIND_JSON,
  SAT_KIND_SET, /* the titles of child records, sorted; never stored in the row */
} SatKind;

/**
 * SatFieldFlags:
 * @SAT_FIELD_REQUIRED: may not be empty.
 * @SAT_FIELD_SEARCHED: its words are in the search index.
 * @SAT_FIELD_UNIQUE: two records should not share it; kept folded in `lookup`.
 * @SAT_FIELD_INDEXED: sorting and filtering by it is instant. Every stored reference is indexed
 * anyway.
 * @SAT_FIELD_LISTED: a column that lists show unless the user chose others.
 * @SAT_FIELD_PARENT: a reference up; the first one set, in registry order, leads to the root.
 * @SAT_FIELD_COMPUTED: from other records or history; never written.
 * @SAT_FIELD_INTERNAL: not in forms and columns (primary references), yet in files.
 * @SAT_FIELD_CUSTOM: added by a user.
 */
typedef enum {
  SAT_FIELD_REQUIRED = 1 << 0,
  SAT_FIELD_SEARCHED = 1 << 1,
  SAT_FIELD_UNIQUE = 1 << 2,
  SAT_FIELD_INDEXED = 1 << 3,
  SAT_FIELD_LISTED = 1 << 4,
  SAT_FIELD_PARENT = 1 << 5,
  SAT_FIELD_COMPUTED = 1 << 6,
  SAT_FIELD_INTERNAL = 1 << 7,
  SAT_FIELD_CUSTOM = 1 << 8,
} SatFieldFlags;

/* How concurrent edits of a field meet (docs: merge rule). Text merges line by line. */
typedef enum {
  SAT_MERGE_SCALAR,
  SAT_MERGE_TEXT,
  SAT_MERGE_DERIVED,
} SatMerge;

/* Who may write a field; everyone who sees a record may read all of it unless @read says less. A
 * reader writes nothing, and reads what a rep reads. */
typedef enum {
  SAT_ROLE_READER = -1,
  SAT_ROLE_REP = 0,
  SAT_ROLE_MANAGER,
  SAT_ROLE_ADMIN,
} SatRole;

typedef struct {
  const char *name;  /* stored and exchanged */
  const char *label; /* translatable; its context, if any, is the type's or the field's name */
} SatChoice;

/* What a number of a field may be, as it is stored. */
typedef struct {
  gint64 least, most;
} SatLimits;

/* One line of the registry. Only number, name, kind and label are always given. */
struct _SatField {
  guint16 number; /* permanent within its type; 0 is existence, custom fields start at 1000 */
  const char *name;
  SatKind kind;
  const char *label; /* translatable with gettext; a custom field's is the user's own text */
  guint flags;
  const char *target;       /* reference: type names separated by '|'; set: the child type */
  const SatChoice *choices; /* choice: ends with a NULL name */
  const SatLimits *limits;  /* numbers; NULL: what the kind allows */
  const char *currency;     /* money: name of the currency field here, or "field.currency" through a
                               reference; NULL: the workspace's */
  const char *through; /* shows field @via of the record that reference field @through points to */
  const char *via;
  guint8 group; /* fields of one type with the same number > 0 share one version and are written
                   together */
  guint8 since; /* schema version that brought it; 0 means 1 */
  SatMerge merge;
  SatRole read, write;
  const char *standard; /* default for new records, canonical text */

  /* set by the registry */
  const SatType *type;
  guint index; /* position among the type's fields */
};

#define SAT_FIELD_FIRST_CUSTOM 1000

/* Has a column of its own in the type's table. */
gboolean sat_field_is_stored (const SatField *self);
/* May be given a value by a user or a file: stored, or shown through a child, or a set. */
gboolean sat_field_is_writable (const SatField *self);
/* The label in the user's language. */
const char *sat_field_get_label (const SatField *self);
const char *sat_field_choice_label (const SatField *self,
                                    const char *name); /* @name itself if unknown */
gboolean sat_field_targets (const SatField *self, const char *type_name);
const char *sat_kind_name (SatKind kind); /* "text", "money", ... as in `satchelctl types` */
gboolean sat_kind_parse (const char *name, SatKind *kind);

/* Reads canonical text (cli.md: Values) of any kind but references and sets. @currency: for money,
 * its code. Empty text gives null. Choices are taken by name or, in any case, by translated label.
 */
gboolean sat_field_parse (
    const SatField *self, const char *text, const char *currency, SatValue *out, GError **error);
/* The canonical text, NULL for a null value. References give their unresolved text or NULL.
 * g_free(). */
char *sat_field_to_string (const SatField *self, const SatValue *value, const char *currency);
/* Kind, range, choice, currency code; REQUIRED is the writer's to check. */
gboolean sat_field_validate (const SatField *self, const SatValue *value, GError **error);

G_END_DECLS
