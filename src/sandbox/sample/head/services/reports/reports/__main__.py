import argparse

parser = argparse.ArgumentParser(prog="reports")
parser.add_argument("period", choices=["daily", "weekly"])
parser.add_argument("--format", default="csv")
print(parser.parse_args())
