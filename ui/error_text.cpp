#include "ui/error_text.h"

#include "ui/core_text.h"
#include "ui/text.h"

#include <QCoreApplication>

#include <optional>

namespace kerf::ui {
namespace {

struct Words {
    const char* title; // %1: the file's name
    const char* explanation;
    const char* remedy;
};

Words wordsFor(ErrorCode code) {
    switch (code) {
    case ErrorCode::internal:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "Kerf could not finish “%1”"),
            QT_TRANSLATE_NOOP("ErrorText", "Something went wrong inside Kerf."),
            QT_TRANSLATE_NOOP(
                "ErrorText", "Run it again; if it fails again, please report it with the sentence below.")};
    case ErrorCode::file_not_found:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "“%1” is not there any more"),
            QT_TRANSLATE_NOOP("ErrorText", "The file was moved, renamed or deleted."),
            QT_TRANSLATE_NOOP(
                "ErrorText",
                "Put it back, or remove the photo from the list and add it from its new place.")};
    case ErrorCode::unsupported_format:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "“%1” is of a kind that Kerf cannot read"),
            QT_TRANSLATE_NOOP("ErrorText", "Kerf reads JPEG, PNG, TIFF, WebP, HEIC, AVIF and camera RAW."),
            QT_TRANSLATE_NOOP("ErrorText", "Save the photo as one of these and add it again.")};
    case ErrorCode::corrupt_file:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "“%1” is damaged"),
            QT_TRANSLATE_NOOP("ErrorText", "The file is broken or not whole."),
            QT_TRANSLATE_NOOP("ErrorText", "Copy it again from the camera or the backup.")};
    case ErrorCode::disk_full:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "No room to save “%1”"),
            QT_TRANSLATE_NOOP("ErrorText", "The disk is full. Nothing was left half-written."),
            QT_TRANSLATE_NOOP("ErrorText", "Free some space or choose another disk, then export again.")};
    case ErrorCode::out_of_memory:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "“%1” needs more memory than is free"),
            QT_TRANSLATE_NOOP("ErrorText", "The photo did not fit into memory."),
            QT_TRANSLATE_NOOP("ErrorText", "Close other programs, or use a smaller photo.")};
    case ErrorCode::model_missing:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "A model for “%1” is not installed"),
            QT_TRANSLATE_NOOP("ErrorText", "The chosen engine has no weights here."),
            QT_TRANSLATE_NOOP("ErrorText", "Choose Automatic in the recipe.")};
    case ErrorCode::model_corrupt:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "The model for “%1” is damaged"),
            QT_TRANSLATE_NOOP("ErrorText", "Its file does not hold what it should."),
            QT_TRANSLATE_NOOP("ErrorText", "Install the model again, or choose Automatic in the recipe.")};
    case ErrorCode::permission_denied:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "No permission for “%1”"),
            QT_TRANSLATE_NOOP("ErrorText", "The system does not let Kerf use this file or folder."),
            QT_TRANSLATE_NOOP("ErrorText", "Change its permissions, or choose another folder.")};
    case ErrorCode::not_a_file:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "“%1” is not a file"),
            QT_TRANSLATE_NOOP("ErrorText", "It is a folder or a device."),
            QT_TRANSLATE_NOOP("ErrorText", "Add the photos themselves, or the folder that holds them.")};
    case ErrorCode::too_large:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "“%1” is too large"),
            QT_TRANSLATE_NOOP("ErrorText", "It has more pixels or bytes than Kerf takes."),
            QT_TRANSLATE_NOOP("ErrorText", "Make it smaller in another program first.")};
    case ErrorCode::invalid_option:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "A setting does not work for “%1”"),
            QT_TRANSLATE_NOOP("ErrorText", "The recipe or the export has a value out of range."),
            QT_TRANSLATE_NOOP("ErrorText", "Reset the accented values in the recipe.")};
    case ErrorCode::already_exists:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "“%1” is already there"),
            QT_TRANSLATE_NOOP("ErrorText", "Kerf never overwrites a file unasked."),
            QT_TRANSLATE_NOOP("ErrorText", "Choose another name or folder.")};
    case ErrorCode::write_failed:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "“%1” could not be saved"),
            QT_TRANSLATE_NOOP(
                "ErrorText", "The disk refused to take the file. Nothing was left half-written."),
            QT_TRANSLATE_NOOP("ErrorText", "Check the disk, or choose another folder.")};
    case ErrorCode::engine_missing:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "The chosen engine for “%1” is not available"),
            QT_TRANSLATE_NOOP("ErrorText", "It is not in this version of Kerf or not on this machine."),
            QT_TRANSLATE_NOOP("ErrorText", "Choose Automatic in the recipe.")};
    case ErrorCode::network_failed:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "“%1” could not be downloaded"),
            QT_TRANSLATE_NOOP("ErrorText", "The connection failed or broke off. What came is kept."),
            QT_TRANSLATE_NOOP(
                "ErrorText", "Check the network and fetch it again; it goes on where it stopped.")};
    case ErrorCode::source_in_danger:
        return {
            QT_TRANSLATE_NOOP("ErrorText", "“%1” is the original photo"),
            QT_TRANSLATE_NOOP("ErrorText", "Kerf never writes over an original."),
            QT_TRANSLATE_NOOP("ErrorText", "Choose another name or folder for the export.")};
    }
    return wordsFor(ErrorCode::internal);
}

// core says "the PNG ends early; copy it again": people read whole sentences.
QString sentence(QString text) {
    if (text.isEmpty()) {
        return text;
    }
    text[0] = text[0].toUpper();
    return text.endsWith(QLatin1Char('.')) ? text : text + QLatin1Char('.');
}

} // namespace

QString ErrorText::whole() const {
    const QString text = explanation + QLatin1Char(' ') + remedy;
    return detail.isEmpty() ? text : text + QLatin1Char('\n') + detail;
}

ErrorText errorText(const JobFailure& failure) {
    const Words words = wordsFor(failure.code);
    const auto tr = [](const char* text) { return QCoreApplication::translate("ErrorText", text); };
    const std::optional<QString> said = coreTextIfKnown(failure.detail);
    ErrorText text{
        .title = tr(words.title).arg(shortNameText(failure.file)),
        .explanation = tr(words.explanation),
        .remedy = tr(words.remedy),
        .detail = {}};
    if (!said) { // a library's words, in English only: good for a report
        text.detail = sentence(QString::fromStdString(failure.detail));
        return text;
    }
    const auto gap = said->lastIndexOf(QLatin1String("; "));
    const QString cause = sentence(said->left(gap));
    const QString remedy = gap < 0 ? QString() : sentence(said->mid(gap + 2));
    if (failure.code == ErrorCode::internal) { // core's words are for the report
        text.detail = cause;
        return text;
    }
    if (!cause.isEmpty()) {
        text.explanation = cause;
    }
    if (!remedy.isEmpty()) {
        text.remedy = remedy;
    }
    return text;
}

} // namespace kerf::ui
