import argparse
import json
import os
import stat
import sys
import tempfile
import unittest

import cv2
import numpy as np
import torch
from safetensors import safe_open

from minimask import cache, evaluate, export, judge, split, train
from minimask.loss import loss
from minimask.net import MiniMask, normalised
from tests import small_sets


def options(made: str, run: str, plan: str) -> argparse.Namespace:
    return argparse.Namespace(
        cache=made, run=run, plan=plan, seed=1, rate=1e-3, decay=0.02, cooldown=2, validate_every=1000,
        device="cpu", workers=0,
    )


class Net(unittest.TestCase):
    def test_is_small(self) -> None:
        self.assertLessEqual(sum(p.numel() for p in MiniMask().parameters()), 2_500_000)

    def test_answers_at_half_the_size_and_coarser_ones_in_training(self) -> None:
        net = MiniMask()
        x = torch.randn(2, 3, 64, 96)
        self.assertEqual([tuple(a.shape[2:]) for a in net(x)], [(32, 48), (16, 24), (8, 12), (4, 6)])
        self.assertEqual([tuple(a.shape) for a in net.eval()(x)], [(2, 1, 32, 48)])

    def test_a_picture_of_the_mean_colour_is_nought(self) -> None:
        grey = torch.tensor([[[[124, 116, 104]]]], dtype=torch.uint8)
        self.assertLess(normalised(grey).abs().max().item(), 0.02)


class Loss(unittest.TestCase):
    def setUp(self) -> None:
        self.masks = torch.zeros(1, 32, 32, dtype=torch.uint8)
        self.masks[:, 8:24, 8:24] = 255

    def answers(self, fits: bool) -> list[torch.Tensor]:
        sign = 1 if fits else -1
        exact = (self.masks[:, None].float() / 127.5 - 1) * 8 * sign
        return [torch.nn.functional.avg_pool2d(exact, f) for f in (2, 4, 8, 16)]

    def test_is_small_for_the_truth_alone(self) -> None:
        self.assertLess(loss(self.answers(True), self.masks).item(), 0.8)  # coarse answers can't be exact
        self.assertGreater(loss(self.answers(False), self.masks).item(), 5)

    def test_does_not_look_at_unsure_places(self) -> None:
        self.masks[:, :, 28:] = 128
        one = self.answers(True)
        other = [a.clone() for a in one[:1]]
        other[0][..., 14:] = 9
        self.assertAlmostEqual(loss(one[:1], self.masks).item(), loss(other, self.masks).item(), places=5)

    def test_an_empty_mask_wants_an_empty_answer(self) -> None:
        empty = torch.zeros_like(self.masks)
        nothing, something = torch.full((1, 1, 16, 16), -8.0), self.answers(True)[0]
        self.assertLess(loss([nothing], empty).item(), 0.05)
        self.assertGreater(loss([something], empty).item(), 0.5)


class Plan(unittest.TestCase):
    def test_steps_and_examples_add_up(self) -> None:
        plan = train.parse_plan("64x4x10,96x2x5")
        self.assertEqual(train.stage_at(plan, 0), (plan[0], 10, 0))
        self.assertEqual(train.stage_at(plan, 9), (plan[0], 1, 36))
        self.assertEqual(train.stage_at(plan, 12), (plan[1], 3, 44))

    def test_rate_warms_up_stays_and_falls(self) -> None:
        rates = [train.rate_at(s, 4000, 1000, 2.0) for s in (0, 499, 2000, 3500, 4000)]
        np.testing.assert_allclose(rates, [0.004, 2.0, 2.0, 1.0, 0.0])


