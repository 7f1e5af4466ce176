/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "board-sample.h"
#include "sat-board-lane.h"
#include "sat-test.h"

#include <adwaita.h>

/* A board in a window, over records in memory. */
typedef struct {
  SatRegistry *registry;
  GListStore *columns;
  SatBoard *board;
  GtkWindow *window;
  gint64 selected, activated;
  SatRecord *deleted;
} Fixture;

static void
selected_cb (SatBoard *board, gint64 id, Fixture *f)
{
  f->selected = id;
}

static void
activated_cb (SatBoard *board, gint64 id, Fixture *f)
{
  f->activated = id;
}

static void
deleted_cb (SatBoard *board, SatRecord *record, Fixture *f)
{
  g_set_object (&f->deleted, record);
}

static gboolean
has_size (gpointer widget)
{
  return gtk_widget_get_width (GTK_WIDGET (widget)) > 0;
}

static Fixture *
fixture_new (guint n_cards)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->registry = sat_registry_new ();
  f->columns = board_sample_columns (f->registry, n_cards, TRUE);
  f->board = sat_board_new (board_sample_face, NULL);
  g_signal_connect (f->board, "record-selected", G_CALLBACK (selected_cb), f);
  g_signal_connect (f->board, "record-activated", G_CALLBACK (activated_cb), f);
  g_signal_connect (f->board, "delete-requested", G_CALLBACK (deleted_cb), f);
  board_sample_obey (f->board, f->columns);
  sat_board_set_columns (f->board, G_LIST_MODEL (f->columns));
  f->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (f->window, 1200, 700);
  gtk_window_set_child (f->window, GTK_WIDGET (f->board));
  gtk_window_present (f->window);
  g_assert_true (sat_test_wait_until (has_size, f->board, 10000));
  sat_test_settle ();
  return f;
}

static void
fixture_free (Fixture *f)
{
  gtk_window_destroy (f->window);
  sat_test_settle ();
  g_clear_object (&f->deleted);
  g_object_unref (f->columns);
  sat_registry_unref (f->registry);
  g_free (f);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

static SatBoardColumn *
nth_column (Fixture *f, guint i)
{
  g_autoptr (SatBoardColumn) column = g_list_model_get_item (G_LIST_MODEL (f->columns), i);

  g_assert_nonnull (column);
  return column;
}

typedef struct {
  SatBoard *board;
  gint64 id;
} Wanted;

static gboolean
is_shown (gpointer data)
{
  Wanted *wanted = data;
  SatBoardCard *card = sat_board_get_card (wanted->board, wanted->id);

  return card != NULL && gtk_widget_get_height (GTK_WIDGET (card)) > 0;
}

/* Cards come with the next frame. */
static SatBoardCard *
wait_for_card (Fixture *f, gint64 id)
{
  Wanted wanted = {f->board, id};

  g_assert_true (sat_test_wait_until (is_shown, &wanted, 10000));
  return sat_board_get_card (f->board, id);
}

static SatBoardCard *
nth_card (Fixture *f, guint column, guint index)
{
  gint64 id = sat_board_column_get_item_id (nth_column (f, column), index);

  return wait_for_card (f, id);
}

/* The lane widget of a column. */
static GtkWidget *
lane_of (Fixture *f, guint column)
{
  GtkWidget *card = GTK_WIDGET (nth_card (f, 0, 0));
  GtkWidget *strip = gtk_widget_get_parent (gtk_widget_get_ancestor (card, SAT_TYPE_BOARD_LANE));
  GtkWidget *lane = gtk_widget_get_first_child (strip);

  while (column-- > 0)
    lane = gtk_widget_get_next_sibling (lane);
  return lane;
}

static gpointer
find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
      return controller;
  }
  g_assert_not_reached ();
}

