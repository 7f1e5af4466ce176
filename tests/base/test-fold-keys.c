/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-fold.h"
#include "sat-test.h"

#include <string.h>

static void
test_phone (void)
{
  static const struct {
    const char *text, *expected;
  } rows[] = {
      {NULL, ""},
      {"", ""},
      {"n/a", ""},
      {"+1 (555) 010-9999", "15550109999"},
      {"555.010.9999", "5550109999"},
      {"001-274-963-3547x371", "0012749633547"},
      {"(274)963-3547 x 371", "2749633547"},
      {"2749633547 ext. 12", "2749633547"},
      {"2749633547 Extension 12", "2749633547"},
      {"2749633547 #12", "2749633547"},
      {"2749633547;ext=12", "2749633547"},
      {"Fax: 555 0101", "5550101"},
      {"+４９ ３０ １２３", "4930123"},
      {"٠١٢٣", "0123"},
      {"電話 03-1234-5678 内線 12", "0312345678"},
      {"010-1234-5678 내선 3", "01012345678"},
      {"\xff"
       "12",
       "12"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *folded = sat_fold_phone (rows[i].text);

    g_assert_cmpstr (folded, ==, rows[i].expected);
  }
}

static void
test_mail (void)
{
  static const struct {
    const char *text, *expected;
  } rows[] = {
      {NULL, ""},
      {"", ""},
      {"Ann.Lee@Example.COM", "ann.lee@example.com"},
      {"  ann @example.com\n", "ann@example.com"},
      {"ａｎｎ＠example.com", "ann@example.com"},
      {"JOSÉ@example.com", "josé@example.com"}, /* not the mailbox of jose@ */
      {"jose\xcc\x81@example.com", "josé@example.com"},
      {"ann\xe2\x80\x8b@example.com", "ann@example.com"},
      {"ann\xff@example.com", "ann\xef\xbf\xbd@example.com"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *folded = sat_fold_mail (rows[i].text);

    g_assert_cmpstr (folded, ==, rows[i].expected);
  }
}

/* Folding a folded key changes nothing, and an invisible character, which takes the long way, makes
 * no difference. */
static void
test_stable (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int i = 0; i < 50000; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autofree char *mail = NULL, *mail_again = NULL, *mail_marked = NULL;
    g_autofree char *phone = NULL, *phone_again = NULL;

    for (int n = g_rand_int_range (rand, 0, 10); n > 0; n--)
      g_string_append_unichar (
          text,
          (gunichar)g_rand_int_range (rand, 1, g_rand_int_range (rand, 0, 3) == 0 ? 0xd800 : 0x80));
    mail = sat_fold_mail (text->str);
    mail_again = sat_fold_mail (mail);
    g_assert_cmpstr (mail_again, ==, mail);
    phone = sat_fold_phone (text->str);
    phone_again = sat_fold_phone (phone);
    g_assert_cmpstr (phone_again, ==, phone);
    g_assert_cmpuint (strspn (phone, "0123456789"), ==, strlen (phone));
    g_string_append (text, "\xe2\x80\x8b");
    mail_marked = sat_fold_mail (text->str);
    g_assert_cmpstr (mail_marked, ==, mail);
  }
}

static void
test_sort_order (void)
{
  static const char *const sorted[] = {
      "",
      "  ",
      "#1",
      "0",
      "000",
      "1",
      "01",
      "1a",
      "2",
      "10",
      "11 Main",
      "99999999",
      "100000000",
      "999999999",
      "1000000000",
      "99999999999999999",
      "100000000000000000",
      "999999999999999999",
      "1000000000000000000",
      "123456789012345678901234567890",
      "223456789012345678901234567890",
      "Äpfel 2",
      "apfel 10",
      "Item",
      "item 1",
      "Item 9",
      "ITEM 10",
      "Item 10 b",
      "Item 10a",
      "Item x",
      "Zürich",
      "Я",
      "会社",
  };

  for (gsize i = 1; i < G_N_ELEMENTS (sorted); i++) {
    g_autofree char *before = sat_fold_sort_key (sorted[i - 1]);
    g_autofree char *after = sat_fold_sort_key (sorted[i]);

    g_assert_cmpstr (before, <=, after);
  }
}

static void
test_sort_ties (void)
{
  static const char *const ties[][2] = {
      {"item 007", "Item 7"}, {"Müller", "MULLER"}, {"０１２", "12"}, {"0", "000"}, {NULL, ""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ties); i++) {
    g_autofree char *left = sat_fold_sort_key (ties[i][0]);
    g_autofree char *right = sat_fold_sort_key (ties[i][1]);

    g_assert_cmpstr (left, ==, right);
  }
}

static void
test_sort_by_value (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int i = 0; i < 100000; i++) {
    guint64 a =
        ((guint64)g_rand_int (rand) << 32 | g_rand_int (rand)) >> g_rand_int_range (rand, 0, 64);
    guint64 b =
        ((guint64)g_rand_int (rand) << 32 | g_rand_int (rand)) >> g_rand_int_range (rand, 0, 64);
    g_autofree char *text_a = g_strdup_printf ("Lot %0*" G_GUINT64_FORMAT " z", i % 8, a);
    g_autofree char *text_b = g_strdup_printf ("lot %" G_GUINT64_FORMAT " a", b);
    g_autofree char *key_a = sat_fold_sort_key (text_a);
    g_autofree char *key_b = sat_fold_sort_key (text_b);

    g_assert_true (g_utf8_validate (key_a, -1, NULL));
    g_assert_cmpint (strcmp (key_a, key_b) < 0, ==, a < b);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fold-keys/phone", test_phone);
  g_test_add_func ("/fold-keys/mail", test_mail);
  g_test_add_func ("/fold-keys/stable", test_stable);
  g_test_add_func ("/fold-keys/sort-order", test_sort_order);
  g_test_add_func ("/fold-keys/sort-ties", test_sort_ties);
  g_test_add_func ("/fold-keys/sort-by-value", test_sort_by_value);
  return g_test_run ();
}
