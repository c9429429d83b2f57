// Mailboxes, read by open_mbox.
#include <fstream>
#include <iterator>
#include <random>

#include "input/memory_stream.h"
#include "input/message_headers.h"
#include "input/readers.h"
#include "support/catch.h"

namespace {

struct Members {
  std::vector<std::string> names;
  std::vector<std::string> bytes;
  std::string error;
};

Members read(const std::string& mbox, std::size_t piece = 1 << 30, std::size_t read_size = 4096,
             nuskha::StreamError error = {}) {
  const nuskha::InputOptions options;
  const nuskha::ExtractContext context{options};
  const auto reader = nuskha::open_mbox({nuskha_test::memory_stream(mbox, piece, std::move(error)), ""}, context);
  Members out;
  nuskha::Member member;
  std::vector<nuskha::Problem> problems;
  std::string buffer(read_size, '\0');
  while (reader->next(member, problems)) {
    out.names.push_back(member.name);
    out.bytes.emplace_back();
    while (const std::size_t got = reader->read(buffer.data(), buffer.size())) out.bytes.back().append(buffer, 0, got);
  }
  CHECK(problems.empty());
  out.error = reader->error().message;
  return out;
}

using Strings = std::vector<std::string>;

const std::string from = "From press@example.org Mon Apr  5 10:00:00 2021\n";

std::string fixture() {
  std::ifstream file(std::string(NUSKHA_FIXTURES) + "/formats/press.mbox", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("mails are parted by their From lines and named by number") {
  const auto out = read(from + "Subject: a\n\none\n\n" + from + "Subject: b\n\ntwo\n\nthree\n");
  CHECK(out.names == Strings{"1", "2"});
  CHECK(out.bytes == Strings{"Subject: a\n\none\n", "Subject: b\n\ntwo\n\nthree\n"});
}

TEST_CASE("quoted From lines lose one mark, others keep theirs") {
  const auto out = read(from + "Subject: a\n\n>From here\n>>From there\n> From me\n>Frome\n\n>From x\n");
  CHECK(out.bytes == Strings{"Subject: a\n\nFrom here\n>From there\n> From me\n>Frome\n\nFrom x\n"});
}

TEST_CASE("a line of text that begins with From parts nothing") {
  const std::string text = "Subject: a\n\nFrom now on,\n\nFrom Monday to Friday at 10:00\n" + from + "end\n";
  CHECK(read(from + text).bytes == Strings{text});
}

TEST_CASE("line ends, blank lines and mails without anything") {
  const std::string crlf = "From a@b.org Mon Apr  5 10:00:00 2021\r\n";
  CHECK(read(crlf + "Subject: a\r\n\r\none\r\n\r\n\r\n" + crlf + "Subject: b\r\n\r\ntwo").bytes ==
        Strings{"Subject: a\r\n\r\none\r\n\r\n", "Subject: b\r\n\r\ntwo"});
  CHECK(read(from).bytes == Strings{""});
  CHECK(read(from + "\n" + from + "\n\n").bytes == Strings{"", "\n"});
  CHECK(read("").names.empty());
}

TEST_CASE("Content-Length isn't believed") {
  CHECK(read(from + "Content-Length: 1000000\n\none\n\n" + from + "Subject: b\n\ntwo\n").names.size() == 2);
}

TEST_CASE("pieces and sizes of reads make no difference, nor do long lines") {
  std::string mbox = from + "Subject: a\n\n" + std::string(300000, 'x') + "From " + std::string(70000, 'y') +
                     "\n\n>From z\n\n" + from + "Subject: b\n\n" + std::string(200000, '>') + "From \n\n";
  for (int i = 0; i < 3000; ++i) mbox += "line " + std::to_string(i) + "\n\n";
  const auto whole = read(mbox);
  REQUIRE(whole.names.size() == 2);
  // Less two From lines, a blank line after each mail, and one mark of quoting.
  CHECK(whole.bytes[0].size() + whole.bytes[1].size() + 2 * from.size() + 3 == mbox.size());
  for (const std::size_t piece : {1u, 7u, 1000u, 65536u}) {
    const auto out = read(mbox, piece, piece + 3);
    CHECK(out.bytes == whole.bytes);
  }
}

TEST_CASE("members that aren't read are passed over") {
  const nuskha::InputOptions options;
  const auto reader = nuskha::open_mbox({nuskha_test::memory_stream(fixture()), ""}, {options});
  nuskha::Member member;
  std::vector<nuskha::Problem> problems;
  std::size_t count = 0;
  while (reader->next(member, problems)) ++count;
  CHECK(count == 3);
  CHECK(member.name == "3");

  const auto again = nuskha::open_mbox({nuskha_test::memory_stream(fixture(), 50), ""}, {options});
  char begin[5] = {};
  while (again->next(member, problems)) {  // a part of each
    CHECK(again->read(begin, 5) == 5);
    CHECK(std::string(begin, 5) == "From:");
  }
}

TEST_CASE("a stream that breaks off is told") {
  CHECK(read(from + "Subject: a\n\none\n", 5, 100, {"malformed", "cut short"}).error == "cut short");
}

TEST_CASE("mailboxes are told by their first lines") {
  CHECK(nuskha::is_mbox(fixture(), "x"));
  CHECK(nuskha::is_mbox(from + "Subject: a\n", "x"));
  CHECK(nuskha::is_mbox("From - Mon Apr 05 10:00:00 2021\r\nX-Mozilla-Status: 0001\r\n", "x"));
  CHECK(nuskha::is_mbox("From 1700@xxx Mon Apr 05 10:00:00 +0000 2021\nX-GM-THRID: 1\n", "x"));
  CHECK(nuskha::is_mbox("From user at example.org  Mon Apr  5 10:00:00 2021\nFrom: user at example.org\n", "x"));
  CHECK_FALSE(nuskha::is_mbox("From the ministry, 5 April 2021\n\nText\n", "x.mbox"));
  CHECK_FALSE(nuskha::is_mbox("From Monday 10:00 on, 5 April 2021\nwe are open.\n", "x"));
  CHECK_FALSE(nuskha::is_mbox(from, "x"));
  CHECK_FALSE(nuskha::is_mbox("", "x.mbox"));
}

TEST_CASE("an mbox cut short at any byte, or with bytes changed, keeps every byte of its mails") {
  const std::string mbox = fixture();
  for (std::size_t size = 0; size < mbox.size(); ++size) {
    std::size_t total = 0;
    const auto out = read(mbox.substr(0, size), 100, 64);
    for (const auto& bytes : out.bytes) total += bytes.size();
    CHECK(total <= size);
    CHECK(out.names.empty() == (size == 0));
  }
  std::mt19937 random(11);
  const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  for (int i = 0; i < 300; ++i) {
    std::string changed = mbox;
    for (int j = 0; j < 3; ++j) changed[random() % changed.size()] = static_cast<char>(random() & 0xFF);
    const auto out = read(changed, 100, 64);
    std::ptrdiff_t total = 0;
    for (const auto& bytes : out.bytes) total += lines(bytes);
    const auto num_mails = static_cast<std::ptrdiff_t>(out.names.size());
    // Each From line, and the blank line after each mail, which the last may lack.
    const std::ptrdiff_t missing = lines(changed) - total - 2 * num_mails;
    CHECK((missing == 0 || missing == -1));
  }
}
