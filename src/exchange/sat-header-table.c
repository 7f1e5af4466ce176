/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-header-table.h"

#include <string.h>

#include "sat-fold.h"
#include "sat-header-names.h"

typedef struct {
  const char *field; /* interned; NULL: nothing to keep */
  const char *label; /* static */
  double weight;
} Name;

struct _SatHeaderTable {
  SatRegistry *registry;
  GHashTable *types;    /* name (interned) -> GHashTable: compact title -> Name */
  GHashTable *ignored;  /* compact titles */
  GHashTable *prefixes; /* type name (interned) -> compact words, NULL-terminated */
  GPtrArray *labels;    /* for each of sat_header_labels, compact words */
};

SatRegistry *
sat_header_table_registry (SatHeaderTable *table)
{
  return table->registry;
}

/* Salesforce marks fields that a customer or a package added. */
static void
cut_marks (char *title)
{
  gsize length = strlen (title);
  char *space;

  if (length > 3 && g_ascii_strcasecmp (title + length - 3, "__c") == 0)
    title[length - 3] = '\0';
  space = strstr (title, "__");
  if (space != NULL && space > title && space - title <= 15 && space[2] != '\0')
    memmove (title, space + 2, strlen (space + 2) + 1);
}

char *
sat_header_compact (const char *title)
{
  g_autofree char *copy = g_utf8_make_valid (title, -1);
  g_autofree char *folded = NULL;
  GString *compact = g_string_new (NULL);

  g_strstrip (copy);
  cut_marks (copy);
  folded = sat_fold (copy);
  for (const char *c = folded; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_isalnum (g_utf8_get_char (c)))
      g_string_append_unichar (compact, g_utf8_get_char (c));
    else if (*c == '#')
      g_string_append (compact, "number");
  return g_string_free (compact, FALSE);
}

static char **
split_compact (const char *names)
{
  char **all = g_strsplit (names, "|", -1);

  for (guint i = 0; all[i] != NULL; i++) {
    char *compact = sat_header_compact (all[i]);

    g_free (all[i]);
    all[i] = compact;
  }
  return all;
}

static GHashTable *
names_of (SatHeaderTable *table, const char *type)
{
  const char *key = g_intern_string (type);
  GHashTable *names = g_hash_table_lookup (table->types, key);

  if (names == NULL) {
    names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    g_hash_table_insert (table->types, (char *)key, names);
  }
  return names;
}

/* The first line with a title decides, except that what the registry says goes before the list; the
 * list then still knows how much the title tells. */
static void
add_name (GHashTable *names, char *compact, const char *field, const char *label, double weight)
{
  Name *name = g_hash_table_lookup (names, compact);

  if (*compact == '\0' || name != NULL) {
    if (name != NULL && name->field == field && *label == '\0' && *name->label == '\0')
      name->weight = MAX (name->weight, weight);
    g_free (compact);
    return;
  }
  name = g_new0 (Name, 1);
  name->field = field;
  name->label = label;
  name->weight = weight;
  g_hash_table_insert (names, compact, name);
}

static void
add_registry (SatHeaderTable *table)
{
  guint n_types;
  const SatType *const *types = sat_registry_types (table->registry, &n_types);

  for (guint t = 0; t < n_types; t++) {
    GHashTable *names = names_of (table, types[t]->name);

    for (guint f = 0; f < types[t]->n_fields; f++) {
      const SatField *field = types[t]->fields[f];
      const char *path = g_intern_string (field->name);

      if (!sat_field_is_writable (field) || field->flags & SAT_FIELD_INTERNAL)
        continue;
      add_name (names, sat_header_compact (field->name), path, "", 0.5);
      add_name (names, sat_header_compact (field->label), path, "", 0.5);
      add_name (names, sat_header_compact (sat_field_get_label (field)), path, "", 0.5);
    }
    add_name (names, g_strdup ("id"), g_intern_static_string ("external_id"), "", 0.5);
  }
}

static void
add_list (SatHeaderTable *table)
{
  for (const SatHeaderName *line = sat_header_names; line->types != NULL; line++) {
    g_auto (GStrv) types = g_strsplit (line->types, "|", -1);

    for (guint t = 0; types[t] != NULL; t++) {
      g_autofree char **all = split_compact (line->names);

      for (guint i = 0; all[i] != NULL; i++)
        add_name (names_of (table, types[t]), all[i], g_intern_static_string (line->field),
                  line->label != NULL ? line->label : "", line->weight);
    }
  }
}

SatHeaderTable *
sat_header_table_new (SatRegistry *registry)
{
  SatHeaderTable *table;
  g_autofree char **ignored = split_compact (sat_header_ignored);

  g_return_val_if_fail (registry != NULL, NULL);
  table = g_new0 (SatHeaderTable, 1);
  table->registry = sat_registry_ref (registry);
  table->types = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
  table->ignored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  table->prefixes = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_strfreev);
  table->labels = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  add_registry (table);
  add_list (table);
  for (guint i = 0; ignored[i] != NULL; i++)
    g_hash_table_add (table->ignored, ignored[i]);
  for (const SatHeaderKeys *keys = sat_header_keys; keys->type != NULL; keys++)
    g_hash_table_insert (table->prefixes, (char *)g_intern_string (keys->type),
                         split_compact (keys->prefixes));
  for (const SatHeaderLabel *label = sat_header_labels; label->label != NULL; label++)
    g_ptr_array_add (table->labels, split_compact (label->words));
  return table;
}

