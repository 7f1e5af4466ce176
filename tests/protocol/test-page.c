/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-page.h"
#include "sat-test.h"
#include "wire-sample.h"

#include <string.h>
#include <zlib.h>

#define ID "0192aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee"
#define ROOT "0177aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee"
#define V "018f3c5a1b2c0040:12"
#define HEAD                                                                                       \
  "{\"from\":\"9f:1:mac\",\"upto\":\"9f:2:mac\",\"sv\":\"7a\",\"bf\":null,\"next_sv\":\"7b\","     \
  "\"next_bf\":\"x\",\"head\":88123,\"now\":5,\"more\":true}\n"

static SatPageHead
make_head (void)
{
  return (SatPageHead){{g_strdup ("9f:1:mac"), g_strdup ("7a"), g_strdup ("")},
                       {g_strdup ("9f:2:mac"), g_strdup ("7b"), g_strdup ("x")},
                       88123,
                       5,
                       TRUE};
}

/* @lines with an end that fits them. */
static GBytes *
close_page (const char *lines, guint rows)
{
  gulong crc = crc32 (0, (const Bytef *)lines, (uInt)strlen (lines));
  char *page =
      g_strdup_printf ("%s{\"end\":true,\"rows\":%u,\"crc\":\"%08lx\"}\n", lines, rows, crc);

  return g_bytes_new_take (page, strlen (page));
}

static char *
bytes_to_text (GBytes *bytes)
{
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* (transfer full) of what is in it. */
static SatPageRow
make_row (const char *type, gint64 seq, const char *clocks, const char *fields)
{
  SatPageRow row = {.type = type, .seq = seq, .deleted = fields == NULL};

  g_assert_true (sat_uuid_parse (ID, &row.id));
  g_assert_true (sat_uuid_parse (ROOT, &row.root));
  row.clocks = sat_clocks_parse (clocks, NULL);
  row.fields = fields != NULL ? sat_wire_fields_parse (fields, -1, NULL) : NULL;
  return row;
}

static void
write_row (SatPageWriter *writer, SatPageRow row)
{
  sat_page_writer_row (writer, &row);
  sat_page_row_clear (&row);
}

#define ROW(seq, values) "[\"" ID "\",\"" ROOT "\"," seq ",\"" V "\"" values "]\n"

static void
test_written (void)
{
  static const char *const expected_lines[] = {
      HEAD,
      "{\"t\":\"contact\",\"c\":[\"a\",\"c\"]}\n",
      ROW ("1", ",1,\"x\""),
      ROW ("2", ",null,\"y\""),
      "{\"t\":\"contact\",\"c\":[\"a\",\"b\",\"c\"]}\n",
      ROW ("3", ",null,{\"n\":\"z\"},null"),
      "{\"t\":\"company\",\"c\":[]}\n",
      ROW ("4", ""),
      "{\"t\":\"contact\"}\n",
      ROW ("5", ",null,2,null"),
      "{\"del\":[\"opportunity\",\"" ID "\",\"" ROOT "\",6,\"" V " !=018f3c5a1b2c0041:12\"]}\n",
      "{\"t\":\"company\",\"c\":[\"name\"]}\n",
      ROW ("7", ",\"K\""),
      "{\"gone\":\"" ROOT "\"}\n",
      NULL,
  };
  g_autoptr (SatPageWriter) writer = sat_page_writer_new ();
  g_auto (SatPageHead) head = make_head ();
  g_autoptr (GBytes) page = NULL;
  g_autoptr (GBytes) expected = NULL;
  g_autoptr (GBytes) empty = NULL;
  g_autofree char *text = NULL;
  g_autofree char *lines = NULL;
  SatUuid root;

  write_row (writer, make_row ("contact", 1, V, "{\"a\":1,\"c\":\"x\"}"));
  write_row (writer, make_row ("contact", 2, V, "{\"c\":\"y\"}"));
  write_row (writer, make_row ("contact", 3, V, "{\"b\":{\"n\":\"z\"}}"));
  write_row (writer, make_row ("company", 4, V, "{}"));
  write_row (writer, make_row ("contact", 5, V, "{\"b\":2}"));
  write_row (writer, make_row ("opportunity", 6, V " !=018f3c5a1b2c0041:12", NULL));
  write_row (writer, make_row ("company", 7, V, "{\"name\":\"K\"}"));
  g_assert_true (sat_uuid_parse (ROOT, &root));
  sat_page_writer_gone (writer, &root);
  g_assert_cmpuint (sat_page_writer_n_rows (writer), ==, 8);
  g_assert_cmpuint (sat_page_writer_size (writer), >, 800);
  page = sat_page_writer_finish (writer, &head);
  text = bytes_to_text (page);
  lines = g_strjoinv ("", (char **)expected_lines);
  expected = close_page (lines, 8);
  g_assert_cmpstr (text, ==, g_bytes_get_data (expected, NULL));
  empty = sat_page_writer_finish (writer, &head);
  g_assert_cmpuint (g_bytes_get_size (empty), <, 300);
}

/* Only a first load's first page tells how much there is. */
static void
test_about (void)
{
  g_autoptr (SatPageWriter) writer = sat_page_writer_new ();
  g_auto (SatPageHead) head = make_head ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) page = NULL;
  g_autoptr (SatPageReader) reader = NULL;

  head.about = 10300;
  page = sat_page_writer_finish (writer, &head);
  reader = sat_page_reader_new (page, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sat_page_reader_head (reader)->about, ==, 10300);
}

