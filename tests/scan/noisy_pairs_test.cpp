// Damaged copies through the whole job: found in English and Arabic, siblings left alone.
#include "scan/noisy_pairs.h"

#include <algorithm>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "base/unicode.h"
#include "nuskha/report.h"
#include "nuskha/scan.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

const std::string english =
    "The national office of statistics published its monthly survey of consumer prices today. According to the survey, "
    "the average household paid considerably more for bread, vegetables and cooking oil than during the previous "
    "winter, while fuel became slightly cheaper in the northern provinces. Officials attributed the increase to the "
    "drought in the eastern valleys and to higher transport costs at the harbour. Merchants in the capital complained "
    "that wholesale traders were holding back flour, a claim which the chamber of commerce rejected on Thursday. The "
    "ministry announced additional inspections of warehouses and promised temporary support for bakeries until the "
    "next harvest arrives.";

const std::string arabic =
    "نشر المكتب الوطني للإحصاء اليوم المسح الشهري لأسعار المستهلك. وبحسب المسح دفعت الأسرة المتوسطة مبالغ أكبر بكثير "
    "مقابل الخبز والخضروات وزيت الطعام مقارنة بالشتاء الماضي بينما أصبح الوقود أرخص قليلا في المحافظات الشمالية. وعزا "
    "المسؤولون الارتفاع إلى الجفاف في الوديان الشرقية وإلى ارتفاع تكاليف النقل في الميناء. واشتكى تجار العاصمة من أن "
    "تجار الجملة يحتفظون بالطحين وهو ادعاء رفضته غرفة التجارة يوم الخميس. وأعلنت الوزارة عن عمليات تفتيش إضافية "
    "للمستودعات ووعدت بدعم مؤقت للمخابز حتى وصول موسم الحصاد القادم.";

bool is_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c > 0x600; }

/// One letter in `every` replaced by another of the text.
std::string damaged(const std::string& text, std::uint64_t every, std::uint64_t seed) {
  std::u32string letters;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(std::string_view(text).substr(i, 4));
    letters += c.value;
    i += c.length;
  }
  std::mt19937_64 random(seed);
  std::string out;
  for (const char32_t c : letters) {
    char32_t other = c;
    if (is_letter(c) && random() % every == 0)
      while (!is_letter(other) || other == c) other = letters[random() % letters.size()];
    append_utf8(other, out);
  }
  return out;
}

/// A notice of a fixed frame; names and places are its own.
std::string notice(std::uint64_t number) {
  const auto name = [&](std::uint64_t n) {
    std::string out;
    for (std::mt19937_64 random(31 * number + n); out.size() < 7;) out += static_cast<char>('a' + random() % 26);
    return out;
  };
  return "The registry announces that the property of " + name(1) + " " + name(2) + " " + name(3) + " in " + name(4) +
         " " + name(5) + " will be sold by auction. Claims by " + name(6) + " " + name(7) + " and " + name(8) + " " +
         name(9) + " must reach " + name(10) + " " + name(11) + " before the day of the sale in " + name(12) + " " +
         name(13) + " or they lapse in favour of " + name(14) + " " + name(15) + " of " + name(16) + ".";
}

Document document(std::string path, std::string text) {
  Document out;
  out.path = std::move(path);
  out.text = std::move(text);
  return out;
}

std::vector<Document> archive() {
  std::vector<Document> out = {document("arabic.txt", arabic),
                               document("arabic-10.txt", damaged(arabic, 10, 1)),
                               document("arabic-6.txt", damaged(arabic, 6, 2)),
                               document("english.txt", english),
                               document("english-10.txt", damaged(english, 10, 3)),
                               document("english-6.txt", damaged(english, 6, 4))};
  for (std::uint64_t i = 0; i < 6; ++i) out.push_back(document("notice-" + std::to_string(i) + ".txt", notice(i)));
  return out;
}

Report scan_of(std::vector<Document> documents, ScanOptions options = {}) {
  options.timing = false;
  const auto source = open_documents(std::move(documents));
  auto report = scan(*source, options);
  REQUIRE(report);
  return std::move(*report);
}

std::string json_of(const Report& report) {
  std::ostringstream out;
  write_json(report, out);
  return out.str();
}

const PairRecord* pair_of(const Report& report, const std::string& a, const std::string& b) {
  for (const PairRecord& pair : report.pairs) {
    const std::string& x = report.documents[pair.a].path;
    const std::string& y = report.documents[pair.b].path;
    if ((x == a && y == b) || (x == b && y == a)) return &pair;
  }
  return nullptr;
}

