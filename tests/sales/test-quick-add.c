/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one line says, in English, Spanish and Chinese, and whom it names. */
#include "config.h"

#include "sat-quick-add.h"
#include "sat-test-store.h"

#define TODAY 20514 /* Monday 2026-03-02 */

static const SatQuickBase base = {TODAY, FALSE, "EUR", 10 * 60 + 2};

/* "kind|date|time|length|amount|text" */
static char *
describe (const SatQuickAdd *quick)
{
  static const char *const kinds[] = {"-", "call", "meeting", "visit", "task", "deal"};
  g_autofree char *date = quick->has_date ? sat_date_to_string (quick->date) : g_strdup ("");
  g_autofree char *time =
      quick->has_time ? g_strdup_printf ("%02d:%02d", quick->minutes / 60, quick->minutes % 60)
                      : g_strdup ("");
  g_autofree char *amount = quick->has_amount ? g_strdup_printf ("%" G_GINT64_FORMAT " %s",
                                                                 quick->amount, quick->currency)
                                              : g_strdup ("");

  return g_strdup_printf ("%s|%s|%s|%d|%s|%s", kinds[quick->kind], date, time, quick->length,
                          amount, quick->text);
}

typedef struct {
  const char *text, *expected;
} Case;

static void
check (const Case *cases, gsize n, const SatQuickBase *against)
{
  for (gsize i = 0; i < n; i++) {
    g_autoptr (SatQuickAdd) quick = sat_quick_add_parse (cases[i].text, against);
    g_autofree char *found = describe (quick);

    if (!g_str_equal (found, cases[i].expected))
      g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (found, ==, cases[i].expected);
  }
}

static void
test_english (void)
{
  static const Case cases[] = {
      {"call Ana tomorrow 10:00", "call|2026-03-03|10:00|0||Ana"},
      {"Call with Ana at 3", "call|2026-03-02|15:00|0||Ana"},
      {"call Ana at 10am", "call|2026-03-02|10:00|0||Ana"},
      {"meeting Bo friday 14:00-15:30", "meeting|2026-03-06|14:00|90||Bo"},
      {"lunch with Bo next friday noon", "meeting|2026-03-13|12:00|0||Bo"},
      {"visit Acme on 12 march for 2 hours", "visit|2026-03-12||120||Acme"},
      {"send the offer to Ana in 3 days", "task|2026-03-05||0||send the offer to Ana"},
      {"send the offer by friday", "task|2026-03-06||0||send the offer"},
      {"task: call the bank", "task|||0||call the bank"},
      {"todo write to Bo next week", "task|2026-03-09||0||write to Bo"},
      {"Ana call tomorrow", "call|2026-03-03||0||Ana"},
      {"call Ana monday", "call|2026-03-09||0||Ana"},
      {"call Ana 1 feb", "call|2027-02-01||0||Ana"},
      {"call Ana 2026-04-05", "call|2026-04-05||0||Ana"},
      {"call Ana 5/4", "call|2026-04-05||0||Ana"},
      {"call Ana March 12th, 2027", "call|2027-03-12||0||Ana"},
      {"call Ana about 12k", "call|||0||Ana about 12k"},
      {"call the day after tomorrow 9:15 pm", "call|2026-03-04|21:15|0||"},
      {"call Ana at 5pm for 30 min", "call|2026-03-02|17:00|30||Ana"},
      {"call Ana in 2 hours", "call|2026-03-02|12:05|0||Ana"},
      {"call Ana in half an hour", "call|2026-03-02|10:35|0||Ana"},
      {"call Ana in 15 hours", "call|2026-03-03|01:05|0||Ana"},
      {"meet Bo thu 3-4pm", "meeting|2026-03-05|15:00|60||Bo"},
      {"meet Bo thu 11-1pm", "meeting|2026-03-05|11:00|120||Bo"},
      {"meet Bo tomorrow from 10 to 11:30", "meeting|2026-03-03|10:00|90||Bo"},
      {"visit Acme tomorrow in the afternoon", "visit|2026-03-03|15:00|0||Acme"},
      {"call Ana this afternoon at 5:30", "call|2026-03-02|17:30|0||Ana"},
      {"meet Bo friday 9:00 2h", "meeting|2026-03-06|09:00|120||Bo"},
  };

  check (cases, G_N_ELEMENTS (cases), &base);
}