static void
test_head (void)
{
  g_autoptr (SatPageWriter) writer = sat_page_writer_new ();
  g_auto (SatPageHead) head = make_head ();
  g_autoptr (GBytes) page = sat_page_writer_finish (writer, &head);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatPageReader) reader = sat_page_reader_new (page, &error);
  const SatPageHead *read;

  g_assert_no_error (error);
  read = sat_page_reader_head (reader);
  g_assert_true (sat_pull_state_equal (&read->from, &head.from));
  g_assert_true (sat_pull_state_equal (&read->upto, &head.upto));
  g_assert_false (sat_pull_state_equal (&read->upto, &head.from));
  g_assert_cmpstr (read->from.bf, ==, "");
  g_assert_cmpint (read->head, ==, 88123);
  g_assert_cmpint (read->now, ==, 5);
  g_assert_true (read->more);
  g_assert_cmpuint (sat_page_reader_n_items (reader), ==, 0);
}

static void
assert_same_row (const SatPageRow *a, const SatPageRow *b)
{
  g_autofree char *a_clocks = sat_clocks_to_string (a->clocks);
  g_autofree char *b_clocks = sat_clocks_to_string (b->clocks);

  g_assert_cmpstr (a->type, ==, b->type);
  g_assert_true (sat_uuid_equal (&a->id, &b->id));
  g_assert_true (sat_uuid_equal (&a->root, &b->root));
  g_assert_cmpint (a->seq, ==, b->seq);
  g_assert_cmpint (a->deleted, ==, b->deleted);
  g_assert_cmpstr (a_clocks, ==, b_clocks);
  g_assert_true (sat_wire_fields_equal (a->fields, b->fields));
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int round = 0; round < 100; round++) {
    g_autoptr (SatPageWriter) writer = sat_page_writer_new ();
    g_auto (SatPageHead) head = make_head ();
    guint n = (guint)g_rand_int_range (rand, 0, 60);
    g_autofree SatPageRow *rows = g_new0 (SatPageRow, n + 1);
    g_autoptr (GBytes) page = NULL;
    g_autoptr (SatPageReader) reader = NULL;
    g_autoptr (GError) error = NULL;
    g_auto (SatPageRow) row = {0};
    SatPageItem item;
    SatUuid gone;

    for (guint i = 0; i < n; i++) {
      sample_row (rand, &rows[i]);
      if (rows[i].type != NULL)
        sat_page_writer_row (writer, &rows[i]);
      else
        sat_page_writer_gone (writer, &rows[i].root);
    }
    page = sat_page_writer_finish (writer, &head);
    reader = sat_page_reader_new (page, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (sat_page_reader_n_items (reader), ==, n);
    for (guint i = 0; i < n; i++) {
      g_assert_true (sat_page_reader_next (reader, &item, &row, &gone, &error));
      g_assert_cmpint (item, ==, rows[i].type != NULL ? SAT_PAGE_ROW : SAT_PAGE_GONE);
      if (item == SAT_PAGE_ROW)
        assert_same_row (&row, &rows[i]);
      else
        g_assert_true (sat_uuid_equal (&gone, &rows[i].root));
      sat_page_row_clear (&rows[i]);
    }
    g_assert_true (sat_page_reader_next (reader, &item, &row, &gone, &error));
    g_assert_cmpint (item, ==, SAT_PAGE_END);
  }
}

