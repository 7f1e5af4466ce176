/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-reader-private.h"

#include "sat-schema.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_TITLE_FIELDS 4

/* One look-up of a text. */
typedef struct {
  SatReader *reader;
  const SatField *reference;
  char *folded;
  GArray *found; /* gint64, each once */
} Search;

static void
add_found (Search *self, gint64 id)
{
  for (guint i = 0; i < self->found->len; i++)
    if (g_array_index (self->found, gint64, i) == id)
      return;
  g_array_append_val (self->found, id);
}

/* Adds the ids that @sql finds with @texts as its parameters. @check_title: only those whose whole
 * title is the text; the collation alone takes "Box 7" and "Box 007" for the same. */
static gboolean
add_rows (
    Search *self, const char *sql, const char *const *texts, gboolean check_title, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (self->reader->connection, sql, error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  for (int i = 0; texts[i] != NULL; i++)
    sat_statement_bind_text (statement, i + 1, texts[i]);
  do {
    gint64 id;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      break;
    id = sat_statement_int (statement, 0);
    if (check_title) {
      g_autofree char *title = sat_fold (sat_reader_title_of (self->reader, id, 0));

      if (!g_str_equal (title, self->folded))
        continue;
    }
    add_found (self, id);
  } while (row);
  return TRUE;
}

/* @parts: what each field of the title must be; "" is nothing. */
static gboolean
add_with_parts (
    Search *self, const SatType *type, GPtrArray *fields, char *const *parts, GError **error)
{
  const char *texts[MAX_TITLE_FIELDS + 1] = {NULL};
  g_autoptr (GString) sql = g_string_new (NULL);
  guint n = 0;

  g_string_printf (sql, "SELECT id FROM \"%s\" WHERE ", type->name);
  for (guint i = 0; i < fields->len; i++) {
    const char *column = sat_schema_column (g_ptr_array_index (fields, i));

    g_string_append_printf (sql, "%s\"%s\"", i > 0 ? " AND " : "", column);
    if (*parts[i] == '\0') {
      g_string_append (sql, " IS NULL");
    } else {
      texts[n++] = parts[i];
      g_string_append_printf (sql, " = ?%u COLLATE SAT_TEXT", n);
    }
  }
  return n == 0 || add_rows (self, sql->str, texts, TRUE, error);
}

/* Tries every way in which the words from @word on can be the values of the fields from @field
 * on. */
static gboolean
add_splits (Search *self,
            const SatType *type,
            GPtrArray *fields,
            char *const *words,
            guint word,
            guint field,
            char **parts,
            GError **error)
{
  guint n_words = g_strv_length ((char **)words);
  gboolean last = field + 1 >= MIN (fields->len, MAX_TITLE_FIELDS);

  for (guint end = last ? n_words : word; end <= n_words; end++) {
    g_autoptr (GString) part = g_string_new (NULL);

    for (guint i = word; i < end; i++)
      g_string_append_printf (part, "%s%s", i > word ? " " : "", words[i]);
    parts[field] = part->str;
    if (last ? !add_with_parts (self, type, fields, parts, error)
             : !add_splits (self, type, fields, words, end, field + 1, parts, error))
      return FALSE;
  }
  return TRUE;
}

/* A name that is written without spaces: each of its beginnings may be the family's. */
static gboolean
add_family_first (Search *self, const SatType *type, GPtrArray *fields, GError **error)
{
  for (const char *p = self->folded; *p != '\0' && sat_fold_is_cjk (g_utf8_get_char (p));) {
    g_autofree char *family = NULL;
    char *parts[2];

    p = g_utf8_next_char (p);
    family = g_strndup (self->folded, p - self->folded);
    parts[0] = (char *)p;
    parts[1] = family;
    if (*p != '\0' && !add_with_parts (self, type, fields, parts, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_plain_text (GPtrArray *fields)
{
  for (guint i = 0; i < fields->len; i++) {
    const SatField *field = g_ptr_array_index (fields, i);

    if (field->kind != SAT_KIND_TEXT || !sat_field_is_stored (field))
      return FALSE;
  }
  return fields->len > 0 && fields->len <= MAX_TITLE_FIELDS;
}

static gboolean
add_through (Search *self, const SatType *type, const SatField *field, GError **error)
{
  const SatField *reference = sat_type_field (type, field->through);
  const char *texts[] = {self->folded, NULL};
  g_autofree char *sql =
      g_strdup_printf ("SELECT t.id FROM \"%s\" AS p JOIN \"%s\" AS t ON t.\"%s\" = p.id"
                       " WHERE p.\"%s\" = ?1 COLLATE SAT_TEXT",
                       reference->target, type->name, sat_schema_column (reference), field->via);

  return add_rows (self, sql, texts, TRUE, error);
}

/* For titles that no index has, such as those made of dates or of other titles. */
static gboolean
add_by_scan (Search *self, const SatType *type, GError **error)
{
  const char *texts[] = {NULL};
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\"", type->name);

  return add_rows (self, sql, texts, TRUE, error);
}

static gboolean
add_titled (Search *self, const SatType *type, GError **error)
{
  GPtrArray *alternatives = sat_reader_get_plan (self->reader, type)->alternatives;
  g_auto (GStrv) words = g_strsplit (self->folded, " ", -1);

  for (guint i = 0; i < alternatives->len; i++) {
    GPtrArray *fields = g_ptr_array_index (alternatives, i);
    const SatField *first = fields->len == 1 ? g_ptr_array_index (fields, 0) : NULL;
    char *parts[MAX_TITLE_FIELDS];
    gboolean ok;

    if (is_plain_text (fields))
      ok = add_splits (self, type, fields, words, 0, 0, parts, error) &&
           (!sat_title_is_full_name (type, fields) || add_family_first (self, type, fields, error));
    else if (first != NULL && first->through != NULL)
      ok = add_through (self, type, first, error);
    else
      return add_by_scan (self, type, error);
    if (!ok)
      return FALSE;
  }
  return TRUE;
}

gboolean
sat_reader_find_titled (
    SatReader *self, const SatType *type, const char *text, GArray *ids, GError **error)
{
  g_autofree char *folded = sat_fold (text);
  Search search = {.reader = self, .folded = folded, .found = ids};

  return *folded == '\0' || add_titled (&search, type, error);
}

static gboolean
add_unique (Search *self, const SatField *field, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->reader->connection,
      "SELECT id FROM lookup WHERE type = ?1 AND field = ?2 AND folded = ?3", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, field->type->number);
  sat_statement_bind_int (statement, 2, field->number);
  sat_statement_bind_text (statement, 3, self->folded);
  do {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (row)
      add_found (self, sat_statement_int (statement, 0));
  } while (row);
  return TRUE;
}

/* Codes, and the mails that a record has, the primary one or not. */
static gboolean
add_named (Search *self, const SatType *type, GError **error)
{
  const SatField *mail = sat_type_field (type, "mail");

  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i]->flags & SAT_FIELD_UNIQUE) && !add_unique (self, type->fields[i], error))
      return FALSE;
  if (mail != NULL && mail->through != NULL) {
    const char *texts[] = {self->folded, NULL};
    g_autofree char *sql =
        g_strdup_printf ("SELECT t.id FROM contact_point AS p JOIN \"%s\" AS t ON t.id = p.record"
                         " WHERE p.value = ?1 COLLATE SAT_TEXT AND p.kind = 'mail'"
                         " AND sat_fold (p.value) = ?1",
                         type->name);

    return add_rows (self, sql, texts, FALSE, error);
  }
  return TRUE;
}

