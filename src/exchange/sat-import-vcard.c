/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-vcard.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-vcard-normal.h"
#include "sat-vcard-reader.h"

#define LOOK_BYTES 4096
#define MOST_SHOWN 80

static gboolean
has_ending (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".vcf") || g_str_has_suffix (lower, ".vcard");
}

gboolean
sat_import_vcard_is (const char *path)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  char data[LOOK_BYTES];
  gsize length = 0;

  g_return_val_if_fail (path != NULL, FALSE);

  if (has_ending (path))
    return TRUE;
  file = g_file_new_for_commandline_arg (path);
  stream = g_file_read (file, NULL, NULL);
  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), data, sizeof data, &length, NULL, NULL))
    return FALSE;
  return sat_vcard_reader_looks_like (data, length);
}

void
sat_import_vcard_free (SatImportVcard *self)
{
  if (self == NULL)
    return;
  g_clear_pointer ((SatVcardReader **)&self->reader, sat_vcard_reader_free);
  if (self->text != NULL)
    self->free_text (self->text);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->mails);
  g_hash_table_unref (self->taken);
  g_free (self);
}

static gboolean
open_text (SatImportVcard *self, const char *path, const char *encoding, GError **error)
{
  g_autoptr (SatText) text = sat_text_open (path, encoding, error);
  const char *data;
  gsize length;

  if (text == NULL)
    return FALSE;
  data = sat_text_get_data (text, &length);
  self->report->encoding = g_strdup (sat_text_get_encoding (text));
  self->reader = sat_vcard_reader_new (data, length, NULL);
  self->text = g_steal_pointer (&text);
  self->free_text = (GDestroyNotify)sat_text_unref;
  return TRUE;
}

/* Each text of a card may be in an encoding of its own, so the bytes are read as they are. Only
 * UTF-16 and its like have to be known before a line can be found. */
static gboolean
open_file (SatImportVcard *self, const char *path, const char *encoding, GError **error)
{
  g_autoptr (GMappedFile) bytes = NULL;
  SatTextGuess guess = {NULL};

  if (encoding != NULL)
    return open_text (self, path, encoding, error);
  bytes = g_mapped_file_new (path, FALSE, error);
  if (bytes == NULL)
    return FALSE;
  sat_text_guess ((const guint8 *)g_mapped_file_get_contents (bytes),
                  g_mapped_file_get_length (bytes), &guess, NULL);
  if (guess.name != NULL && g_str_has_prefix (guess.name, "UTF-") &&
      strcmp (guess.name, "UTF-8") != 0)
    return open_text (self, path, guess.name, error);
  self->report->encoding = g_strdup (guess.name != NULL ? guess.name : "UTF-8");
  self->reader =
      sat_vcard_reader_new (g_mapped_file_get_contents (bytes), g_mapped_file_get_length (bytes),
                            g_strcmp0 (guess.name, "UTF-8") == 0 ? NULL : guess.name);
  self->text = g_steal_pointer (&bytes);
  self->free_text = (GDestroyNotify)g_mapped_file_unref;
  return TRUE;
}

/* A name that several cards have, or a mail that several people share, does not tell who a card
 * is. */
static void
look_at_card (SatImportVcard *self, const SatVcard *card)
{
  g_autoptr (SatCardFacts) facts = sat_card_facts_of (card);
  g_autofree char *name = sat_import_card_name (facts);
  g_autofree char *mail = sat_import_card_mail (facts);
  const char *other = mail != NULL ? g_hash_table_lookup (self->mails, mail) : NULL;

  if (mail != NULL && other == NULL)
    g_hash_table_insert (self->mails, g_strdup (mail), g_strdup (name != NULL ? name : mail));
  else if (mail != NULL && strcmp (other, name != NULL ? name : mail) != 0)
    g_hash_table_insert (self->mails, g_strdup (mail), g_strdup (""));
  if (name != NULL)
    g_hash_table_insert (
        self->names, g_strdup (name),
        GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (self->names, name)) + 1));
}

static void
look_at_cards (SatImportVcard *self)
{
  for (;;) {
    g_autoptr (SatVcard) normal = NULL;
    g_autoptr (GError) failure = NULL;
    const SatVcard *card;

    if (sat_vcard_reader_next (self->reader, &card, &failure)) {
      normal = sat_vcard_new ();
      sat_vcard_normalise (normal, card);
      look_at_card (self, normal);
    } else if (failure == NULL) {
      break;
    }
    self->cards++;
  }
  sat_vcard_reader_rewind (self->reader);
}