/* A page with one byte changed, or cut anywhere, is never taken. */
static void
test_damaged (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();
  g_autoptr (SatPageWriter) writer = sat_page_writer_new ();
  g_auto (SatPageHead) head = make_head ();
  g_autoptr (GBytes) page = NULL;
  gsize length;
  const char *data;

  for (int i = 0; i < 5; i++)
    write_row (writer, make_row ("contact", i, V, "{\"a\":1,\"c\":\"x\"}"));
  page = sat_page_writer_finish (writer, &head);
  data = g_bytes_get_data (page, &length);
  for (gsize at = 0; at < length; at++) {
    g_autofree char *copy = g_memdup2 (data, length);
    g_autoptr (GBytes) cut = g_bytes_new_from_bytes (page, 0, at);
    g_autoptr (GBytes) changed = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) changed_error = NULL;

    g_assert_null (sat_page_reader_new (cut, &error));
    g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE);
    copy[at] = (char)(copy[at] ^ (char)(1 << g_rand_int_range (rand, 0, 8)));
    changed = g_bytes_new_take (g_steal_pointer (&copy), length);
    g_assert_null (sat_page_reader_new (changed, &changed_error));
    g_assert_nonnull (changed_error);
    g_assert_cmpuint (changed_error->domain, ==, SAT_PROTOCOL_ERROR);
  }
}

static void
test_bad_head (void)
{
  static const char *const heads[] = {
      "[]\n",
      "{}\n",
      "{\"from\":\"\",\"more\":true}\n",
      "{\"upto\":\"\",\"more\":true}\n",
      "{\"from\":\"\",\"upto\":\"\"}\n",
      "{\"from\":\"\",\"upto\":\"\",\"more\":1}\n",
      "{\"from\":1,\"upto\":\"\",\"more\":true}\n",
      "{\"from\":\"\",\"upto\":\"\",\"more\":true,\"bf\":[]}\n",
      "{\"from\":\"\",\"upto\":\"\",\"more\":true,\"head\":\"1\"}\n",
  };
  g_autoptr (GBytes) no_head = g_bytes_new_static ("{\"end\":true}\n", 13);
  g_autoptr (GError) no_head_error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++) {
    g_autoptr (GBytes) page = close_page (heads[i], 0);
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", heads[i]);
    g_assert_null (sat_page_reader_new (page, &error));
    g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE);
  }
  g_assert_null (sat_page_reader_new (no_head, &no_head_error));
  g_assert_error (no_head_error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE);
}

static void
test_bad_end (void)
{
  g_autoptr (GBytes) fewer = close_page (HEAD "{\"gone\":\"" ROOT "\"}\n", 0);
  g_autoptr (GBytes) more = close_page (HEAD "{\"t\":\"a\",\"c\":[]}\n", 1);
  g_autofree char *good = NULL;
  static const char *const ends[][2] = {
      {"\"end\":true", "\"end\":false"},
      {"\"end\":true,", ""},
      {"\"rows\":0,", ""},
      {"\"rows\":0", "\"rows\":null"},
      {"\"crc\":\"", "\"crc\":\" "},
      {",\"crc\":\"", ",\"sum\":\""},
      {"}\n{\"end", "} {\"end"},
  };
  g_autoptr (GBytes) bytes = close_page (HEAD, 0);
  GBytes *counts[] = {fewer, more};

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (sat_page_reader_new (counts[i], &error));
    g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE);
  }
  good = bytes_to_text (bytes);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autoptr (GString) text = g_string_new (good);
    g_autoptr (GBytes) page = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_cmpuint (g_string_replace (text, ends[i][0], ends[i][1], 1), ==, 1);
    page = g_bytes_new (text->str, text->len);
    g_assert_null (sat_page_reader_new (page, &error));
    g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE);
  }
}

