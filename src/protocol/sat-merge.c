/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-merge.h"
#include "sat-fault.h"

/* What comes after @hlc; the very last one has no successor. */
static SatHlc
after (SatHlc hlc)
{
  return hlc < G_MAXUINT64 ? hlc + 1 : hlc;
}

/* When the patch was made, as far as it counts: not much ahead of the server's clock, and later
 * than what its author saw, however wrong the author's clock is. What was seen cannot be later than
 * what is there, so that a made-up base gains nothing. */
static SatHlc
patch_time (const SatMergeInput *input)
{
  SatHlc latest = sat_hlc_last_of_us (input->now + SAT_MERGE_LEAD_US);
  SatHlc seen = MIN (input->base.hlc, input->current.hlc);

  if (SAT_BUG ("future-believed"))
    latest = input->hlc;
  return MAX (MIN (input->hlc, latest), after (seen));
}

SatMergeOutcome
sat_merge_decide (const SatMergeInput *input, SatVersion *version)
{
  SatVersion patch;
  gboolean later;

  g_return_val_if_fail (input != NULL && version != NULL, SAT_MERGE_LOSE);

  patch = (SatVersion){patch_time (input), input->device};
  if (input->base_met || sat_version_compare (&input->base, &input->current) == 0) {
    patch.hlc = MAX (patch.hlc, after (input->current.hlc));
    *version = patch;
    return SAT_MERGE_APPLY;
  }
  later = sat_version_compare (&patch, &input->current) > 0;
  *version = later ? patch : input->current;
  if (SAT_BUG ("clocks-decide") && later)
    return SAT_MERGE_APPLY;
  if (input->same)
    return SAT_MERGE_SAME;
  return later ? SAT_MERGE_WIN : SAT_MERGE_LOSE;
}
