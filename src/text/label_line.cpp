// Entry point: is_label_line. Test: tests/text/label_line_test.cpp.
#include "text/label_line.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "base/fold.h"
#include "base/month_names.h"
#include "base/unicode.h"
#include "base/weekday_names.h"
#include "text/date_finder.h"

namespace nuskha {
namespace {

constexpr std::size_t most_bytes = 120;

// What press offices call their texts, as fold_name_words gives it, so that nothing is folded at the start.
constexpr std::string_view labels[] = {
    // Arabic, Persian, Urdu, Kurdish, Hebrew
    "بيان صحفي", "بيان صحافي", "بلاغ صحفي", "بلاغ صحافي", "خبر صحفي", "خبر صحافي", "تصريح صحفي", "تصريح صحافي",
    "نشره صحفيه", "بيان اعلامي", "بيان", "بلاغ", "خبر", "تصريح", "للنشر الفوري", "للنشر", "بيانيه مطبوعاتي",
    "اطلاعيه مطبوعاتي", "بيانيه خبري", "اطلاعيه", "بيانيه", "پريس ريليز", "اخباري بيان", "ههواڵي ڕۆژنامهواني",
    "הודעה לעיתונות", "הודעה לתקשורת", "הודעת דוברות", "לפרסומ מיידי",
    // Western Europe
    "press release", "news release", "media release", "press statement", "media statement", "media advisory",
    "press advisory", "press note", "media note", "press communique", "press briefing", "statement", "news",
    "announcement", "communique", "for immediate release", "for release", "for immediate publication",
    "communique de presse", "note de presse", "declaration", "pour diffusion immediate", "comunicado de prensa",
    "nota de prensa", "boletin de prensa", "comunicado", "para publicacion inmediata", "comunicado de imprensa",
    "comunicado a imprensa", "nota de imprensa", "nota a imprensa", "nota de premsa", "comunicat de premsa",
    "prentsa oharra", "comunicato stampa", "nota stampa", "comunicato", "pressemitteilung", "presseinformation",
    "presseerklarung", "pressemeldung", "presseaussendung", "medienmitteilung", "medieninformation",
    "zur sofortigen veroffentlichung", "persbericht", "pressemeddelelse", "pressemelding", "pressmeddelande",
    "lehdistotiedote", "tiedote", "pressiteade",
    // Eastern Europe, Caucasus, Turkey
    "informacja prasowa", "komunikat prasowy", "tiskova zprava", "tlacova sprava", "sajtokozlemeny",
    "comunicat de presa", "priopcenje za javnost", "saopstenje za javnost", "саопштење за јавност",
    "sporocilo za javnost", "прессъобщение", "съобщение за медиите", "δελτιο τυπου", "пресс релиз",
    "сообщение для печати", "для немедленной публикации", "прес реліз", "прэс рэліз", "preses relize",
    "pazinojums presei", "pranesimas spaudai", "basin bulteni", "basin aciklamasi", "basin duyurusu", "პრესრელიზი",
    "პრეს რელიზი", "մամուլի հաղորդագրություն",
    // South and East Asia, Africa
    "प्रेस विज्ञप्ति", "প্রেস বিজ্ঞপ্তি", "সংবাদ বিজ্ঞপ্তি", "新闻稿", "新聞稿", "新闻公报", "新闻发布", "プレスリリース",
    "ニュースリリース", "報道発表", "報道発表資料", "報道関係者各位", "보도자료", "보도 자료",
    "ข่าวประชาสัมพันธ์", "ข่าวแจกสื่อมวลชน", "ข่าวแจก", "thong cao bao chi", "siaran pers", "siaran media", "kenyataan media",
    "kenyataan akhbar", "taarifa kwa vyombo vya habari", "ጋዜጣዊ መግለጫ"};

// Before a number, as folded.
constexpr std::string_view number_words[] = {"no",     "nr",  "n",   "num",   "nu", "number", "numero",
                                             "nummer", "رقم", "عدد", "شماره", "第", "号"};

using Words = std::vector<std::string>;

/// The words of a folded text.
Words split(std::string_view folded) {
  Words out;
  for (std::size_t begin = 0; begin < folded.size();) {
    const std::size_t end = std::min(folded.find(' ', begin), folded.size());
    out.emplace_back(folded.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

/// The labels, those of most words first, so that the longest that fits is taken.
struct Labels {
  std::vector<Words> all;
  std::set<std::string, std::less<>> first_words;

  Labels() {
    for (const std::string_view label : labels) {
      all.push_back(split(label));
      first_words.insert(all.back().front());
    }
    std::stable_sort(all.begin(), all.end(), [](const Words& a, const Words& b) { return a.size() > b.size(); });
  }
};

const Labels& known_labels() {
  static const Labels known;
  return known;
}

/// Whether a line may begin with a label: its first word folded letter by letter, which is so for labels.
bool may_begin_label(std::string_view line) {
  std::string word;
  for (std::size_t at = 0; at < line.size();) {
    const CodePoint c = decode_utf8(line.substr(at, 8));
    at += c.length;
    const FoldEntry& entry = fold_entry(c.value);
    if (entry.kind != FoldKind::separator)
      word.append(entry.spelling, entry.spelling_length);
    else if (!word.empty())
      break;
  }
  return known_labels().first_words.contains(word);
}

bool is_number(const std::string& word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; }) ||
         std::find(std::begin(number_words), std::end(number_words), word) != std::end(number_words);
}

}  // namespace

std::span<const std::string_view> folded_labels() { return labels; }

bool is_label_line(std::string_view line) {
  if (line.size() > most_bytes) return false;
  DateFinder finder;
  DateMatch date;
  std::string rest;
  std::size_t end = 0;
  for (finder.start(line, 0, line.size()); finder.next(date); end = date.end)
    rest.append(line.substr(end, date.begin - end)).append(" ");
  const bool has_date = end > 0;
  if (!has_date && !may_begin_label(line)) return false;
  rest.append(line.substr(end));
  const Words words = split(fold_name_words(rest));
  const std::vector<Words>& all = known_labels().all;
  bool has_label = false;
  for (std::size_t at = 0; at < words.size();) {
    const auto fits = [&](const Words& label) {
      return label.size() <= words.size() - at &&
             std::equal(label.begin(), label.end(), words.begin() + static_cast<std::ptrdiff_t>(at));
    };
    const auto label = std::find_if(all.begin(), all.end(), fits);
    if (label != all.end()) {
      at += label->size();
      has_label = true;
    } else if (is_number(words[at]) || find_weekday(words[at]) || (has_date && is_date_connector(words[at]))) {
      ++at;
    } else {
      return false;
    }
  }
  return has_label || has_date;
}

}  // namespace nuskha
