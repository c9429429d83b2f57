// Boilerplate in a wording that the archive has given up, and boilerplate that isn't there.
#include <algorithm>
#include <string>
#include <vector>

#include "rule/draft.h"
#include "rule/prepared_facts.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::test;

namespace {

const std::string old_wording =
    "For enquiries, call the press office of the municipality in Library Street on all weekdays.";
const std::string new_wording =
    "For enquiries, write to the press office of the municipality in Harbour Square, or call on weekdays.";
const std::string body =
    "The municipality of Qalmar has opened a library of eighteen thousand books, in which seven people work. The mayor "
    "said that it was open to all, and thanked those who had given books and shelves. It stands where the old mill "
    "was, and closes at nine in the evening.";
const std::string headline = "Qalmar opens a library";

std::string release(const std::string& footer) { return headline + "\n\n" + body + "\n\n" + footer + "\n"; }

/// One wording that went out on the last day of June 2020, and one that came in five days later.
KnownBoilerplate contact() {
  KnownBoilerplate out;
  out.variants = {{new_wording, 8, "2020-07-05", "2021-04-01"}, {old_wording, 5, "2019-01-10", "2020-06-30"}};
  return out;
}

std::vector<Finding> find_outdated(const std::string& text, const KnownBoilerplate& known,
                                   const std::optional<std::string>& date = {}) {
  Draft draft = text;
  draft.date = date;
  draft.facts.boilerplate = {known};
  return found_by("outdated-boilerplate", draft);
}

KnownBoilerplate with_dates(const char* old_last, const char* new_first, const char* new_last) {
  KnownBoilerplate out = contact();
  out.variants[0].first = new_first;
  out.variants[0].last = new_last;
  out.variants[1].last = old_last;
  return out;
}

/// A document of an archive of which `carrying` of the `recent` latest documents have `passage`.
Draft usual(const std::string& text, const std::string& passage, std::uint64_t carrying = 8,
            std::uint64_t recent = 10) {
  Draft draft = text;
  KnownBoilerplate known;
  known.variants = {{passage, 20, "2020-01-01", "2021-04-01"}};
  known.recent_documents = carrying;
  draft.facts.boilerplate = {known};
  draft.facts.num_recent = recent;
  return draft;
}

std::vector<Finding> find_missing(const Draft& draft) { return found_by("missing-boilerplate", draft); }

}  // namespace

TEST_CASE("a wording that the archive has given up is found, with the one that is in use") {
  Draft draft = release(old_wording);
  draft.facts.boilerplate = {contact()};
  const std::vector<Finding> findings = found_by("outdated-boilerplate", draft);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warning);
  CHECK(findings[0].message ==
        "This wording of “For enquiries, call the press office of the municipality in Library Str…” was last used on "
        "2020-06-30; "
        "since 2020-07-05 another one is in use (8 documents, last on 2021-04-01).");
  CHECK(findings[0].fix == "Replace it by the current wording: “" + new_wording + "”");
  CHECK(place_of(findings[0]) == "5:1-5:91");
  CHECK(marked(draft, findings[0]) == std::vector<std::string>{old_wording.substr(0, old_wording.size() - 1)});
  CHECK(is_known_again("outdated-boilerplate", draft));
}

TEST_CASE("a wording is known however it is spelled, and whatever it counts") {
  KnownBoilerplate known;
  known.variants = {
      {"عن بلدية قلمار: تدير البلدية ١٨ مكتبة في المدينة وضواحيها.", 6, "2020-08-01", "2021-03-01"},
      {"عن بلدية قلمار: تدير البلدية ١٧ مكتبة في المدينة وضواحيها.", 6, "2020-07-01", "2020-07-31"},
      {"عن البلدية: تعمل بلدية قلمار على إدارة ١٢ مكتبة في المدينة وضواحيها.", 4, "2018-01-01", "2020-06-01"}};
  const std::vector<Finding> findings =
      find_outdated(release("عن البلديّة: تعمل بلديّة قلمار على ادارة 15 مكتبة في المدينة وضواحيها."), known);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message.ends_with(
      "was last used on 2020-06-01; since 2020-07-01 another one is in use (12 documents, last on 2021-03-01)."));
  CHECK(find_outdated(release("عن بلدية قلمار: تدير البلدية ١٢ مكتبة في المدينة وضواحيها."), known).empty());
}

TEST_CASE("the wording in use, beside the old one too, and others are none") {
  CHECK(find_outdated(release(new_wording), contact()).empty());
  CHECK(find_outdated(release(new_wording + "\n\n" + old_wording), contact()).empty());
  CHECK(find_outdated(release("For enquiries, ask whoever you meet in the town hall of Qalmar."), contact()).empty());
  CHECK(find_outdated("", contact()).empty());
  CHECK(find_outdated("one", contact()).empty());
  CHECK(find_outdated(std::string("\0", 1), contact()).empty());
}

TEST_CASE("a document dated before the change is none the worse for it") {
  CHECK(find_outdated(release(old_wording), contact(), "2020-05-01").empty());
  CHECK(find_outdated(release(old_wording), contact(), "2020-07-29").empty());
  CHECK(find_outdated(release(old_wording), contact(), "2020-07-30").size() == 1);
}

TEST_CASE("the newer wording must have come in when the older one went out") {
  const auto count = [](const char* old_last, const char* new_first, const char* new_last) {
    return find_outdated(release(old_wording), with_dates(old_last, new_first, new_last)).size();
  };
  CHECK(count("2020-06-30", "2020-07-05", "2020-07-29") == 0);  // 29 days
  CHECK(count("2020-06-30", "2020-07-05", "2020-07-30") == 1);
  CHECK(count("2020-06-30", "2020-06-20", "2020-08-08") == 0);  // ten days both, 39 alone
  CHECK(count("2020-06-30", "2020-06-20", "2020-08-10") == 1);
  CHECK(count("2020-06-30", "2019-01-01", "2021-01-01") == 0);
  KnownBoilerplate undated = contact();
  undated.variants[1].first = undated.variants[1].last = std::nullopt;
  CHECK(find_outdated(release(old_wording), undated).empty());
}

