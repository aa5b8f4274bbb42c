#include "app/components.h"

#include "app/component_versions.h"
#include "app/version.h"

#include <QCoreApplication>

namespace kerf::app {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Components)
};

} // namespace

ui::AppFacts buildFacts() {
    const auto text = [](const char* latin) { return QString::fromLatin1(latin); };
    ui::AppFacts facts;
    facts.version = text(kVersion);
    facts.revision = text(kRevision);
    facts.components = {
        {text("Qt"), text(qVersion()), text("LGPL-3.0-only"), Words::tr("Window and network")},
        {text("LibTorch"), {}, text("BSD-3-Clause"), Words::tr("Neural networks")},
        {text("OpenCV"), text(versions::kOpenCv), text("Apache-2.0"), Words::tr("Image processing")},
        {text("libjpeg-turbo"), text(versions::kLibjpeg), text("IJG AND BSD-3-Clause"),
         Words::tr("JPEG files")},
        {text("libpng"), text(versions::kLibpng), text("libpng-2.0"), Words::tr("PNG files")},
        {text("libtiff"), text(versions::kLibtiff), text("libtiff"), Words::tr("TIFF files")},
        {text("libwebp"), text(versions::kLibwebp), text("BSD-3-Clause"), Words::tr("WebP files")},
        {text("libheif"), text(versions::kLibheif), text("LGPL-3.0-or-later"),
         Words::tr("HEIC and AVIF files")},
        {text("LibRaw"), text(versions::kLibraw), text("LGPL-2.1-only OR CDDL-1.0"),
         Words::tr("Camera RAW files")},
        {text("Exiv2"), text(versions::kExiv2), text("GPL-2.0-or-later"), Words::tr("Metadata")},
        {text("Little CMS"), text(versions::kLcms), text("MIT"), Words::tr("Colour profiles")},
        {text("libdeflate"), text(versions::kLibdeflate), text("MIT"), Words::tr("Compression")},
        {text("zlib"), text(versions::kZlib), text("Zlib"), Words::tr("Compression")},
        {text("{fmt}"), text(versions::kFmt), text("MIT"), Words::tr("Text")},
        {text("nlohmann/json"), text(versions::kNlohmann), text("MIT"), Words::tr("JSON files")}};
    return facts;
}

} // namespace kerf::app
