/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-text-encoding.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "sat-test.h"

static GBytes *
encode (const char *utf8, const char *encoding, const char *mark, gsize mark_length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autofree char *text = NULL;
  gsize length;

  text = g_convert (utf8, -1, encoding, "UTF-8", NULL, &length, &error);
  g_assert_no_error (error);
  g_byte_array_append (all, (const guint8 *)mark, mark_length);
  g_byte_array_append (all, (const guint8 *)text, length);
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

static void
assert_text (SatText *text, const char *encoding, const char *expected)
{
  gsize length;
  const char *data;

  g_assert_nonnull (text);
  data = sat_text_get_data (text, &length);
  g_assert_cmpmem (data, length, expected, strlen (expected));
  g_assert_cmpstr (sat_text_get_encoding (text), ==, encoding);
}

static void
assert_found (const char *utf8, const char *charset, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = encode (utf8, charset, "", 0);
  g_autoptr (SatText) text = sat_text_new (bytes, NULL, &error);

  g_assert_no_error (error);
  assert_text (text, expected, utf8);
}

static void
assert_refused (const void *bytes, gsize length, const char *encoding, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) all = g_bytes_new (bytes, length);
  g_autoptr (SatText) text = sat_text_new (all, encoding, &error);

  g_assert_error (error, SAT_TEXT_ERROR, code);
  g_assert_cmpuint (strlen (error->message), >, 20);
  g_assert_null (text);
}

static const char table[] = "Name,City\r\nJosé Müller,Zürich\r\nZoë Ångström,Malmö\r\n";
static const char japanese[] = "氏名,会社\n山田 太郎,株式会社あおぞら\n鈴木 花子,東京ガス\n";
static const char chinese[] = "公司名称,行业,联系人\n北京科技有限公司,软件和信息技术服务,王小明\n"
                              "上海国际贸易公司,进出口贸易,李华\n";
static const char taiwanese[] = "公司名稱,產業,聯絡人\n台北科技股份有限公司,軟體與資訊服務,王小明\n"
                                "高雄國際貿易公司,進出口貿易,陳美華\n";
static const char korean[] = "회사명,업종,담당자\n한국전자 주식회사,소프트웨어 개발,김민수\n"
                             "서울무역,수출입 무역,이영희\n";

static void
test_utf8 (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) marked = encode (table, "UTF-8", "\xef\xbb\xbf", 3);
  g_autoptr (SatText) text = NULL;

  assert_found ("", "UTF-8", "UTF-8");
  assert_found ("a,b\n1,2\n", "UTF-8", "UTF-8");
  assert_found (table, "UTF-8", "UTF-8");
  assert_found (japanese, "UTF-8", "UTF-8");
  text = sat_text_new (marked, NULL, &error);
  g_assert_no_error (error);
  assert_text (text, "UTF-8", table);
}

static void
test_utf16 (void)
{
  static const struct {
    const char *charset, *mark, *found, *told;
    gsize length;
  } cases[] = {
      {"UTF-16LE", "\xff\xfe", "UTF-16LE", "utf-16", 2},
      {"UTF-16BE", "\xfe\xff", "UTF-16BE", "UTF16", 2},
      {"UTF-16LE", "", "UTF-16LE", "utf-16", 0},
      {"UTF-16BE", "", "UTF-16BE", "utf-16be", 0},
      {"UTF-32LE", "\xff\xfe\0\0", "UTF-32LE", "utf-32", 4},
      {"UTF-32BE", "\0\0\xfe\xff", "UTF-32BE", "UTF-32BE", 4},
      {"UTF-32LE", "", "UTF-32LE", "UTF-32LE", 0},
      {"UTF-32BE", "", "UTF-32BE", "utf32", 0},
  };
  const char *texts[] = {table, japanese, chinese, "emoji,😀\n一,二\n"};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize t = 0; t < G_N_ELEMENTS (texts); t++) {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes =
          encode (texts[t], cases[i].charset, cases[i].mark, cases[i].length);
      g_autoptr (SatText) text = sat_text_new (bytes, NULL, &error);
      g_autoptr (SatText) told = NULL;

      g_assert_no_error (error);
      assert_text (text, cases[i].found, texts[t]);
      told = sat_text_new (bytes, cases[i].told, &error);
      g_assert_no_error (error);
      assert_text (told, cases[i].found, texts[t]);
    }
}

