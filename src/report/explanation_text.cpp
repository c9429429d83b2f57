// An explanation as a page for people: write_explanation_text. Test: tests/report/explanation_test.cpp.
#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "nuskha/explanation.h"
#include "report/display.h"
#include "report/text_family.h"

namespace nuskha {
namespace {

constexpr std::size_t num_shown_passages = 8;

class ExplanationWriter {
 public:
  ExplanationWriter(const Explanation& explanation, const TextStyle& style) : e_(explanation), style_(style) {}

  std::string write() {
    const std::string relation = e_.relation ? std::string(to_string(*e_.relation)) : "not a match";
    page_ += paint(style_, "1", relation) + ", because: " + e_.because + "\n\n";
    append_document("A", e_.a);
    append_document("B", e_.b);
    page_ += fmt::format("  compared {}\n",
                         e_.num_archive_documents > 0
                             ? "among " + count_of(e_.num_archive_documents, "other document", "other documents")
                             : "without an archive: nothing is known of boilerplate (--archive PATH)");
    page_ += "  changes: " + summarize(e_.diff) + '\n';
    append_measurements();
    append_rules();
    append_boilerplate();
    append_passages("Shared passages", e_.shared);
    append_passages("Differing passages", e_.differing);
    append_what_would_change();
    return std::move(page_);
  }

 private:
  void heading(std::string_view text) { page_ += '\n' + paint(style_, "1", std::string(text)) + '\n'; }

  void append_document(std::string_view letter, const ExplainedDocument& document) {
    page_ += fmt::format("  {}  {}, {}{}\n", letter, shown_name(style_, document.path),
                         count_of(document.words, "word", "words"),
                         document.date ? ", dated " + escape_for_display(*document.date) : std::string());
  }

  void append_measurements() {
    heading("Measured                                   whole texts     bodies");
    const auto row = [this](std::string_view name, const std::string& text, const std::string& body) {
      page_ += fmt::format("  {:<40} {:>12} {:>10}\n", name, text, body);
    };
    const auto share = [](double value) { return fmt::format("{:.4f}", value); };
    const auto count = [](std::size_t value) { return group_digits(value); };
    const Measurements& t = e_.text;
    const Measurements& b = e_.body;
    row("words of A", count(t.words_a), count(b.words_a));
    row("words of B", count(t.words_b), count(b.words_b));
    row("words in common, in order (LCS)", count(t.common_words), count(b.common_words));
    row("words in common, in any order", count(t.common_bag), count(b.common_bag));
    row("similarity, 2 · LCS / (A + B)", share(t.similarity), share(b.similarity));
    row("shingles of A", count(t.shingles_a), count(b.shingles_a));
    row("shingles of B", count(t.shingles_b), count(b.shingles_b));
    row("Jaccard index of shingles", share(t.jaccard), share(b.jaccard));
    row("share of A's shingles in B", share(t.containment_a), share(b.containment_a));
    row("share of B's shingles in A", share(t.containment_b), share(b.containment_b));
    row("numbers of A, date line apart", count(t.numbers_a), count(b.numbers_a));
    row("numbers of B, date line apart", count(t.numbers_b), count(b.numbers_b));
    row("numbers in common", count(t.common_numbers), count(b.common_numbers));
    row("shared shingles that are rare", count(t.rare_shingles), "");
  }

  static std::string value(const VerdictTest& test, double number) {
    return test.is_share ? fmt::format("{:.4f}", number) : group_digits(static_cast<std::uint64_t>(number));
  }

  void append_rules() {
    heading(fmt::format("Rules, for a threshold of {}", e_.threshold));
    for (const VerdictRule& rule : e_.rules) {
      page_ += fmt::format("  {} {}: {}\n", paint(style_, rule.holds ? "32" : "90", rule.holds ? "holds" : "fails"),
                           rule.name, rule.says);
      for (const VerdictTest& test : rule.tests)
        page_ += fmt::format("      {} {}: {}, asked {} {}\n", test.holds ? "yes" : "no ", test.what,
                             value(test, test.measured), test.relation, value(test, test.limit));
    }
  }

  static std::string lines(const ExplainedPassage& passage) {
    if (passage.first_line == passage.last_line) return fmt::format("line {}", group_digits(passage.first_line));
    return fmt::format("lines {}–{}", group_digits(passage.first_line), group_digits(passage.last_line));
  }

  /// "A lines 3–4, bytes 100–140, 7 words"
  static std::string place(std::string_view letter, const ExplainedPassage& passage) {
    std::string out = fmt::format("{} {}, ", letter, passage.place ? to_string(*passage.place) : lines(passage));
    if (passage.in_file) out += fmt::format("bytes {}–{}, ", passage.in_file->begin, passage.in_file->end);
    return out + count_of(passage.words, "word", "words");
  }

  std::string quoted(const ExplainedPassage& passage) const {
    std::string text;
    for (const char c : passage.text) {
      const bool is_blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
      if (!is_blank || (!text.empty() && text.back() != ' ')) text += is_blank ? ' ' : c;
    }
    return shown_name(style_, cut_to_width(escape_for_display(text), style_.width > 30 ? style_.width - 8 : 22));
  }

  void append_boilerplate() {
    if (e_.a.boilerplate.empty() && e_.b.boilerplate.empty()) return;
    heading("Set aside as boilerplate");
    for (const auto& [letter, document] : {std::pair("A", &e_.a), std::pair("B", &e_.b)}) {
      for (const ExplainedPassage& passage : document->boilerplate)
        page_ += fmt::format("  {}\n      {}\n", place(letter, passage), quoted(passage));
    }
  }

  void append_passages(std::string_view title, const std::vector<SharedPassage>& passages) {
    if (passages.empty()) return;
    const std::size_t shown = passages.size() <= num_shown_passages + 1 ? passages.size() : num_shown_passages;
    heading(shown == passages.size() ? std::string(title)
                                     : fmt::format("{} ({} of {})", title, shown, group_digits(passages.size())));
    for (std::size_t i = 0; i < shown; ++i) {
      const SharedPassage& passage = passages[i];
      page_ += fmt::format("  {}; {}\n", place("A", passage.a), place("B", passage.b));
      if (!passage.a.text.empty()) page_ += fmt::format("      {}\n", quoted(passage.a));
      if (!passage.b.text.empty() && passage.b.text != passage.a.text)
        page_ += fmt::format("      {}\n", quoted(passage.b));
    }
  }

  void append_what_would_change() {
    if (e_.would_change.empty()) return;
    heading("What would have changed a rule");
    for (const std::string& sentence : e_.would_change) page_ += "  " + sentence + '\n';
  }

  const Explanation& e_;
  const TextStyle& style_;
  std::string page_;
};

}  // namespace

void write_explanation_text(const Explanation& explanation, const TextStyle& style, std::ostream& out) {
  const std::string page = ExplanationWriter(explanation, style).write();
  out.write(page.data(), static_cast<std::streamsize>(page.size()));
}

}  // namespace nuskha
