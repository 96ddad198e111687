/// Names of the second district, each as clerks of four offices write it: Latin spellings, Arabic, Cyrillic, Armenian.
struct ClerkName: Equatable {
    var latin: [String]
    var arabic: String, cyrillic: String, armenian: String

    init(_ row: Substring) {
        let cells = row.split(separator: ";").map { $0.trimmingPrefix { $0 == " " } }
        latin = cells[0].split(separator: "/").map(String.init)
        arabic = String(cells[1])
        cyrillic = String(cells[2])
        armenian = String(cells[3])
    }

    static func list(_ text: String) -> [ClerkName] { text.split(separator: "\n").map(ClerkName.init) }

    static let boys = list("""
        Adam/Adem;آدم;Адам;Ադամ
        Daniel/Danyal;دانيال;Даниил;Դանիել
        Elias/Ilyas/Ilias;إلياس;Ильяс;Էլիաս
        Gabriel/Jibril/Gibril;جبريل;Джибриль;Գաբրիել
        Hamid/Hameed;حميد;Хамид;Համիդ
        Idris/Edris;إدريس;Идрис;Իդրիս
        Ilham/Elham;إلهام;Ильхам;Իլհամ
        Ismail/Esmail/Ismael;إسماعيل;Исмаил;Իսմայիլ
        Jakub/Yaqub/Yakoub;يعقوب;Якуб;Յակուբ
        Karim/Kareem;كريم;Карим;Կարիմ
        Mansur/Mansour;منصور;Мансур;Մանսուր
        Marat/Murat;مراد;Мурат;Մուրատ
        Mikail/Mikael/Michael;ميخائيل;Михаил;Միքայել
        Musa/Moussa;موسى;Муса;Մուսա
        Nabil/Nabeel;نبيل;Набиль;Նաբիլ
        Nikolas/Nicolas/Nikola;نقولا;Николас;Նիկոլաս
        Rafael/Raphael;رفائيل;Рафаэль;Ռաֆայել
        Rashid/Rachid/Rasheed;رشيد;Рашид;Ռաշիդ
        Ruslan/Rouslan;رسلان;Руслан;Ռուսլան
        Salim/Saleem/Selim;سليم;Салим;Սալիմ
        Samir/Sameer;سمير;Самир;Սամիր
        Sulaiman/Suleiman/Soliman;سليمان;Сулейман;Սուլեյման
        Tahir/Taher;طاهر;Тахир;Թահիր
        Timur/Taimur;تيمور;Тимур;Թիմուր
        Usman/Othman/Osman;عثمان;Усман;Ուսման
        Viktor/Victor;فيكتور;Виктор;Վիկտոր
        Yunus/Younes/Yonas;يونس;Юнус;Յունուս
        Zakir/Zaker;ذاكر;Закир;Զաքիր
        Bashir/Basheer/Bachir;بشير;Башир;Բաշիր
        Farid/Fareed;فريد;Фарид;Ֆարիդ
        Stepan/Stefan/Stephan;اسطفان;Степан;Ստեփան
        Anton/Antoun;أنطون;Антон;Անտոն
        Boris/Borys;بوريس;Борис;Բորիս
        Davud/Dawood/Daoud;داود;Давуд;Դավուդ
        Habib/Habeeb;حبيب;Хабиб;Հաբիբ
        """)

    static let girls = list("""
        Amal/Amel;أمل;Амаль;Ամալ
        Anahita/Anahida;أناهيتا;Анаита;Անահիտա
        Asmara/Esmira;أسمرة;Эсмира;Էսմիրա
        Dalia/Dalya/Daliya;داليا;Далия;Դալիա
        Diana/Dyana;ديانا;Диана;Դիանա
        Elina/Alina;ألينا;Элина;Էլինա
        Elmira/Almira;ألميرا;Эльмира;Էլմիրա
        Farida/Fareeda;فريدة;Фарида;Ֆարիդա
        Hanna/Hana/Hannah;هناء;Ханна;Հաննա
        Jamila/Djamila/Gamila;جميلة;Джамиля;Ջամիլա
        Kamila/Kameela;كاملة;Камила;Կամիլա
        Karina/Karine;كارين;Карина;Կարինա
        Larisa/Larissa;لاريسا;Лариса;Լարիսա
        Leyla/Layla/Leila;ليلى;Лейла;Լեյլա
        Mariam/Maryam/Meriem;مريم;Мариам;Մարիամ
        Marina/Mareena;مارينا;Марина;Մարինա
        Nadia/Nadya;نادية;Надия;Նադյա
        Nargiza/Narges/Nargis;نرجس;Наргиза;Նարգիզ
        Nina/Neena;نينا;Нина;Նինա
        Rania/Ranya;رانيا;Рания;Ռանիա
        Roza/Rosa;روزا;Роза;Ռոզա
        Sabina/Sabeena;سابينا;Сабина;Սաբինա
        Safiya/Safia/Safiyya;صفية;Сафия;Սաֆիյա
        Salma/Selma;سلمى;Сальма;Սալմա
        Samira/Sameera;سميرة;Самира;Սամիրա
        Sara/Sarah;سارة;Сара;Սառա
        Sofia/Sophia/Sofya;صوفيا;София;Սոֆիա
        Tamara/Tamar;تمارا;Тамара;Թամարա
        Vera/Wera;فيرا;Вера;Վերա
        Yasmin/Yasmine/Jasmin;ياسمين;Ясмин;Յասմին
        Zara/Zahra;زهرة;Захра;Զահրա
        Zulfiya/Zulfia;زلفيا;Зульфия;Զուլֆիա
        Malika/Maleeka;مليكة;Малика;Մալիկա
        Rabia/Rabiya;رابعة;Рабия;Ռաբիա
        Iman/Eman;إيمان;Иман;Իման
        """)

