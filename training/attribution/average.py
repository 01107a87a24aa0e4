"""Average the weights of two runs that began alike.

usage: python training/attribution/average.py A.pt B.pt OUT.pt [--share 0.3]
"""

import argparse

import torch


def main() -> None:
    """OUT = (1 - share) A + share B."""
    parser = argparse.ArgumentParser()
    for name in ("first", "second", "out"):
        parser.add_argument(name)
    parser.add_argument("--share", type=float, default=0.3, help="of the second")
    args = parser.parse_args()
    first, second = (torch.load(path, weights_only=True) for path in (args.first, args.second))
    torch.save({name: tensor.lerp(second[name], args.share) for name, tensor in first.items()}, args.out)


if __name__ == "__main__":
    main()
