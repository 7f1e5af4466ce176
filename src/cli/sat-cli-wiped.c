/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A computer that was shut out: what its server ordered is carried out before anything else. */

#include "config.h"

#include "sat-cli.h"

#include "sat-net-wipe.h"

gboolean
sat_cli_check_wiped (SatCli *self, gboolean create, GError **error)
{
  g_autoptr (SatWipe) wipe = NULL;

  g_return_val_if_fail (self != NULL && self->path != NULL, FALSE);

  wipe = sat_wipe_read (self->path);
  if (wipe == NULL || (wipe->gone && g_file_test (self->path, G_FILE_TEST_EXISTS)))
    return TRUE;
  if ((!wipe->gone || !wipe->told) && !sat_net_wipe_go_on (self->path, error))
    return FALSE;
  if (wipe->gone && create) /* somebody begins anew */
    return TRUE;
  g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_REVOKED, sat_net_wipe_text ());
  return FALSE;
}

void
sat_cli_tell_wiped (SatCli *self)
{
  g_autoptr (SatWipe) wipe = NULL;

  g_return_if_fail (self != NULL && self->path != NULL);

  wipe = sat_wipe_read (self->path);
  if (wipe != NULL && wipe->gone && (wipe->told || sat_net_wipe_go_on (self->path, NULL))) {
    sat_wipe_free (wipe);
    wipe = sat_wipe_read (self->path);
    if (wipe != NULL && wipe->told)
      sat_wipe_forget (self->path);
  }
}
