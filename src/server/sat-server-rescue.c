/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Laptops bring back what the server lost when it went back. */

#include "config.h"

#include "sat-fault.h"
#include "sat-server-rescue.h"

#include <string.h>

typedef struct {
  const SatCaller *caller;
  GPtrArray *rows; /* of SatRescued, as they came */
  char *epoch;     /* the life that they are of */
  gint64 seq;
} Offer;

static void
rescued_free (gpointer data)
{
  SatRescued *self = data;

  sat_page_row_clear (&self->row);
  g_ptr_array_unref (self->past);
  g_free (self);
}

static void
offer_clear (Offer *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self->epoch);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Offer, offer_clear)

/* A row of history goes to its record, which stands before it; any other is kept as it is. */
static void
take_row (Offer *self, GHashTable *by_id, const SatPageRow *row)
{
  SatRescued *rescued;

  if (g_str_equal (row->type, SAT_HISTORY_TYPE)) {
    const SatWireValue *about = sat_wire_fields_get (row->fields, "record");

    rescued = about != NULL && about->kind == SAT_WIRE_REFERENCE
                  ? g_hash_table_lookup (by_id, &about->reference)
                  : NULL;
    if (rescued != NULL)
      g_ptr_array_add (rescued->past, sat_wire_fields_copy (row->fields));
    return;
  }
  rescued = g_new0 (SatRescued, 1);
  rescued->row = *row;
  rescued->row.type = g_intern_string (row->type);
  rescued->row.clocks = sat_clocks_copy (row->clocks);
  rescued->row.fields =
      row->fields != NULL ? sat_wire_fields_copy (row->fields) : sat_wire_fields_new ();
  rescued->past = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_wire_fields_free);
  g_ptr_array_add (self->rows, rescued);
  g_hash_table_insert (by_id, &rescued->row.id, rescued);
}

static gboolean
read_offer (Offer *self, SatServer *server, GBytes *body, GError **error)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (sat_uuid_hash, sat_uuid_equal);
  g_autoptr (GError) problem = NULL;
  g_autoptr (SatPageReader) page = sat_page_reader_new (body, &problem);
  SatPageItem item = SAT_PAGE_ROW;
  SatPageRow row = {0};
  SatUuid gone;
  gboolean right = page != NULL;

  self->rows = g_ptr_array_new_with_free_func (rescued_free);
  if (right)
    self->epoch = g_strdup (sat_page_reader_head (page)->from.cursor);
  while (right && item != SAT_PAGE_END) {
    right = sat_page_reader_next (page, &item, &row, &gone, &problem);
    /* What no Satchel knows would be interned for good. */
    if (right && item == SAT_PAGE_ROW &&
        (g_str_equal (row.type, SAT_HISTORY_TYPE) || g_str_equal (row.type, SAT_CONFLICT_TYPE) ||
         sat_registry_type (server->registry, row.type) != NULL))
      take_row (self, by_id, &row);
  }
  sat_page_row_clear (&row);
  if (!right)
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_MALFORMED, problem->message);
  return right;
}

static gboolean
take_one (SatServer *server,
          SatTransaction *transaction,
          const Offer *offer,
          const SatRescued *rescued,
          gint64 after,
          GError **error)
{
  SatGroup *group =
      sat_group_new (server, transaction, offer->caller, sat_clock_now (server->clock));
  gboolean right = g_str_equal (rescued->row.type, SAT_CONFLICT_TYPE)
                       ? sat_group_rescue_conflict (group, rescued, error)
                       : sat_group_rescue (group, rescued, after, error);

  sat_group_free (group);
  return right;
}

static gboolean
work (SatServer *server, SatTransaction *transaction, gpointer data, GError **error)
{
  Offer *self = data;
  gint64 after;

  if (!sat_server_lost_after (server, transaction, self->epoch, &after, error))
    return FALSE;
  if (after < 0) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_FORBIDDEN,
                         "nothing was lost since then");
    return FALSE;
  }
  for (guint i = 0; i < self->rows->len; i++)
    if (!take_one (server, transaction, self, g_ptr_array_index (self->rows, i), after, error))
      return FALSE;
  SAT_CRASH_POINT ("rescued");
  return transaction->api->head (transaction, &self->seq, error);
}

GBytes *
sat_server_rescue (
    SatServer *self, const SatCaller *caller, const char *epoch, GBytes *body, GError **error)
{
  g_auto (Offer) offer = {.caller = caller};
  char *text;

  g_return_val_if_fail (self != NULL && caller != NULL && body != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!sat_server_check_epoch (self, epoch, error) || !read_offer (&offer, self, body, error) ||
      !sat_server_run (self, work, &offer, error))
    return NULL;
  text = g_strdup_printf ("{\"seq\":%" G_GINT64_FORMAT ",\"now\":%" G_GINT64_FORMAT "}", offer.seq,
                          sat_clock_now (self->clock));
  return g_bytes_new_take (text, strlen (text));
}
