/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-card-facts.h"

#include <string.h>

#include "sat-person-name.h"

/* Properties of chat addresses besides IMPP, as address books write them, and their schemes. */
static const struct {
  const char *property, *scheme;
} chats[] = {
    {"X-AIM", "aim"},       {"X-JABBER", "xmpp"},          {"X-SKYPE", "skype"}, {"X-ICQ", "icq"},
    {"X-MSN", "msnim"},     {"X-YAHOO", "ymsgr"},          {"X-GTALK", "xmpp"},  {"X-QQ", "qq"},
    {"X-MATRIX", "matrix"}, {"X-SKYPE-USERNAME", "skype"}, {"X-GADUGADU", "gg"},
};

static void
point_free (gpointer data)
{
  SatCardPoint *point = data;

  g_free (point->kind);
  g_free (point->label);
  g_free (point->value);
  g_free (point);
}

static void
address_free (gpointer data)
{
  SatCardAddress *address = data;

  g_free (address->label);
  g_free (address->street);
  g_free (address->city);
  g_free (address->postal_code);
  g_free (address->region);
  g_free (address->country);
  g_free (address);
}

SatCardFacts *
sat_card_facts_new (void)
{
  SatCardFacts *self = g_new0 (SatCardFacts, 1);

  self->tags = g_ptr_array_new_with_free_func (g_free);
  self->points = g_ptr_array_new_with_free_func (point_free);
  self->addresses = g_ptr_array_new_with_free_func (address_free);
  self->places = g_array_new (FALSE, TRUE, sizeof (SatCardPlace));
  return self;
}

void
sat_card_facts_free (SatCardFacts *self)
{
  if (self == NULL)
    return;
  g_free (self->first_name);
  g_free (self->last_name);
  g_free (self->company);
  g_free (self->department);
  g_free (self->job_title);
  g_free (self->notes);
  g_free (self->uid);
  g_free (self->own_uid);
  g_ptr_array_unref (self->tags);
  g_ptr_array_unref (self->points);
  g_ptr_array_unref (self->addresses);
  g_array_unref (self->places);
  g_free (self);
}

SatCardPoint *
sat_card_facts_add_point (SatCardFacts *self)
{
  SatCardPoint *point = g_new0 (SatCardPoint, 1);

  point->pref = SAT_CARD_NO_PREF;
  g_ptr_array_add (self->points, point);
  return point;
}

SatCardAddress *
sat_card_facts_add_address (SatCardFacts *self)
{
  SatCardAddress *address = g_new0 (SatCardAddress, 1);

  address->pref = SAT_CARD_NO_PREF;
  g_ptr_array_add (self->addresses, address);
  return address;
}

static const char *
kind_of (const SatVcard *card, const SatVcardProperty *property)
{
  if (sat_vcard_is (property, "TEL"))
    return sat_vcard_has_type (card, property, "fax") ? "fax" : "phone";
  if (sat_vcard_is (property, "EMAIL"))
    return "mail";
  if (sat_vcard_is (property, "URL"))
    return "web";
  return "chat";
}

static gboolean
take_point (SatCardFacts *self, const SatVcard *card, const SatVcardProperty *property)
{
  g_autofree char *value = sat_card_point_value (property);
  SatCardPoint *point;

  if (*value == '\0')
    return FALSE;
  point = sat_card_facts_add_point (self);
  point->kind = g_strdup (kind_of (card, property));
  point->label = sat_card_label (card, property);
  point->value = g_steal_pointer (&value);
  point->pref = sat_card_pref (card, property);
  point->primary = sat_vcard_param (card, property, "X-SATCHEL-PRIMARY") != NULL;
  return TRUE;
}

static gboolean
take_chat (SatCardFacts *self, const SatVcard *card, const SatVcardProperty *property)
{
  for (guint i = 0; i < G_N_ELEMENTS (chats); i++)
    if (sat_vcard_is (property, chats[i].property) && take_point (self, card, property)) {
      SatCardPoint *point = self->points->pdata[self->points->len - 1];
      char *value = g_strdup_printf ("%s:%s", chats[i].scheme, point->value);

      g_free (point->value);
      point->value = value;
      return TRUE;
    }
  return FALSE;
}

