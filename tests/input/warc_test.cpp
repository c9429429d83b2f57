#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "input/compress.h"
#include "input/members.h"
#include "input/readers.h"
#include "support/catch.h"

namespace {

using nuskha_test::compress;
using nuskha_test::read_members;
using nuskha_test::ReadMembers;
using std::string_view;

/// `fields`: more header lines, each ended by CR LF.
std::string record(string_view type, string_view address, const std::string& block, const std::string& fields = "",
                   string_view version = "1.0") {
  std::string out = "WARC/" + std::string(version) + "\r\nWARC-Type: " + std::string(type) + "\r\n";
  if (!address.empty()) out += "WARC-Target-URI: " + std::string(address) + "\r\n";
  out += "WARC-Date: 2021-04-15T10:20:30Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n" + fields;
  return out + "Content-Length: " + std::to_string(block.size()) + "\r\n\r\n" + block + "\r\n\r\n";
}

std::string answer(const std::string& body,
                   const std::string& fields = "Content-Type: text/html; charset=windows-1256\r\n",
                   const std::string& status = "HTTP/1.1 200 OK") {
  return status + "\r\n" + fields + "\r\n" + body;
}

std::string response(string_view address, const std::string& block, const std::string& fields = "") {
  return record("response", address, block, "Content-Type: application/http; msgtype=response\r\n" + fields);
}

ReadMembers read(const std::string& bytes, std::size_t piece = 10'000) {
  return read_members(nuskha::open_warc, bytes, {}, {}, piece);
}

const std::string page = "<p>A page.</p>";

std::string some_archive() {
  return record("warcinfo", "", "software: a crawler\r\n", "Content-Type: application/warc-fields\r\n") +
         record("request", "http://example.org/", "GET / HTTP/1.1\r\n\r\n", "Content-Type: application/http\r\n") +
         response("http://example.org/", answer(page)) + response("http://example.org/b/", answer("<p>Another.</p>")) +
         record("metadata", "http://example.org/", "fetchTimeMs: 5\r\n");
}

}  // namespace

TEST_CASE("a web archive is told by its first line") {
  CHECK(nuskha::is_warc("WARC/1.0\r\n", "a"));
  CHECK(nuskha::is_warc("WARC/0.17\r\n", "a"));
  CHECK_FALSE(nuskha::is_warc("WARC/", "a.warc"));
  CHECK_FALSE(nuskha::is_warc("WARC/one of many", "a.warc"));
  CHECK_FALSE(nuskha::is_warc("", "a.warc"));
}

