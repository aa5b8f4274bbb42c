"""Readers of the sets: each yields Pairs from a checkout, in a fixed order.

A mask is uint8 of the picture's size: 255 subject, 0 background, UNSURE where the publishers don't say. Boundaries that
their tools drew coarsely stay as they are.
"""

import glob
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import scipy.io

UNSURE = 128
COCO_LICENCES = (4, 5, 7)  # BY, BY-SA, no known restrictions
LEAST_PERSON = 0.05  # of the picture, for COCO's people to be the subject


@dataclass(frozen=True)
class Pair:
    picture: str
    mask: Callable[[np.ndarray], np.ndarray]  # of the decoded picture, RGB


def read_picture(path: str) -> np.ndarray:
    picture = cv2.imread(path, cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError(f"{path} is no picture")
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)


def filled(size: tuple[int, int], outlines: list[np.ndarray]) -> np.ndarray:
    mask = np.zeros(size, np.uint8)
    for outline in outlines:
        if len(outline) >= 3:
            cv2.fillPoly(mask, [np.round(outline).astype(np.int32)], 255)
    return mask


def without_holes(mask: np.ndarray) -> np.ndarray:
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    result = mask.copy()
    cv2.drawContours(result, outlines, -1, 255, cv2.FILLED)
    return result


def trimap_pairs(pictures: str, trimaps: str) -> Iterator[Pair]:
    levels = np.full(256, UNSURE, np.uint8)
    levels[1], levels[2] = 255, 0

    def mask_of(trimap: str) -> Callable[[np.ndarray], np.ndarray]:
        return lambda _: levels[cv2.imread(trimap, cv2.IMREAD_GRAYSCALE)]

    for picture in sorted(glob.glob(f"{pictures}/*.jpg")):
        trimap = f"{trimaps}/{os.path.basename(picture)[:-4]}.png"
        if os.path.exists(trimap):
            yield Pair(picture, mask_of(trimap))


def sample_pets(root: str) -> Iterator[Pair]:
    yield from trimap_pairs(f"{root}/images", f"{root}/trimaps")


def pet_classification(root: str) -> Iterator[Pair]:
    yield from trimap_pairs(f"{root}/data/images", f"{root}/data/annotations/trimaps")


def caltech_pairs(root: str) -> Iterator[Pair]:
    def mask_of(outline: str) -> Callable[[np.ndarray], np.ndarray]:
        def read(picture: np.ndarray) -> np.ndarray:
            data = scipy.io.loadmat(outline)
            top, _, left, _ = data["box_coord"].ravel().astype(float)
            x, y = data["obj_contour"].astype(float)
            return filled(picture.shape[:2], [np.stack([x + left - 1, y + top - 1], 1)])

        return read

    for outline in sorted(glob.glob(f"{root}/*/annotation_*.mat")):
        picture = re.sub(r"annotation_(\d+)\.mat$", r"image_\1.jpg", outline)
        if os.path.exists(picture):
            yield Pair(picture, mask_of(outline))


def caltech_animals(root: str) -> Iterator[Pair]:
    yield from caltech_pairs(f"{root}/imatges_animals")


def caltech_objects(root: str) -> Iterator[Pair]:
    yield from caltech_pairs(f"{root}/PrCategories_imatges")


def street_fashion(root: str) -> Iterator[Pair]:
    def mask_of(labels: str) -> Callable[[np.ndarray], np.ndarray]:
        return lambda _: without_holes((scipy.io.loadmat(labels)["groundtruth"] > 0).astype(np.uint8) * 255)

    for labels in sorted(glob.glob(f"{root}/annotations/pixel-level/*.mat")):
        picture = f"{root}/photos/{os.path.basename(labels)[:-4]}.jpg"
        if os.path.exists(picture):
            yield Pair(picture, mask_of(labels))


def baked_in_noise(picture: np.ndarray) -> float:
    """How far the picture is from its median-filtered self: salt and pepper make that large."""
    return float(np.abs(picture.astype(np.int16) - cv2.medianBlur(picture, 3)).mean())


