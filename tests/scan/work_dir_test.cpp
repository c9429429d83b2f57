// Files of a work folder: whole or not there; folders of others are left alone.
#include "scan/work_dir.h"

#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>

#include "nuskha/version.h"
#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha;
using nuskha::testing::TemporaryFolder;

namespace {

constexpr Hash128 fingerprint{0x0123456789abcdef, 0xfedcba9876543210};
const std::string name = name_of(WorkKind::verified);

std::string work_of(const TemporaryFolder& folder) { return (folder.path() / "work").string(); }

std::unique_ptr<WorkDir> open_work(const TemporaryFolder& folder) {
  auto work = WorkDir::open(work_of(folder));
  REQUIRE(work);
  return std::move(*work);
}

Error error_of(const TemporaryFolder& folder) {
  const auto work = WorkDir::open(work_of(folder));
  REQUIRE_FALSE(work);
  return work.error();
}

}  // namespace

TEST_CASE("a header is the same bytes on every machine") {
  const std::string header = make_header(WorkKind::verified, fingerprint, "payload");
  REQUIRE(header.size() == WorkFile::header_bytes);
  CHECK(header.substr(0, 16) == std::string("nuskhaWD\x01\0\0\0\x03\0\0\0", 16));
  CHECK(header.substr(16, 8) == std::string("\x07\0\0\0\0\0\0\0", 8));
  CHECK(header.substr(24, 16) == "\xef\xcd\xab\x89\x67\x45\x23\x01\x10\x32\x54\x76\x98\xba\xdc\xfe");
  std::string program = version();
  program.resize(24, '\0');
  CHECK(header.substr(40, 24) == program);
}

TEST_CASE("what is written is read back by its kind and fingerprint only") {
  TemporaryFolder folder;
  const auto work = open_work(folder);
  CHECK(work->read(name, WorkKind::verified, fingerprint).state == WorkFile::State::missing);
  REQUIRE(work->write(name, WorkKind::verified, fingerprint, "payload"));
  const WorkFile file = work->read(name, WorkKind::verified, fingerprint);
  CHECK(file.state == WorkFile::State::good);
  CHECK(file.payload() == "payload");
  CHECK(work->read(name, WorkKind::bodies, fingerprint).state == WorkFile::State::other);
  CHECK(work->read(name, WorkKind::verified, {1, 2}).state == WorkFile::State::other);
  REQUIRE(work->write(name, WorkKind::verified, fingerprint, ""));
  CHECK(work->read(name, WorkKind::verified, fingerprint).payload().empty());
  work->remove(name);
  CHECK(work->read(name, WorkKind::verified, fingerprint).state == WorkFile::State::missing);
  CHECK(work->used_bytes() > 0);
  CHECK(work->free_bytes().value_or(0) > 0);
}

TEST_CASE("every truncation and every changed byte of a work file is noticed") {
  TemporaryFolder folder;
  const auto work = open_work(folder);
  REQUIRE(work->write(name, WorkKind::verified, fingerprint, "some payload"));
  const std::string good = folder.read("work/" + name);
  for (std::size_t size = 0; size < good.size(); ++size) {
    folder.write("work/" + name, good.substr(0, size));
    CHECK(work->read(name, WorkKind::verified, fingerprint).state == WorkFile::State::damaged);
  }
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const int change : {1, 0x80, 0xff}) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ change);
      folder.write("work/" + name, bad);
      CHECK(work->read(name, WorkKind::verified, fingerprint).state == WorkFile::State::damaged);
    }
  }
}

TEST_CASE("segments have names of their own, also after the folder was opened again") {
  TemporaryFolder folder;
  std::string first;
  {
    const auto work = open_work(folder);
    first = work->new_segment();
    CHECK(first == "reading-00000001.stage");
    REQUIRE(work->write(first, WorkKind::segment, fingerprint, "x"));
  }
  const auto work = open_work(folder);
  CHECK(work->segments() == std::vector<std::string>{first});
  CHECK(work->new_segment() == "reading-00000002.stage");
}

