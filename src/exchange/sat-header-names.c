/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-header-names.h"

#define STRONG 1.0
#define WEAK 0.5

/* clang-format off */

const char *const sat_header_labelled[] = {
  "phone", "mail", "web", "fax", "chat",
  "street", "street_2", "city", "postal_code", "region", "country", NULL
};

const SatHeaderLabel sat_header_labels[] = {
  { "work", "work|business|office|job|company|account|organization|trabajo|oficina|empresa|geschäftlich|arbeit|büro|dienstlich|travail|bureau|professionnel|公司|工作|办公|辦公|单位" },
  { "home", "home|personal|private|casa|particular|privat|domicile|maison|personnel|家庭|住宅|个人|個人" },
  { "mobile", "mobile|cell|cellular|móvil|celular|handy|mobil|portable" },
  { "billing", "billing|invoice|bill to|facturación|rechnung|rechnungs|facturation|账单|帳單|开票" },
  { "shipping", "shipping|delivery|ship to|envío|liefer|livraison|收货|送貨" },
  { "mailing", "mailing" },
  { "main", "main|primary|default|principal|haupt|主要" },
  { "other", "other|alternate|alternative|secondary|second|additional|otro|otra|andere|weitere|autre|其他" },
  { "assistant", "assistant|asst" },
  { "pager", "pager" },
  { NULL, NULL }
};

const char sat_header_ignored[] =
  "is deleted|deleted|master record id|created by id|created by|last modified date|last modified by id|last modified by|modified date|"
  "modified|updated at|updated|system modstamp|row guid|rowguid|last activity date|last viewed date|last referenced date|"
  "expected revenue|weighted amount|fiscal|fiscal quarter|fiscal year|has opportunity line item|record type id|photo url|"
  "total opportunity quantity";

/* Opportunities before contacts before companies: a deal names its contact, and a contact its
 * company. */
const SatHeaderKeys sat_header_keys[] = {
  { "opportunity", "name|company|contact|external_id stage|amount|close_date", "opportunity|deal|negocio|oportunidad|商机|商機" },
  { "contact", "first_name|last_name|full_name|mail !", "contact|contact 1|person|customer|lead|primary contact" },
  { "company", "name !", "account|account 1|company|organization|organisation|customer|client|firm" },
  { "product", "name unit_price|code|family !", "product|item" },
  { "user", "name !", "user|sales|employee" },
  { "line_item", "opportunity product|description quantity|unit_price|product", "line item|line|opportunity line item|order" },
  { "activity", "subject due|start|kind|done|end", "activity|task|event|meeting|call" },
  { "note", "body company|contact|opportunity|author|written", "note" },
  { "quota", "amount period|start user|team|territory", "quota" },
  { "exchange_rate", "currency rate date", "exchange" },
  { "competitor", "opportunity name", "competitor" },
  { "stage", "name order|kind|probability !", "stage" },
  { "territory", "name !", "territory" },
  { "team", "name !", "team" },
  { "pipeline", "name order !", "pipeline" },
  { NULL, NULL, NULL }
};

