#include "core/io/color.h"

#include "core/base/check.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/io/matrix_transform.h"

#include <lcms2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numeric>
#include <optional>
#include <vector>

namespace kerf {
namespace {

template <auto F>
struct Free {
    template <typename T>
    void operator()(T* pointer) const noexcept {
        F(pointer);
    }
};

using Context = std::unique_ptr<_cmsContext_struct, Free<cmsDeleteContext>>;
using Profile = std::unique_ptr<void, Free<cmsCloseProfile>>;
using Transform = std::unique_ptr<void, Free<cmsDeleteTransform>>;
using Curve = std::unique_ptr<cmsToneCurve, Free<cmsFreeToneCurve>>;
using Description = std::unique_ptr<cmsMLU, Free<cmsMLUfree>>;

// lcms2's own says a failure by a null result; its global handler would be shared by all threads.
void ignoreMessage(cmsContext, cmsUInt32Number, const char*) {}

Context makeContext() {
    Context context(cmsCreateContext(nullptr, nullptr));
    if (!context) {
        throw std::bad_alloc();
    }
    cmsSetLogErrorHandlerTHR(context.get(), ignoreMessage);
    return context;
}

Profile openProfile(const Context& context, const std::string& icc) {
    if (icc.size() < 128 || icc.size() > 0x7fff'ffffU) {
        return nullptr;
    }
    return Profile(
        cmsOpenProfileFromMemTHR(context.get(), icc.data(), static_cast<cmsUInt32Number>(icc.size())));
}

[[noreturn]] void throwUnusable() {
    throw Error(
        ErrorCode::corrupt_file,
        "the embedded colour profile is damaged or does not fit the picture; open the photo in another "
        "program and save it with a valid profile");
}

Curve makeCurve(const Context& context, const RgbSpace& space) {
    switch (space.curve) {
    case RgbSpace::Curve::srgb: {
        const std::array<double, 5> parameters{2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045};
        return Curve(cmsBuildParametricToneCurve(context.get(), 4, parameters.data()));
    }
    case RgbSpace::Curve::bt709: {
        const std::array<double, 5> parameters{1.0 / 0.45, 1.0 / 1.099, 0.099 / 1.099, 1.0 / 4.5, 0.081};
        return Curve(cmsBuildParametricToneCurve(context.get(), 4, parameters.data()));
    }
    case RgbSpace::Curve::gamma:
        return Curve(cmsBuildGamma(context.get(), space.gamma));
    }
    return nullptr;
}

bool isPlausible(const RgbSpace& space) {
    const auto ok = [](const RgbSpace::Chromaticity& c) {
        return c.x >= -0.1 && c.x <= 1.1 && c.y > 0.0 && c.y <= 1.1;
    };
    const double area = (space.green.x - space.red.x) * (space.blue.y - space.red.y) -
                        (space.blue.x - space.red.x) * (space.green.y - space.red.y);
    return ok(space.white) && ok(space.red) && ok(space.green) && std::abs(space.blue.x) <= 1.1 &&
           space.blue.y > -0.1 && space.blue.y <= 1.1 && std::abs(area) > 0.005 &&
           (space.curve != RgbSpace::Curve::gamma || (space.gamma > 0.1 && space.gamma < 10.0));
}

void describeAs(const Context& context, const Profile& profile, const std::string& name) {
    const auto setText = [&](cmsTagSignature tag, const std::string& text) {
        const Description mlu(cmsMLUalloc(context.get(), 1));
        return mlu && cmsMLUsetASCII(mlu.get(), "en", "US", text.c_str()) &&
               cmsWriteTag(profile.get(), tag, mlu.get());
    };
    KERF_CHECK(setText(cmsSigProfileDescriptionTag, name));
    KERF_CHECK(setText(cmsSigCopyrightTag, "No copyright, use freely"));
}

// lcms2 stamps the present time into what it builds; the same space must give the same bytes.
void makeReproducible(std::string& icc) {
    constexpr std::size_t kDate = 24;
    constexpr std::array<unsigned char, 12> k2024{0x07, 0xe8, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0};
    std::ranges::copy(k2024, icc.begin() + kDate);
    constexpr std::size_t kId = 84;
    std::fill_n(icc.begin() + kId, 16, '\0');
}

const std::string& required(const std::string& icc) {
    KERF_CHECK(!icc.empty());
    return icc;
}

} // namespace

std::string makeRgbProfile(const RgbSpace& space, const std::string& name) {
    if (!isPlausible(space)) {
        return {};
    }
    const Context context = makeContext();
    const Curve curve = makeCurve(context, space);
    if (!curve) {
        return {};
    }
    const cmsCIExyY white{space.white.x, space.white.y, 1.0};
    const cmsCIExyYTRIPLE primaries{
        {space.red.x, space.red.y, 1.0},
        {space.green.x, space.green.y, 1.0},
        {space.blue.x, space.blue.y, 1.0}};
    const std::array<cmsToneCurve*, 3> curves{curve.get(), curve.get(), curve.get()};
    const Profile profile(cmsCreateRGBProfileTHR(context.get(), &white, &primaries, curves.data()));
    if (!profile) {
        return {};
    }
    describeAs(context, profile, name);
    cmsUInt32Number size = 0;
    if (!cmsSaveProfileToMem(profile.get(), nullptr, &size)) {
        return {};
    }
    std::string icc(size, '\0');
    if (!cmsSaveProfileToMem(profile.get(), icc.data(), &size)) {
        return {};
    }
    makeReproducible(icc);
    return icc;
}

std::string makeCicpProfile(int primaries, int transfer) {
    RgbSpace space;
    std::string name = "BT.709";
    switch (primaries) {
    case 1:
        break;
    case 9:
        name = "BT.2020";
        space.red = {0.708, 0.292};
        space.green = {0.170, 0.797};
        space.blue = {0.131, 0.046};
        break;
    case 12:
        name = "Display P3";
        space.red = {0.680, 0.320};
        space.green = {0.265, 0.690};
        break;
    default:
        return {};
    }
    switch (transfer) {
    case 1:
    case 6:
    case 14:
    case 15:
        space.curve = RgbSpace::Curve::bt709;
        break;
    case 4:
        space.curve = RgbSpace::Curve::gamma;
        break;
    case 8:
        space.curve = RgbSpace::Curve::gamma;
        space.gamma = 1.0;
        name += ", linear";
        break;
    case 13:
        if (primaries == 1) {
            return srgbProfile();
        }
        break;
    default:
        return {};
    }
    return makeRgbProfile(space, name);
}

const std::string& srgbProfile() {
    static const std::string icc = required(makeRgbProfile({}, "sRGB"));
    return icc;
}

const std::string& displayP3Profile() {
    static const std::string icc = required(makeCicpProfile(12, 13));
    return icc;
}

const std::string& adobeRgbProfile() {
    static const std::string icc = required(makeRgbProfile(
        {.red = {0.640, 0.330},
         .green = {0.210, 0.710},
         .blue = {0.150, 0.060},
         .curve = RgbSpace::Curve::gamma,
         .gamma = 563.0 / 256.0},
        "Adobe RGB (1998) compatible"));
    return icc;
}

namespace {

constexpr std::array<cmsTagSignature, 3> kColorants{
    cmsSigRedColorantTag, cmsSigGreenColorantTag, cmsSigBlueColorantTag};
constexpr std::array<cmsTagSignature, 3> kCurves{cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag};

std::string nameOf(const Profile& profile) {
    std::array<char, 256> text{};
    cmsGetProfileInfoASCII(profile.get(), cmsInfoDescription, "en", "US", text.data(), text.size());
    std::string name(text.data());
    std::erase_if(name, [](char c) { return c < ' ' || c > '~'; });
    return name;
}

bool isMatrixProfile(const Profile& profile) {
    return cmsGetColorSpace(profile.get()) == cmsSigRgbData && cmsGetPCS(profile.get()) == cmsSigXYZData &&
           cmsIsMatrixShaper(profile.get()) && !cmsIsTag(profile.get(), cmsSigAToB0Tag) &&
           !cmsIsTag(profile.get(), cmsSigAToB1Tag);
}

double encodeSrgb(double linear) {
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1.0 / 2.4) - 0.055;
}

bool hasSrgbCurve(const cmsToneCurve* curve) {
    for (int i = 0; i <= 255; ++i) {
        const double value = i / 255.0;
        if (std::abs(encodeSrgb(cmsEvalToneCurveFloat(curve, float(value))) - value) > 0.5 / 255.0) {
            return false;
        }
    }
    return true;
}

bool isGammaEncoded(const cmsToneCurve* curve) {
    const double middle = cmsEvalToneCurveFloat(curve, 0.5F);
    if (middle <= 0.0 || middle >= 1.0 || !cmsIsToneCurveMonotonic(curve) ||
        cmsIsToneCurveDescending(curve)) {
        return false;
    }
    const double gamma = std::log(middle) / std::log(0.5);
    return gamma >= 1.6 && gamma <= 2.6;
}

// Fills isSrgb and isWorkingSpace of a matrix profile.
void classify(const Context& context, const Profile& profile, ProfileInfo& info) {
    const Profile srgb = openProfile(context, srgbProfile());
    KERF_CHECK(srgb);
    bool samePrimaries = true;
    bool sameCurves = true;
    info.isWorkingSpace = true;
    for (std::size_t i = 0; i < 3; ++i) {
        const auto* color = static_cast<const cmsCIEXYZ*>(cmsReadTag(profile.get(), kColorants[i]));
        const auto* reference = static_cast<const cmsCIEXYZ*>(cmsReadTag(srgb.get(), kColorants[i]));
        const auto* curve = static_cast<const cmsToneCurve*>(cmsReadTag(profile.get(), kCurves[i]));
        if (!color || !reference || !curve) {
            info.isWorkingSpace = false;
            return;
        }
        const double distance = std::max(
            {std::abs(color->X - reference->X), std::abs(color->Y - reference->Y),
             std::abs(color->Z - reference->Z)});
        samePrimaries = samePrimaries && distance < 0.0015;
        sameCurves = sameCurves && hasSrgbCurve(curve);
        info.isWorkingSpace = info.isWorkingSpace && isGammaEncoded(curve);
    }
    info.isSrgb = info.isWorkingSpace && samePrimaries && sameCurves;
}

cmsUInt32Number pixelFormat(cmsUInt32Number space, unsigned colors, unsigned extra, PixelType type) {
    const auto format =
        static_cast<cmsUInt32Number>(COLORSPACE_SH(space) | CHANNELS_SH(colors) | EXTRA_SH(extra));
    switch (type) {
    case PixelType::u8:
        return format | BYTES_SH(1U);
    case PixelType::u16:
        return format | BYTES_SH(2U);
    case PixelType::f32:
        return format | FLOAT_SH(1U) | BYTES_SH(4U);
    }
    return format;
}

Transform makeTransform(
    const Context& context,
    const Profile& from,
    cmsUInt32Number fromFormat,
    const Profile& to,
    cmsUInt32Number toFormat,
    cmsUInt32Number flags) {
    return Transform(cmsCreateTransformTHR(
        context.get(), from.get(), fromFormat, to.get(), toFormat, INTENT_RELATIVE_COLORIMETRIC,
        flags | cmsFLAGS_BLACKPOINTCOMPENSATION));
}

ProfileKind kindOf(cmsColorSpaceSignature space) {
    switch (space) {
    case cmsSigGrayData:
        return ProfileKind::grey;
    case cmsSigRgbData:
        return ProfileKind::rgb;
    case cmsSigCmykData:
        return ProfileKind::cmyk;
    default:
        return ProfileKind::other;
    }
}

// True when lcms2 can take pixels of the profile's kind to sRGB.
bool isUsable(const Context& context, const Profile& profile, ProfileKind kind) {
    if (kind == ProfileKind::other) {
        return true;
    }
    const Profile srgb = openProfile(context, srgbProfile());
    const cmsUInt32Number format = kind == ProfileKind::grey   ? TYPE_GRAY_16
                                   : kind == ProfileKind::cmyk ? TYPE_CMYK_16
                                                               : TYPE_RGB_16;
    return makeTransform(context, profile, format, srgb, TYPE_RGB_16, cmsFLAGS_NOOPTIMIZE) != nullptr;
}

// Rows in bands small enough that a cancelled or failed neighbour ends soon.
template <typename F>
void forEachBand(int height, std::size_t rowBytes, const Progress& progress, F&& f) {
    const int rows = static_cast<int>(std::clamp<std::size_t>((std::size_t{1} << 18U) / rowBytes, 1, 256));
    parallelFor((height + rows - 1) / rows, 0, progress, [&](int band) {
        const int last = std::min(height, (band + 1) * rows);
        for (int y = band * rows; y < last; ++y) {
            f(y);
        }
    });
}

} // namespace