/* Reads to the end or the first error. */
static gboolean
read_all (GBytes *body, GError **error)
{
  g_autoptr (SatPageReader) reader = sat_page_reader_new (body, error);
  g_auto (SatPageRow) row = {0};
  SatPageItem item = SAT_PAGE_END;
  SatUuid gone;
  gboolean good;

  g_assert_nonnull (reader);
  do
    good = sat_page_reader_next (reader, &item, &row, &gone, error);
  while (good && item != SAT_PAGE_END);
  return good;
}

/* Parts and own edits, between rows. */
static void
test_parts (void)
{
  static const char lines[] =
      HEAD "{\"t\":\"contact\",\"p\":[\"a\",\"b\"],\"by\":[3,\"" ROOT "\",\"Ana\",77]}\n"
           "[\"" ID "\",5,\"018f3c5a1b2c0040\",null,\"x\"]\n"
           "[\"" ID "\",6,\"018f3c5a1b2c0041\",1,\"y\"]\n"
           "{\"t\":\"contact\",\"c\":[\"a\"]}\n" ROW (
               "7", ",1") "{\"t\":\"own\"}\n"
                          "[9,8,\"018f3c5a1b2c0042\"]\n[10,9,\"018f3c5a1b2c0043\",1]\n";
  /* Its own description, docs/protocol.md, 3.4. */
  static const char checked[] = ID " " V "\n" ID " " V "\n" ID " " ROOT " " V "\n" ID " " V "\n";
  const guint32 check = (guint32)crc32 (0, (const Bytef *)checked, sizeof checked - 1);
  g_autoptr (SatPageWriter) writer = sat_page_writer_new ();
  g_auto (SatPageHead) head = make_head ();
  SatPageBy by = {3, {{0}}, (char *)"Ana", 77};
  g_auto (SatPageRow) a = make_row ("contact", 5, V, "{\"a\":null,\"b\":\"x\"}");
  g_auto (SatPageRow) b = make_row ("contact", 6, V, "{\"a\":1,\"b\":\"y\"}");
  SatPageRow own = {.seq = 8, .by = &by, .m = 9, .hlc = 0x018f3c5a1b2c0042};
  g_autoptr (GBytes) page = NULL;
  g_autoptr (SatPageReader) reader = NULL;
  g_auto (SatPageRow) row = {0};
  g_autofree char *text = NULL;
  SatPageItem item;
  SatUuid gone, id, u;

  g_assert_true (sat_uuid_parse (ROOT, &by.author) && sat_uuid_parse (ID, &id));
  u = by.author;
  a.by = b.by = &by;
  a.hlc = 0x018f3c5a1b2c0040;
  b.hlc = 0x018f3c5a1b2c0041;
  sat_page_writer_part (writer, &a, &id, NULL, V);
  sat_page_writer_part (writer, &b, &id, NULL, V);
  write_row (writer, make_row ("contact", 7, V, "{\"a\":1}"));
  sat_page_writer_part (writer, &own, &id, &u, V);
  own.m = 10;
  own.seq = 9;
  own.hlc++;
  own.made = TRUE;
  sat_page_writer_part (writer, &own, &id, NULL, V);
  page = sat_page_writer_finish (writer, &head);
  text = bytes_to_text (page);
  g_assert_true (g_str_has_prefix (text, lines));

  reader = sat_page_reader_new (page, NULL);
  g_assert_nonnull (reader);
  g_assert_cmpuint (sat_page_reader_check (reader), ==, check);
  g_assert_cmpuint (sat_page_reader_n_items (reader), ==, 5);
  g_assert_true (sat_page_reader_next (reader, &item, &row, &gone, NULL));
  g_assert_cmpint (item, ==, SAT_PAGE_PART);
  g_assert_true (sat_wire_fields_equal (row.fields, a.fields) && sat_uuid_equal (&row.id, &id));
  g_assert_true (row.seq == 5 && row.hlc == a.hlc && row.m == 0 && row.by->device == 3);
  g_assert_true (sat_uuid_equal (&row.by->author, &by.author) && row.by->arrived == 77);
  g_assert_cmpstr (row.by->name, ==, "Ana");
  g_assert_true (sat_page_reader_next (reader, &item, &row, &gone, NULL));
  g_assert_true (sat_page_reader_next (reader, &item, &row, &gone, NULL));
  g_assert_cmpint (item, ==, SAT_PAGE_ROW);
  g_assert_true (sat_page_reader_next (reader, &item, &row, &gone, NULL));
  g_assert_cmpint (item, ==, SAT_PAGE_PART);
  g_assert_true (row.m == 9 && row.seq == 8 && !row.made && row.by->device == 3);
  g_assert_true (sat_page_reader_next (reader, &item, &row, &gone, NULL));
  g_assert_true (row.m == 10 && row.seq == 9 && row.made && row.hlc == own.hlc);
}

