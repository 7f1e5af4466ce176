/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-text-encoding.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sat-text-look.h"

#define MEMORY_LIMIT (32 * 1024 * 1024)
#define CHUNK (64 * 1024)

G_DEFINE_QUARK (sat_text_error_quark, sat_text_error)

struct _SatText {
  gatomicrefcount references;
  GBytes *bytes;
  gsize mark;
  char *encoding;
};

/* Collects bytes, in memory as long as they are few and then in a file without a name. */
typedef struct {
  GByteArray *memory;
  int fd;
} Sink;

static void
sink_clear (Sink *sink)
{
  g_clear_pointer (&sink->memory, g_byte_array_unref);
  if (sink->fd >= 0)
    close (sink->fd);
  sink->fd = -1;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sink, sink_clear)

static gboolean
set_file_error (GError **error, const char *what)
{
  int code = errno;

  g_set_error (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_FILE, "%s: %s", what, g_strerror (code));
  return FALSE;
}

static gboolean
write_all (int fd, const guint8 *bytes, gsize length, GError **error)
{
  while (length > 0) {
    gssize n = write (fd, bytes, length);

    if (n < 0 && errno != EINTR)
      return set_file_error (error, _ ("A temporary file could not be written"));
    if (n > 0) {
      bytes += n;
      length -= n;
    }
  }
  return TRUE;
}

static gboolean
sink_spill (Sink *sink, GError **error)
{
  g_autofree char *name = NULL;

  sink->fd = g_file_open_tmp ("satchel-import-XXXXXX", &name, NULL);
  if (sink->fd < 0)
    return set_file_error (error, _ ("A temporary file could not be made"));
  g_unlink (name);
  if (!write_all (sink->fd, sink->memory->data, sink->memory->len, error))
    return FALSE;
  g_clear_pointer (&sink->memory, g_byte_array_unref);
  return TRUE;
}

static gboolean
sink_add (Sink *sink, const guint8 *bytes, gsize length, GError **error)
{
  if (sink->memory != NULL && sink->memory->len + length > MEMORY_LIMIT &&
      !sink_spill (sink, error))
    return FALSE;
  if (sink->memory == NULL)
    return write_all (sink->fd, bytes, length, error);
  g_byte_array_append (sink->memory, bytes, length);
  return TRUE;
}

/* (transfer full) */
static GBytes *
sink_finish (Sink *sink, GError **error)
{
  g_autoptr (GMappedFile) mapped = NULL;

  if (sink->memory != NULL)
    return g_byte_array_free_to_bytes (g_steal_pointer (&sink->memory));
  mapped = g_mapped_file_new_from_fd (sink->fd, FALSE, NULL);
  if (mapped == NULL) {
    set_file_error (error, _ ("A temporary file could not be read"));
    return NULL;
  }
  return g_mapped_file_get_bytes (mapped);
}

static gboolean
read_into (int fd, Sink *sink, GError **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);

  for (;;) {
    gssize n = read (fd, chunk, CHUNK);

    if (n == 0)
      return TRUE;
    if (n < 0 && errno != EINTR)
      return set_file_error (error, _ ("The file could not be read"));
    if (n > 0 && !sink_add (sink, chunk, n, error))
      return FALSE;
  }
}

/* Files and pipes; a device may never end. */
static GBytes *
read_file (const char *path, GError **error)
{
  g_auto (Sink) sink = {g_byte_array_new (), -1};
  struct stat info;
  gboolean done = FALSE;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  if (fd < 0) {
    set_file_error (error, _ ("The file could not be opened"));
    return NULL;
  }
  if (fstat (fd, &info) != 0 || !(S_ISREG (info.st_mode) || S_ISFIFO (info.st_mode)))
    g_set_error_literal (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_FILE, _ ("This is not a file"));
  else
    done = read_into (fd, &sink, error);
  close (fd);
  return done ? sink_finish (&sink, error) : NULL;
}

static guint64
line_at (const guint8 *bytes, gsize at)
{
  guint64 line = 1;

  for (gsize i = 0; i < at; i++)
    line += bytes[i] == '\n';
  return line;
}

static gboolean
set_invalid (GError **error, const char *encoding, guint64 line)
{
  g_set_error (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_INVALID,
               _ ("The file is not %s: line %llu cannot be read as such"), encoding,
               (unsigned long long)line);
  return FALSE;
}