class Training(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        torch.set_num_threads(1)
        cls.folder = tempfile.TemporaryDirectory()
        small_sets.write_all(f"{cls.folder.name}/sets")
        cls.made = f"{cls.folder.name}/cache"
        cache.make(f"{cls.folder.name}/sets", cls.made, [])

    @classmethod
    def tearDownClass(cls) -> None:
        cls.folder.cleanup()

    def test_goes_on_exactly_where_it_was_stopped(self) -> None:
        plan = "32x4x3,64x2x3"
        whole = train.Run(options(self.made, f"{self.folder.name}/whole", plan))
        whole.go()
        first = train.Run(options(self.made, f"{self.folder.name}/parts", plan))
        learn = first.learn

        def stop_behind_two(*batch: torch.Tensor) -> float:
            value = learn(*batch)
            first.stopped = first.step == 2
            return value

        first.learn = stop_behind_two
        first.go()
        self.assertEqual(first.step, 2)
        second = train.Run(options(self.made, f"{self.folder.name}/parts", plan))
        self.assertEqual(second.step, 2)
        second.go()
        self.assertEqual(second.step, 6)
        for name, value in whole.kept.state_dict().items():
            self.assertTrue(torch.equal(value, second.kept.state_dict()[name]), name)

    def test_export_holds_what_inference_needs(self) -> None:
        net = MiniMask().eval()
        with tempfile.TemporaryDirectory() as out:
            torch.save(net.state_dict(), f"{out}/ema.pt")
            sys.argv = ["export", f"{out}/ema.pt", f"{out}/mini.safetensors", "--note", "steps=5"]
            export.main()
            self.assertLess(os.path.getsize(f"{out}/mini.safetensors"), 5_000_000)
            with safe_open(f"{out}/mini.safetensors", "pt") as file:
                self.assertEqual(file.metadata()["format"], export.FORMAT)
                self.assertEqual(file.metadata()["steps"], "5")
                back = MiniMask().eval()
                missing = back.load_state_dict({n: file.get_tensor(n).float() for n in file.keys()}, strict=False)
            self.assertTrue(all(any(p in n for p in export.LEFT_OUT) for n in missing.missing_keys))
            x = torch.rand(1, 3, 64, 64)
            torch.testing.assert_close(back(x)[0], net(x)[0], atol=0.02, rtol=0.02)

    def test_export_brings_large_variances_into_range(self) -> None:
        torch.manual_seed(1)
        net = MiniMask().eval()
        with torch.no_grad():
            for block, last in ((net.down32[1], net.down32[1].norm_out), (net.up16.mix, net.up16.mix[1])):
                convolution = block.shrink if hasattr(block, "shrink") else block[0]
                convolution.weight *= 1000
                last.running_var *= 1e6
                last.running_mean += 3000
        self.assertTrue(torch.isinf(net.down32[1].norm_out.running_var.half()).any())
        back = MiniMask().eval()
        back.load_state_dict({n: v.float() for n, v in export.shipped(net.state_dict()).items()}, strict=False)
        x = torch.rand(1, 3, 64, 64)
        torch.testing.assert_close(back(x)[0], net(x)[0], atol=0.02, rtol=0.02)

    def test_export_refuses_what_fp16_does_not_hold(self) -> None:
        with self.assertRaises(ValueError):
            export.shipped({"a": torch.tensor([1e6])})

    def test_validation_pictures_are_written_and_judged_through_kerf(self) -> None:
        out = f"{self.folder.name}/val"
        made = cache.Cache(self.made)
        for entry in made.index["items"]:
            entry["split"] = "validation"
        self.assertEqual(split.write(made, f"{self.folder.name}/sets", out), len(made.index["items"]))
        program = f"{self.folder.name}/kerf-cli"
        with open(program, "w", encoding="utf-8") as file:
            file.write(STAND_IN.format(python=sys.executable, masks=f"{out}/masks"))
        os.chmod(program, os.stat(program).st_mode | stat.S_IXUSR)
        pairs = evaluate.pairs_of(f"{out}/pictures", f"{out}/masks", 0)
        found = evaluate.with_kerf(program, "grabcut", [p for p, _ in pairs], [])
        figures, lines, rows = evaluate.evaluate(found, dict(pairs))
        self.assertEqual(figures["pictures"], len(pairs))
        self.assertGreater(figures["mean_iou"], 0.99)
        self.assertEqual((len(lines), len(rows)), (len(pairs), min(20, len(pairs))))


STAND_IN = """#!{python}
import json, os, shutil, sys
out = sys.argv[sys.argv.index("--out") + 1]
for name in sys.argv[2:sys.argv.index("--out")]:
    mask = os.path.splitext(os.path.basename(name))[0] + ".png"
    shutil.copy("{masks}/" + mask, out)
    print(json.dumps({{"type": "done", "input": name, "output": out + "/" + mask}}))
print(json.dumps({{"type": "summary"}}))
"""


class Judging(unittest.TestCase):
    def test_known_masks(self) -> None:
        true = np.zeros((100, 100), bool)
        true[20:80, 20:80] = True
        half = np.zeros((100, 100), np.float32)
        half[20:80, 20:50] = 1
        score = judge.score(half, true)
        self.assertAlmostEqual(score.iou, 0.5)
        self.assertAlmostEqual(score.error, 0.18)
        perfect = judge.score(true.astype(np.float32), true)
        self.assertEqual((perfect.iou, perfect.error, perfect.edge_f), (1.0, 0.0, 1.0))
        self.assertAlmostEqual(judge.summary([perfect, score])["mean_iou"], 0.75)

    def test_an_edge_may_be_a_little_off(self) -> None:
        true, near, far = (np.zeros((200, 200), np.uint8) for _ in range(3))
        cv2.circle(true, (100, 100), 50, 1, cv2.FILLED)
        cv2.circle(near, (101, 100), 50, 1, cv2.FILLED)
        cv2.circle(far, (112, 100), 50, 1, cv2.FILLED)
        self.assertGreater(judge.edge_f(near > 0, true > 0), 0.99)
        self.assertLess(judge.edge_f(far > 0, true > 0), 0.6)

    def test_nothing_where_nothing_is_is_right(self) -> None:
        nothing = np.zeros((10, 10), bool)
        self.assertEqual(judge.score(nothing.astype(np.float32), nothing).iou, 1.0)

    def test_uncounted_places_do_not_count(self) -> None:
        true = np.zeros((10, 10), bool)
        true[:5] = True
        counted = np.ones((10, 10), bool)
        counted[5:] = False
        self.assertEqual(judge.score(np.ones((10, 10), np.float32), true, counted).iou, 1.0)


if __name__ == "__main__":
    unittest.main()
