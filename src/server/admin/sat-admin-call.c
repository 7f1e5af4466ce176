/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command line: options anywhere, a command of one or two words, its words. */

#include "config.h"

#include "sat-admin.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-json.h"
#include "sat-server.h"

struct _SatAdminCall {
  const SatAdminCommand *command;
  GPtrArray *words;    /* after the command's name; NULL at the end */
  GHashTable *options; /* name -> GPtrArray of char*, NULL at the end */
  char *password;
};

/* Options of the server and of every command; those with a value are followed by =. */
static const char common_options[] = " data= json help version ";
static const char server_options[] =
    " listen= tls-cert= tls-key= behind-proxy name= file-limit= file-quota= ";

static SatAdminCall *
call_new (void)
{
  SatAdminCall *self = g_new0 (SatAdminCall, 1);

  self->words = g_ptr_array_new_with_free_func (g_free);
  self->options =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  return self;
}

void
sat_admin_call_free (SatAdminCall *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->words);
  g_hash_table_unref (self->options);
  g_free (self->password);
  g_free (self);
}

static void
add_value (SatAdminCall *self, const char *name, const char *value)
{
  GPtrArray *values = g_hash_table_lookup (self->options, name);

  if (values == NULL) {
    values = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (values, NULL);
    g_hash_table_insert (self->options, g_strdup (name), values);
  }
  g_ptr_array_insert (values, (int)values->len - 1, g_strdup (value));
}

/* Is @name in @list, with the mark @after it? */
static gboolean
is_listed (const char *list, const char *name, const char *after)
{
  g_autofree char *word = g_strdup_printf (" %s%s ", name, after);

  return list != NULL && strstr (list, word) != NULL;
}

/* Does an option have a value? -1: there is no such option. */
static int
takes_value (const SatAdminCommand *command, const char *name)
{
  const char *own = command != NULL ? command->options : server_options;

  if (is_listed (common_options, name, "") || is_listed (own, name, ""))
    return 0;
  return is_listed (common_options, name, "=") || is_listed (own, name, "=") ||
                 is_listed (own, name, "=*")
             ? 1
             : -1;
}

/* The command that the first words name; they are taken away. */
static gboolean
find_command (SatAdminCall *self, GPtrArray *words, GError **error)
{
  guint n = 0;

  if (words->len == 0)
    return TRUE;
  if (words->len > 1) {
    g_autofree char *two =
        g_strdup_printf ("%s %s", (char *)words->pdata[0], (char *)words->pdata[1]);

    self->command = sat_admin_command_find (two);
    n = self->command != NULL ? 2 : 0;
  }
  if (self->command == NULL) {
    self->command = sat_admin_command_find (words->pdata[0]);
    n = 1;
  }
  if (self->command == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("There is no command “%s”"),
                 (char *)words->pdata[0]);
    return FALSE;
  }
  g_ptr_array_remove_range (words, 0, n);
  return TRUE;
}

/* First the words, as they tell whose options the others are. */
static GPtrArray *
collect_words (char **argv)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (; *argv != NULL; argv++) {
    if (g_str_equal (*argv, "--")) {
      while (*++argv != NULL)
        g_ptr_array_add (words, g_strdup (*argv));
      break;
    }
    if (!g_str_has_prefix (*argv, "--"))
      g_ptr_array_add (words, g_strdup (*argv));
    else if (strchr (*argv, '=') == NULL && argv[1] != NULL) {
      /* The value of an option of any command: names mean the same in all of them. */
      gboolean value = takes_value (NULL, *argv + 2) == 1;

      for (const SatAdminCommand *command = sat_admin_commands; command->name != NULL; command++)
        value |= takes_value (command, *argv + 2) == 1;
      argv += value;
    }
  }
  return words;
}

