/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "sat-registry.h"
#include "sat-wire-fields.h"

const char *const fuzz_corpus[] = {
    "{\"amount\":1000,\"name\":\"K\\n\\u00e9\",\"owner\":{\"r\":\"0190aaaa-bbbb-7ccc-8ddd-"
    "eeeeeeeeeeee\"}}",
    "{\"company\":{\"n\":\"Kan-code\"},\"currency\":\"EUR\",\"probability\":50,\"stage\":null}",
    NULL,
};

/* A field of that name, of whatever type, says whether the value fits; that it does is no matter.
 */
static void
check_value (const char *name, const SatWireValue *value)
{
  static SatRegistry *registry;
  const SatType *const *types;
  guint n;

  if (registry == NULL)
    registry = sat_registry_new ();
  types = sat_registry_types (registry, &n);
  for (guint i = 0; i < n; i++) {
    const SatField *field = sat_type_field (types[i], name);
    g_autoptr (GError) error = NULL;

    if (field != NULL)
      g_assert_true (sat_wire_value_check (value, field, &error) == (error == NULL));
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatWireFields) fields = NULL;
  g_autoptr (SatWireFields) again = NULL;
  g_autofree char *text = NULL;

  fields = sat_wire_fields_parse ((const char *)data, (gssize)size, &error);
  g_assert_true ((fields == NULL) == (error != NULL));
  if (fields == NULL)
    return -1;
  for (guint i = 0; i < sat_wire_fields_n (fields); i++)
    check_value (sat_wire_fields_name (fields, i), sat_wire_fields_value (fields, i));
  text = sat_wire_fields_to_string (fields);
  again = sat_wire_fields_parse (text, -1, &error);
  g_assert_no_error (error);
  g_assert_true (sat_wire_fields_equal (fields, again));
  return 0;
}
