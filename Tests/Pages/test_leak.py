"""That nothing but the words of a battle tells who wrote which side: a classifier gets all else there is, and must guess."""

import base64
import http.client
import json
import os
import time
import zlib

import numpy
import pytest
from sklearn.ensemble import ExtraTreesClassifier

BATTLES = int(os.environ.get("LEAK_BATTLES", "10000"))
WORKERS = os.cpu_count() or 1
DEVIATIONS = 4
"""How many standard deviations above chance a guess may be right: once in thirty thousand runs it is so by chance."""


def size_of(value) -> int:
    """The bytes of a value as the server writes it."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def words_of(side: dict) -> int:
    """Takes the words out of a side, and tells how many bytes they were."""
    total = 0
    for message in side["messages"]:
        total += size_of(message.pop("text")) + size_of(message.pop("document"))
    return total


def features(answer, body: bytes, seconds: float) -> list[float]:
    """Every byte of an answer but the words, as numbers, and how long it took."""
    battle = json.loads(body)
    ticket = battle["ticket"]
    words = sum(words_of(battle[side]) for side in ["prompt", "response_a", "response_b"])
    language = battle["prompt"].pop("language")
    rest = json.dumps({**battle, "ticket": "", "expires_at": ""})
    headers = answer.getheaders()
    sealed = base64.urlsafe_b64decode(ticket + "=" * (-len(ticket) % 4))
    return [
        seconds,
        len(body) - words - size_of(language),
        int(answer.getheader("content-length", "0")) - len(body),
        len(ticket),
        len(battle["expires_at"]),
        int(battle["expires_at"][-4:-1]),
        zlib.crc32(rest.encode()),
        zlib.crc32(json.dumps([name for name, _ in headers]).encode()),
        zlib.crc32(json.dumps([value for name, value in headers if name.lower() not in ("date", "content-length")]).encode()),
        *sealed,
    ]


@pytest.fixture(scope="module")
def battles(arena):
    """What came with each battle, how many bytes of words, and the models on both sides, which the vote told."""
    connection = http.client.HTTPConnection("127.0.0.1", arena.port)

    def post(path, value, cookie=None):
        headers = {"content-type": "application/json", **({"cookie": cookie} if cookie else {})}
        start = time.perf_counter()
        connection.request("POST", path, json.dumps(value), headers)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        return answer, body, time.perf_counter() - start

    first, _, _ = post("/api/v1/battles", {})
    cookie = first.getheader("set-cookie").split(";")[0]
    found, words, sides = [], [], []
    for _ in range(BATTLES):
        answer, body, seconds = post("/api/v1/battles", {}, cookie)
        battle = json.loads(body)
        _, receipt, _ = post("/api/v1/battles/vote", {"ticket": battle["ticket"], "outcome": "tie"}, cookie)
        receipt = json.loads(receipt)
        found.append(features(answer, body, seconds))
        words.append([words_of(battle["response_a"]), words_of(battle["response_b"])])
        sides.append([receipt["model_a"]["model"], receipt["model_b"]["model"]])
    found, words, sides = numpy.array(found, dtype=float), numpy.array(words, dtype=float), numpy.array(sides)
    # Longer words take longer, which is the words telling and nothing else.
    table = numpy.column_stack([numpy.ones(len(words)), words.sum(axis=1)])
    found[:, 0] -= table @ numpy.linalg.lstsq(table, found[:, 0], rcond=None)[0]
    return found, sides


def right_guesses(found, truth) -> tuple[int, int, float]:
    """How often a classifier that learnt from one half is right on the other, of how many, and what chance would give."""
    half = len(truth) // 2
    forest = ExtraTreesClassifier(n_estimators=200, min_samples_leaf=5, max_features=0.3, random_state=1, n_jobs=WORKERS)
    forest.fit(found[:half], truth[:half])
    right = int((forest.predict(found[half:]) == truth[half:]).sum())
    _, counts = numpy.unique(truth[half:], return_counts=True)
    return right, len(truth) - half, counts.max() / counts.sum()


def is_chance(found, truth) -> bool:
    right, total, chance = right_guesses(found, truth)
    limit = chance + DEVIATIONS * (chance * (1 - chance) / total) ** 0.5
    print(f"right {right / total:.4f}, by chance {chance:.4f}, at most {limit:.4f}")
    return right / total <= limit


def test_nothing_tells_which_of_the_two_is_on_side_a(battles):
    found, sides = battles
    assert is_chance(found, sides[:, 0] < sides[:, 1])


def test_nothing_tells_who_wrote_a_side(battles):
    found, sides = battles
    for side in range(2):
        assert is_chance(found, sides[:, side])


def test_the_classifier_would_notice(battles):
    found, sides = battles
    is_first = sides[:, 0] < sides[:, 1]
    generator = numpy.random.default_rng(1)
    # A header that is a byte longer for one of them, in one battle of five.
    leak = numpy.where(generator.random(len(found)) < 0.2, is_first, 0)
    told = found.copy()
    told[:, 1] += leak
    assert not is_chance(told, is_first)
    # A tenth of a millisecond's difference where answers vary by as much.
    told = found.copy()
    told[:, 0] += is_first * found[:, 0].std() / 2
    assert not is_chance(told, is_first)