const SatHeaderName sat_header_names[] = {
  /* companies */
  { "company", "external_id", WEAK, NULL, "id|record id|external id|uuid" },
  { "company", "external_id", STRONG, NULL, "account id|company id|customer id|organization id|客户编号|客戶編號" },
  { "company", "name", STRONG, NULL, "account|account name|company|company name|organization|organization name|organisation|business name|customer|customer name|client|client name|firm|"
    "empresa|nombre de la empresa|cuenta|nombre de la cuenta|cliente|razón social|firma|firmenname|unternehmen|kunde|kundenname|société|entreprise|nom de l’entreprise|raison sociale|compte|nom du compte|"
    "公司|公司名称|公司名稱|客户|客户名称|客戶|客戶名稱|企业名称|单位名称" },
  { "company", "name", WEAK, NULL, "name|title|nombre|nom|名称|名稱" },
  { "company", "code", STRONG, NULL, "account number|account no|company number|company code|account code|customer number|customer code|número de cuenta|kundennummer|numéro de client|客户编码|公司代码|客戶代碼" },
  { "company", "code", WEAK, NULL, "code|código|kürzel|代码|代碼" },
  { "company", "industry", STRONG, NULL, "industry|sector|line of business|vertical|branche|industria|rubro|secteur|secteur d’activité|行业|產業|行業|所属行业" },
  { "company", "employees", STRONG, NULL, "employees|number of employees|num employees|num emp|no of employees|nb employees|employee count|headcount|company size|size|"
    "empleados|número de empleados|mitarbeiter|mitarbeiterzahl|anzahl mitarbeiter|effectif|nombre d’employés|employés|员工人数|员工数|人数|員工人數|規模|规模" },
  { "company", "annual_revenue", STRONG, NULL, "annual revenue|revenue|yearly revenue|turnover|annual sales|ingresos|ingresos anuales|facturación anual|umsatz|jahresumsatz|chiffre d’affaires|ca|年收入|年营业额|年營業額|年营收|营业额" },
  { "company", "founded", STRONG, NULL, "founded|year established|year founded|founded year|established|year opened|foundation year|fundada|año de fundación|gründungsjahr|gegründet|année de création|fondée|成立年份|成立时间|成立年度" },
  { "company", "website", STRONG, NULL, "website|web site|web|url|homepage|home page|web page|domain|company domain name|sitio web|página web|webseite|internetseite|site web|site internet|网站|网址|網站|網址" },
  { "company", "parent", STRONG, NULL, "parent|parent account|parent company|parent name|parent account name|subsidiary of|belongs to|empresa matriz|cuenta principal|muttergesellschaft|konzernmutter|société mère|compte parent|母公司|上级公司|上級公司" },
  { "company", "owner", WEAK, NULL, "owner|account owner|company owner|sales rep|sales agent|salesperson|sales person|account manager|assigned to|responsible|sales|rep|propietario|comercial|vendedor|responsable|besitzer|inhaber|verantwortlich|betreuer|vertriebsmitarbeiter|propriétaire|commercial|负责人|所有者|負責人|擁有者|销售员|業務員" },
  { "company", "territory", WEAK, NULL, "territory|sales territory|territory name|territorio|gebiet|vertriebsgebiet|territoire|secteur commercial|区域|销售区域|區域|銷售區域" },
  { "company", "tier", STRONG, NULL, "tier|customer tier|segment|account tier|class|customer priority|categoría|kategorie|catégorie|客户等级|客戶等級|级别" },
  { "company", "notes", WEAK, NULL, "notes|note|description|comments|comment|remarks|background|demographics|notas|descripción|observaciones|comentarios|notizen|bemerkung|bemerkungen|beschreibung|remarques|commentaires|备注|描述|備註|說明|说明" },
  { "company", "country", STRONG, NULL, "office location|headquarters|hq country|sede|hauptsitz|siège|总部|總部" },

  /* contacts */
  { "contact", "external_id", WEAK, NULL, "id|record id|external id|uuid|rec id" },
  { "contact", "external_id", STRONG, NULL, "contact id|person id|lead id" },
  { "contact", "first_name", STRONG, NULL, "first name|given name|forename|fname|first|prénom|nombre|nombre de pila|vorname|名|名字" },
  { "contact", "last_name", STRONG, NULL, "last name|family name|surname|lname|last|apellido|apellidos|nachname|familienname|nom|nom de famille|姓|姓氏" },
  { "contact", "full_name", STRONG, NULL, "full name|contact name|display name|contact|contact person|person|nombre completo|contacto|ansprechpartner|vollständiger name|nom complet|姓名|联系人|联系人姓名|聯絡人|聯絡人姓名" },
  { "contact", "full_name", WEAK, NULL, "name" },
  { "contact", "company", STRONG, NULL, "company|company name|account|account name|organization|organization name|organisation|employer|business name|"
    "empresa|nombre de la empresa|cuenta|firma|firmenname|unternehmen|société|entreprise|compte|公司|公司名称|公司名稱|单位|客户名称|客戶名稱|所属公司" },
  { "contact", "company.external_id", WEAK, NULL, "company id|account id|organization id" },
  { "contact", "job_title", STRONG, NULL, "job title|jobtitle|position|designation|organization title|cargo|puesto|berufsbezeichnung|stellung|poste|fonction|职位|职务|職稱|職位" },
  { "contact", "job_title", WEAK, NULL, "title|role|función|funktion|contact type" },
  { "contact", "department", STRONG, NULL, "department|departamento|abteilung|service|部门|部門" },
  { "contact", "owner", WEAK, NULL, "owner|contact owner|sales rep|sales agent|salesperson|sales person|assigned to|account manager|sales|rep|propietario|comercial|responsable|besitzer|verantwortlich|propriétaire|commercial|负责人|所有者|負責人" },
  { "contact", "birthday", STRONG, NULL, "birthday|birthdate|birth date|date of birth|dob|cumpleaños|fecha de nacimiento|geburtstag|geburtsdatum|anniversaire|date de naissance|生日|出生日期" },
  { "contact", "birthday.year", WEAK, NULL, "birth year|year of birth" },
  { "contact", "birthday.month", WEAK, NULL, "birth month|month of birth" },
  { "contact", "birthday.day", WEAK, NULL, "day of birth" },
  { "contact", "notes", WEAK, NULL, "notes|note|description|comments|comment|remarks|background|notas|descripción|observaciones|comentarios|notizen|bemerkung|bemerkungen|remarques|commentaires|备注|描述|備註|說明" },
  { "contact", "tags", WEAK, NULL, "tags|tag|labels|groups|group membership|categories|etiquetas|schlagwörter|étiquettes|标签|標籤" },
  { "contact", NULL, 0, NULL, "preferred email|preferred phone|email promotion|phone number type|email 1 type|email 1 label|phone 1 type|phone 1 label" },

  /* phones, mails and addresses of both */
  { "contact", "mail", STRONG, NULL, "email|e-mail|mail|email address|e-mail address|mail address|emails|email value|correo|correo electrónico|email adresse|e-mail-adresse|courriel|adresse e-mail|adresse mail|邮箱|电子邮件|邮件|電子郵件|信箱|邮箱地址|电子邮箱" },
  { "company", "mail", WEAK, NULL, "email|e-mail|mail|email address|e-mail address|mail address|emails|email value|correo|correo electrónico|email adresse|e-mail-adresse|courriel|adresse e-mail|邮箱|电子邮件|電子郵件" },
  { "contact|company", "phone", WEAK, NULL, "phone|telephone|tel|phone number|telephone number|phone no|phones|phone value|teléfono|número de teléfono|fono|telefon|telefonnummer|rufnummer|téléphone|numéro de téléphone|电话|电话号码|電話|聯絡電話|联系电话" },
  { "contact", "phone", STRONG, "mobile", "mobile|mobile phone|mobile number|cell|cell phone|cellphone|móvil|teléfono móvil|celular|handy|handynummer|mobiltelefon|portable|téléphone portable|gsm|手机|手机号|手机号码|手機|行動電話" },
  { "contact|company", "phone", WEAK, "pager", "pager|pager number" },
  { "contact|company", "fax", WEAK, NULL, "fax|fax number|fax no|facsimile|telefax|faxnummer|télécopie|传真|傳真" },
  { "contact", "web", WEAK, NULL, "website|web site|web page|web|url|homepage|home page|website value|sitio web|página web|webseite|site web|网站|網站" },
  { "contact|company", "web", WEAK, "linkedin", "linkedin|linkedin url|linkedin profile|领英" },
  { "contact|company", "web", WEAK, "twitter", "twitter|twitter url|x url" },
  { "contact|company", "web", WEAK, "facebook", "facebook|facebook url" },
  { "contact|company", "chat", WEAK, NULL, "screen name|chat|im|instant messenger" },
  { "contact|company", "chat", WEAK, "skype", "skype|skype name|skype id" },
  { "contact|company", "chat", WEAK, "whatsapp", "whatsapp" },
  { "contact|company", "chat", WEAK, "wechat", "wechat|微信|微信号" },
  { "contact|company", "street", WEAK, NULL, "street|street address|address street|address|address 1|address line 1|street 1|mailing address|dirección|calle|domicilio|straße|strasse|adresse|anschrift|rue|地址|详细地址|街道" },
  { "contact|company", "street_2", WEAK, NULL, "address 2|address line 2|street 2|street address 2|dirección 2|adresse 2|adresszusatz|complément d’adresse" },
  { "contact|company", "city", WEAK, NULL, "city|address city|town|suburb|locality|ciudad|localidad|población|stadt|ort|wohnort|ville|城市|所在城市" },
  { "contact|company", "postal_code", WEAK, NULL, "postal code|address postal code|postcode|zip|zip code|zipcode|zip/postal code|código postal|plz|postleitzahl|code postal|邮编|邮政编码|郵遞區號" },
  { "contact|company", "region", WEAK, NULL, "state|province|region|address region|state/province|state province|state province name|state code|county|estado|provincia|comunidad autónoma|bundesland|département|région|省份|省|州|縣市|州省" },
  { "contact|company", "country", WEAK, NULL, "country|address country|country region|country region name|country name|country code|nation|país|land|pays|国家|國家|国家地区" },

  /* opportunities */
  { "opportunity", "external_id", WEAK, NULL, "id|record id|external id|uuid" },
  { "opportunity", "external_id", STRONG, NULL, "opportunity id|deal id|opp id|商机编号" },
  { "opportunity", "name", STRONG, NULL, "opportunity|opportunity name|deal|deal name|negocio|oportunidad|nombre de la oportunidad|nombre del negocio|verkaufschance|geschäft|opportunité|nom de l’opportunité|affaire|商机|商机名称|商機|商機名稱|项目名称" },
  { "opportunity", "name", WEAK, NULL, "name|title|subject|nombre|nom|bezeichnung|名称|名稱" },
  { "opportunity", "company", WEAK, NULL, "account|account name|company|company name|customer|customer name|client|client name|organization|associated company|empresa|cuenta|cliente|firma|kunde|unternehmen|société|entreprise|compte|公司|公司名称|客户|客户名称|客戶|客戶名稱|公司名稱" },
  { "opportunity", "contact", WEAK, NULL, "contact|contact name|primary contact|contact person|associated contact|contacto|ansprechpartner|联系人|聯絡人" },
  { "opportunity", "amount", STRONG, NULL, "amount|value|deal value|close value|deal amount|opportunity amount|total amount|total value|price|sum|importe|monto|valor|cantidad|betrag|wert|summe|auftragswert|montant|valeur|金额|金額|合同金额|预计金额|預計金額" },
  { "opportunity", "currency", WEAK, NULL, "currency|currency iso code|currency code|deal currency|moneda|divisa|währung|devise|币种|幣別|货币" },
  { "opportunity", "pipeline", STRONG, NULL, "pipeline|sales pipeline|deal pipeline|embudo|vertriebspipeline|管道" },
  { "opportunity", "stage", STRONG, NULL, "stage|stage name|deal stage|sales stage|opportunity stage|phase|status name|etapa|fase|etapa del negocio|vertriebsphase|étape|阶段|销售阶段|階段|銷售階段|商机阶段" },
  { "opportunity", "probability", STRONG, NULL, "probability|win probability|likelihood|deal probability|probability %|probability (%)|probabilidad|wahrscheinlichkeit|probabilité|概率|成交概率|赢率|機率|贏率|可能性" },
  { "opportunity", "category", STRONG, NULL, "forecast category|forecast category name|categoría de previsión|prognosekategorie|catégorie de prévision|预测类别|預測類別" },
  { "opportunity", "opened", STRONG, NULL, "engage date|opened|open date|opened date|deal created|fecha de apertura|eröffnet|date d’ouverture" },
  { "opportunity", "opened", WEAK, NULL, "created|created date|create date|created at|created on|date created|creation date|fecha de creación|erstellt|erstellt am|erstellungsdatum|date de création|创建日期|创建时间|建立日期" },
  { "opportunity", "close_date", STRONG, NULL, "close date|closed date|closing date|expected close date|expected close|close on|deal close date|fecha de cierre|cierre previsto|abschlussdatum|abschluss|date de clôture|clôture prévue|结束日期|成交日期|预计成交日期|結案日期|預計成交日期" },
  { "opportunity", "owner", WEAK, NULL, "owner|opportunity owner|deal owner|sales agent|sales rep|salesperson|sales person|sales representative|assigned to|account manager|sales|rep|agent|propietario|propietario del negocio|comercial|vendedor|responsable|besitzer|verantwortlich|vertriebsmitarbeiter|propriétaire|commercial|vendeur|负责人|所有者|负责人姓名|負責人|銷售員|销售员|業務員" },
  { "opportunity", "product", WEAK, NULL, "product|product name|products|item|producto|produkt|produit|产品|产品名称|產品|產品名稱" },
  { "opportunity", "next_step", STRONG, NULL, "next step|next steps|next action|próximo paso|siguiente paso|nächster schritt|prochaine étape|下一步|后续步骤" },
  { "opportunity", "source", STRONG, NULL, "lead source|source|origin|origen|fuente|quelle|herkunft|origine|provenance|来源|线索来源|來源" },
  { "opportunity", "lost_reason", STRONG, NULL, "lost reason|loss reason|reason lost|closed lost reason|motivo de pérdida|verlustgrund|motif de perte|raison de perte|丢单原因|输单原因|失敗原因" },
  { "opportunity", "notes", WEAK, NULL, "notes|note|description|comments|comment|remarks|notas|descripción|observaciones|notizen|bemerkungen|beschreibung|remarques|commentaires|备注|描述|備註|說明" },
  { "opportunity", "is_won", STRONG, NULL, "is won|won|iswon|ganado|gewonnen|gagné|是否赢单" },
  { "opportunity", "is_closed", STRONG, NULL, "is closed|closed|isclosed|cerrado|geschlossen|fermé|是否关闭" },
  { "opportunity", "tags", WEAK, NULL, "tags|tag|labels|etiquetas|schlagwörter|étiquettes|标签|標籤" },

  /* users and how they are organised */
  { "user", "external_id", WEAK, NULL, "id|record id|external id|uuid" },
  { "user", "external_id", STRONG, NULL, "user id|sales person id|salesperson id|sales rep id|employee id|agent id" },
  { "user", "name", STRONG, NULL, "sales agent|sales rep|salesperson|sales person|sales representative|rep|agent|user|user name|username|employee name|vendedor|comercial|agente|usuario|nombre de usuario|vertriebsmitarbeiter|verkäufer|benutzer|benutzername|commercial|vendeur|utilisateur|nom d’utilisateur|销售员|用户|用户名|業務員|使用者|销售代表" },
  { "user", "name", WEAK, NULL, "name|full name|display name|nombre|nombre completo|nom|nom complet|姓名" },
  { "user", "mail", WEAK, NULL, "email|e-mail|mail|email address|e-mail address|correo|correo electrónico|courriel|邮箱|电子邮件|電子郵件" },
  { "user", "manager", STRONG, NULL, "manager|manager name|sales manager|supervisor|reports to|boss|team leader|gerente|jefe|supervisor name|vorgesetzter|teamleiter|responsable hiérarchique|chef|经理|主管|上级|經理" },
  { "user", "team", STRONG, NULL, "team|sales team|regional office|sales office|sales region|equipo|equipo de ventas|oficina|oficina regional|región|niederlassung|vertriebsteam|büro|abteilung|équipe|agence|bureau|团队|销售团队|部门|办事处|團隊|部門|辦事處" },
  { "user", "team", WEAK, NULL, "office|region|group|department|branch" },
  { "user", "role", WEAK, NULL, "role|job title|title|profile|position|rol|rolle|rôle|角色|职位" },
  { "user", "phone", WEAK, NULL, "phone|phone number|telephone|mobile|teléfono|telefon|téléphone|电话|手机|電話" },
  { "user", "territory", WEAK, NULL, "territory|sales territory|territory name|territorio|gebiet|territoire|区域|區域" },
  { "user", "active", WEAK, NULL, "active|is active|enabled|activo|aktiv|actif|启用|啟用" },
  { "team", "external_id", STRONG, NULL, "team id" },
  { "team", "name", STRONG, NULL, "team|team name|sales team|equipo|équipe|团队|團隊|团队名称" },
  { "team", "name", WEAK, NULL, "name|nombre|nom|名称" },
  { "team", "parent", STRONG, NULL, "parent team|equipo superior|上级团队" },
  { "territory", "external_id", STRONG, NULL, "territory id" },
  { "territory", "name", STRONG, NULL, "territory|territory name|sales territory|territorio|gebiet|territoire|区域|區域" },
  { "territory", "name", WEAK, NULL, "name|nombre|nom|名称" },
  { "territory", "code", WEAK, NULL, "code|territory code|código|代码" },
  { "territory", "parent", WEAK, NULL, "parent|parent territory|group|territory group|上级区域" },

  /* products and prices */
  { "product", "external_id", WEAK, NULL, "id|record id|external id|uuid" },
  { "product", "external_id", STRONG, NULL, "product id|item id" },
  { "product", "name", STRONG, NULL, "product|product name|item|item name|article|producto|nombre del producto|artículo|produkt|produktname|artikel|produit|nom du produit|产品|产品名称|產品|產品名稱|商品|商品名称" },
  { "product", "name", WEAK, NULL, "name|title|nombre|nom|bezeichnung|名称|名稱" },
  { "product", "code", STRONG, NULL, "product code|product number|sku|item number|item code|part number|article number|código de producto|referencia|artikelnummer|produktnummer|référence|产品编号|产品编码|產品編號|料号" },
  { "product", "code", WEAK, NULL, "code|código|代码|代碼" },
  { "product", "family", STRONG, NULL, "family|product family|series|product line|product series|product category|line|familia|serie|línea|produktfamilie|produktlinie|famille|gamme|série|产品系列|系列|产品类别|產品系列|產品類別" },
  { "product", "family", WEAK, NULL, "category|group|type|class" },
  { "product", "unit_price", STRONG, NULL, "unit price|list price|sales price|price|standard price|retail price|suggested retail price|msrp|precio|precio unitario|precio de venta|precio de lista|preis|einzelpreis|listenpreis|verkaufspreis|prix|prix unitaire|prix de vente|单价|价格|定价|售价|單價|價格|售價" },
  { "product", "currency", WEAK, NULL, "currency|currency code|currency iso code|moneda|divisa|währung|devise|币种|幣別" },
  { "product", "active", WEAK, NULL, "active|is active|enabled|activo|aktiv|actif" },
  { "line_item", "external_id", STRONG, NULL, "line item id|opportunity line item id|line id" },
  { "line_item", "opportunity", STRONG, NULL, "opportunity|opportunity name|deal|deal name|oportunidad|negocio|verkaufschance|opportunité|affaire|商机|商機" },
  { "line_item", "product", STRONG, NULL, "product|product name|item|producto|produkt|produit|产品|产品名称|產品" },
  { "line_item", "description", WEAK, NULL, "description|line description|descripción|beschreibung|描述" },
  { "line_item", "quantity", STRONG, NULL, "quantity|qty|units|cantidad|menge|anzahl|quantité|数量|數量" },
  { "line_item", "unit_price", STRONG, NULL, "unit price|price|sales price|list price|precio|precio unitario|preis|einzelpreis|prix|prix unitaire|单价|單價" },
  { "line_item", "discount", STRONG, NULL, "discount|discount %|discount percent|descuento|rabatt|remise|折扣" },
  { "exchange_rate", "currency", STRONG, NULL, "currency|currency code|iso code|from currency|moneda|währung|devise|币种" },
  { "exchange_rate", "date", STRONG, NULL, "date|rate date|currency rate date|valid from|fecha|datum|日期" },
  { "exchange_rate", "rate", STRONG, NULL, "rate|exchange rate|conversion rate|end of day rate|tasa|tipo de cambio|kurs|wechselkurs|taux|taux de change|汇率|匯率" },

  /* what happens */
  { "activity", "external_id", WEAK, NULL, "id|record id|external id|uuid" },
  { "activity", "external_id", STRONG, NULL, "activity id|task id|event id" },
  { "activity", "subject", STRONG, NULL, "subject|activity|task|task name|event|event name|asunto|tarea|betreff|aufgabe|objet|sujet|tâche|主题|主題|任务|任務" },
  { "activity", "kind", WEAK, NULL, "kind|type|activity type|task type|event type|tipo|tipo de actividad|typ|art|类型|類型|活动类型" },
  { "activity", "start", STRONG, NULL, "start|start date|start time|starts|start date time|begin|inicio|fecha de inicio|beginn|début|date de début|开始|开始时间|開始時間" },
  { "activity", "end", STRONG, NULL, "end|end date|end time|ends|end date time|fin|fecha de fin|ende|date de fin|结束时间|結束時間" },
  { "activity", "due", STRONG, NULL, "due|due date|activity date|deadline|date|fecha|vencimiento|fecha de vencimiento|fällig|fällig am|échéance|date d’échéance|截止日期|到期日|日期" },
  { "activity", "done", STRONG, NULL, "done|completed|is closed|complete|is completed|hecho|completada|erledigt|terminé|已完成|完成" },
  { "activity", "outcome", STRONG, NULL, "outcome|result|call result|resultado|ergebnis|résultat|结果|結果" },
  { "activity", "place", STRONG, NULL, "place|location|where|lugar|ubicación|ort|lieu|地点|地點" },
  { "activity", "company", WEAK, NULL, "company|company name|account|account name|related to|empresa|firma|société|公司|客户" },
  { "activity", "contact", WEAK, NULL, "contact|contact name|who|contacto|kontakt|联系人|聯絡人" },
  { "activity", "opportunity", WEAK, NULL, "opportunity|opportunity name|deal|deal name|oportunidad|opportunité|商机|商機" },
  { "activity", "owner", WEAK, NULL, "owner|assigned to|user|responsible|sales rep|responsable|zuständig|propriétaire|负责人|負責人" },
  { "activity", "notes", WEAK, NULL, "notes|note|description|comments|comment|notas|notizen|remarques|备注|備註" },
  { "note", "body", STRONG, NULL, "body|note|note body|text|content|notes|nota|texto|notiz|inhalt|contenu|texte|内容|備註|备注" },
  { "note", "written", STRONG, NULL, "written|written at|date|created|created date|created at|fecha|datum|日期" },
  { "note", "author", WEAK, NULL, "author|created by|owner|user|autor|auteur|作者" },
  { "note", "company", WEAK, NULL, "company|company name|account|account name|empresa|firma|société|公司|客户" },
  { "note", "contact", WEAK, NULL, "contact|contact name|contacto|kontakt|联系人" },
  { "note", "opportunity", WEAK, NULL, "opportunity|opportunity name|deal|deal name|oportunidad|商机" },
  { "competitor", "opportunity", STRONG, NULL, "opportunity|opportunity name|deal|deal name" },
  { "competitor", "name", STRONG, NULL, "competitor|competitor name|competidor|wettbewerber|concurrent|竞争对手|競爭對手" },

  /* how the year goes */
  { "quota", "user", STRONG, NULL, "user|sales agent|sales rep|salesperson|sales person|rep|owner|employee|vendedor|comercial|vertriebsmitarbeiter|commercial|销售员|業務員" },
  { "quota", "team", WEAK, NULL, "team|sales team|equipo|équipe|团队|團隊" },
  { "quota", "territory", WEAK, NULL, "territory|sales territory|region|territorio|gebiet|区域" },
  { "quota", "period", STRONG, NULL, "period|quarter|month|fiscal period|periodo|trimestre|zeitraum|quartal|période|期间|季度" },
  { "quota", "start", STRONG, NULL, "quota date|start|start date|period start|from|fecha|beginn|début|开始日期" },
  { "quota", "amount", STRONG, NULL, "quota|sales quota|target|sales target|quota amount|goal|amount|cuota|objetivo|meta|quote|zielvorgabe|ziel|objectif|quota de vente|配额|目标|业绩目标|配額|目標" },
  { "quota", "currency", WEAK, NULL, "currency|moneda|währung|devise|币种" },
  { "stage", "name", STRONG, NULL, "stage|stage name|deal stage|etapa|phase|étape|阶段|階段" },
  { "stage", "name", WEAK, NULL, "name|label|nombre|nom|名称" },
  { "stage", "order", WEAK, NULL, "order|sort order|position|display order|orden|reihenfolge|ordre|顺序" },
  { "stage", "probability", STRONG, NULL, "probability|win probability|default probability|probabilidad|wahrscheinlichkeit|probabilité|概率" },
  { "stage", "kind", WEAK, NULL, "kind|type|forecast type|tipo|typ|类型" },
  { "pipeline", "name", STRONG, NULL, "pipeline|pipeline name|sales pipeline" },
  { "pipeline", "name", WEAK, NULL, "name" },
  { "pipeline", "order", WEAK, NULL, "order|sort order|position" },
  { NULL, NULL, 0, NULL, NULL }
};
