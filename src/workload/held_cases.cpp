// The table held_cases in codes; docs/data-model.md describes the columns.

#include "evenload/workload/held_cases.hpp"

#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "evenload/core/errors.hpp"
#include "src/core/cells.hpp"
#include "src/core/column_values.hpp"
#include "src/core/references.hpp"

namespace evenload::workload {

namespace {

std::int32_t day_number(Date day) {
  return static_cast<std::int32_t>(day.time_since_epoch().count());
}

/// Numbers texts in the order in which they first occur.
class TextCodes {
 public:
  explicit TextCodes(const Table& table, std::string_view column) : reader_(table, column) {
    const Column* found = table.find(column);
    texts_ = found == nullptr ? nullptr : std::get_if<Texts>(&found->values);
  }
  /// Code of the cell; `read` makes the value where the cell's text is new.
  template <class Read>
  std::int32_t code(std::size_t row, Read read) {
    if (!reader_.has(row)) return missing_code(read);
    // Most cells are texts that came before: no copy is made of them.
    if (texts_ != nullptr) {
      const auto found = by_text_.find((*texts_)[row]);
      if (found != by_text_.end()) return found->second;
    }
    const std::string key = texts_ != nullptr ? (*texts_)[row] : other_key(row);
    const auto [entry, is_new] = by_text_.try_emplace(key, next_);
    if (is_new) {
      read();
      ++next_;
    }
    return entry->second;
  }
  const ColumnReader& reader() const { return reader_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  template <class Read>
  std::int32_t missing_code(Read read) {
    if (missing_ < 0) {
      read();
      missing_ = next_++;
    }
    return missing_;
  }
  /// Lists and numbers as one text that tells them apart.
  std::string other_key(std::size_t row) const {
    std::string key;
    for (const std::string& entry : reader_.list(row)) {
      key += std::to_string(entry.size()) + ":" + entry;
    }
    return key;
  }

  ColumnReader reader_;
  const Texts* texts_ = nullptr;
  std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> by_text_;
  std::int32_t next_ = 0;
  std::int32_t missing_ = -1;
};

/// Numbers rows by what several columns say together.
class KindCodes {
 public:
  using Key = std::array<std::int32_t, 6>;
  /// Position of the key, and whether it is new.
  std::pair<std::int32_t, bool> code(const Key& key) {
    if (!last_.empty() && last_[0].first == key) return {last_[0].second, false};
    const auto [entry, is_new] = kinds_.try_emplace(key, static_cast<std::int32_t>(kinds_.size()));
    last_.assign(1, {key, entry->second});
    return {entry->second, is_new};
  }

 private:
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept {
      std::uint64_t sum = 0;
      for (const std::int32_t part : key) {
        sum = (sum ^ static_cast<std::uint32_t>(part)) * 0x9e3779b97f4a7c15ULL;
        sum ^= sum >> 29;
      }
      return static_cast<std::size_t>(sum);
    }
  };
  std::unordered_map<Key, std::int32_t, Hash> kinds_;
  std::vector<std::pair<Key, std::int32_t>> last_;
};

/// Ids of a column, each once; ids of several systems are told apart.
template <class IdType>
class IdCodes {
 public:
  IdCodes(const Table& table, std::string_view column)
      : texts_(table, column), reader_(table, column),
        systems_(table.find(system_column(column)) != nullptr) {}
  bool has(std::size_t row) const { return reader_.has(row); }
  [[noreturn]] void fail(std::size_t row, ErrorCode code, std::string expected) const {
    reader_.fail(row, code, std::move(expected));
  }
  /// `resolve(reader, row)` says which id is meant; asked once per text where no system is named.
  template <class Resolve>
  std::int32_t code(std::size_t row, std::vector<IdType>& ids, Resolve resolve) {
    if (!systems_) {
      const std::int32_t text = texts_.code(row, [&] {
        by_text_code_.push_back(number(resolve(reader_, row), ids));
      });
      return by_text_code_[static_cast<std::size_t>(text)];
    }
    return number(resolve(reader_, row), ids);
  }

 private:
  std::int32_t number(IdType id, std::vector<IdType>& ids) {
    const auto [entry, is_new] = codes_.try_emplace(id, static_cast<std::int32_t>(ids.size()));
    if (is_new) ids.push_back(std::move(id));
    return entry->second;
  }

