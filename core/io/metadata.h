#pragma once

#include "core/contract/photo_info.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace kerf {

// EXIF and XMP of a photo as bytes, to be carried over to another file.
struct Metadata {
    std::vector<std::uint8_t> exif; // a TIFF block without the "Exif\0\0" prefix; empty: none
    std::string xmp;                // an XMP packet; empty: none
};

// The orientation 1..8 that the metadata asks for: EXIF IFD0, else XMP's tiff:Orientation; 1 when absent or
// invalid. Malformed metadata counts as absent. Thread-safe; never throws Exiv2's types.
int orientationOf(const Metadata& metadata);

// EXIF and XMP of a file that is TIFF inside or that Exiv2 knows as camera RAW. Empty where there are none or
// they are malformed. What describes the pixels' layout is still in it: forOutput() removes that.
Metadata metadataOfFile(std::span<const std::uint8_t> file);

// Fills camera, lens, taken, exposure, hasExif, hasXmp, hasLocation and orientation.
void describe(const Metadata& metadata, PhotoInfo& info);

// A copy fit for an output of the given size: orientation 1 (EXIF and XMP), pixel dimensions corrected,
// thumbnail and maker-note previews removed, colour-space tag true to `isSrgb`, what is specific to the raw
// or TIFF layout of the source (strip offsets, bits per sample ...) removed. Malformed EXIF is dropped, and
// `notice` says so (English, empty when all was kept; may be null). With `withoutLocation` all goes
// that says where the photo was taken: the EXIF's GPS part and the maker's own notes, which some cameras
// write places into; in the XMP every property (or part of one) whose name speaks of GPS, latitude,
// longitude, altitude or location, or is city, state, country or one of their codes. Texts that a person
// wrote (title, description, keywords) stay as they are. IPTC records are never carried over.
Metadata forOutput(
    const Metadata& metadata,
    int width,
    int height,
    bool isSrgb,
    std::string* notice,
    bool withoutLocation = false);

// Merges EXIF, as forOutput() made it, into an encoded TIFF file, beside the tags that describe its pixels.
// False when that can't be done; the file is as it was then.
bool embedExif(std::vector<std::uint8_t>& tiffFile, const std::vector<std::uint8_t>& exif);

} // namespace kerf
