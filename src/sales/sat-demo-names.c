/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people are called, by culture. Where a name is not written in Latin letters, its usual
 * transcription follows after a bar; it goes into mail addresses. Family names are of a form that
 * any person may bear. */

#include "config.h"

#include "sat-demo-words.h"

/* clang-format off */

const SatDemoCulture sat_demo_cultures[SAT_DEMO_N_CULTURES] = {
  [SAT_DEMO_ENGLISH] = {
    .given = { "Olivia", "James", "Grace", "Thomas", "Amelia", "Daniel", "Hannah", "Oliver", "Ruth", "Marcus", "Chloe", "Nathan", "Imani", "Patrick", "Zoe", "Gareth", "Naomi", "Dominic", "Tessa", "Reuben", "Fiona", "Callum", NULL },
    .family = { "Harper", "Whitfield", "O'Neill", "Ashworth", "Bennett", "Callahan", "Drummond", "Ellis", "Fairchild", "Grayson", "Holloway", "Kendrick", "Langley", "Mercer", "Okafor", "Pemberton", "Quigley", "Redmond", "Sinclair", "Thornton", "Underhill", "Whitaker", NULL },
    .streets = { "%d Mill Lane", "%d Station Road", "%d Foundry Street", "%d Harbour Way", "%d Orchard Avenue", "%d King Street", NULL },
  },
  [SAT_DEMO_SPANISH] = {
    .given = { "Lucía", "Alejandro", "María José", "Javier", "Inés", "Sergio", "Begoña", "Andrés", "Ximena", "Rubén", "Nuria", "Iñaki", "Rocío", "Hernán", "Belén", "Mateo", NULL },
    .family = { "García Núñez", "Fernández", "Rodríguez", "Ibáñez", "Muñoz", "Castaño", "Domínguez", "Peña", "Vázquez", "Ordóñez", "Salazar", "Quintana", "Echeverría", "Zúñiga", "Herrera", "Montañés", NULL },
    .streets = { "Calle Mayor %d", "Avenida del Puerto %d", "Calle de los Olivos %d", "Paseo de la Alameda %d", "Polígono Norte %d", NULL },
  },
  [SAT_DEMO_PORTUGUESE] = {
    .given = { "João", "Mariana", "Antônio", "Beatriz", "Luís", "Conceição", "Thiago", "Letícia", "Gonçalo", "Inês", "Sebastião", "Camila", "Vinícius", "Tânia", NULL },
    .family = { "Gonçalves", "da Conceição", "Araújo", "Magalhães", "Simões", "Guimarães", "Brandão", "Falcão", "Leitão", "Assunção", "Queirós", "Moura", "Teixeira", "dos Anjos", NULL },
    .streets = { "Rua das Flores %d", "Avenida Atlântica %d", "Rua do Comércio %d", "Travessa da Estação %d", "Rua São João %d", NULL },
  },
  [SAT_DEMO_FRENCH] = {
    .given = { "Élodie", "François", "Hélène", "Jérôme", "Anaïs", "Benoît", "Zoé", "Loïc", "Margaux", "Rémi", "Océane", "Gaëlle", "Mathéo", "Solène", NULL },
    .family = { "Lefèvre", "Beaumont", "Chevallier", "Dufrêne", "Gauthier", "Lemaître", "Marchand", "Péronnet", "Renaudin", "Roussel", "Saint-Aubin", "Thévenet", "Vasseur", "d'Aubigny", NULL },
    .streets = { "%d rue de la République", "%d avenue du Général", "%d quai des Chartrons", "%d rue des Forges", "%d boulevard de la Gare", NULL },
  },
  [SAT_DEMO_GERMAN] = {
    .given = { "Anneliese", "Jürgen", "Käthe", "Björn", "Sabine", "Günther", "Franziska", "Lothar", "Ulrike", "Matthias", "Heike", "Sören", "Annika", "Ruprecht", "Friederike", "Jörg", NULL },
    .family = { "Müller", "Schäfer", "Weißenfels", "Böhm", "Grünwald", "Krämer", "Lübbers", "Oßwald", "Pfeiffer", "Röhrig", "Schönfeld", "Strauß", "Tölke", "von Hagen", "Zimmermann", "Kühnel", NULL },
    .streets = { "Bahnhofstraße %d", "Am Mühlbach %d", "Gewerbering %d", "Schillerplatz %d", "Hafenstraße %d", "Lindenallee %d", NULL },
  },
  [SAT_DEMO_ITALIAN] = {
    .given = { "Giulia", "Niccolò", "Chiara", "Matteo", "Noemi", "Davide", "Serena", "Ettore", "Fiamma", "Ruggero", "Alessia", "Tommaso", NULL },
    .family = { "Bianchi", "De Santis", "Ferrero", "Galli", "Lo Presti", "Marchetti", "Nicolò", "Pellegrini", "Rinaldi", "Sartori", "Tedeschi", "Vitali", NULL },
    .streets = { "Via Garibaldi %d", "Corso Italia %d", "Via dell'Industria %d", "Piazza del Mercato %d", "Viale della Stazione %d", NULL },
  },
  [SAT_DEMO_DUTCH] = {
    .given = { "Femke", "Joost", "Maaike", "Ruben", "Sanne", "Thijs", "Lieke", "Bram", "Noor", "Daan", "Wietske", "Koen", NULL },
    .family = { "van der Meer", "de Groot", "Hoekstra", "Jansen", "ten Brink", "Kuiper", "van Leeuwen", "Dijkstra", "Smit", "Vermeulen", "op den Kamp", "Zijlstra", NULL },
    .streets = { "Havenweg %d", "Molenstraat %d", "Stationsplein %d", "Nijverheidslaan %d", "Dorpsdijk %d", NULL },
  },
  [SAT_DEMO_NORDIC] = {
    .given = { "Åsa", "Sørine", "Bjørn", "Ingrid", "Håkon", "Mårten", "Elín", "Lærke", "Väinö", "Pirjo", "Torbjörn", "Signe", "Øyvind", "Malin", "Aarne", "Freja", NULL },
    .family = { "Lindqvist", "Sørensen", "Åkerblom", "Hämäläinen", "Nygård", "Østergaard", "Bergström", "Mäkelä", "Haugen", "Kjær", "Söderlund", "Virtanen", "Dahlgren", "Rønning", "Korhonen", "Ødegård", NULL },
    .streets = { "Storgatan %d", "Havnegade %d", "Industrivägen %d", "Skippergata %d", "Satamakatu %d", "Kvarnvägen %d", NULL },
  },
  [SAT_DEMO_POLISH] = {
    .given = { "Agnieszka", "Łukasz", "Małgorzata", "Paweł", "Bożena", "Michał", "Żaneta", "Stanisław", "Grażyna", "Wojciech", "Elżbieta", "Świętosław", NULL },
    .family = { "Wójcik", "Dąbek", "Kaźmierczak", "Michalak", "Nowak", "Pająk", "Sołtys", "Szczepaniak", "Wróbel", "Zięba", "Żuraw", "Gołąb", NULL },
    .streets = { "ul. Młyńska %d", "ul. Dworcowa %d", "al. Niepodległości %d", "ul. Przemysłowa %d", "ul. Świętojańska %d", NULL },
  },
  [SAT_DEMO_TURKISH] = {
    .given = { "Ayşe", "Mehmet", "Çiğdem", "Oğuz", "İpek", "Gökhan", "Şebnem", "Umut", "Nurgül", "Ilgaz", "Tuğba", "Kâzım", NULL },
    .family = { "Yılmaz", "Şahin", "Öztürk", "Çelik", "Güneş", "Kılıç", "Aydoğan", "İnce", "Bozkır", "Ünal", "Işık", "Doğruöz", NULL },
    .streets = { "Atatürk Caddesi No. %d", "Liman Sokak No. %d", "Çınar Caddesi No. %d", "Sanayi Bulvarı No. %d", NULL },
  },
  [SAT_DEMO_ARABIC] = {
    .given = { "Layla", "Omar", "Nour", "Khalid", "Salma", "Tariq", "Yasmin", "Abd al-Rahman", "Hala", "Ziyad", "Rim", "Faysal", NULL },
    .family = { "al-Khatib", "Haddad", "El Mansouri", "bin Rashid", "Abu Zayd", "Nasser", "Benjelloun", "al-Sharif", "Farouk", "Tahan", "El Idrissi", "Qasim", NULL },
    .streets = { "%d Corniche Road", "%d Al Nakheel Street", "%d Souk Street", "%d Port Said Street", NULL },
  },
  [SAT_DEMO_INDIAN] = {
    .given = { "Ananya", "Rohan", "Lakshmi", "Arjun", "Divya", "Sanjay", "Meenakshi", "Vikram", "Kavya", "Harpreet", "Nandini", "Suresh", "Farhan", "Ishita", NULL },
    .family = { "Iyer", "Chatterjee", "Deshpande", "Gill", "Hegde", "Joshi", "Krishnamurthy", "Menon", "Nair", "Patwardhan", "Rao", "Sengupta", "Subramanian", "Qureshi", NULL },
    .streets = { "%d M.G. Road", "%d Ring Road", "%d Temple Street", "%d Industrial Estate, Phase II", "%d Lake View Road", NULL },
  },
  [SAT_DEMO_CHINESE] = {
    .given = { "小明|Xiaoming", "秀英|Xiuying", "伟|Wei", "静怡|Jingyi", "建国|Jianguo", "雨桐|Yutong", "志强|Zhiqiang", "丽华|Lihua", "浩然|Haoran", "思远|Siyuan", "晓东|Xiaodong", "婷|Ting", "国栋|Guodong", "梦洁|Mengjie", NULL },
    .family = { "王|Wang", "李|Li", "张|Zhang", "刘|Liu", "陈|Chen", "杨|Yang", "赵|Zhao", "黄|Huang", "周|Zhou", "吴|Wu", "徐|Xu", "孙|Sun", "欧阳|Ouyang", "司马|Sima", NULL },
    .streets = { "人民路%d号", "中山东路%d号", "解放大道%d号", "科技园南路%d号", "港口街%d号", NULL },
  },
  [SAT_DEMO_TAIWANESE] = {
    .given = { "志明|Chih-ming", "淑芬|Shu-fen", "俊傑|Chun-chieh", "怡君|Yi-chun", "家豪|Chia-hao", "雅婷|Ya-ting", "冠宇|Kuan-yu", "美玲|Mei-ling", NULL },
    .family = { "陳|Chen", "林|Lin", "黃|Huang", "張|Chang", "吳|Wu", "劉|Liu", "蔡|Tsai", "許|Hsu", "鄭|Cheng", "謝|Hsieh", NULL },
    .streets = { "中正路%d號", "民生東路三段%d號", "復興南路%d號", "工業三路%d號", NULL },
  },
  [SAT_DEMO_JAPANESE] = {
    .given = { "花子|Hanako", "健太|Kenta", "美咲|Misaki", "翔|Sho", "陽菜|Hina", "拓海|Takumi", "さくら|Sakura", "大輔|Daisuke", "由美子|Yumiko", "直樹|Naoki", "千尋|Chihiro", "誠|Makoto", NULL },
    .family = { "佐藤|Sato", "鈴木|Suzuki", "高橋|Takahashi", "田中|Tanaka", "渡辺|Watanabe", "伊藤|Ito", "中村|Nakamura", "小林|Kobayashi", "吉田|Yoshida", "斎藤|Saito", "長谷川|Hasegawa", "大久保|Okubo", NULL },
    .streets = { "中央1丁目%d番地", "本町3丁目%d番地", "港南2丁目%d番地", "緑ヶ丘%d番地", NULL },
  },
  [SAT_DEMO_KOREAN] = {
    .given = { "민준|Min-jun", "서연|Seo-yeon", "지훈|Ji-hoon", "하은|Ha-eun", "도윤|Do-yun", "수빈|Su-bin", "현우|Hyun-woo", "예린|Ye-rin", "영숙|Young-sook", "성호|Sung-ho", NULL },
    .family = { "김|Kim", "이|Lee", "박|Park", "최|Choi", "정|Jung", "강|Kang", "조|Cho", "윤|Yoon", "장|Jang", "임|Lim", NULL },
    .streets = { "중앙로 %d", "항만대로 %d", "테크노로 %d", "한강로 %d", NULL },
  },
  [SAT_DEMO_VIETNAMESE] = {
    .given = { "Văn An", "Thị Hương", "Minh Đức", "Thu Thảo", "Quốc Bảo", "Ngọc Ánh", "Hoàng Long", "Thị Mỹ Duyên", "Tuấn Kiệt", "Khánh Linh", NULL },
    .family = { "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Đặng", "Bùi", "Đỗ", "Võ", "Ngô", NULL },
    .streets = { "%d Đường Lê Lợi", "%d Đường Nguyễn Huệ", "%d Phố Hàng Bông", "%d Đường Cảng", NULL },
  },
  [SAT_DEMO_CYRILLIC] = {
    .given = { "Оксана|Oksana", "Андрій|Andriy", "Наталія|Nataliia", "Богдан|Bohdan", "Ірина|Iryna", "Тарас|Taras", "Людмила|Liudmyla", "Сергій|Serhii", "Ганна|Hanna", "Юрій|Yurii", "Соломія|Solomiia", "Максим|Maksym", NULL },
    .family = { "Шевченко|Shevchenko", "Коваленко|Kovalenko", "Бондаренко|Bondarenko", "Ткаченко|Tkachenko", "Мельник|Melnyk", "Кравчук|Kravchuk", "Олійник|Oliinyk", "Поліщук|Polishchuk", "Гнатюк|Hnatiuk", "Щербак|Shcherbak", NULL },
    .streets = { "вул. Хрещатик, %d", "вул. Заводська, %d", "просп. Перемоги, %d", "вул. Портова, %d", NULL },
  },
  [SAT_DEMO_GREEK] = {
    .given = { "Ελένη|Eleni", "Γιώργος|Giorgos", "Αικατερίνη|Aikaterini", "Νίκος|Nikos", "Δήμητρα|Dimitra", "Κωνσταντίνος|Konstantinos", "Ζωή|Zoi", "Σπύρος|Spyros", NULL },
    .family = { "Παπαδάκης|Papadakis", "Ιωάννου|Ioannou", "Οικονόμου|Oikonomou", "Γεωργίου|Georgiou", "Αλεξίου|Alexiou", "Δημητρίου|Dimitriou", "Χριστοφόρου|Christoforou", "Ζερβού|Zervou", NULL },
    .streets = { "Οδός Ερμού %d", "Λεωφόρος Συγγρού %d", "Οδός Αθηνάς %d", "Οδός Λιμένος %d", NULL },
  },
};

/* clang-format on */
