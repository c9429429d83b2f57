// The desk through the program: its answers against docs/openapi.json, and what it says of drafts.
#include <atomic>
#include <csignal>
#include <string>
#include <thread>
#include <vector>

#include "serve/openapi.h"
#include "serve/running_desk.h"
#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha::testing;
using Json = nlohmann::json;

namespace {

const char* const old_footer =
    "للمزيد من المعلومات يرجى الاتصال بمكتب الإعلام في المبنى القديم على الهاتف الداخلي أو بالبريد العادي";
const char* const new_footer =
    "للمزيد من المعلومات يرجى الاتصال بمكتب الإعلام في المبنى الجديد على الهاتف الداخلي أو بالبريد الإلكتروني";

/// A text of its own: no two numbers share a row of words.
std::string words(int number, int count) {
  const std::vector<std::string> letters = {"با", "تي", "جو", "دا", "ري", "سو", "شا", "عي", "فو", "قا", "لي", "مو"};
  std::string out;
  unsigned state = static_cast<unsigned>(number) * 2654435761u + 12345u;
  for (int i = 0; i < count; ++i) {
    for (int j = 0; j < 3; ++j) {
      state = state * 1664525u + 1013904223u;
      out += letters[(state >> 16) % letters.size()];
    }
    out += i % 15 == 14 ? ".\n\n" : " ";
  }
  return out;
}

std::string release(int number, const std::string& date, const std::string& footer) {
  return date + "\n\n" + words(number, 75) + "\n\n" + footer + "\n";
}

const char* const hostile_text =
    "</script><script>alert(1)</script> \"><img src=x onerror=alert(1)> \xE2\x80\xAE override <!-- --> and more words";

/// An archive of releases, whose footer changed in 2016, of two versions, and of what attackers write.
struct Scene : TemporaryFolder {
  explicit Scene(const std::vector<std::string>& options = {}) {
    for (int i = 0; i < 6; ++i) {
      write("news/" + std::to_string(2010 + i) + ".txt", release(i, std::to_string(2010 + i) + "-03-01", old_footer));
      write("news/" + std::to_string(2016 + i) + ".txt",
            release(6 + i, std::to_string(2016 + i) + "-03-01", new_footer));
    }
    write("news/again.txt", release(3, "2018-05-05", new_footer));
    write("odd/\"><img src=x onerror=alert(1)>.txt", hostile_text);
    write("odd/\xFF.txt", "A name that is not UTF-8 and a text of some words of its own.");
    std::vector<std::string> arguments = {"index", "add", "a.nuskha", "news", "odd"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const ProgramResult made = run_nuskha(*this, arguments);
    CAPTURE(made.err);
    REQUIRE(made.exit_code == 0);
  }
};

/// The body of 2012's release anew, with the footer that is outdated.
std::string reissue() { return release(2, "2024-09-09", old_footer); }

const Json* record_of(const Json& answer, const std::string& type) {
  for (const Json& record : answer["records"])
    if (record["type"] == type) return &record;
  return nullptr;
}

const Json* finding_of(const Json& answer, const std::string& rule) {
  for (const Json& record : answer["records"])
    if (record["type"] == "finding" && record["rule"] == rule) return &record;
  return nullptr;
}

}  // namespace

TEST_CASE("every address answers as docs/openapi.json says") {
  const Scene scene;
  const OpenApi api;
  const RunningDesk desk(scene, {"--baseline", "accepted.json"});
  const auto right = [&](const std::string& method, const std::string& path, const Answer& answer, int status = 200) {
    CHECK(api.wrong(method, path, answer) == "");
    CHECK(answer.status == status);
    return answer;
  };
  right("get", "/api/health", desk.get("/api/health"));
  const Json archive = right("get", "/api/archive", desk.get("/api/archive")).json();
  CHECK(archive["documents"] == 15);
  CHECK(archive["name"] == "a.nuskha");
  CHECK(archive["accepts"] == true);
  const Json families = right("get", "/api/families", desk.get("/api/families")).json();
  REQUIRE(families["total"] == 1);
  CHECK(families["families"][0]["size"] == 2);
  CHECK(families["families"][0]["folders"] == Json({"news"}));
  const Json family = right("get", "/api/families/{id}", desk.get("/api/families/1")).json();
  CHECK(family["documents"].size() == 2);
  CHECK(family["pairs"].size() == 1);
  const Json same = right("get", "/api/family", desk.get("/api/family?path=news/again.txt")).json();
  CHECK(same == family);
  right("get", "/api/family", desk.get("/api/family?path=news/2010.txt"), 404);
  right("get", "/api/family", desk.get("/api/family?path=none"), 404);
  right("get", "/api/family", desk.get("/api/family"), 400);
  right("get", "/api/families/{id}", desk.get("/api/families/2"), 404);
  right("get", "/api/families/{id}", desk.get("/api/families/x"), 400);
  right("get", "/api/families/{id}", desk.get("/api/families/1?generation=77"), 409);
  CHECK(right("get", "/api/documents", desk.get("/api/documents?limit=3&offset=14")).json()["documents"].size() == 1);
  const Json document = right("get", "/api/document", desk.get("/api/document?path=news/again.txt")).json();
  CHECK(document["family"] == 1);
  CHECK(document["text"].get<std::string>().find(new_footer) != std::string::npos);
  right("get", "/api/document", desk.get("/api/document?path=%2Fetc%2Fpasswd"), 404);
  right("get", "/api/document", desk.get("/api/document"), 400);
  right("get", "/api/documents", desk.get("/api/documents?serach=a"), 400);
  right("get", "/api/documents", desk.get("/api/documents?from=2024-02-30"), 400);
  // Whatever is described is taken.
  for (const auto& [path, operations] : api.description()["paths"].items()) {
    if (!operations.contains("get")) continue;
    for (const Json& parameter : operations["get"].value("parameters", Json::array())) {
      if (parameter.value("in", "") != "query") continue;
      const std::string name = parameter["name"];
      CAPTURE(path, name);
      const Answer answer = desk.get(path.substr(0, path.find('{')) + "?" + name + "=");
      CHECK(answer.body.find("There is no parameter") == std::string::npos);
    }
  }
  const Json boilerplate = right("get", "/api/boilerplate", desk.get("/api/boilerplate")).json();
  REQUIRE(boilerplate["total"] == 1);
  CHECK(boilerplate["boilerplate"][0]["variants"].size() == 2);
  const Json diff = right("get", "/api/diff", desk.get("/api/diff?a=news/2013.txt&b=news/again.txt")).json();
  CHECK(diff["diff"]["differs"] == true);
  CHECK(diff["view"]["lines"].size() > 0);
  const Json summary =
      right("get", "/api/diff_summary", desk.get("/api/diff_summary?a=news/2013.txt&b=news/again.txt")).json();
  CHECK(summary["summary"] == diff["view"]["summary"]);
  right("get", "/api/diff_summary", desk.get("/api/diff_summary?a=news/2013.txt"), 400);
  right("get", "/api/diff_summary", desk.get("/api/diff_summary?a=news/2013.txt&b=none.txt"), 404);
  right("get", "/api/diff", desk.get("/api/diff?a=news/2013.txt&b=none.txt"), 404);
  right("post", "/api/check", desk.check(reissue()));
  right("post", "/api/check",
        desk.check(std::string("\0\1\2\xFF\xFE\0\0", 7),
                   {{"Content-Type", "application/octet-stream"}, {"X-File-Name", "draft.bin"}}),
        422);
  right("post", "/api/check", desk.check("x", {{"Content-Type", "image/png"}}), 415);
  right("post", "/api/check", desk.check("x", {{"Content-Type", "text/plain"}, {"Content-Encoding", "gzip"}}), 415);
  right("post", "/api/check", desk.check("x", {{"Content-Type", "application/octet-stream"}}), 400);
  right("post", "/api/accept", desk.accept({{"finding", {{"rule", "no-rule"}}}}), 400);
  right("post", "/api/accept", desk.ask("POST", "/api/accept", {{"Content-Type", "application/json"}}, "{\"finding\":"),
        400);
  right("post", "/api/accept", desk.ask("POST", "/api/accept", {{"Content-Type", "text/plain"}}, "{}"), 415);
  right("post", "/api/unaccept", desk.unaccept({{"finding", {{"rule", "no-rule"}}}}), 400);
  right("post", "/api/unaccept", desk.ask("POST", "/api/unaccept", {{"Content-Type", "text/plain"}}, "{}"), 415);
  right("get", "/openapi.json", desk.get("/openapi.json"));
  CHECK(desk.get("/openapi.json").json() == api.description());
  right("get", "/report_format.schema.json", desk.get("/report_format.schema.json"));
  right("get", "/", desk.get("/"));
  CHECK(desk.get("/web/base.css").status == 200);
  CHECK(desk.get("/web/../../etc/passwd").status == 404);
  CHECK(desk.get("/api/none").error_code() == "not-found");
  for (const auto& [path, operations] : api.description()["paths"].items()) {
    if (path.find('{') != std::string::npos) continue;
    for (const std::string method : {"PUT", "DELETE", "OPTIONS", "GET", "POST"}) {
      std::string lower = method;
      for (char& c : lower) c = static_cast<char>(c - 'A' + 'a');
      if (operations.contains(lower)) continue;
      CAPTURE(method, path);
      const Answer answer = desk.ask(method, path);
      CHECK(answer.status == 405);
      CHECK(answer.error_code() == "method-not-allowed");
    }
  }
}

TEST_CASE("a release that is issued anew is known, with its diff and its outdated footer") {
  const Scene scene;
  const RunningDesk desk(scene);
  const Json answer = desk.check(reissue()).json();
  const Json* const verdict = record_of(answer, "verdict");
  REQUIRE(verdict != nullptr);
  CHECK((*verdict)["verdict"] == "reissue");
  CHECK((*verdict)["of"] == "news/2012.txt");
  const Json* const finding = finding_of(answer, "outdated-boilerplate");
  REQUIRE(finding != nullptr);
  CHECK((*finding)["fix"].get<std::string>().find("الجديد") != std::string::npos);
  REQUIRE(answer["matches"].size() == 1);
  CHECK(answer["matches"][0]["of"] == "news/2012.txt");
  CHECK(answer["matches"][0]["diff"]["changes"].size() > 0);
  REQUIRE(answer["boilerplate"].size() == 1);
  const Json& held = answer["boilerplate"][0];
  CHECK(held["boilerplate"]["variants"][held["held"].get<std::size_t>()]["text"].get<std::string>().find("القديم") !=
        std::string::npos);
  CHECK(held["boilerplate"]["variants"][held["current"].get<std::size_t>()]["text"].get<std::string>().find("الجديد") !=
        std::string::npos);
  SECTION("the finding is marked where it stands") {
    const std::string text = answer["drafts"][0]["text"];
    bool is_marked = false;
    for (const Json& mark : answer["marks"]) {
      if (answer["records"][mark["record"].get<std::size_t>()]["rule"] != "outdated-boilerplate") continue;
      const std::size_t begin = mark["begin"];
      CHECK(text.substr(begin, mark["end"].get<std::size_t>() - begin) == old_footer);
      is_marked = true;
    }
    CHECK(is_marked);
  }
  SECTION("the same as nuskha check says") {
    scene.write("draft.txt", reissue());
    const ProgramResult checked =
        run_nuskha(scene, {"check", "draft.txt", "--against", "a.nuskha", "--format", "jsonl", "--no-timing"});
    std::string records;
    for (const Json& record : answer["records"]) records += record.dump() + "\n";
    std::string expected;
    std::istringstream lines(checked.out);
    for (std::string line; std::getline(lines, line);) expected += Json::parse(line).dump() + "\n";
    CHECK(records == expected);
  }
  SECTION("HTML and containers are drafts, too") {
    const Json html = desk.check("<p>" + words(2, 75) + "</p>", {{"Content-Type", "text/html"}}).json();
    CHECK((*record_of(html, "verdict"))["of"] == "news/2012.txt");
    CHECK(html["drafts"][0]["document"]["format"] == "html");
    const std::string lines =
        Json({{"text", words(1, 75)}}).dump() + "\n" + Json({{"text", words(77, 75)}}).dump() + "\n";
    const Json two =
        desk.check(lines, {{"Content-Type", "application/octet-stream"}, {"X-File-Name", "%D9%85.jsonl"}}).json();
    REQUIRE(two["drafts"].size() == 2);
    CHECK(two["drafts"][0]["document"]["path"] == "م.jsonl#1");
    CHECK(two["matches"].size() == 1);
  }
}

TEST_CASE("an accepted finding is one for all later checks") {
  const Scene scene;
  const RunningDesk desk(scene, {"--baseline", "accepted.json"});
  const Json before = desk.check(reissue()).json();
  const Json* const finding = finding_of(before, "outdated-boilerplate");
  REQUIRE(finding != nullptr);
  const Json wanted = {
      {"finding",
       {{"rule", (*finding)["rule"]}, {"fingerprint", (*finding)["fingerprint"]}, {"path", (*finding)["path"]}}},
      {"reason", "اقتباس <b>"}};
  const Answer accepted = desk.accept(wanted);
  CHECK(OpenApi().wrong("post", "/api/accept", accepted) == "");
  REQUIRE(accepted.status == 200);
  CHECK(accepted.json()["entries"] == 1);
  SECTION("a second reason doesn't take the place of the first") {
    Json second = wanted;
    second["reason"] = "another";
    const Answer again = desk.accept(second);
    CHECK(OpenApi().wrong("post", "/api/accept", again) == "");
    CHECK(again.status == 409);
    CHECK(again.error_code() == "already-accepted");
    CHECK(again.json()["entry"]["reason"] == "اقتباس <b>");
    second["finding"]["count"] = 2;
    const Answer more = desk.accept(second);
    REQUIRE(more.status == 200);
    CHECK(more.json()["entry"]["reason"] == "اقتباس <b>; another");
  }
  SECTION("it can be taken back, wherever it was accepted") {
    Json elsewhere = wanted;
    elsewhere["finding"]["path"] = "news/other.txt";
    CHECK(desk.accept(elsewhere).json()["entries"] == 2);
    const Json finding_only = {{"finding", wanted["finding"]}};
    const Answer taken = desk.unaccept(finding_only);
    CHECK(OpenApi().wrong("post", "/api/unaccept", taken) == "");
    REQUIRE(taken.status == 200);
    CHECK(taken.json()["removed"].size() == 2);
    CHECK(taken.json()["entries"] == 0);
    CHECK_FALSE(finding_of(desk.check(reissue()).json(), "outdated-boilerplate")->contains("suppressed"));
    const Answer again = desk.unaccept(finding_only);
    CHECK(OpenApi().wrong("post", "/api/unaccept", again) == "");
    CHECK(again.status == 404);
    REQUIRE(desk.accept(wanted).status == 200);
  }
  const Json after = desk.check(reissue()).json();
  CHECK((*finding_of(after, "outdated-boilerplate"))["suppressed"].get<std::string>().starts_with(
      "in the baseline: اقتباس <b>"));
  const Json& verdict = before["verdict_findings"][0];
  CHECK(desk.accept({{"finding", {{"rule", verdict["rule"]}, {"fingerprint", verdict["fingerprint"]}, {"path", "x"}}},
                     {"reason", "so"}})
            .json()["entries"] == 2);
  CHECK((*record_of(desk.check(reissue()).json(), "verdict")).contains("suppressed"));
  SECTION("nuskha check obeys the file") {
    scene.write("draft.txt", reissue());
    CHECK(run_nuskha(scene, {"check", "draft.txt", "--against", "a.nuskha", "--baseline", "accepted.json"}).exit_code ==
          0);
  }
  SECTION("without a reason it isn't") {
    Json none = wanted;
    none["reason"] = " \n";
    CHECK(desk.accept(none).status == 400);
  }
  SECTION("without a file it isn't") {
    const RunningDesk other(scene);
    CHECK(other.accept(wanted).error_code() == "no-baseline");
    CHECK(other.unaccept(wanted).error_code() == "no-baseline");
  }
}

TEST_CASE("families and documents are searched, filtered and sorted") {
  const Scene scene;
  scene.write("more/b1.txt",
              "The weather of this week will be fine with some rain in the evening and wind from the west over all of "
              "the land and the sea.");
  scene.write("more/b2.txt",
              "The weather of this week will be fine with some rain in the morning and wind from the west over all of "
              "the land and the sea.");
  scene.write("more/b3.txt",
              "The weather of this week will be fine with some rain in the morning and wind from the east over all of "
              "the land and the sea.");
  const RunningDesk desk(scene);
  CHECK(desk.get("/api/families").json()["total"] == 1);
  // Another process adds to the archive meanwhile.
  REQUIRE(run_nuskha(scene, {"index", "add", "a.nuskha", "more"}).exit_code == 0);
  const Json all = desk.get("/api/families?sort=-size").json();
  REQUIRE(all["total"] == 2);
  CHECK(all["families"][0]["size"] == 3);
  CHECK(desk.get("/api/families?sort=size").json()["families"][0]["size"] == 2);
  CHECK(desk.get("/api/families?min_size=3").json()["total"] == 1);
  CHECK(desk.get("/api/families?folder=more/").json()["total"] == 1);
  CHECK(desk.get("/api/families?folder=mo").json()["total"] == 0);
  SECTION("folders are told with those above them") {
    scene.write("deep/in/here/x.txt", "A text that nobody else has written, of some words, in a folder in a folder.");
    REQUIRE(run_nuskha(scene, {"index", "add", "a.nuskha", "deep"}).exit_code == 0);
    std::vector<std::string> names;
    const Json archive = desk.get("/api/archive").json();
    for (const Json& folder : archive["folders"]) names.push_back(folder["folder"]);
    CHECK(names == std::vector<std::string>{"deep", "deep/in", "deep/in/here", "more", "news", "odd"});
  }
  CHECK(desk.get("/api/families?from=2018-01-01&to=2018-12-31").json()["total"] == 1);
  CHECK(desk.get("/api/families?from=2019-01-01").json()["total"] == 0);
  CHECK(desk.get("/api/families?relation=excerpt").json()["total"] == 0);
  CHECK(desk.get("/api/families?relation=revision").json()["total"] == 1);
  CHECK(desk.get("/api/families?q=WEATHER+week").json()["total"] == 1);
  CHECK(desk.get("/api/documents?q=b2").json()["total"] == 1);
  CHECK(desk.get("/api/boilerplate?q=%D8%A7%D9%84%D8%A5%D8%B9%D9%84%D8%A7%D9%85").json()["total"] == 1);  // الإعلام
  CHECK(desk.get("/api/boilerplate?q=%D8%A7%D9%84%D8%A7%D8%B9%D9%84%D8%A7%D9%85").json()["total"] == 1);  // الاعلام
  for (const char* const bad :
       {"sort=x", "limit=0", "limit=501", "offset=-1", "from=2018", "relation=x", "min_size=1", "q=%zz"}) {
    CAPTURE(bad);
    CHECK(desk.get(std::string("/api/families?") + bad).error_code() == "bad-request");
  }
  SECTION("names that are no UTF-8 are found as records have them") {
    const Answer odd = desk.get("/api/document?path=odd/%5Cxff.txt");
    REQUIRE(odd.status == 200);
    CHECK(odd.json()["document"]["path"] == "odd/\\xff.txt");
  }
  SECTION("another archive that is moved into its place") {
    REQUIRE(run_nuskha(scene, {"index", "add", "b.nuskha", "more"}).exit_code == 0);
    const Json before = desk.get("/api/archive").json();
    std::filesystem::rename(scene.path() / "b.nuskha", scene.path() / "a.nuskha");
    // The log of the first one is there until the desk has been idle for a moment.
    const Answer at_once = desk.get("/api/archive");
    CHECK((at_once.status == 200 || at_once.error_code() == "archive-unavailable"));
    std::filesystem::remove(scene.path() / "a.nuskha-wal");
    const Json after = desk.get("/api/archive").json();
    CHECK(after["documents"] < before["documents"]);
    CHECK(after["generation"] != before["generation"]);
    CHECK(desk.check("The weather of this week will be fine").status == 200);
  }
}

TEST_CASE("what attackers write comes back as text, never as a page") {
  const Scene scene;
  const OpenApi api;
  const RunningDesk desk(scene);
  const std::string path = "/api/document?path=odd/%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E.txt";
  const Answer document = desk.get(path);
  CHECK(document.status == 200);
  CHECK(document.fields.at("content-type") == "application/json");
  CHECK(document.fields.at("x-content-type-options") == "nosniff");
  CHECK(document.json()["text"] == hostile_text);
  const std::string nul("a word \0 and another\0", 21);
  for (const std::string& draft :
       {std::string(hostile_text), nul + " and some more text of words", std::string(1 << 20, 'x')}) {
    const Answer answer = desk.check(draft);
    CAPTURE(draft.substr(0, 40), answer.body.substr(0, 300));
    if (answer.status != 422) CHECK(api.wrong("post", "/api/check", answer) == "");
    CHECK((answer.status == 200 || answer.status == 422));
  }
  const Answer named = desk.check("Some words of a draft.",
                                  {{"Content-Type", "text/plain"}, {"X-File-Name", "%3Cscript%3E%E2%80%AE%22.txt"}});
  CHECK(named.json()["drafts"][0]["document"]["path"] == "<script>\xE2\x80\xAE\".txt");
  for (const char* const bad : {"%", "%FF", "a%00b", ""}) {
    CAPTURE(bad);
    if (*bad != '\0') CHECK(desk.check("Words.", {{"Content-Type", "text/plain"}, {"X-File-Name", bad}}).status == 400);
  }
}

TEST_CASE("where an archive keeps no texts, there is no diff, and the desk says so") {
  const Scene scene({"--no-store-text"});
  const OpenApi api;
  const RunningDesk desk(scene);
  const Answer diff = desk.get("/api/diff?a=news/2013.txt&b=news/again.txt");
  CHECK(diff.error_code() == "no-texts");
  CHECK(api.wrong("get", "/api/diff", diff) == "");
  CHECK(desk.get("/api/document?path=news/2013.txt").json()["text"].is_null());
  const Answer checked = desk.check(reissue());
  CHECK(api.wrong("post", "/api/check", checked) == "");
  CHECK((*record_of(checked.json(), "verdict"))["verdict"] == "reissue");
  CHECK_FALSE(checked.json()["matches"][0].contains("diff"));
}

TEST_CASE("a configuration counts at the desk, too") {
  const Scene scene;
  scene.write(".nuskha.toml", "[severity]\noutdated-boilerplate = \"error\"\n");
  const RunningDesk desk(scene);
  CHECK((*finding_of(desk.check(reissue()).json(), "outdated-boilerplate"))["severity"] == "error");
}

TEST_CASE("a desk that is killed under load loses nothing that it said was accepted") {
  const Scene scene;
  const auto entry = [](int number) {
    char digits[33];
    std::snprintf(digits, sizeof digits, "%032x", static_cast<unsigned>(number));
    return Json{{"finding", {{"rule", "mixed-digits"}, {"fingerprint", digits}, {"path", "draft.txt"}}},
                {"reason", "so"}};
  };
  std::atomic<std::size_t> acknowledged = 0;
  std::atomic<std::size_t> checked = 0;
  int number = 0;
  for (int round = 0; round < 5; ++round) {
    RunningDesk desk(scene, {"--baseline", "accepted.json"});
    std::vector<std::jthread> clients;
    for (int i = 0; i < 16; ++i)
      clients.emplace_back([&] {
        try {
          while (desk.check(reissue()).status == 200) ++checked;
        } catch (const std::exception&) {
        }
      });
    // Another process adds to the archive at the same time.
    scene.write("late/" + std::to_string(round) + ".txt", release(100 + round, "2025-01-01", new_footer));
    const ProgramResult added = run_nuskha(scene, {"index", "add", "a.nuskha", "late"});
    CHECK(added.exit_code == 0);
    // In the midst of an acceptance, another one each time.
    std::atomic<bool> is_over = false;
    std::jthread killer([&, wanted = acknowledged + 2 + static_cast<std::size_t>(round)] {
      while (acknowledged < wanted && !is_over) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      std::this_thread::sleep_for(std::chrono::microseconds(700 * round));
      kill(desk.pid(), SIGKILL);
    });
    try {
      while (desk.accept(entry(++number)).status == 200) ++acknowledged;
    } catch (const std::exception&) {
    }
    is_over = true;
    killer.join();
    clients.clear();
    desk.end(SIGKILL);
    const Json baseline = Json::parse(scene.read("accepted.json"));
    CHECK(baseline["entries"].size() >= acknowledged);
    CHECK(baseline["entries"].size() <= static_cast<std::size_t>(number));
  }
  CHECK(acknowledged > 0);
  CHECK(checked > 0);
  CHECK(run_nuskha(scene, {"index", "verify", "a.nuskha"}).exit_code == 0);
  const RunningDesk desk(scene, {"--baseline", "accepted.json"});
  CHECK(desk.get("/api/archive").json()["documents"] == 20);
  CHECK(desk.accept(entry(++number)).status == 200);
}
