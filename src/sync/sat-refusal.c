/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-refusal.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *code, *text;
} refusals[] = {
    {"forbidden", N_ ("You may not edit this.")},
    {"gone_parent", N_ ("What it belonged to has been deleted.")},
    {"too_large", N_ ("It is too large for the server.")},
    {"unknown_type", N_ ("The server is older than this Satchel and does not know this yet.")},
    {"group", N_ ("It was done together with something that was refused.")},
};

const char *
sat_refusal_text (const SatRejectedEntry *entry)
{
  g_return_val_if_fail (entry != NULL, "");
  if (entry->quarantined)
    return _ ("This is no longer yours to edit. What you wrote was handed on as a proposal.");
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_strcmp0 (refusals[i].code, entry->code) == 0)
      return _ (refusals[i].text);
  return _ ("The server does not accept this value.");
}