SatImportVcard *
sat_import_vcard_new (const char *path,
                      const SatImportOptions *options,
                      SatImportFileReport *report)
{
  SatImportVcard *self;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (path != NULL && options != NULL && report != NULL, NULL);

  self = g_new0 (SatImportVcard, 1);
  self->report = report;
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->mails = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->taken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (options->type != NULL && strcmp (options->type, "contact") != 0) {
    sat_import_file_report_problem (report, 0, "", "", _ ("vCards are contacts"));
    return self;
  }
  if (!open_file (self, path, options->encoding, &error)) {
    sat_import_file_report_problem (report, 0, "", "", error->message);
    return self;
  }
  look_at_cards (self);
  self->readable = self->cards > 0;
  if (self->readable)
    report->type = g_strdup ("contact");
  else
    sat_import_file_report_problem (report, 0, "", "", "unknown_type");
  return self;
}

static void
reject (SatImportVcard *self, const char *reason)
{
  sat_import_file_report_problem (self->report, sat_vcard_reader_get_line (self->reader), "", "",
                                  reason);
}

/* What is not quite right with a card that comes in all the same. */
static void
report_doubts (SatImportVcard *self, const SatVcard *card, const SatCardFacts *facts)
{
  for (guint i = 0; i < card->doubts->len; i++) {
    const SatVcardDoubt *doubt = &g_array_index (card->doubts, SatVcardDoubt, i);
    gboolean cut = doubt->kind == SAT_VCARD_DOUBT_CUT;

    sat_import_file_report_problem (self->report, doubt->line, "", "",
                                    cut ? _ ("The text ends within a character, which is left out")
                                        : _ ("This line is no property of a card; it is left out"));
  }
  for (guint i = 0; i < facts->places->len; i++) {
    const SatVcardProperty *property = sat_vcard_get (card, i);
    g_autofree char *shown = NULL;

    /* Birthdays without a year are usual. */
    if (!sat_vcard_is (property, "BDAY") || facts->has_birthday || *property->value == '\0' ||
        *property->value == '-' || sat_vcard_param (card, property, "X-APPLE-OMIT-YEAR") != NULL)
      continue;
    shown = g_utf8_substring (property->value, 0,
                              MIN (MOST_SHOWN, g_utf8_strlen (property->value, -1)));
    sat_import_file_report_problem (self->report, property->line, "BDAY", shown,
                                    _ ("This is no date; it is kept as it is"));
  }
}

static void
card_clear (SatImportCard *self)
{
  g_free (self->source);
  g_free (self->key);
  g_clear_pointer (&self->before, sat_card_record_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatImportCard, card_clear)

static gboolean
write_card (SatImportVcard *self,
            SatImportRun *run,
            const SatVcard *card,
            SatImportRowStatus *status,
            GError **error)
{
  g_autoptr (SatVcard) normal = sat_vcard_new ();
  g_autoptr (SatCardFacts) facts = NULL;
  g_autofree char *title = NULL;
  g_auto (SatImportCard) one = {.file = self, .run = run, .card = normal};

  sat_vcard_normalise (normal, card);
  facts = sat_card_facts_of (normal);
  title = sat_card_facts_title (facts);
  one.facts = facts;
  if (sat_card_is_group (normal)) {
    reject (self, _ ("The card is a list of other cards, not a person"));
    return TRUE;
  }
  if (*title == '\0') {
    reject (self, _ ("The card has no name, company, phone or mail"));
    return TRUE;
  }
  report_doubts (self, normal, facts);
  return sat_import_card_match (&one, error) && sat_import_card_write (&one, status, error);
}

static void
count (SatImportFileReport *report, SatImportRowStatus status)
{
  guint64 *counts[] = {&report->rejected, &report->unchanged, &report->updated, &report->created};

  report->read++;
  (*counts[status])++;
}

gboolean
sat_import_vcard_write (
    SatImportVcard *self, SatImportRun *run, SatImportJsonTick tick, gpointer data, GError **error)
{
  g_return_val_if_fail (self != NULL && self->readable && run != NULL, FALSE);

  g_hash_table_remove_all (run->resolved);
  for (;;) {
    g_autoptr (GError) failure = NULL;
    SatImportRowStatus status = SAT_IMPORT_ROW_REJECTED;
    const SatVcard *card;

    if (sat_vcard_reader_next (self->reader, &card, &failure)) {
      if (!write_card (self, run, card, &status, error))
        return FALSE;
    } else if (failure != NULL) {
      reject (self, failure->message);
    } else {
      break;
    }
    count (self->report, status);
    if (tick != NULL && !tick (data, error))
      return FALSE;
  }
  sat_import_file_report_finish (self->report);
  return TRUE;
}
