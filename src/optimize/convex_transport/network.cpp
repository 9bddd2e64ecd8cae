#include "network.hpp"

#include <algorithm>
#include <functional>
#include <limits>

namespace evenload::optimize::detail::transport {

namespace {

constexpr std::int64_t infinite = std::numeric_limits<std::int64_t>::max();

/// Pairs looked at in one go before the meter is asked.
constexpr std::int64_t patience = std::int64_t{1} << 18;

/// Room for one more, so that adding it cannot fail.
template <class T>
void make_room(std::vector<T>& values) {
  if (values.size() == values.capacity()) values.reserve(2 * values.size() + 8);
}

}  // namespace

template <class Cost>
TransportNetwork<Cost>::TransportNetwork(TransportColumns columns)
    : columns_(std::move(columns)), m_(columns_.count()), outside_(columns_.outside) {
  const auto nodes = static_cast<std::size_t>(m_) + 1;
  list_.resize(nodes);
  for (auto* values : {&price_, &used_, &room_, &excess_, &distance_, &key_}) values->assign(nodes, 0);
  done_.resize(nodes);
  level_.resize(nodes);
  cursor_.resize(nodes);
  queue_.reserve(nodes);
  path_.reserve(nodes);
  heap_.reserve(4 * nodes);
}

template <class Cost>
void TransportNetwork<Cost>::reserve(std::size_t rows, std::size_t pairs) {
  pair_.reserve(pairs);
  row_.reserve(rows);
  at_.reserve(rows);
}

template <class Cost>
std::int32_t TransportNetwork<Cost>::add_row(std::span<const std::int32_t> columns, std::span<const std::int64_t> cost) {
  const auto begin = static_cast<std::int32_t>(pair_.size());
  // Room first: a change that runs out of memory must leave everything as it was.
  make_room(row_);
  make_room(at_);
  make_room(list_[m_]);
  for (const std::int32_t j : columns) make_room(list_[j]);
  if (pair_.capacity() - pair_.size() < columns.size()) pair_.reserve(2 * pair_.size() + columns.size());
  for (std::size_t k = 0; k < columns.size(); ++k) pair_.push_back({columns[k], static_cast<Cost>(cost[k])});
  row_.push_back({begin, static_cast<std::int32_t>(pair_.size())});
  at_.push_back(m_);
  return static_cast<std::int32_t>(row_.size()) - 1;
}

template <class Cost>
void TransportNetwork<Cost>::start_phase(int shift) {
  shift_ = shift;
  outside_ = columns_.outside >> shift;
}

template <class Cost>
void TransportNetwork<Cost>::clear() {
  for (auto& list : list_) list.clear();
  std::fill(used_.begin(), used_.end(), 0);
  std::fill(excess_.begin(), excess_.end(), 0);
}

template <class Cost>
void TransportNetwork<Cost>::set_prices(std::span<const std::int64_t> prices) {
  std::copy(prices.begin(), prices.end(), price_.begin());
  price_[m_] = 0;
  for (std::int32_t j = 0; j < m_; ++j) room_[j] = slots_below(j, price_[j], true);
}

template <class Cost>
std::int64_t TransportNetwork<Cost>::slots_below(std::int32_t column, std::int64_t price, bool or_equal) const noexcept {
  std::int64_t low = 0;
  std::int64_t high = columns_.slots(column);
  while (low < high) {
    const std::int64_t middle = (low + high) / 2;
    const std::int64_t here = slot(column, middle);
    if (or_equal ? here <= price : here < price) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

template <class Cost>
void TransportNetwork<Cost>::attach(std::int32_t row, std::int32_t wanted) {
  std::int64_t best = outside_;
  std::int64_t best_room = wanted == stay_outside ? infinite : std::numeric_limits<std::int64_t>::min();
  std::int32_t best_pair = -1;
  for (std::int32_t k = row_[row].begin; k < row_[row].end; ++k) {
    const std::int32_t j = pair_[k].column;
    const std::int64_t value = cost(k) + price_[j];
    if (value > best) continue;
    const std::int64_t room = j == wanted ? infinite : room_[j];
    if (value == best && room <= best_room) continue;
    best = value;
    best_room = room;
    best_pair = k;
  }
  const std::int32_t j = best_pair < 0 ? m_ : pair_[best_pair].column;
  list_[j].push_back({row, best_pair});
  at_[row] = j;
  --room_[j];
  ++excess_[j];
  --excess_[m_];
}

template <class Cost>
void TransportNetwork<Cost>::prepare(std::int32_t row) {
  make_room(list_[m_]);
  for (const Pair& pair : pairs(row)) make_room(list_[pair.column]);
}

template <class Cost>
void TransportNetwork<Cost>::detach(std::int32_t row) {
  const std::int32_t j = at_[row];
  auto& list = list_[j];
  const auto found = std::find_if(list.begin(), list.end(), [&](const Entry& entry) { return entry.row == row; });
  *found = list.back();
  list.pop_back();
  ++room_[j];
  --excess_[j];
  ++excess_[m_];
  at_[row] = m_;
}

template <class Cost>
void TransportNetwork<Cost>::settle_slots() {
  excess_[m_] = 0;
  for (std::int32_t j = 0; j < m_; ++j) {
    const std::int64_t here = rows_in(j);
    used_[j] = std::clamp(here, slots_below(j, price_[j], false), slots_below(j, price_[j], true));
    excess_[j] = here - used_[j];
    excess_[m_] -= excess_[j];
  }
}

template <class Cost>
std::int64_t TransportNetwork<Cost>::excess() const noexcept {
  std::int64_t sum = 0;
  for (const std::int64_t value : excess_) sum += std::max<std::int64_t>(value, 0);
  return sum;
}

template <class Cost>
void TransportNetwork<Cost>::offer(std::int32_t node, std::int64_t distance) {
  if (distance >= distance_[node]) return;
  distance_[node] = distance;
  key_[node] = distance - price_[node];
  heap_.emplace_back(distance, node);
  std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
}

/// Offers every neighbour of a node its distance through that node (equations 6-9).
template <class Cost>
void TransportNetwork<Cost>::scan(std::int32_t node, std::int64_t distance) {
  std::int64_t least_outside = infinite;
  for (const Entry& entry : list_[node]) {
    const std::int64_t base = distance - price_[node] - cost(entry.pair);
    least_outside = std::min(least_outside, base);
    const Row row = row_[entry.row];
    scanned_ += row.end - row.begin;
    for (const Pair *p = pair_.data() + row.begin, *end = pair_.data() + row.end; p != end; ++p) {
      const std::int64_t key = base + (static_cast<std::int64_t>(p->cost) >> shift_);
      if (key < key_[p->column]) offer(p->column, key + price_[p->column]);
    }
  }
  if (node != m_) {
    if (least_outside != infinite) offer(m_, least_outside + outside_);
    if (used_[node] < columns_.slots(node)) offer(m_, distance + slot(node, used_[node]) - price_[node]);
    return;
  }
  for (std::int32_t j = 0; j < m_; ++j) {
    if (used_[j] > 0) offer(j, distance + price_[j] - slot(j, used_[j] - 1));
  }
  scanned_ += m_;
}

/// Dijkstra from all nodes with excess until as much is wanted as is too much; then new prices (equation 10). False at the end.
template <class Cost>
bool TransportNetwork<Cost>::shortest_paths(WorkMeter& meter) {
  std::int64_t sources = 0;
  heap_.clear();
  for (std::int32_t j = 0; j <= m_; ++j) {
    done_[j] = 0;
    distance_[j] = infinite;
    key_[j] = infinite;
    if (excess_[j] <= 0) continue;
    sources += excess_[j];
    offer(j, 0);
  }
  if (sources == 0) return false;
  std::int64_t last = 0;
  while (!heap_.empty()) {
    const auto [distance, node] = heap_.front();
    std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
    heap_.pop_back();
    if (done_[node] != 0) continue;
    last = distance;
    if (excess_[node] < 0 && (sources += excess_[node]) <= 0) break;
    done_[node] = 1;
    scanned_ = 0;
    scan(node, distance);
    if (!spend_scanned(meter)) return false;
  }
  const auto shown = [&](std::int32_t j) { return std::min(distance_[j], last); };
  const std::int64_t outside = shown(m_);
  for (std::int32_t j = 0; j <= m_; ++j) price_[j] += outside - shown(j);
  return true;
}

/// Breadth first over arcs that cost nothing, from excess to the nearest want. False where there is none.
template <class Cost>
bool TransportNetwork<Cost>::levels(WorkMeter& meter) {
  deep_ = false;
  std::fill(level_.begin(), level_.end(), -1);
  queue_.clear();
  for (std::int32_t j = 0; j <= m_; ++j) {
    cursor_[j] = {0, -1};
    if (excess_[j] <= 0) continue;
    level_[j] = 0;
    queue_.push_back(j);
  }
  slot_cursor_ = 0;
  last_level_ = std::numeric_limits<std::int32_t>::max();
  const auto reach = [&](std::int32_t node, std::int32_t level) {
    if (level_[node] >= 0) return;
    level_[node] = level;
    queue_.push_back(node);
    if (excess_[node] < 0) last_level_ = level;
  };
  for (std::size_t head = 0; head < queue_.size(); ++head) {
    const std::int32_t node = queue_[head];
    const std::int32_t next = level_[node] + 1;
    if (next > last_level_) break;
    scanned_ = 0;
    bool leaves = false;
    for (const Entry& entry : list_[node]) {
      const std::int64_t here = cost(entry.pair) + price_[node];
      const Row row = row_[entry.row];
      scanned_ += row.end - row.begin;
      for (const Pair *p = pair_.data() + row.begin, *end = pair_.data() + row.end; p != end; ++p) {
        if ((static_cast<std::int64_t>(p->cost) >> shift_) + price_[p->column] == here) reach(p->column, next);
      }
      leaves = leaves || here == outside_;
    }
    if (node != m_) {
      if (leaves || (used_[node] < columns_.slots(node) && slot(node, used_[node]) == price_[node])) reach(m_, next);
    } else {
      scanned_ += m_;
      for (std::int32_t j = 0; j < m_; ++j) {
        if (used_[j] > 0 && slot(j, used_[j] - 1) == price_[j]) reach(j, next);
      }
    }
    if (!spend_scanned(meter)) return false;
  }
  return last_level_ != std::numeric_limits<std::int32_t>::max();
}

/// The next node one level on along an arc that costs nothing, -1 where there is none left. The cursor stays at that arc.
template <class Cost>
std::int32_t TransportNetwork<Cost>::advance(std::int32_t node) {
  const std::int32_t next = deep_ ? 0 : level_[node] + 1;
  if (next > last_level_) return -1;
  Cursor& cursor = cursor_[node];
  const auto& list = list_[node];
  for (; cursor.entry < list.size(); ++cursor.entry, cursor.pair = -1) {
    const Entry entry = list[cursor.entry];
    const Row row = row_[entry.row];
    const std::int64_t here = cost(entry.pair) + price_[node];
    if (cursor.pair < 0) {
      cursor.pair = row.begin;
      scanned_ += row.end - row.begin;
    }
    for (; cursor.pair < row.end; ++cursor.pair) {
      const std::int32_t j = pair_[cursor.pair].column;
      if (cost(cursor.pair) + price_[j] == here && level_[j] == next) return j;
    }
    if (node != m_ && here == outside_ && level_[m_] == next) return m_;
  }
  if (node != m_) {
    return level_[m_] == next && used_[node] < columns_.slots(node) && slot(node, used_[node]) == price_[node] ? m_ : -1;
  }
  for (; slot_cursor_ < m_; ++slot_cursor_) {
    const std::int32_t j = slot_cursor_;
    if (level_[j] == next && used_[j] > 0 && slot(j, used_[j] - 1) == price_[j]) return j;
  }
  return -1;
}

/// Moves one unit along the path, from its end backwards: a row that arrives must not be mistaken for the one at the cursor.
template <class Cost>
void TransportNetwork<Cost>::push_along_path() {
  for (const std::int32_t node : path_) make_room(list_[node]);
  --excess_[path_.front()];
  ++excess_[path_.back()];
  for (std::size_t k = path_.size() - 1; k-- > 0;) {
    const std::int32_t from = path_[k];
    const std::int32_t to = path_[k + 1];
    auto& list = list_[from];
    Cursor& cursor = cursor_[from];
    if (cursor.entry < list.size()) {
      const std::int32_t row = list[cursor.entry].row;
      const std::int32_t pair = cursor.pair < row_[row].end ? cursor.pair : -1;
      list[cursor.entry] = list.back();
      list.pop_back();
      cursor.pair = -1;
      list_[to].push_back({row, pair});
      at_[row] = to;
    } else if (from != m_) {
      ++used_[from];
    } else {
      --used_[to];
    }
  }
}

template <class Cost>
bool TransportNetwork<Cost>::spend_scanned(WorkMeter& meter) {
  const std::int64_t units = 1 + scanned_ / 8;
  scanned_ = 0;
  return meter.spend(units);
}

template <class Cost>
void TransportNetwork<Cost>::blocking_flow(WorkMeter& meter) {
  // Sources stand first in the queue of levels().
  for (std::size_t k = 0; k < queue_.size() && level_[queue_[k]] <= 0; ++k) {
    const std::int32_t source = queue_[k];
    while (excess_[source] > 0 && level_[source] == 0) {
      path_.assign(1, source);
      scanned_ = 0;
      while (!path_.empty() && excess_[path_.back()] >= 0) {
        const std::int32_t next = advance(path_.back());
        if (next >= 0) {
          path_.push_back(next);
        } else {
          level_[path_.back()] = -1;
          path_.pop_back();
        }
        if (scanned_ >= patience && !spend_scanned(meter)) return;
      }
      if (!path_.empty()) push_along_path();
      if (!spend_scanned(meter)) return;
    }
  }
}

/// Depth first along any arcs that cost nothing, each node looked at once unless a path through it succeeds. Finds the long paths that
/// would otherwise take a search of levels for every length.
template <class Cost>
void TransportNetwork<Cost>::deep_flow(WorkMeter& meter) {
  deep_ = true;
  last_level_ = 0;
  slot_cursor_ = 0;
  queue_.clear();
  for (std::int32_t j = 0; j <= m_; ++j) {
    level_[j] = 0;
    cursor_[j] = {0, -1};
    if (excess_[j] > 0) queue_.push_back(j);
  }
  for (const std::int32_t source : queue_) {
    while (!meter.stopped() && excess_[source] > 0 && level_[source] == 0) {
      path_.assign(1, source);
      level_[source] = -1;
      scanned_ = 0;
      while (!path_.empty() && excess_[path_.back()] >= 0) {
        const std::int32_t next = advance(path_.back());
        if (next >= 0) {
          path_.push_back(next);
          level_[next] = -1;
        } else {
          path_.pop_back();
        }
        if (scanned_ >= patience && !spend_scanned(meter)) return;
      }
      if (!path_.empty()) {
        for (const std::int32_t node : path_) level_[node] = 0;
        push_along_path();
      }
      spend_scanned(meter);
    }
  }
  deep_ = false;
}

template <class Cost>
bool TransportNetwork<Cost>::balance(WorkMeter& meter) {
  // The few units of a small change often find a way that costs nothing, without a look at all columns.
  if (const std::int64_t few = excess(); few > 0 && few <= 4) deep_flow(meter);
  while (shortest_paths(meter)) {
    std::int64_t left = excess();
    const auto sent = [&] {
      const std::int64_t before = left;
      left = excess();
      return before - left;
    };
    // Short paths by levels while they carry an eighth of what is left; then paths of any length.
    while (!meter.stopped() && levels(meter)) {
      blocking_flow(meter);
      if (sent() * 8 < left) break;
    }
    do {
      if (!meter.stopped()) deep_flow(meter);
    } while (!meter.stopped() && sent() > 0);
  }
  return !meter.stopped();
}

template class TransportNetwork<std::int32_t>;
template class TransportNetwork<std::int64_t>;

}  // namespace evenload::optimize::detail::transport