std::string greyProfile(const std::string& rgb) {
    const Context context = makeContext();
    const Profile from(
        cmsOpenProfileFromMemTHR(context.get(), rgb.data(), static_cast<cmsUInt32Number>(rgb.size())));
    if (!from || cmsGetColorSpace(from.get()) != cmsSigRgbData || !cmsIsMatrixShaper(from.get())) {
        return {};
    }
    const auto* curve = static_cast<const cmsToneCurve*>(cmsReadTag(from.get(), cmsSigGreenTRCTag));
    const Profile grey(
        curve == nullptr ? nullptr : cmsCreateGrayProfileTHR(context.get(), cmsD50_xyY(), curve));
    if (!grey) {
        return {};
    }
    describeAs(context, grey, "Grey of " + nameOf(from));
    cmsUInt32Number size = 0;
    if (!cmsSaveProfileToMem(grey.get(), nullptr, &size)) {
        return {};
    }
    std::string icc(size, '\0');
    if (!cmsSaveProfileToMem(grey.get(), icc.data(), &size)) {
        return {};
    }
    makeReproducible(icc);
    return icc;
}

ProfileInfo inspectProfile(const std::string& icc) {
    ProfileInfo info;
    const Context context = makeContext();
    const Profile profile = openProfile(context, icc);
    if (!profile) {
        return info;
    }
    const ProfileKind kind = kindOf(cmsGetColorSpace(profile.get()));
    if (!isUsable(context, profile, kind)) {
        return info;
    }
    info.kind = kind;
    info.name = nameOf(profile);
    if (isMatrixProfile(profile)) {
        classify(context, profile, info);
    }
    return info;
}

