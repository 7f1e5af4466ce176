/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-explanation-view.h"

#include "sat-tab-stop.h"
#include "sat-text-column.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

#define ITEM "sat-explanation-item"

/* A node of the tree, for the list. It keeps the whole tree alive. */
#define SAT_TYPE_EXPLANATION_NODE (sat_explanation_node_get_type ())
G_DECLARE_FINAL_TYPE (SatExplanationNode, sat_explanation_node, SAT, EXPLANATION_NODE, GObject)

struct _SatExplanationNode {
  GObject parent_instance;
  SatExplanationNode *root; /* NULL: it is the root */
  SatExplanation *owned;    /* of the root */
  const SatExplanation *explanation;
};

G_DEFINE_FINAL_TYPE (SatExplanationNode, sat_explanation_node, G_TYPE_OBJECT)

static void
sat_explanation_node_finalize (GObject *object)
{
  SatExplanationNode *self = SAT_EXPLANATION_NODE (object);

  g_clear_object (&self->root);
  g_clear_pointer (&self->owned, sat_explanation_free);
  G_OBJECT_CLASS (sat_explanation_node_parent_class)->finalize (object);
}

static void
sat_explanation_node_class_init (SatExplanationNodeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sat_explanation_node_finalize;
}

static void
sat_explanation_node_init (SatExplanationNode *self)
{
}

struct _SatExplanationView {
  GtkWidget parent_instance;
  GtkListView *list;
  GtkSingleSelection *selection;
  GtkTreeListModel *tree;
  SatExplanationNode *root;
  guint focus_tick;
};

enum {
  ACTIVATED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatExplanationView, sat_explanation_view, GTK_TYPE_WIDGET)

static GListModel *
list_inputs (gpointer item, gpointer user_data)
{
  SatExplanationNode *node = item;
  guint n = sat_explanation_get_n_inputs (node->explanation);
  GListStore *inputs;

  if (n == 0)
    return NULL;
  inputs = g_list_store_new (SAT_TYPE_EXPLANATION_NODE);
  for (guint i = 0; i < n; i++) {
    g_autoptr (SatExplanationNode) input = g_object_new (SAT_TYPE_EXPLANATION_NODE, NULL);

    input->root = g_object_ref (node->root != NULL ? node->root : node);
    input->explanation = sat_explanation_get_input (node->explanation, i);
    g_list_store_append (inputs, input);
  }
  return G_LIST_MODEL (inputs);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = sat_text_column_new (0);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *formula = gtk_label_new (NULL);
  GtkWidget *value = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (formula), 0);
  gtk_label_set_wrap (GTK_LABEL (formula), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (formula), GTK_NATURAL_WRAP_NONE);
  gtk_widget_add_css_class (formula, "dim-label");
  gtk_widget_add_css_class (formula, "caption");
  gtk_widget_add_css_class (value, "numeric");
  gtk_label_set_xalign (GTK_LABEL (value), 1);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  sat_text_column_append (SAT_TEXT_COLUMN (words), title);
  sat_text_column_append (SAT_TEXT_COLUMN (words), formula);
  gtk_box_append (GTK_BOX (line), words);
  gtk_box_append (GTK_BOX (line), value);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), line);
  g_object_set_data (G_OBJECT (expander), ITEM, item);
  gtk_list_item_set_child (item, expander);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  g_autoptr (SatExplanationNode) node = gtk_tree_list_row_get_item (row);
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));
  GtkWidget *words = gtk_widget_get_first_child (gtk_tree_expander_get_child (expander));
  GtkWidget *title = gtk_widget_get_first_child (words);
  GtkWidget *formula = gtk_widget_get_next_sibling (title);
  GtkWidget *value = gtk_widget_get_next_sibling (words);
  const char *said = sat_explanation_get_formula (node->explanation);
  g_autofree char *text = sat_explanation_format_value (node->explanation);

  gtk_tree_expander_set_list_row (expander, row);
  gtk_label_set_text (GTK_LABEL (title), sat_explanation_get_title (node->explanation));
  gtk_label_set_text (GTK_LABEL (formula), said != NULL ? said : "");
  gtk_widget_set_visible (formula, said != NULL);
  gtk_label_set_text (GTK_LABEL (value), text);
  if (gtk_tree_list_row_get_depth (row) == 0)
    gtk_widget_add_css_class (title, "heading");
  else
    gtk_widget_remove_css_class (title, "heading");
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (gtk_list_item_get_child (item)), NULL);
}

/* A record opens, a figure shows what went into it. */
static void
activated_cb (GtkListView *list, guint position, SatExplanationView *self)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->tree), position);
  g_autoptr (SatExplanationNode) node = gtk_tree_list_row_get_item (row);
  gint64 id = sat_explanation_get_record (node->explanation);

  if (gtk_tree_list_row_is_expandable (row))
    gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
  else if (id != 0)
    g_signal_emit (self, signals[ACTIVATED], 0, id);
}