/* Presses a key where the focus is, as the board hears it. */
static gboolean
press (Fixture *f, guint key, GdkModifierType modifiers)
{
  GtkWidget *list = gtk_widget_get_ancestor (gtk_window_get_focus (f->window), SAT_TYPE_BOARD_LIST);
  gboolean handled = FALSE;

  g_assert_nonnull (list);
  g_signal_emit_by_name (find_controller (list, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", key,
                         0, modifiers, &handled);
  sat_test_settle ();
  return handled;
}

#define assert_focus(f, column, index)                                                             \
  g_assert_true (gtk_window_get_focus ((f)->window) == GTK_WIDGET (nth_card (f, column, index)))

static void
test_arrows (void)
{
  g_autoptr (Fixture) f = fixture_new (80);

  g_assert_true (sat_board_focus_records (f->board));
  assert_focus (f, 0, 0);
  g_assert_cmpint (f->selected, ==, 0);
  press (f, GDK_KEY_Down, 0);
  assert_focus (f, 0, 1);
  g_assert_cmpint (f->selected, ==, sat_board_card_get_id (nth_card (f, 0, 1)));
  press (f, GDK_KEY_Right, 0);
  assert_focus (f, 1, 1);
  press (f, GDK_KEY_Left, 0);
  press (f, GDK_KEY_Left, 0);
  assert_focus (f, 0, 1);
  press (f, GDK_KEY_Up, 0);
  press (f, GDK_KEY_Up, 0);
  assert_focus (f, 0, 0);
  press (f, GDK_KEY_End, 0);
  assert_focus (f, 0, 19);
  press (f, GDK_KEY_Home, 0);
  assert_focus (f, 0, 0);
  press (f, GDK_KEY_Page_Down, 0);
  g_assert_false (gtk_window_get_focus (f->window) == GTK_WIDGET (nth_card (f, 0, 0)));
  press (f, GDK_KEY_Page_Up, 0);
  assert_focus (f, 0, 0);
  /* the collapsed columns have no cards to go to */
  press (f, GDK_KEY_End, GDK_CONTROL_MASK);
  assert_focus (f, 3, 0);
  press (f, GDK_KEY_Right, 0);
  assert_focus (f, 3, 0);
  press (f, GDK_KEY_Home, GDK_CONTROL_MASK);
  assert_focus (f, 0, 0);
  g_assert_false (press (f, GDK_KEY_Right, GDK_ALT_MASK));
  g_assert_false (press (f, GDK_KEY_x, 0));
}

static void
test_act (void)
{
  g_autoptr (Fixture) f = fixture_new (80);
  gint64 id = sat_board_column_get_item_id (nth_column (f, 0), 0);

  sat_board_focus_records (f->board);
  g_assert_true (press (f, GDK_KEY_space, 0));
  g_assert_cmpint (f->selected, ==, id);
  g_assert_cmpint (sat_board_get_selected (f->board), ==, id);
  g_assert_cmpint (f->activated, ==, 0);
  g_assert_true (press (f, GDK_KEY_Return, 0));
  g_assert_cmpint (f->activated, ==, id);
  g_assert_true (press (f, GDK_KEY_Delete, 0));
  g_assert_cmpint (sat_record_get_id (f->deleted), ==, id);
  /* F10 is the window's menu, with Shift the card's */
  g_assert_false (press (f, GDK_KEY_F10, 0));
  g_assert_true (press (f, GDK_KEY_F10, GDK_SHIFT_MASK));
}

static void
test_move_by_key (void)
{
  g_autoptr (Fixture) f = fixture_new (80);
  gint64 id = sat_board_column_get_item_id (nth_column (f, 0), 2);

  sat_board_set_selected (f->board, id);
  sat_board_focus_records (f->board);
  assert_focus (f, 0, 2);
  /* there is nothing to the left */
  press (f, GDK_KEY_Left, GDK_CONTROL_MASK);
  assert_focus (f, 0, 2);
  press (f, GDK_KEY_Right, GDK_CONTROL_MASK);
  g_assert_cmpint (sat_board_column_get_item_id (nth_column (f, 1), 0), ==, id);
  assert_focus (f, 1, 0); /* the focus goes with it */
  press (f, GDK_KEY_Right, GDK_CONTROL_MASK);
  press (f, GDK_KEY_Right, GDK_CONTROL_MASK);
  assert_focus (f, 3, 0);
  /* into a collapsed column: the focus stays behind, at the same place */
  press (f, GDK_KEY_Right, GDK_CONTROL_MASK);
  g_assert_cmpint (sat_board_column_get_item_id (nth_column (f, 4), 0), ==, id);
  assert_focus (f, 3, 0);
  g_assert_cmpint (sat_board_get_selected (f->board), ==, id);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (nth_column (f, 0))), ==, 19);
}

