/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-registry.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sat-registry-lines.h"

#define MAX_IDENTIFIER 40

/* A custom field; shared by all registries that have it. */
typedef struct {
  guint16 type;
  SatField field; /* owns its strings */
} Custom;

typedef struct {
  SatType type;
  SatField *storage;
} TypeBox;

struct _SatRegistry {
  gatomicrefcount ref_count;
  const SatTypeLines *lines;
  guint n_lines;
  guint schema;
  guint n_types;
  TypeBox *boxes;
  const SatType **types;
  GHashTable *by_name;
  GHashTable *by_number;
  GPtrArray *customs; /* of Custom, in the order in which they came */
};

static SatChoice *
copy_choices (const SatChoice *choices)
{
  g_autoptr (GArray) copy = g_array_new (TRUE, TRUE, sizeof (SatChoice));

  for (; choices->name != NULL; choices++) {
    SatChoice choice = {g_strdup (choices->name), g_strdup (choices->label)};
    g_array_append_val (copy, choice);
  }
  return (SatChoice *)(gpointer)g_array_free (g_steal_pointer (&copy), FALSE);
}

static Custom *
custom_new (guint16 type, const SatField *field)
{
  Custom *self = g_atomic_rc_box_new0 (Custom);

  self->type = type;
  self->field = *field;
  self->field.name = g_strdup (field->name);
  self->field.label = g_strdup (field->label);
  self->field.target = g_strdup (field->target);
  self->field.currency = g_strdup (field->currency);
  self->field.through = g_strdup (field->through);
  self->field.via = g_strdup (field->via);
  self->field.standard = g_strdup (field->standard);
  self->field.choices = field->choices != NULL ? copy_choices (field->choices) : NULL;
  self->field.flags |= SAT_FIELD_CUSTOM;
  return self;
}

static void
custom_clear (gpointer data)
{
  SatField *field = &((Custom *)data)->field;

  for (const SatChoice *choice = field->choices; choice != NULL && choice->name != NULL; choice++) {
    g_free ((char *)choice->name);
    g_free ((char *)choice->label);
  }
  g_free ((SatChoice *)field->choices);
  g_free ((char *)field->name);
  g_free ((char *)field->label);
  g_free ((char *)field->target);
  g_free ((char *)field->currency);
  g_free ((char *)field->through);
  g_free ((char *)field->via);
  g_free ((char *)field->standard);
}

static void
custom_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, custom_clear);
}

/* TRUE for [a-z][a-z0-9_]{0,39}. NULL is none. */
gboolean
sat_registry_is_identifier (const char *name)
{
  gsize length = 0;

  if (name == NULL || !g_ascii_islower (*name))
    return FALSE;
  while (g_ascii_islower (name[length]) || g_ascii_isdigit (name[length]) || name[length] == '_')
    length++;
  return name[length] == '\0' && length <= MAX_IDENTIFIER;
}

/* A line of a version that is yet to be is a mistake, which the check finds. */
static gboolean
is_known (guint since, guint schema)
{
  return since <= schema || since > SAT_SCHEMA_VERSION;
}

/* Appends @line to the fields of @box. Of two with the same name or number, the tables keep the
 * first and the check finds the second. */
static void
add_field (TypeBox *box, const SatField *line)
{
  SatType *type = &box->type;
  SatField *field = &box->storage[type->n_fields];

  *field = *line;
  field->type = type;
  field->index = type->n_fields;
  ((const SatField **)type->fields)[type->n_fields++] = field;
  if (field->name != NULL && !g_hash_table_contains (type->by_name, field->name))
    g_hash_table_insert (type->by_name, (gpointer)field->name, field);
  if (!g_hash_table_contains (type->by_number, GUINT_TO_POINTER (field->number)))
    g_hash_table_insert (type->by_number, GUINT_TO_POINTER (field->number), field);
}

static void
build_type (SatRegistry *self, TypeBox *box, const SatTypeLines *lines)
{
  guint n = 0;

  while (lines->lines[n].name != NULL)
    n++;
  box->type = lines->type;
  box->type.n_fields = 0;
  box->storage = g_new0 (SatField, n + self->customs->len + 1);
  box->type.fields = g_new0 (const SatField *, n + self->customs->len + 1);
  box->type.by_name = g_hash_table_new (g_str_hash, g_str_equal);
  box->type.by_number = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < n; i++)
    if (is_known (lines->lines[i].since, self->schema))
      add_field (box, &lines->lines[i]);
  for (guint i = 0; i < self->customs->len; i++) {
    const Custom *custom = g_ptr_array_index (self->customs, i);

    if (custom->type == box->type.number)
      add_field (box, &custom->field);
  }
}

