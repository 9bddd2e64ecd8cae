#include "cut.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>

namespace evenload::optimize::detail {

namespace {

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using Graph = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS, boost::no_property,
    boost::property<boost::edge_capacity_t, std::int64_t,
                    boost::property<boost::edge_residual_capacity_t, std::int64_t, boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;

/// What the row's load could displace: the residual network of the plan, as far as it is reached from the row.
class Displacement {
 public:
  Displacement(const Rooms& rooms, std::int32_t row) : rooms_(rooms), unit_(rooms.overload() == 0 || !rooms.within_capacity() ? rooms.equal_weight() : 0) {
    reach(row);
  }

  std::int64_t work() const noexcept { return work_; }

  /// Rows on the row's side of the cut; empty where all of its load finds room.
  std::vector<std::int32_t> rows_of_cut() {
    constexpr std::size_t spare = 3;
    const std::size_t count = spare + rows_.size() + columns_.size();
    Graph graph(count);
    constexpr std::size_t source = 0;
    constexpr std::size_t sink = 1;
    constexpr std::size_t extra = 2;  // overload that may be spent by any column
    const auto row_node = [&](std::size_t place) { return spare + place; };
    const auto column_node = [&](std::int32_t column) { return spare + rows_.size() + static_cast<std::size_t>(place_of_column_.at(column)); };
    const auto arc = [&](std::size_t from, std::size_t to, std::int64_t capacity) {
      const auto there = boost::add_edge(from, to, graph).first;
      const auto back = boost::add_edge(to, from, graph).first;
      boost::put(boost::edge_capacity, graph, there, capacity);
      boost::put(boost::edge_capacity, graph, back, 0);
      boost::put(boost::edge_reverse, graph, there, back);
      boost::put(boost::edge_reverse, graph, back, there);
    };

    const std::int64_t need = size(rows_.front());
    arc(source, row_node(0), need);
    for (std::size_t k = 0; k < rows_.size(); ++k) {
      const std::int32_t at = k == 0 ? -1 : rooms_.column_of(rows_[k]);
      if (at >= 0) arc(column_node(at), row_node(k), size(rows_[k]));
      rooms_.each_pair(rows_[k], [&](std::int32_t column, std::int64_t) {
        if (column != at) arc(row_node(k), column_node(column), size(rows_[k]));
      });
    }
    const bool spends = rooms_.within_capacity() && rooms_.overload() > 0;
    std::int64_t spent = 0;
    for (const std::int32_t column : columns_) {
      const std::int64_t held = held_by(column);
      const std::int64_t soft = spends ? rooms_.soft_room(column) : places(rooms_.hard_room(column));
      arc(column_node(column), sink, std::max<std::int64_t>(0, soft - held));
      if (!spends) continue;
      const std::int64_t over = std::max<std::int64_t>(0, held - soft);
      arc(column_node(column), extra, rooms_.hard_room(column) - std::max(held, soft));
      arc(extra, column_node(column), over);
      spent += over;
    }
    if (spends) arc(extra, sink, std::max<std::int64_t>(0, rooms_.overload() - spent));
    const std::int64_t flow = boost::push_relabel_max_flow(graph, static_cast<long>(source), static_cast<long>(sink));
    if (flow >= need) return {};

    std::vector<char> seen(count, 0);
    std::vector<std::size_t> queue{source};
    seen[source] = 1;
    for (std::size_t k = 0; k < queue.size(); ++k) {
      const auto out = boost::out_edges(queue[k], graph);
      for (auto e = out.first; e != out.second; ++e) {
        const std::size_t to = boost::target(*e, graph);
        if (seen[to] != 0 || boost::get(boost::edge_residual_capacity, graph, *e) == 0) continue;
        seen[to] = 1;
        queue.push_back(to);
      }
    }
    std::vector<std::int32_t> cut;
    for (std::size_t k = 0; k < rows_.size(); ++k) {
      if (seen[row_node(k)] != 0) cut.push_back(rows_[k]);
    }
    return cut;
  }

 private:
  /// In places where all weights are equal, which makes the flow whole.
  std::int64_t places(std::int64_t room) const noexcept { return unit_ > 0 ? room / unit_ : room; }
  std::int64_t size(std::int32_t row) const noexcept { return unit_ > 0 ? 1 : rooms_.lightest(row); }
  std::int64_t held_by(std::int32_t column) const {
    std::int64_t held = 0;
    for (const std::int32_t row : rooms_.rows_of(column)) held += size(row);
    return held;
  }

  void reach(std::int32_t first) {
    place_of_column_.assign(rooms_.problem().capacity.size(), -1);
    rows_.push_back(first);
    const bool spends = rooms_.within_capacity() && rooms_.overload() > 0;
    for (std::size_t k = 0; k < rows_.size(); ++k) {
      rooms_.each_pair(rows_[k], [&](std::int32_t column, std::int64_t) { add(column); });
    }
    if (spends) {
      // Overload is shared by all: whoever spends it is reached.
      for (std::size_t j = 0; j < place_of_column_.size(); ++j) {
        const auto column = static_cast<std::int32_t>(j);
        if (place_of_column_[j] < 0 && held_by(column) > rooms_.soft_room(column)) add(column);
      }
      for (std::size_t k = 0; k < rows_.size(); ++k) {
        rooms_.each_pair(rows_[k], [&](std::int32_t column, std::int64_t) { add(column); });
      }
    }
  }
  void add(std::int32_t column) {
    ++work_;
    std::int32_t& place = place_of_column_[column];
    if (place >= 0) return;
    place = static_cast<std::int32_t>(columns_.size());
    columns_.push_back(column);
    rows_.insert(rows_.end(), rooms_.rows_of(column).begin(), rooms_.rows_of(column).end());
  }

  const Rooms& rooms_;
  std::int64_t unit_;
  std::vector<std::int32_t> rows_;     // the row first
  std::vector<std::int32_t> columns_;
  std::vector<std::int32_t> place_of_column_;
  std::int64_t work_ = 0;
};

}  // namespace

std::optional<BlockingGroup> cut_around(const Rooms& rooms, std::int32_t row, WorkMeter& meter) {
  BlockingGroup alone = group_of(rooms, {row});
  if (alone.columns.empty()) return alone;
  Displacement displacement(rooms, row);
  if (!meter.spend(displacement.work())) return std::nullopt;
  std::vector<std::int32_t> rows = displacement.rows_of_cut();
  if (rows.empty()) return std::nullopt;
  BlockingGroup group = group_of(rooms, std::move(rows));
  // The cut may mix columns at their hard limits with such as spend overload; then the sums alone prove nothing.
  if (!too_heavy(rooms, group)) return std::nullopt;
  return group;
}

}  // namespace evenload::optimize::detail