static void
test_right_to_left (void)
{
  g_autoptr (Fixture) f = NULL;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  f = fixture_new (80);
  sat_board_focus_records (f->board);
  press (f, GDK_KEY_Left, 0);
  assert_focus (f, 1, 0);
  press (f, GDK_KEY_Right, 0);
  assert_focus (f, 0, 0);
  press (f, GDK_KEY_Left, GDK_CONTROL_MASK);
  assert_focus (f, 1, 0);
  g_clear_pointer (&f, fixture_free);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static gboolean
drop_on (Fixture *f, guint column, SatRecord *record)
{
  GtkWidget *lane = lane_of (f, column);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, SAT_TYPE_RECORD);
  g_value_set_object (&value, record);
  g_signal_emit_by_name (find_controller (lane, GTK_TYPE_DROP_TARGET), "drop", &value, 30.0, 60.0,
                         &taken);
  sat_test_settle ();
  return taken;
}

static void
test_drop (void)
{
  g_autoptr (Fixture) f = fixture_new (80);
  g_autoptr (SatRecord) record = g_list_model_get_item (G_LIST_MODEL (nth_column (f, 0)), 3);
  g_autoptr (SatRecord) stranger =
      sat_record_new (f->registry, sat_registry_type (f->registry, "opportunity"), 999999, NULL);
  guint position;

  /* on its own column it stays */
  g_assert_false (drop_on (f, 0, record));
  g_assert_true (drop_on (f, 2, record));
  g_assert_true (sat_board_column_find (nth_column (f, 2), sat_record_get_id (record), &position));
  g_assert_false (sat_board_column_find (nth_column (f, 0), sat_record_get_id (record), &position));
  /* a collapsed column takes it too */
  g_assert_true (drop_on (f, 5, record));
  g_assert_true (sat_board_column_find (nth_column (f, 5), sat_record_get_id (record), &position));
  g_assert_false (drop_on (f, 1, stranger));
  g_assert_false (drop_on (f, 1, NULL));
}

static void
test_menu (void)
{
  g_autoptr (Fixture) f = fixture_new (80);
  gint64 id = sat_board_column_get_item_id (nth_column (f, 0), 0);
  guint position;

  sat_board_focus_records (f->board);
  press (f, GDK_KEY_Menu, 0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->board), "board.open", NULL));
  g_assert_cmpint (f->activated, ==, id);
  g_assert_true (
      gtk_widget_activate_action (GTK_WIDGET (f->board), "board.move", "x", (gint64)103));
  g_assert_true (sat_board_column_find (nth_column (f, 2), id, &position));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->board), "board.delete", NULL));
  g_assert_cmpint (sat_record_get_id (f->deleted), ==, id);
}

static void
test_names (void)
{
  g_autoptr (Fixture) f = fixture_new (80);
  SatBoardCard *card = nth_card (f, 0, 1);
  GtkWidget *list = gtk_widget_get_parent (GTK_WIDGET (card));

  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (card)), ==,
                   GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (list)), ==,
                   GTK_ACCESSIBLE_ROLE_LIST);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Prospecting");
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Service contract 2022, Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten"
      "gesellschaft, $880,000,000, closes 3 Mar, stage Prospecting, 2 of 20");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "17 days in this stage, the limit is 30");
  gtk_test_accessible_assert_relation (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_RELATION_POS_IN_SET,
                                       2);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (lane_of (f, 0)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Prospecting, 20 deals, $4,221,818,000, $2.1B weighted");
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (lane_of (f, 0))), ==,
                   GTK_ACCESSIBLE_ROLE_GROUP);
}

/* The widgets stand in the order of the cards, each once, after any scrolling. */
static void
assert_widgets_in_order (GtkWidget *list)
{
  GtkWidget *child = gtk_widget_get_first_child (list);
  guint last = 0;
  gboolean first = TRUE;

  for (; child != NULL; child = gtk_widget_get_next_sibling (child)) {
    guint index = sat_board_card_get_index (SAT_BOARD_CARD (child));

    g_assert_true (first || index > last);
    last = index;
    first = FALSE;
  }
}