void
sat_header_table_free (SatHeaderTable *table)
{
  if (table == NULL)
    return;
  sat_registry_unref (table->registry);
  g_hash_table_unref (table->types);
  g_hash_table_unref (table->ignored);
  g_hash_table_unref (table->prefixes);
  g_ptr_array_unref (table->labels);
  g_free (table);
}

static gboolean
use_name (const Name *name, const char *label, SatHeaderColumn *column)
{
  if (name == NULL)
    return FALSE;
  column->field = name->field;
  column->label = *label != '\0' ? label : name->label;
  column->weight = name->field != NULL ? name->weight : 0;
  column->ignored = name->field == NULL;
  return TRUE;
}

/* "email2address" -> "emailaddress". NULL: there is no number, or more than one. g_free(). */
static char *
cut_number (const char *compact)
{
  gsize before = strcspn (compact, "0123456789");
  gsize digits = strspn (compact + before, "0123456789");

  if (digits == 0 || digits > 2 || strpbrk (compact + before + digits, "0123456789"))
    return NULL;
  return g_strdup_printf ("%.*s%s", (int)before, compact, compact + before + digits);
}

static gboolean
find_part (GHashTable *names, const char *compact, const char *label, SatHeaderColumn *column)
{
  g_autofree char *plain = cut_number (compact);
  const Name *name = g_hash_table_lookup (names, compact);

  if (name == NULL && plain != NULL)
    name = g_hash_table_lookup (names, plain);
  if (name == NULL || name->field == NULL || !g_strv_contains (sat_header_labelled, name->field))
    return FALSE;
  /* A work mobile is a mobile. */
  return use_name (name, *name->label != '\0' ? name->label : label, column);
}

/* One of several phones, mails or addresses: by number, by a word, or by both. */
static gboolean
find_several (SatHeaderTable *table,
              GHashTable *names,
              const char *compact,
              SatHeaderColumn *column)
{
  gsize length = strlen (compact), longest = 0;

  for (guint l = 0; l < table->labels->len; l++)
    for (char **word = table->labels->pdata[l]; *word != NULL; word++) {
      gsize n = strlen (*word);
      const char *label = sat_header_labels[l].label;
      g_autofree char *start = NULL;

      if (n >= length || n <= longest)
        continue;
      start = g_strndup (compact, length - n);
      if ((g_str_has_prefix (compact, *word) && find_part (names, compact + n, label, column)) ||
          (g_str_has_suffix (compact, *word) && find_part (names, start, label, column)))
        longest = n;
    }
  return longest > 0 || find_part (names, compact, "", column);
}

/* The key of something that the type refers to. */
static gboolean
find_reference_id (SatHeaderTable *table,
                   const char *type,
                   GHashTable *names,
                   const char *compact,
                   SatHeaderColumn *column)
{
  const SatType *registered = sat_registry_type (table->registry, type);
  gsize length = strlen (compact);
  g_autofree char *stem = NULL;
  g_autofree char *path = NULL;
  const SatField *field;
  const Name *name;

  if (length < 4 || !g_str_has_suffix (compact, "id"))
    return FALSE;
  stem = g_strndup (compact, length - 2);
  name = g_hash_table_lookup (names, stem);
  if (name == NULL || name->field == NULL || registered == NULL)
    return FALSE;
  field = sat_type_field (registered, name->field);
  if (field == NULL || field->kind != SAT_KIND_REFERENCE)
    return FALSE;
  use_name (name, "", column);
  column->weight = MIN (column->weight, 0.5);
  path = g_strconcat (name->field, ".external_id", NULL);
  column->field = g_intern_string (path);
  return TRUE;
}

static gboolean
find_any (SatHeaderTable *table,
          const char *type,
          GHashTable *names,
          const char *compact,
          SatHeaderColumn *column)
{
  g_autofree char *plain = cut_number (compact);

  return use_name (g_hash_table_lookup (names, compact), "", column) ||
         find_several (table, names, compact, column) ||
         find_reference_id (table, type, names, compact, column)
         /* Programs that allow for several companies of a contact number the first one too. */
         || (plain != NULL && strchr (compact, '1') != NULL &&
             use_name (g_hash_table_lookup (names, plain), "", column));
}

void
sat_header_table_find (SatHeaderTable *table,
                       const char *type,
                       const char *compact,
                       SatHeaderColumn *column)
{
  const char *key = g_intern_string (type);
  GHashTable *names = names_of (table, key);
  char **prefix = g_hash_table_lookup (table->prefixes, key);

  *column = (SatHeaderColumn){.label = ""};
  if (*compact == '\0') {
    column->ignored = TRUE;
    return;
  }
  if (use_name (g_hash_table_lookup (names, compact), "", column))
    return;
  for (; prefix != NULL && *prefix != NULL; prefix++) {
    gsize n = strlen (*prefix);

    if (g_str_has_prefix (compact, *prefix) && compact[n] != '\0' &&
        find_any (table, key, names, compact + n, column))
      return;
  }
  if (g_hash_table_contains (table->ignored, compact))
    column->ignored = TRUE;
  else
    find_any (table, key, names, compact, column);
}
