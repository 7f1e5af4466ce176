/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-blob-hash.h"

#include <string.h>

#define LENGTH 64

gboolean
sat_blob_is_hash (const char *text)
{
  return text != NULL && strlen (text) == LENGTH && strspn (text, "0123456789abcdef") == LENGTH;
}
