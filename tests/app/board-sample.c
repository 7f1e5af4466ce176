/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "board-sample.h"

#include "sat-money.h"

static const char *const companies[] = {"Acme Corporation", "Kan-code",       "Müller & Söhne GmbH",
                                        "Betasoloin",       "株式会社ソニー", "Treequote",
                                        "Hottechi",         "Iselectrics"};
static const char *const titles[] = {"Renewal", "Rollout phase two", "Service contract",
                                     "Pilot",   "Spare parts",       "Licences",
                                     "導入支援"};
static const char *const people[] = {"Darcel Schlecht", "Anna Snelling", "王芳", "Moses Frase"};
static const char long_company[] =
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

static SatRecord *
new_record (SatRegistry *registry, gint64 id, gboolean odd)
{
  const SatType *type = sat_registry_type (registry, "opportunity");
  SatRecord *record = sat_record_new (registry, type, id, NULL);
  g_autofree char *name =
      g_strdup_printf ("%s %" G_GINT64_FORMAT, titles[id % G_N_ELEMENTS (titles)], 2020 + id % 9);
  const char *company = companies[id % G_N_ELEMENTS (companies)];

  if (odd && id % 5 == 2)
    company = long_company;
  sat_record_take (record, sat_type_field (type, "name"), sat_value_text (name));
  if (id % 11 != 3)
    sat_record_set_reference_title (record, sat_type_field (type, "company"), company);
  sat_record_take (record, sat_type_field (type, "amount"),
                   sat_value_int ((id * 7919 % 250) * 100000 * (odd && id % 5 == 2 ? 10000 : 1)));
  return record;
}

static SatBoardColumn *
add_column (GListStore *columns, gint64 id, const char *title, SatColumnKind kind, double strength)
{
  g_autoptr (SatBoardColumn) column = sat_board_column_new (id, title, kind);
  g_autoptr (GListStore) cards = g_list_store_new (SAT_TYPE_RECORD);

  sat_board_column_set_strength (column, strength);
  sat_board_column_set_base (column, G_LIST_MODEL (cards));
  sat_board_column_set_collapsed (column, kind != SAT_COLUMN_OPEN);
  g_list_store_append (columns, column);
  return column;
}

GListStore *
board_sample_columns (SatRegistry *registry, guint n_cards, gboolean odd_texts)
{
  GListStore *columns = g_list_store_new (SAT_TYPE_BOARD_COLUMN);
  SatBoardColumn *all[6];
  gint64 id = 1;

  all[0] = add_column (columns, 101, "Prospecting", SAT_COLUMN_OPEN, 0);
  all[1] = add_column (columns, 102, odd_texts ? "Bedarfsermittlungsgesprächstermin" : "Engaging",
                       SAT_COLUMN_OPEN, 0.33);
  all[2] = add_column (columns, 103, "Proposal", SAT_COLUMN_OPEN, 0.66);
  all[3] = add_column (columns, 104, odd_texts ? "交渉と検討" : "Negotiation", SAT_COLUMN_OPEN, 1);
  all[4] = add_column (columns, 105, "Won", SAT_COLUMN_WON, 1);
  all[5] = add_column (columns, 106, "Lost", SAT_COLUMN_LOST, 1);
  for (guint c = 0; c < G_N_ELEMENTS (all); c++) {
    g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
    guint n = c < 4 ? n_cards / 4 : n_cards / 10;
    gint64 sum = 0;
    g_autofree char *total = NULL, *half = NULL, *count = g_strdup_printf ("%u", n);

    for (guint i = 0; i < n; i++) {
      SatRecord *record = new_record (registry, id++, odd_texts);

      sum += sat_record_get_int (record, "amount", 0);
      g_ptr_array_add (records, record);
    }
    g_list_store_splice (G_LIST_STORE (sat_board_column_get_base (all[c])), 0, 0, records->pdata,
                         records->len);
    total = sat_money_format (sum, "USD", SAT_MONEY_WITH_CURRENCY | SAT_MONEY_WHOLE);
    half = sat_money_format (sum / 2, "USD", SAT_MONEY_WITH_CURRENCY | SAT_MONEY_SHORT);
    sat_board_column_set_totals (all[c], &(SatColumnTotals){.count = n,
                                                            .count_text = count,
                                                            .total = total,
                                                            .weighted = c < 4 ? half : NULL});
  }
  return columns;
}

void
board_sample_face (SatBoardColumn *column, SatRecord *record, SatCardFace *face, gpointer user_data)
{
  gint64 id = sat_record_get_id (record);
  const char *company = sat_record_get_reference_title (
      record, sat_type_field (sat_record_get_record_type (record), "company"));
  int days = (int)(id * 31 % 45);

  face->heading = g_strdup (*company != '\0' ? company : sat_record_get_text (record, "name"));
  face->title = g_strdup (*company != '\0' ? sat_record_get_text (record, "name") : "No company");
  face->amount = sat_money_format (sat_record_get_int (record, "amount", 0), "USD",
                                   SAT_MONEY_WITH_CURRENCY | SAT_MONEY_WHOLE);
  face->date = g_strdup_printf ("%d Mar", (int)(1 + id % 28));
  face->owner = g_strdup (people[id % G_N_ELEMENTS (people)]);
  face->initials = sat_card_face_initials (face->owner);
  if (sat_board_column_get_kind (column) == SAT_COLUMN_OPEN) {
    face->age = days / 30.0;
    face->age_text = g_strdup_printf ("%d days in this stage, the limit is 30", days);
    if (id % 7 == 0) {
      face->mark = SAT_CARD_OVERDUE;
      face->mark_reason = g_strdup ("The close date has passed");
    } else if (days > 30) {
      face->mark = SAT_CARD_ATTENTION;
      face->mark_reason = g_strdup ("Longer in this stage than it should be");
    }
  }
  face->name = g_strdup_printf ("%s, %s, %s, closes %s", face->title, face->heading, face->amount,
                                face->date);
}

static void
move_cb (SatBoard *board, SatRecord *record, SatBoardColumn *to, GListStore *columns)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (columns)), position;

  for (guint i = 0; i < n; i++) {
    g_autoptr (SatBoardColumn) column = g_list_model_get_item (G_LIST_MODEL (columns), i);

    if (sat_board_column_find (column, sat_record_get_id (record), &position))
      g_list_store_remove (G_LIST_STORE (sat_board_column_get_base (column)), position);
  }
  g_list_store_insert (G_LIST_STORE (sat_board_column_get_base (to)), 0, record);
}

void
board_sample_obey (SatBoard *board, GListStore *columns)
{
  g_signal_connect_object (board, "move-requested", G_CALLBACK (move_cb), columns, 0);
}
