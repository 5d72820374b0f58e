// SPDX-License-Identifier: Apache-2.0
#include "yinxin/observe/external.hpp"

namespace yinxin::observe {
namespace {

const LiveFamily seconds{"yinxin_external_seconds",
                         "Time of one call to a neighbour, failed ones included",
                         "call",
                         call_bounds(),
                         1e-9};
const LiveFamily errors{"yinxin_external_errors_total", "Calls to a neighbour that failed", "call"};
const LiveFamily paused{
    "yinxin_external_paused", "Neighbours that are left alone after failures", "call"};

ExternalSeries make(std::string_view name) {
    return {live_histogram(seconds, name), live_counter(errors, name), live_gauge(paused, name)};
}

}  // namespace

const ExternalSeries& external(External call) {
    // In the order of the enumeration.
    static const std::array all{make("timestamp"),
                                make("revocation"),
                                make("webhook"),
                                make("signer"),
                                make("messages"),
                                make("provider"),
                                make("identity")};
    return all.at(static_cast<std::size_t>(call));
}

}  // namespace yinxin::observe
