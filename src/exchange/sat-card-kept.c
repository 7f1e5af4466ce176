/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-card-build.h"

#include <string.h>

#include "sat-card-lines.h"

/* What to keep, in an order of its own: the text must not depend on the order of a file. */
typedef struct {
  const SatVcard *card;
  const SatCardFacts *facts;
  GString *out;
} Keep;

static const SatCardPlace *
place_of (const Keep *self, guint index)
{
  return &g_array_index (self->facts->places, SatCardPlace, index);
}

static void
keep_line (Keep *self, guint index)
{
  sat_card_lines_append (self->out, self->card, sat_vcard_get (self->card, index));
}

static guint
count_role (const Keep *self, SatCardRole role)
{
  guint n = 0;

  for (guint i = 0; i < self->facts->places->len; i++)
    n += place_of (self, i)->role == role;
  return n;
}

static void
keep_role (Keep *self, SatCardRole role)
{
  for (guint i = 0; i < self->facts->places->len; i++)
    if (place_of (self, i)->role == role)
      keep_line (self, i);
}

/* Does the property equal the one of that name in @plain? */
static gboolean
is_plain (const Keep *self, guint index, const SatVcard *plain)
{
  const SatVcardProperty *property = sat_vcard_get (self->card, index);
  const SatVcardProperty *other = sat_card_lines_find (plain, property->name);

  return other != NULL && sat_card_lines_equal (self->card, property, plain, other);
}

static gboolean
is_empty_name (const SatVcardProperty *property)
{
  return property->value[strspn (property->value, "; ")] == '\0';
}

/* FN that is no name says only what stands elsewhere. */
static gboolean
is_idle_name (const Keep *self, const SatVcardProperty *property)
{
  gboolean unnamed = self->facts->first_name == NULL && self->facts->last_name == NULL;

  return unnamed && (sat_vcard_is (property, "FN") || is_empty_name (property));
}

/* N and FN are kept together: only both tell whether the name is still the same. */
static void
keep_name (Keep *self)
{
  g_autoptr (SatVcard) plain = sat_vcard_new ();
  gboolean differs = FALSE,
           named = self->facts->first_name != NULL || self->facts->last_name != NULL;

  sat_card_add_name (plain, self->facts);
  for (guint i = 0; i < self->facts->places->len; i++)
    differs |= place_of (self, i)->role == SAT_CARD_NAME && !is_plain (self, i, plain) &&
               !is_idle_name (self, sat_vcard_get (self->card, i));
  if (!differs)
    return;
  for (guint i = 0; i < self->facts->places->len; i++)
    if (place_of (self, i)->role == SAT_CARD_NAME &&
        !is_idle_name (self, sat_vcard_get (self->card, i)))
      keep_line (self, i);
  for (guint i = 0; named && i < plain->properties->len; i++) {
    const SatVcardProperty *property = sat_vcard_get (plain, i);

    if (sat_card_lines_find (self->card, property->name) == NULL)
      sat_card_lines_append (self->out, plain, property);
  }
}

/* One property that a field is for. If there are more of its name, which are kept, it has to stay
 * the first of them. */
static void
keep_single (Keep *self, SatCardRole role, const SatVcard *plain)
{
  for (guint i = 0; i < self->facts->places->len; i++) {
    const char *name = sat_vcard_get (self->card, i)->name;
    guint more = 0;

    if (place_of (self, i)->role != role)
      continue;
    for (guint k = 0; k < self->facts->places->len; k++)
      more += sat_vcard_is (sat_vcard_get (self->card, k), name);
    if (more > 1 || !is_plain (self, i, plain))
      keep_line (self, i);
  }
}

/* Properties that are one text or set together. */
static void
keep_joined (Keep *self, SatCardRole role, const SatVcard *plain)
{
  for (guint i = 0; i < self->facts->places->len; i++)
    if (place_of (self, i)->role == role) {
      if (count_role (self, role) > 1 || !is_plain (self, i, plain))
        keep_role (self, role);
      return;
    }
}

static void
keep_singles (Keep *self, const char *own_uid)
{
  const SatCardFacts *facts = self->facts;
  g_autoptr (SatVcard) plain = sat_vcard_new ();

  if (facts->company != NULL || facts->department != NULL)
    sat_card_add_company (plain, facts);
  if (facts->job_title != NULL)
    sat_card_add_text (plain, "TITLE", facts->job_title);
  if (facts->has_birthday)
    sat_card_add_birthday (plain, facts->birthday);
  if (facts->notes != NULL)
    sat_card_add_text (plain, "NOTE", facts->notes);
  if (facts->tags->len > 0)
    sat_card_add_tags (plain, facts);
  if (own_uid != NULL)
    sat_vcard_add (plain, NULL, "UID", own_uid);
  keep_single (self, SAT_CARD_COMPANY, plain);
  keep_single (self, SAT_CARD_TITLE, plain);
  keep_single (self, SAT_CARD_BIRTHDAY, plain);
  keep_joined (self, SAT_CARD_NOTE, plain);
  keep_joined (self, SAT_CARD_TAGS, plain);
  keep_single (self, SAT_CARD_UID, plain);
}

