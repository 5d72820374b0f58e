// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/pdf_hazards.hpp"

#include "yinxin/verify/qpdf_library.hpp"

#include <array>

namespace yinxin::verify {
namespace {

struct Hazard {
    std::string_view name;
    std::string_view code;
    Level level = Level::fail;
};

constexpr std::string_view script = "pdf.active.script";
constexpr std::string_view form = "pdf.active.dynamic_form";
constexpr std::string_view media = "pdf.active.media";
constexpr std::string_view other_file = "pdf.active.other_file";
constexpr std::string_view embedded_file = "pdf.active.embedded_file";

/// Types of actions (ISO 32000-2, table 201); the others only move the view.
constexpr std::array actions{
    Hazard{"/JavaScript", script},
    Hazard{"/Launch", "pdf.active.launch"},
    Hazard{"/SubmitForm", "pdf.active.submit"},
    Hazard{"/ImportData", "pdf.active.import"},
    Hazard{"/GoToR", other_file},
    Hazard{"/GoToE", other_file},
    Hazard{"/Rendition", media},
    Hazard{"/RichMediaExecute", media},
    Hazard{"/Movie", media},
    Hazard{"/Sound", media},
    Hazard{"/URI", "pdf.active.link", Level::warning},
};

/// Types of annotations (ISO 32000-2, table 171).
constexpr std::array annotations{
    Hazard{"/RichMedia", media},
    Hazard{"/Movie", media},
    Hazard{"/Sound", media},
    Hazard{"/Screen", media},
    Hazard{"/3D", media},
    Hazard{"/FileAttachment", embedded_file, Level::warning},
};

constexpr std::array keys{
    Hazard{"/JS", script},
    Hazard{"/XFA", form},
    Hazard{"/EmbeddedFiles", embedded_file, Level::warning},
    Hazard{"/OCProperties", "pdf.active.layers", Level::warning},
};

/// Takes what streams unpack to; more than the limit ends the unpacking.
class Bounded final : public Pipeline {
  public:
    /// @param into  where the bytes are kept; nullptr: they are only counted.
    explicit Bounded(std::size_t most, Bytes* into = nullptr)
        : Pipeline("bounded", nullptr), left_(most), into_(into) {}
    void write(const unsigned char* bytes, std::size_t length) override {
        if (length > left_) {
            is_over_ = true;
            throw std::runtime_error("unpacks to more than the limit");
        }
        left_ -= length;
        if (into_ != nullptr) into_->insert(into_->end(), bytes, bytes + length);
    }
    void finish() override {}
    [[nodiscard]] bool is_over() const noexcept { return is_over_; }

  private:
    std::size_t left_;
    Bytes* into_;
    bool is_over_ = false;
};

}  // namespace

void ActiveContent::look_at(QPDFObjectHandle& dictionary) {
    const auto compare = [&](const char* key, const auto& hazards) {
        QPDFObjectHandle value = dictionary.getKey(key);
        if (!value.isName()) return;
        for (const Hazard& hazard : hazards) {
            if (value.getName() == hazard.name) note(hazard.code, hazard.level);
        }
    };
    compare("/S", actions);
    if (dictionary.hasKey("/Rect")) compare("/Subtype", annotations);
    for (const Hazard& hazard : keys) {
        if (dictionary.hasKey(std::string(hazard.name))) note(hazard.code, hazard.level);
    }
    QPDFObjectHandle rendering = dictionary.getKey("/NeedsRendering");
    if (rendering.isBool() && rendering.getBoolValue()) note(form, Level::fail);
}

void ActiveContent::note(std::string_view code, Level level) {
    constexpr const char* clause =
        "ISO 19005-2, 6.5: actions that reach outside the file are not permitted";
    if (!noted_.insert(code).second) return;
    if (level == Level::fail) return reject(claims_, "pdf.active", std::string(code), clause);
    add_finding(claims_, level, "pdf.active", std::string(code), clause);
}

bool check_pages(QPDFObjectHandle& catalog, const ReadLimits& limits, Claims& claims) {
    std::vector<std::pair<QPDFObjectHandle, std::size_t>> open{{catalog.getKey("/Pages"), 1}};
    std::set<QPDFObjGen> seen;
    while (!open.empty()) {
        auto [node, depth] = open.back();
        open.pop_back();
        const bool is_new = !node.isIndirect() || seen.insert(node.getObjGen()).second;
        if (!is_new || depth > limits.nesting) {
            reject(claims,
                   "pdf.structure",
                   "pdf.structure.pages",
                   "ISO 32000-2, 7.7.3: the pages of a document are the leaves of a tree");
            return false;
        }
        if (!node.isDictionary()) continue;
        QPDFObjectHandle kids = node.getKey("/Kids");
        if (!kids.isArray()) continue;
        for (const QPDFObjectHandle& kid : kids.getArrayAsVector())
            open.emplace_back(kid, depth + 1);
    }
    return true;
}

bool check_object_streams(QPDF& pdf, const ReadLimits& limits, Claims& claims) {
    constexpr int packed = 2;
    std::set<int> streams;
    for (const auto& [object, entry] : pdf.getXRefTable()) {
        if (entry.getType() == packed) streams.insert(entry.getObjStreamNumber());
    }
    Bounded counter(limits.unpacked_bytes);
    for (const int number : streams) {
        QPDFObjectHandle stream = pdf.getObject(number, 0);
        if (!stream.isStream()) continue;
        stream.pipeStreamData(&counter, 0, qpdf_dl_specialized, true);
        if (counter.is_over()) {
            reject(claims, "pdf.structure", "pdf.structure.unpacks");
            return false;
        }
    }
    return true;
}

std::optional<Bytes> unpack(QPDFObjectHandle& stream, std::size_t most) {
    Bytes bytes;
    Bounded collector(most, &bytes);
    const bool is_unpacked = stream.pipeStreamData(&collector, 0, qpdf_dl_specialized, true);
    if (!is_unpacked || collector.is_over()) return std::nullopt;
    return bytes;
}

}  // namespace yinxin::verify
