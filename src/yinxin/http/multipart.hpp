// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/http/upload_spool.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace yinxin::http {

/// Reads multipart/form-data (RFC 7578) as it arrives, so that a file is held once. Strict, so that
/// no two readers see different forms: nothing before the first boundary or after the last, every
/// name once, texts clean UTF-8. Pure; bounds of the whole body are the caller's.
class MultipartReader {
  public:
    /// The reader for a Content-Type, whose boundary must be there and usable; nothing for others.
    /// @param most_parts  fields and files together.
    [[nodiscard]] static std::optional<MultipartReader> for_type(std::string_view content_type,
                                                                 std::size_t most_parts);
    MultipartReader(std::string boundary, std::size_t most_parts);

    /// From now on files go there instead of into memory; it outlives the reader.
    void send_files_to(UploadSpooler* spooler) noexcept { spooler_ = spooler; }

    /// Takes the next bytes of the body.
    /// @error malformed  from the first fault on; every later call says the same.
    [[nodiscard]] Result<void> feed(std::string_view bytes);
    /// Ends the body and moves its fields and files into the request; those that go to the disk are
    /// not yet written there whole.
    /// @error malformed
    [[nodiscard]] Result<void> finish(Request& request);

  private:
    enum class State { opening, behind_boundary, head, content, closed };
    struct Part {
        std::string name;
        std::optional<std::string> file_name;
        std::string content_type;
        std::string text;                      ///< of a field
        Bytes file;                            ///< of a file
        std::shared_ptr<SpooledPart> spooled;  ///< of a file that goes to the disk
    };

    [[nodiscard]] Result<bool> step();
    [[nodiscard]] Result<bool> take_opening();
    [[nodiscard]] Result<bool> take_behind_boundary();
    [[nodiscard]] Result<bool> take_head();
    [[nodiscard]] Result<bool> take_content();
    [[nodiscard]] Result<void> add_content(std::size_t count);
    [[nodiscard]] Result<void> end_part();
    static Result<Part> parse_head(std::string_view head);
    void drop(std::size_t count);

    std::string delimiter_;  ///< CR LF and two hyphens before the boundary
    std::size_t most_parts_;
    std::size_t parts_ = 0;
    State state_ = State::opening;
    bool is_faulty_ = false;
    std::string pending_;       ///< arrived, not yet understood
    std::size_t searched_ = 0;  ///< so much of it holds no end of a head
    Part part_;
    Fields fields_;
    std::vector<Upload> uploads_;
    UploadSpooler* spooler_ = nullptr;
};

}  // namespace yinxin::http
