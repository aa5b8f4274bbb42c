"""Checkouts in the layouts of all sets, a few small pictures each: a bright disc on a dark, structured ground."""

import json
import os

import cv2
import numpy as np
import scipy.io

SIZE = (90, 120)  # height, width


def scene(number: int) -> tuple[np.ndarray, np.ndarray]:
    """RGB and where the disc is."""
    random = np.random.default_rng(number)
    rough = random.integers(0, 120, (5, 7, 3)).astype(np.uint8)
    picture = cv2.resize(rough, (SIZE[1], SIZE[0]), interpolation=cv2.INTER_CUBIC)
    middle = (int(random.integers(45, 75)), int(random.integers(38, 52)))
    disc = np.zeros(SIZE, np.uint8)
    cv2.circle(disc, middle, 22, 255, cv2.FILLED)
    picture[disc > 0] = (230, 200, int(random.integers(150, 255)))
    return picture, disc


def save(path: str, picture: np.ndarray) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    cv2.imwrite(path, cv2.cvtColor(picture, cv2.COLOR_RGB2BGR) if picture.ndim == 3 else picture)


def outline_of(disc: np.ndarray) -> np.ndarray:
    return cv2.findContours(disc, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0][0][:, 0]


def write_trimaps(pictures: str, trimaps: str, numbers: range) -> None:
    for number in numbers:
        picture, disc = scene(number)
        trimap = np.where(disc > 0, 1, 2).astype(np.uint8)
        rim = cv2.morphologyEx(disc, cv2.MORPH_GRADIENT, np.ones((5, 5), np.uint8)) > 0
        trimap[rim] = 3
        save(f"{pictures}/pet_{number}.jpg", picture)
        save(f"{trimaps}/pet_{number}.png", trimap)


def write_caltech(root: str, numbers: range) -> None:
    for number in numbers:
        picture, disc = scene(number)
        points = outline_of(disc)
        left, top = points.min(0)
        contour = np.stack([points[:, 0] - left + 1, points[:, 1] - top + 1]).astype(float)
        box = np.array([[top, points[:, 1].max(), left, points[:, 0].max()]], float)
        save(f"{root}/thing/image_{number:04}.jpg", picture)
        scipy.io.savemat(f"{root}/thing/annotation_{number:04}.mat", {"box_coord": box, "obj_contour": contour})


def write_street(root: str, numbers: range) -> None:
    os.makedirs(f"{root}/annotations/pixel-level", exist_ok=True)
    for number in numbers:
        picture, disc = scene(number)
        labels = (disc > 0).astype(np.uint8) * 7
        points = outline_of(disc)
        x, y = points.mean(0).astype(int)
        labels[y - 3 : y + 3, x - 3 : x + 3] = 0  # clothes that were left out
        save(f"{root}/photos/{number:04}.jpg", picture)
        scipy.io.savemat(f"{root}/annotations/pixel-level/{number:04}.mat", {"groundtruth": labels})


def write_cats(root: str, numbers: range) -> None:
    for number in numbers:
        picture, disc = scene(number)
        save(f"{root}/Data/Train_Data/input/cat.{number}.jpg", picture)
        save(f"{root}/Data/Train_Data/mask/mask_cat.{number}.jpg", disc)


def write_coco(root: str, numbers: range) -> None:
    images, notes = [], []
    for number in numbers:
        picture, disc = scene(number)
        save(f"{root}/coco/images/val2017/{number:012}.jpg", picture)
        licence = 4 if number % 2 else 1
        size = {"width": SIZE[1], "height": SIZE[0]}
        images.append({"id": number, "file_name": f"{number:012}.jpg", "license": licence, **size})
        outline = [float(v) for v in outline_of(disc).ravel()]
        area = float((disc > 0).sum())
        notes.append({"image_id": number, "iscrowd": 0, "area": area, "segmentation": [outline]})
    os.makedirs(f"{root}/coco/annotations", exist_ok=True)
    with open(f"{root}/coco/annotations/instances_val2017.json", "w", encoding="utf-8") as file:
        json.dump({"images": images, "annotations": notes}, file)