namespace {

// One row of the first channel of each pixel.
template <typename T>
void takeGrey(std::span<const T> row, std::size_t channels, std::span<T> grey) {
    for (std::size_t x = 0; x < grey.size(); ++x) {
        grey[x] = row[x * channels];
    }
}

template <typename T>
void convertGreyRow(cmsHTRANSFORM transform, std::span<const T> row, std::span<T> out, std::size_t channels) {
    const std::size_t width = row.size() / channels;
    std::vector<T> grey(width);
    std::vector<T> rgb(width * 3);
    takeGrey(row, channels, std::span<T>(grey));
    cmsDoTransform(transform, grey.data(), rgb.data(), static_cast<cmsUInt32Number>(width));
    for (std::size_t x = 0; x < width; ++x) {
        std::copy_n(rgb.begin() + static_cast<std::ptrdiff_t>(x * 3), 3, &out[x * channels]);
        if (channels == 4) {
            out[x * 4 + 3] = row[x * 4 + 3];
        }
    }
}

template <typename T>
void convertRows(
    const Image& image, ImageBuffer& out, cmsHTRANSFORM transform, bool isGrey, const Progress& progress) {
    const ImageFormat& format = image.format();
    forEachBand(format.height, format.bytesPerRow(), progress, [&](int y) {
        const auto row = image.row<T>(y);
        if (isGrey) {
            convertGreyRow<T>(transform, row, out.row<T>(y), std::size_t(format.channels));
        } else {
            cmsDoTransform(
                transform, row.data(), out.row<T>(y).data(), static_cast<cmsUInt32Number>(format.width));
        }
    });
}

// The matrix of a profile's colorants, D50 XYZ from linear RGB, by rows.
std::optional<std::array<double, 9>> colorantsOf(const Profile& profile) {
    std::array<double, 9> matrix{};
    for (std::size_t c = 0; c < 3; ++c) {
        const auto* color = static_cast<const cmsCIEXYZ*>(cmsReadTag(profile.get(), kColorants[c]));
        if (color == nullptr) {
            return std::nullopt;
        }
        matrix[c] = color->X;
        matrix[3 + c] = color->Y;
        matrix[6 + c] = color->Z;
    }
    return matrix;
}

// inverse(to) * from, by Cramer's rule.
std::optional<std::array<float, 9>>
matrixBetween(const std::array<double, 9>& from, const std::array<double, 9>& to) {
    const auto minor = [&](std::size_t row, std::size_t column) {
        const std::size_t r1 = (row + 1) % 3;
        const std::size_t r2 = (row + 2) % 3;
        const std::size_t c1 = (column + 1) % 3;
        const std::size_t c2 = (column + 2) % 3;
        return to[r1 * 3 + c1] * to[r2 * 3 + c2] - to[r1 * 3 + c2] * to[r2 * 3 + c1];
    };
    const double determinant = to[0] * minor(0, 0) + to[1] * minor(0, 1) + to[2] * minor(0, 2);
    if (std::abs(determinant) < 1e-6) {
        return std::nullopt;
    }
    std::array<float, 9> out{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 3; ++column) {
            double sum = 0.0;
            for (std::size_t k = 0; k < 3; ++k) {
                sum += minor(k, row) / determinant * from[k * 3 + column];
            }
            out[row * 3 + column] = float(sum);
        }
    }
    return out;
}