static GtkTreeListRow *
selected_row (SatExplanationView *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

/* Left and Right close and open, as in the grid. */
static gboolean
turn_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  SatExplanationView *self = SAT_EXPLANATION_VIEW (widget);
  GtkTreeListRow *row = selected_row (self);
  gboolean open = g_variant_get_boolean (args);
  g_autoptr (GtkTreeListRow) parent = NULL;

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    open = !open;
  if (row == NULL)
    return FALSE;
  if (gtk_tree_list_row_is_expandable (row) && gtk_tree_list_row_get_expanded (row) != open) {
    gtk_tree_list_row_set_expanded (row, open);
    return TRUE;
  }
  parent = open ? NULL : gtk_tree_list_row_get_parent (row);
  if (parent != NULL) {
    guint position = gtk_tree_list_row_get_position (parent);

    gtk_single_selection_set_selected (self->selection, position);
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
  }
  return TRUE;
}

static void
sat_explanation_view_dispose (GObject *object)
{
  SatExplanationView *self = SAT_EXPLANATION_VIEW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  g_clear_object (&self->tree);
  g_clear_object (&self->root);
  G_OBJECT_CLASS (sat_explanation_view_parent_class)->dispose (object);
}

static void
sat_explanation_view_class_init (SatExplanationViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_explanation_view_dispose;
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, turn_cb, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, turn_cb, "b", TRUE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sat_explanation_view_init (SatExplanationView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *stop = g_object_new (SAT_TYPE_TAB_STOP, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  self->selection = gtk_single_selection_new (NULL);
  self->list = GTK_LIST_VIEW (
      gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "sat-explanation");
  sat_widget_set_name (GTK_WIDGET (self->list), _ ("How the figure comes about"));
  g_signal_connect (self->list, "activate", G_CALLBACK (activated_cb), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (scroller, TRUE);
  adw_bin_set_child (ADW_BIN (stop), scroller);
  gtk_widget_set_parent (stop, GTK_WIDGET (self));
}

GtkWidget *
sat_explanation_view_new (void)
{
  return g_object_new (SAT_TYPE_EXPLANATION_VIEW, NULL);
}

void
sat_explanation_view_show (SatExplanationView *self, SatExplanation *explanation)
{
  g_autoptr (GListStore) store = NULL;
  g_autoptr (GtkTreeListRow) first = NULL;

  g_return_if_fail (SAT_IS_EXPLANATION_VIEW (self));

  gtk_single_selection_set_model (self->selection, NULL);
  g_clear_object (&self->tree);
  g_clear_object (&self->root);
  if (explanation == NULL)
    return;
  self->root = g_object_new (SAT_TYPE_EXPLANATION_NODE, NULL);
  self->root->owned = explanation;
  self->root->explanation = explanation;
  store = g_list_store_new (SAT_TYPE_EXPLANATION_NODE);
  g_list_store_append (store, self->root);
  self->tree = gtk_tree_list_model_new (G_LIST_MODEL (g_steal_pointer (&store)), FALSE, FALSE,
                                        list_inputs, NULL, NULL);
  first = gtk_tree_list_model_get_row (self->tree, 0);
  gtk_tree_list_row_set_expanded (first, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->tree));
}

const SatExplanation *
sat_explanation_view_get (SatExplanationView *self)
{
  g_return_val_if_fail (SAT_IS_EXPLANATION_VIEW (self), NULL);
  return self->root != NULL ? self->root->explanation : NULL;
}

/* A list that has no size yet has no rows to focus. */
static gboolean
focus_tick_cb (GtkWidget *list, GdkFrameClock *clock, gpointer user_data)
{
  if (!gtk_widget_get_mapped (list) || gtk_widget_get_height (list) == 0)
    return G_SOURCE_CONTINUE;
  SAT_EXPLANATION_VIEW (user_data)->focus_tick = 0;
  gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD);
  return G_SOURCE_REMOVE;
}

void
sat_explanation_view_focus (SatExplanationView *self)
{
  g_return_if_fail (SAT_IS_EXPLANATION_VIEW (self));
  if (self->focus_tick == 0)
    self->focus_tick =
        gtk_widget_add_tick_callback (GTK_WIDGET (self->list), focus_tick_cb, self, NULL);
}

GListModel *
sat_explanation_view_get_lines (SatExplanationView *self)
{
  g_return_val_if_fail (SAT_IS_EXPLANATION_VIEW (self), NULL);
  return G_LIST_MODEL (self->tree);
}
