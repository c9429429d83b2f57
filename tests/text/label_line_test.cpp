#include "text/label_line.h"

#include <string>

#include "base/month_names.h"
#include "support/catch.h"

using namespace nuskha;

TEST_CASE("labels of press offices are known in their languages and spellings") {
  const std::string line = GENERATE(
      as<std::string>(), "بيان صحفي", "بيانٌ صحفيّ", "** بيان صحفي **", "بيان صحفي رقم ١٢", "بيان صحفي (12/2021)",
      "خبر صحفى", "بيان صحفي - للنشر الفوري", "Press release", "PRESS RELEASE:", "Press Release No. 45/2021",
      "NEWS RELEASE – For immediate release", "Communiqué de presse n° 12", "COMMUNIQUE DE PRESSE", "Nota de prensa",
      "Pressemitteilung Nr. 7", "Пресс-релиз № 3", "Basın Bülteni", "新闻稿", "プレスリリース", "보도자료",
      "ข่าวประชาสัมพันธ์", "הודעה לעיתונות", "Press release, 15 April 2021", "Press release | Thursday, 15 April 2021",
      "پریس ریلیز");
  CAPTURE(line);
  CHECK(is_label_line(line));
}

TEST_CASE("labels stand folded in their table, and are known as they stand there") {
  for (const std::string_view label : folded_labels()) {
    CAPTURE(label);
    CHECK(fold_name_words(label) == label);
    CHECK(is_label_line(label));
  }
}

TEST_CASE("a date alone is a label") {
  const std::string line =
      GENERATE(as<std::string>(), "١٥ أبريل ٢٠٢١", "15 نيسان 2021", "الخميس، 15 نيسان 2021", "2021-04-15", "15.04.2021",
               "Thursday, 15 April 2021", "le 5 février 2023", "2023年2月5日", "15 – 17 April 2021");
  CAPTURE(line);
  CHECK(is_label_line(line));
}

TEST_CASE("what says more is no label") {
  const std::string line =
      GENERATE(as<std::string>(), "اليابان توسع الشراكة", "بيان صحفي مشترك بين الوزارتين", "خبر سار لأهل المدينة",
               "News from the valley", "Statement of the minister on the flood", "Press releases", "1984", "12", "***",
               "", "Baghdad, 15 April 2021", "Report of 15 April 2021", "新闻稿件管理办法", "\xFF\xFE");
  CAPTURE(line);
  CHECK_FALSE(is_label_line(line));
  CHECK_FALSE(is_label_line(std::string("Press release ") + std::string(120, '.')));
}
