// Whatever happens while an archive is written, it is afterwards as it was before or as it should be.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "archive/failing_disk.h"
#include "input/temporary_folder.h"
#include "nuskha/archive.h"
#include "nuskha/index.h"
#include "support/catch.h"
#include "support/release_folder.h"

using namespace nuskha;
using nuskha::test::DiskFailure;
using nuskha::test::FailingDisk;
using nuskha::test::ReleaseMaker;
using nuskha::test::write_old_file;
using nuskha_test::TemporaryFolder;

namespace {

/// What an archive says; or that there is none, or nothing in it yet.
std::string stored(const std::string& archive) {
  const auto opened = Archive::open(archive);
  if (!opened) {
    const bool is_before_all = opened.error().code == ErrorCode::not_found ||
                               opened.error().what.find("nothing in the archive yet") != std::string::npos;
    return is_before_all ? "none" : "broken: " + opened.error().what;
  }
  const auto report = opened->report();
  if (!report) return "broken: " + report.error().what;
  std::ostringstream out;
  write_jsonl(*report, out);
  return out.str();
}

std::string damage_of(const std::string& archive) {
  const auto damage = verify_archive(archive);
  if (!damage) return damage.error().what;
  std::string out;
  for (const ArchiveDamage& one : *damage) out += one.where + ": " + one.what + "\n";
  return out;
}

void copy_archive(const std::string& from, const std::string& to) {
  for (const char* const ending : {"", "-wal", "-shm"}) {
    std::filesystem::remove(to + ending);
    if (std::filesystem::exists(from + ending)) std::filesystem::copy_file(from + ending, to + ending);
  }
}

struct ChildResult {
  bool was_killed = false;
  bool did_fail = false;  ///< With write_failed.
  std::int64_t num_changes = 0;
};

/// Does it in another process, on a disk that fails.
ChildResult run_on_failing_disk(DiskFailure failure, std::int64_t at,
                                const std::function<Result<IndexOutcome>()>& work) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    FailingDisk::install(failure, at);
    const Result<IndexOutcome> outcome = work();
    const std::int64_t changes = FailingDisk::num_changes;
    if (write(ends[1], &changes, sizeof changes) != sizeof changes) _exit(9);
    _exit(outcome ? 0 : outcome.error().code == ErrorCode::write_failed ? 1 : 2);
  }
  close(ends[1]);
  ChildResult out;
  if (read(ends[0], &out.num_changes, sizeof out.num_changes) < 0) out.num_changes = 0;
  close(ends[0]);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  out.was_killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  out.did_fail = WIFEXITED(status) && WEXITSTATUS(status) == 1;
  REQUIRE((out.was_killed || (WIFEXITED(status) && WEXITSTATUS(status) <= 1)));
  return out;
}

/// Fails `work` at `num_points` points of its writing, evenly spread, and looks at what is left each time.
void check_failures(DiskFailure failure, const std::string& original, const std::string& archive,
                    const std::string& after, std::int64_t num_points,
                    const std::function<Result<IndexOutcome>()>& work) {
  copy_archive(original, archive);
  const std::string before = stored(archive);
  REQUIRE(before != after);
  const std::int64_t num_changes = run_on_failing_disk(DiskFailure::none, 0, work).num_changes;
  REQUIRE(stored(archive) == after);
  REQUIRE(num_changes > 10);
  std::size_t num_before = 0;
  std::size_t num_after = 0;
  std::int64_t last = 0;
  for (std::int64_t point = 0; point < num_points; ++point) {
    const std::int64_t at = 1 + point * (num_changes - 1) / (num_points - 1);
    if (at == last) continue;
    last = at;
    CAPTURE(at, num_changes);
    copy_archive(original, archive);
    const ChildResult child = run_on_failing_disk(failure, at, work);
    const std::string left = stored(archive);
    if (left == before) {
      ++num_before;
    } else {
      REQUIRE(left == after);
      ++num_after;
    }
    // Who was told that it failed finds the state before.
    if (child.did_fail) CHECK(left == before);
    if (failure != DiskFailure::full) CHECK(child.was_killed);
    if (left != "none") CHECK(damage_of(archive) == "");
    const Result<IndexOutcome> again = work();
    REQUIRE(again);
    CHECK(stored(archive) == after);
  }
  CHECK(num_before > 0);
  CHECK(num_after > 0);
}

struct Scene {
  TemporaryFolder folder;
  std::string releases = folder / "releases";
  std::string archive = folder / "a.nuskha";
  std::string original = folder / "original.nuskha";
  ReleaseMaker maker{99};

  Scene() {
    for (int i = 0; i < 12; ++i) write(i, 100);
  }
  void write(int number, int age) {
    write_old_file(releases + "/" + std::to_string(number) + ".txt", maker.text(), age);
  }

  /// Adds, changes and removes documents.
  void change_files() {
    for (const int number : {2, 3, 20, 21, 22}) write(number, 50);
    std::filesystem::remove(releases + "/5.txt");
  }
  Result<IndexOutcome> update() const { return index_update(archive, {}, {}); }
  Result<IndexOutcome> add() const { return index_add(archive, std::vector{releases}, {}); }
};

}  // namespace

TEST_CASE("an update that is killed anywhere leaves the archive as before or as after") {
  for (const DiskFailure failure : {DiskFailure::kill, DiskFailure::kill_torn}) {
    Scene scene;
    REQUIRE(scene.add());
    copy_archive(scene.archive, scene.original);
    scene.change_files();
    REQUIRE(scene.update());
    const std::string after = stored(scene.archive);
    check_failures(failure, scene.original, scene.archive, after, 40, [&] { return scene.update(); });
  }
}

TEST_CASE("making an archive that is killed anywhere leaves none, or all of it") {
  Scene scene;
  REQUIRE(scene.add());
  const std::string after = stored(scene.archive);
  check_failures(DiskFailure::kill, scene.original, scene.archive, after, 40, [&] { return scene.add(); });
}

TEST_CASE("an update for which there is no room says so and changes nothing") {
  Scene scene;
  REQUIRE(scene.add());
  copy_archive(scene.archive, scene.original);
  scene.change_files();
  REQUIRE(scene.update());
  const std::string after = stored(scene.archive);
  check_failures(DiskFailure::full, scene.original, scene.archive, after, 30, [&] { return scene.update(); });
}

TEST_CASE("a process killed at any moment leaves the archive as before or as after") {
  Scene scene;
  REQUIRE(scene.add());
  copy_archive(scene.archive, scene.original);
  const std::string before = stored(scene.archive);
  scene.change_files();
  REQUIRE(scene.update());
  const std::string after = stored(scene.archive);
  for (useconds_t delay = 0; delay < 30; ++delay) {
    CAPTURE(delay);
    copy_archive(scene.original, scene.archive);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) _exit(scene.update() ? 0 : 1);
    usleep(delay * 2500);
    kill(child, SIGKILL);
    REQUIRE(waitpid(child, nullptr, 0) == child);
    const std::string left = stored(scene.archive);
    CHECK((left == before || left == after));
    CHECK(damage_of(scene.archive) == "");
  }
}
