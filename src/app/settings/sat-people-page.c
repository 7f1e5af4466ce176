/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-people-page.h"

#include "sat-org-list.h"
#include "sat-query.h"
#include "sat-record-page.h"
#include "sat-used.h"
#include "sat-who.h"

#include <glib/gi18n-lib.h>

#define CONTEXT "sat-context"
#define TYPE_NAME "sat-type"
#define BUTTON "sat-who-button"

static SatContext *
context_of (gpointer object)
{
  return g_object_get_data (object, CONTEXT);
}

static void
set_context (gpointer object, SatContext *context)
{
  g_object_set_data_full (object, CONTEXT, g_object_ref (context), g_object_unref);
}

static void
add_part (GString *text, const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

static char *
describe_user (SatReader *reader, const SatFormat *format, SatRecord *user)
{
  const SatType *type = sat_record_get_record_type (user);
  GString *text = g_string_new (NULL);

  if (sat_record_get_id (user) == sat_store_get_current_user (sat_reader_get_store (reader)))
    add_part (text, C_ ("person", "You"));
  if (sat_record_get_int (user, "active", 1) == 0)
    add_part (text, C_ ("person", "inactive"));
  if (sat_record_get_text (user, "role") != NULL)
    add_part (text, sat_field_choice_label (sat_type_field (type, "role"),
                                            sat_record_get_text (user, "role")));
  add_part (text, sat_record_get_reference_title (user, sat_type_field (type, "team")));
  add_part (text, sat_record_get_text (user, "mail"));
  return g_string_free (text, FALSE);
}

static GPtrArray *
load_users (SatReader *reader, const SatFormat *format, gint64 of, GError **error)
{
  GPtrArray *items =
      sat_org_items_read (reader, "user", NULL, "name", format, describe_user, error);

  if (items != NULL)
    sat_org_items_make_tree (items, "manager");
  return items;
}

/* How many people belong to it. */
static char *
describe_group (SatReader *reader, const SatFormat *format, SatRecord *group)
{
  g_autoptr (SatQuery) query = sat_query_new ("user");
  g_autofree char *uuid = sat_uuid_to_string (sat_record_get_uuid (group));
  g_autoptr (SatFilter) filter =
      sat_filter_test1 (sat_record_get_record_type (group)->name, SAT_OP_IS, uuid);
  gint64 n = 0;

  sat_query_set_filter (query, filter);
  if (!sat_query_count (query, reader, &n, NULL))
    return NULL;
  return g_strdup_printf (ngettext ("%lu person", "%lu people", (gulong)n), (gulong)n);
}

static GPtrArray *
load_groups (SatReader *reader, const SatFormat *format, const char *type_name, GError **error)
{
  GPtrArray *items =
      sat_org_items_read (reader, type_name, NULL, "name", format, describe_group, error);

  if (items != NULL)
    sat_org_items_make_tree (items, "parent");
  return items;
}

static GPtrArray *
load_teams (SatReader *reader, const SatFormat *format, gint64 of, GError **error)
{
  return load_groups (reader, format, "team", error);
}

static GPtrArray *
load_territories (SatReader *reader, const SatFormat *format, gint64 of, GError **error)
{
  return load_groups (reader, format, "territory", error);
}

static void
become_clicked_cb (GtkButton *button, SatRecordPage *page)
{
  sat_who_become (context_of (page), sat_record_get_id (sat_record_page_get_record (page)));
}

static void
update_become (SatRecordPage *page)
{
  GtkWidget *group = g_object_get_data (G_OBJECT (page), "become");

  gtk_widget_set_visible (group, sat_record_get_id (sat_record_page_get_record (page)) !=
                                     sat_context_get_user (context_of (page)));
}

static GtkWidget *
make_become (SatRecordPage *page)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("This Is _Me"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (become_clicked_cb), page, 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Work as this person"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               _ ("“Mine” shows what they own, and changes bear their name"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return group;
}

static gboolean
page_remove_cb (SatRecordPage *page, gpointer user_data)
{
  sat_used_delete (GTK_WIDGET (page), context_of (page),
                   sat_record_get_id (sat_record_page_get_record (page)));
  return TRUE;
}

static SatRecordPage *
open_page (GtkWidget *widget, SatContext *context, gint64 id)
{
  SatRecordPage *page = sat_record_page_open (widget, context, id);

  if (page == NULL)
    return NULL;
  set_context (page, context);
  g_signal_connect (page, "remove", G_CALLBACK (page_remove_cb), NULL);
  return page;
}

static void
open_user (GtkWidget *widget, SatContext *context, gint64 id)
{
  SatRecordPage *page = open_page (widget, context, id);
  GtkWidget *group;

  if (page == NULL || sat_store_is_read_only (sat_context_get_store (context)))
    return;
  group = make_become (page);
  sat_record_page_add (page, group);
  g_object_set_data (G_OBJECT (page), "become", group);
  update_become (page);
  g_signal_connect_object (context, "changed", G_CALLBACK (update_become), page, G_CONNECT_SWAPPED);
}

static void
open_user_cb (SatOrgList *list, gint64 id, gpointer user_data)
{
  open_user (GTK_WIDGET (list), context_of (list), id);
}

static void
open_group_cb (SatOrgList *list, gint64 id, gpointer user_data)
{
  open_page (GTK_WIDGET (list), context_of (list), id);
}

static void
remove_cb (SatOrgList *list, gint64 id, gpointer user_data)
{
  sat_used_delete (GTK_WIDGET (list), context_of (list), id);
}

static void
add_cb (SatOrgList *list, gpointer user_data)
{
  sat_record_page_make_new (GTK_WIDGET (list), context_of (list),
                            g_object_get_data (G_OBJECT (list), TYPE_NAME));
}

static GtkWidget *
make_list (SatContext *context, const SatOrgListInfo *info, const char *type_name, GCallback open)
{
  GtkWidget *list = sat_org_list_new (context, info, 0);

  set_context (list, context);
  g_object_set_data (G_OBJECT (list), TYPE_NAME, (gpointer)type_name);
  g_signal_connect (list, "add", G_CALLBACK (add_cb), NULL);
  g_signal_connect (list, "open", open, NULL);
  g_signal_connect (list, "remove", G_CALLBACK (remove_cb), NULL);
  return list;
}

static void
update_you (AdwActionRow *row)
{
  SatContext *context = context_of (row);
  gint64 user = sat_context_get_user (context);
  const char *name = sat_reader_title (sat_context_get_reader (context), user);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 *name != '\0' ? name : _ ("Nobody yet"));
}

