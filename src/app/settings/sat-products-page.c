/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-products-page.h"

#include "sat-labels.h"
#include "sat-record-view.h"
#include "sat-settings-window.h"
#include "sat-views.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

static const SatViewInfo info = {"products", N_ ("Products"), "sat-product-symbolic", "product",
                                 sat_record_view_new};

static GtkWidget *
make_new_button (SatContext *context)
{
  const char *label = sat_labels_new (sat_context_get_type_by_name (context, info.type));
  GtkWidget *content = adw_button_content_new ();
  GtkWidget *button = gtk_button_new ();

  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "list-add-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), C_ ("record", "New"));
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.new");
  sat_widget_set_tooltip (button, label);
  sat_widget_set_name (button, label);
  return button;
}

GtkWidget *
sat_products_page_new (SatContext *context)
{
  GtkWidget *view;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  view = sat_record_view_new (context, &info);
  if (!sat_store_is_read_only (sat_context_get_store (context)))
    sat_filter_bar_add_end (sat_record_view_get_filter_bar (SAT_RECORD_VIEW (view)),
                            make_new_button (context));
  sat_settings_set_new_type (view, info.type);
  return view;
}