/* Everyday names of an encoding to the one that this program uses; compared without case and
 * signs. */
static const char *
canonical_name (const char *encoding)
{
  static const struct {
    const char *alias, *name;
  } names[] = {
      {"ansi", "windows-1252"},
      {"ascii", "UTF-8"},
      {"big5", "Big5"},
      {"cp1250", "windows-1250"},
      {"cp1251", "windows-1251"},
      {"cp1252", "windows-1252"},
      {"cp932", "Shift_JIS"},
      {"cp936", "GB18030"},
      {"cp949", "EUC-KR"},
      {"cp950", "Big5"},
      {"eucjp", "EUC-JP"},
      {"euckr", "EUC-KR"},
      {"gb18030", "GB18030"},
      {"gb2312", "GB18030"},
      {"gbk", "GB18030"},
      {"iso88591", "windows-1252"},
      {"latin1", "windows-1252"},
      {"shiftjis", "Shift_JIS"},
      {"sjis", "Shift_JIS"},
      {"usascii", "UTF-8"},
      {"utf16", "UTF-16"},
      {"utf16be", "UTF-16BE"},
      {"utf16le", "UTF-16LE"},
      {"utf32", "UTF-32"},
      {"utf32be", "UTF-32BE"},
      {"utf32le", "UTF-32LE"},
      {"utf8", "UTF-8"},
      {"utf8bom", "UTF-8"},
      {"utf8sig", "UTF-8"},
      {"windows1250", "windows-1250"},
      {"windows1251", "windows-1251"},
      {"windows1252", "windows-1252"},
      {"windows31j", "Shift_JIS"},
  };
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *c = encoding; *c != '\0'; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (plain, g_ascii_tolower (*c));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].alias, plain->str) == 0)
      return names[i].name;
  return encoding;
}

/* The variants of the vendors' tables, which hold what their programs write. */
static const char *
iconv_name (const char *encoding)
{
  if (strcmp (encoding, "Shift_JIS") == 0)
    return "CP932";
  if (strcmp (encoding, "EUC-KR") == 0)
    return "UHC";
  if (strcmp (encoding, "Big5") == 0)
    return "CP950";
  if (strcmp (encoding, "windows-1252") == 0)
    return "CP1252";
  return encoding;
}

/* A name with a slash would be an instruction to iconv to drop what it cannot read. */
static GIConv
open_converter (const char *encoding, GError **error)
{
  GIConv converter = (GIConv)-1;

  if (strchr (encoding, '/') == NULL && *encoding != '\0')
    converter = g_iconv_open ("UTF-8", iconv_name (encoding));
  if (converter == (GIConv)-1)
    g_set_error (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_UNKNOWN,
                 _ ("There is no encoding called “%s”"), encoding);
  return converter;
}

static gboolean
convert (GIConv converter,
         const char *encoding,
         const guint8 *bytes,
         gsize length,
         Sink *sink,
         GError **error)
{
  g_autofree char *chunk = g_malloc (CHUNK);
  char *in = (char *)bytes;
  gsize left = length;
  guint64 lines = 1;
  gboolean flushed = FALSE;

  while (!flushed) {
    char *out = chunk;
    gsize room = CHUNK;
    gboolean last = left == 0;
    gsize done = g_iconv (converter, last ? NULL : &in, &left, &out, &room);
    gboolean full = done == (gsize)-1 && errno == E2BIG;

    flushed = last && !full;
    lines += line_at ((guint8 *)chunk, out - chunk) - 1;
    if (done == (gsize)-1 && !full)
      return set_invalid (error, encoding, lines);
    if (!sink_add (sink, (guint8 *)chunk, out - chunk, error))
      return FALSE;
  }
  return TRUE;
}

static GBytes *
decode (const char *encoding, const guint8 *bytes, gsize length, GError **error)
{
  g_auto (Sink) sink = {g_byte_array_new (), -1};
  GIConv converter = open_converter (encoding, error);
  gboolean done;

  if (converter == (GIConv)-1)
    return NULL;
  done = convert (converter, encoding, bytes, length, &sink, error);
  g_iconv_close (converter);
  return done ? sink_finish (&sink, error) : NULL;
}

/* The mark to skip before text in @encoding, which was given and not found. Programs have been seen
 * to put the mark of UTF-16 before UTF-32. */