/* A point or address and what is beside it, unless @plain says it all. */
static void
keep_with_beside (Keep *self, guint index, const SatVcard *plain)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean same;

  g_array_append_val (lines, index);
  for (guint i = 0;
       sat_vcard_get (self->card, index)->group != NULL && i < self->facts->places->len; i++)
    if (place_of (self, i)->role == SAT_CARD_BESIDE && place_of (self, i)->index == index)
      g_array_append_val (lines, i);
  same = plain != NULL && lines->len == plain->properties->len;
  for (guint i = 0; same && i < lines->len; i++)
    same = sat_card_lines_equal (self->card,
                                 sat_vcard_get (self->card, g_array_index (lines, guint, i)), plain,
                                 sat_vcard_get (plain, i));
  for (guint i = 0; !same && i < lines->len; i++)
    keep_line (self, g_array_index (lines, guint, i));
}

static const char *
group_at (const Keep *self, guint index)
{
  const char *group = sat_vcard_get (self->card, index)->group;

  return group != NULL ? group : "item1";
}

static void
keep_points_of (Keep *self, const char *kind)
{
  for (guint i = 0; i < self->facts->places->len; i++) {
    const SatCardPlace *place = place_of (self, i);
    const SatCardPoint *found =
        place->role == SAT_CARD_POINT ? self->facts->points->pdata[place->index] : NULL;
    g_autoptr (SatVcard) plain = NULL;
    SatCardPoint point;

    if (found == NULL || strcmp (found->kind, kind) != 0)
      continue;
    point = *found;
    point.primary = FALSE;
    plain = sat_vcard_new ();
    sat_card_add_point (plain, &point, group_at (self, i));
    keep_with_beside (self, i, plain);
  }
}

static void
keep_addresses (Keep *self)
{
  gboolean labels = sat_card_lines_find (self->card, "LABEL") != NULL;

  for (guint i = 0; i < self->facts->places->len; i++) {
    const SatCardPlace *place = place_of (self, i);
    g_autoptr (SatVcard) plain = NULL;
    SatCardAddress address;

    if (place->role != SAT_CARD_ADDRESS)
      continue;
    address = *(const SatCardAddress *)self->facts->addresses->pdata[place->index];
    address.primary = FALSE;
    plain = sat_vcard_new ();
    sat_card_add_address (plain, &address, group_at (self, i));
    keep_with_beside (self, i, labels ? NULL : plain);
  }
}

char *
sat_card_kept (const SatVcard *card, const SatCardFacts *facts, const char *own_uid)
{
  static const char *const kinds[] = {"phone", "fax", "mail", "web", "chat"};
  Keep self = {card, facts, NULL};

  g_return_val_if_fail (card != NULL && facts != NULL, NULL);

  self.out = g_string_new (NULL);
  keep_name (&self);
  keep_singles (&self, own_uid);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    keep_points_of (&self, kinds[i]);
  keep_addresses (&self);
  keep_role (&self, SAT_CARD_REST);
  return g_string_free (self.out, self.out->len == 0);
}

/* Does the card speak of what a kept line is about? A name is one matter in two properties, an id
 * stays what it was, and the label of a group goes with the group. */
static gboolean
is_replaced (const SatVcard *kept, guint index, const SatVcard *card, gboolean same_uid)
{
  const SatVcardProperty *property = sat_vcard_get (kept, index);

  if (sat_vcard_is (property, "UID"))
    return same_uid;
  if (sat_vcard_is (property, "N") || sat_vcard_is (property, "FN"))
    return sat_card_lines_find (card, "N") != NULL || sat_card_lines_find (card, "FN") != NULL;
  for (guint i = 0;
       sat_vcard_is (property, "X-ABLabel") && property->group != NULL && i < kept->properties->len;
       i++) {
    const SatVcardProperty *other = sat_vcard_get (kept, i);

    if (other->group != NULL && g_ascii_strcasecmp (other->group, property->group) == 0 &&
        !sat_vcard_is (other, "X-ABLabel"))
      return sat_card_lines_find (card, other->name) != NULL;
  }
  return sat_card_lines_find (card, property->name) != NULL;
}

