// What of a line stays in one piece: dates, numbers, symbols, addresses and phrases in lines that run both ways.
#include "report/diff_pieces.h"

#include <random>
#include <string>

#include "support/catch.h"
#include "support/marked_diff.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

/// The lines as "same [-old-]{+new+}", isolates in ⟦ ⟧ (left to right) and ⟪ ⟫.
std::string shown(const std::string& a, const std::string& b) {
  DiffReport report;
  report.a.text = a;
  report.b.text = b;
  report.diff = test::diff_of(a, b);
  std::string out;
  for (const DiffLine& line : DiffLines(report).all()) {
    Isolate inside = Isolate::none;
    const auto enter = [&](Isolate isolate) {
      if (isolate == inside) return;
      if (inside != Isolate::none) out += inside == Isolate::left_to_right ? "⟧" : "⟫";
      if (isolate != Isolate::none) out += isolate == Isolate::left_to_right ? "⟦" : "⟪";
      inside = isolate;
    };
    for (const DiffRun& run : line.runs) {
      enter(run.isolate);
      const std::string text(run.text);
      out += run.mark == Mark::same ? text : run.mark == Mark::removed ? "[-" + text + "-]" : "{+" + text + "+}";
    }
    enter(Isolate::none);
  }
  return out;
}

/// One line in which `a` became `b`, within Arabic.
std::string within(const std::string& a, const std::string& b) {
  const std::string before = "وقالت الوزارة في بيان ", after = " بحسب ما ورد هناك";
  const std::string line = shown(before + a + after, before + b + after);
  REQUIRE(line.starts_with(before));
  REQUIRE(line.ends_with(after));
  return line.substr(before.size(), line.size() - before.size() - after.size());
}

}  // namespace

TEST_CASE("a date or number with Arabic digits is changed as a whole") {
  CHECK(within("٥/٣/٢٠٢١", "٥/٣/٢٠٢٢") == "[-٥/٣/٢٠٢١-]{+٥/٣/٢٠٢٢+}");
  CHECK(within("٥/٣/٢٠٢١", "٦/٣/٢٠٢٢") == "[-٥/٣/٢٠٢١-]{+٦/٣/٢٠٢٢+}");
  CHECK(within("٢٠٢١-٠٣-٠٥", "٢٠٢١-٠٤-٠٥") == "[-٢٠٢١-٠٣-٠٥-]{+٢٠٢١-٠٤-٠٥+}");
  CHECK(within("١٠:٣٠", "١١:٣٠") == "[-١٠:٣٠-]{+١١:٣٠+}");
  CHECK(within("٢١٫٥٪", "٢٢٫٥٪") == "[-٢١٫٥٪-]{+٢٢٫٥٪+}");
  CHECK(within("٢١ ٪", "٢٢ ٪") == "[-٢١ ٪-]{+٢٢ ٪+}");
  CHECK(within("١٬٢٥٠٬٠٠٠", "١٬٣٥٠٬٠٠٠") == "[-١٬٢٥٠٬٠٠٠-]{+١٬٣٥٠٬٠٠٠+}");
  CHECK(within("(٥/٣/٢٠٢١)،", "(٥/٣/٢٠٢٢)،") == "([-٥/٣/٢٠٢١-]{+٥/٣/٢٠٢٢+})،");
  CHECK(within("التاريخ:٥/٣/٢٠٢١.", "التاريخ:٥/٣/٢٠٢٢.") == "التاريخ:[-٥/٣/٢٠٢١-]{+٥/٣/٢٠٢٢+}.");
  CHECK(within("٢٠٢٠–٢٠٢١م", "٢٠٢٠–٢٠٢٢م") == "[-٢٠٢٠–٢٠٢١م-]{+٢٠٢٠–٢٠٢٢م+}");
  CHECK(shown("التاريخ: ٥/٣/٢٠٢١\n", "التاريخ: ٥/٣/٢٠٢٢\n") == "التاريخ: [-٥/٣/٢٠٢١-]{+٥/٣/٢٠٢٢+}");
}