static char *
part (char **parts, guint n, guint index)
{
  char *text;

  if (index >= n)
    return NULL;
  text = g_strstrip (sat_vcard_text (parts[index]));
  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

/* Post box, what is beside the street, and the street: a line each. */
static char *
join_street (char **parts, guint n)
{
  GString *street = g_string_new (NULL);

  for (guint i = 0; i < 3; i++) {
    g_autofree char *text = part (parts, n, i);

    if (text != NULL)
      g_string_append_printf (street, "%s%s", street->len > 0 ? "\n" : "", text);
  }
  return g_string_free (street, street->len == 0);
}

static gboolean
take_address (SatCardFacts *self, const SatVcard *card, const SatVcardProperty *property)
{
  g_auto (GStrv) parts = sat_vcard_split (property->value, ';');
  guint n = g_strv_length (parts);
  SatCardAddress *address = sat_card_facts_add_address (self);

  address->street = join_street (parts, n);
  address->city = part (parts, n, 3);
  address->region = part (parts, n, 4);
  address->postal_code = part (parts, n, 5);
  address->country = part (parts, n, 6);
  if (address->street == NULL && address->city == NULL && address->region == NULL &&
      address->postal_code == NULL && address->country == NULL) {
    g_ptr_array_remove_index (self->addresses, self->addresses->len - 1);
    return FALSE;
  }
  address->label = sat_card_label (card, property);
  address->pref = sat_card_pref (card, property);
  address->primary = sat_vcard_param (card, property, "X-SATCHEL-PRIMARY") != NULL;
  return TRUE;
}

static gboolean
take_company (SatCardFacts *self, const SatVcardProperty *property)
{
  g_auto (GStrv) parts = sat_vcard_split (property->value, ';');
  guint n = g_strv_length (parts);
  GString *department;

  if (self->company != NULL || self->department != NULL)
    return FALSE;
  self->company = part (parts, n, 0);
  department = g_string_new (NULL);
  for (guint i = 1; i < n; i++) {
    g_autofree char *text = part (parts, n, i);

    if (text != NULL)
      g_string_append_printf (department, "%s%s", department->len > 0 ? ", " : "", text);
  }
  self->department = g_string_free (department, department->len == 0);
  return self->company != NULL || self->department != NULL;
}

/* Takes @value as the text of *@field if that has none yet. */
static gboolean
take_text (char **field, const char *value)
{
  char *text;

  if (*field != NULL)
    return FALSE;
  text = g_strstrip (sat_vcard_text (value));
  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  *field = text;
  return text != NULL;
}

static gboolean
take_note (SatCardFacts *self, const char *value)
{
  g_autofree char *earlier = g_steal_pointer (&self->notes);
  gboolean took = take_text (&self->notes, value);

  if (earlier != NULL && took) {
    g_autofree char *later = g_steal_pointer (&self->notes);

    self->notes = g_strjoin ("\n\n", earlier, later, NULL);
  } else if (earlier != NULL) {
    self->notes = g_steal_pointer (&earlier);
  }
  return took;
}

static gboolean
take_tags (SatCardFacts *self, const char *value)
{
  g_auto (GStrv) names = sat_vcard_split (value, ',');
  gboolean some = FALSE;

  for (guint i = 0; names[i] != NULL; i++) {
    char *text = g_strstrip (g_strdelimit (sat_vcard_text (names[i]), "\n", ' '));

    if (*text == '\0') {
      g_free (text);
      continue;
    }
    g_ptr_array_add (self->tags, text);
    some = TRUE;
  }
  return some;
}

static SatCardRole
take_single (SatCardFacts *self, const SatVcard *card, const SatVcardProperty *property)
{
  if (sat_vcard_is (property, "ORG"))
    return take_company (self, property) ? SAT_CARD_COMPANY : SAT_CARD_REST;
  if (sat_vcard_is (property, "TITLE"))
    return take_text (&self->job_title, property->value) ? SAT_CARD_TITLE : SAT_CARD_REST;
  if (sat_vcard_is (property, "NOTE"))
    return take_note (self, property->value) ? SAT_CARD_NOTE : SAT_CARD_REST;
  if (sat_vcard_is (property, "CATEGORIES"))
    return take_tags (self, property->value) ? SAT_CARD_TAGS : SAT_CARD_REST;
  if (sat_vcard_is (property, "UID"))
    return take_text (&self->uid, property->value) ? SAT_CARD_UID : SAT_CARD_REST;
  if (sat_vcard_is (property, "X-SATCHEL-UID")) {
    take_text (&self->own_uid, property->value);
    return SAT_CARD_OWN;
  }
  if (sat_vcard_is (property, "BDAY") && !self->has_birthday) {
    self->has_birthday = sat_card_date (card, property, &self->birthday);
    return self->has_birthday ? SAT_CARD_BIRTHDAY : SAT_CARD_REST;
  }
  return SAT_CARD_REST;
}

static SatCardPlace
take_property (SatCardFacts *self, const SatVcard *card, const SatVcardProperty *property)
{
  gboolean point = sat_vcard_is (property, "TEL") || sat_vcard_is (property, "EMAIL") ||
                   sat_vcard_is (property, "URL") || sat_vcard_is (property, "IMPP");

  if (sat_vcard_is (property, "N") || sat_vcard_is (property, "FN"))
    return (SatCardPlace){SAT_CARD_NAME, 0};
  if (point ? take_point (self, card, property) : take_chat (self, card, property))
    return (SatCardPlace){SAT_CARD_POINT, self->points->len - 1};
  if (sat_vcard_is (property, "ADR"))
    return take_address (self, card, property)
               ? (SatCardPlace){SAT_CARD_ADDRESS, self->addresses->len - 1}
               : (SatCardPlace){SAT_CARD_REST, 0};
  return (SatCardPlace){take_single (self, card, property), 0};
}

/* What shares the group of a point or an address goes with it. */
static void
place_beside (SatCardFacts *self, const SatVcard *card, guint index)
{
  SatCardPlace *place = &g_array_index (self->places, SatCardPlace, index);
  const char *group = sat_vcard_get (card, index)->group;

  if (group == NULL || place->role != SAT_CARD_REST)
    return;
  for (guint i = 0; i < card->properties->len; i++) {
    const SatVcardProperty *other = sat_vcard_get (card, i);
    const SatCardPlace *at = &g_array_index (self->places, SatCardPlace, i);

    if ((at->role == SAT_CARD_POINT || at->role == SAT_CARD_ADDRESS) && other->group != NULL &&
        g_ascii_strcasecmp (other->group, group) == 0) {
      *place = (SatCardPlace){SAT_CARD_BESIDE, i};
      return;
    }
  }
}

/* Does the text stand in place of a name: a phone or a mail address? */
static gboolean
is_point (const SatCardFacts *self, const char *text)
{
  for (guint i = 0; i < self->points->len; i++)
    if (strcmp (((const SatCardPoint *)self->points->pdata[i])->value, text) == 0)
      return TRUE;
  return FALSE;
}

/* The name in parts, else in one, else the company's. */
static void
take_name (SatCardFacts *self, const SatVcard *card)
{
  g_autofree char *whole = NULL;
  gboolean unnamed = FALSE;

  for (guint i = 0; i < card->properties->len; i++) {
    const SatVcardProperty *property = sat_vcard_get (card, i);

    if (sat_vcard_is (property, "N") && self->first_name == NULL && self->last_name == NULL)
      sat_card_split_n (property->value, &self->first_name, &self->last_name);
    else if (sat_vcard_is (property, "FN") &&
             sat_vcard_param (card, property, "X-SATCHEL-UNNAMED") != NULL)
      unnamed = TRUE;
    else if (sat_vcard_is (property, "FN"))
      take_text (&whole, property->value);
  }
  if (self->first_name != NULL || self->last_name != NULL || unnamed)
    return;
  if (whole == NULL || g_strcmp0 (whole, self->company) == 0)
    self->last_name = g_strdup (self->company);
  else if (!is_point (self, whole))
    sat_card_split_fn (whole, &self->first_name, &self->last_name);
}

SatCardFacts *
sat_card_facts_of (const SatVcard *card)
{
  SatCardFacts *self = sat_card_facts_new ();

  g_return_val_if_fail (card != NULL, self);

  for (guint i = 0; i < card->properties->len; i++) {
    SatCardPlace place = take_property (self, card, sat_vcard_get (card, i));

    g_array_append_val (self->places, place);
  }
  for (guint i = 0; i < card->properties->len; i++)
    place_beside (self, card, i);
  take_name (self, card);
  return self;
}

char *
sat_card_facts_title (const SatCardFacts *self)
{
  static const char *const kinds[] = {"mail", "phone", "fax", "web", "chat"};

  if (self->first_name != NULL && self->last_name != NULL)
    return sat_person_name_join (self->first_name, self->last_name);
  if (self->first_name != NULL || self->last_name != NULL)
    return g_strdup (self->first_name != NULL ? self->first_name : self->last_name);
  if (self->company != NULL)
    return g_strdup (self->company);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint k = 0; k < self->points->len; k++) {
      const SatCardPoint *point = self->points->pdata[k];

      if (strcmp (point->kind, kinds[i]) == 0)
        return g_strdup (point->value);
    }
  return g_strdup ("");
}

