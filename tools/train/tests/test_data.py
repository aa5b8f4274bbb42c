import os
import tempfile
import unittest
import unittest.mock

import cv2
import numpy as np

from minimask import background, cache, dedupe, distill, drawings, judge, sets
from minimask.compose import Composer, Shares
from minimask.drawings import Drawings
from tests import small_sets


def jpeg(picture: np.ndarray, quality: int) -> np.ndarray:
    return cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)


class WithSets(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        cls.root = f"{cls.folder.name}/sets"
        small_sets.write_all(cls.root)
        cls.made = f"{cls.folder.name}/cache"
        cache.make(cls.root, cls.made, [])

    @classmethod
    def tearDownClass(cls) -> None:
        cls.folder.cleanup()


class Readers(WithSets):
    def test_every_set_gives_the_disc(self) -> None:
        first = {"PetClassification": 0, "Sample_Pets_dataset": 10, "clothing-co-parsing": 20, "Animal_Recognition": 30,
                 "Simple-Image-Classifier": 40, "Cat-Segmentation": 50, "coco_yolo": 61,
                 "feral-cat-segmentation-dataset-and-model": 70, "Homework2-Caltech101": 80,
                 "Applying-Mask-RCNN-in-endangered-animals-detection": 140}
        for name, reader in sets.SETS.items():
            with self.subTest(name):
                pair = next(iter(reader(f"{self.root}/{name}")))
                picture = sets.read_picture(pair.picture)
                mask = pair.mask(picture)
                _, disc = small_sets.scene(first[name])
                sure = mask != sets.UNSURE
                self.assertEqual(mask.shape, picture.shape[:2])
                self.assertGreater(judge.iou((mask == 255) & sure, (disc > 0) & sure), 0.97)

    def test_rims_of_trimaps_are_unsure(self) -> None:
        pair = next(sets.sample_pets(f"{self.root}/Sample_Pets_dataset"))
        self.assertIn(sets.UNSURE, pair.mask(sets.read_picture(pair.picture)))

    def test_only_photographs_with_open_licences_of_coco(self) -> None:
        names = [os.path.basename(p.picture) for p in sets.coco_people(f"{self.root}/coco_yolo")]
        self.assertEqual(names, ["000000000061.jpg", "000000000063.jpg"])

    def test_no_photographs_of_coco_among_the_wild_animals(self) -> None:
        names = [os.path.basename(p.picture)[:16] for p in sets.wild_animals(
            f"{self.root}/Applying-Mask-RCNN-in-endangered-animals-detection")]
        self.assertEqual(sorted(names), [f"{140:016x}", f"{142:016x}"])

    def test_of_copies_the_one_without_noise(self) -> None:
        pairs = list(sets.feral_cats(f"{self.root}/feral-cat-segmentation-dataset-and-model"))
        self.assertEqual(len(pairs), 4)
        self.assertTrue(all(".rf.bbb." in p.picture for p in pairs))


class Duplicates(unittest.TestCase):
    def test_a_coded_smaller_copy_is_the_same_and_another_picture_is_not(self) -> None:
        random = np.random.default_rng(1)
        rough = [random.integers(0, 255, (6, 8, 3)).astype(np.uint8) for _ in range(12)]
        pictures = [cv2.resize(r, (320, 240), interpolation=cv2.INTER_CUBIC) for r in rough]
        hashes = [dedupe.perceptual_hash(p) for p in pictures]
        self.assertEqual(len(dedupe.first_of_each(hashes)), 12)
        copies = [dedupe.perceptual_hash(jpeg(cv2.resize(p, (150, 120)), 60)) for p in pictures]
        self.assertEqual(dedupe.first_of_each(hashes + copies), list(range(12)))
        self.assertEqual(dedupe.first_of_each(hashes, copies[:5]), list(range(5, 12)))


class TheCache(WithSets):
    def test_holds_each_picture_once(self) -> None:
        names = [e["name"] for e in cache.Cache(self.made).index["items"]]
        self.assertEqual(len(names), len(set(names)))
        self.assertNotIn("Sample_Pets_dataset/images/pet_3.jpg", names)  # PetClassification has it too
        self.assertIn("PetClassification/data/images/pet_3.jpg", names)

    def test_gives_back_what_was_put_in(self) -> None:
        made = cache.Cache(self.made)
        entry = next(e for e in made.index["items"] if e["name"].endswith("pet_10.jpg"))
        item = made.item(entry)
        picture, disc = small_sets.scene(10)
        self.assertLess(np.abs(item.picture.astype(int) - picture).mean(), 6)
        self.assertGreater(judge.iou(item.mask > 127, disc > 0), 0.8)

    def test_splits_by_name_alone(self) -> None:
        splits = [cache.split_of(f"set/{n}.jpg") for n in range(4000)]
        self.assertAlmostEqual(splits.count("validation") / 4000, cache.VALIDATION_SHARE, delta=0.015)
        self.assertEqual(cache.split_of("a"), cache.split_of("a"))

    def test_never_validates_with_labels_of_our_own(self) -> None:
        items = [i for i in cache.Cache(self.made).index["items"] if i["set"] == "Homework2-Caltech101"]
        self.assertEqual({i["split"] for i in items}, {"training"})
        self.assertGreater(len(items), 40)
        names = [f"Homework2-Caltech101/101_ObjectCategories/thing/image_{n:04}.jpg" for n in range(80, 140)]
        held = {n for n in names if cache.split_of(n) == "validation"}
        self.assertTrue(held)
        self.assertFalse(held & {i["name"] for i in items})

    def test_leaves_out_what_is_kept_apart(self) -> None:
        with tempfile.TemporaryDirectory() as out:
            cache.make(self.root, out, [f"{self.root}/PetClassification/data/images/pet_0.jpg"])
            names = [e["name"] for e in cache.Cache(out).index["items"]]
            self.assertFalse(any(n.endswith("pet_0.jpg") for n in names))
            self.assertEqual(len(names), len(cache.Cache(self.made).index["items"]) - 1)

    def test_background_shows_nothing_of_the_subject(self) -> None:
        picture, disc = small_sets.scene(5)
        rest = background.without_subject(picture, disc)
        self.assertLess(rest[disc > 0].mean(), 130)  # the disc is at 200, the ground below 120
        np.testing.assert_array_equal(rest[:8], picture[:8])


class Examples(WithSets):
    def composer(self, **shares: float) -> Composer:
        plain = {"composite": 0.0, "drawn": 0.0, "empty": 0.0} | shares
        return Composer(cache.Cache(self.made), Drawings(self.made), "training", Shares(**plain))

    def test_are_functions_of_seed_and_number(self) -> None:
        composer = Composer(cache.Cache(self.made), Drawings(self.made))
        for number in range(40):
            one, other = composer.example(3, number, 64), composer.example(3, number, 64)
            np.testing.assert_array_equal(one[0], other[0])
            np.testing.assert_array_equal(one[1], other[1])
            self.assertEqual((one[0].shape, one[1].shape), ((64, 64, 3), (64, 64)))
        self.assertFalse(np.array_equal(composer.example(3, 0, 64)[0], composer.example(4, 0, 64)[0]))

    def test_without_a_subject_have_empty_masks(self) -> None:
        composer = self.composer(empty=1.0)
        self.assertTrue(all(composer.example(1, n, 64)[1].max() == 0 for n in range(30)))

    def test_have_the_subject_where_the_mask_says(self) -> None:
        for kind in ("composite", "photograph"):
            composer = self.composer(composite=1.0 if kind == "composite" else 0.0)
            brighter = 0
            for number in range(60):
                picture, mask = composer.example(2, number, 96)
                if not 40 < (mask > 200).sum() < 0.9 * mask.size:
                    continue
                grey = picture.mean(2)
                brighter += grey[mask > 200].mean() > grey[mask == 0].mean()
            with self.subTest(kind):
                self.assertGreater(brighter, 33)

    def test_drawn_things_are_of_a_sensible_size(self) -> None:
        composer = self.composer(drawn=1.0)
        covers = [(composer.example(1, n, 96)[1] > 127).mean() for n in range(60)]
        self.assertGreater(np.mean(np.array(covers) > 0.01), 0.9)
        self.assertLess(max(covers), 0.95)


class OwnLabels(unittest.TestCase):
    @staticmethod
    def net_that_says(answers: list[np.ndarray]):
        said = iter(answers)
        return lambda *_: next(said)

    def label(self, picture: np.ndarray, *answers: np.ndarray) -> np.ndarray | None:
        with unittest.mock.patch.object(distill, "seen", self.net_that_says(list(answers))):
            return distill.label(None, picture)

    def setUp(self) -> None:
        self.busy, self.disc = small_sets.scene(7)
        self.plain = np.full((*small_sets.SIZE, 3), 240, np.uint8)
        self.plain[self.disc > 0] = (90, 40, 20)
        self.alpha = cv2.GaussianBlur(self.disc.astype(np.float32) / 255, (0, 0), 2)

    def test_are_the_nets_with_unsure_rims_where_its_views_agree(self) -> None:
        mask = self.label(self.busy, self.alpha, self.alpha, self.alpha)
        self.assertEqual(set(np.unique(mask)), {0, sets.UNSURE, 255})
        self.assertFalse(((mask == 255) & (self.disc == 0)).any())
        self.assertFalse(((mask == 0) & (self.disc > 0)).any())

    def test_are_none_where_the_views_differ(self) -> None:
        other = np.roll(self.alpha, 30, 1)
        self.assertIsNone(self.label(self.busy, self.alpha, other, self.alpha))
        nothing = np.zeros_like(self.alpha)
        self.assertIsNone(self.label(self.busy, nothing, nothing, nothing))

    def test_are_sharp_on_a_plain_ground(self) -> None:
        mask = self.label(self.plain, self.alpha, np.roll(self.alpha, 2, 1), self.alpha)
        self.assertEqual(set(np.unique(mask)), {0, 255})
        self.assertGreater(judge.iou(mask > 0, self.disc > 0), 0.95)

    def test_a_structured_ground_is_no_plain_one(self) -> None:
        self.assertIsNone(distill.off_plain_ground(self.busy))


class Silhouettes(unittest.TestCase):
    def test_are_single_solid_things(self) -> None:
        with tempfile.TemporaryDirectory() as clipart, tempfile.TemporaryDirectory() as made:
            small_sets.write_clipart(clipart)
            self.assertEqual(len(Drawings(made)), 0)
            self.assertEqual(drawings.make(clipart, made), 2)
            kept = Drawings(made)
            self.assertEqual([i["name"] for i in kept.items], ["animals/wide.png", "tools/deep/disc.png"])
            for number in range(8):
                colors, alpha = kept.any(np.random.default_rng(number))
                self.assertEqual(colors.shape[:2], alpha.shape)
                self.assertLessEqual(max(alpha.shape), drawings.LONG_SIDE)
                np.testing.assert_array_equal(colors[alpha.shape[0] // 2, alpha.shape[1] // 2], (250, 120, 10))

    def test_no_library_is_an_error(self) -> None:
        with tempfile.TemporaryDirectory() as empty, self.assertRaises(FileNotFoundError):
            drawings.make(empty, empty)


if __name__ == "__main__":
    unittest.main()