static void
test_lying_mark (void)
{
  g_autoptr (GBytes) little = encode (table, "UTF-32LE", "\xfe\xff", 2);
  g_autoptr (GBytes) big = encode (table, "UTF-32BE", "\xfe\xff", 2);
  g_autoptr (GBytes) swapped = encode (table, "UTF-16LE", "\xfe\xff", 2);
  g_autoptr (GBytes) latin = encode (table, "CP1252", "\xef\xbb\xbf", 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatText) text = NULL;
  SatTextGuess guess;
  gsize length;
  const guint8 *data = g_bytes_get_data (little, &length);

  g_assert_false (sat_text_guess (data, length, &guess, &error));
  g_assert_error (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_MARK);
  g_assert_nonnull (strstr (error->message, "UTF-32LE"));
  g_assert_cmpstr (guess.candidates[0], ==, "UTF-32LE");
  g_clear_error (&error);
  text = sat_text_new (little, "utf-32le", &error);
  g_assert_no_error (error);
  assert_text (text, "UTF-32LE", table);

  data = g_bytes_get_data (big, &length);
  assert_refused (data, length, NULL, SAT_TEXT_ERROR_MARK);
  data = g_bytes_get_data (swapped, &length);
  assert_refused (data, length, NULL, SAT_TEXT_ERROR_MARK);
  data = g_bytes_get_data (latin, &length);
  assert_refused (data, length, NULL, SAT_TEXT_ERROR_MARK);
  assert_refused ("\xff\xfe"
                  "a\0b\0c",
                  7, NULL, SAT_TEXT_ERROR_MARK);
}

static void
test_legacy (void)
{
  assert_found (table, "CP1252", "windows-1252");
  assert_found ("Name\nIt’s “Acme” – naïve café… 500 €\nC/ Mayor, 26 5º\n", "CP1252",
                "windows-1252");
  assert_found ("Navn\nØrsted, Fjærås, blåbærsyltetøy, é\n", "CP1252", "windows-1252");
  assert_found ("Nome\nSão João, ações, irmã, Conceição, manhã\n", "CP1252", "windows-1252");
  assert_found ("Nom\nSœur Hélène, Besançon, où, île, août, Noël\n", "CP1252", "windows-1252");
  assert_found (japanese, "CP932", "Shift_JIS");
  assert_found (chinese, "GB18030", "GB18030");
  assert_found (taiwanese, "CP950", "Big5");
  assert_found (korean, "UHC", "EUC-KR");
  assert_found ("氏名,会社\nやまだ たろう,株式会社あおぞら\nすずき はなこ,東京ガス株式会社\n",
                "EUC-JP", "EUC-JP");
}

