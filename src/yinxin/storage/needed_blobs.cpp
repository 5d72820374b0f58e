// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/needed_blobs.hpp"

#include "yinxin/storage/certificate_rows.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

namespace sql = storage::sql;

constexpr std::int64_t rows_of_a_page = 1000;
constexpr std::int64_t before_all = -1;
constexpr std::size_t digits_of_a_name = 2 * std::tuple_size_v<crypto::Digest32>;

/// Members stand in the order of the statements' columns.
struct CopyName {
    std::int64_t holder = before_all;
    std::int64_t copy = before_all;
    std::string format;
    Bytes sha256;
};
struct FaceRow {
    std::int64_t holder = before_all;
    std::int64_t line = before_all;
    std::int64_t version = before_all;
    Bytes face;
};
struct DoubtFileName {
    std::int64_t holder = before_all;
    std::int64_t file = before_all;
    Bytes sha256;
};
struct IdentityFileName {
    std::int64_t file = before_all;
    Bytes sha256;
};
struct ImportPhotoName {
    std::int64_t import = before_all;
    std::int64_t entry = before_all;
    Bytes sha256;
};
struct ProposalNames {
    std::int64_t proposal = before_all;
    std::optional<Bytes> attachment;
    Bytes facts;
};

bool is_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/// A hash that is none names nothing; fsck says so of copies.
Result<void> visit_hash(const NeededVisitor& visit, const Bytes& sha256, std::string named_by) {
    NeededBlob needed;
    if (sha256.size() != needed.name.size()) return ok();
    std::ranges::copy(sha256, needed.name.begin());
    needed.named_by = std::move(named_by);
    return visit(needed);
}

Result<void> visit_text(const NeededVisitor& visit, std::string_view text, std::string named_by) {
    for (const crypto::Digest32& name : names_in_text(text)) {
        YX_CHECK(visit({name, named_by}));
    }
    return ok();
}

/// Pages of `read(last row)` until one is not full.
template <class Row, class Read, class Use>
Result<void> page_through(Store& store, Read read, Use use) {
    Row last;
    for (;;) {
        YX_TRY(std::vector<Row> rows,
               store.read_now([&](Reader& reader) { return read(reader, last); }));
        for (const Row& row : rows) {
            YX_CHECK(use(row));
        }
        if (std::ssize(rows) < rows_of_a_page) return ok();
        last = std::move(rows.back());
    }
}

Result<void> visit_copies(Store& store, const NeededVisitor& visit) {
    return page_through<CopyName>(
        store,
        [](Reader& reader, const CopyName& last) {
            return reader.all<CopyName>(
                sql::needed_blob::list_copies, last.holder, last.copy, last.format, rows_of_a_page);
        },
        [&](const CopyName& row) {
            return visit_hash(
                visit, row.sha256, "copy " + std::to_string(row.copy) + " (" + row.format + ")");
        });
}

Result<void> visit_faces(Store& store, const DataKeys& keys, const NeededVisitor& visit) {
    return page_through<FaceRow>(
        store,
        [](Reader& reader, const FaceRow& last) {
            return reader.all<FaceRow>(
                sql::needed_blob::list_faces, last.holder, last.line, last.version, rows_of_a_page);
        },
        [&](const FaceRow& row) -> Result<void> {
            const std::string context =
                face_context(HolderId{row.holder}, LineId{row.line}, static_cast<int>(row.version));
            YX_TRY(const std::string face, keys.columns.open_text(context, row.face));
            return visit_text(visit,
                              face,
                              "certificate " + std::to_string(row.line) + " version " +
                                  std::to_string(row.version));
        });
}

Result<void> visit_doubt_files(Store& store, const NeededVisitor& visit) {
    return page_through<DoubtFileName>(
        store,
        [](Reader& reader, const DoubtFileName& last) {
            return reader.all<DoubtFileName>(
                sql::needed_blob::list_doubt_files, last.holder, last.file, rows_of_a_page);
        },
        [&](const DoubtFileName& row) {
            return visit_hash(
                visit, row.sha256, "attachment of a doubt " + std::to_string(row.file));
        });
}

Result<void> visit_identity_files(Store& store, const NeededVisitor& visit) {
    return page_through<IdentityFileName>(
        store,
        [](Reader& reader, const IdentityFileName& last) {
            return reader.all<IdentityFileName>(
                sql::needed_blob::list_identity_files, last.file, rows_of_a_page);
        },
        [&](const IdentityFileName& row) {
            return visit_hash(
                visit, row.sha256, "evidence of a request " + std::to_string(row.file));
        });
}

Result<void> visit_import_photos(Store& store, const NeededVisitor& visit) {
    return page_through<ImportPhotoName>(
        store,
        [](Reader& reader, const ImportPhotoName& last) {
            return reader.all<ImportPhotoName>(
                sql::needed_blob::list_import_photos, last.import, last.entry, rows_of_a_page);
        },
        [&](const ImportPhotoName& row) {
            return visit_hash(
                visit,
                row.sha256,
                "import " + std::to_string(row.import) + " photo " + std::to_string(row.entry));
        });
}

Result<void> visit_proposals(Store& store, const DataKeys& keys, const NeededVisitor& visit) {
    return page_through<ProposalNames>(
        store,
        [](Reader& reader, const ProposalNames& last) {
            return reader.all<ProposalNames>(
                sql::needed_blob::list_proposals, last.proposal, rows_of_a_page);
        },
        [&](const ProposalNames& row) -> Result<void> {
            const std::string named_by = "proposal " + std::to_string(row.proposal);
            if (row.attachment) YX_CHECK(visit_hash(visit, *row.attachment, named_by));
            const std::string context =
                personal_columns::proposal_facts(domain::ProposalId{row.proposal});
            YX_TRY(const std::string facts, keys.columns.open_text(context, row.facts));
            return visit_text(visit, facts, named_by);
        });
}

}  // namespace

std::vector<crypto::Digest32> names_in_text(std::string_view text) {
    std::vector<crypto::Digest32> names;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_digit(text[end]))
            ++end;
        if (end - at == digits_of_a_name) {
            const auto bytes = parse_hex(text.substr(at, end - at));
            if (bytes) std::ranges::copy(*bytes, names.emplace_back().begin());
        }
        at = end + 1;
    }
    return names;
}

Result<void> visit_needed_blobs(Store& store, const DataKeys& keys, const NeededVisitor& visit) {
    // Photos of imports and proposals before faces: a certificate entered meanwhile takes its photo
    // from one of them.
    YX_CHECK(visit_import_photos(store, visit));
    YX_CHECK(visit_proposals(store, keys, visit));
    YX_CHECK(visit_doubt_files(store, visit));
    YX_CHECK(visit_identity_files(store, visit));
    YX_CHECK(visit_faces(store, keys, visit));
    return visit_copies(store, visit);
}

}  // namespace yinxin::storage
