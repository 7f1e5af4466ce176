/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "page-end.h"

#include <string.h>
#include <zlib.h>

GBytes *
fuzz_close_page (const char *lines, gsize length)
{
  GString *page = g_string_new_len (lines, (gssize)length);
  const char *line;
  guint items = 0;

  if (length == 0 || lines[length - 1] != '\n')
    g_string_append_c (page, '\n');
  line = (const char *)memchr (page->str, '\n', page->len) + 1;
  while (line < page->str + page->len) {
    items += strncmp (line, "{\"t\"", 4) != 0;
    line = (const char *)memchr (line, '\n', page->len - (gsize)(line - page->str)) + 1;
  }
  g_string_append_printf (page, "{\"end\":true,\"rows\":%u,\"crc\":\"%08lx\"}\n", items,
                          crc32_z (0, (const Bytef *)page->str, page->len));
  return g_string_free_to_bytes (page);
}
