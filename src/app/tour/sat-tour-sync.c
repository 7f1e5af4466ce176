/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The view Sync with something of everything in it: what a server would have told the sample. */

#include "config.h"

#include "sat-tour-private.h"

#include "sat-entry.h"
#include "sat-net-login.h"
#include "sat-outbox.h"
#include "sat-query.h"
#include "sat-sync-service.h"

#define SERVER "https://sales.larkfield.example"
#define EPOCH "5a7c4e1000000001"
#define DEVICE 12
#define MINUTE (60 * G_TIME_SPAN_SECOND)

typedef struct {
  const char *type;
  gint64 id;
  const char *field, *text;
} Edit;

static gboolean
write_edit (SatWriter *writer, gpointer data, GError **error)
{
  Edit *edit = data;
  g_autoptr (SatEntry) entry =
      sat_entry_new (sat_registry_type (sat_writer_get_registry (writer), edit->type), edit->id);

  return sat_entry_set (entry, edit->field, edit->text, error) &&
         sat_entry_apply (entry, writer, SAT_ORIGIN_LOCAL, TRUE, &edit->id, error);
}

static gboolean
edit (SatContext *context,
      const char *type,
      gint64 id,
      const char *field,
      const char *text,
      GError **error)
{
  Edit one = {type, id, field, text};

  return sat_store_write (sat_context_get_store (context), SAT_CHANGE_EDIT, field, write_edit, &one,
                          NULL, error);
}

/* The largest deals with a next step. */
static GArray *
find_deals (SatContext *context, GError **error)
{
  g_autoptr (SatQuery) query = sat_query_new ("opportunity");
  g_autoptr (SatFilter) filter = sat_filter_parse_short ("next_step !=", error);

  sat_query_set_filter (query, filter);
  return sat_query_set_sort_text (query, "amount:desc", error)
             ? sat_query_page (query, sat_context_get_reader (context), 0, 4, error)
             : NULL;
}

static gboolean
join (SatContext *context, GError **error)
{
  SatStore *store = sat_context_get_store (context);
  SatUuid user = {{0}};

  sat_sync_service_set_offline (sat_context_get_sync (context), TRUE);
  sat_reader_identify (sat_context_get_reader (context), sat_context_get_user (context), &user,
                       NULL, NULL, NULL);
  return sat_store_set_setting (
             store, SAT_NET_SETTING_USER,
             sat_reader_title (sat_context_get_reader (context), sat_context_get_user (context)),
             error) &&
         sat_store_set_setting (store, SAT_NET_SETTING_ROLE, "rep", error) &&
         sat_remote_join (store, SERVER, &user, DEVICE, error) &&
         sat_remote_set_epoch (store, EPOCH, error);
}

/* Sends all that waits nowhere, and takes the answer that none of it may be. */
static gboolean
refuse (SatStore *store, GError **error)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (SatPush) push = NULL;
  g_autoptr (SatPushAnswer) answer = sat_push_answer_new ();

  if (!sat_outbox_freeze (store, NULL, &body, NULL, error) || body == NULL ||
      (push = sat_push_parse (body, error)) == NULL)
    return FALSE;
  answer->hash = push->prev;
  for (guint i = 0; i < push->lines->len; i++) {
    gsize length;
    const char *line = g_bytes_get_data (push->lines->pdata[i], &length);

    sat_chain_add (&answer->hash, line, length);
    answer->last_m = push->first + i;
    sat_push_answer_add (answer, answer->last_m, SAT_PUSH_REJECTED)->code = g_strdup ("forbidden");
  }
  return sat_outbox_answer (store, answer, NULL, error);
}

static void
take_text (SatWireFields *fields, const char *name, const char *text)
{
  sat_wire_fields_take (fields, name, sat_wire_text (text), FALSE);
}

