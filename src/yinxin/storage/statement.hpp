// SPDX-License-Identifier: Apache-2.0
#pragma once

/// SQL text that travels in the binary; the build generates one constant per file of sql/ and one
/// row per file of migrations/ (header yinxin/storage/sql.hpp).
namespace yinxin::storage {

/// One statement; `name` ("endorsement.insert") appears in logs and metrics.
struct Statement {
    const char* name;
    const char* text;
    /// Where PostgreSQL is told it in other words (GROUP/NAME.postgres.sql); it takes the same
    /// arguments and gives the same rows.
    const char* postgres_text = nullptr;

    [[nodiscard]] constexpr const char* for_postgres() const {
        return postgres_text == nullptr ? text : postgres_text;
    }
};

/// One step of the schema. A name that ends in ".sqlite" or ".postgres" belongs to that engine.
struct Migration {
    const char* name;
    const char* text;
};

}  // namespace yinxin::storage