/// Hands out other contents under the same names when asked again.
class ChangingSource : public DocumentSource {
 public:
  ChangingSource(std::vector<Document> first, std::vector<Document> then)
      : first_(open_documents(std::move(first))), then_(open_documents(std::move(then))) {}
  bool next(std::vector<Document>& documents, std::vector<Problem>& problems) override {
    return first_->next(documents, problems);
  }
  std::unique_ptr<DocumentSource> again(std::span<const std::string> names) const override {
    return then_->again(names);
  }
  std::size_t num_files() const override { return 0; }

 private:
  std::unique_ptr<DocumentSource> first_, then_;
};

}  // namespace

TEST_CASE("damaged copies are revisions, in one family with their original") {
  const Report report = scan_of(archive());
  for (const std::string name : {"arabic", "english"}) {
    for (const std::string degree : {"-10", "-6"}) {
      CAPTURE(name, degree);
      const PairRecord* const pair = pair_of(report, name + ".txt", name + degree + ".txt");
      REQUIRE(pair != nullptr);
      CHECK(pair->relation == Relation::revision);
      CHECK(pair->similarity < 0.7);
      REQUIRE(pair->fuzzy_similarity);
      CHECK(*pair->fuzzy_similarity >= 0.7);
      CHECK_FALSE(pair->level);
    }
  }
  REQUIRE(report.families.size() == 2);
  CHECK(report.families[0].members.size() == 3);
  CHECK(report.families[1].members.size() == 3);
}

TEST_CASE("notices made from one template are no damaged copies of one another") {
  ScanOptions options;
  options.keep_boilerplate = GENERATE(false, true);
  const Report report = scan_of(archive(), options);
  for (const PairRecord& pair : report.pairs)
    if (report.documents[pair.a].path.starts_with("notice")) CHECK_FALSE(is_one_document(pair.relation));
}

TEST_CASE("pairs of whole words carry no fuzzy similarity") {
  const Report report = scan_of({document("a", english), document("b", english + " The end of the survey.")});
  REQUIRE(report.pairs.size() == 1);
  CHECK_FALSE(report.pairs[0].fuzzy_similarity);
  CHECK(json_of(report).find("fuzzy_similarity") == std::string::npos);
  CHECK(json_of(scan_of(archive())).find("fuzzy_similarity") != std::string::npos);
}

TEST_CASE("damaged copies are the same for every number of jobs, input order and join") {
  ScanOptions one;
  one.jobs = 1;
  const std::string expected = json_of(scan_of(archive(), one));
  for (const unsigned jobs : {2u, 5u}) {
    std::vector<Document> documents = archive();
    std::reverse(documents.begin(), documents.end());
    std::rotate(documents.begin(), documents.begin() + jobs, documents.end());
    ScanOptions options;
    options.jobs = jobs;
    CHECK(json_of(scan_of(documents, options)) == expected);
  }
  ScanOptions lsh;
  lsh.join = Join::lsh;
  CHECK(pair_of(scan_of(archive(), lsh), "arabic.txt", "arabic-6.txt") != nullptr);
}

TEST_CASE("a higher threshold and level layout ask for whole words") {
  ScanOptions options;
  options.threshold = 0.75;
  CHECK(pair_of(scan_of(archive(), options), "english.txt", "english-6.txt") == nullptr);
  options.threshold = 0.7;
  options.level = Level::layout;
  CHECK(pair_of(scan_of(archive(), options), "english.txt", "english-6.txt") == nullptr);
}

TEST_CASE("a document that changed before its letters were read is reported, and not compared") {
  std::vector<Document> then = archive();
  for (Document& d : then)
    if (d.path == "english.txt") d.text += " And more.";
  const auto hashed = [](std::vector<Document> documents) {
    for (Document& d : documents) d.source_hash = {d.text.size(), 1};
    return documents;
  };
  ChangingSource source(hashed(archive()), hashed(then));
  ScanOptions options;
  options.timing = false;
  const auto report = scan(source, options);
  REQUIRE(report);
  CHECK(pair_of(*report, "english.txt", "english-6.txt") == nullptr);
  CHECK(pair_of(*report, "arabic.txt", "arabic-6.txt") != nullptr);
  CHECK(std::any_of(report->problems.begin(), report->problems.end(),
                    [](const Problem& p) { return p.path == "english.txt" && p.code == "changed"; }));
}
