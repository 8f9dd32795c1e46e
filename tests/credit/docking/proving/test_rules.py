"""What grants of MariaDB say about writing."""

import pytest

from credit.docking.proving.rules import writing_grants


@pytest.mark.parametrize(
    "grants",
    [
        ["GRANT USAGE ON *.* TO `r`@`%` IDENTIFIED BY PASSWORD '*A'", "GRANT SELECT ON `office`.* TO `r`@`%`"],
        ["GRANT SELECT (`a`, `b`), SHOW VIEW ON `office`.`t` TO `r`@`%`"],
        ["GRANT USAGE ON *.* TO `r`@`%`", "GRANT ALL PRIVILEGES ON `test\\_%`.* TO PUBLIC"],
        ["SET DEFAULT ROLE NONE FOR `r`@`%`"],
    ],
)
def test_reading_is_no_writing(grants):
    assert writing_grants(grants) == []


@pytest.mark.parametrize(
    "line",
    [
        "GRANT ALL PRIVILEGES ON *.* TO `r`@`%`",
        "GRANT SELECT, INSERT ON `office`.* TO `r`@`%`",
        "GRANT SELECT (`a`), UPDATE (`b`) ON `office`.`t` TO `r`@`%`",
        "GRANT SELECT ON `office`.* TO `r`@`%` WITH GRANT OPTION",
        "GRANT FILE ON *.* TO `r`@`%`",
        "GRANT EXECUTE ON PROCEDURE `office`.`p` TO `r`@`%`",
        "GRANT `writers` TO `r`@`%`",
        "GRANT ALL PRIVILEGES ON `office`.* TO PUBLIC",
        "GRANT PROXY ON ''@'%' TO 'root'@'localhost' WITH GRANT OPTION",
    ],
)
def test_whatever_goes_beyond_reading_is_named(line):
    assert writing_grants([line]) != []
