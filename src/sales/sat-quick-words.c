/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-quick-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Each is a list of words with bars between, in small letters without accents: English, which
 * translators replace by the words of their language (several, the same way), and Spanish and
 * Chinese, which are known everywhere. */
static const struct {
  SatQuickWordClass class;
  int value;
  const char *words;
  const char *others;
} words[] = {
    {SAT_QUICK_WORD_KIND, SAT_QUICK_CALL, NC_ ("quick add", "call|phone|ring"),
     "llamar a|llamar|llamada con|llamada "
     "a|llamada|telefonear|打电话给|打电话|致电|电话|打電話給|打電話|致電|電話"},
    {SAT_QUICK_WORD_KIND, SAT_QUICK_MEETING, NC_ ("quick add", "meeting|meet|appointment|lunch"),
     "reunion|reunirse|cita|comida con|almuerzo|cena con|cafe con|开会|会议|会面|见面|吃饭|午餐|"
     "晚餐|開會|會議|會面|見面|吃飯"},
    {SAT_QUICK_WORD_KIND, SAT_QUICK_VISIT, NC_ ("quick add", "visit"),
     "visitar a|visitar|visita a|visita|拜访|走访|拜訪|走訪"},
    {SAT_QUICK_WORD_KIND, SAT_QUICK_TASK,
     NC_ ("quick add", "task|todo|to do|remind me to|remember to"),
     "tarea|recordar|待办|任务|提醒我|待辦|任務"},
    {SAT_QUICK_WORD_KIND, SAT_QUICK_DEAL, NC_ ("quick add", "deal|opportunity"),
     "oportunidad|negocio|商机|商機"},
    {SAT_QUICK_WORD_DAY, 0, NC_ ("quick add", "today"), "hoy|今天|今日"},
    {SAT_QUICK_WORD_DAY, 1, NC_ ("quick add", "tomorrow|tmrw"), "manana|明天|明日"},
    {SAT_QUICK_WORD_DAY, 2, NC_ ("quick add", "day after tomorrow|the day after tomorrow"),
     "pasado manana|后天|後天"},
    {SAT_QUICK_WORD_DAY, 3, "", "大后天|大後天"},
    {SAT_QUICK_WORD_DAY, -1, NC_ ("quick add", "yesterday"), "ayer|昨天|昨日"},
    {SAT_QUICK_WORD_WEEKDAY, 1, NC_ ("quick add", "monday|mon"),
     "lunes|lun|周一|星期一|礼拜一|週一|禮拜一"},
    {SAT_QUICK_WORD_WEEKDAY, 2, NC_ ("quick add", "tuesday|tue"),
     "martes|周二|星期二|礼拜二|週二|禮拜二"},
    {SAT_QUICK_WORD_WEEKDAY, 3, NC_ ("quick add", "wednesday|wed"),
     "miercoles|mie|周三|星期三|礼拜三|週三|禮拜三"},
    {SAT_QUICK_WORD_WEEKDAY, 4, NC_ ("quick add", "thursday|thu"),
     "jueves|jue|周四|星期四|礼拜四|週四|禮拜四"},
    {SAT_QUICK_WORD_WEEKDAY, 5, NC_ ("quick add", "friday|fri"),
     "viernes|vie|周五|星期五|礼拜五|週五|禮拜五"},
    {SAT_QUICK_WORD_WEEKDAY, 6, NC_ ("quick add", "saturday|sat"),
     "sabado|sab|周六|星期六|礼拜六|週六|禮拜六"},
    {SAT_QUICK_WORD_WEEKDAY, 7, NC_ ("quick add", "sunday|sun"),
     "domingo|dom|周日|星期日|星期天|礼拜天|週日|禮拜天"},
    {SAT_QUICK_WORD_MONTH, 1, NC_ ("quick add", "january|jan"), "enero|ene"},
    {SAT_QUICK_WORD_MONTH, 2, NC_ ("quick add", "february|feb"), "febrero"},
    {SAT_QUICK_WORD_MONTH, 3, NC_ ("quick add", "march|mar"), "marzo"},
    {SAT_QUICK_WORD_MONTH, 4, NC_ ("quick add", "april|apr"), "abril|abr"},
    {SAT_QUICK_WORD_MONTH, 5, NC_ ("quick add", "may"), "mayo"},
    {SAT_QUICK_WORD_MONTH, 6, NC_ ("quick add", "june|jun"), "junio"},
    {SAT_QUICK_WORD_MONTH, 7, NC_ ("quick add", "july|jul"), "julio"},
    {SAT_QUICK_WORD_MONTH, 8, NC_ ("quick add", "august|aug"), "agosto|ago"},
    {SAT_QUICK_WORD_MONTH, 9, NC_ ("quick add", "september|sept|sep"), "septiembre|setiembre"},
    {SAT_QUICK_WORD_MONTH, 10, NC_ ("quick add", "october|oct"), "octubre"},
    {SAT_QUICK_WORD_MONTH, 11, NC_ ("quick add", "november|nov"), "noviembre"},
    {SAT_QUICK_WORD_MONTH, 12, NC_ ("quick add", "december|dec"), "diciembre|dic"},
    {SAT_QUICK_WORD_PERIOD, 'w', NC_ ("quick add", "next week"),
     "la proxima semana|proxima semana|la semana que viene|下周|下星期|下週"},
    {SAT_QUICK_WORD_PERIOD, 'm', NC_ ("quick add", "next month"),
     "el proximo mes|proximo mes|el mes que viene|下个月|下月|下個月"},
    {SAT_QUICK_WORD_PERIOD, 'e', NC_ ("quick add", "end of month|end of the month|month end"),
     "fin de mes|a fin de mes|finales de mes|a finales de mes|月底"},
    {SAT_QUICK_WORD_PERIOD, 'n', NC_ ("quick add", "end of next month"),
     "fin del proximo mes|finales del proximo mes|下月底|下个月底|下個月底"},
    {SAT_QUICK_WORD_PERIOD, 'y', NC_ ("quick add", "end of year|end of the year|year end"),
     "fin de ano|a fin de ano|finales de ano|a finales de ano|年底|年末"},
    {SAT_QUICK_WORD_END, 0, NC_ ("quick add", "end of|late"),
     "fin de|a fin de|finales de|a finales de"},
    {SAT_QUICK_WORD_FOR, 0, NC_ ("quick add", "for"), "durante"},
    {SAT_QUICK_WORD_FROM, 0, NC_ ("quick add", "from"), "de|desde las|de las|从|從"},
    {SAT_QUICK_WORD_TO, 0, NC_ ("quick add", "to|until|till"), "a|a las|hasta las|到|至"},
    {SAT_QUICK_WORD_HALF_HOUR, 0, NC_ ("quick add", "half an hour"),
     "media hora|半小时|半个小时|半小時|半個小時"},
    {SAT_QUICK_WORD_PART, 9 * 60, NC_ ("quick add", "in the morning|this morning"),
     "por la manana|esta manana|上午|早上|早晨"},
    {SAT_QUICK_WORD_PART, 15 * 60, NC_ ("quick add", "in the afternoon|this afternoon"),
     "por la tarde|esta tarde|下午"},
    {SAT_QUICK_WORD_PART, 19 * 60, NC_ ("quick add", "in the evening|this evening|tonight"),
     "por la noche|esta noche|晚上|傍晚|今晚"},
    {SAT_QUICK_WORD_UNIT, 'd', NC_ ("quick add", "days|day"), "dias|dia|天|日"},
    {SAT_QUICK_WORD_UNIT, 'w', NC_ ("quick add", "weeks|week"),
     "semanas|semana|周|星期|个星期|週|個星期"},
    {SAT_QUICK_WORD_UNIT, 'm', NC_ ("quick add", "months|month"), "meses|mes|个月|個月"},
    {SAT_QUICK_WORD_UNIT, 'h', NC_ ("quick add", "hours|hour|h"),
     "horas|hora|小时|个小时|小時|個小時"},
    {SAT_QUICK_WORD_UNIT, 'n', NC_ ("quick add", "minutes|minute|min"), "minutos|minuto|分钟|分鐘"},
    {SAT_QUICK_WORD_IN, 0, NC_ ("quick add", "in"), "en|dentro de"},
    {SAT_QUICK_WORD_AFTER, 0, NC_ ("quick add", "from now|later"), "后|以后|之后|後|以後|之後"},
    {SAT_QUICK_WORD_NEXT, 0, NC_ ("quick add", "next"), "el proximo|proximo|下"},
    {SAT_QUICK_WORD_AT, 0, NC_ ("quick add", "at|on|by|this|due|closing|closes|close"),
     "a las|a la|el|para el|este|antes del|cierre|在|于"},
    {SAT_QUICK_WORD_HALF, 0, NC_ ("quick add", "am|a.m."), "de la manana|上午|早上|早晨"},
    {SAT_QUICK_WORD_HALF, 12, NC_ ("quick add", "pm|p.m."),
     "de la tarde|de la noche|下午|晚上|傍晚"},
    {SAT_QUICK_WORD_NOON, 720, NC_ ("quick add", "noon|midday"),
     "mediodia|a mediodia|al mediodia|中午|正午"},
    {SAT_QUICK_WORD_LINK, 0, NC_ ("quick add", "with|to|for|at|and|the"),
     "con|para|a|al|en|de|y|跟|和|与|去|到|向|给|约|與|給|約|的"},
};

