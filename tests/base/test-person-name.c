/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-person-name.h"

static void
test_order (void)
{
  static const struct {
    const char *given;
    const char *family;
    const char *name;
  } rows[] = {
      {"Ana María", "Pérez", "Ana María Pérez"},
      {"小明", "王", "王小明"},
      {"민수", "김", "김민수"},
      {"タロウ", "タナカ", "タナカタロウ"},
      /* A name in two scripts is not sure to be in that order. */
      {"David", "王", "David 王"},
      {"小明", "Wang", "小明 Wang"},
      {"Ana", NULL, "Ana"},
      {"", "王", "王"},
      {NULL, NULL, ""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *name = sat_person_name_join (rows[i].given, rows[i].family);

    g_assert_cmpstr (name, ==, rows[i].name);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/person-name/order", test_order);
  return g_test_run ();
}
