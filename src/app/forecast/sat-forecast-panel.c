/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-panel.h"

#include "sat-forecast-words.h"
#include "sat-json-writer.h"
#include "sat-save-text.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

struct _SatForecastPanel {
  GtkWidget parent_instance;
  SatForecastModel *model;
  SatForecastPlace place;
  gboolean shows_place;
  SatFilter *filter; /* of what is no place */
  char *title;
  GCancellable *explaining;
  gboolean focus_waits; /* for the explanation */

  GtkLabel *title_label, *count_label;
  GtkToggleButton *deals_button, *explanation_button;
  GtkWidget *pages_box;
  GtkWidget *menu_button;
  GtkStack *stack;
  SatForecastDeals *deals;
  SatExplanationView *explanation;
};

enum {
  CLOSED,
  SELECTED,
  ACTIVATED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatForecastPanel, sat_forecast_panel, GTK_TYPE_WIDGET)

/* FALSE: the line is not in the forecast any more. */
static gboolean
find_row (SatForecastPanel *self, SatForecast *forecast, guint *row)
{
  *row = SAT_FORECAST_TOTAL;
  if (self->place.is_total)
    return TRUE;
  for (guint i = 0; i < sat_forecast_get_n_rows (forecast); i++) {
    const SatForecastRow *line = sat_forecast_get_row (forecast, i);

    if (line->id == self->place.id && line->is_self == self->place.is_self) {
      *row = i;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
has_deals (const SatForecastPlace *place)
{
  return place->is_name || (place->column != SAT_FORECAST_COLUMN_QUOTA &&
                            place->column != SAT_FORECAST_COLUMN_ADJUSTED);
}

static SatForecastColumn
column_of_deals (const SatForecastPlace *place)
{
  return place->is_name ? SAT_FORECAST_COLUMN_COVERAGE : place->column;
}

static gboolean
shows_explanation (SatForecastPanel *self)
{
  return gtk_toggle_button_get_active (self->explanation_button);
}

/* What goes to the reading thread. */
typedef struct {
  SatForecastSource *source;
  SatForecast *forecast;
  guint row;
  SatForecastColumn column;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  sat_forecast_source_unref (request->source);
  sat_forecast_unref (request->forecast);
  g_free (request);
}

static gpointer
read_explanation (SatReader *now, gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;
  SatReader *reader = sat_forecast_source_open (request->source, now, cancellable, error);

  return reader != NULL ? sat_forecast_explain (request->forecast, reader, request->row,
                                                request->column, cancellable, error)
                        : NULL;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SatForecastPanel *self = user_data;
  g_autoptr (GError) error = NULL;
  SatExplanation *explanation = sat_context_read_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->explaining);
  if (error != NULL) {
    sat_context_say (sat_forecast_model_get_context (self->model), error->message);
    return;
  }
  sat_explanation_view_show (self->explanation, explanation);
  gtk_widget_set_sensitive (self->menu_button, explanation != NULL);
  if (self->focus_waits)
    sat_explanation_view_focus (self->explanation);
  self->focus_waits = FALSE;
}

static void
stop_explaining (SatForecastPanel *self)
{
  if (self->explaining != NULL)
    g_cancellable_cancel (self->explaining);
  g_clear_object (&self->explaining);
}

static void
explain (SatForecastPanel *self, SatForecast *forecast, guint row)
{
  Request *request = g_new0 (Request, 1);

  stop_explaining (self);
  self->explaining = g_cancellable_new ();
  request->source = sat_forecast_source_ref (sat_forecast_model_get_source (self->model));
  request->forecast = sat_forecast_ref (forecast);
  request->row = row;
  request->column = self->place.is_name ? SAT_FORECAST_COLUMN_OPEN_PIPELINE : self->place.column;
  sat_context_read_async (sat_forecast_model_get_context (self->model), read_explanation, request,
                          request_free, (GDestroyNotify)sat_explanation_free, self->explaining,
                          read_cb, self);
}

static void
show_title (SatForecastPanel *self, SatForecast *forecast, guint row)
{
  const SatForecastRow *line = sat_forecast_get_row (forecast, row);
  g_autofree char *name =
      sat_forecast_words_name (sat_forecast_get_ask (forecast), line, row == SAT_FORECAST_TOTAL);
  g_autofree char *value = NULL;

  g_free (self->title);
  if (self->place.is_name) {
    self->title = g_steal_pointer (&name);
  } else {
    value = sat_forecast_words_value (
        forecast, sat_context_get_format (sat_forecast_model_get_context (self->model)), line,
        self->place.column, SAT_MONEY_WITH_CURRENCY);
    self->title = g_strdup_printf ("%s · %s · %s", name,
                                   sat_forecast_column_label (self->place.column), value);
  }
  gtk_label_set_text (self->title_label, self->title);
}

static void
update (SatForecastPanel *self)
{
  SatForecast *forecast = sat_forecast_model_get_forecast (self->model);
  gboolean writable = sat_forecast_model_is_writable (self->model);
  g_autoptr (SatFilter) filter = NULL;
  guint row;

  if (self->filter != NULL) {
    sat_forecast_deals_show (self->deals, self->filter, writable);
    return;
  }
  if (!self->shows_place || forecast == NULL)
    return;
  if (!find_row (self, forecast, &row)) {
    g_signal_emit (self, signals[CLOSED], 0);
    return;
  }
  show_title (self, forecast, row);
  gtk_stack_set_visible_child_name (self->stack,
                                    shows_explanation (self) ? "explanation" : "deals");
  gtk_widget_set_visible (self->menu_button, shows_explanation (self));
  gtk_widget_set_visible (GTK_WIDGET (self->count_label), !shows_explanation (self));
  if (shows_explanation (self)) {
    explain (self, forecast, row);
    return;
  }
  filter = sat_forecast_deals_filter (forecast, row, column_of_deals (&self->place));
  if (filter != NULL)
    sat_forecast_deals_show (self->deals, filter, writable);
}

static void
model_changed_cb (SatForecastModel *model, SatForecastPanel *self)
{
  update (self);
}

static void
page_toggled_cb (GtkToggleButton *button, SatForecastPanel *self)
{
  if (gtk_toggle_button_get_active (button))
    update (self);
}

static void
loaded_cb (SatForecastDeals *deals, guint n, SatForecastPanel *self)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u deal", "%u deals", n), n);

  gtk_label_set_text (self->count_label, text);
}

static void
close_cb (SatForecastPanel *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  g_signal_emit (widget, signals[CLOSED], 0);
  return TRUE;
}

static void
forward_selected_cb (GtkWidget *list, gint64 id, SatForecastPanel *self)
{
  g_signal_emit (self, signals[SELECTED], 0, id);
}

static void
forward_activated_cb (GtkWidget *list, gint64 id, SatForecastPanel *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0, id);
}

