// Who leads other cases of a client, and who does not work with whom.
#include <algorithm>
#include <map>
#include <string_view>

#include "prepared.hpp"

namespace evenload::allocation::detail {

namespace {

void sort_once(std::vector<Index>& numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

}  // namespace

void add_client_holders(Prepared& p) {
  std::map<std::string_view, std::vector<std::pair<Index, Index>>> of_client;  // case, person
  for (std::size_t i = 0; i < p.cases.size(); ++i) {
    const Slot& lead = p.slots[at(p.cases[i].first_slot)];
    if (!p.cases[i].row->client.empty() && lead.stands && lead.holder != none) {
      of_client[p.cases[i].row->client].emplace_back(to_index(i), lead.holder);
    }
  }
  for (std::size_t i = 0; i < p.cases.size(); ++i) {
    PreparedCase& c = p.cases[i];
    const auto found = c.row->client.empty() ? of_client.end() : of_client.find(c.row->client);
    if (found == of_client.end()) continue;
    for (const auto& [other, person] : found->second) {
      if (other != to_index(i)) c.client_holders.push_back(person);
    }
    sort_once(c.client_holders);
  }
}

void keep_apart(Prepared& p) {
  if (p.policy->rule(Rule::worker_pairs).mode == RuleMode::off) return;
  for (const WorkerPair& pair : p.input->worker_pairs) {
    const auto one = p.person_of.find(pair.caseworker);
    const auto other = p.person_of.find(pair.other);
    if (one == p.person_of.end() || other == p.person_of.end()) continue;  // people who left
    p.persons[at(one->second)].apart.push_back(other->second);
    p.persons[at(other->second)].apart.push_back(one->second);
  }
  for (Person& person : p.persons) sort_once(person.apart);
}

}  // namespace evenload::allocation::detail