/* A group's name that the new lines use already is another group's. */
static char *
free_group (const SatVcardProperty *property, const SatVcard *taken)
{
  const char *group = property->group;

  if (group == NULL || sat_vcard_is (property, "UID") || !sat_card_lines_has_group (taken, group))
    return g_strdup (group);
  return g_strconcat ("old-", group, NULL);
}

/* Adds to @fresh the lines of @old that stay. */
static void
add_old_lines (SatVcard *fresh, const SatVcard *old, const SatVcard *card, gboolean same_uid)
{
  g_autoptr (SatVcard) taken = sat_vcard_new ();

  for (guint i = 0; i < fresh->properties->len; i++)
    sat_vcard_add_copy (taken, fresh, sat_vcard_get (fresh, i));
  for (guint i = 0; i < old->properties->len; i++) {
    const SatVcardProperty *property = sat_vcard_get (old, i);
    const SatVcardParam *params = sat_vcard_params (old, property);
    g_autofree char *group = free_group (property, taken);

    if (is_replaced (old, i, card, same_uid))
      continue;
    sat_vcard_add (fresh, group, property->name, property->value);
    for (guint k = 0; k < property->n_params; k++)
      sat_vcard_add_param (fresh, params[k].name, params[k].value);
  }
}

/* Lines of which each is to be kept, in their order. */
static char *
order_lines (const SatVcard *lines)
{
  g_autoptr (SatCardFacts) facts = sat_card_facts_of (lines);
  static const SatCardRole singles[] = {SAT_CARD_NAME,     SAT_CARD_COMPANY, SAT_CARD_TITLE,
                                        SAT_CARD_BIRTHDAY, SAT_CARD_NOTE,    SAT_CARD_TAGS,
                                        SAT_CARD_UID};
  static const char *const kinds[] = {"phone", "fax", "mail", "web", "chat"};
  Keep self = {lines, facts, g_string_new (NULL)};

  for (guint i = 0; i < G_N_ELEMENTS (singles); i++)
    keep_role (&self, singles[i]);
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint i = 0; i < facts->places->len; i++) {
      const SatCardPlace *place = place_of (&self, i);

      if (place->role == SAT_CARD_POINT &&
          strcmp (((const SatCardPoint *)facts->points->pdata[place->index])->kind, kinds[k]) == 0)
        keep_with_beside (&self, i, NULL);
    }
  for (guint i = 0; i < facts->places->len; i++)
    if (place_of (&self, i)->role == SAT_CARD_ADDRESS)
      keep_with_beside (&self, i, NULL);
  keep_role (&self, SAT_CARD_REST);
  return g_string_free (self.out, self.out->len == 0);
}

/* What would be kept of the contact's own card: the lines that still hold. */
static char *
kept_now (const char *kept, const SatCardFacts *now, const char *own_uid)
{
  g_autoptr (SatVcard) card = sat_vcard_new ();
  g_autoptr (SatCardFacts) facts = NULL;

  sat_card_build (card, now, kept);
  facts = sat_card_facts_of (card);
  return sat_card_kept (card, facts, own_uid);
}

static gboolean
has_same_uid (const SatVcard *a, const SatVcard *b)
{
  const SatVcardProperty *first = sat_card_lines_find (a, "UID");
  const SatVcardProperty *second = sat_card_lines_find (b, "UID");

  return first != NULL && second != NULL && strcmp (first->value, second->value) == 0;
}

char *
sat_card_kept_join (const char *kept,
                    const SatCardFacts *now,
                    const SatVcard *card,
                    const SatCardFacts *facts,
                    const char *own_uid,
                    gboolean *same)
{
  g_autofree char *holds = NULL;
  g_autofree char *fresh = NULL;
  g_autoptr (SatVcard) old = NULL;
  g_autoptr (SatVcard) lines = NULL;
  gboolean same_uid;
  char *joined;

  g_return_val_if_fail (now != NULL && card != NULL && facts != NULL && same != NULL, NULL);

  fresh = sat_card_kept (card, facts, own_uid);
  holds = kept_now (kept, now, own_uid);
  lines = sat_card_lines_parse (fresh);
  old = sat_card_lines_parse (holds);
  same_uid = has_same_uid (old, lines);
  if (!same_uid && sat_card_lines_find (old, "UID") != NULL)
    for (guint i = lines->properties->len; i > 0; i--)
      if (sat_vcard_is (sat_vcard_get (lines, i - 1), "UID"))
        g_array_remove_index (lines->properties, i - 1);
  add_old_lines (lines, old, card, same_uid);
  joined = order_lines (lines);
  *same = g_strcmp0 (joined, holds) == 0;
  return joined;
}