static void
test_deals (void)
{
  static const Case cases[] = {
      {"Acme renewal 12k march", "deal|2026-03-31||0|1200000 EUR|Acme renewal"},
      {"Acme renewal $1.5m", "deal|||0|150000000 USD|Acme renewal"},
      {"Acme 12,500 usd by 30 june", "deal|2026-06-30||0|1250000 USD|Acme"},
      {"Acme €1.234.567,80", "deal|||0|123456780 EUR|Acme"},
      {"Acme 500 yen", "-|||0||Acme 500 yen"},
      {"Acme JPY 500", "deal|||0|500 JPY|Acme"},
      {"deal Acme", "deal|||0||Acme"},
      {"Acme february 2027 3.5k", "deal|2027-02-28||0|350000 EUR|Acme"},
      {"Acme 20k end of month", "deal|2026-03-31||0|2000000 EUR|Acme"},
      {"Licencias Acme 3 mil euros", "deal|||0|300000 EUR|Licencias Acme"},
      {"Acme 30 000 euros june 2027", "deal|2027-06-30||0|3000000 EUR|Acme"},
      {"Acme renewal £12k end of june", "deal|2026-06-30||0|1200000 GBP|Acme renewal"},
      {"Acme 5k end of year", "deal|2026-12-31||0|500000 EUR|Acme"},
      {"Acme 5k end of next month", "deal|2026-04-30||0|500000 EUR|Acme"},
  };

  check (cases, G_N_ELEMENTS (cases), &base);
}

static void
test_spanish (void)
{
  static const Case cases[] = {
      {"llamar a Ana mañana a las 10", "call|2026-03-03|10:00|0||Ana"},
      {"llamar a Ana pasado mañana a las 4 de la tarde", "call|2026-03-04|16:00|0||Ana"},
      {"reunión con José el viernes 9:30", "meeting|2026-03-06|09:30|0||José"},
      {"visitar Telefónica el 12 de marzo", "visit|2026-03-12||0||Telefónica"},
      {"enviar oferta a Ana en 2 semanas", "task|2026-03-16||0||enviar oferta a Ana"},
      {"tarea preparar informe la semana que viene", "task|2026-03-09||0||preparar informe"},
      {"Renovación Acme 12k € abril", "deal|2026-04-30||0|1200000 EUR|Renovación Acme"},
      {"llamar a Ana mañana 10:00", "call|2026-03-03|10:00|0||Ana"},
      {"visita Bluth viernes 9h", "visit|2026-03-06|09:00|0||Bluth"},
      {"visita a Bluth el 3 de abril a las 9h30", "visit|2026-04-03|09:30|0||Bluth"},
      {"visita Bluth vie 9:00", "visit|2026-03-06|09:00|0||Bluth"},
      {"llamada con José el jueves a las 9 y media", "call|2026-03-05|09:30|0||José"},
      {"llamar a Ana el próximo lunes a las 15h", "call|2026-03-09|15:00|0||Ana"},
      {"llamar a Ana 1h mañana 10:00", "call|2026-03-03|10:00|60||Ana"},
      {"reunión con Bluth mañana de 10 a 11:30", "meeting|2026-03-03|10:00|90||Bluth"},
      {"reunión Bluth mañana 10:00 durante 2 horas", "meeting|2026-03-03|10:00|120||Bluth"},
      {"comida con Ana el martes a las 14:00", "meeting|2026-03-03|14:00|0||Ana"},
      {"llamar a Ana dentro de media hora", "call|2026-03-02|10:35|0||Ana"},
      {"llamar a Ana mañana por la mañana", "call|2026-03-03|09:00|0||Ana"},
      {"Bluth 500 dólares fin de mes", "deal|2026-03-31||0|50000 USD|Bluth"},
      {"oportunidad Bluth 30 000 euros a finales de junio", "deal|2026-06-30||0|3000000 EUR|Bluth"},
  };

  check (cases, G_N_ELEMENTS (cases), &base);
}

