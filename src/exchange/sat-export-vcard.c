/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-export-vcard.h"

#include <errno.h>

#include "sat-card-build.h"
#include "sat-card-record.h"

#define PAGE 500

gboolean
sat_export_vcard (
    SatReader *reader, SatRecord *contact, SatVcardStyle style, GString *out, GError **error)
{
  g_autoptr (SatCardRecord) record = NULL;
  g_autoptr (SatVcard) card = NULL;

  g_return_val_if_fail (reader != NULL && SAT_IS_RECORD (contact) && out != NULL, FALSE);
  g_return_val_if_fail (style != SAT_VCARD_STYLE_LINE, FALSE);

  record = sat_card_record_of (reader, contact, error);
  if (record == NULL)
    return FALSE;
  card = sat_vcard_new ();
  sat_card_build (card, record->facts, record->kept);
  sat_vcard_write (out, card, style);
  return TRUE;
}

static gboolean
write_page (SatReader *reader,
            const gint64 *ids,
            guint n,
            SatVcardStyle style,
            FILE *file,
            guint64 *records,
            GError **error)
{
  const SatType *type = sat_reader_get_type_by_name (reader, "contact");
  g_autoptr (GPtrArray) contacts = sat_reader_load_many (reader, type, ids, n, error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (contacts == NULL)
    return FALSE;
  for (guint i = 0; i < contacts->len; i++)
    if (!sat_export_vcard (reader, contacts->pdata[i], style, text, error))
      return FALSE;
  if (fwrite (text->str, 1, text->len, file) != text->len) {
    g_set_error_literal (error, G_FILE_ERROR, (gint)g_file_error_from_errno (errno),
                         g_strerror (errno));
    return FALSE;
  }
  if (records != NULL)
    *records += contacts->len;
  return TRUE;
}

gboolean
sat_export_vcards (SatReader *reader,
                   const gint64 *ids,
                   guint n,
                   SatVcardStyle style,
                   FILE *file,
                   guint64 *records,
                   GCancellable *cancellable,
                   GError **error)
{
  g_return_val_if_fail (reader != NULL && file != NULL && (ids != NULL || n == 0), FALSE);

  if (records != NULL)
    *records = 0;
  for (guint start = 0; start < n; start += PAGE)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !write_page (reader, ids + start, MIN (PAGE, n - start), style, file, records, error))
      return FALSE;
  return TRUE;
}
