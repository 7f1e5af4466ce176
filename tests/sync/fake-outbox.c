/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-outbox.h"
#include "sat-rescue.h"

#include <string.h>

FakeOutbox fake;

void
fake_outbox_reset (void)
{
  if (fake.log != NULL)
    g_string_free (fake.log, TRUE);
  memset (&fake, 0, sizeof fake);
  fake.device = 12;
  g_strlcpy (fake.epoch, "9f", sizeof fake.epoch);
  fake.fits = TRUE;
  fake.fork = fake.noted_fork = -1;
  fake.log = g_string_new (NULL);
}

SatRemoteState *
sat_remote_state_of (SatReader *reader, GError **error)
{
  SatRemoteState *state = g_new0 (SatRemoteState, 1);

  state->joined = !fake.alone;
  state->server = g_strdup ("");
  state->device = fake.device;
  state->epoch = g_strdup (fake.epoch);
  state->at = (SatPullState){g_strdup (fake.cursor), g_strdup (fake.sv), g_strdup (fake.bf)};
  state->last_m = fake.last_m;
  state->fork = fake.noted_fork;
  state->offset = fake.offset;
  return state;
}

SatRemoteState *
sat_remote_state (SatStore *store, GError **error)
{
  return sat_remote_state_of (NULL, error);
}

void
sat_remote_state_free (SatRemoteState *self)
{
  if (self == NULL)
    return;
  g_free (self->server);
  g_free (self->epoch);
  sat_pull_state_clear (&self->at);
  g_free (self);
}

gboolean
sat_remote_set_offset (SatStore *store, gint64 now, GError **error)
{
  g_string_append (fake.log, "offset ");
  fake.offset = now - sat_clock_now (sat_store_get_clock (store));
  return TRUE;
}

gboolean
sat_remote_set_epoch (SatStore *store, const char *epoch, GError **error)
{
  g_string_append_printf (fake.log, "epoch=%s ", epoch);
  g_strlcpy (fake.epoch, epoch, sizeof fake.epoch);
  return TRUE;
}

static void
take_text (char *out, const char *text, gsize size)
{
  g_strlcpy (out, text != NULL ? text : "", size);
}

gboolean
sat_remote_apply (SatStore *store, SatPageReader *page, SatApplied *applied, GError **error)
{
  const SatPageHead *head = sat_page_reader_head (page);
  SatPageItem item;
  SatPageRow row = {0};
  SatUuid gone;
  const SatPullState own = {fake.cursor, fake.sv, fake.bf};

  if (fake.stale > 0 || !sat_pull_state_equal (&head->from, &own)) {
    fake.stale -= fake.stale > 0;
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT, "another state");
    return FALSE;
  }
  do {
    g_assert_true (sat_page_reader_next (page, &item, &row, &gone, error));
    applied->rows += item == SAT_PAGE_ROW;
    applied->gone += item == SAT_PAGE_GONE;
  } while (item != SAT_PAGE_END);
  sat_page_row_clear (&row);
  take_text (fake.cursor, head->upto.cursor, sizeof fake.cursor);
  take_text (fake.sv, head->upto.sv, sizeof fake.sv);
  take_text (fake.bf, head->upto.bf, sizeof fake.bf);
  g_string_append_printf (fake.log, "apply=%u ", applied->rows + applied->gone);
  return TRUE;
}

gboolean
sat_remote_restart (SatStore *store, const char *epoch, GError **error)
{
  g_string_append_printf (fake.log, "restart=%s ", epoch);
  g_strlcpy (fake.epoch, epoch, sizeof fake.epoch);
  fake.cursor[0] = fake.sv[0] = fake.bf[0] = '\0';
  return TRUE;
}

static guint
take_waiting (const SatOutboxLimits *limits)
{
  guint n = MIN (fake.waiting, limits->mutations != 0 ? limits->mutations : 500);

  fake.waiting -= n;
  return n;
}

static GBytes *
write_push (gint64 first, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "{\"first\":%" G_GINT64_FORMAT ",\"n\":%u}\n", first, n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "{\"m\":%" G_GINT64_FORMAT "}\n", first + i);
  return g_bytes_new (text->str, text->len);
}

gboolean
sat_outbox_has_more (SatReader *reader, gboolean *has, GError **error)
{
  *has = fake.waiting > 0 || fake.frozen > 0;
  return TRUE;
}

gboolean
sat_outbox_freeze (
    SatStore *store, const SatOutboxLimits *limits, GBytes **body, GBytes **packed, GError **error)
{
  guint n;

  *body = *packed = NULL;
  if (fake.frozen == 0) {
    fake.frozen = take_waiting (limits);
    fake.at_once = 0;
  }
  if (fake.frozen == 0)
    return TRUE;
  n = fake.at_once != 0 ? MIN (fake.at_once, fake.frozen) : fake.frozen;
  *body = write_push (fake.last_m + 1, n);
  return TRUE;
}

