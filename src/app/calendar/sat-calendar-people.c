/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-people.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-card-face.h"
#include "sat-query.h"
#include "sat-settings.h"

#define MOST 500

struct _SatCalendarPeople {
  GObject parent_instance;
  SatContext *context;
  GSettings *settings;
  GPtrArray *people;  /* SatCalendarPerson */
  GHashTable *by_id;  /* gint64* in a person to that person */
  GHashTable *chosen; /* uuids */
  SatCalendarWho who;
  gulong context_changed, settings_changed;
};

enum {
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatCalendarPeople, sat_calendar_people, G_TYPE_OBJECT)

static const char *const who_names[] = {"me", "team", "everyone"};

static void
person_free (gpointer data)
{
  SatCalendarPerson *person = data;

  g_free (person->uuid);
  g_free (person->name);
  g_free (person->initials);
  g_free (person);
}

static int
compare_people (gconstpointer a, gconstpointer b)
{
  const SatCalendarPerson *one = *(SatCalendarPerson *const *)a;
  const SatCalendarPerson *other = *(SatCalendarPerson *const *)b;

  if (one->is_me != other->is_me)
    return one->is_me ? -1 : 1;
  return g_utf8_collate (one->name, other->name);
}

/* The colour stays with the person when names change: it goes by the order in which people came. */
static void
take_person (SatCalendarPeople *self, SatRecord *user, gint64 me, gint64 my_team)
{
  SatCalendarPerson *person = g_new0 (SatCalendarPerson, 1);

  person->id = sat_record_get_id (user);
  person->uuid = sat_context_uuid_text (self->context, person->id);
  person->name = g_strdup (sat_record_get_title (user));
  person->initials = sat_card_face_initials (person->name);
  person->is_me = person->id == me;
  person->is_mine = person->is_me || (me != 0 && sat_record_get_int (user, "manager", 0) == me) ||
                    (my_team != 0 && sat_record_get_int (user, "team", 0) == my_team);
  g_ptr_array_add (self->people, person);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 one = sat_record_get_id (*(SatRecord *const *)a);
  gint64 other = sat_record_get_id (*(SatRecord *const *)b);

  return (one > other) - (one < other);
}

static void
give_colours (SatCalendarPeople *self)
{
  guint next = 1;

  for (guint i = 0; i < self->people->len; i++) {
    SatCalendarPerson *person = g_ptr_array_index (self->people, i);

    person->colour = person->is_me ? 0 : next++;
  }
}

static void
load (SatCalendarPeople *self)
{
  SatReader *reader = sat_context_get_reader (self->context);
  const SatType *type = sat_context_get_type_by_name (self->context, "user");
  gint64 me = sat_context_get_user (self->context), my_team = 0;
  g_autoptr (SatQuery) query = sat_query_new ("user");
  g_autoptr (GArray) ids = sat_query_page (query, reader, 0, MOST, NULL);
  g_autoptr (GPtrArray) users = NULL;

  g_hash_table_remove_all (self->by_id);
  g_ptr_array_set_size (self->people, 0);
  if (ids != NULL)
    users =
        sat_reader_load_many (reader, type, (const gint64 *)(gpointer)ids->data, ids->len, NULL);
  for (guint i = 0; users != NULL && i < users->len; i++)
    if (sat_record_get_id (g_ptr_array_index (users, i)) == me)
      my_team = sat_record_get_int (g_ptr_array_index (users, i), "team", 0);
  if (users != NULL)
    g_ptr_array_sort (users, compare_ids);
  for (guint i = 0; users != NULL && i < users->len; i++)
    take_person (self, g_ptr_array_index (users, i), me, my_team);
  give_colours (self);
  g_ptr_array_sort (self->people, compare_people);
  for (guint i = 0; i < self->people->len; i++) {
    SatCalendarPerson *person = g_ptr_array_index (self->people, i);

    g_hash_table_insert (self->by_id, &person->id, person);
  }
}