// Empty unless the curve rises from 0 to 1, which black point compensation leaves alone.
std::vector<float> decodingOf(const Profile& profile, cmsTagSignature tag) {
    const auto* curve = static_cast<const cmsToneCurve*>(cmsReadTag(profile.get(), tag));
    if (curve == nullptr || !isGammaEncoded(curve) || std::abs(cmsEvalToneCurveFloat(curve, 0.0F)) > 1e-6F) {
        return {};
    }
    std::vector<float> table(65536);
    for (std::size_t i = 0; i < table.size(); ++i) {
        table[i] = cmsEvalToneCurveFloat(curve, float(i) / 65535.0F);
    }
    // A damaged curve may give anything, and the converter counts on numbers.
    const bool isSound = std::ranges::all_of(table, [](float v) { return v > -2.0F && v < 2.0F; });
    return isSound ? table : std::vector<float>();
}

std::vector<float> encodingOf(const Profile& profile, cmsTagSignature tag) {
    const auto* curve = static_cast<const cmsToneCurve*>(cmsReadTag(profile.get(), tag));
    const Curve reverse(curve != nullptr && isGammaEncoded(curve) ? cmsReverseToneCurve(curve) : nullptr);
    if (!reverse) {
        return {};
    }
    std::vector<float> table(std::size_t{io::MatrixTransform::kSteps} + 2);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const float root = std::min(1.0F, float(i) / float(io::MatrixTransform::kSteps));
        table[i] = cmsEvalToneCurveFloat(reverse.get(), root * root);
    }
    return table;
}

