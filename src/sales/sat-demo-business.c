/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What customers are called and do, who works there, and what they can buy. */

#include "config.h"

#include "sat-demo-words.h"

/* clang-format off */

const char *const sat_demo_industries[] = { "Logistics", "Construction", "Food and drink", "Energy", "Health care", "Retail", "Manufacturing", "Public services", NULL };
const char *const sat_demo_slugs[] = { "logistics", "build", "foods", "energy", "care", "shops", "works", "city", NULL };

const SatDemoBusiness sat_demo_businesses[SAT_DEMO_N_CULTURES] = {
  [SAT_DEMO_ENGLISH] = { { "$s $t Ltd", "$s $t", "$s & Sons $t", "$s $t Group", NULL },
    { "Alderbrook", "Bramley", "Copperfield", "Dunmore", "Eastgate", "Fernhill", "Granite Bay", "Hawthorn", "Ironbridge", "Juniper", "Kestrel", "Longmeadow", "Millstone", "Northfold", "Oakhaven", "Pinecrest", "Quarryside", "Redwater", "Stonebridge", "Tidewater", NULL },
    { "Haulage", "Construction", "Bakeries", "Energy", "Medical Transport", "Stores", "Engineering", "Utilities" } },
  [SAT_DEMO_SPANISH] = { { "$t $s S.A.", "$t $s", "$t $s e Hijos S.L.", NULL },
    { "Aurora", "Bahía", "Cantábrico", "El Roble", "Ibarra", "La Cañada", "Montaña", "Ñandú", "Peñalba", "Río Claro", NULL },
    { "Transportes", "Construcciones", "Alimentos", "Energía", "Clínicas", "Almacenes", "Talleres", "Servicios Urbanos" } },
  [SAT_DEMO_PORTUGUESE] = { { "$t $s Ltda.", "$t $s S.A.", "$s $t", NULL },
    { "Araucária", "Bom Jesus", "Cordilheira", "Horizonte", "Ipê", "Maré Alta", "Sertão", "Três Irmãos", NULL },
    { "Transportes", "Construções", "Laticínios", "Energia", "Saúde", "Mercados", "Indústrias", "Serviços Municipais" } },
  [SAT_DEMO_FRENCH] = { { "$t $s SARL", "$t $s SA", "$t $s et Fils", NULL },
    { "Beauséjour", "de la Côte", "du Béarn", "Évrard", "Fontanelle", "Grand Chêne", "Loiret", "Pèlerin", NULL },
    { "Transports", "Bâtiments", "Boulangeries", "Énergies", "Cliniques", "Magasins", "Ateliers", "Services" } },
  [SAT_DEMO_GERMAN] = { { "$s $t GmbH", "$t $s AG", "$s & Söhne $t", "$s $t GmbH & Co. KG", NULL },
    { "Altmühl", "Brückner", "Dreieich", "Eichenlaub", "Fährmann", "Gruber", "Hohenfels", "Köhler", "Löwenstein", "Märkische", "Nordlicht", "Rheingold", NULL },
    { "Spedition", "Hochbau", "Molkerei", "Stadtwerke", "Pflegedienst", "Märkte", "Maschinenbau", "Entsorgung" } },
  [SAT_DEMO_ITALIAN] = { { "$t $s S.r.l.", "$t $s S.p.A.", "$s $t", NULL },
    { "Adriatica", "Bellavista", "Colombara", "Fratelli Conti", "Lago Blu", "San Marco", "Valtellina", NULL },
    { "Trasporti", "Costruzioni", "Pastificio", "Energia", "Salute", "Mercati", "Officine", "Servizi" } },
  [SAT_DEMO_DUTCH] = { { "$s $t B.V.", "$t $s", "Gebroeders $s $t", NULL },
    { "De Hoop", "Zeewind", "Polderland", "Van Houten", "Waddenzicht", "IJsselmeer", "Oranje", NULL },
    { "Transport", "Bouw", "Zuivel", "Energie", "Zorg", "Winkels", "Techniek", "Afvalbeheer" } },
  [SAT_DEMO_NORDIC] = { { "$s $t AB", "$s $t AS", "$s $t ApS", "$t $s Oy", NULL },
    { "Åland", "Björkdal", "Fjordlys", "Gråstein", "Høyvik", "Kvarken", "Mälaren", "Norrsken", "Østhav", "Tyrsky", NULL },
    { "Logistik", "Bygg", "Mejeri", "Energi", "Omsorg", "Handel", "Mekanik", "Renhold" } },
  [SAT_DEMO_POLISH] = { { "$t $s sp. z o.o.", "$t $s S.A.", "$s $t", NULL },
    { "Żuraw", "Bałtyk", "Dąbrowa", "Jaskółka", "Podhale", "Wisła", "Świt", NULL },
    { "Transport", "Budownictwo", "Piekarnie", "Energia", "Przychodnie", "Sklepy", "Zakłady", "Usługi Komunalne" } },
  [SAT_DEMO_TURKISH] = { { "$s $t A.Ş.", "$s $t Ltd. Şti.", "$s $t", NULL },
    { "Anadolu Yıldızı", "Boğaziçi", "Çınar", "Gümüşdere", "İnci", "Şafak", "Toros", NULL },
    { "Lojistik", "İnşaat", "Gıda", "Enerji", "Sağlık", "Mağazaları", "Makina", "Temizlik" } },
  [SAT_DEMO_ARABIC] = { { "$s $t", "$s $t LLC", "$s $t Group", NULL },
    { "Al Waha", "Atlas", "Bahr", "Dar el Nour", "Jebel", "Nakhla", "Sahara Wind", NULL },
    { "Shipping", "Contracting", "Foods", "Power", "Clinics", "Trading", "Industries", "Services" } },
  [SAT_DEMO_INDIAN] = { { "$s $t Pvt. Ltd.", "$s $t", "$s $t Limited", NULL },
    { "Aravalli", "Banyan", "Deccan", "Himadri", "Kaveri", "Lotus", "Sahyadri", "Sundar", NULL },
    { "Roadways", "Infra", "Dairy", "Power", "Hospitals", "Bazaars", "Engineering Works", "Municipal Services" } },
  [SAT_DEMO_CHINESE] = { { "$c$s$t有限公司", "$s$t集团", "$c$s$t股份有限公司", NULL },
    { "远帆|Yuanfan", "明湖|Minghu", "金桥|Jinqiao", "瑞丰|Ruifeng", "东岭|Dongling", "海川|Haichuan", "新禾|Xinhe", "青松|Qingsong", NULL },
    { "物流", "建设", "食品", "能源", "医疗", "商贸", "机械", "环境服务" } },
  [SAT_DEMO_TAIWANESE] = { { "$s$t股份有限公司", "$s$t有限公司", "$c$s$t", NULL },
    { "順風|Shunfeng", "大同心|Datongxin", "玉山谷|Yushangu", "永昌|Yungchang", "綠洲|Luzhou", NULL },
    { "貨運", "營造", "食品", "能源", "醫療", "百貨", "精機", "環保" } },
  [SAT_DEMO_JAPANESE] = { { "株式会社$s$t", "$s$t株式会社", "有限会社$s$t", NULL },
    { "青葉|Aoba", "みなと|Minato", "富士見|Fujimi", "桜川|Sakuragawa", "東雲|Shinonome", "あさひ|Asahi", "白鳥|Shiratori", NULL },
    { "運輸", "建設", "食品", "電力", "メディカル", "商店", "製作所", "環境サービス" } },
  [SAT_DEMO_KOREAN] = { { "(주)$s$t", "$s$t 주식회사", "$s$t", NULL },
    { "한빛|Hanbit", "가람|Garam", "새벽|Saebyeok", "동해|Donghae", "푸른솔|Pureunsol", NULL },
    { "물류", "건설", "식품", "에너지", "의료", "유통", "정밀", "환경" } },
  [SAT_DEMO_VIETNAMESE] = { { "Công ty TNHH $t $s", "Công ty CP $t $s", "$t $s", NULL },
    { "Hồng Hà", "Sông Xanh", "Phương Đông", "Bình Minh", "Thiên Long", NULL },
    { "Vận tải", "Xây dựng", "Thực phẩm", "Điện lực", "Y tế", "Thương mại", "Cơ khí", "Môi trường" } },
  [SAT_DEMO_CYRILLIC] = { { "ТОВ «$s $t»", "ПрАТ «$t $s»", "$s-$t", NULL },
    { "Дніпро|Dnipro", "Карпати|Karpaty", "Світанок|Svitanok", "Чумак|Chumak", "Верховина|Verkhovyna", NULL },
    { "Логістика", "Буд", "Хлібозавод", "Енерго", "Мед", "Торг", "Маш", "Комунсервіс" } },
  [SAT_DEMO_GREEK] = { { "$s $t Α.Ε.", "$t $s", "$s $t Ε.Π.Ε.", NULL },
    { "Αιγαίο|Aigaio", "Όλυμπος|Olympos", "Δελφίνι|Delfini", "Ήλιος|Ilios", NULL },
    { "Μεταφορές", "Κατασκευές", "Τρόφιμα", "Ενέργεια", "Υγεία", "Εμπορική", "Μηχανουργεία", "Υπηρεσίες" } },
};

