/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-card-build.h"

#include <string.h>

#include "sat-card-lines.h"

/* The card of a contact being put together. */
typedef struct {
  SatVcard *out;
  const SatCardFacts *now;
  SatVcard *kept;
  SatCardFacts *said; /* what the kept lines say */
  guint group;        /* number of the last one made up */
} Build;

static gboolean
has_role (const Build *self, SatCardRole role)
{
  for (guint i = 0; i < self->said->places->len; i++)
    if (g_array_index (self->said->places, SatCardPlace, i).role == role)
      return TRUE;
  return FALSE;
}

static void
copy_role (Build *self, SatCardRole role)
{
  for (guint i = 0; i < self->said->places->len; i++)
    if (g_array_index (self->said->places, SatCardPlace, i).role == role)
      sat_vcard_add_copy (self->out, self->kept, sat_vcard_get (self->kept, i));
}

/* The property at @index and what is beside it. */
static void
copy_with_beside (Build *self, guint index)
{
  sat_vcard_add_copy (self->out, self->kept, sat_vcard_get (self->kept, index));
  for (guint i = 0; i < self->said->places->len; i++) {
    const SatCardPlace *place = &g_array_index (self->said->places, SatCardPlace, i);

    if (place->role == SAT_CARD_BESIDE && place->index == index)
      sat_vcard_add_copy (self->out, self->kept, sat_vcard_get (self->kept, i));
  }
}

static void
put_name (Build *self)
{
  g_autoptr (SatVcard) plain = sat_vcard_new ();
  gboolean holds = has_role (self, SAT_CARD_NAME) &&
                   g_strcmp0 (self->said->first_name, self->now->first_name) == 0 &&
                   g_strcmp0 (self->said->last_name, self->now->last_name) == 0;

  if (holds)
    copy_role (self, SAT_CARD_NAME);
  sat_card_add_name (plain, self->now);
  for (guint i = 0; i < plain->properties->len; i++) {
    const SatVcardProperty *property = sat_vcard_get (plain, i);

    if (!holds || sat_card_lines_find (self->kept, property->name) == NULL)
      sat_vcard_add_copy (self->out, plain, property);
  }
}

static gboolean
same_tags (const SatCardFacts *a, const SatCardFacts *b)
{
  if (a->tags->len != b->tags->len)
    return FALSE;
  for (guint i = 0; i < a->tags->len; i++)
    if (!g_ptr_array_find_with_equal_func (b->tags, a->tags->pdata[i], g_str_equal, NULL))
      return FALSE;
  return TRUE;
}

static void
put_work (Build *self)
{
  const SatCardFacts *now = self->now, *said = self->said;

  if (has_role (self, SAT_CARD_COMPANY) && g_strcmp0 (said->company, now->company) == 0 &&
      g_strcmp0 (said->department, now->department) == 0)
    copy_role (self, SAT_CARD_COMPANY);
  else if (now->company != NULL || now->department != NULL)
    sat_card_add_company (self->out, now);
  if (has_role (self, SAT_CARD_TITLE) && g_strcmp0 (said->job_title, now->job_title) == 0)
    copy_role (self, SAT_CARD_TITLE);
  else if (now->job_title != NULL)
    sat_card_add_text (self->out, "TITLE", now->job_title);
}

/* The id that the card came with. If it does not lead to the contact's own, that is said too. */
static void
put_uid (Build *self)
{
  SatUuid led, own;

  if (self->said->uid == NULL) {
    if (self->now->uid != NULL)
      sat_vcard_add (self->out, NULL, "UID", self->now->uid);
    return;
  }
  copy_role (self, SAT_CARD_UID);
  if (self->now->uid == NULL)
    return;
  led = sat_card_uuid_of (self->said->uid);
  own = sat_card_uuid_of (self->now->uid);
  if (!sat_uuid_equal (&led, &own))
    sat_vcard_add (self->out, NULL, "X-SATCHEL-UID", self->now->uid);
}

static void
put_texts (Build *self)
{
  const SatCardFacts *now = self->now, *said = self->said;

  if (said->has_birthday && now->has_birthday && said->birthday == now->birthday)
    copy_role (self, SAT_CARD_BIRTHDAY);
  else if (now->has_birthday)
    sat_card_add_birthday (self->out, now->birthday);
  if (now->notes != NULL && g_strcmp0 (said->notes, now->notes) == 0)
    copy_role (self, SAT_CARD_NOTE);
  else if (now->notes != NULL)
    sat_card_add_text (self->out, "NOTE", now->notes);
  if (now->tags->len > 0 && same_tags (said, now))
    copy_role (self, SAT_CARD_TAGS);
  else if (now->tags->len > 0)
    sat_card_add_tags (self->out, now);
  put_uid (self);
}

/* "item3", which no kept line uses; NULL: @label needs none. g_free(). */
static char *
make_group (Build *self, const char *label)
{
  while (label != NULL && sat_card_label_type (label) == NULL) {
    char *group = g_strdup_printf ("item%u", ++self->group);

    if (!sat_card_lines_has_group (self->kept, group))
      return group;
    g_free (group);
  }
  return NULL;
}

