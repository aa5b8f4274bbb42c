#include "tests/core/io/make_dng.h"

#include <cmath>

namespace kerf::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::uint16_t kByte = 1;
constexpr std::uint16_t kAscii = 2;
constexpr std::uint16_t kShort = 3;
constexpr std::uint16_t kLong = 4;
constexpr std::uint16_t kRational = 5;
constexpr std::uint16_t kSignedRational = 10;

void append(Bytes& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        out.push_back(std::uint8_t(value >> unsigned(8 * i)));
    }
}

// One directory whose values lie behind it, then the pixels.
class Directory {
public:
    void add(std::uint16_t tag, std::uint16_t type, std::uint32_t count, Bytes value) {
        m_entries.push_back({tag, type, count, std::move(value)});
    }
    void addShort(std::uint16_t tag, int value) {
        Bytes bytes;
        append(bytes, std::uint32_t(value), 2);
        add(tag, kShort, 1, bytes);
    }
    void addLong(std::uint16_t tag, std::uint32_t value) {
        Bytes bytes;
        append(bytes, value, 4);
        add(tag, kLong, 1, bytes);
    }
    void addText(std::uint16_t tag, const std::string& text) {
        Bytes bytes(text.begin(), text.end());
        bytes.push_back(0);
        add(tag, kAscii, std::uint32_t(bytes.size()), bytes);
    }
    template <std::size_t N>
    void addRationals(std::uint16_t tag, std::uint16_t type, const std::array<double, N>& values) {
        Bytes bytes;
        for (const double value : values) {
            append(bytes, std::uint32_t(std::int32_t(std::lround(value * 10'000))), 4);
            append(bytes, 10'000, 4);
        }
        add(tag, type, std::uint32_t(N), bytes);
    }

    // `pixelTag` gets the offset of `pixels`.
    Bytes assemble(std::uint16_t pixelTag, const Bytes& pixels) {
        const std::size_t start = 8 + 2 + 12 * m_entries.size() + 4;
        Bytes values;
        for (const Entry& entry : m_entries) {
            values.resize(values.size() + (entry.value.size() > 4 ? entry.value.size() : 0));
        }
        const std::size_t pixelsAt = start + values.size();
        values.clear();
        Bytes out{'I', 'I', 42, 0, 8, 0, 0, 0};
        append(out, std::uint32_t(m_entries.size()), 2);
        for (const Entry& entry : m_entries) {
            append(out, entry.tag, 2);
            append(out, entry.type, 2);
            append(out, entry.count, 4);
            if (entry.tag == pixelTag) {
                append(out, std::uint32_t(pixelsAt), 4);
            } else if (entry.value.size() > 4) {
                append(out, std::uint32_t(start + values.size()), 4);
                values.insert(values.end(), entry.value.begin(), entry.value.end());
            } else {
                out.insert(out.end(), entry.value.begin(), entry.value.end());
                out.resize(out.size() + 4 - entry.value.size());
            }
        }
        append(out, 0, 4);
        out.insert(out.end(), values.begin(), values.end());
        out.insert(out.end(), pixels.begin(), pixels.end());
        return out;
    }

private:
    struct Entry {
        std::uint16_t tag;
        std::uint16_t type;
        std::uint32_t count;
        Bytes value;
    };
    std::vector<Entry> m_entries; // sorted by tag, as TIFF wants them
};

Bytes mosaic(const DngRecipe& recipe) {
    Bytes pixels;
    for (int y = 0; y < recipe.height; ++y) {
        for (int x = 0; x < recipe.width; ++x) {
            const std::size_t channel = std::size_t(y % 2 + x % 2); // RGGB
            const auto& color = y < recipe.height / 2 ? recipe.top : recipe.bottom;
            append(pixels, std::uint32_t(std::lround(color[channel] * recipe.neutral[channel] * 65'535)), 2);
        }
    }
    return pixels;
}

} // namespace

Bytes makeDng(const DngRecipe& recipe) {
    const Bytes pixels = mosaic(recipe);
    Directory directory;
    directory.addLong(254, 0);
    directory.addLong(256, std::uint32_t(recipe.width));
    directory.addLong(257, std::uint32_t(recipe.height));
    directory.addShort(258, 16);
    directory.addShort(259, 1);
    directory.addShort(262, 32'803); // a colour filter array
    directory.addText(271, recipe.make);
    directory.addText(272, "Testcam");
    directory.addLong(273, 0); // set when assembled
    directory.addShort(274, recipe.orientation);
    directory.addShort(277, 1);
    directory.addLong(278, std::uint32_t(recipe.height));
    directory.addLong(279, std::uint32_t(pixels.size()));
    directory.addShort(284, 1);
    directory.add(33'421, kShort, 2, {2, 0, 2, 0});
    directory.add(33'422, kByte, 4, {0, 1, 1, 2});
    directory.add(50'706, kByte, 4, {1, 4, 0, 0});
    directory.addText(50'708, recipe.make + " Testcam");
    directory.addLong(50'717, 65'535);
    // From XYZ to the sensor: the matrix of sRGB.
    directory.addRationals<9>(
        50'721, kSignedRational,
        {3.2406, -1.5372, -0.4986, -0.9689, 1.8758, 0.0415, 0.0557, -0.2040, 1.0570});
    directory.addRationals<3>(50'728, kRational, recipe.neutral);
    if (recipe.baselineExposure != 0.0) {
        directory.addRationals<1>(50'730, kSignedRational, {recipe.baselineExposure});
    }
    directory.addShort(50'778, 21); // under D65
    return directory.assemble(273, pixels);
}

} // namespace kerf::test
