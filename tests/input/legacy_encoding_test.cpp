// Real sentences in every encoding that is recognized. Figures over whole corpora are in
// docs/decisions/input-encodings.md.
#include "input/legacy_encoding.h"

#include <string>

#include "base/unicode.h"
#include "input/encode.h"
#include "support/catch.h"

using nuskha::guess_legacy_encoding;

namespace {

struct Sample {
  const char* encodings;  // separated by blanks
  const char* text;
};

constexpr const char* arabic =
    "أعلن برنامج الأغذية العالمي اليوم أن أسعار المواد الغذائية ارتفعت في شهر نيسان، ودعا المانحين إلى زيادة الدعم.";
constexpr const char* russian = "Министерство сообщило, что цены на продукты питания в апреле выросли на 3 процента.";

constexpr Sample samples[] = {
    {"windows-1256 ISO-8859-6", arabic},
    {"windows-1256", "برنامه جهاني غذا امروز اعلام کرد که قيمت مواد غذايي در ماه گذشته افزايش يافته است."},
    {"windows-1255", "משרד הבריאות הודיע היום כי מספר החולים ירד בשבוע האחרון, וקרא לציבור להמשיך ולהקפיד."},
    {"windows-1253 ISO-8859-7", "Το Υπουργείο ανακοίνωσε σήμερα ότι οι τιμές των τροφίμων αυξήθηκαν τον Απρίλιο."},
    {"windows-1251 KOI8-R ISO-8859-5 IBM866", russian},
    {"windows-1251 KOI8-U", "Міністерство повідомило, що ціни на продукти харчування у квітні зросли на 3 відсотки."},
    {"windows-1251 ISO-8859-5", "Министерството съобщи, че цените на храните през април са се повишили с 3 процента."},
    {"windows-1252 ISO-8859-15",
     "Le ministère a annoncé aujourd'hui que les prix des denrées ont augmenté en avril, après une année très "
     "difficile."},
    {"windows-1252", "The ministry said: \u201CFood prices rose in April\u201D \u2013 the country\u2019s third rise."},
    {"windows-1252 ISO-8859-15",
     "Das Ministerium erklärte, die Preise für Lebensmittel seien im April gestiegen; größere Maßnahmen würden "
     "geprüft."},
    {"windows-1252 ISO-8859-15",
     "El Ministerio anunció que los precios subieron en abril; mañana habrá una reunión en España."},
    {"windows-1250 ISO-8859-2",
     "Ministerstwo poinformowało, że ceny żywności wzrosły w kwietniu o trzy procent, a pomoc będzie większa."},
    {"windows-1250 ISO-8859-2",
     "A minisztérium közölte, hogy az élelmiszerek ára áprilisban három százalékkal nőtt, ezért több segítségre lesz "
     "szükség."},
    {"windows-1250 ISO-8859-2",
     "Ministerstvo oznámilo, že ceny potravin v dubnu vzrostly o tři procenta, a vyzvalo dárce k větší pomoci."},
    {"windows-1250 ISO-8859-2",
     "Ministerul a anunţat că preţurile alimentelor au crescut în aprilie şi că ajutoarele vor fi mărite."},
    {"windows-1254",
     "Bakanlık, gıda fiyatlarının nisan ayında yüzde üç arttığını ve yardımların artırılacağını açıkladı."},
    {"windows-1257 ISO-8859-13 ISO-8859-4",
     "Ministerija pranešė, kad maisto kainos balandžio mėnesį išaugo trimis procentais, todėl parama bus didinama."},
    {"windows-1257 ISO-8859-13",
     "Ministrija paziņoja, ka pārtikas cenas aprīlī pieauga par trim procentiem, tāpēc palīdzība tiks palielināta."},
    {"ISO-8859-3",
     "La ministerio sciigis, ke la prezoj de nutraĵoj kreskis en aprilo; ĉiuj ŝtatoj ĝojus pri helpo, aŭ eĉ mono."},
    {"windows-874", "กระทรวงประกาศวันนี้ว่าราคาอาหารเพิ่มขึ้นในเดือนเมษายน และเรียกร้องให้ผู้บริจาคเพิ่มความช่วยเหลือ"},
    {"GB18030", "卫生部今天宣布，四月份食品价格上涨了百分之三，并呼吁各方加大援助力度。"},
    {"Big5", "衛生部今天宣布，四月份食品價格上漲了百分之三，並呼籲各方加大援助力度。"},
    {"EUC-JP Shift_JIS", "保健省は本日、四月の食料価格が三パーセント上昇したと発表し、支援の拡大を求めました。"},
    {"windows-949", "보건부는 오늘 4월 식품 가격이 3퍼센트 올랐다고 발표하고 더 많은 지원을 요청했다."},
};

}  // namespace

TEST_CASE("a sentence in each legacy encoding is decoded to what was written") {
  for (const Sample& sample : samples) {
    std::string encodings = std::string(sample.encodings) + " ";
    for (std::size_t end; (end = encodings.find(' ')) != encodings.npos; encodings.erase(0, end + 1)) {
      const std::string encoding = encodings.substr(0, end);
      const std::string bytes = nuskha_test::encode(sample.text, encoding.c_str());
      REQUIRE_FALSE(bytes.empty());
      const auto guess = guess_legacy_encoding(bytes);
      CAPTURE(encoding, guess.name, sample.text);
      CHECK(nuskha::decode_from(bytes, guess.name)->text == sample.text);
    }
  }
}

TEST_CASE("Vietnamese with tones as marks of their own is decoded") {
  const std::string text =
      "B\u00F4\u0323 Y t\u00EA\u0301 th\u00F4ng ba\u0301o gia\u0301 th\u01B0\u0323c ph\u00E2\u0309m ta\u0306ng trong "
      "tha\u0301ng t\u01B0.";
  const std::string bytes = nuskha_test::encode(text, "windows-1258");
  CHECK(guess_legacy_encoding(bytes).name == "windows-1258");
}

TEST_CASE("few foreign letters in much English markup are enough") {
  const std::string markup = "<p><a href=\"index.html\">Home</a></p>\n";
  std::string page;
  for (int i = 0; i < 50; ++i) page += markup;
  page +=
      "<h1>\u0644\u0628\u0646\u0627\u0646: \u0623\u0633\u0639\u0627\u0631 \u0627\u0644\u063A\u0630\u0627\u0621</h1>\n" +
      page;
  const auto guess = guess_legacy_encoding(nuskha_test::encode(page, "windows-1256"));
  CHECK(guess.name == "windows-1256");
}

TEST_CASE("a charset that the text names decides what statistics leave open") {
  const std::string page = "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=ISO-8859-2\">\n<p>\xB9</p>";
  CHECK(guess_legacy_encoding(page).name == "ISO-8859-2");
  const std::string lying = "<meta charset=\"iso-8859-1\">" + nuskha_test::encode(russian, "windows-1251");
  CHECK(guess_legacy_encoding(lying).name == "windows-1251");
}

TEST_CASE("the narrowest name is reported") {
  CHECK(guess_legacy_encoding("caf\xE9 au lait").reported == "ISO-8859-1");
  CHECK(guess_legacy_encoding("it\x92s a caf\xE9").reported == "windows-1252");
}

TEST_CASE("bytes without sense get an answer") {
  for (int b = 0x80; b < 0x100; ++b)
    CHECK_FALSE(guess_legacy_encoding(std::string(3, static_cast<char>(b))).name.empty());
  CHECK_FALSE(guess_legacy_encoding("").name.empty());
}