def feral_cats(root: str) -> Iterator[Pair]:
    """One copy of each source picture: the one with the least noise baked in."""
    copies: dict[str, list[str]] = {}
    for picture in sorted(glob.glob(f"{root}/*/*/images*/*.jpg")):
        copies.setdefault(os.path.basename(picture).split(".rf.")[0], []).append(picture)

    def mask_of(labels: str) -> Callable[[np.ndarray], np.ndarray]:
        def read(picture: np.ndarray) -> np.ndarray:
            height, width = picture.shape[:2]
            with open(labels, encoding="ascii") as lines:
                numbers = [np.array(line.split()[1:], float) for line in lines]
            outlines = [n[: len(n) // 2 * 2].reshape(-1, 2) * [width, height] for n in numbers]
            return filled((height, width), outlines)

        return read

    for same in copies.values():
        best = same[0] if len(same) == 1 else min(same, key=lambda p: baked_in_noise(read_picture(p)))
        labels = re.sub(r"\.jpg$", ".txt", best.replace("/images", "/labels"))
        if os.path.exists(labels):
            yield Pair(best, mask_of(labels))


def cat_segmentation(root: str) -> Iterator[Pair]:
    def mask_of(path: str) -> Callable[[np.ndarray], np.ndarray]:
        return lambda _: (cv2.imread(path, cv2.IMREAD_GRAYSCALE) > 127).astype(np.uint8) * 255

    for picture in sorted(glob.glob(f"{root}/Data/Train_Data/input/*.jpg")):
        mask = f"{root}/Data/Train_Data/mask/mask_{os.path.basename(picture)}"
        if os.path.exists(mask):
            yield Pair(picture, mask_of(mask))


def polygons(outlines: list[list[float]]) -> Callable[[np.ndarray], np.ndarray]:
    """The mask of COCO's outlines: x and y in turn, in pixels."""
    return lambda picture: filled(picture.shape[:2], [np.reshape(o, (-1, 2)) for o in outlines])


def coco_people(root: str) -> Iterator[Pair]:
    with open(f"{root}/coco/annotations/instances_val2017.json", encoding="utf-8") as file:
        index = json.load(file)
    people: dict[int, list[dict]] = {}
    for note in index["annotations"]:
        people.setdefault(note["image_id"], []).append(note)

    for entry in sorted(index["images"], key=lambda i: i["id"]):
        notes = people.get(entry["id"], [])
        picture = f"{root}/coco/images/val2017/{entry['file_name']}"
        if entry["license"] not in COCO_LICENCES or len(notes) != 1 or not os.path.exists(picture):
            continue
        note = notes[0]
        large = note["area"] >= LEAST_PERSON * entry["width"] * entry["height"]
        if large and not note["iscrowd"] and isinstance(note["segmentation"], list):
            yield Pair(picture, polygons(note["segmentation"]))


def wild_animals(root: str) -> Iterator[Pair]:
    """Without the photographs of COCO among them, which are named by twelve digits: their licences aren't told here."""
    for part in ("train", "valid", "test"):
        with open(f"{root}/dataset/{part}/_annotations.coco.json", encoding="utf-8") as file:
            index = json.load(file)
        outlines: dict[int, list[list[float]]] = {}
        for note in index["annotations"]:
            outlines.setdefault(note["image_id"], []).extend(note["segmentation"])
        for entry in sorted(index["images"], key=lambda i: i["file_name"]):
            picture = f"{root}/dataset/{part}/{entry['file_name']}"
            if not re.match(r"\d{12}_", entry["file_name"]) and os.path.exists(picture):
                yield Pair(picture, polygons(outlines.get(entry["id"], [])))


def caltech_everything(root: str) -> Iterator[Pair]:
    def mask_of(path: str) -> Callable[[np.ndarray], np.ndarray]:
        return lambda _: cv2.imread(path, cv2.IMREAD_GRAYSCALE)

    for mask in sorted(glob.glob(f"{root}/masks/*/*.png")):
        kind, name = mask.split("/")[-2:]
        yield Pair(f"{root}/101_ObjectCategories/{kind}/{name[:-4]}.jpg", mask_of(mask))


# By the names of the repositories' folders. The order is that of trust: of duplicates the earlier set's stays.
SETS: dict[str, Callable[[str], Iterator[Pair]]] = {
    "PetClassification": pet_classification,
    "Sample_Pets_dataset": sample_pets,
    "clothing-co-parsing": street_fashion,
    "Animal_Recognition": caltech_animals,
    "Simple-Image-Classifier": caltech_objects,
    "Cat-Segmentation": cat_segmentation,
    "coco_yolo": coco_people,
    "Applying-Mask-RCNN-in-endangered-animals-detection": wild_animals,
    "feral-cat-segmentation-dataset-and-model": feral_cats,
    "Homework2-Caltech101": caltech_everything,
}

# Pictures whose masks an earlier net of ours made (minimask.distill): none to validate with, and none before that.
OWN_LABELS = frozenset({"Homework2-Caltech101"})
