/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-card-record.h"
#include "sat-import-json.h"
#include "sat-import-run.h"

G_BEGIN_DECLS

/* A file of vCards on its way into contacts. Private to the import. */
typedef struct {
  SatImportFileReport *report; /* not owned */
  gpointer text;               /* what holds the bytes: SatText or GMappedFile */
  GDestroyNotify free_text;
  gpointer reader;   /* SatVcardReader */
  GHashTable *names; /* folded name -> how many cards without an id */
  GHashTable *mails; /* folded mail -> folded name of its card; "": several people share it */
  GHashTable *taken; /* gint64 ids of the contacts that cards of this file are about */
  guint64 cards;
  gboolean readable;
} SatImportVcard;

/* Does the name or the beginning of the file say that it has vCards? */
gboolean sat_import_vcard_is (const char *path);

/* Looks at the whole file before anything is written. A file that cannot be read has a NULL type in
 * its report, which says why. */
SatImportVcard *sat_import_vcard_new (const char *path,
                                      const SatImportOptions *options,
                                      SatImportFileReport *report);
void sat_import_vcard_free (SatImportVcard *self);

/* Writes the cards and fills the report; a broken card is rejected by itself. FALSE: the store
 * failed, or @tick said so. */
gboolean sat_import_vcard_write (
    SatImportVcard *self, SatImportRun *run, SatImportJsonTick tick, gpointer data, GError **error);

/* One card on its way. */
typedef struct {
  SatImportVcard *file;
  SatImportRun *run;
  const SatVcard *card; /* normalised */
  const SatCardFacts *facts;
  gint64 id; /* 0: new */
  SatUuid uuid;
  char *source, *key;
  SatCardRecord *before; /* of an existing contact */
} SatImportCard;

/* sat-import-card-match.c: who a card is. */
gboolean sat_import_card_match (SatImportCard *self, GError **error);
/* What tells cards without an id apart. g_free(). */
char *sat_import_card_mail (const SatCardFacts *facts);
char *sat_import_card_name (const SatCardFacts *facts);
/* sat-import-card.c: writes one. */
gboolean sat_import_card_write (SatImportCard *self, SatImportRowStatus *status, GError **error);
/* sat-import-card-points.c: phones, mails and addresses. *@primaries (SatWriteField) are what the
 * contact's row must say. @id: the contact, or its stub. */
gboolean sat_import_card_points (SatImportCard *self, gint64 id, GArray *primaries, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatImportVcard, sat_import_vcard_free)

G_END_DECLS