static void
test_bad_lines (void)
{
#define T "{\"t\":\"contact\",\"c\":[\"a\"]}\n"
#define PARTS "{\"t\":\"contact\",\"p\":[\"a\"],\"by\":[1,null,\"\",1]}\n"
#define OWN "{\"t\":\"own\",\"by\":[1,null,\"\",1]}\n"
  static const struct {
    const char *lines;
    guint items;
  } rows[] = {
      {ROW ("1", ""), 1},
      {"{\"t\":\"contact\"}\n" ROW ("1", ""), 1},
      {"{\"t\":\"contact\",\"c\":null}\n", 0},
      {"{\"t\":\"contact\",\"c\":[1]}\n", 0},
      {"{\"t\":\"contact\",\"c\":[\"a\",\"a\"]}\n", 0},
      {"{\"t\":\"contact\",\"c\":[\"b\",\"a\"]}\n", 0},
      {"{\"t\":\"contact\",\"c\":[\"A\"]}\n", 0},
      {"{\"t\":\"Contact\",\"c\":[]}\n", 0},
      {"{\"t\":1,\"c\":[]}\n", 0},
      {"{\"t\":\"contact\",\"c\":[]\n", 0},
      {T "[]\n", 1},
      {T ROW ("1", ""), 1},
      {T ROW ("1", ",1,2"), 1},
      {T ROW ("1", ",true"), 1},
      {T ROW ("\"1\"", ",1"), 1},
      {T "[\"" ID "\",\"" ROOT "\",1,\"x\",1]\n", 1},
      {T "[\"" ID "\",\"" ROOT "\",1,null,1]\n", 1},
      {T "[\"" ID "\",\"\",1,\"" V "\",1]\n", 1},
      {T "[\"x\",\"" ROOT "\",1,\"" V "\",1]\n", 1},
      {T "[\"00000000-0000-0000-0000-000000000000\",\"" ROOT "\",1,\"" V "\",1]\n", 1},
      {PARTS "[]\n", 1},
      {PARTS "[\"" ID "\",1,\"018f3c5a1b2c0040\"]\n", 1},
      {PARTS "[\"" ID "\",1,\"018f3c5a1b2c0040\",1,2]\n", 1},
      {PARTS "[\"" ID "\",1,\"" V "\",1]\n", 1},
      {PARTS "[7,1,\"018f3c5a1b2c0040\",1]\n", 1},
      {"{\"t\":\"contact\",\"p\":[\"a\"]}\n", 0},
      {"{\"t\":\"contact\",\"p\":[\"a\"],\"by\":[-1,null,\"\",1]}\n", 0},
      {"{\"t\":\"contact\",\"p\":[\"a\"],\"by\":[1,2,\"\",1]}\n", 0},
      {"{\"t\":\"contact\",\"p\":[\"a\"],\"by\":[1,null,\"\"]}\n", 0},
      {"{\"t\":\"contact\",\"p\":[\"a\"],\"by\":[1,null,\"\",1,1]}\n", 0},
      {"{\"t\":\"own\"}\n", 0},
      {OWN "[0,1,\"018f3c5a1b2c0040\"]\n", 1},
      {OWN "[\"" ID "\",1,\"018f3c5a1b2c0040\"]\n", 1},
      {OWN "[1,1]\n", 1},
      {OWN "[1,1,\"018f3c5a1b2c0040\",1,1]\n", 1},
      {"{ \"t\":\"contact\",\"c\":[]}\n", 1},
      {"{}\n", 1},
      {"\n", 1},
      {"null\n", 1},
      {"{\"news\":1}\n", 1},
      {"{\"gone\":[\"" ROOT "\"]}\n", 1},
      {"{\"gone\":\"x\"}\n", 1},
      {"{\"gone\":\"" ROOT "\",\"b\":1}\n", 1},
      {"{\"del\":[\"contact\",\"" ID "\",\"" ROOT "\",1]}\n", 1},
      {"{\"del\":[\"contact\",\"" ID "\",\"" ROOT "\",1,\"" V "\",2]}\n", 1},
      {"{\"del\":[\"contact\",\"" ID "\",\"" ROOT "\",1,\"" V "\",\"" ID "\",2]}\n", 1},
      {"{\"del\":[\"Contact\",\"" ID "\",\"" ROOT "\",1,\"" V "\"]}\n", 1},
      {"{\"del\":[]}\n", 1},
      {"{\"del\":{}}\n", 1},
      {"{\"end\":true,\"rows\":0,\"crc\":\"0\"}\n", 1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *lines = g_strconcat (HEAD, rows[i].lines, NULL);
    g_autoptr (GBytes) page = close_page (lines, rows[i].items);
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", rows[i].lines);
    g_assert_false (read_all (page, &error));
    g_assert_nonnull (error);
    g_assert_cmpuint (error->domain, ==, SAT_PROTOCOL_ERROR);
  }
#undef T
}

/* What a deleted record was merged into. */
static void
test_merged (void)
{
  g_autoptr (SatPageWriter) writer = sat_page_writer_new ();
  g_auto (SatPageHead) head = make_head ();
  g_autoptr (SatPageReader) reader = NULL;
  g_autoptr (GBytes) page = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (SatPageRow) row = make_row ("company", 6, V, NULL);
  g_auto (SatPageRow) back = {0};
  SatPageItem item;
  SatUuid gone;

  row.into = row.root;
  sat_page_writer_row (writer, &row);
  row.into = (SatUuid){{0}};
  sat_page_writer_row (writer, &row);
  page = sat_page_writer_finish (writer, &head);
  reader = sat_page_reader_new (page, &error);
  g_assert_no_error (error);
  g_assert_true (sat_page_reader_next (reader, &item, &back, &gone, &error));
  g_assert_true (back.deleted);
  g_assert_true (sat_uuid_equal (&back.into, &row.root));
  g_assert_true (sat_page_reader_next (reader, &item, &back, &gone, &error));
  g_assert_true (back.deleted);
  g_assert_true (sat_uuid_is_nil (&back.into));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol/page/written", test_written);
  g_test_add_func ("/protocol/page/head", test_head);
  g_test_add_func ("/protocol/page/about", test_about);
  g_test_add_func ("/protocol/page/merged", test_merged);
  g_test_add_func ("/protocol/page/round-trip", test_round_trip);
  g_test_add_func ("/protocol/page/damaged", test_damaged);
  g_test_add_func ("/protocol/page/bad-head", test_bad_head);
  g_test_add_func ("/protocol/page/bad-end", test_bad_end);
  g_test_add_func ("/protocol/page/parts", test_parts);
  g_test_add_func ("/protocol/page/bad-lines", test_bad_lines);

  return g_test_run ();
}
