/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-memory.h"

#include <string.h>

#include "sat-fold.h"
#include "sat-json.h"

/* Of so many kinds of files the corrections are remembered; the oldest goes first. */
#define MOST_SOURCES 60
#define STAGE "stage"
/* What a column with a field of its own has in the place of a path. */
#define MAKE_FIELD "+"

/* {"names": {"product": {"gtxpro": {"is": "GTX Pro"}}, "stage": {"bid": {"kind": "open"}}},
 *  "sources": {signature: {"type": "company", "columns": {"note": "notes"}, "dates": "dmy",
 *                          "decimals": ",", "null": "NULL"}}}
 * Names and titles are as they were written; they are compared folded. */
struct _SatImportMemory {
  JsonObject *names;
  JsonObject *sources;
};

static const struct {
  SatImportAnswer answer;
  const char *member, *value; /* value NULL: any */
} words[] = {
    {SAT_IMPORT_ANSWER_RECORD, "is", NULL},    {SAT_IMPORT_ANSWER_TEXT, "keep", "text"},
    {SAT_IMPORT_ANSWER_CREATE, "keep", "new"}, {SAT_IMPORT_ANSWER_OPEN, "kind", "open"},
    {SAT_IMPORT_ANSWER_WON, "kind", "won"},    {SAT_IMPORT_ANSWER_LOST, "kind", "lost"},
};

static JsonObject *
take_object (JsonObject *root, const char *name)
{
  JsonNode *node = root != NULL ? json_object_get_member (root, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
             ? json_object_ref (json_node_get_object (node))
             : json_object_new ();
}

SatImportMemory *
sat_import_memory_new (const char *text)
{
  SatImportMemory *self = g_new0 (SatImportMemory, 1);
  g_autoptr (JsonNode) root = text != NULL ? sat_json_parse (text, strlen (text), NULL) : NULL;
  JsonObject *object =
      root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;

  self->names = take_object (object, "names");
  self->sources = take_object (object, "sources");
  return self;
}

void
sat_import_memory_free (SatImportMemory *self)
{
  if (self == NULL)
    return;
  json_object_unref (self->names);
  json_object_unref (self->sources);
  g_free (self);
}

static char *
object_to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return sat_json_to_string (node, FALSE);
}

char *
sat_import_memory_to_text (SatImportMemory *self)
{
  g_autoptr (JsonObject) root = json_object_new ();

  g_return_val_if_fail (self != NULL, NULL);
  json_object_set_object_member (root, "names", json_object_ref (self->names));
  json_object_set_object_member (root, "sources", json_object_ref (self->sources));
  return object_to_text (root);
}

/* The object of that name in @parent; one that is none counts for nothing. */
static JsonObject *
child (JsonObject *parent, const char *name)
{
  JsonNode *node = json_object_get_member (parent, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static const char *
text_of (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/* The member that is @name but for case and accents; NULL. */
static const char *
find_member (JsonObject *object, const char *name)
{
  g_autofree char *folded = sat_fold (name);
  JsonObjectIter iter;
  const char *member;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &member, NULL)) {
    g_autofree char *other = sat_fold (member);

    if (strcmp (folded, other) == 0)
      return member;
  }
  return NULL;
}

static SatImportAnswer
read_answer (JsonObject *object, const char **meant)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    const char *value = text_of (object, words[i].member);

    if (value == NULL || (words[i].value != NULL && strcmp (value, words[i].value) != 0))
      continue;
    *meant = words[i].value == NULL ? value : NULL;
    return words[i].answer;
  }
  return SAT_IMPORT_ANSWER_NONE;
}

SatImportAnswer
sat_import_memory_get_answer (SatImportMemory *self,
                              const char *type,
                              const char *name,
                              const char **meant)
{
  JsonObject *names;
  const char *member;

  g_return_val_if_fail (self != NULL && type != NULL && name != NULL && meant != NULL, 0);
  *meant = NULL;
  names = child (self->names, type);
  member = names != NULL ? find_member (names, name) : NULL;
  return member != NULL ? read_answer (child (names, member), meant) : SAT_IMPORT_ANSWER_NONE;
}

