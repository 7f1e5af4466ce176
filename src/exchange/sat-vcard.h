/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One vCard of any version in memory: properties in the order of the file, each with its group and
 * parameters. Nothing is interpreted here; sat-vcard-reader.h fills it from a file,
 * sat-vcard-writer.h makes a file of it. */

/**
 * SatVcardError:
 * @SAT_VCARD_ERROR_BROKEN: the card has no end, or bytes that are no text.
 * @SAT_VCARD_ERROR_ENCODING: it is not known what the bytes of the card mean.
 */
typedef enum {
  SAT_VCARD_ERROR_BROKEN,
  SAT_VCARD_ERROR_ENCODING,
} SatVcardError;

#define SAT_VCARD_ERROR (sat_vcard_error_quark ())
GQuark sat_vcard_error_quark (void);

typedef enum {
  SAT_VCARD_2_1,
  SAT_VCARD_3_0,
  SAT_VCARD_4_0,
} SatVcardVersion;

/* A parameter with several values stands there several times. The bare words of 2.1 are named as
 * later versions name them: TEL;WORK is TYPE=WORK. */
typedef struct {
  const char *name; /* upper case */
  const char *value;
} SatVcardParam;

typedef struct {
  const char *group; /* "item1"; NULL: none */
  const char *name;  /* in the case of the file; compare with sat_vcard_is() */
  const char *value; /* UTF-8 with its escapes, unfolded, quoted-printable decoded */
  guint first_param, n_params;
  guint line; /* of the file */
} SatVcardProperty;

/* What is not quite right with a card that can be read all the same. */
typedef enum {
  SAT_VCARD_DOUBT_NO_PROPERTY, /* a line that is none; left out */
  SAT_VCARD_DOUBT_CUT,         /* the text ends within a character; that is left out */
} SatVcardDoubtKind;

typedef struct {
  SatVcardDoubtKind kind;
  guint line;
} SatVcardDoubt;

/* Fields are for reading. Texts are owned by the card and live until it is cleared. */
typedef struct {
  SatVcardVersion version;
  guint line;         /* of BEGIN */
  GArray *properties; /* SatVcardProperty, without BEGIN, VERSION and END */
  GArray *params;     /* SatVcardParam of all of them */
  GArray *doubts;     /* SatVcardDoubt */
  /* private */
  GStringChunk *strings;
  char *buffer;
  gsize room;
} SatVcard;

SatVcard *sat_vcard_new (void);
void sat_vcard_free (SatVcard *self);
/* Empties it for the next card; keeps its memory. */
void sat_vcard_clear (SatVcard *self);

/* Appends a property. @value has its escapes already. Texts are copied. */
void sat_vcard_add (SatVcard *self, const char *group, const char *name, const char *value);
/* A parameter of the last property. */
void sat_vcard_add_param (SatVcard *self, const char *name, const char *value);
/* Appends a copy of a property of @other. */
void sat_vcard_add_copy (SatVcard *self, const SatVcard *other, const SatVcardProperty *property);

const SatVcardProperty *sat_vcard_get (const SatVcard *self, guint index);
const SatVcardParam *sat_vcard_params (const SatVcard *self, const SatVcardProperty *property);
gboolean sat_vcard_is (const SatVcardProperty *property, const char *name);
/* The first value of a parameter, NULL if it is not there. */
const char *
sat_vcard_param (const SatVcard *self, const SatVcardProperty *property, const char *name);
gboolean
sat_vcard_has_type (const SatVcard *self, const SatVcardProperty *property, const char *type);

/* The text that @value stands for, without escapes; lines end in "\n". g_free(). */
char *sat_vcard_text (const char *value);
/* The reverse: backslash, comma, semicolon and line ends. g_free(). */
char *sat_vcard_escape (const char *text);
/* Parts of @value between separators that are not escaped, with their escapes. g_strfreev(). */
char **sat_vcard_split (const char *value, char separator);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatVcard, sat_vcard_free)

G_END_DECLS
