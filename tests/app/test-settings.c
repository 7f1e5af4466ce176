/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands behind the settings, and the window with every page over a store of its own. */
#include "config.h"

#include "sat-appearance.h"
#include "sat-choice-row.h"
#include "sat-field-name.h"
#include "sat-org-list.h"
#include "sat-pipelines-page.h"
#include "sat-rates-list.h"
#include "sat-record-page.h"
#include "sat-removal.h"
#include "sat-settings-window.h"
#include "sat-settings.h"
#include "sat-test-store.h"
#include "window-fixture.h"
#include "sat-used.h"
#include "sat-window.h"

#define PATIENCE_MS 20000

typedef struct {
  SatTestStore *t;
  SatContext *context;
  GSettings *settings;
  SatWindow *window;
  gint64 stages[4];
} Fixture;

static void
fixture_set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->t = sat_test_store_new (SAT_STORE_CREATE);
  sat_test_store_add (f->t, "workspace", "name", "Test", "currency", "USD", NULL);
  sat_test_store_add_stages (f->t, f->stages);
  f->settings = g_settings_new (SAT_SETTINGS_SCHEMA);
  f->context = sat_context_new (f->t->store, f->settings, &error);
  g_assert_no_error (error);
  f->window = window_fixture_show (f->context);
}

static void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  window_fixture_close (f->window, &f->context);
  g_clear_object (&f->settings);
  sat_test_store_free (f->t);
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

static SatSettingsWindow *
settings_window (void)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GObject) window = g_list_model_get_item (all, i);

    if (SAT_IS_SETTINGS_WINDOW (window))
      return SAT_SETTINGS_WINDOW (window);
  }
  return NULL;
}

static SatSettingsWindow *
open_settings (Fixture *f, const char *page)
{
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.settings", "s", page);
  g_assert_nonnull (settings_window ());
  return settings_window ();
}

static void
test_field_names (Fixture *f, gconstpointer data)
{
  const struct {
    const char *label, *name;
  } cases[] = {
      {"Mascot", "mascot"},
      {"  Größe der Flotte!", "grosse_der_flotte"},
      {"Año de fundación", "ano_de_fundacion"},
      {"2nd choice", "nd_choice"},
      {"吉祥物", "field"},
      {"", "field"},
      {"Name", "name_2"},   /* companies have one */
      {"Title", "title_2"}, /* every record has one */
      {"A very long label that nobody would ever type in", "a_very_long_label_that_nobody_would"},
  };
  const SatType *type = sat_context_get_type_by_name (f->context, "company");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *name = sat_field_name_make (type, cases[i].label);

    g_assert_cmpstr (name, ==, cases[i].name);
    g_assert_null (sat_field_name_problem (type, name));
  }
  g_assert_nonnull (sat_field_name_problem (type, ""));
  g_assert_nonnull (sat_field_name_problem (type, "Größe"));
  g_assert_nonnull (sat_field_name_problem (type, "industry"));
  g_assert_nonnull (sat_field_name_problem (type, "type"));
}

static GPtrArray *
load_users (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *items =
      sat_org_items_read (sat_test_store_reader (f->t), "user", NULL, "name", NULL, NULL, &error);

  g_assert_no_error (error);
  return items;
}

static void
test_tree (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GString) shown = g_string_new (NULL);

  sat_test_store_add (f->t, "user", "name", "Zoe", NULL);
  sat_test_store_add (f->t, "user", "name", "Cy", "manager", "Zoe", NULL);
  sat_test_store_add (f->t, "user", "name", "Ana", "manager", "Cy", NULL);
  sat_test_store_add (f->t, "user", "name", "Bo", NULL);
  items = load_users (f);
  sat_org_items_make_tree (items, "manager");
  for (guint i = 0; i < items->len; i++) {
    SatOrgItem *item = items->pdata[i];

    g_string_append_printf (shown, "%d%s ", item->depth, sat_org_item_get_title (item));
  }
  g_assert_cmpstr (shown->str, ==, "0Bo 0Zoe 1Cy 2Ana ");
}

#define N_MANY 1250