int
sat_card_facts_primary_point (const SatCardFacts *self, const char *kind)
{
  int best = -1, best_pref = 0;

  for (guint i = 0; i < self->points->len; i++) {
    const SatCardPoint *point = self->points->pdata[i];
    int pref = point->primary ? 0 : point->pref;

    if (strcmp (point->kind, kind) == 0 && (best < 0 || pref < best_pref)) {
      best = (int)i;
      best_pref = pref;
    }
  }
  return best;
}

int
sat_card_facts_primary_address (const SatCardFacts *self)
{
  int best = -1, best_pref = 0;

  for (guint i = 0; i < self->addresses->len; i++) {
    const SatCardAddress *address = self->addresses->pdata[i];
    int pref = address->primary ? 0 : address->pref;

    if (best < 0 || pref < best_pref) {
      best = (int)i;
      best_pref = pref;
    }
  }
  return best;
}

gboolean
sat_card_point_equal (const SatCardPoint *a, const SatCardPoint *b)
{
  return strcmp (a->kind, b->kind) == 0 && strcmp (a->value, b->value) == 0 &&
         g_strcmp0 (a->label, b->label) == 0 && (a->pref == 1) == (b->pref == 1);
}

gboolean
sat_card_address_equal (const SatCardAddress *a, const SatCardAddress *b)
{
  return g_strcmp0 (a->label, b->label) == 0 && g_strcmp0 (a->street, b->street) == 0 &&
         g_strcmp0 (a->city, b->city) == 0 && g_strcmp0 (a->region, b->region) == 0 &&
         g_strcmp0 (a->postal_code, b->postal_code) == 0 && g_strcmp0 (a->country, b->country) == 0;
}

gboolean
sat_card_is_group (const SatVcard *card)
{
  for (guint i = 0; i < card->properties->len; i++) {
    const SatVcardProperty *property = sat_vcard_get (card, i);

    if ((sat_vcard_is (property, "KIND") || sat_vcard_is (property, "X-ADDRESSBOOKSERVER-KIND")) &&
        g_ascii_strcasecmp (property->value, "group") == 0)
      return TRUE;
  }
  return FALSE;
}
