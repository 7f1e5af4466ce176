/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Countries with their cities, phone numbers and postal codes ('#' stands for a digit). Numbers
 * are from ranges set aside for fiction where there are such. */

#include "config.h"

#include "sat-demo-words.h"

#define CITY(name, region, postal)                                                                 \
  {                                                                                                \
    name, region, postal                                                                           \
  }

/* clang-format off */

const SatDemoCountry sat_demo_countries[] = {
  { "United States", SAT_DEMO_ENGLISH, SAT_DEMO_AMERICAS, 26, "+1 ### 555 01##", { CITY ("Portland", "Oregon", "972##"), CITY ("Milwaukee", "Wisconsin", "532##"), CITY ("Baltimore", "Maryland", "212##"), CITY ("Tucson", "Arizona", "857##"), CITY ("Savannah", "Georgia", "314##") } },
  { "Canada", SAT_DEMO_ENGLISH, SAT_DEMO_AMERICAS, 9, "+1 ### 555 01##", { CITY ("Halifax", "Nova Scotia", "B3H #A#"), CITY ("Winnipeg", "Manitoba", "R3C #B#"), CITY ("Calgary", "Alberta", "T2P #G#") } },
  { "Mexico", SAT_DEMO_SPANISH, SAT_DEMO_AMERICAS, 8, "+52 55 #### ####", { CITY ("Monterrey", "Nuevo León", "64###"), CITY ("Guadalajara", "Jalisco", "44###"), CITY ("Mérida", "Yucatán", "97###") } },
  { "Colombia", SAT_DEMO_SPANISH, SAT_DEMO_AMERICAS, 3, "+57 60# ### ####", { CITY ("Bogotá", "Cundinamarca", "11####"), CITY ("Medellín", "Antioquia", "05####") } },
  { "Brazil", SAT_DEMO_PORTUGUESE, SAT_DEMO_AMERICAS, 9, "+55 11 9####-####", { CITY ("São Paulo", "SP", "01###-###"), CITY ("Curitiba", "PR", "80###-###"), CITY ("Florianópolis", "SC", "88###-###") } },
  { "United Kingdom", SAT_DEMO_ENGLISH, SAT_DEMO_EUROPE, 8, "+44 20 7946 0###", { CITY ("Sheffield", NULL, "S# #TH"), CITY ("Bristol", NULL, "BS# #QA"), CITY ("Aberdeen", NULL, "AB# #LN") } },
  { "Ireland", SAT_DEMO_ENGLISH, SAT_DEMO_EUROPE, 2, "+353 1 ### ####", { CITY ("Cork", "County Cork", "T12 A###"), CITY ("Galway", "County Galway", "H91 C###") } },
  { "Germany", SAT_DEMO_GERMAN, SAT_DEMO_EUROPE, 10, "+49 30 23125 ###", { CITY ("Köln", "Nordrhein-Westfalen", "506##"), CITY ("Leipzig", "Sachsen", "041##"), CITY ("Lübeck", "Schleswig-Holstein", "235##"), CITY ("Würzburg", "Bayern", "970##") } },
  { "Austria", SAT_DEMO_GERMAN, SAT_DEMO_EUROPE, 3, "+43 1 #######", { CITY ("Linz", "Oberösterreich", "40##"), CITY ("Graz", "Steiermark", "80##") } },
  { "Switzerland", SAT_DEMO_GERMAN, SAT_DEMO_EUROPE, 3, "+41 44 ### ## ##", { CITY ("Zürich", "ZH", "80##"), CITY ("Bern", "BE", "30##") } },
  { "France", SAT_DEMO_FRENCH, SAT_DEMO_EUROPE, 8, "+33 1 99 00 ## ##", { CITY ("Lyon", "Auvergne-Rhône-Alpes", "6900#"), CITY ("Nantes", "Pays de la Loire", "44#00"), CITY ("Saint-Étienne", "Loire", "42#00") } },
  { "Belgium", SAT_DEMO_FRENCH, SAT_DEMO_EUROPE, 2, "+32 2 ### ## ##", { CITY ("Liège", "Wallonie", "40##"), CITY ("Bruxelles", NULL, "10##") } },
  { "Spain", SAT_DEMO_SPANISH, SAT_DEMO_EUROPE, 6, "+34 91# ## ## ##", { CITY ("A Coruña", "Galicia", "150##"), CITY ("Valencia", "Comunitat Valenciana", "460##"), CITY ("Málaga", "Andalucía", "290##") } },
  { "Portugal", SAT_DEMO_PORTUGUESE, SAT_DEMO_EUROPE, 3, "+351 22 ### ####", { CITY ("Porto", NULL, "4###-###"), CITY ("Setúbal", NULL, "29##-###") } },
  { "Italy", SAT_DEMO_ITALIAN, SAT_DEMO_EUROPE, 5, "+39 02 #### ####", { CITY ("Bologna", "Emilia-Romagna", "401##"), CITY ("Trieste", "Friuli-Venezia Giulia", "341##"), CITY ("Forlì", "Emilia-Romagna", "471##") } },
  { "Netherlands", SAT_DEMO_DUTCH, SAT_DEMO_EUROPE, 4, "+31 10 ### ####", { CITY ("Rotterdam", "Zuid-Holland", "30## AB"), CITY ("Groningen", "Groningen", "97## GH") } },
  { "Sweden", SAT_DEMO_NORDIC, SAT_DEMO_EUROPE, 4, "+46 31 390 06 ##", { CITY ("Göteborg", "Västra Götaland", "411 ##"), CITY ("Umeå", "Västerbotten", "903 ##") } },
  { "Norway", SAT_DEMO_NORDIC, SAT_DEMO_EUROPE, 3, "+47 55 ## ## ##", { CITY ("Tromsø", "Troms", "90##"), CITY ("Bergen", "Vestland", "50##") } },
  { "Denmark", SAT_DEMO_NORDIC, SAT_DEMO_EUROPE, 2, "+45 86 ## ## ##", { CITY ("Aarhus", "Midtjylland", "80##"), CITY ("Helsingør", "Hovedstaden", "30##") } },
  { "Finland", SAT_DEMO_NORDIC, SAT_DEMO_EUROPE, 2, "+358 9 ### ####", { CITY ("Jyväskylä", "Keski-Suomi", "401##"), CITY ("Helsinki", "Uusimaa", "001##") } },
  { "Poland", SAT_DEMO_POLISH, SAT_DEMO_EUROPE, 5, "+48 22 ### ## ##", { CITY ("Łódź", "łódzkie", "90-###"), CITY ("Wrocław", "dolnośląskie", "50-###"), CITY ("Gdańsk", "pomorskie", "80-###") } },
  { "Türkiye", SAT_DEMO_TURKISH, SAT_DEMO_EUROPE, 4, "+90 232 ### ## ##", { CITY ("İzmir", "Ege", "35###"), CITY ("Eskişehir", "İç Anadolu", "26###") } },
  { "Ukraine", SAT_DEMO_CYRILLIC, SAT_DEMO_EUROPE, 4, "+380 44 ### ## ##", { CITY ("Київ", NULL, "010##"), CITY ("Львів", "Львівська область", "790##") } },
  { "Greece", SAT_DEMO_GREEK, SAT_DEMO_EUROPE, 3, "+30 21# ### ####", { CITY ("Θεσσαλονίκη", "Μακεδονία", "54# ##"), CITY ("Πάτρα", "Αχαΐα", "26# ##") } },
  { "Morocco", SAT_DEMO_ARABIC, SAT_DEMO_EUROPE, 2, "+212 5## ######", { CITY ("Casablanca", "Casablanca-Settat", "20###"), CITY ("Tanger", NULL, "90###") } },
  { "Egypt", SAT_DEMO_ARABIC, SAT_DEMO_EUROPE, 2, "+20 2 #### ####", { CITY ("Alexandria", NULL, "21###"), CITY ("Cairo", NULL, "11###") } },
  { "United Arab Emirates", SAT_DEMO_ARABIC, SAT_DEMO_ASIA, 3, "+971 4 ### ####", { CITY ("Dubai", NULL, NULL), CITY ("Sharjah", NULL, NULL) } },
  { "India", SAT_DEMO_INDIAN, SAT_DEMO_ASIA, 8, "+91 80 #### ####", { CITY ("Bengaluru", "Karnataka", "5600##"), CITY ("Pune", "Maharashtra", "4110##"), CITY ("Kolkata", "West Bengal", "7000##") } },
  { "China", SAT_DEMO_CHINESE, SAT_DEMO_ASIA, 10, "+86 571 8### ####", { CITY ("杭州", "浙江", "3100##"), CITY ("成都", "四川", "6100##"), CITY ("青岛", "山东", "2660##") } },
  { "Taiwan", SAT_DEMO_TAIWANESE, SAT_DEMO_ASIA, 4, "+886 2 #### ####", { CITY ("臺中", NULL, "40###"), CITY ("高雄", NULL, "80###") } },
  { "Japan", SAT_DEMO_JAPANESE, SAT_DEMO_ASIA, 8, "+81 3 #### ####", { CITY ("横浜市", "神奈川県", "220-00##"), CITY ("福岡市", "福岡県", "810-00##"), CITY ("札幌市", "北海道", "060-00##") } },
  { "South Korea", SAT_DEMO_KOREAN, SAT_DEMO_ASIA, 5, "+82 2 #### ####", { CITY ("부산", NULL, "48###"), CITY ("대전", NULL, "34###") } },
  { "Vietnam", SAT_DEMO_VIETNAMESE, SAT_DEMO_ASIA, 4, "+84 28 #### ####", { CITY ("Đà Nẵng", NULL, "550###"), CITY ("Hải Phòng", NULL, "180###") } },
  { "Australia", SAT_DEMO_ENGLISH, SAT_DEMO_ASIA, 4, "+61 2 5550 ####", { CITY ("Newcastle", "New South Wales", "23##"), CITY ("Fremantle", "Western Australia", "61##") } },
  { NULL },
};

/* clang-format on */
