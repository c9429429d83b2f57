// The names of months as ICU has them: the source of src/base/month_names.inc, and what it is compared with.
#pragma once

#include <string>

namespace nuskha::test {

struct MonthNameTables {
  std::string names;       ///< As month_name_table().
  std::string connectors;  ///< As date_connector_table().
};

/// Asks ICU for every locale, calendar and form. Takes some seconds.
MonthNameTables make_month_name_tables();

}  // namespace nuskha::test