static void
test_many (void)
{
  g_autoptr (Fixture) f = fixture_new (10000);
  GtkWidget *list = gtk_widget_get_parent (GTK_WIDGET (nth_card (f, 0, 0)));
  guint before = sat_board_get_n_cards (f->board);
  GtkAdjustment *vertical = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));

  /* four open columns, a handful each */
  g_assert_cmpuint (before, >=, 4 * 4);
  g_assert_cmpuint (before, <=, 4 * 12);
  g_assert_cmpfloat (gtk_adjustment_get_upper (vertical), >, 2500 * 60);
  gtk_window_set_focus (f->window, NULL);
  for (int i = 0; i < 200; i++) {
    gtk_adjustment_set_value (vertical, gtk_adjustment_get_value (vertical) + 34 + 997 * (i % 3));
    sat_test_settle ();
    g_assert_cmpuint (sat_board_get_n_cards (f->board), ==, before);
    assert_widgets_in_order (list);
  }
  gtk_adjustment_set_value (vertical, gtk_adjustment_get_upper (vertical));
  sat_test_settle ();
  g_assert_nonnull (nth_card (f, 0, 2499));
  g_assert_cmpuint (sat_board_get_n_cards (f->board), ==, before);
  /* the focused card keeps its widget out of view, and only that */
  sat_board_focus_records (f->board);
  gtk_adjustment_set_value (vertical, 0);
  sat_test_settle ();
  g_assert_cmpuint (sat_board_get_n_cards (f->board), <=, before + 1);
  g_assert_true (SAT_IS_BOARD_CARD (gtk_window_get_focus (f->window)));
}

static void
test_anchor (void)
{
  g_autoptr (Fixture) f = fixture_new (400);
  GListStore *cards = G_LIST_STORE (sat_board_column_get_base (nth_column (f, 0)));
  GtkWidget *list = gtk_widget_get_parent (GTK_WIDGET (nth_card (f, 0, 0)));
  GtkAdjustment *vertical = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));
  gint64 id = sat_board_column_get_item_id (nth_column (f, 0), 21);
  graphene_rect_t before, after;

  gtk_adjustment_set_value (vertical, 20 * 100);
  sat_test_settle ();
  g_assert_nonnull (sat_board_get_card (f->board, id));
  g_assert_true (
      gtk_widget_compute_bounds (GTK_WIDGET (sat_board_get_card (f->board, id)), list, &before));
  g_list_store_remove (cards, 2);
  sat_test_settle ();
  g_assert_true (
      gtk_widget_compute_bounds (GTK_WIDGET (sat_board_get_card (f->board, id)), list, &after));
  g_assert_cmpfloat_with_epsilon (before.origin.y, after.origin.y, 0.5);
}

static void
assert_focus_survives_removal (Fixture *f)
{
  GListStore *cards = G_LIST_STORE (sat_board_column_get_base (nth_column (f, 0)));
  gint64 next = sat_board_column_get_item_id (nth_column (f, 0), 1);

  g_list_store_remove (cards, 0);
  sat_test_settle ();
  assert_focus (f, 0, 0);
  g_assert_cmpint (sat_board_card_get_id (nth_card (f, 0, 0)), ==, next);
  g_list_store_remove_all (cards);
  sat_test_settle ();
  /* an empty column can still be left by keys */
  press (f, GDK_KEY_Right, 0);
  assert_focus (f, 1, 0);
}

static void
test_focus_survives_removal (void)
{
  g_autoptr (Fixture) f = fixture_new (80);

  sat_board_focus_records (f->board);
  assert_focus_survives_removal (f);
}

static gboolean
is_inactive (gpointer window)
{
  return !gtk_window_is_active (GTK_WINDOW (window));
}

/* Others' changes arrive while another window has the keyboard. */
static void
test_focus_in_background (void)
{
  g_autoptr (Fixture) f = fixture_new (80);
  GtkWindow *other = GTK_WINDOW (gtk_window_new ());

  sat_board_focus_records (f->board);
  gtk_window_present (other);
  g_assert_true (sat_test_wait_until (is_inactive, f->window, 10000));
  assert_focus_survives_removal (f);
  gtk_window_destroy (other);
}

static void
test_record_changes (void)
{
  g_autoptr (Fixture) f = fixture_new (80);
  g_autoptr (SatRecord) record = g_list_model_get_item (G_LIST_MODEL (nth_column (f, 0)), 0);
  const SatField *field = sat_type_field (sat_record_get_record_type (record), "amount");
  SatValue value = sat_value_int (4200);

  sat_record_set (record, field, &value);
  g_assert_cmpstr (sat_board_card_get_face (nth_card (f, 0, 0))->amount, ==, "$42");
}