/* A colleague had edited the next step as well. */
static GBytes *
write_conflict (SatContext *context, gint64 deal, const SatPullState *at)
{
  SatReader *reader = sat_context_get_reader (context);
  gint64 now = g_get_real_time ();
  g_autoptr (SatRecord) record = sat_reader_load (reader, deal, NULL);
  g_autoptr (SatPageWriter) writer = sat_page_writer_new ();
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (SatClocks) clocks = sat_clocks_new ((SatVersion){1, 1});
  SatPageRow row = {.type = "conflict", .seq = 7, .clocks = clocks, .fields = fields};
  SatPageHead head = {
      .from = *at,
      .upto = {(char *)EPOCH ":7:mac", (char *)"all", (char *)""},
      .head = 7,
      .now = now,
  };

  if (record == NULL)
    return NULL;
  row.id = sat_uuid_new (now / 1000);
  row.root = *sat_record_get_uuid (record);
  take_text (fields, "kind", "field");
  take_text (fields, "type", "opportunity");
  sat_wire_fields_take (fields, "record", sat_wire_reference (&row.root), FALSE);
  take_text (fields, "field", "next_step");
  take_text (fields, "value", "Show it to the works council first");
  take_text (fields, "winner", sat_record_get_text (record, "next_step"));
  take_text (fields, "name", "Sergio Castaño");
  take_text (fields, "other_name", sat_reader_title (reader, sat_context_get_user (context)));
  sat_wire_fields_take (fields, "edited", sat_wire_int (now - 95 * MINUTE), FALSE);
  sat_wire_fields_take (fields, "other_edited", sat_wire_int (now - 40 * MINUTE), FALSE);
  take_text (fields, "state", "open");
  sat_page_writer_row (writer, &row);
  return sat_page_writer_finish (writer, &head);
}

static gboolean
receive_conflict (SatContext *context, gint64 deal, GError **error)
{
  SatStore *store = sat_context_get_store (context);
  g_autoptr (SatRemoteState) state = sat_remote_state (store, error);
  g_autoptr (GBytes) body = state != NULL ? write_conflict (context, deal, &state->at) : NULL;
  g_autoptr (SatPageReader) page = body != NULL ? sat_page_reader_new (body, error) : NULL;

  return page != NULL && sat_remote_apply (store, page, NULL, error);
}

static void
add_log (SatContext *context, guint64 pushed, guint64 pulled, gint64 ago, gint64 took)
{
  SatSyncLine *line = g_new0 (SatSyncLine, 1);

  line->at = g_get_real_time () - ago;
  line->took = took;
  line->counts.pushed = pushed;
  line->counts.pulled = pulled;
  g_ptr_array_add (sat_sync_service_get_log (sat_context_get_sync (context)), line);
}

static gboolean
fill (SatContext *context, GError **error)
{
  g_autoptr (GArray) deals = find_deals (context, error);
  const gint64 *ids = deals != NULL ? (const gint64 *)(void *)deals->data : NULL;

  if (deals == NULL || deals->len < 4)
    return deals != NULL;
  add_log (context, 3, 12, 2 * MINUTE, 400000);
  add_log (context, 0, 4, 31 * MINUTE, 200000);
  add_log (context, 18, 1204, 190 * MINUTE, 3100000);
  return join (context, error) && edit (context, "opportunity", ids[0], "amount", "99000", error) &&
         refuse (sat_context_get_store (context), error) &&
         receive_conflict (context, ids[1], error) &&
         edit (context, "opportunity", ids[2], "amount", "64000", error) &&
         edit (context, "opportunity", ids[2], "next_step", "Send the new offer", error) &&
         edit (context, "opportunity", ids[3], "next_step", "Call on Thursday", error);
}

void
sat_tour_go_sync (SatWindow *window)
{
  g_autoptr (GError) error = NULL;

  sat_tour_show_view (window, "sync");
  if (!fill (sat_window_get_context (window), &error))
    g_warning ("The sample does not sync: %s", error != NULL ? error->message : "nothing to send");
}

gboolean
sat_tour_is_syncing (SatWindow *window)
{
  const SatSyncStatus *status =
      sat_sync_service_get (sat_context_get_sync (sat_window_get_context (window)));

  return status->conflicts == 0 || status->rejected == 0 || status->waiting < 3;
}
