// Table to Arrow stream: one batch. Numbers are not copied; the stream keeps the table alive.
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "arrow.hpp"

namespace evenload::python {

namespace {

// Buffers of 64-bit offsets where a column's text passes what 32-bit ones can address.
constexpr std::size_t most_small_bytes = 0x7fffffff;

struct SchemaOwner {
  std::string format;
  std::string name;
  std::string metadata;
  std::vector<std::unique_ptr<ArrowSchema>> children;
  std::vector<ArrowSchema*> child_pointers;
};

void release_schema(ArrowSchema* schema) {
  for (std::int64_t c = 0; c < schema->n_children; ++c) {
    if (schema->children[c]->release != nullptr) schema->children[c]->release(schema->children[c]);
  }
  delete static_cast<SchemaOwner*>(schema->private_data);
  schema->release = nullptr;
}

void fill(ArrowSchema& out, std::unique_ptr<SchemaOwner> owner) {
  for (auto& child : owner->children) owner->child_pointers.push_back(child.get());
  out = {owner->format.c_str(),
         owner->name.c_str(),
         owner->metadata.empty() ? nullptr : owner->metadata.data(),
         ARROW_FLAG_NULLABLE,
         static_cast<std::int64_t>(owner->child_pointers.size()),
         owner->child_pointers.empty() ? nullptr : owner->child_pointers.data(),
         nullptr,
         release_schema,
         nullptr};
  out.private_data = owner.release();
}

struct ArrayOwner {
  std::shared_ptr<const Table> table;
  std::vector<std::vector<std::uint8_t>> memory;  // what had to be converted
  std::vector<const void*> buffers;
  std::vector<std::unique_ptr<ArrowArray>> children;
  std::vector<ArrowArray*> child_pointers;

  template <class T>
  T* allocate(std::size_t count) {
    memory.emplace_back(count * sizeof(T) + 1);  // never a null buffer
    buffers.push_back(memory.back().data());
    return reinterpret_cast<T*>(memory.back().data());
  }
};

void release_array(ArrowArray* array) {
  for (std::int64_t c = 0; c < array->n_children; ++c) {
    if (array->children[c]->release != nullptr) array->children[c]->release(array->children[c]);
  }
  delete static_cast<ArrayOwner*>(array->private_data);
  array->release = nullptr;
}

void fill(ArrowArray& out, std::unique_ptr<ArrayOwner> owner, std::size_t length, std::int64_t nulls) {
  for (auto& child : owner->children) owner->child_pointers.push_back(child.get());
  out = {static_cast<std::int64_t>(length),
         nulls,
         0,
         static_cast<std::int64_t>(owner->buffers.size()),
         static_cast<std::int64_t>(owner->child_pointers.size()),
         owner->buffers.data(),
         owner->child_pointers.empty() ? nullptr : owner->child_pointers.data(),
         nullptr,
         release_array,
         nullptr};
  out.private_data = owner.release();
}

std::size_t total_bytes(const std::vector<std::string>& texts) {
  std::size_t bytes = 0;
  for (const auto& text : texts) bytes += text.size();
  return bytes;
}

std::vector<std::string> flattened(const std::vector<std::vector<std::string>>& lists) {
  std::vector<std::string> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

const char* text_format(const std::vector<std::string>& texts) { return total_bytes(texts) > most_small_bytes ? "U" : "u"; }

std::string format_of(const Column& column) {
  switch (column.type()) {
    case ColumnType::boolean: return "b";
    case ColumnType::int64: return "l";
    case ColumnType::float64: return "g";
    case ColumnType::text: return text_format(std::get<std::vector<std::string>>(column.values));
    case ColumnType::date: return "tdD";
    case ColumnType::instant: return "tsu:UTC";
    case ColumnType::text_list: break;
  }
  return "+L";
}

template <class Offset>
void put_texts(ArrayOwner& owner, const std::vector<std::string>& texts, std::size_t bytes) {
  auto* offsets = owner.allocate<Offset>(texts.size() + 1);
  auto* data = owner.allocate<char>(bytes);
  std::size_t at = 0;
  offsets[0] = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::memcpy(data + at, texts[i].data(), texts[i].size());
    at += texts[i].size();
    offsets[i + 1] = static_cast<Offset>(at);
  }
}

void put_texts(ArrayOwner& owner, const std::vector<std::string>& texts) {
  const std::size_t bytes = total_bytes(texts);
  if (bytes > most_small_bytes) put_texts<std::int64_t>(owner, texts, bytes);
  else put_texts<std::int32_t>(owner, texts, bytes);
}

void set_bits(std::uint8_t* bits, const std::vector<std::uint8_t>& flags) {
  for (std::size_t i = 0; i < flags.size(); ++i) {
    if (flags[i] != 0) bits[i >> 3] = static_cast<std::uint8_t>(bits[i >> 3] | (1U << (i & 7)));
  }
}

struct Values {
  ArrayOwner& owner;

