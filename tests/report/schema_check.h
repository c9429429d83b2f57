// Checks a JSON value against the part of JSON Schema that docs/report_format.schema.json uses. Stricter than the
// standard in two ways, so that the schema stays complete: a field that the schema doesn't name is an error, and so is
// a keyword not known here.
#pragma once

#include <cstddef>
#include <fstream>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

namespace nuskha::testing {

class SchemaCheck {
 public:
  /// The schema of the repository.
  SchemaCheck() {
    std::ifstream file(std::string(NUSKHA_SOURCE_DIR) + "/docs/report_format.schema.json");
    if (!file) throw std::runtime_error("docs/report_format.schema.json is missing");
    root_ = nlohmann::json::parse(file);
  }

  /// Another one, of the same keywords.
  explicit SchemaCheck(nlohmann::json root) : root_(std::move(root)) {}

  /// What is wrong with `value` by a schema, whose references are into the root; "" if nothing.
  std::string check_against(const nlohmann::json& value, const nlohmann::json& schema, const std::string& where) const {
    return check(value, schema, where);
  }

  /// What is wrong with `value` as a `definition` ("record", "report"); "" if nothing.
  std::string check(const nlohmann::json& value, const std::string& definition) const {
    return check(value, root_.at("$defs").at(definition), definition);
  }

 private:
  using Json = nlohmann::json;

  std::string check(const Json& value, const Json& schema, const std::string& where) const {
    for (const auto& [keyword, argument] : schema.items()) {
      std::string wrong = check_keyword(keyword, argument, value, schema, where);
      if (!wrong.empty()) return wrong;
    }
    return {};
  }

  std::string check_keyword(const std::string& keyword, const Json& argument, const Json& value, const Json& schema,
                            const std::string& where) const {
    const auto require = [&](bool holds) { return holds ? "" : where + ": not " + keyword + " " + argument.dump(); };
    if (keyword == "description" || keyword == "$schema" || keyword == "title" || keyword == "$defs") return {};
    if (keyword == "$ref")
      return check(value, root_.at(Json::json_pointer(argument.get<std::string>().substr(1))), where);
    if (keyword == "oneOf" || keyword == "anyOf") return check_one_of(argument, value, where);
    if (keyword == "const") return require(value == argument);
    if (keyword == "enum") return require(std::find(argument.begin(), argument.end(), value) != argument.end());
    if (keyword == "type") return require(has_type(value, argument));
    if (keyword == "minimum") return require(!value.is_number() || value >= argument);
    if (keyword == "maximum") return require(!value.is_number() || value <= argument);
    if (keyword == "minItems") return require(!value.is_array() || value.size() >= argument.get<std::size_t>());
    if (keyword == "pattern") {
      return require(!value.is_string() ||
                     std::regex_search(value.get<std::string>(), std::regex(argument.get<std::string>())));
    }
    if (keyword == "required") {
      for (const Json& name : argument) {
        if (!value.contains(name.get<std::string>())) return where + ": no " + name.dump();
      }
      return {};
    }
    if (keyword == "properties") {
      for (const auto& [name, field] : value.items()) {
        if (!argument.contains(name)) return where + ": unknown field " + name;
        std::string wrong = check(field, argument.at(name), where + "." + name);
        if (!wrong.empty()) return wrong;
      }
      return {};
    }
    if (keyword == "items") {
      for (const Json& item : value) {
        std::string wrong = check(item, argument, where + "[]");
        if (!wrong.empty()) return wrong;
      }
      return {};
    }
    return where + ": the checker doesn't know " + keyword + " in " + schema.dump();
  }

  std::string check_one_of(const Json& choices, const Json& value, const std::string& where) const {
    std::string all;
    std::size_t num_right = 0;
    for (const Json& choice : choices) {
      const std::string wrong = check(value, choice, where);
      num_right += wrong.empty() ? 1 : 0;
      all += wrong + "; ";
    }
    return num_right == 1 ? "" : where + ": none of, or more than one of, the choices: " + all;
  }

  static bool has_type(const Json& value, const Json& type) {
    if (type.is_array()) {
      return std::any_of(type.begin(), type.end(), [&](const Json& one) { return has_type(value, one); });
    }
    const auto name = type.get<std::string>();
    if (name == "string") return value.is_string();
    if (name == "null") return value.is_null();
    if (name == "object") return value.is_object();
    if (name == "array") return value.is_array();
    if (name == "integer") return value.is_number_integer();
    if (name == "number") return value.is_number();
    if (name == "boolean") return value.is_boolean();
    throw std::runtime_error("unknown type " + name);
  }

  Json root_;
};

}  // namespace nuskha::testing