static void
test_chinese (void)
{
  static const Case cases[] = {
      {"明天10点给王伟打电话", "call|2026-03-03|10:00|0||王伟"},
      {"明天下午3点半拜访华为", "visit|2026-03-03|15:30|0||华为"},
      {"下周五和李娜开会", "meeting|2026-03-13||0||李娜"},
      {"三天后发报价", "task|2026-03-05||0||发报价"},
      {"华为续约 12万 3月", "deal|2026-03-31||0|12000000 EUR|华为续约"},
      {"华为续约5000元3月15日", "deal|2026-03-15||0|500000 CNY|华为续约"},
      {"打电话给王伟 周三 １０：００", "call|2026-03-04|10:00|0||王伟"},
      {"明天10点给王芳打电话", "call|2026-03-03|10:00|0||王芳"},
      {"下周一 拜访 张伟", "visit|2026-03-09||0||张伟"},
      {"下周三下午2点半和李娜开会1小时", "meeting|2026-03-11|14:30|60||李娜"},
      {"明天下午给王芳打电话", "call|2026-03-03|15:00|0||王芳"},
      {"今天晚上8点半和客户吃饭", "meeting|2026-03-02|20:30|0||客户"},
      {"半小时后给王芳打电话", "call|2026-03-02|10:35|0||王芳"},
      {"下个月5号拜访阿里巴巴", "visit|2026-04-05||0||阿里巴巴"},
      {"发报价给王芳 周五前", "task|2026-03-06||0||发报价给王芳"},
      {"腾讯续约 ￥50,000 六月底", "deal|2026-06-30||0|5000000 CNY|腾讯续约"},
      {"腾讯续约 3.5万元 下月底", "deal|2026-04-30||0|3500000 CNY|腾讯续约"},
      {"华为 100万美元 年底", "deal|2026-12-31||0|100000000 USD|华为"},
      {"カフェ ￥500", "deal|||0|500 JPY|カフェ"},
      {"明天拜访カフェ東京", "visit|2026-03-03||0||カフェ東京"},
      {"明天拜访、あさひ", "visit|2026-03-03||0||あさひ"},
  };

  check (cases, G_N_ELEMENTS (cases), &base);
}

/* What only looks like one of these is left alone. */
static void
test_nothing (void)
{
  static const Case cases[] = {
      {"", "-|||0||"},
      {"call", "-|||0||"},
      {"Ana Torres", "-|||0||Ana Torres"},
      {"GTX500", "-|||0||GTX500"},
      {"callaway", "-|||0||callaway"},
      {"Mayfair 3000", "-|||0||Mayfair 3000"},
      {"tomorrow", "-|2026-03-03||0||"},
      {"12k", "-|||0||12k"},
      {"Sunrise monkey", "-|||0||Sunrise monkey"},
      {"+34 600 123 456", "-|||0||+34 600 123 456"},
      {"Ana 31/2", "-|||0||Ana 31/2"},
      {"GTX 500 000", "-|||0||GTX 500 000"},
      {"Ana 12/12/1212", "-|||0||Ana 12/12/1212"},
      {"Ana de 10 a", "-|||0||Ana de 10"},
  };
  g_autofree char *endless = g_strnfill (20000, 'a');
  g_autoptr (SatQuickAdd) long_one = sat_quick_add_parse (endless, &base);
  g_autoptr (SatQuickAdd) broken = sat_quick_add_parse ("call \xff tomorrow", &base);

  check (cases, G_N_ELEMENTS (cases), &base);
  g_assert_cmpint (long_one->kind, ==, SAT_QUICK_NOTHING);
  g_assert_cmpint (broken->kind, ==, SAT_QUICK_NOTHING);
}