// For two gamma-encoded matrix profiles; nothing for others.
std::optional<io::MatrixTransform> makeMatrixTransform(const Profile& from, const Profile& to) {
    const auto source = isMatrixProfile(from) ? colorantsOf(from) : std::nullopt;
    const auto target = isMatrixProfile(to) ? colorantsOf(to) : std::nullopt;
    const auto matrix = source && target ? matrixBetween(*source, *target) : std::nullopt;
    if (!matrix) {
        return std::nullopt;
    }
    io::MatrixTransform::Decoding decoding;
    io::MatrixTransform::Encoding encoding;
    for (std::size_t c = 0; c < 3; ++c) {
        decoding[c] = decodingOf(from, kCurves[c]);
        encoding[c] = encodingOf(to, kCurves[c]);
        if (decoding[c].empty() || encoding[c].empty()) {
            return std::nullopt;
        }
    }
    return io::MatrixTransform(std::move(decoding), *matrix, std::move(encoding));
}

// 16-bit pixels the fast way; false where the profiles don't allow it or the tables would cost more.
bool convertFast(
    const Image& image, const Profile& from, const Profile& to, ImageBuffer& out, const Progress& progress) {
    const ImageFormat& format = image.format();
    constexpr std::int64_t kLeastPixels = 100'000;
    if (format.type != PixelType::u16 || std::int64_t{format.width} * format.height < kLeastPixels) {
        return false;
    }
    const std::optional<io::MatrixTransform> transform = makeMatrixTransform(from, to);
    if (!transform) {
        return false;
    }
    forEachBand(format.height, format.bytesPerRow(), progress, [&](int y) {
        transform->convert(
            image.row<std::uint16_t>(y), out.row<std::uint16_t>(y), std::size_t(format.channels));
    });
    return true;
}

} // namespace

std::optional<RgbToXyz> rgbToXyz(const std::string& icc) {
    const Context context = makeContext();
    const Profile profile = openProfile(context, icc.empty() ? srgbProfile() : icc);
    const auto matrix = profile && isMatrixProfile(profile) ? colorantsOf(profile) : std::nullopt;
    if (!matrix) {
        return std::nullopt;
    }
    RgbToXyz space{.matrix = *matrix};
    for (std::size_t c = 0; c < 3; ++c) {
        space.linear[c] = decodingOf(profile, kCurves[c]);
        if (space.linear[c].empty()) {
            return std::nullopt;
        }
    }
    return space;
}