TEST_CASE("a bracket belongs to the line, not to the name in it") {
  CHECK(within("أوبك 1.4 مليون", "أوبك (OPEC) 1.4 مليون") == "أوبك {+(OPEC) +}1.4 مليون");
  CHECK(within("أوبك (OPEC) 1.4 مليون", "أوبك (OAPEC) 1.4 مليون") == "أوبك ([-OPEC-]{+OAPEC+}) 1.4 مليون");
  const std::string office = within("المكتب الإقليمي European Office هنا", "منظمة (WHO) European Office هنا");
  CHECK(office == "[-المكتب الإقليمي-]{+منظمة (WHO)+} European Office هنا");
}

TEST_CASE("one with ASCII digits is a piece from left to right with only the change marked") {
  CHECK(within("5/3/2021", "5/3/2022") == "⟦5/3/[-2021-]{+2022+}⟧");
  CHECK(within("22.5%", "23.5%") == "⟦[-22.5-]{+23.5+}%⟧");
  CHECK(within("+962-6-555-1234.", "+962-6-555-9234.") == "⟦+962-6-555-[-1234-]{+9234+}⟧.");
  CHECK(within("+962 6 555 1234 و", "+962 6 555 9234 و") == "⟦+962 6 555 [-1234-]{+9234+}⟧ و");
  CHECK(within("+962 6 555 1234", "+962 6 556 9234") == "⟦+962 6 [-555 1234-]{+556 9234+}⟧");
  CHECK(within("(06) 555 1234", "(06) 555 9234") == "⟦(06) 555 [-1234-]{+9234+}⟧");
  CHECK(within("+٩٦٢ ٦ ٥٥٥ ١٢٣٤", "+٩٦٢ ٦ ٥٥٥ ٩٢٣٤") == "[-+٩٦٢ ٦ ٥٥٥ ١٢٣٤-]{++٩٦٢ ٦ ٥٥٥ ٩٢٣٤+}");
  CHECK(within("12 15 18", "12 16 18") == "12 [-15-]{+16+} 18");
}

TEST_CASE("symbols of documents, with letters of either script") {
  CHECK(within("A/RES/75/12", "A/RES/75/13") == "⟦A/RES/75/[-12-]{+13+}⟧");
  CHECK(within("UN/2021/7-ج.", "UN/2021/8-ج.") == "[-UN/2021/7-ج-]{+UN/2021/8-ج+}.");
  CHECK(within("A/C.3/٧٥/L.١٢", "A/C.3/٧٥/L.١٣") == "[-A/C.3/٧٥/L.١٢-]{+A/C.3/٧٥/L.١٣+}");
  CHECK(within("S/PV.8765 (Resumption 1)", "S/PV.8766 (Resumption 1)") == "⟦S/PV.[-8765-]{+8766+} (Resumption 1)⟧");
}

TEST_CASE("addresses are one piece up to the next white space") {
  CHECK(within("https://example.org/ar/a/خبر.html", "https://example.org/ar/b/خبر.html") ==
        "⟦https://example.org/ar/[-a-]{+b+}/خبر.html⟧");
  CHECK(within("https://example.org/أخبار/٢٠٢١/خبر،", "https://example.org/أخبار/٢٠٢٢/خبر،") ==
        "⟦https://example.org/أخبار/[-٢٠٢١-]{+٢٠٢٢+}/خبر⟧،");
  CHECK(within("info@moh.gov", "press@moh.gov") == "⟦[-info-]{+press+}@moh.gov⟧");
  CHECK(within("البريد:info@moh.gov", "البريد:press@moh.gov") == "البريد:⟦[-info-]{+press+}@moh.gov⟧");
}

