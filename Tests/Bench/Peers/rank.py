"""Ranks a file of battles with one of the peers, as its documentation shows: rank.py PEER FILE."""
import sys

import pandas


def battles(path):
    return pandas.read_json(path, lines=True) if path.endswith(".jsonl") else pandas.read_csv(path)


def arena_rank(path):
    from arena_rank.models.bradley_terry import BradleyTerry
    from arena_rank.utils.data_utils import PairDataset

    data = PairDataset.from_pandas(battles(path))
    return BradleyTerry(data.n_competitors).compute_ratings_and_cis(data)


def arena_rank_style(path):
    from arena_rank.models.contextual_bradley_terry import ContextualBradleyTerry
    from arena_rank.utils.data_utils import ContextualPairDataset

    frame = battles(path)
    features = [name for name in frame.columns if name not in ("model_a", "model_b", "winner")]
    data = ContextualPairDataset.from_pandas(frame, features, reweighted=False)
    model = ContextualBradleyTerry(data.n_competitors, len(features), reg=0.0)
    return model.compute_ratings_and_cis(data)


def arena_rank_bootstrap(path, rounds=10):
    """Ten rounds: a hundredth of what ours do beside it; one after the other, as its worker processes do each."""
    import jax

    from arena_rank.models.bradley_terry import BradleyTerry, fit_single_bootstrap_sample
    from arena_rank.utils.data_utils import PairDataset

    data = PairDataset.from_pandas(battles(path))
    model = BradleyTerry(data.n_competitors)
    total = int(data.counts.sum())
    draws = jax.random.multinomial(
        jax.random.PRNGKey(42), total, data.counts / data.counts.sum(), shape=(rounds, len(data.counts))
    )
    return [fit_single_bootstrap_sample(draw, model, data) for draw in draws]


def evalica(path):
    import evalica

    frame = battles(path)
    wins = {"model_a": evalica.Winner.X, "model_b": evalica.Winner.Y}
    winners = frame["winner"].map(lambda label: wins.get(label, evalica.Winner.Draw))
    return evalica.bradley_terry(frame["model_a"], frame["model_b"], winners)


def choix(path):
    import choix

    frame = battles(path)
    codes, names = pandas.factorize(pandas.concat([frame["model_a"], frame["model_b"]]), sort=True)
    a, b = codes[: len(frame)], codes[len(frame) :]
    decided = frame["winner"].isin(["model_a", "model_b"]).to_numpy()
    first = (frame["winner"] == "model_a").to_numpy()
    # It knows no ties: they are left out.
    pairs = [(x, y) if won else (y, x) for x, y, won in zip(a[decided], b[decided], first[decided])]
    return choix.ilsr_pairwise(len(names), pairs)


def read_json(path):
    return battles(path)


if __name__ == "__main__":
    sys.stdout.write(str(globals()[sys.argv[1]](sys.argv[2]))[:200] + "\n")
