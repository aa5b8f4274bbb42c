#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace kerf::ui {

// Says where photos go: the whole window while there are none, and a veil over it while some are dragged over
// it. Emits intent only; the window takes the drop. GUI thread only.
class DropZone final : public QFrame {
    Q_OBJECT

public:
    explicit DropZone(QWidget* parent = nullptr);

    void setHovered(bool isHovered); // something that can be dropped is above it
    void setVeil(bool isVeil);       // over photos: no button, "Drop to add"
    void setSearching(bool isSearching);
    void setCard(QWidget* card); // below all, where there is no veil; takes it

Q_SIGNALS:
    void addPhotosClicked();
    void addFolderClicked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void applyTheme();
    void updateTexts();

    bool m_isHovered = false;
    bool m_isVeil = false;
    bool m_isSearching = false;
    QWidget* m_foot; // holds the card
    QLabel* m_picture;
    QLabel* m_title;
    QLabel* m_text;
    QLabel* m_formats;
    QPushButton* m_addPhotos;
    QPushButton* m_addFolder;
};

} // namespace kerf::ui