static void
read_setting (SatCalendarPeople *self)
{
  g_auto (GStrv) names = g_settings_get_strv (self->settings, SAT_SETTING_CALENDAR_PEOPLE);

  g_hash_table_remove_all (self->chosen);
  self->who = SAT_CALENDAR_CHOSEN;
  for (guint i = 0; i < G_N_ELEMENTS (who_names); i++)
    if (g_strcmp0 (names[0], who_names[i]) == 0)
      self->who = (SatCalendarWho)i;
  for (guint i = 0; self->who == SAT_CALENDAR_CHOSEN && names[i] != NULL; i++)
    g_hash_table_add (self->chosen, g_strdup (names[i]));
}

static gboolean
is_shown (SatCalendarPeople *self, const SatCalendarPerson *person)
{
  switch (self->who) {
  case SAT_CALENDAR_ME:
    return person->is_me;
  case SAT_CALENDAR_TEAM:
    return person->is_mine;
  case SAT_CALENDAR_EVERYONE:
    return TRUE;
  case SAT_CALENDAR_CHOSEN:
  default:
    return g_hash_table_contains (self->chosen, person->uuid);
  }
}

static guint
count_shown (SatCalendarPeople *self)
{
  guint n = 0;

  for (guint i = 0; i < self->people->len; i++)
    n += is_shown (self, g_ptr_array_index (self->people, i));
  return n;
}

guint
sat_calendar_people_get_n (SatCalendarPeople *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_PEOPLE (self), 0);
  return self->people->len;
}

const SatCalendarPerson *
sat_calendar_people_get (SatCalendarPeople *self, guint index)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_PEOPLE (self) && index < self->people->len, NULL);
  return g_ptr_array_index (self->people, index);
}

const SatCalendarPerson *
sat_calendar_people_find (SatCalendarPeople *self, gint64 id)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_PEOPLE (self), NULL);
  return g_hash_table_lookup (self->by_id, &id);
}

SatCalendarWho
sat_calendar_people_get_who (SatCalendarPeople *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_PEOPLE (self), SAT_CALENDAR_ME);
  return self->who;
}

void
sat_calendar_people_set_who (SatCalendarPeople *self, SatCalendarWho who)
{
  const char *names[] = {NULL, NULL};

  g_return_if_fail (SAT_IS_CALENDAR_PEOPLE (self) && who < SAT_CALENDAR_CHOSEN);
  names[0] = who_names[who];
  g_settings_set_strv (self->settings, SAT_SETTING_CALENDAR_PEOPLE, names);
}

gboolean
sat_calendar_people_is_shown (SatCalendarPeople *self, gint64 id)
{
  const SatCalendarPerson *person;

  g_return_val_if_fail (SAT_IS_CALENDAR_PEOPLE (self), FALSE);
  person = g_hash_table_lookup (self->by_id, &id);
  return person != NULL && is_shown (self, person);
}

void
sat_calendar_people_set_shown (SatCalendarPeople *self, gint64 id, gboolean shown)
{
  g_autoptr (GPtrArray) uuids = NULL;

  g_return_if_fail (SAT_IS_CALENDAR_PEOPLE (self));
  if (sat_calendar_people_is_shown (self, id) == shown)
    return;
  uuids = g_ptr_array_new ();
  for (guint i = 0; i < self->people->len; i++) {
    const SatCalendarPerson *person = g_ptr_array_index (self->people, i);

    if (person->id == id ? shown : is_shown (self, person))
      g_ptr_array_add (uuids, person->uuid);
  }
  if (uuids->len == 0) {
    sat_calendar_people_set_who (self, SAT_CALENDAR_ME);
    return;
  }
  g_ptr_array_add (uuids, NULL);
  g_settings_set_strv (self->settings, SAT_SETTING_CALENDAR_PEOPLE,
                       (const char *const *)uuids->pdata);
}