static void
you_activated_cb (GtkWidget *row)
{
  SatContext *context = context_of (row);
  gint64 user = sat_context_get_user (context);

  if (user != 0 || sat_store_is_read_only (sat_context_get_store (context)))
    open_user (row, context, user);
  else
    g_signal_emit_by_name (g_object_get_data (G_OBJECT (row), BUTTON), "clicked");
}

static GtkWidget *
make_you (SatContext *context)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("avatar-default-symbolic");
  GtkWidget *chevron = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("You"));
  gtk_widget_add_css_class (chevron, "dim-label");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               _ ("“Mine” shows what you own, and changes bear your name"));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (!sat_store_is_read_only (sat_context_get_store (context))) {
    GtkWidget *button = sat_who_button_new (context);

    adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    g_object_set_data (G_OBJECT (row), BUTTON, button);
  }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), chevron);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  set_context (row, context);
  update_you (ADW_ACTION_ROW (row));
  g_signal_connect (row, "activated", G_CALLBACK (you_activated_cb), NULL);
  g_signal_connect_object (context, "changed", G_CALLBACK (update_you), row, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return group;
}

GtkWidget *
sat_people_page_new (SatContext *context)
{
  const SatOrgListInfo users = {
      .title = _ ("People"),
      .description = _ ("Each below their manager"),
      .add = _ ("Add Person"),
      .empty = _ ("Nobody yet"),
      .removable = TRUE,
      .load = load_users,
  };
  const SatOrgListInfo teams = {
      .title = _ ("Teams"),
      .add = _ ("Add Team"),
      .empty = _ ("No teams yet"),
      .removable = TRUE,
      .load = load_teams,
  };
  const SatOrgListInfo territories = {
      .title = _ ("Territories"),
      .add = _ ("Add Territory"),
      .empty = _ ("No territories yet"),
      .removable = TRUE,
      .load = load_territories,
  };
  AdwPreferencesPage *page;
  GCallback open_user_callback = G_CALLBACK (open_user_cb), open_group = G_CALLBACK (open_group_cb);

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (make_you (context)));
  adw_preferences_page_add (
      page, ADW_PREFERENCES_GROUP (make_list (context, &users, "user", open_user_callback)));
  adw_preferences_page_add (
      page, ADW_PREFERENCES_GROUP (make_list (context, &teams, "team", open_group)));
  adw_preferences_page_add (
      page, ADW_PREFERENCES_GROUP (make_list (context, &territories, "territory", open_group)));
  return GTK_WIDGET (page);
}