  void operator()(const std::vector<std::uint8_t>& values) const { set_bits(owner.allocate<std::uint8_t>(values.size() / 8 + 1), values); }
  void operator()(const std::vector<std::int64_t>& values) const { owner.buffers.push_back(values.data()); }
  void operator()(const std::vector<double>& values) const { owner.buffers.push_back(values.data()); }
  void operator()(const std::vector<std::string>& values) const { put_texts(owner, values); }
  void operator()(const std::vector<Date>& values) const {
    auto* days = owner.allocate<std::int32_t>(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) days[i] = static_cast<std::int32_t>(values[i].time_since_epoch().count());
  }
  void operator()(const std::vector<Instant>& values) const {
    auto* ticks = owner.allocate<std::int64_t>(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) ticks[i] = values[i].time_since_epoch().count();
  }
  void operator()(const std::vector<std::vector<std::string>>& values) const {
    auto* offsets = owner.allocate<std::int64_t>(values.size() + 1);
    offsets[0] = 0;
    for (std::size_t i = 0; i < values.size(); ++i) offsets[i + 1] = offsets[i] + static_cast<std::int64_t>(values[i].size());
    const auto texts = flattened(values);
    auto child = std::make_unique<ArrayOwner>();
    child->buffers.push_back(nullptr);
    put_texts(*child, texts);
    owner.children.push_back(std::make_unique<ArrowArray>());
    fill(*owner.children.back(), std::move(child), texts.size(), 0);
  }
};

struct StreamOwner {
  std::shared_ptr<const Table> table;
  std::string metadata;
  bool sent = false;
};

StreamOwner& owner_of(ArrowArrayStream* stream) { return *static_cast<StreamOwner*>(stream->private_data); }

void make_schema(const StreamOwner& stream, ArrowSchema& out) {
  auto owner = std::make_unique<SchemaOwner>();
  owner->format = "+s";
  owner->metadata = stream.metadata;
  for (const auto& column : stream.table->columns()) {
    auto child = std::make_unique<SchemaOwner>();
    child->format = format_of(column);
    child->name = column.name;
    if (column.type() == ColumnType::text_list) {
      auto item = std::make_unique<SchemaOwner>();
      item->format = text_format(flattened(std::get<std::vector<std::vector<std::string>>>(column.values)));
      item->name = "item";
      child->children.push_back(std::make_unique<ArrowSchema>());
      fill(*child->children.back(), std::move(item));
    }
    owner->children.push_back(std::make_unique<ArrowSchema>());
    fill(*owner->children.back(), std::move(child));
  }
  fill(out, std::move(owner));
}

void make_batch(const StreamOwner& stream, ArrowArray& out) {
  auto owner = std::make_unique<ArrayOwner>();
  owner->table = stream.table;
  owner->buffers.push_back(nullptr);
  for (const auto& column : stream.table->columns()) {
    auto child = std::make_unique<ArrayOwner>();
    child->table = stream.table;
    std::int64_t nulls = 0;
    for (const auto flag : column.valid) nulls += flag == 0 ? 1 : 0;
    if (nulls == 0) child->buffers.push_back(nullptr);
    else set_bits(child->allocate<std::uint8_t>(column.valid.size() / 8 + 1), column.valid);
    std::visit(Values{*child}, column.values);
    owner->children.push_back(std::make_unique<ArrowArray>());
    fill(*owner->children.back(), std::move(child), column.size(), nulls);
  }
  fill(out, std::move(owner), stream.table->rows(), 0);
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  try {
    make_schema(owner_of(stream), *out);
    return 0;
  } catch (const std::bad_alloc&) {
    return ENOMEM;
  }
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  StreamOwner& owner = owner_of(stream);
  if (owner.sent) {
    out->release = nullptr;
    return 0;
  }
  try {
    make_batch(owner, *out);
    owner.sent = true;
    return 0;
  } catch (const std::bad_alloc&) {
    return ENOMEM;
  }
}

const char* get_last_error(ArrowArrayStream*) { return "out of memory"; }

void release_stream(ArrowArrayStream* stream) {
  delete static_cast<StreamOwner*>(stream->private_data);
  stream->release = nullptr;
}

std::string written(const Metadata& metadata) {
  if (metadata.empty()) return {};
  std::string bytes;
  const auto number = [&](std::size_t value) {
    const auto small = static_cast<std::int32_t>(value);
    std::array<char, 4> raw{};
    std::memcpy(raw.data(), &small, 4);
    bytes.append(raw.data(), 4);
  };
  number(metadata.size());
  for (const auto& [key, value] : metadata) {
    number(key.size());
    bytes += key;
    number(value.size());
    bytes += value;
  }
  return bytes;
}

}  // namespace

void export_stream(std::shared_ptr<const Table> table, const Metadata& metadata, ArrowArrayStream& out) {
  auto owner = std::make_unique<StreamOwner>();
  owner->table = std::move(table);
  owner->metadata = written(metadata);
  out = {get_schema, get_next, get_last_error, release_stream, owner.release()};
}

}  // namespace evenload::python