gboolean
sat_outbox_freeze_next (SatStore *store,
                        const SatOutboxLimits *limits,
                        gint64 last,
                        GBytes **body,
                        GBytes **packed,
                        GError **error)
{
  *body = *packed = NULL;
  if (fake.frozen_next == 0 && last == fake.last_m + fake.frozen) {
    fake.frozen_next = take_waiting (limits);
    g_string_append_printf (fake.log, "next=%u ", fake.frozen_next);
    if (fake.frozen_next > 0)
      *body = write_push (last + 1, fake.frozen_next);
  }
  return TRUE;
}

gboolean
sat_outbox_split (SatStore *store, guint mutations, gboolean *rejected, GError **error)
{
  g_string_append_printf (fake.log, "split=%u ", mutations);
  *rejected = fake.frozen == 1 && fake.too_large > 0;
  fake.at_once = mutations;
  if (*rejected) {
    fake.frozen = 0;
    fake.last_m++;
    fake.too_large--;
  }
  return TRUE;
}

gboolean
sat_outbox_answer (SatStore *store,
                   const SatPushAnswer *answer,
                   SatOutboxAnswered *counts,
                   GError **error)
{
  gint64 n = answer->last_m - fake.last_m;

  if (n <= 0 || n > fake.frozen) {
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT, "never sent");
    return FALSE;
  }
  for (guint i = 0; i < answer->results->len; i++) {
    const SatPushResult *result = answer->results->pdata[i];

    counts->conflicts += result->status == SAT_PUSH_CONFLICT;
    counts->rejected += result->status == SAT_PUSH_REJECTED;
    counts->quarantined += result->status == SAT_PUSH_QUARANTINED;
  }
  counts->ok = (guint)n - counts->conflicts - counts->rejected - counts->quarantined;
  fake.last_m = answer->last_m;
  fake.frozen -= (guint)n;
  if (fake.frozen == 0) {
    fake.frozen = fake.frozen_next;
    fake.frozen_next = fake.at_once = 0;
  }
  g_string_append_printf (fake.log, "answered=%d ", (int)n);
  return TRUE;
}

gboolean
sat_outbox_rewind (
    SatStore *store, gint64 last_m, const SatChain *hash, gboolean *fits, GError **error)
{
  *fits = fake.fits;
  g_string_append_printf (fake.log, "rewind=%d%s ", (int)last_m, fake.fits ? "" : "!");
  if (fake.fits) {
    fake.waiting += fake.frozen + fake.frozen_next + (guint)(fake.last_m - last_m);
    fake.frozen = fake.frozen_next = 0;
    fake.last_m = last_m;
  }
  return TRUE;
}

gboolean
sat_outbox_move_to_device (SatStore *store, guint32 device, gint64 last_m, GError **error)
{
  g_string_append_printf (fake.log, "move=%u after %d ", device, (int)last_m);
  fake.device = device;
  fake.noted_fork = -1;
  fake.waiting += fake.frozen + fake.frozen_next;
  fake.frozen = fake.frozen_next = 0;
  fake.last_m = 0;
  return TRUE;
}

gboolean
sat_outbox_find_fork (SatStore *store, const SatChain *hash, gint64 *last_m, GError **error)
{
  *last_m = fake.fork;
  return TRUE;
}

gboolean
sat_outbox_note_fork (SatStore *store, gint64 last_m, GError **error)
{
  fake.noted_fork = last_m;
  return TRUE;
}

GArray *
sat_rescue_list (SatStore *store, gint64 after, GError **error)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (gint64));

  g_string_append_printf (fake.log, "lost=%d ", (int)after);
  return g_array_set_size (list, fake.lost);
}

GBytes *
sat_rescue_write (SatStore *store, GArray *list, guint first, guint n, GError **error)
{
  g_string_append_printf (fake.log, "offer=%u+%u ", first, n);
  return g_bytes_new_static ("offer", 5);
}

gboolean
sat_outbox_enter_all (SatStore *store, guint64 *n, GError **error)
{
  g_string_append_printf (fake.log, "enter=%u ", fake.own);
  fake.waiting += fake.own;
  *n = fake.own;
  fake.own = 0;
  return TRUE;
}

gboolean
sat_outbox_counts (SatReader *reader, SatOutboxCounts *counts, GError **error)
{
  *counts = (SatOutboxCounts){.waiting = fake.waiting + fake.frozen + fake.frozen_next};
  return TRUE;
}
