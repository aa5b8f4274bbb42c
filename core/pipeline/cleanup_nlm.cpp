#include "core/pipeline/cleanup_nlm.h"

#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/pipeline/nlm_kernel.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <vector>

namespace kerf {
namespace {

// Mirrored without repeating the border's pixel, for any distance: -1 is 1, n is n - 2.
int mirrored(int i, int n) {
    if (n == 1) {
        return 0;
    }
    const int period = 2 * (n - 1);
    const int j = ((i % period) + period) % period;
    return j < n ? j : period - j;
}

// Lends each thread a workspace of its own and takes it back.
class Workspaces {
public:
    std::unique_ptr<nlm::Workspace> take() {
        {
            const std::scoped_lock lock(m_mutex);
            if (!m_free.empty()) {
                auto workspace = std::move(m_free.back());
                m_free.pop_back();
                return workspace;
            }
        }
        return std::make_unique<nlm::Workspace>();
    }

    void giveBack(std::unique_ptr<nlm::Workspace> workspace) {
        const std::scoped_lock lock(m_mutex);
        m_free.push_back(std::move(workspace));
    }

private:
    std::mutex m_mutex;
    std::vector<std::unique_ptr<nlm::Workspace>> m_free;
};

struct TileRect {
    int x;
    int y;
    int width;
    int height;
};

template <typename T>
void fillPlanes(nlm::Workspace& workspace, const Image& image, const TileRect& tile, float scale) {
    const int channels = image.format().channels;
    std::array<int, nlm::Workspace::kPlaneStride> columns{};
    for (int x = 0; x < nlm::Workspace::kPlaneStride; ++x) {
        columns[std::size_t(x)] = mirrored(tile.x + x - nlm::kMargin, image.format().width) * channels;
    }
    for (int y = 0; y < tile.height + 2 * nlm::kMargin; ++y) {
        const std::span<const T> row =
            image.row<T>(mirrored(tile.y + y - nlm::kMargin, image.format().height));
        const std::size_t first = std::size_t(y) * nlm::Workspace::kPlaneStride;
        for (std::size_t x = 0; x < columns.size(); ++x) {
            for (std::size_t c = 0; c < 3; ++c) {
                const float value = row[std::size_t(columns[x]) + c];
                workspace.value[c][first + x] = value;
                workspace.scaled[c][first + x] = static_cast<std::int16_t>(value * scale + 0.5F);
            }
        }
    }
}

template <typename T>
void writeTile(const nlm::Workspace& workspace, const Image& image, const TileRect& tile, ImageBuffer& out) {
    const auto channels = std::size_t(image.format().channels);
    for (int y = 0; y < tile.height; ++y) {
        const std::span<const T> from = image.row<T>(tile.y + y);
        const std::span<T> to = out.row<T>(tile.y + y);
        for (int x = 0; x < tile.width; ++x) {
            const std::size_t at = std::size_t(tile.x + x) * channels;
            const std::size_t sum = std::size_t(y) * nlm::kTileWidth + std::size_t(x);
            const float share = 1.0F / workspace.sum[3][sum];
            for (std::size_t c = 0; c < 3; ++c) {
                to[at + c] = static_cast<T>(workspace.sum[c][sum] * share + 0.5F);
            }
            if (channels == 4) {
                to[at + 3] = from[at + 3];
            }
        }
    }
}

template <typename T>
Image denoise(const Image& image, const NlmOptions& options, const Progress& progress) {
    const ImageFormat& format = image.format();
    const nlm::Strength strength = nlm::strengthFor(options.h);
    const float scale = strength.levelScale / (sizeof(T) == 1 ? 1.0F : 257.0F);
    const nlm::Simd simd = nlm::bestSimd();
    const int columns = (format.width + nlm::kTileWidth - 1) / nlm::kTileWidth;
    const int rows = (format.height + nlm::kTileHeight - 1) / nlm::kTileHeight;
    // No more workspaces than the picture is large: see the header.
    const std::size_t affordable = std::max<std::size_t>(1, format.bytes() / sizeof(nlm::Workspace));
    const int wanted = options.threads > 0 ? options.threads : hardwareThreads();

    ImageBuffer out(format);
    Workspaces workspaces;
    parallelFor(columns * rows, int(std::min(std::size_t(wanted), affordable)), progress, [&](int i) {
        TileRect tile{i % columns * nlm::kTileWidth, i / columns * nlm::kTileHeight, 0, 0};
        tile.width = std::min(nlm::kTileWidth, format.width - tile.x);
        tile.height = std::min(nlm::kTileHeight, format.height - tile.y);
        auto workspace = workspaces.take();
        fillPlanes<T>(*workspace, image, tile, scale);
        nlm::filterTile(*workspace, tile.width, tile.height, strength.slope, simd);
        writeTile<T>(*workspace, image, tile, out);
        workspaces.giveBack(std::move(workspace));
    });
    return Image(std::move(out));
}

} // namespace

Image denoiseNlm(const Image& image, const NlmOptions& options, const Progress& progress) {
    KERF_CHECK(!image.empty() && image.format().channels >= 3 && options.h > 0.0);
    KERF_CHECK(image.format().type != PixelType::f32);
    return image.format().type == PixelType::u8 ? denoise<std::uint8_t>(image, options, progress)
                                                : denoise<std::uint16_t>(image, options, progress);
}

} // namespace kerf