gboolean
sat_quick_is_dense (gunichar c)
{
  return (c >= 0x3040 && c < 0xa000) || (c >= 0xac00 && c < 0xd7b0) ||
         (c >= 0x20000 && c < 0x30000);
}

static gunichar
plain (gunichar c)
{
  gunichar parts[4];
  gsize n = g_unichar_fully_decompose (g_unichar_tolower (c), FALSE, parts, G_N_ELEMENTS (parts));

  return n > 0 && !sat_quick_is_dense (c) ? parts[0] : c;
}

/* The bytes of @text that are @word (@end behind it), 0 if it is not there as a whole. */
static gsize
word_length (const char *text, const char *word, const char *end)
{
  const char *p = text;
  gunichar last = 0;

  for (; word < end; word = g_utf8_next_char (word), p = g_utf8_next_char (p)) {
    last = g_utf8_get_char (word);
    if (*p == '\0' || plain (g_utf8_get_char (p)) != plain (last))
      return 0;
  }
  /* A word in letters must end here. */
  if (*p != '\0' && !sat_quick_is_dense (last) && g_unichar_isalpha (last) &&
      g_unichar_isalnum (g_utf8_get_char (p)) && !sat_quick_is_dense (g_utf8_get_char (p)))
    return 0;
  return (gsize)(p - text);
}

/* The longest of the words between bars. */
static gsize
longest_of (const char *text, const char *list)
{
  gsize best = 0;

  while (*list != '\0') {
    const char *end = strchr (list, '|');
    gsize length;

    if (end == NULL)
      end = list + strlen (list);
    length = end > list ? word_length (text, list, end) : 0;
    best = MAX (best, length);
    list = *end == '|' ? end + 1 : end;
  }
  return best;
}

gsize
sat_quick_word_at (const char *text, SatQuickWordClass wanted, int *value)
{
  gsize best = 0;

  g_return_val_if_fail (text != NULL, 0);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length;

    if (words[i].class != wanted)
      continue;
    length = longest_of (text, words[i].words);
    length = MAX (length, longest_of (text, words[i].others));
    if (*words[i].words != '\0')
      length = MAX (length, longest_of (text, g_dpgettext2 (NULL, "quick add", words[i].words)));
    if (length > best) {
      best = length;
      if (value != NULL)
        *value = words[i].value;
    }
  }
  return best;
}
