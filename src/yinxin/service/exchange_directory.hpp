// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/keyed.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <functional>
#include <string_view>

/// Directory records (电子证照目录) of all certificates, for the sharing service of a province or
/// of the state (docs/exchange.md).
namespace yinxin::service {

enum class DirectoryForm { json, xml, csv };

/// What is asked for, and where it goes.
struct DirectoryExport {
    DirectoryForm form = DirectoryForm::json;
    Instant since{};  ///< only what changed at or after it; the epoch: everything
    Instant now{};    ///< stands in the head: what the next export may ask for as `since`
    int page = 1000;  ///< records held in memory at a time
    std::function<Result<void>(std::string_view piece)> put;
    std::function<void(std::int64_t records)> progress;  ///< after each page
};

/// Writes one record for each version of a certificate whose batch was ever released, by holder,
/// line and version. Each page is one view of the database; what is entered behind the place that
/// was reached is in the next export. @return the number of records.
/// @error as storage::list_directory; errors of put come through.
[[nodiscard]] Result<std::int64_t> write_directory(storage::Store& store,
                                                   const storage::DataKeys& keys,
                                                   const DirectoryExport& asked);

}  // namespace yinxin::service

template <>
struct yinxin::domain::KeyTable<yinxin::service::DirectoryForm> {
    static constexpr std::array<Keyed<service::DirectoryForm>, 3> rows{{
        {service::DirectoryForm::json, "json"},
        {service::DirectoryForm::xml, "xml"},
        {service::DirectoryForm::csv, "csv"},
    }};
};
