// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"
#include "yinxin/service/batches.hpp"

#include <string>

namespace yinxin::http {

/// "/office/batches/123"
[[nodiscard]] std::string url_of(BatchId batch);
/// "2026年 一级建造师"
[[nodiscard]] std::string exam_words(const Context& context, const storage::BatchRow& batch);
/// STATE_CLASS and STATE_TEXT of a batch.
void set_state(View& view, const Context& context, domain::BatchState state);
/// When it becomes, or became, visible.
[[nodiscard]] std::string release_words(const Context& context, const storage::BatchRow& batch);
/// What stands above a batch wherever it is shown whole: state, counts, progress, comparison with
/// the year before, specimens (parts/batch_facts.html).
void set_facts(View& view, const Context& context, const service::BatchDetails& details);

}  // namespace yinxin::http