GArray *
sat_calendar_people_dup_owners (SatCalendarPeople *self)
{
  GArray *owners;

  g_return_val_if_fail (SAT_IS_CALENDAR_PEOPLE (self), NULL);
  owners = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (self->who == SAT_CALENDAR_EVERYONE)
    return owners;
  for (guint i = 0; i < self->people->len; i++) {
    const SatCalendarPerson *person = g_ptr_array_index (self->people, i);

    if (is_shown (self, person))
      g_array_append_val (owners, person->id);
  }
  return owners;
}

gboolean
sat_calendar_people_is_several (SatCalendarPeople *self)
{
  guint n;

  g_return_val_if_fail (SAT_IS_CALENDAR_PEOPLE (self), FALSE);
  n = count_shown (self);
  return n > 1 || (n == 0 && self->people->len > 1);
}

char *
sat_calendar_people_describe (SatCalendarPeople *self)
{
  guint n;

  g_return_val_if_fail (SAT_IS_CALENDAR_PEOPLE (self), NULL);
  n = count_shown (self);
  if (self->who == SAT_CALENDAR_EVERYONE || n == 0)
    return g_strdup (_ ("Everyone"));
  if (self->who == SAT_CALENDAR_TEAM)
    return g_strdup (_ ("My team"));
  for (guint i = 0; n == 1 && i < self->people->len; i++) {
    const SatCalendarPerson *person = g_ptr_array_index (self->people, i);

    if (is_shown (self, person))
      return g_strdup (person->is_me ? _ ("Only me") : person->name);
  }
  return g_strdup_printf (ngettext ("%u person", "%u people", n), n);
}

static gboolean
has_user (SatCalendarPeople *self, const SatStoreNews *news)
{
  SatReader *reader = sat_context_get_reader (self->context);

  if (news->records == NULL || news->change == 0)
    return TRUE;
  for (guint i = 0; i < news->records->len && i < MOST; i++) {
    const SatType *type = NULL;

    if (sat_reader_identify (reader, g_array_index (news->records, gint64, i), NULL, &type, NULL,
                             NULL) &&
        type != NULL && g_str_equal (type->name, "user"))
      return TRUE;
  }
  return news->records->len == 0 || news->records->len > MOST;
}

static void
context_changed_cb (SatContext *context, SatStoreNews *news, SatCalendarPeople *self)
{
  if (!has_user (self, news))
    return;
  load (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
setting_changed_cb (GSettings *settings, const char *key, SatCalendarPeople *self)
{
  read_setting (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
sat_calendar_people_dispose (GObject *object)
{
  SatCalendarPeople *self = SAT_CALENDAR_PEOPLE (object);

  if (self->context != NULL)
    g_clear_signal_handler (&self->context_changed, self->context);
  if (self->settings != NULL)
    g_clear_signal_handler (&self->settings_changed, self->settings);
  g_clear_object (&self->settings);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_calendar_people_parent_class)->dispose (object);
}

static void
sat_calendar_people_finalize (GObject *object)
{
  SatCalendarPeople *self = SAT_CALENDAR_PEOPLE (object);

  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->chosen);
  g_ptr_array_unref (self->people);
  G_OBJECT_CLASS (sat_calendar_people_parent_class)->finalize (object);
}

static void
sat_calendar_people_class_init (SatCalendarPeopleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sat_calendar_people_dispose;
  object_class->finalize = sat_calendar_people_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_calendar_people_init (SatCalendarPeople *self)
{
  self->people = g_ptr_array_new_with_free_func (person_free);
  self->by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

SatCalendarPeople *
sat_calendar_people_new (SatContext *context)
{
  SatCalendarPeople *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  self = g_object_new (SAT_TYPE_CALENDAR_PEOPLE, NULL);
  self->context = g_object_ref (context);
  self->settings = g_object_ref (sat_context_get_settings (context));
  self->settings_changed =
      g_signal_connect (self->settings, "changed::" SAT_SETTING_CALENDAR_PEOPLE,
                        G_CALLBACK (setting_changed_cb), self);
  self->context_changed =
      g_signal_connect (context, "changed", G_CALLBACK (context_changed_cb), self);
  read_setting (self);
  load (self);
  return self;
}