def write_feral(root: str, numbers: range) -> None:
    """Each picture twice: as it is and with salt and pepper."""
    for number in numbers:
        picture, disc = scene(number)
        noisy = picture.copy()
        noisy[np.random.default_rng(number).random(SIZE) < 0.1] = 255
        share = " ".join(str(v) for v in (outline_of(disc) / [SIZE[1], SIZE[0]]).ravel())
        for copy, shown in (("aaa", noisy), ("bbb", picture)):
            name = f"{root}/feral.v1/train"
            save(f"{name}/images_1st/cat{number}_jpg.rf.{copy}.jpg", shown)
            os.makedirs(f"{name}/labels_1st", exist_ok=True)
            with open(f"{name}/labels_1st/cat{number}_jpg.rf.{copy}.txt", "w", encoding="ascii") as file:
                file.write(f"0 {share}\n")


def write_wild(root: str, numbers: range) -> None:
    """A part each; every second picture is named as one of COCO's."""
    for part, number in zip(("train", "valid", "test", "train"), numbers):
        folder = f"{root}/dataset/{part}"
        path = f"{folder}/_annotations.coco.json"
        index = {"images": [], "annotations": []}
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                index = json.load(file)
        picture, disc = scene(number)
        name = f"{number:012}_jpg.rf.0.jpg" if number % 2 else f"{number:016x}_jpg.rf.0.jpg"
        save(f"{folder}/{name}", picture)
        index["images"].append({"id": number, "file_name": name})
        outline = [float(v) for v in outline_of(disc).ravel()]
        index["annotations"].append({"image_id": number, "segmentation": [outline]})
        with open(path, "w", encoding="utf-8") as file:
            json.dump(index, file)


def write_own_labels(root: str, numbers: range) -> None:
    for number in numbers:
        picture, disc = scene(number)
        save(f"{root}/101_ObjectCategories/thing/image_{number:04}.jpg", picture)
        save(f"{root}/masks/thing/image_{number:04}.png", disc)


def write_clipart(root: str) -> None:
    """A disc and a wide ellipse, and what is no single solid thing: a line, a full picture, two pieces, a sign."""
    sheets = {name: np.zeros((300, 400, 4), np.uint8) for name in ("disc", "wide", "line", "full", "pieces", "sign")}
    orange = (10, 120, 250, 255)  # BGRA, as OpenCV writes it
    for name in ("disc", "sign"):
        cv2.circle(sheets[name], (200, 150), 60, orange, cv2.FILLED)
    cv2.ellipse(sheets["wide"], (200, 150), (190, 70), 0, 0, 360, orange, cv2.FILLED)
    cv2.line(sheets["line"], (20, 20), (380, 280), orange, 3)
    sheets["full"][:] = orange
    for x in (100, 300):
        cv2.circle(sheets["pieces"], (x, 150), 60, orange, cv2.FILLED)
    places = {"disc": "tools/deep", "wide": "animals", "line": "food", "full": "people", "pieces": "plants"}
    for name, sheet in sheets.items():
        path = f"{root}/{places.get(name, 'transportation/signs')}/{name}.png"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        cv2.imwrite(path, sheet)


def write_all(root: str) -> None:
    pets = f"{root}/PetClassification/data"
    write_trimaps(f"{pets}/images", f"{pets}/annotations/trimaps", range(4))
    write_trimaps(f"{root}/Sample_Pets_dataset/images", f"{root}/Sample_Pets_dataset/trimaps", range(3, 14))
    write_street(f"{root}/clothing-co-parsing", range(20, 24))
    write_caltech(f"{root}/Animal_Recognition/imatges_animals", range(30, 34))
    write_caltech(f"{root}/Simple-Image-Classifier/PrCategories_imatges", range(40, 44))
    write_cats(f"{root}/Cat-Segmentation", range(50, 54))
    write_coco(f"{root}/coco_yolo", range(60, 64))
    write_feral(f"{root}/feral-cat-segmentation-dataset-and-model", range(70, 74))
    write_own_labels(f"{root}/Homework2-Caltech101", range(80, 140))
    write_wild(f"{root}/Applying-Mask-RCNN-in-endangered-animals-detection", range(140, 144))