void
sat_import_memory_set_answer (SatImportMemory *self,
                              const char *type,
                              const char *name,
                              SatImportAnswer answer,
                              const char *meant)
{
  JsonObject *names, *object;
  const char *member;

  g_return_if_fail (self != NULL && type != NULL && name != NULL);
  g_return_if_fail (answer != SAT_IMPORT_ANSWER_RECORD || meant != NULL);
  names = child (self->names, type);
  if (names == NULL) {
    names = json_object_new ();
    json_object_set_object_member (self->names, type, names);
  }
  member = find_member (names, name);
  if (member != NULL)
    json_object_remove_member (names, member);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].answer == answer) {
      object = json_object_new ();
      json_object_set_string_member (object, words[i].member,
                                     words[i].value != NULL ? words[i].value : meant);
      json_object_set_object_member (names, name, object);
      return;
    }
}

static const char *const orders[] = {"", "ymd", "mdy", "dmy"};

static void
recall_values (JsonObject *source, SatImportLook *look)
{
  const char *dates = text_of (source, "dates"), *decimals = text_of (source, "decimals");

  for (guint i = 1; i < G_N_ELEMENTS (orders); i++)
    if (g_strcmp0 (dates, orders[i]) == 0)
      sat_import_look_say_dates (look, i);
  if (g_strcmp0 (decimals, ".") == 0 || g_strcmp0 (decimals, ",") == 0)
    sat_import_look_say_decimals (look, decimals[0]);
  sat_import_look_say_null (look, text_of (source, "null"));
}

/* Whoever goes on without saying anything agrees with what he saw. FALSE: there was nothing. */
static gboolean
keep_values (const SatImportLook *look, JsonObject *source)
{
  SatImportLookOpen open;

  sat_import_look_find_open (look, &open);
  if (open.dates_column >= 0 || look->dates != SAT_IMPORT_DATES_AUTO)
    json_object_set_string_member (source, "dates", orders[open.dates]);
  if (open.numbers_column >= 0 || look->decimal_mark != '\0')
    json_object_set_string_member (source, "decimals", open.decimal_mark == ',' ? "," : ".");
  if (open.null_word != NULL || look->null_word != NULL)
    json_object_set_string_member (source, "null", look->null_word != NULL ? look->null_word : "");
  return json_object_get_size (source) > 0;
}

gboolean
sat_import_memory_recall (SatImportMemory *self, SatImportLook *look)
{
  g_autofree char *signature = NULL;
  JsonObject *source, *columns;
  const char *type_name;

  g_return_val_if_fail (self != NULL && look != NULL, FALSE);
  /* Files without titles have nothing that says where they are from. */
  if (look->kind != SAT_IMPORT_LOOK_TABLE || !look->titled)
    return FALSE;
  signature = sat_import_look_signature (look);
  source = child (self->sources, signature);
  type_name = text_of (source, "type");
  columns = source != NULL ? child (source, "columns") : NULL;
  if (type_name == NULL || sat_registry_type (look->registry, type_name) == NULL)
    return FALSE;
  if (look->type == NULL || strcmp (look->type->name, type_name) != 0)
    sat_import_look_set_type (look, sat_registry_type (look->registry, type_name));
  recall_values (source, look);
  for (guint i = 0; columns != NULL && i < look->columns->len; i++) {
    const SatImportLookColumn *column = look->columns->pdata[i];
    const char *member = find_member (columns, column->header);
    const char *path = member != NULL ? text_of (columns, member) : NULL;

    if (path != NULL && strcmp (path, MAKE_FIELD) == 0)
      sat_import_look_make_field (look, i, SAT_IMPORT_BY_MEMORY);
    else if (path != NULL)
      sat_import_look_set_column (look, i, *path != '\0' ? path : NULL, SAT_IMPORT_BY_MEMORY);
  }
  return TRUE;
}

static void
drop_oldest (JsonObject *sources)
{
  while (json_object_get_size (sources) > MOST_SOURCES) {
    g_autoptr (GList) names = json_object_get_members (sources);

    json_object_remove_member (sources, names->data);
  }
}

