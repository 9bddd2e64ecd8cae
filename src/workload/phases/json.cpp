#include "src/core/json_writer.hpp"

#include "evenload/workload/phases.hpp"

namespace evenload::workload {

std::string to_json(const PhaseModel& model) {
  using json_io::Json;
  Json cells = Json::array();
  for (std::size_t type = 0; type < model.types.size(); ++type) {
    for (std::size_t phase = 0; phase < model.phases.size(); ++phase) {
      const std::size_t cell = type * model.phases.size() + phase;
      const PhaseCounts& counts = model.counts[cell];
      if (counts.at_risk.empty() && model.starts[cell] == 0) continue;
      const PhaseCurve& curve = model.curves[cell];
      cells.push_back({{"type", model.types[type]},
                       {"phase", model.phases[phase]},
                       {"starts", model.starts[cell]},
                       {"at_risk", counts.at_risk},
                       {"events", counts.events},
                       {"hazard", curve.hazard},
                       {"tail", curve.tail},
                       {"tail_from", curve.tail_from},
                       {"tail_events", curve.tail_events},
                       {"tail_exposure", curve.tail_exposure}});
    }
  }
  return json_io::dump_document({{"types", model.types},
                                 {"phases", model.phases},
                                 {"smoothing", model.options.smoothing},
                                 {"min_at_risk", model.options.min_at_risk},
                                 {"tail_events", model.options.tail_events},
                                 {"cells", std::move(cells)}},
                                "phase_model");
}

}  // namespace evenload::workload