static gboolean
add_many (SatWriter *writer, gpointer data, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "user");

  for (guint i = 0; i < N_MANY; i++) {
    g_autofree char *text = g_strdup_printf ("Person %04u", i);
    g_auto (SatValue) name = sat_value_text (text);
    SatWriteField field = {sat_type_field (type, "name"), name, SAT_VERSION_NONE};
    gint64 id = 0;

    if (!sat_writer_create (writer, type, &field, 1, SAT_ORIGIN_LOCAL, &id, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
has_many (gpointer data)
{
  GtkWidget *list = find (data, SAT_TYPE_ORG_LIST);

  return list != NULL && sat_org_list_get_n_items (SAT_ORG_LIST (list)) == N_MANY;
}

static guint
n_rows (GtkWidget *list)
{
  guint n = 0;

  for (GtkWidget *row = find (list, ADW_TYPE_ACTION_ROW); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n++;
  return n;
}

static gboolean
shows_one (gpointer data)
{
  return n_rows (data) == 1;
}

/* All are there, a part of them as rows; the others come with a button, or by their name. */
static void
test_many (Fixture *f, gconstpointer data)
{
  SatSettingsWindow *window;
  GtkWidget *list, *entry, *more;
  g_autoptr (GError) error = NULL;
  guint first;

  sat_store_write (f->t->store, SAT_CHANGE_EDIT, "add", add_many, NULL, NULL, &error);
  g_assert_no_error (error);
  window = open_settings (f, "people");
  g_assert_true (sat_test_wait_until (has_many, window, PATIENCE_MS));
  list = find (GTK_WIDGET (window), SAT_TYPE_ORG_LIST);
  first = n_rows (list);
  g_assert_cmpuint (first, >, 0);
  g_assert_cmpuint (first, <, N_MANY / 2);
  more = gtk_widget_get_next_sibling (gtk_widget_get_parent (find (list, ADW_TYPE_ACTION_ROW)));
  g_assert_true (GTK_IS_BUTTON (more));
  g_signal_emit_by_name (more, "clicked");
  g_assert_cmpuint (n_rows (list), ==, 2 * first);
  entry = find (list, GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "person 1249");
  g_assert_true (sat_test_wait_until (shows_one, list, PATIENCE_MS));
  g_assert_cmpstr (
      adw_preferences_row_get_title (ADW_PREFERENCES_ROW (find (list, ADW_TYPE_ACTION_ROW))), ==,
      "Person 1249");
}

static void
test_clamp (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) items = NULL;

  for (char name[] = "A"; *name <= 'E'; (*name)++)
    sat_test_store_add (f->t, "user", "name", name, NULL);
  items = load_users (f);
  for (guint i = 3; i < items->len; i++)
    ((SatOrgItem *)items->pdata[i])->rank = 1;
  g_assert_cmpint (sat_org_list_clamp (items, 0, 2), ==, 2);
  g_assert_cmpint (sat_org_list_clamp (items, 0, 4), ==, 2);
  g_assert_cmpint (sat_org_list_clamp (items, 1, -1), ==, 0);
  g_assert_cmpint (sat_org_list_clamp (items, 4, 0), ==, 3);
}

static void
test_describe_stage (Fixture *f, gconstpointer data)
{
  SatReader *reader = sat_test_store_reader (f->t);
  g_autoptr (SatRecord) open = NULL;
  g_autoptr (SatRecord) won = sat_reader_load (reader, f->stages[2], NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = sat_pipelines_describe_stage (reader, won);

  sat_test_store_set (f->t, f->stages[1], "idle_limit", "1", "qualified", "true", "category",
                      "commit", NULL);
  open = sat_reader_load (reader, f->stages[1], NULL);
  first = sat_pipelines_describe_stage (reader, open);
  g_assert_cmpstr (first, ==, "Open · 60% · Commit · idle after 1 day · qualified");
  g_assert_cmpstr (second, ==, "");
}

static void
test_rates (Fixture *f, gconstpointer data)
{
  SatFormat format = *sat_context_get_format (f->context);
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  sat_test_store_add (f->t, "exchange_rate", "currency", "EUR", "date", "2026-01-01", "rate", "1.1",
                      NULL);
  sat_test_store_add (f->t, "exchange_rate", "currency", "EUR", "date", "2026-02-01", "rate",
                      "1.25", NULL);
  sat_test_store_add (f->t, "exchange_rate", "currency", "JPY", "date", "2026-01-15", "rate",
                      "0.0067", NULL);
  items = sat_org_items_read (sat_test_store_reader (f->t), "exchange_rate", NULL, "date:desc",
                              &format, NULL, &error);
  g_assert_no_error (error);
  sat_rates_keep_latest (items);
  g_assert_cmpuint (items->len, ==, 2);
  g_assert_cmpstr (sat_org_item_get_title (items->pdata[0]), ==, "EUR");
  g_assert_cmpstr (sat_org_item_get_title (items->pdata[1]), ==, "JPY");
  text = sat_rates_describe (&format, ((SatOrgItem *)items->pdata[0])->record);
  g_assert_true (g_str_has_prefix (text, "1 EUR = 1.25 USD since "));
}

static void
test_removal (Fixture *f, gconstpointer data)
{
  SatReader *reader = sat_test_store_reader (f->t);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatRemoval) first = NULL;
  g_autoptr (SatRemoval) won = NULL;
  g_autoptr (SatRemoval) pipeline = NULL;

  sat_test_store_add (f->t, "opportunity", "name", "Deal", NULL);
  first = sat_removal_read (reader, f->stages[0], &error);
  g_assert_no_error (error);
  g_assert_cmpint (first->n_deals, ==, 1);
  g_assert_cmpuint (first->targets->len, ==, 1); /* the other open one */
  g_assert_cmpint (g_array_index (first->targets, gint64, 0), ==, f->stages[1]);
  won = sat_removal_read (reader, f->stages[2], &error);
  g_assert_no_error (error);
  g_assert_cmpuint (won->targets->len, ==, 0);
  pipeline =
      sat_removal_read (reader, sat_test_store_sql_int (f->t, "SELECT id FROM pipeline"), &error);
  g_assert_no_error (error);
  g_assert_cmpint (pipeline->n_deals, ==, 1);
  g_assert_cmpuint (pipeline->targets->len, ==, 0);
  g_assert_null (sat_removal_read (reader, 123456, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND);
}

static void
test_used (Fixture *f, gconstpointer data)
{
  gint64 user = sat_test_store_add (f->t, "user", "name", "Ana", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatUsed) none = sat_used_read (sat_test_store_reader (f->t), user, &error);
  g_autoptr (SatUsed) some = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (none->uses->len, ==, 0);
  sat_test_store_add (f->t, "user", "name", "Bo", "manager", "Ana", NULL);
  sat_test_store_add (f->t, "company", "name", "Acme", "owner", "Ana", NULL);
  sat_test_store_add (f->t, "company", "name", "Beta", "owner", "Ana", NULL);
  some = sat_used_read (sat_test_store_reader (f->t), user, &error);
  g_assert_no_error (error);
  text = sat_used_describe (some, sat_context_get_format (f->context));
  g_assert_cmpstr (text, ==, "2 companies, 1 person");
}

static void
test_every_page (Fixture *f, gconstpointer data)
{
  guint n;
  const SatSettingsPageInfo *pages = sat_settings_pages (&n);
  GtkWindow *window = GTK_WINDOW (open_settings (f, ""));

  g_assert_cmpstr (sat_settings_window_get_page_name (SAT_SETTINGS_WINDOW (window)), ==,
                   pages[0].name);
  for (guint i = 0; i < n; i++) {
    sat_settings_window_show_page (SAT_SETTINGS_WINDOW (window), pages[i].name);
    g_assert_cmpstr (sat_settings_window_get_page_name (SAT_SETTINGS_WINDOW (window)), ==,
                     pages[i].name);
    sat_test_settle ();
  }
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *)&window);
  gtk_window_close (window);
  sat_test_settle ();
  g_assert_null (window); /* nothing holds it */
}

static gboolean
list_is_read (gpointer data)
{
  GtkWidget *list = find (data, SAT_TYPE_ORG_LIST);

  return list != NULL && sat_org_list_get_n_items (SAT_ORG_LIST (list)) > 0;
}

static gboolean
is_open (gpointer data)
{
  return find (data, SAT_TYPE_RECORD_PAGE) != NULL;
}

static gboolean
is_closed (gpointer data)
{
  return find (data, SAT_TYPE_RECORD_PAGE) == NULL;
}

/* A page over a record goes with it, and order is written. */
static void
test_record_page (Fixture *f, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (open_settings (f, "pipelines"));
  gint64 extra = sat_test_store_add (f->t, "pipeline", "name", "Bare", NULL);
  SatOrgList *list;

  g_assert_true (sat_test_wait_until (list_is_read, window, PATIENCE_MS));
  list = SAT_ORG_LIST (find (window, SAT_TYPE_ORG_LIST));
  g_signal_emit_by_name (list, "open", extra);
  g_assert_true (sat_test_wait_until (is_open, window, PATIENCE_MS));
  sat_test_store_delete (f->t, extra);
  g_assert_true (sat_test_wait_until (is_closed, window, PATIENCE_MS));
  gtk_window_close (GTK_WINDOW (window));
}

static gboolean
has_moved (gpointer data)
{
  Fixture *f = data;

  return sat_test_store_sql_int (f->t, "SELECT count(*) FROM pipeline WHERE name = 'Bare' AND "
                                       "\"order\" = 1") == 1;
}

static void
test_move (Fixture *f, gconstpointer data)
{
  gint64 extra = sat_test_store_add (f->t, "pipeline", "name", "Bare", "order", "9", NULL);
  GtkWidget *window;

  sat_test_store_set (f->t, sat_test_store_sql_int (f->t, "SELECT min(id) FROM pipeline"), "order",
                      "1", NULL);
  window = GTK_WIDGET (open_settings (f, "pipelines"));
  g_assert_true (sat_test_wait_until (list_is_read, window, PATIENCE_MS));
  sat_org_list_move (SAT_ORG_LIST (find (window, SAT_TYPE_ORG_LIST)), extra, 0);
  g_assert_true (sat_test_wait_until (has_moved, f, PATIENCE_MS));
  gtk_window_close (GTK_WINDOW (window));
}

static void
test_week_start (Fixture *f, gconstpointer data)
{
  gint64 workspace = sat_test_store_sql_int (f->t, "SELECT id FROM workspace");
  int before = sat_context_get_format (f->context)->week_start;

  sat_test_store_set (f->t, workspace, "week_start", "saturday", NULL);
  sat_test_settle ();
  g_assert_cmpint (sat_context_get_format (f->context)->week_start, ==, 6);
  sat_test_store_set (f->t, workspace, "week_start", "", NULL);
  sat_test_settle ();
  g_assert_cmpint (sat_context_get_format (f->context)->week_start, ==, before);
}

static void
test_appearance (Fixture *f, gconstpointer data)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  sat_appearance_follow (f->settings);
  g_settings_set_string (f->settings, SAT_SETTING_COLOR_SCHEME, "dark");
  g_settings_set_string (f->settings, SAT_SETTING_DENSITY, "compact");
  sat_test_settle ();
  g_assert_true (adw_style_manager_get_dark (manager));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (f->window), "sat-compact"));
  g_settings_reset (f->settings, SAT_SETTING_COLOR_SCHEME);
  g_settings_reset (f->settings, SAT_SETTING_DENSITY);
  sat_test_settle ();
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_DEFAULT);
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (f->window), "sat-compact"));
}