  TextCodes texts_;
  IdReader<IdType> reader_;
  bool systems_;
  std::unordered_map<IdType, std::int32_t> codes_;
  std::vector<std::int32_t> by_text_code_;
};

template <class IdType>
IdType as_it_stands(const IdReader<IdType>& reader, std::size_t row) {
  return reader.read(row);
}

}  // namespace

HeldCase HeldCases::held(std::size_t row) const {
  HeldCase one = kinds[static_cast<std::size_t>(kind[row])];
  one.case_id = cases[static_cast<std::size_t>(case_code[row])];
  if (holder[row] >= 0) one.caseworker = holders[static_cast<std::size_t>(holder[row])];
  one.row = static_cast<std::int64_t>(row);
  return one;
}

bool HeldCases::covers(std::size_t row, Date day) const noexcept {
  const std::int32_t number = day_number(day);
  return from[row] <= number && number <= to[row];
}

HeldCases read_held_spans(const Table& table, const Table* caseworkers) {
  for (const char* needed : {"case", "caseworker", "from"}) ColumnReader::required(table, needed);
  std::optional<IdIndex<CaseworkerId>> people;
  if (caseworkers != nullptr && caseworkers->rows() > 0) people.emplace(*caseworkers);
  IdCodes<CaseId> cases(table, "case");
  IdCodes<CaseworkerId> holders(table, "caseworker");
  TextCodes units(table, "unit"), roles(table, "role"), types(table, "type"), phases(table, "phase");
  TextCodes factors(table, "factors"), categories(table, "categories");
  const ColumnReader weight(table, "weight");
  const ColumnReader from(table, "from");
  const ColumnReader to(table, "to");
  const ColumnReader from_vacancy(table, "from_vacancy");
  std::unordered_map<std::string, std::int32_t> weights;

  HeldCases held;
  const std::size_t rows = table.rows();
  for (auto* column : {&held.case_code, &held.holder, &held.unit, &held.kind, &held.from, &held.to}) {
    column->reserve(rows);
  }
  held.from_vacancy.reserve(rows);
  std::vector<std::int32_t> unit_codes;  // of the texts of the column
  KindCodes kinds;
  const auto resolve_holder = [&](const IdReader<CaseworkerId>& reader, std::size_t row) {
    return people ? people->resolve(reader, row) : reader.read(row);
  };
  for (std::size_t row = 0; row < rows; ++row) {
    if (!cases.has(row)) cases.fail(row, ErrorCode::missing_value, "an id");
    held.case_code.push_back(cases.code(row, held.cases, as_it_stands<CaseId>));
    held.holder.push_back(holders.has(row) ? holders.code(row, held.holders, resolve_holder) : -1);
    const std::int32_t unit_text = units.code(row, [&] {
      if (!units.reader().has(row)) return unit_codes.push_back(-1);
      unit_codes.push_back(static_cast<std::int32_t>(held.units.size()));
      held.units.emplace_back(units.reader().id(row));
    });
    held.unit.push_back(unit_codes[static_cast<std::size_t>(unit_text)]);

    std::int32_t weight_code = -1;
    std::optional<Rational> own_weight = maybe_non_negative(weight, row);
    if (own_weight) {
      weight_code = weights
                        .try_emplace(own_weight->to_string(),
                                     static_cast<std::int32_t>(weights.size()))
                        .first->second;
    }
    const auto nothing = [] {};
    const auto [kind, is_new] = kinds.code(
        {roles.code(row, nothing), types.code(row, nothing), phases.code(row, nothing),
         factors.code(row, nothing), categories.code(row, nothing), weight_code});
    if (is_new) {
      HeldCase one;
      one.role = roles.reader().text_or(row, "lead");
      one.case_type = types.reader().text_or(row, {});
      one.phase = phases.reader().text_or(row, {});
      if (factors.reader().present()) one.factors = factors.reader().list(row);
      if (categories.reader().present()) one.categories = categories.reader().list(row);
      one.weight = std::move(own_weight);
      held.kinds.push_back(std::move(one));
    }
    held.kind.push_back(kind);

    const Date begin = from.date(row);
    const std::optional<Date> end = to.maybe_date(row);
    if (end && *end < begin) {
      to.fail(row, ErrorCode::ends_before_start,
              "a day on or after " + to_string(begin) + ", when it was opened");
    }
    held.from.push_back(day_number(begin));
    held.to.push_back(end ? day_number(*end) : still_held);
    held.from_vacancy.push_back(from_vacancy.boolean_or(row, false) ? 1 : 0);
  }
  return held;
}

std::vector<CaseworkerWeek> read_caseworker_weeks(const Table& weeks, const Table& caseworkers) {
  const IdIndex<CaseworkerId> people(caseworkers);
  for (const char* needed : {"caseworker", "week"}) ColumnReader::required(weeks, needed);
  const IdReader<CaseworkerId> caseworker(weeks, "caseworker");
  const ColumnReader week(weeks, "week"), capacity(weeks, "capacity"),
      base_load(weeks, "base_load"), work_for_others(weeks, "work_for_others"),
      work_by_others(weeks, "work_by_others"), perceived(weeks, "perceived");
  std::set<std::pair<std::size_t, Date>> told;
  std::vector<CaseworkerWeek> read(weeks.rows());
  for (std::size_t row = 0; row < read.size(); ++row) {
    const std::size_t person = people.known(caseworker, row, "caseworkers");
    CaseworkerWeek& one = read[row];
    one.caseworker = people[person];
    if (!week.has(row)) week.fail(row, ErrorCode::missing_value, "a week such as 2026-W48");
    const bool is_text = weeks.find("week")->type() == ColumnType::text;
    const std::string text = is_text ? week.text(row) : std::string();
    if (text.find('W') != std::string::npos) {
      try {
        one.monday = monday(parse_iso_week(text));
      } catch (const InvalidDataError&) {
        week.fail(row, ErrorCode::invalid_date, "a week such as 2026-W48, or a date in it");
      }
    } else {
      one.monday = monday_of(week.date(row));
    }
    if (!told.emplace(person, one.monday).second) {
      week.fail(row, ErrorCode::duplicate_id, "each caseworker and week once");
    }
    one.capacity = maybe_non_negative(capacity, row);
    one.base_load = maybe_non_negative(base_load, row);
    one.work_for_others = maybe_non_negative(work_for_others, row);
    one.work_by_others = maybe_non_negative(work_by_others, row);
    if (perceived.has(row)) one.perceived = perceived.rational(row);
  }
  return read;
}

}  // namespace evenload::workload