static char *
explanation_json (const SatExplanation *explanation)
{
  GString *text = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_PRETTY);

  sat_explanation_write_json (explanation, writer, NULL);
  sat_json_writer_finish (writer, NULL);
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}

static void
save (SatForecastPanel *self, gboolean json)
{
  const SatExplanation *explanation = sat_explanation_view_get (self->explanation);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *text = NULL, *name = NULL;

  if (explanation == NULL)
    return;
  text = json ? explanation_json (explanation) : sat_explanation_to_text (explanation);
  name = g_strconcat (sat_explanation_get_title (explanation), json ? ".json" : ".txt", NULL);
  sat_save_text_ask (sat_forecast_model_get_context (self->model),
                     GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _ ("Save the Explanation"),
                     name, text);
}

static void
save_text_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  save (SAT_FORECAST_PANEL (widget), FALSE);
}

static void
save_json_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  save (SAT_FORECAST_PANEL (widget), TRUE);
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatForecastPanel *self = SAT_FORECAST_PANEL (widget);
  const SatExplanation *explanation = sat_explanation_view_get (self->explanation);
  g_autofree char *text = NULL;

  if (explanation == NULL)
    return;
  text = sat_explanation_to_text (explanation);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  sat_context_say (sat_forecast_model_get_context (self->model), _ ("Explanation copied"));
}