TEST_CASE("what was used once is a slip, and what has few words in common another passage") {
  KnownBoilerplate known = contact();
  known.variants[1].documents = 1;
  CHECK(find_outdated(release(old_wording), known).empty());
  known = contact();
  known.variants[0].documents = 2;
  CHECK(find_outdated(release(old_wording), known).empty());
  known = contact();
  known.variants[0].text = "Notes to editors: photographs and a recording of what was said can be had for free.";
  CHECK(find_outdated(release(old_wording), known).empty());
}

TEST_CASE("titles, addresses and parts of another paragraph don't count") {
  KnownBoilerplate known = contact();
  known.variants[0].text = "Press office, Harbour Square, Qalmar municipality";
  known.variants[1].text = "Press office, Library Street, Qalmar municipality";
  CHECK(find_outdated(release(known.variants[1].text), known).empty());
  CHECK(find_outdated(release(old_wording + " Or come to the town hall yourselves."), contact()).empty());
  CHECK(find_outdated(release(old_wording + " Or come."), contact()).size() == 1);
}

TEST_CASE("a passage that most recent documents carry and this one doesn't is missed at the end") {
  const Draft draft = usual(headline + "\r\n\r\n" + body + "\r\n", new_wording);
  const std::vector<Finding> findings = find_missing(draft);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warning);
  CHECK(findings[0].message ==
        "“For enquiries, write to the press office of the municipality in Harbour…” isn't there; 8 of "
        "the 10 most recent documents carry it.");
  CHECK(findings[0].fix == "Add it: “" + new_wording + "”");
  CHECK(findings[0].line == 3);
  CHECK(findings[0].column == body.size() + 1);
  CHECK_FALSE(findings[0].end_column);
  CHECK(findings[0].ranges.empty());
  CHECK(is_known_again("missing-boilerplate", draft));
}

TEST_CASE("a passage that is there in other words, or in another document's habit, isn't missed") {
  CHECK(find_missing(usual(release(new_wording), new_wording)).empty());
  CHECK(find_missing(usual(release("For enquiries, write to the press office."), new_wording)).size() == 1);
  CHECK(find_missing(usual(release("For enquiries, write to the press office of the municipality in Harbour Square."),
                           new_wording))
            .empty());
  // Any wording of it will do.
  Draft draft = usual(release(old_wording), new_wording);
  draft.facts.boilerplate[0].variants.push_back({old_wording, 5, "2019-01-10", "2020-06-30"});
  CHECK(find_missing(draft).empty());
}

TEST_CASE("a habit is that of eight in ten, of ten documents at least") {
  CHECK(find_missing(usual(release(""), new_wording, 7, 10)).empty());
  CHECK(find_missing(usual(release(""), new_wording, 9, 9)).empty());
  CHECK(find_missing(usual(release(""), new_wording, 40, 50)).size() == 1);
  CHECK(find_missing(usual(release(""), new_wording, 39, 50)).empty());
}

TEST_CASE("headings, captions, other languages and other times have other habits") {
  CHECK(find_missing(usual(release(""), "About the municipality Qalmar")).empty());
  CHECK(find_missing(usual(headline + ".\n", new_wording)).empty());
  CHECK(find_missing(usual("", new_wording)).empty());
  CHECK(find_missing(usual(std::string("\0", 1), new_wording)).empty());
  CHECK(find_missing(usual(release(""),
                           "لمزيد من المعلومات، يرجى الاتصال بالمكتب الصحفي في البلدية من الأحد إلى الخميس "
                           "على الهاتف أو زيارته في ساحة الميناء."))
            .empty());
  Draft dated = usual(release(""), new_wording);
  dated.date = "2020-04-01";
  CHECK(find_missing(dated).size() == 1);
  dated.date = "2020-03-31";
  CHECK(find_missing(dated).empty());
}

TEST_CASE("facts that were made ready for many documents say the same") {
  Draft draft = usual(release(old_wording), "Photographs can be had from the press office for free.");
  draft.facts.boilerplate.push_back(contact());
  const PreparedFacts prepared(draft.facts);
  Analysis analysis;
  Analyzer(Level::spelling, true).analyze(draft.document.text, analysis);
  RuleInput input{draft.document, analysis, {}, draft.facts, {}};
  input.prepared = &prepared;
  const std::vector<Finding> findings = apply_rules(input);
  CHECK(findings.size() == 2);
  CHECK(fingerprints(findings) == fingerprints(check(draft)));
}

TEST_CASE("ten thousand copies of an old wording are as many findings") {
  const std::vector<Finding> findings = find_outdated(repeated(old_wording + "\n\n", 10'000), contact());
  REQUIRE(findings.size() == 10'000);
  CHECK(findings.back().line == 19'999);
}

TEST_CASE("runs of three words are counted once each, in whatever order") {
  const WordRuns runs(std::vector<WordId>{1, 2, 3, 4, 9, 5, 6, 7});
  CHECK(runs.share_of(std::vector<WordId>{5, 6, 7}) == 1);
  CHECK(runs.share_of(std::vector<WordId>{1, 2, 3, 4, 5}) == Approx(2.0 / 3));
  CHECK(runs.share_of(std::vector<WordId>{4, 9}) == 1);
  CHECK(runs.share_of(std::vector<WordId>{9, 4}) == 0);
  CHECK(runs.share_of(std::vector<WordId>{}) == 1);
}