static gsize
skip_mark (const guint8 *bytes, gsize length, const char *encoding)
{
  gboolean wide = g_str_has_prefix (encoding, "UTF-16") || g_str_has_prefix (encoding, "UTF-32");

  if (length < 4 || !wide)
    return 0;
  if (g_str_has_prefix (encoding, "UTF-32") && length % 4 == 0)
    return memcmp (bytes, "\xff\xfe\0", 4) == 0 || memcmp (bytes, "\0\0\xfe\xff", 4) == 0 ? 4 : 0;
  return memcmp (bytes, "\xff\xfe", 2) == 0 || memcmp (bytes, "\xfe\xff", 2) == 0 ? 2 : 0;
}

/* "UTF-16" and "UTF-32" leave the order of the bytes open. */
static const char *
settle_order (const char *encoding, const guint8 *bytes, gsize length)
{
  gsize unit = strcmp (encoding, "UTF-16") == 0 ? 2 : strcmp (encoding, "UTF-32") == 0 ? 4 : 0;
  gsize mark = unit > 0 ? skip_mark (bytes, length, encoding) : 0;
  SatWideLook little, big;

  if (unit == 0)
    return encoding;
  sat_wide_look (bytes + mark, length - mark, unit, FALSE, &little);
  sat_wide_look (bytes + mark, length - mark, unit, TRUE, &big);
  if (big.valid != little.valid)
    return big.valid ? big.name : little.name;
  return big.ascii > little.ascii ? big.name : little.name;
}

static SatText *
text_new (GBytes *bytes, const char *encoding, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  const guint8 *nul = length > 0 ? memchr (data, '\0', length) : NULL;
  SatText *text;

  if (nul != NULL) {
    g_set_error (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_BINARY,
                 _ ("Line %llu has a NUL character, which no text has"),
                 (unsigned long long)line_at (data, nul - data));
    return NULL;
  }
  text = g_new0 (SatText, 1);
  g_atomic_ref_count_init (&text->references);
  text->bytes = g_bytes_ref (bytes);
  text->mark = length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  text->encoding = g_strdup (encoding);
  return text;
}

static SatText *
new_utf8 (GBytes *bytes, gboolean checked, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  const char *end = data;

  if (!checked && length > 0 && !g_utf8_validate_len (data, length, &end) && *end != '\0') {
    set_invalid (error, "UTF-8", line_at ((guint8 *)data, end - data));
    return NULL;
  }
  return text_new (bytes, "UTF-8", error);
}

SatText *
sat_text_new (GBytes *bytes, const char *encoding, GError **error)
{
  g_autoptr (GBytes) decoded = NULL;
  SatTextGuess guess = {NULL};
  const guint8 *data;
  gsize length;
  const char *name;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);
  data = g_bytes_get_data (bytes, &length);
  if (encoding != NULL) {
    name = settle_order (canonical_name (encoding), data, length);
    guess.mark = skip_mark (data, length, name);
  } else {
    if (!sat_text_guess (data, length, &guess, error))
      return NULL;
    name = guess.name;
  }
  if (strcmp (name, "UTF-8") == 0)
    return new_utf8 (bytes, encoding == NULL, error);
  decoded = decode (name, data + guess.mark, length - guess.mark, error);
  return decoded != NULL ? text_new (decoded, name, error) : NULL;
}

SatText *
sat_text_open (const char *path, const char *encoding, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);
  bytes = read_file (path, error);
  return bytes != NULL ? sat_text_new (bytes, encoding, error) : NULL;
}

SatText *
sat_text_ref (SatText *text)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_atomic_ref_count_inc (&text->references);
  return text;
}

void
sat_text_unref (SatText *text)
{
  if (text == NULL || !g_atomic_ref_count_dec (&text->references))
    return;
  g_bytes_unref (text->bytes);
  g_free (text->encoding);
  g_free (text);
}

const char *
sat_text_get_data (SatText *text, gsize *length)
{
  const char *data;
  gsize size;

  g_return_val_if_fail (text != NULL, NULL);
  data = g_bytes_get_data (text->bytes, &size);
  if (length != NULL)
    *length = size - text->mark;
  return data != NULL ? data + text->mark : "";
}

const char *
sat_text_get_encoding (SatText *text)
{
  g_return_val_if_fail (text != NULL, NULL);
  return text->encoding;
}