static gboolean
for_each_target (Search *self,
                 gboolean (*add) (Search *, const SatType *, GError **),
                 GError **error)
{
  g_auto (GStrv) names = g_strsplit (self->reference->target, "|", -1);

  for (guint i = 0; names[i] != NULL; i++) {
    const SatType *type = sat_registry_type (self->reader->registry, names[i]);

    if (type != NULL && !add (self, type, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
search_text (Search *self, const char *text, gint64 *id, GError **error)
{
  if (!for_each_target (self, add_titled, error))
    return FALSE;
  if (self->found->len == 0 && !for_each_target (self, add_named, error))
    return FALSE;
  if (self->found->len > 1) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_AMBIGUOUS,
                 ngettext ("“%s” fits %u record", "“%s” fits %u records", self->found->len), text,
                 self->found->len);
    return FALSE;
  }
  if (self->found->len == 1)
    *id = g_array_index (self->found, gint64, 0);
  return TRUE;
}

gboolean
sat_reader_resolve (
    SatReader *self, const SatField *reference, const char *text, gint64 *id, GError **error)
{
  Search search = {.reader = self, .reference = reference};
  SatUuid uuid;
  gboolean ok;

  g_return_val_if_fail (self != NULL && reference != NULL && text != NULL && id != NULL, FALSE);
  g_return_val_if_fail (reference->target != NULL, FALSE);
  *id = 0;
  if (sat_uuid_parse (text, &uuid)) {
    const SatType *type = NULL;
    gboolean deleted = FALSE;
    g_autoptr (GError) failure = NULL;
    gint64 found = sat_reader_find (self, &uuid, &type, &deleted, &failure);

    if (type != NULL && !deleted && sat_field_targets (reference, type->name))
      *id = found;
    if (failure != NULL)
      g_propagate_error (error, g_steal_pointer (&failure));
    return failure == NULL;
  }
  sat_reader_refresh (self);
  search.folded = sat_fold (text);
  search.found = g_array_new (FALSE, FALSE, sizeof (gint64));
  ok = *search.folded == '\0' || search_text (&search, text, id, error);
  g_free (search.folded);
  g_array_unref (search.found);
  return ok;
}
