// SPDX-License-Identifier: Apache-2.0
#include "yinxin/observe/health.hpp"

#include "yinxin/base/log.hpp"

#include <algorithm>

namespace yinxin::observe {

std::string Readiness::json() const {
    std::string text = std::string("{\"ready\":") + (ready ? "true" : "false") + ",\"checks\":[";
    for (const CheckOutcome& check : checks) {
        if (text.back() != '[') text += ',';
        text += "{\"name\":" + log::json_quote(check.name) +
                ",\"good\":" + (check.good ? "true" : "false") +
                ",\"detail\":" + log::json_quote(check.detail) + '}';
    }
    return text + "]}";
}

void Health::add(std::string name, Check check) {
    const std::scoped_lock lock(mutex_);
    checks_.emplace_back(std::move(name), std::move(check));
}

void Health::start_draining() {
    const std::scoped_lock lock(mutex_);
    draining_ = true;
}

Readiness Health::readiness() const {
    const std::scoped_lock lock(mutex_);
    Readiness all;
    for (const auto& [name, check] : checks_) {
        const Result<void> outcome = check();
        all.checks.push_back(
            {name, outcome.has_value(), outcome ? std::string() : outcome.error().describe()});
    }
    if (draining_) all.checks.push_back({"draining", false, "stopping"});
    all.ready = std::ranges::all_of(all.checks, &CheckOutcome::good);
    return all;
}

}  // namespace yinxin::observe
