#pragma once

#include <QFrame>

namespace kerf::ui {

// A card in the empty window that tells, once, that there are models to be had. GUI thread only.
class ModelOffer final : public QFrame {
    Q_OBJECT

public:
    explicit ModelOffer(QWidget* parent = nullptr);

Q_SIGNALS:
    void accepted();
    void declined();

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace kerf::ui