const SatDemoJob sat_demo_jobs[] = {
  { "Fleet manager", "Fleet", 16 }, { "Head of operations", "Operations", 10 }, { "Purchasing manager", "Purchasing", 12 }, { "Buyer", "Purchasing", 9 },
  { "Managing director", "Management", 7 }, { "Chief financial officer", "Finance", 5 }, { "Controller", "Finance", 6 }, { "IT manager", "IT", 8 },
  { "Depot manager", "Operations", 9 }, { "Dispatcher", "Operations", 7 }, { "Safety officer", "Quality", 5 }, { "Sustainability lead", "Management", 4 },
  { "Workshop foreman", "Workshop", 5 }, { "Legal counsel", "Legal", 2 }, { "Assistant to the management", "Management", 4 }, { "Data protection officer", "Legal", 2 },
  { NULL, NULL, 0 },
};

const SatDemoProduct sat_demo_products[] = {
  { "Trackers", "Waypoint T1 tracker", 89, 220 }, { "Trackers", "Waypoint T2 tracker", 129, 180 }, { "Trackers", "Waypoint T2 Rugged", 179, 120 }, { "Trackers", "Waypoint Trailer", 149, 90 },
  { "Trackers", "Waypoint Asset Tag", 24, 600 }, { "Trackers", "Waypoint Marine", 319, 25 }, { "Trackers", "Waypoint Cargo Seal", 39, 250 }, { "Trackers", "Waypoint Driver Key", 12, 400 },
  { "Sensors", "Frostline temperature probe", 64, 160 }, { "Sensors", "Frostline door contact", 29, 160 }, { "Sensors", "Fuel level sensor", 118, 90 }, { "Sensors", "Tyre pressure kit", 210, 70 },
  { "Sensors", "Axle load sensor", 265, 60 }, { "Sensors", "Dash camera, one channel", 159, 100 }, { "Sensors", "Dash camera, three channels", 289, 80 }, { "Sensors", "Reversing radar", 199, 60 },
  { "Charging", "Depot charger 11 kW", 1190, 24 }, { "Charging", "Depot charger 22 kW", 1690, 20 }, { "Charging", "Fast charger 60 kW", 18400, 6 }, { "Charging", "Fast charger 150 kW", 39800, 4 },
  { "Charging", "Charging cable, 7 m", 240, 40 }, { "Charging", "Load management unit", 2950, 4 }, { "Charging", "Charging card, pack of 50", 150, 12 },
  { "Software", "Helm Fleet, vehicle and year", 168, 300 }, { "Software", "Helm Fleet Plus, vehicle and year", 252, 220 }, { "Software", "Helm Routes, driver and year", 312, 140 }, { "Software", "Helm Cold Chain, vehicle and year", 204, 150 },
  { "Software", "Helm Charge, charger and year", 180, 60 }, { "Software", "Helm Workshop, site and year", 2400, 8 }, { "Software", "Driver app, driver and year", 48, 350 }, { "Software", "Data export, year", 1900, 2 },
  { "Software", "Tachograph archive, vehicle and year", 72, 240 },
  { "Services", "Installation, vehicle", 95, 220 }, { "Services", "Installation, charging point", 640, 30 }, { "Services", "Site survey", 890, 5 }, { "Services", "Training day", 1250, 4 },
  { "Services", "Premium support, year", 3600, 2 }, { "Services", "Extended warranty, device", 19, 400 }, { "Services", "Data migration", 2800, 1 }, { "Services", "Integration day", 1380, 12 },
  { NULL, NULL, 0, 0 },
};

/* clang-format on */