static void
test_expand (void)
{
  g_autoptr (Fixture) f = fixture_new (80);
  gint64 id = sat_board_column_get_item_id (nth_column (f, 4), 0);

  g_assert_false (sat_board_reveal_record (f->board, id));
  sat_board_column_set_collapsed (nth_column (f, 4), FALSE);
  wait_for_card (f, id);
  g_assert_true (sat_board_reveal_record (f->board, id));
}

static void
test_compact (void)
{
  g_autoptr (Fixture) f = fixture_new (400);
  int height = gtk_widget_get_height (GTK_WIDGET (nth_card (f, 0, 0)));
  gint64 id = sat_board_card_get_id (nth_card (f, 0, 0));

  sat_board_set_selected (f->board, id);
  sat_board_set_compact (f->board, TRUE);
  /* a third more rows */
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (nth_card (f, 0, 0))) * 4, <=, height * 3);
  g_assert_true (gtk_widget_get_state_flags (GTK_WIDGET (nth_card (f, 0, 0))) &
                 GTK_STATE_FLAG_SELECTED);
}

static void
test_goes_away (void)
{
  Fixture *f = fixture_new (80);
  gpointer window = f->window, board = f->board;

  g_object_add_weak_pointer (G_OBJECT (window), &window);
  g_object_add_weak_pointer (G_OBJECT (board), &board);
  sat_board_focus_records (f->board);
  press (f, GDK_KEY_Right, GDK_CONTROL_MASK);
  press (f, GDK_KEY_Menu, 0);
  fixture_free (f);
  g_assert_null (board);
  g_assert_null (window);
}

static void
assert_initials (const char *name, const char *expected)
{
  g_autofree char *initials = sat_card_face_initials (name);

  g_assert_cmpstr (initials, ==, expected);
}

static void
test_initials (void)
{
  assert_initials ("Darcel Schlecht", "DS");
  assert_initials ("  ana maria de souza ", "AS");
  assert_initials ("Ömer", "Ö");
  assert_initials ("王芳", "王");
  assert_initials ("王 芳", "王");
  assert_initials ("(Sales) Desk", "SD");
  assert_initials ("-- --", NULL);
  assert_initials ("", NULL);
  assert_initials (NULL, NULL);
  assert_initials ("\xff\xfe", NULL);
}

static gboolean
has_grown (gpointer data)
{
  return gtk_widget_get_height (GTK_WIDGET (data)) >= 120;
}

/* Cards and columns grow with their letters. */
static void
test_large_text (void)
{
  g_autoptr (Fixture) f = fixture_new (400);
  GtkSettings *settings = gtk_settings_get_default ();
  GtkWidget *card = GTK_WIDGET (nth_card (f, 0, 0));
  int height = gtk_widget_get_height (card), width = gtk_widget_get_width (card);

  g_assert_false (has_grown (card));
  g_object_set (settings, "gtk-xft-dpi", 96 * 1024 * 3 / 2, NULL);
  g_assert_true (sat_test_wait_until (has_grown, card, 10000));
  g_assert_cmpint (gtk_widget_get_height (card), >, height);
  g_assert_cmpint (gtk_widget_get_width (card), >, width);
  g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/board/arrows", test_arrows);
  g_test_add_func ("/board/act", test_act);
  g_test_add_func ("/board/move-by-key", test_move_by_key);
  g_test_add_func ("/board/right-to-left", test_right_to_left);
  g_test_add_func ("/board/drop", test_drop);
  g_test_add_func ("/board/menu", test_menu);
  g_test_add_func ("/board/names", test_names);
  g_test_add_func ("/board/many", test_many);
  g_test_add_func ("/board/anchor", test_anchor);
  g_test_add_func ("/board/focus-survives-removal", test_focus_survives_removal);
  g_test_add_func ("/board/focus-in-background", test_focus_in_background);
  g_test_add_func ("/board/record-changes", test_record_changes);
  g_test_add_func ("/board/expand", test_expand);
  g_test_add_func ("/board/compact", test_compact);
  g_test_add_func ("/board/goes-away", test_goes_away);
  g_test_add_func ("/board/initials", test_initials);
  g_test_add_func ("/board/large-text", test_large_text);
  return g_test_run ();
}