static gboolean
read_option (SatAdminCall *self, char ***argv, GError **error)
{
  const char *argument = **argv, *equals = strchr (argument, '=');
  g_autofree char *name = equals != NULL ? g_strndup (argument + 2, (gsize)(equals - argument) - 2)
                                         : g_strdup (argument + 2);
  int value = takes_value (self->command, name);

  if (value < 0 || (value == 0 && equals != NULL)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, _ ("There is no option %s"),
                 argument);
    return FALSE;
  }
  if (value == 1 && equals == NULL && *++*argv == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--%s needs a value"), name);
    return FALSE;
  }
  add_value (self, name, value == 0 ? "" : equals != NULL ? equals + 1 : **argv);
  return TRUE;
}

static gboolean
check_words (SatAdminCall *self, GError **error)
{
  guint n = self->words->len - 1;

  if (self->command == NULL || sat_admin_call_has (self, "help") ||
      (n >= self->command->least && n <= self->command->most))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("Usage: satchel-server %s %s"),
               self->command->name, self->command->usage);
  return FALSE;
}

SatAdminCall *
sat_admin_call_parse (char **argv, GError **error)
{
  g_autoptr (SatAdminCall) self = call_new ();

  g_return_val_if_fail (argv != NULL, NULL);

  g_ptr_array_unref (self->words);
  self->words = collect_words (argv);
  if (!find_command (self, self->words, error))
    return NULL;
  g_ptr_array_add (self->words, NULL);
  for (; *argv != NULL && !g_str_equal (*argv, "--"); argv++)
    if (g_str_has_prefix (*argv, "--") && !read_option (self, &argv, error))
      return NULL;
  return check_words (self, error) ? g_steal_pointer (&self) : NULL;
}

const SatAdminCommand *
sat_admin_call_command (const SatAdminCall *self)
{
  return self->command;
}

const char *const *
sat_admin_call_get_all (const SatAdminCall *self, const char *option)
{
  static const char *const none[] = {NULL};
  GPtrArray *values = g_hash_table_lookup (self->options, option);

  return values != NULL ? (const char *const *)values->pdata : none;
}

const char *
sat_admin_call_get (const SatAdminCall *self, const char *option)
{
  GPtrArray *values = g_hash_table_lookup (self->options, option);

  return values != NULL ? values->pdata[values->len - 2] : NULL;
}

gboolean
sat_admin_call_has (const SatAdminCall *self, const char *option)
{
  return g_hash_table_contains (self->options, option);
}

const char *
sat_admin_call_word (const SatAdminCall *self, guint i)
{
  return i < self->words->len ? self->words->pdata[i] : NULL;
}

const char *
sat_admin_call_password (const SatAdminCall *self)
{
  return self->password;
}

gboolean
sat_admin_call_read_password (SatAdminCall *self, GError **error)
{
  const char *path = sat_admin_call_get (self, "password-file");
  gsize length;

  if (!self->command->password)
    return TRUE;
  if (path == NULL) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                         _ ("--password-file is missing"));
    return FALSE;
  }
  if (!g_file_get_contents (path, &self->password, &length, error))
    return FALSE;
  /* The line end that an editor leaves is not meant. */
  self->password[strcspn (self->password, "\r\n")] = '\0';
  return TRUE;
}

void
sat_admin_call_resolve_file (SatAdminCall *self)
{
  char *path;

  if (!self->command->file)
    return;
  path = g_canonicalize_filename (self->words->pdata[0], NULL);
  g_free (self->words->pdata[0]);
  self->words->pdata[0] = path;
}

char *
sat_admin_call_to_json (const SatAdminCall *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonArray *words = json_array_new ();
  JsonObject *options = json_object_new ();
  GHashTableIter iter;
  gpointer name;

  for (guint i = 0; i + 1 < self->words->len; i++)
    json_array_add_string_element (words, self->words->pdata[i]);
  g_hash_table_iter_init (&iter, self->options);
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    JsonArray *values = json_array_new ();

    for (const char *const *value = sat_admin_call_get_all (self, name); *value != NULL; value++)
      json_array_add_string_element (values, *value);
    json_object_set_array_member (options, name, values);
  }
  json_object_set_string_member (object, "command", self->command->name);
  json_object_set_array_member (object, "words", words);
  json_object_set_object_member (object, "options", options);
  if (self->password != NULL)
    json_object_set_string_member (object, "password", self->password);
  json_node_set_object (node, object);
  return sat_json_to_string (node, FALSE);
}