/* Never a guess that may be wrong: the text is refused and an encoding asked for. */
static void
test_unsure (void)
{
  static const struct {
    const char *text, *charset;
  } cases[] = {
      {"Imię\nŁódź, Wałęsa, książka, święto, żółw, mąka, źródło\n", "CP1250"},
      {"Jméno\nDvořák, Novák, Škoda, Čapek, Žižka, děkuji, příliš žluťoučký kůň\n", "CP1250"},
      {"Имя\nИванов, Петров, Москва, Новосибирск\n", "CP1251"},
      {"Имя\nИванов, Петров, Москва, Новосибирск\n", "KOI8-R"},
      {"Όνομα\nΠαπαδόπουλος, Αθήνα, Θεσσαλονίκη\n", "ISO-8859-7"},
      {"Ad\nŞükrü Yıldız, İstanbul, Çağlayan, Işık\n", "ISO-8859-9"},
      {"Name\nJosé Müller, Zürich, Köln, Björn, Ångström\n", "IBM850"},
      {"Name\nJosé Müller, Zürich, Köln, Björn, Ångström\n", "MACINTOSH"},
      {"Név\nŐrség, Fűzfő, Győr, tűzoltó, Erdős, nő, fő\n", "CP1250"},
      {"Name\n山\n", "CP932"},
      {"Name\n東京\n", "ISO-2022-JP"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = encode (cases[i].text, cases[i].charset, "", 0);
    g_autoptr (SatText) text = NULL;
    const char *decoded;
    SatTextGuess guess;
    gsize length;
    const guint8 *data = g_bytes_get_data (bytes, &length);

    g_test_message ("%s", cases[i].text);
    g_assert_false (sat_text_guess (data, length, &guess, &error));
    g_assert_error (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_UNSURE);
    g_assert_null (guess.name);
    g_assert_nonnull (guess.candidates[0]);
    g_assert_nonnull (strstr (error->message, guess.candidates[0]));
    g_clear_error (&error);
    text = sat_text_new (bytes, cases[i].charset, &error);
    g_assert_no_error (error);
    decoded = sat_text_get_data (text, &length);
    g_assert_cmpmem (decoded, length, cases[i].text, strlen (cases[i].text));
  }
}

static void
test_damaged_utf8 (void)
{
  static const char mixed[] = "Name\nJosé, Zürich, Noël\nJos\xe9\n";
  static const char odd[] = "Name\ncafé, café, caf\xe9\n";
  static const char cut[] = "Name\nJosé, Zürich, Noë";

  assert_refused (mixed, sizeof mixed - 1, NULL, SAT_TEXT_ERROR_UNSURE);
  assert_refused (odd, sizeof odd - 1, NULL, SAT_TEXT_ERROR_UNSURE);
  assert_refused (cut, sizeof cut - 2, NULL, SAT_TEXT_ERROR_UNSURE);
  assert_refused (mixed, sizeof mixed - 1, "UTF-8", SAT_TEXT_ERROR_INVALID);
}

static void
test_bad_input (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new ("a\nb\x81\n", 5);
  g_autoptr (SatText) text = NULL;

  assert_refused ("a,b\n1\0,2\n", 9, NULL, SAT_TEXT_ERROR_BINARY);
  assert_refused ("\xef\xbb\xbf"
                  "a\0b",
                  6, NULL, SAT_TEXT_ERROR_BINARY);
  assert_refused ("a,b\n1\0,2\n", 9, "UTF-8", SAT_TEXT_ERROR_BINARY);
  assert_refused ("a,b\n1\0,2\n", 9, "latin1", SAT_TEXT_ERROR_BINARY);
  assert_refused ("PK\3\4....", 8, NULL, SAT_TEXT_ERROR_BINARY);
  assert_refused ("a\n", 2, "no-such-encoding", SAT_TEXT_ERROR_UNKNOWN);
  assert_refused ("a\n", 2, "", SAT_TEXT_ERROR_UNKNOWN);
  assert_refused ("a\n", 2, "ASCII//IGNORE", SAT_TEXT_ERROR_UNKNOWN);
  assert_refused ("a\0b", 3, "UTF-16LE", SAT_TEXT_ERROR_INVALID);
  text = sat_text_new (bytes, "windows-1252", &error);
  g_assert_error (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "2"));
}

static void
test_files (void)
{
  g_autoptr (SatTestDir) dir = sat_test_dir_new ();
  g_autofree char *path = sat_test_dir_write (dir, "a.csv", table, -1);
  g_autofree char *missing = sat_test_dir_file (dir, "none.csv");
  g_autoptr (GError) error = NULL;
  g_autoptr (SatText) text = sat_text_open (path, NULL, &error);

  g_assert_no_error (error);
  assert_text (text, "UTF-8", table);
  g_assert_null (sat_text_open (missing, NULL, &error));
  g_assert_error (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_FILE);
  g_clear_error (&error);
  g_assert_null (sat_text_open (sat_test_dir_path (dir), NULL, &error));
  g_assert_error (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_FILE);
  g_clear_error (&error);
  g_assert_null (sat_text_open ("/dev/zero", NULL, &error));
  g_assert_error (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_FILE);
}

/* More than is kept in memory, in an encoding that doubles on its way. */
static void
test_large (void)
{
  g_autoptr (SatTestDir) dir = sat_test_dir_new ();
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *latin = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SatText) text = NULL;
  g_autoptr (SatText) again = NULL;
  gsize length, found;

  while (all->len < 40 * 1024 * 1024)
    g_string_append_printf (all, "%u,Zoë Ångström,Malmö,some more text to fill it\n",
                            (guint)all->len);
  latin = g_convert (all->str, all->len, "CP1252", "UTF-8", NULL, &length, &error);
  g_assert_no_error (error);
  path = sat_test_dir_write (dir, "large.csv", latin, length);
  text = sat_text_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sat_text_get_encoding (text), ==, "windows-1252");
  again = sat_text_ref (text);
  g_clear_pointer (&text, sat_text_unref);
  g_unlink (path);
  g_assert_true (memcmp (sat_text_get_data (again, &found), all->str, all->len) == 0);
  g_assert_cmpuint (found, ==, all->len);
}

