// Why two documents are related: the rules agree with the verdict, and with what a scan of the same archive reports.
#include "nuskha/explain.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "match/verdict_rules.h"
#include "nuskha/input.h"
#include "nuskha/scan.h"
#include "support/catch.h"
#include "support/fixture_truth.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

Document document(const std::string& path, const std::string& text) {
  Document out;
  out.path = path;
  out.text = text;
  return out;
}

bool holds(const std::vector<Rule>& rules, std::string_view name) {
  return std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.name == name && rule.holds(); });
}

/// The verdict as it follows from the rules.
std::optional<Relation> decide_by_rules(const Measurements& text, const Measurements& body,
                                        const MatchOptions& options) {
  const std::vector<Rule> rules = verdict_rules(text, body, options);
  const bool has_body_rule =
      std::any_of(rules.begin(), rules.end(), [](const Rule& r) { return r.name == "body-contained"; });
  const bool similar = holds(rules, "similar");
  const bool contained = holds(rules, "contained") && (!has_body_rule || holds(rules, "body-contained"));
  const Relation part = text.words_a < text.words_b ? Relation::excerpt : Relation::extension;
  const std::vector<Rule> body_rules = verdict_rules(body, body, options);
  const bool body_is_template = holds(body_rules, "template");
  if (similar || contained) {
    const bool is_redated = similar && holds(rules, "redated-body") && !body_is_template;
    if (holds(rules, "template") && !is_redated) return Relation::template_;
    if (similar && !holds(rules, "shared-table") && !holds(rules, "other-bodies")) return Relation::revision;
    return contained && !holds(rules, "template") ? part : Relation::template_;
  }
  if (!holds(rules, "template")) {
    if (holds(rules, "rearranged")) return Relation::revision;
    if (holds(rules, "same-body") && !body_is_template && !holds(body_rules, "shared-table")) return Relation::revision;
    if (holds(rules, "body-alike") && !body_is_template && !holds(rules, "shared-table")) return Relation::revision;
    if (holds(rules, "reworded")) return Relation::revision;
  }
  if (holds(rules, "shared-passage")) return Relation::shared_passage;
  return std::nullopt;
}

}  // namespace

TEST_CASE("the rules say what the verdict is") {
  std::mt19937_64 random(20260701);
  const auto below = [&](std::size_t n) { return random() % (n + 1); };
  const auto share = [&] { return static_cast<double>(random() % 101) / 100; };
  const auto measurements = [&](std::size_t most_a, std::size_t most_b) {
    Measurements m;
    m.words_a = 1 + below(most_a);
    m.words_b = 1 + below(most_b);
    const std::size_t shorter = std::min(m.words_a, m.words_b);
    m.common_words = shorter - below(random() % 2 == 0 ? shorter : shorter / 5);
    m.common_bag = m.common_words + below(shorter - m.common_words);
    m.similarity = 2 * static_cast<double>(m.common_words) / static_cast<double>(m.words_a + m.words_b);
    m.shingles_a = m.words_a;
    m.shingles_b = m.words_b;
    m.jaccard = share() * m.similarity;
    m.containment_a = share();
    m.containment_b = share();
    m.numbers_a = below(12);
    m.numbers_b = below(12);
    m.common_numbers = below(std::min(m.numbers_a, m.numbers_b));
    m.rare_shingles = random() % 3 == 0 ? below(60) : 0;
    return m;
  };
  for (int trial = 0; trial < reference::trials(20000); ++trial) {
    const std::size_t size = trial % 3 == 0 ? 40 : 1500;
    const Measurements text = measurements(size, size);
    const Measurements body = trial % 2 == 0 ? text : measurements(text.words_a - 1, text.words_b - 1);
    const MatchOptions options{0.5 + 0.1 * static_cast<double>(random() % 5)};
    REQUIRE(decide_by_rules(text, body, options) == decide(text, body, options));
  }
}

TEST_CASE("two versions are explained without an archive") {
  const Document a = document("a.txt",
                              "The ministry said on 14 April 2021 that the plant in the north will serve four "
                              "districts and two towns from May on.\n");
  const Document b = document("b.txt",
                              "The ministry said on 15 April 2021 that the plant in the north will serve four "
                              "districts and two towns from May on.\n");
  const Result<Explanation> explanation = explain(a, b, nullptr, {});
  REQUIRE(explanation);
  CHECK(explanation->relation == Relation::revision);
  CHECK(explanation->a.path == "a.txt");
  REQUIRE(explanation->differing.size() == 1);
  CHECK(explanation->differing[0].a.text == "14");
  CHECK(a.text.substr(explanation->differing[0].a.range.begin, 2) == "14");
  CHECK(explanation->shared.size() == 1);
  const Result<Explanation> other_way = explain(b, a, nullptr, {});
  CHECK(other_way->a.path == "b.txt");
  CHECK(other_way->differing[0].a.text == "15");
}

