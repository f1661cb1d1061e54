"""The countries a skill may be available in, by ISO 3166-1 alpha-2 code, as Amazon lists them."""

from __future__ import annotations

from collections.abc import Sequence

from skill.routine.table import DataError

COUNTRIES = frozenset(
    "AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CV CX CY CZ DE DJ DK DM DO DZ EC EE "
    "EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK "
    "HM HN HR HT HU ID IE IL IM IN IO IQ IS IT JE JM JO JP KE KG KH KI KM KN KR KW KY KZ LA LB LC "
    "LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ "
    "NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS "
    "RU RW SA SB SC SE SG SH SI SJ SK SL SM SN SO SR ST SV SZ TC TD TF TG TH TJ TK TL TM TN TO TR "
    "TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split()
)
"""The codes that the skill manifest allows in `distributionCountries`."""

DEFAULT = ("US",)
"""The clinic's country, as prescriptions and phone numbers hold only there."""

WORLDWIDE = "worldwide"


def availability(value: object) -> dict[str, object]:
    """The two manifest entries for the countries in which the skill is available.

    `value` is what store.toml says: None, a list of codes, or "worldwide". Raises DataError.
    """
    if value == WORLDWIDE:
        return {"isAvailableWorldwide": True, "distributionCountries": []}
    countries = DEFAULT if value is None else _codes(value)
    return {"isAvailableWorldwide": False, "distributionCountries": list(countries)}


def _codes(value: object) -> Sequence[str]:
    if not isinstance(value, list) or not value:
        raise _wrong(f'is {value!r}; give a list such as ["US"], or "{WORLDWIDE}".')
    for code in value:
        if not isinstance(code, str) or code not in COUNTRIES:
            raise _wrong(
                f"names {code!r}, which Alexa does not know; give codes of two capital letters, "
                'such as "US" or, for the United Kingdom, "GB".'
            )
    if len(set(value)) < len(value):
        raise _wrong("names a country twice; name each once.")
    return value


def _wrong(cure: str) -> DataError:
    return DataError("store.toml", "file", "countries", cure)
