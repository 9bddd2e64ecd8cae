// Digests, records and their verification.
#include "evenload/allocation/audit.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include "evenload/allocation/document.hpp"
#include "evenload/allocation/verbs_document.hpp"
#include "scenario.hpp"
#include "src/allocation/audit/audit_hash.hpp"
#include "support/error_of.hpp"

namespace evenload::allocation::test {

namespace {

std::vector<std::byte> bytes_of(std::string_view text) {
  std::vector<std::byte> bytes;
  for (const char c : text) bytes.push_back(static_cast<std::byte>(c));
  return bytes;
}

std::vector<std::byte> filled_bytes(unsigned char byte, std::size_t count) { return std::vector<std::byte>(count, static_cast<std::byte>(byte)); }

std::string filled_text(unsigned char byte, std::size_t count) { return std::string(count, static_cast<char>(byte)); }

std::unique_ptr<KeyedHash> a_hash(std::string_view key = "kept in a safe, never in a log!!") { return hmac_sha256(bytes_of(key)); }

/// Every verdict in one line: "a" agrees, "d" differs, "-" not checked.
std::string verdicts(const Verification& verification) {
  std::string line;
  for (const AuditCheck& check : verification.checks) line += "ad-"[static_cast<std::size_t>(check.verdict)];
  return line;
}

struct AuditOffice {
  AllocationInput input;
  AllocationPolicy policy = monday();
  Plan plan;
  AuditOffice() {
    input.cases = {a_case("c1", 3), a_case("c2", Rational(7, 3)), a_case("c3", 2), a_case("c4", 20)};
    input.cases[1].unit = UnitId("children");
    input.cases[2].required_skills = {"law"};
    input.caseworkers = {a_worker("w1"), away(a_worker("w2"), "2026-11-23", "2026-11-24"), a_worker("w3", 6)};
    for (Caseworker& worker : input.caseworkers) worker.unit = UnitId("children");
    input.caseworkers[0].skills["law"] = day("2027-01-31");
    input.exclusions = {{CaseId("c1"), CaseworkerId("w1")}, {CaseId("c2"), CaseworkerId("w3")}};
    input.overrides = {decision("c1", OverrideKind::assign, "w2")};
    plan = allocate(input, policy);
  }
};

}  // namespace

TEST_CASE("HMAC-SHA-256 gives the published digests", "[audit]") {
  using detail::hmac_sha256_hex;
  // RFC 4231, cases 1 to 4, 6 and 7 (5 is about truncation).
  CHECK(hmac_sha256_hex(filled_bytes(0x0b, 20), "Hi There") == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(hmac_sha256_hex(bytes_of("Jefe"), "what do ya want for nothing?") == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(hmac_sha256_hex(filled_bytes(0xaa, 20), filled_text(0xdd, 50)) == "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  std::vector<std::byte> counting;
  for (unsigned char byte = 1; byte <= 25; ++byte) counting.push_back(static_cast<std::byte>(byte));
  CHECK(hmac_sha256_hex(counting, filled_text(0xcd, 50)) == "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
  CHECK(hmac_sha256_hex(filled_bytes(0xaa, 131), "Test Using Larger Than Block-Size Key - Hash Key First") ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  CHECK(hmac_sha256_hex(filled_bytes(0xaa, 131),
                        "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before "
                        "being used by the HMAC algorithm.") == "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
  // Nothing at all is a message and a key, too.
  CHECK(hmac_sha256_hex({}, "") == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST_CASE("a key is at least 16 bytes, and does not show in the refusal", "[audit]") {
  CHECK(evenload::test::refusal([] { hmac_sha256({}); }).find("found none") != std::string::npos);
  const ErrorInfo info = evenload::test::error_of([] { a_hash("fifteen secrets"); });
  CHECK(evenload::test::place(info) == "audit.key out_of_range");
  CHECK(describe(info).find("secret") == std::string::npos);
  CHECK(a_hash("sixteen secrets!")->digest("x").size() == 64);
  const auto hash = a_hash();
  CHECK(hash->same("abc", "abc"));
  CHECK_FALSE(hash->same("abc", "abd"));
  CHECK_FALSE(hash->same("abc", "ab"));
}

TEST_CASE("the canonical form of a small input, to the letter", "[audit]") {
  AllocationInput input;
  input.cases = {a_case("c2", Rational(1, 3)), a_case("c1", 2)};
  input.cases[1].unit = UnitId("u");
  input.caseworkers = {a_worker("w1")};
  CHECK(canonical_form(input) ==
        R"({"cases":[{"class":"must","delegation_level":0,"id":"c1","priority":1,"state":"open","type":"type","unit":"u","weight":2.0},)"
        R"({"class":"must","delegation_level":0,"id":"c2","priority":1,"state":"open","type":"type","weight":0.3333333333333333}],)"
        R"("caseworkers":[{"base_load":0,"capacity":10,"contracted_hours":0,"delegation_level":0,"id":"w1"}]})");
  AllocationInput nothing;
  CHECK(canonical_form(nothing) == R"({"cases":[],"caseworkers":[]})");
}

TEST_CASE("rows in another order have the same digest; anything else has another", "[audit]") {
  const AuditOffice office;
  const auto hash = a_hash();
  const std::string before = digest(office.input, *hash);
  CHECK(before.size() == 64);

  AllocationInput turned = office.input;
  std::reverse(turned.cases.begin(), turned.cases.end());
  std::reverse(turned.caseworkers.begin(), turned.caseworkers.end());
  std::reverse(turned.exclusions.begin(), turned.exclusions.end());
  CHECK(digest(turned, *hash) == before);
  CHECK(digest(input_from_json(to_json(turned)), *hash) == before);
  CHECK(digest(allocate(turned, office.policy), *hash) == digest(office.plan, *hash));
  turned.extensions = R"({"ticket":7})";
  CHECK(digest(turned, *hash) == before);

  const auto changed = [&](auto change) {
    AllocationInput other = office.input;
    change(other);
    return digest(other, *hash);
  };
  CHECK(changed([](AllocationInput& i) { i.cases[0].weight = Rational(301, 100); }) != before);
  CHECK(changed([](AllocationInput& i) { i.cases.pop_back(); }) != before);
  CHECK(changed([](AllocationInput& i) { i.caseworkers[1].working_time.absences.clear(); }) != before);
  CHECK(changed([](AllocationInput& i) { i.overrides[0].reason = "another reason"; }) != before);
  CHECK(changed([](AllocationInput& i) { i.exclusions.push_back(i.exclusions[0]); }) != before);
  CHECK(digest(office.input, *a_hash("kept in another safe, not a log!")) != before);

  AllocationPolicy policy = office.policy;
  policy.holidays = {day("2026-12-25"), day("2026-12-24")};
  const std::string rules = digest(policy, *hash);
  std::reverse(policy.holidays.begin(), policy.holidays.end());
  CHECK(digest(policy, *hash) == rules);
  policy.rule(Rule::wishes).price += 1;
  CHECK(digest(policy, *hash) != rules);
}

TEST_CASE("what kind of document it is goes into the digest", "[audit]") {
  // The same bytes under two names: nobody can pass one for the other.
  const auto hash = a_hash();
  CHECK(hash->digest("evenload.input.1\n{}") != hash->digest("evenload.policy.1\n{}"));
  AllocationInput input;
  CHECK(digest(input, *hash) == hash->digest("evenload.input.1\n" + canonical_form(input)));
}

TEST_CASE("a proposal is repeated from its record, in any order of rows and on any number of threads", "[audit]") {
  const AuditOffice office;
  const auto hash = a_hash();
  const SealedRecord record = seal(office.plan, office.input, office.policy, *hash, {"2026", "unit manager"});
  CHECK(record.proposal.overrides.size() == 1);
  CHECK(record.levels.size() == office.plan.levels.size());
  CHECK(record.decided_by_role == "unit manager");
  CHECK(to_json(seal(office.plan, office.input, office.policy, *hash, {"2026", "unit manager"})) == to_json(record));

  AllocationInput turned = office.input;
  std::reverse(turned.cases.begin(), turned.cases.end());
  for (const int threads : {1, 3}) {
    SolveOptions options;
    options.threads = threads;
    const Verification verification = verify(record, turned, office.policy, *hash, options);
    CHECK(verdicts(verification) == "aaaaaaaaaa");
    CHECK(verification.agrees());
    CHECK(verification.repetition == Repetition::repeated);
    REQUIRE(verification.plan);
    CHECK(who(*verification.plan, "c1") == "w2");
  }
}

TEST_CASE("a computation that ended by its work is repeated to the last unit", "[audit]") {
  AllocationInput input;
  for (int i = 0; i < 60; ++i) input.cases.push_back(a_case("c" + std::to_string(i), Rational(100 + 37 * i % 91, 7)));
  for (int j = 0; j < 9; ++j) input.caseworkers.push_back(a_worker("w" + std::to_string(j), 120 + j));
  const AllocationPolicy policy = monday();
  const auto hash = a_hash();
  for (const std::int64_t work : {0, 1, 3000, 200'000}) {
    SolveOptions options;
    options.work_limit = work;
    options.seed = 5;
    const Plan plan = allocate(input, policy, options);
    REQUIRE(plan.stop == StopReason::work);
    const SealedRecord record = seal(plan, input, policy, *hash);
    CHECK(verify(record, input, policy, *hash).agrees());
    // Another limit or seed is another computation: the levels or the work tell.
    SealedRecord forged = record;
    forged.proposal.work_limit = work + 50'000;
    CHECK(verdicts(verify(forged, input, policy, *hash)) == "adaaaa----");
  }
}

TEST_CASE("verification names what differs", "[audit]") {
  const AuditOffice office;
  const auto hash = a_hash();
  const SealedRecord record = seal(office.plan, office.input, office.policy, *hash);

  SECTION("another key says nothing of the data") {
    const Verification verification = verify(record, office.input, office.policy, *a_hash("kept in another safe, not a log!"));
    CHECK(verdicts(verification) == "d-a-------");
    CHECK(verification.repetition == Repetition::other_question);
    CHECK_FALSE(verification.agrees());
  }
  SECTION("other rows, another policy") {
    AllocationInput input = office.input;
    input.cases[0].priority = 2;
    CHECK(verdicts(verify(record, input, office.policy, *hash)) == "aaadaa----");
    AllocationPolicy policy = office.policy;
    policy.horizon_weeks = 5;
    CHECK(verdicts(verify(record, office.input, policy, *hash)) == "aaaada----");
    CHECK(verdicts(verify(record, input, policy, *hash)) == "aaadda----");
  }
  SECTION("a record that somebody changed") {
    const auto changed = [&](auto change) {
      SealedRecord other = record;
      change(other);
      return verdicts(verify(other, office.input, office.policy, *hash));
    };
    CHECK(changed([](SealedRecord& r) { r.decided_by_role = "somebody else"; }) == "adaaaa----");
    CHECK(changed([](SealedRecord& r) { r.proposal.overrides[0].reason = "nicer"; }) == "adaaaa----");
    CHECK(changed([](SealedRecord& r) { r.proposal.seed = 9; }) == "adaaaa----");
    CHECK(changed([](SealedRecord& r) { r.levels[0].bound = -1; }) == "adaaaa----");
    CHECK(changed([](SealedRecord& r) { r.plan_digest[0] = r.plan_digest[0] == '0' ? '1' : '0'; }) == "adaaaa----");
    CHECK(changed([](SealedRecord& r) { r.extensions = R"({"ticket":1})"; }) == "aaaaaaaaaa");
  }
  SECTION("who has the key and lies about the plan is found out by the repetition") {
    Plan nicer = office.plan;
    nicer.levels[0].value += 1;
    const auto other_holder = std::find_if(nicer.assignments.begin(), nicer.assignments.end(), [](const Assignment& a) { return a.case_id == CaseId("c3"); });
    other_holder->caseworker = CaseworkerId("w3");
    const Verification verification = verify(seal(nicer, office.input, office.policy, *hash), office.input, office.policy, *hash);
    CHECK(verdicts(verification) == "aaaaaaaadd");
    CHECK(verification.check(AuditPart::plan).recorded != verification.check(AuditPart::plan).found);
  }
  SECTION("another version of evenload that finds the same") {
    Plan older = office.plan;
    older.audit.version = "0.0.9";
    const Verification verification = verify(seal(older, office.input, office.policy, *hash), office.input, office.policy, *hash);
    CHECK(verdicts(verification) == "aadaaaaaaa");
    CHECK(verification.check(AuditPart::version).recorded == "0.0.9");
    CHECK(verification.agrees());
  }
  SECTION("what a clock ended is not repeated, and that is said") {
    Plan stopped = office.plan;
    stopped.stop = stopped.audit.stop = StopReason::time;
    const Verification verification = verify(seal(stopped, office.input, office.policy, *hash), office.input, office.policy, *hash);
    CHECK(verdicts(verification) == "aaaaaa----");
    CHECK(verification.repetition == Repetition::stopped_by_clock);
    CHECK_FALSE(verification.agrees());
  }
  SECTION("a verification that is cancelled says so") {
    std::stop_source source;
    source.request_stop();
    SolveOptions options;
    options.stop = source.get_token();
    AllocationInput input = office.input;
    for (int i = 0; i < 40; ++i) input.cases.push_back(a_case("d" + std::to_string(i), Rational(3 + i % 7, 11)));
    const SealedRecord large = seal(allocate(input, office.policy), input, office.policy, *hash);
    const Verification verification = verify(large, input, office.policy, *hash, options);
    CHECK(verification.repetition == Repetition::interrupted);
    CHECK(verdicts(verification) == "aaaaaa----");
  }
}

TEST_CASE("the plan of every verb is repeated from its record", "[audit]") {
  AllocationInput office;
  for (const char* id : {"c1", "c2", "c3", "c4"}) office.cases.push_back(held_case(a_case(id, 3), "w1"));
  office.cases.push_back(a_case("c5", 2));
  office.cases[0].deadline = moment("2026-11-25T15:00:00Z");
  for (const char* id : {"w1", "w2", "w3"}) office.caseworkers.push_back(a_worker(id));
  for (Case& one : office.cases) one.unit = UnitId("children");
  for (Caseworker& one : office.caseworkers) one.unit = UnitId("children");
  const Plan announced = allocate(office, monday());
  AllocationInput later = office;
  later.cases.push_back(a_case("c6", 5));
  const auto hash = a_hash();

  struct Asked {
    const char* verb;
    const char* settings;
    const char* others;  // other settings
  };
  const Asked asked = GENERATE(
      Asked{"rebalance", R"({"most_moves":2})", R"({"most_moves":3})"},
      Asked{"redistribute", R"({"caseworker":"w1"})", R"({"caseworker":"w1","urgent_factor":5})"},
      Asked{"cover", R"({"caseworker":"w1","from":"2026-11-23","to":"2026-11-27"})", R"({"caseworker":"w1","from":"2026-11-23"})"},
      Asked{"replan", "", R"({"none":1})"},
      Asked{"plan_ahead", R"({"inflow":[{"unit":"children","week":"2026-11-23","cases":2,"weight":3}]})", R"({"inflow":[]})"},
      Asked{"what_if", R"({"without_caseworkers":["w2"]})", R"({"without_caseworkers":["w3"]})"});
  INFO(asked.verb);
  const bool again = std::string_view(asked.verb) == "replan";
  const AllocationInput& input = again ? later : office;
  const VerbQuestion question{asked.verb, asked.settings, again ? &announced : nullptr};
  SolveOptions options;
  options.seed = 3;
  options.work_limit = 400'000;
  const Proposal made = answer_verb(asked.verb, input, monday(), question.announced, asked.settings, options).proposal;
  CHECK(made.plan.audit.verb == asked.verb);
  const SealedRecord record = sealed_record_from_json(to_json(seal(made.plan, input, monday(), *hash, {}, question)));
  CHECK(record.proposal.verb == asked.verb);
  AllocationInput turned = input;
  std::reverse(turned.cases.begin(), turned.cases.end());
  std::reverse(turned.caseworkers.begin(), turned.caseworkers.end());
  const Verification verification = verify(record, turned, monday(), *hash, {}, question);
  CHECK(verdicts(verification) == "aaaaaaaaaa");
  REQUIRE(verification.input);
  CHECK(digest(*verification.input, *hash) == digest(made.input, *hash));

  // Nulls, spaces and the order of keys are nothing; another setting, verb or announced plan is another question.
  VerbQuestion spaced = question;
  if (!spaced.settings.empty()) spaced.settings.insert(1, R"( "schema_version" : "1.0", "extra" : null, )");
  CHECK(digest(spaced, *hash) == digest(question, *hash));
  VerbQuestion other = question;
  other.settings = asked.others;
  CHECK(verdicts(verify(record, input, monday(), *hash, {}, other)) == "aaaaad----");
  CHECK(verdicts(verify(record, input, monday(), *hash)) == "aaaaad----");
  if (again) {
    Plan nicer = announced;
    nicer.assignments.back().caseworker = CaseworkerId("w3");
    other = question;
    other.announced = &nicer;
    CHECK(verdicts(verify(record, input, monday(), *hash, {}, other)) == "aaaaad----");
  }
  // The changed input of a verb is no question to allocate, and its plan passes for nobody else's.
  CHECK(evenload::test::place(evenload::test::error_of([&] { seal(made.plan, made.input, made.policy, *hash); })) == "plan.audit.verb contradiction");
  CHECK(evenload::test::place(evenload::test::error_of([&] { seal(announced, office, monday(), *hash, {}, question); })) == "plan.audit.verb contradiction");
  CHECK(evenload::test::place(evenload::test::error_of([&] { digest(VerbQuestion{"cover", "[1]"}, *hash); })) == "cover. parse_error");
  // Who has the key and lies about the plan is found out.
  Plan nicer = made.plan;
  CaseworkerId& holder = nicer.assignments.front().caseworker;
  holder = CaseworkerId(holder.value() == "w3" ? "w2" : "w3");
  CHECK(verdicts(verify(seal(nicer, input, monday(), *hash, {}, question), input, monday(), *hash, {}, question)).back() == 'd');
}

TEST_CASE("a verb that a clock has ended anywhere says so", "[audit]") {
  // Several computations in one answer: work ends one, the clock another; the record must not say "work".
  AllocationInput input;
  for (int i = 0; i < 60; ++i) {
    const Case one = a_case("c" + std::to_string(i), Rational(100 + 37 * i % 91, 7));
    input.cases.push_back(i % 2 == 0 ? held_case(one, "w0") : one);
  }
  for (int j = 0; j < 9; ++j) input.caseworkers.push_back(a_worker("w" + std::to_string(j), 120 + j));
  std::stop_source source;
  SolveOptions options;
  options.work_limit = 40;
  options.stop = source.get_token();
  source.request_stop();
  for (const char* verb : {"rebalance", "plan_ahead"}) {
    const Plan plan = answer_verb(verb, input, monday(), nullptr, "", options).proposal.plan;
    CHECK(plan.audit.stop == StopReason::cancelled);
    const auto hash = a_hash();
    const VerbQuestion question{verb};
    const Verification verification = verify(seal(plan, input, monday(), *hash, {}, question), input, monday(), *hash, {}, question);
    CHECK(verification.repetition == Repetition::stopped_by_clock);
  }
}

TEST_CASE("only a plan of this input and policy is sealed", "[audit]") {
  const AuditOffice office;
  const auto hash = a_hash();
  AllocationPolicy policy = office.policy;
  policy.on = day("2026-11-24");
  CHECK(evenload::test::place(evenload::test::error_of([&] { seal(office.plan, office.input, policy, *hash); })) == "plan.audit.on contradiction");
  policy = office.policy;
  policy.name = "another";
  CHECK(evenload::test::place(evenload::test::error_of([&] { seal(office.plan, office.input, policy, *hash); })) == "plan.audit.policy contradiction");
  AllocationInput input = office.input;
  input.cases.pop_back();
  CHECK(evenload::test::place(evenload::test::error_of([&] { seal(office.plan, input, office.policy, *hash); })) == "plan.audit.cases contradiction");
}

TEST_CASE("records and verifications as documents", "[audit]") {
  const AuditOffice office;
  const auto hash = a_hash();
  SealedRecord record = seal(office.plan, office.input, office.policy, *hash, {"2026", "unit manager"});
  record.extensions = R"({"ticket":7})";
  const std::string written = to_json(record);
  CHECK(to_json(sealed_record_from_json(written)) == written);
  CHECK(verify(sealed_record_from_json(written), office.input, office.policy, *hash).agrees());
  const Verification verification = verify(record, office.input, office.policy, *a_hash("kept in another safe, not a log!"));
  CHECK(to_json(verification_from_json(to_json(verification))) == to_json(verification));

  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = written;
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    return evenload::test::place(evenload::test::error_of([&] { sealed_record_from_json(text); }));
  };
  CHECK(with("HMAC-SHA-256", "MD5") == "sealed_record.algorithm unsupported");
  CHECK(with("\"seal\":\"", "\"seal\":\"G") == "sealed_record.seal out_of_range");
  CHECK(with("\"key_name\"", "\"key\"") == "sealed_record.key unknown_field");
  CHECK(with("\"schema_version\":\"1.0\"", "\"schema_version\":\"2.0\"") == "sealed_record.schema_version unsupported_schema");
  CHECK(with("\"policy_digest\"", "\"other\"") == "sealed_record.policy_digest missing_value");
  CHECK(with("\"question_digest\"", "\"other\"") == "sealed_record.question_digest missing_value");
  const auto refused_report = [&](std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return evenload::test::place(evenload::test::error_of([&] { verification_from_json(text.replace(at, from.size(), to)); }));
  };
  CHECK(refused_report(to_json(verification), "\"agrees\":false", "\"agrees\":true") == "verification.agrees contradiction");
  CHECK(refused_report(to_json(verification), "\"part\":\"record\"", "\"part\":\"key\"") == "verification.checks out_of_range");
}

}  // namespace evenload::allocation::test
