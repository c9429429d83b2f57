// Entry points: collect_boilerplate while the words are there, quote_boilerplate when they are gone. Test:
// tests/scan/boilerplate_records_test.cpp.
//
//   passage families ─▶ requests (document, words) ─▶ DocumentSource::again ─▶ Analyzer with word ranges ─▶ quotations
//   and places, each written to its own place of the report
#include "scan/boilerplate_records.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/parallel.h"
#include "match/repetition.h"
#include "nuskha/place.h"
#include "scan/read_again.h"

namespace nuskha {
namespace {

// A day of more families than that is the date of an export, or an archive of one day, and says nothing.
constexpr std::size_t most_editions = 8;
constexpr std::size_t least_days = 4;  // or if more than a quarter of the families are of it

/// The passages that no recurring one overlaps.
void drop_recurring(std::vector<Passage>& passages, std::span<const Passage> recurring) {
  std::erase_if(passages, [&](const Passage& passage) {
    const auto next = std::upper_bound(recurring.begin(), recurring.end(), passage.begin,
                                       [](std::uint32_t word, const Passage& other) { return word < other.end; });
    return next != recurring.end() && next->begin < passage.end;
  });
}

/// A quotation or a place that is to be filled in.
struct Request {
  DocumentIndex document = 0;
  PassagePlace place;
  BoilerplateVariant* variant = nullptr;  ///< For its text; or
  BoilerplatePlace* where = nullptr;      ///< for its lines.
};

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Answers the requests for one document.
void answer(const Document& document, std::span<const Request> requests, Analyzer& analyzer, Analysis& analysis) {
  analyzer.analyze(document.text, analysis);
  std::optional<PlaceFinder> places;
  for (const Request& request : requests) {
    const Passage& words = request.place.words;
    if (words.end > analysis.words.size()) continue;  // not what was read before, whatever its hash says
    if (request.variant != nullptr) request.variant->text = quote_passage(document.text, analysis, words);
    if (request.where == nullptr) continue;
    if (!places) places.emplace(document);
    const std::uint64_t begin = analysis.word_ranges[words.begin].begin;
    const std::uint64_t end = analysis.word_ranges[words.end - 1].end;
    request.where->first_line = places->line_of(begin);
    request.where->last_line = places->line_of(end - 1);
    request.where->place = places->range_of(begin, end);
  }
}

class Quoter {
 public:
  Quoter(std::span<const Hash128> source_hashes, const DocumentSource& source, const QuoteOptions& options,
         Report& report)
      : source_hashes_(source_hashes), source_(source), options_(options), report_(report) {}

  void run(std::vector<Request> requests) {
    std::sort(requests.begin(), requests.end(), [](const Request& a, const Request& b) {
      return std::tie(a.document, a.place) < std::tie(b.document, b.place);
    });
    std::vector<KnownDocument> wanted;
    std::vector<std::size_t> begins;  // of the requests for each document
    for (std::size_t i = 0; i < requests.size(); ++i) {
      if (i > 0 && requests[i].document == requests[i - 1].document) continue;
      begins.push_back(i);
      const DocumentIndex document = requests[i].document;
      wanted.push_back({report_.documents.path(document), source_hashes_[document]});
    }
    begins.push_back(requests.size());
    std::vector<Analyzer> analyzers;
    for (unsigned thread = 0; thread < options_.threads; ++thread) analyzers.emplace_back(options_.level, true);
    std::vector<Analysis> analyses(options_.threads);
    std::vector<Problem>& all = report_.problems;
    std::sort(all.begin(), all.end());
    std::vector<Problem> met = read_again(
        source_, wanted, all, {"boilerplate can't be quoted from it", "boilerplate was to be quoted from it"},
        options_.threads, [&](unsigned thread, std::size_t number, const Document& document) {
          const std::span<const Request> of_document =
              std::span(requests).subspan(begins[number], begins[number + 1] - begins[number]);
          answer(document, of_document, analyzers[thread], analyses[thread]);
        });
    std::move(met.begin(), met.end(), std::back_inserter(all));
    std::sort(all.begin(), all.end());
  }

