/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-appearance.h"

#include "sat-settings.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

static void
scheme_changed_cb (GSettings *settings)
{
  g_autofree char *scheme = g_settings_get_string (settings, SAT_SETTING_COLOR_SCHEME);
  AdwColorScheme wanted = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (scheme, "light"))
    wanted = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (scheme, "dark"))
    wanted = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), wanted);
}

void
sat_appearance_follow (GSettings *settings)
{
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_signal_connect (settings, "changed::" SAT_SETTING_COLOR_SCHEME, G_CALLBACK (scheme_changed_cb),
                    NULL);
  scheme_changed_cb (settings);
}

static void
density_changed_cb (GtkWidget *window, const char *key, GSettings *settings)
{
  g_autofree char *density = g_settings_get_string (settings, SAT_SETTING_DENSITY);

  if (g_str_equal (density, "compact"))
    gtk_widget_add_css_class (window, "sat-compact");
  else
    gtk_widget_remove_css_class (window, "sat-compact");
}

void
sat_appearance_follow_density (GtkWidget *window, GSettings *settings)
{
  g_return_if_fail (GTK_IS_WIDGET (window) && G_IS_SETTINGS (settings));
  g_signal_connect_object (settings, "changed::" SAT_SETTING_DENSITY,
                           G_CALLBACK (density_changed_cb), window, G_CONNECT_SWAPPED);
  density_changed_cb (window, SAT_SETTING_DENSITY, settings);
}

typedef struct {
  const char *value;
  const char *title;
  const char *subtitle;
} Choice;

static void
add_choice (AdwPreferencesGroup *group, const char *action, const Choice *choice)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (check), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (check), "s", choice->value);
  sat_widget_set_name (check, _ (choice->title));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (choice->title));
  if (choice->subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (choice->subtitle));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (group, row);
}

static GtkWidget *
make_group (const char *title, const char *action, const Choice *choices, guint n)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  for (guint i = 0; i < n; i++)
    add_choice (ADW_PREFERENCES_GROUP (group), action, &choices[i]);
  return group;
}

GtkWidget *
sat_appearance_page_new (SatContext *context)
{
  const Choice schemes[] = {
      {"default", N_ ("As the system has it"),
       N_ ("Light by day and dark by night, if it does so")},
      {"light", N_ ("Light"), NULL},
      {"dark", N_ ("Dark"), NULL},
  };
  const Choice densities[] = {
      {"comfortable", N_ ("Comfortable"), N_ ("Room around each row and card")},
      {"compact", N_ ("Compact"), N_ ("A third more rows and cards at a time")},
  };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GSettings *settings;
  GtkWidget *page;
  const char *keys[] = {SAT_SETTING_COLOR_SCHEME, SAT_SETTING_DENSITY};

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  settings = sat_context_get_settings (context);
  page = adw_preferences_page_new ();
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autoptr (GAction) action = g_settings_create_action (settings, keys[i]);

    g_action_map_add_action (G_ACTION_MAP (actions), action);
  }
  gtk_widget_insert_action_group (page, "appearance", G_ACTION_GROUP (actions));
  adw_preferences_page_add (
      ADW_PREFERENCES_PAGE (page),
      ADW_PREFERENCES_GROUP (make_group (_ ("Style"), "appearance." SAT_SETTING_COLOR_SCHEME,
                                         schemes, G_N_ELEMENTS (schemes))));
  adw_preferences_page_add (
      ADW_PREFERENCES_PAGE (page),
      ADW_PREFERENCES_GROUP (make_group (_ ("Density"), "appearance." SAT_SETTING_DENSITY,
                                         densities, G_N_ELEMENTS (densities))));
  return page;
}
