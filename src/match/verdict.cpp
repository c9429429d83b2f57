// From measurements to a relation. Entry point: decide. The constants, their reasons and the corpora they were tuned on
// are in docs/algorithm.md, "Verdict". Test: tests/match/verdict_test.cpp.
#include <algorithm>
#include <cmath>
#include <optional>

#include "match/verdict_rules.h"
#include "match/verify.h"
#include "nuskha/match.h"

namespace nuskha {
namespace {

// Numbers replaced on both sides mark two documents made from one template: many of them and half of all, or few and
// nearly all.
constexpr std::size_t many_replaced_numbers = 5;
constexpr double most_common_numbers_of_many = 0.5;
constexpr std::size_t few_replaced_numbers = 3;
constexpr double most_common_numbers_of_few = 0.25;

// Long texts whose common words stand in runs, but in too few of them: one table in two languages, or the parts of a
// series.
constexpr std::size_t least_words_of_table = 400;
constexpr double most_jaccard_of_table = 0.7;
constexpr double least_clustering_of_table = 1.5;  // times the Jaccard of the same number of changes scattered evenly

// A short text is mostly formula ("The office is closed on Monday"): the shorter, the more of it must agree.
constexpr double least_similarity_of_short = 0.9;
constexpr std::size_t words_of_short = 10;   // up to here the full rule,
constexpr std::size_t words_of_normal = 30;  // from here on none of it

// An excerpt: nearly all of its words stand in the other text, in order, and most of its shingles whole.
constexpr std::size_t least_words_of_excerpt = 20;
constexpr double least_words_contained = 0.8;
constexpr double least_shingles_contained = 0.6;
constexpr double most_length_of_excerpt = 0.8;  // of the text that contains it

// A body: what is left of a text without its boilerplate, which counts from a fiftieth of the text on.
constexpr std::size_t least_words_of_body = 10;
constexpr std::size_t least_words_of_other_body = 5;  // a shorter body than the above says only that it is another
constexpr double most_similarity_of_other_body = 0.25;
constexpr double least_boilerplate = 0.02;
constexpr double least_body_similarity = 0.5;
constexpr double body_similarity_by_boilerplate = 0.5;
constexpr double least_body_words_contained = 0.8;
constexpr double least_body_shingles_contained = 0.4;

// Bodies so much alike, of texts that are mostly body, are the same, whatever their footers have in common.
constexpr double least_similarity_of_same_body = 0.95;
constexpr double most_boilerplate_of_same_body = 0.5;
constexpr double least_similarity_of_redated_body = 0.9;

// Parts that changed places: nearly all shingles stand in both, whatever their order.
constexpr double least_jaccard_of_rearranged = 0.8;
constexpr double least_bag_of_rearranged = 0.85;  // words in common that leave it possible

// Reworded: how far below the threshold, and what must then be true.
constexpr double least_share_of_threshold = 0.8;
constexpr double most_threshold_of_reworded = 0.7;  // whoever asks for more means it
constexpr double least_body_of_reworded = 0.45;
constexpr double most_clustering_of_reworded = 2.4;  // times the Jaccard of the same number of changes scattered evenly
constexpr double least_moved_of_reworded = 0.08;
constexpr double least_common_numbers_of_reworded = 0.6;
constexpr std::size_t most_words_of_reworded = 1000;
constexpr std::size_t least_words_to_judge_moved = 8;

// A passage: long enough to be no turn of phrase.
constexpr std::size_t least_passage = 16;  // shingles
constexpr double least_rare_share = 0.087;

/// What is measured of the bodies, the dear part of it when it is asked for.
class BodyMeasurements {
 public:
  BodyMeasurements(const Measurements& in_order, const MeasureBody* measure) : in_order_(in_order), measure_(measure) {}