/* @customs: (transfer full) */
static SatRegistry *
build (const SatTypeLines *lines, guint n_lines, guint schema, GPtrArray *customs, GError **error)
{
  g_autoptr (SatRegistry) self = g_new0 (SatRegistry, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->lines = lines;
  self->n_lines = n_lines;
  self->schema = schema;
  self->boxes = g_new0 (TypeBox, n_lines);
  self->types = g_new0 (const SatType *, n_lines + 1);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_number = g_hash_table_new (NULL, NULL);
  self->customs = customs;
  for (guint i = 0; i < n_lines; i++) {
    SatType *type = &self->boxes[self->n_types].type;

    if (!is_known (lines[i].type.since, schema))
      continue;
    build_type (self, &self->boxes[self->n_types], &lines[i]);
    self->types[self->n_types++] = type;
    if (type->name != NULL)
      g_hash_table_insert (self->by_name, (gpointer)type->name, type);
    g_hash_table_insert (self->by_number, GUINT_TO_POINTER (type->number), type);
  }
  return sat_registry_check (self, error) ? g_steal_pointer (&self) : NULL;
}

SatRegistry *
sat_registry_new_from_lines (const SatTypeLines *lines, guint n_lines, GError **error)
{
  g_return_val_if_fail (lines != NULL, NULL);

  return build (lines, n_lines, SAT_SCHEMA_VERSION, g_ptr_array_new_with_free_func (custom_unref),
                error);
}

SatRegistry *
sat_registry_new_of_schema (guint schema)
{
  g_autoptr (GError) error = NULL;
  SatRegistry *self;

  g_return_val_if_fail (schema > 0, NULL);

  self = build (sat_registry_lines, sat_registry_n_lines, schema,
                g_ptr_array_new_with_free_func (custom_unref), &error);
  if (self == NULL)
    g_error ("The table of record types is wrong: %s", error->message);
  return self;
}

SatRegistry *
sat_registry_new (void)
{
  const char *text = g_getenv ("SATCHEL_SCHEMA");
  guint64 schema = SAT_SCHEMA_VERSION;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT8, &schema, NULL))
    g_warning ("SATCHEL_SCHEMA=%s is not a version of the schema", text);
  return sat_registry_new_of_schema ((guint)schema);
}

guint
sat_registry_schema (SatRegistry *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->schema;
}

SatRegistry *
sat_registry_with_field (SatRegistry *self,
                         const char *type_name,
                         const SatField *field,
                         GError **error)
{
  const SatType *type;
  g_autoptr (GPtrArray) customs = NULL;
  Custom *custom;
  gboolean replaced = FALSE;

  g_return_val_if_fail (self != NULL && type_name != NULL && field != NULL, NULL);

  type = sat_registry_require (self, type_name, error);
  if (type == NULL)
    return NULL;
  if (field->number < SAT_FIELD_FIRST_CUSTOM) {
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                 _ ("The number %u is kept for built-in fields"), field->number);
    return NULL;
  }

  custom = custom_new (type->number, field);
  customs = g_ptr_array_new_with_free_func (custom_unref);
  for (guint i = 0; i < self->customs->len; i++) {
    Custom *old = g_ptr_array_index (self->customs, i);

    if (old->type == type->number && old->field.number == field->number) {
      g_ptr_array_add (customs, custom);
      replaced = TRUE;
    } else {
      g_ptr_array_add (customs, g_atomic_rc_box_acquire (old));
    }
  }
  if (!replaced)
    g_ptr_array_add (customs, custom);
  return build (self->lines, self->n_lines, self->schema, g_steal_pointer (&customs), error);
}

SatRegistry *
sat_registry_ref (SatRegistry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
sat_registry_unref (SatRegistry *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_types; i++) {
    g_hash_table_unref (self->boxes[i].type.by_name);
    g_hash_table_unref (self->boxes[i].type.by_number);
    g_free ((gpointer)self->boxes[i].type.fields);
    g_free (self->boxes[i].storage);
  }
  g_hash_table_unref (self->by_name);
  g_hash_table_unref (self->by_number);
  g_ptr_array_unref (self->customs);
  g_free (self->types);
  g_free (self->boxes);
  g_free (self);
}

/* NULL if there is none. */
const SatType *
sat_registry_type (SatRegistry *self, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);

  return name != NULL ? g_hash_table_lookup (self->by_name, name) : NULL;
}

/* NULL if there is none. */
const SatType *
sat_registry_type_by_number (SatRegistry *self, guint16 number)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_hash_table_lookup (self->by_number, GUINT_TO_POINTER (number));
}

/* As sat_registry_type(), with SAT_MODEL_ERROR_UNKNOWN for a name that there is not. */
const SatType *
sat_registry_require (SatRegistry *self, const char *name, GError **error)
{
  const SatType *type;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  type = sat_registry_type (self, name);
  if (type == NULL)
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN,
                 _ ("There is no record type “%s”"), name);
  return type;
}

/* In the table's order; also NULL-terminated. @n may be NULL. */
const SatType *const *
sat_registry_types (SatRegistry *self, guint *n)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (n != NULL)
    *n = self->n_types;
  return self->types;
}