TEST_CASE("what an interrupted write has left is removed") {
  TemporaryFolder folder;
  { open_work(folder); }
  folder.write("work/" + name + ".tmp", "half");
  folder.write("work/reading-00000007.stage.tmp", "half");
  const auto work = open_work(folder);
  CHECK_FALSE(folder.exists("work/" + name + ".tmp"));
  CHECK_FALSE(folder.exists("work/reading-00000007.stage.tmp"));
  CHECK(work->segments().empty());
}

TEST_CASE("a folder with files of others is refused and stays as it is") {
  TemporaryFolder folder;
  SECTION("without work in it") { folder.write("work/letter.txt", "mine"); }
  SECTION("with a name like a stage's, but no marker") { folder.write("work/" + name, "mine"); }
  SECTION("with work in it") {
    { open_work(folder); }
    folder.write("work/letter.txt", "mine");
  }
  const auto count = [&] {
    const std::filesystem::directory_iterator files(work_of(folder));
    return std::distance(begin(files), end(files));
  };
  const auto before = count();
  const Error error = error_of(folder);
  CHECK(error.code == ErrorCode::invalid_argument);
  CHECK(error.where == work_of(folder));
  CHECK(error.what.find("isn't a work folder of nuskha") != std::string::npos);
  CHECK(count() == before);
}

TEST_CASE("a folder of a newer program is refused, and one with a damaged marker") {
  TemporaryFolder folder;
  { REQUIRE(open_work(folder)->write(name, WorkKind::verified, fingerprint, "x")); }
  std::string marker = folder.read("work/nuskha-work-dir");
  CHECK(marker.starts_with("work folder of nuskha, format 1\n"));
  marker.replace(marker.find('1'), 1, "2");
  folder.write("work/nuskha-work-dir", marker);
  CHECK(error_of(folder).what.find("newer nuskha (format 2") != std::string::npos);
  for (const char* bad :
       {"", "something else", "work folder of nuskha, format ", "work folder of nuskha, format 0\n"}) {
    folder.write("work/nuskha-work-dir", bad);
    CHECK(error_of(folder).what.find("damaged") != std::string::npos);
  }
  CHECK(folder.exists("work/" + name));
}

TEST_CASE("a folder whose making was interrupted is made") {
  TemporaryFolder folder;
  folder.write("work/nuskha-work-dir", "");
  { open_work(folder); }
  CHECK(folder.read("work/nuskha-work-dir").starts_with("work folder of nuskha, format 1\n"));
  CHECK(folder.read("work/.nuskhaignore") == "*\n");
}

TEST_CASE("a work folder is for one at a time") {
  TemporaryFolder folder;
  {
    const auto work = open_work(folder);
    const Error error = error_of(folder);
    CHECK(error.code == ErrorCode::invalid_argument);
    CHECK(error.what.find("in use by another nuskha") != std::string::npos);
  }
  open_work(folder);
}

TEST_CASE("a work folder that can't be made says why") {
  TemporaryFolder folder;
  const auto below_nothing = WorkDir::open((folder.path() / "no/work").string());
  REQUIRE_FALSE(below_nothing);
  CHECK(below_nothing.error().code == ErrorCode::not_found);
  folder.write("file", "x");
  const auto a_file = WorkDir::open((folder.path() / "file").string());
  REQUIRE_FALSE(a_file);
  CHECK(a_file.error().code == ErrorCode::write_failed);
  CHECK(a_file.error().what.find("Not a directory") != std::string::npos);
}

TEST_CASE("a write that fails names the folder and leaves what there was") {
  TemporaryFolder folder;
  int failure = 0;
  WorkDirOptions options;
  options.before_write = [&](const std::string&) { return failure; };
  const auto work = WorkDir::open(work_of(folder), options);
  REQUIRE(work);
  REQUIRE((*work)->write(name, WorkKind::verified, fingerprint, "old"));
  failure = ENOSPC;
  const Result<void> done = (*work)->write(name, WorkKind::verified, fingerprint, "new");
  REQUIRE_FALSE(done);
  CHECK(done.error().code == ErrorCode::write_failed);
  CHECK(done.error().where == work_of(folder));
  CHECK(done.error().what.find("No space left on device") != std::string::npos);
  CHECK((*work)->read(name, WorkKind::verified, fingerprint).payload() == "old");
}