static const char *
text_of (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/* The texts of an array; NULL: it is none, or has something else in it. */
static GPtrArray *
read_texts (JsonNode *node)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++) {
    const char *text = text_of (json_array_get_element (array, i));

    if (text == NULL)
      return NULL;
    g_ptr_array_add (texts, g_strdup (text));
  }
  g_ptr_array_add (texts, NULL);
  return g_steal_pointer (&texts);
}

/* As the command line has them: with a value or, of those without, an empty one. */
static gboolean
read_options (SatAdminCall *self, JsonNode *node)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *values;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &values)) {
    g_autoptr (GPtrArray) texts = read_texts (values);

    if (texts == NULL || texts->len < 2 || takes_value (self->command, name) < 0)
      return FALSE;
    g_hash_table_insert (self->options, g_strdup (name), g_steal_pointer (&texts));
  }
  return TRUE;
}

static gboolean
read_members (SatAdminCall *self, JsonObject *object)
{
  const char *command = text_of (json_object_get_member (object, "command"));
  JsonNode *password = json_object_get_member (object, "password");
  GPtrArray *words = read_texts (json_object_get_member (object, "words"));

  self->command = command != NULL ? sat_admin_command_find (command) : NULL;
  if (words != NULL) {
    g_ptr_array_unref (self->words);
    self->words = words;
  }
  self->password = g_strdup (text_of (password));
  return self->command != NULL && words != NULL &&
         read_options (self, json_object_get_member (object, "options")) &&
         (password != NULL) == (self->password != NULL) &&
         (self->password != NULL || !self->command->password) &&
         words->len > self->command->least && words->len <= self->command->most + 1;
}

/* The other side should be this program in the same version. */
SatAdminCall *
sat_admin_call_from_json (const char *json, gsize length, GError **error)
{
  g_autoptr (SatAdminCall) self = call_new ();
  g_autoptr (JsonNode) node = sat_json_parse (json, length, error);

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node) && read_members (self, json_node_get_object (node)))
    return g_steal_pointer (&self);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                       "The running server is another version");
  return NULL;
}

/* Whose code says something here, or 0. A name is not made one of GLib's for good because somebody
 * sends it. */
static GQuark
known_domain (const char *name)
{
  GQuark domains[] = {G_OPTION_ERROR, SAT_SERVER_ERROR, G_IO_ERROR};

  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    if (g_str_equal (g_quark_to_string (domains[i]), name))
      return domains[i];
  return 0;
}

/* The error of the other process; @failure NULL: it is none. */
static void
take_failure (JsonObject *failure, GError **error)
{
  const char *domain =
      failure != NULL ? text_of (json_object_get_member (failure, "domain")) : NULL;
  const char *message =
      failure != NULL ? text_of (json_object_get_member (failure, "message")) : NULL;
  GQuark known = domain != NULL ? known_domain (domain) : 0;
  JsonNode *code = failure != NULL ? json_object_get_member (failure, "code") : NULL;

  if (domain != NULL && *domain != '\0' && message != NULL && code != NULL &&
      JSON_NODE_HOLDS_VALUE (code) && json_node_get_value_type (code) == G_TYPE_INT64)
    g_set_error_literal (error, known != 0 ? known : G_IO_ERROR,
                         known != 0 ? (int)json_node_get_int (code) : G_IO_ERROR_FAILED, message);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         "The running server is another version");
}

JsonNode *
sat_admin_answer_parse (const char *json, gsize length, GError **error)
{
  g_autoptr (JsonNode) node = sat_json_parse (json, length, error);
  JsonObject *object;
  JsonNode *failure;

  if (node == NULL)
    return NULL;
  object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  if (object != NULL && json_object_has_member (object, "result"))
    return json_object_dup_member (object, "result");
  failure = object != NULL ? json_object_get_member (object, "error") : NULL;
  take_failure (failure != NULL && JSON_NODE_HOLDS_OBJECT (failure) ? json_node_get_object (failure)
                                                                    : NULL,
                error);
  return NULL;
}
