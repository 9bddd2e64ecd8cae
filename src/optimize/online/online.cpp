// The public face of the standing state.
#include "evenload/optimize/online.hpp"

#include <string>

#include "evenload/core/errors.hpp"
#include "state.hpp"

namespace evenload::optimize {

namespace {

constexpr std::int64_t default_path_work = 1000;

}  // namespace

std::string_view to_string(OnlineExclusion code) noexcept {
  switch (code) {
    case OnlineExclusion::none: return "none";
    case OnlineExclusion::not_a_pair: return "not_a_pair";
    case OnlineExclusion::zero_capacity: return "zero_capacity";
    case OnlineExclusion::base_past_hard_limit: return "base_past_hard_limit";
    case OnlineExclusion::hard_limit: return "hard_limit";
    case OnlineExclusion::category_count: return "category_count";
    case OnlineExclusion::category_weight: return "category_weight";
  }
  return "unknown";
}

OnlineAssignment::OnlineAssignment(const BalancedAssignmentProblem& problem) : state_(std::make_unique<detail::online::State>(problem)) {}
OnlineAssignment::OnlineAssignment(const BalancedAssignmentProblem& problem, const OnlineIds& ids)
    : state_(std::make_unique<detail::online::State>(problem, &ids)) {}
OnlineAssignment::~OnlineAssignment() = default;
OnlineAssignment::OnlineAssignment(OnlineAssignment&&) noexcept = default;
OnlineAssignment& OnlineAssignment::operator=(OnlineAssignment&&) noexcept = default;

std::span<const OnlineCandidate> OnlineAssignment::best(const OnlineRow& row, std::size_t count) { return state_->best(row, count); }
std::span<const OnlineExclusion> OnlineAssignment::exclusions(const OnlineRow& row) { return state_->exclusions(row); }

OnlineAnswer OnlineAssignment::best_with_moves(const OnlineRow& row, int moves, std::optional<std::int64_t> work_limit) {
  if (moves < 0 || moves > most_online_moves) {
    throw InvalidDataError({ErrorCode::out_of_range, "options", "moves", std::nullopt, "a whole number from 0 to 8", std::to_string(moves)});
  }
  if (work_limit.value_or(0) < 0) {
    throw InvalidDataError({ErrorCode::negative_value, "options", "work_limit", std::nullopt, "a number of at least 0", std::to_string(*work_limit)});
  }
  return state_->best_with_moves(row, moves, work_limit.value_or(default_path_work));
}

std::int64_t OnlineAssignment::commit(const OnlineRow& row, std::int32_t column, std::span<const OnlineMove> moves) {
  return state_->commit(row, column, moves);
}
void OnlineAssignment::move_rows(std::span<const OnlineMove> moves) { state_->move_rows(moves); }
void OnlineAssignment::close_row(std::int64_t row) { state_->close_row(row); }
void OnlineAssignment::change_column(std::int32_t column, const OnlineColumn& values) { state_->change_column(column, values); }
void OnlineAssignment::undo() { state_->undo(); }

std::int64_t OnlineAssignment::version() const noexcept { return state_->version(); }
std::vector<OnlineChange> OnlineAssignment::delta(std::int64_t since) const { return state_->delta(since); }
void OnlineAssignment::forget() { state_->forget(); }

OnlineSnapshot OnlineAssignment::snapshot() const {
  OnlineSnapshot snapshot;
  snapshot.state_ = std::make_shared<const detail::online::State>(*state_);
  return snapshot;
}

void OnlineAssignment::restore(const OnlineSnapshot& snapshot) {
  if (snapshot.state_ == nullptr) {
    throw InvalidDataError({ErrorCode::invalid_argument, "state", "snapshot", std::nullopt, "a snapshot of a state", "an empty one"});
  }
  auto copy = std::make_unique<detail::online::State>(*snapshot.state_);
  copy->reserve_questions();  // a copied vector has no room beyond its elements
  state_ = std::move(copy);
}

std::int64_t OnlineAssignment::rows() const noexcept { return state_->open_rows(); }
std::int64_t OnlineAssignment::columns() const noexcept { return state_->column_count(); }
std::int32_t OnlineAssignment::column_of(std::int64_t row) const { return state_->column_of(row); }
std::int64_t OnlineAssignment::load(std::int32_t column) const { return state_->column(column).load; }
OnlineColumn OnlineAssignment::column(std::int32_t column) const {
  const auto& c = state_->column(column);
  return {c.capacity, c.base, c.limit};
}
OnlineLevels OnlineAssignment::levels() const { return state_->levels(); }
OnlineStanding OnlineAssignment::standing() const { return state_->standing(); }

}  // namespace evenload::optimize
