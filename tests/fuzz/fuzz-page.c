/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "page-end.h"
#include "sat-page.h"

#define HEAD                                                                                       \
  "{\"from\":\"9f:1:mac\",\"upto\":\"9f:2:mac\",\"sv\":\"7a\",\"bf\":null,\"next_sv\":\"7b\","     \
  "\"next_bf\":\"x\",\"head\":88123,\"now\":5,\"more\":true}\n"
#define ID "\"0192aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\""
#define V "018f3c5a1b2c0040:12"

/* Pages without their end, which is put to them. */
const char *const fuzz_corpus[] = {
    HEAD,
    HEAD "{\"t\":\"contact\",\"c\":[\"first_name\",\"job_title\",\"owner\"]}\n"
         "[" ID "," ID ",88010,\"" V " job_title=0190000000000000:3\",\"Ann\",\"CFO\",{\"r\":" ID
         "}]\n"
         "[" ID "," ID ",88011,\"" V "\",null,7,{\"n\":\"x\"}]\n"
         "{\"t\":\"company\",\"c\":[]}\n[" ID "," ID ",88012,\"" V "\"]\n"
         "{\"t\":\"contact\"}\n[" ID "," ID ",88013,\"" V "\",1,2,3]\n",
    HEAD "{\"del\":[\"opportunity\"," ID "," ID ",88020,\"" V " !=0190000000000000:3\"]}\n"
         "{\"gone\":" ID "}\n",
    HEAD "{\"t\":\"contact\",\"p\":[\"job_title\",\"owner\"],\"by\":[12," ID ",\"Ana\",77]}\n"
         "[" ID ",5,\"018f3c5a1b2c0040\",null,{\"r\":" ID "}]\n"
         "{\"t\":\"own\",\"by\":[12,null,\"\",0]}\n[7,6,\"018f3c5a1b2c0041\"]\n"
         "[8,7,\"018f3c5a1b2c0042\",1]\n",
    NULL,
};

/* Reads a page and writes it again. NULL: it is not good. */
static GBytes *
copy_page (GBytes *page)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatPageReader) reader = sat_page_reader_new (page, &error);
  g_autoptr (SatPageWriter) writer = sat_page_writer_new ();
  g_auto (SatPageRow) row = {0};
  SatPageItem item = SAT_PAGE_ROW;
  gboolean good = reader != NULL;
  SatUuid gone;

  while (good && item != SAT_PAGE_END) {
    good = sat_page_reader_next (reader, &item, &row, &gone, &error);
    if (good && item == SAT_PAGE_ROW)
      sat_page_writer_row (writer, &row);
    else if (good && item == SAT_PAGE_PART)
      sat_page_writer_part (writer, &row, &row.id, NULL, row.m == 0 ? "" : NULL);
    else if (good && item == SAT_PAGE_GONE)
      sat_page_writer_gone (writer, &gone);
  }
  g_assert_true (good == (error == NULL));
  if (good)
    g_assert_cmpuint (sat_page_writer_n_rows (writer), ==, sat_page_reader_n_items (reader));
  return good ? sat_page_writer_finish (writer, sat_page_reader_head (reader)) : NULL;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) raw = g_bytes_new (data, size);
  g_autoptr (GBytes) raw_copy = copy_page (raw);
  g_autoptr (GBytes) page = fuzz_close_page ((const char *)data, size);
  g_autoptr (GBytes) copy = copy_page (page);
  g_autoptr (GBytes) copy_again = NULL;

  if (copy == NULL)
    return raw_copy != NULL ? 0 : -1;
  copy_again = copy_page (copy);
  g_assert_nonnull (copy_again);
  g_assert_true (g_bytes_equal (copy, copy_again));
  return 0;
}
