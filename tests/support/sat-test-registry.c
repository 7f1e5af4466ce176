/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-test-registry.h"

#include "sat-registry-lines.h"

static const SatChoice sizes[] = {{"small", "Small"}, {"large", "Large"}, {NULL, NULL}};

/* What a developer would add to the table of a type. */
static const SatField new_lines[] = {
    {.number = 900, .name = "motto", .kind = SAT_KIND_TEXT, .label = "Motto"},
    {.number = 901, .name = "size", .kind = SAT_KIND_CHOICE, .label = "Size", .choices = sizes},
    {.number = 902,
     .name = "rival",
     .kind = SAT_KIND_REFERENCE,
     .label = "Rival",
     .target = "company|contact",
     .flags = SAT_FIELD_INDEXED},
    {.number = 903, .name = "worth", .kind = SAT_KIND_MONEY, .label = "Worth", .group = 9},
    {.number = 904, .name = "weight", .kind = SAT_KIND_DECIMAL, .label = "Weight", .group = 9},
};

SatRegistry *
sat_test_newer_registry (void)
{
  static SatTypeLines lines[64];
  static SatField fields[2][64];
  g_autoptr (GError) error = NULL;
  SatRegistry *registry;
  guint n_types = 0;

  for (guint t = 0; t < sat_registry_n_lines; t++) {
    const SatField *line = sat_registry_lines[t].lines;
    guint n = 0;

    lines[t] = sat_registry_lines[t];
    if (!g_str_equal (lines[t].type.name, "company") &&
        !g_str_equal (lines[t].type.name, "opportunity"))
      continue;
    while (line[n].name != NULL) {
      fields[n_types][n] = line[n];
      n++;
    }
    for (guint i = 0; i < G_N_ELEMENTS (new_lines); i++)
      fields[n_types][n++] = new_lines[i];
    fields[n_types][n] = (SatField){0};
    lines[t].lines = fields[n_types++];
  }
  registry = sat_registry_new_from_lines (lines, sat_registry_n_lines, &error);
  g_assert_no_error (error);
  return registry;
}
