/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-date.h"
#include "sat-uuid.h"
#include "sat-vcard.h"

G_BEGIN_DECLS

/* What a card says, in the terms of a contact. The card is in the form of sat-vcard-normal.h. */

#define SAT_CARD_NO_PREF 101

/* Phone, fax, mail, web or chat address. */
typedef struct {
  char *kind;  /* as in the registry */
  char *label; /* "work", "home", "mobile", or the user's own; NULL: none */
  char *value;
  int pref;         /* 1 first, SAT_CARD_NO_PREF: not said */
  gboolean primary; /* said by our own export */
} SatCardPoint;

typedef struct {
  char *label, *street, *city, *postal_code, *region, *country; /* NULL: empty */
  int pref;
  gboolean primary;
} SatCardAddress;

/* What a property is to a contact. */
typedef enum {
  SAT_CARD_REST,    /* nothing that a field is for */
  SAT_CARD_NAME,    /* N, FN */
  SAT_CARD_COMPANY, /* the first ORG */
  SAT_CARD_TITLE,   /* the first TITLE */
  SAT_CARD_BIRTHDAY,
  SAT_CARD_NOTE, /* every NOTE */
  SAT_CARD_TAGS, /* every CATEGORIES */
  SAT_CARD_UID,
  SAT_CARD_OWN, /* what only our own export says */
  SAT_CARD_POINT,
  SAT_CARD_ADDRESS,
  SAT_CARD_BESIDE, /* in the group of a point or address: its label */
} SatCardRole;

typedef struct {
  SatCardRole role;
  guint index; /* of the point or address */
} SatCardPlace;

typedef struct {
  char *first_name, *last_name; /* texts are NULL when empty */
  char *company, *department, *job_title, *notes;
  char *uid;     /* as the card says it */
  char *own_uid; /* the contact's own id as a URN, where @uid does not lead to it */
  SatDate birthday;
  gboolean has_birthday;
  GPtrArray *tags;      /* char* */
  GPtrArray *points;    /* SatCardPoint, in the order of the card */
  GPtrArray *addresses; /* SatCardAddress */
  GArray *places;       /* SatCardPlace of each property of the card */
} SatCardFacts;

/* Empty ones, to be filled from a record. */
SatCardFacts *sat_card_facts_new (void);
SatCardFacts *sat_card_facts_of (const SatVcard *card);
void sat_card_facts_free (SatCardFacts *self);

SatCardPoint *sat_card_facts_add_point (SatCardFacts *self);
SatCardAddress *sat_card_facts_add_address (SatCardFacts *self);

/* Whose card it is: "Ana Pérez", else the company, else the first phone or mail; "" if it says
 * nothing of that. g_free(). */
char *sat_card_facts_title (const SatCardFacts *self);
/* The one that a contact shows first: the one that is said to be, else the first of those that are
 * most preferred. @kind "phone", "mail". -1: there is none. */
int sat_card_facts_primary_point (const SatCardFacts *self, const char *kind);
int sat_card_facts_primary_address (const SatCardFacts *self);

gboolean sat_card_point_equal (const SatCardPoint *a, const SatCardPoint *b);
gboolean sat_card_address_equal (const SatCardAddress *a, const SatCardAddress *b);

/* Is the card a list of others rather than someone (KIND:group)? */
gboolean sat_card_is_group (const SatVcard *card);

/* sat-card-values.c: single values. */
/* "work" and the like from TYPE, or what X-ABLabel in the property's group says. g_free(), NULL:
 * none. */
char *sat_card_label (const SatVcard *card, const SatVcardProperty *property);
/* "cell" for "mobile"; NULL: it has no word of the standard. */
const char *sat_card_label_type (const char *label);
/* The id that a contact gets whose card has @uid: a UUID is taken as it is, anything else always
 * gives the same one. */
SatUuid sat_card_uuid_of (const char *uid);
gboolean sat_card_date (const SatVcard *card, const SatVcardProperty *property, SatDate *date);
/* The number to dial or the address, without its scheme. */
char *sat_card_point_value (const SatVcardProperty *property);
int sat_card_pref (const SatVcard *card, const SatVcardProperty *property);
/* Parts of the name as first and last name. Each NULL if empty; g_free(). */
void sat_card_split_n (const char *value, char **first, char **last);
void sat_card_split_fn (const char *text, char **first, char **last);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatCardFacts, sat_card_facts_free)

G_END_DECLS