TEST_CASE("equal texts are said to be, with the level") {
  const Document a = document("a.txt", "أعلنت الوزارة المتخذه اليوم");
  const Document b = document("b.txt", "أعلنت الوزارة المتخذة اليوم");
  const Result<Explanation> explanation = explain(a, b, nullptr, {});
  CHECK(explanation->relation == Relation::same_text);
  CHECK(explanation->level == Level::spelling);
  CHECK(explanation->because == "equal at level spelling");
}

TEST_CASE("unrelated documents are explained, too") {
  const Result<Explanation> explanation = explain(
      document("a.txt", "Rice prices rose in every market of the coast last week, sellers said.\n"),
      document("b.txt", "The library opens at nine and lends books to members of all ages for free.\n"), nullptr, {});
  REQUIRE(explanation);
  CHECK_FALSE(explanation->relation);
  CHECK(explanation->because.starts_with("too little in common"));
  CHECK(explanation->because.ends_with("and nothing else relates them"));  // some rules that part texts do hold
  CHECK_FALSE(explanation->would_change.empty());
}

TEST_CASE("a rare passage that is only the close of both is said to be that") {
  const auto words = [](int first, int count) {
    std::string out;
    for (int i = first; i < first + count; ++i) out += "word" + std::to_string(i) + ' ';
    return out + "\n\n";
  };
  std::vector<Document> archive;
  for (int i = 0; i < 6; ++i)
    archive.push_back(document("d" + std::to_string(i) + ".txt",
                               words(1000 * i, 60) + words(1000 * i + 100, 60) + (i < 2 ? words(9000, 40) : "")));
  const auto source = open_documents(archive);
  ScanOptions options;
  options.keep_boilerplate = true;
  const Result<Explanation> explanation = explain(archive[0], archive[1], source.get(), options);
  REQUIRE(explanation);
  CHECK_FALSE(explanation->relation);
  CHECK(explanation->because == "the rare passage that they share is only their close");
}

TEST_CASE("what the archive knows as boilerplate is set aside and named") {
  const std::string footer =
      "About the council: nine towns founded it to run ferries and lighthouses, and it answers every letter.\n";
  std::vector<Document> archive;
  const std::vector<std::string> bodies = {
      "Ferries sail every second hour from now on because the new pier in the old harbour is ready for them.\n\n",
      "Lighthouse keepers asked for warmer rooms and got them after a winter that nobody will forget soon.\n\n",
      "Tickets for pupils cost half since the summer, and teachers who travel with a class pay nothing at all.\n\n",
      "A storm took the roof of the western terminal, so passengers wait in tents until carpenters come back.\n\n",
      "Divers found an anchor of bronze that may have belonged to merchants who traded in olives and glass.\n\n"};
  for (std::size_t i = 0; i < bodies.size(); ++i)
    archive.push_back(document("d" + std::to_string(i) + ".txt", bodies[i] + footer));
  const std::unique_ptr<DocumentSource> source = open_documents(archive);
  const Result<Explanation> explanation = explain(archive[0], archive[1], source.get(), {});
  REQUIRE(explanation);
  CHECK_FALSE(explanation->relation);
  CHECK(explanation->num_archive_documents == 3);
  REQUIRE(explanation->a.boilerplate.size() == 1);
  CHECK(explanation->a.boilerplate[0].text.starts_with("About the council"));
  CHECK(explanation->a.boilerplate[0].first_line == 3);
  CHECK(explanation->because.starts_with("what they share is mostly boilerplate"));
  CHECK(explanation->body.words_a < explanation->text.words_a);
}