Image convertProfile(
    const Image& image, const std::string& from, const std::string& to, const Progress& progress) {
    KERF_CHECK(image.format().channels >= 3 && image.format().alpha != AlphaKind::premultiplied);
    const Context context = makeContext();
    const Profile source = openProfile(context, from.empty() ? srgbProfile() : from);
    const Profile target = openProfile(context, to.empty() ? srgbProfile() : to);
    if (!source || !target || cmsGetColorSpace(target.get()) != cmsSigRgbData) {
        throwUnusable();
    }
    const ProfileKind kind = kindOf(cmsGetColorSpace(source.get()));
    if (kind != ProfileKind::rgb && kind != ProfileKind::grey) {
        throwUnusable();
    }
    const bool isGrey = kind == ProfileKind::grey;
    const PixelType type = image.format().type;
    const unsigned extra = image.format().channels == 4 && !isGrey ? 1 : 0;
    const cmsUInt32Number toFormat = pixelFormat(PT_RGB, 3, extra, type);
    const cmsUInt32Number fromFormat = isGrey ? pixelFormat(PT_GRAY, 1, 0, type) : toFormat;
    // Above 8 bit lcms2's shortcuts go through a small table; the whole pipeline keeps 16-bit precision.
    const cmsUInt32Number flags = cmsFLAGS_NOCACHE | (extra > 0 ? cmsFLAGS_COPY_ALPHA : 0U) |
                                  (type == PixelType::u8 ? 0U : cmsFLAGS_NOOPTIMIZE);
    const Transform transform = makeTransform(context, source, fromFormat, target, toFormat, flags);
    if (!transform) {
        throwUnusable();
    }

    ImageFormat format = image.format();
    format.icc = to == srgbProfile() ? std::string() : to;
    ImageBuffer out(format);
    if (convertFast(image, source, target, out, progress)) {
        return Image(std::move(out));
    }
    switch (type) {
    case PixelType::u8:
        convertRows<std::uint8_t>(image, out, transform.get(), isGrey, progress);
        break;
    case PixelType::u16:
        convertRows<std::uint16_t>(image, out, transform.get(), isGrey, progress);
        break;
    case PixelType::f32:
        convertRows<float>(image, out, transform.get(), isGrey, progress);
        break;
    }
    return Image(std::move(out));
}

namespace {

// (1 - C)(1 - K) in whole numbers, rounded.
template <typename T>
void convertPlainCmyk(std::span<const T> cmyk, std::span<T> rgb) {
    constexpr std::uint64_t full = std::numeric_limits<T>::max();
    for (std::size_t x = 0; x < rgb.size() / 3; ++x) {
        const std::uint64_t black = full - cmyk[x * 4 + 3];
        for (std::size_t c = 0; c < 3; ++c) {
            rgb[x * 3 + c] = static_cast<T>(((full - cmyk[x * 4 + c]) * black + full / 2) / full);
        }
    }
}

template <typename T>
Image convertCmykOf(
    std::span<const T> cmyk, int width, int height, const std::string& icc, const Progress& progress) {
    const PixelType type = sizeof(T) == 1 ? PixelType::u8 : PixelType::u16;
    ImageBuffer out({.width = width, .height = height, .channels = 3, .type = type});
    const std::size_t samples = std::size_t(width) * 4;
    KERF_CHECK(cmyk.size() == samples * std::size_t(height));
    const Context context = makeContext();
    Transform transform;
    if (!icc.empty()) {
        const Profile source = openProfile(context, icc);
        const Profile target = openProfile(context, srgbProfile());
        if (!source || cmsGetColorSpace(source.get()) != cmsSigCmykData) {
            throwUnusable();
        }
        transform = makeTransform(
            context, source, pixelFormat(PT_CMYK, 4, 0, type), target, pixelFormat(PT_RGB, 3, 0, type),
            cmsFLAGS_NOCACHE);
        if (!transform) {
            throwUnusable();
        }
    }
    forEachBand(height, samples * sizeof(T), progress, [&](int y) {
        const auto from = cmyk.subspan(std::size_t(y) * samples, samples);
        const auto to = out.row<T>(y);
        if (transform) {
            cmsDoTransform(transform.get(), from.data(), to.data(), static_cast<cmsUInt32Number>(width));
        } else {
            convertPlainCmyk<T>(from, to);
        }
    });
    return Image(std::move(out));
}

} // namespace

Image convertCmyk(
    std::span<const std::uint8_t> inks,
    int width,
    int height,
    const std::string& icc,
    const Progress& progress) {
    return convertCmykOf<std::uint8_t>(inks, width, height, icc, progress);
}

Image convertCmyk(
    std::span<const std::uint16_t> inks,
    int width,
    int height,
    const std::string& icc,
    const Progress& progress) {
    return convertCmykOf<std::uint16_t>(inks, width, height, icc, progress);
}

} // namespace kerf
