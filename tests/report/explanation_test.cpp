// An explanation as a page for people.
#include <sstream>
#include <string>

#include "nuskha/explanation.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

std::string page_of(const Explanation& explanation) {
  std::ostringstream out;
  write_explanation_text(explanation, {}, out);
  return out.str();
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

Explanation sample() {
  Explanation out;
  out.a = {"a.txt", 120, "2021-04-15", {{{100, 140}, 3, 4, 7, "About us:\nwe \x1b[31m write", SourceRange{120, 160}}}};
  out.b = {"b.txt", 130, {}, {}};
  out.num_archive_documents = 3;
  out.because = "too little in common";
  out.text.words_a = 120;
  out.text.similarity = 0.25;
  out.rules = {
      {"similar", "the words agree", {{"share of words in common", 0.25, "at least", 0.7, true, false}}, false}};
  out.would_change = {"similar would hold with more"};
  out.shared = {{{{0, 9}, 1, 1, 9, "one passage", SourceRange{0, 9}},
                 {{4, 13}, 2, 2, 9, "one passage", {}, PlaceRange{PlaceUnit::page, 3, 4}}}};
  return out;
}

}  // namespace

TEST_CASE("the page begins with the verdict and its reason") {
  CHECK(page_of(sample()).starts_with("not a match, because: too little in common\n"));
  Explanation related = sample();
  related.relation = Relation::shared_passage;
  CHECK(page_of(related).starts_with("shared-passage, because:"));
}

TEST_CASE("measurements, rules, boilerplate and passages are listed with their places") {
  const std::string page = page_of(sample());
  CHECK(holds(page, "  A  a.txt, 120 words, dated 2021-04-15\n"));
  CHECK(holds(page, "among 3 other documents"));
  CHECK(holds(page, "similarity, 2 · LCS / (A + B)"));
  CHECK(holds(page,
              "fails similar: the words agree\n      no  share of words in common: 0.2500, asked at least 0.7000\n"));
  CHECK(holds(page, "  A lines 3–4, bytes 120–160, 7 words\n"));
  CHECK(holds(page, "A line 1, bytes 0–9, 9 words; B pages 3–4, 9 words\n      one passage\n"));
  CHECK(holds(page, "similar would hold with more"));
}

TEST_CASE("what the documents hold doesn't steer the terminal") { CHECK_FALSE(holds(page_of(sample()), "\x1b")); }