static gboolean
fiscal_year_is_written (gpointer data)
{
  return sat_test_store_sql_int (((Fixture *)data)->t, "SELECT fiscal_year_start FROM workspace") ==
         4;
}

static void
test_choice_row (Fixture *f, gconstpointer data)
{
  const char *names[] = {"1", "4", NULL}, *labels[] = {"January", "April", NULL};
  gint64 id = sat_test_store_sql_int (f->t, "SELECT id FROM workspace");
  g_autoptr (SatRecord) workspace = sat_reader_load (sat_test_store_reader (f->t), id, NULL);
  g_autoptr (GtkWidget) row = g_object_ref_sink (
      sat_choice_row_new (f->context, workspace, "fiscal_year_start", names, labels));

  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, 0);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  g_assert_true (sat_test_wait_until (fiscal_year_is_written, f, PATIENCE_MS));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, func)                                                                            \
  g_test_add ("/settings/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("field-names", test_field_names);
  ADD ("tree", test_tree);
  ADD ("clamp", test_clamp);
  ADD ("many", test_many);
  ADD ("describe-stage", test_describe_stage);
  ADD ("rates", test_rates);
  ADD ("removal", test_removal);
  ADD ("used", test_used);
  ADD ("every-page", test_every_page);
  ADD ("record-page", test_record_page);
  ADD ("move", test_move);
  ADD ("week-start", test_week_start);
  ADD ("appearance", test_appearance);
  ADD ("choice-row", test_choice_row);
  return g_test_run ();
}
