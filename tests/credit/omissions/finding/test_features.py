"""Numbers of documents are read as departments write them."""

import polars as pl
import pytest

from credit.omissions.finding.features import read, written


@pytest.mark.parametrize(
    ("doc_no", "series", "number", "width", "tail"),
    [
        ("云市监处罚〔2026〕第15号", "云市监处罚〔2026〕", 15, 0, "号"),
        ("云市监处罚[2026]0015号", "云市监处罚〔2026〕", 15, 4, "号"),
        ("云市监处罚【２０２６】１５号", "云市监处罚〔2026〕", 15, 0, "号"),
        ("云市监处罚字2026年第15号", "云市监处罚〔2026〕", 15, 0, "号"),
        ("（2026）云税罚字 7 号", "〔2026〕云税罚", 7, 0, "号"),
        ("云应急罚2026-15", "云应急罚2026-", 15, 0, ""),
        ("云应急罚2026—15", "云应急罚2026-", 15, 0, ""),
        ("XK20260315008", "XK20260315", 8, 3, ""),
        ("2026015", "2026", 15, 3, ""),
        ("JY14401060012345", "JY144010600", 12345, 0, ""),
        ("云市监处罚〔2026〕15-1号", "云市监处罚〔2026〕", 15, 0, "号"),
        ("云市监处罚〔2026〕15A号", "云市监处罚〔2026〕", 15, 0, "号"),
        ("云市监处罚〔2026〕15号之二", "云市监处罚〔2026〕", 15, 0, "号"),
        ("无", None, None, None, None),
        ("", None, None, None, None),
    ],
)
def test_the_last_number_counts_within_its_series_however_it_is_written(doc_no, series, number, width, tail):
    read_as = read(pl.Series([doc_no])).select("series", "number", "width", "tail").row(0)
    assert read_as == (series, number, width if series else read_as[2], tail)


def test_a_number_is_written_as_its_neighbours():
    assert written("云市监处罚〔2026〕", 7, 4, "号") == "云市监处罚〔2026〕0007号"