/* Whatever the bytes are, there is either valid text or an error. */
static void
test_random_bytes (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();
  const char *encodings[] = {NULL, "UTF-8", "UTF-16", "UTF-32", "Shift_JIS", "GB18030", "latin1"};

  for (guint round = 0; round < 20000; round++) {
    guint8 bytes[64];
    gsize length = g_rand_int_range (rand, 0, sizeof bytes);
    guint32 limit = g_rand_boolean (rand) ? 256 : 128;
    g_autoptr (GBytes) all = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (SatText) text = NULL;

    for (gsize i = 0; i < length; i++)
      bytes[i] = g_rand_int_range (rand, g_rand_int_range (rand, 0, 8) == 0 ? 0 : 9, limit);
    if (length > 3 && round % 4 == 0)
      memcpy (bytes, round % 8 == 0 ? "\xff\xfe" : "\xfe\xff", 2);
    all = g_bytes_new (bytes, length);
    text = sat_text_new (all, encodings[round % G_N_ELEMENTS (encodings)], &error);
    if (text != NULL) {
      gsize size;
      const char *data = sat_text_get_data (text, &size);

      g_assert_no_error (error);
      g_assert_true (g_utf8_validate_len (data, size, NULL));
    } else {
      g_assert_nonnull (error);
    }
  }
}

static void
assert_real (const char *name, const char *encoding, const char *part)
{
  g_autofree char *path = sat_test_real_data (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatText) text = NULL;
  gsize length;
  const char *data;

  if (path == NULL) {
    g_test_skip ("the files of real input are not there");
    return;
  }
  text = sat_text_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sat_text_get_encoding (text), ==, encoding);
  data = sat_text_get_data (text, &length);
  g_assert_nonnull (g_strstr_len (data, length, part));
}

#define DATALOADER "salesforce-dataloader/testfiles/data/"
#define THUNDERBIRD "thunderbird/mailnews/import/test/unit/resources/"

static void
test_real (void)
{
  g_autofree char *lying = sat_test_real_data (DATALOADER "csvtext_BOM_UTF32LE.csv");
  g_autofree char *lying_too = sat_test_real_data (DATALOADER "csvtext_BOM_UTF32BE.csv");
  const char *lies[] = {lying, lying_too};

  assert_real ("salesforce-dataloader/data/accountData.csv", "windows-1252", "Pébéo of America");
  assert_real ("salesforce-dataloader/data/accountData.csv", "windows-1252", "Nº 77");
  assert_real (DATALOADER "csvtext_BOM_UTF8.csv", "UTF-8", "row1-1,row1-2");
  assert_real (DATALOADER "csvtext_BOM_UTF16LE.csv", "UTF-16LE", "row1-1,row1-2");
  assert_real (DATALOADER "csvtext_BOM_UTF16BE.csv", "UTF-16BE", "row1-1,row1-2");
  assert_real (THUNDERBIRD "utf16_addressbook.csv", "UTF-16LE", "johndoe@host.invalid");
  assert_real (THUNDERBIRD "shiftjis_addressbook.csv", "Shift_JIS", "名無し");
  assert_real ("maven-crm/accounts.csv", "UTF-8", "Acme Corporation,technolgy");
  for (gsize i = 0; i < G_N_ELEMENTS (lies) && lies[i] != NULL; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SatText) text = sat_text_open (lies[i], NULL, &error);

    g_assert_null (text);
    g_assert_error (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_MARK);
    g_assert_nonnull (strstr (error->message, i == 0 ? "UTF-32LE" : "UTF-32BE"));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/text-encoding/utf8", test_utf8);
  g_test_add_func ("/exchange/text-encoding/utf16-and-utf32", test_utf16);
  g_test_add_func ("/exchange/text-encoding/lying-mark", test_lying_mark);
  g_test_add_func ("/exchange/text-encoding/legacy", test_legacy);
  g_test_add_func ("/exchange/text-encoding/unsure", test_unsure);
  g_test_add_func ("/exchange/text-encoding/damaged-utf8", test_damaged_utf8);
  g_test_add_func ("/exchange/text-encoding/bad-input", test_bad_input);
  g_test_add_func ("/exchange/text-encoding/files", test_files);
  g_test_add_func ("/exchange/text-encoding/large", test_large);
  g_test_add_func ("/exchange/text-encoding/random-bytes", test_random_bytes);
  g_test_add_func ("/exchange/text-encoding/real-files", test_real);
  return g_test_run ();
}