 private:
  std::span<const Hash128> source_hashes_;
  const DocumentSource& source_;
  const QuoteOptions& options_;
  Report& report_;
};

void set_dates(std::span<const PassagePlace> places, const PageLists<std::uint32_t>& holders, const Report& report,
               BoilerplateVariant& variant) {
  std::optional<std::string_view> first;
  std::optional<std::string_view> last;
  for (const PassagePlace& place : places) {
    for (const std::uint32_t document : holders[place.text]) {
      const std::optional<std::string_view> date = report.documents.date(document);
      if (!date) continue;
      if (!first || *date < *first) first = date;
      if (!last || *date > *last) last = date;
    }
  }
  if (first) variant.first = *first;
  if (last) variant.last = *last;
}

}  // namespace

std::string quote_passage(std::string_view text, const Analysis& analysis, const Passage& words) {
  const auto block_of = [&](std::uint64_t word) {
    return std::upper_bound(analysis.blocks.begin(), analysis.blocks.end(), word,
                            [](std::uint64_t w, const Block& block) { return w < block.word_end; });
  };
  std::uint64_t begin = analysis.word_ranges[words.begin].begin;
  std::uint64_t end = analysis.word_ranges[words.end - 1].end;
  if (const auto block = block_of(words.begin); block->word_begin == words.begin) {
    begin = std::min(begin, block->source_begin);
  } else {
    const std::uint64_t least = analysis.word_ranges[words.begin - 1].end;
    while (begin > least && !is_space(text[begin - 1])) --begin;
  }
  if (const auto block = block_of(words.end - 1); block->word_end == words.end) {
    end = std::max(end, block->source_end);
  } else {
    const std::uint64_t most = analysis.word_ranges[words.end].begin;
    while (end < most && !is_space(text[end])) ++end;
  }
  while (begin < end && is_space(text[begin])) ++begin;
  while (begin < end && is_space(text[end - 1])) --end;
  return std::string(text.substr(begin, end - begin));
}

std::vector<std::uint32_t> families_by_day(std::span<const std::uint32_t> family_of,
                                           const PageLists<std::uint32_t>& holders,
                                           std::span<const std::optional<std::string_view>> date_of_document) {
  std::vector<std::string_view> first_day(family_of.size());  // of each family; empty: unknown
  for (std::size_t text = 0; text < family_of.size(); ++text) {
    for (const std::uint32_t document : holders[text]) {
      const std::optional<std::string_view>& date = date_of_document[document];
      std::string_view& first = first_day[family_of[text]];
      if (date && (first.empty() || *date < first)) first = *date;
    }
  }
  struct Day {
    std::uint32_t family;
    std::size_t num_families = 0;
  };
  std::unordered_map<std::string_view, Day> days;
  std::size_t num_families = 0;
  for (std::uint32_t text = 0; text < family_of.size(); ++text) {
    if (family_of[text] != text) continue;  // a family is called by its lowest text
    ++num_families;
    if (!first_day[text].empty()) ++days.try_emplace(first_day[text], Day{text}).first->second.num_families;
  }
  std::vector<std::uint32_t> out(family_of.begin(), family_of.end());
  for (std::uint32_t& family : out) {
    const auto day = days.find(first_day[family]);
    if (day != days.end() && is_day_of_editions(day->second.num_families, num_families)) family = day->second.family;
  }
  return out;
}

bool is_day_of_editions(std::size_t num_families_of_day, std::size_t num_families) {
  return num_families_of_day <= std::max(most_editions, num_families / least_days);
}

PageLists<Passage> find_repeated_passages(std::span<const MatchText> texts, const PageLists<Passage>& recurring,
                                          unsigned threads, PageStore* pages) {
  return PageLists<Passage>::gather(threads, texts.size(), 64, pages, [&](unsigned, std::size_t text) {
    std::vector<Passage> found = find_repetitions(texts[text]);
    drop_recurring(found, recurring[text]);
    return found;
  });
}

BoilerplateFindings collect_boilerplate(const PassagesOfTexts& input, unsigned threads, PageStore* pages) {
  BoilerplateFindings out;
  out.recurring = group_passages(input);
  const PageLists<Passage> repeated = find_repeated_passages(input.texts, input.passages, threads, pages);
  out.repeated = group_passages({input.texts, repeated, input.holders, input.family_of, 1});
  return out;
}

void quote_boilerplate(const BoilerplateFindings& findings, const PageLists<std::uint32_t>& holders,
                       std::span<const Hash128> source_hashes, const DocumentSource& source,
                       const QuoteOptions& options, Report& report) {
  report.boilerplate.clear();
  std::vector<const PassageFamily*> families;
  for (const PassageFamily& family : findings.recurring) families.push_back(&family);
  for (const PassageFamily& family : findings.repeated) families.push_back(&family);
  report.boilerplate.reserve(families.size());
  for (const PassageFamily* family : families) {
    BoilerplateRecord& record = report.boilerplate.emplace_back();
    record.documents = family->documents;
    record.within_document = report.boilerplate.size() > findings.recurring.size();
    for (const PassageVariant& found : family->variants) {
      BoilerplateVariant& variant = record.variants.emplace_back();
      variant.documents = found.documents;
      set_dates(found.places, holders, report, variant);
      if (!options.places) continue;
      for (const PassagePlace& place : found.places)
        for (const std::uint32_t document : holders[place.text])
          variant.places.push_back({document, place.words.begin, 0, place.is_part, {}});
      // By document; the words tell the order within one until the lines are known.
      std::sort(variant.places.begin(), variant.places.end(), [](const BoilerplatePlace& a, const BoilerplatePlace& b) {
        return std::tie(a.document, a.first_line) < std::tie(b.document, b.first_line);
      });
    }
  }
  // Nothing moves any more: requests may point into the records.
  std::vector<Request> requests;
  for (std::size_t i = 0; i < families.size(); ++i) {
    for (std::size_t j = 0; j < families[i]->variants.size(); ++j) {
      const PassageVariant& found = families[i]->variants[j];
      BoilerplateVariant& variant = report.boilerplate[i].variants[j];
      requests.push_back({holders[found.example.text].front(), found.example, &variant, nullptr});
      if (variant.places.empty()) continue;
      std::vector<Request> wanted;
      for (const PassagePlace& place : found.places)
        for (const std::uint32_t document : holders[place.text]) wanted.push_back({document, place, nullptr, nullptr});
      std::sort(wanted.begin(), wanted.end(), [](const Request& a, const Request& b) {
        return std::tie(a.document, a.place) < std::tie(b.document, b.place);
      });
      for (std::size_t k = 0; k < wanted.size(); ++k) {
        wanted[k].where = &variant.places[k];
        variant.places[k].first_line = 0;
      }
      requests.insert(requests.end(), wanted.begin(), wanted.end());
    }
  }
  Quoter(source_hashes, source, options, report).run(std::move(requests));
  for (BoilerplateRecord& record : report.boilerplate)
    for (BoilerplateVariant& variant : record.variants)
      std::erase_if(variant.places, [](const BoilerplatePlace& place) { return place.first_line == 0; });
}

}  // namespace nuskha
