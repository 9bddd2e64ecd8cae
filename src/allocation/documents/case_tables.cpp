#include "evenload/allocation/tables.hpp"
#include "input_tables.hpp"
#include "src/core/table_builder.hpp"

namespace evenload::allocation {

Table events_table(const AllocationInput& input) {
  using Row = CaseEvent;
  return std::move(TableBuilder<Row>("events", input.events, EmptyColumns::leave_out)
                       .id("case", [](const Row& e) { return e.case_id; })
                       .text("kind", [](const Row& e) { return e.kind; })
                       .column<Date>("from", [](const Row& e) { return std::optional(e.from); })
                       .column<Date>("until", [](const Row& e) { return e.until; })
                       .exact("weight", [](const Row& e) { return std::optional(e.weight); }))
      .done();
}

Table handovers_table(const AllocationInput& input) {
  using Row = PlannedHandover;
  return std::move(TableBuilder<Row>("handovers", input.handovers, EmptyColumns::leave_out)
                       .id("case", [](const Row& h) { return h.case_id; })
                       .text("role", [](const Row& h) { return h.role; })
                       .text("phase", [](const Row& h) { return h.phase; })
                       .text("unit", [](const Row& h) { return h.unit.value(); })
                       .column<Date>("on", [](const Row& h) { return std::optional(h.on); })
                       .exact("weight", [](const Row& h) { return h.weight; })
                       .id("caseworker", [](const Row& h) { return h.caseworker; }))
      .done();
}

Table worker_pairs_table(const AllocationInput& input) {
  return std::move(TableBuilder<WorkerPair>("worker_pairs", input.worker_pairs, EmptyColumns::leave_out)
                       .id("caseworker", [](const WorkerPair& p) { return p.caseworker; })
                       .id("other", [](const WorkerPair& p) { return p.other; }))
      .done();
}

Table links_table(const AllocationInput& input) {
  return std::move(TableBuilder<CaseLink>("links", input.links, EmptyColumns::leave_out)
                       .id("case", [](const CaseLink& l) { return l.case_id; })
                       .id("other", [](const CaseLink& l) { return l.other; }))
      .done();
}

Table agreements_table(const AllocationInput& input) {
  using Row = Agreement;
  return std::move(TableBuilder<Row>("agreements", input.agreements, EmptyColumns::leave_out)
                       .text("municipality", [](const Row& a) { return a.municipality; })
                       .text("with", [](const Row& a) { return a.with; })
                       .text("case_type", [](const Row& a) { return a.case_type; })
                       .column<Date>("from", [](const Row& a) { return a.from; })
                       .column<Date>("to", [](const Row& a) { return a.to; }))
      .done();
}

}  // namespace evenload::allocation