TEST_CASE("a sentence beside an address isn't a part of it") {
  CHECK(within("[مهام سير العمل](https://un.org/ar/a)", "انظر (https://un.org/en/a)") ==
        "[-[مهام سير العمل]-]{+انظر +}(⟦https://un.org/[-ar-]{+en+}/a⟧)");
  CHECK(within("يمكنك أن تفعل هذا مرة واحدة فقط.", "بعد ذلك تذهب إلى [فترة سماح](https://un.org/a)إضافية لمدة يوم.") ==
        "[-يمكنك أن تفعل هذا مرة واحدة فقط-]"
        "{+بعد ذلك تذهب إلى [فترة سماح](https://un.org/a)إضافية لمدة يوم+}.");
  CHECK(within("(https://www.un.org/a?id=39366) لسياسات اجتماع الفرق", "(https://docs.un.org/b) لنهج اجتماعات") ==
        "(⟦https://[-www.un.org/a?id=39366-]{+docs.un.org/b+}⟧[-) لسياسات اجتماع الفرق-]{+) لنهج اجتماعات+}");
  CHECK(within("يرسل إلى البريد الآن press@moh.gov", "يكتب أولا info@moh.gov") ==
        "[-يرسل إلى البريد الآن -]{+يكتب أولا +}⟦[-press-]{+info+}@moh.gov⟧");
}

TEST_CASE("phrases that run against the line are one piece") {
  CHECK(within("Windows 10", "Windows 11") == "⟦Windows [-10-]{+11+}⟧");
  CHECK(within("New York", "Old York") == "⟦[-New-]{+Old+} York⟧");
  CHECK(within("Windows", "Linux") == "[-Windows-]{+Linux+}");
  CHECK(shown("The paper الشرق الأوسط said so\n", "The paper الشرق الأدنى said so\n") ==
        "The paper ⟪الشرق [-الأوسط-]{+الأدنى+}⟫ said so");
}

TEST_CASE("of a change that runs both ways, what goes on beside it is a part of the phrase there") {
  CHECK(within("ملصقات Microsoft 365", "عناوين office 365") == "[-ملصقات -]{+عناوين +}⟦[-Microsoft-]{+office+} 365⟧");
  CHECK(within("من Exchange Online لكي يتمكن ToDo من", "من Exchange Server لـ Outlook من") ==
        "من ⟦Exchange [-Online-]{+Server+}⟧[- لكي يتمكن ToDo-]{+ لـ Outlook+} من");
  CHECK(within("من ToDo لكي يتمكن", "من Outlook لـ") == "من [-ToDo لكي يتمكن-]{+Outlook لـ+}");
  CHECK(shown("The paper of الشرق today said so\n", "The paper of الشرق الأوسط has said so\n") ==
        "The paper of ⟪الشرق {+الأوسط+}⟫[-today-]{+ has+} said so");
}

TEST_CASE("lines of one direction stay as they are") {
  CHECK(shown("on 5/3/2021 here\n", "on 5/3/2022 here\n") == "on 5/3/[-2021-]{+2022+} here");
  CHECK(shown("قال الوزير أمس\n", "قال الوزير اليوم\n") == "قال الوزير [-أمس-]{+اليوم+}");
}

TEST_CASE("nothing of either text is lost or comes twice") {
  const char* const pieces[] = {"٥",  "/", "٣", "2021", " ", " ", "قال", "UN", "-",    ".", ":",   "https://", "خبر",
                                "+9", "@", "%", "٪",    "(", ")", "\n",  "،",  "٢٠٢١", "و", "000", "New York"};
  std::mt19937_64 random(20260714);
  for (int trial = 0; trial < reference::trials(400); ++trial) {
    std::string texts[2];
    for (std::uint64_t n = random() % 30; n > 0; --n) {
      const char* const piece = pieces[random() % std::size(pieces)];
      texts[0] += random() % 8 == 0 ? pieces[random() % std::size(pieces)] : piece;
      texts[1] += random() % 8 == 0 ? pieces[random() % std::size(pieces)] : piece;
    }
    DiffReport report;
    report.a.text = texts[0];
    report.b.text = texts[1];
    report.diff = test::diff_of(texts[0], texts[1]);
    if (!report.diff.moves.empty()) continue;
    std::string sides[2];
    for (const DiffLine& line : DiffLines(report).all())
      for (const DiffRun& run : line.runs) {
        if (run.mark != Mark::added) sides[0] += run.text;
        if (run.mark != Mark::removed) sides[1] += run.text;
      }
    for (int i : {0, 1}) {
      for (std::string* text : {&sides[i], &texts[i]}) std::erase_if(*text, [](char c) { return c == '\n'; });
      CAPTURE(texts[0], texts[1]);
      CHECK(sides[i] == texts[i]);
    }
  }
}