/* The kept property that says the same as point or address @index; -1: none. Each serves once. */
static int
find_kept (const Build *self, SatCardRole role, guint index, gboolean *used)
{
  for (guint i = 0; i < self->said->places->len; i++) {
    const SatCardPlace *place = &g_array_index (self->said->places, SatCardPlace, i);
    gboolean same;

    if (place->role != role || used[i])
      continue;
    same = role == SAT_CARD_POINT
               ? sat_card_point_equal (self->said->points->pdata[place->index],
                                       self->now->points->pdata[index])
               : sat_card_address_equal (self->said->addresses->pdata[place->index],
                                         self->now->addresses->pdata[index]);
    if (same) {
      used[i] = TRUE;
      return (int)i;
    }
  }
  return -1;
}

/* Whether readers would take another one for the first: then the card has to say which it is. */
static gboolean
must_mark (const GArray *prefs, guint primary)
{
  for (guint i = 0; i < prefs->len; i++) {
    int pref = g_array_index (prefs, int, i), own = g_array_index (prefs, int, primary);

    if (pref >= 0 && (pref < own || (pref == own && i < primary)))
      return TRUE;
  }
  return FALSE;
}

static void
put_points_of (Build *self, const char *kind, const int *found)
{
  g_autoptr (GArray) prefs = g_array_new (FALSE, FALSE, sizeof (int));
  guint n = self->now->points->len;
  int primary = -1;

  for (guint i = 0; i < n; i++) {
    const SatCardPoint *point = self->now->points->pdata[i];
    int pref = strcmp (point->kind, kind) != 0 ? -1 : point->pref;

    if (pref >= 0 && found[i] >= 0)
      pref = sat_card_pref (self->kept, sat_vcard_get (self->kept, (guint)found[i]));
    g_array_append_val (prefs, pref);
    if (point->primary && pref >= 0)
      primary = (int)i;
  }
  for (guint i = 0; i < n; i++) {
    SatCardPoint point = *(const SatCardPoint *)self->now->points->pdata[i];
    guint at = self->out->properties->len;
    g_autofree char *group = NULL;

    if (strcmp (point.kind, kind) != 0)
      continue;
    point.primary = FALSE;
    if (found[i] >= 0) {
      copy_with_beside (self, (guint)found[i]);
    } else {
      group = make_group (self, point.label);
      sat_card_add_point (self->out, &point, group);
    }
    if (primary == (int)i && must_mark (prefs, i))
      sat_card_lines_mark (self->out, at);
  }
}

static void
put_points (Build *self)
{
  static const char *const kinds[] = {"phone", "fax", "mail", "web", "chat"};
  guint n = self->now->points->len;
  g_autofree gboolean *used = g_new0 (gboolean, self->said->places->len + 1);
  g_autofree int *found = g_new0 (int, n + 1);

  for (guint i = 0; i < n; i++)
    found[i] = find_kept (self, SAT_CARD_POINT, i, used);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    put_points_of (self, kinds[i], found);
}

static void
put_addresses (Build *self)
{
  g_autoptr (GArray) prefs = g_array_new (FALSE, FALSE, sizeof (int));
  guint n = self->now->addresses->len;
  g_autofree gboolean *used = g_new0 (gboolean, self->said->places->len + 1);
  g_autofree int *found = g_new0 (int, n + 1);

  for (guint i = 0; i < n; i++) {
    int pref = SAT_CARD_NO_PREF;

    found[i] = find_kept (self, SAT_CARD_ADDRESS, i, used);
    if (found[i] >= 0)
      pref = sat_card_pref (self->kept, sat_vcard_get (self->kept, (guint)found[i]));
    g_array_append_val (prefs, pref);
  }
  for (guint i = 0; i < n; i++) {
    SatCardAddress address = *(const SatCardAddress *)self->now->addresses->pdata[i];
    gboolean mark = address.primary && must_mark (prefs, i);
    guint at = self->out->properties->len;
    g_autofree char *group = NULL;

    address.primary = FALSE;
    if (found[i] >= 0) {
      copy_with_beside (self, (guint)found[i]);
    } else {
      group = make_group (self, address.label);
      sat_card_add_address (self->out, &address, group);
    }
    if (mark)
      sat_card_lines_mark (self->out, at);
  }
}

/* Is every kept address still one of the contact's? */
static gboolean
addresses_hold (const Build *self)
{
  guint n = self->said->places->len;
  g_autofree gboolean *used = g_new0 (gboolean, n + 1);

  for (guint i = 0; i < self->now->addresses->len; i++)
    find_kept (self, SAT_CARD_ADDRESS, i, used);
  for (guint i = 0; i < n; i++)
    if (g_array_index (self->said->places, SatCardPlace, i).role == SAT_CARD_ADDRESS && !used[i])
      return FALSE;
  return TRUE;
}

/* The text of an address (LABEL) goes when the address has changed. */
static void
put_rest (Build *self)
{
  gboolean labels = addresses_hold (self);

  for (guint i = 0; i < self->said->places->len; i++) {
    const SatVcardProperty *property = sat_vcard_get (self->kept, i);

    if (g_array_index (self->said->places, SatCardPlace, i).role == SAT_CARD_REST &&
        (labels || !sat_vcard_is (property, "LABEL")))
      sat_vcard_add_copy (self->out, self->kept, property);
  }
}

void
sat_card_build (SatVcard *out, const SatCardFacts *now, const char *kept)
{
  Build self = {.out = out, .now = now};

  g_return_if_fail (out != NULL && now != NULL);

  self.kept = sat_card_lines_parse (kept);
  self.said = sat_card_facts_of (self.kept);
  put_name (&self);
  put_work (&self);
  put_texts (&self);
  put_points (&self);
  put_addresses (&self);
  put_rest (&self);
  sat_card_facts_free (self.said);
  sat_vcard_free (self.kept);
}
