// Which files are archives, and the settings and numbers in them.
#include "archive/schema.h"

#include <string>

#include <fmt/format.h>

#include "input/temporary_folder.h"
#include "support/catch.h"

using namespace nuskha;
using nuskha_test::TemporaryFolder;

namespace {

struct Scene {
  TemporaryFolder folder;
  Database database{folder / "a.nuskha", Database::Mode::create};

  explicit Scene(const ArchiveSettings& settings = {}) {
    database.run("BEGIN");
    create_archive(database, settings);
    database.run("COMMIT");
  }

  void set(const std::string& name, const std::string& value) {
    database.run("UPDATE settings SET value = ? WHERE name = ?", value, name);
  }
};

template <class Work>
std::string refusal(const Work& work) {
  const auto result = guarded([&] { work(); });
  REQUIRE_FALSE(result);
  CHECK(result.error().code == ErrorCode::malformed);
  return result.error().what;
}

std::string refusal_of_settings(Scene& scene) {
  return refusal([&] { read_settings(scene.database); });
}

}  // namespace

TEST_CASE("an archive is known by its marks, and an empty file as one that was never finished") {
  Scene scene;
  CHECK(check_contents(scene.database) == Contents::archive);
  Database empty(scene.folder / "empty", Database::Mode::create);
  CHECK(check_contents(empty) == Contents::nothing);
}

TEST_CASE("other databases, newer archives and damaged ones are refused") {
  Scene scene;
  Database other(scene.folder / "other.db", Database::Mode::create);
  other.run("CREATE TABLE items (value)");
  CHECK(refusal([&] { check_contents(other); }).starts_with("It is a database of another program"));
  other.run("DROP TABLE items; PRAGMA application_id = 7");
  CHECK(refusal([&] { check_contents(other); }).starts_with("It is a database of another program"));
  scene.database.run(fmt::format("PRAGMA user_version = {}", archive_schema_version + 1).c_str());
  CHECK(refusal([&] {
          check_contents(scene.database);
        }).starts_with(fmt::format("The archive has schema version {}, ", archive_schema_version + 1)));
  scene.database.run("PRAGMA user_version = 0");
  CHECK(refusal([&] { check_contents(scene.database); }) ==
        "The archive is damaged: it says that its schema version is 0.");
}

TEST_CASE("settings come back as they were") {
  Scene usual;
  CHECK(read_settings(usual.database) == ArchiveSettings{});
  ArchiveSettings settings;
  settings.threshold = 0.1 + 0.2;  // no short number
  settings.miss_rate = 1e-9;
  settings.join = "exact";
  settings.level = Level::layout;
  settings.keep_boilerplate = true;
  settings.file_times = true;
  settings.text_field = "نص \"x\"";
  settings.id_field = "";
  settings.store_text = false;
  Scene scene(settings);
  CHECK(read_settings(scene.database) == settings);
}

TEST_CASE("a setting that is missing or no value is damage, and says which") {
  Scene scene;
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{{"threshold", "0"},
                                                                                    {"threshold", "1.5"},
                                                                                    {"threshold", "nan"},
                                                                                    {"threshold", "0.7x"},
                                                                                    {"miss_rate", ""},
                                                                                    {"join", "fast"},
                                                                                    {"level", "words"},
                                                                                    {"keep_boilerplate", "true"},
                                                                                    {"file_times", ""},
                                                                                    {"store_text", "YES"}}) {
    CAPTURE(name, value);
    scene.database.run("BEGIN");
    scene.set(name, value);
    const std::string what = refusal_of_settings(scene);
    CHECK(what.starts_with("The archive is damaged: its setting " + name + " is "));
    CHECK(what.find('"' + value + '"') != std::string::npos);
    scene.database.run("DELETE FROM settings WHERE name = ?", name);
    CHECK(refusal_of_settings(scene) ==
          "The archive is damaged: its setting " + name + " is missing. Restore a copy, or make it again.");
    scene.database.roll_back();
  }
}

TEST_CASE("an archive of other words is refused") {
  Scene scene;
  CHECK(analysis_version().starts_with("1 (Unicode "));
  scene.set("analysis", "0 (Unicode 9.0)");
  CHECK(refusal_of_settings(scene).starts_with("The archive was made by analysis 0 (Unicode 9.0), "));
}

TEST_CASE("every table, index and view of an archive is one of ours, and another one isn't") {
  Scene scene;
  const char* const own = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'";
  std::size_t count = 0;
  for (Query rows = scene.database.query(own); rows.step(); ++count) {
    CAPTURE(rows.text(0));
    CHECK(is_own_schema(rows.text(0)));
  }
  CHECK(count == num_schema_objects());
  CHECK_FALSE(is_own_schema("CREATE TABLE settings (name TEXT)"));
  CHECK_FALSE(is_own_schema("CREATE TRIGGER t AFTER INSERT ON files BEGIN DELETE FROM files; END"));
}

TEST_CASE("numbers of the state begin at zero, change, and are missed") {
  Scene scene;
  for (const char* const name :
       {state::documents, state::related_up_to, state::waiting, state::removed, state::generation,
        state::copies_not_paired, state::buckets_cut, state::families_not_collated})
    CHECK(read_state(scene.database, name) == 0);
  write_state(scene.database, state::documents, std::int64_t{1} << 40);
  CHECK(read_state(scene.database, state::documents) == std::int64_t{1} << 40);
  scene.database.run("DELETE FROM state WHERE name = ?", state::documents);
  CHECK(refusal([&] {
          read_state(scene.database, state::documents);
        }).starts_with("The archive is damaged: its state has no \"documents\". "));
}