TEST_CASE("answers come out by address, with charset, date and body only") {
  for (const std::size_t piece : {1u, 10'000u}) {
    const ReadMembers out = read(some_archive(), piece);
    CHECK_FALSE(out.is_told());
    REQUIRE(out.names() == std::vector<std::string>{"http://example.org/", "http://example.org/b/"});
    CHECK(out.members[0].bytes == page);
    CHECK(out.members[0].member.charset == "windows-1256");
    CHECK(out.members[0].member.date == "2021-04-15");
    CHECK(out.members[1].bytes == "<p>Another.</p>");
  }
}

TEST_CASE("all versions, folded lines, names in any case, bare line feeds and addresses in angle brackets are read") {
  const std::string block = answer(page);
  for (const std::string version : {"0.17", "0.18", "1.0", "1.1"})
    CHECK(read(record("response", "<http://a.example/>", block, "", version)).names() ==
          std::vector<std::string>{"http://a.example/"});
  const std::string folded = "WARC/1.0\nwarc-type:response\nWARC-Target-URI: http://a.example/\n  x\ncontent-length: " +
                             std::to_string(block.size()) + "\n\n" + block + "\n\n";
  const ReadMembers out = read(folded + folded);
  CHECK_FALSE(out.is_told());
  CHECK(out.names() == std::vector<std::string>{"http://a.example/ x", "http://a.example/ x"});
  CHECK(out.members[1].bytes == page);
  CHECK(read(record("response", "", block)).names() == std::vector<std::string>{"<urn:uuid:1>"});
}

TEST_CASE("only pages that were found are documents") {
  std::string all;
  for (const char* status :
       {"HTTP/1.1 301 Moved", "HTTP/1.1 404 Not Found", "HTTP/1.0 500 Oh", "HTTP/1.1 304", "HTTP/2 200"})
    all += response("http://a.example/" + std::string(status + 9, 1), answer(page, "", status));
  all += response("http://a.example/empty", answer(""));
  all += record("revisit", "http://a.example/again", answer(page), "Content-Type: application/http\r\n");
  all += record("response", "dns:a.example", "20210415 a.example. IN A 192.0.2.1", "Content-Type: text/dns\r\n");
  all += record("continuation", "http://a.example/rest", page);
  const ReadMembers out = read(all);
  CHECK_FALSE(out.is_told());
  CHECK(out.names() == std::vector<std::string>{"http://a.example/0"});  // of "HTTP/2 200"
}

TEST_CASE("resources and conversions are documents, what the crawler wrote is none") {
  const ReadMembers out =
      read(record("resource", "http://a.example/a.txt", "A text.", "Content-Type: text/plain; charset=\"utf-8\"\r\n") +
           record("conversion", "http://a.example/b", "Text of a page.", "Content-Type: text/plain\r\n") +
           record("resource", "metadata://gnu.org/software/wget/warc/wget.log", "log", "Content-Type: text/plain\r\n") +
           record("resource", "urn:pageinfo:http://a.example", "{}", "Content-Type: application/json\r\n"));
  CHECK_FALSE(out.is_told());
  REQUIRE(out.names() == std::vector<std::string>{"http://a.example/a.txt", "http://a.example/b"});
  CHECK(out.members[0].bytes == "A text.");
  CHECK(out.members[0].member.charset == "utf-8");
}

TEST_CASE("images, styles and scripts are passed over") {
  std::string all;
  for (const char* type :
       {"image/png", "IMAGE/JPEG; x=y", "text/css", "application/javascript", "text/javascript; charset=utf-8",
        "video/mp4", "audio/mpeg", "font/woff2", "application/font-woff"})
    all += response("http://a.example/x", answer("body{color:red}", "Content-Type: " + std::string(type) + "\r\n"));
  for (const char* type : {"text/html", "text/plain", "application/pdf", "application/octet-stream", ""})
    all += response("http://a.example/y", answer("text", "Content-Type: " + std::string(type) + "\r\n"));
  const ReadMembers out = read(all);
  CHECK_FALSE(out.is_told());
  CHECK(out.names() == std::vector<std::string>(5, "http://a.example/y"));
}

TEST_CASE("a document that its server calls an image is one") {
  const std::string zip = std::string("PK\x05\x06") + std::string(18, '\0');
  const ReadMembers out = read(response("http://a.example/x", answer(zip, "Content-Type: image/png\r\n")));
  REQUIRE(out.members.size() == 1);
  CHECK(out.members[0].bytes == zip);
}

TEST_CASE("chunks are joined, and what isn't chunked though it says so is kept") {
  const std::string fields = "Content-Type: text/html\r\nTransfer-Encoding: Chunked\r\n";
  const std::string chunked = "4\r\n<p>A\r\n00A;x=y\r\n page.</p>\r\n0\r\nTrailer: x\r\n\r\n";
  for (const std::size_t piece : {1u, 3u, 10'000u}) {
    const ReadMembers out = read(response("http://a.example/", answer(chunked, fields)), piece);
    CHECK_FALSE(out.is_told());
    REQUIRE(out.members.size() == 1);
    CHECK(out.members[0].bytes == page);
  }
  CHECK(read(response("http://a.example/", answer(page, fields))).members.at(0).bytes == page);
  for (const std::string bad : {"4\r\n<p>A", "4\r\n<p>AXX", "4\r\n<p>A\r\nzz\r\n", "4\r\n<p>A\r\n",
                                "4\r\n<p>A\r\n-1\r\n", "4\r\n<p>A\r\nFFFFFFFFFFFFFFFFF\r\nx"}) {
    CAPTURE(bad);
    const ReadMembers out = read(response("http://a.example/", answer(bad, fields)) + some_archive());
    REQUIRE(out.members.size() == 3);
    CHECK(out.members[0].bytes == "<p>A");
    REQUIRE(out.members[0].error.code != nullptr);
    CHECK(out.members[0].error.code == string_view("malformed"));
    CHECK(out.error.code == nullptr);
  }
}

TEST_CASE("content encodings are undone, and those that aren't known are told") {
  const auto one = [](const std::string& body, const std::string& encoding) {
    return read(response("http://a.example/",
                         answer(body, "Content-Type: text/html\r\nContent-Encoding: " + encoding + "\r\n")));
  };
  CHECK(one(compress(page, true), "gzip").members.at(0).bytes == page);
  CHECK(one(compress(page, true), "X-GZIP").members.at(0).bytes == page);
  CHECK(one(compress(page, false), "zstd").members.at(0).bytes == page);
  CHECK(one(compress(compress(page, false), true), "zstd, gzip").members.at(0).bytes == page);
  CHECK(one(page, "gzip").members.at(0).bytes == page);
  CHECK(one(page, "deflate").members.at(0).bytes == page);
  CHECK(one(page, "identity").members.at(0).bytes == page);
  const std::string gzip = compress(page, true);
  const ReadMembers cut = one(gzip.substr(0, gzip.size() - 4), "gzip");
  CHECK(cut.members.at(0).bytes == page);
  CHECK(cut.members[0].error.code == string_view("malformed"));
  for (const std::string encoding : {"br", "gzip, br", "gzip,gzip,gzip,gzip,gzip,gzip,gzip"}) {
    CAPTURE(encoding);
    const ReadMembers out = one(compress(page, true), encoding);
    if (encoding.size() > 10) {
      CHECK(out.is_told());
      continue;
    }
    CHECK(out.members.empty());
    REQUIRE(out.problems.size() == 1);
    CHECK(out.problems[0].code == "unsupported");
    CHECK(out.problems[0].path == "http://a.example/");
  }
}

TEST_CASE("records that aren't whole are read and told") {
  for (const std::string fields : {"WARC-Truncated: length\r\n", "WARC-Segment-Number: 1\r\n"}) {
    const ReadMembers out = read(response("http://a.example/", answer(page), fields));
    REQUIRE(out.members.size() == 1);
    CHECK(out.members[0].bytes == page);
    REQUIRE(out.problems.size() == 1);
    CHECK(out.problems[0].code == "malformed");
    CHECK(out.problems[0].path == "http://a.example/");
  }
  CHECK(read(response("http://a.example/", answer(page, "", "HTTP/1.1 206 Partial Content"))).problems.size() == 1);
}

TEST_CASE("an answer without an HTTP header is told and left out") {
  const ReadMembers out = read(response("http://a.example/", "<p>not HTTP</p>") + some_archive());
  REQUIRE(out.problems.size() == 1);
  CHECK(out.problems[0].path == "http://a.example/");
  CHECK(out.problems[0].code == "malformed");
  CHECK(out.members.size() == 2);
}

TEST_CASE("after damage the next record is found, and the place is told") {
  const std::string first = response("http://a.example/1", answer(page));
  const std::string second = response("http://a.example/2", answer(page));
  const std::string third = response("http://a.example/3", answer(page));
  std::vector<std::string> damaged(4, second);
  damaged[0].replace(0, 4, "XXXX");
  damaged[1].replace(damaged[1].find("Content-Length"), 14, "Content-Lxxxxx");
  damaged[2].replace(damaged[2].find("Content-Length: ") + 16, 1, "x");
  damaged[3] = "lost bytes\nWARC/\nWARC/x\r\n";
  for (const std::string& middle : damaged) {
    CAPTURE(middle);
    const ReadMembers out = read(first + middle + third);
    CHECK(out.names() == std::vector<std::string>{"http://a.example/1", "http://a.example/3"});
    CHECK(out.code() == "malformed");
    CHECK(out.error.message.find("at byte " + std::to_string(first.size())) != std::string::npos);
  }
  // A length that is too small: the record is cut, the rest of it is no record.
  std::string small = second;
  small.replace(small.find("Content-Length: ") + 16, 3, "0" + std::to_string(answer(page).size() - 3));
  const ReadMembers out = read(first + small + third);
  CHECK(out.names() == std::vector<std::string>{"http://a.example/1", "http://a.example/2", "http://a.example/3"});
  CHECK(out.code() == "malformed");
}

TEST_CASE("a record longer than any memory is only passed over") {
  const std::string bytes = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 18446744073709551615\r\n\r\nx";
  CHECK(read(bytes).code() == "malformed");
  CHECK(read("WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 184467440737095516150\r\n\r\nx").code() ==
        "malformed");
  CHECK(read("WARC/1.0\r\n" + std::string(3 << 20, 'x') + "\r\n\r\n").code() == "malformed");
}

TEST_CASE("what a web archive unpacks to is limited") {
  nuskha::InputOptions options;
  options.limits.document_bytes = 1000;
  options.limits.expansion = 0;
  const auto out = read_members(nuskha::open_warc, record("warcinfo", "", std::string(200'000, 'x')), options);
  CHECK(out.code() == "too-large");
}

TEST_CASE("a bomb in a content encoding can be left after its first bytes") {
  const std::string body = compress(std::string(64 << 20, '\0'), true);
  const std::string fields = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n";
  const std::string warc = response("http://a.example/", answer(body, fields)) + some_archive();
  const auto reader = nuskha::open_warc({std::make_unique<nuskha_test::MemoryStream>(warc), ""}, {{}});
  const ReadMembers out = nuskha_test::read_members(*reader, 4096, 4096);
  CHECK(out.members.size() == 3);
  CHECK_FALSE(out.is_told());
}

TEST_CASE("many members of gzip, one a record, are one web archive") {
  std::string all;
  for (int i = 0; i < 50; ++i) all += compress(response("http://a.example/" + std::to_string(i), answer(page)), true);
  const auto reader = nuskha::open_warc(
      {nuskha::decompress(std::make_unique<nuskha_test::MemoryStream>(all), nuskha::Compression::gzip), ""}, {{}});
  const ReadMembers out = nuskha_test::read_members(*reader);
  CHECK(out.members.size() == 50);
  CHECK_FALSE(out.is_told());
}

TEST_CASE("every truncation of a web archive gives what came before it, and is told", "[exhaustive]") {
  const std::string fields = "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n";
  const std::string whole =
      some_archive() + response("http://a.example/c", answer("E\r\n" + page + "\r\n0\r\n\r\n", fields));
  const ReadMembers all = read(whole);
  REQUIRE(all.members.size() == 3);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    const ReadMembers out = read(whole.substr(0, size));
    for (std::size_t i = 0; i < out.members.size(); ++i) CHECK(all.members[i].bytes.starts_with(out.members[i].bytes));
    // Between two records, and in the lines between them, nothing looks cut.
    const string_view rest = string_view(whole).substr(size);
    const bool is_between = rest.starts_with("WARC/") || rest.starts_with("\r\nWARC/") ||
                            rest.starts_with("\n\r\nWARC/") || rest.starts_with("\r\n\r\nWARC/") ||
                            rest.starts_with("\nWARC/") || rest.size() <= 4;
    CHECK(out.is_told() == !is_between);
  }
}

TEST_CASE("random changes of a web archive end in members or problems", "[exhaustive]") {
  const std::string fields = "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n";
  const std::string body = compress(page + page, true);
  char size[16];
  std::snprintf(size, sizeof size, "%zx\r\n", body.size());
  const std::string whole =
      some_archive() + response("http://a.example/c", answer(size + body + "\r\n0\r\n\r\n", fields)) + some_archive();
  REQUIRE(read(whole).members.size() == 5);
  std::mt19937 random(3);
  std::size_t num_read = 0;
  for (int i = 0; i < 2000; ++i) {
    std::string changed = whole;
    for (auto n = 1 + random() % 4; n > 0; --n) changed[random() % changed.size()] = static_cast<char>(random());
    const ReadMembers out = read(changed);
    num_read += out.members.size();
    CHECK(out.members.size() <= 6);
    for (const auto& problem : out.problems) CHECK_FALSE(problem.message.empty());
  }
  CHECK(num_read > 2000 * 3);
}