void
sat_import_memory_keep (SatImportMemory *self, const SatImportLook *look)
{
  g_autofree char *signature = NULL;
  g_autoptr (JsonObject) columns = json_object_new ();
  g_autoptr (JsonObject) source = json_object_new ();
  gboolean values;

  g_return_if_fail (self != NULL && look != NULL);
  if (look->kind != SAT_IMPORT_LOOK_TABLE || look->type == NULL || !look->titled)
    return;
  signature = sat_import_look_signature (look);
  for (guint i = 0; i < look->columns->len; i++) {
    const SatImportLookColumn *column = look->columns->pdata[i];
    /* By the next time the field is there. */
    g_autofree char *made = column->make ? sat_import_look_field_name (look, i) : NULL;

    if (column->by >= SAT_IMPORT_BY_CONTENT || (column->path == NULL && !column->ignored))
      json_object_set_string_member (columns, column->header,
                                     made != NULL           ? made
                                     : column->path != NULL ? column->path
                                                            : "");
  }
  if (json_object_has_member (self->sources, signature))
    json_object_remove_member (self->sources, signature);
  values = keep_values (look, source);
  if (json_object_get_size (columns) == 0 && !values && sat_import_look_is_settled (look) &&
      !look->corrected)
    return;
  json_object_set_string_member (source, "type", look->type->name);
  json_object_set_object_member (source, "columns", g_steal_pointer (&columns));
  json_object_set_object_member (self->sources, signature, g_steal_pointer (&source));
  drop_oldest (self->sources);
}

static void
write_alias (JsonObject *aliases, const char *name, SatImportAnswer answer, const char *meant)
{
  JsonObject *object;

  if (answer == SAT_IMPORT_ANSWER_RECORD)
    json_object_set_string_member (aliases, name, meant);
  if (answer != SAT_IMPORT_ANSWER_CREATE)
    return;
  object = json_object_new ();
  json_object_set_boolean_member (object, "create", TRUE);
  json_object_set_object_member (aliases, name, object);
}

static void
write_stage (JsonObject *stages, const char *name, SatImportAnswer answer, const char *meant)
{
  JsonObject *object;

  if (answer == SAT_IMPORT_ANSWER_OPEN)
    json_object_set_string_member (stages, name, "open");
  if (answer == SAT_IMPORT_ANSWER_WON)
    json_object_set_string_member (stages, name, "won");
  if (answer == SAT_IMPORT_ANSWER_LOST)
    json_object_set_string_member (stages, name, "lost");
  if (answer != SAT_IMPORT_ANSWER_RECORD)
    return;
  object = json_object_new ();
  json_object_set_string_member (object, "is", meant);
  json_object_set_object_member (stages, name, object);
}

static void
write_names (JsonObject *names,
             void (*write) (JsonObject *, const char *, SatImportAnswer, const char *),
             JsonObject *out)
{
  JsonObjectIter iter;
  const char *name, *meant;

  if (names == NULL)
    return;
  json_object_iter_init (&iter, names);
  while (json_object_iter_next (&iter, &name, NULL)) {
    SatImportAnswer answer = read_answer (child (names, name), &meant);

    write (out, name, answer, meant);
  }
}

static void
write_aliases (JsonObject *names, const char *type, JsonObject *aliases)
{
  g_autoptr (JsonObject) out = json_object_new ();

  write_names (names, write_alias, out);
  if (json_object_get_size (out) > 0)
    json_object_set_object_member (aliases, type, g_steal_pointer (&out));
}

void
sat_import_memory_write_map (SatImportMemory *self, JsonObject *map)
{
  JsonObject *aliases, *stages;
  JsonObjectIter types;
  const char *type;

  g_return_if_fail (self != NULL && map != NULL);
  aliases = json_object_new ();
  stages = json_object_new ();
  json_object_iter_init (&types, self->names);
  while (json_object_iter_next (&types, &type, NULL))
    if (strcmp (type, STAGE) == 0)
      write_names (child (self->names, type), write_stage, stages);
    else
      write_aliases (child (self->names, type), type, aliases);
  json_object_set_object_member (map, "aliases", aliases);
  json_object_set_object_member (map, "stages", stages);
}
