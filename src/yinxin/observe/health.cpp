// SPDX-License-Identifier: Apache-2.0
#include "yinxin/observe/health.hpp"

#include "yinxin/base/log.hpp"

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

void Readiness::add(std::string name, const Result<void>& outcome) {
    checks.push_back({std::move(name),
                      outcome.has_value(),
                      outcome ? std::string() : outcome.error().describe()});
    ready = ready && outcome.has_value();
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
    all.ready = !draining_;
    for (const auto& [name, check] : checks_) {
        all.add(name, check());
    }
    if (draining_) all.checks.push_back({"draining", false, "stopping"});
    return all;
}

}  // namespace yinxin::observe