    static let families = list("""
        Abbas/Abbasi;عباس;Аббас;Աբբաս
        Akopov/Akobov;اكوبوف;Акопов;Ակոպով
        Alami/Allami;العلمي;Алами;Ալամի
        Asadi/Assadi;الأسدي;Асади;Ասադի
        Azizov/Azizoff;عزيزوف;Азизов;Ազիզով
        Babayan/Babaian;بابايان;Бабаян;Բաբայան
        Bakri/Bakry;البكري;Бакри;Բաքրի
        Barzani/Barazani;بارزاني;Барзани;Բարզանի
        Boyajian/Boyadjian;بوياجيان;Бояджян;Բոյաջյան
        Danilov/Daniloff;دانيلوف;Данилов;Դանիլով
        Darwish/Darwich/Darvish;درويش;Дарвиш;Դարվիշ
        Demirji/Demirci;دميرجي;Демирджи;Դեմիրջի
        Fadel/Fadil;فاضل;Фадель;Ֆադել
        Farah/Farrah;فرح;Фарах;Ֆարահ
        Gasanov/Hasanov/Hassanov;حسنوف;Гасанов;Հասանով
        Ghanem/Ganem;غانم;Ганем;Ղանեմ
        Halabi/Halaby;حلبي;Халаби;Հալաբի
        Hamidi/Hameedi;حميدي;Хамиди;Համիդի
        Ibragimov/Ibrahimov;إبراهيموف;Ибрагимов;Իբրահիմով
        Iskander/Iskandar;اسكندر;Искандер;Իսկանդեր
        Jabari/Djabari/Jabbari;جباري;Джабари;Ջաբարի
        Kadyrov/Qadirov/Kadirov;قديروف;Кадыров;Կադիրով
        Kalash/Kalach;كلاش;Калаш;Կալաշ
        Karimov/Kerimov;كريموف;Каримов;Կարիմով
        Kasparian/Gasparyan/Kasparyan;كاسباريان;Каспарян;Գասպարյան
        Khalil/Khaleel;خليل;Халиль;Խալիլ
        Kurdi/Kourdi;كردي;Курди;Քուրդի
        Lazarev/Lazareff;لازاريف;Лазарев;Լազարև
        Maksimov/Maximov;مكسيموف;Максимов;Մաքսիմով
        Malik/Malek;مالك;Малик;Մալիք
        Mardini/Mardeeni;مارديني;Мардини;Մարդինի
        Melikyan/Melikian;مليكيان;Меликян;Մելիքյան
        Mirzoyan/Mirzoian;ميرزويان;Мирзоян;Միրզոյան
        Najjar/Nadjar/Naggar;نجار;Наджар;Նաջար
        Nazarian/Nazaryan;نازاريان;Назарян;Նազարյան
        Omarov/Umarov;عمروف;Омаров;Օմարով
        Orlov/Orloff;اورلوف;Орлов;Օռլով
        Popovich/Popovic/Popovici;بوبوفيتش;Попович;Պոպովիչ
        Qasim/Kassem/Kasem;قاسم;Касем;Կասեմ
        Rahimi/Raheemi;رحيمي;Рахими;Ռահիմի
        Sabbagh/Sabag;صباغ;Саббаг;Սաբբաղ
        Safarov/Safaroff;سفروف;Сафаров;Սաֆարով
        Sahakian/Saakyan/Sahakyan;ساهاكيان;Саакян;Սահակյան
        Salameh/Salama;سلامة;Саламе;Սալամե
        Shahin/Chahine/Shaheen;شاهين;Шахин;Շահին
        Sharif/Cherif/Shareef;شريف;Шариф;Շարիֆ
        Simonov/Simonoff;سيمونوف;Симонов;Սիմոնով
        Sultanov/Soltanov;سلطانوف;Султанов;Սուլթանով
        Tahmasian/Tahmasyan;طهماسيان;Тахмасян;Թահմասյան
        Topalian/Topalyan;طوباليان;Топалян;Թոփալյան
        Vasilev/Vassilev/Vasiliev;فاسيليف;Васильев;Վասիլև
        Yakubov/Yaqubov;يعقوبوف;Якубов;Յակուբով
        Yunusov/Younousov;يونسوف;Юнусов;Յունուսով
        Zakarian/Zakaryan;زكريان;Закарян;Զաքարյան
        Zaytsev/Zaitsev;زايتسيف;Зайцев;Զայցև
        Zidan/Zeidan;زيدان;Зидан;Զիդան
        """)
}
