/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart.h"

#include <glib/gi18n-lib.h>

#include "sat-chart-plot.h"
#include "sat-chart-table.h"
#include "sat-context-menu.h"
#include "sat-widgets.h"

/* A file is as wide as the chart is shown, within these. */
#define LEAST_FILE_WIDTH 640
#define MOST_FILE_WIDTH 1600

struct _SatChart {
  GtkWidget parent_instance;
  SatContext *context;
  SatChartModel *model;
  SatChartPlot *plot;
  SatChartTable *table;
  GtkStack *stack;
  GtkLabel *title, *summary, *message;
  GtkMenuButton *button;
  GtkWidget *menu;
  GSimpleActionGroup *actions;
  GtkFileChooserNative *chooser;
  SatChartFileFormat format; /* that is being asked about */
};

enum {
  MARK_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatChart, sat_chart, GTK_TYPE_WIDGET)

static void
say (SatChart *self, const char *message)
{
  if (self->context != NULL)
    sat_context_say (self->context, message);
}

gboolean
sat_chart_write_file (SatChart *self, SatChartFileFormat format, const char *path, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *name = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *message = NULL;
  PangoContext *context;

  g_return_val_if_fail (SAT_IS_CHART (self) && self->model != NULL && path != NULL, FALSE);
  context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  name = g_path_get_basename (path);
  shown = g_filename_display_name (name);
  if (sat_chart_export_write (
          self->model, format,
          CLAMP (gtk_widget_get_width (GTK_WIDGET (self)), LEAST_FILE_WIDTH, MOST_FILE_WIDTH), 0,
          pango_context_get_font_description (context), path, &failure)) {
    /* Translators: %s is the name of a file */
    message = g_strdup_printf (_ ("Chart saved as “%s”"), shown);
    say (self, message);
    return TRUE;
  }
  /* Translators: %s is the reason */
  message = g_strdup_printf (_ ("Chart not saved: %s"), failure->message);
  say (self, message);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static void
file_chosen_cb (GtkNativeDialog *chooser, int response, SatChart *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (file != NULL && g_file_peek_path (file) != NULL && self->model != NULL)
    sat_chart_write_file (self, self->format, g_file_peek_path (file), NULL);
  g_clear_object (&self->chooser);
}

static void
save_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatChart *self = user_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *name = NULL;

  if (self->model == NULL || self->chooser != NULL)
    return;
  self->format = (SatChartFileFormat)g_variant_get_int32 (parameter);
  name = g_strconcat (self->model->title, ".", sat_chart_file_extension (self->format), NULL);
  g_strdelimit (name, G_DIR_SEPARATOR_S, '-');
  self->chooser = gtk_file_chooser_native_new (_ ("Save Chart"),
                                               GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect (self->chooser, "response", G_CALLBACK (file_chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
copy_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatChart *self = user_data;
  g_autofree char *text = NULL;

  if (self->model == NULL)
    return;
  text = sat_chart_model_to_text (self->model);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  say (self, _ ("Figures copied"));
}

static void
show_page (SatChart *self)
{
  gboolean table = sat_chart_get_shows_table (self);

  if (self->model == NULL)
    gtk_stack_set_visible_child_name (self->stack, "message");
  else
    gtk_stack_set_visible_child_name (self->stack, table ? "table" : "plot");
}

/* The focus goes along. */
static void
table_changed_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  SatChart *self = user_data;
  gboolean within = sat_widget_get_focused_child (GTK_WIDGET (self->stack)) != NULL;

  g_simple_action_set_state (action, state);
  show_page (self);
  if (within)
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
mark_activated_cb (SatChart *self, const char *key)
{
  g_signal_emit (self, signals[MARK_ACTIVATED], 0, key);
}

static void
row_activated_cb (SatChart *self, guint row)
{
  g_autofree char *key = g_strdup (sat_chart_model_get_row_key (self->model, row));

  if (key != NULL)
    g_signal_emit (self, signals[MARK_ACTIVATED], 0, key);
}

static void
menu_requested_cb (SatChart *self, double x, double y)
{
  sat_context_menu_popup (self->menu, x, y);
}

static void
sat_chart_dispose (GObject *object)
{
  SatChart *self = SAT_CHART (object);
  GtkWidget *child;

  if (self->chooser != NULL)
    g_signal_handlers_disconnect_by_data (self->chooser, self);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->actions);
  g_clear_object (&self->context);
  g_clear_pointer (&self->model, sat_chart_model_unref);
  G_OBJECT_CLASS (sat_chart_parent_class)->dispose (object);
}

static void
sat_chart_class_init (SatChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_chart_dispose;
  signals[MARK_ACTIVATED] =
      g_signal_new ("mark-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GMenuModel *
make_menu (void)
{
  static const char *const labels[] = {N_ ("Save as _PNG…"), N_ ("Save as _SVG…"),
                                       N_ ("Save as P_DF…")};
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) look = g_menu_new ();
  g_autoptr (GMenu) files = g_menu_new ();

  g_menu_append (look, _ ("Show as _Table"), "chart.table");
  g_menu_append (look, _ ("_Copy Figures"), "chart.copy");
  for (int i = 0; i < SAT_CHART_N_FILE_FORMATS; i++) {
    g_autoptr (GMenuItem) item = g_menu_item_new (_ (labels[i]), NULL);

    g_menu_item_set_action_and_target (item, "chart.save", "i", i);
    g_menu_append_item (files, item);
  }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (look));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (files));
  return G_MENU_MODEL (menu);
}

static void
add_actions (SatChart *self)
{
  static const GActionEntry entries[] = {
      {.name = "table", .state = "false", .change_state = table_changed_cb},
      {.name = "copy", .activate = copy_action},
      {.name = "save", .activate = save_action, .parameter_type = "i"},
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "chart", G_ACTION_GROUP (self->actions));
}

static GtkWidget *
make_head (SatChart *self, GMenuModel *menu)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_label_set_wrap (self->title, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (self->button, "view-more-symbolic");
  gtk_menu_button_set_menu_model (self->button, menu);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->button));
  return head;
}