static void
test_month_first (void)
{
  static const SatQuickBase american = {TODAY, TRUE, "USD", 0};
  static const Case cases[] = {
      {"call Ana 4/5", "call|2026-04-05||0||Ana"},
      {"call Ana 4/5/27", "call|2027-04-05||0||Ana"},
  };

  check (cases, G_N_ELEMENTS (cases), &american);
}

/* Bytes of any kind end in something, and never beyond the line. */
static void
test_noise (void)
{
  static const char *const pieces[] = {
      "call ", "12", "k ",    "明天", "点", "半", " at ", "march", ":",     "/",  "€",
      ".",     ",",  "next ", "ñ",    "-",  "万", "下",   "in ",   " days", "月", "  "};

  for (guint i = 0; i < 3000; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (SatQuickAdd) quick = NULL;

    for (int n = g_test_rand_int_range (0, 12); n > 0; n--)
      g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
    quick = sat_quick_add_parse (text->str, &base);
    g_assert_true (g_utf8_validate (quick->text, -1, NULL));
    g_assert_cmpint (quick->minutes, <, 24 * 60);
    /* Only a year that is written is in the past. */
    if (quick->has_date && strstr (text->str, "12/12/12") == NULL)
      g_assert_cmpint (quick->date, >=, TODAY - 1);
  }
}

static void
assert_named (
    SatTestStore *store, const char *text, gint64 contact, gint64 company, const char *subject)
{
  g_autoptr (SatQuickAdd) quick = sat_quick_add_parse (text, &base);
  g_autoptr (GError) error = NULL;

  sat_quick_add_resolve (quick, sat_test_store_reader (store), &error);
  g_assert_no_error (error);
  g_assert_cmpint (quick->contact, ==, contact);
  g_assert_cmpint (quick->company, ==, company);
  g_assert_cmpstr (quick->subject, ==, subject);
}

static void
test_names (void)
{
  g_autoptr (SatTestStore) store = sat_test_store_new (SAT_STORE_CREATE);
  gint64 acme = sat_test_store_add (store, "company", "name", "Acme Corporation", NULL);
  gint64 huawei = sat_test_store_add (store, "company", "name", "华为技术", NULL);
  gint64 ana = sat_test_store_add (store, "contact", "first_name", "Ana", "last_name", "Torres",
                                   "company", "Acme Corporation", NULL);
  gint64 wang = sat_test_store_add (store, "contact", "first_name", "伟", "last_name", "王", NULL);

  sat_test_store_add (store, "contact", "first_name", "Anabel", "last_name", "Sendero", NULL);
  assert_named (store, "call Ana tomorrow", ana, acme, "");
  assert_named (store, "call ana torres about the terms tomorrow", ana, acme, "About the terms");
  assert_named (store, "send offer to Ana tomorrow", ana, acme, "Send offer to Ana");
  assert_named (store, "Acme renewal 12k march", 0, acme, "Acme renewal");
  assert_named (store, "Corporation renewal 12k", 0, 0, "Corporation renewal");
  assert_named (store, "call Sender tomorrow", 0, 0, "Sender");
  assert_named (store, "明天拜访华为", 0, huawei, "");
  assert_named (store, "明天10点给王伟打电话", wang, 0, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quick-add/english", test_english);
  g_test_add_func ("/quick-add/deals", test_deals);
  g_test_add_func ("/quick-add/spanish", test_spanish);
  g_test_add_func ("/quick-add/chinese", test_chinese);
  g_test_add_func ("/quick-add/nothing", test_nothing);
  g_test_add_func ("/quick-add/month-first", test_month_first);
  g_test_add_func ("/quick-add/noise", test_noise);
  g_test_add_func ("/quick-add/names", test_names);
  return g_test_run ();
}