  /// Words in each, words in common in order, similarity.
  const Measurements& in_order() const { return in_order_; }
  const Measurements& all() {
    if (measure_ == nullptr) return in_order_;
    if (!all_) all_ = (*measure_)();
    return *all_;
  }

 private:
  const Measurements& in_order_;
  const MeasureBody* measure_;  // nullptr: all is known already
  std::optional<Measurements> all_;
};

bool is_shared_table(const Measurements& m) {
  if (std::min(m.words_a, m.words_b) < least_words_of_table) return false;
  return m.jaccard < most_jaccard_of_table && m.jaccard > least_clustering_of_table * scattered_jaccard(m.similarity);
}

bool is_contained(const Measurements& m) {
  const std::size_t shorter = std::min(m.words_a, m.words_b);
  const std::size_t longer = std::max(m.words_a, m.words_b);
  return shorter >= least_words_of_excerpt &&
         static_cast<double>(shorter) <= most_length_of_excerpt * static_cast<double>(longer) &&
         static_cast<double>(m.common_words) >= least_words_contained * static_cast<double>(shorter) &&
         std::max(m.containment_a, m.containment_b) >= least_shingles_contained;
}

bool is_shared_passage(const Measurements& m) {
  return m.rare_shingles >= least_rare_shingles(std::min(m.shingles_a, m.shingles_b));
}

std::size_t shorter_of(const Measurements& m) { return std::min(m.words_a, m.words_b); }

/// Bodies that are too short say nothing: the texts are taken as they are.
bool says_something(const Measurements& body) { return shorter_of(body) >= least_words_of_body; }

double share_of_boilerplate(const Measurements& text, const Measurements& body) {
  const auto words = static_cast<double>(text.words_a + text.words_b);
  return words == 0 ? 0 : 1 - static_cast<double>(body.words_a + body.words_b) / words;
}

/// Texts that are alike in their boilerplate more than in their bodies: the more of it there is, the more alike the
/// bodies must be.
bool have_other_bodies(const Measurements& text, const Measurements& body) {
  const double boilerplate = share_of_boilerplate(text, body);
  if (!says_something(body))
    return shorter_of(body) >= least_words_of_other_body && body.similarity < most_similarity_of_other_body;
  return boilerplate > least_boilerplate &&
         body.similarity < least_body_similarity + body_similarity_by_boilerplate * boilerplate;
}

/// Share of the shorter text's words outside the LCS that the other text has elsewhere. Rewritten sentences share their
/// function words; those of two languages don't.
double share_of_moved_words(const Measurements& m) {
  const std::size_t left = shorter_of(m) - m.common_words;
  if (left < least_words_to_judge_moved) return 1;
  return static_cast<double>(m.common_bag - m.common_words) / static_cast<double>(left);
}

/// Rewritten throughout: below the threshold, but what differs is scattered, so that no part of the one is a part of
/// the other word for word, and says the same of the same things.
bool is_reworded(const Measurements& text, const Measurements& body, double threshold) {
  if (threshold > most_threshold_of_reworded) return false;
  const std::size_t numbers = std::min(text.numbers_a, text.numbers_b);
  if (numbers >= few_replaced_numbers &&
      static_cast<double>(text.common_numbers) < least_common_numbers_of_reworded * static_cast<double>(numbers))
    return false;
  return text.similarity >= threshold_for(shorter_of(text), least_share_of_threshold * threshold) &&
         shorter_of(text) <= most_words_of_reworded && says_something(body) &&
         body.similarity >= least_body_of_reworded + 0.3 * share_of_boilerplate(text, body) &&
         text.jaccard <= most_clustering_of_reworded * scattered_jaccard(text.similarity) &&
         share_of_moved_words(text) >= least_moved_of_reworded;
}

/// The same parts in another order.
bool is_rearranged(const Measurements& text, BodyMeasurements& body, double threshold) {
  const double least = std::max(threshold, least_jaccard_of_rearranged);
  return shorter_of(text) >= words_of_normal && text.jaccard >= least && body.all().jaccard >= least;
}

/// Nearly the same body, of which the texts mostly consist, under another footer: whatever the footers have in common.
bool is_same_body(const Measurements& text, BodyMeasurements& body, double threshold) {
  const double boilerplate = share_of_boilerplate(text, body.in_order());
  return shorter_of(body.in_order()) >= words_of_normal && boilerplate > least_boilerplate &&
         boilerplate <= most_boilerplate_of_same_body &&
         body.in_order().similarity >= std::max(threshold, least_similarity_of_same_body) &&
         !has_replaced_numbers(body.all()) && !is_shared_table(body.all());
}

/// Whether the bodies are the same but for a date, so that numbers which were replaced are those of the footers.
bool has_redated_body(const Measurements& text, BodyMeasurements& body) {
  const double boilerplate = share_of_boilerplate(text, body.in_order());
  return shorter_of(body.in_order()) >= words_of_normal && boilerplate > least_boilerplate &&
         boilerplate <= most_boilerplate_of_same_body &&
         body.in_order().similarity >= least_similarity_of_redated_body && !has_replaced_numbers(body.all());
}

/// One body under another footer.
bool is_body_alike(const Measurements& text, BodyMeasurements& body, double threshold) {
  return shorter_of(body.in_order()) >= words_of_normal &&
         share_of_boilerplate(text, body.in_order()) > least_boilerplate && body.in_order().similarity >= threshold &&
         share_of_moved_words(text) >= least_moved_of_reworded && !is_shared_table(text) &&
         !has_replaced_numbers(body.all());
}

/// What makes an excerpt must not be its boilerplate.
bool is_body_contained(const Measurements& text, BodyMeasurements& body) {
  const Measurements& in_order = body.in_order();
  if (!says_something(in_order) || share_of_boilerplate(text, in_order) <= least_boilerplate) return true;
  return static_cast<double>(in_order.common_words) >=
             least_body_words_contained * static_cast<double>(shorter_of(in_order)) &&
         std::max(body.all().containment_a, body.all().containment_b) >= least_body_shingles_contained;
}

std::optional<Relation> decide_of(const Measurements& text, BodyMeasurements body, const MatchOptions& options) {
  const Measurements& in_order = body.in_order();
  const bool similar = text.similarity >= threshold_for(shorter_of(text), options.threshold);
  const bool contained = is_contained(text);
  const Relation part = text.words_a < text.words_b ? Relation::excerpt : Relation::extension;
  if (similar && has_replaced_numbers(text) && !has_redated_body(text, body)) return Relation::template_;
  if (similar && !is_shared_table(text) && !have_other_bodies(text, in_order)) return Relation::revision;
  if (contained && is_body_contained(text, body)) return has_replaced_numbers(text) ? Relation::template_ : part;
  if (similar) return Relation::template_;
  if (!has_replaced_numbers(text)) {
    if (is_rearranged(text, body, options.threshold)) return Relation::revision;
    if (is_same_body(text, body, options.threshold)) return Relation::revision;
    if (is_body_alike(text, body, options.threshold)) return Relation::revision;
    if (is_reworded(text, in_order, options.threshold)) return Relation::revision;
  }
  if (is_shared_passage(text)) return Relation::shared_passage;
  return std::nullopt;
}

}  // namespace

bool has_replaced_numbers(const Measurements& m) {
  const std::size_t numbers = std::min(m.numbers_a, m.numbers_b);
  const std::size_t replaced = numbers - m.common_numbers;
  const auto less_than = [&](double share) {
    return static_cast<double>(m.common_numbers) < share * static_cast<double>(numbers);
  };
  return (replaced >= many_replaced_numbers && less_than(most_common_numbers_of_many)) ||
         (replaced >= few_replaced_numbers && less_than(most_common_numbers_of_few));
}

double scattered_jaccard(double similarity) {
  const double intact = similarity * similarity * similarity;
  return intact / (2 - intact);
}

double threshold_for(std::size_t words, double threshold) {
  if (words >= words_of_normal || threshold >= least_similarity_of_short) return threshold;
  const std::size_t above = words > words_of_short ? words - words_of_short : 0;
  const double shortness = 1 - static_cast<double>(above) / static_cast<double>(words_of_normal - words_of_short);
  return threshold + (least_similarity_of_short - threshold) * shortness;
}

std::size_t least_rare_shingles(std::size_t shingles) {
  const double share = least_rare_share * static_cast<double>(shingles) - 1e-9;  // 0.28 · 100 is a hair over 28
  return std::max(least_passage, static_cast<std::size_t>(std::max(0.0, std::ceil(share))));
}

bool cannot_match(std::size_t words_a, std::size_t words_b, std::size_t bound, std::size_t rare_shingles,
                  const MatchOptions& options) {
  if (rare_shingles >= least_passage) return false;
  const auto common = static_cast<double>(bound);
  const std::size_t shorter = std::min(words_a, words_b);
  const auto words = static_cast<double>(words_a + words_b);
  if (2 * common >= threshold_for(shorter, options.threshold) * words) return false;
  if (shorter >= least_words_of_excerpt && common >= least_words_contained * static_cast<double>(shorter)) return false;
  if (shorter > most_words_of_reworded || options.threshold > most_threshold_of_reworded) return true;
  // Reworded: of the words in common, some are not in the LCS, unless there are too few to tell.
  const bool may_lack_few = shorter < bound + least_words_to_judge_moved;
  const double in_order =
      may_lack_few ? common
                   : (common - least_moved_of_reworded * static_cast<double>(shorter)) / (1 - least_moved_of_reworded);
  return 2 * in_order < threshold_for(shorter, least_share_of_threshold * options.threshold) * words - 1e-6;
}

bool cannot_match_in_order(std::size_t words_a, std::size_t words_b, std::size_t common_words,
                           std::size_t rare_shingles, const MatchOptions& options) {
  if (rare_shingles >= least_passage) return false;
  const auto common = static_cast<double>(common_words);
  const std::size_t shorter = std::min(words_a, words_b);
  if (shorter >= least_words_of_excerpt && common >= least_words_contained * static_cast<double>(shorter)) return false;
  const bool may_be_reworded = shorter <= most_words_of_reworded && options.threshold <= most_threshold_of_reworded;
  const double threshold = (may_be_reworded ? least_share_of_threshold : 1) * options.threshold;
  return 2 * common < threshold_for(shorter, threshold) * static_cast<double>(words_a + words_b) - 1e-6;
}

bool may_be_alike_in_body(std::size_t words_of_texts, std::size_t body_a, std::size_t body_b) {
  const auto words = static_cast<double>(words_of_texts);
  return std::min(body_a, body_b) >= words_of_normal &&
         1 - static_cast<double>(body_a + body_b) / words > least_boilerplate - 1e-6;
}

bool bodies_cannot_match(std::size_t body_a, std::size_t body_b, std::size_t bound, bool may_be_alike,
                         const MatchOptions& options) {
  // With so low a threshold the bodies may decide whether a text is reworded.
  if (least_share_of_threshold * options.threshold < least_body_of_reworded)
    return cannot_match(body_a, body_b, bound, 0, options);
  const double least = may_be_alike ? std::min(options.threshold, least_bag_of_rearranged) : least_bag_of_rearranged;
  return 2 * static_cast<double>(bound) < least * static_cast<double>(body_a + body_b) - 1e-6;
}

bool bodies_cannot_match_in_order(std::size_t body_a, std::size_t body_b, std::size_t common_words,
                                  const MatchOptions& options) {
  if (least_share_of_threshold * options.threshold < least_body_of_reworded)
    return cannot_match_in_order(body_a, body_b, common_words, 0, options);
  return 2 * static_cast<double>(common_words) < options.threshold * static_cast<double>(body_a + body_b) - 1e-6;
}

bool may_be_rearranged(std::size_t words_a, std::size_t words_b, std::size_t bound) {
  return 2 * static_cast<double>(bound) >= least_bag_of_rearranged * static_cast<double>(words_a + words_b);
}

bool needs_common_bag(std::size_t words_a, std::size_t words_b, std::size_t common_words, const MatchOptions& options) {
  const double threshold = threshold_for(std::min(words_a, words_b), options.threshold);
  return 2 * static_cast<double>(common_words) < threshold * static_cast<double>(words_a + words_b) + 1e-6;
}

std::optional<Relation> decide(const Measurements& text, const Measurements& body, const MatchOptions& options) {
  return decide_of(text, BodyMeasurements(body, nullptr), options);
}

std::optional<Relation> decide(const Measurements& text, const Measurements& in_order, const MeasureBody& measure_body,
                               const MatchOptions& options) {
  return decide_of(text, BodyMeasurements(in_order, &measure_body), options);
}

std::vector<Rule> verdict_rules(const Measurements& text, const Measurements& body, const MatchOptions& options) {
  constexpr auto at_least = "at least", at_most = "at most", more = "more than", less = "less than";
  const auto count = [](const char* what, std::size_t measured, const char* relation, std::size_t limit) {
    return RuleTest{what, static_cast<double>(measured), relation, static_cast<double>(limit), false};
  };
  const auto share = [](const char* what, double measured, const char* relation, double limit) {
    return RuleTest{what, measured, relation, limit, true};
  };
  const auto ratio = [](std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
  };
  const std::size_t shorter = shorter_of(text);
  const std::size_t longer = std::max(text.words_a, text.words_b);
  const std::size_t numbers = std::min(text.numbers_a, text.numbers_b);
  const double boilerplate = share_of_boilerplate(text, body);
  const double threshold = threshold_for(shorter, options.threshold);
  const double scattered = scattered_jaccard(text.similarity);
  std::vector<Rule> out;
  out.push_back({"similar",
                 "the words agree: revision",
                 {share("share of words in common, in order", text.similarity, at_least, threshold)}});
  out.push_back({"contained",
                 "one stands in the other: excerpt or extension",
                 {count("words of the shorter text", shorter, at_least, least_words_of_excerpt),
                  share("its length, by that of the longer", ratio(shorter, longer), at_most, most_length_of_excerpt),
                  share("share of its words in the longer, in order", ratio(text.common_words, shorter), at_least,
                        least_words_contained),
                  share("share of shingles contained", std::max(text.containment_a, text.containment_b), at_least,
                        least_shingles_contained)}});
  if (says_something(body) && boilerplate > least_boilerplate)
    out.push_back({"body-contained",
                   "what is contained isn't boilerplate",
                   {share("share of the shorter body's words in the other", ratio(body.common_words, shorter_of(body)),
                          at_least, least_body_words_contained),
                    share("share of the bodies' shingles contained", std::max(body.containment_a, body.containment_b),
                          at_least, least_body_shingles_contained)}});
  for (const auto& [least, most] : {std::pair(many_replaced_numbers, most_common_numbers_of_many),
                                    std::pair(few_replaced_numbers, most_common_numbers_of_few)})
    out.push_back({"template",
                   "numbers were replaced on both sides: another document",
                   {count("numbers replaced on both sides", numbers - text.common_numbers, at_least, least),
                    share("share of numbers in common", ratio(text.common_numbers, numbers), less, most)}});
  out.push_back({"shared-table",
                 "what they share stands in few long runs: a table in two languages, or a series",
                 {count("words of the shorter text", shorter, at_least, least_words_of_table),
                  share("Jaccard index of shingles", text.jaccard, less, most_jaccard_of_table),
                  share("Jaccard index of shingles", text.jaccard, more, least_clustering_of_table * scattered)}});
  if (!says_something(body))
    out.push_back({"other-bodies",
                   "the little that isn't boilerplate is something else",
                   {count("words of the shorter body", shorter_of(body), at_least, least_words_of_other_body),
                    share("similarity of the bodies", body.similarity, less, most_similarity_of_other_body)}});
  out.push_back({"other-bodies",
                 "they are alike in boilerplate more than in their bodies",
                 {count("words of the shorter body", shorter_of(body), at_least, least_words_of_body),
                  share("share of boilerplate", boilerplate, more, least_boilerplate),
                  share("similarity of the bodies", body.similarity, less,
                        least_body_similarity + body_similarity_by_boilerplate * boilerplate)}});
  out.push_back({"rearranged",
                 "the same parts in another order: revision",
                 {count("words of the shorter text", shorter, at_least, words_of_normal),
                  share("Jaccard index of shingles", text.jaccard, at_least,
                        std::max(options.threshold, least_jaccard_of_rearranged)),
                  share("Jaccard index of the bodies' shingles", body.jaccard, at_least,
                        std::max(options.threshold, least_jaccard_of_rearranged))}});
  out.push_back({"body-alike",
                 "one body under another footer: revision",
                 {count("words of the shorter body", shorter_of(body), at_least, words_of_normal),
                  share("share of boilerplate", boilerplate, more, least_boilerplate),
                  share("similarity of the bodies", body.similarity, at_least, options.threshold),
                  share("share of the other words that stand elsewhere", share_of_moved_words(text), at_least,
                        least_moved_of_reworded)}});
  out.push_back({"same-body",
                 "nearly the same body under another footer: revision",
                 {count("words of the shorter body", shorter_of(body), at_least, words_of_normal),
                  share("share of boilerplate", boilerplate, more, least_boilerplate),
                  share("share of boilerplate", boilerplate, at_most, most_boilerplate_of_same_body),
                  share("similarity of the bodies", body.similarity, at_least,
                        std::max(options.threshold, least_similarity_of_same_body))}});
  out.push_back({"redated-body",
                 "the bodies are the same but for a date: the numbers are those of the footers",
                 {count("words of the shorter body", shorter_of(body), at_least, words_of_normal),
                  share("share of boilerplate", boilerplate, more, least_boilerplate),
                  share("share of boilerplate", boilerplate, at_most, most_boilerplate_of_same_body),
                  share("similarity of the bodies", body.similarity, at_least, least_similarity_of_redated_body)}});
  Rule reworded{
      "reworded",
      "rewritten throughout: revision",
      {share("threshold asked for", options.threshold, at_most, most_threshold_of_reworded),
       share("share of words in common, in order", text.similarity, at_least,
             threshold_for(shorter, least_share_of_threshold * options.threshold)),
       count("words of the shorter text", shorter, at_most, most_words_of_reworded),
       count("words of the shorter body", shorter_of(body), at_least, least_words_of_body),
       share("similarity of the bodies", body.similarity, at_least, least_body_of_reworded + 0.3 * boilerplate),
       share("Jaccard index of shingles", text.jaccard, at_most, most_clustering_of_reworded * scattered),
       share("share of the other words that stand elsewhere", share_of_moved_words(text), at_least,
             least_moved_of_reworded)}};
  if (numbers >= few_replaced_numbers)
    reworded.tests.push_back(share("share of numbers in common", ratio(text.common_numbers, numbers), at_least,
                                   least_common_numbers_of_reworded));
  out.push_back(std::move(reworded));
  out.push_back({"shared-passage",
                 "a long passage in common that few others hold",
                 {count("shared shingles that are rare in the archive", text.rare_shingles, at_least,
                        least_rare_shingles(std::min(text.shingles_a, text.shingles_b)))}});
  return out;
}

}  // namespace nuskha