static void
sat_forecast_panel_dispose (GObject *object)
{
  SatForecastPanel *self = SAT_FORECAST_PANEL (object);
  GtkWidget *child;

  stop_explaining (self);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->filter, sat_filter_unref);
  g_clear_pointer (&self->title, g_free);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (sat_forecast_panel_parent_class)->dispose (object);
}

static void
sat_forecast_panel_class_init (SatForecastPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_forecast_panel_dispose;
  signals[CLOSED] =
      g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SELECTED] = g_signal_new ("selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[ACTIVATED] = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_install_action (widget_class, "explanation.copy", NULL, copy_cb);
  gtk_widget_class_install_action (widget_class, "explanation.save-text", NULL, save_text_cb);
  gtk_widget_class_install_action (widget_class, "explanation.save-json", NULL, save_json_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "forecastpanel");
}

static GtkToggleButton *
add_page_button (SatForecastPanel *self, GtkWidget *box, const char *label)
{
  GtkWidget *button = gtk_toggle_button_new_with_mnemonic (label);

  g_signal_connect (button, "toggled", G_CALLBACK (page_toggled_cb), self);
  gtk_box_append (GTK_BOX (box), button);
  return GTK_TOGGLE_BUTTON (button);
}

static GtkWidget *
make_menu_button (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append (menu, _ ("_Copy the Explanation"), "explanation.copy");
  g_menu_append (menu, _ ("Save as _Text…"), "explanation.save-text");
  g_menu_append (menu, _ ("Save as _JSON…"), "explanation.save-json");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  sat_widget_set_tooltip (button, _ ("More for the Explanation"));
  sat_widget_set_name (button, _ ("More for the Explanation"));
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static GtkWidget *
make_header (SatForecastPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *back = gtk_button_new ();
  GtkWidget *content = adw_button_content_new ();

  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "go-previous-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), C_ ("forecast", "Back"));
  gtk_button_set_child (GTK_BUTTON (back), content);
  sat_widget_set_tooltip (back, _ ("Back to the Figure"));
  g_signal_connect_swapped (back, "clicked", G_CALLBACK (close_cb), self);
  gtk_box_append (GTK_BOX (box), back);
  self->title_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->title_label, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->title_label, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->title_label), "heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->title_label), "sat-panel-title");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title_label));
  self->count_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->count_label, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->count_label), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->count_label), "dim-label");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count_label));
  self->pages_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->pages_box, "linked");
  gtk_widget_set_hexpand (self->pages_box, TRUE);
  gtk_widget_set_halign (self->pages_box, GTK_ALIGN_END);
  self->deals_button = add_page_button (self, self->pages_box, C_ ("forecast", "_Deals"));
  self->explanation_button =
      add_page_button (self, self->pages_box, C_ ("forecast", "E_xplanation"));
  gtk_toggle_button_set_group (self->explanation_button, self->deals_button);
  gtk_box_append (GTK_BOX (box), self->pages_box);
  self->menu_button = make_menu_button ();
  gtk_box_append (GTK_BOX (box), self->menu_button);
  gtk_widget_add_css_class (box, "sat-panel-header");
  return box;
}

static void
sat_forecast_panel_init (SatForecastPanel *self)
{
}