TEST_CASE("the fixtures' pairs are explained as a scan reports them") {
  const std::vector<std::string> folder = {test::fixture_archive()};
  const Result<std::unique_ptr<DocumentSource>> all = open_paths(folder, {});
  REQUIRE(all);
  ScanOptions options;
  options.timing = false;
  const Result<Report> report = scan(**all, options);
  REQUIRE(report);
  std::vector<Document> documents;
  std::vector<Document> batch;
  std::vector<Problem> problems;
  const Result<std::unique_ptr<DocumentSource>> again = open_paths(folder, {});
  while ((*again)->next(batch, problems)) documents.insert(documents.end(), batch.begin(), batch.end());
  const auto find = [&](DocumentIndex index) {
    return *std::find_if(documents.begin(), documents.end(),
                         [&](const Document& d) { return d.path == report->documents[index].path; });
  };
  std::size_t tried = 0, same = 0;
  for (std::size_t i = 0; i < report->pairs.size(); i += reference::sanitized ? 40 : 7) {
    const PairRecord& pair = report->pairs[i];
    const Result<std::unique_ptr<DocumentSource>> archive = open_paths(folder, {});
    const Result<Explanation> explanation = explain(find(pair.a), find(pair.b), archive->get(), options);
    REQUIRE(explanation);
    ++tried;
    same += explanation->relation == pair.relation;
    CHECK(explanation->text.similarity == Approx(pair.similarity).margin(1e-3));
  }
  INFO(same << " of " << tried);
  CHECK(tried > 2);
  CHECK(same == tried);
}

namespace {

std::string notice(std::uint64_t n) {
  const auto fact = [&](std::uint64_t i) {
    std::string out;
    for (std::uint64_t k = 1 + (n * 7919 + i * 104729) % 100'003; k != 0; k /= 20)
      out += static_cast<char>('a' + k % 20);
    return out + "ov";
  };
  return "Lost and found. A document in the name of " + fact(1) + " " + fact(2) + " was found at the station of " +
         fact(3) + ". The owner may have it back at the office of " + fact(4) +
         " on any weekday, on proof of identity and payment of the usual fee.\n";
}

}  // namespace

TEST_CASE("notices of one form are explained by the others of the archive") {
  std::vector<Document> archive;
  for (std::uint64_t i = 0; i < 9; ++i) archive.push_back(document("n" + std::to_string(i) + ".txt", notice(i)));
  const auto alone = explain(archive[0], archive[1], nullptr, {});
  REQUIRE(alone);
  CHECK(alone->relation == Relation::revision);
  const auto source = open_documents(archive);
  const auto among_others = explain(archive[0], archive[1], source.get(), {});
  REQUIRE(among_others);
  CHECK(among_others->relation == Relation::template_);
  const auto scanned = scan(*open_documents(archive), {});
  REQUIRE(scanned);
  REQUIRE(!scanned->pairs.empty());
  CHECK(scanned->pairs.front().relation == Relation::template_);
}

TEST_CASE("a damaged copy is explained by its letters") {
  const std::string text =
      "The regional water authority announced on Monday that repairs of the northern pipeline will begin next month, "
      "after engineers had examined several sections between the reservoir and the old pumping station. Residents of "
      "three districts should expect reduced pressure during the morning hours, while schools and hospitals will be "
      "supplied without interruption throughout the works.\n";
  std::string damaged = text;
  for (std::size_t i = 3; i < damaged.size(); i += 11)
    if (damaged[i] >= 'a' && damaged[i] <= 'y') ++damaged[i];
  const auto found = explain(document("a.txt", text), document("b.txt", damaged), nullptr, {});
  REQUIRE(found);
  CHECK(found->text.similarity < 0.6);
  CHECK(found->relation == Relation::revision);
  CHECK(found->because.find("letters") != std::string::npos);
}

TEST_CASE("passages are placed in bytes of the file, or on pages") {
  const std::string text = "The council opened the new harbour on Monday after four years of work on both piers.\n";
  Document plain = document("a.md", text);
  plain.first_line = 5;
  plain.source_bytes = text.size() + 40;  // front matter
  Document paged = document("b.pdf", "A title\n\n" + text);
  paged.format = "pdf";
  paged.source_bytes = 5000;
  paged.place_unit = PlaceUnit::page;
  paged.places = {{0, 1}, {9, 2}, {40, 3}};
  const Result<Explanation> explanation = explain(plain, paged, nullptr, {});
  REQUIRE(explanation);
  REQUIRE(explanation->shared.size() == 1);
  const ExplainedPassage& a = explanation->shared[0].a;
  const ExplainedPassage& b = explanation->shared[0].b;
  CHECK(a.first_line == 5);
  REQUIRE(a.in_file);
  CHECK(a.in_file->begin == 40);
  CHECK(a.in_file->end == a.range.end + 40);
  CHECK_FALSE(a.place);
  CHECK_FALSE(b.in_file);
  CHECK(b.place == PlaceRange{PlaceUnit::page, 2, 3});
  plain.text += "\uFFFD";
  CHECK_FALSE(explain(plain, paged, nullptr, {})->shared[0].a.in_file);
}
