// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/sheet_writer.hpp"

#include <cerrno>
#include <filesystem>
#include <xlsxwriter.h>

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace yinxin::sheets {
namespace {

/// libxlsxwriter 1.1 writes to paths only. This is one that never reaches a disk: the tables hold
/// personal data.
class MemoryFile {
  public:
    MemoryFile() : descriptor_(memfd_create("workbook", MFD_CLOEXEC)) {}
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() {
        if (descriptor_ >= 0) close(descriptor_);
    }

    [[nodiscard]] std::string path() const {
        return "/proc/self/fd/" + std::to_string(descriptor_);
    }

    [[nodiscard]] Result<Bytes> content() const {
        struct stat facts{};
        if (fstat(descriptor_, &facts) != 0) return Error(ErrorCode::file_io, "memory file");
        Bytes bytes(static_cast<std::size_t>(facts.st_size));
        for (std::size_t at = 0; at < bytes.size();) {
            const ssize_t count =
                pread(descriptor_, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) return Error(ErrorCode::file_io, "memory file");
            at += static_cast<std::size_t>(count);
        }
        return bytes;
    }

  private:
    int descriptor_;
};

/// Where libxlsxwriter keeps its parts before they are packed: unlinked files, in memory if we can.
std::string scratch_directory() {
    std::error_code ignored;
    const char* in_memory = "/dev/shm";
    return std::filesystem::is_directory(in_memory, ignored) ? in_memory : "";
}

class XlsxWriter final : public SheetWriter {
  public:
    explicit XlsxWriter(const XlsxLook& look) : scratch_(scratch_directory()) {
        lxw_workbook_options options{};
        options.tmpdir = scratch_.empty() ? nullptr : scratch_.data();
        options.constant_memory = look.is_large ? LXW_TRUE : LXW_FALSE;
        book_ = workbook_new_opt(file_.path().c_str(), &options);
        if (book_ == nullptr) return;
        lxw_doc_properties properties{};
        properties.created = epoch_of(look.made_at);
        workbook_set_properties(book_, &properties);
        text_ = workbook_add_format(book_);
        format_set_num_format_index(text_, text_format);
        header_ = workbook_add_format(book_);
        format_set_num_format_index(header_, text_format);
        format_set_bold(header_);
        sheet_ = workbook_add_worksheet(book_, look.sheet.c_str());
        if (sheet_ == nullptr) return;
        worksheet_freeze_panes(sheet_, 1, 0);
        for (std::size_t i = 0; i < look.widths.size(); ++i) {
            const auto column = static_cast<lxw_col_t>(i);
            worksheet_set_column(sheet_, column, column, look.widths[i], text_);
        }
        add_help(look);
    }
    XlsxWriter(const XlsxWriter&) = delete;
    XlsxWriter& operator=(const XlsxWriter&) = delete;
    ~XlsxWriter() override {
        if (book_ != nullptr) lxw_workbook_free(book_);
    }

    void add_row(std::span<const std::string> cells) override {
        if (sheet_ == nullptr) return;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (cells[i].empty()) continue;
            const lxw_error written = worksheet_write_string(sheet_,
                                                             row_,
                                                             static_cast<lxw_col_t>(i),
                                                             cells[i].c_str(),
                                                             row_ == 0 ? header_ : text_);
            if (written != LXW_NO_ERROR) has_failed_ = true;
        }
        ++row_;
    }

    Result<Bytes> finish() override {
        if (book_ == nullptr || sheet_ == nullptr) return Error(ErrorCode::file_io, "no workbook");
        lxw_workbook* book = std::exchange(book_, nullptr);
        sheet_ = nullptr;
        if (workbook_close(book) != LXW_NO_ERROR) return Error(ErrorCode::file_io, "workbook");
        if (has_failed_) return Error(ErrorCode::too_large, "a cell, or more rows than XLSX has");
        return file_.content();
    }

  private:
    void add_help(const XlsxLook& look) {
        for (std::size_t i = 0; i < look.hints.size(); ++i) {
            if (look.hints[i].empty()) continue;
            worksheet_write_comment(sheet_, 0, static_cast<lxw_col_t>(i), look.hints[i].c_str());
        }
        for (std::size_t i = 0; i < look.choices.size(); ++i) {
            add_choices(static_cast<lxw_col_t>(i), look.choices[i]);
        }
    }
    void add_choices(lxw_col_t column, const std::vector<std::string>& choices) {
        constexpr std::size_t longest = 255;
        constexpr lxw_row_t last_row = 1'048'575;
        std::size_t length = choices.size();
        std::vector<const char*> list;
        for (const std::string& choice : choices) {
            length += choice.size();
            list.push_back(choice.c_str());
        }
        if (choices.empty() || length > longest) return;
        list.push_back(nullptr);
        lxw_data_validation validation{};
        validation.validate = LXW_VALIDATION_TYPE_LIST;
        validation.value_list = const_cast<char**>(list.data());  // read only
        validation.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
        worksheet_data_validation_range(sheet_, 1, column, last_row, column, &validation);
    }

    static constexpr std::uint8_t text_format = 49;  // "@", ECMA-376 part 1, 18.8.30

    MemoryFile file_;
    std::string scratch_;
    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format* text_ = nullptr;
    lxw_format* header_ = nullptr;
    lxw_row_t row_ = 0;
    bool has_failed_ = false;
};

}  // namespace

std::unique_ptr<SheetWriter> make_xlsx_writer(const XlsxLook& look) {
    return std::make_unique<XlsxWriter>(look);
}

}  // namespace yinxin::sheets