static GtkLabel *
make_text (void)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (label), "dim-label");
  return label;
}

static void
make_pages (SatChart *self)
{
  self->plot = SAT_CHART_PLOT (sat_chart_plot_new ());
  self->table = SAT_CHART_TABLE (sat_chart_table_new ());
  self->message = make_text ();
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->plot), "plot");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->table), "table");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->message), "message");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  sat_widget_present_shown_page (GTK_WIDGET (self->stack));
  g_signal_connect_swapped (self->plot, "mark-activated", G_CALLBACK (mark_activated_cb), self);
  g_signal_connect_swapped (self->plot, "menu-requested", G_CALLBACK (menu_requested_cb), self);
  g_signal_connect_swapped (self->table, "row-activated", G_CALLBACK (row_activated_cb), self);
}

static void
sat_chart_init (SatChart *self)
{
  GtkBoxLayout *box = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));
  g_autoptr (GMenuModel) menu = make_menu ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (box), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (box, 6);
  add_actions (self);
  make_pages (self);
  self->summary = make_text ();
  gtk_widget_set_parent (make_head (self, menu), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->summary), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
  self->menu = sat_context_menu_new (GTK_WIDGET (self->plot), menu);
  sat_chart_set_model (self, NULL);
}

GtkWidget *
sat_chart_new (void)
{
  return g_object_new (SAT_TYPE_CHART, NULL);
}

void
sat_chart_set_context (SatChart *self, SatContext *context)
{
  g_return_if_fail (SAT_IS_CHART (self));
  g_set_object (&self->context, context);
}

void
sat_chart_set_model (SatChart *self, SatChartModel *model)
{
  g_autofree char *name = NULL;

  g_return_if_fail (SAT_IS_CHART (self));
  if (model != NULL)
    sat_chart_model_ref (model);
  g_clear_pointer (&self->model, sat_chart_model_unref);
  self->model = model;
  sat_chart_plot_set_model (self->plot, model);
  sat_chart_table_set_model (self->table, model);
  gtk_label_set_text (self->title, model != NULL ? model->title : "");
  gtk_label_set_text (self->summary, model != NULL ? model->summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), model != NULL && *model->summary != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->button), model != NULL);
  /* Translators: the menu of a chart; %s is its title */
  name = g_strdup_printf (_ ("Menu of “%s”"), model != NULL ? model->title : "");
  sat_widget_set_name (GTK_WIDGET (self->button), name);
  sat_widget_set_tooltip (GTK_WIDGET (self->button), name);
  sat_widget_set_name (GTK_WIDGET (self), model != NULL ? model->title : "");
  show_page (self);
}

SatChartModel *
sat_chart_get_model (SatChart *self)
{
  g_return_val_if_fail (SAT_IS_CHART (self), NULL);
  return self->model;
}

void
sat_chart_set_message (SatChart *self, const char *message)
{
  g_return_if_fail (SAT_IS_CHART (self));
  gtk_label_set_text (self->message, message != NULL ? message : "");
}

void
sat_chart_show_table (SatChart *self, gboolean table)
{
  g_return_if_fail (SAT_IS_CHART (self));
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "table",
                                      g_variant_new_boolean (table));
}

gboolean
sat_chart_get_shows_table (SatChart *self)
{
  g_autoptr (GVariant) state = NULL;

  g_return_val_if_fail (SAT_IS_CHART (self), FALSE);
  state = g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "table");
  return state != NULL && g_variant_get_boolean (state);
}
