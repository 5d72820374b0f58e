// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/office_verbs.hpp"

#include "yinxin/service/staff_register.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;

json::object described(const Colleague& colleague) {
    json::array roles;
    for (const domain::StaffRole role : colleague.roles.list())
        roles.emplace_back(domain::key(role));
    return {{"id", colleague.id.str()},
            {"login_name", colleague.login_name},
            {"issuer", colleague.issuer_id},
            {"state", domain::key(colleague.state)},
            {"roles", std::move(roles)}};
}

}  // namespace

std::span<const OfficeVerb> office_verbs() {
    static const std::vector<OfficeVerb> verbs{
        {"proposals", {}, verb_proposals},
        {"propose", {"kind", "object", "reason", "decision_no", "effective_at"}, verb_propose},
        {"stop", {"object", "reason"}, verb_stop},
        {"decide", {"proposal", "decision", "note"}, verb_decide},
        {"withdraw", {"proposal"}, verb_withdraw},
        {"staff", {}, verb_staff},
        {"import", {"qualification", "year", "issuer"}, verb_import},
        {"photos", {"import"}, verb_photos},
        {"imports", {"import"}, verb_imports},
        {"submit", {"import", "release_at", "reason", "decision_no", "leave_faulty"}, verb_submit},
        {"discard", {"import"}, verb_discard},
    };
    return verbs;
}

Task<Result<std::string>> run_office_verb(Services& services, SignedRequest request) {
    const auto verbs = office_verbs();
    const auto verb = std::ranges::find(verbs, request.verb, &OfficeVerb::name);
    if (verb == verbs.end()) co_return Error(ErrorCode::unsupported, "no such verb");
    for (const auto& [name, value] : request.parameters) {
        const bool is_known = std::ranges::find(verb->parameters, name) != verb->parameters.end();
        if (!is_known) co_return Error(ErrorCode::invalid_input, "parameter").with("field", name);
    }
    co_return co_await verb->run(services, std::move(request));
}

Task<Result<std::string>> verb_staff(Services& services, SignedRequest request) {
    const auto colleagues = co_await list_colleagues(services, request.actor);
    if (!colleagues) co_return colleagues.error();
    json::array list;
    for (const Colleague& colleague : *colleagues)
        list.push_back(described(colleague));
    const json::object answer{{"staff", std::move(list)}};
    co_return json::serialize(answer);
}

}  // namespace yinxin::service
