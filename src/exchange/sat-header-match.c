/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-header-match.h"

#include <string.h>

#include "sat-header-names.h"
#include "sat-header-table.h"

#define CHOICE_SCORE 0.5
#define UNKNOWN_WEIGHT 0.25
#define STRONG_WEIGHT 1.0

void
sat_header_match_free (SatHeaderMatch *match)
{
  if (match == NULL)
    return;
  g_free (match->columns);
  g_free (match);
}

static gboolean
takes_several (const char *field)
{
  return g_strv_contains (sat_header_labelled, field);
}

/* @path, or a field of what it refers to. */
static gboolean
is_or_leads_on (const char *path, const char *name, gsize length)
{
  return strncmp (path, name, length) == 0 && (path[length] == '\0' || path[length] == '.');
}

static gboolean
has_key (const SatHeaderMatch *match, const char *key)
{
  for (guint i = 0; i < match->n_columns; i++) {
    const SatHeaderColumn *column = &match->columns[i];

    if (column->field == NULL)
      continue;
    if (*key == '!' ? column->weight >= STRONG_WEIGHT
                    : is_or_leads_on (column->field, key, strlen (key)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_all_keys (const SatHeaderMatch *match, const char *keys)
{
  g_auto (GStrv) groups = g_strsplit (keys, " ", -1);

  for (guint g = 0; groups[g] != NULL; g++) {
    g_auto (GStrv) choices = g_strsplit (groups[g], "|", -1);
    gboolean found = FALSE;

    for (guint c = 0; choices[c] != NULL; c++)
      found |= has_key (match, choices[c]);
    if (!found)
      return FALSE;
  }
  return TRUE;
}

/* NULL: there is no line for the type, and every required field is a key. */
static const SatHeaderKeys *
find_keys (const char *type)
{
  for (const SatHeaderKeys *keys = sat_header_keys; keys->type != NULL; keys++)
    if (strcmp (keys->type, type) == 0)
      return keys;
  return NULL;
}

static void
count_columns (SatHeaderMatch *match)
{
  for (guint i = 0; i < match->n_columns; i++) {
    SatHeaderColumn *column = &match->columns[i];

    column->nth = 1;
    for (guint before = 0; column->field != NULL && before < i; before++)
      column->nth += match->columns[before].field == column->field &&
                     match->columns[before].label == column->label;
  }
}

/* Of the columns for a field that takes one value, the one that says most keeps it, and the first
 * of those. */
static void
settle_repeats (SatHeaderMatch *match)
{
  for (guint i = 0; i < match->n_columns; i++) {
    SatHeaderColumn *column = &match->columns[i];

    for (guint o = i + 1; column->field != NULL && o < match->n_columns; o++) {
      SatHeaderColumn *other = &match->columns[o];
      SatHeaderColumn *loser = other->weight > column->weight ? column : other;

      if (other->field != column->field || takes_several (column->field))
        continue;
      loser->field = NULL;
      loser->repeated = TRUE;
    }
  }
}

static void
rate (SatHeaderMatch *match)
{
  double known = 0, unknown = 0;

  for (guint i = 0; i < match->n_columns; i++) {
    const SatHeaderColumn *column = &match->columns[i];

    if (column->field != NULL)
      known += column->weight;
    else if (!column->ignored && !column->repeated)
      unknown += UNKNOWN_WEIGHT;
  }
  match->score = known > 0 ? known / (known + unknown) : 0;
}

static void
refresh (SatHeaderMatch *match)
{
  const SatHeaderKeys *keys = find_keys (match->type);

  count_columns (match);
  rate (match);
  if (keys != NULL)
    match->has_keys = has_all_keys (match, keys->keys);
}

void
sat_header_match_assign (SatHeaderMatch *match, guint column, const char *path)
{
  SatHeaderColumn *target;

  g_return_if_fail (match != NULL);
  g_return_if_fail (column < match->n_columns);
  target = &match->columns[column];
  *target = (SatHeaderColumn){.field = g_intern_string (path), .label = ""};
  target->ignored = path == NULL;
  target->weight = path != NULL ? STRONG_WEIGHT : 0;
  for (guint i = 0; path != NULL && i < match->n_columns; i++)
    if (i != column && match->columns[i].field == target->field && !takes_several (path)) {
      match->columns[i].field = NULL;
      match->columns[i].repeated = TRUE;
    }
  refresh (match);
}

int
sat_header_match_find (const SatHeaderMatch *match, const char *path)
{
  g_return_val_if_fail (match != NULL, -1);
  g_return_val_if_fail (path != NULL, -1);
  for (guint i = 0; i < match->n_columns; i++)
    if (g_strcmp0 (match->columns[i].field, path) == 0)
      return i;
  return -1;
}

/* "Birth day" beside a year and a month is a day and no date. */
static void
split_birthday (SatHeaderMatch *match)
{
  int day = sat_header_match_find (match, "birthday");

  if (day >= 0 && sat_header_match_find (match, "birthday.year") >= 0)
    match->columns[day].field = g_intern_static_string ("birthday.day");
}

/* A "…id" that is not known says that the row is about something else, so that a later id of this
 * type is a reference in it. */
static void
drop_foreign_ids (SatHeaderMatch *match, char **compact)
{
  gboolean foreign = FALSE;

  for (guint i = 0; i < match->n_columns; i++) {
    SatHeaderColumn *column = &match->columns[i];

    if (g_strcmp0 (column->field, "external_id") == 0 && column->weight >= STRONG_WEIGHT && foreign)
      column->field = NULL;
    foreign |= column->field == NULL && !column->ignored && strlen (compact[i]) > 2 &&
               g_str_has_suffix (compact[i], "id");
  }
}

static gboolean
has_required (const SatHeaderMatch *match, const SatType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i]->flags & SAT_FIELD_REQUIRED && !has_key (match, type->fields[i]->name))
      return FALSE;
  return TRUE;
}

SatHeaderMatch *
sat_header_table_match (SatHeaderTable *table,
                        const char *type,
                        const char *const *headers,
                        guint n_headers)
{
  g_auto (GStrv) compact = NULL;
  const SatType *registered;
  SatHeaderMatch *match;

  g_return_val_if_fail (table != NULL, NULL);
  g_return_val_if_fail (type != NULL, NULL);
  g_return_val_if_fail (headers != NULL || n_headers == 0, NULL);
  registered = sat_registry_type (sat_header_table_registry (table), type);
  if (registered == NULL)
    return NULL;
  match = g_new0 (SatHeaderMatch, 1);
  match->type = g_intern_string (type);
  match->n_columns = n_headers;
  match->columns = g_new0 (SatHeaderColumn, n_headers);
  compact = g_new0 (char *, n_headers + 1);
  for (guint i = 0; i < n_headers; i++) {
    compact[i] = sat_header_compact (headers[i]);
    sat_header_table_find (table, match->type, compact[i], &match->columns[i]);
  }
  drop_foreign_ids (match, compact);
  settle_repeats (match);
  split_birthday (match);
  match->has_keys = has_required (match, registered);
  refresh (match);
  return match;
}

/* Satchel's own file of a type: nothing but its fields by their names, and most of them (a version
 * before this one had fewer). */
static guint
own_share (const SatType *type, const char *const *headers, guint n_headers)
{
  guint n_fields = 0, found = 0;

  for (guint i = 0; i < n_headers; i++) {
    gboolean field = sat_type_field (type, headers[i]) != NULL;

    if (!field && strcmp (headers[i], "id") != 0)
      return 0;
    found += field;
  }
  for (guint i = 0; i < type->n_fields; i++)
    n_fields +=
        sat_field_is_writable (type->fields[i]) && !(type->fields[i]->flags & SAT_FIELD_INTERNAL);
  return n_headers >= 3 && n_fields > 0 && found * 2 >= n_fields ? MIN (found * 100 / n_fields, 100)
                                                                 : 0;
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const SatHeaderMatch *one = *(SatHeaderMatch *const *)a, *two = *(SatHeaderMatch *const *)b;

  if (one->own != two->own)
    return one->own > two->own ? -1 : 1;
  return one->score > two->score ? -1 : one->score < two->score;
}

/* Types without a line for their keys are those that people have no files of. */
static void
try_type (SatHeaderTable *table,
          const char *name,
          const char *const *headers,
          guint n_headers,
          GPtrArray *choices)
{
  const SatType *type = sat_registry_type (sat_header_table_registry (table), name);
  g_autoptr (SatHeaderMatch) match = sat_header_table_match (table, name, headers, n_headers);

  if (match == NULL)
    return;
  match->own = own_share (type, headers, n_headers);
  if (match->own > 0 && has_required (match, type))
    match->has_keys = TRUE;
  if (match->has_keys && match->score >= CHOICE_SCORE &&
      (match->own > 0 || find_keys (name) != NULL))
    g_ptr_array_add (choices, g_steal_pointer (&match));
}

GPtrArray *
sat_header_table_choices (SatHeaderTable *table, const char *const *headers, guint n_headers)
{
  g_autoptr (GPtrArray) choices =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_header_match_free);
  const SatType *const *types;
  guint n_types;

  g_return_val_if_fail (table != NULL, NULL);
  g_return_val_if_fail (headers != NULL || n_headers == 0, NULL);
  for (const SatHeaderKeys *keys = sat_header_keys; keys->type != NULL; keys++)
    try_type (table, keys->type, headers, n_headers, choices);
  types = sat_registry_types (sat_header_table_registry (table), &n_types);
  for (guint i = 0; i < n_types; i++)
    if (find_keys (types[i]->name) == NULL)
      try_type (table, types[i]->name, headers, n_headers, choices);
  /* Stable, so that equal scores keep the order of the list. */
  g_ptr_array_sort (choices, compare_matches);
  return g_steal_pointer (&choices);
}

SatHeaderMatch *
sat_header_table_choose (SatHeaderTable *table, const char *const *headers, guint n_headers)
{
  g_autoptr (GPtrArray) choices = NULL;

  g_return_val_if_fail (table != NULL, NULL);
  choices = sat_header_table_choices (table, headers, n_headers);
  return choices->len > 0 ? g_ptr_array_steal_index (choices, 0) : NULL;
}