GtkWidget *
sat_forecast_panel_new (SatForecastModel *model)
{
  SatForecastPanel *self;
  GtkWidget *box;

  g_return_val_if_fail (SAT_IS_FORECAST_MODEL (model), NULL);

  self = g_object_new (SAT_TYPE_FORECAST_PANEL, NULL);
  self->model = g_object_ref (model);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (box), make_header (self));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  self->deals = SAT_FORECAST_DEALS (sat_forecast_deals_new (sat_forecast_model_get_context (model),
                                                            sat_forecast_model_get_source (model)));
  self->explanation = SAT_EXPLANATION_VIEW (sat_explanation_view_new ());
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->deals), "deals");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->explanation), "explanation");
  sat_widget_present_shown_page (GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  g_signal_connect (self->deals, "loaded", G_CALLBACK (loaded_cb), self);
  g_signal_connect (self->deals, "selected", G_CALLBACK (forward_selected_cb), self);
  g_signal_connect (self->deals, "activated", G_CALLBACK (forward_activated_cb), self);
  g_signal_connect (self->explanation, "activated", G_CALLBACK (forward_activated_cb), self);
  g_signal_connect (model, "changed", G_CALLBACK (model_changed_cb), self);
  return GTK_WIDGET (self);
}

static void
choose_page (SatForecastPanel *self, SatForecastPage page)
{
  GtkToggleButton *button =
      page == SAT_FORECAST_PAGE_DEALS ? self->deals_button : self->explanation_button;

  if (gtk_toggle_button_get_active (button))
    update (self);
  else
    gtk_toggle_button_set_active (button, TRUE);
}

void
sat_forecast_panel_show (SatForecastPanel *self,
                         const SatForecastPlace *place,
                         SatForecastPage page)
{
  g_return_if_fail (SAT_IS_FORECAST_PANEL (self) && place != NULL);

  g_clear_pointer (&self->filter, sat_filter_unref);
  self->place = *place;
  self->shows_place = TRUE;
  gtk_widget_set_visible (self->pages_box, TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->deals_button), has_deals (place));
  gtk_label_set_text (self->count_label, "");
  choose_page (self, has_deals (place) ? page : SAT_FORECAST_PAGE_EXPLANATION);
}

void
sat_forecast_panel_show_filter (SatForecastPanel *self, SatFilter *filter, const char *title)
{
  g_return_if_fail (SAT_IS_FORECAST_PANEL (self) && filter != NULL && title != NULL);

  sat_filter_ref (filter);
  g_clear_pointer (&self->filter, sat_filter_unref);
  self->filter = filter;
  self->shows_place = FALSE;
  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->count_label, "");
  gtk_widget_set_visible (GTK_WIDGET (self->count_label), TRUE);
  gtk_widget_set_visible (self->pages_box, FALSE);
  gtk_widget_set_visible (self->menu_button, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "deals");
  update (self);
}

void
sat_forecast_panel_clear (SatForecastPanel *self)
{
  g_return_if_fail (SAT_IS_FORECAST_PANEL (self));

  stop_explaining (self);
  g_clear_pointer (&self->filter, sat_filter_unref);
  self->shows_place = FALSE;
  self->focus_waits = FALSE;
}

SatForecastPage
sat_forecast_panel_get_page (SatForecastPanel *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_PANEL (self), SAT_FORECAST_PAGE_DEALS);
  return self->filter == NULL && shows_explanation (self) ? SAT_FORECAST_PAGE_EXPLANATION
                                                          : SAT_FORECAST_PAGE_DEALS;
}

gboolean
sat_forecast_panel_is_reading (SatForecastPanel *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_PANEL (self), FALSE);
  return self->explaining != NULL || sat_forecast_deals_is_reading (self->deals);
}

void
sat_forecast_panel_focus (SatForecastPanel *self)
{
  g_return_if_fail (SAT_IS_FORECAST_PANEL (self));

  if (sat_forecast_panel_get_page (self) == SAT_FORECAST_PAGE_DEALS)
    sat_forecast_deals_focus (self->deals);
  else if (self->explaining != NULL)
    self->focus_waits = TRUE;
  else
    sat_explanation_view_focus (self->explanation);
}

SatForecastDeals *
sat_forecast_panel_get_deals (SatForecastPanel *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_PANEL (self), NULL);
  return self->deals;
}

SatExplanationView *
sat_forecast_panel_get_explanation (SatForecastPanel *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_PANEL (self), NULL);
  return self->explanation;
}
